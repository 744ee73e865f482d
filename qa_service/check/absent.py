"""Words of a sentence that its source's whole document lacks: a paraphrase that says more than its source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.segment import segmenter
from index.text import FUNCTION_WORDS, fold

SHORTEST = 2
"""Characters of a word that says something by itself."""

FEWEST = 2
"""One word of its own is an author's wording; two are worth a look."""

COMMON = 0.2
"""A word that so large a share of all documents has (提出, 已经) is nobody's own."""

SAMPLE = 50
"""Documents that are asked for common words."""

MOST = 5
"""At most this many words are named."""


_COUNTING = re.compile(r"[〇零一二三四五六七八九十百千万亿两几多余近约不到超过接近]+")


def absent_words(sentence: str, document: str, others: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the words of ``sentence`` that stand nowhere in ``document``, in order, none if hardly any do.

    Numbers in words are left to the check of figures; words that many of ``others`` (texts) have don't count.

    >>> absent_words("建设示范园区并免除所有税收", "我区建设示范园区，服务企业。")
    ('免除', '所有', '税收')
    >>> absent_words("打造示范园区", "我区建设示范园区。")
    ()
    """
    text = "".join(fold(document).split())  # lists set names apart: 沈  砚
    words = dict.fromkeys(word for word in segmenter().cut(fold(sentence)) if _tells(word))
    sample = others[:SAMPLE]
    absent = [word for word in words if word not in text and not _common(word, sample)]
    return tuple(absent[:MOST]) if len(absent) >= FEWEST else ()


def _tells(word: str) -> bool:
    if len(word) < SHORTEST or not word.isalpha() or word in FUNCTION_WORDS:
        return False
    return _COUNTING.fullmatch(word) is None


def _common(word: str, texts: Sequence[str]) -> bool:
    return bool(texts) and sum(word in text for text in texts) >= COMMON * len(texts)
