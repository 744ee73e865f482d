"""The routes, one file a resource."""

from __future__ import annotations

from fastapi import APIRouter

from qa_service.api.routes import ask, documents, health, passages

ROUTERS: tuple[APIRouter, ...] = (ask.router, documents.router, passages.router, health.router)
