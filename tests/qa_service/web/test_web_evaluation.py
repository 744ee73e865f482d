"""评测 in a browser: a set is uploaded and run while questions are answered; figures, report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
from cli_kit import SAMPLES
from questions import RENT, at

QUESTIONS = SAMPLES.parent / "questions.jsonl"


def upload(page: Any, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="上传问题集并运行").click()
    chooser.value.set_files(str(file))


def test_a_set_is_run_and_reported(new_page: Any, scratch_url: str, axe: Any, shoot: Any) -> None:
    page = new_page(scratch_url)
    page.set_default_timeout(60_000)
    page.goto("/?tab=evaluation")
    page.get_by_text("还没有评测").wait_for()
    upload(page, QUESTIONS)
    page.locator(".job").wait_for()
    assert httpx.post(f"{scratch_url}/v1/ask", json={"question": RENT}).status_code == 200
    page.locator(".card").first.wait_for()
    assert page.locator(".job").count() == 0
    (run,) = httpx.get(f"{scratch_url}/v1/evaluation/runs").json()["runs"]
    shown = page.locator(".card", has_text="第 1 条就是依据").locator("dd").inner_text()
    assert shown.startswith(f"{run['overall']['R@1']['value'] * 100:.1f}%")
    shoot(page, "evaluation-run")
    assert axe(page) == []
    with page.expect_download() as kept:
        page.get_by_role("button", name="下载报告").click()
    html = Path(kept.value.path()).read_text(encoding="utf-8")
    assert "<style>" in html and "前 5 条含有依据" in html
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="打开完整报告").click()
    report = opened.value
    report.wait_for_load_state()
    assert report.locator("h1").inner_text() == "检索评测报告"
    # The style came: the service's own policy lets it in.
    assert report.evaluate("getComputedStyle(document.querySelector('.cards')).display") in ("grid", "flex")
    page.goto(at(RENT))
    page.locator(".hit").first.wait_for()


def test_a_file_that_is_no_set_is_refused_with_its_line(
    new_page: Any, scratch_url: str, tmp_path: Path
) -> None:
    page = new_page(scratch_url)
    page.goto("/?tab=evaluation")
    broken = tmp_path / "set.jsonl"
    broken.write_text('{"id": "a"}\n', encoding="utf-8")
    upload(page, broken)
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "1" in alert.inner_text()
