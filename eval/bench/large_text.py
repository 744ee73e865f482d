"""One large text read in a process of its own: processor time and the most memory it holds.

``python -m eval.bench.large_text DIR [MEGABYTES]`` prints the figures alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.commands import Figures

MEGABYTES = 100
"""Size of the text (million bytes of UTF-8)."""

_CHILD = """
import json, resource, sys, time
from pathlib import Path
from ingest.files import read_file
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.process_time()
reading = read_file(Path(sys.argv[1]))
taken = time.process_time() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
passages = sum(len(document.passages) for document in reading.report.documents)
print(json.dumps({"cpu_s": taken, "peak_kib": peak - before, "passages": passages,
                  "missing": len(reading.coverage.missing)}))
"""


def large_text_figures(documents: Path, megabytes: float = MEGABYTES) -> Figures:
    """Read the text files of ``documents`` as one file of ``megabytes``, repeated as often as it takes.

    ``reading_large_cpu_mb_per_s`` is reading and structure, without vectors; ``reading_large_peak_ratio`` the
    most memory held, for each byte of the file, the interpreter left aside.
    """
    with TemporaryDirectory(prefix="planqa-bench-") as folder:
        path = Path(folder) / "large.txt"
        size = _write(path, sorted(documents.rglob("*.txt")), megabytes)
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, str(path)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise SystemExit(f"reading a large text failed: {done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    return {
        "reading_large_mb": round(size / 1e6, 1),
        "reading_large_passages": found["passages"],
        "reading_large_cpu_mb_per_s": round(size / 1e6 / found["cpu_s"], 2),
        "reading_large_peak_mib": round(found["peak_kib"] / 1024),
        "reading_large_peak_ratio": round(found["peak_kib"] * 1024 / size, 1),
        "reading_large_missing": found["missing"],
    }


def _write(path: Path, files: list[Path], megabytes: float) -> int:
    texts = [file.read_bytes().rstrip() + b"\n" for file in files]
    if not texts:
        raise SystemExit("no text files to repeat")
    written = 0
    with path.open("wb") as stream:
        while written < megabytes * 1e6:
            written += sum(map(stream.write, texts))
    return written


if __name__ == "__main__":
    for name, value in large_text_figures(
        Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else MEGABYTES
    ).items():
        print(f"{name:34} {value}")
