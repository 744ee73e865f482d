"""One document set in many ways has one outline: line ends, indents, gaps behind marks, litter."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import SAMPLES, corpus_folder
from made_up import reading

from ingest.lines import measure_layout, split_lines

REAL = corpus_folder()
FILES = [*sorted((SAMPLES / "documents").iterdir()), *(sorted(REAL.glob("*.txt")) if REAL else ())]
MARK = re.compile(
    r"^(\s*)(第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]"
    r"|\d{1,2}[.．、](?!\d))\s*",
    re.MULTILINE,
)
Heading = tuple[int, str]


@functools.cache
def as_it_is(path: Path) -> list[Heading]:
    return outline(path.read_text(encoding="utf-8"), path.name)


def outline(text: str, name: str, encoding: str = "utf-8") -> list[Heading]:
    """Level and heading, blanks and invisible characters apart, of every section of every document."""
    return [
        (section.level, re.sub(r"[\s\u200b]", "", section.heading))
        for document in reading(text, name, encoding).report.documents
        for section in document.sections
    ]


def each_line(change: Callable[[str], str]) -> Callable[[str], str]:
    """Change each line that holds text and no tab, but for those of Markdown."""
    return lambda text: "\n".join(
        change(line) if line.strip() and "\t" not in line and line[0] not in "|#" else line
        for line in text.split("\n")
    )


EXACT: dict[str, Callable[[str], str]] = {
    "lines end as in Windows": lambda text: text.replace("\n", "\r\n"),
    "lines end in carriage returns": lambda text: text.replace("\n", "\r"),
    "a byte-order mark": lambda text: "\ufeff" + text,
    "blanks at the end": each_line(lambda line: line + "   "),
    "tabs at the end": each_line(lambda line: line + "\t" if len(line) > 5 else line),
}
"""Ways that must change nothing."""

NEARLY: dict[str, Callable[[str], str]] = {
    "tabs before paragraphs": each_line(lambda line: "\t" + line),
    "a tab behind marks": lambda text: MARK.sub(r"\1\2\t", text),
    "blanks behind marks": lambda text: MARK.sub(r"\1\2    ", text),
    "a zero-width blank behind marks": lambda text: MARK.sub(lambda match: match.group() + "\u200b", text),
    "no blank lines": lambda text: re.sub(r"\n\s*\n", "\n", text),
}
"""Ways that take something away (a hard-wrapped line gets wider, a row runs on): nearly all headings stay."""


@pytest.mark.parametrize("way", EXACT)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:14])
def test_the_outline_is_the_same(path: Path, way: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert outline(EXACT[way](text), path.name) == as_it_is(path)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:14])
def test_the_encoding_changes_nothing(path: Path, encoding: str) -> None:
    assert outline(path.read_text(encoding="utf-8"), path.name, encoding) == as_it_is(path)


@pytest.mark.parametrize("way", NEARLY)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:14])
def test_nearly_every_heading_stays(path: Path, way: str) -> None:
    found = outline(NEARLY[way](path.read_text(encoding="utf-8")), path.name)
    expected = as_it_is(path)
    assert len(set(expected) & set(found)) >= 0.95 * len(set(expected))
    assert len(set(found) - set(expected)) <= 0.05 * len(set(expected))


@pytest.mark.parametrize("bullet", ["-", "*", "●"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:14])
def test_bullets_before_marks_change_nothing(path: Path, bullet: str) -> None:
    text = path.read_text(encoding="utf-8")
    if measure_layout(split_lines(text)).wrapped:
        return  # no converter puts bullets before hard-wrapped lines
    marked = each_line(lambda line: f"{bullet} {line}" if MARK.match(line) else line)(text)
    assert outline(marked, path.name) == as_it_is(path)


@pytest.mark.parametrize("stop", ["．", "."])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:14])
def test_a_full_stop_behind_a_chinese_number_does_as_well(path: Path, stop: str) -> None:
    text = re.sub(
        r"(?m)^(\s*[一二三四五六七八九十]+)、(?!\d)", rf"\1{stop}", path.read_text(encoding="utf-8")
    )
    levels = [(level, re.sub("[、．.]", "", heading)) for level, heading in outline(text, path.name)]
    assert levels == [(level, re.sub("[、．.]", "", heading)) for level, heading in as_it_is(path)]
