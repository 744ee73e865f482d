"""Lending and replacing engines, and the bound on work."""

from __future__ import annotations

import threading
from pathlib import Path

import anyio
import pytest

from index.encoder import Encoder, open_encoder
from ingest.errors import NoIndex
from qa_service.api.loading import EngineLoader, Loaded
from qa_service.api.pool import WorkPool
from qa_service.api.problems import Busy, NotReady
from qa_service.api.state import EngineHolder
from qa_service.engine import Engine

pytest_plugins = ["api_fixtures"]


class Watched(Engine):
    """The real engine, which also remembers that it was closed."""

    closed = False

    def close(self) -> None:
        assert not self.closed, "closed twice"
        self.closed = True
        super().close()


@pytest.fixture(scope="module")
def encoder(sample_home: Path) -> Encoder:
    return open_encoder(None, sample_home)


class Opener:
    """Opens real engines and keeps them in the order of opening."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        self.home, self.encoder, self.opened = home, encoder, list[Watched]()

    def __call__(self) -> Loaded:
        engine = Watched.open(self.home, encoder=self.encoder)
        assert isinstance(engine, Watched)
        self.opened.append(engine)
        return Loaded(engine, {"open": 0.1})


@pytest.fixture
def opener(scratch_home: Path, encoder: Encoder) -> Opener:
    return Opener(scratch_home, encoder)


def flip(home: Path) -> None:
    pointer = home / "CURRENT"
    # The same generation, written another way: a changed pointer is what is looked at.
    pointer.write_bytes(pointer.read_bytes() + b"\n")


def test_nothing_is_lent_before_it_is_open(opener: Opener) -> None:
    holder = EngineHolder(opener, opener.home)
    with pytest.raises(NotReady), holder.engine():
        pass
    assert holder.readiness().seconds == {}


def test_it_is_opened_once_while_the_pointer_stays(opener: Opener) -> None:
    holder = EngineHolder(opener, opener.home)
    for _ in range(5):
        holder.refresh()
    assert len(opener.opened) == 1
    with holder.engine() as engine:
        assert engine is opener.opened[0]


def test_the_old_engine_closes_when_its_last_question_is_done(opener: Opener) -> None:
    holder = EngineHolder(opener, opener.home)
    holder.refresh()
    with holder.engine() as first, holder.engine():
        flip(opener.home)
        holder.refresh()
        with holder.engine() as second:
            assert second is not first
        assert not opener.opened[0].closed
        assert first.ask("租金补贴最高多少？").hits
    assert [engine.closed for engine in opener.opened] == [True, False]


def test_an_idle_engine_closes_at_once(opener: Opener) -> None:
    holder = EngineHolder(opener, opener.home)
    holder.refresh()
    flip(opener.home)
    holder.refresh()
    assert [engine.closed for engine in opener.opened] == [True, False]
    holder.close()
    assert opener.opened[1].closed


def test_a_question_that_fails_hands_its_engine_back(opener: Opener) -> None:
    holder = EngineHolder(opener, opener.home)
    holder.refresh()
    with pytest.raises(ZeroDivisionError), holder.engine():
        raise ZeroDivisionError
    holder.close()
    assert opener.opened[0].closed


def test_an_engine_that_opens_after_the_end_is_closed(opener: Opener) -> None:
    holder = EngineHolder(opener, opener.home)
    holder.close()
    holder.refresh()
    assert opener.opened[0].closed
    with pytest.raises(NotReady), holder.engine():
        pass


def test_what_kept_it_from_opening_is_what_is_raised(opener: Opener) -> None:
    (opener.home / "CURRENT").unlink()
    holder = EngineHolder(opener, opener.home)
    holder.refresh()
    with pytest.raises(NoIndex, match="没有启用") as caught, holder.engine():
        pass
    assert caught.value.remedy


@pytest.mark.slow
def test_many_swaps_under_many_questions(opener: Opener) -> None:
    holder = EngineHolder(opener, opener.home)
    holder.refresh()
    stop, asked, failures = threading.Event(), [], list[BaseException]()

    def keep_asking() -> None:
        try:
            while not stop.is_set():
                with holder.engine() as engine:
                    assert isinstance(engine, Watched)
                    assert not engine.closed
                    engine.documents()
                    assert not engine.closed
                asked.append(1)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=keep_asking) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        flip(opener.home)
        holder.refresh()
    stop.set()
    for thread in threads:
        thread.join()
    holder.close()
    assert not failures
    assert len(asked) > 20
    assert len(opener.opened) == 11
    assert all(engine.closed for engine in opener.opened)


def test_a_loaded_model_is_used_again(scratch_home: Path) -> None:
    load = EngineLoader(scratch_home, None)
    first, second = load(), load()
    assert first.engine is not second.engine
    assert first.engine.encoder is second.engine.encoder
    assert set(second.seconds) >= {"open", "warm_up"}


def test_the_pool_takes_so_many_and_says_busy_to_the_rest() -> None:
    workers, queue, door = 2, 3, threading.Event()
    running, most = list[int](), list[int]()

    def work() -> str:
        running.append(1)
        most.append(len(running))
        door.wait(10)
        running.pop()
        return "done"

    async def main() -> tuple[list[str], int]:
        pool, done, refused = WorkPool(workers, queue), list[str](), 0

        async def one() -> None:
            done.append(await pool.run(work))

        async with anyio.create_task_group() as tasks:
            for _ in range(workers + queue):
                tasks.start_soon(one)
            await anyio.sleep(0.1)
            for _ in range(4):
                try:
                    await pool.run(work)
                except Busy:
                    refused += 1
            door.set()
        done.append(await pool.run(work))
        return done, refused

    done, refused = anyio.run(main)
    assert refused == 4
    assert done == ["done"] * (workers + queue + 1)
    assert max(most) <= workers
