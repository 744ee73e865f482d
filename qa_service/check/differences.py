"""All the differences between a draft's sentence and a stretch of source, in the draft's own characters."""

from __future__ import annotations

from dataclasses import dataclass

from qa_service.check.comparison import Comparison
from qa_service.check.facts import FactPair, pair_figures
from qa_service.check.folding import Folded
from qa_service.check.segments import segments
from qa_service.check.swapped import Swap, swaps
from qa_service.check.turned import turned
from qa_service.check.verdict import Difference, DifferenceKind
from qa_service.check.wording import WordDifference, judge_wording, negation_before

_REASONS: dict[DifferenceKind, str] = {
    "scale": "万、亿之差",
    "unit": "单位不同",
    "bound": "上下限相反",
    "direction": "“增长”与“增长到”不同",
    "negation": "肯定与否定不同",
    "opposite": "意思相反",
}
_QUIET: dict[DifferenceKind, str] = {
    "unit": "量词与原文不同",
    "rounded": "稿中取了约数",
    "qualifier": "稿中略去了原文的限定（约、左右、以上等）",
    "unsupported": "原文此处没有这个数据",
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The draft and the source document, verbatim and folded."""

    draft: str
    draft_folded: Folded
    source: str
    source_folded: Folded


def differences(found: Comparison, texts: Texts) -> list[Difference]:
    """Return the differences in the draft's order."""
    pairs = pair_figures(found)
    result = [d for pair in pairs for d in _figure(found, pair, texts)]
    for part in segments(found):
        words = judge_wording(found, part)
        if words is not None:
            result.append(_worded(found, words, texts))
    result += [_swapped(found, swap, texts) for swap in swaps(found, pairs, _marks(found, texts))]
    named = [(d.draft_start, d.draft_end) for d in result if d.material]
    for words in turned(found):
        low, high = draft_span(found, words.low, words.high, texts)
        if not any(start < high and low < end for start, end in named):
            result.append(_worded(found, words, texts))
    before = negation_before(found)
    if before is not None:
        result.append(_worded(found, before, texts))
    return sorted(result, key=lambda difference: (difference.draft_start, difference.draft_end))


def _figure(found: Comparison, pair: FactPair, texts: Texts) -> list[Difference]:
    low, high = draft_span(found, pair.row, pair.row + 1, texts)
    ours = texts.draft[low:high]
    if pair.column < 0:
        return [
            Difference(
                "unsupported", ours, "", low, high, material=False, message=_quiet("unsupported", ours, "")
            )
        ]
    begin, end = source_span(found, pair.column, pair.column + 1, texts)
    theirs = flat(texts.source[begin:end])
    if pair.state == "differ":
        ours, theirs = _with_bound(found, pair, texts, ours, theirs)
        message = changed(pair.kind, ours, theirs)
        return [Difference(pair.kind, ours, theirs, low, high, begin, end, message=message)]
    return [
        Difference(
            kind, ours, theirs, low, high, begin, end, material=False, message=_quiet(kind, ours, theirs)
        )
        for kind in pair.notes
    ]


def _with_bound(found: Comparison, pair: FactPair, texts: Texts, ours: str, theirs: str) -> tuple[str, str]:
    """Where the words around the figure differ (以上, 增长到), they are quoted with it."""
    if pair.kind not in ("bound", "direction", "opposite"):
        return ours, theirs
    low, high = draft_span(found, max(0, pair.row - 4), min(len(found.draft), pair.row + 3), texts)
    first, last = max(0, pair.column - 4), min(len(found.source), pair.column + 3)
    begin, end = source_span(found, first, last, texts)
    return texts.draft[low:high], flat(texts.source[begin:end])


def _worded(found: Comparison, words: WordDifference, texts: Texts) -> Difference:
    low, high = draft_span(found, words.low, words.high, texts)
    begin, end = source_span(found, words.source_low, words.source_high, texts)
    ours, theirs = texts.draft[low:high], flat(texts.source[begin:end])
    message = changed(words.kind, ours, theirs) if words.material else ""
    return Difference(words.kind, ours, theirs, low, high, begin, end, words.material, message)


def _swapped(found: Comparison, swap: Swap, texts: Texts) -> Difference:
    low, high = draft_span(found, swap.low, swap.high, texts)
    begin, end = source_span(found, swap.source_low, swap.source_high, texts)
    ours, theirs = texts.draft[low:high], flat(texts.source[begin:end])
    message = f"{changed('name', ours, theirs)}（两处互换）"
    return Difference("name", ours, theirs, low, high, begin, end, message=message)


def _marks(found: Comparison, texts: Texts) -> list[str]:
    """What the draft has before each of its tokens, and at its end, that belongs to none."""
    count = len(found.draft)
    spans = [draft_span(found, row, row + 1, texts) for row in range(count)]
    edges = [0, *(end for _, end in spans)]
    return [texts.draft[a:b] for a, b in zip(edges, [*(a for a, _ in spans), len(texts.draft)], strict=True)]


def changed(kind: DifferenceKind, draft: str, source: str) -> str:
    """Return the sentence that names an altered fact.

    >>> changed("scale", "5万元", "5亿元")
    '稿中“5万元”，原文为“5亿元”（万、亿之差）'
    >>> changed("negation", "不", "")
    '稿中多出“不”，原文没有（肯定与否定不同）'
    """
    reason = _REASONS.get(kind, "")
    tail = f"（{reason}）" if reason else ""
    if not source:
        return f"稿中多出“{draft}”，原文没有{tail}"
    if not draft:
        return f"稿中缺少“{source}”{tail}"
    return f"稿中“{draft}”，原文为“{source}”{tail}"


def _quiet(kind: DifferenceKind, draft: str, source: str) -> str:
    told = f"“{draft}”：{_QUIET[kind]}"
    return f"{told}，原文为“{source}”" if source else told


def draft_span(found: Comparison, low: int, high: int, texts: Texts) -> tuple[int, int]:
    """Return the draft's own characters of its tokens ``[low, high)``."""
    tokens = found.draft
    if low >= high:
        at = int(tokens.starts[low]) if low < len(tokens) else len(tokens.text)
        place = int(texts.draft_folded.origin[at]) if at < len(texts.draft_folded.text) else len(texts.draft)
        return place, place
    return texts.draft_folded.span(int(tokens.starts[low]), int(tokens.ends[high - 1]))


def source_span(found: Comparison, low: int, high: int, texts: Texts) -> tuple[int, int]:
    """Return the canonical span of source tokens ``[low, high)``."""
    tokens, base = found.source, found.stretch.start
    if low >= high:
        at = base + (int(tokens.starts[low]) if low < len(tokens) else len(tokens.text))
        origin = texts.source_folded.origin
        place = int(origin[at]) if at < len(origin) else len(texts.source)
        return place, place
    return texts.source_folded.span(base + int(tokens.starts[low]), base + int(tokens.ends[high - 1]))


def flat(text: str) -> str:
    """Return canonical text on one line."""
    return "".join(text.split("\n")).replace("\t", " ")
