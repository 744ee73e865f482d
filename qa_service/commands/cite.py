"""``planqa cite``: the citation of a passage, ready to be pasted."""

from __future__ import annotations

from typing import Annotated

import typer

from qa_service.commands.options import AsJson, Home


def cite(
    passage: Annotated[str, typer.Option("--passage", metavar="编号", help="段落编号，见 planqa ask")],
    style: Annotated[
        str,
        typer.Option(
            "--style",
            metavar="样式",
            help="gongwen（默认）、gongwen-issuer、gongwen-full、gbt7714、gbt7714-2015、author-year、"
            "markdown、html、bibtex、ris、csl-json",
        ),
    ] = "gongwen",
    mark: Annotated[
        str, typer.Option("--mark", metavar="标识", help="文献类型标识，用于 GB/T 7714（默认 A，档案）")
    ] = "A",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """写出一个段落的引用：公文式、GB/T 7714、脚注或文献管理格式。"""
    from qa_service.cite.registry import write_citation
    from qa_service.commands.setup import open_engine, start

    engine = open_engine(start(home=home, quiet=True))
    try:
        reference = engine.reference(passage)
    finally:
        engine.close()
    citation = write_citation(reference, style, mark=mark)
    if as_json:
        from qa_service.show.as_json import print_json

        print_json({"passage_id": passage, "style": style, "citation": citation})
        return
    typer.echo(citation)
