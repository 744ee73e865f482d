"""What the processor multiplies by itself, and what would be imitated."""

from __future__ import annotations

from functools import cache


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
