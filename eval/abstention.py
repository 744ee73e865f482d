"""Does the system know what the documents don't say? And does it see an altered fact?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.altered import names_fact, parse_altered
from eval.intervals import Figure, auroc_figure, mean_figure
from eval.judgement import Judgement


@dataclass(frozen=True, slots=True)
class Abstention:
    """``auroc`` of the confidence, answerable against unanswerable questions; at the shipped threshold
    ``refused`` is the share of unanswerable questions refused (high is good) and ``wrongly_refused``
    that of answerable ones (low is good). Sentences of a draft (cite, misquote) are in none of them."""

    auroc: Figure
    refused: Figure
    wrongly_refused: Figure


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """``named``: share of misquote items of which a flag names the altered fact; ``flagged``: share with
    any flag at all; ``false_alarms``: share of cite items with a flag (low is good)."""

    named: Figure
    flagged: Figure
    false_alarms: Figure


def abstention(judgements: Sequence[Judgement]) -> Abstention:
    """Return the abstention figures of a run."""
    asked = [judgement for judgement in judgements if not judgement.question.is_draft]
    answerable = [judgement.record for judgement in asked if judgement.question.answerable]
    unanswerable = [judgement.record for judgement in asked if not judgement.question.answerable]
    return Abstention(
        auroc=auroc_figure(
            [record.confidence for record in answerable], [record.confidence for record in unanswerable]
        ),
        refused=mean_figure([float(not record.answerable) for record in unanswerable]),
        wrongly_refused=mean_figure([float(not record.answerable) for record in answerable]),
    )


def draft_check(judgements: Sequence[Judgement]) -> DraftCheck:
    """Return how well altered sentences are told from true ones."""
    misquotes = [judgement for judgement in judgements if judgement.question.type == "misquote"]
    cites = [judgement for judgement in judgements if judgement.question.type == "cite"]
    return DraftCheck(
        named=mean_figure([float(names_alteration(judgement)) for judgement in misquotes]),
        flagged=mean_figure([float(bool(judgement.record.flags)) for judgement in misquotes]),
        false_alarms=mean_figure([float(bool(judgement.record.flags)) for judgement in cites]),
    )


def names_alteration(judgement: Judgement) -> bool:
    """Whether some flag names the altered fact of a misquote; see :mod:`eval.altered` for the rule.

    An ``altered`` field that can't be read counts as not named (``validate`` reports the label).
    """
    fact = parse_altered(judgement.question.altered)
    return fact is not None and any(names_fact(flag, fact) for flag in judgement.record.flags)
