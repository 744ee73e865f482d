"""The generations of the index."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from index.generation import GenerationInfo
from qa_service.show.layout import plain_table


def generations_view(infos: Sequence[GenerationInfo]) -> RenderableType:
    """Return a table of generations, newest first."""
    table = plain_table("编号", "建立时间", "文档", "段落", "状态")
    for column in (2, 3):
        table.columns[column].justify = "right"
    for info in infos:
        table.add_row(
            info.id,
            f"{info.created.astimezone():%Y-%m-%d %H:%M}" if info.created else "不明",
            str(info.counts.get("documents", "–")),
            str(info.counts.get("passages", "–")),
            _state(info),
        )
    return table


def _state(info: GenerationInfo) -> Text:
    state = Text("当前 " if info.current else "", style="bold green")
    if info.intact:
        return state.append("完好", style="green")
    return state.append(info.problem, style="red")
