"""Finding a sentence-transformers model: in a folder, in the local cache, or on the hub, in this order."""

from __future__ import annotations

import logging
import re
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import ModelUnavailable

CONNECT_SECONDS = 5.0
"""How long the hub may take to accept a connection. Its client retries for minutes when there is no
network; one attempt of our own beforehand tells at once."""

_HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")


def load_model(model: str) -> Any:
    """Return the ``SentenceTransformer`` named ``model``.

    An existing folder is opened offline. A hub name is taken from the local cache without asking the
    network; only what is not there is downloaded.

    Raises :class:`ingest.errors.ModelUnavailable`, with one line that says what is wrong.
    """
    if Path(model).is_dir():
        return _folder(Path(model))
    if not _HUB_NAME.fullmatch(model):
        raise ModelUnavailable(f"找不到模型目录 {model}", remedy="请检查路径，或使用默认模型")
    return _cached(model) or _downloaded(model)


def _folder(path: Path) -> Any:
    if not any((path / name).is_file() for name in ("modules.json", "config.json")):
        raise ModelUnavailable(
            f"目录 {path} 不是 sentence-transformers 模型（没有 modules.json 或 config.json）",
            remedy="请指定模型文件所在的目录，或使用默认模型",
        )
    try:
        return _open(str(path.resolve()), local=True)
    except Exception as error:  # the libraries raise whatever their parsers raise
        raise ModelUnavailable(
            f"目录 {path} 中的模型无法加载：{_line(error)}", remedy="请检查文件是否完整，或重新下载该模型"
        ) from error


def _cached(name: str) -> Any | None:
    from huggingface_hub import try_to_load_from_cache

    full = name if "/" in name else f"sentence-transformers/{name}"
    if not isinstance(try_to_load_from_cache(full, "config.json"), str):
        return None
    try:
        return _open(name, local=True)
    except Exception:  # an incomplete cache: the download completes it
        return None


def _downloaded(name: str) -> Any:
    from huggingface_hub import constants

    unavailable = f"模型 {name} 不在本机，也无法从 {constants.ENDPOINT} 下载"
    remedy = "请检查网络，或把模型下载到本地后指定其目录；不指定模型则使用自带的默认模型（无需网络）"
    if constants.HF_HUB_OFFLINE or not _reachable(constants.ENDPOINT):
        raise ModelUnavailable(f"{unavailable}：连接不上", remedy=remedy)
    try:
        return _open(name, local=False)
    except Exception as error:
        raise ModelUnavailable(f"{unavailable}：{_line(error)}", remedy=remedy) from error


def _reachable(endpoint: str) -> bool:
    from urllib.request import getproxies

    parts = urlsplit(endpoint)
    proxy = getproxies().get(parts.scheme)
    target = urlsplit(proxy if "://" in proxy else f"http://{proxy}") if proxy else parts
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        socket.create_connection((target.hostname or "", port), timeout=CONNECT_SECONDS).close()
    except OSError:
        return False
    return True


def _open(model: str, *, local: bool) -> Any:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as library_logging

    quiet: Any = library_logging  # the library leaves these two functions untyped

    quiet.disable_progress_bar()
    quiet.set_verbosity_error()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    return SentenceTransformer(model, local_files_only=local)


def _line(error: Exception) -> str:
    """Return the first line of an error, at most 200 characters."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
