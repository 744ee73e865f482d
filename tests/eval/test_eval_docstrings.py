"""The examples in the docstrings of ``eval`` do what they say."""

import doctest
import importlib
import pkgutil

import pytest

import eval as package

MODULES = [module.name for module in pkgutil.walk_packages(package.__path__, "eval.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
