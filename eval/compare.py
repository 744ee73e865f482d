"""Two runs over the same questions and the same corpus, question by question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.intervals import Figure, auroc_difference, mean_figure
from eval.judgement import Judgement, judge
from eval.metrics import share_at
from eval.questions import Question
from eval.run_folder import StoredRun
from eval.runs import RunRecord
from eval.significance import holm, paired_p
from eval.summary import RETRIEVAL, retrieval_values
from ingest.errors import BadInput


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of both runs: means ``a`` and ``b`` over ``n`` questions, their ``difference`` (b - a) with
    its 95 % interval, ``p`` of the paired test and ``adjusted`` for the number of figures (Holm), and on
    how many questions b is better (``won``) or worse (``lost``). The area under the curve is no mean over
    questions: it has an interval, but neither p nor counts."""

    name: str
    a: float | None
    b: float | None
    difference: Figure
    p: float | None
    adjusted: float | None
    won: int | None
    lost: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A question on which the runs differ; ``a`` and ``b`` say what each did: rank of the first evidence
    (``None``: not found), share of the evidence in the first five, whether it was answered."""

    id: str
    type: str
    question: str
    a: dict[str, Any]
    b: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``rows`` one a figure; questions ``won`` and ``lost`` by b; ``notes`` what else differs (Chinese)."""

    a: str
    b: str
    questions: int
    rows: tuple[Row, ...]
    won: tuple[Change, ...]
    lost: tuple[Change, ...]
    notes: tuple[str, ...]


def compare(a: StoredRun, b: StoredRun, *, force: bool = False) -> Comparison:
    """Compare ``b`` with ``a``.

    Raises :class:`BadInput` where they asked other questions or saw another corpus: then a difference says
    nothing about the systems. ``force`` compares the questions that both have all the same.
    """
    notes = snapshot_differences(a.about, b.about)
    if notes and not force:
        raise BadInput(
            f"两次运行不可比：{'；'.join(notes)}",
            remedy="请在同一语料和问题集上重新运行；执意比较请加 --force",
        )
    ours, theirs = _shared(a, b)
    return Comparison(
        a.name,
        b.name,
        len(ours),
        tuple(_rows(ours, theirs)),
        *_changes(ours, theirs),
        (*notes, *_code_notes(a.about, b.about)),
    )


def snapshot_differences(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[str]:
    """Return in Chinese why two runs' figures can't be set side by side; empty where they can."""
    reasons = []
    if a["set"]["sha256"] != b["set"]["sha256"]:
        reasons.append("问题集不同")
    if a["corpus"] is None or b["corpus"] is None:
        reasons.append("有一次没有记录语料")
    elif a["corpus"]["sha256"] != b["corpus"]["sha256"]:
        reasons.append("语料不同")
    return reasons


def _code_notes(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[str]:
    pairs = {
        "程序不同": (a["code"]["sha256"], b["code"]["sha256"]),
        "模型不同": tuple(((x["index"] or {}).get("fingerprints") or {}).get("model") for x in (a, b)),
        "每题段落数不同": tuple(x["settings"].get("hits") for x in (a, b)),
        "机器不同，耗时不可比": tuple(x["machine"] for x in (a, b)),
    }
    return [
        note for note, (one, other) in pairs.items() if one is not None and other is not None and one != other
    ]


def _shared(a: StoredRun, b: StoredRun) -> tuple[list[Judgement], list[Judgement]]:
    theirs: dict[str, tuple[Question, RunRecord]] = {
        question.id: (question, record) for question, record in b.pairs
    }
    pairs = [
        (judge(question, record), judge(question, theirs[question.id][1]))
        for question, record in a.pairs
        if question.id in theirs and theirs[question.id][0].question == question.question
    ]
    if not pairs:
        raise BadInput("两次运行没有共同的问题", remedy="请给出同一问题集的两次运行")
    return [one for one, _ in pairs], [other for _, other in pairs]


def _rows(a: Sequence[Judgement], b: Sequence[Judgement]) -> list[Row]:
    measured: list[tuple[str, list[float], list[float]]] = []
    places = [place for place, item in enumerate(a) if item.question.answerable]
    ours, theirs = (retrieval_values([run[place] for place in places]) for run in (a, b))
    measured += [(name, ours[name], theirs[name]) for name in RETRIEVAL]
    for name, holds in _DECISIONS.items():
        chosen = [
            (_right(one), _right(other)) for one, other in zip(a, b, strict=True) if holds(one.question)
        ]
        if chosen:
            measured.append((name, [x for x, _ in chosen], [y for _, y in chosen]))
    tests = [paired_p([y - x for x, y in zip(one, other, strict=True)]) for _, one, other in measured]
    rows = [
        _row(name, one, other, p, adjusted)
        for (name, one, other), p, adjusted in zip(measured, tests, holm(tests), strict=True)
        if one
    ]
    return [*rows, *_auroc(a, b)]


_DECISIONS: dict[str, Callable[[Question], bool]] = {
    "无答案题被拒": lambda question: not question.answerable,
    "有答案题作答": lambda question: question.answerable and not question.is_draft,
}


def _right(item: Judgement) -> float:
    return float(item.record.answerable == item.question.answerable)


def _row(name: str, one: Sequence[float], other: Sequence[float], p: float, adjusted: float) -> Row:
    differences = [y - x for x, y in zip(one, other, strict=True)]
    return Row(
        name,
        float(np.mean(one)),
        float(np.mean(other)),
        mean_figure(differences, shares=False),
        p,
        adjusted,
        sum(value > 1e-12 for value in differences),
        sum(value < -1e-12 for value in differences),
    )


def _auroc(a: Sequence[Judgement], b: Sequence[Judgement]) -> list[Row]:
    asked = [place for place, item in enumerate(a) if not item.question.is_draft]
    labels = [a[place].question.answerable for place in asked]
    ours, theirs = ([run[place].record.confidence for place in asked] for run in (a, b))
    one, other, difference = auroc_difference(ours, theirs, labels)
    return [] if difference.value is None else [Row("AUROC", one, other, difference, None, None, None, None)]


def _changes(a: Sequence[Judgement], b: Sequence[Judgement]) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    won: list[Change] = []
    lost: list[Change] = []
    for one, other in zip(a, b, strict=True):
        before, after = _worth(one), _worth(other)
        if before != after:
            question = one.question
            change = Change(question.id, question.type, question.question, _did(one), _did(other))
            (won if after > before else lost).append(change)
    return tuple(won), tuple(lost)


def _worth(item: Judgement) -> tuple[float, float, float]:
    """What decides who won: evidence in the first five, then its rank, then the verdict."""
    if not item.question.answerable:
        return (0.0, 0.0, _right(item))
    rank = item.first_rank
    verdict = 0.0 if item.question.is_draft else _right(item)
    return (share_at(item, 5), 1 / rank if rank else 0.0, verdict)


def _did(item: Judgement) -> dict[str, Any]:
    return {
        "rank": item.first_rank,
        "all@5": share_at(item, 5) if item.question.answerable else None,
        "answerable": item.record.answerable,
    }
