"""jieba's tokenizer over the compact dictionary: the same cuts, each character's words found in one walk.

The library asks its dictionary for every beginning of every word twice, and a third time for its frequency;
of a trie that is most of what cutting a question costs.
"""

from __future__ import annotations

from math import log

import jieba

from index.word_frequencies import WordFrequencies


class Edges(dict[int, list[int]]):
    """Where the words end that begin at each character, as the library has them, and their ``frequencies``,
    one for each end."""

    def __init__(self) -> None:
        super().__init__()
        self.frequencies: list[list[int]] = []


class TrieTokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """A :class:`jieba.Tokenizer` whose ``FREQ`` is a :class:`WordFrequencies`."""

    FREQ: WordFrequencies

    def get_DAG(self, sentence: str) -> Edges:  # noqa: N802 (the library's name)
        """Return the words that begin at each character of ``sentence``; the character, where none does."""
        edges = Edges()
        beginning = self.FREQ.beginning
        for start in range(len(sentence)):
            words = beginning(sentence, start) or [(1, 0)]
            edges[start] = [start + length - 1 for length, _ in words]
            edges.frequencies.append([frequency for _, frequency in words])
        return edges

    def calc(self, sentence: str, DAG: Edges, route: dict[int, tuple[float, int]]) -> None:  # noqa: N803
        """Put into ``route`` the likeliest way from each character to the end, by the same sums as the
        library: of two that are as likely the one with the longer first word."""
        logtotal = log(self.total)
        route[len(sentence)] = 0, 0
        for start in range(len(sentence) - 1, -1, -1):
            likeliest, chosen = -float("inf"), start
            for end, frequency in zip(DAG[start], DAG.frequencies[start], strict=True):
                likelihood = log(frequency or 1) - logtotal + route[end + 1][0]
                if likelihood >= likeliest:
                    likeliest, chosen = likelihood, end
            route[start] = likeliest, chosen
