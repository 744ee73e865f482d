"""``planqa eval draft``: a labelled draft checked, each verdict's precision and recall."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval.commands.frame import AsJson, Home, print_json, print_table, progress, settings_of, told, write_json

if TYPE_CHECKING:
    from qa_service.engine import Engine

Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 JSON")]
Today = Annotated[
    datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], metavar="日期", help="按这一天判断有效期")
]


@told
def draft(
    labels: Annotated[
        Path | None, typer.Argument(metavar="标注", help="带标注的文稿（.jsonl）；不给则由索引里的文件生成")
    ] = None,
    home: Home = None,
    word: Annotated[Path | None, typer.Option("--word", metavar="文稿.docx", help="另存这份文稿")] = None,
    annotated: Annotated[
        Path | None, typer.Option("--annotated", metavar="结果.docx", help="另存加了批注和脚注的文稿")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="生成文稿的随机种子")] = 1,
    today: Today = None,
    output: Output = None,
    details: Annotated[bool, typer.Option("--details", help="列出判断有误的句子")] = False,
    as_json: AsJson = False,
) -> None:
    """核对一份带标注的文稿（.docx），给出每种结论的准确率、召回率和用时。"""
    from eval.claims.labelled import read_labelled
    from eval.claims.run import check_word, generated
    from eval.claims.score import by_kind, score
    from qa_service.commands.setup import open_engine

    day = today.date() if today else date.today()
    engine = open_engine(settings_of(home))
    try:
        paragraphs = read_labelled(labels) if labels else generated(engine, seed, day)
        with progress("核对文稿", len(paragraphs)) as step:
            done = check_word(engine, paragraphs, day, step)
        _save(engine, done, word, annotated)
    finally:
        engine.close()
    figures: dict[str, Any] = {
        "draft": labels.name if labels else "generated from the index",
        "today": day.isoformat(),
        **done.about,
        **score(done.judgements),
        "kinds": by_kind(done.judgements),
    }
    if output:
        write_json(output, figures)
    if as_json:
        print_json(figures)
        return
    print_table(_table(figures))
    for one in done.judgements if details else ():
        if not one.right:
            typer.echo(
                f"{one.claim.kind}：应为 {'/'.join(one.claim.expected)}，判为 {one.verdict}：{one.claim.text}"
            )


def _save(engine: Engine, done: Any, word: Path | None, annotated: Path | None) -> None:
    from qa_service.check.export import export
    from qa_service.check.remarks import Options

    if word:
        word.write_bytes(done.draft.word)
    if annotated:
        documents = {document.id: document for document in engine.checker().library.documents}
        annotated.write_bytes(export("docx", done.draft, done.result, documents, Options()).data)


def _table(figures: dict[str, Any]) -> Any:
    from rich.table import Table

    from qa_service.check.verdict import WORDS

    seconds = figures["seconds"]
    table = Table(title=f"{figures['claims']} 个句子，{figures['characters']} 字，用时 {seconds} 秒")
    for name in ("结论", "句子", "准确率", "召回率"):
        table.add_column(name, justify="left" if name == "结论" else "right")
    names: dict[str, str] = {str(verdict): word for verdict, word in WORDS.items()}
    for name, rates in figures["verdicts"].items():
        shown = "属实、转述有据" if name == "supported" else names[name]
        table.add_row(shown, str(rates["claims"]), _rate(rates["precision"]), _rate(rates["recall"]))
    return table


def _rate(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"
