"""Text that was copied from a government page: what the page prints around the document (its table of facts,
the lines under the title, buttons) is left out as it is of a web page, the facts read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.chars import squeeze
from ingest.lines import Line
from ingest.page_buttons import find_buttons, find_page_title
from ingest.page_foot import copied_pages, page_foot
from ingest.readers.facts import COUNTS, DAY, ENOUGH, LABEL, facts_of, is_fact_line, read_pairs
from ingest.readers.raw import PageFacts

HEAD_LINES = 25
"""The table stands above, the line right under the title: within so many lines of text."""

TAIL_LINES = 12
"""What a page prints below the document takes so many lines at most."""

FACT_LONGEST = 200
"""Characters of a line of the table at most."""

TITLE_LINES = 60
"""A page's own title (标题_某市人民政府) comes first; the document's stands within so many lines of text."""

_DATED = re.compile(
    r"(?P<day>(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})(?:\d{1,2}:\d\d(?::\d\d)?)?"
    r"(?P<by>[\u4e00-\u9fff]{1,16}[司局厅委办部处科网室署院府社站会])?"
)
"""A date in figures with who published it, the time of day between them or alone: 2025/01/20 价格司."""

_UNDER_TITLE = re.compile(
    r"(?:来源|信息来源|文章来源|时间|日期|作者|编辑|责任编辑|浏览次数|阅读|点击数?)[：:]"
)


def find_fact_lines(lines: Sequence[Line]) -> tuple[list[tuple[int, PageFacts]], dict[int, str]]:
    """Return what the lines around the documents say of them, page by page with the index of the page's first
    line, and why each of these lines is left out, by index."""
    shown = [(index, line) for index, line in enumerate(lines) if line.text]
    pages: list[tuple[int, PageFacts]] = []
    left_out: dict[int, str] = {}
    for page in copied_pages(shown):
        facts, told = _of_page(page)
        pages.append((page[0][0] if page else 0, facts))
        left_out |= told
    return pages, left_out


def _of_page(shown: Sequence[tuple[int, Line]]) -> tuple[PageFacts, dict[int, str]]:
    foot = page_foot(shown)
    shown = [item for item in shown if item[0] not in foot]
    buttons = (
        find_buttons(shown[:HEAD_LINES])
        | find_buttons(shown[-TAIL_LINES:])
        | find_page_title(shown[:TITLE_LINES])
    )
    head = [(index, line) for index, line in shown[: HEAD_LINES + len(buttons)] if index not in buttons]
    facts, told = _facts(head)
    return facts, dict.fromkeys(buttons | foot, "navigation") | dict.fromkeys(told, "page-facts")


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
