"""Copying in a browser: what is copied, that it is said, and what happens where copying is not allowed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from questions import RENT, at

RIGHTS = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def page(new_page: Any) -> Any:
    page = new_page()
    page.context.grant_permissions(RIGHTS)
    page.goto(at(RENT))
    page.locator(".hit").first.wait_for()
    return page


def copied(page: Any) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def first_hit(url: str) -> Any:
    return httpx.post(f"{url}/v1/ask", json={"question": RENT}).json()["hits"][0]


def press(page: Any, label: str) -> None:
    page.locator(".hit").first.get_by_role("button", name=label, exact=True).click()
    page.locator(".hit").first.get_by_text("已复制", exact=True).wait_for()


def test_the_citation(page: Any, web_url: str) -> None:
    press(page, "公文式引用")
    assert copied(page) == first_hit(web_url)["citation"]
    assert page.locator("#status").inner_text() == "已复制公文式引用"
    page.locator(".hit").first.get_by_role("button", name="公文式引用", exact=True).wait_for()


def test_the_text(page: Any, web_url: str) -> None:
    press(page, "原文")
    assert copied(page) == first_hit(web_url)["text"]


def test_the_reference(page: Any, web_url: str) -> None:
    press(page, "GB/T 7714")
    path = f"/v1/passages/{first_hit(web_url)['passage_id']}/citation"
    expected = httpx.get(f"{web_url}{path}", params={"style": "gbt7714"}).json()["citation"]
    assert copied(page) == expected


def test_every_other_style(page: Any, web_url: str) -> None:
    page.locator(".hit").first.get_by_text("更多格式").click()
    menu = page.locator(".hit").first.locator(".menu ul button")
    menu.first.wait_for()
    path = f"/v1/passages/{first_hit(web_url)['passage_id']}/citation"
    styles = httpx.get(f"{web_url}{path}").json()["styles"]
    assert menu.all_inner_texts() == [style["title"] for style in styles]
    page.locator(".hit").first.get_by_role("button", name="BibTeX").click()
    page.locator(".hit").first.get_by_text("已复制", exact=True).wait_for()
    assert copied(page).startswith("@")


def test_the_link_shows_the_same_passage(page: Any, web_url: str, new_page: Any) -> None:
    press(page, "链接")
    other = new_page()
    other.goto(copied(page))
    other.locator(".reader .block.here").first.wait_for()
    other.locator(".reader mark").first.wait_for()
    assert "每年最高不超过30万元" in "".join(other.locator(".reader mark").all_inner_texts())


def test_where_there_is_no_clipboard(page: Any, web_url: str) -> None:
    # As on plain http in an office network, where the API is not defined.
    page.evaluate("window.kept = navigator.clipboard")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    press(page, "公文式引用")
    assert page.evaluate("window.kept.readText()") == first_hit(web_url)["citation"]


def test_where_copying_is_forbidden_the_text_can_be_taken_by_hand(page: Any, web_url: str) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    page.evaluate("document.execCommand = () => false")
    page.locator(".hit").first.get_by_role("button", name="公文式引用", exact=True).click()
    area = page.get_by_role("dialog").locator("textarea")
    area.wait_for()
    assert area.input_value() == first_hit(web_url)["citation"]
    assert page.evaluate("getSelection().toString()") == area.input_value()
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    assert page.get_by_role("dialog").count() == 0
