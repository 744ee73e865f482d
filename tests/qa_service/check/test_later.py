"""Which later document outdates what an earlier one says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.files import read_file
from qa_service.check.checker import Checker

DAY = date(2026, 1, 10)
RULE = "第二条　逾期不清理占道设施的，由主管部门责令限期改正，处{0}以下罚款。"
FIRST = (
    "城市道路设施管理条例\n第一条　为了加强管理，制定本条例。\n"
    + RULE.format("五万元")
    + "\n第三条　本条例自2021年9月1日起施行。\n"
)
SECOND = (
    "公共绿地保护办法\n第一条　{0}为了保护绿地，制定本办法。\n"
    + RULE.format("十万元")
    + "\n第三条　本办法自2025年1月1日起施行。\n"
)


def checker(folder: Path, second: str, first: str = FIRST) -> Checker:
    for name, text in (("一.txt", first), ("二.txt", second)):
        (folder / name).write_text(text, encoding="utf-8")
    return Checker([d for path in sorted(folder.iterdir()) for d in read_file(path).report.documents])


SENTENCE = RULE.format("五万元").partition("　")[2]


def test_another_rule_in_the_same_words_outdates_nothing(tmp_path: Path) -> None:
    found = checker(tmp_path, SECOND.format("")).check(SENTENCE, today=DAY)
    assert (found.verdict, found.later) == ("verified", ())


@pytest.mark.parametrize("naming", ["根据《城市道路设施管理条例》，", "城市道路设施管理条例第二条不再适用，"])
def test_a_rule_that_names_the_earlier_one_outdates_it(tmp_path: Path, naming: str) -> None:
    found = checker(tmp_path, SECOND.format(naming)).check(SENTENCE, today=DAY)
    assert found.verdict == "outdated"
    assert "公共绿地保护办法" in found.notes[-1] and "十万元" in found.notes[-1]


def test_the_next_edition_and_the_issuers_next_rule_outdate_it(tmp_path: Path) -> None:
    edition = SECOND.format("").replace("公共绿地保护办法", "城市道路设施管理条例（2025年修订）")
    assert checker(tmp_path, edition).check(SENTENCE, today=DAY).verdict == "outdated"
    head = "青禾区人民政府关于{0}的通知\n"
    first, second = (
        head.format(what) + text.split("\n", 1)[1]
        for what, text in (("整治占道设施", FIRST), ("做好2025年公园绿地管理养护有关工作", SECOND.format("")))
    )
    assert checker(tmp_path, second, first).check(SENTENCE, today=DAY).verdict == "outdated"
