"""Text that was copied from a government page: what the page prints around the document (its table of facts,
the lines under the title, buttons) is left out as it is of a web page, the facts read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.chars import squeeze
from ingest.lines import Line
from ingest.page_foot import page_foot
from ingest.readers.facts import COUNTS, DAY, ENOUGH, LABEL, facts_of, is_fact_line, read_pairs
from ingest.readers.raw import PageFacts

HEAD_LINES = 25
"""The table stands above, the line right under the title: within so many lines of text."""

TAIL_LINES = 12
"""What a page prints below the document takes so many lines at most."""

BUTTONS = 3
"""So many buttons in a row are none of the document's words."""

FACT_LONGEST = 200
"""Characters of a line of the table at most."""

TITLE_LINES = 60
"""A page's own title (标题_某市人民政府) comes first; the document's stands within so many lines of text."""

STEP_LONGEST = 12
"""Characters of a step on the way to the page (首页 > 政务公开 > 规划)."""

_ARROWS = frozenset((">", "›", "»", "→", ">>", "＞"))
_BUTTON = re.compile(
    r"[【\[（(]?(?:下载|打印|全屏|收藏|分享|分享到|转发|微信|微博|QQ空间|字号|字体|大|中|小|加大|还原|减小|放大|缩小"
    r"|默认|首页|返回|关闭|朗读|语音播报|手机版|PDF版?|Word版?)[：:]?[】\]）)]?|[【】\[\]|｜/]+"
)
_WHOLE_BUTTON = re.compile(
    r"[【\[]?(?:打印本页|关闭(?:本页|窗口|页面)|返回(?:顶部|首页|列表)|扫一扫.{0,14}|无障碍阅读"
    r"|相关(?:报道|链接|阅读|文件|文章|附件|解读|政策与解读)[：:]?|(?:您?(?:当前|现在)(?:所在)?|您所在)的?位置(?:[：:].*)?|[上下]一[篇条][：:].*)[】\]]?"
)
_PAGE_TITLE = re.compile(r"【?(?P<title>.{4,90}?)】?[-_|｜—–－]+[^-_|｜—–－]{2,40}")
_DATED = re.compile(
    r"(?P<day>(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})(?:\d{1,2}:\d\d(?::\d\d)?)?"
    r"(?P<by>[\u4e00-\u9fff]{1,16}[司局厅委办部处科网室署院府社站会])?"
)
"""A date in figures with who published it, the time of day between them or alone: 2025/01/20 价格司."""

_UNDER_TITLE = re.compile(
    r"(?:来源|信息来源|文章来源|时间|日期|作者|编辑|责任编辑|浏览次数|阅读|点击数?)[：:]"
)


def find_fact_lines(lines: Sequence[Line]) -> tuple[PageFacts, dict[int, str]]:
    """Return what the lines around the document say of it, and why each of them is left out, by index."""
    shown = [(index, line) for index, line in enumerate(lines) if line.text]
    foot = page_foot(shown)
    shown = [item for item in shown if item[0] not in foot]
    buttons = _buttons(shown[:HEAD_LINES]) | _buttons(shown[-TAIL_LINES:]) | _page_title(shown[:TITLE_LINES])
    head = [(index, line) for index, line in shown[: HEAD_LINES + len(buttons)] if index not in buttons]
    facts, told = _facts(head)
    return facts, dict.fromkeys(buttons | foot, "navigation") | dict.fromkeys(told, "page-facts")


def _buttons(shown: Sequence[tuple[int, Line]]) -> set[int]:
    """Lines that say 打印本页 or the like, rows of buttons with a word each, and the way to the page."""
    texts = [(index, squeeze(line.text)) for index, line in shown]
    found = {index for index, text in texts if _WHOLE_BUTTON.fullmatch(text)}
    for is_button, group in groupby(texts, key=lambda item: _is_button(item[1])):
        row = list(group)
        # 大, 中, 小 one below the other may be a table's cells.
        if is_button and len(row) >= BUTTONS and any(len(text) > 1 for _, text in row):
            found |= {index for index, _ in row}
    for place, (_, text) in enumerate(texts):
        if text in _ARROWS:  # 首页 > 政务公开 > 规划
            near = texts[max(0, place - 1) : place + 2]
            found |= {index for index, word in near if len(word) <= STEP_LONGEST}
    return found


def _page_title(shown: Sequence[tuple[int, Line]]) -> set[int]:
    """The first line if it is the title of the page, with the site's name behind the document's."""
    match = _PAGE_TITLE.fullmatch(squeeze(shown[0][1].text)) if shown else None
    if match is None:
        return set()
    title = match["title"]
    return {shown[0][0]} if any(squeeze(line.text).startswith(title) for _, line in shown[1:]) else set()


def _is_button(text: str) -> bool:
    return _BUTTON.fullmatch(text) is not None or _WHOLE_BUTTON.fullmatch(text) is not None


def _facts(head: Sequence[tuple[int, Line]]) -> tuple[PageFacts, set[int]]:
    pairs: list[tuple[str, str]] = []
    found: set[int] = set()
    for run in _runs(head):
        told = list(read_pairs(_cells([line for _, line in run])))
        labels = max(len(dict(told)), sum(_begins_with_label(_cells([line])) for _, line in run))
        if labels >= ENOUGH or (len(run) == 1 and is_fact_line(run[0][1].text, dict(told))):
            found |= {index for index, _ in run}
            pairs += told
    for is_source, group in groupby(head, key=lambda item: _is_source(item[1].text)):
        lines = list(group)
        days = [match.group() for _, line in lines if (match := DAY.search(line.text))]
        if is_source and days and len(lines) > 1:
            found |= {index for index, _ in lines}
            pairs.append(("发布日期", days[0]))
    for index, line in head[1:]:
        dated = _DATED.fullmatch(squeeze(line.text))
        if dated and dated.group() != dated["day"]:
            found.add(index)
            pairs.append(("发布日期", dated["day"]))
    return facts_of(pairs), found


def _is_source(text: str) -> bool:
    return _UNDER_TITLE.match(squeeze(text)) is not None


def _runs(head: Sequence[tuple[int, Line]]) -> Iterator[list[tuple[int, Line]]]:
    """Lines in a row that begin with a label, or with the value of a label before them."""
    run: list[tuple[int, Line]] = []
    waiting = False
    for index, line in head:
        cells = _cells([line])
        if len(line.text) > FACT_LONGEST or not (waiting or _begins_with_label(cells)):
            if run:
                yield run
            run, waiting = [], False
            continue
        run.append((index, line))
        last = squeeze(cells[-1]).strip("：:【[")
        waiting = LABEL.fullmatch(last) is not None and last not in COUNTS
    if run:
        yield run


def _begins_with_label(cells: Sequence[str]) -> bool:
    """A label and a colon, or a cell that holds a label alone."""
    first = squeeze(cells[0]).lstrip("【[")
    match = LABEL.match(first)
    return match is not None and first[match.end() : match.end() + 1] in ("：", ":", "")


def _cells(lines: Sequence[Line]) -> list[str]:
    return [cell for line in lines for cell in line.text.split("\t") if cell.strip()]
