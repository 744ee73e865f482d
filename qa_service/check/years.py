"""The year that a sentence puts in front: 到2030年，… where the source has 到2028年，…"""

from __future__ import annotations

import re

import numpy as np

from ingest.model import Document
from ingest.numerals import CHINESE_YEAR
from qa_service.check.comparison import Comparison
from qa_service.check.differences import Texts, changed, source_span
from qa_service.check.folding import fold_letters
from qa_service.check.verdict import Difference

_LEADING = re.compile(
    rf"(?:到|至|截至|力争到|预计到)?((?:19|20)\d\d|{CHINESE_YEAR})年(?:底|末)?(?=[，,]|[^\d度\-至—－～~、])"
)
_SENTENCE_END = re.compile(r"[。；;！？!?\n]")


def leading_year(
    found: Comparison, texts: Texts, known: list[Difference], document: Document
) -> list[Difference]:
    """Add the difference of the years in front, where the figures' own comparison saw no counterpart.

    The source's sentence must begin with one year and hold no other; the draft's year must stand neither in
    the passage around it nor in the document's title.
    """
    missing = [d for d in known if d.kind == "unsupported" and _is_year(d.draft)]
    if not missing or found.score < 0.5:
        return known
    middle = int(np.median(found.partner[found.equal]))
    start, end = source_span(found, middle, middle + 1, texts)
    begin = max((m.end() for m in _SENTENCE_END.finditer(texts.source, 0, start)), default=0)
    stop = _SENTENCE_END.search(texts.source, end)
    sentence = texts.source[begin : stop.start() if stop else len(texts.source)]
    folded = fold_letters(sentence).text
    first = _LEADING.match(sentence.lstrip("　 \t"))
    years = set(re.findall(r"(?:19|20)\d\d(?=年)", folded))
    if first is None or len(years) != 1:
        return known
    year = years.pop()
    near = fold_letters(document.metadata.title + texts.source[max(0, begin - 200) : begin]).text
    result = []
    for difference in known:
        wrong = difference in missing and year not in difference.draft
        theirs = f"{year}年"
        if wrong and _digits(difference.draft) not in near:
            at = begin + len(sentence) - len(sentence.lstrip("　 \t"))
            result.append(
                Difference(
                    "year",
                    difference.draft,
                    theirs,
                    difference.draft_start,
                    difference.draft_end,
                    at,
                    at + first.end(),
                    message=changed("year", difference.draft, theirs),
                )
            )
        else:
            result.append(difference)
    return result


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d年", fold_letters(text).text) is not None


def _digits(text: str) -> str:
    return fold_letters(text).text.rstrip("年")
