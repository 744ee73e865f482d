"""Question in, answer out: one open generation and the encoder it was made with."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, open_encoder
from index.generation import Generation, open_current
from index.hidden import Place, hidden_places
from index.layout import CHUNKER, TOKENIZER
from index.search import Ranked, Searcher
from index.segment import use_home
from index.vectors import SCHEME
from ingest.errors import BadInput, ModelMismatch, NotFound
from ingest.model import Document, Passage
from qa_service.blas import one_blas_thread
from qa_service.cards import card_of, document_view, passage_view, provenance_of
from qa_service.citation import cite
from qa_service.cite.reference import Reference, reference_of
from qa_service.confidence import Calibration, Signals, shipped
from qa_service.duplicates import Copies, Group
from qa_service.everyday import shipped_words, words_of
from qa_service.evidence import mark_sentences
from qa_service.filters import admitted
from qa_service.looking import Looker
from qa_service.model import Answer, DocumentCard, DocumentView, Filters, Hit, Mark, PassageView
from qa_service.named_titles import called
from qa_service.passage_search import Found
from qa_service.question import check_question
from qa_service.sought import Sought, read_sought
from qa_service.spans import answer_spans
from qa_service.validity import validity_of
from qa_service.wording import Worded, Wording
from qa_service.written_titles import WrittenTitles

if TYPE_CHECKING:
    from qa_service.check.checker import Checker

MOST_HITS = 50
"""Most passages that one question may ask for."""

NO_FILTERS = Filters()


class Engine:
    """Answers questions from one generation. Safe to use from any number of threads.

    >>> engine = Engine.open(Path(".planqa"))  # doctest: +SKIP
    >>> engine.ask("静安区的六大产业是哪六个？").hits[0].citation  # doctest: +SKIP
    '《静安区产业发展“十四五”规划》（静府办发〔2021〕12号）第一部分'
    """

    def __init__(
        self,
        searcher: Searcher,
        calibration: Calibration | None = None,
        *,
        worded: Callable[[str, WrittenTitles, date], Worded] | None = None,
    ) -> None:
        """``worded`` says as what a question is looked for among documents of some titles, on some day
        (default: :meth:`Wording.of` with the words that ship)."""
        self._searcher = searcher
        self._worded = worded or Wording(searcher.bigrams, shipped_words()).of
        self._copies = Copies(searcher.documents)
        self._looker = Looker(searcher, calibration or shipped(), self._copies)
        self._first = {
            document.id: int(np.searchsorted(searcher.owner, index))
            for index, document in enumerate(searcher.documents)
        }
        self._day: date | None = None
        self._show(frozenset())

    @classmethod
    def open(cls, home: Path, *, model: str | None = None, encoder: Encoder | None = None) -> Engine:
        """Open the current generation of ``home``.

        ``encoder`` reuses a loaded model. ``model`` None means the model that the generation was built with.

        Raises:
            NoIndex, DamagedIndex: nothing built, or damaged.
            BadWords: the home's own list of everyday words cannot be read.
            ModelMismatch: another model than the index was built with, or an index of another version.
            ModelUnavailable: the model cannot be loaded.
        """
        use_home(home)
        one_blas_thread()
        generation = open_current(home)
        _check_versions(generation)
        opened = encoder or open_encoder(model or _built_with(generation), home)
        if opened.fingerprint != generation.fingerprints.get("model"):
            note = _model_note(generation)
            built = f"{note.get('name', '未知')}（{note.get('runtime', '')} {note.get('precision', '')}）"
            now = f"{opened.name}（{opened.runtime} {opened.precision}）"
            raise ModelMismatch(
                f"索引由模型 {built} 建立，与当前模型 {now} 不一致",
                remedy="请去掉 --model，或用 planqa build --model 以该模型重建",
            )
        searcher = Searcher(generation, opened)
        worded = Wording(searcher.bigrams, words_of(home)).of
        return cls(searcher, worded=worded).without(hidden_places(home))

    def without(self, hidden: frozenset[Place]) -> Engine:
        """Return this engine with the documents ``hidden`` left out of all it says; the stores are shared.

        It takes a millisecond: what was deleted need not wait for a generation without it.
        """
        if hidden == self._hidden:
            return self
        other = copy(self)
        other._show(hidden)
        return other

    def on(self, day: date) -> Engine:
        """Return this engine as it answers on ``day``; the stores are shared. For measuring: a question set
        says 今年 as of when it was written."""
        other = copy(self)
        other._day = day
        return other

    @property
    def today(self) -> date:
        """The day on which it answers: the calendar's, or that of :meth:`on`."""
        return self._day or date.today()

    def _show(self, hidden: frozenset[Place]) -> None:
        self._hidden = hidden
        self._shown = [(d.source.sha256, d.id) not in hidden for d in self._searcher.documents]
        documents = self.shown_documents
        self._documents: dict[str, Document] = {document.id: document for document in documents}
        self._titles = WrittenTitles(title for document in documents for title in called(document))
        # Made when they are first shown; no more of them than there are passages and documents.
        self._citations: dict[int, str] = {}
        self._cards: dict[str, tuple[date, DocumentCard]] = {}
        self._places = {
            passage.id: (document, index)
            for document in documents
            for index, passage in enumerate(document.passages)
        }
        self._checker: Checker | None = None
        self._building = Lock()

    @property
    def shown_documents(self) -> list[Document]:
        """The documents of the index but those that are deleted."""
        return [d for d, shown in zip(self._searcher.documents, self._shown, strict=True) if shown]

    @property
    def generation_id(self) -> str:
        """Id of the open generation."""
        return self._searcher.generation.id

    @property
    def revision(self) -> str:
        """What the answers depend on: the generation, and which of its documents are hidden. For ETags.

        >>> engine.revision  # doctest: +SKIP
        '0007-20261122T031500Z'
        """
        if not self._hidden:
            return self.generation_id
        marks = "\x1f".join(sorted(f"{digest}/{document}" for digest, document in self._hidden))
        return f"{self.generation_id}.{sha256(marks.encode()).hexdigest()[:8]}"

    @property
    def encoder(self) -> Encoder:
        """The loaded model, for a following engine to reuse."""
        return self._searcher.encoder

    @property
    def searcher(self) -> Searcher:
        """The open stores, for tools that look behind the answers (evaluation)."""
        return self._searcher

    def close(self) -> None:
        """Let go of the stores; the memory maps close when the last question that uses them is done."""

    # asking -----------------------------------------------------------------------------------------

    def ask(
        self, question: str, *, k: int = 5, filters: Filters = NO_FILTERS, today: date | None = None
    ) -> Answer:
        """Answer ``question`` with at most ``k`` passages.

        ``today`` (default: the calendar's) decides which documents have expired, and what 今年 means.

        Raises:
            BadInput: an empty or overlong question, or ``k`` outside 1 to :data:`MOST_HITS`.
        """
        started = time.perf_counter()
        asked = check_question(question)
        day = today or self.today
        worded = self._worded(asked, self._titles, day)
        text = worded.text
        if not 1 <= k <= MOST_HITS:
            raise BadInput(f"返回条数 k={k} 超出范围", remedy=f"请取 1 到 {MOST_HITS} 之间的整数")
        verdicts, emptied = self._admitted(filters, day)
        if emptied:
            emptied += self._beyond(text, verdicts, day)
            return Answer(asked, False, 0.0, emptied, (), (emptied,), generation=self.generation_id)
        limited = verdicts != self._shown
        where = "筛选范围内的文件" if limited else "现有文件"
        found = self._looker.look(text, verdicts, k, where)
        ranked, sought, confidence, reason = found.ranked, found.sought, found.confidence, found.reason
        hits = [self._hit(rank, group, ranked, day, sought) for rank, group in enumerate(found.groups[:k], 1)]
        if reason and limited:
            reason += self._beyond(text, verdicts, day)
        seconds = {**ranked.seconds, "total": time.perf_counter() - started}
        return Answer(
            question=asked,
            answerable=not reason,
            confidence=round(confidence, 4),
            reason=reason,
            hits=tuple(hits),
            warnings=_warnings(hits),
            reworded=worded.notes,
            seconds=seconds,
            generation=self.generation_id,
        )

    def search(
        self,
        question: str,
        *,
        offset: int = 0,
        limit: int = 10,
        filters: Filters = NO_FILTERS,
        today: date | None = None,
    ) -> Found:
        """Return the passages for ``question`` as they rank, from ``offset`` (0-based) on, without a verdict.

        Raises:
            BadInput: an empty or overlong question.
        """
        day = today or self.today
        text = self._worded(check_question(question), self._titles, day).text
        verdicts, emptied = self._admitted(filters, day)
        if emptied:
            return Found((), offset, 0, emptied)
        ranked, groups = self._looker.shown(text, verdicts)
        shown = list(enumerate(groups[offset : offset + limit], offset + 1))
        sought = read_sought(text, ranked)
        hits = tuple(self._hit(rank, group, ranked, day, sought) for rank, group in shown)
        return Found(hits, offset, len(groups))

    def ranked(self, question: str) -> Ranked:
        """Return how the candidates of ``question`` rank before duplicates collapse and regions take turns:
        what the weights are fitted to."""
        text = self._worded(check_question(question), self._titles, self.today).text
        return self._looker.ranked(text, [True] * len(self._searcher.documents))

    def signals(self, question: str, *, without: Collection[str] = ()) -> Signals:
        """Return the signals that the confidence of ``question`` is made of, for calibrating it.

        ``without`` are ids of passages to search without: leaving a question's evidence out makes an
        unanswerable one of it.
        """
        places = [self._places[passage_id] for passage_id in without]
        numbers = [self._first[document.id] + index for document, index in places]
        return self._looker.signals(
            self._worded(check_question(question), self._titles, self.today).text, numbers
        )

    def _beyond(self, text: str, verdicts: list[bool], day: date) -> str:
        """Return where the documents that the filters left out answer, as the end of a refusal: who asks for
        what is in force should learn that the answer stands in what has expired."""
        outside = [not verdict and shown for verdict, shown in zip(verdicts, self._shown, strict=True)]
        if not any(outside):
            return ""
        found = self._looker.look(text, outside, 1)
        if found.reason:
            return ""
        best = found.groups[0].best
        document = self._searcher.documents[int(self._searcher.owner[best])]
        validity = validity_of(document.metadata, day)
        until = f"（{validity.note}）" if validity.state == "expired" else ""
        return f"；筛选范围之外有：{self._citation(best)}{until}"

    def _admitted(self, filters: Filters, day: date) -> tuple[list[bool], str]:
        """The filters' verdict for each document of the stores, and what emptied the result."""
        verdicts, emptied = admitted(self._searcher.documents, filters, day)
        verdicts = [verdict and shown for verdict, shown in zip(verdicts, self._shown, strict=True)]
        if not emptied and not any(verdicts):
            emptied = "符合条件的文件都已删除" if any(self._shown) else "索引中的文件都已删除"
        return verdicts, emptied

    def _hit(self, rank: int, group: Group, ranked: Ranked, day: date, sought: Sought) -> Hit:
        searcher = self._searcher
        passage = searcher.passages[group.best]
        document = self._documents[passage.document_id]
        place = int(np.flatnonzero(ranked.order == group.best)[0])
        numbers = dict.fromkeys((*self._copies.of(group.best), *group.others))
        others = [searcher.passages[number] for number in numbers]
        others = [other for other in others if other.document_id in self._documents]
        scores = {"total": float(ranked.scores[place])}
        scores |= {name: float(values[place]) for name, values in ranked.legs.items()}
        marks = self._marks(group.best, passage, ranked, sought)
        return Hit(
            rank=rank,
            passage_id=passage.id,
            document=self._card(document, day),
            heading_path=passage.path,
            kind=passage.kind,
            context=passage.context,
            text=passage.text,
            marks=marks,
            locator=passage.locator,
            citation=self._citation(group.best),
            scores={name: round(value, 4) for name, value in scores.items()},
            also_in=tuple(provenance_of(self._documents[p.document_id], p) for p in others),
            fields=passage.fields,
            answers=_answers(passage, marks, sought),
        )

    def _citation(self, number: int) -> str:
        known = self._citations.get(number)
        if known is None:
            passage = self._searcher.passages[number]
            metadata = self._documents[passage.document_id].metadata
            known = self._citations[number] = cite(metadata, passage.path, passage.locator)
        return known

    def _marks(self, number: int, passage: Passage, ranked: Ranked, sought: Sought) -> tuple[Mark, ...]:
        first, last = self._searcher.first_span[number], self._searcher.first_span[number + 1]
        spans: NDArray[np.int32] = self._searcher.spans[first:last, 1:]
        similarities = ranked.sentence_scores[first:last]
        return mark_sentences(
            passage.text,
            spans,
            similarities,
            ranked.terms,
            headings=passage.path,
            whole=passage.kind == "row",
            asked=sought.asked,
        )

    # looking up -------------------------------------------------------------------------------------

    def documents(self, today: date | None = None) -> list[DocumentCard]:
        """Return all documents in the order of their files."""
        day = today or self.today
        return [self._card(document, day) for document in self.shown_documents]

    def document(self, document_id: str) -> DocumentView:
        """Return one document with its outline. Raises NotFound."""
        document = self._documents.get(document_id)
        if document is None:
            raise NotFound(f"没有编号为 {document_id} 的文件", remedy="可用 planqa documents 查看全部文件")
        view = document_view(document, self.today)
        return replace(view, document=self._card(document, self.today))

    def _card(self, document: Document, day: date) -> DocumentCard:
        """The document's card, which tells where else it stands. Kept for the day that was last asked for."""
        made, card = self._cards.get(document.id, (None, None))
        if card is None or made != day:
            same = tuple(known for known in self._copies.same_as(document.id) if known in self._documents)
            card = replace(card_of(document, day), same_as=same)
            self._cards[document.id] = day, card
        return card

    def passage(self, passage_id: str) -> PassageView:
        """Return one passage, its span checked against the source file. Raises NotFound."""
        place = self._places.get(passage_id)
        if place is None:
            raise NotFound(
                f"没有编号为 {passage_id} 的段落", remedy="编号见 planqa ask 的结果；改动过的文件会有新编号"
            )
        view = passage_view(*place, self.today)
        return replace(view, document=self._card(place[0], self.today))

    def reference(self, passage_id: str) -> Reference:
        """Return what there is to cite of a passage. Raises NotFound."""
        view = self.passage(passage_id)
        metadata = self._documents[view.document.id].metadata
        return reference_of(metadata, view.heading_path, view.locator, passage_id)

    def checker(self) -> Checker:
        """Return what checks drafts against this generation; its look-up tables are built the first time."""
        with self._building:
            if self._checker is None:
                # Loaded when the first draft comes: a question in a process of its own needs none of it.
                from qa_service.check.checker import Checker

                self._checker = Checker(self.shown_documents)
            return self._checker

    def check_flags(self, sentence: str, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return what a sentence of a draft alters, in Chinese; ``hits`` are what it finds as a question."""
        return self.checker().check(sentence, hits).flags

    def status(self) -> dict[str, Any]:
        """Return what is open: generation, counts, fingerprints, model."""
        generation = self._searcher.generation
        encoder = self._searcher.encoder
        return {
            "generation": generation.id,
            "created": generation.created.isoformat(),
            "counts": dict(generation.counts),
            "fingerprints": dict(generation.fingerprints),
            "model": {"name": encoder.name, "runtime": encoder.runtime, "precision": encoder.precision},
        }


def _answers(passage: Passage, marks: tuple[Mark, ...], sought: Sought) -> tuple[Mark, ...]:
    """The figures of the marked sentences that the question asks for."""
    sentences = [(mark.start, mark.end) for mark in marks]
    headings = " ".join((*passage.path, passage.context))
    spans = answer_spans(sought, passage.text, sentences, headings)
    return tuple(Mark(start, end, marks[0].score) for start, end in spans)


def _warnings(hits: list[Hit]) -> tuple[str, ...]:
    """One sentence for each expired document among the hits; two copies of one document are told once."""
    expired = [hit.document for hit in hits if hit.document.validity.state == "expired"]
    return tuple(dict.fromkeys(f"《{card.title}》：{card.validity.note}" for card in expired))


def _model_note(generation: Generation) -> dict[str, Any]:
    note = generation.notes.get("model")
    return dict(note) if isinstance(note, dict) else {}


def _built_with(generation: Generation) -> str | None:
    """The model setting that the generation was built with; ``None`` is the bundled one."""
    setting = _model_note(generation).get("setting")
    return str(setting) if setting else None


def _check_versions(generation: Generation) -> None:
    made = generation.fingerprints
    for name, expected in (("chunker", CHUNKER), ("tokenizer", TOKENIZER), ("vectors", SCHEME)):
        if made.get(name) != expected:
            raise ModelMismatch(
                f"索引 {generation.id} 由另一版本建立（{name}：{made.get(name)}，当前 {expected}）",
                remedy="请运行 planqa build 重建",
            )
