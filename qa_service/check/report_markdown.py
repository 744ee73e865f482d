"""A checked draft as Markdown: the draft itself, with footnotes and, below each paragraph, remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_service.check.remarks import Remarks
from qa_service.check.report_terminal import summary
from qa_service.check.verdict import DraftCheck, SentenceCheck

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
_BREAK = re.compile(r"\n[ \t]*\n")


def markdown_report(draft: DraftCheck, remarks: Remarks, *, markdown: bool) -> str:
    """Return the draft, ``[^n]`` behind each sentence that has its source and a quoted block below each
    paragraph that something is to be said of. ``markdown`` tells whether the draft is Markdown itself; of any
    other each line becomes a paragraph.
    """
    footnoted = remarks.footnotes(draft)
    notes: list[str] = []
    told: list[str] = []
    position = 0
    for start, end in _blocks(draft.text, markdown=markdown):
        told.append(draft.text[position:start])
        inside = [(i, one) for i, one in enumerate(draft.sentences) if start <= one.start < end]
        cuts = [(min(one.end, end), footnoted.notes[i]) for i, one in inside if i in footnoted.notes]
        told.append(_noted(draft.text, start, end, cuts, notes, markdown=markdown))
        remarked = [(one, remarks.comment(one, noted=i in footnoted.covered)) for i, one in inside]
        told += [f"\n\n{_callout(one, lines)}" for one, lines in remarked if lines]
        told.append("" if markdown else "\n")
        position = end
    told.append(draft.text[position:])
    body = "".join(told).rstrip("\n")
    footnotes = "\n".join(f"[^planqa-{number}]: {note}" for number, note in enumerate(notes, 1))
    head = f"<!-- 引文核对：{_comment(summary(draft))} -->\n\n"
    return f"{head}{body}\n" + (f"\n{footnotes}\n" if footnotes else "")


def _blocks(text: str, *, markdown: bool) -> Iterator[tuple[int, int]]:
    """The paragraphs: between blank lines in Markdown, else the lines."""
    position = 0
    for match in (_BREAK if markdown else re.compile("\n")).finditer(text):
        if position < match.start():
            yield position, match.start()
        position = match.end()
    if position < len(text):
        yield position, len(text)


def _noted(
    text: str, start: int, end: int, cuts: Sequence[tuple[int, str]], notes: list[str], *, markdown: bool
) -> str:
    """Return a block with the marks of its notes; the notes are added to ``notes``."""
    parts: list[str] = []
    position = start
    for place, note in cuts:
        notes.append(_SPECIAL.sub(r"\\\1", " ".join(note.split())))
        parts += [_plain(text[position:place], markdown), f"[^planqa-{len(notes)}]"]
        position = place
    return "".join(parts) + _plain(text[position:end], markdown)


def _callout(one: SentenceCheck, lines: Sequence[str]) -> str:
    kind = "WARNING" if one.is_objection else "NOTE"
    quoted = _safe(" ".join(one.text.split()))
    shown = "\n".join(f"> {_safe(line)}  " for line in lines)
    return f"> [!{kind}]\n> “{quoted}”  \n{shown}"


def _plain(text: str, markdown: bool) -> str:
    return text if markdown else _safe(text)


def _safe(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _comment(text: str) -> str:
    return text.replace("--", "—")
