"""Keys: what is kept of one, who is let in, and that changes count at once."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.errors import BadInput, NotFound
from qa_service.access import keys as keys_module
from qa_service.access.keyring import DamagedKeys, Keyring
from qa_service.access.keys import hashed, id_in, matches, new_key
from qa_service.access.policy import check_start, keys_asked
from qa_service.access.roles import Role


def made(home: Path, role: Role = Role.READER, **options: object) -> str:
    text, key = new_key(role, **options)  # type: ignore[arg-type]
    Keyring(home).add(key)
    return text


def test_only_a_hash_is_kept_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    text = made(tmp_path, name="规划科")
    kept = (tmp_path / "keys.json").read_text(encoding="utf-8")
    secret = text.rsplit("_", 1)[1] if text.count("_") == 2 else text.split("_", 2)[2]
    assert secret not in kept
    assert hashed(text) in kept
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".keys.json.*"))


def test_a_key_is_256_random_bits_and_never_twice_the_same() -> None:
    texts = {new_key(Role.READER)[0] for _ in range(200)}
    assert len(texts) == 200
    assert {len(text.split("_", 2)[2]) for text in texts} == {43}
    assert all(id_in(text) for text in texts)


@pytest.mark.parametrize(
    "wrong", ["", "x", "planqa_", "planqa_00000000_" + "A" * 43, "planqa_密钥_" + "A" * 43]
)
def test_what_is_no_key_is_not_found(tmp_path: Path, wrong: str) -> None:
    made(tmp_path)
    assert Keyring(tmp_path).find(wrong) is None


def test_the_id_with_another_secret_is_not_found(tmp_path: Path) -> None:
    text = made(tmp_path)
    other = text[:-1] + ("A" if text[-1] != "A" else "B")
    keyring = Keyring(tmp_path)
    assert keyring.find(text) is not None
    assert keyring.find(other) is None


def test_comparing_takes_the_same_road_whether_or_not_the_id_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = list[tuple[int, int]]()

    def watch(a: str, b: str) -> bool:
        compared.append((len(a), len(b)))
        return a == b

    monkeypatch.setattr(keys_module, "compare_digest", watch)
    text, key = new_key(Role.READER)
    assert matches(text, key)
    assert not matches(text, None)
    assert compared == [(64, 64), (64, 64)]


def test_a_reader_of_the_file_sees_changes_at_once(tmp_path: Path) -> None:
    keyring, elsewhere = Keyring(tmp_path), Keyring(tmp_path)
    assert keyring.all() == []
    text, key = new_key(Role.EDITOR)
    elsewhere.add(key)
    found = keyring.find(text)
    assert found is not None
    assert found.role is Role.EDITOR
    elsewhere.revoke(key.id)
    assert keyring.find(text) is None
    assert [kept.revoked is not None for kept in keyring.all()] == [True]


def test_a_key_is_good_through_its_last_day_and_not_after(tmp_path: Path) -> None:
    text = made(tmp_path, expires=date(2026, 12, 31))
    keyring = Keyring(tmp_path)
    last = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    assert keyring.find(text, last) is not None
    assert keyring.find(text, last + timedelta(minutes=1)) is None


def test_an_unknown_key_cannot_be_revoked(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="deadbeef"):
        Keyring(tmp_path).revoke("deadbeef")


def test_keys_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda _: made(tmp_path), range(24)))
    keyring = Keyring(tmp_path)
    assert all(keyring.find(text) for text in texts)
    assert len(keyring.all()) == 24


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"format": 2, "keys": []}', b'{"format": 1, "keys": [{"id": "a"}]}', b"[]", b"\xff"],
)
def test_a_damaged_file_shuts_the_door(tmp_path: Path, content: bytes) -> None:
    text = made(tmp_path)
    keyring = Keyring(tmp_path)
    assert keyring.find(text)
    (tmp_path / "keys.json").write_bytes(content)
    with pytest.raises(DamagedKeys):
        keyring.find(text)
    with pytest.raises(DamagedKeys):
        Keyring(tmp_path).add(new_key(Role.ADMIN)[1])
    assert (tmp_path / "keys.json").read_bytes() == content


def test_whether_keys_are_asked_for(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path)
    assert not keys_asked("auto", "127.0.0.1", keyring)
    assert keys_asked("auto", "0.0.0.0", keyring)
    assert keys_asked("required", "127.0.0.1", keyring)
    assert not keys_asked("off", "0.0.0.0", keyring)
    made(tmp_path)
    assert keys_asked("auto", "127.0.0.1", keyring)
    keyring.revoke(keyring.all()[0].id)
    assert keys_asked("auto", "127.0.0.1", keyring)


@pytest.mark.parametrize(
    ("setting", "host"), [("auto", "0.0.0.0"), ("auto", "::"), ("required", "127.0.0.1")]
)
def test_a_start_without_a_usable_key_is_refused(tmp_path: Path, setting: str, host: str) -> None:
    keyring = Keyring(tmp_path)
    with pytest.raises(BadInput) as caught:
        check_start(setting, host, keyring)  # type: ignore[arg-type]
    assert "planqa keys create" in caught.value.remedy
    made(tmp_path, expires=date(2020, 1, 1))
    with pytest.raises(BadInput):
        check_start(setting, host, keyring)  # type: ignore[arg-type]
    made(tmp_path)
    check_start(setting, host, keyring)  # type: ignore[arg-type]


@pytest.mark.parametrize(("setting", "host"), [("auto", "127.0.0.1"), ("off", "0.0.0.0")])
def test_a_start_that_needs_no_key(tmp_path: Path, setting: str, host: str) -> None:
    check_start(setting, host, Keyring(tmp_path))  # type: ignore[arg-type]
    assert json.dumps([path.name for path in tmp_path.iterdir()]) == "[]"
