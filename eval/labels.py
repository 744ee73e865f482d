"""Do the labels of a question set agree with its classes? A wrong label is worse than a missing one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.altered import parse_altered
from eval.matching import normalise
from eval.questions import Question
from eval.spans import checksum, parse_span


@dataclass(frozen=True, slots=True)
class LabelProblem:
    """What is wrong with the labels of question ``id`` (Chinese, shown as it is). An ``error`` makes figures
    wrong; a ``hint`` is for a person to look at."""

    id: str
    message: str
    severity: Literal["error", "hint"] = "error"


def validate_labels(questions: Sequence[Question]) -> list[LabelProblem]:
    """Return every disagreement between class and labels, in the order of the set; empty when sound.

    Checked: ``multi`` has several quotes; ``unanswerable`` has neither quote nor answer, all others have
    a quote or span; ``misquote`` alone says what was altered, in a form that can be scored; quotes hold text
    and don't repeat; ``quote_sources`` is as long as ``quotes``; no id or question is used twice.
    Questions of one class with the same evidence and answer get a hint: they weigh one fact twice.

    >>> [p.message for p in validate_labels([Question("a", "问", "multi", "答", ("原文",), ("f",))])]
    ['类型为 multi，却不足两条原文']
    """
    problems = [
        LabelProblem(question.id, message)
        for question in questions
        for check in (_evidence, _quotes, _sources, _alteration)
        for message in check(question)
    ]
    return problems + list(_duplicates(questions)) + list(_same_evidence(questions))


def _evidence(question: Question) -> Iterator[str]:
    if not question.answerable:
        if question.quotes or question.alt_quotes or question.spans or question.alt_spans:
            yield "类型为 unanswerable，却给了原文"
        if question.answer:
            yield "类型为 unanswerable，却给了答案"
    elif not (question.quotes or question.spans):
        yield "应有答案，却没有原文"
    elif question.type == "multi" and _pieces(question) < 2:
        yield "类型为 multi，却不足两条原文"


def _quotes(question: Question) -> Iterator[str]:
    if not all(normalise(quote) for quote in (*question.quotes, *question.alt_quotes)):
        yield "有一条原文没有文字"
    meant = [*_meant(question.spans, question.quotes), *_meant(question.alt_spans, question.alt_quotes)]
    if len(set(meant)) < len(meant):
        yield "原文有重复"


def _sources(question: Question) -> Iterator[str]:
    if question.answerable and not question.sources:
        yield "没有写来源文件"
    if question.quote_sources and len(question.quote_sources) != _pieces(question):
        yield "原文来源与原文的条数不同"
    if {parse_span(span).file for span in question.spans} - set(question.sources):
        yield "原文位置里有来源之外的文件"
    if set(question.quote_sources) - set(question.sources):
        yield "原文来源里有来源之外的文件"


def _alteration(question: Question) -> Iterator[str]:
    if question.type != "misquote":
        if question.altered:
            yield "类型不是 misquote，却写了改动"
    elif not question.altered:
        yield "类型为 misquote，却没有写改动"
    elif parse_altered(question.altered) is None:
        yield "看不出改动的前后两个值，请写成“错值 -> 原文真值”"


def _duplicates(questions: Sequence[Question]) -> Iterator[LabelProblem]:
    ids: set[str] = set()
    texts: dict[str, str] = {}
    for question in questions:
        if question.id in ids:
            yield LabelProblem(question.id, "编号重复")
        ids.add(question.id)
        first = texts.setdefault(normalise(question.question), question.id)
        if first != question.id:
            yield LabelProblem(question.id, f"问题与 {first} 相同")


def _same_evidence(questions: Sequence[Question]) -> Iterator[LabelProblem]:
    seen: dict[tuple[object, ...], str] = {}
    for question in questions:
        evidence = tuple(sorted(_meant(question.spans, question.quotes)))
        if not evidence:
            continue
        key = (question.type, evidence, normalise(question.answer), normalise(question.altered))
        first = seen.setdefault(key, question.id)
        if first != question.id:
            yield LabelProblem(question.id, f"类型、原文和答案都与 {first} 相同", "hint")


def _pieces(question: Question) -> int:
    """How many pieces of evidence the full answer needs."""
    return len(question.spans or question.quotes)


def _meant(spans: Sequence[str], quotes: Sequence[str]) -> list[str]:
    """What each piece of evidence says, as a checksum: that of a quotation and of its span are the same."""
    return [parse_span(span).checksum for span in spans] or [checksum(quote) for quote in quotes]
