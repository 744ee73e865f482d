"""文件 in a browser: the list, reports, upload, replace, delete and undo, without a reload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from questions import at
from service_under_test import wait_for

NEW = """关于发放澄湖区湿地认养奖励的通知

澄湿发〔2026〕9号

2026年5月6日

一、奖励标准

个人认养湿地的，每亩每年奖励{amount}元，由区绿化所在每年十二月发放。

二、申请方式

向区绿化所提交认养协议和照片。
"""
TITLE = "湿地认养"
HOSTILE = """关于&lt;img src=x onerror=alert(1)&gt;和<svg/onload=alert(2)//标记的规定

第一条 𠮷田𠮷田𠮷田村的<b onclick=alert(3) 垃圾清运每周三次。违者罚款五十元。
"""
"""Markup that is not closed stays in the text; what is closed, reading drops."""


@pytest.fixture
def page(new_page: Any, scratch_url: str) -> Any:
    page = new_page(scratch_url)
    page.set_default_timeout(60_000)
    page.goto("/?tab=documents")
    page.locator(".doc").first.wait_for()
    page.evaluate("window.sameDocument = true")
    return page


def choose(page: Any, *files: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="选择文件").click()
    chooser.value.set_files([str(file) for file in files])


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_list_and_the_report(page: Any, scratch_url: str) -> None:
    cards = httpx.get(f"{scratch_url}/v1/documents").json()["documents"]
    assert page.locator(".doc h3").all_inner_texts() == [card["title"] for card in cards]
    page.locator(".doc").first.get_by_role("button", name="入库报告").click()
    report = page.locator(".doc").first.locator(".report")
    report.locator(".figures").wait_for()
    known = httpx.get(f"{scratch_url}/v1/documents/{cards[0]['id']}/report").json()
    figures = dict(
        zip(report.locator("dt").all_inner_texts(), report.locator("dd").all_inner_texts(), strict=True)
    )
    assert figures["个段落"] == str(known["passage_count"])
    assert figures["个章节"] == str(known["section_count"])
    assert figures["字去向不明"] == "0"
    labels = report.locator(".dropped li span:first-child").all_inner_texts()
    assert labels == [group["label"] for group in known["dropped"]]
    page.get_by_label("在文件列表中查找").fill("租金补贴")
    wait_for(lambda: page.locator(".doc").count() < len(cards), 5)
    assert all("租金补贴" in title for title in page.locator(".doc h3").all_inner_texts())


def test_upload_ask_replace_delete_undo(page: Any, tmp_path: Path, scratch_url: str, shoot: Any) -> None:
    bad = written(tmp_path, "empty.txt", "\n\n")
    choose(page, written(tmp_path, "wetland.txt", NEW.format(amount=300)), bad)
    page.locator(".upload.good", has_text="wetland.txt").wait_for()
    page.locator(".upload.bad", has_text="empty.txt").wait_for()
    shoot(page, "documents-upload")
    row = page.locator(".doc", has_text=TITLE)
    row.wait_for()

    page.locator(".upload.good").get_by_role("button", name="查看入库报告").click()
    page.locator(".upload .report").wait_for()

    choose(page, written(tmp_path, "wetland.txt", NEW.format(amount=450)))
    page.get_by_role("button", name="替换同名文件").click()
    page.locator(".upload.good", has_text="已替换").wait_for()
    answer = httpx.post(f"{scratch_url}/v1/ask", json={"question": "个人认养湿地每亩每年奖励多少元？"}).json()
    assert "450元" in answer["hits"][0]["text"]

    row.get_by_role("button", name="删除").click()
    page.locator(".toast", has_text=TITLE).wait_for()
    row.wait_for(state="detached")
    page.get_by_role("button", name="撤销").click()
    row.wait_for()
    assert page.evaluate("window.sameDocument")


def test_replacing_one_document(page: Any, tmp_path: Path, scratch_url: str) -> None:
    choose(page, written(tmp_path, "wetland.txt", NEW.format(amount=300)))
    row = page.locator(".doc", has_text=TITLE)
    row.wait_for()
    with page.expect_file_chooser() as chooser:
        row.get_by_role("button", name="替换").click()
    chooser.value.set_files(str(written(tmp_path, "newer.txt", NEW.format(amount=500))))
    page.locator(".upload.good", has_text="newer.txt").wait_for()
    answer = httpx.post(f"{scratch_url}/v1/ask", json={"question": "个人认养湿地每亩每年奖励多少元？"}).json()
    assert "500元" in answer["hits"][0]["text"]


def test_files_are_dropped_onto_the_page(page: Any) -> None:
    data = page.evaluate_handle(
        """(text) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], 'dropped.txt', { type: 'text/plain' }));
          return transfer;
        }""",
        NEW.format(amount=123),
    )
    page.dispatch_event(".drop", "dragenter", {"dataTransfer": data})
    assert "over" in page.locator(".drop").get_attribute("class")
    page.dispatch_event(".drop", "drop", {"dataTransfer": data})
    page.locator(".upload.good", has_text="dropped.txt").wait_for()
    page.locator(".doc", has_text=TITLE).wait_for()


def test_a_script_in_a_title_is_shown_harmless(page: Any, tmp_path: Path) -> None:
    choose(page, written(tmp_path, "hostile.txt", HOSTILE))
    row = page.locator(".doc", has_text="onerror=alert(1)")
    row.wait_for()
    assert page.locator(".doc img, .doc svg, .doc b").count() == 0
    row.locator("h3 a").click()
    page.locator(".reader .block", has_text="𠮷田").wait_for()
    page.goto(at("垃圾清运每周几次？"))
    page.locator(".hit", has_text="𠮷田").first.wait_for()
    assert page.locator("#results img, #results svg, #results b:not(.figure)").count() == 0
    page.locator("#question").fill("")
    page.locator("#question").press_sequentially("onerror=alert")
    page.locator("#suggestions li", has_text="onload=alert(2)").first.wait_for()
    assert page.locator("#suggestions img, #suggestions svg").count() == 0


def test_a_document_can_be_asked_alone(page: Any) -> None:
    row = page.locator(".doc", has_text="租金补贴管理办法")
    row.get_by_role("button", name="只在此文件中提问").click()
    page.locator(".reader h2", has_text="租金补贴").wait_for()
    page.locator("#question").fill("申请材料有哪些？")
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()
    documents = page.locator(".hit").evaluate_all("all => all.map((one) => one.dataset.document)")
    assert len(set(documents)) == 1
    assert page.locator(".chip").count() == 1
