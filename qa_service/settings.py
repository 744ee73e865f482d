"""What can be set from outside, read once at the edge (command line, server) and handed on as a value.

Every setting is an environment variable with the prefix ``PLANQA_``; a command's option wins over it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import BadInput

DEFAULT_HOME = Path(".planqa")


class Settings(BaseSettings):
    """All settings, with units and defaults.

    >>> load_settings(port=9000).port
    9000
    """

    model_config = SettingsConfigDict(
        env_prefix="PLANQA_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    home: Path = Field(DEFAULT_HOME, description="索引和模型所在的目录")
    model: str | None = Field(None, description="向量模型：本地目录或模型名；不设则用自带的默认模型")
    hits: int = Field(5, ge=1, le=50, description="每个问题返回的段落数（段）")
    batch_hits: int = Field(10, ge=1, le=50, description="批量提问时每个问题返回的段落数（段）")
    host: str = Field("127.0.0.1", description="服务监听的地址")
    port: int = Field(8000, ge=0, le=65535, description="服务监听的端口；0 表示任选空闲端口")
    threads: int | None = Field(None, ge=1, description="最多使用的处理器核心数（个）；不设则全部使用")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="日志级别")
    largest_mb: int = Field(20, ge=1, description="单个文件的大小上限（MiB），超过的文件不收录")
    min_free_mb: int = Field(
        1200,
        ge=0,
        description="doctor 在剩余磁盘空间低于此值时提醒（MiB）；默认模型解包时最多占用约 1.2 GB",
    )


def load_settings(**overrides: Any) -> Settings:
    """Return the settings: ``overrides`` that are not ``None`` first, then the environment, then defaults.

    Raises:
        BadInput: a value that cannot be used; the message names the variable.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        shown = f"PLANQA_{name.upper()}" if name not in given else f"--{name.replace('_', '-')}"
        raise BadInput(
            f"设置 {shown} 的值 {first.get('input')!r} 不可用",
            remedy=_remedy(name),
        ) from error


def _remedy(name: str) -> str:
    field = Settings.model_fields.get(name)
    return f"请改正或去掉它（{field.description}）" if field else "请改正或去掉它"
