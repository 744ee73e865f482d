"""What the processor multiplies by itself, and what would be imitated."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FLAGS = Path("/proc/cpuinfo")
_SUMS_BYTES = re.compile(r"\b(?:avx512_vnni|avx_vnni|amx_int8|asimddp|i8mm)\b")


@cache
def number_formats() -> frozenset[str]:
    """Return the formats of numbers, in OpenVINO's names, that this processor has instructions for.

    Other formats are imitated: one product of bfloat16 matrices took a hundred times as long as one of 32-bit
    floats where ``BF16`` isn't among them.

    >>> "FP32" in number_formats()
    True
    """
    import openvino as ov

    return frozenset(ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"))


@cache
def sums_bytes() -> bool:
    """Tell whether this processor has an instruction that sums products of eight-bit numbers in whole (VNNI,
    AMX, dot products of ARM). Without one such products take as long as those of 32-bit floats.

    Where the system doesn't list instructions, bfloat16 tells: processors that have it have both.

    >>> sums_bytes() in (True, False)
    True
    """
    try:
        return bool(_SUMS_BYTES.search(_FLAGS.read_text()))
    except OSError:
        return "BF16" in number_formats()
