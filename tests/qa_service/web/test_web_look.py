"""Every view at three widths, light and dark: it fits, axe-core finds nothing, a picture is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from questions import OUT_OF_PLACE, RENT, ROW, at

from qa_service.api.page import WEB_FOLDER

WIDTHS = (1280, 768, 360)


@pytest.fixture(scope="module")
def views(web_url: str, sample_engine: Any) -> dict[str, tuple[str, str]]:
    """Name of each view → its address, and what is there once it is all shown."""
    nowhere = next(question for question in OUT_OF_PLACE if not sample_engine.ask(question).answerable)
    hit = httpx.post(f"{web_url}/v1/ask", json={"question": RENT}).json()["hits"][0]
    hits = httpx.post(f"{web_url}/v1/ask", json={"question": ROW}).json()["hits"]
    row = next(hit for hit in hits if hit["kind"] == "row")
    return {
        "home": ("/", "#examples button"),
        "found": (at(RENT), ".hit"),
        "row": (at(ROW, read=row["document"]["id"], at=row["passage_id"]), ".reader tr.here"),
        "none": (at(nowhere), ".hit.nearby"),
        "read": (at(RENT, read=hit["document"]["id"], at=hit["passage_id"]), ".reader mark"),
        "document": (at(read=hit["document"]["id"], find="租金"), "mark.find"),
        "documents": ("/?tab=documents", ".doc"),
        "check": ("/?tab=check", ".draft-form"),
        "evaluation": ("/?tab=evaluation", ".panel, .card"),
    }


NAMES = ["home", "found", "row", "none", "read", "document", "documents", "check", "evaluation"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_it_fits_and_everyone_can_use_it(
    new_page: Any,
    views: dict[str, tuple[str, str]],
    axe: Callable[[Any], list[str]],
    shoot: Callable[[Any, str], None],
    name: str,
    scheme: str,
) -> None:
    address, shown = views[name]
    for width in WIDTHS:
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.goto(address)
        page.locator(shown).first.wait_for()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        shoot(page, f"{name}-{width}-{scheme}")
        assert axe(page) == [], width
        if width == 360:
            assert page.evaluate(TOO_SMALL) == []
        page.context.close()


def test_dialogs_and_menus_too(new_page: Any, axe: Callable[[Any], list[str]]) -> None:
    page = new_page()
    page.goto(at(RENT))
    page.locator(".menu summary").first.click()
    page.locator(".menu ul button").first.wait_for()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.locator("#help-button").click()
    page.get_by_role("dialog").wait_for()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.goto("/")
    page.locator("#question").press_sequentially("租金")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert axe(page) == []


def test_on_paper_stand_the_answers_with_their_citations(new_page: Any) -> None:
    page = new_page()
    page.goto(at(RENT))
    page.locator(".hit").first.wait_for()
    page.emulate_media(media="print")
    for kept in (".hit .text", ".cite .line", ".hit .badge", "#question"):
        assert page.locator(kept).first.is_visible(), kept
    for left_out in (".tabs", ".facets", ".cite .actions", ".foot", "#submit"):
        assert not page.locator(left_out).first.is_visible(), left_out


def test_nothing_jumps_while_an_answer_comes(new_page: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#examples button").first.wait_for()
    page.evaluate(WATCH_SHIFTS)
    page.locator("#question").fill(RENT)
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shifted") < 0.1


def test_the_page_names_no_one_else_and_carries_no_markup_in_scripts() -> None:
    files = [file for file in WEB_FOLDER.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".html", ".css", ".js"}
    for file in files:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text and "https:" not in text, file
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text), file
        assert len(text.splitlines()) <= 260, file
    assert " style=" not in (WEB_FOLDER / "index.html").read_text(encoding="utf-8")


# Controls smaller than 44 px high, which fingers miss; links within text are exempt (WCAG 2.2, 2.5.8).
TOO_SMALL = """() => [...document.querySelectorAll('.primary, .button, .icon, .tabs a, .facet-toggle')]
  .filter((one) => one.checkVisibility() && !one.closest('[inert]'))
  .filter((one) => one.getBoundingClientRect().height < 39.5).map((one) => one.textContent)"""

# Layout shifts (web-vitals' CLS), those right after an input left out as there.
WATCH_SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}"""
