"""All figures of a run as one JSON-able dictionary.

Denominators: the retrieval figures (:data:`RETRIEVAL`) are means over *all* answerable questions, sentences
of a draft (cite, misquote) included: each has evidence to find. Unanswerable questions count only in
``abstention``. A refusal (``answerable: false``) doesn't empty the passages: retrieval is judged by what was
returned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from eval.abstention import abstention, draft_check, names_alteration
from eval.intervals import mean_figure
from eval.judgement import Judgement, judge
from eval.metrics import ranked_values, share_at, share_within
from eval.questions import QUESTION_TYPES, Question
from eval.runs import RunRecord

RETRIEVAL: Final = ("R@1", "R@5", "R@10", "MRR@10", "all@5", "b1000", "b2000")
"""Retrieval figures in the order of the tables."""

SEVERAL: Final = "（多个文件）"
"""Name, in the breakdown by source, of questions whose evidence lies in several files."""


def summarise(pairs: Sequence[tuple[Question, RunRecord]]) -> dict[str, Any]:
    """Return every figure of a run (:func:`eval.runs.align` gives the pairs).

    Keys: ``questions`` and ``answerable`` (counts); ``overall``, ``by_type`` and ``by_source`` (each of
    :data:`RETRIEVAL` as ``{"value", "low", "high", "n"}``, ends of the 95 % interval); ``abstention``;
    ``draft_check``; ``latency_ms`` (``median``, ``p95``, ``n``); ``misses`` (see :func:`misses`).
    """
    judgements = [judge(question, record) for question, record in pairs]
    sought = [judgement for judgement in judgements if judgement.question.answerable]
    values = retrieval_values(sought)
    return {
        "questions": len(judgements),
        "answerable": len(sought),
        "overall": _figures(values, range(len(sought))),
        "by_type": _grouped(sought, values, lambda question: question.type, list(QUESTION_TYPES)),
        "by_source": _grouped(sought, values, _source_of, sorted({_source_of(j.question) for j in sought})),
        "abstention": asdict(abstention(judgements)),
        "draft_check": asdict(draft_check(judgements)),
        "latency_ms": latency([judgement.record for judgement in judgements]),
        "misses": misses(judgements),
    }


def retrieval_values(judgements: Sequence[Judgement]) -> dict[str, list[float]]:
    """Return each of :data:`RETRIEVAL` with one value a judgement, in order."""
    values = ranked_values(judgements)
    values["all@5"] = [share_at(judgement, 5) for judgement in judgements]
    values["b1000"] = [share_within(judgement, 1000) for judgement in judgements]
    values["b2000"] = [share_within(judgement, 2000) for judgement in judgements]
    return {name: values[name] for name in RETRIEVAL}


def latency(records: Sequence[RunRecord]) -> dict[str, float | int | None]:
    """Return median and 95th percentile of ``ms`` over the records that have one."""
    times = [record.ms for record in records if record.ms is not None]
    if not times:
        return {"median": None, "p95": None, "n": 0}
    median, p95 = np.percentile(times, (50, 95))
    return {"median": float(median), "p95": float(p95), "n": len(times)}


def misses(judgements: Sequence[Judgement]) -> list[dict[str, Any]]:
    """Return what to look at, in the order of the set: each entry has ``id``, ``type``, ``question``,
    ``rank`` (of the first evidence, or ``None``), ``all@5`` and ``kinds``.

    Kinds: ``top5`` no evidence in the first 5; ``partial`` some but not all of it there; ``not-refused``;
    ``wrongly-refused``; ``unnamed`` (a misquote whose altered fact no flag names); ``false-alarm``.
    """
    entries = []
    for judgement in judgements:
        kinds = _kinds(judgement)
        if kinds:
            question = judgement.question
            entries.append(
                {
                    "id": question.id,
                    "type": question.type,
                    "question": question.question,
                    "rank": judgement.first_rank,
                    "all@5": share_at(judgement, 5) if question.answerable else None,
                    "kinds": kinds,
                }
            )
    return entries


def _kinds(judgement: Judgement) -> list[str]:
    question, record = judgement.question, judgement.record
    share = share_at(judgement, 5)
    found = {
        "top5": question.answerable and share == 0.0,
        "partial": 0.0 < share < 1.0,
        "not-refused": not question.answerable and record.answerable,
        "wrongly-refused": question.answerable and not question.is_draft and not record.answerable,
        "unnamed": question.type == "misquote" and not names_alteration(judgement),
        "false-alarm": question.type == "cite" and bool(record.flags),
    }
    return [kind for kind, holds in found.items() if holds]


def _source_of(question: Question) -> str:
    return question.sources[0] if len(question.sources) == 1 else SEVERAL


def _grouped(
    judgements: Sequence[Judgement],
    values: dict[str, list[float]],
    key: Callable[[Question], str],
    order: Sequence[str],
) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[int]] = {name: [] for name in order}
    for place, judgement in enumerate(judgements):
        groups[key(judgement.question)].append(place)
    return {name: _figures(values, places) for name, places in groups.items() if places}


def _figures(values: dict[str, list[float]], places: Sequence[int]) -> dict[str, Any]:
    return {name: asdict(mean_figure([column[place] for place in places])) for name, column in values.items()}
