"""The service under test: in this process for speed, or as a process of its own, always over real HTTP."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

from qa_service.api.server import listen
from qa_service.api.uvicorn_config import server_config

START_SECONDS = 60
SERVE = "from qa_service.api.server import serve; serve(announce=lambda url: print(url, flush=True))"


def wait_for(condition: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def wait_until_ready(url: str) -> None:
    """Wait for the start to end; what kept the index from being opened fails the test at once."""
    wait_for(lambda: "problem:starting" not in httpx.get(f"{url}/readyz").text)
    reply = httpx.get(f"{url}/readyz")
    assert reply.status_code == 200, reply.text


def is_ready(url: str) -> bool:
    return httpx.get(f"{url}/readyz").status_code == 200


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve ``app`` from a thread; yields its address once connections are accepted."""
    server = uvicorn.Server(server_config(app))
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            wait_for(lambda: server.started)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


@contextmanager
def process(home: Path, log: Path, **settings: str) -> Iterator[str]:
    """Run the service as its own process; yields its address once it accepts connections."""
    env = {**os.environ, "PLANQA_HOME": str(home), "PLANQA_PORT": "0", "PLANQA_WORKERS": "1"}
    env |= {f"PLANQA_{name.upper()}": value for name, value in settings.items()}
    with log.open("w") as errors:
        child = subprocess.Popen(
            [sys.executable, "-c", SERVE], env=env, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            assert child.stdout is not None
            yield child.stdout.readline().strip()
        finally:
            child.send_signal(signal.SIGINT)
            assert child.wait(START_SECONDS) == 0
            child.stdout.close()
