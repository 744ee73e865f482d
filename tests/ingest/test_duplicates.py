"""The same document in two files is known by number or title, and by its text."""

from __future__ import annotations

import tempfile
from pathlib import Path

from made_up import BODY, SENTENCES, on_paper

from ingest.duplicates import find_copies
from ingest.files import read_file
from ingest.model import Document

PARAGRAPHS = [
    "一、现状",
    BODY + SENTENCES[1],
    "二、任务",
    SENTENCES[4] + SENTENCES[5],
    "三、保障",
    SENTENCES[6] * 2,
]
PLAN = "青禾区绿道建设规划\n" + "\n".join(PARAGRAPHS) + "\n"
NOTICE = "青禾区人民政府\n关于印发《青禾区绿道建设规划》的通知\n（2026年2月3日）\n青府发〔2026〕8号\n"
NOTICE += "各街道办事处：\n现将《青禾区绿道建设规划》印发给你们，请认真执行。\n"
OTHER = "青禾区人民政府\n关于印发《青禾区公园管理办法》的通知\n（2026年2月9日）\n青府发〔2026〕9号\n"
OTHER += "各街道办事处：\n现将《青禾区公园管理办法》印发给你们，请认真执行。\n青禾区公园管理办法\n"
OTHER += "一、总则\n" + SENTENCES[3] + "\n二、附则\n" + SENTENCES[7] + "\n"
BULLETIN = NOTICE + PLAN + OTHER


def read(**files: str) -> list[Document]:
    """Documents of several files, in the order of their names."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / f"{name}.txt").write_text(text, encoding="utf-8")
        paths = sorted(Path(folder).iterdir())
        return [document for path in paths for document in read_file(path).report.documents]


def places(documents: list[Document]) -> list[tuple[str, str]]:
    source = {document.id: document.source.name for document in documents}
    return [(source[pair.primary], source[pair.copy]) for pair in find_copies(documents)]


def test_a_plan_alone_and_in_a_bulletin() -> None:
    documents = read(a_bulletin=BULLETIN, b_alone=NOTICE + PLAN)
    assert len(documents) == 3
    assert places(documents) == [("b_alone.txt", "a_bulletin.txt")]
    (pair,) = find_copies(documents)
    assert pair.overlap == 1.0


def test_a_plan_without_its_notice_is_known_by_title() -> None:
    assert places(read(alone=PLAN, bulletin=BULLETIN)) == [("alone.txt", "bulletin.txt")]


def test_line_breaks_make_no_difference() -> None:
    wrapped = on_paper((NOTICE + PLAN).splitlines(), 56)
    documents = read(alone=wrapped, bulletin=BULLETIN)
    assert places(documents) == [("alone.txt", "bulletin.txt")]


def test_another_year_s_report_of_the_same_name_is_another_document() -> None:
    one = "青禾区政府工作报告\n一、回顾\n" + SENTENCES[0] * 2 + "\n二、任务\n" + SENTENCES[1] * 2 + "\n"
    other = "青禾区政府工作报告\n一、回顾\n" + SENTENCES[3] * 2 + "\n二、任务\n" + SENTENCES[7] * 2 + "\n"
    assert places(read(one=one, other=other)) == []


def test_the_same_number_over_another_text_is_no_copy() -> None:
    other = OTHER.replace("〔2026〕9号", "〔2026〕8号")
    assert places(read(one=NOTICE + PLAN, other=other)) == []


def test_three_copies_have_one_primary() -> None:
    """The plan stands in three files, the notice on parks in two."""
    found = places(read(alone=NOTICE + PLAN, one=BULLETIN, two=BULLETIN.replace("公园", "湿地")))
    assert sorted(found) == [("alone.txt", "one.txt"), ("alone.txt", "two.txt"), ("one.txt", "two.txt")]


def test_the_longer_of_two_single_files_is_the_primary_one() -> None:
    assert places(read(a=PLAN, b=NOTICE + PLAN)) == [("b.txt", "a.txt")]


def test_two_documents_of_one_file_are_never_copies() -> None:
    assert places(read(bulletin=BULLETIN + NOTICE.replace("8号", "10号") + PLAN)) == []


def test_order_of_files_makes_no_difference() -> None:
    documents = read(a_bulletin=BULLETIN, b_alone=NOTICE + PLAN)
    assert find_copies(documents) == find_copies(documents[::-1])
