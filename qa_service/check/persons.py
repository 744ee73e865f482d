"""Persons and posts: does the draft give the post to the one whom the documents give it to?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import LCSseq

from qa_service.check.appointments import Appointment
from qa_service.check.folding import Folded, fold_letters
from qa_service.check.verdict import Difference

THE_POST = 0.85
"""Share of a post's letters, as the draft has it, from which it is the one of a list."""

WHOLE = 0.95
"""The same where nobody of that name is known: only then is the name what differs."""

CLEARLY = 0.15
"""How much more of it another entry must have to be the one that is meant."""

_OUT = "免去|免除|免职|不再担任|卸任|离任"
_IN = "任命|担任|出任|就任|接任|调任|升任|(?<![主责信])任(?=[\u3400-\u9fff]{3})(?![务期免内职])"
_VERB = re.compile(f"(?P<out>{_OUT})|(?P<into>{_IN})")
_NAMED = re.compile(
    r"(?:任命|免去|免除)(?P<after>[\u3400-\u9fff]{2,4}?)(?:同志)?(?:为|的|担任|任)"
    rf"|^(?P<before>[\u3400-\u9fff]{{2,4}}?)(?:同志)?被?(?={_OUT}|{_IN})"
)
_BEFORE_POST = re.compile(r"^(?:同志|为|的|其|被|同时|正式|决定|现|新)+")
_BEHIND_POST = re.compile(
    r"(?:的?(?:这一|该|上述|原)?职务|一职|被|同志|决定|同时|由|\d+年(?:\d+月)?(?:\d+日)?)+$"
)

_SAME_POST = re.compile("的?(?:这一|该|上述|同一|此)职务?")

_OWN_LETTERS = frozenset("本市区县的原任和兼、")
"""Letters that a draft adds to a post without making another one of it."""

SHORTEST_POST = 3
"""Letters of the shortest post: 区长 alone tells nothing apart."""


@dataclass(frozen=True, slots=True)
class PersonClaim:
    """What the draft says of ``name``: ``post`` is its own words, at ``[start, end)`` of the sentence.
    ``entry`` is the list's counterpart; ``difference`` says how they differ, ``None`` where they agree."""

    name: str
    post: str
    start: int
    end: int
    entry: Appointment
    difference: Difference | None


_HEADER = re.compile(
    rf"(?:姓名|任免|任职|{_OUT}|{_IN}|的|以下|下列|同志|人员|职务|名单|事项|决定|如下|通知)*"
)


def is_header(line: str) -> bool:
    """Whether a line of a list names no one and no post.

    >>> is_header("姓  名  任命职务"), is_header("沈砚  局长")
    (True, False)
    """
    return _HEADER.fullmatch(fold_letters(line).text) is not None


_SAYING = re.compile(rf"{_OUT}|{_IN}|职务$|^[\u3400-\u9fff]{{2,4}}(?:同志)?为")
_CLAUSES = re.compile(r"[^，,；;。\n]+")


def untold(sentence: str, claims: Sequence[PersonClaim]) -> bool:
    """Whether a clause of ``sentence`` gives a post to someone, or takes one, of which none of ``claims``
    tells: no list has that person."""
    for clause in _CLAUSES.finditer(sentence):
        names = fold_letters(clause[0]).text
        held = any(clause.start() <= one.start < clause.end() or one.name in names for one in claims)
        if not held and _SAYING.search(clause[0].strip()) and not is_header(clause[0]):
            return True
    return False


def person_claims(sentence: str, appointments: Sequence[Appointment]) -> list[PersonClaim]:
    """Return what ``sentence`` says of persons and posts that ``appointments`` tell of."""
    folded = fold_letters(sentence)
    if not appointments or not _VERB.search(folded.text):
        return []
    breaks = sorted({folded.at(clause.start()) for clause in _CLAUSES.finditer(sentence)})
    statements = list(_statements(folded.text, {one.person for one in appointments}, breaks))
    if not statements:
        stranger = _stranger(sentence, folded, appointments)
        return [stranger] if stranger else []
    judged = (_judged(sentence, folded, one, appointments) for one in statements)
    return [claim for claim in judged if claim is not None]


@dataclass(frozen=True, slots=True)
class _Statement:
    """``name`` was appointed to, or ``removed`` from, the post at folded ``[start, end)``."""

    name: str
    removed: bool
    start: int
    end: int


