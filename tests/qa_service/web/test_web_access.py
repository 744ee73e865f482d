"""A service that asks for keys, in a browser: the key is asked for once, a role hides what it can't do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from questions import RENT, at
from service_under_test import serving, wait_until_ready

from qa_service.access.keyring import Keyring
from qa_service.access.keys import new_key
from qa_service.access.roles import Role
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings


@pytest.fixture
def keys(scratch_home: Path) -> dict[Role, str]:
    made = {role: new_key(role) for role in (Role.READER, Role.EDITOR)}
    for _, key in made.values():
        Keyring(scratch_home).add(key)
    return {role: text for role, (text, _) in made.items()}


@pytest.fixture
def guarded_url(scratch_home: Path, keys: dict[Role, str]) -> Iterator[str]:
    with serving(create_app(HttpSettings(home=scratch_home, keys="required"))) as url:
        wait_until_ready(url)
        yield url


def give(page: Any, key: str) -> None:
    page.get_by_label("访问密钥").fill(key)
    page.get_by_role("button", name="继续").click()


def test_a_key_is_asked_for_and_kept_in_the_tab(new_page: Any, guarded_url: str, keys: Any) -> None:
    page = new_page(guarded_url)
    page.goto(at(RENT))
    give(page, "planqa_wrong")
    page.get_by_label("访问密钥").wait_for()
    give(page, keys[Role.READER])
    page.locator(".hit").first.wait_for()
    page.reload()
    page.locator(".hit").first.wait_for()
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("localStorage.length") == 0
    assert "planqa_" not in page.url


def test_a_reader_sees_no_buttons_that_would_be_refused(new_page: Any, guarded_url: str, keys: Any) -> None:
    page = new_page(guarded_url)
    page.goto("/?tab=documents")
    give(page, keys[Role.READER])
    page.locator(".doc").first.wait_for()
    assert page.get_by_role("button", name="删除").count() == 0
    assert page.locator(".drop").is_hidden()


def test_an_editor_may_change_the_documents(new_page: Any, guarded_url: str, keys: Any) -> None:
    page = new_page(guarded_url)
    page.goto("/?tab=documents")
    give(page, keys[Role.EDITOR])
    page.locator(".doc").first.wait_for()
    count = page.locator(".doc").count()
    page.locator(".doc").last.get_by_role("button", name="删除").click()
    page.get_by_role("button", name="撤销").click()
    page.locator(".doc").nth(count - 1).wait_for()


def test_without_a_key_the_page_says_so(new_page: Any, guarded_url: str) -> None:
    page = new_page(guarded_url)
    page.goto(at(RENT))
    page.get_by_role("button", name="取消").click()
    page.get_by_role("alert").first.wait_for()
