"""An append-only file of keyed records that stands being killed at any write.

::

    file    16 bytes: magic and version; 32 bytes: sha256 of the owner's label
    record  header: 4 bytes magic, 32 bytes key, 8 bytes length, 4 bytes CRC of the payload, 4 bytes CRC
            of the header so far (all little-endian); then the payload

A record that is cut short, or whose header doesn't check, ends the log: what follows is dropped by the
next writer. A payload that doesn't check (a power cut can leave zeros) is as if it had never been written.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_FILE_MAGIC = b"planqa-vectors-1"
_FILE_HEADER = struct.Struct("<16s32s")
_RECORD_MAGIC = b"\xf5rec"
_RECORD_HEADER = struct.Struct("<4s32sQI")
_CRC = struct.Struct("<I")

HEADER_BYTES = _RECORD_HEADER.size + _CRC.size
FIRST_RECORD = _FILE_HEADER.size


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a payload stands in the file: ``offset`` and ``length`` in bytes, and its CRC-32."""

    offset: int
    length: int
    crc: int


def file_header(label: str) -> bytes:
    """Return the bytes that a log of ``label`` begins with."""
    return _FILE_HEADER.pack(_FILE_MAGIC, hashlib.sha256(label.encode()).digest())


def record_bytes(key: bytes, payload: bytes) -> bytes:
    """Return one record; ``key`` has 32 bytes."""
    header = _RECORD_HEADER.pack(_RECORD_MAGIC, key, len(payload), zlib.crc32(payload))
    return b"".join([header, _CRC.pack(zlib.crc32(header)), payload])


def scan(descriptor: int, start: int) -> Iterator[tuple[bytes, Entry]]:
    """Yield key and place of each whole record from ``start`` on, reading the headers alone; stop at the
    first that is torn."""
    end = os.fstat(descriptor).st_size
    position = start
    while position + HEADER_BYTES <= end:
        raw = os.pread(descriptor, HEADER_BYTES, position)
        if len(raw) < HEADER_BYTES:
            return
        header = raw[: _RECORD_HEADER.size]
        magic, key, length, crc = _RECORD_HEADER.unpack(header)
        position += HEADER_BYTES
        if magic != _RECORD_MAGIC or _CRC.unpack(raw[_RECORD_HEADER.size :])[0] != zlib.crc32(header):
            return
        if position + length > end:
            return
        yield key, Entry(position, length, crc)
        position += length


def read_payload(descriptor: int, entry: Entry) -> bytes | None:
    """Return the payload at ``entry``, or ``None`` where it doesn't check."""
    payload = _pread_all(descriptor, entry)
    return payload if len(payload) == entry.length and zlib.crc32(payload) == entry.crc else None


def starts_with_header(descriptor: int, label: str) -> bool:
    """Tell whether the open file is a log of ``label``."""
    return os.pread(descriptor, FIRST_RECORD, 0) == file_header(label)


def write_log(path: Path, label: str, records: Iterable[tuple[bytes, bytes]]) -> None:
    """Write a log of ``(key, payload)`` records as the new file ``path`` and flush it."""
    with path.open("wb") as stream:
        stream.write(file_header(label))
        for key, payload in records:
            stream.write(record_bytes(key, payload))
        stream.flush()
        os.fsync(stream.fileno())


def _pread_all(descriptor: int, entry: Entry) -> bytes:
    # One read gives at most 2 GB, and fewer bytes than asked for is no error.
    parts: list[bytes] = []
    done = 0
    while done < entry.length:
        part = os.pread(descriptor, entry.length - done, entry.offset + done)
        if not part:
            break
        parts.append(part)
        done += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
