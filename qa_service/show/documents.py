"""The list of indexed documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from qa_service.model import DocumentCard
from qa_service.show import words
from qa_service.show.hit import document_line
from qa_service.show.layout import labelled, numbered
from qa_service.show.wrap import Prose


def documents_view(cards: Sequence[DocumentCard]) -> Iterator[RenderableType]:
    """Yield one entry a document."""
    sources = {card.id: card.source for card in cards}
    for number, card in enumerate(cards, start=1):
        yield numbered(
            number,
            Prose(Text(card.title, style="bold")),
            *[Prose(f"含：{title}", indent=4) for title in card.part_titles if title != card.title],
            document_line(card),
            *[Prose(f"同一文件：{sources[same]}", indent=4) for same in card.same_as if same in sources],
            Prose(Text(_place(card), style="dim")),
            labelled("编号", Text(card.id, style="cyan")),
            Text(),
        )
    passages = sum(card.passage_count for card in cards)
    yield Text(f"共 {len(cards)} 份文档，{passages} 个段落", style="bold")


def _place(card: DocumentCard) -> str:
    return words.joined(
        [
            card.source,
            words.lines(card.line_start, card.line_end),
            f"{card.page_count} 页" if card.page_count else None,
            card.kind,
            f"{card.section_count} 节",
            f"{card.passage_count} 段",
        ]
    )
