"""The keys of a home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import RenderableType
from rich.text import Text

from qa_service.access.keys import Key
from qa_service.show.layout import plain_table


def keys_view(keys: Sequence[Key]) -> RenderableType:
    """Return a table of keys, oldest first; nothing in it lets anyone in."""
    table = plain_table("编号", "角色", "名称", "创建时间", "最后一天", "状态")
    now = datetime.now(UTC)
    for key in keys:
        table.add_row(
            key.id,
            f"{key.role.label} {key.role.word}",
            key.name or "–",
            f"{key.created.astimezone():%Y-%m-%d %H:%M}",
            key.expires.isoformat() if key.expires else "–",
            _state(key, now),
        )
    return table


def _state(key: Key, now: datetime) -> Text:
    if key.revoked:
        return Text("已撤销", style="red")
    return Text("有效", style="green") if key.usable(now) else Text("已过期", style="red")
