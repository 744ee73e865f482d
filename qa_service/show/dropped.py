"""What was left out of a file's passages, why, and where it stands: so that anyone can check that no word was
lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from ingest.chars import visible_length
from ingest.coverage import REASONS, Coverage
from ingest.files import Reading
from ingest.model import Dropped
from qa_service.show.wrap import Prose

SHOWN_LONGEST = 60
"""Characters of a dropped text that are shown."""

LINES_SHOWN = 12
"""Places of a text that recurs that are listed by line."""


def dropped_view(reading: Reading) -> Iterator[RenderableType]:
    """Yield the account of all characters, then what was dropped, by reason and in order."""
    coverage = reading.coverage
    yield Text(_account(coverage), style="bold" if not coverage.missing else "bold red")
    for start, end in coverage.missing:
        line = reading.text.count("\n", 0, start) + 1
        yield Prose(Text(f"  第 {line} 行：{_shortened(reading.text[start:end])}", style="red"), indent=4)
    by_reason: dict[str, list[Dropped]] = defaultdict(list)
    for item in reading.report.dropped:
        by_reason[item.reason].append(item)
    for reason, items in by_reason.items():
        yield Text()
        count = sum(visible_length(item.text) for item in items)
        yield Text(f"{REASONS.get(reason, reason)}：{len(items)} 处，{count} 个字符", style="bold")
        for text, lines in _by_text(items).items():
            yield Prose(Text.assemble("  ", _shortened(text), (f"  {_places(lines)}", "dim")), indent=4)


def dropped_json(reading: Reading) -> dict[str, Any]:
    """Return the same as JSON-able data; ``missing`` are spans of the file's text in no list (a defect)."""
    coverage = reading.coverage
    return {
        "characters": coverage.total,
        "in_passages": coverage.in_passages,
        "dropped": coverage.dropped,
        "missing": [list(span) for span in coverage.missing],
        "items": [
            {"line": item.line, "text": item.text, "reason": item.reason} for item in reading.report.dropped
        ],
    }


def _account(coverage: Coverage) -> str:
    missing = sum(end - start for start, end in coverage.missing)
    lost = f"遗漏 {missing}" if missing else "没有遗漏"
    return (
        f"共 {coverage.total} 个字符（空白不计）：进入段落 {coverage.in_passages}，"
        f"略去 {coverage.dropped}，{lost}"
    )


def _by_text(items: Sequence[Dropped]) -> dict[str, list[int]]:
    """The lines on which each text was dropped, texts in order of their first line."""
    lines: dict[str, list[int]] = defaultdict(list)
    for item in items:
        lines[item.text].append(item.line)
    return lines


def _places(lines: Sequence[int]) -> str:
    """Name the lines.

    >>> _places([15, 15, 17]), _places([3])
    ('第 15、17 行（3 处）', '第 3 行')
    """
    known = list(dict.fromkeys(lines))
    named = "、".join(map(str, known[:LINES_SHOWN])) + ("…" if len(known) > LINES_SHOWN else "")
    return f"第 {named} 行" + (f"（{len(lines)} 处）" if len(lines) > 1 else "")


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_LONGEST else f"{line[:SHOWN_LONGEST]}…"
