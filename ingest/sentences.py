"""Where sentences end, in text that mixes 。 with the half-width dot that some typesetting leaves."""

from __future__ import annotations

import re

from ingest.chars import BLANK, CLOSERS, is_cjk

_NOTE_MARK = re.compile(r"(?:[¹²³⁰⁴-⁹]+|\[\d{1,2}\])$")
_ENDS = "。！？!?；;"
_MAY_END = re.compile(rf"[{_ENDS}.．\n]")


def ends_sentence(text: str, index: int) -> bool:
    """Tell whether the character at ``index`` ends a sentence.

    ``.`` does when it follows Chinese text, a percent sign or a closing mark and is no decimal point,
    because one typesetting system writes every 。 that way.

    >>> [ends_sentence(t, i) for t, i in (("好.２０２０年", 1), ("7.1%", 1), ("见 a.b", 3))]
    [True, False, False]
    """
    char = text[index]
    if char in _ENDS:
        return True
    if char not in ".．" or index == 0:
        return False
    before, after = text[index - 1], text[index + 1 : index + 2]
    if after and after.isdigit() and before.isdigit():
        return False
    return is_cjk(before) or before in "%％" or before in CLOSERS


def is_stopped(text: str) -> bool:
    """Tell whether a line ends where a sentence does: a full stop or colon, closing marks and the mark of a
    footnote behind it left aside, or a closing bracket, since paragraphs often end in （责任单位：…）.

    >>> [is_stopped(t) for t in ("好。”", "如下：", "做好。（责任单位：区商务委）", "好。¹", "推进“一网")]
    [True, True, True, True, False]
    """
    text = _NOTE_MARK.sub("", text) or text
    bare = text.rstrip(CLOSERS) or text
    return text[-1] in "）)" or bare[-1] in "：:" or ends_sentence(bare, len(bare) - 1)


def sentence_spans(text: str, *, semicolons: bool = False) -> list[tuple[int, int]]:
    """Return the spans ``(start, end)`` of the sentences of ``text``, blanks at their ends left out.

    A line feed ends a sentence; a closing mark after the full stop belongs to it. ``semicolons`` also
    splits at ；, which is wanted for long enumerations.

    >>> [("好。”他说。坏"[a:b]) for a, b in sentence_spans("好。”他说。坏")]
    ['好。”', '他说。', '坏']
    """
    spans: list[tuple[int, int]] = []
    start = index = 0
    length = len(text)
    while match := _MAY_END.search(text, index):
        index = match.end()
        char = match.group()
        if char != "\n" and (char in "；;" and not semicolons or not ends_sentence(text, match.start())):
            continue
        while char != "\n" and index < length and text[index] in CLOSERS:
            index += 1
        _append(spans, text, start, index)
        start = index
    _append(spans, text, start, length)
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    if start < end:
        spans.append((start, end))
