"""The index on disk, as whole generations: written aside, published by flipping one pointer, kept for
rollback.

Layout of a home folder::

    <home>/CURRENT                        the id of the generation that answers, one line
    <home>/generations/<id>/…             a generation's files, never changed once published
    <home>/generations/<id>/manifest.json format version, counts, fingerprints, size and sha256 of each file
    <home>/generations/.building-<id>-<pid>  a build in progress, or what a killed one left
    <home>/.build.lock, <home>/.publish.lock

A process killed at any step leaves the old generation or the new one, never a mixture.

>>> with GenerationWriter(home) as writer:  # doctest: +SKIP
...     (writer.path / "data.bin").write_bytes(b"...")
...     writer.publish(fingerprints={"encoder": "…"}, counts={"passages": 1}, notes={})
'0001-20261121T090000Z'
>>> open_current(home).file("data.bin").read_bytes()  # doctest: +SKIP
b'...'
"""

from __future__ import annotations

from index.generation.history import activate, prune, rollback
from index.generation.lock import BuildInProgress
from index.generation.manifest import FORMAT_VERSION, JSON, Manifest
from index.generation.reader import (
    Generation,
    GenerationInfo,
    list_generations,
    open_current,
    open_generation,
)
from index.generation.writer import GenerationWriter

__all__ = [
    "FORMAT_VERSION",
    "JSON",
    "BuildInProgress",
    "Generation",
    "GenerationInfo",
    "GenerationWriter",
    "Manifest",
    "activate",
    "list_generations",
    "open_current",
    "open_generation",
    "prune",
    "rollback",
]
