"""R@k and MRR@k, counted by ``ir_measures``.

R@k here is *success* at k, as the question format defines it: is some quote covered in the first k
passages? nDCG is left out on purpose: the labels name the evidence, not every passage that might
be graded, so an ideal ranking is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from eval.judgement import Judgement

NAMES: Final = {"Success@1": "R@1", "Success@5": "R@5", "Success@10": "R@10", "RR@10": "MRR@10"}
"""Measure as ``ir_measures`` writes it → as our tables write it."""


def ranked_values(judgements: Sequence[Judgement]) -> dict[str, list[float]]:
    """Return ``{"R@1": [...], "R@5": …, "R@10": …, "MRR@10": …}``, one value a judgement, in order.

    Each passage is a document of its own rank: a passage returned twice keeps both places, and the
    first place counts.
    """
    import ir_measures

    qrels: dict[str, dict[str, int]] = {}
    run: dict[str, dict[str, float]] = {}
    for place, judgement in enumerate(judgements):
        # "-" stands for the evidence that no passage holds, so that each question is judged.
        qrels[str(place)] = {"-": 1} | {str(rank): 1 for rank, found in enumerate(judgement.found) if found}
        run[str(place)] = {str(rank): -float(rank) for rank in range(len(judgement.found))}
    measures = {ir_measures.parse_measure(name): ours for name, ours in NAMES.items()}
    values = {ours: [0.0] * len(judgements) for ours in NAMES.values()}
    for metric in ir_measures.iter_calc(list(measures), qrels, run):
        values[measures[metric.measure]][int(metric.query_id)] = float(metric.value)
    return values
