"""Files made to do harm fail alone, in bounded time, with a line that says why; the next file is read."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from make_docx import make_docx
from make_ofd import make_ofd
from specimen import make_text

from index.build import build_index
from ingest.errors import UnreadableFile
from ingest.readers.registry import read_raw
from ingest.readers.sandbox import Child, Limits

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECRET = "机密内容不应出现"


def package(document: bytes, **more: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", document)
        for name, data in more.items():
            made.writestr(f"word/{name}.xml", data)
    return target.getvalue()


def body(inner: str) -> bytes:
    return f'<?xml version="1.0"?><w:document {W}><w:body>{inner}</w:body></w:document>'.encode()


def zip_bomb() -> bytes:
    return package(b'<?xml version="1.0"?><w:document>' + b" " * 80_000_000 + b"</w:document>")


def lying_bomb() -> bytes:
    """The directory says that the part is small."""
    data = bytearray(package(body("<w:p/>" * 400_000)))
    size = len(body("<w:p/>" * 400_000)).to_bytes(4, "little")
    return bytes(data.replace(size, (1000).to_bytes(4, "little")))


def billion_laughs() -> bytes:
    entities = '<!ENTITY a "哈">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = "<w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    return package(f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><w:document {W}><w:body>{text}'.encode())


def external_entity(path: Path) -> bytes:
    text = "<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    return package(
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{path}">]>'
        f"<w:document {W}><w:body>{text}".encode()
    )


def deep_docx() -> bytes:
    return package(body("<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000))


def many_parts() -> bytes:
    return package(body("<w:p/>"), **{f"p{number}": b"<x/>" for number in range(6000)})


def pdf(objects: list[bytes]) -> bytes:
    out, offsets = b"%PDF-1.5\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + (
        b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )  # fmt: skip


def endless_pages() -> bytes:
    """A page tree that is its own child and claims two billion pages."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>"])


def stream_bomb() -> bytes:
    """One page whose content unpacks to 300 MB of drawing."""
    packed = zlib.compress(b"0 0 m 1 1 l S " * 20_000_000)
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
    ])  # fmt: skip


def deep_html() -> bytes:
    return b"<html><body>" + b"<div><table><tr><td>" * 50_000 + "正文".encode() + b"</body></html>"


def refuse(name: str, data: bytes, limits: Limits | None = None) -> UnreadableFile:
    """Read in a child of its own; the message must name the file and say what to do."""
    child = Child(limits or Limits(seconds=20, memory=1024**3))
    started = time.perf_counter()
    with pytest.raises(UnreadableFile) as refused:
        child.parse(name.rpartition(".")[2], name, data)
    assert time.perf_counter() - started < 25
    child.close()
    assert name in refused.value.message and refused.value.remedy
    return refused.value


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (zip_bomb, "压缩炸弹"),
        (lying_bomb, ""),
        (billion_laughs, "实体"),
        (deep_docx, "嵌套"),
        (many_parts, "上限"),
        (lambda: b"PK\x03\x04 cut off", "损坏"),
        (lambda: package(body("<w:p>")), "XML 有误"),
        (lambda: make_docx()[:-2000], "损坏"),
    ],
)
def test_word_documents(make: object, says: str) -> None:
    assert callable(make)
    assert says in refuse("坏.docx", make()).message


def ofd(content: bytes, **more: bytes) -> bytes:
    """The least of an OFD file around the content of its page."""
    target = io.BytesIO()
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        root = "<ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody>"
        made.writestr("OFD.xml", f"<ofd:OFD {space}>{root}</ofd:OFD>")
        page = '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>'
        made.writestr("D/Document.xml", f"<ofd:Document {space}>{page}</ofd:Document>")
        made.writestr("D/P.xml", content)
        for name, data in more.items():
            made.writestr(f"D/{name}.xml", data)
    return target.getvalue()


def ofd_page(inner: str) -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    return f"<ofd:Page {space}><ofd:Content><ofd:Layer>{inner}</ofd:Layer></ofd:Content></ofd:Page>".encode()


def text_object(text: str, more: str = "") -> str:
    code = f'<ofd:TextCode X="0" Y="5" {more}>{text}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="20 20 100 8" Size="5">{code}</ofd:TextObject>'


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: ofd(b'<?xml version="1.0"?><x>' + b" " * 80_000_000 + b"</x>"), "压缩炸弹"),
        (lambda: ofd(b'<!DOCTYPE d [<!ENTITY a "b">]><x>&a;</x>'), "实体"),
        (lambda: ofd(ofd_page("<ofd:PageBlock>" * 3000 + "</ofd:PageBlock>" * 3000)), "嵌套"),
        (lambda: ofd(ofd_page("<ofd:TextObject>")), "XML 有误"),
        (lambda: ofd(ofd_page("")), "没有文字"),
        (lambda: make_ofd()[:-3000], "损坏"),
        (lambda: b"PK\x03\x04 cut off", "损坏"),
        (lambda: package(b"<x/>"), "不是 .ofd"),
        (lambda: ofd(ofd_page(""), **{f"p{number}": b"<x/>" for number in range(6000)}), "上限"),
    ],
)
def test_ofd_files(make: object, says: str) -> None:
    assert callable(make)
    assert says in refuse("坏.ofd", make()).message


