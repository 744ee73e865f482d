"""What is said of a checked sentence in the margin of a draft, and in its footnotes."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Document
from qa_service.check.verdict import WORDS, DraftCheck, SentenceCheck, SourcePlace
from qa_service.cite.reference import reference_of
from qa_service.cite.registry import DEFAULT_MARK, check_note_style, write_citation

PLACES = 3
"""Sources named of one sentence; more say nothing new."""

LONGEST_QUOTE = 300
"""Characters of the source that a remark quotes."""

SUPPORTED = ("verified", "paraphrase")


@dataclass(frozen=True, slots=True)
class Options:
    """What is written into a draft: footnotes in ``style``, ``comments`` (remarks), ``everything`` also on
    sentences that nothing is wrong with."""

    style: str = "gongwen"
    mark: str = DEFAULT_MARK
    comments: bool = True
    footnotes: bool = True
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Footnoted:
    """``notes`` by the number of the sentence (0-based) that they stand behind; ``covered`` are the sentences
    whose source one of them names."""

    notes: dict[int, str]
    covered: frozenset[int]


class Remarks:
    """Words the remarks on the sentences of one draft."""

    def __init__(self, documents: dict[str, Document], options: Options) -> None:
        check_note_style(options.style, options.mark)
        self._documents = documents
        self._options = options

    def citation(self, place: SourcePlace) -> str:
        """Return the citation of ``place`` in the style that was chosen."""
        metadata = self._documents[place.document_id].metadata
        reference = reference_of(metadata, place.heading_path, place.locator, place.passage_id)
        return write_citation(reference, self._options.style, mark=self._options.mark)

    def footnotes(self, result: DraftCheck) -> Footnoted:
        """Return the notes behind the sentences that have their source.

        Sentences that follow each other in a paragraph and have the same source share the last one's note.
        """
        notes: dict[int, str] = {}
        covered: set[int] = set()
        for index, one in enumerate(result.sentences):
            note = self._footnote(one)
            if not note:
                continue
            before = result.sentences[index - 1] if index else None
            if before and notes.get(index - 1) == note and "\n" not in result.text[before.end : one.start]:
                del notes[index - 1]
            notes[index] = note
            covered.add(index)
        return Footnoted(notes, frozenset(covered))

    def _footnote(self, one: SentenceCheck) -> str:
        if not self._options.footnotes or one.verdict not in SUPPORTED or not one.places:
            return ""
        told = self.citation(one.places[0])
        return told if told.endswith((".", "。")) else f"{told}。"

    def comment(self, one: SentenceCheck, *, noted: bool) -> list[str]:
        """Return the paragraphs of the remark on a sentence; none where there is nothing to say.

        A sentence that has its source gets one if there is something to know of it, or if no footnote names
        its source (``noted``).
        """
        options = self._options
        quiet = one.verdict in SUPPORTED and not one.notes and noted
        if not options.comments or (quiet and not options.everything):
            return []
        return [f"【{WORDS[one.verdict]}】{'；'.join(one.flags)}", *one.notes, *self._sources(one)]

    def _sources(self, one: SentenceCheck) -> list[str]:
        told = []
        for place in one.places[:PLACES]:
            told.append(f"出处：{place.citation}")
        if one.places and one.verdict not in SUPPORTED:
            told.insert(1, f"原文：{_short(one.places[0].text)}")
        for place in one.later[:PLACES]:
            told.append(f"较新：{place.citation}：{_short(place.text)}")
        return told


def _short(text: str) -> str:
    flat = " ".join("".join(text.split("\n")).split())
    return flat if len(flat) <= LONGEST_QUOTE else f"{flat[:LONGEST_QUOTE]}……"
