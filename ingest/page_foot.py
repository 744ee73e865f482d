"""What a government site prints below the document where a page was copied whole: links, its own numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.chars import squeeze
from ingest.lines import Line
from ingest.sentences import is_stopped

FOOT_LINES = 200
"""The foot of a page takes so many lines of text at most."""

LINK_LONGEST = 12
"""Characters of a link above the site's own lines at most."""

FOOT_LONGEST = 60
"""Characters of a line among and below the site's own lines at most; a longer one is text."""

_REGISTERED = re.compile(r"ICP备|公网安备|网站标识码|政府网站找错")
_SITE = re.compile(
    rf"{_REGISTERED.pattern}|版权所有|网站地图|网站声明|联系我们|关于我们|运行维护|技术支持[：:]|(?:主办|承办)(?:单位)?[：:]"
)


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


def _is_link(line: Line) -> bool:
    compact = squeeze(line.text)
    cells = line.tabbed or "\t" in line.text
    return len(compact) <= LINK_LONGEST and not cells and not re.search(r"[0-9０-９。；;]", compact)


def _is_short(text: str) -> bool:
    return len(text) <= FOOT_LONGEST and not text.endswith(("。", "；"))
