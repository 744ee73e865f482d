"""The specimen as a government site's page, with everything around it that such a page has."""

from __future__ import annotations

from html import escape

from specimen import ITEMS, TITLE, Box, Deleted, Heading, Line, Note, Paragraph, Table

HEAD = """<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}_云岚市青禾区人民政府</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-03-20 10:15">
<style>.x{{color:red}}</style><script>var menu = "脚本里的文字不是正文";</script></head>
<body><div class="header"><div class="logo"><a href="/">云岚市青禾区人民政府</a></div>
<ul class="nav"><li><a href="/a">首页</a></li><li><a href="/b">政务公开</a></li>
<li><a href="/c">办事服务</a></li></ul></div>
<div class="crumb">您当前所在的位置：<a href="/">首页</a> &gt;
<a href="/x">政务公开</a> &gt; <a href="/y">区政府文件</a></div>
<div class="{wrap}"><div class="tools">【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】
<a href="#">打印</a></div>
<div {content}>
"""
TAIL = """</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="related"><h3>相关链接</h3><ul><li><a href="/1">《青禾区城市更新“十五五”规划》政策解读</a></li>
<li><a href="/2">青禾区召开城市更新工作推进会，部署今后五年的工作任务</a></li></ul></div></div>
<div class="footer"><p>主办单位：云岚市青禾区人民政府办公室
网站标识码：0000000001　联系我们 网站地图</p></div>
</body></html>
"""


def make_html(*, charset: str = "utf-8", hints: bool = True) -> bytes:
    """``hints``: the containers have the names that content systems give them."""
    names = (
        {"wrap": "article-wrap", "content": 'id="UCAP-CONTENT" class="TRS_Editor"'}
        if hints
        else {"wrap": "k1", "content": ""}
    )
    head = HEAD.format(charset=charset, title=escape(TITLE), **names)
    return (head + article() + TAIL).encode(charset)


def article() -> str:
    """The document as a content system's editor leaves it."""
    body = ""
    notes = 0
    for item in ITEMS:
        if isinstance(item, Line):
            tag = "h1" if item.text == TITLE else "p"
            body += f'<{tag} style="text-align:center">{escape(item.text)}</{tag}>\n'
        elif isinstance(item, Heading):
            tag = f"h{item.level + 1}" if item.level < 3 else "p"
            body += f"<{tag}><strong>{item.number}</strong>{escape(item.text)}</{tag}>\n"
        elif isinstance(item, Paragraph):
            text, behind = "", ""
            for part in item.parts:
                if isinstance(part, Note):
                    notes += 1
                    text += f"<sup>{notes}</sup>"
                    behind += f"<p><sup>{notes}</sup> {escape(part.text)}</p>\n"
                elif not isinstance(part, Deleted):
                    text += escape(part if isinstance(part, str) else part.text)
            body += f"<p>　　{text}</p>\n{behind}"
        elif isinstance(item, Table):
            body += f"<p>{item.caption}</p>\n{_table(item)}"
        elif isinstance(item, Box):
            body += "<div>" + "".join(f"<p>{escape(line)}</p>" for line in item.lines) + "</div>\n"
    return body


def _table(table: Table) -> str:
    spans = {(row, column): (rows, columns) for row, column, rows, columns in table.merged}
    hidden = {
        (r + i, c + j)
        for r, c, rows, columns in table.merged
        for i in range(rows)
        for j in range(columns)
        if i or j
    }
    out = "<table border=1>"
    for r, row in enumerate(table.rows):
        out += "<tr>"
        for c, text in enumerate(row):
            if (r, c) not in hidden:
                rows, columns = spans.get((r, c), (1, 1))
                out += f'<td rowspan="{rows}" colspan="{columns}"><p>{escape(text)}</p></td>'
        out += "</tr>\n"
    return out + "</table>\n"
