"""``planqa documents``, ``planqa passage`` and ``planqa outline``: looking at what there is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_service.commands.options import AsJson, Home

if TYPE_CHECKING:
    from ingest.files import Reading


def documents(home: Home = None, as_json: AsJson = False) -> None:
    """列出索引里的文档：标题、文号、发文机关、日期、时效。"""
    from qa_service.commands.setup import open_engine, start

    engine = open_engine(start(home=home, quiet=as_json))
    try:
        cards = engine.documents()
    finally:
        engine.close()
    if as_json:
        from qa_service.show.as_json import print_json

        print_json(cards)
        return
    from qa_service.show.console import show
    from qa_service.show.documents import documents_view

    show(documents_view(cards))


def passage(
    passage_id: Annotated[str, typer.Argument(metavar="编号", help="段落编号，见 planqa ask")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """查看一个段落：原文、位置、引用，并与原文件核对。"""
    from qa_service.commands.setup import open_engine, start

    engine = open_engine(start(home=home, quiet=as_json))
    try:
        view = engine.passage(passage_id)
    finally:
        engine.close()
    if as_json:
        from qa_service.show.as_json import print_json

        print_json(view)
        return
    from qa_service.show.console import show
    from qa_service.show.passage import passage_view

    show(passage_view(view))


def outline(
    file: Annotated[Path, typer.Argument(metavar="文件", help="要看的文件，不必收入索引")],
    dropped: Annotated[
        bool, typer.Option("--dropped", help="改为列出没有进入段落的文字：页码、页眉、目录等，各在哪一行")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """列出一个文件的标题层级和行号，如同目录；不需要索引。"""
    from ingest.errors import BadInput
    from ingest.files import read_file

    if not file.is_file():
        problem = "是一个文件夹" if file.is_dir() else "不存在"
        raise BadInput(f"{file} {problem}", remedy="请给出一个文件的路径")
    reading = read_file(file)
    if dropped:
        _show_dropped(reading, as_json)
        return
    found = reading.report.documents
    if as_json:
        from qa_service.show.as_json import print_json

        sections = [section for document in found for section in document.sections]
        print_json([{"level": s.level, "heading": s.heading, "line": s.line} for s in sections])
        return
    from qa_service.show.console import show
    from qa_service.show.outline import outline_view

    show(outline_view(found))


def _show_dropped(reading: Reading, as_json: bool) -> None:
    from qa_service.show.dropped import dropped_json, dropped_view

    if as_json:
        from qa_service.show.as_json import print_json

        print_json(dropped_json(reading))
        return
    from qa_service.show.console import show

    show(dropped_view(reading))
