"""The report's sections in words and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from eval.charts import percent
from eval.compare import compare, snapshot_differences
from eval.comparison_tables import signed
from eval.intervals import Figure
from eval.report_data import ReportRun, figure_text, section, table
from eval.summary import RETRIEVAL

_TERMS = {
    "依据": "文件中能证明答案的原文。标注的是原文引句，不是段落编号，"
    "所以重新切分段落后仍然有效；比对时不计空白、标点和全半角。",
    "R@k（前 k 条含有依据）": "有答案的题里，前 k 条中至少有一条含有依据的比例。",
    "MRR@10（依据的名次）": "依据排第 1 得 1 分，排第 2 得 1/2 分……取平均；前 10 条没有得 0 分。",
    "all@5（依据齐全）": "一题有几条依据的，前 5 条里找到了几成，取平均。",
    "b1000、b2000": "只读返回文字的前 1000（2000）字，能看到几成依据。段落切得很长并不占便宜。",
    "误答、误拒": "误答是文件里没有答案却作答；误拒是有答案却拒答。两者此消彼长，由阈值决定。",
    "AUROC": "随机取一道有答案的题和一道没有答案的题，前者置信度更高的机会。",
    "95% 置信区间": "换一批同类的题，数字大致会落在这个范围里。两次运行的区间大幅重叠时，差别可能只是运气。",
    "p": "假如两次运行其实一样好，纯凭运气出现这样大差别的机会。小于 0.05 才值得当真；"
    "一次比较多项时看“校正后”。",
}


def headline(runs: Sequence[ReportRun]) -> str:
    """The line under the title."""
    about = runs[0].stored.about
    files = "" if about["corpus"] is None else f" · {len(about['corpus']['files'])} 个文件"
    names = "、".join(escape(run.name) for run in runs)
    return (
        f"问题集 {escape(about['set']['name'])} · {runs[0].figures['questions']} 题{files} · "
        f"{escape(str(about['date'])[:10])} · 运行：{names}"
    )


def summary_cards(runs: Sequence[ReportRun]) -> str:
    """The figures that matter most, of the first run."""
    figures = runs[0].figures
    overall, abstention = figures["overall"], figures["abstention"]
    cards = [
        ("前 5 条含有依据", overall["R@5"], f"{figures['answerable']} 道有答案的题", True),
        ("第 1 条就是依据", overall["R@1"], "排在最前的一条", True),
        ("依据齐全", overall["all@5"], "所需的各条原文都在前 5 条", True),
        ("如实拒答", abstention["refused"], f"{abstention['refused']['n']} 道无答案的题", True),
        ("误拒", abstention["wrongly_refused"], "有答案却拒答，越低越好", False),
    ]
    shown = [_card(*card) for card in cards if card[1]["value"] is not None]
    latency = figures["latency_ms"]
    if latency["n"]:
        shown.append(
            f'<div class="card"><span>一题用时</span><b>{latency["median"]:.0f}<i>毫秒</i></b>'
            f"<small>中位数；95% 在 {latency['p95']:.0f} 毫秒内</small></div>"
        )
    name = f'<p class="hint">以下为 {escape(runs[0].name)} 的数字。</p>' if len(runs) > 1 else ""
    return f'<section id="summary">{name}<div class="cards">{"".join(shown)}</div></section>'


def _card(label: str, figure: dict[str, float], note: str, higher: bool) -> str:
    value = figure["value"]
    tone = (
        ("good" if value >= 0.9 else "fair" if value >= 0.75 else "poor")
        if higher
        else ("good" if value <= 0.05 else "fair" if value <= 0.15 else "poor")
    )
    ends = f"{percent(figure['low'])}–{percent(figure['high'])}"
    return (
        f'<div class="card {tone}"><span>{label}</span><b>{value * 100:.1f}<i>%</i></b>'
        f"<small>{note}；区间 {ends}</small></div>"
    )


def comparison_section(runs: Sequence[ReportRun]) -> str:
    """All runs in one table and, where they can be compared, what changed against the first."""
    head = ["运行", *RETRIEVAL, "AUROC", "如实拒答", "误拒", "毫秒"]
    rows = [[f"<b>{escape(run.name)}</b>", *_cells(run)] for run in runs]
    parts = [table(head, rows, "figures")]
    for run in runs[1:]:
        parts.append(_against(runs[0], run))
    title = "各次运行" if len(runs) > 1 else "各项数字"
    lead = "百分数后面的小字是 95% 置信区间；各项的意思见文末。"
    return section("figures", title, lead, *parts)


def _cells(run: ReportRun) -> list[str]:
    figures = run.figures
    abstention, median = figures["abstention"], figures["latency_ms"]["median"]
    return [
        *(figure_text(figures["overall"][name]) for name in RETRIEVAL),
        "—" if abstention["auroc"]["value"] is None else f"{abstention['auroc']['value']:.2f}",
        figure_text(abstention["refused"], 0),
        figure_text(abstention["wrongly_refused"], 0),
        "—" if median is None else f"{median:.0f}",
    ]


def _against(first: ReportRun, run: ReportRun) -> str:
    reasons = snapshot_differences(first.stored.about, run.stored.about)
    title = f"<h3>{escape(run.name)} 与 {escape(first.name)} 相比</h3>"
    if reasons:
        return f'{title}<p class="hint warn">不可比：{escape("；".join(reasons))}。</p>'
    result = compare(first.stored, run.stored)
    rows = [
        [
            escape(row.name),
            percent(row.a, 1),
            percent(row.b, 1),
            _difference(row.difference),
            _p(row.p),
            _p(row.adjusted),
            "—" if row.won is None else f"{row.won} / {row.lost}",
        ]
        for row in result.rows
    ]
    head = ["", escape(first.name), escape(run.name), "差", "p", "校正后", "变好 / 变差（题）"]
    changed = [
        f"<details><summary>{label} {len(changes)} 题</summary><ul>"
        + "".join(f"<li><code>{escape(c.id)}</code> {escape(c.question)}</li>" for c in changes)
        + "</ul></details>"
        for label, changes in (("变好的", result.won), ("变差的", result.lost))
        if changes
    ]
    return title + table(head, rows, "figures") + "".join(changed)


def _difference(gap: Figure) -> str:
    return f"{signed(gap.value)}<small> {signed(gap.low)}～{signed(gap.high)}</small>"


def _p(value: float | None) -> str:
    return "—" if value is None else "&lt;0.001" if value < 0.001 else f"{value:.3f}"


def reading_section() -> str:
    """What the words mean."""
    items = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in _TERMS.items())
    return section("terms", "各项的意思", "写给不熟悉检索评测的读者。", f"<dl>{items}</dl>")


def facts_section(runs: Sequence[ReportRun]) -> str:
    """What the runs rest on, so that they can be repeated."""
    rows = [
        [escape(label), *(f"<code>{escape(get(run))}</code>" for run in runs)]
        for label, get in _FACTS.items()
    ]
    return section(
        "facts",
        "这些数字出自哪里",
        "重做一次需要的全部信息。指纹相同，内容就相同。",
        table(["", *(escape(run.name) for run in runs)], rows, "facts"),
    )


def _index(run: ReportRun, *keys: str) -> str:
    value = run.stored.about["index"] or {}
    for key in keys:
        value = value.get(key, "") if isinstance(value, dict) else ""
    return str(value or "未记录")


def _code(run: ReportRun) -> str:
    code = run.stored.about["code"]
    commit = f"{code['commit'][:10]}{'（有改动）' if code['dirty'] else ''} · " if code["commit"] else ""
    return f"{commit}{code['sha256'][:16]}"


def _corpus(run: ReportRun) -> str:
    corpus = run.stored.about["corpus"]
    return "未记录" if corpus is None else f"{len(corpus['files'])} 个文件 · {corpus['sha256'][:16]}"


_FACTS: dict[str, Callable[[ReportRun], str]] = {
    "运行时间": lambda run: str(run.stored.about["date"]),
    "问题集": lambda run: f"{run.stored.about['set']['name']} · {run.stored.about['set']['sha256'][:16]}",
    "语料": _corpus,
    "索引": lambda run: _index(run, "generation"),
    "段落数": lambda run: _index(run, "counts", "passages"),
    "模型": lambda run: (
        f"{_index(run, 'model', 'name')} · {_index(run, 'model', 'runtime')} · "
        f"{_index(run, 'fingerprints', 'model')[:16]}"
    ),
    "配置": lambda run: str(run.stored.about["settings"].get("configuration", "未记录")),
    "程序": _code,
    "机器": lambda run: "{processor} · {cores} 核 · {system} · Python {python}".format(
        **run.stored.about["machine"]
    ),
}
