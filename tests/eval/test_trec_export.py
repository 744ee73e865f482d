"""The exported files, read back by ir_measures, give the figures of the run."""

from collections.abc import Callable
from pathlib import Path

import ir_measures
import pytest
from typer.testing import Result

from eval.run_folder import load_run
from eval.runs import RunPassage
from eval.trec import passage_names, qrels_lines, run_lines


def test_figures_survive_the_export(
    tmp_path: Path, folders: tuple[Path, Path], invoke: Callable[..., Result]
) -> None:
    for folder in folders:
        qrels, run = tmp_path / "q.txt", tmp_path / "r.txt"
        assert invoke("export", folder, "--qrels", qrels, "--run", run).exit_code == 0
        measures = {"R@1": "Success@1", "R@5": "Success@5", "MRR@10": "RR@10"}
        parsed = {ours: ir_measures.parse_measure(theirs) for ours, theirs in measures.items()}
        found = ir_measures.calc_aggregate(
            list(parsed.values()),
            ir_measures.read_trec_qrels(str(qrels)),
            ir_measures.read_trec_run(str(run)),
        )
        figures = load_run(folder).figures["overall"]
        for name, measure in parsed.items():
            assert found[measure] == pytest.approx(figures[name]["value"])


def test_lines_by_hand(folders: tuple[Path, Path]) -> None:
    run = load_run(folders[1])
    assert qrels_lines(run.pairs)[:3] == ["a 0 p-新建绿地36公顷。 1", "a 0 unfound 1", "b 0 unfound 1"]
    assert not any(line.startswith("d ") for line in qrels_lines(run.pairs))
    assert run_lines(run.pairs, "my run")[0] == "a Q0 p-加强领导。 1 2 my_run"


def test_passages_without_an_id_are_named_by_their_text() -> None:
    first, second, again = passage_names([RunPassage("甲"), RunPassage("乙"), RunPassage("甲")])
    assert first != second
    assert again == f"{first}~2"


def test_nothing_to_export_is_bad_use(folders: tuple[Path, Path], invoke: Callable[..., Result]) -> None:
    assert invoke("export", folders[0]).exit_code == 2
