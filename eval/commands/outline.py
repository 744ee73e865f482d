"""``planqa eval outline``: score an outline that was written as JSON."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from eval.commands.frame import AsJson, print_json, print_table, told


@told
def outline(
    found: Annotated[Path, typer.Argument(help="planqa outline --json 的输出")],
    gold: Annotated[Path, typer.Argument(help="标准的前缀，如 gold/000（读 000.outline.tsv）")],
    documents: Annotated[
        Path | None, typer.Option("--documents", help="文件清单 JSON，与 .documents.tsv 核对")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """核对文档结构：标题、上级、层级，以及汇编里各文件的边界和文号等。"""
    from eval.document_score import documents_from_json, read_gold_documents, score_documents
    from eval.gold_files import read_json
    from eval.outline_score import headings_from_json, read_gold_outline, read_optional, score_outline
    from eval.structure_tables import document_tables, outline_tables

    optional = _beside(gold, "optional")
    headings = score_outline(
        headings_from_json(read_json(found)),
        read_gold_outline(_beside(gold, "outline")),
        read_optional(optional) if optional.exists() else [],
    )
    split = documents and score_documents(
        documents_from_json(read_json(documents)), read_gold_documents(_beside(gold, "documents"))
    )
    if as_json:
        print_json({"outline": asdict(headings)} | ({"documents": asdict(split)} if split else {}))
        return
    print_table(outline_tables(headings))
    if split:
        print_table(document_tables(split))


def _beside(prefix: Path, part: str) -> Path:
    return prefix.with_name(f"{prefix.name}.{part}.tsv")
