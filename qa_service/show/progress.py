"""Progress bars on stderr."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from qa_service.show.console import err

STAGES = {"read": "读取文件", "embed": "计算向量", "write": "写入索引"}


def bar(console: Console | None = None, *, shown: bool = True) -> Progress:
    """Return a progress display; it shows nothing where stderr is no terminal or ``shown`` is off."""
    console = console or err()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=console,
        disable=not (shown and console.is_terminal),
        transient=True,
    )


class BuildProgress:
    """An :class:`index.build.Progress` that draws one bar a stage.

    The display is off between stages, so that what is said there (the model is being unpacked) stands on a
    line of its own.
    """

    def __init__(self, *, shown: bool = True) -> None:
        self._shown = shown
        self._display: Progress | None = None
        self._task: TaskID | None = None

    def start(self, stage: str, total: int) -> None:
        """A stage of ``total`` units begins."""
        self.finish()
        self._display = bar(shown=self._shown)
        self._task = self._display.add_task(STAGES.get(stage, stage), total=total)
        self._display.start()

    def advance(self, n: int) -> None:
        """``n`` more units are done."""
        if self._display is not None and self._task is not None:
            self._display.advance(self._task, n)

    def finish(self) -> None:
        """The stage is over."""
        if self._display is not None:
            self._display.stop()
        self._display = None

    def __enter__(self) -> BuildProgress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish()
