"""Where a web page's article is: by the density of its text, with known containers as hints only.

Every block of running text gives its weight (its characters outside links) to the elements around it, less
with each step outwards; the element with most weight holds the article. Names that content systems give
their article containers (UCAP-CONTENT, TRS_Editor, article …) raise an element's weight, names of
navigation lower it; a page with neither is read the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from ingest.chars import fold_title, squeeze
from ingest.readers.html_text import SILENT, is_hidden, tag_of, text_of

Element = Any
_GOOD = re.compile(
    r"ucap-?content|trs_editor|trs_uedit|view|article|content|zoom|main|detail|news|text|body|正文|editor",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"nav|menu|crumb|position|share|foot|head(?!line)|side|related|relate|recommend|tool|print|comment|copyright"
    r"|page[rs]?$|login|search|banner|logo|qrcode|wechat|weixin|hot|rank|links?$|friend|top$|close|fontsize|bshare",
    re.IGNORECASE,
)
_BAD_TAGS = frozenset(["nav", "header", "footer", "aside", "form"])
_CHROME = re.compile(
    r"(?:打印|关闭|收藏|分享|扫一扫|返回顶部|【?(?:字体|字号)|上一[篇条]|下一[篇条]|相关(?:链接|文章|阅读|新闻|稿件|信息)"
    r"|您?(?:当前|现在|所在)的?位置|浏览次数|点击[数量]|责任编辑|网站地图|主办单位|ICP备|公网安备)"
)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|pptx?)(?:$|[?#])", re.IGNORECASE)

DECAY = 0.6
"""What is left of a block's weight one element further out (an article's paragraphs are often two deep)."""

STEPS = 5
HINT = 1.3
"""A container with an article's name counts so much more; one with navigation's name so much less."""

SMALL_SHARE = 0.3
"""What is named like navigation but holds more of the page's text than this is taken for content."""

LINKED_SHARE = 0.6
"""A block with more of its text in links than this, in two links at least, is a list of links."""

CHROME_LONGEST = 60
SENTENCE_LEAST = 15
"""Shorter pieces of text are captions and buttons, not sentences."""

WIDEN_SHARE = 0.15
_INLINE = frozenset("span b strong font em i u".split())
_HOLDERS = frozenset("div td article section main body".split())


@dataclass(slots=True)
class Size:
    """What stands in and under an element, in characters without blanks: all ``text``, that in links
    (``linked``, in so many ``links``), that in sentences of its own (``prose``). ``files``: it links to
    attachments, which belong to the document."""

    text: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0
    files: bool = False


def measure(root: Element) -> dict[Element, Size]:
    """Return the sizes of all elements under ``root``, taken in one walk from the leaves up."""
    sizes: dict[Element, Size] = {}
    for _, node in etree.iterwalk(root, events=("end",)):
        size = sizes[node] = Size()
        if not tag_of(node) or tag_of(node) in SILENT:
            continue
        size.text = len(squeeze(node.text or ""))
        own, inline = size.text, 0
        for child in node:
            inner, tail = sizes[child], len(squeeze(child.tail or ""))
            size.text += inner.text + tail
            size.linked += inner.linked
            size.links += inner.links
            size.prose += inner.prose
            size.files = size.files or inner.files
            own += tail
            inline += inner.text if tag_of(child) in _INLINE else 0
        if tag_of(node) == "a":
            link = node.get("href")
            size.linked, size.links = (size.text, int(size.text > 0)) if link else (0, 0)
            size.files = size.files or _FILE.search(link or "") is not None
        elif tag_of(node) not in _INLINE and own + inline >= SENTENCE_LEAST:
            size.prose += own + inline
    return sizes


def find_main(body: Element, sizes: dict[Element, Size]) -> Element:
    """Return the element that holds the article; ``body`` itself where nothing stands out."""
    weights: dict[Element, float] = {}
    for node in _content(body):
        weight = sizes[node].prose - sum(sizes[child].prose for child in node)
        if weight > 0:
            _spread(node, float(weight), body, weights)
    if not weights:
        return body
    best = max(weights, key=lambda node: weights[node] * _hint(node))
    return _widen(best, body, sizes)


