"""A stored baseline, and the gate that holds a run against it.

Stable figures (retrieval, refusals) fail the gate; noisy ones (latency: another machine, another load) only
warn. Every tolerance stands in the baseline file, so that a reader of the repository sees what may slip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from eval.compare import snapshot_differences
from ingest.errors import BadInput

FORMAT: Final = "planqa-baseline/1"
TOLERANCE: Final = 0.01
"""Share by which a figure may be worse: rounding differs between processors, and now and then swaps two
passages; on 200 questions .01 is two questions."""
LATENCY_TOLERANCE: Final = 0.5
"""Share by which latency may grow before it warns: half as slow again."""

Outcome = Literal["ok", "better", "warn", "fail"]

STABLE: Final = {
    "R@1": ("overall", "R@1"),
    "R@5": ("overall", "R@5"),
    "R@10": ("overall", "R@10"),
    "MRR@10": ("overall", "MRR@10"),
    "all@5": ("overall", "all@5"),
    "b1000": ("overall", "b1000"),
    "b2000": ("overall", "b2000"),
    "AUROC": ("abstention", "auroc"),
    "refused": ("abstention", "refused"),
    "wrongly_refused": ("abstention", "wrongly_refused"),
    "named": ("draft_check", "named"),
    "false_alarms": ("draft_check", "false_alarms"),
}
"""Name in a baseline → where the figure stands in a summary."""
NOISY: Final = {"median_ms": "median", "p95_ms": "p95"}
"""Latency, in milliseconds."""
LOWER: Final = frozenset({"wrongly_refused", "false_alarms", *NOISY})
"""Figures of which less is better."""


@dataclass(frozen=True, slots=True)
class Check:
    """One figure against the baseline; ``limit`` is the worst value that passes."""

    name: str
    baseline: float
    value: float | None
    limit: float
    outcome: Outcome


def make_baseline(
    about: Mapping[str, Any], figures: Mapping[str, Any], tolerances: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Return the JSON-able baseline of a run; ``tolerances`` by name replace the defaults.

    Raises :class:`BadInput` for a tolerance of an unknown figure.
    """
    given = dict(tolerances or {})
    values = measured(figures)
    unknown = sorted(set(given) - set(values))
    if unknown:
        raise BadInput(f"没有这些指标：{'、'.join(unknown)}", remedy=f"可用的指标：{'、'.join(values)}")
    metrics = {
        name: {
            "value": round(value, 6),
            "tolerance": given.get(name, LATENCY_TOLERANCE if name in NOISY else TOLERANCE),
            "better": "lower" if name in LOWER else "higher",
            "level": "warn" if name in NOISY else "fail",
        }
        for name, value in values.items()
    }
    kept = {key: about[key] for key in ("name", "date", "set", "corpus", "machine", "code")}
    return {"format": FORMAT, **kept, "metrics": metrics}


def measured(figures: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures that a baseline knows, those with a value."""
    values = {name: figures[group][key]["value"] for name, (group, key) in STABLE.items()}
    values |= {name: figures["latency_ms"][key] for name, key in NOISY.items()}
    return {name: float(value) for name, value in values.items() if value is not None}


def check_run(
    about: Mapping[str, Any],
    figures: Mapping[str, Any],
    baseline: Mapping[str, Any],
    tolerance: float | None = None,
    *,
    force: bool = False,
) -> list[Check]:
    """Hold a run against ``baseline``; ``tolerance`` replaces that of every figure that can fail.

    Raises :class:`BadInput` for something that is no baseline, and for one of another question set or
    corpus (unless ``force``): a gate that compares apples with pears passes anything.
    """
    _check_format(baseline)
    reasons = snapshot_differences(baseline, about)
    if reasons and not force:
        raise BadInput(
            f"基线与这次运行不可比：{'；'.join(reasons)}",
            remedy="请用同一问题集和语料重新运行，或用 planqa eval baseline 另存基线",
        )
    values = measured(figures)
    return [_check(name, entry, values.get(name), tolerance) for name, entry in baseline["metrics"].items()]


def _check(name: str, entry: Mapping[str, Any], value: float | None, tolerance: float | None) -> Check:
    stored, noisy = float(entry["value"]), entry["level"] == "warn"
    slack = float(entry["tolerance"]) if tolerance is None or noisy else tolerance
    # Latency is a ratio scale: half as slow again. Shares are not: a point is a point.
    slack = slack * stored if noisy else slack
    sign = 1.0 if entry["better"] == "lower" else -1.0
    limit = max(0.0, stored + sign * slack)
    if value is None:
        return Check(name, stored, None, limit, "warn" if noisy else "fail")
    worse, gain = sign * (value - limit), -sign * (value - stored)
    # Figures are stored to six digits.
    if worse > 1e-6:
        return Check(name, stored, value, limit, "warn" if noisy else "fail")
    return Check(name, stored, value, limit, "better" if gain > max(slack, 1e-6) else "ok")


def _check_format(baseline: Any) -> None:
    try:
        sound = baseline["format"] == FORMAT and all(
            {"value", "tolerance", "better", "level"} <= set(entry) for entry in baseline["metrics"].values()
        )
        baseline["set"]["sha256"]
        baseline["corpus"]
    except (AttributeError, KeyError, TypeError):
        sound = False
    if not sound:
        raise BadInput("基线文件不合格式", remedy="请用 planqa eval baseline 写一份")
