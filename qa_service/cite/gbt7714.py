"""GB/T 7714 as a numbered list's entry: the edition of 2025 (in force since 2026-07-01) and that of 2015.

主要责任者. 题名：编号[文献类型标识]. 日期：页码. The edition of 2025 writes full-width marks
in Chinese entries, that of 2015 half-width ones.

Government documents are 档案 ([A]) unless another mark is asked for.
"""

from __future__ import annotations

from qa_service.cite.reference import Reference


def write_2025(reference: Reference, mark: str) -> str:
    """Return the entry as GB/T 7714—2025 has it.

    >>> from datetime import date
    >>> one = Reference("甲规划", "甲区政府", "甲发〔2021〕2号", date(2021, 10, 9), ("5", "7"), "", "a-1")
    >>> write_2025(one, "A")
    '甲区政府. 甲规划：甲发〔2021〕2号[A]. 2021-10-09：5-7.'
    """
    return entry(reference, mark, "：", dated=True)


def write_2015(reference: Reference, mark: str) -> str:
    """Return the entry as GB/T 7714—2015 has it.

    >>> from datetime import date
    >>> one = Reference("甲规划", None, None, date(2021, 10, 9), None, "", "a-1")
    >>> write_2015(one, "A")
    '甲规划[A]. 2021-10-09.'
    """
    return entry(reference, mark, ": ", dated=True)


def entry(reference: Reference, mark: str, colon: str, *, dated: bool) -> str:
    """Return an entry with ``colon`` between title and number and before the pages."""
    title = reference.title
    if reference.doc_number:
        title += f"{colon}{reference.doc_number}"
    published = reference.written.isoformat() if dated and reference.written else ""
    pages = page_range(reference)
    last = colon.join(part for part in (published, pages) if part)
    parts = [reference.issuer, f"{title}[{mark}]", last]
    return ". ".join(part for part in parts if part) + "."


def page_range(reference: Reference, dash: str = "-") -> str:
    """Return ``5-7`` or ``5``; empty where pages are unknown."""
    if reference.pages is None:
        return ""
    first, last = reference.pages
    return f"{first}" if first == last else f"{first}{dash}{last}"
