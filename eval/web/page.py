"""The report as a page of the service: its style is a file of its own, as the service's policy asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

from eval.report import report_page
from eval.run_folder import StoredRun

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')


def served_report(runs: Sequence[StoredRun], style_address: str) -> str:
    """Return the report of ``runs`` with its style at ``style_address``.

    The file that ``planqa eval report`` writes carries its style along and a policy of its own; served, the
    page stands under the service's policy, which admits no style within a page.
    """
    page = report_page(runs)
    return _POLICY.sub("", _STYLE.sub(f'<link rel="stylesheet" href="{style_address}">', page, count=1))


def report_style() -> str:
    """Return the report's style sheet."""
    return (files("eval") / "web" / "report.css").read_text(encoding="utf-8")
