"""Which five-year periods a question sets beside each other, and where documents belong."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.model import Metadata
from qa_service.eras import era_of, named_eras

KNOWN = [2021, None, 2026, 2021]


@pytest.mark.parametrize(
    ("question", "eras"),
    [
        ("十四五规划定的目标，2025年实际完成了没有", (2021, 2026)),
        ("“十四五”和“十五五”的定位有什么不同", (2021, 2026)),
        ("第十四个五年规划与第十五个五年规划的目标", (2021, 2026)),
        ("2020年底有多少家，现在有多少家", (2021, 2026)),
        ("这个产业后来换成什么名字了", (2021, 2026)),
        ("“十三五”完成多少，“十四五”目标多少", ()),  # one plan tells both
        ("“十五五”时期现在定的目标", ()),
        ("区里一共有多少家企业", ()),
    ],
)
def test_periods_that_a_question_compares(question: str, eras: tuple[int, ...]) -> None:
    assert named_eras(question, KNOWN) == eras


def test_no_comparison_where_the_index_has_one_period() -> None:
    assert named_eras("“十四五”和“十五五”有什么不同", [2021, None]) == ()


@pytest.mark.parametrize(
    ("metadata", "era"),
    [
        (Metadata(title="某规划", plan_period=(2021, 2025), written=date(2020, 12, 30)), 2021),
        (Metadata(title="某通知", written=date(2025, 12, 31)), 2021),
        (Metadata(title="某通知", published=date(2026, 1, 1)), 2026),
        (Metadata(title="关于2025年执行情况和2026年草案的报告"), 2026),
        (Metadata(title="二○二一年人事任免事项"), 2021),
        (Metadata(title="某办法"), None),
    ],
)
def test_the_period_of_a_document(metadata: Metadata, era: int | None) -> None:
    assert era_of(metadata) == era
