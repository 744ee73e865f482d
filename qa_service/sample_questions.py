"""Questions to begin with, made from what the documents themselves say they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from ingest.chars import squeeze
from ingest.model import Document
from qa_service.engine import Engine
from qa_service.short_titles import short_title
from qa_service.suggestions import bare_heading, indicator

TRIED = 12
"""Questions that are put to the engine at most, each some 50 ms, before enough of them are answered."""

_ASKS = re.compile(r"[？?]$")
_TELLS = re.compile(r"(?:条件|标准|对象|范围|流程|程序|目标|期限|原则|职责|要求|方式|措施)$")
_AMOUNT = re.compile(r"\d[\d.]*(?:万?元|%|％|平方米)|百分之")
_YEAR = re.compile(r"20\d\d年")


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """A question that the documents answer, and the document that it was made from."""

    question: str
    document_id: str
    title: str


def sample_questions(engine: Engine, count: int = 4) -> list[SampleQuestion]:
    """Return up to ``count`` questions that ``engine`` answers from the document they were made from."""
    kept: list[SampleQuestion] = []
    seen: set[str] = set()
    for sample in islice(_candidates(engine.shown_documents), TRIED):
        if sample.title in seen:
            continue
        answer = engine.ask(sample.question, k=3)
        places = {hit.document.id for hit in answer.hits}
        if answer.answerable and sample.document_id in places:
            kept.append(sample)
            seen.add(sample.title)
        if len(kept) == count:
            break
    return kept


def _candidates(documents: Sequence[Document]) -> Iterator[SampleQuestion]:
    """Kinds of question in turn, so that the few that are shown differ."""
    kinds = (
        [_sample(d, q) for d in reversed(documents) for q in islice(make(d), 1)]
        for make in (_figures, _questions, _subjects, _goals, _articles)
    )
    return (sample for sample in chain.from_iterable(zip_longest(*kinds)) if sample is not None)


def _sample(document: Document, question: str) -> SampleQuestion:
    return SampleQuestion(question, document.id, short_title(document.metadata))


def _articles(document: Document) -> Iterator[str]:
    """An article that names figures: what such documents are asked for most."""
    for passage in document.passages:
        article = passage.locator.article
        if article and _AMOUNT.search(passage.text) and len(short_title(document.metadata)) <= 34:
            yield f"《{short_title(document.metadata)}》{squeeze(article)}是怎么规定的？"


def _figures(document: Document) -> Iterator[str]:
    for passage in document.passages:
        name = indicator(passage.text, passage.context) if passage.kind == "row" else ""
        year = _YEAR.search(squeeze(passage.context.replace("\n", "")))
        if name and year and len(name) <= 16:
            region = document.metadata.region or ""
            yield f"{region}{year.group()}{name}是多少？"


def _questions(document: Document) -> Iterator[str]:
    for section in document.sections:
        heading = bare_heading(section.heading)
        if _ASKS.search(heading) and 8 <= len(heading) <= 30:
            yield heading.replace("?", "？")


def _subjects(document: Document) -> Iterator[str]:
    for section in document.sections:
        heading = bare_heading(section.heading)
        if (
            section.level > 1
            and _TELLS.search(heading)
            and 3 <= len(heading) <= 12
            and len(short_title(document.metadata)) <= 34
        ):
            yield f"《{short_title(document.metadata)}》的{heading}是什么？"


def _goals(document: Document) -> Iterator[str]:
    headings = [squeeze(section.heading) for section in document.sections]
    if any("目标" in heading for heading in headings) and len(short_title(document.metadata)) <= 34:
        yield f"《{short_title(document.metadata)}》提出了哪些主要目标？"
