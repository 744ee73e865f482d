"""The dense leg: inner product of unit vectors (cosine), by FAISS.

Exact by default. A filter holds inside the search: a vector that isn't allowed is never a result, and
never takes the place of one.

Where every vector is compared they are kept as 16-bit floats on the disk, half of the room, and as the same
numbers in 32 bits in memory, which are compared three times as fast. Rounding moves a cosine by less than
1e-4.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import DamagedIndex

DENSE_NAME = "dense.faiss"

UNIT_TOLERANCE = 1e-2
"""How far a vector's length may be from 1. Float16 rounding stays below 1e-3; a vector that was never
normalised is off by far more."""


@dataclass(frozen=True, slots=True)
class DenseSettings:
    """When and how to search approximately.

    ``exact_below``: number of vectors up to which every one is compared (200,000 × 384 take some 20 ms).
    Above it a HNSW graph with ``links`` neighbours a node is built with ``build_effort`` and searched with
    ``search_effort`` candidates (FAISS's M, efConstruction, efSearch). ``filter_exact_below``: share of
    the vectors allowed under which a filtered search compares all allowed ones instead, since a graph of
    mostly forbidden nodes leads nowhere.
    """

    exact_below: int = 200_000
    links: int = 32
    build_effort: int = 200
    search_effort: int = 256
    filter_exact_below: float = 0.2


class DenseIndex:
    """Vectors of a generation; vector ``i`` is the ``i``-th row that was built.

    >>> index = DenseIndex.build(np.eye(3, dtype=np.float32))
    >>> index.search(np.array([0.6, 0.8, 0], dtype=np.float32), k=2)[0].tolist()
    [1, 0]
    """

    def __init__(self, engine: Any, settings: DenseSettings) -> None:
        self._engine = engine
        self._settings = settings
        self._storage = _storage(engine)

    def __len__(self) -> int:
        """Return the number of vectors."""
        return int(self._engine.ntotal)

    @property
    def dim(self) -> int:
        """The vectors' dimension."""
        return int(self._engine.d)

    @property
    def exact(self) -> bool:
        """Whether every search compares all vectors."""
        return not hasattr(self._engine, "hnsw")

    @classmethod
    def build(cls, vectors: NDArray[np.float32], settings: DenseSettings | None = None) -> DenseIndex:
        """Index ``vectors``, float32 of shape ``(n, dim)``, each of length 1. They are copied; where all
        are to be compared they are rounded to 16-bit floats, so that saving changes nothing.

        Raises ``ValueError`` for another shape or type, or a row that is no unit vector.
        """
        faiss = _faiss()
        settings = settings or DenseSettings()
        _check_unit(vectors)
        if len(vectors) < settings.exact_below:
            return cls(_whole(_halved(np.ascontiguousarray(vectors))), settings)
        engine = faiss.IndexHNSWFlat(vectors.shape[1], settings.links, faiss.METRIC_INNER_PRODUCT)
        engine.hnsw.efConstruction = settings.build_effort
        engine.add(np.ascontiguousarray(vectors))
        return cls(engine, settings)

    def save(self, folder: Path) -> None:
        """Write the index as ``folder/dense.faiss`` (the folder is made where it is missing)."""
        faiss = _faiss()
        folder.mkdir(parents=True, exist_ok=True)
        stored = _halved(self._engine.reconstruct_n(0, len(self))) if self.exact else self._engine
        faiss.write_index(stored, str(folder / DENSE_NAME))

    @classmethod
    def load(cls, folder: Path, settings: DenseSettings | None = None, *, mmap: bool = True) -> DenseIndex:
        """Read what :meth:`save` wrote; with ``mmap`` a graph's vectors stay on disk until they are used.

        Raises :class:`DamagedIndex` where the file is missing or not an index of this kind.
        """
        faiss = _faiss()
        path = folder / DENSE_NAME
        try:
            engine = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if mmap else 0)
        except RuntimeError as error:
            raise _damaged(path) from error
        if isinstance(engine, faiss.IndexScalarQuantizer):
            engine = _whole(engine)
        if not isinstance(engine, (faiss.IndexFlatIP, faiss.IndexHNSWFlat)):
            raise _damaged(path)
        return cls(engine, settings or DenseSettings())

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors numbered ``rows``, shape ``(len(rows), dim)``."""
        found = np.empty((len(rows), self.dim), dtype=np.float32)
        if len(rows):
            self._storage.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64), found)
        return found

    def scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosine of ``vector``, shape ``(dim,)``, with every vector: shape ``(len(self),)``."""
        return self._compare(self._query(vector), np.arange(len(self), dtype=np.int64))

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the ids and cosines of the ``k`` nearest vectors, best first, ids ascending among equals.

        ``allowed``, shape ``(len(self),)``, limits the search to the vectors marked true; fewer than ``k``
        come back where fewer are allowed. Raises ``ValueError`` for a mask of another shape or type.
        """
        query = self._query(vector)
        if allowed is not None:
            self._check_mask(allowed)
        among = len(self) if allowed is None else int(np.count_nonzero(allowed))
        if k < 1 or not among:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        if allowed is not None and not self.exact and among < self._settings.filter_exact_below * len(self):
            return self._search_listed(query, k, np.flatnonzero(allowed))
        return self._search_engine(query, min(k, among), allowed)

    def _search_engine(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        faiss = _faiss_one_thread()
        # The selector reads the bits in place: they must live as long as the search.
        bits = None if allowed is None else np.packbits(allowed, bitorder="little")
        selector = None if bits is None else faiss.IDSelectorBitmap(bits)
        if self.exact:
            parameters = faiss.SearchParameters(sel=selector)
        else:
            effort = max(self._settings.search_effort, k)
            parameters = faiss.SearchParametersHNSW(sel=selector, efSearch=effort)
        scores, ids = self._engine.search(query[None], k, params=parameters)
        found = ids[0] >= 0
        return _ordered(ids[0][found], scores[0][found], k)

    def _search_listed(
        self, query: NDArray[np.float32], k: int, ids: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        return _ordered(ids, self._compare(query, ids), k)

    def _compare(self, query: NDArray[np.float32], ids: NDArray[np.int64]) -> NDArray[np.float32]:
        # FAISS does it, not numpy: mapped vectors are not aligned in the file, so that numpy would copy
        # them all for each product.
        faiss = _faiss_one_thread()
        scores = np.empty(len(ids), dtype=np.float32)
        pointers = (faiss.swig_ptr(query), len(ids), faiss.swig_ptr(scores), faiss.swig_ptr(ids))
        self._storage.compute_distance_subset(1, *pointers)
        return scores

    def _query(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        if vector.shape != (self.dim,):
            raise ValueError(f"query vector of shape {vector.shape}, index of dimension {self.dim}")
        return np.ascontiguousarray(vector, dtype=np.float32)

    def _check_mask(self, allowed: NDArray[np.bool_]) -> None:
        if allowed.dtype != np.bool_ or allowed.shape != (len(self),):
            raise ValueError(
                f"mask must be bool of shape ({len(self)},), got {allowed.dtype} {allowed.shape}"
            )


def _faiss() -> Any:
    """Import FAISS late (0.2 s); untyped, since its stubs lack half of what is used here."""
    import faiss

    return faiss


def _halved(vectors: NDArray[np.float32]) -> Any:
    """An index that holds ``vectors`` as 16-bit floats."""
    faiss = _faiss()
    kind = faiss.ScalarQuantizer.QT_fp16
    halved = faiss.IndexScalarQuantizer(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    halved.add(vectors)
    return halved


def _whole(halved: Any) -> Any:
    """A flat index of the same numbers in 32 bits."""
    flat = _faiss().IndexFlatIP(halved.d)
    flat.add(halved.reconstruct_n(0, halved.ntotal))
    return flat


def _faiss_one_thread() -> Any:
    """FAISS with one thread for what this thread asks of it (OpenMP keeps that for each thread): a question
    takes half a millisecond, and where the cores are busy its helpers cost more than that to wake."""
    faiss = _faiss()
    faiss.omp_set_num_threads(1)
    return faiss


def _ordered(
    ids: NDArray[np.int64], scores: NDArray[np.float32], k: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]


def _storage(engine: Any) -> Any:
    """Return the flat index that holds the vectors: the engine itself, or what its graph stands on."""
    return _faiss().downcast_index(engine.storage) if hasattr(engine, "storage") else engine


def _check_unit(vectors: NDArray[np.float32]) -> None:
    if vectors.ndim != 2 or vectors.dtype != np.float32 or not vectors.size:
        raise ValueError(f"vectors must be float32 of shape (n, dim), got {vectors.dtype} {vectors.shape}")
    lengths = np.linalg.norm(vectors, axis=1)
    wrong = np.flatnonzero(~(np.abs(lengths - 1) <= UNIT_TOLERANCE))  # so that NaN is wrong too
    if wrong.size:
        raise ValueError(f"vector {wrong[0]} is no unit vector: its length is {lengths[wrong[0]]}")


def _damaged(path: Path) -> DamagedIndex:
    return DamagedIndex(
        f"向量索引 {path} 缺失或已损坏",
        remedy="运行 `planqa rollback` 回到上一代完好的索引，或运行 `planqa build` 重建",
    )
