"""The specimen as OFD: the letters and lines of its PDF, read with pdfplumber and not with our own reader,
written as text and path objects; running heads in a template. ``dialect`` makes the choices that writers
differ in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pdfplumber
from make_pdf import HEAD, make_pdf

MM = 25.4 / 72
Objects = list[str]


@dataclass(frozen=True)
class Dialect:
    """``prefix`` and ``namespace`` of the elements; ``stretched``: text drawn in units of its size and
    stretched by the CTM; ``rooted``: parts named from the file's root; ``boxes``: table lines as thin filled
    boxes; ``moved``: the page's box does not begin at 0 0."""

    prefix: str = "ofd"
    namespace: str = "http://www.ofdspec.org/2016"
    stretched: bool = False
    rooted: bool = False
    boxes: bool = False
    moved: float = 0.0


USUAL = Dialect()
OTHER = Dialect("o", "http://www.ofdspec.org", stretched=True, rooted=True, boxes=True, moved=10.0)


class _Book:
    """Writes elements in a dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.count = 100

    def tag(self, name: str, inner: str = "", **values: object) -> str:
        known = "".join(f' {key}="{escape(str(value))}"' for key, value in values.items())
        name = f"{self.dialect.prefix}:{name}"
        return f"<{name}{known}>{inner}</{name}>"

    def part(self, name: str, inner: str, **values: object) -> bytes:
        spec = {f"xmlns:{self.dialect.prefix}": self.dialect.namespace}
        return ('<?xml version="1.0" encoding="UTF-8"?>' + self.tag(name, inner, **spec, **values)).encode()

    def object(self, name: str, inner: str, **values: object) -> str:
        self.count += 1
        return self.tag(name, inner, ID=self.count, **values)

    def line(self, chars: Sequence[dict[str, Any]], height: float) -> str:
        """A line of text; equal steps written as ``g n v``."""
        size, move = chars[0]["size"] * MM, self.dialect.moved
        x, base = chars[0]["x0"] * MM, (height - _base(chars[0])) * MM
        steps = [(b["x0"] - a["x0"]) * MM for a, b in zip(chars, chars[1:], strict=False)]
        wide = (chars[-1]["x1"] - chars[0]["x0"]) * MM
        boundary = f"{x + move:.3f} {base - size + move:.3f} {wide + 1:.3f} {1.2 * size:.3f}"
        text = escape("".join(char["text"] for char in chars))
        if not self.dialect.stretched:
            code = self.tag("TextCode", text, X=0, Y=f"{size:.3f}", DeltaX=_deltas(steps))
            return self.object("TextObject", code, Boundary=boundary, Font=1, Size=f"{size:.3f}")
        code = self.tag("TextCode", text, X=0, Y=1, DeltaX=_deltas([step / size for step in steps]))
        ctm = f"{size:.4f} 0 0 {size:.4f} 0 0"
        return self.object("TextObject", code, Boundary=boundary, Font=1, Size=1, CTM=ctm)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> str:
        """A ruled line, given in points from the upper left corner."""
        x0, y0, x1, y1 = (value * MM for value in (x0, y0, x1, y1))
        move, wide, high = self.dialect.moved, x1 - x0, y1 - y0
        if not self.dialect.boxes:
            path = self.tag("AbbreviatedData", f"M 0 0 L {wide:.3f} {high:.3f}")
            at = f"{x0 + move:.3f} {y0 + move:.3f} {max(wide, 0.2):.3f} {max(high, 0.2):.3f}"
            return self.object("PathObject", path, Boundary=at, LineWidth=0.2)
        wide, high = max(wide, 0.2), max(high, 0.2)
        path = self.tag("AbbreviatedData", f"S 0 0 L {wide:.3f} 0 L {wide:.3f} {high:.3f} L 0 {high:.3f} C")
        at = f"{x0 + move:.3f} {y0 + move:.3f} {wide:.3f} {high:.3f}"
        return self.object("PathObject", path, Boundary=at, Stroke="false", Fill="true")


def _base(char: dict[str, Any]) -> float:
    """The base line above the page's foot; the font's letters reach 0.271 of their size below it."""
    return round(char["y0"] + 0.271 * char["size"], 2)


def _deltas(steps: Sequence[float]) -> str:
    out: list[str] = []
    index = 0
    while index < len(steps):
        run = 1
        while index + run < len(steps) and abs(steps[index + run] - steps[index]) < 1e-4:
            run += 1
        out.append(f"g {run} {steps[index]:.4f}" if run > 2 else " ".join([f"{steps[index]:.4f}"] * run))
        index += run
    return " ".join(out)


def make_ofd(dialect: Dialect = USUAL, pdf: bytes | None = None) -> bytes:
    """The specimen, or any PDF of letters and lines, as OFD."""
    book = _Book(dialect)
    with pdfplumber.open(io.BytesIO(pdf or make_pdf().data)) as document:
        pages = [(page.width, page.height, *_objects(book, page)) for page in document.pages]
    wide, high = pages[0][0] * MM, pages[0][1] * MM
    heads = next((head for *_, head in pages if head), [])
    own = [objects for _, _, objects, _ in pages]
    box = f"{dialect.moved} {dialect.moved} {wide:.3f} {high:.3f}"
    return pack(book, own, heads, box)


def _objects(book: _Book, page: Any) -> tuple[Objects, Objects]:
    """The page's objects, and those of the running head, which a template prints."""
    own: Objects = []
    head: Objects = []
    for chars in _lines(page.chars):
        text = "".join(char["text"] for char in chars)
        (head if text == HEAD and chars[0]["top"] < 60 else own).append(book.line(chars, page.height))
    own += [book.rule(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in page.edges]
    return own, head


def _lines(chars: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Neighbours in the file on one base line and of one size, as a typesetter writes them."""
    line: list[dict[str, Any]] = []
    for char in chars:
        last = line[-1] if line else None
        beside = last and -1 < char["x0"] - last["x1"] < char["size"]
        if last and beside and (last["size"], _base(last)) == (char["size"], _base(char)):
            line.append(char)
            continue
        if line:
            yield line
        line = [char]
    if line:
        yield line


def pack(book: _Book, pages: Sequence[Objects], heads: Objects, box: str, **more: bytes) -> bytes:
    """Put the parts into a file."""
    folder = "/Doc_0/" if book.dialect.rooted else ""
    layer = {"ID": 50, "Type": "Body"}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        root = book.tag("DocBody", book.tag("DocRoot", "Doc_0/Document.xml"))
        made.writestr("OFD.xml", book.part("OFD", root, Version="1.0", DocType="OFD"))
        area = book.tag("PageArea", book.tag("PhysicalBox", box))
        template = book.tag("TemplatePage", "", ID=2, BaseLoc=f"{folder}Tpls/Tpl_0/Content.xml")
        listed = "".join(
            book.tag("Page", "", ID=10 + n, BaseLoc=f"{folder}Pages/Page_{n}/Content.xml")
            for n in range(len(pages))
        )
        resources = book.tag("DocumentRes", f"{folder}DocumentRes.xml") if more else ""
        common = book.tag("CommonData", area + resources + template)
        made.writestr("Doc_0/Document.xml", book.part("Document", common + book.tag("Pages", listed)))
        content = book.tag("Content", book.tag("Layer", "".join(heads), ID=51))
        made.writestr("Doc_0/Tpls/Tpl_0/Content.xml", book.part("Page", content))
        for number, objects in enumerate(pages):
            used = book.tag("Template", "", TemplateID=2, ZOrder="Background")
            block = book.tag("PageBlock", "".join(objects), ID=52)
            content = book.tag("Content", book.tag("Layer", block, **layer))
            made.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", book.part("Page", used + content))
        for name, data in more.items():
            made.writestr(f"Doc_0/{name.replace('__', '.')}", data)
    return target.getvalue()
