"""A claim and what it should be found to be."""

from __future__ import annotations

from dataclasses import dataclass

from qa_service.check.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Claim:
    """``text`` as a draft has it; ``kind`` says how it was made (``digit``, ``order``), ``expected`` which
    verdicts are right. ``source`` is the text that it was made of and ``document`` the id of its document;
    ``right`` and ``wrong`` are the two values of a fact that was altered."""

    text: str
    kind: str
    expected: tuple[Verdict, ...]
    source: str = ""
    document: str = ""
    right: str = ""
    wrong: str = ""
