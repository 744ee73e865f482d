"""Bytes to text: what is decoded, what is refused and with which words; which files are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import BadInput, UnreadableFile
from ingest.files import find_files, read_file
from ingest.readers.text import MAX_BYTES, decode_text

TEXT = st.text(alphabet=st.sampled_from("青禾区规划“十五五”，。1２㎡—〔〕\n\r\t 　ABc○"), min_size=1).filter(
    str.strip
)


@given(TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]))
def test_every_encoding_gives_the_text_back(text: str, encoding: str) -> None:
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    data = marks.get(encoding, b"") + text.encode(encoding)
    if encoding == "gb18030" and not any(char >= "\u4e00" for char in text):
        return  # signs alone can be valid in both
    decoded, named = decode_text(data, "a.txt")
    assert decoded == text
    assert named == ("utf-16" if encoding in marks else encoding) or text.isascii()


def test_gbk_and_gb2312_are_read_as_gb18030() -> None:
    assert decode_text("青禾区规划".encode("gbk"), "a.txt") == ("青禾区规划", "gb18030")
    assert decode_text("青禾区规划".encode("gb2312"), "a.txt") == ("青禾区规划", "gb18030")
    assert decode_text("联通".encode("gbk"), "a.txt") == ("联通", "gb18030")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "为空"),
        (b" \r\n\t ", "为空"),
        (b"PK\x03\x04\x00\x00\x00\x00word/document.xml", "二进制"),
        ("规划".encode("utf-16-le") * 20 + b"\x00\x00", "二进制"),
        (b"%PDF-1.7\n" + b"\x01\x02\x03\x04" * 50, "控制字符"),
        ("规划".encode() + b"\xff\xfe\xfa\xff\xff", "第 "),
        (b"\xff\xfe\x00\xd8\x20", "utf-16"),
        ("\ufffd规划".encode() * 10, "替换字符"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as caught:
        decode_text(data, "坏文件.txt")
    assert caught.value.message.startswith("坏文件.txt")
    assert caught.value.remedy


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.text.MAX_BYTES", 10)
    with pytest.raises(UnreadableFile, match="过大"):
        decode_text(b"x" * 11, "a.txt")
    assert MAX_BYTES >= 50 * 2**20


@pytest.mark.parametrize("ending", [".xyz", ".dwg", "", ".exe"])
def test_an_unknown_format_is_refused_by_name(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"规划{ending}"
    path.write_text("青禾区规划", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="不支持") as caught:
        read_file(path)
    assert ".txt" in caught.value.remedy


@pytest.mark.parametrize("text", ["\u200b\n\u200b", "　　\n　", "\ufeff"])
def test_a_file_without_visible_text_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "空白.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read_file(path)


def test_a_missing_or_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="无法读取"):
        read_file(tmp_path / "没有.txt")
    (tmp_path / "夹.txt").mkdir()
    with pytest.raises(UnreadableFile, match="无法读取"):
        read_file(tmp_path / "夹.txt")


def test_finding_files(tmp_path: Path) -> None:
    for name in ("乙.txt", "甲.md", "图.png", ".藏.txt", "下/丙.TXT", ".git/丁.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("规划", encoding="utf-8")
    found = find_files([tmp_path, tmp_path / "乙.txt"])
    assert {path.name for path in found} == {"乙.txt", "甲.md", "丙.TXT"}
    assert len(found) == 3
    assert find_files([tmp_path]) == find_files([tmp_path])
    with pytest.raises(BadInput, match="不存在"):
        find_files([tmp_path / "没有"])
    (tmp_path / "空夹").mkdir()
    with pytest.raises(BadInput, match="没有可读取的文件"):
        find_files([tmp_path / "空夹"])
