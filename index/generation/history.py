"""Going back to an earlier generation, and removing the ones no longer wanted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from index.durable import fsync_folder
from index.generation.layout import REMOVING_PREFIX, generations_folder, sequence
from index.generation.lock import BUILD_LOCK, PUBLISH_LOCK, HomeLock
from index.generation.pointer import pointer_or_none, write_pointer
from index.generation.reader import Generation, GenerationInfo, list_generations, open_generation
from index.generation.writer import remove_stale_builds
from ingest.errors import NoIndex

KEEP_GENERATIONS = 3
"""Generations that :func:`prune` keeps: the current one and two to go back to."""


def activate(home: Path, generation_id: str) -> Generation:
    """Make a generation current after checking all its files; the pointer stays where it is if the check
    fails.

    Raises :class:`NotFound`, :class:`DamagedIndex` or :class:`NoIndex` (another format version).
    """
    if not home.is_dir():
        return open_generation(home, generation_id)
    with HomeLock(home, PUBLISH_LOCK):
        generation = open_generation(home, generation_id)
        write_pointer(home, generation_id)
    return generation


def rollback(home: Path) -> Generation:
    """Make the newest intact generation older than the current one current, and return it.

    Where the pointer is missing or unreadable every generation counts as older, so that this is the
    remedy for a damaged pointer too. Raises :class:`NoIndex` where there is none to go back to.
    """
    if not home.is_dir():
        raise _nothing_older(home)
    with HomeLock(home, PUBLISH_LOCK):
        current = pointer_or_none(home)
        for info in list_generations(home):
            if info.intact and _is_older(info.id, current):
                generation = open_generation(home, info.id)
                write_pointer(home, info.id)
                return generation
    raise _nothing_older(home)


def prune(home: Path, keep: int = KEEP_GENERATIONS) -> list[str]:
    """Remove all but the ``keep`` newest intact generations, and what killed builds left.

    Returns the names of the folders removed. The current generation stays, even damaged (the error that
    opening it gives is worth more than "no index"), and so do generations of another format version,
    which another version of planqa may still want. Raises ``ValueError`` for ``keep`` below 1.
    """
    if keep < 1:
        raise ValueError(f"keep must be at least 1, got {keep}")
    if not generations_folder(home).is_dir():
        return []
    removed = _remove_stale(home)
    with HomeLock(home, PUBLISH_LOCK):
        _empty_bin(home)
        for info in _superfluous(list_generations(home), keep):
            _remove(generations_folder(home), info.id)
            removed.append(info.id)
    return removed


def _superfluous(infos: list[GenerationInfo], keep: int) -> list[GenerationInfo]:
    kept = {info.id for info in [info for info in infos if info.intact][:keep]}
    return [
        info for info in infos if not info.current and info.id not in kept and (info.intact or info.damaged)
    ]


def _remove(folder: Path, generation_id: str) -> None:
    # Out of sight in one step: a kill in the midst of deleting must not leave half a generation.
    aside = folder / f"{REMOVING_PREFIX}{generation_id}"
    os.rename(folder / generation_id, aside)  # noqa: PTH104
    fsync_folder(folder)
    shutil.rmtree(aside, ignore_errors=True)


def _empty_bin(home: Path) -> None:
    for folder in generations_folder(home).glob(f"{REMOVING_PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _remove_stale(home: Path) -> list[str]:
    lock = HomeLock(home, BUILD_LOCK)
    if not lock.acquire(wait=False):
        return []  # a build is running: its folder is not stale, and it has removed the others itself
    try:
        return remove_stale_builds(home)
    finally:
        lock.release()


def _is_older(generation_id: str, current: str | None) -> bool:
    return current is None or sequence(generation_id) < sequence(current)


def _nothing_older(home: Path) -> NoIndex:
    return NoIndex(
        f"{home} 中没有可以回退到的完好索引",
        remedy="运行 `planqa generations` 查看已有的索引，或运行 `planqa build` 重建",
    )
