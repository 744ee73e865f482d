"""Does each quotation of a question set stand in the corpus, and where it says? A label that doesn't can't be
scored; one that stands in several documents may be scored wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from eval.corpus import CorpusDocument
from eval.labels import LabelProblem
from eval.matching import normalise
from eval.questions import Question

NAMED: Final = 2
"""Titles that a hint names."""


def misplaced_quotes(
    questions: Sequence[Question], corpus: Mapping[str, str], unreadable: Mapping[str, str] | None = None
) -> list[LabelProblem]:
    """Return a problem for each quote that doesn't stand, whole and normalised, in its source.

    ``corpus`` maps file name to normalised text. A quote's source is its entry in ``quote_sources``, or
    any of ``sources``; an alternative quote may stand in any file of the corpus. ``unreadable`` maps the
    names of files that could not be read to the reason.
    """
    return [
        LabelProblem(question.id, message)
        for question in questions
        for message in _misplaced(question, corpus, unreadable or {})
    ]


def ambiguous_quotes(
    questions: Sequence[Question], documents: Sequence[CorpusDocument]
) -> list[LabelProblem]:
    """Return a hint for each quote that stands in more documents than its question names.

    Not an error: any of the places is evidence. But a system that cites another one is right, and the
    label should say so (``also_in`` for the same document in another file, ``alt_sources`` for others).
    """
    return [
        LabelProblem(question.id, message, "hint")
        for question in questions
        for message in _ambiguous(question, documents)
    ]


def _misplaced(question: Question, corpus: Mapping[str, str], unreadable: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*question.sources, *question.also_in, *question.alt_sources)):
        if name in unreadable:
            yield f"来源文件读不了：{unreadable[name]}"
        elif name not in corpus:
            yield f"来源文件不在语料里：{name}"
    for place, quote in enumerate(question.quotes):
        own = question.quote_sources[place : place + 1] or question.sources
        if not _stands(quote, own, corpus):
            yield f"原文不在来源文件里：{quote}{_elsewhere(quote, own, corpus)}"
    for quote in question.alt_quotes:
        if not _stands(quote, tuple(corpus), corpus):
            yield f"替代原文不在语料里：{quote}"


def _elsewhere(quote: str, own: Sequence[str], corpus: Mapping[str, str]) -> str:
    others = [name for name in corpus if name not in own and _stands(quote, (name,), corpus)]
    return f"（在 {'、'.join(others)} 里）" if others else ""


def _ambiguous(question: Question, documents: Sequence[CorpusDocument]) -> Iterator[str]:
    named = {*question.sources, *question.also_in, *question.alt_sources}
    for quote in question.quotes:
        folded = normalise(quote)
        holding = [document for document in documents if folded and folded in document.text]
        elsewhere = dict.fromkeys(document.source for document in holding if document.source not in named)
        if elsewhere:
            yield f"原文还在别的文件里：{quote}（{'、'.join(elsewhere)}）"
        for source in dict.fromkeys(document.source for document in holding):
            titles = [f"《{document.title}》" for document in holding if document.source == source]
            if len(titles) > 1:
                more = "等" if len(titles) > NAMED else ""
                shown = f"{'、'.join(titles[:NAMED])}{more}"
                yield f"原文在 {source} 的 {len(titles)} 份文件里都有：{quote}（{shown}）"


def _stands(quote: str, names: Sequence[str], corpus: Mapping[str, str]) -> bool:
    folded = normalise(quote)
    return bool(folded) and any(folded in corpus.get(name, "") for name in names)
