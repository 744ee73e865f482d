"""The samples, indexed once with the real default model; and small runs made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_runs import GREEN, OTHER, ROAD, SCHOOL, record, stored
from typer.testing import CliRunner, Result

from eval.cli import app
from eval.engines import Engines
from eval.questions import Question, load_questions
from eval.run_folder import StoredRun, save_run

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "samples"


@pytest.fixture(scope="session")
def sample_questions() -> list[Question]:
    return load_questions(SAMPLES / "questions.jsonl")


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """A home with the samples indexed; the model comes from the home that all tests share."""
    from index.build import build_index

    home = tmp_path_factory.mktemp("samples")
    (home / "models").symlink_to(model_folder.parent.resolve())
    build_index([SAMPLES / "documents"], home)
    return home


@pytest.fixture(scope="session")
def sample_engines(sample_home: Path) -> Iterator[Engines]:
    engines = Engines(sample_home)
    yield engines
    engines.close()


@pytest.fixture
def invoke() -> Callable[..., Result]:
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def good() -> StoredRun:
    """a and b at rank 1, half of c, d refused."""
    return stored(
        "good",
        record("a", GREEN, OTHER, confidence=0.9),
        record("b", ROAD, OTHER, confidence=0.8),
        record("c", SCHOOL, OTHER, confidence=0.7),
        record("d", OTHER, answerable=False, confidence=0.1),
    )


@pytest.fixture
def poor() -> StoredRun:
    """a at rank 2, b missed, half of c at rank 1, d answered."""
    return stored(
        "poor",
        record("a", OTHER, GREEN, confidence=0.4),
        record("b", OTHER, confidence=0.3, ms=30.0),
        record("c", SCHOOL, OTHER, confidence=0.7),
        record("d", OTHER, confidence=0.6),
    )


@pytest.fixture
def folders(tmp_path: Path, good: StoredRun, poor: StoredRun) -> tuple[Path, Path]:
    save_run(tmp_path / "good", good)
    save_run(tmp_path / "poor", poor)
    return tmp_path / "good", tmp_path / "poor"
