"""A Word draft given back: remarks and footnotes are added, nothing else changes."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from conftest_check import THEN
from docx import Document
from made_draft import FILES, TRUE, W, checked, letters, made_draft, part

from qa_service.check.checker import Checker
from qa_service.check.draft_file import read_draft
from qa_service.check.remarks import Options, Remarks
from qa_service.check.word.annotate import annotated
from qa_service.check.word.plain import word_of

GIVEN = made_draft()


def given_back(checker: Checker, data: bytes = GIVEN, **options: bool) -> bytes:
    documents = {document.id: document for document in checker.library.documents}
    remarks = Remarks(documents, Options(**options))  # type: ignore[arg-type]
    return annotated(data, checked(checker, data, THEN), remarks)


def ids(data: bytes, name: str, element: str) -> list[str]:
    return [node.get(f"{{{W}}}id") for node in part(data, name).iter(f"{{{W}}}{element}")]


def test_the_text_is_what_word_shows() -> None:
    text = read_draft(GIVEN, "稿.docx").text
    assert "环湖慢行系统\t基本贯通，环湖绿道长度达到86公里。" in text
    assert "环湖绿道长度\t86公里\t\n" in text
    assert "等级民宿达到90家。" in text and "达到76公里" in text
    for absent in ("删去的话", "REF x", "页眉", "原有批注", "原有脚注"):
        assert absent not in text


def test_every_character_keeps_its_formatting(checker: Checker) -> None:
    assert letters(given_back(checker, everything=True)) == letters(GIVEN)


def test_parts_that_nothing_is_added_to_are_the_same_bytes(checker: Checker) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(given_back(checker))) as after,
        zipfile.ZipFile(io.BytesIO(GIVEN)) as before,
    ):
        for name in ("word/header1.xml", "_rels/.rels", "[Content_Types].xml"):
            assert after.read(name) == before.read(name)


def test_what_was_there_is_there(checker: Checker) -> None:
    made = given_back(checker, everything=True)
    tags = Counter(node.tag for node in part(made, "word/document.xml").iter())
    before = Counter(node.tag for node in part(GIVEN, "word/document.xml").iter())
    for name in ("hyperlink", "fldChar", "instrText", "del", "ins", "tbl", "tc", "pict", "headerReference"):
        assert tags[f"{{{W}}}{name}"] == before[f"{{{W}}}{name}"]
    assert "原有批注" in "".join(part(made, "word/comments.xml").itertext())
    assert "原有脚注" in "".join(part(made, "word/footnotes.xml").itertext())
    # The comment that was there is still on its words.
    first = part(made, "word/comments.xml")[0].get(f"{{{W}}}id")
    assert first in ids(made, "word/document.xml", "commentRangeStart")


@pytest.mark.parametrize("lacking", [{}, {"comments": "", "footnotes": ""}, {"styles": "", "settings": ""}])
def test_ids_are_unique_and_lead_somewhere(checker: Checker, lacking: dict[str, str]) -> None:
    given = made_draft(**lacking)
    if not lacking.get("footnotes", "x"):
        bare = FILES["word/document.xml"].replace('<w:r><w:footnoteReference w:id="1"/></w:r>', "")
        for mark in ('<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'):
            bare = bare.replace(mark, "")
        bare = bare.replace('<w:r><w:commentReference w:id="0"/></w:r>', "")
        given = made_draft(**lacking, document=bare)
    made = given_back(checker, given, everything=True)
    for name, kind, marks in (
        ("comments", "comment", ("commentRangeStart", "commentRangeEnd", "commentReference")),
        ("footnotes", "footnote", ("footnoteReference",)),
    ):
        known = ids(made, f"word/{name}.xml", kind)
        assert len(known) == len(set(known))
        for mark in marks:
            used = ids(made, "word/document.xml", mark)
            assert used and len(used) == len(set(used))
            assert set(used) <= set(known)
    types = [note.get(f"{{{W}}}type") for note in part(made, "word/footnotes.xml")]
    assert "separator" in types


def test_python_docx_reads_the_remarks(checker: Checker) -> None:
    made = Document(io.BytesIO(given_back(checker)))
    told = [comment.text for comment in made.comments if comment.author == "planqa"]
    assert any("【有出入】稿中“86公里”，原文为“96公里”" in text for text in told)
    assert any("76公里" in text for text in told)  # in the text box: on the paragraph that holds it
    assert made.sections[0].header.paragraphs[0].text == "页眉：环湖绿道长度达到86公里。"


def test_a_footnote_stands_behind_what_has_its_source(checker: Checker) -> None:
    made = part(given_back(checker), "word/document.xml")
    paragraph = next(p for p in made.iter(f"{{{W}}}p") if "".join(p.itertext()).endswith(TRUE))
    assert paragraph[-1].find(f"{{{W}}}footnoteReference") is not None
    link = next(made.iter(f"{{{W}}}hyperlink"))
    assert link.find(f".//{{{W}}}footnoteReference") is None
    assert link.getnext().find(f"{{{W}}}footnoteReference") is not None


def test_remarks_and_footnotes_can_be_left_out(checker: Checker) -> None:
    bare = made_draft(comments="", document=FILES["word/document.xml"])
    quiet = given_back(checker, bare, comments=False)
    assert not ids(quiet, "word/document.xml", "commentRangeStart")[1:]
    noteless = given_back(checker, GIVEN, footnotes=False)
    assert ids(noteless, "word/document.xml", "footnoteReference") == ["1"]
    told = "".join(part(noteless, "word/comments.xml").itertext())
    assert "【属实】" in told and "澄府办发〔2026〕3号" in told


def test_notes_have_ids_that_libreoffice_does_not_mix_up(checker: Checker) -> None:
    made = given_back(checker, everything=True)
    comments = {int(one) for one in ids(made, "word/comments.xml", "comment")}
    notes = {int(one) for one in ids(made, "word/footnotes.xml", "footnote")}
    assert min(comments) > max(notes)


def test_a_plain_text_becomes_a_word_document_of_the_same_text() -> None:
    text = "一、情况\n\n甲\t乙\n末行\x0b完"
    assert read_draft(word_of(text), "a.docx").text.rstrip("\n") == text.replace("\x0b", " ")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_footnote_and_comment(checker: Checker, tmp_path: Path) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(given_back(checker, everything=True))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "fodt",
        "--outdir",
        str(tmp_path),
        str(draft),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    shown = (tmp_path / "draft.fodt").read_text(encoding="utf-8")
    bodies = [piece.split("</text:note-body>")[0] for piece in shown.split("<text:note-body>")[1:]]
    assert len(bodies) >= 4
    assert all("澄府" in body or "原有脚注" in body for body in bodies)
    assert shown.count("【有出入】") >= 4
