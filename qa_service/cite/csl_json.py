"""A CSL-JSON item, for Zotero, pandoc and every processor of CSL styles."""

from __future__ import annotations

import json
from typing import Any

from qa_service.cite.gbt7714 import page_range
from qa_service.cite.reference import Reference


def write(reference: Reference, mark: str) -> str:
    """Return a list of one item of type ``regulation`` with the fields that are known."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "regulation",
        "title": reference.title,
        "language": "zh-CN",
    }
    if reference.issuer:
        item["author"] = [{"literal": reference.issuer}]
    if reference.doc_number:
        item["number"] = reference.doc_number
    if reference.written:
        day = reference.written
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if reference.pages:
        item["page"] = page_range(reference)
    return json.dumps([item], ensure_ascii=False, indent=2)
