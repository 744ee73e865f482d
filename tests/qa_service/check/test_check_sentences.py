"""One sentence, one verdict."""

from __future__ import annotations

import json
from datetime import date

import pytest
from conftest_check import THEN, sample_questions

from eval.altered import names_fact, parse_altered
from qa_service.check.checker import Checker

CITED = [q for q in sample_questions() if q["type"] == "cite"]
MISQUOTED = [q for q in sample_questions() if q["type"] == "misquote"]


@pytest.mark.parametrize("question", CITED, ids=lambda q: q["id"])
def test_a_true_sentence_is_never_flagged(checker: Checker, question: dict[str, str]) -> None:
    result = checker.check(question["question"], today=THEN)
    assert result.verdict in ("verified", "paraphrase")
    assert result.flags == ()
    assert result.places[0].source == question["source"]


@pytest.mark.parametrize("question", MISQUOTED, ids=lambda q: q["id"])
def test_a_changed_fact_is_named(checker: Checker, question: dict[str, str]) -> None:
    result = checker.check(question["question"], today=THEN)
    fact = parse_altered(question["altered"])
    assert fact is not None
    assert result.verdict == "altered"
    assert any(names_fact(flag, fact) for flag in result.flags)


def test_what_stands_nowhere_is_not_found(checker: Checker) -> None:
    result = checker.check("市里将投放机器人园丁，修建三千座空中花园。")
    assert result.verdict == "not-found"
    assert result.places == ()


def test_true_but_in_another_document(checker: Checker) -> None:
    true = "环湖慢行系统基本贯通，环湖绿道长度达到96公里"
    assert checker.check(f"{true}。", today=THEN).verdict == "verified"
    wrong = checker.check(f"根据《澄湖区科创企业租金补贴管理办法》，{true}。", today=THEN)
    assert wrong.verdict == "misattributed"
    assert "租金补贴" in wrong.flags[0]


def test_another_article_than_the_one_named(checker: Checker) -> None:
    sentence = (
        "根据《澄湖区科创企业租金补贴管理办法》第九条，评审通过的企业名单，在区政府门户网站公示七个工作日。"
    )
    result = checker.check(sentence, today=THEN)
    assert result.verdict == "misattributed"
    assert "第9条" in result.flags[0] and "第十二条" in result.flags[0].replace(" ", "")
    right = checker.check(sentence.replace("第九条", "第十二条"), today=THEN)
    assert right.verdict == "verified"


def test_a_rule_that_has_run_out_is_outdated(checker: Checker) -> None:
    sentence = "评审通过的企业名单，在区政府门户网站公示七个工作日。"
    assert checker.check(sentence, today=THEN).verdict == "verified"
    late = checker.check(sentence, today=date(2026, 6, 1))
    assert late.verdict == "outdated"
    assert "已届满" in late.notes[-1]


def test_ten_to_the_fourth_is_named_as_such(checker: Checker) -> None:
    result = checker.check("三大主导产业产值突破520万元，其中智能传感产业达到240亿元", today=THEN)
    assert any("万、亿之差" in flag for flag in result.flags)


def test_a_result_is_json(checker: Checker) -> None:
    from dataclasses import asdict

    result = checker.check("环湖绿道长度达到86公里，等级民宿达到100家。", today=THEN)
    assert json.loads(json.dumps(asdict(result), ensure_ascii=False, default=str))["verdict"] == "altered"
    (difference,) = [d for d in result.differences if d.material]
    assert result.text[difference.draft_start : difference.draft_end] == difference.draft
