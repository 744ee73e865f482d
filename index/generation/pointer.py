"""``CURRENT``: the one small file that says which generation answers."""

from __future__ import annotations

from pathlib import Path

from index.durable import replace_file
from index.generation.layout import ids, is_id
from ingest.errors import DamagedIndex, NoIndex

POINTER_NAME = "CURRENT"


def read_pointer(home: Path) -> str:
    """Return the id that ``CURRENT`` names; the generation itself may be missing or damaged.

    Raises :class:`NoIndex` where there is no pointer and :class:`DamagedIndex` where it is not an id.
    """
    try:
        name = (home / POINTER_NAME).read_bytes().decode("ascii", errors="replace").strip()
    except FileNotFoundError:
        raise _no_pointer(home) from None
    if not is_id(name):
        raise DamagedIndex(
            f"索引指针文件 {home / POINTER_NAME} 已损坏",
            remedy="运行 `planqa rollback` 回到最近一代完好的索引，或运行 `planqa build` 重建",
        )
    return name


def pointer_or_none(home: Path) -> str | None:
    """Return the id that ``CURRENT`` names, or ``None`` where it names none."""
    try:
        return read_pointer(home)
    except NoIndex:
        return None


def write_pointer(home: Path, generation_id: str) -> None:
    """Make ``generation_id`` current, in one step."""
    replace_file(home / POINTER_NAME, f"{generation_id}\n".encode("ascii"))


def _no_pointer(home: Path) -> NoIndex:
    # Generations without a pointer: the first build was killed just before it flipped the pointer, or
    # someone removed the file. Either way nothing may be served, but a rebuild isn't the only way out.
    known = ids(home)
    if known:
        return NoIndex(
            f"{home} 中有 {len(known)} 代索引，但没有启用任何一代",
            remedy=f"运行 `planqa activate {known[-1]}` 启用最新一代，或运行 `planqa build` 重建",
        )
    return NoIndex(f"{home} 中还没有索引", remedy="先运行 `planqa build <文件或目录>` 建立索引")
