"""Listening, announcing, and addresses that cannot be had."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest
from service_under_test import process

from ingest.errors import BadInput
from qa_service.api.server import listen, serve
from qa_service.settings import Settings


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=f"127.0.0.1:{port}") as caught:
            serve(Settings(home=tmp_path, port=port))
    assert "--port" in caught.value.remedy


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(BadInput, match=r"203\.0\.113\.7"):
        listen("203.0.113.7", 0)


def test_a_listener_names_its_protocol() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


@pytest.mark.slow
def test_a_process_announces_its_address_and_ends_on_request(tmp_path: Path) -> None:
    # The context manager asserts exit status 0 after Ctrl+C.
    with process(tmp_path, tmp_path / "log") as url:
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{url}/healthz").status_code == 200
        assert httpx.get(f"{url}/readyz").status_code == 503
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
