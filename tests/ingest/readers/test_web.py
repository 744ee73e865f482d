"""Web pages: where the article is, what is left out, how it was encoded."""

from __future__ import annotations

import pytest
from make_html import make_html
from specimen import INDICATORS, TITLE

from ingest.errors import UnreadableFile
from ingest.readers.html import decode_page, read_html

BODY = "坚持以高质量发展为主题，着力提升产业能级，推动数字化转型，全面增强城区综合竞争力。"


def page(inner: str, head: str = "") -> list[str]:
    return read_html(
        f"<html><head>{head}</head><body>{inner}</body></html>".encode(), "a.html"
    ).text.splitlines()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030", "no-such-charset"])
def test_encodings(charset: str) -> None:
    real = "gb18030" if charset.startswith("gb") else "utf-8"
    data = make_html().decode().replace("charset=utf-8", f"charset={charset}").encode(real)
    assert TITLE in decode_page(data, "a.html")[0]


def test_a_wrong_declaration_is_not_believed() -> None:
    data = make_html(charset="gb18030").replace(b"charset=gb18030", b"charset=utf-8")
    text, encoding = decode_page(data, "a.html")
    assert TITLE in text and encoding == "gb18030"


def test_hints_change_nothing_on_a_plain_page() -> None:
    assert read_html(make_html(hints=False), "a.html").text == read_html(make_html(), "a.html").text


def test_a_title_outside_the_article_is_kept() -> None:
    inner = (
        f'<div class="top"><a href="/">首页</a><a href="/b">公开</a></div>'
        f'<h1>{TITLE}</h1><div class="time">来源：区政府</div>'
        f"<div>{''.join(f'<p>{BODY}</p>' for _ in range(6))}</div>"
    )
    assert page(inner)[:2] == [TITLE, BODY]


def test_numbered_lists_and_nested_ones() -> None:
    nested = "<ol start=3><li>甲<ol><li>子</li></ol></li><li>乙</li></ol>"
    inner = f"<p>{BODY}</p>{nested}<ul><li>丙</li></ul><ol><li>1．丁</li></ol>"
    assert page(inner)[1:] == ["3. 甲", "1. 子", "4. 乙", "丙", "1．丁"]


def test_attachments_stay_and_related_links_go() -> None:
    inner = (
        f"<div>{f'<p>{BODY}</p>' * 5}<p>附件："
        '<a href="/f/1.docx">1.任务分工表</a> <a href="/f/2.pdf">2.指标表</a></p></div>'
        '<div class="xgxw"><p><a href="/1">关于印发实施方案的通知</a></p>'
        '<p><a href="/2">关于开展评估工作的通知</a></p></div>'
    )
    raw = read_html(f"<body>{inner}</body>".encode(), "a.html")
    assert raw.text.splitlines()[-1] == "附件：1.任务分工表 2.指标表"
    assert any("实施方案" in text for _, text, _ in raw.dropped)


def test_layout_tables_hold_text_and_data_tables_rows() -> None:
    data = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in INDICATORS.rows)
    inner = (
        f"<table><tr><td>左</td><td><p>{BODY * 3}</p><p>{BODY * 3}</p><table>{data}</table></td></tr></table>"
    )
    assert page(inner)[-5:] == ["\t".join(row) for row in INDICATORS.rows]


def test_merged_cells() -> None:
    inner = (
        f"<p>{BODY}</p><table><tr><th colspan=2>合计</th><th>9</th></tr>"
        "<tr><td rowspan=2>甲</td><td>一</td><td>1</td></tr>"
        "<tr><td>二</td><td>2</td></tr></table>"
    )
    assert page(inner)[1:] == ["合计\t\t9", "甲\t一\t1", "\t二\t2"]


def test_hidden_text_is_told() -> None:
    raw = read_html(f'<body><p>{BODY}</p><p style="display: none">暗文</p></body>'.encode(), "a.html")
    assert raw.text == f"{BODY}\n" and [told[1:] for told in raw.dropped] == [("暗文", "hidden-text")]


def test_headings_without_number_are_marked() -> None:
    assert page(f"<h2>总体要求</h2><p>{BODY}</p><h3>一、目标</h3><p>{BODY}</p>") == [
        "## 总体要求",
        BODY,
        "一、目标",
        BODY,
    ]


def test_a_page_that_a_script_fills_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="没有正文"):
        read_html(b"<html><body><div id=app></div><script>render()</script></body></html>", "a.html")


def test_nothing_visible_is_lost() -> None:
    raw = read_html(make_html(), "a.html")
    everything = raw.text + "".join(text for _, text, _ in raw.dropped)
    for words in ("首页", "政务公开", "【字体：", "微信", "政策解读", "主办单位", "您当前所在的位置"):
        assert words in everything
