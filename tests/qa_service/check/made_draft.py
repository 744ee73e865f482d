"""A Word draft with all that must survive: notes, comments, links, fields, changes, boxes, tables."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

from lxml import etree

from qa_service.check.checker import Checker
from qa_service.check.draft import plain_markdown, split_claims
from qa_service.check.draft_file import read_draft
from qa_service.check.verdict import WORDS, DraftCheck

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NS = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {"styles": "styles", "settings": "settings", "comments": "comments", "footnotes": "footnotes"}

TRUE = "环湖慢行系统基本贯通，环湖绿道长度达到96公里。"
WRONG = "环湖慢行系统基本贯通，环湖绿道长度达到86公里。"


def run(text: str, properties: str = "") -> str:
    """Return a run."""
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{told}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*parts: str) -> str:
    """Return a paragraph."""
    return f"<w:p>{''.join(parts)}</w:p>"


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + run("等级民宿达到90家。", "<w:i/>")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BODY = "".join(
    (
        paragraph('<w:pPr><w:pStyle w:val="1"/></w:pPr>', run("一、情况")),
        paragraph(
            run("环湖慢行系统基本贯通，"),
            run("环湖绿道长度达到", "<w:b/>"),
            run("96公里。环湖慢行系统", '<w:color w:val="FF0000"/>'),
            '<w:r><w:rPr><w:sz w:val="40"/></w:rPr><w:tab/>'
            "<w:t>基本贯通，环湖绿道长度达到86公里。</w:t></w:r>",
        ),
        paragraph(f'<w:hyperlink w:anchor="x">{run("等级民宿达到100家。", "<w:u/>")}</w:hyperlink>', FIELD),
        paragraph(
            '<w:del w:id="9" w:author="甲"><w:r><w:delText>删去的话。</w:delText></w:r></w:del>'
            f'<w:ins w:id="10" w:author="甲">{run("等级民宿达到100家。等级民宿达到90家。")}</w:ins>'
        ),
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>"
        f"<w:tc>{paragraph(run('环湖绿道长度'))}</w:tc><w:tc>{paragraph(run('86公里'))}</w:tc></w:tr></w:tbl>",
        paragraph(
            run("下框："),
            "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
            + paragraph(run("环湖慢行系统基本贯通，环湖绿道长度达到76公里。"))
            + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
        ),
        paragraph(
            '<w:commentRangeStart w:id="0"/>',
            run("前面一句。"),
            '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
            '<w:r><w:footnoteReference w:id="1"/></w:r>',
            run(TRUE),
        ),
    )
)
FILES = {
    "word/document.xml": f"<w:document {_NS}><w:body>{BODY}<w:sectPr>"
    '<w:headerReference w:type="default" r:id="rId9"/></w:sectPr></w:body></w:document>',
    "word/header1.xml": f"<w:hdr {_NS}>{paragraph(run('页眉：环湖绿道长度达到86公里。'))}</w:hdr>",
    "word/comments.xml": f'<w:comments {_NS}><w:comment w:id="0" w:author="李四">'
    f"{paragraph(run('原有批注'))}</w:comment></w:comments>",
    "word/footnotes.xml": f'<w:footnotes {_NS}><w:footnote w:type="separator" w:id="-1">'
    f"{paragraph('<w:r><w:separator/></w:r>')}</w:footnote>"
    f'<w:footnote w:id="1">{paragraph(run("原有脚注"))}</w:footnote></w:footnotes>',
    "word/styles.xml": f'<w:styles {_NS}><w:style w:type="paragraph" w:styleId="1">'
    '<w:name w:val="heading 1"/></w:style></w:styles>',
    "word/settings.xml": f"<w:settings {_NS}><w:zoom/><w:compat/></w:settings>",
}


def made_draft(**changed: str) -> bytes:
    """Return the draft as .docx; ``changed`` are other contents of parts (``""``: leave it out)."""
    files = FILES | {f"word/{name}.xml": text for name, text in changed.items()}
    files = {name: text for name, text in files.items() if text}
    kinds = {name: kind for kind, name in _PARTS.items() if f"word/{name}.xml" in files}
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_KIND}/{kind}" Target="{name}.xml"/>'
        for i, (name, kind) in enumerate(kinds.items(), 1)
    )
    header = f'<Relationship Id="rId9" Type="{_KIND}/header" Target="header1.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MEDIA}.{kind}+xml"/>'
        for name, kind in {"document": "document.main", "header1": "header", **kinds}.items()
    )
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{_KIND}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{package}/relationships">{relations}{header}</Relationships>'
    )
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return a package of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def part(data: bytes, name: str) -> etree._Element:
    """Return the root of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def letters(data: bytes) -> list[tuple[str, str]]:
    """Return every character of the document's runs with its run's properties, in order."""
    found = []
    for node in part(data, "word/document.xml").iter(f"{{{W}}}t", f"{{{W}}}delText", f"{{{W}}}tab"):
        properties = node.getparent().find(f"{{{W}}}rPr")
        told = "" if properties is None else etree.tostring(properties, method="c14n").decode()
        found += [(char, told) for char in node.text or "\t"]
    return found


def checked(checker: Checker, data: bytes, today: date) -> DraftCheck:
    """Return the check of a draft's text without any engine."""
    return checked_text(checker, read_draft(data, "稿.docx").text, today)


def checked_text(checker: Checker, text: str, today: date, *, markdown: bool = False) -> DraftCheck:
    """Return the check of a text without any engine."""
    body = plain_markdown(text) if markdown else text
    found = tuple(checker.check(body[a:b], today=today, offset=a) for a, b in split_claims(body))
    counts = {verdict: sum(one.verdict == verdict for one in found) for verdict in WORDS}
    return DraftCheck("稿.docx", found, counts, 0.1, text=text)
