"""Who signs under a document, and when."""

from __future__ import annotations

from datetime import date

import pytest
from made_up import BODY, document, documents

TITLE = "关于促进青禾数据资源登记的通知"
TEXT = "各街道办事处：\n现将有关事项通知如下。\n" + "".join(f"{n}、任务\n{BODY}\n" for n in "一二三四五六")
DAY = date(2025, 1, 16)


@pytest.mark.parametrize(
    ("foot", "issuer"),
    [
        ("青禾区财政局\n2025年1月16日\n", "青禾区财政局"),
        ("青禾区发展改革委\n青 禾 区 数 据 局\n2025年1月16日\n", "青禾区发展改革委、青禾区数据局"),
        ("青禾区发展改革委      青禾区数据局\n二〇二五年一月十六日\n", "青禾区发展改革委、青禾区数据局"),
        ("青禾区总工会\n青禾区民政局  2025年1月16日\n", "青禾区总工会、青禾区民政局"),
        ("本通知自2025年2月1日起施行。青禾区财政局2025年1月16日\n", "青禾区财政局"),
        ("青禾区财政局\n2025年1月16日\n（此件公开发布）\n抄送：区委办公室。\n", "青禾区财政局"),
    ],
)
def test_the_bodies_that_sign_are_the_issuers(foot: str, issuer: str) -> None:
    found = document(f"{TITLE}\n{TEXT}{foot}").metadata
    assert (found.issuer, found.written) == (issuer, DAY)


@pytest.mark.parametrize(
    "foot",
    [
        "牵头单位：区财政局、区民政局\n2025年1月16日\n",
        "本通知由区财政局负责解释。\n2025年1月16日\n",
        "各区财政局\n2025年1月16日\n",
        f"青禾区财政局\n{BODY}\n2025年1月16日\n",
        "完成时限为2025年1月16日\n",
    ],
)
def test_other_lines_above_a_date_are_no_signature(foot: str) -> None:
    assert document(f"{TITLE}\n{TEXT}{foot}").metadata.issuer is None


def test_the_notice_is_signed_before_its_annex() -> None:
    annex = (
        f"附件\n青禾区登记办法\n第一条　{BODY}\n第二条　{BODY}\n第三条　{BODY}\n青禾区民政局\n2023年5月6日\n"
    )
    text = f"关于印发《青禾区登记办法》的通知\n{TEXT}青禾区财政局\n青禾区司法局\n2025年1月16日\n{annex}"
    found = document(text).metadata
    assert (found.issuer, found.written) == ("青禾区财政局、青禾区司法局", DAY)


def test_the_titles_own_issuer_and_the_letterhead_come_first() -> None:
    foot = "青禾区财政局\n2025年1月16日\n"
    assert document(f"青禾区民政局{TITLE}\n{TEXT}{foot}").metadata.issuer == "青禾区民政局"
    assert (
        document(f"青禾区民政局文件\n青民〔2025〕3号\n{TITLE}\n{TEXT}{foot}").metadata.issuer
        == "青禾区民政局"
    )


def test_issuers_stand_apart_in_the_title() -> None:
    (found,) = documents(f"青禾区发展改革委 青禾区数据局关于建立\n登记机制的通知\n{TEXT}")
    assert found.metadata.issuer == "青禾区发展改革委、青禾区数据局"
    assert found.metadata.title == "青禾区发展改革委 青禾区数据局关于建立登记机制的通知"
    assert found.sections[0].heading == found.metadata.title
