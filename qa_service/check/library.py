"""All documents folded once, and where a piece of text stands in them: exactly, or nearly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.model import Document
from qa_service.check.folding import Folded, fold_letters, join_folded

GRAM = 4
"""Characters of the runs that are looked up. One changed character in twelve leaves at least two whole."""

COMMON = 400
"""A run that stands in more places than this says nothing about where a sentence comes from."""

NARROWEST = 40
"""Width in characters of the stretches that votes are counted over, for short texts."""

MOST_PLACES = 20
"""At most this many exact places are looked for."""

_NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百千万亿")
_SCALES = frozenset("十百千万亿")
NOT = frozenset("不未无非没勿")
"""Characters that turn what follows them round."""

_NO_VOTES = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Folded ``[start, end)`` of document number ``document``."""

    document: int
    start: int
    end: int


class Library:
    """The documents of one generation, folded. Built once; reading only afterwards.

    >>> library = Library(documents)  # doctest: +SKIP
    >>> library.find("环湖绿道长度达到96公里")  # doctest: +SKIP
    [Stretch(document=17, start=2310, end=2320)]
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = list(documents)
        self.folded: list[Folded] = [fold_letters(document.text) for document in documents]
        self._joined, self._starts = join_folded(self.folded)
        self._hashes, self._places = _gram_index(self._joined)

    def find(self, letters: str) -> list[Stretch]:
        """Return where folded ``letters`` stand, whole: no number cut, no 不 before them left out."""
        found: list[Stretch] = []
        position = self._joined.find(letters) if letters else -1
        while position >= 0 and len(found) < MOST_PLACES:
            if self._is_whole(position, position + len(letters)):
                document = bisect_right(self._starts, position) - 1
                start = position - self._starts[document]
                found.append(Stretch(document, start, start + len(letters)))
            position = self._joined.find(letters, position + 1)
        return found

    def is_whole(self, one: Stretch) -> bool:
        """Whether a stretch neither cuts a number nor leaves out a 不 right before it."""
        base = self._starts[one.document]
        return self._is_whole(base + one.start, base + one.end)

    def _is_whole(self, start: int, end: int) -> bool:
        document = bisect_right(self._starts, start) - 1
        broken = self.folded[document].broken
        base = self._starts[document]
        before = self._joined[start - 1] if start else ""
        after = self._joined[end] if end < len(self._joined) else ""
        first, last = self._joined[start], self._joined[end - 1]
        if before and not broken[start - base] and (before in NOT or _continues(before, first)):
            return False
        cut = end - base < len(broken) and not broken[end - base] and _continues(last, after)
        return not cut

    def near(self, letters: str, count: int, allowed: Sequence[bool] | None = None) -> list[Stretch]:
        """Return up to ``count`` stretches that share most runs with ``letters``, best first."""
        runs, places = self._votes(letters)
        if not len(runs):
            return []
        if allowed is not None:
            owner = np.searchsorted(np.asarray(self._starts), places, side="right") - 1
            kept = np.asarray(allowed, dtype=bool)[owner]
            runs, places = runs[kept], places[kept]
        width = max(NARROWEST, len(letters))
        return list(self._best(runs, places, width, count))

    def _votes(self, letters: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of a run's number in ``letters`` and a place where it stands."""
        return self._votes_of(letters, COMMON) or self._votes_of(letters, len(self._joined)) or _NO_VOTES

    def _votes_of(self, letters: str, common: int) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        hashes = _hashes(letters)
        lows = np.searchsorted(self._hashes, hashes, side="left")
        highs = np.searchsorted(self._hashes, hashes, side="right")
        runs: list[NDArray[np.int64]] = []
        places: list[NDArray[np.int64]] = []
        for number, (low, high) in enumerate(zip(lows.tolist(), highs.tolist(), strict=True)):
            if 0 < high - low <= common:
                places.append(self._places[low:high])
                runs.append(np.full(high - low, number, dtype=np.int64))
        if not runs:
            return None
        return np.concatenate(runs), np.concatenate(places)

    def _best(
        self, runs: NDArray[np.int64], places: NDArray[np.int64], width: int, count: int
    ) -> Iterator[Stretch]:
        step = width // 2
        many = int(runs.max(initial=0)) + 1
        # A stretch is two steps wide: each vote counts for the two that hold it.
        steps = np.concatenate([places // step, np.maximum(places // step - 1, 0)])
        keys = np.unique(steps * many + np.concatenate([runs, runs]))
        buckets, votes = np.unique(keys // many, return_counts=True)
        order = np.lexsort((buckets, -votes))
        taken: list[int] = []
        for index in order.tolist():
            bucket = int(buckets[index])
            if any(abs(bucket - other) <= 1 for other in taken):
                continue
            taken.append(bucket)
            yield self._stretch(bucket * step, step * 2, width)
            if len(taken) == count:
                return

    def _stretch(self, start: int, length: int, margin: int) -> Stretch:
        middle = start + length // 2
        document = min(bisect_right(self._starts, middle), len(self._starts)) - 1
        base, size = self._starts[document], len(self.folded[document].text)
        low = max(0, start - base - margin)
        return Stretch(document, low, min(size, start + length - base + margin))


def _continues(left: str, right: str) -> bool:
    """Whether a number goes on from one character to the next."""
    if not left or not right:
        return False
    if left.isdigit():
        return right.isdigit() or right in ".%‰万亿千百" or (right in _NUMERALS and left in _NUMERALS)
    if left in ".-" and right.isdigit():
        return True
    return left in _NUMERALS and (right in _SCALES or right in "〇零一二三四五六七八九" and left in _SCALES)


def _hashes(text: str) -> NDArray[np.uint64]:
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < GRAM:
        return np.empty(0, dtype=np.uint64)
    last = len(codes) - GRAM + 1
    result = np.zeros(last, dtype=np.uint64)
    for offset in range(GRAM):
        result = result * np.uint64(0x100000001B3) + codes[offset : offset + last]
    return result


def _gram_index(text: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    hashes = _hashes(text)
    order = np.argsort(hashes, kind="stable")
    return hashes[order], order.astype(np.int64)
