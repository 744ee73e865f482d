"""Small shared layouts."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from qa_service.show.wrap import Prose


def numbered(number: int | str, *body: RenderableType, style: str = "bold cyan") -> Table:
    """Return ``body`` with a number to its left."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(justify="right", width=3, style=style)
    grid.add_column(ratio=1)
    grid.add_row(str(number), Group(*body))
    return grid


def labelled(label: str, body: RenderableType | str) -> Table:
    """Return ``body`` with a dim label to its left."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(label, Prose(body) if isinstance(body, str) else body)
    return grid


def notice(label: str, message: str, style: str) -> Table:
    """Return a message to the user, with its kind in front."""
    return labelled_text(Text(label, style=f"bold {style}"), Text(message, style=style))


def labelled_text(label: Text, body: Text) -> Table:
    """Return ``body`` beside ``label``."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(label, Prose(body))
    return grid


def plain_table(*headers: str, title: str | None = None) -> Table:
    """Return a table with rules instead of a box: no border to break when a font draws one wider."""
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False, header_style="bold")
    for header in headers:
        table.add_column(header, overflow="fold")
    return table
