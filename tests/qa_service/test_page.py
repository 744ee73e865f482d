"""The page in a real browser, over the real service."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from service_under_test import serving, wait_for, wait_until_ready

from index.build import build_index
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings
from qa_service.api.page import WEB_FOLDER
from qa_service.engine import Engine

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")

pytest_plugins = ["api_fixtures"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no system chromium"),
]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RENT = "租金补贴对初创企业每年最高给多少，按租金的几成？"
ROW = "2025年澄湖区高新技术企业有多少家？"
# Which of these the engine refuses is the calibration's business; the page needs one that is.
OUT_OF_PLACE = ("量子力学的基本假设", "火星基地的氧气供应量是多少？", "怎么做红烧肉？", "今天股市怎么样")
HOSTILE = """关于<img src=x onerror=alert(1)>标记的规定

第一条 𠮷田𠮷田𠮷田村的<b>垃圾</b>清运每周三次。<script>alert(2)</script>违者罚款五十元。
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Any, service_url: str) -> Iterator[Any]:
    """Makes pages; at the end none of them may have logged an error or asked anyone else."""
    complaints: list[str] = []
    contexts = []

    def make(url: str = service_url, **options: Any) -> Any:
        context = browser.new_context(base_url=url, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
        page.on("console", lambda m: complaints.append(m.text) if "Content Security" in m.text else None)
        own = ("data:", url)
        page.on("request", lambda r: None if r.url.startswith(own) else complaints.append(r.url))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture(scope="module")
def nowhere(engine: Engine) -> str:
    """A question that the samples don't answer."""
    return next(question for question in OUT_OF_PLACE if not engine.ask(question).answerable)


def at(question: str, **more: str) -> str:
    return "/?" + urlencode({"q": question, **more})


def test_a_question_from_the_box(new_page: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#question").fill(RENT)
    page.keyboard.press("Enter")
    first = page.locator(".hit").first
    first.wait_for()
    assert page.locator(".verdict h1").inner_text() == "找到依据"
    assert "每年最高不超过30万元" in first.locator("mark").all_inner_texts()[0]
    assert first.locator("h2").inner_text() == "澄湖区科创企业租金补贴管理办法"
    assert first.locator(".path li").all_inner_texts() == ["第二章　补贴条件和标准", "第六条"]
    assert first.locator(".badge").inner_text() == "已失效"
    assert "第 33—41 行" in first.locator(".place").inner_text()
    assert "已届满" in page.locator(".warnings").inner_text()
    assert parse_qs(urlsplit(page.url).query)["q"] == [RENT]
    assert page.title().startswith(RENT)


def test_the_text_shown_is_the_passage_verbatim(new_page: Any) -> None:
    page = new_page()
    with page.expect_response("**/v1/ask") as asked:
        page.goto(at(RENT))
    hits = asked.value.json()["hits"]
    page.locator(".hit").first.wait_for()
    shown = page.locator(".hit .text").evaluate_all("all => all.map((one) => one.textContent)")
    assert shown == [hit["text"] for hit in hits]
    marked = page.locator(".hit").first.locator("mark").all_text_contents()
    assert sorted(marked) == sorted(hits[0]["text"][m["start"] : m["end"]] for m in hits[0]["marks"])


def test_a_table_row_has_its_header(new_page: Any) -> None:
    page = new_page()
    page.goto(at(ROW))
    row = page.locator(".row").first
    row.wait_for()
    pairs = dict(zip(row.locator("dt").all_inner_texts(), row.locator("dd").all_inner_texts(), strict=True))
    assert pairs["指标"] == "高新技术企业数"
    assert pairs["2025年"] == "286"


def test_nothing_found(new_page: Any, nowhere: str) -> None:
    page = new_page()
    page.goto(at(nowhere))
    page.get_by_role("heading", name="未找到依据").wait_for()
    assert page.locator(".hit").count() > 0
    assert not page.locator(".hit").first.is_visible()
    page.locator(".nearest summary").click()
    assert page.locator(".hit").first.is_visible()


def test_the_citation_is_copied(new_page: Any) -> None:
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(at(RENT))
    page.locator(".copy").first.click()
    page.get_by_text("已复制").first.wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".cite-line p").first.inner_text()


def test_the_citation_is_copied_where_there_is_no_clipboard_api(new_page: Any) -> None:
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(at(RENT))
    page.locator(".hit").first.wait_for()
    # As on plain http in an office network, where the API is not defined.
    page.evaluate("window.kept = navigator.clipboard")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    page.locator(".copy").first.click()
    page.get_by_text("已复制").first.wait_for()
    assert page.evaluate("window.kept.readText()") == page.locator(".cite-line p").first.inner_text()


def test_back_and_forward_and_the_filter(new_page: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#example-list button").first.wait_for()
    page.locator("#example-list button").first.click()
    page.locator(".hit").first.wait_for(state="attached")
    page.locator("#question").fill(RENT)
    page.locator("#submit").click()
    page.locator(".badge.expired").first.wait_for()
    page.locator("#in-force").check()
    page.wait_for_url("**in_force=1*")
    # The page's policy forbids evaluating strings, so Playwright's wait_for_function can't be used.
    wait_for(lambda: page.locator(".hit").count() > 0 and page.locator(".badge.expired").count() == 0, 10)
    page.go_back()
    page.locator(".badge.expired").first.wait_for(state="attached")
    assert not page.locator("#in-force").is_checked()
    page.go_back()
    page.go_back()
    page.locator("#examples").wait_for()
    assert page.locator("#question").input_value() == ""
    assert page.locator(".hit").count() == 0


def test_enter_while_composing_does_not_ask(new_page: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#question").fill("zujin")
    page.locator("#question").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    page.wait_for_timeout(200)
    assert urlsplit(page.url).query == ""
    page.locator("#question").dispatch_event("keydown", {"key": "Enter", "isComposing": False})
    page.wait_for_url("**q=zujin")


def test_an_error_is_shown_with_its_remedy_and_can_be_retried(new_page: Any) -> None:
    page = new_page()
    page.goto(at("问" * 2001))
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert alert.locator("h1").inner_text() == "输入有误"
    assert "请求编号" in alert.inner_text()
    page.context.set_offline(True)
    page.locator("#question").fill(RENT)
    page.locator("#submit").click()
    page.get_by_text("连接不上服务").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="重试").click()
    page.locator(".hit").first.wait_for()


def test_no_index_is_explained(new_page: Any, tmp_path: Path) -> None:
    with serving(create_app(HttpSettings(home=tmp_path))) as url:
        page = new_page(url)
        page.goto(at(RENT))
        page.get_by_role("alert").get_by_text("planqa build").wait_for()


def test_documents_cannot_script_and_rare_characters_do_not_shift_marks(
    new_page: Any, tmp_path: Path, unpacked_models: Path
) -> None:
    home, source = tmp_path / "home", tmp_path / "hostile.txt"
    home.mkdir()
    (home / "models").symlink_to(unpacked_models)
    source.write_text(HOSTILE, encoding="utf-8")
    build_index([source], home)
    with serving(create_app(HttpSettings(home=home))) as url:
        wait_until_ready(url)
        page = new_page(url)
        with page.expect_response("**/v1/ask") as asked:
            page.goto(at("垃圾清运每周几次？"))
        page.locator(".hit").first.wait_for(state="attached")
        hits = asked.value.json()["hits"]
        for index, hit in enumerate(hits):
            marked = page.locator(".hit").nth(index).locator("mark").all_text_contents()
            best_first = [hit["text"][mark["start"] : mark["end"]] for mark in hit["marks"]]
            assert sorted(marked) == sorted(best_first)
        assert any("𠮷" in hit["text"] and hit["marks"] for hit in hits)
        assert page.locator("#results img, #results script, #results b").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    ("name", "address"), [("home", "/"), ("found", at(RENT)), ("row", at(ROW)), ("none", "")]
)
def test_it_fits_and_can_be_read(
    new_page: Any, tmp_path: Path, nowhere: str, name: str, address: str, width: int, scheme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(address or at(nowhere))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not page.evaluate(TOO_FAINT)
    assert not page.evaluate(TOO_SMALL) or width > 400
    folder = Path(os.environ.get("PAGE_SHOTS") or tmp_path)
    page.screenshot(path=folder / f"page-{name}-{width}-{scheme}.png", full_page=True)


def test_the_page_names_no_one_else() -> None:
    for file in WEB_FOLDER.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text and "https:" not in text, file
    assert {file.suffix for file in WEB_FOLDER.iterdir()} == {".html", ".css", ".js"}
    assert "innerHTML" not in (WEB_FOLDER / "page.js").read_text(encoding="utf-8")
    assert " style=" not in (WEB_FOLDER / "index.html").read_text(encoding="utf-8")


# Text whose contrast with what is behind it is under 4.5 (WCAG 2.2, 1.4.3).
TOO_FAINT = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return rgba('Canvas');
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest('noscript, script')) continue;
    const ink = light(rgba(getComputedStyle(element).color));
    const [a, b] = [ink, light(behind(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(walker.currentNode.data);
  }
  return faint;
}"""

# Controls smaller than 44 px high, which fingers miss.
TOO_SMALL = """() => [...document.querySelectorAll('button, summary, .check')]
  .filter((one) => one.checkVisibility() && !one.matches('.plain'))
  .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.textContent)"""
