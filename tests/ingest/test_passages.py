"""Passages: their sizes, borders, ids and what of a change moves them."""

from __future__ import annotations

from checks import check_reading
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import BODY, SENTENCES, document, reading

from ingest.model import Document
from ingest.paragraph_cuts import CEILING, LONGEST, TARGET

PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=30).map("".join), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=4))
def test_passages_of_prose_are_of_a_size(sections: list[list[str]]) -> None:
    text = "青禾区规划\n"
    for number, paragraphs in zip("一二三四", sections, strict=False):
        text += f"{number}、第{number}项任务\n" + "\n".join(paragraphs) + "\n"
    result = reading(text)
    check_reading(result)
    for passage in result.report.documents[0].passages:
        assert len(passage.text) <= LONGEST * 1.3 + 20
    total = sum(len(paragraph) for paragraphs in sections for paragraph in paragraphs)
    assert len(result.report.documents[0].passages) <= total / (TARGET / 4) + 2 * len(sections)


def test_a_sentence_too_long_is_cut_at_semicolons_then_commas() -> None:
    clauses = "；".join(["推进公园、绿道和口袋公园建设，完善配套设施" * 3] * 30)
    passages = document("青禾区规划\n一、任务\n" + clauses + "。").passages
    assert len(passages) > 2
    assert all(passage.text[-1] in "；。" for passage in passages)
    assert all(len(passage.text) <= CEILING for passage in passages)
    assert len(document("青禾区规划\n一、任务\n" + "公园" * 2000).passages) >= 4


def test_headings_without_text_go_with_what_follows() -> None:
    only = document("青禾区规划\n一、任务\n（一）产业\n" + BODY + "\n（二）空间\n" + BODY)
    assert only.passages[0].text.startswith("青禾区规划\n一、任务\n（一）产业\n")
    assert only.passages[0].path == ("青禾区规划", "一、任务", "（一）产业")


def test_a_heading_without_text_does_not_go_into_the_next_section() -> None:
    only = document("青禾区规划\n第一章 总则\n" + BODY + "\n第二章 任务\n第一节 产业\n第三章 附则\n" + BODY)
    assert [passage.path[-1] for passage in only.passages] == ["第一章 总则", "第一节 产业", "第三章 附则"]


def test_the_cover_is_one_passage_of_its_own() -> None:
    only = document(
        "青禾区公园方案\n青府发〔2026〕8号\n（2026年3月2日）\n各街道办事处：\n" + BODY + "\n一、目标\n" + BODY
    )
    assert [passage.kind for passage in only.passages] == ["front", "text", "text"]
    assert only.passages[0].text.endswith("各街道办事处：")


def ids(document: Document) -> dict[str, str]:
    return {passage.id: passage.text for passage in document.passages}


PLAN = "青禾区公园规划\n一、目标\n{}\n二、任务\n{}\n三、保障\n{}\n"


def test_ids_are_the_same_when_read_again() -> None:
    text = PLAN.format(*SENTENCES[:3])
    assert ids(document(text)) == ids(document(text))


def test_an_edit_moves_only_the_ids_of_what_was_edited() -> None:
    before = ids(document(PLAN.format(*SENTENCES[:3])))
    after = ids(document("\n\n" + PLAN.format(SENTENCES[0], SENTENCES[4], SENTENCES[2])))
    assert len(before.keys() & after.keys()) == 2
    assert all(before[key] == after[key] for key in before.keys() & after.keys())


def test_the_file_name_and_the_title_tell_documents_apart() -> None:
    text = PLAN.format(*SENTENCES[:3])
    assert document(text, "甲.txt").id != document(text, "乙.txt").id
    assert document(text).id != document(text.replace("公园规划", "绿道规划")).id


def test_equal_passages_have_ids_of_their_own() -> None:
    only = document(
        "青禾区规划\n一、甲\n"
        + "\n".join(["（一）乙\n" + BODY, "（二）丙\n" + BODY] * 1)
        + "\n序号\t名\n1\t园\n1\t园\n"
    )
    assert len(ids(only)) == len(only.passages)
