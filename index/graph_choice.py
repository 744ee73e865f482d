"""Which arithmetic is faster on this machine, measured once when a model is unpacked."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .embeddings import InputLayer, WeightsFile
from .graph import GRAPH, QUESTIONS, WIDTHS, Graph, forward, forward_all
from .model_folder import PROMPTS, TOKENIZER, WEIGHTS
from .pieces import PieceTokenizer
from .processor import number_formats

MIN_COSINE = 0.998
"""bf16 is taken only if every sample's vector stays this close to the f32 one."""
MIN_GAIN = 1.1
"""bf16 is taken only if it is faster by this factor: a tie is noise, and f32 is exact."""
_ROUNDS = 3

QUESTIONS_MIN_COSINE = 0.99
"""Questions are encoded in eight bits only if every sample's vector stays this close. The measured .998
(mean) left the figures of the development questions as they were."""

log = logging.getLogger("planqa.model")

_SENTENCES = (
    "静远区“十四五”规划提出，到2025年，全区地区生产总值年均增长6%左右，研发经费投入强度达到3.5%。",
    "第十二条 符合下列条件的家庭，可以向户籍所在地的街道办事处申请承租公共租赁住房：",
    "（三）加快建设综合交通枢纽，新增轨道交通运营里程４２公里，建成停车泊位1.2万个。",
    "各镇人民政府、街道办事处，区政府各部门、各直属机构要结合实际，认真贯彻执行本通知。",
    "完善养老服务体系，每千名老年人拥有养老床位数不少于38张，护理型床位占比提高到60%以上。",
    "坚持绿水青山就是金山银山的理念，细颗粒物年均浓度降至30微克/立方米，森林覆盖率稳定在41.2%。",
)


def sample_passages(count: int = 12) -> list[str]:
    """Return ``count`` passages of some 100 to 300 characters in the manner of a plan (our own text)."""
    size = len(_SENTENCES)
    return ["".join(_SENTENCES[(i + j) % size] for j in range(2 + i % 5)) for i in range(count)]


def choose_precision(folder: Path) -> dict[str, Any]:
    """Measure f32 and, where the CPU has it, bf16; return the choice and the figures behind it.

    The result goes to ``graph/runtime.json``: ``precision``, ``passages_per_second`` for each precision
    tried (best of three rounds over passages of about 200 characters), ``lowest_cosine`` of bf16 against
    f32, what :func:`choose_questions` returns, ``openvino`` (version) and ``cpu``.
    """
    import openvino as ov

    core: Any = ov.Core()
    graphs = {"f32": Graph(folder, "f32")}
    if "BF16" in number_formats():
        graphs["bf16"] = Graph(folder, "bf16")
    speed, vectors = _race(graphs, folder)
    facts: dict[str, Any] = {"precision": "f32", "passages_per_second": speed, "lowest_cosine": None}
    if "bf16" in graphs:
        lowest = float((vectors["f32"] * vectors["bf16"]).sum(axis=1).min())
        facts["lowest_cosine"] = round(lowest, 6)
        if lowest >= MIN_COSINE and speed["bf16"] >= MIN_GAIN * speed["f32"]:
            facts["precision"] = "bf16"
    facts |= choose_questions(folder, facts["precision"], "INT8" in number_formats())
    facts["openvino"] = str(ov.__version__)
    facts["cpu"] = str(core.get_property("CPU", "FULL_DEVICE_NAME"))
    return facts


def choose_questions(folder: Path, precision: str, capable: bool) -> dict[str, Any]:
    """Return the file of the graph for ``questions``, that of eight bits if there is one, the processor is
    ``capable`` of such products, and it says the same; and the ``lowest_question_cosine`` behind the choice.

    Not the faster one of a race: two machines alike must not differ in their answers by a moment's load.
    """
    if not (capable and (folder / QUESTIONS).is_file()):
        return {"questions": GRAPH}
    try:
        full, small = (_question_vectors(folder, precision, file) for file in (GRAPH, QUESTIONS))
    except RuntimeError as error:  # OpenVINO has no way to run it here
        log.info("no questions in eight bits here: %s", error)
        return {"questions": GRAPH}
    lowest = float((full * small).sum(axis=1).min())
    chosen = QUESTIONS if lowest >= QUESTIONS_MIN_COSINE else GRAPH
    return {"questions": chosen, "lowest_question_cosine": round(lowest, 6)}


def _question_vectors(folder: Path, precision: str, file: str) -> NDArray[np.float32]:
    """The sample sentences' vectors (n, dim) as questions through the graph ``file``."""
    graph = Graph(folder, precision, WIDTHS[0], file)
    inputs = InputLayer(WeightsFile(folder / WEIGHTS))
    pieces = PieceTokenizer.open(folder / TOKENIZER, WIDTHS[0])(PROMPTS["query"], _SENTENCES)
    return np.stack([forward(graph, inputs, [piece], WIDTHS[0])[0].pooled for piece in pieces])


def _race(graphs: dict[str, Graph], folder: Path) -> tuple[dict[str, float], dict[str, NDArray[np.float32]]]:
    tokenizer = PieceTokenizer.open(folder / TOKENIZER, 512)
    inputs = InputLayer(WeightsFile(folder / WEIGHTS))
    pieces = tokenizer(PROMPTS["passage"], sample_passages())
    speed = dict.fromkeys(graphs, 0.0)
    vectors: dict[str, NDArray[np.float32]] = {}
    for turn in range(_ROUNDS + 1):  # interleaved, so that a busy moment hits both
        for name, graph in graphs.items():
            start = time.perf_counter()
            encoded = forward_all(graph, inputs, pieces)
            rate = len(pieces) / (time.perf_counter() - start)
            vectors[name] = np.stack([e.pooled for e in encoded])
            if turn:  # the first turn compiles kernels
                speed[name] = max(speed[name], round(rate, 1))
    return speed, vectors
