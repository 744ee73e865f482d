"""One passage, looked up by id."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from qa_service.model import PassageView
from qa_service.show import words
from qa_service.show.hit import breadcrumb, document_line
from qa_service.show.layout import labelled
from qa_service.show.quote import Quote
from qa_service.show.wrap import Prose

CHECK_STYLES = {"ok": "green", "changed": "yellow", "missing": "yellow", "different": "bold red"}


def passage_view(view: PassageView) -> Iterator[RenderableType]:
    """Yield what is shown of a passage."""
    locator = view.locator
    yield Prose(Text(view.document.title, style="bold"))
    yield document_line(view.document)
    yield from breadcrumb(view.heading_path, view.document)
    yield Text(
        words.joined([view.document.source, words.place(locator), words.KINDS.get(view.kind)]), style="dim"
    )
    if view.context:
        yield labelled("表头", view.context.replace("\t", "   "))
    yield Quote(view.text)
    yield labelled("引用", view.citation)
    yield labelled("核对", Text(view.check.message, style=CHECK_STYLES[view.check.state]))
    yield labelled(
        "位置", f"文档正文第 {locator.start}–{locator.end} 字符 · sha256 {view.document.source_sha256}"
    )
    yield labelled("编号", Text(view.passage_id, style="cyan"))
    yield labelled(
        "前后", words.joined([f"上一段 {view.previous_id or '无'}", f"下一段 {view.next_id or '无'}"])
    )
