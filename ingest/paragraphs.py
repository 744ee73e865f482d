"""A paragraph that is being put together from lines: does it end where this line ends?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.chars import squeeze
from ingest.lines import Layout, Line
from ingest.markers import Marker, read_marker
from ingest.numerals import CHINESE, ZERO_LIKE
from ingest.sentences import is_stopped, sentence_spans

WHOLE_LINE_MINIMUM = 40
"""A line of a file that is not hard-wrapped is taken for a broken-off paragraph only from this many
characters on: shorter ones without a full stop are headings, captions and titles."""

CLAUSE_MINIMUM = 20
"""A line without a mark that holds a comma and no full stop is a broken-off paragraph from this length on."""

HEADING_SLACK = 3
"""A numbered line of a hard-wrapped file is a whole heading if it is this much narrower than a full line:
stricter than for paragraphs, since a heading that swallows its body is worse than one cut short."""

BROKEN_OFF = 0.75
"""A paragraph's only line so far goes on, though short of the margin, from this share of the width on."""

TAIL = 8
"""Characters that are kept of the text so far: a line may hold nothing but the ” or ) behind a full stop."""

_BULLETS = "-+*•●▪◆■"
_BULLET = (
    rf"(?<!\S)[{_BULLETS}][ \t]+(?=\**(?:第[{CHINESE}\d]{{1,4}}[编章节条]|[{CHINESE}]{{1,3}}、"
    rf"|[（(][{CHINESE}\d]{{1,3}}[）)]|\d{{1,2}}[.．、](?!\d)))"
)
MARKUP = re.compile(
    r"(?m:^#{1,6}[ \t]+)|\*\*|<[a-zA-Z/][^<>]{0,200}>|[\u00ad\u200b-\u200f\u2060\ufeff]+|" + _BULLET
)
"""Markup that stands in text: Markdown's heading and bold marks, HTML tags, a list's bullet before a number;
and characters without a width, one of which would hide the word that it stands in."""

_HEADING_MARK = re.compile(r"(#{1,6})[ \t]+\S")
_HEAD_LINE = re.compile(
    rf"[（(]?[0-9０-９〇○零一二三四五六七八九十{ZERO_LIKE}]{{4}}年.{{1,3}}月.{{1,3}}日[）)]?$"
    r"|[\u4e00-\u9fff]{2,14}[〔\[［【（(﹝][0-9０-９]{4}[〕\]］】）)﹞].{1,6}号$"
    r"|[（(]?(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\1[0-9]{1,2}[）)]?$"
    r"|[（(](?:19|20)[0-9]{2}年[^（）()]{4,60}(?:通过|批准|发布|公布|印发|会议)[）)]$"
    r"|目[录次]$"
)
"""A date, a document number, an adoption in brackets or 目录 on a line of its own: no paragraph before it
runs into it, nor does it run on."""

_WHOLE_TITLE = re.compile(
    r"[\u4e00-\u9fff、]{0,40}关于[^，。；：,;]{4,90}的(?:若干|实施|指导)?"
    r"(?:通知|意见|公告|通告|通报|决定|决议|批复|复函|函|报告|请示|规定|办法|方案)$"
)
"""A title that is complete: no text runs on behind it."""

TITLE_LINES = 4
"""A title takes at most so many lines."""

_LEADER = re.compile(r"[.．…·⋯]{2,}\s*[-－—]?\s*\d{1,4}$")
"""The dots and the page number that end an entry of a contents list."""

_OPENERS = ("编", "章", "节", "条", "named", "专栏", "一、", "（一）")
"""Families that open a paragraph even where the one before has no full stop."""


