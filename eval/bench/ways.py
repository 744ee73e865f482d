"""The ways that were chosen beside those that were not: ``python -m eval.bench.ways --home HOME``.

Each pair is run in turns in one process, and processor time is compared: on a machine that does other work
the ratio holds where milliseconds don't.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from eval.bench.machine import machine
from eval.questions import load_labels

OUTPUT = Path("docs/figures/ways.json")
Way = Callable[[], object]
Ways = Mapping[str, Way]


def compared(ways: Ways, rounds: int) -> dict[str, float]:
    """Return the median processor milliseconds of each way, run in turns; the first turn doesn't count."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            began = time.process_time()
            way()
            if turn:
                taken[name].append((time.process_time() - began) * 1000)
    return {name: round(statistics.median(values), 2) for name, values in taken.items()}


def late_ways(home: Path, questions: Sequence[str]) -> dict[str, Ways]:
    """MaxSim of one question with 80 candidates and the background: in 32-bit floats, and in bytes."""
    from index.code_products import PlainProducts, products_beside, whole
    from index.encoder import open_encoder
    from index.generation import open_current
    from index.late import BACKGROUND, LateIndex
    from index.layout import Names

    late = LateIndex.load(open_current(home).path / Names.LATE)
    drawn = np.random.default_rng(1).permutation(len(late)).astype(np.int64)
    kept, asked = late._codes_of(np.sort(drawn[:BACKGROUND])), late._codes_of(np.sort(drawn[-80:]))
    tokens = open_encoder(None, home).encode_query(questions[0]).tokens
    digits, _ = whole(((tokens @ late.turn) * late.step).T)
    plain, fast = PlainProducts(kept), products_beside(kept)
    return {
        "late interaction, one question": {
            "32-bit floats, numpy": lambda: plain(asked, digits),
            "8-bit integers, OpenVINO": lambda: fast(asked, digits),
        }
    }


def encoder_ways(home: Path, questions: Sequence[str]) -> dict[str, Ways]:
    """Forty questions through the model: by graphs of fixed or of any width, alone or four at a time."""
    from index.bundled import bundled_folder
    from index.graph import GRAPH, WIDTHS, GraphEncoder, forward
    from index.model_folder import PROMPTS

    encoder = GraphEncoder(bundled_folder(home), questions=GRAPH)
    free, fixed, inputs = encoder._graphs(None), encoder._graphs(WIDTHS[0]), encoder._inputs
    pieces = [encoder._tokenizer(PROMPTS["query"], [question])[0] for question in questions[:40]]
    short = [piece for piece in pieces if len(piece.ids) <= WIDTHS[0]]
    return {
        "questions through the model, 40": {
            "each at its own width": lambda: [forward(free, inputs, [piece]) for piece in pieces],
            "at fixed widths": lambda: [encoder.encode_query(q) for q in questions[:40]],
        },
        "short questions through the model": {
            "alone, fixed width": lambda: [forward(fixed, inputs, [piece], WIDTHS[0]) for piece in short],
            "alone, any width": lambda: [forward(free, inputs, [piece], WIDTHS[0]) for piece in short],
            "four at a time": lambda: [
                forward(free, inputs, short[n : n + 4], WIDTHS[0]) for n in range(0, len(short), 4)
            ],
        },
    }


def precision_ways(home: Path, questions: Sequence[str]) -> dict[str, Ways]:
    """One question through the model in full precision and in eight bits, each after other work: the weights
    have then to be fetched from far, as they have between two questions of a user."""
    from index.bundled import bundled_folder
    from index.graph import GRAPH, QUESTIONS, GraphEncoder

    folder = bundled_folder(home)
    full, small = (GraphEncoder(folder, questions=file) for file in (GRAPH, QUESTIONS))
    turns = itertools.cycle(questions)
    elsewhere = np.ones(2_000_000, dtype=np.float32)

    def after_other_work(encoder: GraphEncoder) -> Way:
        def way() -> object:
            time.sleep(0.01)
            return encoder.encode_query(next(turns)), elsewhere.sum()

        return way

    return {
        "one question through the model, after other work": {
            f"weights in {full.precision}": after_other_work(full),
            "weights in 8 bits": after_other_work(small),
        }
    }


