"""What an examination found."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from qa_service.doctor import Examination
from qa_service.show.wrap import Prose

MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "error": ("✗", "bold red")}


def doctor_view(report: Examination) -> Iterator[RenderableType]:
    """Yield the findings, then the verdict."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(ratio=1)
    for finding in report.findings:
        mark, style = MARKS[finding.state]
        grid.add_row(Text(mark, style=style), finding.subject, Prose(finding.detail))
        if finding.remedy:
            grid.add_row("", "", Prose(Text(f"→ {finding.remedy}", style=style), indent=2))
    yield grid
    yield Text()
    if report.usable:
        yield Text('可以提问：planqa ask "……"', style="bold green")
    else:
        yield Prose(Text(f"{report.home} 中没有可用的索引", style="bold red"))
