"""Question sets between their two forms: evidence as quotations, and as places (:mod:`eval.spans`).

Everything that scores needs quotations: :func:`with_quotes` is the one way there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from eval.labels import LabelProblem
from eval.matching import normalise
from eval.originals import Originals
from eval.questions import Question
from eval.spans import parse_span
from ingest.errors import BadInput
from ingest.model import Document

REMEDY: Final = (
    "文件或读出的文字与标注时不同：请换回标注时的文件（重建索引，或用 --corpus 指定其文件夹），"
    "或由带原文的问题集用 planqa eval relabel 重新生成原文位置"
)


def with_quotes(questions: Sequence[Question], documents: Callable[[], Iterable[Document]]) -> list[Question]:
    """Return ``questions`` with the quotations that their spans point to; the spans stay.

    ``documents`` is called only where there are spans.

    >>> with_quotes([Question("a", "问", "unanswerable")], list)[0].quotes
    ()

    Raises :class:`BadInput`, naming the question, where a place doesn't hold the text that was meant: it
    would otherwise be scored as a miss.
    """
    if not any(question.spans or question.alt_spans for question in questions):
        return list(questions)
    resolved, problems = quotes_of(questions, Originals(documents()))
    if problems:
        first, more = problems[0], len(problems) - 1
        others = f"（另有 {more} 处）" if more else ""
        raise BadInput(f"问题 {first.id}：{first.message}{others}", remedy=REMEDY)
    return resolved


def quotes_of(
    questions: Sequence[Question], originals: Originals
) -> tuple[list[Question], list[LabelProblem]]:
    """Return those questions all of whose spans hold what was meant, with their quotations, and a problem
    for each other."""
    resolved, problems = [], []
    for question in questions:
        try:
            resolved.append(_resolved(question, originals))
        except BadInput as error:
            problems.append(LabelProblem(question.id, error.message))
    return resolved, problems


def spans_of(
    questions: Sequence[Question], originals: Originals
) -> tuple[list[Question], list[LabelProblem]]:
    """Return the questions with spans in place of their quotations, and what stands in the way (errors; such
    questions are left out) or deserves a look (hints: a quotation that stands in several places).

    Spans that are there already are kept.
    """
    placed, problems = [], []
    for question in questions:
        told = _Places(question, originals)
        spans = question.spans or told.of_quotes()
        alt_spans = question.alt_spans or told.of_alternatives()
        problems += told.problems
        if not any(problem.severity == "error" for problem in told.problems):
            placed.append(replace(question, quotes=(), alt_quotes=(), spans=spans, alt_spans=alt_spans))
    return placed, problems


class _Places:
    """The spans of one question's quotations, and the ``problems`` met in finding them."""

    def __init__(self, question: Question, originals: Originals) -> None:
        self.problems: list[LabelProblem] = []
        self._question, self._originals = question, originals

    def of_quotes(self) -> tuple[str, ...]:
        question, names = self._question, self._originals.names
        return tuple(
            self._place(quote, question.quote_sources[number : number + 1] or question.sources or names)
            for number, quote in enumerate(question.quotes)
        )

    def of_alternatives(self) -> tuple[str, ...]:
        question = self._question
        named = (*question.sources, *question.also_in, *question.alt_sources, *self._originals.names)
        return tuple(self._place(quote, tuple(dict.fromkeys(named))) for quote in question.alt_quotes)

    def _place(self, quote: str, files: Sequence[str]) -> str:
        found = self._originals.span_of(quote, files)
        if not found:
            self._tell(f"原文不在读出的文字里：{quote}（{'、'.join(files)}）")
            return ""
        if not _says(self._originals, str(found.span), quote):
            self._tell(f"原文在文件里不是连着的，标不出位置：{quote}")
        elif found.times > 1:
            self.problems.append(
                LabelProblem(self._question.id, f"原文有 {found.times} 处，取第一处：{quote}", "hint")
            )
        return str(found.span)

    def _tell(self, message: str) -> None:
        self.problems.append(LabelProblem(self._question.id, message))


def _says(originals: Originals, span: str, quote: str) -> bool:
    """Whether the way back leads to the quotation: a reader that changes the order of text may prevent it."""
    try:
        return normalise(originals.quote_at(parse_span(span))) == normalise(quote)
    except BadInput:
        return False


def _resolved(question: Question, originals: Originals) -> Question:
    quotes = tuple(originals.quote_at(parse_span(span)) for span in question.spans)
    alt_quotes = tuple(originals.quote_at(parse_span(span)) for span in question.alt_spans)
    return replace(question, quotes=quotes or question.quotes, alt_quotes=alt_quotes or question.alt_quotes)
