"""True, but elsewhere: another document or article than the draft names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ingest.model import Document
from qa_service.check.attribution import Attribution
from qa_service.check.folding import fold_letters
from qa_service.check.library import Library
from qa_service.check.verdict import SourcePlace
from qa_service.references import article_number


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
    if attribution.article is None or not places:
        return ""
    numbers = {article_number(place.locator.article) for place in places}
    if None in numbers or attribution.article in numbers:
        return ""
    return f"稿中称第{attribution.article}条，实际为{places[0].locator.article}"
