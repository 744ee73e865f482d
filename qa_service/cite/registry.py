"""All citation styles by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.errors import BadInput
from qa_service.cite import (
    author_year,
    bibtex,
    csl_json,
    gbt7714,
    gongwen,
    html,
    markdown,
    ris,
)
from qa_service.cite.reference import Reference

DEFAULT_MARK = "A"
"""文献类型标识 of government documents: 档案, which both editions of GB/T 7714 describe as kept documents."""

MARKS = frozenset("M C G N J D R S P DB CP EB A CM DS PP Z".split())
"""The marks that GB/T 7714 knows."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name, what it is called in Chinese, and what writes it from a reference and a mark."""

    name: str
    title: str
    write: Callable[[Reference, str], str]


STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("gongwen", "公文式", gongwen.write),
        Style("gbt7714", "GB/T 7714—2025 顺序编码制", gbt7714.write_2025),
        Style("gbt7714-2015", "GB/T 7714—2015 顺序编码制", gbt7714.write_2015),
        Style("author-year", "GB/T 7714—2025 著者-出版年制", author_year.write),
        Style("markdown", "Markdown 脚注", markdown.write),
        Style("html", "HTML 脚注", html.write),
        Style("bibtex", "BibTeX", bibtex.write),
        Style("ris", "RIS", ris.write),
        Style("csl-json", "CSL-JSON", csl_json.write),
    )
}


def write_citation(reference: Reference, style: str = "gongwen", *, mark: str = DEFAULT_MARK) -> str:
    """Return the citation of ``reference`` in ``style``; ``mark`` is the 文献类型标识 (``A``, ``EB/OL``).

    Raises:
        BadInput: no such style or mark.
    """
    chosen = STYLES.get(style)
    if chosen is None:
        raise BadInput(f"没有引用样式 {style}", remedy=f"可用的样式：{'、'.join(STYLES)}")
    if mark.partition("/")[0] not in MARKS:
        raise BadInput(f"没有文献类型标识 {mark}", remedy=f"可用的标识：{'、'.join(sorted(MARKS))}")
    return chosen.write(reference, mark)
