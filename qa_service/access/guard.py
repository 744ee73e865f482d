"""The door: who is at it, what they may do, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from ingest.errors import PlanqaError
from qa_service.access.keyring import Keyring
from qa_service.access.keys import Key
from qa_service.access.meter import Meter
from qa_service.access.policy import KeysSetting, is_loopback, keys_asked
from qa_service.access.roles import Role
from qa_service.access.rules import Rule

SCHEME = "bearer"
CHALLENGE = 'Bearer realm="planqa"'


class Refused(PlanqaError):
    """Base of what is said at the door; ``headers`` go out with the answer."""

    def __init__(self, message: str, *, remedy: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message, remedy=remedy)
        self.headers = dict(headers or {})


class KeyRequired(Refused):
    """A route that needs a key was asked for without one."""

    code = "key-required"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "需要访问密钥",
            remedy="加上请求头 `Authorization: Bearer <密钥>`；密钥由管理员用 planqa keys create 创建",
            headers={"WWW-Authenticate": CHALLENGE},
        )


class KeyInvalid(Refused):
    """The key is unknown, revoked or past its last day; which of them is not told."""

    code = "key-invalid"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "访问密钥无效、已撤销或已过期",
            remedy="请核对密钥，或请管理员另发一个",
            headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'},
        )


class RoleTooLow(Refused):
    """The key is good, but its role may not do this."""

    code = "role-too-low"
    status = 403

    def __init__(self, needed: Role | None = None) -> None:
        role = needed or Role.ADMIN
        super().__init__(
            f"这个密钥没有所需的权限（需要：{role.label}，{role.word}）",
            remedy=f"请管理员另发一个 {role.word} 密钥",
            headers={"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope"'},
        )


class TooManyRequests(Refused):
    """More requests than the limit of a key or an address allows; ``seconds`` until the next one is."""

    code = "too-many-requests"
    status = 429

    def __init__(self, seconds: float) -> None:
        wait = max(1, ceil(seconds))
        super().__init__("请求过于频繁", remedy=f"请在 {wait} 秒后重试", headers={"Retry-After": str(wait)})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. ``key_id`` is ``None`` where no key was needed; then everything is allowed."""

    role: Role
    key_id: str | None = None
    name: str = ""
    expires: date | None = None


OPEN = Caller(Role.ADMIN)
"""Anyone, where no keys are asked for."""


class Guard:
    """Admits requests or says why not. Safe to use from any number of threads.

    ``rate_per_key`` and ``rate_per_address`` are requests a minute, 0 for no limit. Requests with a good
    key count on the key, all others on the address they come from; this machine's own are not counted.
    """

    def __init__(
        self,
        keyring: Keyring,
        setting: KeysSetting = "auto",
        host: str = "127.0.0.1",
        *,
        meter: Meter | None = None,
        rate_per_key: int = 0,
        rate_per_address: int = 0,
    ) -> None:
        self.keyring = keyring
        self.rate_per_key = rate_per_key
        self.rate_per_address = rate_per_address
        self._setting = setting
        self._host = host
        self._meter = meter or Meter()

    def asks(self) -> bool:
        """Tell whether keys are asked for just now. Raises :class:`DamagedKeys`."""
        return keys_asked(self._setting, self._host, self.keyring)

    def always_asks(self) -> bool | None:
        """Tell whether keys are asked for whatever happens; ``None`` where it depends on there being any."""
        if self._setting == "auto" and is_loopback(self._host):
            return True if self.asks() else None
        return self._setting != "off"

    def admit(self, rule: Rule, authorization: str | None, address: str) -> Caller | None:
        """Return who asks; ``None`` on a route that is open to all and counts nothing.

        ``authorization`` is the header's value, ``address`` the client's.

        Raises:
            KeyRequired, KeyInvalid, RoleTooLow, TooManyRequests: the request is refused.
            DamagedKeys: nobody can be told from anybody.
        """
        if rule.role is None:
            return None
        if not self.asks():
            self._count_address(address)
            return OPEN
        key = self._key(authorization)
        if key is None:
            self._count_address(address)
            raise KeyInvalid if authorization else KeyRequired
        self._count(f"key:{key.id}", self.rate_per_key)
        if key.role < rule.role:
            raise RoleTooLow(rule.role)
        return Caller(key.role, key.id, key.name, key.expires)

    def _key(self, authorization: str | None) -> Key | None:
        scheme, _, text = (authorization or "").partition(" ")
        return self.keyring.find(text.strip()) if scheme.lower() == SCHEME else None

    def _count_address(self, address: str) -> None:
        if not is_loopback(address):
            self._count(f"address:{_network(address)}", self.rate_per_address)

    def _count(self, who: str, per_minute: int) -> None:
        if per_minute and (wait := self._meter.take(who, per_minute)):
            raise TooManyRequests(wait)


def _network(address: str) -> str:
    """What one client can be told by: an IPv6 host has 2⁶⁴ addresses to choose from."""
    if ":" not in address:
        return address
    from ipaddress import IPv6Network

    try:
        return str(IPv6Network((address.partition("%")[0], 64), strict=False))
    except ValueError:
        return address
