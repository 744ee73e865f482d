"""Folders of training scenes: files of JSON objects, one a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from ingest.errors import BadInput

Scene = TypeVar("Scene")


def head_of(title: str, heading: str) -> str:
    """Return what stands in front of a scene's passage when it is indexed.

    >>> head_of("《办法》", "一、总则 > （一）")
    '办法 一、总则 （一）'
    """
    return f"{re.sub('[《》]', '', title)} {heading.replace(' > ', ' ')}"


def load_folder(folder: Path, read: Callable[[Mapping[str, Any]], Scene]) -> list[Scene]:
    """Return what ``read`` makes of every line of the ``*.jsonl`` in ``folder``, in the order of their names.

    Raises :class:`BadInput` where there is none, and, naming file and line, where ``read`` raises
    ``KeyError``, ``ValueError``, ``TypeError`` or ``IndexError``.
    """
    scenes = [scene for path in sorted(folder.glob("*.jsonl")) for scene in _lines(path, read)]
    if not scenes:
        raise BadInput(f"{folder} 中没有训练场景", remedy="请指定放有 .jsonl 场景文件的目录")
    return scenes


def _lines(path: Path, read: Callable[[Mapping[str, Any]], Scene]) -> Iterator[Scene]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield read(json.loads(line))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise BadInput(
                f"{path.name} 第 {number} 行不是完整的场景：{error}", remedy="请改正这一行"
            ) from error
