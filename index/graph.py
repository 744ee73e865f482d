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

from .bert_graph import Most, build_graph
from .common_pieces import CommonTokenizer
from .cores import cores
from .embeddings import InputLayer, WeightsFile
from .encoder import Encoded, unit
from .manifest import read_manifest
from .model_folder import PROMPTS, TOKENIZER, WEIGHTS
from .packed import Shape
from .pieces import Pieces
from .processor import sums_bytes

GRAPH = "graph/encoder.xml"
QUESTIONS = "graph/questions.xml"
"""The same in whole numbers of eight bits (:mod:`index.byte_dense`), where the model's inputs are known."""

RUNTIME = "graph/runtime.json"

BATCH_TOKENS = 1024
"""Tokens (padding included) in one forward pass of passages. Passages of 300 characters a second on two
AMX cores, bf16: 61 with 256 tokens, 63 with 512, 71 with 1024, 70 with 2048, 60 with 4096."""

WIDTHS = (32, 64)
"""Widths, in tokens, that graphs are compiled for one text each: a shape that is known beforehand saves an
eighth of the time of one that is not, between other work a quarter. Nine in ten of the development questions
fit the first, prompt and specials included; a third width for the short ones would gain next to nothing."""

_FIRST_USE = threading.RLock()
"""OpenVINO's Python binding sets up its array conversion on first use, and two threads that come to that at
once wait for each other for ever (one holds the interpreter lock, one the set-up; seen with 2026.4). So
the first inference of a graph runs alone, before anyone else has the graph."""


def first_use() -> AbstractContextManager[bool]:
    """Return the lock that whoever compiles a graph holds until it has run once."""
    return _FIRST_USE


class Graph:
    """A compiled graph with a pool of requests: one stream of one thread for each core.

    Single-threaded streams beat one stream of many threads for passages (71 to 60 a second on two cores).

    With a ``width`` it takes one text of so many tokens at a time, by one stream: two would take turns, and
    each would find its core's cache filled with other things.
    """

    def __init__(self, folder: Path, precision: str, width: int | None = None, file: str = GRAPH) -> None:
        import openvino as ov

        self.streams = 1 if width else cores()
        threads = question_threads() if width else self.streams
        settings = {
            "INFERENCE_PRECISION_HINT": precision,
            "NUM_STREAMS": str(self.streams),
            "INFERENCE_NUM_THREADS": threads,
            # Pinned threads wait for their core when other work holds it: 20-30 % on a busy machine.
            "ENABLE_CPU_PINNING": False,
        }
        self._requests: queue.LifoQueue[Any] = queue.LifoQueue()
        with _FIRST_USE:
            core: Any = ov.Core()
            model: Any = core.read_model(str(folder / file))
            hidden = model.input(0).partial_shape[2].get_length()
            if width:
                # The mask's width stays open: with every dimension fixed, bf16 attention goes wrong (2026.4).
                model.reshape({0: [1, width, hidden], 1: [1, 1, 1, -1]})
            compiled = core.compile_model(model, "CPU", settings)
            for _ in range(self.streams):
                self._requests.put(compiled.create_infer_request())
            self._warm_up(hidden, width or WIDTHS[0])

    def _warm_up(self, hidden: int, tokens: int) -> None:
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


def question_threads() -> int:
    """Return by how many threads a question goes through the model.

    One, where the processor has instructions for its products: it waits for memory then. All cores where it
    has none, for then it waits for arithmetic. On two cores of an AMD EPYC without them a question takes 39
    milliseconds instead of 58, and 16 clients get 4 % fewer answers a second.

    >>> question_threads() >= 1
    True
    """
    return 1 if sums_bytes() else cores()


