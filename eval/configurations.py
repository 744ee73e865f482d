"""Named configurations: the system as shipped, parts of it, and the simple systems to hold it against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from index.fusion import FusionSettings
from ingest.errors import BadInput

Passages = Literal["sections", "untuned", "no-headings", "fixed-500"]
"""What is indexed: passages as shipped; the same with the vectors of the default model before its tuning; the
same without title and heading path in front; chunks of 500 characters without either."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """``title`` is what tables call it (Chinese), ``settings`` makes the fusion from the shipped one,
    ``passages`` says what is indexed; ``reworded``: courtesies are left out, and slips,
    abbreviations and everyday words put into the documents' words."""

    name: str
    title: str
    settings: Callable[[FusionSettings], FusionSettings] = field(default=lambda shipped: shipped)
    passages: Passages = "sections"
    reworded: bool = True


def _only(leg: str) -> Callable[[FusionSettings], FusionSettings]:
    return lambda shipped: shipped.only(leg)


def _without(*legs: str) -> Callable[[FusionSettings], FusionSettings]:
    return lambda shipped: shipped.without(*legs)


CONFIGURATIONS: Final = (
    Configuration("full", "完整系统"),
    Configuration("words-only", "仅词语 BM25", _only("words")),
    Configuration("bigrams-only", "仅二字 BM25", _only("bigrams")),
    Configuration("passage-only", "仅段落向量", _only("passage")),
    Configuration("sentence-only", "仅句子向量", _only("sentence")),
    Configuration("late-only", "仅逐词比对（重排候选）", _only("late")),
    Configuration("no-words", "去掉词语 BM25", _without("words")),
    Configuration("no-bigrams", "去掉二字 BM25", _without("bigrams")),
    Configuration("no-passage", "去掉段落向量", _without("passage")),
    Configuration("no-sentence", "去掉句子向量", _without("sentence")),
    Configuration("no-late", "去掉逐词比对", _without("late")),
    Configuration("no-coverage", "去掉词语覆盖率", _without("coverage")),
    Configuration("no-lexical", "去掉全部词面检索", _without("words", "bigrams", "coverage")),
    Configuration("no-vectors", "去掉全部向量检索", _without("passage", "sentence", "late")),
    Configuration("no-priors", "去掉文首和长度的先验", _without("front", "length")),
    Configuration("as-asked", "问题照原样检索", reworded=False),
    Configuration("untuned", "向量模型未经训练", passages="untuned"),
    Configuration("no-headings", "段落前不加标题", passages="no-headings"),
    Configuration("fixed-500", "每 500 字一段，不加标题", passages="fixed-500"),
    Configuration("fixed-500-words", "每 500 字一段，仅词语 BM25", _only("words"), "fixed-500"),
    Configuration("fixed-500-passage", "每 500 字一段，仅段落向量", _only("passage"), "fixed-500"),
)
"""Every configuration, the shipped one first; an ablation has one row for each."""


def find_configurations(names: Sequence[str]) -> list[Configuration]:
    """Return the configurations ``names``, in order; all of them for none.

    >>> [item.name for item in find_configurations(["no-late"])]
    ['no-late']

    Raises :class:`BadInput` for an unknown name.
    """
    known = {item.name: item for item in CONFIGURATIONS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadInput(f"没有这个配置：{'、'.join(unknown)}", remedy=f"可用的配置：{'、'.join(known)}")
    return [known[name] for name in names] or list(CONFIGURATIONS)
