"""Printed page numbers: told from figures by how they count, kept beside the count of the file's pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files import read_file
from ingest.page_labels import settle_labels

BODY = "坚持以高质量发展为主题，着力提升产业能级，推动数字化转型，全面增强城区综合竞争力。"


@pytest.mark.parametrize(
    ("printed", "given", "labels"),
    [
        # roman front matter, then Arabic figures; a page of pictures without number in between
        (["i", "ii", "iii", "1", "2", None, "4"], (), "i ii iii 1 2 3 4"),
        # a figure that does not count on is no page number
        (["2035", "7", "8", "9"], (), "6 7 8 9"),
        ([None, None, "3", None, None], (), ""),
        # numbering that begins anew with the annex
        (["1", "2", "3", "1", "2"], (), "1 2 3 1 2"),
        # what is printed counts for more than what the file says, which fills what it does not contradict
        (["11", "12", "13"], ("1", "2", "3"), "11 12 13"),
        ([None, None, None, "1", "2"], ("A", "i", "ii", "1", "2"), "A i ii 1 2"),
        ([None, None], ("封面", "1"), "封面 1"),
    ],
)
def test_settling(printed: list[str | None], given: tuple[str, ...], labels: str) -> None:
    assert " ".join(settle_labels(printed, given)) == labels


def text_file(folder: Path, text: str) -> Path:
    path = folder / "规划.txt"
    path.write_text("青禾区城市更新规划\n" + text)
    return path


def pages_of(path: Path) -> dict[str, tuple[object, ...]]:
    """The first characters of each paragraph, with its pages as counted and as printed."""
    (document,) = read_file(path).report.documents
    where = {}
    for passage in document.passages:
        one = passage.locator
        where[passage.text.splitlines()[-1][:4]] = (one.page_start, one.page_end, one.page_label_start)
    return where


def test_form_feeds_and_printed_numbers(tmp_path: Path) -> None:
    pages = "\f".join(f"第{name}章　目标\n{name}页。{BODY}\n— {number} —\n" for name, number in
                      zip("一二三", (12, 13, 14), strict=True))  # fmt: skip
    assert pages_of(text_file(tmp_path, pages)) == {
        "一页。坚": (1, 1, "12"),
        "二页。坚": (2, 2, "13"),
        "三页。坚": (3, 3, "14"),
    }


def test_numbers_alone_part_the_pages(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, "".join(f"第{n}章　目标\n{n}页。{BODY}\n— {i} —\n" for i, n in enumerate("一二三四", 5))
    )
    found = pages_of(path)
    assert found["一页。坚"] == (1, 1, "5") and found["四页。坚"] == (4, 4, "8")
    source = read_file(path).report.source
    assert (source.pages, source.page_labels) == (4, ("5", "6", "7", "8"))


def test_numbers_that_do_not_count_on_part_nothing(tmp_path: Path) -> None:
    text = "".join(f"第{n}章　目标\n{n}页。{BODY}\n— {i} —\n" for i, n in ((3, "一"), (9, "二"), (4, "三")))
    source = read_file(text_file(tmp_path, text)).report.source
    assert (source.pages, source.page_labels) == (None, ())
