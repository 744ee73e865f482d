"""A sentence judged against one stretch of a document, and the best of several such judgements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qa_service.check.comparison import Comparison
from qa_service.check.figures import read_figures
from qa_service.check.verdict import Claim, Difference, Verdict

PEER = 0.06
"""A source that has this much less of the sentence than the best one may still be the one it draws on."""

COPY = 0.9
"""Share from which the sentence is a copy of its source: only as good a copy elsewhere acquits it then."""

BREAK = 0.02
"""What each jump in the source costs when candidates are compared: a sentence stands in one piece somewhere
more likely than in two."""

ROW = 0.3
"""What each jump between two rows of a table costs: two rows prove nothing together."""

SAME = 0.97
"""Share of a sentence that stands in the source for it to be verified word by word."""

SAME_FACTS = 0.8
"""Share from which agreeing figures verify a sentence that has some."""

SUPPORTED = 0.4
"""Share from which a sentence counts as supported by what the source says in its own words."""

WEAKLY_SUPPORTED = 0.25
"""Share that is enough where the engine, too, holds the sentence's question answered."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was ``found``, how it differs, and ``torn``, how often it jumps between rows of a table."""

    found: Comparison
    differences: tuple[Difference, ...]
    torn: int = 0

    @property
    def altered(self) -> int:
        """How many facts differ."""
        return sum(difference.material for difference in self.differences)

    @property
    def unsupported(self) -> int:
        """How many figures have no counterpart."""
        return sum(difference.kind == "unsupported" for difference in self.differences)

    @property
    def quality(self) -> float:
        """The share of the sentence that is there, less what putting it together from scraps costs."""
        return rank(self.found, self.torn)


def rank(found: Comparison, torn: int) -> float:
    """Return what candidates are ordered by."""
    return found.score - BREAK * found.breaks() - ROW * torn


def best(judged: Sequence[Judged]) -> Judged:
    """Return the source that the sentence draws on: the one that has most of it, or as good a one that
    agrees. ``judged`` begins with the one of the highest quality."""
    top = judged[0]
    margin = 0.005 if top.found.score >= COPY else PEER
    peers = [one for one in judged if one.quality >= top.quality - margin]
    # A source that merely lacks a figure does not acquit: that would let every invented one pass.
    peers = [one for one in peers if one.unsupported <= top.unsupported]
    return min(peers, key=lambda one: (one.altered, -one.quality))


def as_good(one: Judged, chosen: Judged) -> bool:
    """Whether a source says the same as the chosen one."""
    return one.quality >= chosen.quality - 0.01 and one.altered == chosen.altered


def verdict_of(chosen: Judged, *, answerable: bool) -> Verdict:
    """Return the verdict that the chosen source gives; ``answerable``: the engine holds it for evidence."""
    score = chosen.found.score
    if score < (WEAKLY_SUPPORTED if answerable else SUPPORTED):
        return "not-found"
    if chosen.altered:
        return "altered"
    kinds = {difference.kind for difference in chosen.differences}
    if score >= SAME and not kinds & {"word", "added", "omitted", "unsupported", "unit"}:
        return "verified"
    figures = read_figures(chosen.found.draft.text)
    if figures and score >= SAME_FACTS and not kinds & {"added", "unsupported", "rounded", "word", "unit"}:
        return "verified"
    return "paraphrase"


def flags_of(
    verdict: Verdict, shown: Collection[Difference], quotations: Sequence[Claim], problem: str
) -> tuple[str, ...]:
    """Return what is wrong with a sentence, a Chinese sentence each."""
    if verdict == "misattributed":
        return (problem,)
    if verdict != "altered":
        return ()
    told = [difference.message for difference in shown if difference.material]
    told += [claim.note for claim in quotations if claim.verdict == "altered" and claim.note and not told]
    return tuple(dict.fromkeys([problem, *told] if problem else told))
