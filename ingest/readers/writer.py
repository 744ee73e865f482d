"""The text that a reader lays out: paragraphs, headings, table rows, notes and page breaks, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.chars import BLANK, CLOSERS, is_cjk
from ingest.heading_forms import OWN_LONGEST
from ingest.markers import read_marker
from ingest.paragraphs import CLAUSE_MINIMUM, WHOLE_LINE_MINIMUM
from ingest.readers.raw import Told
from ingest.sentences import is_stopped

SUPERSCRIPTS = {ord(str(digit)): mark for digit, mark in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
"""From digits, plain or in circles, to the raised ones that mark a note."""
SUPERSCRIPTS |= {0x245F + n: "".join(SUPERSCRIPTS[ord(digit)] for digit in str(n)) for n in range(1, 21)}

FEW_LINES = 20
"""Fewer long lines than this may be equally wide by chance: whole paragraphs. Text that was hard-wrapped
before it was pasted into Word or a page has more, and is measured like a plain text file."""

LONG_LINE = 15
RENDERED = "\x0e"
"""Stands where the writing program last began a page: a page break, unless one stands there already."""

_BLANKS = BLANK.replace("\f", "").replace("\n", "")
_TABS = re.compile(r"\s*\t\s*")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Writer:
    """Collects lines in reading order.

    >>> writer = Writer()
    >>> writer.line("一、目标"); writer.rows([["1", "绿道", ""]]); writer.text()
    '一、目标\\n1\\t绿道\\n'
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.fresh = True
        self.dropped: list[Told] = []
        self.warnings: list[str] = []

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        if text.strip(BLANK):
            self.fresh = not text.rpartition("\f")[2].strip(BLANK)
        elif "\f" in text:
            self.fresh = True

    def _rendered(self, text: str) -> str:
        """Resolve the marks of rendered pages: behind an explicit break they say the same again."""
        fresh, parts = self.fresh, []
        for piece in re.split(f"([\f{RENDERED}])", text):
            if piece == RENDERED and fresh:
                continue
            parts.append("\f" if piece == RENDERED else piece)
            fresh = piece in ("\f", RENDERED) or fresh and not piece.strip(BLANK)
        return "".join(parts)

    def line(self, text: str) -> None:
        """Add a paragraph. A line feed in it stays; a form feed says that a page begins there."""
        text = settle_breaks(_CONTROLS.sub("", self._rendered(text)))
        body = text.rstrip("\f")
        self._add((body + "\n" if body else "") + "\f" * (len(text) - len(body)))

    def heading(self, text: str, level: int) -> None:
        """Add a heading that the format marks as one; ``#`` is only written where no number says it."""
        text = self._rendered(text)
        feeds = len(text) - len(text.lstrip("\f"))
        body = text[feeds:].strip(BLANK)
        self._add("\f" * feeds)
        plain = not body or len(body) > OWN_LONGEST or "\n" in body or "\f" in body or is_stopped(body)
        self.line(body if plain or read_marker(body) else f"{'#' * min(6, max(1, level))} {body}")

    def note(self, mark: str, text: str) -> None:
        """Add a footnote, on a line of its own that begins with its mark."""
        if text.strip(BLANK):
            self.line(f"{mark} {inline(text)}")

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Add table rows; a merged or empty cell is an empty string, rows without text are passed over."""
        for cells in rows:
            line = tab_row(cells)
            if line:
                self._add(line + "\n")

    def feed(self, *, rendered: bool = False) -> None:
        """Begin a page; ``rendered``: unless one has just begun."""
        if not (rendered and self.fresh):
            self._add("\f")

    def drop(self, text: str, reason: str) -> None:
        """Tell that ``text`` stands here in the file and is left out."""
        text = re.sub(r"\s+", " ", _CONTROLS.sub("", text)).strip(BLANK)
        if text:
            self.dropped.append((self.length, text, reason))

    def whole_lines(self) -> bool:
        """Tell whether each line is sure to be a whole paragraph."""
        lines = [line for line in self.text().splitlines() if len(line) >= LONG_LINE and "\t" not in line]
        return len(lines) < FEW_LINES

    def text(self) -> str:
        """Return all that was added."""
        return "".join(self.parts)


def tab_row(cells: Sequence[str]) -> str:
    """Return one table row as the pipeline reads it: cells kept apart by tabs, a leading tab for an empty
    first cell; empty cells behind the last filled one are left out, but one tab at least stays behind text.

    >>> tab_row(["", "2", "公园  数量", ""]), tab_row(["一、发展", "", ""]), tab_row(["", " "])
    ('\\t2\\t公园 数量', '一、发展\\t', '')
    """
    plain = [inline(cell) for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    line = "\t".join(plain)
    return line if "\t" in line.lstrip("\t") or not line else line + "\t"


def inline(text: str) -> str:
    """Fold a cell or note into one line: blanks become one, a line break goes between Chinese characters.

    >>> inline("2030年\\n目标"), inline("a\\nb"), inline("甲；\\n乙")
    ('2030年目标', 'a b', '甲；乙')
    """
    text = _CONTROLS.sub("", text).replace("\f", "\n").strip(BLANK)
    text = re.sub(r"[ \t\u3000\u00a0]*\n[ \t\u3000\u00a0\n]*", "\n", text)
    joined = re.sub("\n", lambda match: _glue(text[match.start() - 1], text[match.end()]), text)
    return re.sub(f"[{BLANK}]+", " ", joined)


def _glue(left: str, right: str) -> str:
    return " " if left.isascii() and right.isascii() and (left.isalnum() or right.isalnum()) else ""


def collapse(text: str) -> str:
    """Fold the blanks of running text as a browser shows them; a line feed between Chinese text goes.

    >>> collapse("推进\\n  创新  AI\\n应用")
    '推进创新 AI应用'
    """
    text = re.sub(r"[ \t\r]*\n[ \t\r\n]*", "\n", text)
    text = re.sub(r"(?<=(.))\n(?=(.))", lambda m: "" if _wide(m.group(1)) or _wide(m.group(2)) else " ", text)
    return re.sub(r"[ \t\r\n\u00a0]+", " ", text)


def _wide(char: str) -> bool:
    return is_cjk(char) or char in CLOSERS or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"


def settle_breaks(text: str) -> str:
    """Strip the lines of a paragraph and put each page break where it does not tear a sentence apart.

    The pipeline joins lines across a page where the first piece is long enough to be a broken-off
    paragraph; behind a shorter piece the break moves to the paragraph's beginning (so at most a line's
    worth of text is told to be on the page after its own).

    >>> settle_breaks("推进\\f创新。"), settle_breaks("第一句。\\f第二句。"), settle_breaks("\\f 第二页")
    ('\\x0c推进创新。', '第一句。\\x0c第二句。', '\\x0c第二页')
    """
    lines = [_tidy(line) for line in re.split(r"[\n\v]", text)]
    bodies = [line.rstrip("\f") for line in lines]
    settled = [
        _settle_line(body) + line[len(body) :] for line, body in zip(lines, bodies, strict=True) if line
    ]
    return "\n".join(settled)


def _tidy(line: str) -> str:
    pieces = [piece.strip(_BLANKS) for piece in line.split("\f")]
    return "\f".join(_TABS.sub("    ", piece) for piece in pieces)


def _settle_line(line: str) -> str:
    """Each piece begins a page; ``body`` is the paragraph so far, ``done`` is settled."""
    done = body = ""
    for number, piece in enumerate(line.split("\f")):
        if number and body and goes_on(body):
            done, body = f"{done}{body}\f", ""
        elif number:
            done += "\f"
        body += piece
    return done + body


def goes_on(piece: str) -> bool:
    """Tell whether the pipeline takes what follows ``piece`` for the same paragraph, or may part them."""
    clause = "，" in piece or "；" in piece
    long = (
        len(piece) >= WHOLE_LINE_MINIMUM or clause and len(piece) >= CLAUSE_MINIMUM and not read_marker(piece)
    )
    return is_stopped(piece) or long
