"""How well a sentence supports a question's words."""

import numpy as np
import pytest

from qa_service.support import HIGH, LOW, read_words

QUESTION = "靜安體育館地下車庫有多少個車位？"
WEIGHTS = {"静安": 1.0, "体育": 3.0, "育馆": 5.0, "地下": 2.0, "车库": 6.0, "车位": 6.0}
OFFSETS = np.array([[i, i + 1] for i in range(len(QUESTION))], dtype=np.int32)


def test_words_are_cut_folded_and_weighed() -> None:
    words = read_words(QUESTION, OFFSETS, WEIGHTS)
    grams = {gram for word in words.grams for gram in word}
    assert {"静安", "车库", "车位"} <= grams
    assert not {"多少", "个"} & grams
    assert len(words.weights) == len(words.grams) == len(words.tokens)
    assert words.weights.max() == pytest.approx(6.0)


def test_characters_support_a_word_where_they_stand() -> None:
    words = read_words(QUESTION, OFFSETS, WEIGHTS)
    there = words.lexical("静安体育馆的地下车库设车位")
    assert there.min() == 1
    assert words.mean(there) == 1
    assert words.mean(words.lexical("静安")) < 0.5
    assert words.lexical("无关的话").max() == 0


def test_meaning_supports_a_word_between_the_two_marks() -> None:
    words = read_words(QUESTION, OFFSETS, WEIGHTS)
    tokens = len(QUESTION)
    for similarity, support in ((LOW - 0.1, 0.0), ((LOW + HIGH) / 2, 0.5), (HIGH + 0.02, 1.0)):
        found = words.semantic(np.full(tokens, similarity, dtype=np.float32))
        assert found == pytest.approx(np.full(len(words.grams), support), abs=1e-5)


def test_a_question_without_content_words_is_one_word() -> None:
    words = read_words("是什么？", np.zeros((0, 2), dtype=np.int32), {})
    assert len(words.grams) == 1
    assert words.semantic(np.zeros(0, dtype=np.float32)).tolist() == [0.0]
