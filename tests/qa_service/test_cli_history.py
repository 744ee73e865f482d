"""``planqa generations``, ``rollback``, ``activate``; and an index that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import SAMPLES, planqa, refusal

from index.build import build_index
from index.bundled import NAME


def _current(home: Path) -> str:
    return (home / "CURRENT").read_text().strip()


@pytest.fixture
def two_generations(scratch_home: Path) -> Path:
    build_index([SAMPLES / "chenghu_rules.md"], scratch_home)
    return scratch_home


def test_generations_are_listed_newest_first(two_generations: Path) -> None:
    result = planqa("generations", "--home", two_generations)
    lines = [line for line in result.stdout.splitlines() if line.strip().startswith("000")]
    assert [line.split()[0][:4] for line in lines] == ["0002", "0001"]
    assert "当前 完好" in lines[0]
    assert "当前" not in lines[1]
    rows = json.loads(planqa("generations", "--home", two_generations, "--json").stdout)
    assert [row["current"] for row in rows] == [True, False]
    assert rows[0]["counts"]["documents"] == 1


def test_rollback_and_activate_move_the_pointer(two_generations: Path) -> None:
    newest = _current(two_generations)
    assert planqa("rollback", "--home", two_generations).exit_code == 0
    assert _current(two_generations).startswith("0001-")
    result = planqa("activate", newest, "--home", two_generations, "--json")
    assert json.loads(result.stdout)["generation"] == newest == _current(two_generations)


def test_no_older_generation_exits_3_and_an_unknown_one_1(scratch_home: Path) -> None:
    before = _current(scratch_home)
    assert planqa("rollback", "--home", scratch_home).exit_code == 3
    result = planqa("activate", "0099-20200101T000000Z", "--home", scratch_home)
    assert result.exit_code == 1
    assert "0099-20200101T000000Z" in refusal(result)[0]
    assert _current(scratch_home) == before


@pytest.mark.parametrize(
    "command", [["ask", "问题"], ["documents"], ["passage", "x"], ["generations"], ["rollback"]]
)
def test_no_index_exits_3_and_names_the_way_out(tmp_path: Path, command: list[str]) -> None:
    result = planqa(*command, "--home", tmp_path / "none")
    assert result.exit_code == 3
    assert "planqa build" in result.stderr.splitlines()[1]
    assert not (tmp_path / "none").exists()


def test_a_damaged_file_exits_3_and_is_named(two_generations: Path) -> None:
    damaged = two_generations / "generations" / _current(two_generations) / "spans.npy"
    data = bytearray(damaged.read_bytes())
    data[-1] ^= 1
    damaged.write_bytes(data)
    result = planqa("ask", "租金补贴", "--home", two_generations)
    assert result.exit_code == 3
    message, remedy = refusal(result)
    assert "spans.npy" in message
    assert "planqa rollback" in remedy
    listed = planqa("generations", "--home", two_generations).stdout
    assert "spans.npy" in "".join(listed.split())
    assert planqa("rollback", "--home", two_generations).exit_code == 0
    assert planqa("documents", "--home", two_generations).exit_code == 0


def test_a_lost_file_exits_3_and_is_named(scratch_home: Path) -> None:
    (scratch_home / "generations" / _current(scratch_home) / "spans.npy").unlink()
    result = planqa("documents", "--home", scratch_home)
    assert result.exit_code == 3
    assert "spans.npy" in refusal(result)[0]


@pytest.mark.slow
def test_another_model_than_the_index_was_built_with_exits_3(sample_home: Path) -> None:
    model = sample_home / "models" / NAME  # the same weights through torch: other vectors, to the last bits
    result = planqa("ask", "租金补贴", "--home", sample_home, "--model", model)
    assert result.exit_code == 3
    assert "不一致" in refusal(result)[0]
