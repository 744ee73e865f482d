"""What the service counts, for Prometheus: one line of help each, and the functions that count.

With several workers every process writes its numbers to files of one folder (prometheus-client's own
multi-process mode) and whichever worker is asked adds them up.
"""

from __future__ import annotations

import os
import time
from collections import Counter as Counted
from collections.abc import Iterable, Mapping

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

from qa_service.api.loading import Loaded
from qa_service.engine import Engine
from qa_service.model import Answer

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)

REQUESTS = Histogram(
    "planqa_http_request_seconds",
    "Time from a request's first byte to its answer's last (seconds).",
    ["method", "route", "status"],
    buckets=_SECONDS,
)
UNDER_WAY = Gauge("planqa_http_requests_under_way", "Requests being answered.", multiprocess_mode="livesum")
LEGS = Histogram(
    "planqa_search_leg_seconds", "Time in each part of a search (seconds).", ["leg"], buckets=_SECONDS
)
ANSWERS = Counter("planqa_answers", "Questions answered, by verdict.", ["answerable"])
CACHE = Counter("planqa_cache_lookups", "Look-ups in caches.", ["cache", "result"])
JOBS = Gauge(
    "planqa_jobs",
    "Jobs that are kept (the newest 500), by kind and state.",
    ["kind", "state"],
    multiprocess_mode="livemostrecent",
)
POOL = Gauge("planqa_pool_calls", "Calls running or waiting in the work pool.", multiprocess_mode="livesum")
GENERATION = Gauge(
    "planqa_index_generation", "Number of the generation that answers.", multiprocess_mode="liveall"
)
CREATED = Gauge(
    "planqa_index_created_timestamp_seconds",
    "When the generation that answers was built (Unix time).",
    multiprocess_mode="livemin",
)
AGE = Gauge("planqa_index_age_seconds", "Age of that generation.", multiprocess_mode="livemostrecent")
ITEMS = Gauge(
    "planqa_index_items", "How much is indexed, by kind.", ["kind"], multiprocess_mode="livemostrecent"
)
OPENING = Histogram("planqa_index_open_seconds", "Time to open and warm a generation.", buckets=_SECONDS)

_created: float | None = None
_job_states: set[tuple[str, str]] = set()


def request(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answered request; ``route`` is the template of its path, not the path."""
    REQUESTS.labels(method, route, str(status)).observe(seconds)


def answered(answer: Answer) -> None:
    """Count a question and the time that each part of its search took."""
    ANSWERS.labels("true" if answer.answerable else "false").inc()
    searched(answer.seconds)


def searched(seconds: Mapping[str, float]) -> None:
    """Count the time (seconds) that each part of a search took."""
    for leg, spent in seconds.items():
        LEGS.labels(leg).observe(spent)


def cache(name: str, *, hit: bool) -> None:
    """Count a look-up in the cache called ``name``."""
    CACHE.labels(name, "hit" if hit else "miss").inc()


def jobs(found: Iterable[tuple[str, str]]) -> None:
    """Tell how many jobs there are of each kind and state (pairs of them, one a job)."""
    counts = Counted(found)
    # A state that no job is in any more is none, not what it was.
    _job_states.update(counts)
    for kind, state in _job_states:
        JOBS.labels(kind, state).set(counts[kind, state])


def indexed(engine: Engine) -> None:
    """Tell which generation answers, how old it is and what is in it."""
    global _created
    status = engine.status()
    number = str(status["generation"]).partition("-")[0]
    if number.isdecimal():
        GENERATION.set(int(number))
    _created = engine.searcher.generation.created.timestamp()
    CREATED.set(_created)
    for kind, count in status["counts"].items():
        ITEMS.labels(kind).set(count)


def opened(loaded: Loaded) -> None:
    """Tell which generation answers from now on, and what opening it took."""
    indexed(loaded.engine)
    OPENING.observe(sum(loaded.seconds.get(part, 0.0) for part in ("open", "warm_up")))


def exposition(accept: str) -> tuple[bytes, str]:
    """Return all metrics and their media type, in the form that the ``Accept`` header asks for."""
    if _created is not None:
        AGE.set(time.time() - _created)
    registry: CollectorRegistry = REGISTRY
    if folder := os.environ.get(FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    encode, media_type = choose_encoder(accept)
    return encode(registry), media_type
