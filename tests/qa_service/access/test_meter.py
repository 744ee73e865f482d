"""Rate limits: a bucket for each, bounded memory, one count for all processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.access.meter import BURST_SECONDS, LEAST_BURST, Meter, new_table, size_in_bytes


def test_a_burst_then_the_steady_rate() -> None:
    meter = Meter()
    taken = [meter.take("a", 60, now=100.0) for _ in range(30)]
    assert taken.count(0.0) == BURST_SECONDS
    assert taken[-1] == pytest.approx(1.0)
    # A second later there is one more, and no two.
    assert meter.take("a", 60, now=101.0) == 0.0
    assert meter.take("a", 60, now=101.0) > 0.0


def test_a_refusal_costs_nothing() -> None:
    meter = Meter()
    for _ in range(1000):
        meter.take("a", 60, now=0.0)
    assert meter.take("a", 60, now=1.0) == 0.0


def test_one_does_not_pay_for_another() -> None:
    meter = Meter()
    for _ in range(100):
        meter.take("a", 60, now=0.0)
    assert meter.take("b", 60, now=0.0) == 0.0


def test_even_a_low_rate_allows_a_few_at_once() -> None:
    meter = Meter()
    assert [meter.take("a", 1, now=0.0) for _ in range(8)].count(0.0) == LEAST_BURST


@given(
    st.lists(st.floats(0, 5), min_size=1, max_size=200),
    st.integers(1, 600),
)
def test_never_more_than_the_burst_and_the_rate(pauses: list[float], per_minute: int) -> None:
    meter, now, let_through = Meter(), 0.0, 0
    for pause in pauses:
        now += pause
        let_through += meter.take("a", per_minute, now=now) == 0.0
    burst = max(BURST_SECONDS * per_minute / 60, LEAST_BURST)
    assert let_through <= burst + now * per_minute / 60 + 1e-6
    meter.close()


def test_who_waits_as_long_as_told_gets_through() -> None:
    meter = Meter()
    while (wait := meter.take("a", 60, now=0.0)) == 0.0:
        pass
    assert meter.take("a", 60, now=wait * 0.9) > 0.0
    assert meter.take("a", 60, now=wait) == 0.0


def test_any_number_of_addresses_takes_the_same_memory(tmp_path: Path) -> None:
    table = tmp_path / "meter"
    new_table(table)
    meter = Meter(table)
    for number in range(40_000):
        assert meter.take(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 60, now=0.0) == 0.0
    assert table.stat().st_size == size_in_bytes() < 300_000


def test_processes_share_one_count(tmp_path: Path) -> None:
    table = tmp_path / "meter"
    new_table(table)
    program = (
        "import sys; from pathlib import Path; from qa_service.access.meter import Meter;"
        "meter = Meter(Path(sys.argv[1]));"
        "print(sum(meter.take('a', 60, now=50.0) == 0.0 for _ in range(15)))"
    )
    command = [sys.executable, "-c", program, str(table)]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    counts = [int(child.communicate(timeout=60)[0]) for child in children]
    assert sum(counts) == BURST_SECONDS
