"""``planqa build``: good files, bad files, and what is said of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import SAMPLES, planqa, refusal, widest

NOTICE = """某区人民政府关于印发《某区养老规划》的通知
某府发〔2022〕3号
一、总体要求
到2025年，新增养老床位3000张。
"""


@pytest.fixture
def home(tmp_path: Path, unpacked_models: Path) -> Path:
    """A home that has the model and no index."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(unpacked_models)
    return home


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with one GBK file that can be read and two files that cannot."""
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "国标编码.txt").write_bytes(NOTICE.encode("gbk"))
    (folder / "二进制.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "空.txt").write_bytes(b"")
    return folder


def test_the_table_accounts_for_every_file(home: Path) -> None:
    result = planqa("build", SAMPLES, "--home", home)
    assert result.exit_code == 0
    for name in ("chenghu_plan.txt", "chenghu_bulletin.txt", "chenghu_rules.md"):
        assert name in result.stdout
    assert "46（正文中混入的网址）" in result.stdout
    assert "新算向量 " in result.stdout
    assert "索引已建立：0001-" in result.stdout
    again = planqa("build", SAMPLES, "--home", home)
    assert "没有新建索引" in again.stdout
    assert "（未变）" in again.stdout


def test_unreadable_files_are_named_and_the_rest_is_indexed(home: Path, mixed: Path) -> None:
    result = planqa("build", mixed, "--home", home)
    assert result.exit_code == 0
    assert "有 2 个文件没有进入索引" in result.stdout
    assert "二进制.txt：" in result.stdout
    assert "空.txt：" in result.stdout
    assert planqa("ask", "新增养老床位多少张", "--home", home).stdout.count("新增养老床位3000张") == 1


def test_build_as_json(home: Path, mixed: Path) -> None:
    report = json.loads(planqa("build", mixed, "--home", home, "--json").stdout)
    files = {Path(file["path"]).name: file for file in report["files"]}
    assert report["failed"] == 2
    assert files["空.txt"]["error"]["code"] == "unreadable-file"
    assert files["国标编码.txt"]["source"]["encoding"].lower() in ("gbk", "gb18030", "gb2312")
    assert files["国标编码.txt"]["coverage"]["missing"] == []
    assert report["passages"] == files["国标编码.txt"]["passages"] > 0


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_long_names_break_no_column(home: Path, mixed: Path, columns: int) -> None:
    (mixed / "国标编码.txt").rename(mixed / f"{'很长的名字' * 10}.txt")
    result = planqa("build", mixed, "--home", home, columns=columns)
    assert widest(result.stdout) <= columns
    assert "…" not in result.stdout


def test_nothing_readable_exits_2_and_leaves_the_index_alone(scratch_home: Path, mixed: Path) -> None:
    before = (scratch_home / "CURRENT").read_bytes()
    (mixed / "国标编码.txt").unlink()
    result = planqa("build", mixed, "--home", scratch_home)
    assert result.exit_code == 2
    message, _ = refusal(result)
    assert "二进制.txt" in message and "空.txt" in message
    assert (scratch_home / "CURRENT").read_bytes() == before


def test_an_empty_folder_and_a_missing_path_exit_2(home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空文件夹"
    empty.mkdir()
    for path in (empty, tmp_path / "没有这个"):
        result = planqa("build", path, "--home", home)
        assert result.exit_code == 2
        assert path.name in refusal(result)[0]


def test_a_model_that_is_not_there_exits_3(home: Path) -> None:
    result = planqa("build", SAMPLES, "--home", home, "--model", "/no/such/model")
    assert result.exit_code == 3
    assert "/no/such/model" in refusal(result)[0]


def test_a_home_that_is_a_file_exits_2(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    result = planqa("build", SAMPLES, "--home", file)
    assert result.exit_code == 2
    assert "file" in refusal(result)[0]
