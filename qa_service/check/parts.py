"""The single claims of a sentence: its quotations, its figures, the documents it names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from ingest.model import Document
from qa_service.check.attribution import Attribution
from qa_service.check.comparison import Comparison, compare
from qa_service.check.differences import Texts, draft_span, flat, source_span
from qa_service.check.folding import Folded, fold_letters
from qa_service.check.library import Library
from qa_service.check.locate import locate
from qa_service.check.persons import PersonClaim
from qa_service.check.places import by_authority, place_of
from qa_service.check.quotations import Quotation, read_quotations
from qa_service.check.tokens import FIGURE, tokenise
from qa_service.check.verdict import Claim, Difference, SourcePlace, Verdict

NAME_LETTERS = 8
"""A quoted text of fewer letters is a name (“一轴三带”), not a quotation: its absence proves nothing."""

NEAR = 0.6
"""Share of a quotation that a source must have for the quotation to count as an altered one of it."""


def quotation_claims(sentence: str, library: Library, documents: Sequence[Document]) -> list[Claim]:
    """Return a claim for each quotation of the sentence."""
    quotes, _ = read_quotations(sentence)
    return [_quoted(quote, library, documents) for quote in quotes if len(fold_letters(quote.text).text) >= 2]


def _quoted(quote: Quotation, library: Library, documents: Sequence[Document]) -> Claim:
    found = locate(quote.text, library)
    if found:
        first = by_authority([row[0] for row in found], documents)
        ends = {row[0]: row[-1].end for row in found}
        places = tuple(
            place_of(documents[one.document], *library.folded[one.document].span(one.start, ends[one]))
            for one in first[:5]
        )
        return Claim("quotation", quote.text, quote.start, quote.end, "verified", "与原文逐字一致", places)
    folded = fold_letters(quote.text)
    if len(folded.text) < NAME_LETTERS:
        return Claim("quotation", quote.text, quote.start, quote.end, "not-found", "现有文件中没有这一说法")
    return _altered_quote(quote, folded, library, documents)


def _altered_quote(
    quote: Quotation, folded: Folded, library: Library, documents: Sequence[Document]
) -> Claim:
    draft = tokenise(folded)
    stretches = library.near(folded.text, 3)
    found = [compare(draft, library.folded[one.document], one) for one in stretches]
    best = max(found, key=lambda one: one.score, default=None)
    if best is None or best.score < NEAR:
        return Claim("quotation", quote.text, quote.start, quote.end, "not-found", "现有文件中没有这段引文")
    number = best.stretch.document
    if best.equal.all() and not best.breaks():
        place = place_of(documents[number], *_span(best, library))
        told = "与原文一致，数字写法不同"
        return Claim("quotation", quote.text, quote.start, quote.end, "verified", told, (place,))
    texts = Texts(quote.text, folded, documents[number].text, library.folded[number])
    low, high = best.used()
    start, end = source_span(best, low, high, texts)
    place = place_of(documents[number], start, end)
    return Claim(
        "quotation", quote.text, quote.start, quote.end, "altered", _quote_note(best, texts), (place,)
    )


def _span(found: Comparison, library: Library) -> tuple[int, int]:
    low, high = found.used()
    base, tokens = found.stretch.start, found.source
    folded = library.folded[found.stretch.document]
    return folded.span(base + int(tokens.starts[low]), base + int(tokens.ends[high - 1]))


def _quote_note(found: Comparison, texts: Texts) -> str:
    """Name the pieces of a quotation that the source has otherwise."""
    told = []
    for low, high in found.runs()[:3]:
        a, b = draft_span(found, low, high, texts)
        begin = int(found.partner[low - 1]) + 1 if low else max(0, found.used()[0] - (high - low))
        stop = (
            int(found.partner[high])
            if high < len(found.draft)
            else min(begin + high - low, len(found.source))
        )
        theirs = flat(texts.source[slice(*source_span(found, begin, stop, texts))]) if begin < stop else ""
        told.append(
            f"“{texts.draft[a:b]}”，原文为“{theirs}”" if theirs else f"“{texts.draft[a:b]}”，原文没有"
        )
    if told:
        return "引文与原文不符：" + "；".join(told)
    return (
        "引文与原文不符：原文为“" + flat(texts.source[slice(*source_span(found, *found.used(), texts))]) + "”"
    )


def figure_claims(
    found: Comparison,
    differences: Collection[Difference],
    text: str,
    folded: Folded,
    verdict: Verdict,
    places: tuple[SourcePlace, ...],
) -> list[Claim]:
    """Return a claim for each figure of the sentence with its own verdict."""
    claims = []
    texts = Texts(text, folded, "", folded)
    for row in np.flatnonzero(found.draft.codes == FIGURE).tolist():
        start, end = draft_span(found, row, row + 1, texts)
        told = [d for d in differences if d.draft_start <= start and end <= d.draft_end]
        own: Verdict = "verified"
        if verdict == "not-found" or any(d.kind == "unsupported" for d in told):
            own = "not-found"
        elif any(d.material for d in told):
            own = "altered"
        note = "；".join(d.message for d in told if d.message)
        claims.append(
            Claim("figure", text[start:end], start, end, own, note, places[:1] if own != "not-found" else ())
        )
    return claims


def person_parts(found: Sequence[PersonClaim], places: Sequence[SourcePlace]) -> list[Claim]:
    """Return a claim for each person that the sentence gives a post to."""
    claims = []
    for one in found:
        own: Verdict = "altered" if one.difference else "verified"
        told = one.difference.message if one.difference else ""
        where = tuple(p for p in places if p.locator.start == one.entry.start)
        claims.append(Claim("person", f"{one.name}：{one.post}", one.start, one.end, own, told, where))
    return claims


def document_claims(attribution: Attribution, documents: Sequence[Document], verdict: Verdict) -> list[Claim]:
    """Return a claim for each document that the sentence names: is there such a one?"""
    claims = []
    for one in attribution.named:
        own: Verdict = "verified" if one.indices else "not-found"
        if verdict == "misattributed" and one.indices:
            own = "misattributed"
        note = "" if one.indices else "现有文件中没有这份文件"
        places = tuple(place_of(documents[index], 0, 1) for index in sorted(one.indices)[:3])
        claims.append(Claim("document", one.text, one.start, one.end, own, note, places))
    return claims
