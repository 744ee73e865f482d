"""Builds of real files with the real model: what is new, what is gone, what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.build import build_index
from index.encoder import open_encoder
from index.generation import list_generations, open_current
from index.search import Searcher
from ingest.errors import BadInput, NoIndex, UnreadableFile

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    shutil.copytree(REPOSITORY / "samples" / "documents", folder)
    return folder


@pytest.fixture
def home(tmp_path: Path, model_folder: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(model_folder.parent)
    return home


def _ids(home: Path) -> set[str]:
    searcher = Searcher(open_current(home), open_encoder(None, home))
    return {passage.id for passage in searcher.passages}


def test_second_build_does_nothing(files: Path, home: Path) -> None:
    first = build_index([files], home)
    again = build_index([files], home)
    assert again.unchanged
    assert again.generation == first.generation
    assert again.embedded == 0
    assert len(list_generations(home)) == 1


def test_only_new_passages_are_embedded_and_ids_stay(files: Path, home: Path) -> None:
    first = build_index([files], home)
    before = _ids(home)
    rules = files / "chenghu_rules.md"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("不超过三十六个月", "不超过四十八个月"), encoding="utf-8")
    second = build_index([files], home)
    assert second.generation != first.generation
    assert second.embedded == 1
    after = _ids(home)
    assert len(before - after) == 1
    assert len(after - before) == 1


def test_a_removed_file_leaves_the_index(files: Path, home: Path) -> None:
    build_index([files], home)
    (files / "chenghu_bulletin.txt").unlink()
    report = build_index([files], home)
    searcher = Searcher(open_current(home), open_encoder(None, home))
    assert {d.source.name for d in searcher.documents} == {"chenghu_plan.txt", "chenghu_rules.md"}
    assert report.embedded == 0


def test_an_unreadable_file_is_told_and_the_rest_is_indexed(files: Path, home: Path) -> None:
    (files / "image.txt").write_bytes(bytes(range(256)) * 40)
    (files / "empty.txt").write_bytes(b"")
    report = build_index([files], home)
    failed = {Path(o.path).name: o.error for o in report.outcomes if o.error}
    assert set(failed) == {"image.txt", "empty.txt"}
    assert all(error and error.message for error in failed.values())
    assert report.passages > 50


def test_a_file_over_the_limit_is_refused_with_the_setting_that_raises_it(files: Path, home: Path) -> None:
    (files / "dump.txt").write_text("示例文字。" * 90_000, encoding="utf-8")
    report = build_index([files], home, largest_mb=1)
    (error,) = [o.error for o in report.outcomes if o.error]
    assert "上限 1 MB" in error.message
    assert "PLANQA_LARGEST_MB" in error.remedy


def test_nothing_readable_leaves_no_index(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\x00\x01\x02" * 100)
    with pytest.raises(UnreadableFile):
        build_index([folder], home)
    with pytest.raises(NoIndex):
        open_current(home)


@pytest.mark.parametrize("name", ["missing", "hollow"])
def test_a_missing_path_and_an_empty_folder_are_refused(tmp_path: Path, home: Path, name: str) -> None:
    (tmp_path / "hollow").mkdir()
    with pytest.raises(BadInput):
        build_index([tmp_path / name], home)


def test_gb18030_gives_the_same_passages_as_utf8(files: Path, home: Path, tmp_path: Path) -> None:
    build_index([files / "chenghu_plan.txt"], home)
    before = _ids(home)
    other = tmp_path / "gbk"
    other.mkdir()
    text = (files / "chenghu_plan.txt").read_text(encoding="utf-8")
    (other / "chenghu_plan.txt").write_bytes(text.encode("gb18030"))
    build_index([other], home)
    assert _ids(home) == before
