"""Drafts that cannot be checked: each is refused by name, with what to do about it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from cli_kit import planqa, refusal
from made_draft import FILES, made_draft, zipped

from ingest.errors import BadInput, UnreadableFile
from qa_service.check.draft import MOST_CHARACTERS, check_draft
from qa_service.check.draft_file import MOST_BYTES, read_draft

EMPTY = FILES["word/document.xml"].split("<w:body>")[0] + "<w:body/></w:document>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def with_macros() -> bytes:
    files: dict[str, str | bytes] = {**FILES, "word/vbaProject.bin": b"\0\1\2"}
    return zipped(files)


def image_pdf() -> bytes:
    """A PDF whose only page is a grey picture."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.setFillGray(0.5)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


BAD = {
    "macros": ("稿.docx", with_macros(), "宏"),
    "macro ending": ("稿.docm", made_draft(), "宏"),
    "picture": ("稿.pdf", image_pdf(), ""),
    "encrypted": ("稿.docx", OLE, "加密"),
    "rubbish": ("稿.docx", b"\x8f\x11\x02rubbish" * 50, "不是有效的 Word 文件"),
    "broken zip": ("稿.docx", b"PK\x03\x04" + b"x" * 90, "不是有效的 .docx"),
    "no document": ("稿.docx", zipped({"a.txt": "甲"}), "不是 .docx"),
    "no text": ("稿.docx", made_draft(document=EMPTY), "没有文字"),
    "binary text": ("稿.txt", b"\x00\x01\x02\xff" * 40, "二进制"),
    "word as text": ("稿.txt", made_draft(), "内容不是文本"),
    "empty": ("稿.md", b" \n ", "为空"),
    "unknown": ("稿.xlsx", b"PK", "不能核对"),
    "too large": ("稿.txt", b"a" * (MOST_BYTES + 1), "过大"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_with_a_remedy(name: str) -> None:
    file, data, cause = BAD[name]
    with pytest.raises(UnreadableFile) as refused:
        read_draft(data, file)
    assert cause in refused.value.message
    assert refused.value.remedy


@pytest.mark.parametrize("name", ["macros", "encrypted", "rubbish", "unknown"])
def test_the_command_exits_2(sample_home: Path, tmp_path: Path, name: str) -> None:
    file, data, cause = BAD[name]
    (tmp_path / file).write_bytes(data)
    result = planqa("check", tmp_path / file, "--home", sample_home)
    assert result.exit_code == 2
    assert cause in refusal(result)[0]


def test_ten_megabytes_of_text_are_refused_at_once() -> None:
    text = read_draft("环湖绿道长度达到96公里。".encode() * 280_000, "稿.txt").text
    assert len(text) > MOST_CHARACTERS
    with pytest.raises(BadInput, match="超过"):
        check_draft(None, text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        ["-o", "x.pdf"],
        ["-o", "no/such/folder/x.docx"],
        ["--style", "bibtex"],
        ["--style", "gbt7714", "--mark", "QQ"],
    ],
)
def test_what_cannot_be_written_is_said_before_checking(sample_home: Path, options: list[str]) -> None:
    result = planqa("check", "-", "--home", sample_home, *options, text="环湖绿道长度达到96公里。")
    assert result.exit_code == 2
    refusal(result)


def test_unpaired_marks_swallow_nothing(sample_home: Path) -> None:
    text = "他说：“环湖绿道长度达到86公里。\n环湖慢行系统基本贯通，环湖绿道长度达到96公里。"
    result = planqa("check", "-", "--all", "--home", sample_home, text=text)
    assert "第 1 行的引号" in result.stdout
    assert "有出入 1" in result.stdout and "属实 1" in result.stdout
