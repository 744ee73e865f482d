"""Claims about a set of documents, made at run time: none of their text is kept anywhere."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date

from eval.claims.alteration import KINDS, alter
from eval.claims.claim import Claim
from eval.claims.retelling import WAYS
from eval.claims.sentences import Sentence, sentences
from ingest.model import Document
from qa_service.check.verdict import Verdict
from qa_service.validity import validity_of

SUPPORTED: tuple[Verdict, ...] = ("verified", "paraphrase")

INVENTED = (
    "当地计划引进大熊猫两对，配套建设竹林驯养基地。",
    "会议决定聘请退役宇航员担任少年宫名誉校长。",
    "河底将铺设一条直达月球科研站的光纤专线。",
    "今年起对饲养赛鸽的家庭发放鸽粮补助，标准为每羽每月十八元。",
    "沿江修建可容纳三万名观众的露天马戏场，由外方团队运营。",
    "地下管网爆管停水已超过九百次，水务集团为此更换了总工程师。",
    "对获得国际象棋大师称号的居民，另行奖励帆船一艘。",
    "全市首座潮汐发电站落户老码头，年发电量折合原煤六百车皮。",
    "规划在湖心岛新建深空望远镜阵列，口径为亚洲之最。",
    "街道为每位驯鹿养殖户配发防滑雪橇，费用由彩民基金承担。",
)
"""Statements that no plan of a district makes."""


def retold(documents: Sequence[Document], each: int, seed: int) -> Iterator[Claim]:
    """Yield up to ``each`` true claims for every way of telling a sentence in other words."""
    rng = random.Random(seed)
    pool = sentences(documents, len(documents) * 10_000, seed)
    for name, way in WAYS.items():
        made = 0
        for one in pool:
            text = way(one.text, rng)
            if text is None or made == each:
                continue
            made += 1
            yield Claim(text, name, SUPPORTED, one.text, one.document)


def altered(documents: Sequence[Document], each: int, seed: int) -> Iterator[Claim]:
    """Yield up to ``each`` claims for every kind of fact that can be changed in a sentence."""
    rng = random.Random(seed)
    pool = sentences(documents, len(documents) * 10_000, seed)
    standing = "".join("".join(document.text.split()) for document in documents)
    for kind in KINDS:
        made = 0
        for one in pool:
            found = alter(one.text, kind, rng) if made < each else None
            # What was changed into another sentence of the documents is no altered claim.
            if found is None or "".join(found.text.split()) in standing:
                continue
            made += 1
            yield Claim(found.text, kind, ("altered",), one.text, one.document, found.right, found.wrong)


def verbatim(documents: Sequence[Document], count: int, seed: int) -> Iterator[Claim]:
    """Yield ``count`` sentences as they stand."""
    for one in sentences(documents, count, seed):
        yield Claim(one.text, "verbatim", ("verified",), one.text, one.document)


def misattributed(documents: Sequence[Document], count: int, seed: int) -> Iterator[Claim]:
    """Yield ``count`` sentences that are given to another document of the same set."""
    rng = random.Random(seed)
    titles = {document.id: _title(document) for document in documents}
    texts = {document.id: "".join(document.text.split()) for document in documents}
    for one in sentences(documents, count * 4, seed):
        letters = "".join(one.text.rstrip("。；").split())
        others = [
            name
            for key, name in titles.items()
            if key != one.document and name != titles[one.document] and letters not in texts[key]
        ]
        if others and count:
            count -= 1
            text = f"《{rng.choice(sorted(set(others)))}》提出，{one.text}"
            yield Claim(text, "document", ("misattributed",), one.text, one.document)


def expired(documents: Sequence[Document], count: int, seed: int, today: date) -> Iterator[Claim]:
    """Yield ``count`` sentences of documents whose 有效期 is over and that stand in no other."""
    over = [d for d in documents if _is_over(d, today)]
    texts = ["".join(d.text.split()) for d in documents if not _is_over(d, today)]
    for one in sentences(over, count * 3, seed):
        if count and not any("".join(one.text.split()) in text for text in texts):
            count -= 1
            yield Claim(one.text, "expired", ("outdated",), one.text, one.document)


def invented(count: int) -> Iterator[Claim]:
    """Yield statements that stand nowhere."""
    for text in INVENTED[:count]:
        yield Claim(text, "invented", ("not-found",))


def in_force(documents: Sequence[Document], today: date) -> list[Document]:
    """Return the documents whose 有效期 is not over: what is true of the others is outdated."""
    return [document for document in documents if not _is_over(document, today)]


def _is_over(document: Document, today: date) -> bool:
    validity = validity_of(document.metadata, today)
    return validity.state == "expired" and validity.basis == "有效期"


def _title(document: Document) -> str:
    metadata = document.metadata
    return (metadata.part_titles[0] if metadata.part_titles else metadata.title).strip("《》")


__all__ = [
    "Sentence",
    "altered",
    "expired",
    "in_force",
    "invented",
    "misattributed",
    "retold",
    "verbatim",
]
