"""What the processor is known to have, read from what the system lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import processor
from index.processor import number_formats, sums_bytes


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A list of instructions in place of the system's."""
    path = tmp_path / "cpuinfo"
    monkeypatch.setattr(processor, "_FLAGS", path)
    sums_bytes.cache_clear()
    yield path
    sums_bytes.cache_clear()


@pytest.mark.parametrize(
    ("flags", "whole"),
    [
        ("flags\t\t: fma avx avx2 vaes", False),
        ("flags\t\t: avx2 avx512f avx512_vnni", True),
        ("flags\t\t: avx2 avx_vnni", True),
        ("flags\t\t: avx2 amx_bf16 amx_int8", True),
        ("Features\t: fp asimd asimddp", True),
    ],
)
def test_sums_of_bytes_need_their_instruction(listed: Path, flags: str, whole: bool) -> None:
    listed.write_text(f"processor\t: 0\n{flags}\n", encoding="utf-8")
    assert sums_bytes() is whole


def test_without_a_list_bfloat16_tells(listed: Path) -> None:
    assert sums_bytes() is ("BF16" in number_formats())
