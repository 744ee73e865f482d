"""What is in deploy/: settings that there are, and hardening that its own tool measures."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from qa_service.access.rules import RULES
from qa_service.api.http_settings import HttpSettings

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = (DEPLOY / "planqa.service").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
MOST_EXPOSED = 1.5


def test_only_settings_that_there_are() -> None:
    known = {f"PLANQA_{name.upper()}" for name in HttpSettings.model_fields}
    for text in (UNIT, CONTAINER, NGINX):
        named = set(re.findall(r"PLANQA_[A-Z_]+", text))
        assert named
        assert named <= known


def test_the_units_settings_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in re.findall(
        r"(PLANQA_[A-Z_]+)=(\S+)", "\n".join(re.findall("^Environment=.*", UNIT, re.M))
    ):
        monkeypatch.setenv(name, value)
    settings = HttpSettings()
    assert (settings.keys, settings.workers, settings.trusted_proxies) == ("required", 2, ("127.0.0.1",))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this system")
def test_the_unit_is_hardened() -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(DEPLOY / "planqa.service")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    found = re.search(r"Overall exposure level for planqa\.service: ([\d.]+)", done.stdout)
    if found is None:
        pytest.skip(f"systemd-analyze can't look at a file here: {done.stderr.strip()[:80]}")
    assert float(found.group(1)) <= MOST_EXPOSED


def test_the_container_copies_what_there_is_and_runs_as_nobody_in_particular() -> None:
    root = DEPLOY.parent
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", CONTAINER, re.M):
        assert all((root / name).exists() for name in line.split())
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8")
    for name in re.findall(r"^COPY (?!--from)(.*) \S+$", CONTAINER, re.M):
        assert all(f"!{part}" in ignored for part in name.split())
    last = CONTAINER.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!0|root)\d+:\d+$", last, re.M)
    assert "HEALTHCHECK" in last
    assert last.index("USER ") < last.index("ENTRYPOINT")


def test_the_proxy_knows_the_services_streams_and_limits() -> None:
    streams = [rule.path for rule in RULES if rule.path.endswith("/events")]
    (pattern,) = re.findall(r"location ~ (\S+) {", NGINX)
    assert all(re.match(pattern, path.replace("{id}", "x")) for path in streams)
    most = HttpSettings.model_fields["max_upload_bytes"].default
    assert f"client_max_body_size {most >> 20}m;" in NGINX
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