def _statements(text: str, names: Collection[str], breaks: Sequence[int]) -> Iterator[_Statement]:
    """Read who, which way and which post: 任命甲为乙, 甲任乙, 甲被免去乙; one person may have several.

    A verb holds on for the names behind it that have none of their own: 甲为乙，丙为丁, or rows under 任命.
    ``breaks`` are the offsets at which clauses begin: a post behind a name ends there.
    """
    known = sorted((found.start(), name) for name in names for found in re.finditer(name, text))
    taken, way, before = 0, None, None
    for index, (at, name) in enumerate(known):
        low = known[index - 1][0] + len(known[index - 1][1]) if index else 0
        high = known[index + 1][0] if index + 1 < len(known) else len(text)
        for verb in _VERB.finditer(text, low, at):
            way = verb["out"] is not None
        position = at + len(name)
        told = False
        for match in [*_VERB.finditer(text, position, high), None]:
            stop = match.start() if match else high
            start, end = _trimmed(text, position, min([stop, *breaks[bisect_right(breaks, position) :]]))
            if way is not None and end - start >= SHORTEST_POST:
                told, taken = True, end
                before = _Statement(name, way, start, end)
                yield before
            if match:
                way, position = match["out"] is not None, match.end()
        if not told and way is not None and before and _SAME_POST.match(text, position, high):
            told = True
            yield replace(before, name=name, removed=way)
        start, end = _trimmed(text, max(low, taken), at)
        if not told and way is not None and end - start >= SHORTEST_POST:
            yield _Statement(name, way, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what belongs to the verb, not to the post."""
    before = _BEFORE_POST.search(text[start:end])
    start += before.end() if before else 0
    behind = _BEHIND_POST.search(text[start:end])
    return start, (start + behind.start() if behind else end)


def _judged(
    sentence: str, folded: Folded, one: _Statement, appointments: Sequence[Appointment]
) -> PersonClaim | None:
    post = folded.text[one.start : one.end]
    own = [entry for entry in appointments if entry.person == one.name]
    here = _best(post, [entry for entry in own if entry.removed == one.removed])
    there = _best(post, [entry for entry in own if entry.removed != one.removed])
    others = _best(post, [e for e in appointments if e.person != one.name and e.removed == one.removed])
    span = folded.span(one.start, one.end)
    words = sentence[slice(*span)]
    if here and here[0] >= max(THE_POST, (others[0] if others else 0) - CLEARLY):
        difference = None if _is_same(post, here[1].letters) else _differs(words, here[1].post, span, here[1])
        return PersonClaim(one.name, words, *span, here[1], difference)
    if there and there[0] >= THE_POST:
        return PersonClaim(one.name, words, *span, there[1], _turned(there[1], span))
    if others and others[0] >= THE_POST:
        entry = (here or there or others)[1]
        return PersonClaim(one.name, words, *span, entry, _differs(words, entry.post, span, entry))
    return None


def _is_same(post: str, known: str) -> bool:
    """Whether the draft's post is the known one, some of its words left out: 管委会 for 管理委员会.

    副局长 for 局长 is another post, and so is one with a word that the known one has not.
    """
    added = [post[edit.src_pos] for edit in LCSseq.editops(post, known) if edit.tag == "delete"]
    return post.count("副") == known.count("副") and set(added) <= _OWN_LETTERS


def _stranger(sentence: str, folded: Folded, appointments: Sequence[Appointment]) -> PersonClaim | None:
    """A post of the lists that the draft gives to someone whom no list names."""
    match = _NAMED.search(folded.text)
    if match is None:
        return None
    kind = "after" if match["after"] else "before"
    removed = any(verb["out"] for verb in _VERB.finditer(folded.text))
    verb = _VERB.search(folded.text, match.end(kind))
    start = max(match.end(), verb.end() if verb and verb.start() <= match.end() + 1 else 0)
    low, high = _trimmed(folded.text, start, len(folded.text))
    post = folded.text[low:high]
    found = _best(post, [one for one in appointments if one.removed == removed]) if len(post) >= 6 else None
    if found is None or found[0] < WHOLE or len(found[1].letters) > 2 * len(post):
        return None
    span = folded.span(*match.span(kind))
    words = sentence[slice(*folded.span(low, high))]
    return PersonClaim(
        match[kind], words, *span, found[1], _differs(match[kind], found[1].name, span, found[1])
    )


def _best(post: str, entries: Sequence[Appointment]) -> tuple[float, Appointment] | None:
    """The entry that has most of ``post``, and what share of it."""
    scored = [(LCSseq.similarity(post, one.letters) / len(post), one) for one in entries]
    return max(scored, key=lambda pair: (pair[0], -len(pair[1].letters)), default=None)


def _turned(entry: Appointment, span: tuple[int, int]) -> Difference:
    ours, theirs = ("任命", "免去") if entry.removed else ("免去", "任命")
    message = f"稿中为“{ours}”，原文为“{theirs}”{entry.name}的{entry.post}职务"
    return Difference("opposite", ours, theirs, *span, entry.start, entry.end, message=message)


def _differs(ours: str, theirs: str, span: tuple[int, int], entry: Appointment) -> Difference:
    verb = "免去" if entry.removed else "任命"
    message = f"稿中“{ours}”，原文为“{theirs}”（{verb}{entry.name}：{entry.post}）"
    return Difference("name", ours, theirs, *span, entry.start, entry.end, message=message)
