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
"""The marks of kinds of documents that GB/T 7714 knows."""

CARRIERS = frozenset("OL CD DK MT".split())
"""The marks of carriers that may follow behind a slash: EB/OL, DB/CD."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name, what it is called in Chinese, what writes it from a reference and a mark; ``prose``
    is what a footnote can hold."""

    name: str
    title: str
    write: Callable[[Reference, str], str]
    prose: bool = True


STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("gongwen", "公文式", gongwen.write),
        Style("gongwen-issuer", "公文式，发文机关在前", gongwen.write_with_issuer),
        Style("gongwen-full", "公文式，带发文机关和成文日期", gongwen.write_in_full),
        Style("gbt7714", "GB/T 7714—2025 顺序编码制", gbt7714.write_2025),
        Style("gbt7714-2015", "GB/T 7714—2015 顺序编码制", gbt7714.write_2015),
        Style("author-year", "GB/T 7714—2025 著者-出版年制", author_year.write),
        Style("markdown", "Markdown 脚注", markdown.write, prose=False),
        Style("html", "HTML 脚注", html.write, prose=False),
        Style("bibtex", "BibTeX", bibtex.write, prose=False),
        Style("ris", "RIS", ris.write, prose=False),
        Style("csl-json", "CSL-JSON", csl_json.write, prose=False),
    )
}


def write_citation(reference: Reference, style: str = "gongwen", *, mark: str = DEFAULT_MARK) -> str:
    """Return the citation of ``reference`` in ``style``; ``mark`` is the 文献类型标识 (``A``, ``EB/OL``).

    Raises:
        BadInput: no such style or mark.
    """
    check_style(style, mark)
    return STYLES[style].write(reference, mark)


def check_style(style: str, mark: str = DEFAULT_MARK) -> None:
    """Refuse a style or mark that there is none of.

    Raises:
        BadInput: no such style or mark.
    """
    if style not in STYLES:
        raise BadInput(f"没有引用样式 {style}", remedy=f"可用的样式：{'、'.join(STYLES)}")
    kind, _, carrier = mark.partition("/")
    if kind not in MARKS or (carrier and carrier not in CARRIERS):
        raise BadInput(
            f"没有文献类型标识 {mark}", remedy=f"可用的标识：{'、'.join(sorted(MARKS))}，如 A、EB/OL"
        )


def check_note_style(style: str, mark: str = DEFAULT_MARK) -> None:
    """Refuse a style that a footnote cannot be written in.

    Raises:
        BadInput: no such style or mark, or one for programs (BibTeX, RIS).
    """
    check_style(style, mark)
    if not STYLES[style].prose:
        known = "、".join(name for name, one in STYLES.items() if one.prose)
        raise BadInput(f"样式 {style} 不能用作脚注", remedy=f"脚注可用的样式：{known}")
