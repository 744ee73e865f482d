"""Chinese word segmentation: jieba, quiet, with its dictionary kept compactly in the home folder."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from index.word_frequencies import FILE, Dictionary, WordFrequencies, load_dictionary, save_dictionary

_CACHE: list[Path] = []
_LOADING = Lock()


def use_home(home: Path) -> None:
    """Keep the segmenter's dictionary under ``home`` and begin loading it in the background.

    Without this each process reads the library's own text file, which takes a second. The library would
    keep a copy of its own in the machine's shared temporary folder, where anybody may put another one in
    its place: it is never asked to.
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

    from index.trie_tokenizer import TrieTokenizer

    jieba.setLogLevel(logging.WARNING)
    tokenizer = TrieTokenizer()
    dictionary = _dictionary(tokenizer, jieba.__version__)
    tokenizer.FREQ, tokenizer.total = dictionary.frequencies, dictionary.total
    tokenizer.initialized = True
    return tokenizer


def _dictionary(tokenizer: Any, version: str) -> Dictionary:
    with tokenizer.get_dict_file() as file:
        source = f"jieba {version}, {file.seek(0, 2)} bytes"
        kept = load_dictionary(_CACHE[0] / FILE, source) if _CACHE else None
        if kept:
            return kept
        file.seek(0)
        frequencies, total = tokenizer.gen_pfdict(file)
    made = Dictionary(WordFrequencies.of(frequencies), total, source)
    if _CACHE:
        save_dictionary(made, _CACHE[0] / FILE)
        (_CACHE[0] / "jieba.cache").unlink(missing_ok=True)  # the library's own copy, of earlier versions
    return made
