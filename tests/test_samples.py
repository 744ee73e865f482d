"""The samples agree with themselves: evidence, outlines and the document table match the three files."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = ("chenghu_plan.txt", "chenghu_bulletin.txt", "chenghu_rules.md")
TYPES = {
    "number",
    "entity",
    "date",
    "list",
    "measure",
    "definition",
    "table",
    "paraphrase",
    "multi",
    "meta",
    "cite",
    "misquote",
    "unanswerable",
}
KINDS = {"规划", "意见", "人事任免", "办法"}


def text(name: str) -> str:
    return (SAMPLES / "documents" / name).read_text(encoding="utf-8")


def lines(name: str) -> list[str]:
    return text(name).split("\n")


def folded(value: str) -> str:
    """Only letters, digits and CJK, NFKC: what question evidence is compared by."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", value).lower()))


def evidence_text(name: str) -> str:
    """A file as evidence is looked for in it: without the URL that stands in mid-sentence."""
    return folded("".join(line for line in lines(name) if not line.startswith("https://")))


def bare(value: str) -> str:
    return re.sub(r"\s|\*", "", value)


def questions() -> list[dict[str, Any]]:
    rows = (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row) for row in rows]


def documents() -> list[dict[str, str]]:
    with (SAMPLES / "documents.tsv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def outline(name: str) -> list[tuple[int, int, str]]:
    rows = (SAMPLES / "outlines" / f"{Path(name).stem}.tsv").read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows]
    return [(int(level), int(line), heading) for level, line, heading in cells]


def sources(question: dict[str, Any]) -> list[str]:
    given = question["source"]
    files = [given] if isinstance(given, str) else given
    return question.get("quote_sources") or [files[0]] * len(question["quotes"])


@pytest.mark.parametrize("question", questions(), ids=lambda question: question["id"])
def test_evidence_stands_in_the_named_source(question: dict[str, Any]) -> None:
    assert len(sources(question)) == len(question["quotes"])
    for quote, name in zip(question["quotes"], sources(question), strict=True):
        assert folded(quote) in evidence_text(name), (name, quote)
    for quote in question.get("alt_quotes", []):
        assert any(folded(quote) in evidence_text(name) for name in FILES), quote


@pytest.mark.parametrize("question", questions(), ids=lambda question: question["id"])
def test_fields_agree_with_the_type(question: dict[str, Any]) -> None:
    answerable = question["type"] != "unanswerable"
    assert bool(question["quotes"]) == answerable
    assert bool(question["answer"]) == answerable
    assert ("altered" in question) == (question["type"] == "misquote")
    given = question["source"]
    assert set([given] if isinstance(given, str) else given) <= set(FILES)


def test_misquotes_are_not_true_sentences() -> None:
    for question in questions():
        if question["type"] == "misquote":
            assert not any(folded(question["question"]) in evidence_text(name) for name in FILES)


def test_every_type_is_represented_and_ids_are_unique() -> None:
    counts = Counter(question["type"] for question in questions())
    assert set(counts) == TYPES
    assert counts["unanswerable"] >= 4
    ids = [question["id"] for question in questions()]
    assert len(ids) == len(set(ids)) >= 24
    asked = [folded(question["question"]) for question in questions()]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("name", FILES)
def test_outline_lines_hold_their_headings(name: str) -> None:
    """A heading may be broken over lines (with blank ones between), run into the text or marked up."""
    source = lines(name)
    for _, line, heading in outline(name):
        assert source[line - 1].strip(), (line, heading)
        joined = "".join(bare(part) for part in source[line - 1 : line + 4]).lstrip("#")
        assert joined.startswith(heading), (line, heading)


@pytest.mark.parametrize("name", FILES)
def test_outline_ascends_and_starts_with_a_title(name: str) -> None:
    rows = outline(name)
    numbers = [line for _, line, _ in rows]
    assert numbers == sorted(set(numbers))
    assert rows[0][0] == 0
    assert {level for level, _, _ in rows} <= {0, 1, 2, 3}


NUMBERED = re.compile(
    r"^(?:[一二三四五六]、|（[一二三四]）|\d．|(?:## )?第[一二三四五]章|\*\*第[一二三四五六七八九十]+条\*\*)"
)


@pytest.mark.parametrize("name", FILES)
def test_no_numbered_heading_is_missing_from_the_outline(name: str) -> None:
    """In these files a numbered line is a heading, save the clauses （一）… inside an article."""
    clauses = name == "chenghu_rules.md"
    found = {
        number
        for number, line in enumerate(lines(name), start=1)
        if NUMBERED.match(line.strip()) and not (clauses and line.startswith("（"))
    }
    assert found == {line for level, line, _ in outline(name) if level > 0}


def test_document_table_names_every_file_and_fits_its_lines() -> None:
    rows = documents()
    assert [row["file"] for row in rows] == [FILES[0], FILES[1], FILES[1], FILES[2]]
    previous: dict[str, int] = {}
    for row in rows:
        first, last = int(row["first_line"]), int(row["last_line"])
        source = lines(row["file"])
        assert previous.get(row["file"], 0) < first <= last <= len(source)
        assert source[first - 1].strip()
        # The blank lines behind a document count to it, and no more than they.
        behind = source[last:]
        assert not "".join(behind).strip() or behind[0].strip()
        previous[row["file"]] = last


def test_document_table_repeats_what_is_printed() -> None:
    for row in documents():
        inside = bare(
            "".join(lines(row["file"])[int(row["first_line"]) - 1 : int(row["last_line"])])
        ).replace("#", "")
        for column in ("title", "issuer", "doc_number"):
            assert row[column] in inside, (column, row[column])
        for column in ("written", "effective", "valid_until"):
            if row[column]:
                day = date.fromisoformat(row[column])
                assert f"{day.year}年{day.month}月{day.day}日" in inside, (column, row[column])
        if row["plan_period"]:
            first, last = row["plan_period"].split("-")
            assert f"{first}年-{last}年" in inside
        assert row["kind"] in KINDS


def test_titles_are_the_first_title_of_their_lines() -> None:
    for row in documents():
        first, last = int(row["first_line"]), int(row["last_line"])
        titles = [
            heading for level, line, heading in outline(row["file"]) if level == 0 and first <= line <= last
        ]
        assert titles[0] == row["title"]


def test_headings_lie_inside_documents() -> None:
    spans = {
        (row["file"], line)
        for row in documents()
        for line in range(int(row["first_line"]), int(row["last_line"]) + 1)
    }
    for name in FILES:
        assert all((name, line) in spans for _, line, _ in outline(name))


@pytest.mark.parametrize("name", FILES)
def test_first_page_says_that_it_is_invented(name: str) -> None:
    assert "（示例文件，所述地区、机构、数字均为虚构）" in lines(name)[:30]


def test_the_traps_are_still_there() -> None:
    plan, bulletin, rules = (lines(name) for name in FILES)
    pages = [number for number, line in enumerate(plan, start=1) if line.startswith(" ")]
    assert len(pages) > 5
    assert all(plan[number - 2].strip() for number in pages[1:])
    url = next(number for number, line in enumerate(plan) if line.startswith("https://"))
    assert plan[url - 2][-1] not in "。；" and plan[url + 1].startswith(" ")
    assert any(line.startswith("2.6 亿元，") for line in plan)
    assert "序号\t指标\t单位\t2025年\t2030年目标\t属性" in plan
    assert any(line.startswith("依照本办法第五条规定") for line in rules)
    assert "目 录" in bulletin
    assert {"澄府发〔2026〕3号", "澄府办发〔2026〕3号"} <= {row["doc_number"] for row in documents()}
