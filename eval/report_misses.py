"""The report's list of what went wrong, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from eval.judgement import Judgement
from eval.questions import QUESTION_TYPES
from eval.report_data import ReportRun, section
from eval.report_plots import whereabouts_bar
from eval.tables import KINDS, place_text

_TITLES = {
    "top5": "前 5 条没有依据",
    "partial": "依据不全",
    "not-refused": "该拒未拒",
    "wrongly-refused": "误拒",
    "unnamed": "引文有改动，没有指出",
    "false-alarm": "引文无误，却报了错",
}
SHOWN = 3
"""Passages of an answer that a miss shows."""
EXCERPT = 160
"""Characters of a passage that are shown."""


def misses_section(runs: Sequence[ReportRun]) -> str:
    """The misses of every run, by what went wrong; a question stands under its gravest fault."""
    parts = []
    for run in runs:
        title = f"<h3>{escape(run.name)}</h3>" if len(runs) > 1 else ""
        parts.append(title + whereabouts_bar(run) + _groups(run))
    lead = "点开一题，可看标准答案、依据的原文、原文的下落和系统返回的前几段。"
    return section("misses", "出错的题", lead, *parts)


def _groups(run: ReportRun) -> str:
    judged = {item.question.id: item for item in run.judgements}
    parts = []
    for kind in KINDS:
        misses = [miss for miss in run.figures["misses"] if miss["kinds"][0] == kind]
        if misses:
            items = "".join(_miss(miss, judged[miss["id"]]) for miss in misses)
            wide = " open" if kind == "top5" else ""
            title = f"<summary>{_TITLES[kind]}<em>{len(misses)} 题</em></summary>"
            parts.append(f'<details class="group"{wide}>{title}{items}</details>')
    return "".join(parts) or '<p class="hint">没有出错的题。</p>'


def _miss(miss: dict[str, Any], judged: Judgement) -> str:
    question, record = judged.question, judged.record
    others = "".join(f"<em>{KINDS[kind]}</em>" for kind in miss["kinds"][1:])
    facts = [f"<dt>标准答案</dt><dd>{escape(question.answer) or '（文件里没有答案）'}</dd>"]
    places = {place["quote"]: place_text(place) for place in miss.get("places", ())}
    for number, quote in enumerate(question.quotes):
        place = f" <mark>{escape(places[number])}</mark>" if number in places else ""
        facts.append(f"<dt>依据</dt><dd><q>{escape(quote)}</q>{place}</dd>")
    if question.altered:
        flags = "；".join(record.flags) or "（没有提示）"
        facts.append(f"<dt>改动</dt><dd>{escape(question.altered)}；系统的提示：{escape(flags)}</dd>")
    verdict = "作答" if record.answerable else "拒答"
    facts.append(f"<dt>系统</dt><dd>{verdict}，置信度 {record.confidence:.2f}</dd>")
    return (
        f'<details class="miss"><summary><code>{escape(question.id)}</code>'
        f"<span>{escape(question.question)}</span><small>{QUESTION_TYPES[question.type]}</small>{others}</summary>"
        f"<dl>{''.join(facts)}</dl>{_passages(judged)}</details>"
    )


def _passages(judged: Judgement) -> str:
    items = []
    for found, passage in list(zip(judged.found, judged.record.passages, strict=True))[:SHOWN]:
        text = passage.text if len(passage.text) <= EXCERPT else f"{passage.text[:EXCERPT]}…"
        holds = ' class="holds"' if found else ""
        source = escape(str(passage.extra.get("citation") or passage.doc))
        items.append(f"<li{holds}><p>{escape(text)}</p><small>{source}</small></li>")
    return f"<ol>{''.join(items)}</ol>" if items else ""
