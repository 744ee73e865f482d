"""Source slices put together to the text of a block, with their way back."""

from __future__ import annotations

from ingest.paragraphs import MARKUP

Piece = tuple[int, int]
"""A source slice ``[start, end)``; a negative start stands for a separator that joining put in, with the
separator's code point as the end."""


class Assembler:
    """Builds the text of a block from source slices, leaving markup out and counting where it was."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[Piece] = []
        self.parts: list[str] = []
        self.length = 0
        self.markup: list[Piece] = []

    def add(self, start: int, end: int) -> None:
        """Append the source slice ``[start, end)`` without its markup."""
        position = start
        for match in MARKUP.finditer(self.source, start, end):
            self._add_plain(position, match.start())
            self.markup.append((match.start(), match.end()))
            position = match.end()
        self._add_plain(position, end)

    def _add_plain(self, start: int, end: int) -> None:
        if start < end:
            self.pieces.append((start, end))
            self.parts.append(self.source[start:end])
            self.length += end - start

    def separate(self, separator: str) -> None:
        """Append a separator that does not stand in the source."""
        self.pieces.append((-1, ord(separator)))
        self.parts.append(separator)
        self.length += 1

    def take(self) -> tuple[str, tuple[Piece, ...]]:
        """Return what was assembled and start anew (markup is kept)."""
        taken = "".join(self.parts), tuple(self.pieces)
        self.pieces, self.parts, self.length = [], [], 0
        return taken
