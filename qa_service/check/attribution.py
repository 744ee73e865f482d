"""Which document, part and district a sentence of a draft says it draws on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.chars import fold_title
from ingest.model import Document
from ingest.numerals import parse_numeral
from ingest.titles import normalise_number
from qa_service.check.lexicon import is_name
from qa_service.check.naming import NamedDocument, ends_alike, named_documents
from qa_service.references import read_references

_NUMERAL = "0-9０-９零〇一二三四五六七八九十百"
_NAMED = re.compile(
    r"(?:(?P<by>根据|按照|依据|依照|参照|参见|见)(?P<body>[\u4e00-\u9fff]{0,16}?))?"
    r"(?:(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:的|印发的|发布的|出台的|印发|发布|出台)?)?"
    r"《[^《》]+》(?P<bracket>[（(](?:(?P<number>[^（）()]*号)|(?P<dated>(?:19|20)\d\d)年?[^（）()]*)[）)])?"
    rf"(?P<part>(?:第[（(]?[{_NUMERAL}]+[）)]?[条章节款项点部分]+)*)(?:中)?"
    r"(?P<says>明确提出|提出|规定|明确|指出|要求|显示|强调|确定)?(?P<stop>[，,：:])?"
)
_ARTICLE = re.compile(rf"第([{_NUMERAL}]{{1,5}})条")
_SECTION = re.compile(rf"第[（(]?([{_NUMERAL}]{{1,5}})[）)]?(部分|章|节|项|点)")
_ISSUED = re.compile(r"(?:关于)?(?:联合)?(?:印发|发布|出台|制定|批转|转发|编制|公布)?的?$")


@dataclass(frozen=True, slots=True)
class Source:
    """What an attribution says of the document: ``article`` and ``sections`` of it (第三部分: kind, number,
    words), the ``year`` it is dated to, the ``body`` whose it is said to be, and ``number``, its 文号 as the
    draft has it and as it is where they differ."""

    article: int | None = None
    sections: tuple[tuple[str, int, str], ...] = ()
    year: int | None = None
    body: str = ""
    number: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a sentence says of its source. ``statement`` is the sentence with the attribution to documents of
    the index blanked out, every character where it was, ``bare`` with that to any document; ``named`` are the
    documents it names, ``targets`` those of the index that it says it draws on, ``elsewhere`` the documents
    of districts that it does not mean."""

    statement: str
    bare: str
    named: tuple[NamedDocument, ...]
    targets: frozenset[int]
    source: Source
    elsewhere: frozenset[int]


def read_attribution(sentence: str, documents: Sequence[Document]) -> Attribution:
    """Read which documents ``sentence`` draws on.

    >>> read_attribution("根据《丙区某某规划》，新增高新企业7家。", []).bare.replace(" ", "")
    '，新增高新企业7家。'
    """
    named = named_documents(sentence, documents)
    statement = bare = sentence
    source = Source()
    # A 文号 alone names a source; a title does where the words around it say so.
    targets = {i for one in named if not one.text.startswith("《") for i in one.indices}
    for match in _NAMED.finditer(sentence) if named else ():
        if not _attributes(match):
            continue
        meant = {i for one in named for i in one.indices if match.start() <= one.start < match.end()}
        numbers = [number for i in sorted(meant) if (number := documents[i].metadata.doc_number)]
        source = _joined(source, match, numbers)
        targets |= meant
        # A 文号 that can't be compared with the document's own is compared as text.
        kept = bool(match["number"]) and not numbers
        bare = _blank(bare, match, kept)
        statement = _blank(statement, match, kept) if meant else statement
    elsewhere = frozenset() if targets else read_references(sentence, documents).elsewhere
    return Attribution(
        _or(statement, sentence),
        _or(bare, sentence),
        tuple(named),
        frozenset(targets),
        source,
        frozenset(elsewhere),
    )


def _attributes(match: re.Match[str]) -> bool:
    """Whether a title is given as the source: 根据《…》, 《…》提出, 《…》第三条; not so 《…》已经通过."""
    return any(match[name] for name in ("by", "part", "says", "stop"))


def _joined(source: Source, match: re.Match[str], numbers: Sequence[str]) -> Source:
    """Add what one attribution says to what those before it said."""
    given = match["year"] or match["dated"]
    return Source(
        source.article or _article(match["part"]),
        (*source.sections, *_sections(match["part"])),
        source.year or (int(given) if given else None),
        source.body or _body(match["body"] or ""),
        source.number or _wrong_number(match["number"], numbers),
    )


def _wrong_number(text: str | None, known: Sequence[str]) -> tuple[str, str] | None:
    given = normalise_number(text) if text else None
    if text is None or given is None or not known or any(ends_alike(given, one) for one in known):
        return None
    return text, known[0]


def _blank(text: str, match: re.Match[str], kept: bool) -> str:
    """Blank an attribution out; ``kept``: but for what stands in its brackets."""
    blanked = "，" + " " * (len(match.group()) - 1)
    if kept:
        low, high = (place - match.start() for place in match.span("bracket"))
        blanked = blanked[:low] + match["bracket"] + blanked[high:]
    return text[: match.start()] + blanked + text[match.end() :]


def _or(blanked: str, sentence: str) -> str:
    """A sentence that is nothing but an attribution is its own statement."""
    return blanked if len(fold_title(blanked)) >= 6 else sentence


def _article(part: str) -> int | None:
    match = _ARTICLE.search(part)
    return parse_numeral(match.group(1)) if match else None


def _sections(part: str) -> list[tuple[str, int, str]]:
    found = ((match[2], parse_numeral(match[1]), match.group()) for match in _SECTION.finditer(part))
    return [(kind, number, words) for kind, number, words in found if number is not None]


def _body(words: str) -> str:
    """The body that a document is said to be of: 根据区财政局印发的《…》."""
    body = _ISSUED.sub("", words)
    return body if len(body) >= 3 and is_name(body) else ""
