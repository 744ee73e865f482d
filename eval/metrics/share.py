"""all@k: how much of the evidence the first k passages hold between them."""

from __future__ import annotations

from eval.judgement import Judgement, share_of_quotes


def share_at(judgement: Judgement, k: int) -> float:
    """Return the share of the question's quotes covered in the first ``k`` passages."""
    return share_of_quotes(judgement.question, judgement.found[:k])
