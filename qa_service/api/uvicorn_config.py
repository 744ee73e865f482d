"""How uvicorn is to serve the application."""

from __future__ import annotations

import logging

import uvicorn
from fastapi import FastAPI

from qa_service.api.http_settings import HttpSettings, http_settings

HEALTHCHECK_SECONDS = 60
"""How long a worker may be deaf before it is replaced: it takes seconds to load its libraries, many times
that on a machine that does other work, and a worker that hangs for good is rarer than that."""


HEAD_BYTES = 1 << 20
"""Largest request line with its headers. Facets of a thousand chosen documents are asked for in the address,
which at uvicorn's own 64 KiB would be refused without saying why; what is too many the application says."""


def server_config(app: FastAPI | str, settings: HttpSettings | None = None) -> uvicorn.Config:
    """Return the configuration for ``app``, or for the factory that a string names.

    uvicorn's own request log stays off, whatever handlers others give it: it would write the page's
    address with the question in it. Forwarded addresses count only from the proxies that are trusted.
    """
    logging.getLogger("uvicorn.access").disabled = True
    chosen = settings or http_settings()
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=chosen.processes,
        access_log=False,
        log_config=None,
        server_header=False,
        http="h11",  # httptools, which is taken where it is installed, sets no limit to the headers
        h11_max_incomplete_event_size=HEAD_BYTES,
        proxy_headers=bool(chosen.trusted_proxies),
        forwarded_allow_ips=list(chosen.trusted_proxies),
        timeout_graceful_shutdown=chosen.shutdown_seconds,
        timeout_worker_healthcheck=HEALTHCHECK_SECONDS,
    )
