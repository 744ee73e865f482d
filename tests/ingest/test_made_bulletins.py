"""Made-up bulletins fall apart into the documents they were put together from, with their front matter."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from checks import check_reading
from gold import document_rows
from made_bulletins import make_bulletin
from made_up import document, reading

from eval.document_score import score_documents

FEW = range(1000, 1030)
MANY = range(300)


def wrong(seeds: Iterable[int]) -> list[int]:
    """The bulletins of which anything was read otherwise than it was put in."""
    found = []
    for seed in seeds:
        made = make_bulletin(seed)
        result = reading(made.text)
        check_reading(result)
        score = score_documents(document_rows(result), made.documents)
        if score.missed or score.extra or score.differences:
            found.append(seed)
    return found


def test_documents_of_made_up_bulletins_come_back() -> None:
    assert len(wrong(FEW)) <= 1


@pytest.mark.slow
def test_documents_of_three_hundred_made_up_bulletins_come_back() -> None:
    assert len(wrong(MANY)) <= 3


def test_an_entry_of_a_contents_list_does_not_run_into_the_next() -> None:
    made = make_bulletin(2)
    titles = [line.metadata.title for line in reading(made.text).report.documents]
    assert titles == [row.title for row in made.documents]


def test_a_number_in_small_brackets_is_no_part_of_the_title_above_it() -> None:
    title = "关于转发区商务委《青禾区托育机构和养老服务设施三年行动计划（2026—2028年）》的通知"
    text = f"青禾区人民政府\n{title}\n青府发﹝2026﹞8号\n2026年5月11日\n各街道办事处：\n请执行。\n"
    text += "一、任务\n推进工作。\n二、保障\n落实责任。\n"
    assert document(text).metadata.title == "青禾区人民政府" + title
    assert document(text).metadata.doc_number == "青府发〔2026〕8号"
