"""Which questions ask what a document's cover says."""

from __future__ import annotations

import pytest

from index.covers import asks_of_cover


@pytest.mark.parametrize(
    "question",
    [
        "产业规划是哪个部门牵头编的",
        "这份通知什么时候发布的",
        "规划纲要是哪一天经人大会议表决通过的？",
        "养老办法是谁印发的",
        "实施意见的文号",
        "公寓管理办法还有效吗",
        "方案发给哪些单位，主送谁",
        "这是关于什么的文件",
    ],
)
def test_of_a_cover(question: str) -> None:
    assert asks_of_cover(question)


@pytest.mark.parametrize(
    "question",
    [
        "人才公寓租金怎么定",
        "通过哪些措施引进人才",
        "2025年新增多少张养老床位",
        "为什么要办社区食堂",
        "怎么减轻企业负担",
        "五年里发了多少补贴",
    ],
)
def test_of_what_stands_inside(question: str) -> None:
    assert not asks_of_cover(question)
