"""Comparing: the figures of both, who won what, and refusing what can't be compared."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_runs import GREEN, QUESTIONS, ROAD, record, stored
from typer.testing import Result

from eval.compare import compare
from eval.run_folder import StoredRun
from ingest.errors import BadInput


def test_rows_by_hand(good: StoredRun, poor: StoredRun) -> None:
    result = compare(good, poor)
    rows = {row.name: row for row in result.rows}
    assert (rows["R@1"].a, rows["R@1"].b) == (1.0, pytest.approx(1 / 3))
    assert (rows["R@1"].won, rows["R@1"].lost) == (0, 2)
    assert rows["R@1"].p == 0.5  # two lost, none won: 2 * (1/4)
    assert rows["MRR@10"].b == pytest.approx((0.5 + 0 + 1) / 3)
    assert rows["all@5"].difference.value == pytest.approx(-1 / 3)
    assert (rows["无答案题被拒"].a, rows["无答案题被拒"].b) == (1.0, 0.0)
    assert (rows["AUROC"].a, rows["AUROC"].b, rows["AUROC"].p) == (1.0, pytest.approx(1 / 3), None)


def test_won_and_lost_name_the_questions(good: StoredRun, poor: StoredRun) -> None:
    result = compare(good, poor)
    assert [change.id for change in result.lost] == ["a", "b", "d"]
    assert result.won == ()
    assert result.lost[0].question == QUESTIONS[0].question
    assert (result.lost[1].a["rank"], result.lost[1].b["rank"]) == (1, None)
    assert [change.id for change in compare(poor, good).won] == ["a", "b", "d"]


def test_a_run_against_itself_shows_nothing(good: StoredRun) -> None:
    result = compare(good, good)
    assert (result.won, result.lost, result.notes) == ((), (), ())
    assert all(row.difference.value == 0 for row in result.rows)
    assert {row.p for row in result.rows} == {1.0, None}


@pytest.mark.parametrize(("corpus", "told"), [({"一.txt": "2"}, "语料不同")])
def test_another_corpus_is_refused(good: StoredRun, corpus: dict[str, str], told: str) -> None:
    records = [item for _, item in good.pairs]
    other = stored("other", *records, corpus=corpus)
    with pytest.raises(BadInput, match=told):
        compare(good, other)
    assert told in compare(good, other, force=True).notes


def test_another_set_is_refused_and_force_takes_what_is_shared(good: StoredRun) -> None:
    fewer = stored("fewer", record("a", GREEN), record("b", ROAD), questions=QUESTIONS[:2])
    with pytest.raises(BadInput, match="问题集不同"):
        compare(good, fewer)
    assert compare(good, fewer, force=True).questions == 2


def test_an_unknown_corpus_is_refused(good: StoredRun) -> None:
    unknown = StoredRun(dict(good.about) | {"corpus": None}, good.figures, good.pairs)
    with pytest.raises(BadInput, match="没有记录语料"):
        compare(good, unknown)


def test_the_command(folders: tuple[Path, Path], invoke: Callable[..., Result]) -> None:
    result = invoke("compare", *folders)
    assert result.exit_code == 0
    assert "B 负 3 题" in result.output
    assert "绿地多少？" in result.output
    assert invoke("compare", folders[0], folders[0].parent).exit_code == 2
