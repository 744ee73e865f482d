"""Styles by the name that Word gives them in every language (their ids differ)."""

from __future__ import annotations

from typing import Any

from ingest.readers.docx_names import attribute, child, local
from qa_service.check.word.package import WordPackage

Element = Any


def style_named(package: WordPackage, name: str) -> str | None:
    """Return the id of the style ``name`` (``footnote text``), ``None`` where the document has none."""
    styles = package.part("styles")
    for style in styles if styles is not None else ():
        if local(style) == "style" and (attribute(child(style, "name")) or "").lower() == name:
            return attribute(style, "styleId")
    return None


def footnote_styles(package: WordPackage) -> tuple[str | None, str | None]:
    """Return the ids of the styles of a footnote's text and of its mark, made as Word makes them if need be:
    9 points, the mark raised. Without a part for styles both are ``None``."""
    styles = package.part("styles")
    if styles is None:
        return None, None
    text = style_named(package, "footnote text") or _text_style(package, styles)
    mark = style_named(package, "footnote reference") or _mark_style(package, styles)
    return text, mark


def _text_style(package: WordPackage, styles: Element) -> str:
    names = package.names
    style = names.add(styles, "style", type="paragraph", styleId="PlanqaFootnoteText")
    names.add(style, "name", val="footnote text")
    normal = style_named(package, "normal")
    if normal:
        names.add(style, "basedOn", val=normal)
    names.add(style, "uiPriority", val="99")
    spacing = names.add(style, "pPr")
    names.add(spacing, "snapToGrid", val="0")
    names.add(spacing, "spacing", before="0", after="0", line="240", lineRule="auto")
    names.add(spacing, "ind", firstLine="0", firstLineChars="0")
    names.add(spacing, "jc", val="left")
    size = names.add(style, "rPr")
    names.add(size, "sz", val="18")
    names.add(size, "szCs", val="18")
    return "PlanqaFootnoteText"


def _mark_style(package: WordPackage, styles: Element) -> str:
    names = package.names
    style = names.add(styles, "style", type="character", styleId="PlanqaFootnoteReference")
    names.add(style, "name", val="footnote reference")
    names.add(style, "uiPriority", val="99")
    names.add(names.add(style, "rPr"), "vertAlign", val="superscript")
    return "PlanqaFootnoteReference"
