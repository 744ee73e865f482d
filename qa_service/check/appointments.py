"""Who was appointed to which post, and who was removed from it: the lists that governments publish."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.chars import squeeze
from ingest.model import Document, Passage
from qa_service.check.folding import fold_letters

_NAME = re.compile(r"[\u3400-\u9fff·]{2,6}")
_REMARK = re.compile(r"[（(][^（）()]*(?:期|挂职|级)[^（）()]*[）)]")
_PROSE = re.compile(
    r"(?P<verb>任命|免去)(?P<name>[\u3400-\u9fff·]{2,4}?)(?:同志)?(?:为|的)(?P<post>[^，。；\n]{4,60})"
)


@dataclass(frozen=True, slots=True)
class Appointment:
    """``name`` was appointed to ``post`` or ``removed`` from it; both as they are printed, blanks aside.
    Canonical ``[start, end)`` of document number ``document`` says so."""

    name: str
    post: str
    removed: bool
    document: int
    start: int
    end: int

    @property
    def letters(self) -> str:
        """The post folded for comparison."""
        return fold_letters(self.post).text

    @property
    def person(self) -> str:
        """The name folded for comparison."""
        return fold_letters(self.name).text


def read_appointments(documents: Sequence[Document]) -> list[Appointment]:
    """Return the appointments that the lists and sentences of ``documents`` tell, in order."""
    return [
        one
        for number, document in enumerate(documents)
        for passage in document.passages
        for one in (_rows(number, passage) if passage.kind == "row" else _prose(number, passage))
    ]


def _rows(number: int, passage: Passage) -> Iterator[Appointment]:
    """A row of a list: the name, a tab, the post; the head of the list says which of the two it is."""
    head = squeeze(passage.context)
    position = passage.locator.start
    for line in passage.text.split("\n"):
        cells = [squeeze(cell) for cell in line.split("\t")]
        if len(cells) >= 2 and cells[1] in ("任命职务", "免去职务"):
            head = cells[1]
        elif len(cells) >= 2 and _NAME.fullmatch(cells[0]) and ("任命" in head or "免去" in head):
            removed = "免去" in head and not head.endswith("任命职务")
            for post in _posts(cells[1]):
                yield Appointment(cells[0], post, removed, number, position, position + len(line))
        position += len(line) + 1


def _prose(number: int, passage: Passage) -> Iterator[Appointment]:
    base = passage.locator.start
    for match in _PROSE.finditer(passage.text):
        removed = match["verb"] == "免去"
        for post in _posts(match["post"].removesuffix("职务")):
            yield Appointment(match["name"], post, removed, number, base + match.start(), base + match.end())


def _posts(cell: str) -> list[str]:
    """The posts of a cell; （试用期一年） and the like belong to none."""
    bare = _REMARK.sub("", cell).strip("；。;. ")
    bare = re.sub(r"^.*正式任命为", "", bare)
    return [part for part in re.split(r"[、；;](?![^（(]*[）)])", bare) if len(part) >= 2]
