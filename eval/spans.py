"""Evidence by its place: ``FILE#START-END@CHECKSUM`` says where a quotation stands without repeating it.

``[START, END)`` counts characters of the file as its reader gives it: *source* offsets of
:mod:`ingest.model`, of a text file all behind a byte-order mark, carriage returns included. That anchor
depends on the file alone: how it is divided into documents, what is dropped from them and where passages are
cut may change, and the place stays. What stands there is read in the documents' text; the checksum tells
whether it is still what was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from eval.matching import normalise
from ingest.errors import BadInput

_FORM: Final = re.compile(r"(?P<file>.+)#(?P<start>\d+)-(?P<end>\d+)@(?P<checksum>[0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``[start, end)`` of the decoded ``file``, and the :func:`checksum` of the text meant.

    >>> str(Span("一.txt", 3, 9, "0a1b2c3d"))
    '一.txt#3-9@0a1b2c3d'
    """

    file: str
    start: int
    end: int
    checksum: str

    def __str__(self) -> str:
        return f"{self.file}#{self.start}-{self.end}@{self.checksum}"


def parse_span(text: str) -> Span:
    """Read what ``str(span)`` gives; raises :class:`BadInput` for anything else and for an empty range.

    >>> parse_span("一.txt#3-9@0a1b2c3d").end
    9
    """
    found = _FORM.fullmatch(text)
    span = found and Span(found["file"], int(found["start"]), int(found["end"]), found["checksum"])
    if not span or span.start >= span.end:
        raise BadInput(
            f"原文位置的写法不对：{text}",
            remedy="应为 文件名#起-止@校验码；请用 planqa eval relabel 由带原文的问题集生成",
        )
    return span


def checksum(text: str) -> str:
    """Return eight hex digits of the sha256 of ``text`` as :func:`eval.matching.normalise` folds it: line
    breaks and punctuation don't count, as they don't when evidence is looked for.

    >>> checksum("达到 1360\\n亿元。") == checksum("达到1360亿元")
    True
    """
    return sha256(normalise(text).encode()).hexdigest()[:8]
