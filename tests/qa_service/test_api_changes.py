"""Documents come and go over HTTP: what is taken in, what is refused, what answers meanwhile."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from service_under_test import serving, wait_for, wait_until_ready

from eval.labels import validate_labels
from eval.questions import load_questions
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings

Job = dict[str, Any]
ASK = "澄湖区第{n}号路灯改造工程覆盖多少盏路灯？"
NOTICE = "关于实施第{n}号路灯改造工程的通知\n\n一、改造范围\n第{n}号路灯改造工程覆盖滨河路沿线{n}00盏路灯。\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, sample_home: Path) -> Path:
    home = tmp_path_factory.mktemp("changing") / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(create_app(HttpSettings(home=home, largest_mb=1, max_upload_files=3))) as url:
        wait_until_ready(url)
        yield url


@pytest.fixture
def service(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


def finished(service: httpx.Client, reply: httpx.Response) -> Job:
    assert reply.status_code == 202, reply.text
    place = reply.headers["location"]
    wait_for(lambda: service.get(place).json()["state"] in ("done", "failed"))
    job: Job = service.get(place).json()
    return job


def upload(service: httpx.Client, name: str, text: str, **query: Any) -> httpx.Response:
    return service.post("/v1/documents", files={"files": (name, text.encode())}, params=query)


def added(service: httpx.Client, name: str, text: str) -> dict[str, Any]:
    job = finished(service, upload(service, name, text))
    assert job["state"] == "done", job
    result: dict[str, Any] = job["files"][0]
    return result


def hits(service: httpx.Client, question: str) -> list[str]:
    answer = service.post("/v1/ask", json={"question": question}).json()
    return [hit["text"] for hit in answer["hits"]]


def texts_below(folder: Path) -> set[Path]:
    """The text files there; a generation that the service puts away meanwhile may vanish under the walk."""
    walked = ((Path(where), names) for where, _, names in os.walk(folder))
    return {where / name for where, names in walked for name in names if name.endswith(".txt")}


def problem(reply: httpx.Response) -> str:
    assert reply.headers["content-type"] == "application/problem+json", reply.text
    body = reply.json()
    assert body["status"] == reply.status_code
    assert body["detail"]
    return str(body["type"]).removeprefix("urn:planqa:problem:")


def test_an_upload_is_answered_from_and_its_citation_checks(service: httpx.Client, home: Path) -> None:
    text = NOTICE.format(n=11)
    result = added(service, "十一.txt", text)
    assert result["outcome"] == "added"
    assert result["sha256"] == sha256(text.encode()).hexdigest()
    report = result["report"]
    assert report["coverage"]["missing"] == 0
    assert report["passage_count"] == sum(d["passage_count"] for d in report["documents"]) > 0
    assert (home / "sources" / result["sha256"] / "十一.txt").read_text(encoding="utf-8") == text
    answer = service.post("/v1/ask", json={"question": ASK.format(n=11)}).json()
    best = answer["hits"][0]
    assert "1100盏路灯" in best["text"]
    passage = service.get(f"/v1/passages/{best['passage_id']}").json()
    assert passage["check"]["state"] == "ok"
    (document,) = result["document_ids"]
    assert service.get(f"/v1/documents/{document}/report").json() == report
    assert service.get(f"/v1/sources/{result['source_id']}/report").json() == report
    cards = {card["id"]: card for card in service.get("/v1/sources").json()["sources"]}
    assert cards[result["source_id"]]["origin"] == "upload"
    assert {card["origin"] for card in cards.values()} == {"upload", "built"}


def test_each_of_several_files_has_its_own_result(service: httpx.Client) -> None:
    files = [
        ("files", ("十二.txt", NOTICE.format(n=12).encode())),
        ("files", ("setup.exe", b"MZ\x90")),
        ("files", ("空白.txt", b" \n \n")),
    ]
    job = finished(service, service.post("/v1/documents", files=files))
    assert job["state"] == "done"
    by_name = {result["name"]: result for result in job["files"]}
    assert {name: result["outcome"] for name, result in by_name.items()} == {
        "十二.txt": "added",
        "setup.exe": "failed",
        "空白.txt": "failed",
    }
    assert by_name["setup.exe"]["problem"]["type"].endswith("unsupported-file")
    assert by_name["空白.txt"]["problem"]["type"].endswith("unreadable-file")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/规程.txt", "规程.txt"),
        ("C:\\windows\\规程二.txt", "规程二.txt"),
        ("/abs/规程三.txt", "规程三.txt"),
    ],
)
def test_a_path_in_a_file_name_leads_nowhere(service: httpx.Client, home: Path, name: str, kept: str) -> None:
    before = texts_below(home.parent)
    result = added(service, name, NOTICE.format(n=len(name)))
    assert result["name"] == kept
    new = texts_below(home.parent) - before
    assert new == {home / "sources" / result["sha256"] / kept}
    finished(service, service.delete(f"/v1/sources/{result['source_id']}"))


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("a.exe", b"MZ", 415, "unsupported-file"),
        ("a.txt", b"MZ\x90\x00", 415, "unsupported-file"),
        ("a.pdf", b"not a pdf", 415, "unsupported-file"),
        ("a.txt", b"\x00\x01\x02" * 50, 415, "unsupported-file"),
        ("a", b"text", 415, "unsupported-file"),
        ("a.txt", b"", 422, "empty-upload"),
        ("..", b"text", 422, "bad-file-name"),
        (".hidden.txt", b"text", 422, "bad-file-name"),
        ("长" * 80 + ".txt", b"text", 422, "bad-file-name"),
        ("a\u202etxt.txt", b"text", 422, "bad-file-name"),
        ("a.txt", b"x" * ((1 << 20) + 1), 413, "upload-too-large"),
        ("chenghu_rules.md", "另一份".encode(), 409, "name-taken"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused(
    service: httpx.Client, home: Path, name: str, data: bytes, status: int, code: str
) -> None:
    reply = service.post("/v1/documents", files={"files": (name, data)})
    assert reply.status_code == status, reply.text
    assert problem(reply) == code
    assert not list((home / "sources").glob(".incoming-*"))


def test_requests_that_are_no_upload_are_refused(service: httpx.Client) -> None:
    assert problem(service.post("/v1/documents", json={})) == "unsupported-media-type"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert problem(service.post("/v1/documents", content=b"nonsense", headers=headers)) == "broken-form"
    without = {"Content-Type": "multipart/form-data"}
    assert problem(service.post("/v1/documents", content=b"nonsense", headers=without)) == "broken-form"
    assert problem(service.post("/v1/documents", files={"other": ("a.txt", b"x")})) == "empty-upload"
    four = [("files", (f"{n}.txt", b"x")) for n in range(4)]
    assert problem(service.post("/v1/documents", files=four)) == "upload-too-large"
    two = [("files", (f"{n}.exe", b"x")) for n in range(2)]
    reply = service.post("/v1/documents", files=two)
    assert problem(reply) == "bad-input"
    assert [error["field"] for error in reply.json()["errors"]] == ["0.exe", "1.exe"]


def test_the_same_again_changes_nothing_and_a_replacement_has_to_be_said(service: httpx.Client) -> None:
    first = added(service, "十三.txt", NOTICE.format(n=13))
    again = finished(service, upload(service, "十三.txt", NOTICE.format(n=13)))
    assert again["files"][0]["outcome"] == "unchanged"
    other = NOTICE.format(n=13).replace("1300", "1313")
    assert problem(upload(service, "十三.txt", other)) == "name-taken"
    job = finished(service, upload(service, "十三.txt", other, replace=True))
    assert job["files"][0]["outcome"] == "replaced"
    assert job["files"][0]["source_id"] == first["source_id"]
    found = "".join(hits(service, ASK.format(n=13)))
    assert "1313盏" in found
    assert "1300盏" not in found


def test_a_deleted_document_is_gone_when_the_answer_comes_and_can_come_back(service: httpx.Client) -> None:
    result = added(service, "十四.txt", NOTICE.format(n=14))
    (document,) = result["document_ids"]
    reply = service.delete(f"/v1/documents/{document}")
    assert reply.status_code == 202
    assert not any("1400盏" in text for text in hits(service, ASK.format(n=14)))
    assert service.get(f"/v1/documents/{document}").status_code == 404
    assert service.delete(f"/v1/documents/{document}").status_code == 404
    listed = service.get("/v1/documents").json()["documents"]
    assert document not in {card["id"] for card in listed}
    assert [one["id"] for one in service.get("/v1/removed").json()["removed"]][0] in (
        document,
        result["source_id"],
    )
    finished(service, reply)
    assert not any("1400盏" in text for text in hits(service, ASK.format(n=14)))
    restored = finished(service, service.post(f"/v1/documents/{document}/restore"))
    assert restored["state"] == "done"
    assert any("1400盏" in text for text in hits(service, ASK.format(n=14)))
    assert problem(service.post(f"/v1/documents/{document}/restore")) == "nothing-to-restore"


def test_an_undo_before_the_deletion_is_published_brings_it_back_too(service: httpx.Client) -> None:
    (document,) = added(service, "十五.txt", NOTICE.format(n=15))["document_ids"]
    deleting = service.delete(f"/v1/documents/{document}")
    restoring = service.post(f"/v1/documents/{document}/restore")
    assert finished(service, deleting)["state"] == "done"
    assert finished(service, restoring)["state"] == "done"
    assert any("1500盏" in text for text in hits(service, ASK.format(n=15)))


def test_one_document_of_a_bulletin(service: httpx.Client) -> None:
    sources = service.get("/v1/sources").json()["sources"]
    bulletin = next(card for card in sources if card["name"] == "chenghu_bulletin.txt")
    first, *others = bulletin["document_ids"]
    assert others
    reply = service.put(f"/v1/documents/{first}", files={"file": ("新.txt", b"x")})
    assert problem(reply) == "shared-source"
    assert bulletin["id"] in reply.json()["remedy"]
    finished(service, service.delete(f"/v1/documents/{first}"))
    sources = service.get("/v1/sources").json()["sources"]
    assert next(card for card in sources if card["id"] == bulletin["id"])["document_ids"] == others
    finished(service, service.delete(f"/v1/sources/{bulletin['id']}"))
    assert bulletin["id"] not in {card["id"] for card in service.get("/v1/sources").json()["sources"]}
    finished(service, service.post(f"/v1/sources/{bulletin['id']}/restore"))
    sources = service.get("/v1/sources").json()["sources"]
    found = next(card for card in sources if card["id"] == bulletin["id"])
    assert found["document_ids"] == bulletin["document_ids"]


def test_replacing_a_document_keeps_the_id_of_its_file(service: httpx.Client) -> None:
    result = added(service, "十六.txt", NOTICE.format(n=16))
    (document,) = result["document_ids"]
    new = NOTICE.format(n=16).replace("1600", "1616").encode()
    reply = service.put(f"/v1/documents/{document}", files={"file": ("十六（修订）.txt", new)})
    job = finished(service, reply)
    assert job["kind"] == "replace"
    assert job["files"][0]["outcome"] == "replaced"
    assert job["files"][0]["source_id"] == result["source_id"]
    assert any("1616盏" in text for text in hits(service, ASK.format(n=16)))
    assert problem(service.put("/v1/documents/000000000000", files={"file": ("a.txt", b"x")})) == "not-found"
    assert problem(service.put("/v1/sources/000000000000", files={"file": ("a.txt", b"x")})) == "not-found"
    taken = service.put(f"/v1/sources/{result['source_id']}", files={"file": ("chenghu_rules.md", b"x")})
    assert problem(taken) == "name-taken"


def test_a_script_in_name_title_or_text_is_only_ever_data(service: httpx.Client) -> None:
    script = "&lt;script&gt;alert(1)&lt;/script&gt;"
    body = f"<h1>关于{script}的通知</h1><p>一、范围</p><p>脚本测试场所共77处，标记为{script}。</p>"
    name = "<img src=x onerror=alert(1)>.html"
    result = added(service, name, f"<!doctype html><html><body>{body}</body></html>")
    assert result["name"] == name
    (document,) = result["document_ids"]
    for path in (f"/v1/documents/{document}", f"/v1/documents/{document}/report", "/v1/sources"):
        reply = service.get(path)
        assert reply.headers["content-type"] == "application/json"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["content-security-policy"]
    told = [example["text"] for kind in result["report"]["dropped"] for example in kind["examples"]]
    shown = "".join([*told, *hits(service, "脚本测试场所共多少处？")])
    assert "<script>" in shown, "left out or quoted, but not lost silently"


def test_jobs_are_listed_and_can_be_followed(service: httpx.Client) -> None:
    reply = upload(service, "十七.txt", NOTICE.format(n=17))
    place = reply.headers["location"]
    events: list[Job] = []
    with service.stream("GET", f"{place}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
    assert events[-1]["state"] == "done", "the stream ends when the job is over"
    assert events[-1] == service.get(place).json()
    newest = service.get("/v1/jobs", params={"limit": 2}).json()["jobs"]
    assert [job["id"] for job in newest][0] == events[-1]["id"]
    assert len(newest) == 2
    for path in ("/v1/jobs/1", "/v1/jobs/1/events", "/v1/jobs/..%2fx"):
        assert service.get(path).status_code == 404
    assert service.get("/v1/jobs", params={"limit": 0}).status_code == 422


def test_going_back_to_a_generation(service: httpx.Client) -> None:
    added(service, "十八.txt", NOTICE.format(n=18))
    newest, before, *_ = service.get("/v1/generations").json()["generations"]
    assert newest["current"]
    assert newest["intact"]
    reply = service.post(f"/v1/generations/{before['id']}/activate")
    assert reply.status_code == 200
    assert reply.json()["current"]
    assert not any("1800盏" in text for text in hits(service, ASK.format(n=18)))
    assert service.post(f"/v1/generations/{newest['id']}/activate").status_code == 200
    assert any("1800盏" in text for text in hits(service, ASK.format(n=18)))
    assert problem(service.post("/v1/generations/0999-20261122T000000Z/activate")) == "not-found"


def test_a_damaged_generation_is_not_gone_back_to(service: httpx.Client, home: Path) -> None:
    added(service, "十九.txt", NOTICE.format(n=19))
    current, before, *_ = service.get("/v1/generations").json()["generations"]
    spans = home / "generations" / before["id"] / "spans.npy"
    spans.write_bytes(spans.read_bytes()[:-1] + b"?")
    reply = service.post(f"/v1/generations/{before['id']}/activate")
    assert reply.status_code == 409
    assert problem(reply) == "unfit-generation"
    assert service.get("/readyz").json()["generation"] == current["id"]


def test_feedback_becomes_a_question_set(service: httpx.Client, home: Path, tmp_path: Path) -> None:
    from cli_kit import planqa

    question = "科创企业租金补贴的期限最长是多久？"
    hit = service.post("/v1/ask", json={"question": question}).json()["hits"][0]
    said = {"question": question, "passage_id": hit["passage_id"], "verdict": "helpful", "note": "有用"}
    reply = service.post("/v1/feedback", json=said)
    assert reply.status_code == 201
    assert reply.json()["id"]
    service.post("/v1/feedback", json={"question": "另一个问题是什么？", "verdict": "not-helpful"})
    unknown = {**said, "passage_id": "000000000000-0000000000"}
    assert problem(service.post("/v1/feedback", json=unknown)) == "not-found"
    assert service.post("/v1/feedback", json={**said, "verdict": "great"}).status_code == 422
    assert service.post("/v1/feedback", json={**said, "note": "长" * 1001}).status_code == 422
    made = tmp_path / "set.jsonl"
    result = planqa("feedback", "export", "-o", made, "--home", home)
    assert result.exit_code == 0, result.stdout
    (one,) = load_questions(made)
    assert one.question == question
    assert one.sources == (hit["document"]["source"],)
    assert one.quotes[0] in hit["text"]
    assert not validate_labels([one])