def _content(body: Element) -> Iterator[Element]:
    """The elements in and under ``body``, without those that are navigation by their tag or hidden."""
    waiting = [body]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [c for c in node if tag_of(c) and tag_of(c) not in _BAD_TAGS | SILENT and not is_hidden(c)]


def _spread(node: Element, weight: float, body: Element, weights: dict[Element, float]) -> None:
    outer = node if tag_of(node) in _HOLDERS else node.getparent()
    for _ in range(STEPS):
        if outer is None:
            return
        if tag_of(outer) in _HOLDERS:
            weights[outer] = weights.get(outer, 0.0) + weight
            weight *= DECAY
        if outer is body:
            return
        outer = outer.getparent()


def _hint(node: Element) -> float:
    name = f"{node.get('id') or ''} {node.get('class') or ''}"
    good = HINT if _GOOD.search(name) or tag_of(node) in ("article", "main") else 1.0
    return good / (HINT if _BAD.search(name) else 1.0)


def _widen(best: Element, body: Element, sizes: dict[Element, Size]) -> Element:
    """Step out while the element outside adds text of the same kind: an article cut into sections."""
    while best is not body:
        outer = best.getparent()
        siblings = [node for node in outer if node is not best and not _is_chrome(node, sizes, 10**9)]
        text = sum(sizes[node].prose for node in siblings)
        if (
            outer is body
            or text < WIDEN_SHARE * sizes[best].prose
            or tag_of(outer) in ("tr", "tbody", "table")
        ):
            return best
        best = outer
    return best


def find_chrome(main: Element, sizes: dict[Element, Size]) -> dict[Element, str]:
    """Return what inside the article's element is no article: navigation, buttons, lists of links."""
    total = sizes[main].text
    found: dict[Element, str] = {}
    waiting = [main]
    while waiting:
        for child in waiting.pop():
            if _is_chrome(child, sizes, total):
                found[child] = "navigation"
            elif sizes[child].text:
                waiting.append(child)
    return found


def _is_chrome(node: Element, sizes: dict[Element, Size], total: int) -> bool:
    size = sizes[node]
    if not size.text or size.files:
        return False
    names = f"{node.get('id') or ''} {node.get('class') or ''}".split()
    small = size.text <= SMALL_SHARE * total
    if small and tag_of(node) in _BAD_TAGS:
        return True
    if small and any(_BAD.search(name) for name in names):
        return size.prose <= 0.5 * size.text
    if size.text <= CHROME_LONGEST and tag_of(node) not in _INLINE and _CHROME.match(squeeze(text_of(node))):
        return True
    return small and size.links >= 2 and size.linked >= LINKED_SHARE * size.text


def find_title(
    root: Element, main: Element, named: str | None, passed_over: Sequence[Element] = ()
) -> Element | None:
    """Return the heading outside ``main`` that gives the article's title, if ``main`` doesn't hold it itself.

    ``named`` is the title that the page's metadata gives; what stands in ``passed_over`` is none.
    """
    candidates = [node for node in root.iter("h1", "h2", "h3") if _usable(node)]
    candidates += [
        n for n in root.iter("div", "p", "td") if "title" in (n.get("class") or n.get("id") or "").lower()
    ]
    inside = fold_title(text_of(main)[:600])
    for node in candidates:
        folded = fold_title(text_of(node))
        if any(_within(node, one) for one in passed_over):
            continue
        if not 4 <= len(folded) <= 140 or _within(node, main) or folded in inside:
            continue
        if not named or folded in fold_title(named) or fold_title(named) in folded:
            return node
    return None


def _usable(node: Element) -> bool:
    return bool(text_of(node)) and not is_hidden(node)


def _within(node: Element, outer: Element) -> bool:
    return node is outer or any(above is outer for above in node.iterancestors())
