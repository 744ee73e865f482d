"""How made-up documents are printed and then extracted: line breaks, pages, running heads, markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from generated import Piece, make_pieces
from made_up import wrapped

from eval.outline_score import Heading, OptionalRow
from ingest.chars import display_width

HALF = str.maketrans("。，：", ".,:")
"""Punctuation as one typesetting system leaves it."""


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A file's text, its headings, and what may be taken for one or not; ``layout`` tells how it was set."""

    text: str
    headings: tuple[Heading, ...]
    optional: tuple[OptionalRow, ...]
    layout: str
    suffix: str = ".txt"


@dataclass(frozen=True, slots=True)
class Layout:
    """``width`` 0 leaves paragraphs whole; ``indent`` begins each paragraph; ``gap`` blank lines follow each
    line; ``page`` lines make a page, which ends in ``foot`` and begins with ``head``."""

    name: str
    width: int = 0
    indent: str = ""
    gap: int = 0
    page: int = 0
    foot: str = ""
    head: str = ""
    feed: bool = False
    address: bool = False
    half: bool = False
    bold: bool = False
    hashes: bool = False


def make_layout(random: Random) -> Layout:
    """Choose how a document is set."""
    name = random.choice(
        ("whole", "spaced", "wrapped", "wrapped", "unindented", "pages", "pages", "markdown")
    )
    width = 2 * random.randint(24, 38)
    half = random.random() < 0.2
    if name == "whole":
        return Layout(name, indent=random.choice(("", "　　")), bold=random.random() < 0.2, half=half)
    if name == "spaced":
        return Layout(name, gap=1, bold=random.random() < 0.2, half=half)
    if name == "wrapped":
        return Layout(
            name, width, "　　", gap=random.choice((0, 1)), half=half, address=random.random() < 0.3
        )
    if name == "unindented":
        return Layout(name, width, gap=random.choice((0, 1)), half=half)
    if name == "markdown":
        return Layout(name, gap=1, hashes=True, bold=random.random() < 0.3)
    feet = ("— {} —", "- {} -", "第 {} 页", "—{}—", "{}")
    head = random.choice(("", "", "青禾区人民政府公报", "青禾区规划文本"))
    return Layout(name, width, "　　", page=random.randint(24, 36), foot=random.choice(feet), head=head,
                  feed=random.random() < 0.6, half=half, address=random.random() < 0.2)  # fmt: skip


def make_document(seed: int) -> MadeDocument:
    """One made-up document and its gold, the same for the same ``seed``."""
    random = Random(seed)
    pieces, layout = make_pieces(random), make_layout(random)
    if layout.width and not layout.indent:
        pieces = [_told_by_length(piece, layout.width) for piece in pieces]
    lines, starts = _lines(pieces, layout, random)
    headings: list[Heading] = []
    optional: list[OptionalRow] = []
    for piece, line in zip(pieces, starts, strict=True):
        if piece.level >= 0 and not piece.optional:
            headings.append(Heading(piece.level, _half(piece.text) if layout.half else piece.text, line))
        elif piece.optional:
            optional.append(OptionalRow("dash", line, piece.text))
    suffix = ".md" if layout.hashes else ".txt"
    return MadeDocument("\n".join(lines) + "\n", tuple(headings), tuple(optional), layout.name, suffix)


def _told_by_length(piece: Piece, width: int) -> Piece:
    """Without indents, a heading that fills its line could as well go on in the next."""
    text = piece.text
    while piece.level > 0 and not piece.body and display_width(wrapped(text, width)[-1]) > 0.8 * width:
        text = text[:-1]
    return replace(piece, text=text)


def _half(text: str) -> str:
    return text.translate(HALF)


def _lines(pieces: Sequence[Piece], layout: Layout, random: Random) -> tuple[list[str], list[int]]:
    """The lines, and the 1-based line on which each piece begins."""
    printed: list[str] = []
    starts: list[int] = []
    page = 1
    on_page = 0
    for piece in pieces:
        first = True
        for line in _set(piece, layout, random):
            if layout.page and on_page == layout.page:
                _break_page(printed, layout, page)
                page, on_page = page + 1, 0
            if layout.address and not first and random.random() < 0.02:
                printed.append("https://baike.example.com/doc/1390.html")
            if first:
                starts.append(len(printed) + 1)
            printed.append(
                ("\f" if layout.feed and on_page == 0 and page > 1 and not layout.head else "") + line
            )
            printed += [""] * layout.gap
            on_page += 1
            first = False
    return printed, starts


def _break_page(printed: list[str], layout: Layout, page: int) -> None:
    printed.append(layout.foot.format(page))
    if layout.head:
        printed.append(("\f" if layout.feed else "") + layout.head)


def _set(piece: Piece, layout: Layout, random: Random) -> list[str]:
    """The lines of one paragraph."""
    text, body = piece.text, piece.body
    if layout.half:
        text, body = _half(text), _half(body)
    if layout.hashes and piece.level >= 0 and not body and not piece.optional:
        return ["#" * (piece.level + 1) + " " + text]
    if layout.bold and piece.level > 0 and not piece.optional:
        text = f"**{text}**"
    if not layout.width or piece.raw:
        return [layout.indent + text + body]
    if piece.level == 0:
        return _centred(text, layout.width)
    lines = wrapped(text + body, layout.width, layout.indent)
    full = display_width(lines[-1]) > 0.7 * layout.width
    if not layout.indent and full and piece.level < 0:
        return _with_short_last_line(text + body, layout, random)
    return lines


def _centred(text: str, width: int) -> list[str]:
    """A long title is broken in the middle, not at the margin."""
    return [text] if display_width(text) <= width else [text[: len(text) // 2], text[len(text) // 2 :]]


def _with_short_last_line(text: str, layout: Layout, random: Random) -> list[str]:
    """Without an indent, only a short last line tells where a paragraph ends."""
    stop = text[-1] if text[-1] in "。.：:" else ""
    while display_width((lines := wrapped(text, layout.width))[-1]) > 0.7 * layout.width:
        text = text.removesuffix(stop) + random.choice(("并落实", "和改进", "及评估", "等")) + stop
    return lines
