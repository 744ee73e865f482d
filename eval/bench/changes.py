"""``python -m eval.bench.changes``: clients ask while documents are added, replaced and deleted.

A real server over an index of its own; the exit status is 1 where a question failed, an answer mixed two
states of the index, or deleted text was still found two seconds after its deletion was accepted.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from eval.bench.changing.clients import Clients
from eval.bench.changing.editor import Done, Editor
from eval.bench.changing.judging import Life, NoticeVersion, late_ms, mixed, speed
from eval.bench.changing.notices import Notice
from eval.bench.commands import planqa
from eval.bench.machine import machine
from eval.bench.serving import _free_port, _wait_ready
from eval.snapshot import code_version, load
from index.documents_io import load_reports
from index.generation import open_current
from index.layout import Names

GONE_MS = 2000.0
"""Longest time that deleted text may still be found (milliseconds)."""

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True)
class Load:
    """How hard it is tried: clients, notices, and seconds of asking before and after the changes."""

    clients: int = 16
    notices: int = 50
    seconds: float = 15.0


def measure(home: Path, load_: Load, log: Path | None = None) -> dict[str, Any]:
    """Serve the index of ``home``, change it under load, and return the figures and what went wrong."""
    questions = questions_of(home)
    with _serving(home, log) as port:
        _warm_up(port)
        clients = Clients(port, load_.clients, questions)
        clients.start()
        try:
            time.sleep(load_.seconds / 3)  # the first questions warm the server up
            begun = time.monotonic()
            time.sleep(load_.seconds)
            changing = time.monotonic()
            changes = _change(Editor(port), load_.notices, clients)
            changed = time.monotonic()
            time.sleep(load_.seconds)
        finally:
            clients.stop()
        ended = time.monotonic()
    seen = clients.seen
    lives = _lives(changes)
    late = late_ms(seen, lives)
    return {
        "failed": [answer.failed for answer in seen if answer.failed],
        "mixed": mixed(seen, lives),
        "questions": len(seen),
        "answers_with_changing_text": sum(bool(answer.notices) for answer in seen),
        "changes": sum(map(len, changes.values())),
        "generations": len({done.generation for kind in changes.values() for done in kind}),
        "gone_after_ms": _spread(late),
        "in_force_after_s": {
            kind: _spread([round(done.seconds, 2) for done in dones]) for kind, dones in changes.items()
        },
        "before": speed(seen, begun, changing),
        "during": speed(seen, changing, changed),
        "after": speed(seen, changed, ended),
    }


def _change(editor: Editor, count: int, clients: Clients) -> dict[str, list[Done]]:
    first = [Notice(number, 1) for number in range(count)]
    clients.lately.extend(notice.question for notice in first)
    added = editor.add(first)
    documents = {done.notice.number: done.document for done in added}
    replaced = editor.replace([replace(notice, version=2) for notice in first], documents)
    documents = {done.notice.number: done.document for done in replaced}
    deleted = editor.delete([done.notice for done in replaced], documents)
    return {"added": added, "replaced": replaced, "deleted": deleted}


def _warm_up(port: int) -> None:
    """One notice in and out: the first change after an upgrade cuts all passages into words anew."""
    editor, notice = Editor(port), Notice(999, 1)
    (added,) = editor.add([notice])
    editor.delete([notice], {notice.number: added.document})


def _lives(changes: dict[str, list[Done]]) -> dict[NoticeVersion, Life]:
    lives: dict[NoticeVersion, Life] = {}
    for done in [*changes["added"], *changes["replaced"]]:
        lives[done.notice.number, done.notice.version] = Life(done.generation)
    for done in changes["replaced"]:
        before = done.notice.number, done.notice.version - 1
        lives[before] = replace(lives[before], until=done.generation)
    for done in changes["deleted"]:
        last = done.notice.number, done.notice.version
        lives[last] = replace(lives[last], until=done.generation, deleted=done.accepted)
    return lives


def questions_of(home: Path, most: int = 400) -> list[str]:
    """Return questions about the documents of ``home``: their headings, asked for."""
    reports = load_reports(open_current(home).path / Names.DOCUMENTS)
    headings = {
        section.heading.strip()[:40]
        for report in reports
        for document in report.documents
        for section in document.sections
        if section.level > 0
    }
    return [f"{heading}有哪些内容？" for heading in sorted(headings)][:most]


def _spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    if not ordered:
        return {}
    return {
        "median": ordered[len(ordered) // 2],
        "p95": ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        "max": ordered[-1],
    }


@contextmanager
def _serving(home: Path, log: Path | None) -> Iterator[int]:
    port = _free_port()
    command = planqa("serve", "--home", str(home), "--port", str(port))
    with (log or Path("/dev/null")).open("w") as errors:
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        try:
            _wait_ready(server, port, time.perf_counter())
            yield port
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def copied(home: Path) -> Iterator[Path]:
    """A copy of ``home`` for the time of the measurement: its current index and caches; the model is
    shared."""
    with TemporaryDirectory(prefix="planqa-changes-") as folder:
        copy = Path(folder) / "home"
        current = open_current(home)
        shutil.copytree(current.path, copy / "generations" / current.id)
        shutil.copy(home / "CURRENT", copy / "CURRENT")
        if (home / "cache").is_dir():
            shutil.copytree(home / "cache", copy / "cache")
        (copy / "models").symlink_to((home / "models").resolve())
        yield copy


@app.command()
def main(
    home: Annotated[Path, typer.Option(help="An index to begin with; it is copied")] = Path(".planqa"),
    notices: Annotated[int, typer.Option(min=1, help="Documents to add, replace and delete")] = 50,
    clients: Annotated[int, typer.Option(min=1, help="Clients that ask without pause")] = 16,
    seconds: Annotated[float, typer.Option(help="Seconds of asking before and after")] = 15.0,
    output: Annotated[Path | None, typer.Option(help="Write the figures here")] = None,
    log: Annotated[Path | None, typer.Option(help="Write the server's log here")] = None,
) -> None:
    """Measure and judge."""
    before = machine()
    with copied(home) as copy:
        counts = dict(open_current(copy).counts)
        figures = measure(copy, Load(clients, notices, seconds), log)
    late = figures["gone_after_ms"].get("max", 0.0)
    failed, mixtures = len(figures["failed"]), len(figures["mixed"])
    report = {
        "taken": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": before | {"load_after": load()},
        "code": code_version(),
        "index": counts,
        "clients": clients,
        "figures": figures | {"failed": failed, "mixed": mixtures},
    }
    for line in (figures["failed"][:5], figures["mixed"][:5]):
        print(*line, sep="\n") if line else None
    print(json.dumps(report["figures"], ensure_ascii=False, indent=1))
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    good = not failed and not mixtures and late <= GONE_MS
    print("no failed question, no mixture, deleted text gone in time" if good else "NOT as promised")
    raise typer.Exit(0 if good else 1)


if __name__ == "__main__":
    app()