class Graphs:
    """The graphs of one model folder, each compiled when it is first needed: half a second and some 60 MB.
    Those of fixed width, for questions, are read from the file ``questions``.

    >>> graphs = Graphs(folder, "f32")  # doctest: +SKIP
    >>> graphs(32) is graphs(32), graphs(None).streams  # doctest: +SKIP
    (True, 2)
    """

    def __init__(self, folder: Path, precision: str, questions: str = GRAPH) -> None:
        self._folder, self._precision, self._questions = folder, precision, questions
        self._compiled: dict[int | None, Graph] = {}
        self._compiling = threading.Lock()

    def __call__(self, width: int | None) -> Graph:
        """Return the graph for single texts of ``width`` tokens; ``None``: for batches of any width."""
        if width not in self._compiled:
            with self._compiling:
                if width not in self._compiled:
                    file = self._questions if width else GRAPH
                    self._compiled[width] = Graph(self._folder, self._precision, width, file)
        return self._compiled[width]


class GraphEncoder:
    """An :class:`index.encoder.Encoder` over a model folder that holds a graph.

    ``precision`` overrides the folder's measured choice, ``questions`` the file of the questions' graph; they
    are meant for measuring.
    """

    runtime = "openvino"

    def __init__(self, folder: Path, precision: str | None = None, questions: str | None = None) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.name = folder.name
        self.dim = int(config["hidden_size"])
        self.max_tokens = int(config["max_position_embeddings"])
        runtime = json.loads((folder / RUNTIME).read_text(encoding="utf-8"))
        self.precision = precision or str(runtime["precision"])
        self.fingerprint = _fingerprint(folder, self.precision)
        self._tokenizer = CommonTokenizer(folder, self.max_tokens)
        self._graphs = Graphs(folder, self.precision, questions or str(runtime["questions"]))
        self._inputs = InputLayer(WeightsFile(folder / WEIGHTS))

    def warm_up(self) -> None:
        """Compile what questions need, so that none of them waits for it."""
        for width in WIDTHS:
            self._graphs(width)

    def encode_query(self, text: str) -> Encoded:
        """Encode one question; see :class:`index.encoder.Encoder`.

        What it is padded to, and so every bit of its vectors, hangs on its own length alone. Questions that
        come at once are not put into one batch: at fixed widths that gained nothing.
        """
        pieces = self._tokenizer(PROMPTS["query"], [text])[0]
        width = fixed_width(len(pieces.ids))
        return forward(self._graphs(width), self._inputs, [pieces], width)[0]

    def encode_passages(
        self, texts: Sequence[str], *, advance: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        """Encode passages in batches of like length; see :class:`index.encoder.Encoder`."""
        pieces = self._tokenizer(PROMPTS["passage"], texts)
        return forward_all(self._graphs(None), self._inputs, pieces, advance)


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


def fixed_width(tokens: int) -> int | None:
    """Return the narrowest of :data:`WIDTHS` that so many tokens fit into, ``None`` if none does.

    >>> [fixed_width(n) for n in (9, 32, 33, 65)]
    [32, 32, 64, None]
    """
    return next((width for width in WIDTHS if tokens <= width), None)


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


def save_graph(folder: Path, most: Most | None = None) -> None:
    """Build the graph of the BERT model in ``folder`` and save it there: :data:`GRAPH` (86 MB) or, with the
    largest magnitudes ``most`` of its products' inputs, :data:`QUESTIONS` (22 MB)."""
    import openvino as ov

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
    graph = build_graph(shape, WeightsFile(folder / WEIGHTS), most)
    ov.save_model(graph, str(folder / (QUESTIONS if most else GRAPH)), compress_to_fp16=False)


def _encoded(last: NDArray[np.float32], before: NDArray[np.float32], piece: Pieces) -> Encoded:
    own = slice(piece.first, piece.last)
    pooled = unit(last[: len(piece.ids)].mean(axis=0, dtype=np.float32))
    return Encoded(pooled, last[own].copy(), piece.offsets, piece.truncated_at, before[own].copy())


def _fingerprint(folder: Path, precision: str) -> str:
    files = read_manifest(folder)["files"]
    parts = [files[WEIGHTS]["sha256"], files[TOKENIZER]["sha256"], PROMPTS, precision]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]
