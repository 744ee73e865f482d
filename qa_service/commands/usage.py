"""What is wrong with a command line, in Chinese."""

from __future__ import annotations

import re
from typing import Any

import typer

_NO_COMMAND = re.compile(r"No such command '(?P<name>.*?)'\.?(?: Did you mean (?P<near>.*)\?)?")
_EXPECTED = {"valid integer": "应是整数", "valid number": "应是数字", "valid boolean": "应是 true 或 false"}


def usage_error(error: typer.TyperException) -> tuple[str, str]:
    """Return message and remedy for an error that the parser of the command line raised.

    A command called without anything gives its help page, which has been printed already: both are empty.
    """
    if type(error).__name__ == "NoArgsIsHelpError":
        return "", ""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "planqa"
    return _message(error), f"运行 `{path} --help` 查看用法"


def _message(error: Any) -> str:
    # The framework keeps these classes to itself: their names are all there is to go by.
    kind = type(error).__name__
    if kind == "MissingParameter":
        return f"缺少{_parameter(error)}"
    if kind == "NoSuchOption":
        near = "、".join(error.possibilities or ())
        return f"没有选项 {error.option_name}" + (f"（是不是 {near}？）" if near else "")
    if kind == "BadParameter":
        expected = [words for sign, words in _EXPECTED.items() if sign in error.message]
        return f"{_parameter(error)} 的值不可用：{expected[0] if expected else error.message}"
    unknown = _NO_COMMAND.match(error.message)
    if unknown:
        return f"没有命令 {unknown['name']}" + (f"（是不是 {unknown['near']}？）" if unknown["near"] else "")
    return f"命令行有误：{error.format_message()}"


def _parameter(error: Any) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "参数")
    if parameter.param_type_name == "argument":
        return f"参数 {parameter.metavar or parameter.name}"
    return f"选项 {'/'.join(parameter.opts)}"
