"""True, but elsewhere: another document or article than the draft names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.markers import read_marker
from ingest.model import Document, Metadata
from qa_service.check.attribution import Attribution
from qa_service.check.folding import fold_letters
from qa_service.check.library import Library
from qa_service.check.verdict import SourcePlace
from qa_service.citation import chinese_date
from qa_service.named_places import KIND_OF, article_number


def misplaced(
    attribution: Attribution,
    holders: Collection[int],
    documents: Sequence[Document],
    places: Sequence[SourcePlace],
    library: Library,
) -> str:
    """Return what is wrong with the source that a sentence names, as a Chinese sentence; empty if nothing is.

    ``holders`` are the numbers of the documents that hold the sentence, ``places`` where, best first.
    """
    if attribution.source.number:
        given, known = attribution.source.number
        return f"稿中文号“{given}”，原文为“{known}”"
    targets = attribution.targets
    if targets and not targets & set(holders):
        right = documents[min(holders)] if holders else None
        named = next(one.text for one in attribution.named if one.indices)
        return f"稿中称出自{named}，实际出自{places[0].citation}" if right and places else ""
    texts = [library.folded[number].text for number in holders]
    # The source may itself speak of a document that is not in the index.
    unknown = [
        one.text
        for one in attribution.named
        if not one.indices and not any(fold_letters(one.text).text in text for text in texts)
    ]
    if unknown and not targets and places and attribution.bare.startswith("，"):
        return f"稿中所称{unknown[0]}不在现有文件中，此句见于{places[0].citation}"
    if not places:
        return ""
    return (
        _wrong_body(attribution, documents)
        or _wrong_year(attribution, documents)
        or _wrong_article(attribution, places)
        or _wrong_section(attribution, places)
    )


HEAD = 1500
"""Characters of a document that name everyone who issued, passed on or drafted it."""

_REGION = re.compile(r"^(?:[\u4e00-\u9fff]{1,6}?[省市])?(?:[\u4e00-\u9fff]{1,6}?区)?")


def _wrong_body(attribution: Attribution, documents: Sequence[Document]) -> str:
    """区财政局的《…》 where the document's head names no such body."""
    bare = _REGION.sub("", attribution.source.body)
    if len(bare) < 2 or not attribution.targets:
        return ""
    targets = [documents[number] for number in sorted(attribution.targets)]
    heads = [f"{one.metadata.title}{one.metadata.issuer or ''}{one.text[:HEAD]}" for one in targets]
    if any(fold_letters(bare).text in fold_letters(head).text for head in heads):
        return ""
    issuer = targets[0].metadata.issuer
    told = f"发文机关为{issuer}" if issuer else "文中没有这一机关"
    return f"稿中称{attribution.source.body}的《{targets[0].metadata.title}》，{told}"


def _wrong_article(attribution: Attribution, places: Sequence[SourcePlace]) -> str:
    numbers = {article_number(place.locator.article) for place in places}
    if attribution.source.article is None or None in numbers or attribution.source.article in numbers:
        return ""
    return f"稿中称第{attribution.source.article}条，实际为{places[0].locator.article}"


def _wrong_section(attribution: Attribution, places: Sequence[SourcePlace]) -> str:
    """第三部分 where it stands in the second; a document that has no such kind of part is not judged."""
    for kind, number, words in attribution.source.sections:
        found = [_numbers(place, kind) for place in places]
        if all(found) and not any(number in numbers for numbers in found):
            return f"稿中称{words}，实际见于{places[0].citation}"
    return ""


def _numbers(place: SourcePlace, kind: str) -> set[int]:
    markers = (read_marker(heading) for heading in place.heading_path)
    return {m.number for m in markers if m and m.number is not None and KIND_OF.get(m.family) == kind}


def _wrong_year(attribution: Attribution, documents: Sequence[Document]) -> str:
    """2025年《政府工作报告》 where the only one there is was issued in 2026."""
    year, targets = attribution.source.year, sorted(attribution.targets)
    if year is None or not targets:
        return ""
    known = [_years(documents[number].metadata) for number in targets]
    if not all(known) or any(year in years for years in known):
        return ""
    metadata = documents[targets[0]].metadata
    issued = chinese_date(metadata.written or metadata.published or metadata.effective)
    return f"稿中称{year}年的《{metadata.title}》，现有的成文于{issued}"


def _years(metadata: Metadata) -> set[int]:
    """The years that a document may be called after; none where its own is not known."""
    issued = {day.year for day in (metadata.written, metadata.published, metadata.effective) if day}
    if not issued:
        return set()
    named = {int(found) for found in re.findall(r"(?:19|20)\d\d", metadata.title)}
    return issued | named | set(metadata.plan_period or ())
