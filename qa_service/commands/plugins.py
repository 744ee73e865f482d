"""Commands of other packages, found through the entry-point group ``planqa.commands``.

An entry ``eval = "eval.cli:app"`` mounts that typer application as ``planqa eval``. Nothing is imported
before its command is asked for, and one that cannot be imported costs a warning, never the other commands.
"""

from __future__ import annotations

import functools
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer

GROUP = "planqa.commands"


def plugin_names() -> list[str]:
    """Return the names of the commands that other packages offer, sorted."""
    return sorted(_entries())


@functools.cache
def load_plugin(name: str) -> Any:
    """Return the command ``name`` of another package; ``None`` if there is none or it cannot be loaded."""
    entry = _entries().get(name)
    if entry is None:
        return None
    try:
        loaded = entry.load()
        command: Any = typer.main.get_command(loaded) if isinstance(loaded, typer.Typer) else loaded
        if not callable(getattr(command, "make_context", None)):
            raise TypeError(f"{entry.value} 不是 typer 应用")
    except Exception as error:  # whatever another package raises must not break planqa
        _warn(name, error)
        return None
    command.name = name
    return command


def _entries() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def _warn(name: str, error: Exception) -> None:
    reason = " ".join(str(error).split()) or type(error).__name__
    typer.echo(f"提示：扩展命令 {name} 无法加载（{reason[:120]}）", err=True)
