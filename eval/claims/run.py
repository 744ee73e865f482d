"""A labelled draft written as a Word document, read back, checked, judged."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eval.bench.machine import Stopwatch, machine
from eval.claims import collection
from eval.claims.claim import Claim
from eval.claims.labelled import Paragraph, as_paragraphs
from eval.claims.score import Judgement, judge_draft, judgement
from eval.claims.word_draft import word_draft
from qa_service.check.draft import check_draft, check_sentence
from qa_service.check.draft_file import DraftText, read_draft
from qa_service.check.verdict import DraftCheck
from qa_service.engine import Engine

Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """The draft, the result of its check, the judgement of each claim, and what it took."""

    draft: DraftText
    result: DraftCheck
    judgements: list[Judgement]
    about: dict[str, Any]


def generated(engine: Engine, seed: int, today: date) -> list[Paragraph]:
    """Return a draft of some 20 pages over the documents of an index: true, retold, altered, misattributed,
    expired and invented claims, shuffled."""
    import random

    documents = engine.checker().library.documents
    valid = collection.in_force(documents, today)
    claims = [
        *collection.verbatim(valid, 30, seed),
        *collection.retold(valid, 5, seed + 1),
        *collection.altered(valid, 5, seed + 2),
        *collection.misattributed(valid, 14, seed + 3),
        *collection.expired(documents, 14, seed + 4, today),
        *collection.invented(10),
    ]
    unique = list({claim.text: claim for claim in claims}.values())
    random.Random(seed).shuffle(unique)
    return as_paragraphs(unique, "情况汇报（评测用）")


def check_word(
    engine: Engine, paragraphs: Sequence[Paragraph], today: date, step: Step = lambda: None
) -> CheckedDraft:
    """Write the draft as .docx, read and check it as ``planqa check`` does, and judge every claim."""
    draft = read_draft(word_draft(paragraphs), "draft.docx")
    claims = [one.claim for one in paragraphs if one.claim is not None]
    # What is built once for an index is no cost of a draft.
    engine.checker()
    before = machine()
    watch, started = Stopwatch(), time.perf_counter()
    result = check_draft(engine, draft.text, name=draft.name, today=today, told=lambda done, total: step())
    seconds = time.perf_counter() - started
    about = {
        "characters": len(draft.text),
        "sentences": len(result.sentences),
        "seconds": round(seconds, 2),
        "work": watch.figures(),
        "machine": before,
    }
    return CheckedDraft(draft, result, judge_draft(claims, result), about)


def check_claims(
    engine: Engine, claims: Sequence[Claim], today: date, step: Step = lambda: None
) -> list[Judgement]:
    """Check claims one by one."""
    found = []
    for claim in claims:
        found.append(judgement(claim, [check_sentence(engine, claim.text, today=today)]))
        step()
    return found
