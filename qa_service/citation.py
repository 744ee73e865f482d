"""The citation that goes with a hit: 公文式, as offices write it in running text."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import normalize

from ingest.chars import squeeze
from ingest.markers import read_marker
from ingest.model import Locator, Metadata

_UNITS = {
    "一、": "第{}部分",
    "（一）": "第（{}）项",
    "1.": "第{}点",
    "1、": "第{}点",
    "（1）": "第（{}）小点",
}
_QUOTES = {"《": "〈", "》": "〉", "«": "〈", "»": "〉"}


def cite(metadata: Metadata, path: tuple[str, ...], locator: Locator) -> str:
    """Return the citation of a passage: 《标题》（文号）第N条, or 第三部分第（二）项 without articles.

    A document or part without number is named with its issuer and 成文日期 instead, as far as they are
    known; nothing is invented. Pages follow where the source has them.

    >>> notice = Metadata("关于印发《甲规划》的通知", doc_number="甲发〔2021〕2号")
    >>> cite(notice, ("甲规划", "三、任务", "（二）改革"), Locator(0, 1, 1, 1))
    '《甲规划》（甲发〔2021〕2号）第三部分第（二）项'
    """
    return (
        f"《{nested(path[0] if path else metadata.title)}》{_bracket(metadata)}{cited_place(path, locator)}"
    )


def cited_place(path: tuple[str, ...], locator: Locator) -> str:
    """Return where in a document a passage stands: 第N条 or 第三部分第（二）项, and the pages where known.

    >>> cited_place(("甲规划", "三、任务", "（二）改革"), Locator(0, 1, 1, 1, 5, 7))
    '第三部分第（二）项，第5—7页'
    """
    where = _article(locator) or "".join(filter(None, map(_unit, path[1:])))
    return f"{where}{_pages(locator)}"


def nested(title: str) -> str:
    """Return a title as it stands inside 《》: further book-title marks become 〈〉 (GB/T 15834—2011).

    >>> nested("关于印发《甲规划》的通知"), nested("《甲规划》")
    ('关于印发〈甲规划〉的通知', '甲规划')
    """
    whole = title.startswith("《") and title.endswith("》") and title.count("《") == 1
    bare = title[1:-1] if whole else title
    return "".join(_QUOTES.get(char, char) for char in bare)


def _bracket(metadata: Metadata) -> str:
    if metadata.doc_number:
        return f"（{metadata.doc_number}）"
    known = [part for part in (metadata.issuer, chinese_date(metadata.written)) if part]
    return f"（{'，'.join(known)}）" if known else ""


def _article(locator: Locator) -> str | None:
    return squeeze(locator.article) if locator.article else None


def _unit(heading: str) -> str | None:
    """第三部分, 第（二）项, 第1点: what an office calls a numbered section."""
    marker = read_marker(heading)
    if marker is None:
        return None
    if marker.family in ("编", "章", "节"):
        found = re.match(r"第[^编篇章节]{1,6}[编篇章节]", squeeze(heading))
        return found.group() if found else None
    printed = re.search(r"[0-9０-９]+|[一二三四五六七八九十百]+", heading)
    form = _UNITS.get(marker.family)
    # Some typesetting has １．for 1.: a citation writes one form.
    return form.format(normalize("NFKC", printed.group())) if form and printed else None


def _pages(locator: Locator) -> str:
    pages = cited_pages(locator)
    if pages is None:
        return ""
    first, last = pages
    return f"，第{first}页" if first == last else f"，第{first}—{last}页"


def cited_pages(locator: Locator) -> tuple[str, str] | None:
    """Return the first and last page as a reader finds them: the printed numbers where
    both are known, else the count of the file's pages; ``None`` without pages.

    >>> cited_pages(Locator(0, 9, 1, 1, 12, 13, None, "8", "9")), cited_pages(Locator(0, 9, 1, 1, 12))
    (('8', '9'), ('12', '12'))
    """
    if locator.page_label_start and locator.page_label_end:
        return locator.page_label_start, locator.page_label_end
    if locator.page_start is None:
        return None
    return str(locator.page_start), str(locator.page_end or locator.page_start)


def chinese_date(day: date | None) -> str | None:
    """Return a date as official documents print it.

    >>> chinese_date(date(2021, 10, 9))
    '2021年10月9日'
    """
    return f"{day.year}年{day.month}月{day.day}日" if day else None
