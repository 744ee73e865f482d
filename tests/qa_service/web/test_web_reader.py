"""The reading pane in a browser: outline, highlight, hits, search, tables, pages, notes, long texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from questions import RENT, ROW, at
from service_under_test import serving, wait_for, wait_until_ready

from index.build import build_index
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings

NOTED = """关于促进本镇绿色出行的若干措施

一、总体要求

以“1+2+3”¹体系为抓手，到2027年绿色出行比例达到80%。

二、支持标准

（一）公共自行车。每辆车每年补贴200元²，由镇财政承担。

¹ “1+2+3”：一个中心、两条走廊、三类场站。

² 以上一年度注册车辆数为准。
"""
LONG_SECTIONS = 400


@pytest.fixture(scope="module")
def own_url(tmp_path_factory: pytest.TempPathFactory, unpacked_models: Path) -> Iterator[str]:
    """A service over documents made for reading: footnotes, pages, and a very long one."""
    folder = tmp_path_factory.mktemp("reading")
    home = folder / "home"
    home.mkdir()
    (home / "models").symlink_to(unpacked_models)
    noted, paged, long = folder / "noted.txt", folder / "paged.txt", folder / "long.txt"
    noted.write_text(NOTED, encoding="utf-8")
    numbers = "一二三四"
    pages = [
        f"{numbers[i]}、第{i + 1}个乡镇的安排\n\n绿化面积为{i + 1}00亩，由镇政府负责养护。\n\n"
        for i in range(4)
    ]
    paged.write_text("关于绿化安排的通知\n\n" + "\f".join(pages), encoding="utf-8")
    sections = (
        f"第{i}条　本条规定第{i}类事项。" + f"办理第{i}类事项应当依法进行。" * 14
        for i in range(1, LONG_SECTIONS)
    )
    long.write_text("关于各类事项办理的规定\n\n" + "\n\n".join(sections), encoding="utf-8")
    build_index([noted, paged, long], home)
    with serving(create_app(HttpSettings(home=home))) as url:
        wait_until_ready(url)
        yield url


def document(url: str, title: str) -> Any:
    cards = httpx.get(f"{url}/v1/documents").json()["documents"]
    return next(card for card in cards if title in card["title"])


def in_view(page: Any, selector: str) -> bool:
    inside: bool = page.evaluate(
        """(selector) => {
          const box = document.querySelector(selector).getBoundingClientRect();
          const pane = document.querySelector('.source').getBoundingClientRect();
          return box.top >= pane.top && box.top < pane.bottom;
        }""",
        selector,
    )
    return inside


def test_the_passage_is_scrolled_to_and_highlighted(new_page: Any) -> None:
    page = new_page()
    page.goto(at(RENT))
    page.locator(".hit h2 a").first.click()
    page.locator(".reader mark").first.wait_for()
    assert "每年最高不超过30万元" in "".join(page.locator(".reader mark").all_inner_texts())
    assert in_view(page, ".reader mark")
    here = page.locator(".reader .block.here").all_inner_texts()
    assert any(text.startswith("第六条") for text in here)
    assert not any("第七条" in text for text in here)
    assert page.locator(".hit.current .rank").inner_text() == "1"


def test_next_and_previous_hit(new_page: Any) -> None:
    page = new_page()
    page.goto(at(RENT))
    page.locator(".hit h2 a").first.click()
    page.locator(".steps").get_by_text("结果 1 / 5").wait_for()
    assert page.get_by_role("button", name="上一条结果").is_disabled()
    page.get_by_role("button", name="下一条结果").click()
    page.locator(".steps").get_by_text("结果 2 / 5").wait_for()
    assert page.locator(".hit.current .rank").inner_text() == "2"
    second = page.locator(".hit").nth(1).get_attribute("data-passage")
    assert parse_qs(urlsplit(page.url).query)["at"] == [second]
    page.go_back()
    page.locator(".reader").wait_for(state="detached")


def test_the_outline_is_a_tree_that_keys_walk(new_page: Any, web_url: str) -> None:
    page = new_page(viewport={"width": 1440, "height": 800})
    card = document(web_url, "现代产业体系")
    page.goto(at(read=card["id"]))
    tree = page.get_by_role("tree", name="目录")
    tree.wait_for()
    outline = httpx.get(f"{web_url}/v1/documents/{card['id']}/outline").json()["nodes"]
    items = page.locator("[role=treeitem]")
    assert items.count() == len(outline)
    items.first.focus()
    start = page.locator("[role=treeitem][aria-expanded=true]").first.get_attribute("data-start")
    parent = page.locator(f"[role=treeitem][data-start='{start}'][aria-expanded]").first
    parent.focus()
    page.keyboard.press("ArrowLeft")
    assert parent.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    heading = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    wait_for(lambda: page.locator(".node.here").inner_text() == heading, 10)
    last = outline[-1]["heading"]
    page.locator("[role=treeitem]", has_text=last).last.locator(".text").last.click()
    wait_for(lambda: page.locator(".source .block", has_text=last).count() > 0, 10)


def test_tables_are_tables(new_page: Any) -> None:
    page = new_page()
    page.goto(at(ROW))
    page.locator(".hit", has_text="预期性").locator("h2 a").first.click()
    table = page.locator(".reader table").first
    row = table.locator("tr.here")
    row.wait_for()
    assert "高新技术企业数" in row.inner_text()
    assert "指标" in table.locator("th").all_inner_texts()
    assert in_view(page, ".reader tr.here")


def test_search_within_the_document(new_page: Any, web_url: str) -> None:
    page = new_page()
    card = document(web_url, "租金补贴管理办法")
    page.goto(at(read=card["id"]))
    page.get_by_label("在文件中查找").fill("租金补贴")
    total = httpx.get(f"{web_url}/v1/documents/{card['id']}/search", params={"q": "租金补贴"}).json()["total"]
    page.locator(".find .count").get_by_text(f"1 / {total}").wait_for()
    page.locator("mark.find.now").wait_for()
    assert page.locator("mark.find.now").inner_text() == "租金补贴"
    page.get_by_label("在文件中查找").press("Enter")
    page.locator(".find .count").get_by_text(f"2 / {total}").wait_for()
    page.get_by_role("button", name="上一处").click()
    page.get_by_role("button", name="上一处").click()
    page.locator(".find .count").get_by_text(f"{total} / {total}").wait_for()
    wait_for(lambda: page.locator("mark.find.now").count() == 1 and in_view(page, "mark.find.now"), 10)
    assert parse_qs(urlsplit(page.url).query)["find"] == ["租金补贴"]
    page.get_by_label("在文件中查找").fill("没有这样的字")
    page.locator(".find .count").get_by_text("没有").wait_for()
    assert page.locator("mark.find").count() == 0


def test_footnotes_lead_to_their_notes(new_page: Any, own_url: str) -> None:
    page = new_page(own_url)
    page.goto(at(read=document(own_url, "绿色出行")["id"]))
    notes = page.locator(".block.note")
    notes.first.wait_for()
    assert len(notes.all_inner_texts()) == 2
    link = page.locator(".note-link", has_text="²")
    assert link.count() == 1
    link.click()
    assert in_view(page, ".block.note:last-of-type") or notes.last.is_visible()


def test_page_marks(new_page: Any, own_url: str) -> None:
    page = new_page(own_url)
    page.goto(at(read=document(own_url, "绿化安排")["id"]))
    page.locator(".page-mark").first.wait_for()
    assert page.locator(".page-mark").all_inner_texts() == [f"第 {i} 页" for i in range(1, 5)]


def test_a_large_document_is_loaded_piece_by_piece(new_page: Any, own_url: str) -> None:
    page = new_page(own_url)
    card = document(own_url, "各类事项")
    length = httpx.get(f"{own_url}/v1/documents/{card['id']}/outline").json()["length"]
    assert length > 80_000
    page.goto(at(read=card["id"]))
    page.locator(".block").nth(3).wait_for()
    page.wait_for_load_state("networkidle")
    shown = page.evaluate("document.querySelector('.source').textContent.length")
    assert shown < length / 3
    page.get_by_label("在文件中查找").fill("第390类事项应当")
    page.locator("mark.find.now").wait_for()
    assert in_view(page, "mark.find.now")
    assert page.evaluate("document.querySelector('.source').textContent.length") < length / 2
    # What is read in steps is the whole text, nothing twice.
    texts, start = [], 0
    while start is not None:
        part = httpx.get(f"{own_url}/v1/documents/{card['id']}/text", params={"start": start}).json()
        texts += [block["text"] for block in part["blocks"]]
        start = part["next"]
    assert len("\n".join(texts)) == length


def test_escape_closes_and_the_focus_returns(new_page: Any) -> None:
    page = new_page()
    page.goto(at(RENT))
    page.locator(".hit h2 a").nth(1).click()
    page.locator(".reader .block").first.wait_for()
    page.keyboard.press("Escape")
    page.locator(".reader").wait_for(state="detached")
    assert page.evaluate("document.activeElement.closest('.hit').querySelector('.rank').textContent") == "2"


def test_on_a_phone_the_pane_covers_the_page(new_page: Any) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(at(RENT))
    page.locator(".hit h2 a").first.click()
    page.get_by_role("dialog", name="阅读原文").wait_for()
    page.locator(".reader mark").first.wait_for()
    assert page.evaluate("document.querySelector('.reader').getBoundingClientRect().height") == 740
    assert page.evaluate("document.querySelector('#results').inert")
    page.get_by_role("button", name="目录").click()
    page.locator(".node", has_text="第三章").first.click()
    wait_for(lambda: page.locator(".block.heading", has_text="第三章").count() > 0, 10)
    assert not page.locator(".outline").is_visible()
    page.go_back()
    page.locator(".reader").wait_for(state="detached")
    assert not page.evaluate("document.querySelector('#results').inert")


def test_a_document_that_is_gone_is_explained(new_page: Any) -> None:
    page = new_page()
    page.goto(at(read="000000000000"))
    page.get_by_role("alert").get_by_text("000000000000").wait_for()
    page.get_by_role("button", name="关闭").click()
    page.locator("#examples").wait_for()