@dataclass(slots=True)
class OpenParagraph:
    """The lines of a paragraph so far, and what they tell: ``gap`` blank lines stand before it, ``length``
    counts its characters, ``clauses`` and ``sentences`` tell whether it has had a comma, a full stop, and
    ``stopped`` whether it ends with one now."""

    lines: list[Line]
    gap: int
    marker: Marker | None
    hashes: int
    length: int = 0
    last: str = ""
    tail: str = ""
    stopped: bool = False
    clauses: bool = False
    sentences: bool = False

    @classmethod
    def begin(cls, line: Line, gap: int, *, decimal: bool = False) -> OpenParagraph:
        """Begin a paragraph with ``line``; ``decimal`` tells a heading like 1.1 编制目的."""
        marker = Marker("1.1", None, 0) if decimal else read_marker(plain(line))
        paragraph = cls([], gap, marker, hashes_of(line))
        paragraph.add(line)
        return paragraph

    def add(self, line: Line) -> None:
        """Add a line to the paragraph."""
        self.lines.append(line)
        self.last = plain(line)
        self.length += len(self.last)
        self.clauses = self.clauses or "，" in self.last or "," in self.last
        self.tail = (self.tail + self.last)[-TAIL:]
        self.stopped = is_stopped(self.tail)
        self.sentences = self.sentences or self.stopped or len(sentence_spans(self.last)) > 1

    def ends_before(self, following: Line, layout: Layout) -> bool:
        """Tell whether the paragraph ends before ``following``, the next line of text."""
        if self.hashes or hashes_of(following) or not self.may_go_on(layout) or self._is_whole_title():
            return True
        if layout.starts_paragraph(following) or _is_head_line(following.text):
            return True
        if len(self.lines) == 1 and _is_head_line(self.last):
            return True
        text, stopped = plain(following), self.stopped
        if text.startswith("——") and not layout.wrapped:
            return True
        marker = read_marker(text)
        if marker and (stopped or self._is_next_item(marker)):
            return True
        if marker and marker.family in _OPENERS and not (layout.wrapped and self._is_prose()):
            return True
        return stopped and (not layout.wrapped or "\u3000\u3000" in following.lead)

    def may_go_on(self, layout: Layout) -> bool:
        """Tell whether the last line leaves the paragraph open, whatever follows."""
        if self.last[-1:].isdigit() and _LEADER.search(self.last):
            return False
        if layout.wrapped:
            return self._reaches_margin(layout) or self._breaks_off(layout)
        if self.stopped:
            return False
        clause = "，" in self.last or "；" in self.last
        return self.length >= WHOLE_LINE_MINIMUM or (
            clause and self.length >= CLAUSE_MINIMUM and not self.marker
        )

    def _reaches_margin(self, layout: Layout) -> bool:
        first = len(self.lines) == 1
        if first and self.marker and not self.stopped:
            return self.lines[0].width > layout.width - HEADING_SLACK - layout.first_indent
        return layout.is_full(self.lines[-1], first=first)

    def _breaks_off(self, layout: Layout) -> bool:
        """A short line that ends no sentence, though its paragraph has had clauses: lines that were broken
        by counting characters, digits among them, are not equally wide."""
        alone = len(self.lines) == 1 and self.lines[0].width < BROKEN_OFF * layout.width
        if alone or self.stopped:
            return False
        return self._is_prose()

    def _is_prose(self) -> bool:
        """Prose does not end without a full stop: 一、 that follows is the rest of 统一、."""
        return self.sentences or (self.clauses and not self.marker)

    def _is_whole_title(self) -> bool:
        if self.marker or self.clauses or self.stopped or len(self.lines) > TITLE_LINES:
            return False
        return _WHOLE_TITLE.match(squeeze("".join(map(plain, self.lines)))) is not None

    def _is_next_item(self, marker: Marker) -> bool:
        """``23.`` after a paragraph that begins with ``22.``, stopped or not."""
        own = self.marker
        return (
            own is not None
            and own.family == marker.family
            and own.number is not None
            and marker.number == own.number + 1
        )


def _is_head_line(text: str) -> bool:
    return text[-1] in "日号录次)）0123456789" and _HEAD_LINE.match(squeeze(text)) is not None


def plain(line: Line) -> str:
    """Return the text of ``line`` without its markup, save the heading mark: :func:`read_marker` knows it."""
    text = line.text
    marked_up = "*" in text or "<" in text or text[:1] in _BULLETS
    return MARKUP.sub("", text).strip() or text if marked_up else text


def hashes_of(line: Line) -> int:
    """Return the number of ``#`` that mark ``line`` up as a heading (Markdown)."""
    match = _HEADING_MARK.match(line.text) if line.text[:1] == "#" else None
    return len(match.group(1)) if match else 0


def needs_space(left: str, right: str) -> bool:
    """Tell whether a blank goes between two lines that end in ``left`` and begin with ``right``.

    Latin words broken at a line end keep the blank that the line break stood for; a number that was cut in
    two (``20`` / ``30年``), or cut off its unit (``5`` / ``G``), is put together again.
    """
    return left.isascii() and left.isalpha() and right.isascii() and right.isalnum()
