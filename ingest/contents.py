"""A file's contents list (目录): which blocks it takes, and the documents that a bulletin's list names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.blocks import Block
from ingest.chars import fold_title, squeeze
from ingest.markers import read_marker
from ingest.sentences import is_stopped

CONTENTS_WINDOW = 200
"""The contents list begins within this many blocks."""

ENTRY_LONGEST = 80
MISSES = 3
"""A contents list may hold this many lines in a row that are no entry: the pieces of a broken title."""

_PAGE = re.compile(
    r"[（(]\s*[0-9０-９]{1,4}\s*[）)]$|(?:[.．…·⋯]{2,}|\s{2,}|\t)\s*[-－—]?\s*[0-9０-９]{1,4}\s*[-－—]?$"
)
_BLANK_PAGE = re.compile(r"\s[0-9０-９]{1,4}$")
_CATEGORY = re.compile(r"[【\[].{2,20}[】\]]$")


def find_contents(blocks: Sequence[Block]) -> range:
    """Return the indices of the contents list: from 目录 on, as long as entries keep coming.

    An entry ends in a page number or, in a list without any, stands again further down as a heading. The
    first line that repeats an entry is the body's own heading and ends the list.
    """
    for index, block in enumerate(blocks[:CONTENTS_WINDOW]):
        if block.kind == "text" and squeeze(block.text) in ("目录", "目次"):
            last = _last_entry(blocks, index)
            return range(index, last + 1) if last > index else range(0)
    return range(0)


def _last_entry(blocks: Sequence[Block], index: int) -> int:
    again = Counter(fold_title(b.text) for b in blocks[index + 1 :] if len(b.text) <= ENTRY_LONGEST)
    entries: set[str] = set()
    last, misses, numbered = index, 0, False
    for position in range(index + 1, len(blocks)):
        text = blocks[position].text
        paged = _PAGE.search(text) or _BLANK_PAGE.search(text)
        name = fold_title(text[: paged.start()] if paged else text)
        if name in entries:
            break
        repeated = again[name] > (0 if paged else 1) and not is_stopped(text)
        if _PAGE.search(text) or (repeated and (paged or not numbered)):
            last, misses, numbered = position, 0, numbered or bool(paged)
            entries.add(name)
        elif _CATEGORY.match(text):
            misses = 0
        else:
            misses += 1
            if misses > MISSES:
                break
    return last


def listed_titles(entries: Sequence[Block]) -> set[str]:
    """Return the folded titles that a bulletin's contents list names; ``entries`` are its blocks, 目录 first.

    The contents list of a single plan names its chapters instead: mostly numbered, they are no titles.
    """
    titles: set[str] = set()
    numbered = 0
    joined = ""
    for block in entries[1:]:
        text = block.text.lstrip("-·• ")
        if _CATEGORY.match(text):
            joined = ""
            continue
        numbered += read_marker(text) is not None
        joined += text
        page = _PAGE.search(joined)
        if page:
            titles.add(fold_title(joined[: page.start()]))
            joined = ""
    return set() if numbered * 3 > len(entries) else titles
