"""A sentence of a draft in, a verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.text import fold
from ingest.model import Document
from qa_service.check.absent import absent_words
from qa_service.check.appointments import read_appointments
from qa_service.check.attribution import Attribution, Source, read_attribution
from qa_service.check.candidates import Candidates
from qa_service.check.comparison import compare
from qa_service.check.dating import expired_note
from qa_service.check.folding import Folded, fold_letters
from qa_service.check.judged import COPY, SAME_FACTS, Judged, best, flags_of, verdict_of
from qa_service.check.later import later_places
from qa_service.check.library import Library, Stretch
from qa_service.check.locate import locate
from qa_service.check.misplaced import misplaced
from qa_service.check.naming import NamedDocument
from qa_service.check.parts import document_claims, figure_claims, person_parts, quotation_claims
from qa_service.check.persons import PersonClaim, person_claims, untold
from qa_service.check.places import place_of
from qa_service.check.sources import exact_places, near_places
from qa_service.check.statements import is_header
from qa_service.check.tokens import Tokens, tokenise
from qa_service.check.verdict import Claim, Difference, SentenceCheck, SourcePlace, Verdict
from qa_service.model import Hit
from qa_service.references import names

LIKE = 0.6
"""Share of a title that another one must have to be held for the one that is meant."""

ELSEWHERE, CLEARLY = 0.65, 0.25
"""Share of a sentence that another document than it names must have, and how much more than that one has."""

NAMING = 0.6
"""Share of a document's name that the source must have, too, for the sentence to be a copy name and all."""

PROVING = 8
"""Letters from which a text without its attribution is looked up word by word."""

