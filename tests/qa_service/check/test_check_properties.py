"""Properties: every true piece verifies where it stands; no changed one ever does.

Small runs on the samples by default; the real documents at full size with ``-m slow``.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from alterations import KINDS, Piece, altered, paraphrased, pieces, retold, shortened
from conftest_check import THEN
from corpus import corpus_folder

from ingest.files import read_file
from ingest.model import Document
from ingest.sentences import sentence_spans
from qa_service.check.checker import Checker
from qa_service.check.folding import fold_letters
from qa_service.check.locate import locate

LOCATED_WITHIN = 12
"""Characters: how far blanks and punctuation at a piece's ends may move its place."""


@pytest.fixture(scope="module")
def real_checker() -> Checker:
    folder = corpus_folder()
    if folder is None:
        pytest.skip("no real corpus")
    return Checker([d for path in sorted(folder.iterdir()) for d in read_file(path).report.documents])


def stands(checker: Checker, piece: Piece, text: str, today: date) -> bool:
    """Whether ``text`` is verified, and found where the piece stands."""
    result = checker.check(text, today=today)
    identity = checker.library.documents[piece.document].id
    return result.verdict == "verified" and any(
        place.document_id == identity
        and abs(place.locator.start - piece.start) <= LOCATED_WITHIN
        and abs(place.locator.end - piece.end) <= LOCATED_WITHIN
        for place in result.places
    )


def true_pieces_fail(checker: Checker, count: int, today: date) -> list[str]:
    rng = random.Random(5)
    failed = []
    for piece in pieces(checker.library.documents, count, seed=1):
        text = shortened(piece.text, rng) if rng.random() < 0.3 else piece.text
        text = retold(text, rng)
        if not stands(checker, piece, text, today):
            failed.append(text)
    return failed


def altered_pieces(checker: Checker, per_kind: int, today: date) -> tuple[Counter[str], Counter[str]]:
    """Verdicts on changed pieces, and of those called altered how many are located."""
    rng = random.Random(7)
    verdicts: Counter[str] = Counter()
    located: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for piece in pieces(checker.library.documents, per_kind * 60, seed=2):
        kinds = [kind for kind in KINDS if done[kind] < per_kind]
        made = next((one for kind in kinds if (one := altered(piece, kind, rng))), None)
        if made is None or locate(made.text, checker.library):
            continue
        done[made.kind] += 1
        result = checker.check(made.text, today=today)
        verdicts[result.verdict] += 1
        end = made.start + max(1, len(made.wrong))
        if result.verdict == "altered":
            located[made.kind] += any(
                d.material and d.draft_start <= end and made.start <= max(d.draft_end, d.draft_start + 1)
                for d in result.differences
            )
    return verdicts, located


def false_alarms(checker: Checker, documents: Sequence[Document], count: int, today: date) -> list[str]:
    rng = random.Random(3)
    sentences = [d.text[a:b] for d in documents for a, b in sentence_spans(d.text) if 30 < b - a < 200]
    rng.shuffle(sentences)
    told = [text for sentence in sentences if (text := paraphrased(sentence, rng))][:count]
    bad = ("altered", "not-found", "misattributed")
    return [text for text in told if checker.check(text, today=today).verdict in bad]


def test_true_pieces_of_the_samples_verify(checker: Checker) -> None:
    assert true_pieces_fail(checker, 150, THEN) == []


def test_changed_pieces_of_the_samples_never_verify(checker: Checker) -> None:
    verdicts, located = altered_pieces(checker, 20, THEN)
    total = sum(verdicts.values())
    assert total >= 60
    assert verdicts["verified"] == 0
    assert verdicts["altered"] >= 0.95 * total
    assert sum(located.values()) >= 0.95 * total


def test_shortened_sentences_of_the_samples_raise_no_alarm(checker: Checker) -> None:
    assert len(false_alarms(checker, checker.library.documents, 60, THEN)) <= 1


@pytest.mark.slow
def test_two_thousand_true_pieces_verify(real_checker: Checker) -> None:
    # A piece with …… whose ends stand twice in one list may be found at the other pair.
    assert len(true_pieces_fail(real_checker, 2000, date(2021, 12, 31))) <= 1


@pytest.mark.slow
def test_changed_pieces_never_verify(real_checker: Checker) -> None:
    verdicts, located = altered_pieces(real_checker, 350, date(2021, 12, 31))
    total = sum(verdicts.values())
    assert total >= 2000
    assert verdicts["verified"] == 0
    assert verdicts["altered"] >= 0.99 * total
    assert sum(located.values()) >= 0.99 * total


@pytest.mark.slow
def test_paraphrases_raise_few_alarms(real_checker: Checker) -> None:
    documents = real_checker.library.documents
    assert len(false_alarms(real_checker, documents, 800, date(2021, 12, 31))) <= 8


def test_every_letter_of_a_piece_counts(checker: Checker) -> None:
    document = checker.library.documents[0]
    piece = fold_letters(document.text[400:460]).text
    assert locate(piece, checker.library)
    for place in range(0, len(piece), 7):
        wrong = piece[:place] + ("龘" if piece[place] != "龘" else "龖") + piece[place + 1 :]
        assert not locate(wrong, checker.library)


@pytest.mark.parametrize("post", ["长沙市会务中心主任", "云岚市规划中心主任", "云岚市会务中心副主任"])
def test_a_row_that_differs_keeps_a_list_from_being_verified(tmp_path: Path, post: str) -> None:
    rows = "任命职务\n王某明\t区博览中心主任；\n李大同\t{}；\n张小兰\t区图书馆馆长。\n"
    text = "青禾区人事任免\n\n姓名\t" + rows.format("云岚市会务中心主任")
    path = tmp_path / "任免.txt"
    path.write_text(text, encoding="utf-8")
    checker = Checker(read_file(path).report.documents)
    assert checker.check(rows.format("云岚市会务中心主任"), today=THEN).verdict == "verified"
    assert checker.check(rows.format(post), today=THEN).verdict == "altered"
