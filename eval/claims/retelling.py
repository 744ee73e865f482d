"""Sentences told in other words that say the same: what a faithful paraphrase may do to any text.

Each way is general: words of the language for others that mean the same, clauses moved or left out, adverbs
dropped, numbers written otherwise.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

_SAME = tuple(
    tuple(group.split())
    for group in (
        "推进 推动",
        "完善 健全",
        "加强 强化",
        "提升 提高",
        "促进 推动",
        "开展 组织开展",
        "力争 争取",
        "鼓励 支持",
        "建立 构建",
        "打造 建成",
        "优化 改善",
        "落实 贯彻落实",
        "加快 加速",
        "扩大 拓展",
        "聚焦 围绕",
        "依托 借助",
        "以及 和",
        "按照 依照",
        "通过 经由",
        "对于 对",
        "位于 坐落于",
        "并且 并",
        "可以 可",
        "应当 应",
        "必须 须",
        "根据 依据",
        "包括 包含",
        "实现 达成",
        "保障 确保",
        "形成 构成",
        "培育 培养",
        "集聚 汇聚",
        "引导 指引",
        "显著 明显",
        "充分 有效",
        "基本 大体",
        "共同 一起",
        "逐步 稳步",
        "目前 现阶段",
        "同时 此外",
        "较 比",
        "该 这一",
    )
)
_ADVERBS = (
    "进一步 积极 大力 切实 着力 不断 全面 深入 持续 扎实 稳步 有效 充分 加快 努力 认真 更好 有序 主动".split()
)
_LEADS = ("按照部署，", "同时，", "据此，", "总体来看，", "具体来说，", "为此，", "文件明确，", "文件提出，")
_LONE = r"(?<![\d.．,，+\-－—~～至/a-zA-Z〔\[])(?<![\d+\-－—~～至] )"
_END = r"(?! ?[\-－—~～至+/,.．\d])"
_ARABIC = re.compile(rf"{_LONE}(\d{{1,3}})(?![\d%％〕\]a-zA-Z年月])(?! ?年){_END}(?!处长)")
_PERCENT = re.compile(rf"{_LONE}(\d{{1,2}})(?:%|％){_END}")
_YI = re.compile(rf"{_LONE}(\d{{2,5}})亿(?=元)")
_DIGITS = "零一二三四五六七八九"

Way = Callable[[str, random.Random], str | None]


def synonyms(text: str, rng: random.Random) -> str | None:
    """Exchange up to three words for ones that mean the same."""
    groups = [group for group in _SAME if any(word in text for word in group)]
    rng.shuffle(groups)
    changed = text
    for group in groups[:3]:
        places = list(_places(changed, group))
        if places:
            start, word = rng.choice(places)
            other = rng.choice([one for one in group if one != word])
            changed = changed[:start] + other + changed[start + len(word) :]
    return changed if changed != text else None


def _places(text: str, group: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Where words of ``group`` stand as words of their own, outside of names and quotations."""
    import jieba

    start, depth = 0, 0
    for word in jieba.lcut(text):
        depth += (word in "“《「") - (word in "”》」")
        if word in group and not depth:
            yield start, word
        start += len(word)


def order(text: str, rng: random.Random) -> str | None:
    """Move a clause before the one that stands before it."""
    clauses = _clauses(text)
    if len(clauses) < 3:
        return None
    place = rng.randrange(1, len(clauses))
    clauses[place - 1], clauses[place] = clauses[place], clauses[place - 1]
    return "，".join(clauses) + "。"


def shorter(text: str, rng: random.Random) -> str | None:
    """Leave a clause out: neither the first, which gives the year or the subject, nor a negated one's own."""
    clauses = _clauses(text)
    if len(clauses) < 3:
        return None
    del clauses[rng.randrange(1, len(clauses))]
    return "，".join(clauses) + "。"


def adverbs(text: str, rng: random.Random) -> str | None:
    """Leave the adverbs out that only lend weight."""
    found = [word for word in _ADVERBS if word in text]
    for word in found:
        text = text.replace(word, "")
    return text if found else None


def lead(text: str, rng: random.Random) -> str | None:
    """Put a few words in front that claim nothing."""
    return rng.choice(_LEADS) + text


def numbers(text: str, rng: random.Random) -> str | None:
    """Write a number in another way: 75% as 百分之七十五, 1360亿元 as 0.136万亿元, 25 as 二十五."""
    for pattern, write in rng.sample(((_PERCENT, _percent), (_YI, _trillions), (_ARABIC, _chinese)), 3):
        found = list(pattern.finditer(text))
        if found:
            match = rng.choice(found)
            written = write(match.group(1))
            if written:
                return text[: match.start()] + written + text[match.end() :]
    return None


def _percent(digits: str) -> str:
    return "百分之" + _chinese(digits)


def _trillions(digits: str) -> str:
    return f"{int(digits) / 10000:.4f}".rstrip("0") + "万亿" if int(digits) >= 1000 else ""


def _chinese(digits: str) -> str:
    value = int(digits)
    if not 1 < value < 1000:
        return ""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    told = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        told += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        told += "零"
    return told + (_DIGITS[ones] if ones else "")


def several(text: str, rng: random.Random) -> str | None:
    """Three ways at once."""
    done = 0
    for way in rng.sample((synonyms, order, shorter, adverbs, numbers, lead), 6):
        changed = way(text, rng)
        if changed:
            text, done = changed, done + 1
        if done == 3:
            return text
    return None


def _clauses(text: str) -> list[str]:
    """The clauses of a sentence; a comma inside brackets or between numbers parts none."""
    parts, depth, start = [], 0, 0
    for place, char in enumerate(text):
        depth += (char in "（(“《") - (char in "）)”》")
        if char in "，；" and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:].rstrip("。；"))
    return parts


WAYS: dict[str, Way] = {
    "synonyms": synonyms,
    "order": order,
    "shorter": shorter,
    "adverbs": adverbs,
    "lead": lead,
    "numbers": numbers,
    "several": several,
}
"""All ways by name."""
