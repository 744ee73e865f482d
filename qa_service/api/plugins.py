"""Routes of other packages, found through the entry-point group ``planqa.routes``.

An entry ``evaluation = "eval.web.routes:router"`` adds that router to the service. One that cannot be loaded
costs a line in the log, never the service.
"""

from __future__ import annotations

import logging
from importlib.metadata import entry_points

from fastapi import APIRouter

GROUP = "planqa.routes"

logger = logging.getLogger("planqa.routes")


def plugin_routers() -> list[APIRouter]:
    """Return the routers that other packages offer, by name."""
    found = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            router = entry.load()
            if not isinstance(router, APIRouter):
                raise TypeError(f"{entry.value} is no APIRouter")
        except Exception as error:  # whatever another package raises must not keep the service from starting
            fields = {"plugin": entry.name, "error": type(error).__name__}
            logger.warning("routes not loaded", extra={"fields": fields})
            continue
        found.append(router)
    return found
