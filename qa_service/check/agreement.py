"""Whether two figures say the same: in kind, in value, in what is said around them."""

from __future__ import annotations

from qa_service.check.figures import Figure

_COUNTS = frozenset("个家户名人位所处项只幢栋")
"""Measure words that people exchange freely: 200余家企业, 200多户企业."""
_MEASURED = frozenset("%‰元吨亩米年月日号天倍成度五号岁")
"""Units of one character that measure rather than count."""

_MEASURE = {"栋": "幢", "位": "名", "人": "名"}

ROUGHLY = 0.03
"""How far 约 and 左右 may be off, as a share of the exact figure."""


def same_unit(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one kind, so that their values can be compared."""
    if one.is_year != other.is_year or one.is_period != other.is_period:
        return False
    if one.unit == other.unit or (one.unit in _COUNTS and other.unit in _COUNTS):
        return True
    if "个" in (one.unit, other.unit) and all(f.unit == "个" or _is_counted(f.unit) for f in (one, other)):
        return True
    # 三百多亿 for 312.4亿元: the unit went with the context.
    units = {one.unit, other.unit}
    return (
        "" in units
        and not units & {"%", "‰", "年", "五", "个百分点", "月", "日"}
        and max(map(len, units)) <= 2
    )


def _is_counted(unit: str) -> bool:
    """Whether a unit is a measure word that 个 may stand for: 13250具, 13250个."""
    return len(unit) == 1 and unit not in _MEASURED


def same_measure(one: Figure, other: Figure) -> bool:
    """Whether two figures are counted in the same measure word or in one that means the same."""
    if "" in (one.unit, other.unit) or "个" in (one.unit, other.unit):
        return True
    return _MEASURE.get(one.unit, one.unit) == _MEASURE.get(other.unit, other.unit)


def same_value(draft: Figure, source: Figure) -> bool:
    """Whether both give the same values."""
    return _close(draft.low, source.low) and _close(draft.high, source.high)


def rounds_to(draft: Figure, source: Figure) -> bool:
    """Whether the draft's figure is the source's, told more roughly: 约31% for 31.2%.

    Where the source itself only says 约, there is nothing left to round.
    """
    if draft.low != draft.high or source.low != source.high or draft.is_year or source.rounded:
        return False
    step = draft.scale * 10.0**-draft.decimals
    if draft.rounded:
        while draft.low and round(draft.low / step) % 10 == 0 and draft.low > step * 10:
            step *= 10
        beyond = source.low - draft.low
        return draft.open_ended and 0 <= beyond < step or abs(beyond) <= min(step / 2, ROUGHLY * source.low)
    finer = source.scale * 10.0**-source.decimals < step
    return finer and abs(draft.low - source.low) <= step / 2 + 1e-9


def conflict_of_bounds(draft: Figure, source: Figure) -> bool:
    """Whether one says 以上 where the other says 以下."""
    return bool(draft.bound and source.bound and draft.bound != source.bound)


def adds_bound(draft: Figure, source: Figure) -> bool:
    """Whether the draft makes a bound of what the source gives as it is: 3000家以上 for 3000家左右. 近3000家
    is less than that, 3000余家 is more."""
    if not draft.bound or source.bound or source.low != source.high:
        return False
    return not (source.open_ended and draft.bound == "lower" or source.rounded and draft.bound == "upper")


def conflict_of_direction(draft: Figure, source: Figure) -> bool:
    """Whether one says 增长 where the other says 增长到."""
    return bool(draft.direction and source.direction and draft.direction != source.direction)


def conflict_of_trend(draft: Figure, source: Figure) -> bool:
    """Whether one says 增长 where the other says 下降."""
    return bool(draft.trend and source.trend and draft.trend != source.trend)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))
