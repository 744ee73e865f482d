"""Files' reports in, a published generation out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

from index.documents_io import save_reports
from index.embed import Embedded, embed_passages
from index.encoder import Encoder
from index.generation import JSON, GenerationWriter
from index.layout import Names, fingerprints_of
from index.passage_text import Indexed, indexed_text
from index.progress import Clock, Progress, Silent
from index.reused_rows import keys_of, reusable
from index.stores import Rows, Written, write_dense, write_late, write_lexical
from ingest.model import FileReport

WRITE_STEPS = 4
"""Steps of the stage ``write``: documents, words, vectors, codes."""


def texts_of(reports: Sequence[FileReport]) -> list[Indexed]:
    """Return what the legs see of all passages of ``reports``, in order."""
    return [indexed_text(d, p) for report in reports for d in report.documents for p in d.passages]


def write_generation(
    reports: Sequence[FileReport],
    texts: Sequence[Indexed],
    encoder: Encoder,
    home: Path,
    setting: str | None = None,
    shown: Progress | None = None,
    clock: Clock | None = None,
) -> tuple[str, Embedded]:
    """Embed and publish passages as they are given, and return the generation's id and the vectors.

    ``texts`` are what the legs see of the passages of ``reports``, in order. ``setting`` is the model
    setting to note. Evaluation builds its comparisons (other passages, no headings) through this.
    """
    with GenerationWriter(home) as writer:
        return publish(writer, reports, texts, encoder, home, setting, {}, shown, clock)


def publish(
    writer: GenerationWriter,
    reports: Sequence[FileReport],
    texts: Sequence[Indexed],
    encoder: Encoder,
    home: Path,
    setting: str | None,
    notes: Mapping[str, JSON],
    shown: Progress | None = None,
    clock: Clock | None = None,
) -> tuple[str, Embedded]:
    """As :func:`write_generation`, through a ``writer`` that is open; ``notes`` are kept with the generation.

    What the current generation has of a passage is taken over: only passages that it lacks are embedded, cut
    into words and quantised.
    """
    shown, clock = shown or Silent(), clock or Clock()
    keys = keys_of(texts)
    old = reusable(home, encoder)
    if old is not None and not old.suits(len(texts)):
        old = None
    missing = [n for n, key in enumerate(keys) if old is None or key not in old.row]
    shown.start("embed", len(texts))
    shown.advance(len(texts) - len(missing))
    with clock.stage("embed"):
        embedded = embed_passages([texts[n] for n in missing], encoder, home, shown.advance)
    shown.finish()
    fresh = {keys[n]: item for n, item in zip(missing, embedded.vectors, strict=True)}
    shown.start("write", WRITE_STEPS)
    # One thread: the products are small, and threads that wait for each other took twenty times as long.
    with clock.stage("write"), threadpool_limits(limits=1, user_api="blas"):
        written = _write(writer.path, reports, texts, Rows(keys, fresh, old), home, shown)
        generation = _publish(writer, reports, len(texts), written, encoder, setting, notes)
    shown.finish()
    reused = len(set(keys)) - embedded.computed
    return generation, Embedded(embedded.vectors, embedded.computed, reused)


def _write(
    folder: Path,
    reports: Sequence[FileReport],
    texts: Sequence[Indexed],
    rows: Rows,
    home: Path,
    shown: Progress,
) -> Written:
    save_reports(folder / Names.DOCUMENTS, list(reports))
    shown.advance(1)
    write_lexical(folder, home, texts, rows.keys)
    shown.advance(1)
    sentences = write_dense(folder, rows)
    shown.advance(1)
    late = write_late(folder, rows)
    shown.advance(1)
    fitted = rows.old.fitted if rows.old else len(texts)
    return Written(sentences, int(late.starts[-1]), fitted)


def _publish(
    writer: GenerationWriter,
    reports: Sequence[FileReport],
    passages: int,
    written: Written,
    encoder: Encoder,
    setting: str | None,
    notes: Mapping[str, JSON],
) -> str:
    return writer.publish(
        fingerprints=fingerprints_of(encoder, reports),
        counts={
            "files": len(reports),
            "documents": sum(len(report.documents) for report in reports),
            "passages": passages,
            "sentences": written.sentences,
            "tokens": written.tokens,
        },
        notes={
            "sources": {report.source.path: report.source.sha256 for report in reports},
            "fitted": written.fitted,
            **notes,
            "model": {
                "setting": setting,
                "name": encoder.name,
                "runtime": encoder.runtime,
                "precision": encoder.precision,
                "dim": encoder.dim,
                "max_tokens": encoder.max_tokens,
            },
        },
    )
