"""Claims made of documents: what is made, and what the check says of it."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest

from eval.claims import collection
from eval.claims.alteration import KINDS, alter
from eval.claims.claim import Claim
from eval.claims.labelled import as_paragraphs, read_labelled
from eval.claims.retelling import WAYS
from eval.claims.score import by_kind, judge_draft, judgement, score
from eval.claims.word_draft import word_draft
from ingest.errors import BadInput
from ingest.files import read_file
from ingest.model import Document
from qa_service.check.checker import Checker
from qa_service.check.draft import split_claims
from qa_service.check.draft_file import read_draft
from qa_service.check.verdict import DraftCheck, SentenceCheck

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TODAY = date(2026, 11, 22)
"""The day that the labels of the sample draft hold for."""


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    folders = (SAMPLES / "documents", SAMPLES / "drafts" / "documents")
    return [d for f in folders for path in sorted(f.iterdir()) for d in read_file(path).report.documents]


@pytest.fixture(scope="module")
def checker(documents: list[Document]) -> Checker:
    return Checker(documents)


def test_an_alteration_is_known_to_the_character() -> None:
    text = "到2025年，应当新增企业120家以上，收入增长12.5%，由区财政局牵头，共三条措施，面积3平方公里。"
    for kind in KINDS:
        made = alter(text, kind, random.Random(2))
        if made is None:
            continue
        end = made.start + len(made.wrong)
        assert made.text[made.start : end] == made.wrong
        assert made.text[: made.start] + made.right + made.text[end:] == text
        assert made.text != text


@pytest.mark.parametrize("way", WAYS)
def test_what_is_retold_keeps_its_numbers(way: str, documents: list[Document]) -> None:
    if way in ("numbers", "shorter", "several"):
        pytest.skip("numbers are written otherwise or left out")
    for claim in collection.retold(documents, 4, 3):
        if claim.kind == way:
            assert sorted(re.findall(r"\d+", claim.text)) == sorted(re.findall(r"\d+", claim.source))


def test_the_labelled_draft_is_judged_right(checker: Checker) -> None:
    claims = [one.claim for one in read_labelled(SAMPLES / "drafts" / "claims.jsonl") if one.claim]
    assert len(claims) >= 60
    judged = [judgement(claim, [checker.check(claim.text, today=TODAY)]) for claim in claims]
    figures = score(judged)
    assert figures["altered_called_verified"] == 0
    assert figures["true_called_altered_or_not_found"] == 0
    assert figures["right"] >= 0.97 * len(claims)
    assert figures["altered_located"] >= 0.95


def test_generated_claims_are_judged_right(checker: Checker, documents: list[Document]) -> None:
    day = date(2021, 1, 1)
    made = [*collection.retold(documents, 6, 5), *collection.altered(documents, 6, 5)]
    figures = score([judgement(claim, [checker.check(claim.text, today=day)]) for claim in made])
    assert len(made) >= 70
    assert figures["altered_called_verified"] == 0
    assert figures["true_called_altered_or_not_found"] <= 0.05 * len(made)
    assert figures["verdicts"]["altered"]["recall"] >= 0.95


def test_a_word_draft_holds_every_claim_as_a_sentence(documents: list[Document]) -> None:
    made = [*collection.verbatim(documents, 8, 1), *collection.invented(4)]
    draft = read_draft(word_draft(as_paragraphs(made, "汇报")), "draft.docx")
    sentences = [draft.text[a:b] for a, b in split_claims(draft.text)]
    assert [claim.text for claim in made] == [one for one in sentences if not one.startswith(("汇报", "1."))]


def test_expired_and_misattributed_claims_are_what_they_say(documents: list[Document]) -> None:
    over = list(collection.expired(documents, 5, 1, TODAY))
    valid = {document.id for document in collection.in_force(documents, TODAY)}
    assert over and not any(claim.document in valid for claim in over)
    for claim in collection.misattributed(documents, 5, 1):
        assert claim.text.startswith("《") and claim.text.endswith(claim.source)


def test_precision_and_recall() -> None:
    def judged(kind: str, verdict: str, expected: str) -> object:
        claim = Claim("甲", kind, (expected,))  # type: ignore[arg-type]
        return judgement(claim, [SentenceCheck("甲", 0, 1, verdict, 1.0)])  # type: ignore[arg-type]

    found = [
        judged("a", "altered", "altered"),
        judged("a", "verified", "altered"),
        judged("b", "altered", "verified"),
    ]
    figures = score(found)  # type: ignore[arg-type]
    assert figures["verdicts"]["altered"] == {"claims": 2, "precision": 0.5, "recall": 0.5}
    assert figures["altered_called_verified"] == 1
    assert by_kind(found)["a"]["right"] == 0.5  # type: ignore[arg-type]


def test_the_gravest_of_a_claims_sentences_counts() -> None:
    text = "甲乙丙丁。戊己庚辛。"
    claim = Claim(text, "x", ("altered",))
    parts = (
        SentenceCheck("甲乙丙丁。", 0, 5, "verified", 1.0),
        SentenceCheck("戊己庚辛。", 5, 10, "altered", 0.9),
    )
    (one,) = judge_draft([claim], DraftCheck("", parts, {}, 0.1, text=text))
    assert one.verdict == "altered" and one.right


@pytest.mark.parametrize("line", ["{", '{"text": "甲"}', '{"text": "甲", "label": "wahr"}', "[1]"])
def test_bad_labels_are_told_by_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"text": "题", "heading": 0}\n' + line, encoding="utf-8")
    with pytest.raises(BadInput, match="第 2 行"):
        read_labelled(path)
