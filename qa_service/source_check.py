"""Does a citation still resolve? The span is read back from the source file and compared."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from ingest.errors import PlanqaError
from ingest.model import Document, Passage, run_at
from ingest.readers.registry import read_raw
from qa_service.model import SpanCheck


def check_span(document: Document, passage: Passage, path: Path) -> SpanCheck:
    """Read the passage's span back from the file at ``path`` and compare it with the passage's text.

    >>> check_span(document, passage, Path("plan.txt")).state  # doctest: +SKIP
    'ok'
    """
    if not path.is_file():
        return SpanCheck("missing", f"源文件不在原处：{path.name}")
    data = path.read_bytes()
    if sha256(data).hexdigest() != document.source.sha256:
        return SpanCheck("changed", f"源文件已改动：{path.name}；请运行 planqa build 更新索引")
    try:
        source = read_raw(data, path).text
    except PlanqaError as error:
        return SpanCheck("different", error.message)
    if read_back(document, passage, source) == passage.text:
        return SpanCheck("ok", "与源文件逐字一致")
    return SpanCheck("different", "与源文件不一致，这是程序缺陷，请报告")


def read_back(document: Document, passage: Passage, source: str) -> str:
    """Return the passage's text as the source file gives it: its slices, with the separators that joining
    put in (a line feed between paragraphs, a tab between cells) where the canonical text has them."""
    start, end = passage.locator.start, passage.locator.end
    parts: list[str] = []
    position = start
    while position < end:
        run = run_at(document.runs, position)
        stop = min(run.start + run.length, end)
        if run.source_start < 0:
            parts.append(document.text[position:stop])
        else:
            offset = run.source_start + position - run.start
            parts.append(source[offset : offset + stop - position])
        position = stop
    return "".join(parts)
