"""Questions about several documents or regions, part by part."""

from __future__ import annotations

import pytest

from index.build import build_index
from index.encoder import open_encoder
from ingest.model import Document
from qa_service.apart import parts_of
from qa_service.engine import Engine
from qa_service.side_by_side import TitleNames

AREAS = {"河畔": 12, "老城厢": 30, "科创湾": 45}
"""Functional areas, and how many parks the plan of each wants."""


def plan(area: str, parks: int) -> str:
    return (
        f"青禾区{area}功能区“十五五”规划\n"
        "一、发展基础\n过去五年，区域环境明显改善，居民满意度逐年提高。\n"
        f"二、主要目标\n到2030年，新建口袋公园{parks}座，完成河道整治8公里。\n"
        "三、保障措施\n加强组织领导，落实资金保障，定期开展评估。\n"
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder, home = tmp_path_factory.mktemp("plans"), tmp_path_factory.mktemp("home")
    for area, parks in AREAS.items():
        (folder / f"{area}.txt").write_text(plan(area, parks), encoding="utf-8")
    for region in ("青禾区", "白塔区"):
        text = f"{region}绿化条例\n一、目标\n{region}到2030年新增公共绿地{len(region) * 7}公顷。\n"
        (folder / f"{region}.txt").write_text(text, encoding="utf-8")
    build_index([folder], home)
    return Engine.open(home, encoder=open_encoder(None, home))


@pytest.fixture(scope="module")
def documents(engine: Engine) -> list[Document]:
    return list(engine.searcher.documents)


@pytest.mark.parametrize(
    ("question", "areas"),
    [
        ("河畔、老城厢和科创湾各要新建几座口袋公园", ["河畔", "老城厢", "科创湾"]),
        ("老城厢功能区与河畔功能区的目标有什么不同", ["老城厢", "河畔"]),
        ("河畔还是科创湾的公园多", ["河畔", "科创湾"]),
        ("河畔有几座公园，老城厢的河道整治了吗", []),
        ("河畔新建几座公园", []),
        ("口袋公园和河道整治的目标", []),
    ],
)
def test_documents_named_in_one_breath(documents: list[Document], question: str, areas: list[str]) -> None:
    named = TitleNames(documents).side_by_side(question)
    titles = [{documents[i].metadata.title for i in one.documents} for one in named]
    assert [{f"青禾区{area}功能区“十五五”规划"} for area in areas] == titles


def test_a_word_that_stands_everywhere_names_no_title(documents: list[Document]) -> None:
    common = TitleNames(documents, lambda gram, own: float(gram == "河畔"))
    assert not common.side_by_side("河畔和老城厢的公园")
    assert TitleNames(documents).side_by_side("河畔和老城厢的公园")


def test_each_part_names_one_of_them(documents: list[Document]) -> None:
    parts = parts_of("河畔、老城厢和科创湾各要新建几座口袋公园", documents, TitleNames(documents))
    assert [part.question for part in parts] == [f"{area}各要新建几座口袋公园" for area in AREAS]
    assert all(part.by_title and len(part.documents) == 1 for part in parts)
    regions = parts_of("青禾区和白塔区新增多少绿地", documents, TitleNames(documents))
    assert [part.question for part in regions] == ["青禾区新增多少绿地", "白塔区新增多少绿地"]
    assert not any(part.by_title for part in regions)


def test_each_document_has_a_passage_in_front(engine: Engine) -> None:
    question = "河畔、老城厢和科创湾各要新建几座口袋公园？"
    answer = engine.ask(question, k=3)
    assert answer.answerable
    texts = [hit.text for hit in answer.hits]
    assert all(any(f"新建口袋公园{parks}座" in text for text in texts) for parks in AREAS.values())
    found = engine.search(question, limit=3)
    assert [hit.passage_id for hit in found.hits] == [hit.passage_id for hit in answer.hits]


def test_one_part_without_an_answer_is_refused(engine: Engine) -> None:
    assert not engine.ask("青禾区和白塔区2027年的财政收入各是多少亿元？").answerable
