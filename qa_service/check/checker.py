"""A sentence of a draft in, a verdict out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.text import fold
from ingest.model import Document
from qa_service.check.attribution import Attribution, NamedDocument, read_attribution
from qa_service.check.comparison import Comparison, compare
from qa_service.check.differences import Texts, differences, source_span
from qa_service.check.figures import read_figures
from qa_service.check.folding import Folded, fold_letters
from qa_service.check.library import Library, Stretch
from qa_service.check.locate import locate
from qa_service.check.misplaced import misplaced
from qa_service.check.parts import document_claims, figure_claims, quotation_claims
from qa_service.check.places import by_authority, is_row, place_of
from qa_service.check.tokens import Tokens, tokenise
from qa_service.check.verdict import Claim, Difference, SentenceCheck, SourcePlace, Verdict
from qa_service.check.years import leading_year
from qa_service.model import Hit
from qa_service.references import short_name
from qa_service.validity import validity_of

CANDIDATES = 6
"""Stretches that a sentence is laid beside, besides the passages that the engine finds."""

ROWS = 8
"""At most this many rows of tables are looked at one by one."""

PASSAGES = 4
"""Passages of the engine's that are looked at."""

PEER = 0.06
"""A source that has this much less of the sentence than the best one may still be the one it draws on."""

COPY = 0.9
"""Share from which the sentence is a copy of its source: only as good a copy elsewhere acquits it then."""

LIKE = 0.6
"""Share of a title that another one must have to be held for the one that is meant."""

BREAK = 0.02
"""What each jump in the source costs when candidates are compared: a sentence stands in one piece somewhere
more likely than in two."""

ROW = 0.3
"""What each jump between two rows of a table costs: two rows prove nothing together."""

SAME = 0.97
"""Share of a sentence that stands in the source for it to be verified word by word."""

SAME_FACTS = 0.8
"""Share from which agreeing figures verify a sentence that has some."""

ELSEWHERE, CLEARLY = 0.65, 0.25
"""Share of a sentence that another document than it names must have, and how much more than that one has."""

SUPPORTED = 0.4
"""Share from which a sentence counts as supported by what the source says in its own words."""

WEAKLY_SUPPORTED = 0.25
"""Share that is enough where the engine, too, holds the sentence's question answered."""

PROVING = 8
"""Letters from which a text without its attribution is looked up word by word."""

SHORTEST = 4
"""Letters below which there is nothing to check."""


@dataclass(frozen=True, slots=True)
class _Judged:
    found: Comparison
    differences: tuple[Difference, ...]
    torn: int = 0

    @property
    def altered(self) -> int:
        return sum(difference.material for difference in self.differences)

    @property
    def unsupported(self) -> int:
        return sum(difference.kind == "unsupported" for difference in self.differences)

    @property
    def quality(self) -> float:
        """The share of the sentence that is there, less what putting it together from scraps costs."""
        return _rank(self.found, self.torn)


