"""``planqa build``: files in, an index out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa_service.commands.options import AsJson, Home, Model, Quiet

if TYPE_CHECKING:
    from index.build import BuildReport, FileOutcome


def build(
    paths: Annotated[list[Path], typer.Argument(metavar="路径", help="要收入索引的文件或文件夹")],
    home: Home = None,
    model: Model = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
    only: Annotated[
        bool, typer.Option("--only", help="只收这次给出的文件：已上传的移出，先前的删除不再算数")
    ] = False,
) -> None:
    """建立索引：读取文件，切成段落，计算向量。

    就地读取的文件以这次给出的为准：上次有、这次没有的会移出索引。

    上传的文件保留；删除过的文档只要文件没有改动就不会回来。

    算过的段落不再重算。
    """
    from qa_service.commands.setup import start

    settings = start(home=home, model=model, quiet=quiet)
    from index.build import build_index
    from qa_service.show.progress import BuildProgress

    with BuildProgress(shown=not quiet) as progress:
        report = build_index(
            paths,
            settings.home,
            model=settings.model,
            progress=progress,
            largest_mb=settings.largest_mb,
            only=only,
        )
    if as_json:
        from qa_service.show.as_json import print_json

        print_json(_as_data(report))
        return
    from qa_service.show.build import build_view
    from qa_service.show.console import show

    show(build_view(report))


def _as_data(report: BuildReport) -> dict[str, Any]:
    return {
        "generation": report.generation,
        "unchanged": report.unchanged,
        "passages": report.passages,
        "embedded": report.embedded,
        "reused": report.reused,
        "seconds": report.seconds,
        "failed": sum(outcome.error is not None for outcome in report.outcomes),
        "files": [_file(outcome) for outcome in report.outcomes],
    }


def _file(outcome: FileOutcome) -> dict[str, Any]:
    from ingest.coverage import dropped_counts

    if outcome.error is not None or outcome.report is None:
        error = outcome.error
        failure = error and {"code": error.code, "message": error.message, "remedy": error.remedy}
        return {"path": outcome.path, "error": failure}
    report = outcome.report
    documents = report.documents
    return {
        "path": outcome.path,
        "error": None,
        "unchanged": outcome.unchanged,
        "uploaded": outcome.uploaded,
        "left_out": outcome.left_out,
        "source": report.source,
        "documents": [{"id": document.id, "title": document.metadata.title} for document in documents],
        "sections": sum(len(document.sections) for document in documents),
        "passages": sum(len(document.passages) for document in documents),
        "dropped": dropped_counts(report.dropped),
        "coverage": outcome.coverage,
        "warnings": report.warnings,
        "recognised": report.recognised,
        "seconds": report.seconds,
    }
