"""Dates, sizes, places and states as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ingest.model import Locator
from qa_service.model import DocumentCard, Validity

STATES = {"in-force": "有效", "expiring": "将届满", "expired": "已届满", "unknown": "有效期未载明"}
STATE_STYLES = {"in-force": "green", "expiring": "yellow", "expired": "bold red", "unknown": "dim"}
KINDS = {"text": "正文", "front": "文首", "row": "表格行", "note": "脚注"}


def joined(parts: Iterable[str | None], mark: str = " · ") -> str:
    """Join what is there.

    >>> joined(["甲", None, "", "乙"])
    '甲 · 乙'
    """
    return mark.join(part for part in parts if part)


def validity(state: Validity) -> str:
    """Say whether a document holds, and until when.

    >>> validity(Validity("expired", date(2026, 2, 28), "有效期"))
    '已届满（有效期至 2026-02-28）'
    """
    label = STATES[state.state]
    return f"{label}（{state.basis or '有效期'}至 {state.until.isoformat()}）" if state.until else label


def lines(start: int, end: int) -> str:
    """Name source lines.

    >>> (lines(3, 3), lines(3, 5))
    ('第 3 行', '第 3–5 行')
    """
    return _span(start, end, "行")


def place(locator: Locator) -> str:
    """Name article, pages (where known) and source lines.

    >>> place(Locator(0, 9, 12, 14, page_start=2, page_end=3, article="第五条"))
    '第五条 · 第 2–3 页 · 第 12–14 行'
    >>> place(Locator(0, 9, 12, 14, 9, 9, None, "2", "2"))
    '第 2 页（文件第 9 页） · 第 12–14 行'
    """
    return joined([locator.article, _pages(locator), lines(locator.line_start, locator.line_end)])


def _pages(locator: Locator) -> str | None:
    """The printed page numbers, and the count of the file's pages where it is another."""
    if locator.page_start is None:
        return None
    counted = _span(locator.page_start, locator.page_end or locator.page_start, "页")
    first, last = locator.page_label_start, locator.page_label_end
    if not first or not last:
        return counted
    printed = f"第 {first} 页" if first == last else f"第 {first}–{last} 页"
    return printed if printed == counted else f"{printed}（文件{counted}）"


def document_facts(card: DocumentCard) -> str:
    """Number, issuer and date of a document; what it doesn't give is left out."""
    day: date | None = card.written or card.published
    return joined([card.doc_number, card.issuer, day.isoformat() if day else None])


def size(count: int) -> str:
    """Write a number of bytes.

    >>> (size(900), size(2_500_000))
    ('900 B', '2.4 MB')
    """
    value = float(count)
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            break
        value /= 1024
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"


def duration(seconds: float) -> str:
    """Write a time.

    >>> [duration(value) for value in (0.0123, 2.34, 83)]
    ['12 毫秒', '2.3 秒', '1 分 23 秒']
    """
    if seconds < 1:
        return f"{seconds * 1000:.0f} 毫秒"
    if seconds < 60:
        return f"{seconds:.1f} 秒"
    return f"{int(seconds) // 60} 分 {int(seconds) % 60} 秒"


def _span(start: int, end: int, unit: str) -> str:
    return f"第 {start} {unit}" if start == end else f"第 {start}–{end} {unit}"
