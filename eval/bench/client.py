"""Clients of a running server, in a process of their own: ``python -m eval.bench.client HOST PORT CLIENTS``.

Questions are read from standard input, one a line; figures go to standard output as JSON. It is told apart
from the server so that neither waits for the other's interpreter; its processor time is told, since it takes
from the same cores.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor


class Client:
    """One connection, kept open. It sends a question when the answer to the one before has come."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=60)

    def ask(self, question: str) -> float:
        """Return the milliseconds until the whole answer is there. ``SystemExit`` for another status."""
        body = json.dumps({"question": question}).encode()
        started = time.perf_counter()
        self._connection.request("POST", "/v1/ask", body, {"content-type": "application/json"})
        response = self._connection.getresponse()
        content = response.read()
        taken = (time.perf_counter() - started) * 1000
        if response.status != 200:
            raise SystemExit(f"the server answered {response.status}: {content[:500].decode()}")
        return taken


def run(host: str, port: int, clients: int, questions: Sequence[str]) -> dict[str, object]:
    """Ask ``questions`` with so many clients at once; return the milliseconds of each and the totals."""
    local = threading.local()

    def ask(question: str) -> float:
        if not hasattr(local, "client"):
            local.client = Client(host, port)
        return float(local.client.ask(question))

    began, used = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(clients) as pool:
        times = list(pool.map(ask, questions))
    return {
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - used,
        "milliseconds": [round(value, 2) for value in times],
    }


def main() -> None:
    """Read the questions, ask them, write the figures."""
    host, port, clients = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    questions = [line.rstrip("\n") for line in sys.stdin if line.strip()]
    json.dump(run(host, port, clients, questions), sys.stdout)


if __name__ == "__main__":
    main()
