"""What machine the figures were taken on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eval import snapshot


def machine() -> dict[str, Any]:
    """Return what :func:`eval.snapshot.machine` tells, with memory (GiB) and the load before the start."""
    memory = int((_field("/proc/meminfo", "MemTotal") or "0 kB").split()[0])
    return snapshot.machine() | {"memory_gib": round(memory / 1048576, 1), "load_before": snapshot.load()}


def resident_mib(pid: int) -> dict[str, float]:
    """Return a process's resident memory, all of it and without file-backed pages (MiB)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    values = {line.split(":")[0]: line.split(":")[1] for line in status.splitlines() if ":" in line}
    total, mapped = (int(values.get(name, "0 kB").split()[0]) / 1024 for name in ("VmRSS", "RssFile"))
    return {"resident_mib": round(total, 1), "without_mapped_files_mib": round(total - mapped, 1)}


def _field(path: str, name: str) -> str | None:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), None)
