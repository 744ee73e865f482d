"""Search pages, facets, suggestions and a document's text over HTTP: tags, cursors, errors."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from qa_service.api.cursors import write_cursor
from qa_service.engine import Engine

pytest_plugins = ["api_fixtures"]

QUESTION = "租金补贴的标准"


def search(client: httpx.Client, **body: Any) -> httpx.Response:
    return client.post("/v1/search", json={"question": QUESTION, **body})


def code(reply: httpx.Response) -> str:
    assert reply.headers["content-type"] == "application/problem+json"
    return str(reply.json()["type"]).removeprefix("urn:planqa:problem:")


def test_pages_give_each_passage_once_in_rank_order(client: httpx.Client) -> None:
    hits, cursor = [], None
    while True:
        page = search(client, limit=7, cursor=cursor).json()
        hits += page["hits"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [hit["rank"] for hit in hits] == list(range(1, page["total"] + 1))
    assert len({hit["passage_id"] for hit in hits}) == len(hits)
    whole = client.post("/v1/ask", json={"question": QUESTION, "k": 5}).json()["hits"]
    assert [hit["passage_id"] for hit in hits[:5]] == [hit["passage_id"] for hit in whole]


def test_a_filter_is_hard_and_an_empty_one_says_so(client: httpx.Client) -> None:
    page = search(client, filters={"kinds": ["规划"]}).json()
    assert {hit["document"]["kind"] for hit in page["hits"]} == {"规划"}
    page = search(client, filters={"kinds": ["乌有"]}).json()
    assert (page["hits"], page["total"], page["next"]) == ([], 0, None)
    assert "乌有" in page["emptied"]


@pytest.mark.parametrize("cursor", ["x", "!!!", "====", write_cursor("0000-other", 7), write_cursor("", -3)])
def test_a_cursor_of_elsewhere_is_refused(client: httpx.Client, cursor: str) -> None:
    reply = search(client, cursor=cursor)
    assert (reply.status_code, code(reply)) == (422, "bad-input")


def test_suggestions_and_their_limits(client: httpx.Client) -> None:
    found = client.get("/v1/suggest", params={"q": "租金补贴", "limit": 3}).json()["suggestions"]
    assert 0 < len(found) <= 3
    assert client.get("/v1/suggest", params={"q": ""}).json() == {"suggestions": []}
    assert client.get("/v1/suggest").status_code == 422
    assert client.get("/v1/suggest", params={"q": "x" * 101}).status_code == 422


def test_facets_under_filters(client: httpx.Client) -> None:
    free = client.get("/v1/facets").json()
    assert free["left"] == free["total"]
    kinds = next(facet for facet in free["facets"] if facet["name"] == "kinds")["values"]
    narrowed = client.get("/v1/facets", params={"kinds": kinds[0]["value"]}).json()
    assert narrowed["left"] == kinds[0]["count"]
    assert client.get("/v1/facets", params={"years": "二〇二六"}).status_code == 422
    assert client.get("/v1/facets", params={"validity": "maybe"}).status_code == 422


@pytest.fixture(scope="module")
def document(engine: Engine) -> Any:
    return next(d for d in engine.searcher.documents if "租金补贴管理办法" in d.metadata.title)


@pytest.mark.parametrize("part", ["outline", "text", "search?q=租金"])
def test_a_copy_that_is_current_is_not_sent_again(client: httpx.Client, document: Any, part: str) -> None:
    path = f"/v1/documents/{document.id}/{part}"
    first = client.get(path)
    tag = first.headers["etag"]
    assert first.status_code == 200 and document.source.sha256[:16] in tag
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_text_by_span(client: httpx.Client, document: Any) -> None:
    path = f"/v1/documents/{document.id}/text"
    part = client.get(path, params={"start": 100, "end": 400}).json()
    assert part["length"] == len(document.text)
    for block in part["blocks"]:
        assert 100 <= block["start"] < 400
        assert block["text"] == document.text[block["start"] : block["end"]]
    assert client.get(path, params={"start": -1}).status_code == 422
    assert client.get(path, params={"start": "a"}).status_code == 422


@pytest.mark.parametrize("part", ["outline", "text", "search?q=租金"])
def test_an_unknown_document_is_not_found(client: httpx.Client, part: str) -> None:
    reply = client.get(f"/v1/documents/000000000000/{part}")
    assert (reply.status_code, code(reply)) == (404, "not-found")


def test_places_of_a_word(client: httpx.Client, document: Any) -> None:
    path = f"/v1/documents/{document.id}/search"
    found = client.get(path, params={"q": "租金补贴"}).json()
    assert found["total"] == len(found["matches"]) == document.text.count("租金补贴")
    assert found["next"] is None
    assert client.get(path, params={"q": "，"}).status_code == 422
    assert client.get(path).status_code == 422
