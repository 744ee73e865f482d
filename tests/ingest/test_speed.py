"""Reading is fast enough, takes time in proportion to the text, and holds no more than a bounded multiple."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from made_up import SENTENCES

from ingest.files import read_file

FASTEST_HEADINGS = (
    "一、总体要求\n（一）指导思想\n1．优化结构\n" + SENTENCES[0] + "\n2．提升能级\n" + SENTENCES[2] + "\n"
)
SHAPES = {
    "paragraphs": "".join(SENTENCES) + "\n",
    "one line": "".join(SENTENCES),
    "no full stop": "公园绿地建设，",
    "headings": FASTEST_HEADINGS,
    "rows": "1\t绿道长度\t公里\n",
    "cells": "\t1\n\t绿道\n\t公里\n\n",
    "short lines": "绿道\n",
    "Latin": "The district will build a park and a path\nalong the river by the end of next year, and\n",
}


def seconds(path: Path, text: str) -> float:
    path.write_text(text, encoding="utf-8")
    started = time.process_time()
    read_file(path)
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str, tmp_path: Path) -> None:
    """Four times the text takes four times as long; anything quadratic would take sixteen."""
    unit = SHAPES[shape]
    size = 200_000 // len(unit.encode()) + 1
    small = min(seconds(tmp_path / "小.txt", "青禾区规划\n" + unit * size) for _ in range(2))
    large = seconds(tmp_path / "大.txt", "青禾区规划\n" + unit * (4 * size))
    assert large < 9 * small + 0.2


@pytest.mark.slow
def test_memory_is_bounded_by_the_text(tmp_path: Path) -> None:
    body = "".join(f"{n}、第{n}类任务\n" + ("".join(SENTENCES) + "\n") * 40 for n in "一二三四五六七八九十")
    text = "青禾区规划\n" + body * 18
    megabytes = len(text.encode()) / 1e6
    (tmp_path / "规划.txt").write_text(text, encoding="utf-8")
    tracemalloc.start()
    read_file(tmp_path / "规划.txt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak / 1e6 < 30 * megabytes
