"""Persons and posts, documents and their parts, later documents."""

from __future__ import annotations

from datetime import date

import pytest
from cli_kit import REPOSITORY
from conftest_check import THEN

from ingest.files import read_file
from ingest.model import Document
from qa_service.check.appointments import read_appointments
from qa_service.check.checker import Checker
from qa_service.check.verdict import Verdict

OPINION = "《澄湖区关于促进湿地生态旅游高质量发展的实施意见》"
RULES = "《澄湖区科创企业租金补贴管理办法》"
PUBLISHED = "评审通过的企业名单，在区政府门户网站公示七个工作日。"


@pytest.fixture(scope="module")
def later_checker(sample_documents: list[Document]) -> Checker:
    extra = REPOSITORY / "samples" / "drafts" / "documents"
    added = [d for path in sorted(extra.iterdir()) for d in read_file(path).report.documents]
    return Checker([*sample_documents, *added])


@pytest.mark.parametrize(
    ("sentence", "verdict", "named"),
    [
        ("沈砚被任命为云岚市澄湖区文化旅游局局长。", "verified", ""),
        ("区政府任命沈砚为文化旅游局局长，免去其商务局副局长职务。", "verified", ""),
        ("任命何澈为北港智造园管委会副主任，免去丁若川的文化旅游局局长职务。", "verified", ""),
        ("沈砚任商务局副局长。", "altered", "免去"),
        ("陆知秋被任命为市场监督管理局副局长。", "altered", "发展和改革委员会副主任"),
        ("祝青岩任云岚市澄湖区市场监督管理局局长。", "altered", "副局长"),
        ("任命张伟为云岚市澄湖区政务服务管理办公室主任。", "altered", "闻人朔"),
        ("任命闻人朔为云岚市澄湖区政务服务管理办公室主任，免去罗屿的这一职务。", "verified", ""),
        (
            "任命闻人朔为区政务服务管理办公室主任，免去丁若川的这一职务。",
            "altered",
            "文化旅游局局长",
        ),
        ("任命沈砚为文化旅游局局长，免去王小明的商务局副局长职务。", "paraphrase", ""),
        ("任命沈砚为文化旅游局局长，王小明为审计局局长。", "paraphrase", ""),
        ("姓名 任命职务\n沈砚\t文化旅游局局长\n祝青岩\t市场监督管理局副局长", "verified", ""),
        ("姓名 任命职务\n沈砚\t市场监督管理局副局长\n祝青岩\t文化旅游局局长", "altered", "文化旅游局局长"),
        ("任命沈砚为文化旅游局局长，祝青岩为市场监督管理局副局长。", "verified", ""),
        ("任命沈砚为文化旅游局局长，祝青岩为市场监督管理局局长。", "altered", "副局长"),
        ("免去丁若川文化旅游局局长、沈砚商务局副局长职务。", "verified", ""),
        ("免去丁若川文化旅游局局长、沈砚商务局局长职务。", "altered", "副局长"),
    ],
)
def test_a_post_belongs_to_its_person(checker: Checker, sentence: str, verdict: Verdict, named: str) -> None:
    result = checker.check(sentence, today=THEN)
    assert result.verdict == verdict
    assert any(named in flag for flag in result.flags) or not named
    assert any(claim.kind == "person" for claim in result.claims)


def test_a_person_whom_no_list_has_is_told(checker: Checker) -> None:
    result = checker.check("任命沈砚为文化旅游局局长，王小明为审计局局长。", today=THEN)
    assert result.verdict == "paraphrase"
    assert any("王小明" in note and "名单中没有" in note for note in result.notes)
    assert not any("沈砚" in note for note in result.notes)


def test_appointments_are_read_from_lists(sample_documents: list[Document]) -> None:
    found = read_appointments(sample_documents)
    assert [(one.name, one.removed) for one in found if one.name == "沈砚"] == [
        ("沈砚", False),
        ("沈砚", True),
    ]
    assert all("试用" not in one.post and "挂职" not in one.post for one in found)
    for one in found:
        told = sample_documents[one.document].text[one.start : one.end]
        assert one.post in told and one.name in told.replace(" ", "").replace("\u3000", "")


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        (f"{OPINION}第一部分提出，等级民宿达到100家。", ""),
        (f"{OPINION}第二部分提出，等级民宿达到100家。", "第二部分"),
        (f"{OPINION}第一部分第（一）项提出，等级民宿达到100家。", "第（一）项"),
        (f"2024年{RULES}规定，{PUBLISHED}", ""),
        (f"2023年{RULES}规定，{PUBLISHED}", "2023年"),
        (f"根据区科学技术委员会{RULES}，{PUBLISHED}", ""),
        (f"根据区统计局印发的{RULES}，{PUBLISHED}", "区统计局"),
    ],
)
def test_part_year_and_body_of_a_document_are_checked(checker: Checker, sentence: str, wrong: str) -> None:
    result = checker.check(sentence, today=THEN)
    assert result.verdict == ("misattributed" if wrong else "verified")
    assert not wrong or wrong in result.flags[0]


def test_a_body_before_a_title_is_no_attribution(checker: Checker) -> None:
    true = "区发展改革委《澄湖区现代产业体系建设“十五五”规划》已经区政府第57次常务会议审议通过。"
    assert checker.check(true, today=THEN).verdict in ("verified", "paraphrase")
    assert checker.check(true.replace("区发展改革委", "区水务局"), today=THEN).verdict != "verified"


def test_a_later_document_outdates_a_figure(later_checker: Checker) -> None:
    day = date(2026, 11, 1)
    old = later_checker.check("开行“夜游澄湖”水上巴士，周五至周日末班船延长至22时。", today=day)
    assert old.verdict == "outdated"
    assert "澄府办发〔2026〕9号" in old.notes[-1] and "21时" in old.notes[-1] and "22时" in old.notes[-1]
    assert (
        old.places[0].doc_number == "澄府办发〔2026〕3号" and old.later[0].doc_number == "澄府办发〔2026〕9号"
    )
    new = later_checker.check("开行“夜游澄湖”水上巴士，周五至周日末班船延长至21时。", today=day)
    assert new.verdict == "verified" and not new.later


def test_another_meeting_or_another_target_year_outdates_nothing(later_checker: Checker) -> None:
    day = date(2026, 11, 1)
    for sentence in (
        "区发展改革委《澄湖区现代产业体系建设“十五五”规划》已经区政府第57次常务会议审议通过，现批转给你们。",
        "到2030年，年接待游客达到800万人次，旅游总收入达到65亿元。",
    ):
        assert later_checker.check(sentence, today=day).verdict in ("verified", "paraphrase")


@pytest.mark.parametrize(
    ("sentence", "wrong", "right"),
    [
        ("租金单价超过每平方米每天3.5元的部分，不予补贴。", "3.5元", "2.5元"),
        ("对澄江而言，工业用水重复利用率要提高。", "", ""),
        ("北港智造园亩均税收为21.4万元，高于全市省级以上开发区26.8万元的平均水平。", "高于", "低于"),
        ("残疾人、60周岁以上老年人和现役军人不得免收湿地公园门票。", "不得", ""),
    ],
)
def test_what_stands_in_a_words_place_counts(checker: Checker, sentence: str, wrong: str, right: str) -> None:
    result = checker.check(sentence, today=THEN)
    assert result.verdict != "verified"
    if wrong:
        assert result.verdict == "altered"
        assert any(wrong in flag and right in flag for flag in result.flags)
