"""What a question names outright, against the documents of an index."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files import read_file
from ingest.model import Document
from qa_service.about import facts, read_about
from qa_service.references import read_references
from qa_service.spread import named_regions

REGIONS = ("浙江省", "江苏省", "宁夏回族自治区", "南京市", "苏州市", "青禾区", "白塔区")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    folder = tmp_path_factory.mktemp("reports")
    found = []
    for region in (*REGIONS, ""):
        path = folder / f"{region}规划.txt"
        path.write_text(f"{region}公园发展规划\n一、目标\n建成公园12座。\n", encoding="utf-8")
        found += read_file(path).report.documents
    assert [document.metadata.region or "" for document in found] == [*REGIONS, ""]
    return found


@pytest.mark.parametrize(
    ("question", "out"),
    [
        ("建成公园多少座", set()),
        ("青禾建成公园多少座", {"白塔区"}),
        ("青禾区和白塔区各建成公园多少座", set()),
        ("浙江建成公园多少座", {"江苏省", "宁夏回族自治区"}),
        ("宁夏回族自治区建成公园多少座", {"浙江省", "江苏省"}),
        ("江苏省南京市建成公园多少座", {"浙江省", "宁夏回族自治区", "苏州市"}),
        ("南京西路沿线建成公园多少座", set()),
        ("苏州大学周边建成公园多少座", set()),
        ("南京市南京东路建成公园多少座", {"苏州市"}),
    ],
)
def test_documents_of_other_regions_of_the_named_ones_size_are_out(
    documents: list[Document], question: str, out: set[str]
) -> None:
    verdicts = read_references(question, documents).admits(len(documents))
    refused = {d.metadata.region for d, admitted in zip(documents, verdicts, strict=True) if not admitted}
    assert refused == out


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("南京西路沿线有什么", ()),
        ("青禾和白塔哪个公园多", ("青禾区", "白塔区")),
        ("江苏省南京市有多少公园", ("南京市",)),
        ("浙江和宁夏哪个公园多", ("浙江省", "宁夏回族自治区")),
    ],
)
def test_regions_that_take_turns(documents: list[Document], question: str, regions: tuple[str, ...]) -> None:
    assert set(named_regions(question, documents)) == set(regions)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("青禾区公园发展规划是哪天由人代会通过的", ("written",)),
        ("青禾区公园发展规划还有效吗", ("valid_until",)),
        ("青禾公园规划的文号", ("doc_number",)),
        ("青禾区公园发展规划落款是什么时间", ("written",)),
        ("青禾区公园发展规划是哪个部门起草的", None),  # its title doesn't say
        ("青禾区公园发展规划通过什么办法建公园", None),
    ],
)
def test_questions_about_a_document_itself(
    documents: list[Document], question: str, asked: tuple[str, ...] | None
) -> None:
    about = read_about(question, documents)
    assert (about.fields if about else None) == asked


def test_a_plan_is_named_without_what_people_leave_out_of_its_title(tmp_path: Path) -> None:
    """Its annexes have titles of their own, which are not the plan's."""
    path = tmp_path / "纲要.txt"
    path.write_text(
        "青禾区国民经济和社会发展第十五个五年规划纲要\n（2026年1月16日青禾区第二届人民代表大会第七次会议通过）\n"
        "一、目标\n建成公园12座。\n附件1\n青禾区“十五五”时期重大项目\n公园建设项目3个。\n",
        encoding="utf-8",
    )
    plan = read_file(path).report.documents
    assert plan[0].metadata.part_titles
    about = read_about("青禾区十五五规划是哪天由人代会通过的", plan)
    assert about is not None and (about.fields, about.documents) == (("written",), (0,))
    assert read_about("青禾区十四五规划是哪天由人代会通过的", plan) is None


def test_who_drafted_a_document_is_told_by_the_notice_that_passes_it_on(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(
        "青禾区人民政府关于批转区绿化局《青禾区公园养护方案》的通知\n各街道办事处：\n现印发给你们。\n"
        "青禾区公园养护方案\n一、目标\n养护公园12座。\n",
        encoding="utf-8",
    )
    documents = read_file(path).report.documents
    about = read_about("青禾区公园养护方案是哪个部门编制的", documents)
    assert about is not None and (about.fields, about.missing) == (("drafter",), ())
    assert facts(documents[0].metadata, about.fields) == ("区绿化局",)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("青禾区框架协议采购办法什么时候失效", ("valid_until",)),
        ("青禾区框架协议采购办法的文号", ("doc_number",)),
        ("框架协议 有效期 货物 服务 几年", None),
        ("青禾框架协议采购的有效期最长几年", None),
        ("框架协议采购办法里，服务项目和货物项目的有效期各是多久", None),
        ("青禾区框架协议采购办法几号文，它取代了此前哪一部规章", None),
    ],
)
def test_a_validity_inside_a_document_is_not_its_own(
    tmp_path: Path, question: str, asked: tuple[str, ...] | None
) -> None:
    """Where the document doesn't state its own, nobody is refused who asks for another."""
    path = tmp_path / "办法.txt"
    path.write_text(
        "青禾区框架协议采购办法\n第一条　货物项目框架协议有效期不超过1年。\n第二条　服务项目不超过2年。\n",
        encoding="utf-8",
    )
    about = read_about(question, read_file(path).report.documents)
    assert (about.fields if about else None) == asked


@pytest.mark.parametrize(
    "question",
    [
        "青禾区绿地保护办法什么时候开始施行",
        "青禾绿地保护办法的施行日期",
        "青禾区那个绿地保护办法从哪年哪月哪日开始管用的",
        "青禾区绿地保护办法生效了吗",
    ],
)
def test_when_a_document_takes_effect_is_a_fact_of_its_own(tmp_path: Path, question: str) -> None:
    path = tmp_path / "办法.txt"
    text = "青禾区绿地保护办法\n第一条　为了保护绿地，制定本办法。\n第二条　{0}\n"
    path.write_text(text.format("本办法自2025年3月1日起施行。"), encoding="utf-8")
    documents = read_file(path).report.documents
    about = read_about(question, documents)
    assert about is not None and (about.fields, about.missing) == (("effective",), ())
    assert facts(documents[0].metadata, about.fields) == ("2025年3月1日",)
    # Where no such date was read, nothing is refused: the text may say it otherwise.
    path.write_text(text.format("本办法印发后满一个月起执行。"), encoding="utf-8")
    assert read_about(question, read_file(path).report.documents) is None


@pytest.mark.parametrize(
    "question",
    [
        "青禾区绿地保护办法的实施情况",
        "青禾绿地保护办法由谁负责实施和执行",
        "青禾区绿地保护办法里的补种移植何时实施",
    ],
)
def test_carrying_out_is_not_taking_effect(documents: list[Document], question: str) -> None:
    about = read_about(question, documents)
    assert about is None or "effective" not in about.fields