class Checker:
    """Checks sentences against the documents of one generation. Safe to use from any number of threads.

    >>> checker = Checker(documents)  # doctest: +SKIP
    >>> checker.check("等级民宿达到90家。").flags  # doctest: +SKIP
    ('稿中“90家”，原文为“100家”',)
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.library = Library(documents)
        self._documents = self.library.documents
        self._number = {document.id: index for index, document in enumerate(documents)}

    def check(
        self,
        sentence: str,
        hits: Sequence[Hit] = (),
        *,
        answerable: bool = False,
        today: date | None = None,
        offset: int = 0,
    ) -> SentenceCheck:
        """Return the verdict on one sentence.

        ``hits`` are passages that the engine found for it (they help where the words differ), ``answerable``
        whether it holds that they carry the evidence; ``offset`` is added to all offsets into the draft.
        """
        attribution = read_attribution(sentence, self._documents)
        whole = locate(sentence, self.library)
        exact = whole or self._without_attribution(attribution)
        if exact:
            result = self._exact(sentence, attribution, exact, whole=bool(whole))
        else:
            result = self._near(sentence, attribution, hits, answerable=answerable)
        return _moved(self._dated(result, today or date.today()), offset)

    # word by word -----------------------------------------------------------------------------------

    def _without_attribution(self, attribution: Attribution) -> list[tuple[Stretch, ...]]:
        """Where the sentence stands without 根据《…》. Short leftovers stand anywhere and prove nothing."""
        led = attribution.statement
        if attribution.bare.startswith("，") and not any(map(self._is_like_one, attribution.named)):
            led = attribution.bare
        for text in dict.fromkeys((attribution.statement, led)):
            if len(fold_letters(text).text) >= PROVING:
                found = locate(text, self.library)
                if found:
                    return found
        return []

    def _is_like_one(self, named: NamedDocument) -> bool:
        """Whether a title that is none of the index's is nearly one: then it is what was altered."""
        if named.indices:
            return False
        folded = fold_letters(named.text)
        draft = tokenise(folded)
        near = self.library.near(folded.text, 2)
        return any(compare(draft, self.library.folded[s.document], s).score >= LIKE for s in near)

    def _exact(
        self, sentence: str, attribution: Attribution, found: list[tuple[Stretch, ...]], *, whole: bool
    ) -> SentenceCheck:
        targets = attribution.targets
        meant = [row for row in found if row[0].document in targets] or found
        places = self._places(meant, found)
        holders = [row[0].document for row in found]
        problem = "" if whole else misplaced(attribution, holders, self._documents, places, self.library)
        verdict: Verdict = "misattributed" if problem else "verified"
        claims = (
            *quotation_claims(sentence, self.library, self._documents),
            *document_claims(attribution, self._documents, verdict),
        )
        return SentenceCheck(
            sentence, 0, len(sentence), verdict, 1.0, places, (), claims, (problem,) if problem else ()
        )

    def _places(
        self, first: Sequence[tuple[Stretch, ...]], others: Sequence[tuple[Stretch, ...]]
    ) -> tuple[SourcePlace, ...]:
        order = by_authority([row[0] for row in first], self._documents)
        order += [one for one in by_authority([r[0] for r in others], self._documents) if one not in order]
        ends = {row[0]: row[-1].end for row in (*first, *others)}
        return tuple(self._place(one.document, one.start, ends[one]) for one in order)

    def _place(self, document: int, start: int, end: int) -> SourcePlace:
        return place_of(self._documents[document], *self.library.folded[document].span(start, end))

    # nearly -----------------------------------------------------------------------------------------

    def _near(
        self, sentence: str, attribution: Attribution, hits: Sequence[Hit], *, answerable: bool
    ) -> SentenceCheck:
        folded = fold_letters(attribution.statement)
        if len(folded.text) < SHORTEST:
            return SentenceCheck(sentence, 0, len(sentence), "not-found", 0.0)
        draft = tokenise(folded)
        allowed = self._allowed(attribution)
        judged = self._judged(attribution.statement, folded, draft, hits, allowed)
        problem = ""
        if all(allowed) is False and (not judged or judged[0].found.score < SAME_FACTS):
            free = self._judged(attribution.statement, folded, draft, (), [True] * len(allowed))
            here = judged[0].found.score if judged else 0.0
            if free and free[0].found.score >= max(ELSEWHERE, here + CLEARLY):
                judged = free
                problem = self._wrong_place(sentence, _best(free).found.stretch.document)
        if not judged:
            return SentenceCheck(sentence, 0, len(sentence), "not-found", 0.0)
        return self._told(sentence, attribution, _best(judged), judged, problem, answerable=answerable)

    def _allowed(self, attribution: Attribution) -> list[bool]:
        targets = attribution.targets
        if targets:
            return [index in targets for index in range(len(self._documents))]
        return [index not in attribution.elsewhere for index in range(len(self._documents))]

    def _judged(
        self, text: str, folded: Folded, draft: Tokens, hits: Sequence[Hit], allowed: Sequence[bool]
    ) -> list[_Judged]:
        """The sentence laid beside every candidate, the one that has most of it first."""
        stretches = self.library.near(folded.text, CANDIDATES, allowed)
        stretches += [one for one in self._passages(hits) if allowed[one.document] and one not in stretches]
        found = [compare(draft, self.library.folded[one.document], one) for one in stretches]
        found += [compare(draft, self.library.folded[one.document], one) for one in self._rows(found)]
        ranked = sorted(
            ((_rank(one, self._torn(one)), self._torn(one), one) for one in found), key=lambda r: -r[0]
        )
        judged = [
            _Judged(one, tuple(self._differences(text, folded, one)), torn)
            for rank, torn, one in ranked
            if rank >= ranked[0][0] - 2 * PEER
        ]
        return sorted(judged, key=lambda one: -one.quality)

    def _rows(self, found: Sequence[Comparison]) -> list[Stretch]:
        """The single rows that a sentence was pieced together from: each is a candidate of its own."""
        rows: list[Stretch] = []
        for one in found:
            if one.score < SUPPORTED or not self._torn(one):
                continue
            folded = self.library.folded[one.stretch.document]
            text = self._documents[one.stretch.document].text
            for column in {column for jump in one.jumps() for column in jump}:
                at = int(folded.origin[one.stretch.start + int(one.source.starts[column])])
                start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
                row = Stretch(
                    one.stretch.document, folded.at(start), folded.at(end if end >= 0 else len(text))
                )
                if row not in rows and row.start < row.end:
                    rows.append(row)
        return rows[:ROWS]

    def _differences(self, text: str, folded: Folded, found: Comparison) -> list[Difference]:
        document = self._documents[found.stretch.document]
        texts = Texts(text, folded, document.text, self.library.folded[found.stretch.document])
        return leading_year(found, texts, differences(found, texts), document)

    def _wrong_place(self, sentence: str, number: int) -> str:
        """Say whose sentence it is where the draft gives it to another district or document."""
        region = self._documents[number].metadata.region
        regions = dict.fromkeys(d.metadata.region for d in self._documents if d.metadata.region)
        named = next((r for r in regions if r != region and short_name(r) in fold(sentence)), None)
        if region and named:
            return f"稿中为“{named}”，原文为“{region}”"
        return f"稿中所说的出处没有这句话，此句见于《{self._documents[number].metadata.title}》"

    def _torn(self, found: Comparison) -> int:
        """Count the jumps from one row of a table or list to another."""
        document = self._documents[found.stretch.document].text
        folded = self.library.folded[found.stretch.document]
        base = found.stretch.start
        count = 0
        for row, column in found.jumps():
            low = folded.span(base + int(found.source.starts[row]), base + int(found.source.starts[row]) + 1)[
                0
            ]
            high = folded.span(
                base + int(found.source.starts[column]), base + int(found.source.starts[column]) + 1
            )[0]
            between = document[min(low, high) : max(low, high)]
            count += "\n" in between and is_row(document, low)
        return count

    def _passages(self, hits: Sequence[Hit]) -> list[Stretch]:
        found = []
        for hit in hits[:PASSAGES]:
            number = self._number.get(hit.document.id)
            if number is None:
                continue
            folded = self.library.folded[number]
            start, end = folded.at(hit.locator.start), folded.at(hit.locator.end)
            if start < end:
                found.append(Stretch(number, start, end))
        return found

    def _told(
        self,
        sentence: str,
        attribution: Attribution,
        chosen: _Judged,
        judged: list[_Judged],
        problem: str,
        *,
        answerable: bool,
    ) -> SentenceCheck:
        found = chosen.found
        places = self._near_places(chosen, judged)
        verdict = _verdict(chosen, answerable=answerable)
        if verdict in ("verified", "paraphrase"):
            wrong = problem or misplaced(
                attribution, [found.stretch.document], self._documents, places, self.library
            )
            if wrong:
                verdict, problem = "misattributed", wrong
        shown = chosen.differences if verdict != "not-found" else ()
        quotations = quotation_claims(sentence, self.library, self._documents)
        if verdict in ("verified", "paraphrase") and any(q.verdict == "altered" for q in quotations):
            verdict = "altered"
        flags = _flags(verdict, shown, quotations, problem)
        claims: tuple[Claim, ...] = (
            *quotations,
            *figure_claims(
                found, shown, attribution.statement, fold_letters(attribution.statement), verdict, places
            ),
            *document_claims(attribution, self._documents, verdict),
        )
        notes = tuple(d.message for d in shown if not d.material and d.message)
        return SentenceCheck(
            sentence,
            0,
            len(sentence),
            verdict,
            round(found.score, 4),
            places if verdict != "not-found" else (),
            shown,
            tuple(sorted(claims, key=lambda claim: (claim.start, claim.end))),
            flags,
            notes,
        )

    def _near_places(self, chosen: _Judged, judged: list[_Judged]) -> tuple[SourcePlace, ...]:
        rows = [chosen] + [j for j in judged if j is not chosen and _as_good(j, chosen)]
        spans: list[tuple[int, int, int]] = []
        for row in rows:
            low, high = row.found.used()
            if low >= high:
                continue
            number = row.found.stretch.document
            document = self._documents[number]
            texts = Texts("", fold_letters(""), document.text, self.library.folded[number])
            start, end = source_span(row.found, low, high, texts)
            # The excerpt shows what was altered, too, where it stands at the sentence's end.
            for one in row.differences:
                if one.material and one.source_start >= 0:
                    start, end = min(start, one.source_start), max(end, one.source_end)
            if not any(n == number and start < e and s < end for n, s, e in spans):
                spans.append((number, start, end))
        stretches = {(n, s): e for n, s, e in spans}
        order = by_authority([Stretch(n, s, e) for n, s, e in spans], self._documents)
        same = [one for one in order if _same_text(self._documents, one, spans[0])] if spans else []
        rest = [one for one in order if one not in same]
        return tuple(
            place_of(self._documents[one.document], one.start, stretches[one.document, one.start])
            for one in (*same, *rest)
        )

    # validity ---------------------------------------------------------------------------------------

    def _dated(self, result: SentenceCheck, today: date) -> SentenceCheck:
        """A true sentence from a document that has run out, and from no other, is outdated."""
        if not result.places or result.verdict not in ("verified", "paraphrase"):
            return result
        states = []
        for place in result.places:
            document = self._documents[self._number[place.document_id]]
            states.append(validity_of(document.metadata, today))
        expired = [state for state in states if state.state == "expired"]
        if not expired or len(expired) < len(states):
            return result
        note = f"《{result.places[0].title}》：{expired[0].note}"
        notes = (*result.notes, note)
        verdict: Verdict = "outdated" if expired[0].basis == "有效期" else result.verdict
        return _with(result, verdict, notes)


