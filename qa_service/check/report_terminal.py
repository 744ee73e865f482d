"""A checked draft in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from qa_service.check.verdict import WORDS, DraftCheck, SentenceCheck, Verdict
from qa_service.show.layout import labelled, notice, numbered
from qa_service.show.wrap import Prose

STYLES: dict[Verdict, str] = {
    "verified": "green",
    "altered": "bold red",
    "misattributed": "bold magenta",
    "outdated": "yellow",
    "paraphrase": "cyan",
    "not-found": "bold yellow",
}


def draft_view(draft: DraftCheck, *, everything: bool = False) -> Iterator[RenderableType]:
    """Yield what there is to say: first the counts, then each sentence that needs a look.

    ``everything`` shows the sentences without objection, too.
    """
    yield Text(summary(draft))
    for warning in draft.warnings:
        yield notice("提示", warning, "yellow")
    for number, one in enumerate(draft.sentences, 1):
        if everything or one.verdict not in ("verified", "paraphrase"):
            yield Text("")
            yield numbered(number, *_lines(one), style=STYLES[one.verdict])


def summary(draft: DraftCheck) -> str:
    """Return the counts in one line.

    >>> summary(DraftCheck("甲", (), {"verified": 2, "altered": 1}, 0.5))
    '共 3 句：属实 2，有出入 1（用时 0.5 秒）'
    """
    told = "，".join(f"{WORDS[verdict]} {count}" for verdict, count in _counts(draft) if count)
    return f"共 {sum(draft.counts.values())} 句：{told}（用时 {draft.seconds:.1f} 秒）"


def _counts(draft: DraftCheck) -> Iterator[tuple[Verdict, int]]:
    for verdict in WORDS:
        yield verdict, draft.counts.get(verdict, 0)


def _lines(one: SentenceCheck) -> list[RenderableType]:
    head = Text(f"{WORDS[one.verdict]}  ", style=STYLES[one.verdict])
    head.append(_marked(one))
    body: list[RenderableType] = [Prose(head)]
    body += [labelled("问题", flag) for flag in one.flags]
    if one.places and one.verdict in ("altered", "misattributed", "outdated"):
        body.append(labelled("原文", " ".join(one.places[0].text.split("\n"))))
    body += [labelled("出处", place.citation) for place in one.places[:2]]
    if one.later:
        body.append(labelled("较新", f"{one.later[0].citation}：{' '.join(one.later[0].text.split())}"))
    body += [labelled("说明", note) for note in one.notes]
    return [Group(*body)]


def _marked(one: SentenceCheck) -> Text:
    """The sentence, what was altered underlined."""
    text = Text(" ".join(one.text.split("\n")))
    for difference in one.differences:
        if difference.material and difference.draft:
            text.stylize("underline", difference.draft_start - one.start, difference.draft_end - one.start)
    return text
