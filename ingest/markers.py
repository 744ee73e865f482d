"""Numbering marks at the start of a line or paragraph: which family, which number, where the text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.chars import squeeze
from ingest.numerals import CHINESE, parse_numeral

Family = Literal[
    "编", "章", "节", "条", "一、", "（一）", "1.", "1、", "（1）", "①", "——", "named", "专栏", "1.1", "#"
]  # fmt: skip

_NUM = f"[{CHINESE}0-9０-９]{{1,6}}"
_DIGITS = "0123456789０１２３４５６７８９"
_MARKS: tuple[tuple[Family, str, str], ...] = (
    ("编", "第", rf"第\s*({_NUM})\s*(?:[编篇]|部分)"),
    ("章", "第", rf"第\s*({_NUM})\s*章"),
    ("节", "第", rf"第\s*({_NUM})\s*节"),
    ("条", "第", rf"第\s*({_NUM})\s*条(之[{CHINESE}]{{1,2}})?"),
    ("一、", CHINESE, rf"([{CHINESE}]{{1,6}})\s*(?:、|[．.](?![0-9０-９]))"),
    ("（一）", "（(", rf"[（(]\s*([{CHINESE}]{{1,6}})\s*[）)]"),
    ("（1）", "（(" + _DIGITS, r"[（(]?\s*([0-9０-９]{1,3})\s*[）)]"),
    ("1.", _DIGITS, r"([0-9０-９]{1,3})\s*[．.](?![0-9０-９])"),
    ("1、", _DIGITS, r"([0-9０-９]{1,3})\s*、"),
    ("（一）", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", r"([㈠-㈩])"),
    ("（1）", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", r"([⑴-⒇])"),
    ("1.", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", r"([⒈-⒛])"),
    ("①", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", r"([①-⑳])"),
    ("——", "—", r"(——)(?=[^\s—])"),
)
"""Each mark's family, the characters that it can begin with, and its pattern."""


def _by_first() -> dict[str, list[tuple[Family, re.Pattern[str]]]]:
    """The patterns by first character: most lines begin otherwise, and each is asked several times."""
    found: dict[str, list[tuple[Family, re.Pattern[str]]]] = {}
    for family, first, pattern in _MARKS:
        for char in first:
            found.setdefault(char, []).append((family, re.compile(pattern)))
    return found


_PATTERNS = _by_first()
_BOLD = re.compile(r"[*_#\s]*")
NAMED = re.compile(
    r"(前言|引言|序言|序|导言|结语|结束语|后记|总则|附则|附录|编制说明|名词解释|附件[0-9０-９一二三四五六七八九十]{0,3}[：:]?)$"
)
APPENDED = re.compile(
    r"附[表图]\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})(?:(?:\s*[：:]\s*|\s+)[^。；！？]{2,50})?$"
)
"""附表一 on a line, by itself or with its title."""

_NAMED_FIRST = set("前引序导结后总附编名专")
BOX = re.compile(r"专栏\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[：:]?")


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbering mark: its ``family``, the ``number`` it gives (``None`` for dashes and named headings),
    and ``end``, the index in the text where the mark ends."""

    family: Family
    number: int | None
    end: int


def read_marker(text: str) -> Marker | None:
    """Return the numbering mark that ``text`` begins with, if any.

    A decimal (``3.2%``) is no mark, nor is a cross-reference: 第十条规定, 第五条的, 第三章至第五章.

    >>> [(m.family, m.number) if (m := read_marker(t)) else None for t in
    ...  ("（十一）建立机制", "一．目标", "１．优化", "3.2%左右", "第五条  申请条件", "第五条规定的条件")]
    [('（一）', 11), ('一、', 1), ('1.', 1), None, ('条', 5), None]
    """
    skip = _BOLD.match(text)
    offset = skip.end() if skip and set(skip.group()) & {"*", "#"} else 0
    body = text[offset:]
    for family, pattern in _PATTERNS.get(body[:1], ()):
        match = pattern.match(body)
        if not match:
            continue
        if family in "编章节条" and _is_reference(body[match.end() :]):
            return None
        number = None if family == "——" else parse_numeral(match.group(1))
        if number is None and family != "——":
            continue
        return Marker(family, number, offset + match.end())
    return _read_named(body, offset)


def _read_named(body: str, offset: int) -> Marker | None:
    if body[:1] not in _NAMED_FIRST:
        return None
    compact = squeeze(body).strip("*#")
    if len(compact) <= 8 and NAMED.match(compact):
        return Marker("named", None, offset + len(body))
    if body[0] == "附" and APPENDED.match(body.strip()):
        return Marker("named", None, offset + len(body))
    box = BOX.match(body)
    if box and len(compact) <= 40:
        return Marker("专栏", None, offset + box.end())
    return None


def _is_reference(rest: str) -> bool:
    """第N条 that goes on in the sentence is a reference: 规定, 的, 至, 和, 、, ， or 第N款."""
    compact = rest.lstrip("*")
    if not compact or compact[0] in " \t\u3000":
        return False
    return compact[0] in "的至和与或及、，,。；;）)”》中所之内、" or compact.startswith(
        ("规定", "第", "以及", "所列", "所称", "情形", "款", "项", "要求", "执行", "办理")
    )
