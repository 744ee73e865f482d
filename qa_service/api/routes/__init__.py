"""The routes, one file a resource."""

from __future__ import annotations

from fastapi import APIRouter

from qa_service.api.routes import (
    ask,
    check,
    cite,
    deleting,
    documents,
    feedback,
    finding,
    generations,
    health,
    jobs,
    me,
    metrics,
    passages,
    reading,
    sources,
    uploading,
)

ROUTERS: tuple[APIRouter, ...] = (
    ask.router,
    finding.router,
    documents.router,
    uploading.router,
    deleting.router,
    sources.router,
    jobs.router,
    generations.router,
    feedback.router,
    reading.router,
    passages.router,
    cite.router,
    check.router,
    me.router,
    health.router,
    metrics.router,
)
