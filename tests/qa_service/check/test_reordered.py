"""Clauses in another order, openings that a document repeats, figures by themselves."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.files import read_file
from qa_service.check.checker import Checker
from qa_service.check.folding import fold_letters
from qa_service.check.reordered import in_other_order
from qa_service.check.tokens import tokenise

THEN = date(2026, 1, 10)
SOURCE = (
    "青禾区框架协议管理办法\n\n"
    "第一条　货物项目框架协议有效期一般不超过1年，服务项目框架协议有效期一般不超过2年。\n"
    "第二条　机构应当诚实守信，不得危害公共利益，不得损害个人的合法权益。\n"
    "第三条　区属机关为履行法定职责处理居民个人信息，应当按规定的权限进行，不得超出必需的范围。\n"
    "第四条　区属机关为履行法定职责处理居民个人信息，应当依照本办法履行告知义务；妨碍履职的除外。\n"
    "第五条　申请进口设备的，应当提交主管部门意见（详见附2）和专家组出具的论证意见（详见附3）。有9种例外。\n"
    "第六条　合同双方当事人不得擅自变更、中止或者终止合同。合同继续履行将损害公共利益的，双方当事人应当变更、"
    "中止或者终止合同。\n"
    "第七条　满80周岁的居民，每人补助900元整；不满80周岁的居民，每人补助800元整。\n"
)


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    path = tmp_path_factory.mktemp("reordered") / "办法.txt"
    path.write_text(SOURCE, encoding="utf-8")
    return Checker(read_file(path).report.documents)


@pytest.mark.parametrize(
    "sentence",
    [
        "服务项目框架协议有效期一般不超过2年，货物项目框架协议有效期一般不超过1年。",
        "据此，服务项目框架协议期一般不超过2年，货物项目框架协议期一般不超过1年。",
    ],
)
def test_clauses_may_be_told_in_another_order(checker: Checker, sentence: str) -> None:
    result = checker.check(sentence, today=THEN)
    assert (result.verdict in ("verified", "paraphrase"), result.flags) == (True, ())


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("服务项目框架协议有效期一般不超过1年，货物项目框架协议有效期一般不超过2年。", "服务"),
        ("货物项目框架协议有效期一般不超过2年，服务项目框架协议有效期一般不超过1年。", "2年"),
        ("区属机关为履行法定职责处理居民个人信息，不得依照本办法履行告知义务；妨碍履职的除外。", "不得"),
        ("满80周岁的居民，每人补助800元整；不满80周岁的居民，每人补助900元整。", "元"),
        ("合同继续履行将损害公共利益的，双方当事人不得变更、中止或者终止合同。", "不得"),
        ("应当提交主管部门意见（详见附9）和专家组出具的论证意见（详见附3）。", "9"),
    ],
)
def test_what_is_changed_is_found_all_the_same(checker: Checker, sentence: str, named: str) -> None:
    result = checker.check(sentence, today=THEN)
    assert result.verdict == "altered"
    assert any(named in flag for flag in result.flags)


@pytest.mark.parametrize(
    ("draft", "clauses"),
    [
        ("甲类项目期限1年乙类项目期限2年", [(0, 7), (7, 14)]),  # the source's own order
        ("乙类项目期限2年甲类", [(0, 7), (7, 9)]),  # the second one is no clause
        ("乙类项目期限3年甲类项目期限1年", [(0, 7), (7, 14)]),  # the first one stands nowhere
        ("乙类项目期限2年甲类项目期限1年", [(0, 14)]),
    ],
)
def test_nothing_is_moved_that_need_not_be(draft: str, clauses: list[tuple[int, int]]) -> None:
    source = tokenise(fold_letters("甲类项目期限1年乙类项目期限2年"))
    assert in_other_order(tokenise(fold_letters(draft)), clauses, source, 0.6) is None


def test_each_clause_is_laid_where_it_stands() -> None:
    draft, source = (
        tokenise(fold_letters(text)) for text in ("乙类期限2年甲类期限1年", "甲类期限1年乙类期限2年")
    )
    assert (len(draft), len(source)) == (10, 10)
    partner = in_other_order(draft, [(0, 5), (5, 10)], source, 0.6)
    assert partner is not None and partner.tolist() == [5, 6, 7, 8, 9, 0, 1, 2, 3, 4]
