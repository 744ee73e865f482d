"""The everyday questions on the development documents: places only, none of their text."""

import pytest
from corpus import ABSENT, REPOSITORY, corpus_folder

from eval.corpus import Corpus, read_corpus
from eval.corpus_check import misplaced_quotes
from eval.labels import validate_labels
from eval.matching import normalise
from eval.originals import Originals
from eval.questions import Question, load_labels
from eval.relabel import quotes_of

SET = REPOSITORY / "eval" / "sets" / "everyday_corpus.jsonl"
RUN = 15
"""So many characters in a row are a quotation."""


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return load_labels(SET)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    folder = corpus_folder()
    if folder is None:
        pytest.skip(ABSENT)
    return read_corpus(folder)


def test_labels_are_sound_and_hold_no_text(questions: list[Question]) -> None:
    assert len(questions) == 280
    assert validate_labels(questions) == []
    assert not any(q.quotes or q.alt_quotes or q.answer or q.note or q.altered for q in questions)


def test_every_place_still_says_what_was_meant(questions: list[Question], corpus: Corpus) -> None:
    quoted, problems = quotes_of(questions, Originals(corpus.originals))
    assert problems == []
    assert misplaced_quotes(quoted, corpus.texts) == []


def test_no_run_of_the_documents_is_repeated(corpus: Corpus) -> None:
    known = {
        text[start : start + RUN] for text in corpus.texts.values() for start in range(len(text) - RUN + 1)
    }
    for number, line in enumerate(SET.read_text(encoding="utf-8").splitlines(), start=1):
        told = normalise(line)
        assert not known & {told[start : start + RUN] for start in range(len(told) - RUN + 1)}, number
