"""What every style writes from: the known facts of one passage's document, nothing invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.model import Locator, Metadata
from qa_service.citation import cite, cited_pages, cited_place


@dataclass(frozen=True, slots=True)
class Reference:
    """One passage as it is cited. ``None`` marks what the document doesn't give; styles leave it out.

    ``title`` is the part's title where a notice passes on a plan, ``gongwen`` the 公文式 citation, ``pages``
    the first and last page (their printed numbers where known), ``key`` the passage's id, ``place`` the
    article or part with its pages as offices write it.
    """

    title: str
    issuer: str | None
    doc_number: str | None
    written: date | None
    pages: tuple[str, str] | None
    gongwen: str
    key: str
    place: str = ""


def reference_of(metadata: Metadata, path: tuple[str, ...], locator: Locator, passage_id: str) -> Reference:
    """Return what there is to cite of a passage.

    >>> known = Metadata("甲规划", doc_number="甲发〔2021〕2号")
    >>> reference_of(known, ("甲规划",), Locator(0, 1, 1, 1), "a-1").gongwen
    '《甲规划》（甲发〔2021〕2号）'
    """
    return Reference(
        bare_title(path[0] if path else metadata.title),
        metadata.issuer,
        metadata.doc_number,
        metadata.written,
        cited_pages(locator),
        cite(metadata, path, locator),
        passage_id,
        cited_place(path, locator),
    )


def bare_title(title: str) -> str:
    """Return a title without the 《》 that enclose all of it.

    >>> bare_title("《甲规划》"), bare_title("关于印发《甲规划》的通知")
    ('甲规划', '关于印发《甲规划》的通知')
    """
    whole = title.startswith("《") and title.endswith("》") and title.count("《") == 1
    return title[1:-1] if whole else title