def _with(result: SentenceCheck, verdict: Verdict, notes: tuple[str, ...]) -> SentenceCheck:
    return replace(result, verdict=verdict, notes=notes)


def _moved(result: SentenceCheck, offset: int) -> SentenceCheck:
    """Offsets into the sentence become offsets into the draft."""
    if not offset:
        return result
    return replace(
        result,
        start=result.start + offset,
        end=result.end + offset,
        differences=tuple(
            replace(d, draft_start=d.draft_start + offset, draft_end=d.draft_end + offset)
            for d in result.differences
        ),
        claims=tuple(replace(c, start=c.start + offset, end=c.end + offset) for c in result.claims),
    )


def _rank(found: Comparison, torn: int) -> float:
    return found.score - BREAK * found.breaks() - ROW * torn


def _best(judged: list[_Judged]) -> _Judged:
    """The source that the sentence draws on: the one that has most of it, or as good a one that agrees."""
    top = judged[0]
    margin = 0.005 if top.found.score >= COPY else PEER
    peers = [one for one in judged if one.quality >= top.quality - margin]
    # A source that merely lacks a figure does not acquit: that would let every invented one pass.
    peers = [one for one in peers if one.unsupported <= top.unsupported]
    return min(peers, key=lambda one: (one.altered, -one.quality))


