"""The routes, one file a resource."""

from __future__ import annotations

from fastapi import APIRouter

from qa_service.api.routes import ask, check, cite, documents, finding, health, me, metrics, passages, reading

ROUTERS: tuple[APIRouter, ...] = (
    ask.router,
    finding.router,
    documents.router,
    reading.router,
    passages.router,
    cite.router,
    check.router,
    me.router,
    health.router,
    metrics.router,
)
