"""Persons in lists of appointments (人事任免) whose posts a question asks for: their rows answer it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.text import fold
from ingest.chars import squeeze
from ingest.model import Document, Passage

_TAKES = re.compile("任命|担任|出任|接任|就任|上任|现任|当|聘任|新")
_LEAVES = re.compile("免|卸|离|不再|解聘|撤|原任|原来|之前|以前|此前|先前|原先|曾任")
_ACTS = {"任命": _TAKES, "聘任": _TAKES, "免去": _LEAVES, "解聘": _LEAVES}
_SAYING = re.compile(
    "什么|哪些|哪个|哪里|哪|何|谁|吗|呢|了|的|是|在|从|到|由|被|将|又|还|都|为|成|有|过|和|去向|去|来"
    "|这次|此次|最近|现在|目前|如今|原来|之前|原先|后来|新|同志|先生|女士"
    "|职务|职位|岗位|职|工作|单位|部门|机构|地方|人事|情况|信息|变动|变化"
    "|任命|任免|任职|原任|现任|担任|出任|接任|就任|上任|当上?|做|干|聘任|免去|免职|免|撤职|解聘|卸任|不再|离任|离开"
    "|调任|调动|调往|调入|调|转任|请问|一下"
)
"""What a question for someone's posts consists of besides the name."""

_POST = re.compile("职|岗|任|免|调|卸|聘|当|干什么|做什么|去向|人事|变动")
"""Whether posts are asked for at all."""

_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")


@dataclass(frozen=True, slots=True)
class Posts:
    """The passages (numbers) that say what became of the persons whom a question names, and whether that is
    all it asks."""

    rows: tuple[int, ...]
    known: bool


class People:
    """Finds persons by name. Safe to use from any number of threads.

    >>> People([], [], np.zeros(0, int)).read("某某被任命了什么职务") is None
    True
    """

    def __init__(
        self, documents: Sequence[Document], passages: Sequence[Passage], owner: NDArray[np.signedinteger]
    ) -> None:
        """``owner`` gives the index of each passage's document."""
        self._documents = documents
        self._passages = passages
        self._owner = owner
        self._rows: dict[str, list[int]] = {}
        for number, passage in enumerate(passages):
            if passage.appointment and len(name := squeeze(passage.appointment.person)) > 1:
                self._rows.setdefault(name, []).append(number)

    def read(self, question: str) -> Posts | None:
        """Return what the lists say of the persons that ``question`` names, ``None`` where it doesn't ask for
        their posts: many a name is a word, too."""
        whole = fold(squeeze(question))
        named = [name for name in self._rows if name in whole]
        if not named:
            return None
        rest, rows = whole, [number for name in named for number in self._rows[name]]
        for name in sorted(named, key=len, reverse=True):
            rest = rest.replace(name, "")
        if not _POST.search(rest):
            return None
        wanted = [number for number in rows if self._answers(rest, number)]
        all_told = all(any(number in wanted for number in self._rows[name]) for name in named)
        beyond = re.search(r"\w", _SAYING.sub("", _YEAR.sub("", rest)))
        return Posts(tuple(wanted or rows), known=bool(wanted) and all_told and not beyond)

    def _answers(self, asked: str, number: int) -> bool:
        """Whether a row is of the years and of the kind (taking a post or leaving one) that are asked for."""
        metadata = self._documents[int(self._owner[number])].metadata
        dated = fold(f"{metadata.title}{metadata.written or metadata.published or ''}")
        if any(year not in dated for year in _YEAR.findall(asked)):
            return False
        appointment = self._passages[number].appointment
        act = _ACTS.get(appointment.act or "") if appointment else None
        takes, leaves = bool(_TAKES.search(asked)), bool(_LEAVES.search(asked))
        return act is None or takes == leaves or takes == (act is _TAKES)
