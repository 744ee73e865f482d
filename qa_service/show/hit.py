"""One hit: where it comes from, the passage, the citation."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from qa_service.model import DocumentCard, Hit
from qa_service.show import words
from qa_service.show.layout import labelled, numbered
from qa_service.show.quote import Quote
from qa_service.show.wrap import Prose


def hit_view(hit: Hit, *, with_scores: bool = False, faint: bool = False) -> RenderableType:
    """Return a hit as it is shown; ``faint`` for one that is near but no answer."""
    body: list[RenderableType] = [
        Prose(Text(hit.document.title, style="" if faint else "bold")),
        document_line(hit.document),
        *breadcrumb(hit.heading_path, hit.document),
        Text(words.joined([hit.document.source, words.place(hit.locator)]), style="dim"),
    ]
    if hit.context:
        body.append(labelled("表头", hit.context.replace("\t", "   ")))
    body.append(Quote(hit.text, style="dim") if faint else Quote(hit.text, hit.marks, answers=hit.answers))
    body.append(labelled("引用", hit.citation))
    body += [labelled("另见", also) for also in _also_in(hit)]
    body.append(labelled("编号", Text(hit.passage_id, style="cyan")))
    if with_scores:
        body.append(labelled("分数", _scores(hit)))
    return numbered(hit.rank, Group(*body))


def document_line(card: DocumentCard) -> RenderableType:
    """Return 文号, 发文机关, 成文日期 and validity of a document on one line."""
    facts = words.document_facts(card)
    line = Text(f"{facts} · " if facts else "")
    line.append(words.validity(card.validity), style=words.STATE_STYLES[card.validity.state])
    return Prose(line)


def breadcrumb(path: tuple[str, ...], card: DocumentCard) -> list[RenderableType]:
    """Return the heading path as one line; the document's own title is not told twice."""
    steps = path[1:] if path and path[0] == card.title else path
    return [Prose(Text(" › ".join(steps), style="blue"), indent=2)] if steps else []


def _also_in(hit: Hit) -> list[str]:
    return [
        words.joined(
            [other.title, other.doc_number, other.source, words.lines(other.line_start, other.line_end)]
        )
        for other in hit.also_in
    ]


def _scores(hit: Hit) -> str:
    return words.joined(f"{leg} {score:.3f}" for leg, score in hit.scores.items())
