"""The specimen as a Word document: numbers computed by Word, notes, a text box, tracked changes."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as OpcPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from specimen import ITEMS, Box, Deleted, Heading, Inserted, Line, Note, PageBreak, Paragraph, Part, Table

W = nsdecls("w")
RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
LEVELS = (
    ("chineseCountingThousand", "%1、", "nothing"),
    ("chineseCountingThousand", "（%2）", "tab"),
    ("decimal", "%3.", "space"),
)
NOTE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def make_docx(*, changes: bool = True) -> bytes:
    """``changes``: with tracked changes; LibreOffice would print the deleted words."""
    return save(build(changes=changes))


def save(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def build(*, changes: bool = True) -> Any:
    document = Document()
    _numbering(document)
    notes: list[str] = []
    breaks = False
    for item in ITEMS:
        if isinstance(item, PageBreak):
            breaks = True
            continue
        paragraph = None
        if isinstance(item, Line):
            paragraph = document.add_paragraph(item.text)
            paragraph.alignment = 1
        elif isinstance(item, Heading):
            paragraph = document.add_paragraph(item.text, style=f"Heading {item.level}")
        elif isinstance(item, Paragraph):
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.first_line_indent = 304800
            for part in item.parts if changes else _accepted(item):
                _part(paragraph, part, notes)
        elif isinstance(item, Table):
            document.add_paragraph(item.caption)
            _table(document, item)
        elif isinstance(item, Box):
            document.paragraphs[-1]._p.append(parse_xml(_box(item)))
        if breaks and paragraph is not None:
            paragraph._p.insert(
                1 if paragraph._p.pPr is not None else 0, parse_xml(f'<w:r {W}><w:br w:type="page"/></w:r>')
            )
            breaks = False
    _footnotes(document, notes)
    document.sections[0].header.paragraphs[0].text = "青禾区城市更新“十五五”规划（印发稿）"
    return document


def _accepted(item: Paragraph) -> list[Part]:
    return [
        part.text if isinstance(part, Inserted) else part
        for part in item.parts
        if not isinstance(part, Deleted)
    ]


def _part(paragraph: Any, part: Part, notes: list[str]) -> None:
    if isinstance(part, str):
        paragraph.add_run(part)
    elif isinstance(part, Note):
        notes.append(part.text)
        run = f'<w:r {W}>{RAISED}<w:footnoteReference w:id="{len(notes)}"/></w:r>'
        paragraph._p.append(parse_xml(run))
    else:
        tag, text = ("ins", "t") if isinstance(part, Inserted) else ("del", "delText")
        assert isinstance(part, Inserted | Deleted)
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {W} w:id="9{len(part.text)}" w:author="a" w:date="2026-01-01T00:00:00Z"><w:r>'
                f'<w:{text} xml:space="preserve">{escape(part.text)}</w:{text}></w:r></w:{tag}>'
            )
        )


def _numbering(document: Any) -> None:
    """Tie a multi-level list to the heading styles, as Word's 多级列表 does."""
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="Heading{i + 1}"/>'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text, suffix) in enumerate(LEVELS)
    )
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="90">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    root.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level in range(3):
        properties = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
        own = f'<w:ilvl w:val="{level}"/>' if level else ""
        properties.append(parse_xml(f'<w:numPr {W}>{own}<w:numId w:val="90"/></w:numPr>'))


def _table(document: Any, item: Table) -> None:
    table = document.add_table(rows=len(item.rows), cols=len(item.rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, item.rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for row_at, column, rows, columns in item.merged:
        first, last = table.cell(row_at, column), table.cell(row_at + rows - 1, column + columns - 1)
        text = first.text
        first.merge(last).text = text
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(parse_xml(f"<w:tblHeader {W}/>"))


def _box(item: Box) -> str:
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in item.lines)
    return f"""<w:r {W} {nsdecls("wp", "a")} xmlns:wps="{WORD_2010}" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0"
 simplePos="0" relativeHeight="2" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>600000</wp:posOffset></wp:positionV>
<wp:extent cx="5200000" cy="1000000"/><wp:wrapTopAndBottom/><wp:docPr id="7" name="box"/><a:graphic>
<a:graphicData uri="{WORD_2010}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="5200000" cy="1000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="9525">
<a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>
<wps:txbx><w:txbxContent>{lines}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect style="width:400pt;height:80pt"><v:textbox>
<w:txbxContent>{lines}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def _footnotes(document: Any, notes: list[str]) -> None:
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r>{RAISED}<w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(notes, 1)
    )
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {W}>{separators}{body}</w:footnotes>'
    part = OpcPart(PackURI("/word/footnotes.xml"), NOTE_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
