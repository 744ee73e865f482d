"""Text copied from a government page: its table of facts and the line under the title."""

from __future__ import annotations

from datetime import date

import pytest
from checks import check_reading
from made_up import BODY, document, reading

TITLE = "青禾区人民政府办公室关于印发《青禾区公园规划》的通知"
TEXT = f"各街道办事处：\n现将规划印发给你们。\n一、目标\n{BODY}\n二、任务\n{BODY}\n"
TABLES = {
    "tabs": "索 引 号：\t0112/2021-3\t主题分类：\t城乡建设\n"
    "发布机构：\t青禾区人民政府办公室\t成文日期：\t2021年11月03日\n"
    f"标　　题：\t{TITLE}\n"
    "发文字号：\t青府办发[2021]45号\t发布日期：\t2021-11-10\n",
    "cells": "索引号\t0112/2021-3\n发布机构\t青禾区人民政府办公室\n成文日期\t2021-11-03\n"
    "文号\t青府办发〔2021〕45号\n发布日期\t2021-11-10\n",
    "lines": "索引号：0112/2021-3\n发布机构：青禾区人民政府办公室\n成文日期：2021年11月3日\n"
    "文  号：青府办发〔2021〕45号\n发布日期：2021.11.10\n",
}


@pytest.mark.parametrize("form", TABLES)
def test_the_table_is_told_of_the_document_and_left_out_of_its_text(form: str) -> None:
    read = reading(f"{TABLES[form]}\n{TITLE}\n{TEXT}")
    check_reading(read)
    (found,) = read.report.documents
    assert found.metadata.title == TITLE
    assert found.metadata.doc_number == "青府办发〔2021〕45号"
    assert (found.metadata.written, found.metadata.published) == (date(2021, 11, 3), date(2021, 11, 10))
    assert "索" not in found.text
    assert {one.reason for one in read.report.dropped} == {"page-facts"}


def test_the_line_under_the_title() -> None:
    line = "发布时间：2021-11-10 09:30  来源：区政府办公室  浏览次数：1203  字体：[大 中 小]"
    found = document(f"{TITLE}\n{line}\n{TEXT}")
    assert found.metadata.published == date(2021, 11, 10)
    assert "浏览次数" not in found.text
    assert found.text.startswith(f"{TITLE}\n各街道办事处")


@pytest.mark.parametrize(
    "lines",
    [
        "主题词：公园  绿化\n",
        "来源：区财政拨款\n",
        "分类：公园分为三类。\n有效期：五年。\n",
    ],
)
def test_a_label_or_two_are_the_documents_own_text(lines: str) -> None:
    found = document(f"{TITLE}\n{TEXT}{lines}")
    assert lines.split("：")[1].strip().split("\n")[0] in found.text


def test_what_the_document_prints_itself_counts_for_more() -> None:
    found = document(f"{TABLES['lines']}\n{TITLE}\n青府办发〔2021〕46号\n（2021年11月4日）\n{TEXT}").metadata
    assert (found.doc_number, found.written) == ("青府办发〔2021〕46号", date(2021, 11, 4))


def test_buttons_and_links_of_the_page_around_the_text() -> None:
    above = "下载\n打印\n收藏\n【字号：\n大\n中\n小\n】\n"
    under = "来源：青禾日报\n时间：2026-02-05\n"
    read = reading(f"{above}{TITLE}\n{under}{TEXT}扫一扫在手机打开当前页\n打印本页\n相关报道：\n")
    check_reading(read)
    (found,) = read.report.documents
    assert (found.metadata.title, found.metadata.published) == (TITLE, date(2026, 2, 5))
    assert found.text.startswith(f"{TITLE}\n各街道办事处")
    assert not any(word in found.text for word in ("下载", "字号", "扫一扫", "相关报道", "青禾日报"))
    assert {one.reason for one in read.report.dropped} == {"navigation", "page-facts"}


@pytest.mark.parametrize(
    "lines",
    ["来源：区财政拨款\n分享\n收藏\n", "企业规模\n大\n中\n小\n", "所在位置：青禾路12号\n现在位置偏远。\n"],
)
def test_a_short_word_or_two_and_the_documents_own_labels_stay(lines: str) -> None:
    found = document(f"{TITLE}\n{TEXT}{lines}")
    assert all(line in found.text for line in lines.split())


def test_the_way_to_the_page_and_labels_on_lines_of_their_own() -> None:
    above = "当前位置：\n首页\n>\n政务公开\n>\n规划计划\n2026年青禾县政府工作报告\n"
    facts = "发表时间：\n2026-02-09 09:45\n来源：\n青禾日报\n阅读量：\n"
    own = "政府工作报告\n——2026年2月3日在青禾县第十三届人民代表大会第四次会议上\n青禾县县长　王小青\n"
    text = f"各位代表：\n现在向大会报告工作。\n一、目标\n{BODY}\n二、任务\n{BODY}\n【\n打印本页\n】\n"
    read = reading(f"{above}{facts}{own}{text}")
    check_reading(read)
    (found,) = read.report.documents
    assert found.metadata.title == "2026年青禾县政府工作报告"
    assert (found.metadata.written, found.metadata.published) == (date(2026, 2, 3), date(2026, 2, 9))
    assert "政府工作报告\n政府工作报告" in found.text.replace("2026年青禾县", "")
    assert not any(word in found.text for word in ("首页", "规划计划", "打印", "阅读量"))


