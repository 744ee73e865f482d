"""Words that stand where the source has their opposite, and bounds that it doesn't have."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.files import read_file
from qa_service.check.checker import Checker

THEN = date(2026, 1, 10)
SOURCE = (
    "青禾区公共服务报告\n\n一、进展\n"
    "云帆中心已投入使用，全部小区完成加装电梯改造，群众满意度居全市首位。\n"
    "到2027年底，力争建成社区食堂60家左右，街道每年开展质量督查。\n"
    "集聚养老服务企业近300家，其中连锁企业20余家。\n"
    "（二）已经开始执行的项目应当及时终止，并妥善做好善后工作。\n"
)


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    path = tmp_path_factory.mktemp("turned") / "报告.txt"
    path.write_text(SOURCE, encoding="utf-8")
    return Checker(read_file(path).report.documents)


@pytest.mark.parametrize(
    ("sentence", "ours", "theirs"),
    [
        ("云帆中心将投入使用，全部小区完成加装电梯改造，群众满意度居全市首位。", "将", "已"),
        ("云帆中心已投入使用，部分小区完成加装电梯改造，群众满意度居全市首位。", "部分", "全部"),
        ("云帆中心已投入使用，全部小区启动加装电梯改造，群众满意度居全市首位。", "启动", "完成"),
        ("云帆中心已投入使用，全部小区完成加装电梯改造，群众满意度居全区首位。", "全区", "全市"),
        ("到2027年底，确保建成社区食堂60家左右，街道每年开展质量督查。", "确保", "力争"),
        ("到2027年底，力争建成社区食堂60家以上，街道每年开展质量督查。", "60家以上", "60家左右"),
        ("到2027年底，力争建成社区食堂60家左右，街道每月开展质量督查。", "每月", "每年"),
        ("（二）即将开始执行的项目应当及时终止，并妥善做好善后工作。", "即将", "已经"),
        ("即将开始执行的项目应当及时终止，并妥善做好善后工作。", "即将", "已经"),
    ],
)
def test_the_opposite_in_its_place_is_named(checker: Checker, sentence: str, ours: str, theirs: str) -> None:
    result = checker.check(sentence, today=THEN)
    assert result.verdict == "altered"
    assert any(ours in flag and theirs in flag for flag in result.flags)


@pytest.mark.parametrize(
    "sentence",
    [
        "云帆中心已经投入使用，群众满意度居全市首位。",
        "集聚养老服务企业不到300家，其中连锁企业超过20家。",
        "到2027年底，力争建成社区食堂约60家，街道每年督查质量。",
    ],
)
def test_the_same_in_other_words_is_no_change(checker: Checker, sentence: str) -> None:
    assert checker.check(sentence, today=THEN).verdict in ("verified", "paraphrase")
