"""An answer: the verdict, then the hits."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from qa_service.model import Answer
from qa_service.show import words
from qa_service.show.hit import hit_view
from qa_service.show.layout import labelled, notice


def answer_view(answer: Answer, seconds: float, *, with_scores: bool = False) -> Iterator[RenderableType]:
    """Yield what is shown of ``answer``, which took ``seconds``."""
    yield labelled("问题", answer.question)
    if not answer.answerable:
        # The reason begins with the verdict, for those who see nothing but the reason.
        yield notice("未找到依据", answer.reason.removeprefix("未找到依据："), "yellow")
    for change in answer.reworded:
        yield notice("改写", change, "cyan")
    for warning in answer.warnings:
        yield notice("提示", warning, "yellow")
    if answer.flags:
        yield notice("存疑", "；".join(answer.flags), "red")
    if answer.hits and not answer.answerable:
        yield Text("以下只是最接近的段落，不是答案：", style="yellow")
    for hit in answer.hits:
        yield Text()
        yield hit_view(hit, with_scores=with_scores, faint=not answer.answerable)
    yield Text()
    yield Text(
        words.joined([f"把握 {answer.confidence:.0%}", words.duration(seconds), f"索引 {answer.generation}"]),
        style="dim",
    )
