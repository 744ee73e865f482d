"""The examples in the docstrings of ``ingest`` do what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest
from corpus import REPOSITORY

import ingest as package

MODULES = [module.name for module in pkgutil.walk_packages(package.__path__, "ingest.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert doctest.testmod(importlib.import_module(name)).failed == 0
