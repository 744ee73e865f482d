"""Runs parted so that something can stand between two characters; their formatting goes to both parts."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ingest.readers.docx_names import attribute, child, local
from qa_service.check.word.names import XML_SPACE
from qa_service.check.word.text import Piece

Element = Any

_CLOSED = frozenset({"hyperlink", "fldSimple", "sdt", "sdtContent"})
"""What nothing may be put into: a link's text, a field's result, a form's entry."""


def run_from(piece: Piece, offset: int) -> Element:
    """Return the run that begins with character ``offset`` of ``piece``, parted there if need be."""
    node = piece.node
    if offset > 0 and local(node) == "t":
        return _parted(_own_run(node), _halved(node, offset))
    run = _own_run(node)
    first = next((one for one in run if local(one) != "rPr"), None)
    return run if node is first or node.getparent() is not run else _parted(run, node)


def run_to(piece: Piece, offset: int) -> Element:
    """Return the run that ends with character ``offset - 1`` of ``piece``, parted there if need be."""
    node = piece.node
    run = _own_run(node)
    if local(node) == "t" and offset < len(node.text or ""):
        _parted(run, _halved(node, offset))
    elif node.getparent() is run and node.getnext() is not None:
        _parted(run, node.getnext())
    return run


def behind(run: Element) -> Element:
    """Return the element that something about ``run`` may be put behind: out of links, fields and forms."""
    place = run
    for parent in run.iterancestors():
        if local(parent) in ("p", "body"):
            break
        if local(parent) in _CLOSED:
            place = parent
    return _field_end(place)


def _field_end(place: Element) -> Element:
    """Where ``place`` is the result of a field that ends in this paragraph: its end."""
    depth = 0
    for node in place.itersiblings():
        for mark in node.iter("{*}fldChar"):
            kind = attribute(mark, "fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
        if depth < 0:
            place, depth = node, 0
    return place


def _own_run(node: Element) -> Element:
    return next(parent for parent in node.iterancestors() if local(parent) == "r")


def _halved(node: Element, offset: int) -> Element:
    """Cut a text in two and return the second half."""
    text = node.text or ""
    second = deepcopy(node)
    second.tail = None
    node.text, second.text = text[:offset], text[offset:]
    for one in (node, second):
        one.set(XML_SPACE, "preserve")
    node.addnext(second)
    return second


def _parted(run: Element, first: Element) -> Element:
    """Move ``first`` and what follows it into a run of its own behind ``run``, formatted like it."""
    if first.getparent() is not run:
        return run
    second = run.makeelement(run.tag, dict(run.attrib))
    properties = child(run, "rPr")
    if properties is not None:
        second.append(deepcopy(properties))
    moved = [first, *first.itersiblings()]
    for node in moved:
        second.append(node)
    run.addnext(second)
    return second
