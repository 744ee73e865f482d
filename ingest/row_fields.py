"""What a table row says, as fields: an indicator with its values, or an appointment.

Columns are known by their headers. A row that has fewer cells than the header lost its first ones to a
merged cell, so the two are aligned at their ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.model import Appointment, IndicatorRow, IndicatorValue, ValueRole
from ingest.plan_periods import plan_period
from ingest.tables import is_numeric

_INDICATOR = re.compile(r"指标|名称$")
_UNIT = re.compile(r"单位$")
_BRACKETS = re.compile(r"[（(]([^（）()]{1,10})[）)]$")
_ATTRIBUTE = re.compile(r"属性$|类型$")
_ATTRIBUTES = ("约束性", "预期性", "引导性", "指导性", "监测性")
_TARGET = re.compile(r"目标|预期|规划值|计划数|预计")
_BASE = re.compile(r"基期|基数|基准|现状|上年")
_ACTUAL = re.compile(r"实际|实绩|完成|执行")
_ROLES: tuple[tuple[re.Pattern[str], ValueRole], ...] = (
    (_TARGET, "target"), (_BASE, "base"), (_ACTUAL, "actual"),
)  # fmt: skip
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
_NUMBER = re.compile(r"序号$|编号$|^No\.?$", re.IGNORECASE)
_NO_UNIT = re.compile(r"[-—－/\s]*$")
_POST = re.compile(r"职务|职位|岗位")

PERSON_LONGEST = 12


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table of indicators: what it holds, and for a value its year and role."""

    kind: str
    header: str
    year: int | None = None
    role: ValueRole = "value"


def read_indicator(caption: str, header: Sequence[str], cells: Sequence[str]) -> IndicatorRow | None:
    """Return the indicator that a row gives, ``None`` where the table is none of indicators.

    >>> header = "序号", "指标", "单位", "2030年目标"
    >>> row = read_indicator("主要指标", header, ("1", "绿道长度", "公里", "96"))
    >>> row.indicator, row.unit, [(value.year, value.role, value.value) for value in row.values]
    ('绿道长度', '公里', [(2030, 'target', '96')])
    """
    columns = _columns(caption, tuple(map(_compact, header)))
    if columns is None or len(cells) > len(columns):
        return None  # which cell belongs to which column is not known
    pairs = list(zip(reversed(columns), (cell.strip() for cell in reversed(cells)), strict=False))[::-1]
    named = {column.kind: cell for column, cell in pairs if column.kind != "value"}
    name = re.sub(r"\s+", "", named.get("indicator", ""))
    if not name or is_numeric(name):
        return None
    attribute = next(
        (a for cell in named.values() for a in _ATTRIBUTES if _compact(cell).startswith(a)), None
    )
    in_brackets = _BRACKETS.search(name)
    unit = named.get("unit", "") or (in_brackets.group(1) if in_brackets and "unit" not in named else "")
    return IndicatorRow(
        indicator=name,
        unit=None if _NO_UNIT.match(unit) else unit,
        attribute=attribute,
        values=tuple(
            IndicatorValue(column.header, cell, column.year, column.role)
            for column, cell in pairs
            if column.kind == "value" and cell
        ),
    )


def read_appointment(
    caption: str, header: Sequence[str], name: str, cells: Sequence[str]
) -> Appointment | None:
    """Return the appointment that a row gives; ``name`` is what a merged first cell inherits.

    >>> read_appointment("", ("姓  名", "免去职务"), "", ("王  明", "青禾区商务委主任；"))
    Appointment(person='王明', post='青禾区商务委主任', act='免去')
    """
    names = [_compact(cell) for cell in header]
    if len(names) != 2 or names[0] not in ("姓名", "人员", "人员姓名") or not _POST.search(names[1]):
        return None
    person = _compact(cells[0] if len(cells) > 1 else "") or _compact(name)
    post = cells[-1].strip().rstrip("；;。")
    told = names[1] + _compact(caption)
    act = next((act for act in ("任命", "免去", "聘任", "解聘") if act in told), None)
    return Appointment(person, post, act) if person and len(person) <= PERSON_LONGEST and post else None


@lru_cache(maxsize=64)
def _columns(caption: str, header: tuple[str, ...]) -> list[_Column] | None:
    """What each column holds; ``None`` where the header is not that of a table of indicators."""
    columns = [_column(name) for name in header]
    indicators = [i for i, column in enumerate(columns) if column.kind == "indicator"]
    told = "指标" in caption or any("指标" in name for name in header)
    if not told or len(indicators) != 1:
        return None
    for index in range(indicators[0] + 1, len(columns)):
        if columns[index].kind == "other" and header[index]:
            columns[index] = _value(header[index])
    values = [column for column in columns if column.kind == "value"]
    return [_with_role(column, values, caption) for column in columns] if values else None


def _column(name: str) -> _Column:
    if _NUMBER.search(name):
        return _Column("number", name)
    if _ATTRIBUTE.search(name):
        return _Column("attribute", name)
    if _UNIT.search(name) and len(name) <= 6:
        return _Column("unit", name)
    if any(pattern.search(name) for pattern in (_TARGET, _BASE, _ACTUAL, _YEAR)):
        return _value(name)
    return _Column("indicator" if _INDICATOR.search(name) else "other", name)


def _value(name: str) -> _Column:
    """A column of figures: its year, and whether the header says what they are."""
    role: ValueRole = next((role for pattern, role in _ROLES if pattern.search(name)), "value")
    return _Column("value", name, _year(name), role)


def _with_role(column: _Column, values: Sequence[_Column], caption: str) -> _Column:
    """Years without a word: the last one is the target, those before it are where the plan starts from. A
    column without a year of its own takes the caption's."""
    if column.kind != "value":
        return column
    bare = column.role == "value" and column.year is not None and not _YEAR.sub("", _fold(column.header))
    role, year = column.role, column.year
    if bare:
        role = "target" if year == max(value.year or 0 for value in values) else "base"
    elif role == "actual" and any(v.role == "target" and (v.year or 0) > (year or 9999) for v in values):
        role = "base"
    return _Column("value", column.header, year or _year(caption), role)


def _year(text: str) -> int | None:
    """The year that a header or caption is for: of a plan's period, the last one."""
    folded = unicodedata.normalize("NFKC", text)
    period = plan_period(folded + "规划")
    found = _YEAR.search(folded)
    return period[1] if period else int(found.group(1)) if found else None


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", text)
