"""What users say of answers: appended to ``<home>/feedback.jsonl``, one line each, flushed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from index.generation.lock import HomeLock
from qa_service.collection.errors import FeedbackFull

FEEDBACK_NAME = "feedback.jsonl"
_LOCK = ".feedback.lock"

LARGEST_BYTES = 64 << 20
"""Where the file stops growing: some 100,000 entries. A loop that posts must not fill the disk."""

Judgement = Literal["helpful", "not-helpful"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judgement of an answer or of one of its passages.

    ``quote`` and ``source`` are the passage's text and file as they were then: an id would die with the
    next edit of the document.
    """

    id: str
    received: str
    question: str
    verdict: Judgement
    note: str = ""
    passage_id: str = ""
    quote: str = ""
    source: str = ""
    generation: str = ""


def new_feedback(question: str, verdict: Judgement, **known: str) -> Feedback:
    """Return feedback received now."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Feedback(uuid4().hex[:16], now, question, verdict, **known)


def keep_feedback(home: Path, feedback: Feedback, largest: int = LARGEST_BYTES) -> None:
    """Append ``feedback`` and flush it to the disk. Raises FeedbackFull."""
    line = json.dumps(asdict(feedback), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
    with HomeLock(home, _LOCK):
        descriptor = os.open(home / FEEDBACK_NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            if size + len(line) > largest:
                raise FeedbackFull(
                    "反馈记录已满", remedy="请管理员用 planqa feedback export 导出后移走 feedback.jsonl"
                )
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                line = b"\n" + line  # a line that a kill cut short stays by itself
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def load_feedback(home: Path) -> Iterator[Feedback]:
    """Yield what was kept, oldest first; a line that was cut short is passed over."""
    names = {field.name for field in fields(Feedback)}
    try:
        data = (home / FEEDBACK_NAME).read_bytes()
    except FileNotFoundError:
        return
    for line in data.split(b"\n"):
        try:
            row = json.loads(line.decode("utf-8", "surrogatepass"))
            yield Feedback(**{name: value for name, value in row.items() if name in names})
        except (ValueError, TypeError, AttributeError):
            continue
