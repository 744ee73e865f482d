"""Embeddings kept between builds, so that a build embeds only what is new.

One folder an encoder (``<home>/cache/<16 hex digits>``), one append-only file in it. A cache may be
deleted at any time: it costs the time to embed again, nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray

from index.array_record import Arrays, pack, unpack
from index.durable import fsync_folder
from index.generation.lock import HomeLock
from index.record_log import (
    FIRST_RECORD,
    Entry,
    file_header,
    read_payload,
    record_bytes,
    scan,
    starts_with_header,
    write_log,
)


def text_key(text: str) -> str:
    """Return the key of ``text``: the sha256 of exactly what the encoder is given, prefix included.

    >>> text_key("passage: 养老床位")[:8]
    'e9d17026'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class VectorCache:
    """Arrays by text, for one encoder.

    Any number of processes may read and write at once: writers take turns, readers need no lock and see
    whole records only. A process killed while it writes costs the records it was writing. One object is
    for one thread.

    ``fingerprint`` is whatever identifies the encoder; another one has a file of its own. Keys are 64 hex
    digits (:func:`text_key`).

    >>> with VectorCache(home, "e5-small/q4_0/1") as cache:  # doctest: +SKIP
    ...     known = cache.get(keys)
    ...     cache.put({key: {"pooled": embed(text)} for key, text in missing(known)})
    """

    FILE_NAME: ClassVar[str] = "vectors-1.bin"
    LOCK_NAME: ClassVar[str] = ".lock"

    def __init__(self, home: Path, fingerprint: str) -> None:
        self._label = fingerprint
        self.folder = home / "cache" / hashlib.sha256(fingerprint.encode()).hexdigest()[:16]
        self._path = self.folder / self.FILE_NAME
        self._descriptor: int | None = None
        self._entries: dict[bytes, Entry] = {}
        self._end = 0
        self._refresh()

    def __enter__(self) -> VectorCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """Return the number of texts known since the last call that read or wrote."""
        return len(self._entries)

    def close(self) -> None:
        """Close the file. The cache opens it again when it is used again."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor, self._entries, self._end = None, {}, 0

    def get(self, keys: Iterable[str]) -> dict[str, dict[str, NDArray[Any]]]:
        """Return the arrays (read-only) of those ``keys`` that are known and whole; the others are
        missing from the result."""
        self._refresh()
        found: dict[str, dict[str, NDArray[Any]]] = {}
        for key in keys:
            arrays = self._read(bytes.fromhex(key))
            if arrays is not None:
                found[key] = arrays
        return found

    def put(self, items: Mapping[str, Arrays]) -> None:
        """Append ``items`` and flush them to the disk once. A key put again replaces what it had.

        Call it every few hundred texts: what was put is safe, whatever happens to the process then.
        Raises ``ValueError`` for a key that isn't 64 hex digits, or an array that isn't numeric; nothing
        is written then.
        """
        records = [(_key_bytes(key), pack(arrays)) for key, arrays in items.items()]
        if not records:
            return
        with self._locked():
            self._refresh()
            self._append(records)

    def prune(self, keep_keys: Collection[str]) -> int:
        """Forget all keys but ``keep_keys`` and return how many were forgotten. The file is written anew
        and swapped in one step; who reads the old one meanwhile goes on reading it."""
        keep = {_key_bytes(key) for key in keep_keys}
        if self._descriptor is None and not self._path.exists():
            return 0
        with self._locked():
            self._refresh()
            before = len(self._entries)
            aside = self._path.with_name(f".{self.FILE_NAME}.tmp")
            write_log(aside, self._label, self._whole_records(keep))
            aside.replace(self._path)
            fsync_folder(self.folder)
            self._refresh()
            return before - len(self._entries)

    def _locked(self) -> HomeLock:
        return HomeLock(self.folder, self.LOCK_NAME)

    def _read(self, key: bytes) -> dict[str, NDArray[Any]] | None:
        entry = self._entries.get(key)
        if entry is None or self._descriptor is None:
            return None
        payload = read_payload(self._descriptor, entry)
        if payload is None:
            del self._entries[key]
            return None
        return unpack(payload)

    def _whole_records(self, keep: Collection[bytes]) -> Iterator[tuple[bytes, bytes]]:
        for key, entry in self._entries.items():
            if key not in keep or self._descriptor is None:
                continue
            payload = read_payload(self._descriptor, entry)
            if payload is not None:
                yield key, payload

    def _append(self, records: list[tuple[bytes, bytes]]) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        with os.fdopen(descriptor, "r+b") as stream:
            if not self._end:
                stream.truncate(0)
                stream.write(file_header(self._label))
            else:
                stream.truncate(self._end)  # a torn record that a killed writer left
                stream.seek(self._end)
            for key, payload in records:
                stream.write(record_bytes(key, payload))
            stream.flush()
            os.fsync(stream.fileno())
        fsync_folder(self.folder)
        self._refresh()

    def _refresh(self) -> None:
        """Take in what was written since, by whichever process; start over where the file was swapped."""
        if not self._is_open_file():
            self.close()
            try:
                self._descriptor = os.open(self._path, os.O_RDONLY)
            except FileNotFoundError:
                return
        assert self._descriptor is not None
        if not self._end:
            if not starts_with_header(self._descriptor, self._label):
                return  # torn at birth: the next writer starts it over
            self._end = FIRST_RECORD
        for key, entry in scan(self._descriptor, self._end):
            self._entries[key] = entry
            self._end = entry.offset + entry.length

    def _is_open_file(self) -> bool:
        if self._descriptor is None:
            return False
        ours = os.fstat(self._descriptor)
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return False
        # A file shorter than what was read was started over in place.
        return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino) and there.st_size >= self._end


def _key_bytes(key: str) -> bytes:
    raw = bytes.fromhex(key)
    if len(raw) != 32:
        raise ValueError(f"a key has 64 hex digits, got {key!r}")
    return raw
