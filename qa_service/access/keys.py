"""API keys: how one is made, what is kept of it, and how a given one is compared with that.

A key is 256 random bits, so there is nothing to guess and no list of likely keys to try. A slow hash
(bcrypt, Argon2) protects passwords because people choose them from a small space; here it would protect
nothing and cost every request some hundred milliseconds. Plain SHA-256 is what fits.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from hmac import compare_digest

from qa_service.access.roles import Role

PREFIX = "planqa"
SECRET_BYTES = 32
_KEY = re.compile(rf"{PREFIX}_([0-9a-f]{{8}})_([A-Za-z0-9_-]{{43}})", re.ASCII)
_NO_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key: everything but the key.

    ``hash`` is the SHA-256 of the whole key (hex), ``created`` and ``revoked`` are moments in UTC,
    ``expires`` is the last day on which it is good (UTC; ``None``: for ever).
    """

    id: str
    role: Role
    hash: str
    created: datetime
    name: str = ""
    expires: date | None = None
    revoked: datetime | None = None

    def usable(self, now: datetime) -> bool:
        """Tell whether it is neither revoked nor past its last day."""
        return self.revoked is None and (self.expires is None or now.date() <= self.expires)

    def without_use(self, now: datetime) -> Key:
        """Return the same key, revoked; one that was revoked before keeps its moment."""
        return replace(self, revoked=self.revoked or now)


def new_key(role: Role, *, name: str = "", expires: date | None = None) -> tuple[str, Key]:
    """Return a fresh key, to be shown once, and what is kept of it.

    >>> text, key = new_key(Role.READER, name="网页")
    >>> text.startswith(f"planqa_{key.id}_"), text in repr(key)
    (True, False)
    """
    identifier = secrets.token_hex(4)
    text = f"{PREFIX}_{identifier}_{secrets.token_urlsafe(SECRET_BYTES)}"
    moment = datetime.now(UTC).replace(microsecond=0)
    return text, Key(identifier, role, hashed(text), moment, name, expires)


def hashed(text: str) -> str:
    """Return what is kept in place of a key: its SHA-256 (hex).

    >>> hashed("planqa_…")[:8]
    '99ca46db'
    """
    return sha256(text.encode("utf-8", errors="surrogateescape")).hexdigest()


def id_in(text: str) -> str | None:
    """Return the id within a key; ``None`` for what can be no key at all.

    The id is no secret: it is listed and logged, so that a key can be traced and revoked.
    """
    found = _KEY.fullmatch(text)
    return found.group(1) if found else None


def redacted(text: str) -> str:
    """Return ``text`` with every key in it cut down to its id.

    >>> redacted("GET /planqa_1f2e3d4c_" + 43 * "A")
    'GET /planqa_1f2e3d4c_…'
    """
    return _KEY.sub(rf"{PREFIX}_\1_…", text)


def matches(text: str, key: Key | None) -> bool:
    """Tell whether ``text`` is ``key``, in a time that depends on neither.

    Without a key it compares with a hash that nothing has: an unknown id takes as long as a wrong secret.
    """
    return compare_digest(hashed(text), key.hash if key else _NO_HASH)
