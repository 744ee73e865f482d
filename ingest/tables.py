"""A table's rows: which of them is the header, and what a row must carry along to be understood alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.sentences import is_stopped

CAPTION_LONGEST = 60

HEADER_LONGEST = 20
"""The name of a column has at most this many characters."""

ROWS_ASKED = 5
"""Rows below a header that are looked at to tell it from data."""

INHERITING = 3
"""Merged cells are looked for in the first columns of a row, this many."""

_HEADER_WORDS = (
    "序号", "指标", "名称", "姓名", "项目", "类别", "单位", "属性", "目标", "任务", "内容", "职务", "模块",
    "年份", "领域", "年", "目标值", "情况", "比重", "备注", "部门", "类型",
    "事项", "时限", "时间", "地点", "季度", "进度", "规模", "标准", "数量", "金额", "投资", "责任人", "措施",
)  # fmt: skip
NUMBER_COLUMN = ("序号", "编号")
"""What the column is called that numbers a table's rows."""

_UNIT = re.compile(r"[（(][^（）()]{1,8}[）)]$")
_NUMERIC = re.compile(r"[\d０-９.．,，%％~～\-—－+＋/左右约以上下不低于超过达到个项家累计年均（）()\s]+$")


def is_caption(text: str) -> bool:
    """Tell whether a line above a table may be its caption."""
    return len(text) <= CAPTION_LONGEST and not is_stopped(text)


def is_numeric(cell: str) -> bool:
    """Tell whether a cell holds a figure: 96, 7.5%, 大于１２０, 80-100.

    >>> [is_numeric(cell) for cell in ("96", "7.5%左右", "不低于 5%", "绿道长度", "2025 年目标")]
    [True, True, True, False, False]
    """
    return _NUMERIC.match(cell) is not None and any(char.isdigit() for char in cell)


def is_header(rows: Sequence[Sequence[str]], index: int, header: Sequence[str]) -> bool:
    """Tell whether ``rows[index]`` names columns; ``header`` is the one above it, empty at a table's start.

    A header is repeated after a page break word for word. The first one has no figures; most of its cells
    end in what columns are named after, or stand over columns of figures.
    """
    cells = [re.sub(r"\s", "", cell) for cell in rows[index]]
    if header and cells == [re.sub(r"\s", "", cell) for cell in header]:
        return True
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(is_numeric(c) and "年" not in c or len(c) > HEADER_LONGEST for c in filled):
        return False
    if index == 0 and cells[0] in NUMBER_COLUMN:
        return True
    if sum(_names_column(cell) for cell in filled) * 2 > len(filled):
        return True
    return not header and index == 0 and _over_figures(rows, cells)


def _names_column(cell: str) -> bool:
    bare = _UNIT.sub("", cell)
    return bare.endswith(_HEADER_WORDS) or cell.startswith(("序号", "指标")) or "年" in cell[:5]


def _over_figures(rows: Sequence[Sequence[str]], cells: Sequence[str]) -> bool:
    """No header word, but figures below words: 税收总收入（亿元） over 251.91."""
    below = [row for row in rows[1 : 1 + ROWS_ASKED] if len(row) == len(cells)]
    columns = range(1, len(cells))
    figures = [column for column in columns if below and all(is_numeric(row[column]) for row in below)]
    return len(below) >= 2 and bool(figures) and all(cells[column] for column in figures)


def is_group(rows: Sequence[Sequence[str]], index: int, header: Sequence[str]) -> bool:
    """Tell whether ``rows[index]`` is the name of the rows below it: one cell for the whole width."""
    filled = [cell for cell in rows[index] if cell.strip()]
    alone = len(rows[index]) == 1 and len(header) > 2 and len(filled) == 1 and not is_numeric(filled[0])
    return alone and index + 1 < len(rows) and len(rows[index + 1]) > 1 and len(filled[0]) <= HEADER_LONGEST


def inherited_cells(cells: Sequence[str], above: list[str]) -> list[str]:
    """Return what a row's merged cells hold: the values last seen in their columns; ``above`` keeps them."""
    inherited: list[str] = []
    for column, cell in enumerate(cells):
        if column >= len(above):
            above.append("")
        if cell.strip():
            if column == 0 or above[column] != cell:
                del above[column + 1 :]
            above[column] = cell
        elif above[column] and column < INHERITING and not is_numeric(above[column]):
            inherited.append(above[column])
    return inherited


def row_context(caption: str, header: Sequence[str], inherited: Sequence[str]) -> str:
    """Caption, what merged cells inherit from the rows above, and the column names."""
    names = " ".join(cell for cell in header if cell.strip())
    return "；".join(part for part in (caption, *inherited, names) if part)
