"""A draft as it comes in: plain text, Markdown, Word or PDF; what cannot be checked is refused by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.readers.office import to_docx
from ingest.readers.package import Package
from ingest.readers.registry import read_raw
from ingest.readers.text import decode_text
from qa_service.check.word.text import WordText, read_word_text

MOST_BYTES = 20 * 1024 * 1024
"""Largest file that is taken as a draft. Text of this size is far over the limit of characters; a .docx of
100 pages with pictures has some 10 MB."""

TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ""})
MARKDOWN = frozenset({".md", ".markdown"})
WORD = frozenset({".docx", ".docm", ".dotx", ".dotm", ".doc", ".wps"})
MACROS = frozenset({".docm", ".dotm"})
PAGED = frozenset({".pdf"})

_ZIP, _OLE, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft's ``text`` and where it came from. ``word`` holds the .docx (given, or converted from .doc) and
    ``word_text`` the way from the text back to its runs; both are ``None`` for every other format.
    ``warnings`` are Chinese sentences on what was not read."""

    name: str
    text: str
    markdown: bool = False
    word: bytes | None = None
    word_text: WordText | None = None
    warnings: tuple[str, ...] = ()


def read_draft(data: bytes, name: str) -> DraftText:
    """Read the draft ``name``; its ending says what it should be, its first bytes what it is.

    Raises:
        UnreadableFile: too large, an unknown format, damaged, encrypted, with macros, or without text.

    >>> read_draft("到2025年，新增7家。".encode(), "稿.txt").text
    '到2025年，新增7家。'
    """
    ending = Path(name).suffix.lower()
    if len(data) > MOST_BYTES:
        raise UnreadableFile(
            f"{name}：文件过大（{len(data) / 1048576:.0f} MB，上限 {MOST_BYTES // 1048576} MB）",
            remedy="请删去图片，或分成几份核对",
        )
    if not data.strip():
        raise UnreadableFile(f"{name}：文件为空（{len(data)} 字节）", remedy="请确认文稿已保存后重试")
    if ending in WORD:
        return _word(data, name, ending)
    if ending in PAGED:
        raw = read_raw(data, Path(name))
        return DraftText(name, raw.text.replace("\f", "\n"), warnings=raw.warnings)
    if ending in TEXTS:
        return _plain(data, name, ending)
    raise UnreadableFile(
        f"{name}：不能核对“{ending}”格式的文稿",
        remedy="可核对 .txt、.md、.docx、.doc、.wps 和 .pdf；请转换后重试",
    )


def _plain(data: bytes, name: str, ending: str) -> DraftText:
    if data.startswith((_ZIP, _OLE, b"%PDF-")):
        raise UnreadableFile(
            f"{name}：内容不是文本", remedy="请改回原来的扩展名（.docx、.doc 或 .pdf）后重试"
        )
    text, _ = decode_text(data, name)
    return DraftText(name, text.replace("\r\n", "\n").replace("\r", "\n"), markdown=ending in MARKDOWN)


def _word(data: bytes, name: str, ending: str) -> DraftText:
    if data.startswith((_OLE, _RTF)):
        if ending not in (".doc", ".wps"):
            raise UnreadableFile(
                f"{name}：文件已加密，或是改了扩展名的旧版 .doc",
                remedy="请去除密码，或改用 .doc 扩展名后重试",
            )
        data = to_docx(data, name)
    elif not data.startswith(_ZIP):
        raise UnreadableFile(f"{name}：不是有效的 Word 文件", remedy="请用 Word、WPS 打开后另存为 .docx")
    package = Package(data, name, ".docx", "word/document.xml")
    if ending in MACROS or any(part.lower().endswith("vbaproject.bin") for part in package.infos):
        raise UnreadableFile(
            f"{name}：文稿含有宏，为安全起见没有打开", remedy="请在 Word、WPS 中另存为不含宏的 .docx 后重试"
        )
    word_text = read_word_text(package.xml("word/document.xml"))
    if not word_text.text.strip():
        raise UnreadableFile(f"{name}：文稿里没有文字", remedy="文稿若是图片，请先识别文字（OCR）再核对")
    return DraftText(name, word_text.text, word=data, word_text=word_text)
