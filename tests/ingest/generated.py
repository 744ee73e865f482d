"""Official documents made up at random: the paragraphs they are printed as, and which are headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from wording import heading_text, item, numeral, opening, paragraph, sentence, title_text

CHAINS: tuple[tuple[str, ...], ...] = (
    ("一、", "（一）", "1．", "（1）"),
    ("一、", "(一)", "1. ", "①"),
    ("一、", "（一）", "1、"),
    ("一、", "1．", "（1）"),
    ("（一）", "1．"),
    ("第一章", "第一节", "一、", "（一）"),
    ("第一章", "（一）", "1."),
    ("第1章", "第1节", "一、"),
    ("第一编", "第一章", "第一节", "一、"),
    ("第一部分", "（一）", "1．"),
    ("1", "1.1", "1.1.1"),
    ("一、", "（一）", "——"),
)
"""Numbering families from the outermost one in: those that official documents chain."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph to be printed. ``level`` is that of the heading it is or begins with (-1: none), ``text``
    the heading, ``body`` what stands behind it in the same paragraph. ``optional`` headings count neither
    way. ``raw`` pieces (table rows) are never wrapped."""

    text: str
    level: int = -1
    body: str = ""
    optional: bool = False
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How one document numbers its headings, and the shares of what else it does: headings run in, levels
    skipped, numbers left out, lists that are no headings, tables, headings with no text of their own."""

    chain: tuple[str, ...]
    run_in: float
    skips: float
    gaps: float
    lists: float
    tables: float
    restarts: bool
    wide: bool
    empty: float


def make_style(random: Random) -> Style:
    """Choose how a document numbers its headings."""
    return Style(
        chain=random.choice(CHAINS),
        run_in=random.choice((0.0, 0.0, 0.5, 1.0)),
        skips=random.choice((0.0, 0.0, 0.2)),
        gaps=random.choice((0.0, 0.0, 0.05)),
        lists=random.choice((0.0, 0.15, 0.4)),
        tables=random.choice((0.0, 0.0, 0.1)),
        restarts=random.random() < 0.85,
        wide=random.random() < 0.15,
        empty=random.choice((0.0, 0.0, 0.1)),
    )


@dataclass(slots=True)
class Maker:
    """Makes the pieces of one document, in order."""

    random: Random
    style: Style
    pieces: list[Piece] = field(default_factory=list)
    running: dict[int, int] = field(default_factory=dict)

    def section(self, depth: int, path: tuple[int, ...]) -> None:
        """Add one heading, its text, and what is below it."""
        random, family = self.random, self.style.chain[depth]
        inner = depth + 1 < len(self.style.chain) and random.random() < 0.7
        mark, level = self.mark(depth, path), depth + 1
        if not inner and self._runs_in(depth):
            self.pieces.append(Piece(mark + heading_text(random, most=24), level, "。" + paragraph(random)))
            return
        self.pieces.append(Piece(mark + heading_text(random), level, optional=family == "——"))
        if not inner:
            self.text()
            return
        if random.random() < 0.5:
            self.pieces.append(Piece(paragraph(random)))
        self.children(depth, path)

    def _runs_in(self, depth: int) -> bool:
        """Headings of 编, 章, 节 and those numbered 1.1 stand on lines of their own."""
        family = self.style.chain[depth]
        own = depth == 0 or self.style.chain[0] == "1" or family.startswith(("第", "——"))
        return not own and self.random.random() < self.style.run_in

    def children(self, depth: int, path: tuple[int, ...]) -> None:
        """Add the sections below one, now and then leaving a level out."""
        random, deeper = self.random, depth + 1
        can_skip = deeper + 1 < len(self.style.chain) and self.style.chain[deeper] in (
            "（一）",
            "(一)",
            "1．",
        )
        if can_skip and random.random() < self.style.skips:
            deeper += 1
        number = 0
        for _ in range(random.randint(2, 4)):
            number += 2 if number and random.random() < self.style.gaps else 1
            self.section(deeper, (*path, number))

    def text(self) -> None:
        """Add paragraphs, perhaps a list that is none of the headings, perhaps a table."""
        random = self.random
        for _ in range(random.randint(1, 3)):
            self.pieces.append(Piece(opening(random) + paragraph(random)))
        if random.random() < self.style.lists:
            self.pieces += make_list(random)
        if random.random() < self.style.tables:
            self.pieces += make_table(random)

    def mark(self, depth: int, path: tuple[int, ...]) -> str:
        """The number in front of a heading."""
        family, number = self.style.chain[depth], path[-1]
        if self.style.chain[0] == "1":
            return ".".join(map(str, path)) + " "
        if depth and not self.style.restarts and family in ("（一）", "第一节", "第一章"):
            number = self.running[depth] = self.running.get(depth, 0) + 1
        if family == "——":
            return "——"
        if family == "①":
            return chr(0x2460 + number - 1)
        if family.startswith("第"):
            digits = str(number) if family[1] == "1" else numeral(number)
            return f"第{digits}{family[2:]}" + self.random.choice(("　", " ", "  "))
        return family.replace("一", numeral(number)).replace("1", self.wide(str(number)))

    def wide(self, digits: str) -> str:
        """Full-width digits, where the document prints them so."""
        return (
            digits.translate({ord("0") + n: ord("０") + n for n in range(10)}) if self.style.wide else digits
        )


