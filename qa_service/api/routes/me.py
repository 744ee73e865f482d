"""``GET /v1/me``: who the service takes the caller for, and what it lets them do."""

from __future__ import annotations

from datetime import date
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from qa_service.api.caller import caller_of
from qa_service.api.reply import json_reply, ok
from qa_service.api.service import ServiceDep

router = APIRouter(tags=["access"])


class Limits(BaseModel):
    """The sizes and the rate that the service is set to."""

    body_bytes: int = Field(description="A request's body.")
    upload_bytes: int = Field(description="The body of a request that uploads files.")
    file_mb: int = Field(description="One file (MiB).")
    requests_per_minute: int = Field(description="Requests of this key, or of this address; 0: no limit.")


class Me(BaseModel):
    """Who asks."""

    access: Literal["open", "keys"] = Field(description="`open`: no key is asked for; everyone may do all.")
    role: Literal["reader", "editor", "admin"] = Field(description="What the caller may do.")
    key_id: str | None = Field(description="Id of the key, as `planqa keys list` shows it.")
    name: str | None = Field(description="Name of the key.")
    expires: date | None = Field(description="Last day of the key (UTC); null: it does not expire.")
    limits: Limits = Field(description="What the service takes at most.")


@router.get(
    "/v1/me",
    summary="Who am I?",
    operation_id="me",
    response_model=Me,
    responses={200: ok("The caller's role, and the limits.", "me")},
)
async def me(request: Request, service: ServiceDep) -> Response:
    """Say which role the key has; a page shows what that role may do."""
    caller, settings = caller_of(request), service.settings
    rate = settings.rate_per_key if caller.key_id else settings.rate_per_address
    return json_reply(
        Me.model_validate(
            {
                "access": "keys" if caller.key_id else "open",
                "role": caller.role.word,
                "key_id": caller.key_id,
                "name": caller.name or None,
                "expires": caller.expires,
                "limits": {
                    "body_bytes": settings.max_body_bytes,
                    "upload_bytes": settings.max_upload_bytes,
                    "file_mb": settings.largest_mb,
                    "requests_per_minute": rate,
                },
            }
        )
    )
