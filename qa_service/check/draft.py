"""A whole draft: split into sentences, each checked, counted."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ingest.errors import BadInput
from ingest.sentences import sentence_spans
from qa_service.check.folding import fold_letters
from qa_service.check.joining import join_lines
from qa_service.check.quotations import read_quotations
from qa_service.check.verdict import WORDS, DraftCheck, SentenceCheck
from qa_service.question import MAX_QUESTION

if TYPE_CHECKING:
    from qa_service.engine import Engine

MOST_CHARACTERS = 400_000
"""Longest draft: some 400 pages. A longer one is refused at once rather than checked for an hour."""

LONGEST = 400
"""Characters of the longest piece that is checked as one claim."""

SHORTEST = 8
"""Letters below which a line is a heading or a label and claims nothing."""

TOGETHER, APART = 0.7, 0.15
"""Share of a sentence that one source must have for it to be checked whole, and how much more of one of its
parts another source must have for them to be checked one by one."""

_MARKUP = re.compile(r"(?m)^[ \t]*(?:#{1,6}|[-*+>]|\d{1,3}[.)])[ \t]+|\*\*|__|`")
_FENCE = re.compile(r"(?ms)^```.*?^```[ \t]*$")
_END = re.compile(r"[。！？!?；;：:”」』）)…]\s*$")
_HEADER = re.compile(r"(?:[^\d]|(?:19|20)\d\d年?)*")
_FACT = re.compile(r"\d|[零〇一二两三四五六七八九十百千万亿]{2}|[“「《]")


def split_claims(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of ``text`` that claim something; headings and labels are left out.

    >>> [("一、目标\\n到2025年，新增7家。" [a:b]) for a, b in split_claims("一、目标\\n到2025年，新增7家。")]
    ['到2025年，新增7家。']
    """
    for start, end in _short(text, sentence_spans(text)):
        sentence = text[start:end]
        letters = fold_letters(sentence).text
        if "\t" in sentence and _HEADER.fullmatch(letters):
            continue  # 指标　单位　2025年　2030年目标: the head of a table claims nothing
        if len(letters) >= SHORTEST and (
            _END.search(sentence) or _FACT.search(sentence) or len(letters) > 24
        ):
            yield start, end


def _short(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut what is too long for one claim at ；, then at ，, then wherever it must be."""
    for start, end in spans:
        while end - start > LONGEST:
            cuts = [text.rfind(mark, start + LONGEST // 4, start + LONGEST) for mark in "；;，,、"]
            cut = next((place + 1 for place in cuts if place >= 0), start + LONGEST)
            yield start, cut
            start = cut
        yield start, end


def plain_markdown(text: str) -> str:
    """Return Markdown with its markup blanked out, every character where it was."""
    return _MARKUP.sub(_blank, _FENCE.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def check_draft(
    engine: Engine,
    text: str,
    *,
    name: str = "",
    markdown: bool = False,
    today: date | None = None,
    warnings: tuple[str, ...] = (),
    told: Callable[[int, int], None] | None = None,
) -> DraftCheck:
    """Check every sentence of ``text``. ``told`` is called with sentences done and sentences in all;
    ``warnings`` are handed on with the result.

    Raises:
        BadInput: nothing to check, or more than :data:`MOST_CHARACTERS` characters.
    """
    started = time.perf_counter()
    if not text.strip():
        raise BadInput("文稿为空", remedy="请给出要核对的文字")
    if len(text) > MOST_CHARACTERS:
        raise BadInput(f"文稿有 {len(text)} 字，超过 {MOST_CHARACTERS} 字", remedy="请分成几份核对")
    body = join_lines(text, markdown=markdown)
    body = plain_markdown(body) if markdown else body
    spans = list(split_claims(body))
    if not spans:
        raise BadInput("文稿里没有可核对的句子", remedy="请给出含有完整句子的文本")
    checked = []
    for index, (start, end) in enumerate(spans, 1):
        checked += check_parts(engine, body[start:end], today=today, offset=start)
        if told is not None:
            told(index, len(spans))
    counts = Counter(one.verdict for one in checked)
    return DraftCheck(
        name,
        tuple(checked),
        {verdict: counts.get(verdict, 0) for verdict in WORDS},
        round(time.perf_counter() - started, 3),
        engine.generation_id,
        (*warnings, *_unpaired(body)),
        text,
    )


def check_parts(
    engine: Engine, sentence: str, *, today: date | None = None, offset: int = 0
) -> list[SentenceCheck]:
    """Check a sentence whole, and what its ； part one by one where they come from different places."""
    whole = check_sentence(engine, sentence, today=today, offset=offset)
    spans = list(_clauses(sentence))
    if len(spans) < 2 or whole.similarity >= TOGETHER:
        return [whole]
    parts = [check_sentence(engine, sentence[a:b], today=today, offset=offset + a) for a, b in spans]
    if max(part.similarity for part in parts) < whole.similarity + APART:
        return [whole]
    return parts


def _clauses(sentence: str) -> Iterator[tuple[int, int]]:
    """The spans between ；, as long as each claims something."""
    cuts = [0, *(match.end() for match in re.finditer("[；;]", sentence)), len(sentence)]
    spans = [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if a < b]
    if all(len(fold_letters(sentence[a:b]).text) >= SHORTEST for a, b in spans):
        yield from spans


def check_sentence(
    engine: Engine, sentence: str, *, today: date | None = None, offset: int = 0
) -> SentenceCheck:
    """Check one sentence; where its words are not found, the engine looks for its sense."""
    checker = engine.checker()
    first = checker.check(sentence, today=today, offset=offset)
    if first.verdict not in ("not-found", "paraphrase") or first.similarity >= SURE:
        return first
    answer = engine.ask(sentence[:MAX_QUESTION], k=5, today=today)
    return checker.check(sentence, answer.hits, answerable=answer.answerable, today=today, offset=offset)


SURE = 0.8
"""Share of a sentence found word by word from which the engine is not asked."""


def _unpaired(text: str) -> Iterator[str]:
    _, alone = read_quotations(text)
    for place in alone[:10]:
        line = text.count("\n", 0, place) + 1
        yield f"第 {line} 行的引号 {text[place]} 没有配对，未按引文核对"
