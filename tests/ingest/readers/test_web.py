"""Web pages: where the article is, what is left out, how it was encoded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from make_html import make_html
from make_pages import ISSUER, NUMBER, make_bare_library, make_library, make_old, make_portal
from specimen import INDICATORS, TITLE

from ingest.errors import UnreadableFile
from ingest.files import read_file
from ingest.readers.html import decode_page, read_html
from ingest.readers.raw import PageFacts

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


# what sites print of a document beside its text ------------------------------------------------------

SHAPES = {"library.html": make_library, "portal.html": make_portal, "old.htm": make_old}
AROUND = {
    "library.html": ("政策文件库", "责任编辑", "分享到微信", "相关文件", "主办单位", "公网安备"),
    "portal.html": ("一网通办", "依申请公开", "您所在的位置", "微博", "上一篇", "扫一扫", "网站地图"),
    "old.htm": ("领导信箱", "政策法规", "打印本页", "版权所有"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_what_stands_around_the_article_is_told_and_left_out(name: str) -> None:
    raw = read_html(SHAPES[name](), name)
    told = "".join(text for _, text, _ in raw.dropped)
    for words in AROUND[name]:
        assert words in told and words not in raw.text, words
    assert raw.text.startswith("云岚市青禾区人民政府文件\n青府发〔2026〕7号\n")


@pytest.mark.parametrize("name", SHAPES)
def test_the_facts_are_told_and_kept(name: str) -> None:
    raw = read_html(SHAPES[name](), name)
    told = [text for _, text, reason in raw.dropped if reason == "page-facts"]
    assert told and "索引号" not in raw.text and "发布时间" not in raw.text
    assert raw.facts.published == "2026-03-20"
    if name != "old.htm":
        assert (raw.facts.doc_number, raw.facts.issuer) == (NUMBER, ISSUER)
    if name == "library.html":
        assert (raw.facts.written, raw.facts.title) == ("2026-03-18", TITLE)


def test_attachments_of_a_portal_stay() -> None:
    assert "规划（图集）.pdf" in read_html(make_portal(), "a.html").text


def test_facts_fill_what_the_text_does_not_say(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(make_bare_library())
    (document,) = read_file(path).report.documents
    metadata = document.metadata
    assert (metadata.title, metadata.doc_number, metadata.issuer) == (TITLE, NUMBER, ISSUER)
    assert (metadata.written, metadata.published) == (date(2026, 3, 18), date(2026, 3, 20))
    assert metadata.region == "青禾区"


@pytest.mark.parametrize(
    ("inner", "published", "number"),
    [
        ("<p>发布日期: 2026/3/5　　信息来源: 区发改委　　点击数: 77</p>", "2026-03-05", None),
        ("<div><span>时间</span></div><h4>【发布时间：2026.03.05】</h4>", "2026-03-05", None),
        (
            "<dl><dt>索引号</dt><dd>A-1</dd><dt>发文字号</dt><dd>青府发〔2026〕12号</dd>"
            "<dt>主题分类</dt><dd></dd><dt>公布日期</dt><dd>2026年3月5日</dd></dl>",
            "2026-03-05",
            "青府发〔2026〕12号",
        ),
        (
            "<table><tr><th>文　　号</th><td>青府发〔2026〕12号</td><th>生成日期</th><td>2026-02-01</td></tr>"
            "<tr><th>发布机构</th><td></td><th>有效期</th><td>至2031年</td></tr></table>",
            None,
            "青府发〔2026〕12号",
        ),
        ("<p>索引号：A-1</p>", None, None),
    ],
)
def test_facts_in_many_shapes(inner: str, published: str | None, number: str | None) -> None:
    body = f"<body>{inner}<div>{f'<p>{BODY}</p>' * 5}</div></body>"
    raw = read_html(body.encode(), "a.html")
    assert (raw.facts.published, raw.facts.doc_number) == (published, number)
    assert raw.text == f"{BODY}\n" * 5


def test_a_document_s_own_words_are_no_facts() -> None:
    cells = (
        ("文件名称", "文号", "发文机关", "发布日期"),
        ("旧办法", "青府发〔2020〕1号", "区政府", "2020-01-05"),
    )
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    table = f"<table>{table}</table>"
    own = f"<p>{BODY}</p><p>发布机构应当及时公开。</p><p>第五条 有效期：自印发之日起五年。{BODY}</p>{table}"
    raw = read_html(f"<body><div>{own}</div></body>".encode(), "a.html")
    assert raw.facts == PageFacts() and "旧办法" in raw.text and "发布机构应当" in raw.text


def test_nothing_visible_is_lost() -> None:
    raw = read_html(make_html(), "a.html")
    everything = raw.text + "".join(text for _, text, _ in raw.dropped)
    for words in ("首页", "政务公开", "【字体：", "微信", "政策解读", "主办单位", "您当前所在的位置"):
        assert words in everything
