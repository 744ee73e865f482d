"""Files in, reports out: the one entry point of this package for reading documents."""

from __future__ import annotations

import re
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from ingest.assemble import SourceMap, assemble
from ingest.blocks import BlockList, build_blocks
from ingest.bulletin import Division, divide
from ingest.chars import fold_title, squeeze
from ingest.coverage import Coverage, measure_coverage
from ingest.errors import BadInput, UnreadableFile
from ingest.fact_lines import find_fact_lines
from ingest.gaps import without_tab_indents
from ingest.lines import Layout, Line, measure_layout, page_start_lines, split_lines
from ingest.metadata import read_metadata, share_within_file
from ingest.model import Document, Dropped, FileReport, Metadata, Source
from ingest.noise import noise_lines
from ingest.pages import Pages, find_pages
from ingest.readers.raw import PageFacts
from ingest.readers.registry import RawText, is_supported, read_raw
from ingest.regions import region_of


@dataclass(frozen=True, slots=True)
class Reading:
    """All that reading one file gave: its text as decoded, the report, and the coverage account."""

    text: str
    report: FileReport
    coverage: Coverage


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read: each file named, and all files of a known format under each folder.

    Raises:
        BadInput: a path that does not exist, or nothing to read in any of them.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                p for p in path.rglob("*") if p.is_file() and is_supported(p) and not _hidden(p, path)
            )
        elif path.exists():
            found.append(path)
        else:
            raise BadInput(f"路径不存在：{path}", remedy="请检查路径；可给文件或文件夹")
    if not found:
        names = "、".join(str(path) for path in paths)
        raise BadInput(
            f"没有可读取的文件：{names}",
            remedy="请放入 .txt、.md、.html、.docx、.pdf 或 .ofd 文件，或改用其他文件夹",
        )
    return list(dict.fromkeys(found))


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def read_file(path: Path) -> Reading:
    """Read one file into its documents.

    Raises:
        UnreadableFile: the file cannot be read, is no text, or gives no passage.

    >>> reading = read_file(Path("samples/documents/chenghu_rules.md"))
    >>> reading.report.documents[0].metadata.valid_until
    datetime.date(2026, 2, 28)
    """
    started = time.perf_counter()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name}：无法读取（{error.strerror}）", remedy="请检查文件权限") from error
    raw = read_raw(data, path)
    digest, size = sha256(data).hexdigest(), len(data)
    del data  # a large file need not be held twice while its text is worked on
    lines = without_tab_indents(split_lines(raw.text))
    layout = Layout(False, 0) if raw.whole_lines else measure_layout(lines)
    first_lines = page_start_lines(lines, raw.text, layout)
    noise = noise_lines(lines, first_lines)
    copied, told = find_fact_lines(lines)
    noise |= told
    pages = find_pages(raw.text, lines, first_lines, noise, raw.page_labels)
    listing = build_blocks(raw.text, lines, layout, noise)
    if not listing.blocks:
        raise UnreadableFile(f"{path.name}：未提取到文字", remedy="请确认文件不是空白或扫描图像")
    source = _source(path, digest, size, raw, lines, pages)
    division = divide(listing.blocks)
    line_starts = [0, *(match.end() for match in re.finditer("\n", raw.text))]
    places = SourceMap(line_starts, pages.starts, pages.labels)
    beside = [(lines[index].number, facts) for index, facts in copied]
    if all(facts == PageFacts() for _, facts in beside):
        beside = [(0, raw.facts)]
    documents = _documents(source, division, places, beside)
    documents = tuple(replace(d, line_end=_with_blanks(lines, d.line_end)) for d in documents)
    spans = _dropped_spans(lines, noise, listing, division)
    dropped = tuple(Dropped(places.line_of(a), raw.text[a:b], reason) for a, b, reason in sorted(spans))
    dropped += tuple(Dropped(places.line_of(at), text, reason) for at, text, reason in raw.dropped)
    coverage = measure_coverage(raw.text, documents, [(a, b) for a, b, _ in spans])
    warnings = _warnings(coverage) + raw.warnings
    seconds = time.perf_counter() - started
    report = FileReport(source, documents, dropped, seconds, warnings, raw.recognised)
    return Reading(raw.text, report, coverage)


def _source(path: Path, digest: str, size: int, raw: RawText, lines: Sequence[Line], pages: Pages) -> Source:
    return Source(
        name=path.name,
        path=str(path.resolve()),
        media_type=raw.media_type,
        sha256=digest,
        size_bytes=size,
        encoding=raw.encoding,
        characters=len(raw.text),
        lines=lines[-1].number if lines else 0,
        pages=len(pages.starts) or None,
        page_labels=pages.labels,
    )


def _documents(
    source: Source, division: Division, places: SourceMap, facts: Sequence[tuple[int, PageFacts]]
) -> tuple[Document, ...]:
    """``facts`` are what each page, which begins at a line, says beside the text: they speak for the page's
    only document."""
    blocks = division.blocks
    metadata = share_within_file([read_metadata(blocks, extent) for extent in division.extents])
    begins = [blocks[extent.start].line for extent in division.extents]
    for (first, known), (last, _) in pairwise([*facts, (sys.maxsize, PageFacts())]):
        within = [number for number, line in enumerate(begins) if first <= line < last]
        if len(within) == 1:
            metadata[within[0]] = _with_facts(metadata[within[0]], known)
    for extent, item in zip(division.extents, metadata, strict=True):
        if squeeze(item.title) == extent.parts[0].title:
            extent.parts[0].title = item.title  # with its issuers apart
    named: Counter[tuple[str, str | None]] = Counter()
    documents = []
    for extent, item in zip(division.extents, metadata, strict=True):
        name = (fold_title(item.title), item.doc_number)
        named[name] += 1
        documents.append(assemble(source, blocks, extent, item, places, named[name]))
    return tuple(documents)


def _with_facts(metadata: Metadata, facts: PageFacts) -> Metadata:
    """What the document itself prints counts for more than what the page around it says."""
    written, published = (
        date.fromisoformat(day) if day else None for day in (facts.written, facts.published)
    )
    issuer = metadata.issuer or facts.issuer
    return replace(
        metadata,
        issuer=issuer,
        doc_number=metadata.doc_number or facts.doc_number,
        written=metadata.written or written,
        published=metadata.published or published,
        region=metadata.region or (region_of(issuer) if issuer else None),
    )


def _with_blanks(lines: Sequence[Line], number: int) -> int:
    """The blank lines behind a document belong to it: the next one begins at its first line of text."""
    for index in range(bisect_right(lines, number, key=lambda line: line.number), len(lines)):
        if lines[index].text:
            return lines[index].number - 1
    return lines[-1].number


def _dropped_spans(
    lines: Sequence[Line], noise: dict[int, str], listing: BlockList, division: Division
) -> list[tuple[int, int, str]]:
    spans = [(lines[index].start, lines[index].end, reason) for index, reason in noise.items()]
    spans += [(start, end, "markup") for start, end in listing.markup]
    for block, reason in division.dropped:
        spans += [(start, end, reason) for start, end in block.pieces if start >= 0]
    return spans


def _warnings(coverage: Coverage) -> tuple[str, ...]:
    if not coverage.missing:
        return ()
    count = sum(end - start for start, end in coverage.missing)
    return (f"有 {count} 个字符未进入任何段落",)
