"""``planqa eval citations``: every citation style for every document of an index, as a page to be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.commands.frame import Home, settings_of, told, write_text

if TYPE_CHECKING:
    from ingest.model import Document, Passage

HEAD = """# Every citation style for every document

Written by `planqa eval citations --home … -o docs/citation-examples.md` over the development files ({count}
documents). Each document is cited by one of its passages, the one that stands deepest among its headings.
What a document doesn't give (文号, 发文机关, 成文日期, pages) is left out.
The rules are in [citation.md](citation.md).
"""


@told
def citations(
    home: Home = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 Markdown")
    ] = None,
) -> None:
    """用每种引用样式引一遍索引里的每份文件，写成一页，供逐条查看。"""
    from qa_service.commands.setup import open_engine

    engine = open_engine(settings_of(home))
    try:
        documents = engine.checker().library.documents
        text = "\n".join([HEAD.format(count=len(documents)), *_page(documents)])
    finally:
        engine.close()
    if output:
        write_text(output, text)
    else:
        typer.echo(text)


def _page(documents: list[Document]) -> Iterator[str]:
    from qa_service.cite.reference import reference_of
    from qa_service.cite.registry import STYLES, write_citation

    for number, document in enumerate(documents, 1):
        passage = _deepest(document)
        metadata = document.metadata
        reference = reference_of(metadata, passage.path, passage.locator, passage.id)
        yield f"## {number}. {metadata.title}\n"
        yield "| style | citation |\n|---|---|"
        prose = [name for name, style in STYLES.items() if style.prose]
        for name in prose:
            yield f"| `{name}` | {write_citation(reference, name)} |"
        for name in STYLES:
            if name not in prose:
                text = write_citation(reference, name).replace("\r\n", "\n").strip()
                yield f"\n`{name}`\n\n```\n{text}\n```"
        yield ""


def _deepest(document: Document) -> Passage:
    """The passage whose citation says most: an article, or the longest heading path."""
    return max(document.passages, key=lambda one: (one.locator.article is not None, len(one.path)))
