"""``planqa check``: a draft, and what of it stands in the documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_service.commands.options import AsJson, Home, Model, Quiet

if TYPE_CHECKING:
    from qa_service.check.draft_file import DraftText
    from qa_service.check.remarks import Options
    from qa_service.check.verdict import DraftCheck
    from qa_service.engine import Engine

OBJECTIONS = 1
_FORMATS = {".html": "html", ".htm": "html", ".docx": "docx", ".md": "md", ".markdown": "md", ".json": "json"}


def check(
    draft: Annotated[
        str,
        typer.Argument(metavar="文稿", help="要核对的文稿（.txt、.md、.docx、.pdf）；- 表示从标准输入读取"),
    ],
    everything: Annotated[bool, typer.Option("--all", help="没有问题的句子也列出、也批注")] = False,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="文件",
            help="另存为 .docx（原稿加批注、脚注）、.md、.html 或 .json，可重复",
        ),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="报告.html", help="同 -o 报告.html", hidden=True)
    ] = None,
    style: Annotated[
        str, typer.Option("--style", metavar="样式", help="脚注的引用样式，见 planqa cite")
    ] = "gongwen",
    mark: Annotated[
        str, typer.Option("--mark", metavar="标识", help="文献类型标识，用于 GB/T 7714（默认 A，档案）")
    ] = "A",
    comments: Annotated[bool, typer.Option("--comments/--no-comments", help="是否加批注")] = True,
    footnotes: Annotated[bool, typer.Option("--footnotes/--no-footnotes", help="是否加脚注")] = True,
    home: Home = None,
    model: Model = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """核对文稿：逐句查出处，指出与原文不符的数字、年份、单位、名称和否定。

    有句子与原文不符、出处有误、已过时或找不到依据时，退出码为 1；全部有据为 0。
    """
    from qa_service.check.remarks import Options
    from qa_service.cite.registry import check_note_style
    from qa_service.commands.setup import open_engine, start

    settings = start(home=home, model=model, quiet=quiet or as_json)
    targets = [*(output or ()), *([html] if html else ())]
    check_note_style(style, mark)
    formats = [_format(target) for target in targets]
    given = _read(draft)
    options = Options(style, mark, comments, footnotes, everything)
    engine = open_engine(settings)
    try:
        result = _checked(engine, given, shown=not (quiet or as_json))
        for target, format in zip(targets, formats, strict=True):
            _save(target, format, engine, given, result, options)
        if as_json:
            typer.echo(_json(engine, result, options))
    finally:
        engine.close()
    if not as_json:
        from qa_service.check.report_terminal import draft_view
        from qa_service.show.console import show

        show(draft_view(result, everything=everything))
    if any(one.is_objection for one in result.sentences):
        raise typer.Exit(OBJECTIONS)


def _read(draft: str) -> DraftText:
    from ingest.errors import BadInput
    from qa_service.check.draft_file import read_draft

    if draft == "-":
        return read_draft(sys.stdin.buffer.read(), "标准输入")
    path = Path(draft)
    if not path.is_file():
        problem = "是一个文件夹" if path.is_dir() else "不存在"
        raise BadInput(f"{path} {problem}", remedy="请给出文稿的路径，或用 - 从标准输入读取")
    return read_draft(path.read_bytes(), path.name)


def _format(target: Path) -> str:
    from ingest.errors import BadInput

    found = _FORMATS.get(target.suffix.lower())
    if found is None:
        raise BadInput(f"不能把核对结果存为 {target.name}", remedy="请用 .docx、.md、.html 或 .json 作扩展名")
    if not target.parent.is_dir():
        raise BadInput(f"文件夹 {target.parent} 不存在", remedy="请先建立文件夹，或改存到别处")
    return found


def _checked(engine: Engine, given: DraftText, *, shown: bool) -> DraftCheck:
    from qa_service.check.draft import check_draft
    from qa_service.show.progress import bar

    with bar(shown=shown) as display:
        task = display.add_task("核对文稿", total=None)
        return check_draft(
            engine,
            given.text,
            name=given.name,
            markdown=given.markdown,
            warnings=given.warnings,
            told=lambda done, total: display.update(task, completed=done, total=total),
        )


def _json(engine: Engine, result: DraftCheck, options: Options) -> str:
    from qa_service.api.check_schemas import check_reply

    return check_reply(engine, result, style=options.style, mark=options.mark).model_dump_json()


def _save(
    target: Path, format: str, engine: Engine, given: DraftText, result: DraftCheck, options: Options
) -> None:
    from qa_service.check.export import export

    if format == "json":
        target.write_text(_json(engine, result, options), encoding="utf-8")
        return
    documents = {document.id: document for document in engine.checker().library.documents}
    target.write_bytes(export(format, given, result, documents, options).data)
