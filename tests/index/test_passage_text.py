"""What of a passage the legs see."""

from __future__ import annotations

from pathlib import Path

from index.passage_text import indexed_text
from ingest.files import read_file

TITLE = "青禾区二○二一年十至十二月份工作通知"


def test_dates_are_seen_in_arabic_digits_and_sentences_stay_in_their_places(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(
        f"{TITLE}\n一、目标\n到二〇二五年，建成公园12座，新增绿地三月内完成。\n", encoding="utf-8"
    )
    (document,) = read_file(path).report.documents
    passage = document.passages[-1]
    indexed = indexed_text(document, passage)
    assert indexed.text.startswith("青禾区2021年10至12月份工作通知")
    written = passage.text.replace("二〇二五年", "2025年").replace("二○二一年", "2021年")
    assert indexed.text[indexed.body :] == written


def test_a_title_without_its_region_has_it_in_front(tmp_path: Path) -> None:
    occasion = "——2026年2月3日在青禾县第十三届人民代表大会第四次会议上"
    for title, front in (("政府工作报告", "青禾县 "), ("青禾县政府工作报告", "")):
        path = tmp_path / f"{title}.txt"
        path.write_text(f"{title}\n{occasion}\n\n一、目标\n建成公园12座。\n", encoding="utf-8")
        (document,) = read_file(path).report.documents
        assert indexed_text(document, document.passages[-1]).text.startswith(f"{front}{title} 一、目标\n")
