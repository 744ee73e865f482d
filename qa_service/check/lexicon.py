"""Words that turn a statement round, and words that name something."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

NEGATION = re.compile(
    r"不得|不能|不可|不再|不予|不应|不会|不用|不需|不是|没有|尚未|并未|从未|禁止|严禁|不准|未|无|非|勿|没|不"
)
_FALSE_NEGATION = re.compile(
    "不断|不仅|不同|不少|不但|不只|不等|不限|不论|不管|不忘|无人机|无障碍|无论|非遗|非常|非物质|未来|无线|无缝|无锡|不动产|北非|南非"
)
_OPPOSITES = tuple(
    frozenset(pair.split())
    for pair in (
        "增长 下降",
        "增加 减少",
        "提高 降低",
        "上升 下降",
        "扩大 缩小",
        "上升 回落",
        "加快 放缓",
        "以上 以下",
        "以内 以上",
        "高于 低于",
        "超过 不足",
        "不低于 不高于",
        "不少于 不超过",
        "不少于 不多于",
        "不低于 不超过",
        "应当 可以",
        "必须 可以",
        "应当 不得",
        "允许 禁止",
        "全部 部分",
        "国家级 市级",
        "市级 区级",
        "国家级 区级",
        "之前 之后",
        "优先 暂缓",
        "支持 限制",
        "鼓励 限制",
        "首次 再次",
        "牵头 配合",
        "免费 收费",
        "公开 保密",
        "有效 无效",
        "增至 减至",
        "期初 期末",
        "年初 年末",
        "年初 年底",
        "上半年 下半年",
        "东 西 南 北",
        "增 减",
        "升 降",
        "高 低",
        "多 少",
        "上 下",
        "前 后",
        "内 外",
        "大 小",
        "正 副",
        "任命 免去",
        "盈余 赤字",
        "收入 支出",
        "已 将",
        "已 拟",
        "已经 即将",
        "已经 计划",
        "完成 启动",
        "完成 开工",
        "建成 开工",
        "建成 启动",
        "建成 在建",
        "竣工 开工",
        "力争 确保",
        "争取 确保",
        "每年 每半年 每季度 每月 每周 每天",
        "每年 每半年 每季度 每月 每周 每日",
        "年度 季度 月度",
        "唯一 之一",
        "全市 全区",
        "全国 全市",
        "全国 全区",
        "同比 环比",
        "人均 户均",
        "净增 新增",
        "新增 累计",
        "累计 年均",
    )
)
OPPOSITE_WORDS = tuple(pair for pair in _OPPOSITES if all(len(word) > 1 for word in pair))
"""Those of two characters and more, which are told apart wherever they stand."""

_NAME_TAGS = ("ns", "nt", "nr", "nz", "j")
_NAME = re.compile(
    r"(?:[区市省县镇乡村路]|街道|[局委办院厅部署处所]|中心|公司|集团|大学|学院|医院|银行|协会|园区|功能区|新区|委员会|法院|检察院)$"
)
_NO_NAME = re.compile(
    r"(?:部署|[举承主协创开经督]办|[好到难用长短]处|[全内外]部|[思出一同]路|场所|经过处|处处)$"
)
"""Words that end as names of bodies and places do."""

_NUMERALS = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿]+")


def negations(text: str) -> int:
    """Count the negations in folded ``text``; 不断, 不仅 and the like are none.

    >>> negations("不得转租"), negations("不断完善")
    (1, 0)
    """
    return len(NEGATION.findall(_FALSE_NEGATION.sub("", text)))


_UPPER = re.compile("不到|不足|未满|不满|未达|低于|少于|小于|不超过|不高于|不多于|不大于|至多|最多|以下|以内")
_LOWER = re.compile("超过|高于|多于|大于|突破|逾|不低于|不少于|不小于|至少|以上")


def bound_of(text: str) -> str:
    """Return ``upper`` or ``lower`` where a piece of text is a bound put in words, else an empty string.

    >>> bound_of("不到"), bound_of("低于"), bound_of("不低于"), bound_of("不得")
    ('upper', 'upper', 'lower', '')
    """
    upper, lower = _UPPER.search(text), _LOWER.search(text)
    if upper and lower:  # 不超过 holds 超过: the longer one is meant
        return "upper" if len(upper.group()) > len(lower.group()) else "lower"
    return "upper" if upper else "lower" if lower else ""


def opposed(one: str, other: str) -> bool:
    """Whether two short pieces of text are opposites.

    >>> opposed("增长", "下降"), opposed("打造", "形成")
    (True, False)
    """
    return one != other and any(one in pair and other in pair for pair in _OPPOSITES)


def numerals_of(text: str) -> list[str]:
    """Return the runs of numerals in folded ``text``; 一 in 统一, 一律 is none."""
    return [run for run in _NUMERALS.findall(text) if run != "一"]


@lru_cache(maxsize=1)
def _tagger() -> Any:
    from jieba.posseg import POSTokenizer

    from index.segment import segmenter

    return POSTokenizer(segmenter())


@lru_cache(maxsize=4096)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of folded ``text`` with their part of speech (jieba's tags)."""
    return tuple((pair.word, pair.flag) for pair in _tagger().cut(text))


def is_name(text: str) -> bool:
    """Whether a piece of text names a place, a body or a person."""
    words = tagged(text)
    suffixed = bool(_NAME.search(text)) and not _NO_NAME.search(text) and words[-1][1][:1] not in "vdp"
    return suffixed or any(flag[:2] in _NAME_TAGS or flag == "j" for _, flag in words)


def means_itself(text: str) -> bool:
    """Whether a piece of text names the place that a document is about without its name.

    >>> means_itself("期间全区"), means_itself("静安区")
    (True, False)
    """
    return bool(re.search(r"(?:全|本|我|该)[区市县省镇街]$|[区市县镇]内$|全境$|当地$", text))


def is_doing(text: str) -> bool:
    """Whether a piece of text is made of verbs and adverbs alone.

    >>> is_doing("加快构建"), is_doing("区商务委")
    (True, False)
    """
    words = tagged(text)
    return bool(words) and all(flag[:1] in "vd" and flag != "vn" for _, flag in words)


def is_noun(text: str) -> bool:
    """Whether a piece of text is made of nouns (its last word is one)."""
    words = tagged(text)
    return bool(words) and (words[-1][1][:1] in ("n", "s", "f", "j", "t") or is_name(text))


def is_nominal(text: str) -> bool:
    """Whether a piece of text holds nothing but nouns and names: no verb, no adverb, no conjunction."""
    words = tagged(text)
    return bool(words) and all(
        flag[:1] not in "vdprycu" or flag == "vn" or is_name(word) for word, flag in words
    )


def word_starts(text: str) -> set[int]:
    """Return the offsets at which words of folded ``text`` begin, and its end."""
    from index.segment import segmenter

    starts = {0}
    position = 0
    for word in segmenter().cut(text):
        position += len(word)
        starts.add(position)
    return starts
