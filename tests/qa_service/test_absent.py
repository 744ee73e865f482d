"""What is near but about another region, or about other years, is no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files import read_file
from ingest.model import Document, Metadata
from qa_service.absent import about_another_region, about_other_years
from qa_service.absent_regions import absent_region, may_speak_for
from qa_service.absent_years import absent_frame, frames
from qa_service.engine import Engine

PLAN = "{}发展规划\n一、目标\n建成公园12座。\n"


def documents_of(folder: Path, *titles: str) -> list[Document]:
    found = []
    for title in titles:
        path = folder / f"{title}.txt"
        path.write_text(PLAN.format(title), encoding="utf-8")
        found += read_file(path).report.documents
    return found


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """One document, of a district beside which people speak of others by their short names."""
    found = documents_of(tmp_path_factory.mktemp("beside"), "静安区公园")
    assert found[0].metadata.region == "静安区"
    return found


LAKE = Metadata(title="澄湖区规划", region="澄湖区", plan_period=(2026, 2030))


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("北京新增多少养老床位", "北京市"),
        ("黄浦区的停车怎么收费", "黄浦区"),
        ("上海市黄浦区的停车怎么收费", "黄浦区"),
        ("江苏苏州的停车怎么收费", "苏州市"),
        ("停车收费，黄浦有什么规定", "黄浦区"),
        ("老外来黄浦买东西能退税吗", "黄浦区"),
        ("全国新增多少养老床位", "全国"),
        ("2026年，我国的增长目标是多少", "我国"),
        ("全国首个数字街区在哪里", None),
        ("获得哪些全国奖项", None),
        ("新增多少养老床位", None),
        ("来自北京的老人能否申请", None),
        ("从苏州搬来的企业有补贴吗", None),
        ("北京人能申请公租房吗", None),
        ("北京户口能申请公租房吗", None),
        ("对标深圳有哪些举措", None),
        ("南京西路有多长", None),
        ("黄浦江沿岸怎么开发", None),
        ("和平年代的国防教育怎么做", None),
        ("倡导新华书店进社区", None),
        ("长宁路上的工程", None),
        ("在北京怎么推进", "北京市"),
        ("苏州园林怎么修", "苏州市"),
        ("天河区的停车怎么收费", "天河区"),
        ("天河的停车怎么收费", None),  # too many counties: what is not beside is named in full
        ("滨江公共空间怎么建设", None),
        ("老城区改造怎么推进", None),
        ("城区绿化怎么推进", None),
        ("建设卓越城区的目标", None),
        ("新建区域绿地多少", None),
        ("由和县城投公司承建吗", None),
        ("日照时间不足怎么补偿", None),
        ("苏州河北边的旧楼什么时候翻新", None),  # a river's north side
        ("黄浦江西岸的写字楼", None),
        ("河北的养老床位", "河北省"),
    ],
)
def test_the_region_that_a_question_is_about(
    beside: list[Document], question: str, region: str | None
) -> None:
    found = absent_region(question, beside)
    assert (found and found.divisions[0].name) == region


@pytest.mark.parametrize(
    ("question", "region", "may"),
    [
        ("黄浦区的床位", "静安区", False),
        ("黄浦区的床位", "上海市", True),  # a city's plan speaks of its districts
        ("黄浦区的床位", "江苏省", False),
        ("苏州的床位", "上海市", False),
        ("上海的床位", "静安区", True),
        ("北京的床位", "静安区", False),
        ("黄浦区的床位", "澄湖区", False),  # in no table, but of the same size
        ("北京的床位", "澄湖区", True),  # may lie there
        ("黄浦区的床位", None, True),
        ("全国的床位", "上海市", False),
        ("全国的床位", "澄湖区", False),
        ("全国的床位", None, True),
    ],
)
def test_who_may_speak_for_it(question: str, region: str | None, may: bool) -> None:
    named = absent_region(question, [])
    assert named is not None
    assert may_speak_for(region, named) is may


def test_an_area_that_a_document_is_called_after_is_no_region_elsewhere(
    beside: list[Document], tmp_path: Path
) -> None:
    area = documents_of(tmp_path, "杨浦滨江片区")
    assert absent_region("杨浦滨江建成公园多少座", beside) is not None
    assert absent_region("杨浦滨江建成公园多少座", [*beside, *area]) is None


def test_a_passage_that_mentions_the_region_may_answer() -> None:
    question, silent, telling = "黄浦区新增多少床位", "新增床位90张", "与黄浦共建床位30张"
    assert "不是关于黄浦区的" in about_another_region(question, [], [(LAKE, silent)])
    assert about_another_region(question, [], [(LAKE, silent), (LAKE, telling)]) == ""
    assert about_another_region(question, [], []) == ""


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("2035年新增多少床位", "新增床位90张", "2035年"),
        ("2035年新增多少床位", "到2035年新增床位90张", ""),
        ("2035年新增多少床位", "二〇三五年新增床位90张", ""),
        ("2028年新增多少床位", "新增床位90张", ""),  # within the plan's years
        ("“十四五”新增多少床位", "新增床位90张", "“十四五”"),
        ("“十四五”新增多少床位", "第十四个五年规划期间新增90张", ""),
        ("“十四五”新增多少床位", "2023年新增90张", ""),
        ("2019年和2027年各多少", "新增床位90张", ""),  # one of them is spoken of
        ("2019年新增多少", "2018-2020年新增90张", ""),
        ("某府发〔2019〕7号说了什么", "新增床位90张", ""),
        ("十五分钟生活圈有几个", "新增床位90张", ""),
        ("新增多少床位", "新增床位90张", ""),
    ],
)
def test_years_that_nothing_near_speaks_of(question: str, text: str, said: str) -> None:
    assert absent_frame(question, [(LAKE, text)]) == said
    assert (said in about_other_years(question, [(LAKE, text)])) if said else True


def test_a_version_is_a_year_and_a_number_is_none() -> None:
    assert [frame.said for frame in frames("办法（2021版）")] == ["2021"]
    assert list(frames("编号12021345，第2021.5项")) == []


@pytest.fixture(scope="module")
def engine(sample_home: Path) -> Engine:
    return Engine.open(sample_home)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("黄浦区“十五五”时期要新增多少高新技术企业？", "不是关于黄浦区的"),
        ("澄湖区2012年要新增多少高新技术企业？", "没有说到2012年"),
    ],
)
@pytest.mark.parametrize("k", [1, 5])
def test_such_questions_are_refused_and_told_why(engine: Engine, question: str, reason: str, k: int) -> None:
    answer = engine.ask(question, k=k)
    assert not answer.answerable
    assert reason in answer.reason
    assert answer.confidence <= 0.05
    assert len(answer.hits) == k  # what is nearest is shown all the same


def test_the_same_question_about_the_documents_own_region_is_answered(engine: Engine) -> None:
    assert engine.ask("澄湖区“十五五”时期要新增多少高新技术企业？").answerable
