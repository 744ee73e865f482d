"""Copies of a document: not searched beside it, never lost, and told completely."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.files import read_file
from ingest.model import Document
from qa_service.duplicates import Copies, collapse

TEXTS = [
    "坚持以高质量发展为主题，着力提升产业能级，推动数字化转型，全面增强城区综合竞争力。",
    "支持企业加大研发投入，建设一批公共服务平台，完善创新生态，促进科技成果在本区转化。",
    "强化要素保障，健全工作机制，加强统计监测，定期开展评估，重大事项及时报告区政府。",
    "依托青禾科创谷二期项目，引进人工智能、新材料和机器人等领域企业三百家以上。",
]
HEAD = (
    "青禾区人民政府\n关于印发《青禾区绿道建设规划》的通知\n（2026年2月3日）\n青府发〔2026〕8号\n"
    "各街道办事处：\n请执行。\n"
)
PLAN = "青禾区绿道建设规划\n" + "".join(
    f"{n}、第{n}类任务\n{text * 3}\n" for n, text in zip("一二三", TEXTS[:3], strict=True)
)
REST = "青禾区人民政府\n关于印发《青禾区公园管理办法》的通知\n（2026年2月9日）\n青府发〔2026〕9号\n"
REST += f"各街道办事处：\n请执行。\n青禾区公园管理办法\n一、总则\n{TEXTS[3]}\n二、附则\n{TEXTS[2]}\n"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    folder = tmp_path_factory.mktemp("copies")
    (folder / "公报.txt").write_text(HEAD + PLAN + REST, encoding="utf-8")
    (folder / "规划.txt").write_text(HEAD + PLAN, encoding="utf-8")
    return [d for path in sorted(folder.glob("*.txt")) for d in read_file(path).report.documents]


def numbers(documents: list[Document], which: int) -> range:
    start = sum(len(document.passages) for document in documents[:which])
    return range(start, start + len(documents[which].passages))


def allowed(documents: list[Document], *which: int) -> np.ndarray:
    mask = np.zeros(sum(len(document.passages) for document in documents), dtype=bool)
    for one in which:
        mask[list(numbers(documents, one))] = True
    return mask


def test_the_copy_is_not_searched_beside_its_primary(documents: list[Document]) -> None:
    copy, other, primary = range(3)
    copies = Copies(documents)
    left = copies.without_repeats(allowed(documents, copy, other, primary))
    assert not left[list(numbers(documents, copy))].any()
    assert left[list(numbers(documents, other))].all() and left[list(numbers(documents, primary))].all()


def test_a_filter_that_keeps_only_the_copy_finds_it(documents: list[Document]) -> None:
    copies = Copies(documents)
    mask = allowed(documents, 0, 1)
    assert copies.without_repeats(mask).tolist() == mask.tolist()


def test_the_mask_that_was_given_is_not_changed(documents: list[Document]) -> None:
    mask = allowed(documents, 0, 1, 2)
    Copies(documents).without_repeats(mask)
    assert mask.all()


def test_each_passage_knows_where_else_it_stands(documents: list[Document]) -> None:
    copies = Copies(documents)
    passages = [passage for document in documents for passage in document.passages]
    for number in numbers(documents, 2):
        places = copies.of(number)
        assert places and {passages[place].document_id for place in places} == {documents[0].id}
        assert all(number in copies.of(place) for place in places)
    assert [copies.of(number) for number in numbers(documents, 1)] == [()] * len(documents[1].passages)


def test_documents_know_their_copies(documents: list[Document]) -> None:
    copies = Copies(documents)
    bulletin, other, alone = (document.id for document in documents)
    assert copies.same_as(alone) == (bulletin,) and copies.same_as(bulletin) == (alone,)
    assert copies.same_as(other) == () and copies.same_as("unknown") == ()


def test_an_index_without_copies_is_left_alone(documents: list[Document]) -> None:
    mask = allowed(documents[:2], 0, 1)
    assert Copies(documents[:2]).without_repeats(mask) is mask


def test_passages_that_repeat_each_other_collapse_whatever_their_documents(documents: list[Document]) -> None:
    passages = [passage for document in documents for passage in document.passages]
    order = [*numbers(documents, 2), *numbers(documents, 0)]
    groups = collapse(order, passages, len(order))
    assert [group.best for group in groups] == list(numbers(documents, 2))
    assert all(group.others for group in groups)
