"""docs/service.md: its table is the settings, and its programs run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from qa_service.access.roles import Role
from qa_service.api.http_settings import HttpSettings, as_environment, http_settings
from qa_service.api.settings_table import PAGE, updated

pytest_plugins = ["api_fixtures"]

TEXT = PAGE.read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", TEXT, re.S)
CLIENT, LANGCHAIN, LLAMA_INDEX = PROGRAMS


def test_the_table_is_the_settings() -> None:
    assert updated(TEXT) == TEXT, "run python -m qa_service.api.settings_table"


def test_settings_survive_the_way_through_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen = HttpSettings(
        home=tmp_path,
        port=9,
        allowed_hosts=("a.example", "*.b.example"),
        request_seconds=1.5,
        log_questions=True,
    )
    for name, value in as_environment(chosen).items():
        monkeypatch.setenv(name, value)
    assert http_settings() == chosen


def test_every_role_is_explained() -> None:
    assert [role.word for role in Role] == re.findall(
        r"^\| `(\w+)` \|", TEXT.partition("## Settings")[0], re.M
    )


def run(program: str, url: str) -> str:
    whole = program.replace("http://127.0.0.1:8000", url)
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_client_asks(service_url: str) -> None:
    assert "《" in run(CLIENT, service_url)


def test_the_client_tells_a_problem_in_its_own_words(service_url: str) -> None:
    program = CLIENT.replace("in_force=True", "in_froce=True")
    with pytest.raises(AssertionError, match="filters.in_froce"):
        run(program, service_url)


@pytest.mark.slow
def test_the_client_is_typed(tmp_path: Path) -> None:
    file = tmp_path / "client.py"
    file.write_text(CLIENT, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "package"), [(LANGCHAIN, "langchain_core"), (LLAMA_INDEX, "llama_index.core")]
)
def test_the_retrievers_retrieve(service_url: str, program: str, package: str) -> None:
    pytest.importorskip(package, reason=f"{package} is not installed")
    assert "《" in run(program, service_url)
