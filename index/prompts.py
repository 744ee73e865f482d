"""The words that a model wants in front of questions and passages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put in front of a ``query`` and of a ``passage``; empty where the model wants nothing."""

    query: str = ""
    passage: str = ""


# Models whose cards ask for prompts that their configuration files do not carry.
_BY_NAME: tuple[tuple[str, Prompts], ...] = (
    (r"(^|[-/_])e5-(small|base|large)(-v2|-unsupervised|-q4)?$", Prompts("query: ", "passage: ")),
    (r"(^|[-/_])bge-(small|base|large)-zh", Prompts("为这个句子生成表示以用于检索相关文章：")),
)


def prompts_of(name: str, configured: Mapping[str, str | None]) -> Prompts:
    """Return the prompts of the model ``name``, given the ones in its configuration.

    The configuration wins: ``query``, and the first that is not empty of ``passage``, ``document`` and
    ``corpus``. A model without any is looked up by name.

    >>> prompts_of("intfloat/multilingual-e5-base", {"query": "", "document": ""})
    Prompts(query='query: ', passage='passage: ')
    >>> prompts_of("some/model", {"query": "Q: ", "document": "D: "})
    Prompts(query='Q: ', passage='D: ')
    """
    passages = [configured.get(key) or "" for key in ("passage", "document", "corpus")]
    found = Prompts(configured.get("query") or "", next((p for p in passages if p), ""))
    if found.query or found.passage:
        return found
    for pattern, prompts in _BY_NAME:
        if re.search(pattern, name.rstrip("/"), re.IGNORECASE):
            return prompts
    return found
