"""Persons in lists of appointments (人事任免) whose posts a question asks for, and posts whose holders it
asks for: their rows answer it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.segment import segmenter
from index.text import fold
from ingest.chars import squeeze
from ingest.model import Document, Passage
from qa_service.offices import Offices, behind, posts_of

_TAKES = re.compile("任命|担任|出任|接任|就任|上任|现任|当|聘任|新")
_LEAVES = re.compile("免|卸|离|不再|解聘|撤|原任|原来|之前|以前|此前|先前|原先|曾任")
_ACTS = {"任命": _TAKES, "聘任": _TAKES, "免去": _LEAVES, "解聘": _LEAVES}
_SAYING = re.compile(
    "什么|哪些|哪个|哪里|哪|何|谁|吗|呢|了|的|是|在|从|到|由|被|将|又|还|都|为|成|有|过|和|去向|去|来"
    "|这次|此次|最近|现在|目前|如今|原来|之前|以前|此前|先前|原先|以后|之后|此后|后来|后|前|新|同志|先生|女士"
    "|挂职|职务|职位|岗位|职|工作|单位|部门|机构|地方|人事|情况|信息|变动|变化"
    "|任命|任免|任职|原任|现任|担任|出任|接任|就任|上任|当上?|做|干|聘任|免去|免职|免|撤职|解聘|卸任|不再|离任|离开"
    "|调任|调动|调往|调入|调|转任|请问|一下"
)
"""What a question for someone's posts consists of besides the name."""

_POST = re.compile("职|岗|任|免|调|卸|聘|当|干什么|做什么|去向|人事|变动|单位|部门")
"""Whether posts are asked for at all."""

_NEXT = re.compile(
    "(?:以后|之后|后来|后)[^，,。？?]{0,4}(?:去|到|任|当|做|调|在|担任|是|往)|去向|[去调往到]了?哪"
)
_BEFORE = re.compile(
    "(?:之前|以前|此前|先前|原先|原来|前)[^，,。？?]{0,4}(?:在|是|任|担任|做|当|干|为)|从哪|来自哪|曾任|原任"
)
_ASKED = {"next": "其后的职务", "before": "此前的职务", "": "的这项任免"}

_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")


@dataclass(frozen=True, slots=True)
class Posts:
    """The passages (numbers) that say what became of the persons or of the post that a question names, and
    whether that is all it asks. ``refusal`` is the Chinese reason why they don't answer it, empty if they may
    or if it asks for more than the lists tell."""

    rows: tuple[int, ...]
    known: bool
    refusal: str = ""


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
        self._offices = Offices(passages)
        self._rows: dict[str, list[int]] = {}
        for number, passage in enumerate(passages):
            if passage.appointment and len(name := fold(squeeze(passage.appointment.person))) > 1:
                self._rows.setdefault(name, []).append(number)

    def read(self, question: str) -> Posts | None:
        """Return what the lists say of the persons that ``question`` names, or of who holds the post that it
        names. ``None`` where it asks for neither: many a name is a word, too."""
        whole = fold(squeeze(question))
        named = [name for name in self._rows if name in whole]
        if not named:
            return self._holders(question)
        rest, rows = whole, [number for name in named for number in self._rows[name]]
        for name in sorted(named, key=len, reverse=True):
            rest = rest.replace(name, "")
        if not _POST.search(rest):
            return None
        asked = _direction(rest)
        wanted = [number for number in rows if self._answers(rest, number, asked)]
        all_told = all(any(number in wanted for number in self._rows[name]) for name in named)
        beyond = self._beyond(rest, rows)
        if not wanted and not beyond:
            refusal = f"未找到依据：任免名单没有载明{'、'.join(named)}{_ASKED[asked]}"
            return Posts(tuple(rows), known=False, refusal=refusal)
        return Posts(tuple(wanted or rows), known=bool(wanted) and all_told and not beyond)

    def _beyond(self, rest: str, rows: Iterable[int]) -> bool:
        """Whether a question asks for more than posts; that it names one of them is no more."""
        told = [own.post for n in rows if (own := self._passages[n].appointment)]
        posts = [post for text in told for post in (fold(squeeze(text)), *posts_of(text))]
        words = segmenter().cut(_SAYING.sub(" ", _YEAR.sub(" ", rest)))
        return any(
            re.match(r"\w", word) and not any(behind(word, post, 0) > 0 for post in posts) for word in words
        )

    def _holders(self, question: str) -> Posts | None:
        """What the lists say of the holders of the post that ``question`` asks about."""
        holders = self._offices.read(question)
        if holders is None:
            return None
        if not holders.rows:
            refusal = "未找到依据：任免名单里有这一职务的副职，没有正职"
            return Posts(holders.deputies, known=False, refusal=refusal)
        wanted = tuple(number for number in holders.rows if self._answers(holders.rest, number))
        return Posts(wanted or holders.rows, known=bool(wanted))

    def _answers(self, asked: str, number: int, direction: str = "") -> bool:
        """Whether a row is of the years and of the kind (taking a post or leaving one) that are asked for."""
        metadata = self._documents[int(self._owner[number])].metadata
        dated = fold(f"{metadata.title}{metadata.written or metadata.published or ''}")
        if any(year not in dated for year in _YEAR.findall(asked)):
            return False
        appointment = self._passages[number].appointment
        act = _ACTS.get(appointment.act or "") if appointment else None
        takes = direction == "next" or (not direction and bool(_TAKES.search(asked)))
        leaves = direction == "before" or (not direction and bool(_LEAVES.search(asked)))
        return act is None or takes == leaves or takes == (act is _TAKES)


def _direction(asked: str) -> str:
    """Whether the post after one that is named is asked for (``next``), or the one ``before``."""
    after, before = bool(_NEXT.search(asked)), bool(_BEFORE.search(asked))
    return "" if after == before else "next" if after else "before"
