"""What a numbered block looks like: a heading by itself, one run into its body, or a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.blocks import Block
from ingest.markers import Family, Marker, read_marker
from ingest.numerals import CHINESE
from ingest.sentences import ends_sentence

Form = Literal["own", "run-in", "stopped", "sentence"]
"""``own`` a line by itself, ``run-in`` the first words of a paragraph, ``stopped`` a short line that ends
like a sentence and may be either, ``sentence`` no heading."""

RUN_IN_LONGEST = 45
"""A numbered lead phrase of more characters than this is a sentence, no heading (longest seen: 38)."""

OWN_LONGEST = 60
"""A heading on a line of its own has at most this many characters."""

LOST_LONGEST = 25
"""A heading whose number was lost has at most this many characters."""

COLON_LONGEST = 20
"""What stands between a number and a colon that ends the line is a heading up to this many characters: a
longer one leads in a list."""

CLAUSES: tuple[Family, ...] = ("（一）", "1.", "1、", "（1）", "①", "一、")
"""Families that number clauses and list entries as well as sections."""

_ARTICLE_TITLE = re.compile(
    r"\s*[（(]([^（）()]{2,30})[）)]\s*|\s*[【\[]([^】\]]{2,30})[】\]]\s*"
    r"|[ \u3000]+([^\s，。：；？！,.:;?!]{2,24})$"
)
_DIGITS = re.compile(rf"[{CHINESE}0-9０-９\s*#]+")
_ENUMERATION = re.compile(r"\s*[一二三四五六七八九十]{1,3}、")


@dataclass(slots=True)
class Candidate:
    """A numbered block that may be a heading: its index, its number, how it is built, the heading's text and
    where that ends in the block, and whether it is marked up as a heading (Markdown)."""

    block: int
    marker: Marker
    form: Form
    text: str
    end: int
    marked: bool
    print: str = ""
    """How its number is printed, digits left out: ``（）``, ``()``, ``．``."""

    @property
    def family(self) -> Family:
        """Family of its number."""
        return self.marker.family

    @property
    def number(self) -> int:
        """Its number."""
        return self.marker.number or 0


def find_candidates(blocks: Sequence[Block], start: int, end: int) -> Iterator[Candidate]:
    """Yield the numbered blocks among ``blocks[start:end]``."""
    for index in range(start, end):
        block = blocks[index]
        if block.kind != "text":
            continue
        marker = read_marker(block.text)
        if marker is None or marker.family in ("——", "named", "专栏"):
            continue
        if marker.family == "一、" and _ENUMERATION.match(block.text, marker.end):
            continue  # 一、二、三产业融合发展
        form, stop = form_of(block.text, marker)
        if form != "sentence" or marker.family in CLAUSES:
            printed = _DIGITS.sub("", block.text[: marker.end])
            yield Candidate(index, marker, form, block.text[:stop], stop, block.hashes > 0, printed)


def form_of(text: str, marker: Marker) -> tuple[Form, int]:
    """Tell how a numbered block is built, and where its heading ends.

    >>> texts = "一、总体要求", "1．优化布局。依托轨道站点。", "（1）新增一处。"
    >>> [form_of(text, read_marker(text)) for text in texts]
    [('own', 6), ('run-in', 6), ('stopped', 7)]
    """
    if marker.family == "条":
        return _article_form(text, marker)
    stop = first_stop(text, marker.end)
    if stop is None:
        if text[-1] in "：:" and len(text) <= COLON_LONGEST + marker.end:
            return "own" if marker.family in ("编", "章", "节", "一、") else "stopped", len(text)
        return ("sentence", 0) if len(text) > OWN_LONGEST or text[-1] in "：:，,、；;" else ("own", len(text))
    rest = text[stop + 1 :].lstrip("”’」』）)")
    if rest.strip() and stop - marker.end <= RUN_IN_LONGEST and "；" not in text[marker.end : stop]:
        return "run-in", stop
    question = text[stop] in "？?" and not rest.strip() and len(text) <= OWN_LONGEST
    if question or (marker.family in ("编", "章", "节") and len(text) <= OWN_LONGEST):
        return "own", len(text)
    return ("stopped", stop) if len(text) <= OWN_LONGEST and not rest.strip() else ("sentence", 0)


def _article_form(text: str, marker: Marker) -> tuple[Form, int]:
    match = _ARTICLE_TITLE.match(text, marker.end)
    if match and (match.end() == len(text) or not match.group(3)):
        return "own" if match.end() == len(text) else "run-in", match.end()
    rest = text[marker.end :].strip()
    if not rest:
        return "own", len(text)
    if len(rest) <= LOST_LONGEST and not re.search(r"[，。：；？！,.:;?!]", rest):
        return "own", len(text)
    return "run-in", marker.end


def first_stop(text: str, start: int) -> int | None:
    """Index of the first sentence end outside quotation marks and brackets."""
    depth = 0
    for index in range(start, len(text)):
        char = text[index]
        if char in "“（(《«「":
            depth += 1
        elif char in "”）)》»」":
            depth = max(0, depth - 1)
        elif depth == 0 and char not in "；;" and ends_sentence(text, index):
            return index
    return None
