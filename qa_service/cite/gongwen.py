"""公文式: 《标题》（文号）第N条, as 党政机关公文处理工作条例 and GB/T 9704 have offices cite each other."""

from __future__ import annotations

from qa_service.cite.reference import Reference


def write(reference: Reference, mark: str) -> str:
    """Return the citation; :func:`qa_service.citation.cite` is its one source."""
    return reference.gongwen
