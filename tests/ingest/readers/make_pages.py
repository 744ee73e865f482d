"""The specimen as three kinds of government site print it (``pages/``): a policy library with a table of
facts above the text, a city portal with a list of facts, an old page laid out with tables."""

from __future__ import annotations

import re
from pathlib import Path

from make_html import article
from specimen import TITLE

ISSUER, NUMBER = "云岚市青禾区人民政府", "青府发〔2026〕7号"


def _page(name: str, text: str) -> str:
    page = Path(__file__).with_name("pages").joinpath(name).read_text(encoding="utf-8")
    return page.replace("@TITLE@", TITLE).replace("@ARTICLE@", text)


def old_style(body: str) -> str:
    """Paragraphs as lines with <BR>, headings as centred fonts: how pages were written by hand."""
    body = re.sub(r"<(/?)h[1-4][^>]*>", r"<\1p>", body)
    body = re.sub(r"</?strong>", "", body)
    body = re.sub(r'<p style="text-align:center">(.*?)</p>', r"<CENTER>\1</CENTER>", body)
    lines = re.split(r"(<table.*?</table>)", body, flags=re.DOTALL)
    return "".join(part if part.startswith("<table") else _with_breaks(part) for part in lines)


def _with_breaks(text: str) -> str:
    return re.sub(r"<p>\s*(.*?)</p>", r"\1<BR>", re.sub(r"</?div>", "", text), flags=re.DOTALL)


def make_library() -> bytes:
    """A policy library's kind: number, issuer and date stand in the table and in the text."""
    return _page("library.html", article()).encode()


def make_portal() -> bytes:
    return _page("portal.html", article()).encode()


def make_old() -> bytes:
    return _page("old.htm", old_style(article())).encode("gb18030")


def make_bare_library() -> bytes:
    """The text begins with its title and the addressees; what identifies it stands in the table alone."""
    text = article()
    for line in (f"{ISSUER}文件", NUMBER, ISSUER, "2026年3月18日"):
        text = re.sub(rf"<p[^>]*>{line}</p>\n", "", text, count=1)
    return _page("library.html", text).encode()
