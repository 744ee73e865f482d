"""The numbers printed on a file's pages: told from stray figures by how they count, and filled in where one
page in between carries none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

NEAR = 3
"""A printed number is believed where a page at most this far off counts on the same way: the first page of a
chapter and pages of pictures often carry none."""

_NUMBER = re.compile(r"[0-9]{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7}")
_ROMAN = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))

Count = tuple[str, int]
"""How a page number is written (``1``, ``i`` or ``I``) and its value."""


def read_label(text: str) -> Count | None:
    """Return the first page number in a line that holds nothing else of weight.

    >>> read_label("— 12 —"), read_label("－ iv －"), read_label("第３页 共９页"), read_label("ic")
    (('1', 12), ('i', 4), ('1', 3), None)
    """
    match = _NUMBER.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    found = match.group()
    if found.isdigit():
        return "1", int(found)
    value = _roman_value(found.lower())
    return ("i" if found.islower() else "I", value) if value else None


def write_label(count: Count) -> str:
    """Return a page number as it is printed.

    >>> write_label(("i", 14)), write_label(("1", 7))
    ('xiv', '7')
    """
    style, value = count
    if style == "1":
        return str(value)
    roman = ""
    for sign, worth in _ROMAN:
        roman += sign * (value // worth)
        value %= worth
    return roman if style == "i" else roman.upper()


def _roman_value(text: str) -> int | None:
    value, rest = 0, text
    for sign, worth in _ROMAN:
        while rest.startswith(sign):
            value, rest = value + worth, rest[len(sign) :]
    return value if not rest and write_label(("i", value)) == text else None


def settle_labels(printed: Sequence[str | None], given: Sequence[str] = ()) -> tuple[str, ...]:
    """Return each page's number as printed, an empty string where none is known; ``()`` if no page's is.

    ``printed`` is what stands at each page's edge (``None``: nothing), ``given`` what the file itself says of
    its pages (``/PageLabels`` of a PDF; empty: nothing). What is printed counts for more.

    >>> settle_labels([None, "i", "ii", "1", None, "3", "2021"])
    ('', 'i', 'ii', '1', '2', '3', '4')
    >>> settle_labels([None, None], ["A-1", "A-2"])
    ('A-1', 'A-2')
    """
    read = [read_label(text) if text else None for text in printed]
    trusted = [_trusted(read, page) for page in range(len(read))]
    labels = [write_label(count) if count else "" for count in _filled(trusted)]
    if given and all(not own or own == other for own, other in zip(labels, given, strict=True)):
        labels = list(given)
    return tuple(labels) if any(labels) else ()


def _trusted(read: Sequence[Count | None], page: int) -> Count | None:
    own = read[page]
    if own is None:
        return None
    for other in range(max(0, page - NEAR), min(len(read), page + NEAR + 1)):
        if other != page and _counts_on(own, page, read[other], other):
            return own
    return None


def _counts_on(own: Count, page: int, other: Count | None, place: int) -> bool:
    return other is not None and own[0] == other[0] and own[1] - page == other[1] - place


def _filled(trusted: Sequence[Count | None]) -> list[Count | None]:
    """Give a page without number the one between its neighbours', or next to the run's end beside it."""
    filled = list(trusted)
    known = [page for page, count in enumerate(trusted) if count]
    for left, right in zip(known, known[1:], strict=False):
        one, other = trusted[left], trusted[right]
        if one and _counts_on(one, left, other, right):
            filled[left:right] = [(one[0], one[1] + step) for step in range(right - left)]
    for page in known:
        for step in (-1, 1):
            beside, count = page + step, trusted[page]
            if count and 0 <= beside < len(filled) and filled[beside] is None and count[1] + step > 0:
                filled[beside] = count[0], count[1] + step
    return filled
