"""Chinese word segmentation: jieba, quiet, with its dictionary cache in the home folder."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread
from typing import Any

_CACHE: list[Path] = []
_LOADING = Lock()


def use_home(home: Path) -> None:
    """Keep jieba's dictionary cache under ``home`` and begin loading it in the background.

    Without this jieba keeps it in the machine's shared temporary folder, where anybody may put another
    one in its place. Loading takes some .7 s of the first question otherwise.
    """
    folder = home / "cache" / "jieba"
    if not _CACHE:
        folder.mkdir(parents=True, exist_ok=True)
        _CACHE.append(folder)
        Thread(target=segmenter, name="planqa-jieba", daemon=True).start()


def segmenter() -> Any:
    """Return the one segmenter, its dictionary loaded. The first caller loads it, others wait."""
    with _LOADING:
        return _load()


@lru_cache(maxsize=1)
def _load() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    if _CACHE:
        tokenizer.tmp_dir = str(_CACHE[0])
    tokenizer.initialize()
    return tokenizer
