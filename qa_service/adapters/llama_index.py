"""planqa as a LlamaIndex retriever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa_service.adapters.source import NO_FILTERS, Source, described, source_of
from qa_service.engine import Engine

SHOWN = ("citation", "validity")
"""Metadata that a model is shown beside the text; the rest is for programs."""


class PlanqaRetriever(BaseRetriever):
    """Passages with citations as LlamaIndex nodes.

    A node's text is the passage, verbatim; ``metadata["citation"]`` is what to write beside it. ``refuse``
    (the default) returns nothing where the documents don't answer; see also
    :class:`qa_service.adapters.langchain.PlanqaRetriever`.

    >>> retriever = PlanqaRetriever("https://plan.example.gov.cn", key="planqa_…")  # doctest: +SKIP
    >>> retriever.retrieve("租金补贴每年最高多少？")[0].node.metadata["citation"]  # doctest: +SKIP
    '《…办法》（…〔2024〕1号）第六条'
    """

    def __init__(
        self,
        where: Engine | Source | str,
        key: str | None = None,
        *,
        k: int = 5,
        filters: Mapping[str, Any] = NO_FILTERS,
        refuse: bool = True,
    ) -> None:
        super().__init__()
        self._source = source_of(where, key)
        self._k = k
        self._filters = filters
        self._refuse = refuse

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        answer = self._source.ask(query_bundle.query_str, self._k, self._filters)
        return [
            NodeWithScore(node=_node(identifier, text, metadata), score=score)
            for identifier, text, score, metadata in described(answer, refuse=self._refuse)
        ]


def _node(identifier: str, text: str, metadata: dict[str, Any]) -> TextNode:
    hidden = [name for name in metadata if name not in SHOWN]
    return TextNode(
        id_=identifier,
        text=text,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=hidden,
    )