def make_list(random: Random) -> list[Piece]:
    """A list whose entries are no headings, with the words that lead to it."""
    count = random.randint(2, 6)
    marks: tuple[Callable[[int], str], ...] = (
        lambda n: f"{numeral(n)}是",
        lambda n: "● ",
        lambda n: "- ",
        lambda n: f"{n}）",
        lambda n: f"({n}) ",
        lambda n: f"{n}. ",
    )
    mark = random.choice(marks)
    entries = [item(random) + "；" for _ in range(count)]
    if mark(1) == "一是":
        entries = [paragraph(random) for _ in range(count)]
    elif random.random() < 0.3:
        entries = [f"{sentence(random)[:-1]}，{sentence(random)}" for _ in range(count)]
    lead = sentence(random)[:-1] + "，重点做好以下工作："
    return [Piece(lead), *(Piece(mark(n) + text) for n, text in enumerate(entries, 1))]


def make_table(random: Random) -> list[Piece]:
    """A table with its caption, tabs between the cells."""
    rows = [("序号", "指标名称", "单位", "2030年目标")]
    rows += [
        (str(n), item(random)[:-3], "%", str(random.randint(2, 99))) for n in range(1, random.randint(3, 8))
    ]
    return [
        Piece(f"表{random.randint(1, 3)}　主要指标", raw=True),
        *(Piece("\t".join(row), raw=True) for row in rows),
    ]


def make_plan(random: Random) -> list[Piece]:
    """A plan, scheme or report: sections in sections, perhaps 前言, 结语."""
    maker = Maker(random, make_style(random))
    maker.pieces.append(Piece(title_text(random), 0))
    if random.random() < 0.3:
        maker.pieces += [Piece(random.choice(("前言", "前　言", "引言")), 1), Piece(paragraph(random))]
    else:
        maker.pieces += [Piece(paragraph(random)) for _ in range(random.randint(1, 2))]
    for number in range(1, random.choice((3, 4, 5, 6, 13)) + 1):
        maker.section(0, (number,))
    if random.random() < 0.2:
        maker.pieces += [Piece(random.choice(("结语", "结　语", "结束语")), 1), Piece(paragraph(random))]
    return _with_lost_number(random, maker.pieces)


def _with_lost_number(random: Random, pieces: list[Piece]) -> list[Piece]:
    """Now and then a chapter's number is lost: the chapter is a heading all the same."""
    places = [
        i for i, p in enumerate(pieces) if p.text.startswith("第") and "章" in p.text[:4] and p.level > 0
    ]
    if len(places) < 4 or random.random() < 0.7:
        return pieces
    place = random.choice(places[1:-1])
    return [
        *pieces[:place],
        replace(pieces[place], text=pieces[place].text[3:].strip()),
        *pieces[place + 1 :],
    ]


def make_regulation(random: Random) -> list[Piece]:
    """办法 or 规定: chapters, articles, clause lists inside them."""
    pieces = [Piece(title_text(random, kinds=("管理办法", "实施细则", "若干规定", "暂行办法（试行）")), 0)]
    article = 0
    titled, chapters, lost = random.random() < 0.3, random.random() < 0.8, random.random() < 0.15
    for chapter in range(1, random.randint(3, 9) + 1):
        if chapters:
            mark = "" if lost else f"第{numeral(chapter)}章　"
            pieces.append(Piece(mark + heading_text(random, most=10), 1))
        for _ in range(random.randint(2, 16)):
            article += 1
            pieces += make_article(random, article, titled)
    return pieces


def make_article(random: Random, number: int, titled: bool) -> list[Piece]:
    """第N条, with a title in brackets or none, perhaps with a list of clauses and cross-references."""
    mark = f"第{numeral(number)}条"
    head = Piece(f"{mark}（{heading_text(random, most=8)}）", 3, paragraph(random))
    if not titled:
        head = Piece(mark, 3, "　" + paragraph(random))
    pieces = [head]
    if random.random() < 0.4:
        pieces.append(Piece(sentence(random)[:-1] + "，应当符合下列条件："))
        count = random.randint(2, 6)
        form = random.choice(("（{}）", "{}、", "（{}）", "1."))
        for n in range(1, count + 1):
            clause = f"{n}." if form == "1." else form.format(numeral(n))
            pieces.append(Piece(clause + item(random) + ("；" if n < count else "。")))
    if random.random() < 0.2:
        pieces.append(Piece(f"依照第{numeral(random.randint(1, 40))}条规定办理的，{sentence(random)}"))
    if random.random() < 0.1:
        pieces.append(Piece(f"第{numeral(random.randint(1, 40))}条第二款所称材料，{sentence(random)}"))
    return pieces


def make_pieces(random: Random) -> list[Piece]:
    """The pieces of one document."""
    return make_regulation(random) if random.random() < 0.25 else make_plan(random)
