"""Persons and posts: does the draft give the post to the one whom the documents give it to?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from qa_service.check.appointments import Appointment
from qa_service.check.folding import Folded, fold_letters
from qa_service.check.statements import (
    CLAUSES,
    INTO,
    OUT,
    SAYING,
    VERB,
    Statement,
    is_header,
    statements_in,
    trimmed,
)
from qa_service.check.verdict import Difference

THE_POST = 0.85
"""Share of a post's letters, as the draft has it, from which it is the one of a list."""

WHOLE = 0.95
"""The same where nobody of that name is known: only then is the name what differs."""

CLEARLY = 0.15
"""How much more of it another entry must have to be the one that is meant."""

_NAMED = re.compile(
    r"(?:任命|免去|免除)(?P<after>[\u3400-\u9fff]{2,4}?)(?:同志)?(?:为|的|担任|任)"
    rf"|^(?P<before>[\u3400-\u9fff]{{2,4}}?)(?:同志)?被?(?={OUT}|{INTO})"
)
_OWN_LETTERS = frozenset("本市区县的原任和兼、")
"""Letters that a draft adds to a post without making another one of it."""


TELLING_POST = 3
"""Letters from which a post tells one from another: 区长 alone is many a one's."""


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


def untold(sentence: str, claims: Sequence[PersonClaim]) -> list[str]:
    """Return the clauses of ``sentence`` that give someone a post, or take it, of which none of ``claims``
    tells: no list has that person."""
    found = []
    for clause in CLAUSES.finditer(sentence):
        names = fold_letters(clause[0]).text
        held = any(clause.start() <= one.start < clause.end() or one.name in names for one in claims)
        if not held and SAYING.search(clause[0].strip()) and not is_header(clause[0]):
            found.append(clause[0].strip())
    return found


def person_claims(sentence: str, appointments: Sequence[Appointment]) -> list[PersonClaim]:
    """Return what ``sentence`` says of persons and posts that ``appointments`` tell of."""
    folded = fold_letters(sentence)
    if not appointments or not VERB.search(folded.text):
        return []
    statements = list(statements_in(sentence, folded, {one.person for one in appointments}))
    if not statements:
        stranger = _stranger(sentence, folded, appointments)
        return [stranger] if stranger else []
    judged = (_judged(sentence, folded, one, appointments) for one in statements)
    return [claim for claim in judged if claim is not None]


def _judged(
    sentence: str, folded: Folded, one: Statement, appointments: Sequence[Appointment]
) -> PersonClaim | None:
    post = folded.text[one.start : one.end]
    own = [entry for entry in appointments if entry.person == one.name]
    here = _best(post, [entry for entry in own if entry.removed == one.removed])
    there = _best(post, [entry for entry in own if entry.removed != one.removed])
    others = _best(post, [e for e in appointments if e.person != one.name and e.removed == one.removed])
    span = folded.span(one.start, one.end)
    words = sentence[slice(*span)]
    if len(post) < TELLING_POST:
        same = next((entry for entry in own if (entry.letters, entry.removed) == (post, one.removed)), None)
        return PersonClaim(one.name, words, *span, same, None) if same else None
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
    removed = any(verb["out"] for verb in VERB.finditer(folded.text))
    verb = VERB.search(folded.text, match.end(kind))
    start = max(match.end(), verb.end() if verb and verb.start() <= match.end() + 1 else 0)
    low, high = trimmed(folded.text, start, len(folded.text))
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
