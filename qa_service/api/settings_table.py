"""Write the table of settings into ``docs/service.md``: ``python -m qa_service.api.settings_table``.

A test fails where the table says something else than the settings do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qa_service.api.http_settings import HttpSettings

PAGE = Path(__file__).parents[2] / "docs" / "service.md"
BEGIN, END = "<!-- settings:begin -->\n", "<!-- settings:end -->"


def table() -> str:
    """Return the settings as a Markdown table: variable, default, what it is for."""
    rows = ["| variable | default | |", "|---|---|---|"]
    for name, field in HttpSettings.model_fields.items():
        rows.append(f"| `PLANQA_{name.upper()}` | {_shown(field.default)} | {field.description} |")
    return "\n".join(rows) + "\n"


def updated(page: str) -> str:
    """Return ``page`` with the table as it is now."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


def _shown(value: Any) -> str:
    return "" if value is None or value == () else f"`{str(value).lower() if value is False else value}`"


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
