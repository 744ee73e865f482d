"""The numbers at /metrics: what was asked is counted, and nothing that a client made up becomes a label."""

from __future__ import annotations

import httpx
from prometheus_client.parser import text_string_to_metric_families

pytest_plugins = ["api_fixtures"]

RENT = {"question": "租金补贴每年最高多少？"}


def samples(client: httpx.Client) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(client: httpx.Client, name: str, **labels: str) -> float:
    return samples(client).get((name, frozenset(labels.items())), 0.0)


def test_a_question_is_counted_in_every_part(client: httpx.Client) -> None:
    route = {"method": "POST", "route": "/v1/ask", "status": "200"}
    before = samples(client)
    client.post("/v1/ask", json=RENT)
    after = samples(client)

    def risen(name: str, **labels: str) -> float:
        place = (name, frozenset(labels.items()))
        return after.get(place, 0.0) - before.get(place, 0.0)

    assert risen("planqa_http_request_seconds_count", **route) == 1
    assert risen("planqa_http_request_seconds_sum", **route) > 0
    assert risen("planqa_answers_total", answerable="true") == 1
    for leg in ("encode", "lexical", "dense", "late", "total"):
        assert risen("planqa_search_leg_seconds_count", leg=leg) == 1


def test_the_index_is_told(client: httpx.Client) -> None:
    # Of this service, to which other tests may have added documents.
    ready = client.get("/readyz").json()
    found = samples(client)
    counts = {
        dict(labels)["kind"]: count for (name, labels), count in found.items() if name == "planqa_index_items"
    }
    assert counts == ready["counts"]
    assert found["planqa_index_generation", frozenset()] >= 1
    assert found["planqa_index_age_seconds", frozenset()] > 0


def test_what_clients_make_up_is_one_series(client: httpx.Client) -> None:
    client.get("/v1/documents/000000000000")
    before = len(samples(client))
    for number in range(20):
        client.get(f"/nowhere/{number}")
        client.get(f"/v1/documents/00000000{number:04}")
        client.request(f"MADEUP{number}", "/v1/ask")
    names = {label for _, labels in samples(client) for label in labels}
    assert ("route", "/v1/documents/{id}") in names
    assert not [text for _, text in names if "nowhere" in text or "MADEUP" in text]
    # 404 and 405 of "other", three numbers and the buckets each: no more than that, however many paths.
    assert len(samples(client)) - before <= 4 * 19


def test_openmetrics_where_it_is_asked_for(client: httpx.Client) -> None:
    plain = client.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain")
    asked = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert asked.headers["content-type"].startswith("application/openmetrics-text")
    assert asked.text.endswith("# EOF\n")


def test_no_text_of_a_question(client: httpx.Client) -> None:
    client.post("/v1/ask", json={"question": "机密项目的补贴是多少？"})
    assert "机密" not in client.get("/metrics").text
