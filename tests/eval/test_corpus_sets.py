"""The further question sets on the development documents: places only, none of their text."""

from pathlib import Path

import pytest
from corpus import ABSENT, REPOSITORY, corpus_folder

from eval.corpus import Corpus, read_corpus
from eval.corpus_check import misplaced_quotes
from eval.labels import validate_labels
from eval.matching import normalise
from eval.originals import Originals
from eval.questions import Question, load_labels
from eval.relabel import quotes_of

SETS = {"everyday_corpus": 280, "mixed_corpus": 91}
RUN = 15
"""So many characters in a row are a quotation."""


@pytest.fixture(scope="module", params=SETS)
def path(request: pytest.FixtureRequest) -> Path:
    return REPOSITORY / "eval" / "sets" / f"{request.param}.jsonl"


@pytest.fixture(scope="module")
def questions(path: Path) -> list[Question]:
    return load_labels(path)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    folder = corpus_folder()
    if folder is None:
        pytest.skip(ABSENT)
    return read_corpus(folder)


def test_labels_are_sound_and_hold_no_text(path: Path, questions: list[Question]) -> None:
    assert len(questions) == SETS[path.stem]
    assert validate_labels(questions) == []
    assert not any(q.quotes or q.alt_quotes or q.answer or q.note or q.altered for q in questions)


def test_every_place_still_says_what_was_meant(questions: list[Question], corpus: Corpus) -> None:
    quoted, problems = quotes_of(questions, Originals(corpus.originals))
    assert problems == []
    assert misplaced_quotes(quoted, corpus.texts) == []


def test_no_run_of_the_documents_is_repeated(path: Path, corpus: Corpus) -> None:
    known = {
        text[start : start + RUN] for text in corpus.texts.values() for start in range(len(text) - RUN + 1)
    }
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        told = normalise(line)
        assert not known & {told[start : start + RUN] for start in range(len(told) - RUN + 1)}, number
