"""``planqa check``: a draft, and what of it stands in the documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qa_service.commands.options import AsJson, Home, Model, Quiet

OBJECTIONS = 1
_TEXTS = frozenset({".txt", ".md", ".markdown", ""})


def check(
    draft: Annotated[
        str, typer.Argument(metavar="文稿", help="要核对的文稿（.txt 或 .md）；- 表示从标准输入读取")
    ],
    everything: Annotated[bool, typer.Option("--all", help="没有问题的句子也列出")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="报告.html", help="另存一份可单独打开的网页报告")
    ] = None,
    home: Home = None,
    model: Model = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """核对文稿：逐句查出处，指出与原文不符的数字、年份、单位、名称和否定。

    有句子与原文不符、出处有误或找不到依据时，退出码为 1；全部有据为 0。
    """
    from qa_service.commands.setup import open_engine, start

    settings = start(home=home, model=model, quiet=quiet or as_json)
    name, text = _read(draft)
    from qa_service.check.draft import check_draft
    from qa_service.show.progress import bar

    engine = open_engine(settings)
    try:
        with bar(shown=not (quiet or as_json)) as display:
            task = display.add_task("核对文稿", total=None)
            result = check_draft(
                engine,
                text,
                name=name,
                markdown=name.lower().endswith((".md", ".markdown")),
                told=lambda done, total: display.update(task, completed=done, total=total),
            )
    finally:
        engine.close()
    if html is not None:
        from qa_service.check.report_html import html_report

        html.write_text(html_report(result), encoding="utf-8")
    if as_json:
        from qa_service.show.as_json import print_json

        print_json(result)
    else:
        from qa_service.check.report_terminal import draft_view
        from qa_service.show.console import show

        show(draft_view(result, everything=everything))
    if any(result.counts[verdict] for verdict in ("altered", "misattributed", "not-found")):
        raise typer.Exit(OBJECTIONS)


def _read(draft: str) -> tuple[str, str]:
    """Return the draft's name and text."""
    from ingest.errors import BadInput

    if draft == "-":
        return "标准输入", _decoded(sys.stdin.buffer.read(), "标准输入")
    path = Path(draft)
    if not path.is_file():
        problem = "是一个文件夹" if path.is_dir() else "不存在"
        raise BadInput(f"{path} {problem}", remedy="请给出文稿的路径，或用 - 从标准输入读取")
    if path.suffix.lower() not in _TEXTS:
        raise BadInput(
            f"{path.name} 不是 .txt 或 .md 文稿",
            remedy="请另存为纯文本，或把文字粘贴到标准输入（planqa check -）",
        )
    return path.name, _decoded(path.read_bytes(), path.name)


def _decoded(data: bytes, name: str) -> str:
    from ingest.errors import BadInput

    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput(f"{name} 不是文本", remedy="文稿应是 UTF-8 或 GB18030 编码的纯文本")
