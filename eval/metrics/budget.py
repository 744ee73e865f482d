"""b1000, b2000: how much of the evidence the first characters hold, so that long passages don't pay."""

from __future__ import annotations

from eval.judgement import Judgement, evidence_in, share_of_quotes


def share_within(judgement: Judgement, characters: int) -> float:
    """Return the share of the question's quotes covered in the first ``characters`` returned.

    Characters are counted as returned, white space included. The passage that crosses the limit is cut
    there and judged again by what is left of it.
    """
    found: list[frozenset[int]] = []
    left = characters
    for passage, whole in zip(judgement.record.passages, judgement.found, strict=True):
        if left <= 0:
            break
        fits = len(passage.text) <= left
        found.append(whole if fits else evidence_in(judgement.question, passage.text[:left]))
        left -= len(passage.text)
    return share_of_quotes(judgement.question, found)
