"""``planqa batch``: a file of questions in, a run file out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa_service.commands.options import AsJson, Home, Model, Quiet

if TYPE_CHECKING:
    from qa_service.commands.batch_files import BatchItem
    from qa_service.engine import Engine
    from qa_service.model import Answer

CHECKED_TYPES = frozenset({"cite", "misquote"})
"""Items of these types are sentences of a draft: they are checked against the documents, too."""

WARM_UP = 50
"""Characters of the first question that are asked once beforehand, untimed."""


def batch(
    questions: Annotated[
        Path, typer.Argument(metavar="问题.jsonl", help="每行一个 JSON 对象，至少有 id 和 question")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="结果.jsonl", help="结果写到哪里")],
    hits: Annotated[
        int | None,
        typer.Option("--hits", "-k", metavar="数", help="每题最多返回几个段落，1 到 50（默认 10）"),
    ] = None,
    home: Home = None,
    model: Model = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """批量提问：逐题作答，结果写入文件。

    全部答完才一次写入；中途停止，原有的结果文件不变。"""
    from qa_service.commands.setup import check_hits, open_engine, start

    settings = start(home=home, model=model, quiet=quiet or as_json)
    from qa_service.commands.batch_files import check_target, read_items, write_lines
    from qa_service.show.progress import bar

    items = read_items(questions)
    check_target(output, questions)
    wanted = check_hits(settings.batch_hits if hits is None else hits)
    engine = open_engine(settings)
    try:
        # The first question loads dictionaries (a second): `ms` is what answering takes, not loading.
        engine.ask(items[0].question[:WARM_UP], k=1)
        with bar(shown=not quiet) as display:
            records = [_record(engine, item, wanted) for item in display.track(items, description="回答问题")]
    finally:
        engine.close()
    write_lines(output, records)
    _report(records, output, as_json)


def _record(engine: Engine, item: BatchItem, wanted: int) -> dict[str, Any]:
    from ingest.errors import BadInput

    started = time.perf_counter()
    try:
        answer = engine.ask(item.question, k=wanted)
    except BadInput as error:
        raise BadInput(f"第 {item.line} 行（{item.id}）：{error.message}", remedy=error.remedy) from error
    check = getattr(engine, "check_flags", None)
    flags = check(item.question, answer.hits) if check and item.type in CHECKED_TYPES else answer.flags
    spent = time.perf_counter() - started
    return _line(item.id, answer, flags, spent)


def _line(id_: str, answer: Answer, flags: tuple[str, ...], seconds: float) -> dict[str, Any]:
    return {
        "id": id_,
        "passages": [
            {
                "text": hit.text,
                "doc": hit.document.source,
                "id": hit.passage_id,
                "score": hit.scores["total"],
                "citation": hit.citation,
                "line_start": hit.locator.line_start,
                "line_end": hit.locator.line_end,
            }
            for hit in answer.hits
        ],
        "answerable": answer.answerable,
        "confidence": answer.confidence,
        "flags": list(flags),
        "ms": round(seconds * 1000, 3),
    }


def _report(records: list[dict[str, Any]], output: Path, as_json: bool) -> None:
    from statistics import median, quantiles

    times = [record["ms"] for record in records]
    middle = median(times)
    slow = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    answered = sum(record["answerable"] for record in records)
    if as_json:
        from qa_service.show.as_json import print_json

        summary = {"questions": len(records), "answerable": answered, "output": output}
        print_json(summary | {"ms": {"median": round(middle, 3), "p95": round(slow, 3)}})
        return
    typer.echo(f"共 {len(records)} 题，{answered} 题有依据，{len(records) - answered} 题未找到依据")
    typer.echo(f"每题用时：中位数 {middle:.1f} 毫秒，95% 在 {slow:.1f} 毫秒以内")
    typer.echo(f"结果已写入 {output}")
