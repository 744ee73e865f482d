"""The command line as processes of its own: start-up, pipes, signals, servers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from cli_kit import REPOSITORY, SAMPLES, planqa, process, refusal

HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "numpy",
    "openvino",
    "pydantic",
    "fastapi",
    "jieba",
)


def test_starting_loads_nothing_heavy() -> None:
    code = f"import sys, qa_service.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY)
    assert done.stdout.strip() == "[]", done.stderr


def test_asking_does_not_load_torch(sample_home: Path) -> None:
    code = (
        "import sys\nfrom qa_service.cli import main\n"
        f"sys.argv = ['planqa', 'ask', '租金补贴', '--home', {str(sample_home)!r}]\n"
        "try:\n    main()\nfinally:\n"
        "    print([m for m in ('torch', 'transformers') if m in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY)
    assert done.stderr.splitlines() == ["[]"]


def test_json_alone_on_stdout_and_nothing_on_stderr(sample_home: Path) -> None:
    done = process("ask", "租金补贴每年申请几次", "--home", sample_home, "--json")
    assert done.returncode == (0 if json.loads(done.stdout)["answerable"] else 1)
    assert done.stderr == ""


def test_home_comes_from_the_environment_or_the_working_folder(tmp_path: Path, sample_home: Path) -> None:
    assert process("documents", "--json", PLANQA_HOME=str(sample_home)).returncode == 0
    done = process("documents", cwd=tmp_path)
    assert done.returncode == 3
    assert ".planqa" in done.stderr


def test_an_encoding_that_lacks_chinese_still_gives_valid_json(sample_home: Path) -> None:
    done = process("documents", "--json", "--home", sample_home, PYTHONIOENCODING="ascii:backslashreplace")
    assert len(json.loads(done.stdout)) == 4
    assert json.loads(done.stdout)[0]["title"].startswith("云岚市")


def test_a_closed_pipe_is_no_traceback() -> None:
    command = f"{sys.executable} -m qa_service.cli outline {SAMPLES / 'chenghu_plan.txt'} | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=REPOSITORY)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_the_number_of_cores_can_be_limited() -> None:
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system has no affinity")
    done = process("doctor", "--json", "--home", "/nonexistent", PLANQA_THREADS="1")
    found = {finding["subject"]: finding["detail"] for finding in json.loads(done.stdout)["findings"]}
    assert found["处理器"].endswith("可用 1 核")


def test_a_port_in_use_exits_2(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = planqa("serve", "--port", taken.getsockname()[1], "--home", tmp_path)
    assert result.exit_code == 2
    assert "端口已被占用" in refusal(result)[0]


@pytest.mark.slow
def test_serve_answers_and_stops_on_ctrl_c(sample_home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "qa_service.cli",
        "serve",
        "--port",
        str(port),
        "--home",
        str(sample_home),
    ]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert _status(f"http://127.0.0.1:{port}/healthz", server) == 200
    finally:
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=30)
    assert server.returncode in (0, 130)
    assert "服务地址" in said
    assert "Traceback" not in said


def _status(url: str, server: subprocess.Popen[str]) -> int | None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:
                return int(reply.status)
        except OSError:
            time.sleep(0.2)
    return None
