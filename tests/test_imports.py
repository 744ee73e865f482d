"""The import graph goes one way, and nothing that runs strings, unpickles or calls out is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ingest", "index", "qa_service", "eval")
"""From the one that knows nothing of the others to the one that knows all."""

BANNED = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
NETWORK = {"socket", "ssl", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib"}
MAY_CALL_OUT = {
    "index/model_source.py": "fetches a hub model when the user names one",
    "eval/bench/client.py": "asks the server that the benchmark started",
    "eval/bench/changing/clients.py": "ask the server that the benchmark started",
    "eval/bench/changing/editor.py": "changes the documents of the server that the benchmark started",
    "eval/bench/serving.py": "waits until the server that it started answers",
    "qa_service/api/server.py": "listens on the socket it is given",
    "qa_service/commands/serve.py": "looks for a free port",
    "qa_service/adapters/source.py": "asks the service that the user names",
    "qa_service/api/workers.py": "hands the socket on to its workers",
    "qa_service/api/middleware/host_check.py": "knows this machine's own name",
    "qa_service/api/refresh_examples.py": "asks the server that the developer runs beside it",
}
"""The modules that touch the network, and what for."""

RUNS_STRINGS = {"eval", "exec", "compile", "__import__"}
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))


def imports(tree: ast.AST, folder: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a module in ``folder`` (path parts) imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = folder[: len(folder) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            yield node.lineno, module
            yield from ((node.lineno, f"{module}.{alias.name}".lstrip(".")) for alias in node.names)


def wrong_imports(folder: tuple[str, ...], tree: ast.AST, *, may_call_out: bool = False) -> list[str]:
    """What ``tree``, a module in ``folder``, imports that it must not."""
    above = set(PACKAGES[PACKAGES.index(folder[0]) + 1 :])
    banned = BANNED if may_call_out else BANNED | NETWORK
    found = []
    for line, name in imports(tree, folder):
        parts = name.split(".")
        prefixes = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
        found += [f"line {line}: {hit}" for hit in sorted(prefixes & (above | banned))]
    return found


def strings_run(tree: ast.AST) -> list[str]:
    """Calls of the built-ins that run a string as a program."""
    return [
        f"line {node.lineno}: {node.func.id}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RUNS_STRINGS
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_imports_only_what_it_may(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT)
    assert wrong_imports(name.parts[:-1], tree, may_call_out=name.as_posix() in MAY_CALL_OUT) == []
    assert strings_run(tree) == []


def test_every_package_is_looked_at() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(PACKAGES)


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("ingest", "import index"),
        ("ingest", "from eval.metrics import ranked"),
        ("index", "def f():\n    from qa_service import engine"),
        ("qa_service", "import eval.runs as runs"),
        ("ingest", "import pickle"),
        ("index", "from urllib import request"),
        ("eval", "import urllib.request"),
        ("ingest", "from .. import eval"),
        ("ingest", "from ..index.text import fold"),
    ],
)
def test_the_check_sees_a_wrong_import(package: str, source: str) -> None:
    assert wrong_imports((package,), ast.parse(source))


@pytest.mark.parametrize(
    "source",
    ["import json", "from ingest.model import Passage", "import index.text", "from .text import fold"],
)
def test_the_check_lets_right_imports_pass(source: str) -> None:
    assert wrong_imports(("index",), ast.parse(source)) == []


def test_the_check_sees_strings_that_are_run() -> None:
    assert strings_run(ast.parse("x = eval('1')\nexec(y)")) == ["line 1: eval", "line 2: exec"]
    assert strings_run(ast.parse("model.eval()\nre.compile('a')")) == []
