"""The pages of a file that have a picture instead of text: recognised, or put off, and what to say of
them."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.errors import ScannedPages, UnreadableFile
from ingest.model import RecognisedPage
from ingest.readers.ocr import EXTRA, Recogniser
from ingest.readers.page import Page
from ingest.readers.picture_page import LOW_CONFIDENCE, Picture, even_out, recognise

MOST_PIXELS = 9_000_000
"""A page is drawn with this many pixels at most: A4 at 200 dots an inch has 3.9 million, A3 twice as many."""

NAMED_PAGES = 20
"""So many pages are named one by one."""

REMEDY = (
    f"请安装文字识别组件（pip install 'planqa[{EXTRA}]'）后重试，或先作文字识别，导出带文字层的 PDF 或 .docx"
)


class Scans:
    """What happens to a file's pages without text, and what there is to tell of it."""

    def __init__(self, name: str, count: int) -> None:
        self.name = name
        self.count = count
        self.put_off_pages: dict[int, str] = {}
        self.recognised: list[RecognisedPage] = []
        self.read: list[Page] = []
        self.empty: list[int] = []
        self.blank: list[int] = []

    def recognise(self, number: int, picture: Picture, recogniser: Recogniser) -> Page:
        """Read the picture of page ``number`` (from 0)."""
        found = recognise(picture, recogniser)
        characters = sum(not char.text.isspace() for char in found.page.chars)
        self.read.append(found.page)
        if found.blank:
            self.blank.append(number)
        elif characters:
            self.recognised.append(RecognisedPage(number + 1, round(found.score, 4), characters))
        else:
            self.empty.append(number)
        return found.page

    def put_off(self, number: int, reason: str) -> None:
        """Note that page ``number`` (from 0) cannot be read without OCR: ``picture`` or ``garbled``."""
        self.put_off_pages[number] = reason

    def settle(self, pages: Sequence[Page], *, partial: bool) -> None:
        """Even out what was recognised; refuse the file where nothing, or not enough, can be read."""
        even_out(self.read)
        if any(page.chars for number, page in enumerate(pages) if number not in self.put_off_pages):
            if self.put_off_pages and not partial:
                raise ScannedPages(f"{self.name}：{self._put_off_words()}", remedy=REMEDY)
        elif self.put_off_pages:
            raise ScannedPages(f"{self.name}：{self._all_words()}", remedy=REMEDY)
        else:
            reason = "图像中没有识别出文字" if self.empty else "没有文字"
            raise UnreadableFile(
                f"{self.name}：{reason}，共 {self.count} 页",
                remedy="请确认文件不是空白；模糊的扫描件请重新扫描",
            )

    def warnings(self) -> list[str]:
        """Return Chinese sentences for the report, pages named."""
        found: list[str] = []
        if self.put_off_pages:
            found.append(f"{self._put_off_words()}，内容未读取；{REMEDY}")
        if self.empty:
            found.append(f"{name_pages(self.empty)}是图像，没有识别出文字，内容未读取")
        if self.recognised:
            found.append(self._recognised_words())
        low = [page for page in self.recognised if page.confidence < LOW_CONFIDENCE]
        for page in low:
            found.append(f"第 {page.page} 页识别置信度仅 {page.confidence:.0%}，请与原件核对")
        return found

    def _recognised_words(self) -> str:
        total = sum(page.characters for page in self.recognised)
        mean = sum(page.confidence * page.characters for page in self.recognised) / total
        blank = f"，空白页 {len(self.blank)} 页" if self.blank else ""
        return (
            f"共 {self.count} 页，其中 {len(self.recognised)} 页由文字识别（OCR）读取"
            f"{blank}，平均置信度 {mean:.1%}，引用前请与原件核对"
        )

    def _put_off_words(self) -> str:
        garbled = [number for number, reason in self.put_off_pages.items() if reason == "garbled"]
        scanned = [number for number, reason in self.put_off_pages.items() if reason != "garbled"]
        words = [f"{name_pages(scanned)}是扫描图像，没有文字层"] if scanned else []
        words += [f"{name_pages(garbled)}的文字层无法识别（字体没有编码对照）"] if garbled else []
        return "；".join(words)

    def _all_words(self) -> str:
        if set(self.put_off_pages.values()) == {"garbled"}:
            return f"文字层无法识别（字体没有编码对照），共 {self.count} 页，需要文字识别（OCR）"
        return f"是扫描图像，共 {self.count} 页，没有文字层，需要文字识别（OCR）"


def name_pages(numbers: Sequence[int]) -> str:
    """Name pages (numbers from 0), runs as such.

    >>> name_pages([0, 2, 3, 4]), name_pages([1])
    ('第 1、3–5 页', '第 2 页')
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [f"{run[0] + 1}–{run[-1] + 1}" if len(run) > 1 else str(run[0] + 1) for run in runs]
    more = f" 等 {len(numbers)} 页" if len(named) > NAMED_PAGES else " 页"
    return f"第 {'、'.join(named[:NAMED_PAGES])}{more}"