def _as_good(one: _Judged, chosen: _Judged) -> bool:
    return one.quality >= chosen.quality - 0.01 and one.altered == chosen.altered


def _same_text(documents: Sequence[Document], one: Stretch, first: tuple[int, int, int]) -> bool:
    number, start, end = first
    ours = fold_letters(documents[one.document].text[one.start : one.end]).text
    return ours == fold_letters(documents[number].text[start:end]).text


def _verdict(chosen: _Judged, *, answerable: bool) -> Verdict:
    score = chosen.found.score
    floor = WEAKLY_SUPPORTED if answerable else SUPPORTED
    if score < floor:
        return "not-found"
    if chosen.altered:
        return "altered"
    kinds = {difference.kind for difference in chosen.differences}
    if score >= SAME and not kinds & {"word", "added", "omitted", "unsupported", "unit"}:
        return "verified"
    figures = read_figures(chosen.found.draft.text)
    if figures and score >= SAME_FACTS and not kinds & {"added", "unsupported", "rounded", "word", "unit"}:
        return "verified"
    return "paraphrase"


def _flags(
    verdict: Verdict, shown: Collection[Difference], quotations: Sequence[Claim], problem: str
) -> tuple[str, ...]:
    if verdict == "misattributed":
        return (problem,)
    if verdict != "altered":
        return ()
    told = [difference.message for difference in shown if difference.material]
    told += [claim.note for claim in quotations if claim.verdict == "altered" and claim.note and not told]
    return tuple(dict.fromkeys([problem, *told] if problem else told))
