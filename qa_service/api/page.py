"""The page for people: three static files, no build step, nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

WEB_FOLDER = Path(__file__).parents[1] / "web"


class _Revalidated(StaticFiles):
    """Static files that a browser keeps but asks after each time (by ETag): an upgrade shows at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, or 304 where the browser's copy is current."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def mount(app: FastAPI) -> None:
    """Serve the page at ``/`` and its style and script under ``/static``."""
    files = _Revalidated(directory=WEB_FOLDER)

    async def index(request: Request) -> Response:
        return await files.get_response("index.html", request.scope)

    app.add_route("/", index, methods=["GET"], include_in_schema=False)
    app.mount("/static", files, name="static")
