"""planqa as a LangChain retriever."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from qa_service.adapters.source import Source, described, source_of
from qa_service.engine import Engine


class PlanqaRetriever(BaseRetriever):
    """Passages with citations as LangChain documents.

    ``page_content`` is the passage, verbatim; ``metadata["citation"]`` is what to write beside it.
    ``refuse`` (the default) returns nothing where the documents don't answer: passages that are merely
    near are what a model makes up answers from. Without it see ``metadata["answerable"]``.

    >>> retriever = PlanqaRetriever.over("https://plan.example.gov.cn", key="planqa_…")  # doctest: +SKIP
    >>> retriever.invoke("租金补贴每年最高多少？")[0].metadata["citation"]  # doctest: +SKIP
    '《…办法》（…〔2024〕1号）第六条'
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    source: Any = Field(description="Where the passages come from; see :meth:`over`.")
    k: int = Field(default=5, ge=1, le=50, description="Most passages.")
    filters: dict[str, Any] = Field(default_factory=dict, description="As in `POST /v1/ask`.")
    refuse: bool = Field(default=True, description="Whether to return nothing where nothing answers.")

    @classmethod
    def over(cls, where: Engine | Source | str, key: str | None = None, **options: Any) -> PlanqaRetriever:
        """Return a retriever over an engine of this process or the address of a service."""
        return cls(source=source_of(where, key), **options)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        answer = self.source.ask(query, self.k, self.filters)
        return [
            Document(id=identifier, page_content=text, metadata={**metadata, "score": score})
            for identifier, text, score, metadata in described(answer, refuse=self.refuse)
        ]
