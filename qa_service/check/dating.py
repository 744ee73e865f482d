"""Documents that have run out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ingest.model import Document
from qa_service.validity import validity_of


def expired_note(holders: Sequence[Document], today: date) -> tuple[str, bool]:
    """Return what to say where all ``holders`` of a sentence have run out, and whether that outdates it.

    The end of its 有效期 makes a rule void. A plan whose period is over goes on being the source of what it
    set as a target, so that is only told.
    """
    states = [validity_of(document.metadata, today) for document in holders]
    expired = [(d, state) for d, state in zip(holders, states, strict=True) if state.state == "expired"]
    if not expired or len(expired) < len(states):
        return "", False
    document, state = expired[0]
    return f"《{document.metadata.title}》：{state.note}", state.basis == "有效期"