@pytest.mark.parametrize(
    "inner",
    [
        text_object("正文", 'DeltaX="g 2000000000 1e308"'),
        text_object("正文", 'DeltaX="nan inf -- g"'),
        '<ofd:TextObject Boundary="x y" Size="-" CTM="1 2"><ofd:TextCode>正文</ofd:TextCode></ofd:TextObject>'
        + text_object("正文"),
        '<ofd:CompositeObject ResourceID="7" Boundary="0 0 1 1"/>' + text_object("正文"),
        '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M L B 1 C C Q</ofd:AbbreviatedData>'
        "</ofd:PathObject>" + text_object("正文"),
    ],
)
def test_odd_values_in_an_ofd_file_do_no_harm(inner: str) -> None:
    child = Child(Limits(seconds=20, memory=1024**3))
    assert set("正文") <= set(child.parse("ofd", "怪.ofd", ofd(ofd_page(inner))).text)
    child.close()


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    error = refuse("坏.docx", external_entity(secret))
    assert SECRET not in error.message and "实体" in error.message


@pytest.mark.parametrize(
    "make",
    [
        endless_pages,
        lambda: b"%PDF-1.4\n" + b"\x00" * 5000,
        lambda: b"not a pdf at all",
        lambda: pdf([b"<<>>"]),
    ],
)
def test_pdfs(make: object) -> None:
    assert callable(make)
    refuse("坏.pdf", make())


@pytest.mark.slow
def test_a_pdf_that_unpacks_without_end() -> None:
    refuse("坏.pdf", stream_bomb(), Limits(seconds=10, memory=1024**3))


def test_time_is_bounded() -> None:
    table = "<table><tr>" + "<td>甲</td>" * 3000 + "</tr>"
    page = (table * 3000).encode()
    error = refuse("慢.html", page, Limits(seconds=1.5, memory=2 * 1024**3))
    assert "1.5 秒" in error.message


def test_memory_is_bounded() -> None:
    page = b"<p>" + "甲".encode() * 30_000_000
    error = refuse("大.html", page, Limits(seconds=60, memory=400 * 1024**2))
    assert "内存" in error.message


def test_deep_html_is_read_or_refused() -> None:
    child = Child(Limits(seconds=20, memory=1024**3))
    try:
        assert "正文" in child.parse("html", "深.html", deep_html()).text
    except UnreadableFile as error:
        assert "深.html" in error.message
    finally:
        child.close()


def test_the_child_is_used_again_and_replaced_after_a_crash() -> None:
    child = Child(Limits(seconds=20, memory=1024**3))
    good = "<p>青禾区城市更新规划</p>".encode()
    child.parse("html", "一.html", good)
    first = child.process
    child.parse("html", "二.html", good)
    assert child.process is first and first is not None
    first.kill()
    first.wait()
    assert child.parse("html", "三.html", good).text == "青禾区城市更新规划\n"
    assert child.process is not first
    child.close()


def test_macros_are_neither_read_nor_run() -> None:
    source = io.BytesIO(make_docx())
    with zipfile.ZipFile(source, "a") as made:
        made.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + SECRET.encode())
    raw = read_raw(source.getvalue(), Path("宏.docm"))
    assert SECRET not in raw.text and any("宏" in warning for warning in raw.warnings)


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps"])
def test_old_word_without_libreoffice(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableFile) as refused:
        read_raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Path(name))
    assert name in refused.value.message and "LibreOffice" in refused.value.message
    assert "libreoffice-writer-nogui" in refused.value.remedy and "docx" in refused.value.remedy


@pytest.mark.slow
def test_a_build_goes_on_past_hostile_files(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    bad = {
        "bomb.docx": zip_bomb(),
        "laughs.docx": billion_laughs(),
        "pages.pdf": endless_pages(),
        "old.ofd": b"PK",
        "endless.ofd": ofd(b" " * 80_000_000),
    }
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    (folder / "good.docx").write_bytes(make_docx())
    (folder / "good.txt").write_text(make_text())
    report = build_index([folder], tmp_path / "home")
    failed = {Path(outcome.path).name for outcome in report.outcomes if outcome.error}
    assert failed == set(bad) and report.passages > 0
