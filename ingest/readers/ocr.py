"""Text recognition (OCR) with RapidOCR, an extra: its models lie in its wheel, nothing is ever downloaded.

Models run on OpenVINO, which planqa needs anyhow, in full precision: a processor's own short cuts (bf16)
are a third faster, but the same scan must give the same text on every machine, because citations are checked
against it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import UnreadableFile

Image = NDArray[np.uint8]
"""A picture: height by width by three (blue, green, red)."""

EXTRA = "ocr"
THREADS = 8
"""Threads of one recognition at most; a page's lines are too few for more."""

DETECTION, RECOGNITION = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A recognised line: its text, its ``score`` (0 to 1), its corners (upper left, upper right, lower right,
    lower left; pixels), and the horizontal extent of each character (empty where it isn't told)."""

    text: str
    score: float
    corners: NDArray[np.float64]
    extents: tuple[tuple[float, float], ...] = ()


def is_installed() -> bool:
    """Tell whether the extra is there, without importing it."""
    return find_spec("rapidocr") is not None and find_spec("openvino") is not None


def engine_version() -> str:
    """Return what recognised text depends on: package, version and models.

    >>> engine_version()  # doctest: +SKIP
    'rapidocr 3.10.0 PP-OCRv6_det_small.onnx PP-OCRv6_rec_small.onnx'
    """
    try:
        return f"rapidocr {version('rapidocr')} {DETECTION} {RECOGNITION}"
    except PackageNotFoundError:
        return ""


class Recogniser:
    """Reads the lines of a picture. The models load (1 s) at the first one."""

    @cached_property
    def engine(self) -> Any:
        """The loaded models."""
        import rapidocr
        from rapidocr import EngineType, RapidOCR

        models = Path(rapidocr.__file__).parent / "models"
        if not all((models / name).is_file() for name in (DETECTION, RECOGNITION)):
            raise UnreadableFile(
                f"文字识别组件 rapidocr {version('rapidocr')} 中没有所需的模型",
                remedy=f"请按 constraints.txt 的版本重装：pip install 'planqa[{EXTRA}]'",
            )
        engine: Any = RapidOCR(
            params={
                "Det.engine_type": EngineType.OPENVINO,
                "Rec.engine_type": EngineType.OPENVINO,
                "Det.model_path": str(models / DETECTION),
                "Rec.model_path": str(models / RECOGNITION),
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.text_score": 0.0,
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
            }
        )
        for load in (engine._load_det_model, engine._load_rec_model):
            _in_full_precision(load().session)
        return engine

    def read(self, image: Image) -> list[TextLine]:
        """Return the lines of a picture, those that are hard to read too, from top to bottom."""
        found = self.engine(image)
        if found.boxes is None or found.txts is None:
            return []
        count = len(found.txts)
        words = found.word_results if len(found.word_results or ()) == count else [()] * count
        return [
            TextLine(text, float(score), np.asarray(box, dtype=np.float64), _extents(text, word))
            for box, text, score, word in zip(found.boxes, found.txts, found.scores, words, strict=True)
        ]


def _in_full_precision(session: Any) -> None:
    from openvino import Core

    threads = min(THREADS, os.cpu_count() or 1)
    options = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": threads}
    session.session = Core().compile_model(session.model, "CPU", options).create_infer_request()


def _extents(text: str, word: Any) -> tuple[tuple[float, float], ...]:
    """The extents of the characters that are no blanks, if each of them has one."""
    chars = [(str(char), box) for char, _, box in word]
    if [char for char, _ in chars if not char.isspace()] != [char for char in text if not char.isspace()]:
        return ()
    inked = [box for char, box in chars if not char.isspace()]
    return tuple((float(min(p[0] for p in box)), float(max(p[0] for p in box))) for box in inked)
