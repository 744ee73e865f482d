"""The tools, called by the SDK's own client: in this process, over standard streams, over HTTP."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import anyio
import httpx
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent, Tool
from service_under_test import serving, wait_until_ready

from qa_service.access.keyring import Keyring
from qa_service.access.keys import new_key
from qa_service.access.roles import Role
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings
from qa_service.cite.registry import STYLES
from qa_service.engine import Engine
from qa_service.mcp.server import new_server

pytest_plugins = ["api_fixtures"]

RENT = "租金补贴每年最高多少？"
TOOLS = {"ask", "search", "get_passage", "list_documents", "cite", "check"}
Result = TypeVar("Result")
Session = Callable[[Client], Awaitable[Result]]


def in_process(engine: Engine, session: Session[Result]) -> Result:
    """Run ``session`` with a client of a server in this process."""

    async def run(work: Callable[[Engine], Any]) -> Any:
        return await anyio.to_thread.run_sync(lambda: work(engine))

    async def main() -> Result:
        async with Client(new_server(run)) as client:
            return await session(client)

    return anyio.run(main)


def call(engine: Engine, name: str, **arguments: Any) -> CallToolResult:
    return in_process(engine, lambda client: client.call_tool(name, arguments))


def given(result: CallToolResult) -> Any:
    assert not result.is_error, result.content
    return result.structured_content


def refusal(result: CallToolResult) -> str:
    assert result.is_error
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture(scope="module")
def tools(engine: Engine) -> dict[str, Tool]:
    async def session(client: Client) -> dict[str, Tool]:
        return {tool.name: tool for tool in (await client.list_tools()).tools}

    return in_process(engine, session)


def test_every_tool_is_described_in_chinese_and_says_what_it_gives(tools: dict[str, Tool]) -> None:
    assert set(tools) == TOOLS

    def is_chinese(text: str | None) -> bool:
        return bool(text) and any("一" <= char <= "鿿" for char in text or "")

    for tool in tools.values():
        assert is_chinese(tool.title)
        assert is_chinese(tool.description)
        assert tool.annotations and tool.annotations.read_only_hint
        for name, field in tool.input_schema["properties"].items():
            assert is_chinese(field.get("description")), (tool.name, name)
        assert tool.output_schema
        for name, field in tool.output_schema["properties"].items():
            assert is_chinese(field.get("description")), (tool.name, name)


def test_ask_gives_citations_in_structured_content(engine: Engine, tools: dict[str, Tool]) -> None:
    result = call(engine, "ask", question=RENT, k=3)
    answer = given(result)
    Draft202012Validator(tools["ask"].output_schema or {}).validate(answer)
    asked = engine.ask(RENT, k=3)
    assert answer["answerable"] is asked.answerable is True
    assert [passage["citation"] for passage in answer["passages"]] == [hit.citation for hit in asked.hits]
    for passage in answer["passages"]:
        assert engine.passage(passage["passage_id"]).text == passage["text"]
        assert all(sentence in passage["text"] for sentence in passage["answering"])
    # Clients that know no structured content get the same as text.
    (content,) = result.content
    assert isinstance(content, TextContent)
    assert json.loads(content.text) == answer


def test_what_the_documents_do_not_say_is_no_error(engine: Engine) -> None:
    answer = given(call(engine, "ask", question="火星基地的氧气供应量是多少？"))
    assert not answer["answerable"]
    assert answer["reason"]


def test_an_agent_is_told_what_was_looked_for_beside(engine: Engine) -> None:
    answer = given(call(engine, "ask", question="老人家要不要买票"))
    assert answer["reworded"] == ["已按文件用语一并检索：“老人家”→“老年人”"]
    assert not any("老年人" in warning for warning in answer["warnings"])


def test_filters_reach_the_engine(engine: Engine) -> None:
    document = given(call(engine, "list_documents"))["documents"][0]["document_id"]
    answer = given(call(engine, "ask", question=RENT, documents=[document], k=10))
    assert {passage["document_id"] for passage in answer["passages"]} == {document}
    found = given(call(engine, "search", query=RENT, years=[1949]))
    assert found["passages"] == []
    assert found["emptied"]


def test_search_pages_through(engine: Engine) -> None:
    whole = given(call(engine, "search", query="补贴", limit=6))
    second = given(call(engine, "search", query="补贴", limit=3, offset=3))
    assert [p["passage_id"] for p in second["passages"]] == [p["passage_id"] for p in whole["passages"]][3:]
    assert whole["total"] >= 6


def test_documents_are_listed_a_page_at_a_time(engine: Engine) -> None:
    seen, offset = list[str](), 0
    while offset is not None:
        page = given(call(engine, "list_documents", limit=3, offset=offset))
        seen += [document["document_id"] for document in page["documents"]]
        offset = page["next_offset"]
    assert seen == [card.id for card in engine.documents()]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_offered_and_written(engine: Engine, style: str) -> None:
    passage = engine.ask(RENT).hits[0].passage_id
    assert given(call(engine, "cite", passage_id=passage, style=style))["citation"]


def test_the_schema_names_the_styles(tools: dict[str, Tool]) -> None:
    assert tools["cite"].input_schema["properties"]["style"]["enum"] == list(STYLES)


def test_a_passage_is_read_with_its_place(engine: Engine) -> None:
    hit = engine.ask(RENT).hits[0]
    passage = given(call(engine, "get_passage", passage_id=hit.passage_id))
    assert (passage["text"], passage["citation"]) == (hit.text, hit.citation)
    assert passage["lines"] == [hit.locator.line_start, hit.locator.line_end]
    assert passage["source_check"] == "ok"
    following = given(call(engine, "get_passage", passage_id=passage["next_id"]))
    assert following["previous_id"] == hit.passage_id


def test_a_draft_is_checked_sentence_by_sentence(engine: Engine) -> None:
    hit = engine.ask(RENT).hits[0]
    sentence = hit.text[hit.marks[0].start : hit.marks[0].end]
    checked = given(
        call(engine, "check", text=f"{sentence}\n\n全区计划建设三千座空中花园，投放机器人园丁九十万台。")
    )
    verdicts = [entry["verdict"] for entry in checked["sentences"]]
    # Word for word there, whether or not a later document says otherwise.
    assert verdicts[0] in {"verified", "outdated"}
    assert checked["sentences"][0]["source_text"].strip("（）；") in sentence
    assert checked["sentences"][0]["citation"].startswith("《")
    assert verdicts[-1] == "not-found"
    assert sum(checked["counts"].values()) == len(verdicts)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("ask", {"question": "  "}, "办法"),
        ("ask", {"question": "问" * 3000}, "办法"),
        ("get_passage", {"passage_id": "nope"}, "not-found"),
        ("cite", {"passage_id": "nope"}, "not-found"),
        ("check", {"text": " "}, "办法"),
        ("ask", {"question": RENT, "k": 99}, "k"),
        ("ask", {}, "question"),
    ],
)
def test_what_cannot_be_done_is_a_tool_error(engine: Engine, tool: str, arguments: Any, told: str) -> None:
    text = refusal(call(engine, tool, **arguments))
    assert told in text
    assert "Traceback" not in text


def test_an_unknown_style_is_told_with_those_there_are(engine: Engine) -> None:
    passage = engine.ask(RENT).hits[0].passage_id
    assert "gbt7714" in refusal(call(engine, "cite", passage_id=passage, style="apa"))


def test_an_unforeseen_error_tells_nothing_of_its_cause() -> None:
    async def run(work: Callable[[Engine], Any]) -> Any:
        raise RuntimeError("secret of the house")

    async def main() -> CallToolResult:
        async with Client(new_server(run)) as client:
            return await client.call_tool("ask", {"question": RENT})

    assert "secret" not in refusal(anyio.run(main))


# over standard streams ------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_real_process_over_standard_streams(sample_home: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "qa_service.cli", "mcp", "--home", str(sample_home)]
    )

    async def main() -> tuple[set[str], CallToolResult, CallToolResult]:
        async with Client(command) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            asked = await client.call_tool("ask", {"question": RENT, "k": 2})
            return names, asked, await client.call_tool("get_passage", {"passage_id": "nope"})

    names, asked, refused = anyio.run(main)
    assert names == TOOLS
    assert given(asked)["passages"][0]["citation"].startswith("《")
    assert "not-found" in refusal(refused)


@pytest.mark.slow
def test_without_an_index_the_process_says_what_to_do(tmp_path: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "qa_service.cli", "mcp", "--home", str(tmp_path)]
    )

    async def main() -> CallToolResult:
        async with Client(command) as client:
            return await client.call_tool("ask", {"question": RENT})

    assert "planqa build" in refusal(anyio.run(main))


# over HTTP ------------------------------------------------------------------------------------------


@asynccontextmanager
async def connected(url: str, key: str | None = None) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with (
        httpx.AsyncClient(headers=headers, timeout=30) as http,
        Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
    ):
        yield client


def test_over_http(service_url: str, engine: Engine) -> None:
    async def main() -> CallToolResult:
        async with connected(service_url) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
            return await client.call_tool("ask", {"question": RENT, "k": 2})

    assert given(anyio.run(main))["passages"][0]["citation"] == engine.ask(RENT).hits[0].citation


def test_over_http_behind_keys(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for part in sample_home.iterdir():
        (home / part.name).symlink_to(part)
    text, key = new_key(Role.READER)
    with serving(create_app(HttpSettings(home=home, keys="required"))) as url:
        wait_until_ready(url)

        async def main(key: str | None) -> Any:
            async with connected(url, key) as client:
                return given(await client.call_tool("list_documents"))

        with pytest.raises(Exception) as caught:
            anyio.run(main, None)
        assert "error response" in repr(caught.value)
        assert httpx.post(f"{url}/mcp", json={}).status_code == 401
        Keyring(home).add(key)
        assert anyio.run(main, text)["total"] == 4


def test_over_http_only_under_the_services_own_name(service_url: str) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert httpx.post(f"{service_url}/mcp", json=call, headers={"Host": "evil.example"}).status_code == 421
    assert (
        httpx.post(f"{service_url}/mcp", json=call, headers={"Origin": "https://evil.example"}).status_code
        == 403
    )
    assert httpx.get(f"{service_url}/mcp").status_code == 405
