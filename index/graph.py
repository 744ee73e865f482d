"""The fast runtime: an OpenVINO graph of a BERT encoder, without torch or transformers."""

from __future__ import annotations

import hashlib
import json
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .common_pieces import CommonTokenizer
from .cores import cores
from .embeddings import InputLayer, WeightsFile
from .encoder import Encoded, unit
from .manifest import read_manifest
from .model_folder import PROMPTS, TOKENIZER, WEIGHTS
from .packed import Shape
from .pieces import Pieces
from .together import Together

GRAPH = "graph/encoder.xml"
RUNTIME = "graph/runtime.json"

BATCH_TOKENS = 1024
"""Tokens (padding included) in one forward pass of passages. Passages of 300 characters a second on two
AMX cores, bf16: 61 with 256 tokens, 63 with 512, 71 with 1024, 70 with 2048, 60 with 4096."""

NARROWEST = 32
"""Least width of a question: nine in ten of the development questions, prompt and specials included, fit. One
of 16 tokens takes a quarter less at its own width, but only if the question before it had the same."""

_FIRST_USE = threading.RLock()
"""OpenVINO's Python binding sets up its array conversion on first use, and two threads that come to that at
once wait for each other for ever (one holds the interpreter lock, one the set-up; seen with 2026.4). So
the first inference of a graph runs alone, before anyone else has the graph."""


def first_use() -> AbstractContextManager[bool]:
    """Return the lock that whoever compiles a graph holds until it has run once."""
    return _FIRST_USE


