"""Chinese words for the fixed parts of the help pages."""

from __future__ import annotations


def use_chinese_help() -> None:
    """Replace the words of typer's help pages. They are constants of one module, made to be replaced."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.DEFAULT_STRING = "[默认 {}]"
    rich_utils.ENVVAR_STRING = "[环境变量 {}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"
