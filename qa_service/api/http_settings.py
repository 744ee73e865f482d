"""The settings that only the HTTP service has, beside those that every edge shares."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import NoDecode

from index.cores import cores
from ingest.errors import BadInput
from qa_service.access.policy import KeysSetting
from qa_service.settings import Settings, load_settings


def _listed(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


# NoDecode: the environment gives `a,b`, not a JSON array.
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


MOST_PROCESSES = 4
"""Processes that are started unasked, on a machine of many cores."""


class HttpSettings(Settings):
    """All settings of the service; each is an environment variable ``PLANQA_…`` too (lists with commas).

    >>> http_settings(load_settings(port=9000)).port
    9000
    """

    workers: int = Field(
        0, ge=0, le=64, description="服务进程数（个），共用一份只读索引；0 表示处理器核数，至多 4"
    )
    concurrency: int = Field(
        0, ge=0, le=64, description="每个进程同时处理的问题数（个），0 表示处理器核数（至少 2）；再多的排队"
    )
    queue: int = Field(64, ge=0, description="每个进程最多排队的问题数（个）；再多的以 503 回绝")
    shutdown_seconds: int = Field(10, ge=0, description="停止时留给未完成请求的时间（秒）")

    keys: KeysSetting = Field("auto", description="是否要求密钥：auto、required 或 off")
    rate_per_key: int = Field(600, ge=0, description="每个密钥每分钟的请求数上限；0 表示不限")
    rate_per_address: int = Field(
        600,
        ge=0,
        description="每个地址每分钟无密钥请求数的上限；0 表示不限；本机地址不计",
    )
    allowed_hosts: Names = Field(
        (), description="接受的主机名（Host），如 plan.example.gov.cn 或 *.example.gov.cn；* 表示任意"
    )
    cors_origins: Names = Field((), description="允许跨站访问的来源，如 https://oa.example.gov.cn；默认没有")
    trusted_proxies: Names = Field((), description="可信的反向代理地址，采信其 X-Forwarded-For；默认没有")

    max_body_bytes: int = Field(1 << 20, ge=1024, description="请求体上限（字节）")
    max_upload_bytes: int = Field(64 << 20, ge=1024, description="上传文件的请求体上限（字节）")
    max_upload_files: int = Field(20, ge=1, le=1000, description="一次上传的文件数上限（个）")
    undo_days: int = Field(30, ge=0, description="删除后可以恢复的期限（天）；上传的原文件保留到那时")
    body_seconds: float = Field(60, gt=0, description="接收请求体的时限（秒）")
    request_seconds: float = Field(30, gt=0, description="处理一个请求的时限（秒）")
    long_request_seconds: float = Field(300, gt=0, description="核对文稿等耗时请求的时限（秒）")
    log_questions: bool = Field(False, description="日志中是否记录问题原文；默认只记长度")

    @property
    def processes(self) -> int:
        """How many processes serve. Python's part of a question takes a core of each, so that as many as
        there are cores answer the most; each has some memory of its own, hence not more than
        :data:`MOST_PROCESSES` unless they are asked for.
        """
        return self.workers or min(cores(), MOST_PROCESSES)

    @property
    def at_once(self) -> int:
        """How many questions a process works on at once.

        More threads than cores cost time: on two cores 16 clients got 78 answers a second from two threads,
        68 from four, 52 from eight (``PLANQA_CONCURRENCY=8 make bench``). Two at least, so that a long draft
        leaves room for questions.
        """
        return self.concurrency or max(2, cores())


def http_settings(settings: Settings | None = None, **overrides: Any) -> HttpSettings:
    """Return the service's settings: ``overrides`` that are not ``None``, then those given, then the
    environment.

    Raises:
        BadInput: a value that cannot be used; the message names the variable.
    """
    given = (settings or load_settings()).model_dump()
    given |= {name: value for name, value in overrides.items() if value is not None}
    try:
        return HttpSettings(**given)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        field = HttpSettings.model_fields[name]
        raise BadInput(
            f"设置 PLANQA_{name.upper()} 的值不可用", remedy=f"请改正或去掉它（{field.description}）"
        ) from error


def as_environment(settings: HttpSettings) -> dict[str, str]:
    """Return ``settings`` as the environment that gives them again, for a process that is started anew.

    >>> as_environment(http_settings(allowed_hosts=("a", "b")))["PLANQA_ALLOWED_HOSTS"]
    'a,b'
    """
    values = settings.model_dump(mode="json", exclude_none=True)
    return {f"PLANQA_{name.upper()}": _written(value) for name, value in values.items()}


def _written(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