class Graph:
    """A compiled graph with a pool of requests: one stream of one thread for each core.

    Single-threaded streams beat one stream of many threads for passages (71 to 60 a second on two cores),
    cost a question little (its matrices are too small to share out), and let questions of several users
    run side by side.
    """

    def __init__(self, folder: Path, precision: str, streams: int | None = None) -> None:
        import openvino as ov

        self.streams = streams or cores()
        settings = {
            "INFERENCE_PRECISION_HINT": precision,
            "NUM_STREAMS": str(self.streams),
            "INFERENCE_NUM_THREADS": self.streams,
            # Pinned threads wait for their core when other work holds it: 20-30 % on a busy machine.
            "ENABLE_CPU_PINNING": False,
        }
        self._requests: queue.LifoQueue[Any] = queue.LifoQueue()
        with _FIRST_USE:
            model: Any = ov.Core().compile_model(str(folder / GRAPH), "CPU", settings)
            for _ in range(self.streams):
                self._requests.put(model.create_infer_request())
            self._warm_up(model.input(0).partial_shape[2].get_length())

    def _warm_up(self, hidden: int) -> None:
        tokens = NARROWEST  # a usual question, whose kernels are then ready
        with self.run(np.zeros((1, tokens, hidden), np.float32), np.zeros((1, 1, 1, tokens), np.float32)):
            pass

    @contextmanager
    def run(
        self, embedded: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Yield the states (B, T, H) of one batch behind the last layer and before it. The arrays are the
        request's own memory: copy what has to outlive the ``with`` block. Waits while every request is
        busy."""
        request = self._requests.get()
        try:
            request.infer([embedded, bias], share_inputs=True)
            yield request.get_output_tensor(0).data, request.get_output_tensor(1).data
        finally:
            self._requests.put(request)


class GraphEncoder:
    """An :class:`index.encoder.Encoder` over a model folder that holds a graph.

    ``precision`` overrides the folder's measured choice; it is meant for measuring.
    """

    runtime = "openvino"

    def __init__(self, folder: Path, precision: str | None = None) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.name = folder.name
        self.dim = int(config["hidden_size"])
        self.max_tokens = int(config["max_position_embeddings"])
        self.precision = precision or str(json.loads((folder / RUNTIME).read_text())["precision"])
        self.fingerprint = _fingerprint(folder, self.precision)
        self._tokenizer = CommonTokenizer(folder, self.max_tokens)
        self._graph = Graph(folder, self.precision)
        self._inputs = InputLayer(WeightsFile(folder / WEIGHTS))
        self._questions: Together[Pieces, Encoded] = Together(self._forward_padded, self._graph.streams)
        self._told: Callable[[int], None] = lambda questions: None

    def encode_query(self, text: str) -> Encoded:
        """Encode one question; see :class:`index.encoder.Encoder`.

        Its tokens are padded to a width that hangs on its own length alone, so that its vectors are the same
        bit for bit whether it runs alone or with others.
        """
        pieces = self._tokenizer(PROMPTS["query"], [text])[0]
        return self._questions(pieces, padded_width(len(pieces.ids), self.max_tokens))

    def watch_batches(self, told: Callable[[int], None]) -> None:
        """Have ``told`` called with the number of questions in each batch, from the threads that ask."""
        self._told = told

    def _forward_padded(self, batch: Sequence[Pieces], width: int) -> list[Encoded]:
        self._told(len(batch))
        return forward(self._graph, self._inputs, batch, width)

    def encode_passages(
        self, texts: Sequence[str], *, advance: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        """Encode passages in batches of like length; see :class:`index.encoder.Encoder`."""
        pieces = self._tokenizer(PROMPTS["passage"], texts)
        return forward_all(self._graph, self._inputs, pieces, advance)


def forward_all(
    graph: Graph,
    inputs: InputLayer,
    pieces: Sequence[Pieces],
    advance: Callable[[int], None] | None = None,
) -> list[Encoded]:
    """Run ``pieces`` in batches of like length on every stream; results in the order given."""
    done: dict[int, Encoded] = {}
    workers = ThreadPoolExecutor(graph.streams)
    try:
        jobs: dict[Future[list[Encoded]], list[int]] = {
            workers.submit(forward, graph, inputs, [pieces[i] for i in batch]): batch
            for batch in batches([len(p.ids) for p in pieces])
        }
        for job in as_completed(jobs):
            done.update(zip(jobs[job], job.result(), strict=True))
            if advance:
                advance(len(jobs[job]))
    finally:
        workers.shutdown(cancel_futures=True)
    return [done[i] for i in range(len(pieces))]


def padded_width(tokens: int, most: int) -> int:
    """Return the width that a question of so many tokens is padded to: few shapes, since preparing the graph
    for another one costs as much as some tokens more.

    >>> [padded_width(n, 512) for n in (9, 32, 33, 65, 500)]
    [32, 32, 64, 128, 512]
    """
    width = NARROWEST
    while width < tokens:
        width *= 2
    return max(tokens, min(width, most))


def forward(
    graph: Graph, inputs: InputLayer, batch: Sequence[Pieces], width: int | None = None
) -> list[Encoded]:
    """Run one batch, padded to ``width`` tokens (default: those of the longest text)."""
    width = width or max(len(piece.ids) for piece in batch)
    embedded, bias = inputs([piece.ids for piece in batch], width)
    with graph.run(embedded, bias) as (last, before):
        return [_encoded(a, b, piece) for a, b, piece in zip(last, before, batch, strict=True)]


def batches(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> list[list[int]]:
    """Group positions into batches of like length, longest first, of at most ``budget`` padded tokens.

    >>> batches([5, 9, 5, 1], budget=10)
    [[1], [0, 2], [3]]
    """
    groups: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if groups and lengths[groups[-1][0]] * (len(groups[-1]) + 1) <= budget:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def save_graph(folder: Path) -> None:
    """Build the graph of the BERT model in ``folder`` and save it there (:data:`GRAPH`, 86 MB)."""
    import openvino as ov

    from .bert_graph import build_graph

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    shape = Shape(
        hidden=config["hidden_size"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        intermediate=config["intermediate_size"],
        vocabulary=config["vocab_size"],
        positions=config["max_position_embeddings"],
        token_types=config["type_vocab_size"],
        epsilon=config["layer_norm_eps"],
    )
    (folder / GRAPH).parent.mkdir(exist_ok=True)
    graph = build_graph(shape, WeightsFile(folder / WEIGHTS))
    ov.save_model(graph, str(folder / GRAPH), compress_to_fp16=False)


def _encoded(last: NDArray[np.float32], before: NDArray[np.float32], piece: Pieces) -> Encoded:
    own = slice(piece.first, piece.last)
    pooled = unit(last[: len(piece.ids)].mean(axis=0, dtype=np.float32))
    return Encoded(pooled, last[own].copy(), piece.offsets, piece.truncated_at, before[own].copy())


def _fingerprint(folder: Path, precision: str) -> str:
    files = read_manifest(folder)["files"]
    parts = [files[WEIGHTS]["sha256"], files[TOKENIZER]["sha256"], PROMPTS, precision]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]
