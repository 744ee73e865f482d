"""The editor: adds, replaces and deletes notices over HTTP, and follows the jobs."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from typing import Any

from eval.bench.changing.notices import Notice

JOB_SECONDS = 600.0
"""Longest wait for one job."""


@dataclass(frozen=True, slots=True)
class Done:
    """A change that is in force: the notice, when it was accepted (seconds, monotonic), how long until it
    was in force (seconds), the running number of the generation, and the document's id."""

    notice: Notice
    accepted: float
    seconds: float
    generation: int
    document: str


class Editor:
    """Changes documents of the service at ``port`` of this machine.

    >>> Editor(8000).add([Notice(1, 1)])  # doctest: +SKIP
    """

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)

    def add(self, notices: Sequence[Notice]) -> list[Done]:
        """Upload ``notices``, each by a request of its own, without waiting for one before the next."""
        sent = [self._send(one, "POST", "/v1/documents", "files") for one in notices]
        return [self._done(*entry) for entry in sent]

    def replace(self, notices: Sequence[Notice], documents: dict[int, str]) -> list[Done]:
        """Put ``notices`` in the place of ``documents`` (id by number)."""
        sent = [self._send(one, "PUT", f"/v1/documents/{documents[one.number]}", "file") for one in notices]
        return [self._done(*entry) for entry in sent]

    def delete(self, notices: Sequence[Notice], documents: dict[int, str]) -> list[Done]:
        """Delete ``documents``."""
        sent = []
        for one in notices:
            job = self._call("DELETE", f"/v1/documents/{documents[one.number]}")
            sent.append((one, time.monotonic(), job["id"]))
        return [self._done(*entry) for entry in sent]

    def _send(self, notice: Notice, method: str, path: str, field: str) -> tuple[Notice, float, str]:
        boundary = uuid.uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{notice.name}"\r\n'
            "Content-Type: text/plain\r\n\r\n"
        )
        body = head.encode() + notice.text.encode() + f"\r\n--{boundary}--\r\n".encode()
        job = self._call(method, path, body, f"multipart/form-data; boundary={boundary}")
        return notice, time.monotonic(), job["id"]

    def _done(self, notice: Notice, accepted: float, job_id: str) -> Done:
        until = time.monotonic() + JOB_SECONDS
        while time.monotonic() < until:
            job = self._call("GET", f"/v1/jobs/{job_id}")
            if job["state"] == "failed":
                raise RuntimeError(f"job failed: {json.dumps(job, ensure_ascii=False)[:500]}")
            if job["state"] == "done":
                documents = [item for file in job["files"] for item in file["document_ids"]]
                generation = int(job["generation"].partition("-")[0])
                # Both ends by the service's own clock: when this client looks again says nothing.
                took = _seconds(job["finished"]) - _seconds(job["created"])
                return Done(notice, accepted, took, generation, documents[0] if documents else "")
            time.sleep(0.1)
        raise RuntimeError(f"job {job_id} is not over after {JOB_SECONDS:g} s")

    def _call(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Any:
        headers = {"Content-Type": kind} if kind else {}
        self._connection.request(method, path, body, headers)
        reply = self._connection.getresponse()
        data = reply.read()
        if reply.status not in (200, 202):
            raise RuntimeError(f"{method} {path}: {reply.status} {data[:300].decode(errors='replace')}")
        return json.loads(data)


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
