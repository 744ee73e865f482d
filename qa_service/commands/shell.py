"""The frame around every command: errors in two lines, Chinese help, commands of other packages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from qa_service.commands.failures import told
from qa_service.commands.help_words import use_chinese_help
from qa_service.commands.plugins import load_plugin, plugin_names

DEBUG = "--debug"


class _ChineseHelp:
    """Help pages in Chinese, for commands and groups alike."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return ``--help`` with a Chinese description."""
        parent: Any = super()
        option = parent.get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助"
        return option

    def get_usage(self, ctx: Any) -> str:
        """Return the line that says how the command is written."""
        parent: Any = super()
        return str(parent.get_usage(ctx)).replace("Usage:", "用法：", 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        use_chinese_help()
        parent: Any = super()
        parent.format_help(ctx, formatter)


class Command(_ChineseHelp, TyperCommand):
    """A command whose help is in Chinese."""


class Group(_ChineseHelp, TyperGroup):
    """Commands under one word, with help in Chinese."""


class Shell(_ChineseHelp, TyperGroup):
    """The root: its own commands and those that other packages offer (see :mod:`.plugins`)."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return our own commands in the order of their registration, then those of other packages."""
        own = list(self.commands)
        return own + [name for name in plugin_names() if name not in own]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; another package is imported only when its command is asked for."""
        return super().get_command(ctx, cmd_name) or load_plugin(cmd_name)

    def main(self, args: Sequence[str] | None = None, *positional: Any, **options: Any) -> Any:
        """Run and exit. ``--debug`` counts wherever it stands before ``--``."""
        given = list(sys.argv[1:] if args is None else args)
        debug, rest = _take_debug(given)
        standalone = options.pop("standalone_mode", True)
        parent: Callable[..., Any] = super().main
        if not standalone:
            return parent(rest, *positional, standalone_mode=False, **options)
        sys.exit(told(lambda: parent(rest, *positional, standalone_mode=False, **options), debug=debug))


def _take_debug(args: list[str]) -> tuple[bool, list[str]]:
    """Split ``--debug`` off.

    >>> _take_debug(["ask", "--debug", "--", "--debug"])
    (True, ['ask', '--', '--debug'])
    """
    end = args.index("--") if "--" in args else len(args)
    return DEBUG in args[:end], [arg for place, arg in enumerate(args) if arg != DEBUG or place > end]


def new_app() -> typer.Typer:
    """Return the root application, without commands."""
    return typer.Typer(
        cls=Shell,
        no_args_is_help=True,
        options_metavar="[选项]",
        subcommand_metavar="命令 [参数]",
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
