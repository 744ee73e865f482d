"""A real browser over the real service; screenshots are kept in ``build/screenshots``."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_kit import REPOSITORY
from service_under_test import serving, wait_until_ready

from index.encoder import open_encoder
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings
from qa_service.engine import Engine

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SHOTS = REPOSITORY / "build" / "screenshots"
EXPECTED = ("Failed to load resource", "net::ERR_INTERNET_DISCONNECTED")
"""What the browser itself logs of an answer that is an error; the page shows it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason="no system chromium"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def web_url(sample_home: Path) -> Iterator[str]:
    """Address of a service over the samples; nothing may be changed there."""
    with serving(create_app(HttpSettings(home=sample_home))) as url:
        wait_until_ready(url)
        yield url


@pytest.fixture(scope="session")
def sample_engine(sample_home: Path) -> Engine:
    return Engine.open(sample_home, encoder=open_encoder(None, sample_home))


@pytest.fixture
def scratch_url(scratch_home: Path) -> Iterator[str]:
    """Address of a service over a copy of the samples' index that may be changed at will."""
    with serving(create_app(HttpSettings(home=scratch_home))) as url:
        wait_until_ready(url)
        yield url


@pytest.fixture
def new_page(browser: Any, web_url: str) -> Iterator[Callable[..., Any]]:
    """Makes pages; at the end none of them may have logged an error or asked anyone else."""
    complaints: list[str] = []
    contexts = []

    def make(url: str = web_url, **options: Any) -> Any:
        context = browser.new_context(base_url=url, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
        page.on("console", lambda message: complaints.extend(_wrong(message)))
        own = ("data:", "blob:", url)
        page.on("request", lambda r: None if r.url.startswith(own) else complaints.append(r.url))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints


def _wrong(message: Any) -> list[str]:
    wrong = message.type in ("error", "warning") and not message.text.startswith(EXPECTED)
    return [message.text] if wrong else []


@pytest.fixture
def shoot() -> Callable[[Any, str], None]:
    """Keeps a picture of what a page shows."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    return lambda page, name: page.screenshot(path=SHOTS / f"{name}.png")


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[str]]:
    """Runs axe-core in a page; returns what it objects to."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-playwright-python is not installed")
    source = (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")

    def run(page: Any) -> list[str]:
        page.evaluate(source)
        result = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
        return [
            f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return run
