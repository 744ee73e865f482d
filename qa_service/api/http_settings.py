"""The settings that only the HTTP service has, beside those that every edge shares."""

from __future__ import annotations

from pydantic import Field, ValidationError

from ingest.errors import BadInput
from qa_service.settings import Settings, load_settings


class HttpSettings(Settings):
    """All settings of the service; each is an environment variable ``PLANQA_…`` too.

    >>> http_settings(load_settings(port=9000)).port
    9000
    """

    max_body_bytes: int = Field(1 << 20, ge=1024, description="请求体上限（字节）")
    workers: int = Field(4, ge=1, le=64, description="同时处理的问题数（个）；再多的排队")
    queue: int = Field(64, ge=0, description="最多排队的问题数（个）；再多的以 503 回绝")


def http_settings(settings: Settings | None = None) -> HttpSettings:
    """Return the service's settings: those given, and the rest from the environment.

    Raises:
        BadInput: a value that cannot be used; the message names the variable.
    """
    given = (settings or load_settings()).model_dump()
    try:
        return HttpSettings(**given)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        field = HttpSettings.model_fields[name]
        raise BadInput(
            f"设置 PLANQA_{name.upper()} 的值不可用", remedy=f"请改正或去掉它（{field.description}）"
        ) from error
