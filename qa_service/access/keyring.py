"""The keys of a home, in one file that only its owner can read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from index.durable import replace_file
from index.generation.lock import HomeLock
from ingest.errors import NotFound, PlanqaError
from qa_service.access.keys import Key, id_in, matches
from qa_service.access.roles import Role

FILE_NAME = "keys.json"
LOCK_NAME = ".keys.lock"
FORMAT = 1
OWNER_ONLY = 0o600

_Stamp = tuple[int, int, int]


class DamagedKeys(PlanqaError):
    """The file of keys cannot be read. Nobody gets in then: better shut than open."""

    code = "damaged-keys"
    status = 503

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"密钥文件 {path.name} 无法读取",
            remedy="请管理员恢复备份，或删除它后用 planqa keys create 重建",
        )


class Keyring:
    """Reads and changes the keys under ``home``. Safe to use from any number of threads and processes.

    A reader looks at the file's stamp each time and reads it again when that has changed, so that a key
    which is made or revoked by the command line counts from the next request on, in every process.

    >>> keyring = Keyring(Path(".planqa"))  # doctest: +SKIP
    >>> keyring.find("planqa_1f…")  # doctest: +SKIP
    Key(id='1f…', role=<Role.READER: 1>, …)
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._lock = Lock()
        self._stamp: _Stamp | None = None
        self._keys: dict[str, Key] = {}

    def all(self) -> list[Key]:
        """Return all keys, revoked ones too, oldest first. Raises :class:`DamagedKeys`."""
        return list(self._current().values())

    def find(self, text: str, now: datetime | None = None) -> Key | None:
        """Return the usable key that ``text`` is, if it is one. Raises :class:`DamagedKeys`."""
        key = self._current().get(id_in(text) or "")
        if not matches(text, key) or key is None:
            return None
        return key if key.usable(now or datetime.now(UTC)) else None

    def usable(self) -> list[Key]:
        """Return the keys that are good today. Raises :class:`DamagedKeys`."""
        now = datetime.now(UTC)
        return [key for key in self.all() if key.usable(now)]

    def add(self, key: Key) -> None:
        """Keep ``key``; the file is written aside, synced and moved into place."""
        with self._changing() as keys:
            keys[key.id] = key

    def revoke(self, key_id: str) -> Key:
        """Make the key called ``key_id`` useless and return it. Raises NotFound."""
        with self._changing() as keys:
            if key_id not in keys:
                raise NotFound(f"没有编号为 {key_id} 的密钥", remedy="编号见 planqa keys list")
            keys[key_id] = keys[key_id].without_use(datetime.now(UTC).replace(microsecond=0))
            return keys[key_id]

    def _current(self) -> dict[str, Key]:
        with self._lock:
            stamp = self._look()
            if stamp is None:
                return {}
            if stamp != self._stamp:
                self._keys = self._read()
                self._stamp = stamp
            return self._keys

    def _look(self) -> _Stamp | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DamagedKeys(self.path) from error
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> dict[str, Key]:
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            if kept["format"] != FORMAT:
                raise ValueError(kept["format"])
            return {entry["id"]: _from_json(entry) for entry in kept["keys"]}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedKeys(self.path) from error

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Key]]:
        # Two commands at once: the second waits, and sees what the first has written.
        with HomeLock(self.path.parent, LOCK_NAME):
            keys = self._read()
            yield keys
            kept = {"format": FORMAT, "keys": [_to_json(key) for key in keys.values()]}
            text = json.dumps(kept, ensure_ascii=False, indent=1)
            replace_file(self.path, f"{text}\n".encode(), mode=OWNER_ONLY)


def _to_json(key: Key) -> dict[str, Any]:
    return {
        "id": key.id,
        "role": key.role.word,
        "hash": key.hash,
        "created": key.created.isoformat(),
        "name": key.name,
        "expires": key.expires.isoformat() if key.expires else None,
        "revoked": key.revoked.isoformat() if key.revoked else None,
    }


def _from_json(entry: dict[str, Any]) -> Key:
    key = Key(
        id=str(entry["id"]),
        role=Role.named(entry["role"]),
        hash=str(entry["hash"]),
        created=datetime.fromisoformat(entry["created"]),
        name=str(entry["name"]),
    )
    expires, revoked = entry["expires"], entry["revoked"]
    return replace(
        key,
        expires=date.fromisoformat(expires) if expires else None,
        revoked=datetime.fromisoformat(revoked) if revoked else None,
    )
