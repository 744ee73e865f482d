"""Which document, article and district a sentence of a draft says it draws on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.chars import fold_title
from ingest.model import Document
from ingest.numerals import parse_numeral
from ingest.titles import DOC_NUMBER, normalise_number
from qa_service.check.lexicon import is_name
from qa_service.references import read_references

_NUMERAL = "0-9０-９零〇一二三四五六七八九十百"
_TITLE = re.compile(r"《([^《》]*(?:〈[^〉]*〉[^《》]*)?)》")
_NAMED = re.compile(
    r"(?:(?:根据|按照|依据|依照|参照|参见|见)(?P<body>[\u4e00-\u9fff]{0,16}?))?"
    r"(?:(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:的|印发的|发布的|出台的|印发|发布|出台)?)?"
    r"《[^《》]+》(?:[（(](?:[^（）()]*号|(?P<dated>(?:19|20)\d\d)年?[^（）()]*)[）)])?"
    rf"(?:第[（(]?[{_NUMERAL}]+[）)]?[条章节款项点部分]+)*(?:中)?(?:明确提出|提出|规定|明确|指出|要求|显示|强调|确定)?[，,：:]?"
)
_ARTICLE = re.compile(rf"第([{_NUMERAL}]{{1,5}})条")
_SECTION = re.compile(rf"第[（(]?([{_NUMERAL}]{{1,5}})[）)]?(部分|章|节|项|点)")

SHORTEST_TITLE = 5
"""Letters from which part of a title names a document."""


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """``text`` at ``[start, end)`` of the sentence names the documents ``indices`` of the index."""

    text: str
    start: int
    end: int
    indices: frozenset[int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a sentence says of its source. ``statement`` is the sentence with the attribution to documents of
    the index blanked out, every character where it was, ``bare`` with that to any document; ``named`` are
    the documents it names, ``article`` the article, ``sections`` the parts (第三部分, 第（二）项) as kind,
    number and words, ``year`` the year it dates the document to, ``body`` whose it says it is, ``elsewhere``
    the documents of districts that it does not mean."""

    statement: str
    bare: str
    named: tuple[NamedDocument, ...]
    article: int | None
    elsewhere: frozenset[int]
    sections: tuple[tuple[str, int, str], ...] = ()
    year: int | None = None
    body: str = ""

    @property
    def targets(self) -> frozenset[int]:
        """The documents of the index that the sentence names."""
        return frozenset(index for one in self.named for index in one.indices)


def read_attribution(sentence: str, documents: Sequence[Document]) -> Attribution:
    """Read which documents ``sentence`` draws on.

    >>> read_attribution("根据《丙区某某规划》，新增高新企业7家。", []).bare.replace(" ", "")
    '，新增高新企业7家。'
    """
    named = [*_titles(sentence, documents), *_numbers(sentence, documents)]
    known = any(one.indices for one in named)
    statement = bare = sentence
    article = year = None
    body = ""
    sections: list[tuple[str, int, str]] = []
    for match in _NAMED.finditer(sentence) if named else ():
        article = article or _article(match.group())
        sections += _sections(match.group())
        year = year or _year(match)
        body = body or _body(match["body"] or "")
        bare = _blank(bare, match)
        if any(one.indices and match.start() <= one.start < match.end() for one in named):
            statement = _blank(statement, match)
    elsewhere = frozenset() if known else read_references(sentence, documents).elsewhere
    return Attribution(
        _or(statement, sentence),
        _or(bare, sentence),
        tuple(named),
        article,
        frozenset(elsewhere),
        tuple(sections),
        year,
        body,
    )


def _blank(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + "，" + " " * (len(match.group()) - 1) + text[match.end() :]


def _or(blanked: str, sentence: str) -> str:
    """A sentence that is nothing but an attribution is its own statement."""
    return blanked if len(fold_title(blanked)) >= 6 else sentence


def _titles(sentence: str, documents: Sequence[Document]) -> list[NamedDocument]:
    found = []
    for match in _TITLE.finditer(sentence):
        title = fold_title(match.group(1))
        if len(title) < SHORTEST_TITLE:
            continue
        indices = frozenset(i for i, document in enumerate(documents) if _is_called(document, title))
        found.append(NamedDocument(match.group(), match.start(), match.end(), indices))
    return found


def _is_called(document: Document, title: str) -> bool:
    names = [fold_title(name) for name in (document.metadata.title, *document.metadata.part_titles)]
    names += [fold_title(name) for name in _TITLE.findall(document.metadata.title)]
    return any(_shortens(title, name) or (len(name) >= 8 and name in title) for name in names)


def _shortens(title: str, name: str) -> bool:
    """Whether a title is a name with words left out: 静安区产业规划 for 静安区产业发展“十四五”规划."""
    if title in name:
        return True
    letters = iter(name)
    return len(title) * 2 >= len(name) and all(letter in letters for letter in title)


def _numbers(sentence: str, documents: Sequence[Document]) -> list[NamedDocument]:
    found = []
    for match in DOC_NUMBER.finditer(sentence):
        number = normalise_number(match.group())
        indices = frozenset(
            i
            for i, document in enumerate(documents)
            if number and _ends_alike(number, document.metadata.doc_number)
        )
        found.append(NamedDocument(match.group(), match.start(), match.end(), indices))
    return found


def _ends_alike(number: str, known: str | None) -> bool:
    """The agency code in running text may have swallowed words before it: 根据静府发〔2021〕12号."""
    return known is not None and number.endswith(known)


def _article(text: str) -> int | None:
    match = _ARTICLE.search(text)
    return parse_numeral(match.group(1)) if match else None


def _sections(text: str) -> list[tuple[str, int, str]]:
    tail = text.rpartition("》")[2]
    found = ((match[2], parse_numeral(match[1]), match.group()) for match in _SECTION.finditer(tail))
    return [(kind, number, words) for kind, number, words in found if number is not None]


def _year(match: re.Match[str]) -> int | None:
    given = match["year"] or match["dated"]
    return int(given) if given else None


_ISSUED = re.compile(r"(?:关于)?(?:联合)?(?:印发|发布|出台|制定|批转|转发|编制|公布)?的?$")


def _body(words: str) -> str:
    """The body that a document is said to be of: 根据区财政局印发的《…》."""
    body = _ISSUED.sub("", words)
    return body if len(body) >= 3 and is_name(body) else ""
