"""The list of documents in pages."""

from __future__ import annotations

import httpx
import pytest


def test_pages_make_up_the_whole_list(client: httpx.Client) -> None:
    whole = client.get("/v1/documents").json()
    assert whole["next"] is None and whole["total"] == len(whole["documents"]) >= 3
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(
            "/v1/documents", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
        ).json()
        assert page["total"] == whole["total"] and 1 <= len(page["documents"]) <= 2
        found += page["documents"]
        cursor = page["next"]
    assert [one["id"] for one in found] == [one["id"] for one in whole["documents"]]


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 5000}, {"cursor": "nonsense"}, {"limit": "two"}])
def test_a_page_that_cannot_be(client: httpx.Client, params: dict[str, str]) -> None:
    reply = client.get("/v1/documents", params=params)
    assert reply.status_code == 422
    assert reply.headers["content-type"].startswith("application/problem+json")
