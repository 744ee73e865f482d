"""问答 in a browser: questions, filters, examples, suggestions, errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from questions import OUT_OF_PLACE, RENT, ROW, at
from service_under_test import serving, wait_for

from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings


@pytest.fixture(scope="module")
def nowhere(sample_engine: Any) -> str:
    return next(question for question in OUT_OF_PLACE if not sample_engine.ask(question).answerable)


def test_a_question_from_the_box(new_page: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#question").fill(RENT)
    page.keyboard.press("Enter")
    first = page.locator(".hit").first
    first.wait_for()
    assert page.locator(".verdict h2").inner_text() == "找到依据"
    assert "每年最高不超过30万元" in first.locator("mark").all_inner_texts()[0]
    assert first.locator("h2").inner_text() == "澄湖区科创企业租金补贴管理办法"
    assert first.locator(".path li").all_inner_texts() == ["第二章　补贴条件和标准", "第六条"]
    assert first.locator("header .badge").inner_text() == "已失效"
    assert "2024年1月22日成文" in first.locator(".meta").inner_text()
    assert "已届满" in page.locator(".warnings").inner_text()
    assert parse_qs(urlsplit(page.url).query) == {"q": [RENT]}
    assert page.title().startswith(RENT)
    assert page.locator("#status").inner_text().startswith("找到依据")


@pytest.mark.parametrize("question", ["老人家要不要买票", "老人家去火星怎么走"])
def test_what_was_looked_for_beside_is_said_and_is_no_warning(
    new_page: Any, sample_engine: Any, question: str
) -> None:
    page = new_page()
    page.goto(at(question))
    said = page.locator(".reworded")
    said.wait_for()
    assert said.locator("li").all_inner_texts() == list(sample_engine.ask(question).reworded)
    assert "“老人家”→“老年人”" in said.inner_text()
    assert "老人家" not in "".join(page.locator(".warnings").all_inner_texts())


def test_the_text_shown_is_the_passage_verbatim(new_page: Any) -> None:
    page = new_page()
    with page.expect_response("**/v1/ask") as asked:
        page.goto(at(RENT))
    hits = asked.value.json()["hits"]
    page.locator(".hit").first.wait_for()
    for more in page.locator(".hit .plain", has_text="显示全段").all():
        more.click()
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


def test_nothing_found_is_said_plainly(new_page: Any, nowhere: str) -> None:
    page = new_page()
    page.goto(at(nowhere))
    page.get_by_role("heading", name="未找到依据").wait_for()
    assert "不能当作依据" in page.locator(".nearest").inner_text()
    assert page.locator(".hit").count() == page.locator(".hit.nearby").count() > 0
    assert page.locator(".verdict").count() == 0


def test_facets_filter_and_can_be_taken_back(new_page: Any, web_url: str) -> None:
    page = new_page()
    page.goto(at(RENT))
    page.locator(".badge.bad").first.wait_for()
    known = {facet["name"]: facet for facet in httpx.get(f"{web_url}/v1/facets").json()["facets"]}
    kinds = page.locator("[data-facet=kinds] label")
    shown = dict(line.rsplit("\n", 1) for line in kinds.all_inner_texts())
    assert shown == {value["label"]: str(value["count"]) for value in known["kinds"]["values"]}
    page.locator("[data-facet=kinds] label", has_text="规划").locator("input").check()
    page.locator(".chip", has_text="规划").wait_for()
    assert parse_qs(urlsplit(page.url).query)["kind"] == ["规划"]
    wait_for(lambda: page.locator(".hit").count() > 0 and page.locator(".hit .badge.bad").count() == 0, 10)
    page.locator(".chip").click()
    page.locator(".hit .badge.bad").first.wait_for()
    assert "kind" not in parse_qs(urlsplit(page.url).query)


def test_a_filter_that_empties_the_result_says_so(new_page: Any) -> None:
    page = new_page()
    page.goto(at(RENT, kind="没有这一类"))
    page.get_by_role("heading", name="未找到依据").wait_for()
    assert "没有这一类" in page.locator(".panel.none").inner_text()
    page.get_by_role("button", name="清除全部筛选").click()
    page.locator(".verdict").wait_for()


def test_back_and_forward_reproduce_each_view(new_page: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#examples button").first.wait_for()
    page.locator("#question").fill(RENT)
    page.locator("#submit").click()
    page.locator(".verdict").wait_for()
    page.locator(".hit h2 a").first.click()
    page.locator(".reader .block.here").first.wait_for()
    page.go_back()
    page.locator(".reader").wait_for(state="detached")
    assert page.locator(".hit").count() > 0
    page.go_back()
    page.locator("#examples").wait_for()
    assert page.locator("#question").input_value() == ""
    assert page.locator(".hit").count() == 0
    page.go_forward()
    page.go_forward()
    page.locator(".reader .block.here").first.wait_for()
    assert page.locator("#question").input_value() == RENT


def test_more_results_keep_the_place(new_page: Any) -> None:
    page = new_page()
    page.goto(at(RENT))
    page.get_by_role("button", name="更多结果").click()
    wait_for(lambda: page.locator(".hit").count() > 5, 10)
    assert parse_qs(urlsplit(page.url).query)["n"] == ["10"]
    assert page.evaluate("document.activeElement.querySelector('.rank').textContent") == "6"


def test_examples_come_from_the_documents_and_are_answered(new_page: Any, web_url: str) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#examples button").first.wait_for()
    titles = {card["title"] for card in httpx.get(f"{web_url}/v1/documents").json()["documents"]}
    parts = {t for c in httpx.get(f"{web_url}/v1/documents").json()["documents"] for t in c["part_titles"]}
    count = page.locator("#examples button").count()
    assert count
    for index in range(count):
        page.goto("/")
        sample = page.locator("#examples button").nth(index)
        sample.wait_for()
        assert sample.locator("span").inner_text().removeprefix("出自 ") in titles | parts
        sample.click()
        page.locator(".verdict h2").wait_for()


def test_suggestions_by_keyboard(new_page: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#question").press_sequentially("高新技术企业")
    option = page.get_by_role("option", name="高新技术企业数").first
    option.wait_for()
    assert "条建议" in page.locator("#status").inner_text()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.get_attribute("id") == page.locator("#question").get_attribute("aria-activedescendant")
    text = chosen.locator(".text").inner_text()
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()
    assert parse_qs(urlsplit(page.url).query)["q"] == [text]
    assert page.locator("#suggestions").is_hidden()


def test_a_suggested_document_is_opened(new_page: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#question").press_sequentially("租金补贴管理")
    page.locator("[role=option]", has_text="文件").first.click()
    page.locator(".reader h2", has_text="租金补贴管理办法").wait_for()


def test_enter_while_composing_does_not_ask(new_page: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#question").fill("zujin")
    page.locator("#question").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    page.wait_for_timeout(200)
    assert urlsplit(page.url).query == ""
    page.locator("#question").dispatch_event("keydown", {"key": "Enter", "isComposing": False})
    page.wait_for_url("**q=zujin")


def test_a_refused_question_is_explained(new_page: Any, shoot: Any) -> None:
    page = new_page()
    page.goto(at("问" * 2001))
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert alert.locator("h2").inner_text() == "输入有误"
    assert "请求编号" in alert.inner_text()
    shoot(page, "error-422")


def test_a_service_that_is_down_can_be_tried_again(new_page: Any, shoot: Any) -> None:
    page = new_page()
    page.goto("/")
    page.locator("#examples button").first.wait_for()
    page.context.set_offline(True)
    page.locator("#question").fill(RENT)
    page.locator("#submit").click()
    page.get_by_text("连接不上服务").wait_for()
    shoot(page, "error-down")
    page.context.set_offline(False)
    page.get_by_role("button", name="重试").click()
    page.locator(".hit").first.wait_for()


def test_a_slow_answer_shows_that_it_is_coming(new_page: Any, shoot: Any) -> None:
    page = new_page()
    held: list[Any] = []
    page.route("**/v1/ask", lambda route: held.append(route))
    page.goto(at(RENT))
    page.locator(".waiting").wait_for()
    assert page.locator("#submit").get_attribute("aria-busy") == "true"
    assert page.locator("#status").inner_text() == "正在查找"
    shoot(page, "slow")
    held[0].continue_()
    page.locator(".hit").first.wait_for()
    assert page.locator("#submit").get_attribute("aria-busy") == "false"


def test_a_service_that_is_starting_is_waited_for(new_page: Any) -> None:
    page = new_page()
    starting = {"type": "urn:planqa:problem:starting", "title": "服务正在启动", "status": 503, "detail": "…"}
    left = [starting, starting]

    def answer(route: Any) -> None:
        if left:
            route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(left.pop()))
        else:
            route.continue_()

    page.route("**/v1/ask", answer)
    page.goto(at(RENT))
    page.locator(".toast", has_text="服务正在启动").wait_for()
    page.locator(".hit").first.wait_for()
    assert page.get_by_role("alert").count() == 0


def test_a_late_answer_does_not_replace_a_newer_one(new_page: Any) -> None:
    page = new_page()
    held: list[Any] = []

    def hold(route: Any) -> None:
        first = json.loads(route.request.post_data)["question"] == ROW
        held.append(route) if first else route.continue_()

    page.route("**/v1/ask", hold)
    page.goto(at(ROW))
    page.locator(".waiting").wait_for()
    page.locator("#question").fill(RENT)
    page.locator("#submit").click()
    page.locator(".hit").first.wait_for()
    page.unroute("**/v1/ask")
    assert "租金补贴" in page.locator(".hit h2").first.inner_text()


def test_no_index_is_explained(new_page: Any, tmp_path: Path) -> None:
    with serving(create_app(HttpSettings(home=tmp_path))) as url:
        page = new_page(url)
        page.goto(at(RENT))
        page.get_by_role("alert").get_by_text("planqa build").wait_for()


def test_feedback_reaches_the_service(new_page: Any, scratch_url: str) -> None:
    page = new_page(scratch_url)
    page.goto(at(RENT))
    with page.expect_response("**/v1/feedback") as sent:
        page.locator(".vote button", has_text="有用").first.click()
    assert sent.value.status == 201
    assert page.locator(".vote button", has_text="有用").first.get_attribute("aria-pressed") == "true"
    page.get_by_text("已记下").first.wait_for()
