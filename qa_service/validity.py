"""Whether a document still holds on a given day: 有效期 first, plan period otherwise."""

from __future__ import annotations

from datetime import date, timedelta

from ingest.model import Metadata
from qa_service.citation import chinese_date
from qa_service.model import Validity

EXPIRING_DAYS = 90
"""A document that ends within this many days is shown as 将届满."""


def validity_of(metadata: Metadata, today: date) -> Validity:
    """Return the validity of a document on ``today``.

    >>> validity_of(Metadata("办法", valid_until=date(2026, 10, 21)), date(2026, 11, 21)).note
    '本文件有效期至2026年10月21日，已届满'
    """
    if metadata.valid_until:
        return _judge(metadata.valid_until, "有效期", today)
    if metadata.plan_period:
        return _judge(date(metadata.plan_period[1], 12, 31), "规划期", today)
    return Validity("unknown")


def _judge(until: date, basis: str, today: date) -> Validity:
    end = f"本文件{basis}至{chinese_date(until)}"
    if until < today:
        return Validity("expired", until, basis, f"{end}，已届满")
    if until - today <= timedelta(days=EXPIRING_DAYS):
        return Validity("expiring", until, basis, f"{end}，将届满")
    return Validity("in-force", until, basis, end)
