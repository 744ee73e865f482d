"""The service over the samples, as fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from service_under_test import serving, wait_until_ready

from index.encoder import open_encoder
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings
from qa_service.engine import Engine


@pytest.fixture(scope="session")
def engine(sample_home: Path) -> Engine:
    return Engine.open(sample_home, encoder=open_encoder(None, sample_home))


@pytest.fixture(scope="session")
def service_url(sample_home: Path) -> Iterator[str]:
    """Address of a service over the samples that is ready."""
    with serving(create_app(HttpSettings(home=sample_home))) as url:
        wait_until_ready(url)
        yield url


@pytest.fixture
def client(service_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service_url, timeout=30) as client:
        yield client
