"""Sentences whose source itself names another document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.files import read_file
from qa_service.check.checker import Checker
from qa_service.check.verdict import Verdict

DAY = date(2026, 1, 10)
LAW = (
    "青禾区信息保护条例\n第一条　为了保护信息，制定本条例。\n"
    "第二条　信息处理者应当公开处理规则，并接受社会监督。\n"
    "第三条　处理者在区外的，由其在区内的代表机构承担责任。\n"
)
RULE = (
    "青禾区数据管理办法\n第一条　为了规范数据处理，制定本办法。\n"
    "第二条　在区外处理居民信息的活动，符合《青禾区信息保护条例》第三条规定情形的，也适用本办法。\n"
    "第三条　数据交易场所每季度报送一次交易目录，并说明变化的原因。\n"
)


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder: Path = tmp_path_factory.mktemp("naming")
    for name, text in (("条例.txt", LAW), ("办法.txt", RULE)):
        (folder / name).write_text(text, encoding="utf-8")
    return Checker([d for path in sorted(folder.iterdir()) for d in read_file(path).report.documents])


@pytest.mark.parametrize(
    ("sentence", "verdict", "named"),
    [
        (
            "在区外处理居民信息的活动，符合《青禾区信息保护条例》第三条规定情形的，也适用本办法。",
            "verified",
            "",
        ),
        (
            "在区外处理居民信息的活动，符合《青禾区信息保护条例》第二条规定情形的，也适用本办法。",
            "altered",
            "第三条",
        ),
        (
            "在区外处理居民信息的活动，符合《青禾区信息保护条例》第三条规定情形的，不适用本办法。",
            "altered",
            "不",
        ),
        # What a sentence says of its own source counts as before.
        ("根据《青禾区信息保护条例》，信息处理者应当公开处理规则，并接受社会监督。", "verified", ""),
        (
            "根据《青禾区信息保护条例》，数据交易场所每季度报送一次交易目录，并说明变化的原因。",
            "misattributed",
            "数据管理办法",
        ),
    ],
)
def test_the_name_is_part_of_the_copy(checker: Checker, sentence: str, verdict: Verdict, named: str) -> None:
    result = checker.check(sentence, today=DAY)
    assert result.verdict == verdict
    assert not named or any(named in flag for flag in result.flags)
