"""Verdicts against labels: precision and recall of each, and what was taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.altered import names_fact, parse_altered
from eval.claims.claim import Claim
from qa_service.check.verdict import GRAVITY, DraftCheck, SentenceCheck, Verdict

SUPPORTED = "supported"
"""``verified`` and ``paraphrase`` as one class: whether a sentence is told word by word is no error."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A claim and the verdict on it; ``located``: what was altered is among the differences shown."""

    claim: Claim
    verdict: Verdict
    located: bool
    flags: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the verdict is one of those expected."""
        return self.verdict in self.claim.expected


def judgement(claim: Claim, checked: Sequence[SentenceCheck]) -> Judgement:
    """Return the gravest verdict of the sentences that a claim was split into."""
    nothing: Verdict = "not-found"
    verdict = min((one.verdict for one in checked), key=GRAVITY.index, default=nothing)
    shown = [d for one in checked for d in one.differences if d.material]
    named = any(_alike(claim.wrong, d.draft) or _alike(claim.right, d.source) for d in shown)
    flags = tuple(flag for one in checked for flag in one.flags)
    fact = parse_altered(f"{claim.wrong} -> {claim.right}") if claim.wrong and claim.right else None
    told = fact is not None and any(names_fact(flag, fact) for flag in flags)
    return Judgement(claim, verdict, named or told, flags)


def _alike(fact: str, told: str) -> bool:
    """Whether a difference shows a fact: a word of it, or it within a word."""
    return bool(fact and told) and (fact in told or told in fact)


def judge_draft(claims: Sequence[Claim], result: DraftCheck) -> list[Judgement]:
    """Return the judgement of each claim; they stand in the draft in this order."""
    found = []
    position = 0
    for claim in claims:
        start = result.text.index(claim.text, position)
        position = start + len(claim.text)
        inside = [one for one in result.sentences if start <= one.start < position]
        found.append(judgement(claim, inside))
    return found


def class_of(verdict: str) -> str:
    """Return the class that a verdict counts in."""
    return SUPPORTED if verdict in ("verified", "paraphrase") else verdict


def score(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Return precision and recall of each class, the matrix, and how the altered facts were located."""
    matrix = Counter((class_of(one.claim.expected[0]), class_of(one.verdict)) for one in judgements)
    names = [SUPPORTED, "altered", "misattributed", "outdated", "not-found"]
    altered = [one for one in judgements if one.claim.expected == ("altered",)]
    return {
        "claims": len(judgements),
        "right": sum(one.right for one in judgements),
        "verdicts": {name: _rates(matrix, name, names) for name in names},
        "matrix": {name: {other: matrix[name, other] for other in names} for name in names},
        "altered_located": _share(sum(one.located for one in altered), len(altered)),
        "altered_called_verified": sum(one.verdict == "verified" for one in altered),
        "true_called_altered_or_not_found": sum(
            one.verdict in ("altered", "not-found")
            for one in judgements
            if class_of(one.claim.expected[0]) == SUPPORTED
        ),
    }


def by_kind(judgements: Sequence[Judgement]) -> dict[str, dict[str, Any]]:
    """Return for each kind of claim how many there are, how many were right, and the verdicts."""
    kinds = dict.fromkeys(one.claim.kind for one in judgements)
    told = {}
    for kind in kinds:
        own = [one for one in judgements if one.claim.kind == kind]
        verdicts = Counter(one.verdict for one in own)
        told[kind] = {
            "claims": len(own),
            "right": _share(sum(one.right for one in own), len(own)),
            "verdicts": dict(sorted(verdicts.items())),
        }
        if own[0].claim.expected == ("altered",):
            told[kind]["located"] = _share(sum(one.located for one in own), len(own))
    return told


def _rates(matrix: Counter[tuple[str, str]], name: str, names: Sequence[str]) -> dict[str, Any]:
    hit = matrix[name, name]
    said = sum(matrix[other, name] for other in names)
    meant = sum(matrix[name, other] for other in names)
    return {"claims": meant, "precision": _share(hit, said), "recall": _share(hit, meant)}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
