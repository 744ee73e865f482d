"""The figures of one question, one formula a file. All lie in [0, 1] and higher is better."""

from eval.metrics.auroc import auroc, win_matrix
from eval.metrics.budget import share_within
from eval.metrics.ranked import ranked_values
from eval.metrics.share import share_at

__all__ = ["auroc", "ranked_values", "share_at", "share_within", "win_matrix"]
