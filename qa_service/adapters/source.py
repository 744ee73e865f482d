"""Where the passages of a retriever come from: an index in this process, or a service elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from qa_service.api.schemas import Answer, Filters
from qa_service.engine import Engine

NO_FILTERS: Mapping[str, Any] = {}


class Source(Protocol):
    """Answers a question with what ``POST /v1/ask`` answers."""

    def ask(self, question: str, k: int, filters: Mapping[str, Any]) -> Answer:
        """Return up to ``k`` passages; ``filters`` as in ``POST /v1/ask``, e.g. ``{"years": [2024]}``."""
        ...


class InProcess:
    """Asks an engine of this process.

    >>> source = InProcess(Engine.open(Path(".planqa")))  # doctest: +SKIP
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, question: str, k: int, filters: Mapping[str, Any] = NO_FILTERS) -> Answer:
        """Return what the engine answers. Raises what :meth:`Engine.ask` raises; ValueError for filters
        that there are not."""
        values = Filters.model_validate(dict(filters)).values()
        return Answer.model_validate(self._engine.ask(question, k=k, filters=values))


class OverHttp:
    """Asks a service; ``key`` where it asks for one.

    >>> source = OverHttp("https://plan.example.gov.cn", key="planqa_…")  # doctest: +SKIP
    """

    def __init__(self, url: str, key: str | None = None, seconds: float = 30.0) -> None:
        import httpx

        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=seconds)

    def ask(self, question: str, k: int, filters: Mapping[str, Any] = NO_FILTERS) -> Answer:
        """Return what the service answers. Raises ServiceRefused with its problem's own words."""
        body = {"question": question, "k": k, "filters": dict(filters)}
        reply = self._http.post("/v1/ask", json=body)
        if reply.is_error:
            raise ServiceRefused(reply.status_code, reply.text)
        return Answer.model_validate_json(reply.content)


class ServiceRefused(RuntimeError):
    """The service answered with a problem: its HTTP ``status``, and the problem document as text."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(f"HTTP {status}: {problem}")
        self.status = status


def source_of(given: Engine | Source | str, key: str | None = None) -> Source:
    """Return the source behind what a user hands over: an engine, a service's address, or a source."""
    if isinstance(given, str):
        return OverHttp(given, key)
    return InProcess(given) if isinstance(given, Engine) else given


def described(answer: Answer, *, refuse: bool) -> list[tuple[str, str, float, dict[str, Any]]]:
    """Return id, text, score and metadata of each passage; nothing where the question is refused.

    Metadata is plain JSON: strings, numbers, lists. ``score`` is the ranking's own, comparable within one
    answer only.
    """
    if refuse and not answer.answerable:
        return []
    return [
        (
            hit.passage_id,
            hit.text,
            hit.scores["total"],
            {
                "passage_id": hit.passage_id,
                "citation": hit.citation,
                "title": hit.document.title,
                "doc_number": hit.document.doc_number,
                "document_id": hit.document.id,
                "heading_path": hit.heading_path,
                "context": hit.context,
                "source": hit.document.source,
                "lines": [hit.locator.line_start, hit.locator.line_end],
                "validity": hit.document.validity.note,
                "answering": [hit.text[mark.start : mark.end] for mark in hit.marks],
                "answerable": answer.answerable,
                "confidence": answer.confidence,
            },
        )
        for hit in answer.hits
    ]
