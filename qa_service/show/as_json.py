"""JSON on stdout."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any


def print_json(data: Any) -> None:
    """Print ``data`` (dataclasses, dates and paths allowed) as one JSON document.

    Characters that stdout's encoding cannot hold, and lone surrogates from a broken PDF, are written as
    ``\\uXXXX``, so the document stays valid wherever it is piped.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2, default=plain)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        text = json.dumps(data, ensure_ascii=True, indent=2, default=plain)
    print(text)


def plain(value: Any) -> Any:
    """Return what JSON has for a dataclass, a date or a path. ``TypeError`` for anything else."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
