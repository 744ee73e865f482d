"""Calls of many threads in common batches: everybody gets their own, whatever happens."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.together import MOST, Together


class Recorder:
    """Work that remembers its batches and can be held up."""

    def __init__(self) -> None:
        self.batches: list[tuple[list[int], int]] = []
        self.open = threading.Event()
        self.started = threading.Semaphore(0)
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def __call__(self, numbers: Sequence[int], kind: int) -> list[int]:
        with self._lock:
            self.batches.append((list(numbers), kind))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.started.release()
        assert self.open.wait(30)
        with self._lock:
            self.at_once -= 1
        if any(number < 0 for number in numbers):
            raise ValueError("negative")
        return [number * 10 + kind for number in numbers]


def waiting(together: Together[int, int], count: int) -> None:
    """Wait until ``count`` calls stand in line."""
    for _ in range(3000):
        if len(together._waiting) == count:
            return
        time.sleep(0.01)
    raise AssertionError(f"{len(together._waiting)} calls in line, not {count}")


def held_up(calls: Sequence[tuple[int, int]]) -> tuple[Recorder, list[int | ValueError]]:
    """Send one call that is held up, then ``calls`` (asked, kind) while it is; return what they got."""
    work = Recorder()
    together = Together(work, streams=1)

    def call(asked: int, kind: int) -> int | ValueError:
        try:
            return together(asked, kind)
        except ValueError as error:
            return error

    with ThreadPoolExecutor(len(calls) + 1) as pool:
        first = pool.submit(call, 0, 0)
        assert work.started.acquire(timeout=30)
        rest = []
        for number, (asked, kind) in enumerate(calls, 1):
            rest.append(pool.submit(call, asked, kind))
            waiting(together, number)
        work.open.set()
        assert first.result(30) == 0
        return work, [job.result(30) for job in rest]


def test_a_lone_call_runs_alone_at_once() -> None:
    work = Recorder()
    work.open.set()
    assert Together(work, streams=1)(7, 3) == 73
    assert work.batches == [([7], 3)]


def test_calls_that_wait_share_a_batch() -> None:
    work, got = held_up([(1, 5), (2, 5), (3, 5)])
    assert got == [15, 25, 35]
    assert [sorted(numbers) for numbers, _ in work.batches] == [[0], [1, 2, 3]]


def test_kinds_do_not_mix() -> None:
    work, got = held_up([(1, 5), (2, 6), (3, 5), (4, 6)])
    assert got == [15, 26, 35, 46]
    assert sorted((sorted(numbers), kind) for numbers, kind in work.batches[1:]) == [([1, 3], 5), ([2, 4], 6)]


def test_a_batch_is_of_bounded_size() -> None:
    work, got = held_up([(n, 0) for n in range(1, 2 * MOST + 2)])
    assert got == [10 * n for n in range(1, 2 * MOST + 2)]
    assert [len(numbers) for numbers, _ in work.batches] == [1, MOST, MOST, 1]


def test_an_error_reaches_every_call_of_its_batch_and_no_other() -> None:
    work, got = held_up([(1, 5), (-2, 5), (3, 6)])
    assert [type(one) for one in got] == [ValueError, ValueError, int]
    assert got[2] == 36
    work.open.set()


def test_no_more_batches_at_once_than_streams() -> None:
    work = Recorder()
    together = Together(work, streams=2)
    with ThreadPoolExecutor(12) as pool:
        jobs = [pool.submit(together, n, n % 5) for n in range(12)]
        assert work.started.acquire(timeout=30)
        assert work.started.acquire(timeout=30)
        waiting(together, 10)
        work.open.set()
        assert [job.result(30) for job in jobs] == [n * 10 + n % 5 for n in range(12)]
    assert work.most_at_once == 2


def test_hundreds_of_calls_each_get_their_own() -> None:
    def work(numbers: Sequence[int], kind: int) -> list[int]:
        time.sleep(0.0005)
        return [number * 10 + kind for number in numbers]

    together = Together(work, streams=2)
    with ThreadPoolExecutor(16) as pool:
        got = list(pool.map(lambda n: together(n, n % 3), range(600)))
    assert got == [n * 10 + n % 3 for n in range(600)]


def test_results_that_are_missing_are_an_error() -> None:
    nothing: Together[int, int] = Together(lambda numbers, kind: [], streams=1)
    with pytest.raises(ValueError, match="zip"):
        nothing(1, 0)
