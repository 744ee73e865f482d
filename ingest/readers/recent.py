"""The last few files that were parsed: each citation is checked against its file, one after another."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

from ingest.readers.raw import RawText

FILES = 8
CHARACTERS = 20_000_000
"""What is kept has this many characters at most, all files together (about 40 MB)."""


class Recent:
    """Keeps what parsing gave, by the bytes and the name of the file. A refused file is not kept.

    >>> recent = Recent()
    >>> recent.get(b"x", "a.pdf", lambda data, name: RawText("甲", "pdf", "application/pdf")).text
    '甲'
    """

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[str, str], RawText] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, data: bytes, name: str, parse: Callable[[bytes, str], RawText]) -> RawText:
        """Return what ``parse`` makes of the file, now or not long ago."""
        key = sha256(data).hexdigest(), name
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        raw = parse(data, name)
        with self.lock:
            self.kept[key] = raw
            while len(self.kept) > FILES or sum(len(r.text) for r in self.kept.values()) > CHARACTERS:
                self.kept.popitem(last=False)
        return raw
