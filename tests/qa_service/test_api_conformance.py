"""Every operation of the description, asked with whatever schemathesis makes up: no answer that isn't
described, and none that is the service's own fault. With keys off, with keys on, and without the key."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from service_under_test import serving, wait_until_ready

from qa_service.access.keyring import Keyring
from qa_service.access.keys import new_key
from qa_service.access.roles import Role
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings

pytestmark = pytest.mark.slow

DESCRIBED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)
CHECKS = (
    *DESCRIBED,
    "unsupported_method",
    "allow_header_conformance",
    "missing_required_header",
    "negative_data_rejection",
)
EXAMPLES = 8
"""Requests made up at random for each operation, beside the examples and those at the bounds."""


@pytest.fixture
def home(tmp_path: Path, sample_home: Path) -> Path:
    """A home of the test's own: documents are added to it and deleted."""
    home = tmp_path / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    return home


def service(home: Path, **settings: Any) -> Any:
    return serving(create_app(HttpSettings(home=home, rate_per_key=0, **settings)))


def exercised(url: str, *options: str, checks: tuple[str, ...] = CHECKS) -> str:
    """Run schemathesis over the whole description; return what it says, which ends with its figures."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json"]
    command += ["--checks", ",".join(checks), "--phases", "examples,coverage,fuzzing"]
    command += ["--max-examples", str(EXAMPLES), "--request-timeout", "60", "--seed", "1", "--no-color"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=1500)
    described = httpx.get(f"{url}/openapi.json").json()["paths"]
    count = sum(len(methods) for methods in described.values())
    assert f"Tested: {count}" in done.stdout, done.stdout[-3000:] + done.stderr[-2000:]
    assert done.returncode == 0, done.stdout[-12_000:]
    return done.stdout


def test_keys_off(home: Path) -> None:
    with service(home, keys="off") as url:
        wait_until_ready(url)
        exercised(url)


def test_keys_on(home: Path) -> None:
    text, key = new_key(Role.ADMIN)
    Keyring(home).add(key)
    with service(home, keys="required") as url:
        wait_until_ready(url)
        exercised(url, "-H", f"Authorization: Bearer {text}", checks=(*CHECKS, "ignored_auth"))


@pytest.fixture
def shut(home: Path) -> Iterator[str]:
    with service(home, keys="required") as url:
        wait_until_ready(url)
        yield url


def test_without_a_key_nothing_happens(shut: str, home: Path) -> None:
    before = sorted(path.name for path in (home / "generations").iterdir())
    exercised(shut, checks=DESCRIBED)
    assert sorted(path.name for path in (home / "generations").iterdir()) == before
