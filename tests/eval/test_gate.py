"""The gate: exit 0, 1 or 2; stable figures fail, latency warns."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from small_runs import QUESTIONS, record, stored
from typer.testing import Result

from eval.baseline import check_run, make_baseline
from eval.run_folder import StoredRun
from ingest.errors import BadInput


def _outcomes(run: StoredRun, baseline: dict[str, object], tolerance: float | None = None) -> dict[str, str]:
    checks = check_run(run.about, run.figures, baseline, tolerance)
    return {check.name: check.outcome for check in checks}


def test_a_run_passes_its_own_baseline(good: StoredRun) -> None:
    assert set(_outcomes(good, make_baseline(good.about, good.figures)).values()) == {"ok"}


def test_what_is_worse_fails_and_slowness_only_warns(good: StoredRun, poor: StoredRun) -> None:
    outcomes = _outcomes(poor, make_baseline(good.about, good.figures))
    assert outcomes["R@1"] == outcomes["refused"] == outcomes["AUROC"] == "fail"
    assert outcomes["wrongly_refused"] == "ok"
    assert (outcomes["median_ms"], outcomes["p95_ms"]) == ("ok", "warn")


def test_what_is_better_is_told(good: StoredRun, poor: StoredRun) -> None:
    assert _outcomes(good, make_baseline(poor.about, poor.figures))["R@1"] == "better"


def test_tolerance_widens_what_may_fail(good: StoredRun, poor: StoredRun) -> None:
    baseline = make_baseline(good.about, good.figures, {"R@1": 0.7})
    assert _outcomes(poor, baseline)["R@1"] == "ok"
    assert _outcomes(poor, make_baseline(good.about, good.figures), 1.0)["R@1"] == "ok"


def test_a_figure_at_its_limit_passes(good: StoredRun) -> None:
    baseline = make_baseline(good.about, good.figures)
    baseline["metrics"]["all@5"] |= {"value": good.figures["overall"]["all@5"]["value"] + 0.01}
    assert _outcomes(good, baseline)["all@5"] == "ok"
    baseline["metrics"]["all@5"]["value"] += 0.0001
    assert _outcomes(good, baseline)["all@5"] == "fail"


def test_a_figure_that_is_gone_fails(good: StoredRun) -> None:
    fewer = stored("fewer", *(item for _, item in good.pairs[:3]), questions=QUESTIONS[:3])
    checks = check_run(fewer.about, fewer.figures, make_baseline(good.about, good.figures), force=True)
    assert {check.name: check.outcome for check in checks}["refused"] == "fail"


def test_another_set_is_no_baseline(good: StoredRun) -> None:
    other = stored("other", record("a"), questions=QUESTIONS[:1])
    with pytest.raises(BadInput, match="不可比"):
        check_run(other.about, other.figures, make_baseline(good.about, good.figures))


@pytest.mark.parametrize(
    "content", ["{}", "[]", '{"format": "planqa-baseline/1", "metrics": 3}', "不是 JSON"]
)
def test_files_that_are_no_baseline_are_bad_use(
    tmp_path: Path, folders: tuple[Path, Path], invoke: Callable[..., Result], content: str
) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    assert invoke("gate", folders[0], "--against", path).exit_code == 2


def test_exit_codes(tmp_path: Path, folders: tuple[Path, Path], invoke: Callable[..., Result]) -> None:
    path = tmp_path / "baseline.json"
    assert invoke("baseline", folders[0], "-o", path, "--tolerance", "R@5=0.05").exit_code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["metrics"]["R@5"]["tolerance"] == 0.05
    assert invoke("gate", folders[0], "--against", path).exit_code == 0
    failed = invoke("gate", folders[1], "--against", path)
    assert failed.exit_code == 1
    assert "未通过" in failed.output
    assert invoke("gate", tmp_path, "--against", path).exit_code == 2
    assert invoke("baseline", folders[0], "-o", path, "--tolerance", "R@6=0.05").exit_code == 2
    assert invoke("baseline", folders[0], "-o", path, "--tolerance", "R@5=less").exit_code == 2
