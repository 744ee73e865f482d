"""The keyboard in a browser: every flow without a pointer."""

from __future__ import annotations

from typing import Any

from questions import RENT, at


def focused_rank(page: Any) -> str:
    rank: str = page.evaluate("document.activeElement.querySelector('.rank')?.textContent ?? ''")
    return rank


def test_hits_by_arrows_read_by_enter_copy_by_c(new_page: Any) -> None:
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(at(RENT))
    page.locator(".hit").first.wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowDown")
    assert focused_rank(page) == "1"
    page.keyboard.press("ArrowDown")
    assert focused_rank(page) == "2"
    page.keyboard.press("ArrowUp")
    assert focused_rank(page) == "1"
    page.keyboard.press("c")
    page.locator(".hit").first.get_by_text("已复制", exact=True).wait_for()
    citation = page.locator(".hit").first.locator(".cite .line").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == citation
    page.keyboard.press("Enter")
    page.locator(".reader .block.here").first.wait_for()


def test_slash_leads_to_the_box_and_types_nothing(new_page: Any) -> None:
    page = new_page()
    page.goto("/?tab=documents")
    page.locator(".doc").first.wait_for()
    page.keyboard.press("/")
    page.locator("#examples").wait_for()
    assert page.evaluate("document.activeElement.id") == "question"
    assert page.locator("#question").input_value() == ""
    page.keyboard.type("a/b?c")
    assert page.locator("#question").input_value() == "a/b?c"


def test_help(new_page: Any) -> None:
    page = new_page()
    page.goto(at(RENT))
    page.locator(".hit").first.wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="键盘快捷键").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")


def test_the_first_stop_skips_to_the_content(new_page: Any) -> None:
    page = new_page()
    page.goto("/?tab=check")
    page.locator(".draft-form").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到内容"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
