"""``POST /v1/check`` and ``GET /v1/passages/{id}/citation``."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
from cli_kit import planqa
from docx import Document
from made_draft import TRUE, WRONG, made_draft

pytest_plugins = ["api_fixtures"]


def check(client: httpx.Client, text: str, **given: Any) -> dict[str, Any]:
    reply = client.post("/v1/check", json={"text": text, **given})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_a_sentence_comes_back_with_its_source_and_the_steps(client: httpx.Client) -> None:
    found = check(client, f"{TRUE}\n{WRONG}", name="汇报.txt")
    assert found["counts"]["verified"] == found["counts"]["altered"] == 1
    true, wrong = found["sentences"]
    assert found["text"][wrong["start"] : wrong["end"]] == wrong["text"] == WRONG
    assert wrong["label"] == "有出入" and wrong["flags"] == ["稿中“86公里”，原文为“96公里”"]
    assert {"op": "replace", "draft": "86", "source": "96"} in wrong["changes"]
    assert "".join(step["draft"] for step in wrong["changes"]) == WRONG
    (difference,) = [d for d in wrong["differences"] if d["material"]]
    assert found["text"][difference["draft_start"] : difference["draft_end"]] == "86公里"
    place = true["places"][0]
    assert client.get(f"/v1/passages/{place['passage_id']}").json()["document"]["id"] == place["document_id"]
    assert place["validity"]["state"] and place["citation"].startswith("《")


def test_the_style_is_the_callers(client: httpx.Client) -> None:
    found = check(client, TRUE, style="gbt7714", mark="EB/OL")
    assert "[EB/OL]" in found["sentences"][0]["places"][0]["citation"]
    assert client.post("/v1/check", json={"text": TRUE, "style": "apa"}).status_code == 422


def test_a_word_draft_comes_back_annotated(client: httpx.Client) -> None:
    files = {"file": ("汇报.docx", made_draft())}
    told = client.post("/v1/check", files=files).json()
    assert told["counts"]["altered"] >= 3 and told["name"] == "汇报.docx"
    reply = client.post("/v1/check", params={"format": "docx"}, files=files)
    assert "UTF-8''%E6%B1%87%E6%8A%A5-%E6%A0%B8%E5%AF%B9.docx" in reply.headers["content-disposition"]
    document = Document(io.BytesIO(reply.content))
    assert any("96公里" in comment.text for comment in document.comments)
    bare = client.post("/v1/check", params={"format": "docx", "comments": False}, files=files)
    comments = Document(io.BytesIO(bare.content)).comments
    assert [comment.author for comment in comments] == ["李四"]


@pytest.mark.parametrize(("format", "start"), [("html", "<!doctype html>"), ("md", "<!-- 引文核对")])
def test_text_comes_back_as_a_report(client: httpx.Client, format: str, start: str) -> None:
    reply = client.post("/v1/check", params={"format": format}, json={"text": WRONG})
    assert reply.text.startswith(start)
    assert "96公里" in reply.text


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"json": {"text": " "}}, 422, "bad-input"),
        ({"json": {"text": 3}}, 422, "bad-input"),
        ({"json": {"txt": "甲"}}, 422, "bad-input"),
        ({"json": {"text": "甲" * 400_001}}, 422, "bad-input"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "broken-json"),
        ({"content": b"x", "headers": {"content-type": "text/plain"}}, 415, "unsupported-media-type"),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=q"}}, 422, "bad-input"),
        ({"files": {"other": ("a.txt", b"x")}}, 422, "bad-input"),
        ({"files": {"file": ("a.docx", b"rubbish")}}, 422, "unreadable-file"),
        ({"files": {"file": ("a.docm", made_draft())}}, 422, "unreadable-file"),
        ({"files": {"file": ("a.exe", b"MZ")}}, 422, "unreadable-file"),
    ],
)
def test_what_cannot_be_checked_is_a_problem(
    client: httpx.Client, given: dict[str, Any], status: int, code: str
) -> None:
    reply = client.post("/v1/check", **given)
    assert reply.status_code == status, reply.text
    problem = reply.json()
    assert problem["type"] == f"urn:planqa:problem:{code}"
    assert problem["detail"] and problem["remedy"]


def test_a_citation_is_the_string_that_the_command_prints(client: httpx.Client, sample_home: Any) -> None:
    passage = client.post("/v1/ask", json={"question": "技术合同成交额", "k": 1}).json()["hits"][0][
        "passage_id"
    ]
    told = client.get(f"/v1/passages/{passage}/citation", params={"style": "gbt7714-2015"}).json()
    printed = planqa("cite", "--passage", passage, "--style", "gbt7714-2015", "--home", sample_home)
    assert printed.stdout == told["citation"] + "\n"
    assert {style["name"]: style["citation"] for style in told["styles"]}["gbt7714-2015"] == told["citation"]
    assert client.get("/v1/passages/0-0/citation").status_code == 404
    assert client.get(f"/v1/passages/{passage}/citation", params={"mark": "QQ"}).status_code == 422
