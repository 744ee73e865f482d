"""Passages as they rank, without the verdict whether they answer."""

from __future__ import annotations

from dataclasses import dataclass

from qa_service.model import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """``hits`` from ``offset`` on, of ``total`` that can be paged through; ``emptied`` names the filter
    (Chinese) that left nothing to search in, empty if none did."""

    hits: tuple[Hit, ...]
    offset: int
    total: int
    emptied: str = ""
