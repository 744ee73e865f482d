"""A run as a folder that can be kept: questions, answers, figures, and what they rest on.

``questions.jsonl`` the questions that were asked; ``run.jsonl`` the answers (:mod:`eval.runs`);
``summary.json`` ``{"about": …}`` (:mod:`eval.snapshot`) beside the figures of :func:`eval.summary.summarise`;
``summary.txt`` the same for people.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from eval.gold_files import read_json
from eval.questions import Question, as_lines, load_questions, set_fingerprint
from eval.runs import RunRecord, align, read_run, write_run
from eval.snapshot import FORMAT
from eval.tables import miss_table, summary_tables
from ingest.errors import BadInput

QUESTIONS: Final = "questions.jsonl"
RUN: Final = "run.jsonl"
SUMMARY: Final = "summary.json"
TABLES: Final = "summary.txt"


@dataclass(frozen=True, slots=True)
class StoredRun:
    """``about`` (:func:`eval.snapshot.snapshot`), ``figures`` (:func:`eval.summary.summarise`), and the
    questions with their answers."""

    about: Mapping[str, Any]
    figures: Mapping[str, Any]
    pairs: Sequence[tuple[Question, RunRecord]]

    @property
    def name(self) -> str:
        """What the run is called in tables."""
        return str(self.about["name"])


def save_run(folder: Path, run: StoredRun) -> None:
    """Write ``run`` into ``folder``, over an earlier run if there is one.

    Raises :class:`BadInput` for a folder that holds anything but a run, or can't be written.
    """
    check_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / QUESTIONS).write_text(as_lines(question for question, _ in run.pairs), encoding="utf-8")
        write_run(folder / RUN, [record for _, record in run.pairs])
        (folder / TABLES).write_text(_tables(run.figures), encoding="utf-8")
        summary = json.dumps({"about": run.about, **run.figures}, ensure_ascii=False, indent=2)
        (folder / SUMMARY).write_text(summary + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(
            f"写不了文件夹：{folder}（{error.strerror}）", remedy="请检查路径和写入权限"
        ) from error


def check_folder(folder: Path) -> None:
    """Raise :class:`BadInput` where ``folder`` is a file or holds other things than a run."""
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} 不是文件夹", remedy="请给出一个文件夹，结果会写在里面")
    held = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if held and not held <= {QUESTIONS, RUN, SUMMARY, TABLES}:
        raise BadInput(f"文件夹里有别的文件：{folder}", remedy="请给出一个新文件夹，或已有的运行文件夹")


def load_run(folder: Path) -> StoredRun:
    """Read what :func:`save_run` wrote.

    Raises :class:`BadInput` for a folder without a run, a run of another format, or files that were
    changed so that they don't belong together any more.
    """
    if not (folder / SUMMARY).is_file():
        raise BadInput(
            f"这里没有运行结果：{folder}",
            remedy="请给出 planqa eval run -o 写出的文件夹；别的系统的结果请先用 planqa eval score -o 转存",
        )
    figures = read_json(folder / SUMMARY)
    about = figures.pop("about", None) if isinstance(figures, dict) else None
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise BadInput(f"运行结果的格式不认识：{folder / SUMMARY}", remedy="请用当前版本重新运行")
    questions = load_questions(folder / QUESTIONS)
    if set_fingerprint(questions) != about["set"]["sha256"]:
        raise BadInput(f"{folder} 里的问题与摘要不符", remedy="文件被改动过，请重新运行")
    return StoredRun(about, figures, align(questions, read_run(folder / RUN)))


def _tables(figures: Mapping[str, Any]) -> str:
    console = Console(file=io.StringIO(), width=160, force_terminal=False, color_system=None)
    console.print(summary_tables(figures))
    console.print(miss_table(figures))
    text = console.file.getvalue() if isinstance(console.file, io.StringIO) else ""
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
