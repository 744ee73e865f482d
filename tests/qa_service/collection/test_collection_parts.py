"""Names, contents, uploads, the journal and feedback: each by itself."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.errors import NotFound
from qa_service.collection import collection as collection_module
from qa_service.collection import journal as journal_module
from qa_service.collection.collection import Collection
from qa_service.collection.contents import check_content
from qa_service.collection.errors import (
    BadFileName,
    EmptyUpload,
    FeedbackFull,
    TooManyJobs,
    UnsupportedFile,
    UploadTooLarge,
)
from qa_service.collection.feedback import keep_feedback, load_feedback, new_feedback
from qa_service.collection.feedback_set import question_set
from qa_service.collection.journal import Journal
from qa_service.collection.model import FileResult, Job, RemovedItem
from qa_service.collection.names import bare_name
from qa_service.collection.uploads import clear_uploads, take_in

sys.path.append(str(Path(__file__).parents[2] / "index"))
from letters_encoder import LettersEncoder  # noqa: E402


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("规划.docx", "规划.docx"),
        ("a/b/../规划.docx", "规划.docx"),
        ("..\\..\\规划.docx", "规划.docx"),
        ("  规划 2026.docx  ", "规划 2026.docx"),
        ("e\u0301.txt", "é.txt"),
        ("《规划》（草案）.pdf", "《规划》（草案）.pdf"),
    ],
)
def test_a_name_is_reduced_to_what_follows_the_last_separator(given: str, kept: str) -> None:
    assert bare_name(given) == kept


@pytest.mark.parametrize(
    "given", ["", "..", ".", "a/", "...", ".env", "a\x00.txt", "a\n.txt", "\ud800.txt", "长" * 70]
)
def test_other_names_are_refused(given: str) -> None:
    with pytest.raises(BadFileName):
        bare_name(given)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.txt", "第一条".encode()),
        ("a.txt", "第一条".encode("gb18030")),
        ("a.txt", "第一条".encode("utf-16")),
        ("A.PDF", b"\n%PDF-1.7"),
        ("a.docx", b"PK\x03\x04"),
        ("a.html", b"<!doctype html>"),
    ],
)
def test_contents_that_fit_their_name_pass(name: str, head: bytes) -> None:
    check_content(name, head)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.txt", b"\x7fELF"),
        ("a.docx", b"Rar!"),
        ("a.md", b"a\x00b"),
        ("a.pdf", b"PK\x03\x04"),
        ("a.zip", b"PK"),
    ],
)
def test_contents_that_do_not_fit_are_refused(name: str, head: bytes) -> None:
    with pytest.raises(UnsupportedFile):
        check_content(name, head)


def test_an_upload_is_kept_under_its_digest_once(tmp_path: Path) -> None:
    one = take_in(tmp_path, "x/规划.txt", [b"ab", b"c"], 1)
    again = take_in(tmp_path, "规划.txt", [b"abc"], 1)
    assert one == again
    assert one.path == tmp_path / "sources" / one.sha256 / "规划.txt"
    assert one.path.read_bytes() == b"abc"
    assert [p.name for p in (tmp_path / "sources").iterdir()] == [one.sha256]


def test_what_is_refused_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UploadTooLarge):
        take_in(tmp_path, "a.txt", [b"x" * (1 << 19)] * 3, 1)
    with pytest.raises(EmptyUpload):
        take_in(tmp_path, "a.txt", [], 1)
    with pytest.raises(UnsupportedFile):
        take_in(tmp_path, "a.txt", [b"MZ" + b"x" * 9000, b"y"], 1)
    assert list((tmp_path / "sources").iterdir()) == []


def test_uploads_that_nothing_refers_to_are_cleared_once_they_are_old(tmp_path: Path) -> None:
    kept, young, old = (take_in(tmp_path, f"{n}.txt", [n.encode()], 1) for n in ("kept", "young", "old"))
    for upload in (kept, old):
        os.utime(upload.path.parent, (0, 0))
    left = tmp_path / "sources" / ".incoming-1"
    left.write_bytes(b"x")
    os.utime(left, (0, 0))
    assert set(clear_uploads(tmp_path, {kept.sha256})) == {old.sha256, left.name}
    assert {p.name for p in (tmp_path / "sources").iterdir()} == {kept.sha256, young.sha256}


def test_a_job_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    job = journal.new("delete")
    until = job.created + timedelta(days=30)
    job.removed.append(RemovedItem("document", "d", "s", "标题", "a.txt", job.created, until, (("00", "d"),)))
    job.files.append(FileResult("a.txt", document_ids=("d",)))
    journal.keep(job, flush=True)
    assert Journal(tmp_path).get(job.id) == job
    assert [one.id for one in Journal(tmp_path).unfinished()] == [job.id]
    job.state = "done"
    journal.keep(job, flush=False)
    assert Journal(tmp_path).unfinished() == []


@pytest.mark.parametrize("given", ["../x", "1", "", "20261122T000000.000000Z-zzzzzzzz"])
def test_an_unknown_job_is_not_found(tmp_path: Path, given: str) -> None:
    with pytest.raises(NotFound):
        Journal(tmp_path).get(given)


def test_old_jobs_go_but_none_that_is_not_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_JOBS", 2)
    journal = Journal(tmp_path)
    jobs = [journal.new("add") for _ in range(4)]
    for number, job in enumerate(jobs):
        job.state = "queued" if number == 0 else "done"
        journal.keep(job, flush=False)
    journal.trim()
    assert set(journal.ids()) == {jobs[0].id, jobs[2].id, jobs[3].id}
    assert [job.id for job in journal.newest(2)] == [jobs[3].id, jobs[2].id]


def test_more_changes_than_can_wait_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.encoder import Encoder

    def no_encoder() -> Encoder:
        raise AssertionError("nothing is worked off here")

    monkeypatch.setattr(collection_module, "MOST_WAITING", 2)
    collection = Collection(tmp_path, no_encoder, lambda: None, lambda: None)
    for name in ("一.txt", "二.txt"):
        collection.add([take_in(tmp_path, name, [name.encode()], 1)])
    with pytest.raises(TooManyJobs) as refused:
        collection.add([take_in(tmp_path, "三.txt", [b"x"], 1)])
    assert refused.value.status == 503


def over(collection: Collection, job: Job) -> Job:
    end = time.monotonic() + 60
    while not (found := collection.journal.get(job.id)).over:
        assert time.monotonic() < end, found
        time.sleep(0.02)
    return found


def test_the_last_document_goes_stays_gone_and_comes_back(tmp_path: Path) -> None:
    encoder = LettersEncoder()
    text = "关于路灯改造的通知\n\n一、范围\n改造覆盖滨河路。\n".encode()

    def opened() -> Collection:
        collection = Collection(tmp_path, lambda: encoder, lambda: None, lambda: None)
        collection.start()
        return collection

    first = opened()
    added = over(first, first.add([take_in(tmp_path, "路灯.txt", [text], 1)]))
    (document,) = added.files[0].document_ids
    assert over(first, first.delete_document(document)).state == "done"
    assert first.sources()[1] == []
    first.stop()
    again = opened()
    time.sleep(0.5)
    assert again.sources()[1] == [], "a start must not bring it back"
    assert [item.id for item in again.removed()] == [document]
    assert over(again, again.restore("document", document)).state == "done"
    assert [card.name for card in again.sources()[1]] == ["路灯.txt"]
    assert again.removed() == []
    again.stop()


def test_feedback_is_appended_and_a_torn_line_costs_itself_alone(tmp_path: Path) -> None:
    first = new_feedback("问题一？", "helpful", quote="期限为三年。", source="a.txt", passage_id="p1")
    keep_feedback(tmp_path, first)
    path = tmp_path / "feedback.jsonl"
    path.write_bytes(path.read_bytes() + b'{"id": "torn')
    second = new_feedback("问题二？", "not-helpful")
    keep_feedback(tmp_path, second)
    assert list(load_feedback(tmp_path)) == [first, second]
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    with pytest.raises(FeedbackFull):
        keep_feedback(tmp_path, second, largest=path.stat().st_size + 10)


def test_later_words_count_and_several_helpful_passages_are_alternatives() -> None:
    entries = [
        new_feedback("期限多久？", "helpful", quote="期限为三年。", source="a.txt"),
        new_feedback("期限多久？", "helpful", quote="为期三年。", source="b.txt", note="也对"),
        new_feedback("金额多少？", "helpful", quote="每年十万元。", source="a.txt"),
        new_feedback("金额多少？", "not-helpful", quote="每年十万元。", source="a.txt"),
        new_feedback("没有段落的评价？", "helpful"),
    ]
    (record,) = question_set(entries)
    assert record["quotes"] == ["期限为三年。"]
    assert record["alt_quotes"] == ["为期三年。"]
    assert record["alt_sources"] == ["b.txt"]
    assert record["note"] == "也对"
    assert json.dumps(record, ensure_ascii=False)


def test_a_long_passage_is_quoted_by_its_first_whole_sentences() -> None:
    text = "".join(f"第{n}项措施应当在规定的期限之内完成并报告。" for n in range(40))
    (record,) = question_set([new_feedback("措施？", "helpful", quote=text, source="a.txt")])
    (quote,) = record["quotes"]
    assert text.startswith(quote)
    assert quote.endswith("。")
    assert 200 < len(quote) <= 300
