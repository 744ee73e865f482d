"""Filters as hard constraints: which documents a question may be answered from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from ingest.chars import squeeze
from ingest.model import Document
from ingest.titles import normalise_number
from qa_service.model import Filters
from qa_service.validity import validity_of

NAMES = {
    "documents": "文件",
    "issuers": "发文机关",
    "regions": "地区",
    "kinds": "文种",
    "doc_numbers": "文号",
    "years": "年份",
    "in_force": "时效",
    "validity": "时效",
}

STATES: dict[str, str] = {
    "in-force": "现行有效",
    "expiring": "将届满",
    "expired": "已届满或失效",
    "unknown": "未注明",
}
"""What each state of validity is called in a list of choices, in the order in which they are offered."""


def is_empty(filters: Filters) -> bool:
    """Tell whether no filter is set."""
    return not any(getattr(filters, item.name) for item in fields(filters))


def admitted(documents: Sequence[Document], filters: Filters, today: date) -> tuple[list[bool], str]:
    """Return a verdict for each document, and where none passes, which filter emptied the result.

    A value must match exactly: 2号 is not 12号, 静府发 is not 静府办发.
    """
    verdicts = [True] * len(documents)
    for item in fields(filters):
        wanted = getattr(filters, item.name)
        if not wanted:
            continue
        verdicts = [
            v and _matches(item.name, wanted, d, today) for v, d in zip(verdicts, documents, strict=True)
        ]
        if not any(verdicts):
            shown = "仅现行有效" if wanted is True else "、".join(STATES.get(v, str(v)) for v in wanted)
            return verdicts, f"筛选条件“{NAMES[item.name]}：{shown}”下没有文件"
    return verdicts, ""


def _matches(name: str, wanted: object, document: Document, today: date) -> bool:
    metadata = document.metadata
    if name == "in_force":
        return validity_of(metadata, today).state != "expired"
    values = wanted if isinstance(wanted, tuple) else ()
    if name == "validity":
        return validity_of(metadata, today).state in values
    if name == "documents":
        return document.id in values
    if name == "doc_numbers":
        numbers = {normalise_number(str(value)) or squeeze(str(value)) for value in values}
        return metadata.doc_number in numbers
    if name == "years":
        return metadata.written is not None and metadata.written.year in values
    own = {"issuers": metadata.issuer, "regions": metadata.region, "kinds": metadata.kind}[name]
    return own in values
