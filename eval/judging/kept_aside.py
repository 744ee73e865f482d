"""``python -m eval.judging.kept_aside -o FOLDER``: the cases that the judge did not learn from, as documents
and a question set.

The confidence weighs the judge's opinion among other signals. On these documents it sees what that opinion is
worth where judge, ranking and questions are new to each other, on hundreds of matters.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from os.path import commonprefix
from pathlib import Path
from typing import Any

from eval.judging.cases import SCENES
from eval.judging.training import Settings, aside
from eval.scene_files import load_folder

Record = Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the documents and the questions; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.judging.kept_aside", description=__doc__)
    parser.add_argument("scenes", nargs="?", type=Path, default=SCENES, help="folder of .jsonl files")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder to write to")
    given = parser.parse_args(arguments)
    write_kept_aside(given.scenes, given.output, Settings())
    return 0


def write_kept_aside(scenes: Path, folder: Path, settings: Settings) -> int:
    """Write ``documents/`` and ``questions.jsonl`` to ``folder``: the cases that a training with these
    ``settings`` keeps aside. Returns how many they are."""
    records = load_folder(scenes, dict)
    kept = sorted(aside(len(records), settings.aside, random.Random(settings.seed)))
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    lines = []
    for number in kept:
        name = f"case-{number:05}.txt"
        (documents / name).write_text(document_text(records[number]), encoding="utf-8")
        lines += [json.dumps(row, ensure_ascii=False) for row in questions(records[number], name)]
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(kept)


def document_text(record: Record) -> str:
    """Return a case as a document: its title, and each passage under its headings.

    >>> first = {"heading": "一、总则 > （一）目标", "text": "甲。"}
    >>> second = {"heading": "一、总则 > （二）任务", "text": "乙。"}
    >>> document_text({"title": "某规划", "passages": [first, second]})
    '某规划\\n\\n一、总则\\n（一）目标\\n甲。\\n\\n（二）任务\\n乙。\\n'
    """
    parts: list[str] = []
    above: list[str] = []
    for passage in record["passages"]:
        path = [heading.strip() for heading in passage["heading"].split(" > ")]
        shared = len(commonprefix([path, above]))
        parts.append("\n".join([*path[shared:], passage["text"]]))
        above = path
    return "\n\n".join([record["title"], *parts]) + "\n"


def questions(record: Record, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of the question set for a case whose document is ``name``."""
    for number, posed in enumerate(record["questions"], 1):
        quotes = posed["evidence"] if isinstance(posed["evidence"], list) else [posed["evidence"]]
        kind = "multi" if len(quotes) > 1 else "measure"
        yield _row(f"{name[:-4]}-{number}", posed["q"], kind, quotes, name)
    for number, near in enumerate(record["near"], 1):
        yield _row(f"{name[:-4]}-near-{number}", near["q"], "unanswerable", [], "")


def _row(name: str, question: str, kind: str, quotes: Sequence[str], source: str) -> dict[str, Any]:
    return {
        "id": name,
        "question": question,
        "type": kind,
        "answer": "；".join(quotes),
        "quotes": list(quotes),
        "source": source,
    }


if __name__ == "__main__":
    raise SystemExit(main())
