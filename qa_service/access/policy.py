"""Whether keys are asked for, decided by where the service listens and what it was told."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Literal

from ingest.errors import BadInput
from qa_service.access.keyring import Keyring

KeysSetting = Literal["auto", "required", "off"]
"""``auto``: asked for beyond this machine, and on it once there are any; ``off`` has to be said."""


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach ``host``.

    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.1.2.3")]
    [True, True, True, False, False]
    """
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def keys_asked(setting: KeysSetting, host: str, keyring: Keyring) -> bool:
    """Tell whether a request needs a key just now.

    On loopback with ``auto`` the first key that is made turns the question on, without a restart: whoever
    makes keys for a service behind a proxy on the same machine means them to count. It stays on when all
    keys have been revoked.
    """
    if setting == "auto" and is_loopback(host):
        return bool(keyring.all())
    return setting != "off"


def check_start(setting: KeysSetting, host: str, keyring: Keyring) -> None:
    """Refuse a start that would leave everyone in or everyone out.

    Raises:
        BadInput: an address that others can reach, or keys asked for outright, and no usable key.
    """
    if setting == "off" or keyring.usable():
        return
    if setting == "required" or not is_loopback(host):
        where = "" if setting == "required" else f"{host} 可以从其他机器访问；"
        raise BadInput(
            f"{where}还没有可用的访问密钥，服务不启动",
            remedy="先运行 `planqa keys create --role reader` 创建密钥；确实不需要密钥时加 --no-keys",
        )
