"""What goes over the wire about evaluation runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

EXAMPLE_RUN: dict[str, Any] = {
    "id": "20261122T090000-full",
    "name": "full",
    "date": "2026-11-22T09:00:00+00:00",
    "set_name": "questions.jsonl",
    "questions": 50,
    "answerable": 40,
    "generation": "0001-20261122T085500Z",
    "overall": {"R@1": {"value": 0.8, "low": 0.65, "high": 0.9, "n": 40}},
}
EXAMPLE_PROGRESS: dict[str, Any] = {
    "id": "20261122T091500-full",
    "set_name": "questions.csv",
    "state": "running",
    "done": 12,
    "total": 50,
    "started": "2026-11-22T09:15:00+00:00",
    "message": "",
    "remedy": "",
}


class Figure(BaseModel):
    """A mean with its 95 % interval."""

    value: float | None = Field(description="The mean, 0 to 1; null where nothing counts towards it.")
    low: float | None = Field(description="Lower end of the interval.")
    high: float | None = Field(description="Upper end of the interval.")
    n: int = Field(description="How many questions count towards it.")


Figures = dict[str, Figure]


class RunCard(BaseModel):
    """A run in short."""

    id: str = Field(description="Id of the run: the name of its folder.")
    name: str = Field(description="What the run is called.")
    date: datetime = Field(description="When it was made.")
    set_name: str = Field(description="File name of the question set.")
    questions: int = Field(description="Questions of the set.")
    answerable: int = Field(description="Questions that have an answer in the documents.")
    generation: str | None = Field(description="Id of the index generation that answered.")
    overall: Figures = Field(description="Retrieval figures over all answerable questions, by name.")


class Progress(BaseModel):
    """A run that is being made, or that failed."""

    id: str = Field(description="Id that the run gets.")
    set_name: str = Field(description="File name of the question set.")
    state: Literal["running", "done", "failed"] = Field(description="How far it is.")
    done: int = Field(description="Questions asked so far.")
    total: int = Field(description="Questions of the set.")
    started: datetime = Field(description="When it was started.")
    message: str = Field(default="", description="Why it failed (Chinese); else empty.")
    remedy: str = Field(default="", description="What mends that (Chinese).")


class Runs(BaseModel):
    """The runs that are kept."""

    runs: list[RunCard] = Field(description="Newest first.")
    under_way: list[Progress] = Field(description="Runs being made, and those that failed lately.")


class Miss(BaseModel):
    """A question to look at."""

    id: str = Field(description="Id of the question in its set.")
    type: str = Field(description="Type of the question.")
    question: str = Field(description="The question.")
    rank: int | None = Field(description="Rank of the first evidence; null if none was found.")
    kinds: list[str] = Field(description="What went wrong, e.g. `top5`, `not-refused`.")


class Latency(BaseModel):
    """Wall time of a question (milliseconds)."""

    median: float | None = Field(description="Median.")
    p95: float | None = Field(description="95th percentile.")
    n: int = Field(description="Questions that were timed.")


class RunView(BaseModel):
    """A run with its figures."""

    run: RunCard = Field(description="The run in short.")
    by_type: dict[str, Figures] = Field(description="The retrieval figures by type of question.")
    abstention: Figures = Field(
        description="`auroc`; `refused` (of the unanswerable questions), `wrongly_refused`."
    )
    draft_check: Figures = Field(description="`named`, `flagged`, `false_alarms` of altered sentences.")
    latency_ms: Latency = Field(description="How long a question took.")
    misses: list[Miss] = Field(description="Questions to look at, in the order of the set.")
