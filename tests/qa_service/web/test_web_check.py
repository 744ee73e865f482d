"""引文核对 in a browser: a draft pasted or uploaded, verdicts, differences, exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from service_under_test import wait_for

DRAFT = """关于租金补贴的汇报

初创企业，按照实际支付租金的百分之五十给予补贴，每年最高不超过30万元。
高新技术企业，按照实际支付租金的百分之三十给予补贴，每年最高不超过80万元。
量子计算机将在本区建成三座。
"""


@pytest.fixture
def page(new_page: Any) -> Any:
    page = new_page()
    page.set_default_timeout(60_000)
    page.goto("/?tab=check")
    page.get_by_label("文稿", exact=True).fill(DRAFT)
    page.get_by_role("button", name="开始核对").click()
    page.locator(".checked").wait_for()
    return page


def test_each_sentence_has_its_verdict_in_words_and_the_draft_is_whole(page: Any, web_url: str) -> None:
    checked = httpx.post(f"{web_url}/v1/check", json={"text": DRAFT}, timeout=60).json()
    labels = page.locator(".sentence").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-label').split('：')[0])"
    )
    assert labels == [sentence["label"] for sentence in checked["sentences"]]
    assert "有出入" in labels and len(set(labels)) > 1
    assert all(page.locator(".sentence .sign").all_inner_texts())
    shown = page.locator(".draft").evaluate(
        """(draft) => {
          const copy = draft.cloneNode(true);
          copy.querySelectorAll('.sign').forEach((sign) => sign.remove());
          return copy.textContent;
        }"""
    )
    assert shown == checked["text"]


def test_the_gravest_is_shown_first_with_its_difference(page: Any) -> None:
    finding = page.locator(".finding")
    assert "有出入" in finding.locator("h2").inner_text()
    assert "80万元" in finding.locator(".flags").inner_text()
    assert "50万元" in finding.locator(".flags").inner_text()
    assert "8" in "".join(finding.locator("del").all_inner_texts())
    assert "5" in "".join(finding.locator("ins").all_inner_texts())
    finding.locator(".place a").first.click()
    page.locator(".reader .block.here", has_text="50万元").first.wait_for()


def test_only_one_verdict_and_keys(page: Any) -> None:
    page.locator(".tally button", has_text="有出入").click()
    wait_for(lambda: page.locator(".sentence.dim").count() > 0, 5)
    assert page.locator(".sentence.altered.dim").count() == 0
    other = page.locator(".sentence.dim").first
    label = other.get_attribute("aria-label").split("：")[0]
    other.focus()
    page.keyboard.press("Enter")
    assert label in page.locator(".finding h2").inner_text()


@pytest.mark.parametrize(("form", "begins"), [("html", b"<!"), ("docx", b"PK"), ("md", b"")])
def test_exports(page: Any, form: str, begins: bytes) -> None:
    with page.expect_download() as kept:
        page.locator(f"[data-format={form}]").click()
    data = Path(kept.value.path()).read_bytes()
    assert kept.value.suggested_filename.endswith(f".{form}")
    assert data.lower().startswith(begins.lower()) and len(data) > 200


def test_a_draft_is_uploaded(new_page: Any, tmp_path: Path) -> None:
    file = tmp_path / "汇报.txt"
    file.write_text(DRAFT, encoding="utf-8")
    page = new_page()
    page.set_default_timeout(60_000)
    page.goto("/?tab=check")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="上传文稿").click()
    chooser.value.set_files(str(file))
    page.locator(".checked h2", has_text="汇报.txt").wait_for()
    page.get_by_role("button", name="核对另一份").click()
    assert page.get_by_label("文稿", exact=True).is_visible()


def test_a_file_that_is_no_draft_is_refused_with_a_remedy(new_page: Any, tmp_path: Path) -> None:
    file = tmp_path / "照片.docx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 200)
    page = new_page()
    page.goto("/?tab=check")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="上传文稿").click()
    chooser.value.set_files(str(file))
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("button", name="开始核对").is_enabled()
