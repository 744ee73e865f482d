"""How a command fails: ``错误：… / 办法：…`` on stderr and an exit code.

0 done, 1 nothing found, 2 bad use (and whatever else went wrong), 3 no usable index, 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import typer

from ingest.errors import PlanqaError
from qa_service.commands.usage import usage_error

INTERRUPTED = 130
BAD_USE = 2
CLOSED_PIPE = 1
"""What the framework itself answers with where a pipe is closed while it writes."""

SYSTEM_ERRORS = {
    errno.ENOENT: "文件或目录不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOTDIR: "不是目录",
    errno.EISDIR: "是一个目录",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "文件系统只读",
    errno.EMFILE: "打开的文件太多",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "不是本机的地址",
}


def told(command: Callable[[], Any], *, debug: bool = False) -> int:
    """Run ``command`` and return the exit code; tell the user of an error instead of raising it.

    ``debug`` prints the traceback too.
    """
    try:
        result = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # `planqa documents | head`: whoever read has seen enough. What is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # the edge: nothing may reach the user as a traceback
        if debug:
            traceback.print_exc()
        message, remedy, code = explain(error)
        if message:
            typer.echo(f"错误：{message}", err=True)
        if remedy:
            typer.echo(f"办法：{remedy}", err=True)
        return code
    # In this mode the framework hands back the code of `typer.Exit`.
    return result if isinstance(result, int) else 0


def cause_of(error: OSError) -> str:
    """Say in Chinese what the system refused, or in its own words where we have none."""
    return SYSTEM_ERRORS.get(error.errno or 0, error.strerror or str(error))


def explain(error: Exception) -> tuple[str, str, int]:
    """Return message, remedy and exit code of an error.

    >>> from ingest.errors import NotFound
    >>> explain(NotFound("没有这个段落", remedy="请核对编号"))
    ('没有这个段落', '请核对编号', 1)
    """
    if isinstance(error, PlanqaError):
        return error.message, error.remedy, error.exit_code
    if isinstance(error, typer.TyperException):
        return *usage_error(error), BAD_USE
    if isinstance(error, OSError):
        place = f"：{error.filename}" if error.filename else ""
        return f"{cause_of(error)}{place}", "请检查路径、权限和剩余磁盘空间", BAD_USE
    detail = " ".join(str(error).split())[:200]
    return (
        f"程序内部错误（{type(error).__name__}：{detail}）",
        "请加 --debug 再运行一次，把完整输出报告给维护者",
        BAD_USE,
    )
