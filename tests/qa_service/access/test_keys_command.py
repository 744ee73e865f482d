"""``planqa keys``: shown once, listed without it, revoked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import planqa, refusal, widest

from qa_service.access.keyring import Keyring
from qa_service.access.roles import Role
from qa_service.cli import app

COMMANDS = ["keys", "keys create", "keys list", "keys revoke"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("columns", [80, 120])
def test_help_is_chinese_and_whole(command: str, columns: int) -> None:
    result = planqa(*command.split(), "--help", columns=columns)
    assert result.exit_code == 0, app
    assert "用法：" in result.stdout
    for english in ("Usage", "Options", "Arguments", "Show this", "default:", "required"):
        assert english not in result.stdout
    assert widest(result.stdout) <= columns


def test_create_list_revoke(tmp_path: Path) -> None:
    created = planqa(
        "keys", "create", "--role", "editor", "--name", "规划科", "--expires", "90d", "--home", tmp_path
    )
    assert created.exit_code == 0
    text = created.stdout.strip()
    key = Keyring(tmp_path).find(text)
    assert key is not None
    assert (key.role, key.name) == (Role.EDITOR, "规划科")
    assert key.id in created.stderr
    assert text not in created.stderr

    listed = planqa("keys", "list", "--home", tmp_path, columns=120)
    assert key.id in listed.stdout
    assert "规划科" in listed.stdout
    assert "有效" in listed.stdout
    assert text.split("_", 2)[2] not in listed.stdout
    assert key.hash not in listed.stdout

    assert planqa("keys", "revoke", key.id, "--home", tmp_path).exit_code == 0
    assert Keyring(tmp_path).find(text) is None
    assert "已撤销" in planqa("keys", "list", "--home", tmp_path, columns=120).stdout


def test_json(tmp_path: Path) -> None:
    created = json.loads(planqa("keys", "create", "--role", "admin", "--json", "--home", tmp_path).stdout)
    assert Keyring(tmp_path).find(created["key"])
    (listed,) = json.loads(planqa("keys", "list", "--json", "--home", tmp_path).stdout)
    assert set(listed) == {"id", "role", "name", "created", "expires", "revoked"}


@pytest.mark.parametrize(
    "options",
    [
        ("--role", "root"),
        ("--role", "reader", "--expires", "soon"),
        ("--role", "reader", "--expires", "2020-01-01"),
        ("--role", "reader", "--expires", "2027-13-01"),
        ("--role", "reader", "--name", "a\nb"),
        ("--role", "reader", "--name", "名" * 81),
    ],
)
def test_what_cannot_be_created(tmp_path: Path, options: tuple[str, ...]) -> None:
    result = planqa("keys", "create", *options, "--home", tmp_path)
    assert result.exit_code == 2
    refusal(result)
    assert not (tmp_path / "keys.json").exists()


def test_an_unknown_key(tmp_path: Path) -> None:
    result = planqa("keys", "revoke", "deadbeef", "--home", tmp_path)
    assert result.exit_code == 1
    assert "deadbeef" in refusal(result)[0]


def test_serving_beyond_this_machine_needs_a_key_or_a_word(tmp_path: Path) -> None:
    result = planqa("serve", "--host", "0.0.0.0", "--port", 0, "--home", tmp_path)
    assert result.exit_code == 2
    message, remedy = refusal(result)
    assert "0.0.0.0" in message
    assert "planqa keys create" in remedy
    assert "--no-keys" in remedy
