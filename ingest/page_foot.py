"""What a government site prints below the document where a page was copied whole: links, its own numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.chars import squeeze
from ingest.lines import Line
from ingest.sentences import is_stopped
from ingest.titles import ISSUER, title_kind

FOOT_LINES = 200
"""The foot of a page takes so many lines of text at most."""

LINK_LONGEST = 12
"""Characters of a link above the site's own lines at most."""

BELOW_LONGEST = 6
"""Characters of a link below the site's own lines, where the next page may begin."""

FOOT_LONGEST = 60
"""Characters of a line among and below the site's own lines at most; a longer one is text."""

TEXT_LINES = 3
"""A page has so many lines of text at least, be they long or the end of a sentence."""

_REGISTERED = re.compile(r"ICP备|公网安备|网站标识码|政府网站找错")
_SITE = re.compile(
    rf"{_REGISTERED.pattern}|版权所有|网站地图|网站声明|联系我们|关于我们|运行维护|技术支持(?:电话)?[：:]|(?:主办|承办)(?:单位)?[：:]"
)


def copied_pages(shown: Sequence[tuple[int, Line]]) -> Iterator[Sequence[tuple[int, Line]]]:
    """Yield the lines ``shown`` (index and line, none blank) page by page: where several pages were copied
    into one file, the next begins behind the site's own lines of the one before. All are one page if there
    are no such lines with a page's text behind them."""
    start = 0
    for place, (_, line) in enumerate(shown):
        if place < start or not _REGISTERED.search(squeeze(line.text)):
            continue
        end = place + 1
        while end < len(shown) and _is_below_number(shown[end][1]):
            end += 1
        if sum(not _is_short(line.text) for _, line in shown[end:]) >= TEXT_LINES:
            yield shown[start:end]
            start = end
    yield shown[start:]


def page_foot(shown: Sequence[tuple[int, Line]]) -> set[int]:
    """Return which of the lines ``shown`` (index and line, none blank) are the foot of a copied page.

    It is told by the numbers under which the site is registered (ICP备, 网站标识码). Links stand above them,
    one a line: those behind the last sentence belong to it, if no figure stands among them (a table has
    some). Sentences below stay.
    """
    tail = shown[-FOOT_LINES:]
    site = [place for place, (_, line) in enumerate(tail) if _SITE.search(squeeze(line.text))]
    if not any(_REGISTERED.search(squeeze(tail[place][1].text)) for place in site):
        return set()
    start = site[0]
    links = start
    while links and _is_link(tail[links - 1][1]):
        links -= 1
    if links == 0 or is_stopped(tail[links - 1][1].text):
        start = links
    return {index for index, line in tail[start:] if _is_short(line.text)}


def _is_below_number(line: Line) -> bool:
    """A further line of the site's own, or a link as short as 微信公众号, which is no title or issuer."""
    compact = squeeze(line.text)
    if _SITE.search(compact):
        return True
    named = title_kind(compact) or ISSUER.fullmatch(compact)
    return len(compact) <= BELOW_LONGEST and _is_link(line) and not named


def _is_link(line: Line) -> bool:
    compact = squeeze(line.text)
    cells = line.tabbed or "\t" in line.text
    return len(compact) <= LINK_LONGEST and not cells and not re.search(r"[0-9０-９。；;]", compact)


def _is_short(text: str) -> bool:
    return len(text) <= FOOT_LONGEST and not text.endswith(("。", "；"))