def segmenter_ways(home: Path, questions: Sequence[str]) -> dict[str, Ways]:
    """Loading jieba's dictionary, and cutting questions with it, as the library keeps it and as a trie."""
    import jieba

    from index.segment import segmenter, use_home
    from index.word_frequencies import FILE, load_dictionary

    jieba.setLogLevel(logging.WARNING)
    library = jieba.Tokenizer()
    library.tmp_dir = str(home / "cache" / "jieba")
    library.initialize()
    use_home(home)
    ours = segmenter()
    path = home / "cache" / "jieba" / FILE
    source = json.loads(path.read_bytes().partition(b"\n")[0])["source"]

    def load() -> None:
        fresh = jieba.Tokenizer()
        fresh.tmp_dir = library.tmp_dir
        fresh.initialize()

    return {
        "loading jieba's dictionary": {
            "a dictionary of strings": load,
            "a trie": lambda: load_dictionary(path, source),
        },
        "cutting the questions into words": {
            "a dictionary of strings": lambda: [list(library.cut_for_search(q)) for q in questions],
            "a trie": lambda: [list(ours.cut_for_search(q)) for q in questions],
        },
    }


def tokenizer_ways(home: Path, questions: Sequence[str]) -> dict[str, Ways]:
    """What the first question with small letters loads."""
    from index.bundled import bundled_folder
    from index.model_folder import TOKENIZER
    from index.needed_pieces import NeededPieces
    from index.pieces import PieceTokenizer

    folder = bundled_folder(home)
    NeededPieces.read(folder)
    return {
        "loading the vocabulary for a text with small letters": {
            "the whole tokenizer": lambda: PieceTokenizer.open(folder / TOKENIZER, 512),
            "a trie of its pieces": lambda: NeededPieces.read(folder),
        }
    }


def dense_ways(home: Path, questions: Sequence[str]) -> dict[str, Ways]:
    """A question's vector against all sentences': one FAISS thread or one a core."""
    import faiss

    from index.dense import DenseIndex
    from index.generation import open_current
    from index.layout import Names

    index = DenseIndex.load(open_current(home).path / Names.SENTENCES)
    vector = index.vectors(np.array([0]))[0]
    cores = os.cpu_count() or 1
    everything = np.arange(len(index), dtype=np.int64)
    scores = np.empty(len(index), dtype=np.float32)

    def on(threads: int) -> None:
        faiss.omp_set_num_threads(threads)
        pointers = faiss.swig_ptr(vector), len(index), faiss.swig_ptr(scores), faiss.swig_ptr(everything)
        for _ in range(20):
            index._storage.compute_distance_subset(1, *pointers)

    return {
        "one vector against all sentences', 20 times": {
            f"{cores} threads": lambda: on(cores),
            "one thread": lambda: on(1),
        }
    }


PARTS = (
    (late_ways, 40),
    (encoder_ways, 8),
    (precision_ways, 200),
    (dense_ways, 20),
    (segmenter_ways, 4),
    (tokenizer_ways, 4),
)
"""What is compared, and how often."""


def all_ways(home: Path, questions: Sequence[str]) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the name of each comparison and what each of its ways took."""
    from qa_service.blas import one_blas_thread

    for part, rounds in PARTS:
        for name, ways in part(home, questions).items():
            one_blas_thread()  # as an engine does; a library that was loaded just now has its own
            yield name, compared(ways, rounds)


def main(
    home: Annotated[Path, typer.Option(help="A home with an index")] = Path(".planqa"),
    questions: Annotated[Path, typer.Option(help="Question set")] = Path("samples/questions.jsonl"),
    output: Annotated[Path | None, typer.Option(help="Write the figures here")] = None,
) -> None:
    """Compare the ways and print processor milliseconds; the ratio is to the first of each."""
    before = machine()
    texts = [item.question for item in load_labels(questions)]
    figures: dict[str, Any] = {}
    for name, taken in all_ways(home, texts):
        figures[name] = taken
        first = next(iter(taken.values()))
        print(name)
        for way, value in taken.items():
            print(f"  {way:32} {value:10.2f} ms   {value / first:.2f}")
    if output:
        taken_on = datetime.now(UTC).strftime("%Y-%m-%d")
        report = {"taken": taken_on, "machine": before, "cpu_ms": figures}
        output.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
