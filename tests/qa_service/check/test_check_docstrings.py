"""The examples in the docstrings run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import eval.claims
import qa_service.check
import qa_service.check.word
import qa_service.cite

PACKAGES = (qa_service.check, qa_service.check.word, qa_service.cite, eval.claims)


def modules(package: ModuleType) -> list[str]:
    return [found.name for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")]


@pytest.mark.parametrize("name", [name for package in PACKAGES for name in modules(package)])
def test_examples_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