HEADLINE = "关于建立登记机制的通知(青发改〔2025〕65号)"


def test_the_pages_own_title_and_headline_are_not_the_documents() -> None:
    page = f"【{HEADLINE}】-青禾区发展和改革委员会\n首页\n >\n政务公开\n{HEADLINE}\n2025/01/20 价格科\n"
    own = "青禾区发展改革委 青禾区数据局关于建立\n登记机制的通知\n青发改〔2025〕65号\n"
    read = reading(f"{page}{own}{TEXT}")
    check_reading(read)
    (found,) = read.report.documents
    assert found.metadata.title == "青禾区发展改革委 青禾区数据局关于建立登记机制的通知"
    assert (found.metadata.doc_number, found.metadata.published) == ("青发改〔2025〕65号", date(2025, 1, 20))
    assert "价格科" not in found.text


@pytest.mark.parametrize("line", ["绿地-公园-水系_总体布局", "2025/01/20", "2025/01/20 开工建设"])
def test_a_line_with_a_dash_or_a_date_stays(line: str) -> None:
    assert line.split()[-1] in document(f"{TITLE}\n{line}\n{TEXT}").text


SITE = "主办单位：青禾区人民政府办公室\n网站标识码3100000062\n青ICP备 13001288号\n政务微博\n"


def test_the_foot_of_a_page_that_was_copied_whole() -> None:
    links = "按 地 方 查\n东园\n西园\n网站地图\n联系我们\n"
    behind = "《青禾区公园规划》已经2024年8月30日区政府第40次常务会议通过，现予公布。\n"
    read = reading(f"{TITLE}\n{TEXT}本规划自印发之日起施行。\n{links}{SITE}{behind}")
    check_reading(read)
    (found,) = read.report.documents
    assert found.text.endswith(f"本规划自印发之日起施行。\n{behind.strip()}")
    assert {one.reason for one in read.report.dropped} == {"navigation"}


@pytest.mark.parametrize(
    "before",
    [
        "青禾区民政局\n2025年1月16日\n",
        "序号\n单位\n1\n区民政局\n2\n区财政局\n",
        "任务\t单位\n绿化\t区民政局\n",
    ],
)
def test_a_signature_or_a_table_above_the_foot_stays(before: str) -> None:
    found = document(f"{TITLE}\n{TEXT}{before}{SITE}")
    assert all(word in found.text for word in before.split())
    assert "ICP" not in found.text


def test_links_without_the_sites_numbers_are_no_foot() -> None:
    own = "主办：青禾区人民政府办公室\n联系我们\n"
    assert "联系我们" in document(f"{TITLE}\n{TEXT}{own}").text


OTHER = "青禾区人民政府办公室关于印发《青禾区绿道计划》的通知"
NEXT_PAGE = (
    "首页 > 政务公开 > 规划计划 > 正文\n"
    "索引号：0112/2022-7　　主题分类：城乡建设　　发布机构：青禾区人民政府办公室\n"
    "文号：青府办发〔2022〕7号　　公开日期：2022-03-05\n"
)


def test_pages_copied_into_one_file_each_with_its_facts() -> None:
    menu = "青禾区人民政府门户网站\n无障碍浏览 | 长者专区 | 繁體 | 登录\n首页　政务公开　办事服务　政民互动\n"
    between = "上一篇：关于调整分工的通知\n下一篇：关于绿道的报告\n相关解读：一图读懂公园规划\n"
    first = f"{menu}{TABLES['lines']}\n{TITLE}\n{TEXT}{between}{SITE}"
    read = reading(f"{first}{NEXT_PAGE}\n{OTHER}\n{TEXT}【打印本页】【关闭窗口】　浏览次数：18\n{SITE}")
    check_reading(read)
    one, two = (document.metadata for document in read.report.documents)
    assert (one.title, one.doc_number, one.published) == (TITLE, "青府办发〔2021〕45号", date(2021, 11, 10))
    assert (two.title, two.doc_number, two.published) == (OTHER, "青府办发〔2022〕7号", date(2022, 3, 5))
    texts = "".join(found.text for found in read.report.documents)
    for word in ("门户", "登录", "政民互动", "上一篇", "一图读懂", "主题分类", "打印本页", "ICP"):
        assert word not in texts


def test_a_table_with_bars_or_words_in_a_row_is_no_menu() -> None:
    rows = "姓名 | 单位 | 职务 | 电话\n首页 设计 三类\n"
    assert "单位" in (text := document(f"{TITLE}\n{rows}{TEXT}").text) and "首页" in text
