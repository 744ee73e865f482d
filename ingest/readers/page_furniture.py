"""What is printed around the text of every page: running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.chars import squeeze
from ingest.lines import PAGE_NUMBER
from ingest.markers import read_marker
from ingest.readers.page_lines import Fragment

MARGIN = 0.12
"""Running heads stand within this share of the page's height from its upper or lower edge."""

REPEATED_SHARE = 0.3
"""A running head stands on this share of the pages at least: left and right pages often differ."""

SAME_PLACE = 8.0
"""Points that a running head's height may vary by from page to page."""

ALIKE = 85.0
"""Recognised running heads that are this much alike (of 100) are one."""

ROWS = 3
_BARE = re.compile(r"[\-—–－·•\s]*([0-9]{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})[\-—–－·•\s]*$")
_NUMBER = re.compile(r"[0-9]{1,4}")

Row = list[Fragment]


@dataclass(slots=True)
class Edge:
    """A row at a page's edge: what it says with figures left out, where, and whether it is a page number."""

    row: Row
    text: str
    key: str
    number: bool


def row_pieces(row: Row) -> list[str]:
    """Return the texts side by side in a row; a numbering mark that a tab sets apart goes with its text.

    ``（一）`` and the like need no blank behind them, ``1.`` does: it would run into a figure.
    """
    pieces = [fragment.text for fragment in row]
    marker = read_marker(pieces[0]) if len(pieces) > 1 else None
    if marker and marker.family != "named" and marker.end == len(pieces[0]):
        pieces[:2] = [pieces[0] + ("" if pieces[0][-1] in "、）．" else " ") + pieces[1]]
    return pieces


def row_text(row: Row) -> str:
    """Return the row's text, wide gaps as four blanks."""
    return "    ".join(row_pieces(row))


def find_furniture(
    pages: Sequence[tuple[float, Sequence[Row]]], *, misread: bool = False
) -> list[list[tuple[Row, str]]]:
    """Return for each page the rows that are furniture, and why.

    ``pages`` gives each page's height and its rows from top to bottom; ``misread``: a running head may differ
    by a character from page to page, as recognised text does.
    """
    edges = [_edges(height, rows) for height, rows in pages]
    if misread:
        _settle_keys([edge for page in edges for edge in page if not edge.number])
    tops = Counter(key for page in edges for key in {(edge.key, _place(edge)) for edge in page})
    enough = 2 if len(pages) <= 3 else max(3, REPEATED_SHARE * len(pages))
    found: list[list[tuple[Row, str]]] = []
    for page in edges:
        own: list[tuple[Row, str]] = []
        for edge in page:
            count = sum(tops[edge.key, _place(edge) + shift] for shift in (-1, 0, 1))
            if edge.number and (count >= 2 or len(pages) == 1 or PAGE_NUMBER.match(edge.text)):
                own.append((edge.row, "page-number"))
            elif len(pages) > 1 and count >= enough and not edge.number:
                own.append((edge.row, "running-head"))
        found.append(own)
    return found


def _edges(height: float, rows: Sequence[Row]) -> list[Edge]:
    near = [row for row in rows[:ROWS] if row[0].bottom <= MARGIN * height]
    near += [row for row in rows[-ROWS:] if row[0].top >= (1 - MARGIN) * height and row not in near]
    edges: list[Edge] = []
    for row in near:
        text = row_text(row)
        number = _BARE.match(text) is not None or PAGE_NUMBER.match(text) is not None
        key = "#" if number else _NUMBER.sub("#", squeeze(text))
        edges.append(Edge(row, text, key, number))
    return edges


def _settle_keys(edges: Sequence[Edge]) -> None:
    """Give rows that read nearly alike one key: the commonest."""
    counts = Counter(edge.key for edge in edges)
    for edge in edges:
        like = [key for key in counts if fuzz.ratio(key, edge.key) >= ALIKE]
        edge.key = max(like, key=lambda key: (counts[key], key))


def _place(edge: Edge) -> int:
    return round(edge.row[0].base / SAME_PLACE)


def printed_number(rows: Sequence[tuple[Row, str]]) -> str | None:
    """Return the line with the page number among a page's furniture."""
    return next((row_text(row) for row, reason in rows if reason == "page-number"), None)
