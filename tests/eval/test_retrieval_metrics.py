"""R@k, MRR@10, all@5, b1000: hand-counted cases, and laws that hold of any run."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.judgement import Judgement, judge
from eval.metrics import ranked_values, share_at, share_within
from eval.questions import Question
from eval.runs import RunPassage, RunRecord
from eval.summary import retrieval_values, summarise

QUOTES = ("新建公园绿地三十六公顷", "改造老旧小区八十二处", "开通社区巴士十五条线路")
NOISE = "本页没有要找的内容"


def _judged(quotes: tuple[str, ...], *texts: str, alt: tuple[str, ...] = ()) -> Judgement:
    question = Question("q", "问", "multi", quotes=quotes, alt_quotes=alt)
    return judge(question, RunRecord("q", tuple(RunPassage(text) for text in texts)))


def test_hand_counted_figures() -> None:
    values = retrieval_values(
        [
            _judged(QUOTES[:2], NOISE, QUOTES[0], QUOTES[1]),
            _judged(QUOTES[:1], QUOTES[0]),
            _judged(QUOTES[:2], *[NOISE] * 5, QUOTES[1]),
            _judged(QUOTES[:1], NOISE),
        ]
    )
    assert values["R@1"] == [0, 1, 0, 0]
    assert values["R@5"] == [1, 1, 0, 0]
    assert values["R@10"] == [1, 1, 1, 0]
    assert values["MRR@10"] == pytest.approx([1 / 2, 1, 1 / 6, 0])
    assert values["all@5"] == [1, 1, 0, 0]
    assert values["b1000"] == [1, 1, 0.5, 0]


def test_evidence_at_rank_eleven_counts_nowhere() -> None:
    values = ranked_values([_judged(QUOTES[:1], *[NOISE] * 10, QUOTES[0])])
    assert values == {"R@1": [0], "R@5": [0], "R@10": [0], "MRR@10": [0]}


def test_a_run_without_passages_scores_nought() -> None:
    values = retrieval_values([_judged(QUOTES), _judged(QUOTES, QUOTES[0])])
    assert {name: column[0] for name, column in values.items()} == dict.fromkeys(values, 0.0)
    assert values["R@1"] == [0, 1]


def test_one_passage_may_hold_several_quotes_but_none_is_counted_twice() -> None:
    assert share_at(_judged(QUOTES, QUOTES[0] + QUOTES[1], QUOTES[0]), 5) == pytest.approx(2 / 3)


def test_an_alternative_quote_stands_in_for_one_quote() -> None:
    assert share_at(_judged(QUOTES[:1], QUOTES[2], alt=QUOTES[2:]), 5) == 1
    assert share_at(_judged(QUOTES[:2], QUOTES[2], alt=QUOTES[2:]), 5) == 0.5
    assert share_at(_judged(QUOTES[:1], QUOTES[0], QUOTES[2], alt=QUOTES[2:]), 5) == 1
    assert _judged(QUOTES[:1], NOISE, QUOTES[2], alt=QUOTES[2:]).first_rank == 2


def test_a_repeated_passage_keeps_its_place() -> None:
    assert _judged(QUOTES[:1], NOISE, NOISE, QUOTES[0]).first_rank == 3


def test_the_budget_cuts_the_passage_that_crosses_it() -> None:
    padded = _judged(QUOTES[:1], "隔" * 995 + QUOTES[0])
    assert share_within(padded, 1000) == 0
    assert share_within(padded, 995 + len(QUOTES[0])) == 1
    # Nine of the eleven characters are more than 80 %.
    assert share_within(padded, 995 + 9) == 1
    assert share_within(padded, 995 + 8) == 0
    assert share_within(_judged(QUOTES[:1], "隔" * 1000, QUOTES[0]), 1000) == 0


texts = st.lists(st.sampled_from([NOISE, "隔" * 700, *QUOTES, QUOTES[0] + QUOTES[2]]), max_size=14)
quote_sets = st.sets(st.sampled_from(QUOTES), min_size=1).map(tuple)


@given(quote_sets, texts)
def test_the_library_agrees_with_the_formulas(quotes: tuple[str, ...], passages: list[str]) -> None:
    judgement = _judged(quotes, *passages)
    values = ranked_values([judgement])
    rank = judgement.first_rank
    for k in (1, 5, 10):
        assert values[f"R@{k}"] == [float(rank is not None and rank <= k)]
    assert values["MRR@10"] == [pytest.approx(1 / rank if rank and rank <= 10 else 0)]


@given(quote_sets, texts)
def test_more_never_scores_less(quotes: tuple[str, ...], passages: list[str]) -> None:
    judgement = _judged(quotes, *passages)
    shares = [share_at(judgement, k) for k in range(len(passages) + 1)]
    budgets = [share_within(judgement, characters) for characters in range(0, 3000, 100)]
    values = retrieval_values([judgement])
    assert shares == sorted(shares)
    assert budgets == sorted(budgets)
    assert values["R@1"] <= values["MRR@10"] <= values["R@10"]
    assert values["R@1"] <= values["R@5"] <= values["R@10"]
    assert values["all@5"] <= values["R@5"]


@given(quote_sets, texts, st.randoms(use_true_random=False))
def test_the_order_of_quotes_does_not_matter(
    quotes: tuple[str, ...], passages: list[str], chance: random.Random
) -> None:
    shuffled = list(quotes)
    chance.shuffle(shuffled)
    one, other = _judged(quotes, *passages), _judged(tuple(shuffled), *passages)
    assert retrieval_values([one]) == retrieval_values([other])


@given(st.lists(st.tuples(quote_sets, texts), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_questions_does_not_matter(
    cases: list[tuple[tuple[str, ...], list[str]]], chance: random.Random
) -> None:
    pairs = [
        (
            Question(str(place), "问", "multi", quotes=quotes, sources=("一.txt",)),
            RunRecord(str(place), tuple(map(RunPassage, passages))),
        )
        for place, (quotes, passages) in enumerate(cases)
    ]
    before = summarise(pairs)["overall"]
    chance.shuffle(pairs)
    after = summarise(pairs)["overall"]
    assert {name: figure["value"] for name, figure in before.items()} == pytest.approx(
        {name: figure["value"] for name, figure in after.items()}
    )
