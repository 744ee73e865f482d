"""What every command shares: errors in two lines, JSON and tables out, the progress bar."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import typer
from rich.console import Console, RenderableType

from ingest.errors import BadInput, PlanqaError

if TYPE_CHECKING:
    from qa_service.settings import Settings

_P = ParamSpec("_P")
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]

Home = Annotated[
    Path | None, typer.Option("--home", metavar="目录", help="索引目录（默认 $PLANQA_HOME，再 ./.planqa）")
]
Model = Annotated[str | None, typer.Option("--model", metavar="模型", help="向量模型（默认用建索引时的）")]
QuestionSet = Annotated[Path, typer.Argument(metavar="问题集", help="问题集（.jsonl、.csv 或 .xlsx）")]


def told(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn a :class:`PlanqaError` into its message, its remedy and its exit code."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except PlanqaError as error:
            typer.echo(f"错误：{error.message}", err=True)
            if error.remedy:
                typer.echo(f"办法：{error.remedy}", err=True)
            raise typer.Exit(error.exit_code) from error

    return run


def print_json(data: Any) -> None:
    """Write one JSON document to stdout."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_table(table: RenderableType) -> None:
    """Write a table to stdout."""
    console = Console()
    # A pipe has no width: a table cut to 80 columns would lose figures.
    if not console.is_terminal:
        console = Console(width=160)
    console.print(table)


def write_text(path: Path, text: str) -> None:
    """Write ``text`` to ``path``, making its folder; raises :class:`BadInput` where that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"写不了文件：{path}（{error.strerror}）", remedy="请检查路径和写入权限") from error


def write_json(path: Path, data: Any) -> None:
    """Write ``data`` as indented JSON."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on stderr; the value is called once for each unit done."""
    from qa_service.show.progress import bar

    with bar() as shown:
        task = shown.add_task(label, total=total)
        yield lambda: shown.advance(task)


def settings_of(home: Path | None, model: str | None = None, *, quiet: bool = False) -> Settings:
    """Return the settings, the options first; logging is set up as every other command has it."""
    from qa_service.commands.setup import start

    return start(home=home, model=model, quiet=quiet)
