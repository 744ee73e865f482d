"""Posts in lists of appointments (人事任免) whose holder a question asks for: 某中心主任是谁."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.segment import segmenter
from index.text import fold
from ingest.chars import squeeze
from ingest.model import Passage

_WHO = re.compile("谁|哪一?位|哪个人|什么人|何人|叫什么")
_SAYING = frozenset(
    "谁 哪 哪位 位 一位 哪一位 哪个 哪个人 个 人 什么 什么人 何人 叫 叫什么 名字 是 由 的 了 被 把 将 来 "
    "现在 目前 如今 最近 现任 新任 新 换 换成 换了 上任 任 任命 任命为 担任 出任 接任 就任 当 当上 做 "
    "免 免去 免了 免掉 免职 被免 被免去 撤 撤职 解聘 卸任 不再 离任 原来 原任 之前 以前 前任 原 又 也 还 "
    "职务 职位 职 这个 那个 这 那 请问 一下 吗 呢 啊 刚 刚刚 给 为".split()
)
"""What a question for the holder of a post consists of besides the post; in the segmenter's words."""

_WHEN = re.compile(r"(?:19|20)\d\d年?[度初中底末]?|\d{1,2}月[份初中底末]?|[年月][初中底末]|[上下]半年")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_BORDER = re.compile(r"[、；;，,。]")
_DEPUTY = "副"
_DEPUTY_OF = re.compile("(?:常务)?副")
_BODY = re.compile(r"\w{1,4}[局委办所院会]")

LEAST = 2
"""A question names an office by so many words at least: whose it is, and what it is called."""


@dataclass(frozen=True, slots=True)
class Holders:
    """The passages of a post (``rows``), or, where the lists have none, those of its ``deputies``; ``rest``
    is what the question says besides the post."""

    rows: tuple[int, ...]
    deputies: tuple[int, ...]
    rest: str


class Offices:
    """Finds the rows of a post. Safe to use from any number of threads.

    >>> Offices([]).read("公园管理所所长是谁") is None
    True
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._posts = {
            number: tuple(posts_of(passage.appointment.post))
            for number, passage in enumerate(passages)
            if passage.appointment
        }

    def read(self, question: str) -> Holders | None:
        """Return who holds the post whose holder ``question`` asks for, ``None`` where it asks for anything
        else or the lists have neither the post nor its deputies."""
        if not self._posts or not _WHO.search(question):
            return None
        words = office_words(question)
        if len(words) < LEAST:
            return None
        rows = self._called(words, deputies=False)
        deputies = () if rows else self._called(words, deputies=True)
        if not rows and not deputies:
            return None
        rest = fold(squeeze(question))
        for word in words:
            rest = rest.replace(word, "", 1)
        return Holders(rows, deputies, rest)

    def _called(self, words: Sequence[str], *, deputies: bool) -> tuple[int, ...]:
        return tuple(
            number
            for number, posts in self._posts.items()
            if any(_is_called(post, words) for post in (map(_head, posts) if deputies else posts))
        )


def posts_of(text: str) -> Iterator[str]:
    """Yield the posts of a row, with and without what stands in brackets within their names: 某某（集团）
    有限公司董事长 is called 某某集团董事长, and 主任（试用期一年） 主任.

    >>> sorted(posts_of("某某（集团）公司董事长；某馆馆长（试用期一年）"))
    ['某某公司董事长', '某某集团公司董事长', '某馆馆长']
    """
    for post in _BORDER.split(squeeze(text)):
        ended = re.sub(r"[（(][^（）()]*[）)]$", "", post)
        if ended:
            yield from {fold(re.sub(r"[（()）]", "", ended)), fold(_BRACKETS.sub("", ended))}


def office_words(question: str) -> list[str]:
    """Return the words of a question that name an office; 副 belongs to the word behind it.

    >>> office_words("青禾区档案馆副馆长现在是谁")
    ['青禾区', '档案馆', '副馆长']
    """
    asked = _WHEN.sub(" ", _BRACKETS.sub("", fold(squeeze(question))))
    kept: list[str] = []
    for word in segmenter().cut(asked):
        if kept and kept[-1].endswith(_DEPUTY):
            kept[-1] += word
        elif re.match(r"\w", word) and word not in _SAYING:
            kept.append(word)
    return kept


def _head(post: str) -> str:
    """The post that a deputy's belongs to."""
    return _DEPUTY_OF.sub("", post)


def _is_called(post: str, words: Sequence[str]) -> bool:
    """Whether ``words`` stand in ``post`` in their order, the last at its end: 局长 is no 副局长."""
    place = 0
    for word in words[:-1]:
        place = behind(word, post, place)
        if place < 0:
            return False
    title = words[-1]
    start = len(post) - len(title)
    return start >= place and post.endswith(title) and not post[:start].endswith(_DEPUTY)


def behind(word: str, post: str, place: int) -> int:
    """Return where ``word`` ends in ``post``, -1 where it doesn't stand behind ``place``. A body may be
    called by some of its letters.

    >>> behind("房管局", "某区房屋管理局局长", 0), behind("医院", "某区房屋管理局局长", 0)
    (7, -1)
    """
    at = post.find(word, place)
    if at >= 0:
        return at + len(word)
    if not _BODY.fullmatch(word):
        return -1
    found = re.compile(".{0,6}?".join(map(re.escape, word))).search(post, place)
    return found.end() if found else -1
