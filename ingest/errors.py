"""The one exception tree. It lives in the lowest package so that every package can raise from it.

Each error says what is wrong and what mends it, and carries the exit code and the HTTP status that the
edges (command line, HTTP) answer with, so that neither edge needs a table of its own.
"""

from __future__ import annotations

from typing import ClassVar


class PlanqaError(Exception):
    """Base of every error that a user can meet.

    ``message`` names the cause, ``remedy`` what the user can do about it (both Chinese, shown as they
    are). ``code`` is a stable identifier, ``exit_code`` follows the command line's table (1 nothing
    found, 2 bad use, 3 no usable index) and ``status`` is the HTTP status.

    >>> error = BadInput("问题为空", remedy="请输入一个问题")
    >>> (str(error), error.remedy, error.exit_code, error.status)
    ('问题为空', '请输入一个问题', 2, 422)
    """

    code: ClassVar[str] = "internal-error"
    exit_code: ClassVar[int] = 2
    status: ClassVar[int] = 500

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class BadInput(PlanqaError):
    """The user's input cannot be used: an empty question, a path that does not exist."""

    code = "bad-input"
    status = 422


class UnreadableFile(BadInput):
    """A file that cannot be read as a document: binary, undecodable, empty, without text."""

    code = "unreadable-file"


class ScannedPages(UnreadableFile):
    """Pages that hold a picture and no text, where nothing is installed that could recognise it."""

    code = "scanned-pages"


class NotFound(PlanqaError):
    """Something asked for by id does not exist."""

    code = "not-found"
    exit_code = 1
    status = 404


class NoIndex(PlanqaError):
    """There is no index that can be used: none built, damaged, or made by another model or version."""

    code = "no-index"
    exit_code = 3
    status = 503


class DamagedIndex(NoIndex):
    """A generation whose files do not agree with its manifest."""

    code = "damaged-index"


class ModelMismatch(NoIndex):
    """The index was made by another model, tokenizer or chunker than the one asked for."""

    code = "model-mismatch"


class ModelUnavailable(PlanqaError):
    """The embedding model cannot be loaded: a folder that is none, a hub name that cannot be reached."""

    code = "model-unavailable"
    exit_code = 3
    status = 503
