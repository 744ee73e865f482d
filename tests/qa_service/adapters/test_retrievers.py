"""The adapters, in the frameworks' own hands: in this process and over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qa_service.adapters.source import InProcess, OverHttp, ServiceRefused
from qa_service.engine import Engine

pytest_plugins = ["api_fixtures"]

RENT = "租金补贴每年最高多少？"
NOWHERE = "火星基地的氧气供应量是多少？"


@pytest.fixture(params=["engine", "service"])
def where(request: pytest.FixtureRequest, engine: Engine) -> Any:
    return engine if request.param == "engine" else request.getfixturevalue("service_url")


def check_metadata(metadata: dict[str, Any], text: str, engine: Engine) -> None:
    passage = engine.passage(metadata["passage_id"])
    assert (passage.text, passage.citation) == (text, metadata["citation"])
    assert all(sentence in text for sentence in metadata["answering"])
    assert metadata["answerable"] is True
    json.dumps(metadata)


def test_langchain(where: Any, engine: Engine) -> None:
    pytest.importorskip("langchain_core", reason="langchain-core is not installed")
    from langchain_core.runnables import RunnableLambda

    from qa_service.adapters.langchain import PlanqaRetriever

    retriever = PlanqaRetriever.over(where, k=3)
    documents = retriever.invoke(RENT)
    assert [document.id for document in documents] == [hit.passage_id for hit in engine.ask(RENT, k=3).hits]
    for document in documents:
        check_metadata(document.metadata, document.page_content, engine)
    # In a chain, as it is used.
    chain = retriever | RunnableLambda(lambda found: [document.metadata["citation"] for document in found])
    assert chain.invoke(RENT) == [document.metadata["citation"] for document in documents]
    assert retriever.batch([RENT, NOWHERE])[1] == []


def test_langchain_awaits(engine: Engine) -> None:
    pytest.importorskip("langchain_core", reason="langchain-core is not installed")
    import anyio

    from qa_service.adapters.langchain import PlanqaRetriever

    retriever = PlanqaRetriever.over(engine, k=2)
    assert len(anyio.run(retriever.ainvoke, RENT)) == 2


def test_llama_index(where: Any, engine: Engine) -> None:
    pytest.importorskip("llama_index.core", reason="llama-index-core is not installed")
    from llama_index.core.schema import MetadataMode

    from qa_service.adapters.llama_index import PlanqaRetriever

    retriever = PlanqaRetriever(where, k=3)
    nodes = retriever.retrieve(RENT)
    assert [node.node_id for node in nodes] == [hit.passage_id for hit in engine.ask(RENT, k=3).hits]
    assert [node.score for node in nodes] == sorted((node.score or 0.0 for node in nodes), reverse=True)
    for node in nodes:
        check_metadata(node.metadata, node.text, engine)
        shown = node.node.get_content(MetadataMode.LLM)
        assert node.metadata["citation"] in shown
        assert node.metadata["source"] not in shown.replace(node.text, "")
    assert retriever.retrieve(NOWHERE) == []
    assert PlanqaRetriever(where, refuse=False).retrieve(NOWHERE)


def test_filters_reach_the_engine(where: Any, engine: Engine) -> None:
    pytest.importorskip("llama_index.core", reason="llama-index-core is not installed")
    from qa_service.adapters.llama_index import PlanqaRetriever

    card = engine.documents()[0]
    found = PlanqaRetriever(where, k=10, filters={"documents": [card.id]}, refuse=False).retrieve(RENT)
    assert found
    assert {node.metadata["document_id"] for node in found} == {card.id}


def test_what_the_service_refuses_is_told(service_url: str, engine: Engine) -> None:
    with pytest.raises(ServiceRefused, match="bad-input") as caught:
        OverHttp(service_url).ask(" ", 5)
    assert caught.value.status == 422
    with pytest.raises(ValueError, match="yaers"):
        InProcess(engine).ask(RENT, 5, {"yaers": [2024]})
