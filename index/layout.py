"""Names of the files in a generation, and the fingerprints that tell whether it fits this code."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from index.encoder import Encoder
from index.vectors import SCHEME
from ingest.model import FileReport

CHUNKER = "sections/3"
"""Version of reading and chunking. A change that moves passage borders raises it."""

TOKENIZER = "jieba+bigrams/3"
"""Version of the lexical legs' folding and tokens."""


class Names:
    """Files and folders of a generation."""

    DOCUMENTS = "documents"
    WORDS = "words"
    BIGRAMS = "bigrams"
    PASSAGES = "passages"
    SENTENCES = "sentences"
    SPANS = "spans.npy"
    LATE = "late"


def fingerprints_of(encoder: Encoder, reports: Sequence[FileReport]) -> dict[str, str]:
    """Return what a generation depends on: model, chunker, tokenizer, vector scheme and the corpus."""
    digest = sha256()
    for report in sorted(reports, key=lambda r: r.source.path):
        digest.update(f"{report.source.name}\x1f{report.source.sha256}\x1e".encode())
        for document in report.documents:
            digest.update(repr(document.metadata).encode())
            for passage in document.passages:
                digest.update(passage.id.encode())
    return {
        "model": encoder.fingerprint,
        "chunker": CHUNKER,
        "tokenizer": TOKENIZER,
        "vectors": SCHEME,
        "corpus": digest.hexdigest(),
    }