SHORTEST = 4
"""Letters below which there is nothing to check."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One sentence and what it says of its source; ``folded`` and ``draft`` are its statement's."""

    sentence: str
    attribution: Attribution
    folded: Folded
    draft: Tokens
    hits: Sequence[Hit]
    answerable: bool


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
        self._candidates = Candidates(self.library)
        self._appointments = read_appointments(documents)

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
            folded = fold_letters(attribution.statement)
            asked = _Asked(sentence, attribution, folded, tokenise(folded), hits, answerable)
            result = self._persons(self._near(asked))
        if (
            not whole
            and attribution.targets
            and result.verdict in ("misattributed", "paraphrase", "not-found")
        ):
            result = self._naming(sentence, attribution) or result
        return _moved(self._dated(result, attribution, today or date.today()), offset)

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
        places = exact_places(meant, found, self.library)
        holders = [row[0].document for row in found]
        problem = "" if whole else misplaced(attribution, holders, self._documents, places, self.library)
        verdict: Verdict = "misattributed" if problem else "verified"
        claims = (
            *quotation_claims(sentence, self.library, self._documents),
            *document_claims(attribution, self._documents, verdict),
        )
        flags = (problem,) if problem else ()
        return SentenceCheck(sentence, 0, len(sentence), verdict, 1.0, places, (), claims, flags)

    # nearly -----------------------------------------------------------------------------------------

    def _near(self, asked: _Asked) -> SentenceCheck:
        nothing = SentenceCheck(asked.sentence, 0, len(asked.sentence), "not-found", 0.0)
        if len(asked.folded.text) < SHORTEST:
            return nothing
        allowed = self._allowed(asked.attribution)
        judged = self._judged(asked, allowed)
        problem = ""
        if not all(allowed) and (not judged or judged[0].found.score < SAME_FACTS):
            free = self._judged(replace(asked, hits=()), [True] * len(allowed))
            here = judged[0].found.score if judged else 0.0
            if free and free[0].found.score >= max(ELSEWHERE, here + CLEARLY):
                judged = free
                problem = self._wrong_place(asked.sentence, best(free).found.stretch.document)
        return self._told(asked, best(judged), judged, problem) if judged else nothing

    def _naming(self, sentence: str, attribution: Attribution) -> SentenceCheck | None:
        """The verdict on a sentence whose source itself names the document: 有某条例第五条规定的情形的 in a
        rule says nothing of where it stands. ``None`` for other sentences."""
        folded = fold_letters(sentence)
        free = replace(attribution, statement=sentence, bare=sentence, targets=frozenset(), source=Source())
        asked = _Asked(sentence, free, folded, tokenise(folded), (), False)
        judged = self._judged(asked, [True] * len(self._documents))
        found = best(judged).found if judged else None
        if found is None or found.score < COPY or not self._candidates.in_one_sentence(found):
            return None
        told = [int(folded.origin[at]) for at in found.draft.starts]
        own = [row for row, at in enumerate(told) if sentence[at] != attribution.statement[at]]
        named = float(found.draft.weights[own][found.equal[own]].sum())
        whole = named >= NAMING * float(found.draft.weights[own].sum())
        return self._told(asked, best(judged), judged, "") if own and whole else None

    def _judged(self, asked: _Asked, allowed: Sequence[bool]) -> list[Judged]:
        return self._candidates.judged(
            asked.attribution.statement, asked.folded, asked.draft, asked.hits, allowed
        )

    def _allowed(self, attribution: Attribution) -> list[bool]:
        targets = attribution.targets
        if targets:
            return [index in targets for index in range(len(self._documents))]
        return [index not in attribution.elsewhere for index in range(len(self._documents))]

    def _wrong_place(self, sentence: str, number: int) -> str:
        """Say whose sentence it is where the draft gives it to another district or document."""
        region = self._documents[number].metadata.region
        regions = dict.fromkeys(d.metadata.region for d in self._documents if d.metadata.region)
        named = next((r for r in regions if r != region and r and names(fold(sentence), r)), None)
        if region and named:
            return f"稿中为“{named}”，原文为“{region}”"
        return f"稿中所说的出处没有这句话，此句见于《{self._documents[number].metadata.title}》"

    def _told(self, asked: _Asked, chosen: Judged, judged: list[Judged], problem: str) -> SentenceCheck:
        places = near_places(chosen, judged, self.library)
        verdict = verdict_of(chosen, answerable=asked.answerable)
        if verdict in ("verified", "paraphrase"):
            holders = [chosen.found.stretch.document]
            wrong = problem or misplaced(asked.attribution, holders, self._documents, places, self.library)
            if wrong:
                verdict, problem = "misattributed", wrong
        shown = chosen.differences if verdict != "not-found" else ()
        quotations = quotation_claims(asked.sentence, self.library, self._documents)
        if verdict in ("verified", "paraphrase") and any(q.verdict == "altered" for q in quotations):
            verdict = "altered"
        claims: tuple[Claim, ...] = (
            *quotations,
            *figure_claims(chosen.found, shown, asked.attribution.statement, asked.folded, verdict, places),
            *document_claims(asked.attribution, self._documents, verdict),
        )
        told = [d.message for d in shown if not d.material and d.message]
        return SentenceCheck(
            asked.sentence,
            0,
            len(asked.sentence),
            verdict,
            round(chosen.found.score, 4),
            places if verdict != "not-found" else (),
            shown,
            tuple(sorted(claims, key=lambda claim: (claim.start, claim.end))),
            flags_of(verdict, shown, quotations, problem),
            (*told, *self._beyond(asked, chosen, verdict)),
        )

    def _beyond(self, asked: _Asked, chosen: Judged, verdict: Verdict) -> tuple[str, ...]:
        """Say which words of a paraphrase the source's document doesn't have at all."""
        if verdict != "paraphrase":
            return ()
        document = self._documents[chosen.found.stretch.document]
        others = [other.text for other in self._documents]
        absent = absent_words(asked.attribution.statement, document.text, others)
        return (f"出处文件中没有“{'”“'.join(absent)}”等词，请核对是否超出原文",) if absent else ()

    # persons ----------------------------------------------------------------------------------------

    def _persons(self, result: SentenceCheck) -> SentenceCheck:
        """Who holds which post is told by the lists, not by how much of a row the sentence has."""
        found = person_claims(result.text, self._appointments)
        if not found:
            return result
        changed = [claim.difference for claim in found if claim.difference is not None]
        lines = result.text.split("\n")
        told = {_line(result.text, claim.start) for claim in found}
        told |= {number for number, line in enumerate(lines) if is_header(line)}
        kept = [
            d
            for d in result.differences
            if not d.material
            or d.kind in ("year", "figure", "period")
            or _line(result.text, d.draft_start) not in told
        ]
        shown: tuple[Difference, ...] = (*kept, *changed)
        # Of several rows the lists may have told one: the others are what they were.
        unknown = untold(result.text, found)
        rest: Verdict = result.verdict if unknown or len(told) < len(lines) else "verified"
        verdict: Verdict = "altered" if any(d.material for d in shown) else rest
        if result.verdict == "misattributed" and verdict == "verified":
            verdict = "misattributed"
        places = tuple(dict.fromkeys(map(self._entry_place, found)))
        return replace(
            result,
            verdict=verdict,
            similarity=1.0 if verdict == "verified" else result.similarity,
            places=places,
            differences=shown,
            claims=(*result.claims, *person_parts(found, places)),
            flags=flags_of(verdict, shown, (), result.flags[0] if result.flags else ""),
            notes=(*result.notes, *(f"“{clause}”：任免名单中没有，请核对" for clause in unknown)),
        )

    def _entry_place(self, claim: PersonClaim) -> SourcePlace:
        entry = claim.entry
        return place_of(self._documents[entry.document], entry.start, entry.end)

    # validity ---------------------------------------------------------------------------------------

    def _dated(self, result: SentenceCheck, attribution: Attribution, today: date) -> SentenceCheck:
        """A true sentence whose documents have all run out, or that a later one contradicts, is outdated."""
        if not result.places or result.verdict not in ("verified", "paraphrase"):
            return result
        holders = {self._number[place.document_id] for place in result.places}
        note, outdated = expired_note([self._documents[n] for n in sorted(holders)], today)
        if note:
            verdict: Verdict = "outdated" if outdated else result.verdict
            result = replace(result, verdict=verdict, notes=(*result.notes, note))
        later, told = later_places(attribution.statement, holders, self.library, self._candidates)
        if later:
            result = replace(result, verdict="outdated", notes=(*result.notes, told), later=later)
        return result


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at)


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
