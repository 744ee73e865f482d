"""Drafts as text: wrapped lines, Markdown, what is a claim, differences step by step, what is exported."""

from __future__ import annotations

import pytest
from conftest_check import THEN
from hypothesis import given
from hypothesis import strategies as st
from made_draft import TRUE, WRONG, checked_text

from qa_service.check.changes import changes
from qa_service.check.checker import Checker
from qa_service.check.draft import split_claims
from qa_service.check.draft_file import DraftText
from qa_service.check.export import export
from qa_service.check.joining import join_lines
from qa_service.check.remarks import Options, Remarks
from qa_service.check.report_markdown import markdown_report


def wrapped(text: str, width: int = 30) -> str:
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    paragraphs = [wrapped(TRUE * 4), wrapped(WRONG * 4), "短行"]
    joined = join_lines("\n\n".join(paragraphs))
    assert len(joined) == len("\n\n".join(paragraphs))
    sentences = [joined[a:b].replace(" ", "") for a, b in split_claims(joined)]
    assert sentences == [TRUE] * 4 + [WRONG] * 4


def test_paragraphs_of_a_line_each_stay_apart() -> None:
    text = "\n".join([TRUE, WRONG, TRUE])
    assert join_lines(text) == text


def test_markdown_goes_on_to_the_blank_line() -> None:
    text = "# 题\n甲，\n乙。\n\n- 一\n- 二\n\n```\n代码\n行\n```\n"
    assert join_lines(text, markdown=True) == text.replace("甲，\n乙", "甲， 乙")


@given(st.text("甲乙丙0123456789，。 \n", max_size=30), st.text("甲乙丙0123456789，。 \n", max_size=30))
def test_steps_hold_both_texts(draft: str, source: str) -> None:
    steps = changes(draft, source)
    if steps:
        assert "".join(step.draft for step in steps) == draft
        assert "".join(step.source for step in steps) == source
    for step in steps:
        assert step.op != "insert" or not any(map(str.isalnum, step.draft))


def test_markdown_gets_footnotes_and_remarks(checker: Checker) -> None:
    text = f"# 题\n\n{TRUE}{WRONG}\n\n- 市里将投放机器人园丁，修建三千座空中花园。\n"
    result = checked_text(checker, text, THEN, markdown=True)
    documents = {document.id: document for document in checker.library.documents}
    made = markdown_report(result, Remarks(documents, Options()), markdown=True)
    assert f"{TRUE}[^planqa-1]{WRONG}\n\n> [!WARNING]\n> “{WRONG}”" in made
    assert "[^planqa-1]: 《澄湖区关于促进湿地生态旅游高质量发展的实施意见》" in made
    assert "【未找到依据】" in made
    assert made.index("# 题") < made.index(TRUE) < made.index("- 市里")


def test_sentences_with_one_source_share_a_footnote(checker: Checker) -> None:
    text = f"{TRUE}等级民宿达到100家。\n{TRUE}"
    result = checked_text(checker, text, THEN)
    documents = {document.id: document for document in checker.library.documents}
    footnoted = Remarks(documents, Options()).footnotes(result)
    assert sorted(footnoted.notes) == [1, 2]
    assert footnoted.covered == {0, 1, 2}


@pytest.mark.parametrize("format", ["html", "md", "docx"])
def test_every_export_holds_the_objection(checker: Checker, format: str) -> None:
    result = checked_text(checker, WRONG, THEN)
    documents = {document.id: document for document in checker.library.documents}
    made = export(format, DraftText("汇报.txt", WRONG), result, documents, Options(style="gbt7714"))
    assert made.name == f"汇报-核对.{format}"
    assert made.data.startswith({"html": b"<!doctype", "md": b"<!--", "docx": b"PK"}[format])
