"""How often someone may ask: a token bucket for each, in a table of fixed size that processes share.

Libraries that do this keep their counts in one process, or in a server; and in memory they keep an entry
for every address that ever came. Here the table is a file mapped into every worker: a limit holds for all
of them together, and 256 KiB is all it ever takes.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import tempfile
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic

SLOTS = 1 << 14
WAYS = 8
"""Places where one may be kept; the one that owes least makes room for a newcomer."""

BURST_SECONDS = 20.0
"""How much may be asked at once, as time at the steady rate: opening the page takes some ten requests."""

LEAST_BURST = 5
_SALT = 16
_ENTRY = struct.Struct("<Qd")


class Meter:
    """Counts by GCRA, a token bucket that needs one number: when the bucket will be full again.

    ``path`` is a file of its own for processes to share; ``None`` keeps the table in this one.

    >>> meter = Meter()
    >>> [meter.take("10.1.2.3", 30, now=0.0) for _ in range(12)].count(0.0)  # 30 a minute: 10 at once
    10
    >>> meter.take("10.1.2.3", 30, now=2.0)
    0.0
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file = path.open("r+b") if path else tempfile.TemporaryFile()  # noqa: SIM115
        if path is None:
            fill(self._file.fileno())
        self._map = mmap.mmap(self._file.fileno(), size_in_bytes())
        self._salt = self._map[:_SALT]
        self._lock = Lock()

    def take(self, who: str, per_minute: int, *, now: float | None = None) -> float:
        """Take one token of ``who``; return 0, or the seconds until there is one.

        ``now`` is a moment of the system's monotonic clock (seconds), the same for all processes.
        """
        moment = monotonic() if now is None else now
        step = 60.0 / per_minute
        most = max(BURST_SECONDS, LEAST_BURST * step)
        tag = self._tag(who)
        with self._lock:
            # The lock of a descriptor is the process's own: threads need the other one.
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                place, full_at = self._slot(tag)
                full_again = max(full_at, moment) + step
                if full_again - moment > most + step * 1e-6:
                    return full_again - moment - most
                _ENTRY.pack_into(self._map, place, tag, full_again)
                return 0.0
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the table."""
        self._map.close()
        self._file.close()

    def _tag(self, who: str) -> int:
        # Salted: nobody outside can choose addresses that fall into one another's places.
        return int.from_bytes(blake2b(who.encode(), digest_size=8, key=self._salt).digest(), "little") or 1

    def _slot(self, tag: int) -> tuple[int, float]:
        first = _SALT + (tag % (SLOTS // WAYS)) * WAYS * _ENTRY.size
        places = [first + way * _ENTRY.size for way in range(WAYS)]
        entries = [(place, *_ENTRY.unpack_from(self._map, place)) for place in places]
        for place, kept, full_at in entries:
            if kept == tag:
                return place, full_at
        return min(entries, key=lambda entry: entry[2])[0], 0.0


def size_in_bytes() -> int:
    """Return the size of a table."""
    return _SALT + SLOTS * _ENTRY.size


def new_table(path: Path) -> None:
    """Make an empty table at ``path``, for :class:`Meter` in any number of processes."""
    with path.open("xb") as file:
        fill(file.fileno())


def fill(descriptor: int) -> None:
    """Make an empty table of the file behind ``descriptor``."""
    os.truncate(descriptor, size_in_bytes())
    os.pwrite(descriptor, os.urandom(_SALT), 0)
