"""Real runs on the samples: what a user does, from the question set to the gate."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from eval.asking import ask_all
from eval.configurations import CONFIGURATIONS, find_configurations
from eval.engines import Engines
from eval.judgement import judge
from eval.matching import covered
from eval.questions import Question
from eval.run_folder import load_run
from eval.running import run_set
from eval.runs import RunPassage, RunRecord
from eval.variants import fixed_chunks
from eval.whereabouts import Whereabouts

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
pytestmark = pytest.mark.slow


def test_run_then_gate(sample_home: Path, tmp_path: Path, invoke: Callable[..., Result]) -> None:
    folder, baseline = tmp_path / "run", tmp_path / "baseline.json"
    result = invoke("run", SAMPLES / "questions.jsonl", "-o", folder, "--home", sample_home)
    assert result.exit_code == 0, result.output
    stored = load_run(folder)
    assert set(stored.about["corpus"]["files"]) == {path.name for path in (SAMPLES / "documents").iterdir()}
    assert stored.about["index"]["model"]["name"]
    assert stored.figures["overall"]["R@5"]["value"] > 0.8
    assert invoke("baseline", folder, "-o", baseline).exit_code == 0
    assert invoke("gate", folder, "--against", baseline).exit_code == 0
    assert invoke("report", folder, "-o", tmp_path / "r.html").exit_code == 0


def test_a_configuration_without_its_best_leg_is_another_run(
    sample_engines: Engines, sample_questions: list[Question]
) -> None:
    (full, alone) = find_configurations(["full", "passage-only"])
    first = run_set(sample_engines.get(full), sample_questions, "s", full)
    second = run_set(sample_engines.get(alone), sample_questions, "s", alone)
    assert first.about["settings"]["fusion"]["second"]["late"] > 0
    assert second.about["settings"]["fusion"]["second"]["late"] == 0
    assert [r.passages for _, r in first.pairs] != [r.passages for _, r in second.pairs]
    assert sample_engines.shipped.searcher.settings == sample_engines.get(full).searcher.settings


def test_every_configuration_answers(sample_engines: Engines, sample_questions: list[Question]) -> None:
    asked = sample_questions[:2]
    for configuration in CONFIGURATIONS:
        records = ask_all(sample_engines.get(configuration), asked, hits=3)
        assert all(record.passages for record in records), configuration.name


def test_chunks_are_500_characters_of_the_whole_text(sample_engines: Engines) -> None:
    for document in sample_engines.shipped.searcher.documents:
        chunks = fixed_chunks(document)
        assert "".join(chunk.text for chunk in chunks) == document.text
        assert all(len(chunk.text) == 500 for chunk in chunks[:-1])
        assert all(chunk.text == document.text[chunk.locator.start : chunk.locator.end] for chunk in chunks)


def test_missed_evidence_is_found_where_it_really_was(
    sample_engines: Engines, sample_questions: list[Question]
) -> None:
    """Every question is judged as if nothing had come back: each quote must be placed, and truly so."""
    engine = sample_engines.shipped
    finder = Whereabouts(engine)
    passages = {passage.id: passage.text for passage in engine.searcher.passages}
    for question in [q for q in sample_questions if q.answerable][:12]:
        places = finder.of(judge(question, RunRecord(question.id)))
        assert [place.quote for place in places] == list(range(len(question.quotes)))
        for place in places:
            quote = question.quotes[place.quote]
            if place.state == "split":
                assert len(place.passages) > 1
                assert not any(covered(quote, passages[id_]) for id_ in place.passages)
            elif place.state != "unread":
                assert covered(quote, passages[place.passages[0]])
            if place.state == "ranked":
                hits = engine.ask(question.question, k=50).hits
                assert hits[(place.rank or 0) - 1].passage_id == place.passages[0]


def test_evidence_across_two_passages_and_evidence_that_is_nowhere(sample_engines: Engines) -> None:
    engine = sample_engines.shipped
    document = engine.searcher.documents[0]
    one, two = document.passages[3].locator, document.passages[4].locator
    middle = (one.end + two.start) // 2
    quote = document.text[max(one.start, middle - 40) : min(two.end, middle + 40)]
    question = Question("q", "产业", "multi", quotes=(quote, "这一句不在任何文件里面"))
    first, second = Whereabouts(engine).of(judge(question, RunRecord("q")))
    assert first.state in ("split", "ranked")
    assert second.state == "unread"


def test_evidence_in_the_first_five_is_not_looked_for(sample_engines: Engines) -> None:
    question = Question("q", "产业", "number", quotes=("绿道96公里",))
    answered = RunRecord("q", (RunPassage("绿道 96 公里"),))
    assert Whereabouts(sample_engines.shipped).of(judge(question, answered)) == []


def test_the_ablation_has_a_row_for_each_configuration(
    sample_home: Path, tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    target, page = tmp_path / "ablation.json", tmp_path / "ablation.md"
    chosen = ("--config", "full", "--config", "fixed-500", "--config", "words-only")
    set_path = SAMPLES / "questions.jsonl"
    result = invoke("ablate", set_path, "--home", sample_home, "-o", target, "--markdown", page, *chosen)
    assert result.exit_code == 0, result.output
    rows = json.loads(target.read_text(encoding="utf-8"))["rows"]
    assert [row["name"] for row in rows] == ["full", "fixed-500", "words-only"]
    assert rows[0]["against"] is None
    gap = rows[2]["overall"]["MRR@10"]["value"] - rows[0]["overall"]["MRR@10"]["value"]
    assert rows[2]["against"]["MRR@10"]["difference"]["value"] == pytest.approx(gap)
    assert page.read_text(encoding="utf-8").count("\n| `") == 3
