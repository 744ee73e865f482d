"""Every non-blank character of a source is in a passage or in the list of what was dropped: proved here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.chars import BLANK, visible_length
from ingest.model import Document, Dropped, source_slices

REASONS = {
    "page-number": "页码",
    "running-head": "页眉、页脚",
    "injected-url": "正文中混入的网址",
    "rule": "分隔线",
    "contents": "目录",
    "masthead": "公报封面",
    "colophon": "公报封底",
    "markup": "排版标记",
    "navigation": "网页导航、按钮、相关链接",
    "page-facts": "页面上的信息栏（索引号、发布日期等，已记入元数据）",
    "hidden-text": "隐藏文字",
    "revision": "修订中已删除的文字",
    "comment": "批注",
    "repeated-header": "续页重复的表头",
    "watermark": "水印",
    "unreadable": "识别不清的文字",
}
"""Why text is left out of the passages, with the words that users see."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of non-blank characters: in the file, in passages, dropped; and the spans of source text that
    are in neither (a defect if not empty)."""

    total: int
    in_passages: int
    dropped: int
    missing: tuple[tuple[int, int], ...]


def measure_coverage(
    text: str, documents: Sequence[Document], dropped: Iterable[tuple[int, int]]
) -> Coverage:
    """Account for every non-blank character of ``text``.

    ``dropped`` are the source spans that were left out on purpose.
    """
    in_passages = [
        piece
        for document in documents
        for passage in document.passages
        for piece in source_slices(document.runs, passage.locator.start, passage.locator.end)
    ]
    left_out = list(dropped)
    kept = sum(visible_length(text[a:b]) for a, b in _merge(in_passages))
    out = sum(visible_length(text[a:b]) for a, b in _merge(left_out))
    missing = _gaps(text, _merge(in_passages + left_out))
    return Coverage(visible_length(text), kept, out, tuple(missing))


def _merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _gaps(text: str, merged: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    position = 0
    for start, end in [*merged, (len(text), len(text))]:
        if text[position:start].strip(BLANK):
            gaps.append((position, start))
        position = max(position, end)
    return gaps


def dropped_counts(dropped: Iterable[Dropped]) -> dict[str, int]:
    """Non-blank characters dropped, by reason.

    >>> dropped_counts([Dropped(3, "— 1 —", "page-number"), Dropped(9, "2", "page-number")])
    {'page-number': 4}
    """
    counts: dict[str, int] = {}
    for item in dropped:
        counts[item.reason] = counts.get(item.reason, 0) + visible_length(item.text)
    return counts
