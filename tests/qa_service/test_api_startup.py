"""The service starts without an index, says what is missing, and takes up a generation as it comes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from service_under_test import is_ready, serving, wait_for

from index.build import build_index
from index.generation import rollback
from qa_service.api import service, state
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings
from qa_service.everyday import OWN

pytest_plugins = ["api_fixtures"]

QUESTION = {"question": "租金补贴每年最高多少？"}
NOTICE = """城东区夜间市集管理规定

第一条 夜间市集每晚十一时收市，摊位费每月二百元。
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "POLL_SECONDS", 0.05)


@contextmanager
def serve(home: Path) -> Iterator[httpx.Client]:
    with (
        serving(create_app(HttpSettings(home=home))) as url,
        httpx.Client(base_url=url, timeout=30) as client,
    ):
        yield client


def code_of(reply: httpx.Response) -> str:
    assert reply.headers["content-type"] == "application/problem+json"
    return str(reply.json()["type"]).removeprefix("urn:planqa:problem:")


def wait_for_code(client: httpx.Client, code: str) -> dict[str, Any]:
    wait_for(lambda: code_of(client.get("/readyz")) == code)
    found: dict[str, Any] = client.get("/readyz").json()
    return found


def generation(home: Path) -> Path:
    return home / "generations" / (home / "CURRENT").read_text().strip()


def damage(home: Path) -> None:
    file = max(generation(home).rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else -1)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_starting_is_told_and_passes(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Held at the door until the questions below have been asked; what is opened is the real engine.
    from threading import Event

    from qa_service.api.loading import EngineLoader

    door = Event()
    load = EngineLoader.__call__
    monkeypatch.setattr(EngineLoader, "__call__", lambda self: door.wait(60) and load(self))
    with serve(sample_home) as client:
        try:
            assert client.get("/healthz").json() == {"status": "ok"}
            for reply in (client.get("/readyz"), client.post("/v1/ask", json=QUESTION)):
                assert (reply.status_code, code_of(reply)) == (503, "starting")
                assert int(reply.headers["retry-after"]) >= 1
        finally:
            door.set()
        wait_for(lambda: is_ready(str(client.base_url)))
        assert client.post("/v1/ask", json=QUESTION).status_code == 200


def test_no_index_then_a_first_build(tmp_path: Path, unpacked_models: Path, sample_home: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(unpacked_models)
    with serve(home) as client:
        problem = wait_for_code(client, "no-index")
        assert "planqa build" in problem["remedy"]
        reply = client.post("/v1/ask", json=QUESTION)
        assert (reply.status_code, code_of(reply)) == (503, "no-index")
        assert client.get("/v1/documents").status_code == 503
        assert client.get("/healthz").status_code == 200
        assert client.get("/").status_code == 200
        shutil.copytree(sample_home / "generations", home / "generations")
        shutil.copy(sample_home / "CURRENT", home / "CURRENT")
        wait_for(lambda: is_ready(str(client.base_url)))
        assert client.post("/v1/ask", json=QUESTION).json()["answerable"]


def test_a_home_that_does_not_exist(tmp_path: Path) -> None:
    with serve(tmp_path / "nowhere") as client:
        wait_for_code(client, "no-index")
    assert not (tmp_path / "nowhere").exists()


def test_a_list_of_words_with_a_fault_is_named_until_it_is_mended(
    scratch_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "RETRY_SECONDS", 0.1)
    (scratch_home / OWN).write_text("老人家 老年人\n", encoding="utf-8")
    with serve(scratch_home) as client:
        problem = wait_for_code(client, "bad-words")
        assert problem["status"] == 503
        assert "第 1 行" in problem["detail"]
        (scratch_home / OWN).write_text("老人家\t老年人\n", encoding="utf-8")
        wait_for(lambda: is_ready(str(client.base_url)))


def test_a_damaged_index_is_refused_until_it_is_mended(
    scratch_home: Path, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "RETRY_SECONDS", 0.1)
    damage(scratch_home)
    with serve(scratch_home) as client:
        problem = wait_for_code(client, "damaged-index")
        assert problem["status"] == 503
        assert "planqa build" in problem["remedy"]
        assert code_of(client.post("/v1/ask", json=QUESTION)) == "damaged-index"
        shutil.rmtree(generation(scratch_home))
        shutil.copytree(generation(sample_home), generation(scratch_home))
        wait_for(lambda: is_ready(str(client.base_url)))


def test_an_unreadable_pointer(scratch_home: Path) -> None:
    (scratch_home / "CURRENT").write_bytes(b"\xff\xfe../..")
    with serve(scratch_home) as client:
        wait_for_code(client, "damaged-index")


def test_an_error_that_nobody_foresaw_does_not_end_the_watch(
    scratch_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa_service.api.loading import EngineLoader

    load, calls = EngineLoader.__call__, []

    def fails_once(self: EngineLoader) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise MemoryError
        return load(self)

    monkeypatch.setattr(state, "RETRY_SECONDS", 0.5)
    monkeypatch.setattr(EngineLoader, "__call__", fails_once)
    with serve(scratch_home) as client:
        problem = wait_for_code(client, "internal-error")
        assert "MemoryError" in problem["detail"]
        wait_for(lambda: is_ready(str(client.base_url)))


def test_a_new_generation_is_taken_up_and_a_damaged_one_is_not(
    scratch_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    with serve(scratch_home) as client:
        wait_for(lambda: is_ready(str(client.base_url)))
        first = client.get("/readyz").json()["generation"]
        second = build_index([notice], scratch_home).generation
        wait_for(lambda: client.get("/readyz").json()["generation"] == second)
        assert [card["source"] for card in client.get("/v1/documents").json()["documents"]] == ["notice.txt"]
        answer = client.post("/v1/ask", json={"question": "夜间市集几点收市？"}).json()
        assert (answer["generation"], answer["hits"][0]["document"]["source"]) == (second, "notice.txt")

        # Back to the first, then to a second that has been damaged meanwhile: the first goes on.
        damage(scratch_home)
        rollback(scratch_home)
        wait_for(lambda: client.get("/readyz").json()["generation"] == first)
        (scratch_home / "CURRENT").write_text(second + "\n")
        wait_for(lambda: client.get("/readyz").json()["newer"] is not None)
        ready = client.get("/readyz").json()
        assert (ready["generation"], ready["newer"]["code"]) == (first, "damaged-index")
        assert client.post("/v1/ask", json=QUESTION).json()["generation"] == first
        (scratch_home / "CURRENT").write_text(first + "\n")
        wait_for(lambda: client.get("/readyz").json()["newer"] is None)
