"""GB/T 7714—2025, 著者-出版年制: the year follows the issuer; in the text it is （机关，年）.

A document whose issuer is not known goes under 佚名: the standard lets only the numeric system leave it out.
"""

from __future__ import annotations

from qa_service.cite.gbt7714 import page_range
from qa_service.cite.reference import Reference

UNKNOWN = "佚名"


def write(reference: Reference, mark: str) -> str:
    """Return the entry of the list.

    >>> from datetime import date
    >>> one = Reference("甲规划", "甲区政府", "甲发〔2021〕2号", date(2021, 10, 9), ("5", "5"), "", "a-1")
    >>> write(one, "A")
    '甲区政府，2021. 甲规划：甲发〔2021〕2号[A]：5.'
    """
    year = str(reference.written.year) if reference.written else ""
    head = "，".join(part for part in (reference.issuer or UNKNOWN, year) if part)
    title = reference.title + (f"：{reference.doc_number}" if reference.doc_number else "")
    pages = page_range(reference)
    body = f"{title}[{mark}]" + (f"：{pages}" if pages else "")
    return ". ".join(part for part in (head, body) if part) + "."
