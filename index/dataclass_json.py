"""Frozen dataclasses as compact JSON: a value becomes the list of its fields, in order.

The shape follows the type hints, so a field added to a dataclass is stored without a change here. The
lists hold no names; :func:`schema` is stored beside them, and a loader compares it before it reads.

Understood: dataclasses, ``tuple[X, ...]``, ``tuple[X, Y]``, ``X | None``, ``date``, ``Literal``, ``str``,
``int``, ``float`` and ``bool``.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]
"""``(encode, decode)``: value to JSON and back."""


def encode(value: Any) -> Any:
    """Return the JSON form of a dataclass instance.

    >>> from ingest.model import Run
    >>> encode(Run(0, 3, 10))
    [0, 3, 10]
    """
    kind: Any = type(value)
    return _codec(kind)[0](value)


def decoder(kind: type) -> Callable[[Any], Any]:
    """Return the function that makes a ``kind`` of its JSON form.

    >>> from ingest.model import Run
    >>> decoder(Run)([0, 3, 10])
    Run(start=0, length=3, source_start=10)
    """
    return _codec(kind)[1]


def schema(*kinds: type) -> dict[str, list[str]]:
    """Return the fields, with their types, of ``kinds`` and of every dataclass inside them, by class name.

    >>> from ingest.model import Run
    >>> schema(Run)
    {'Run': ['start: int', 'length: int', 'source_start: int']}
    """
    found: dict[str, list[str]] = {}
    for kind in kinds:
        _collect(kind, found)
    return found


def reads(stored: object, *kinds: type) -> bool:
    """Tell whether rows written under the schema ``stored`` can be decoded as ``kinds``.

    They can where each class has the fields that it has now, in order; fields with a default may be missing
    at the end, and classes that only such fields name may be missing: an older version wrote the rows.

    >>> from ingest.model import Run
    >>> reads({"Run": ["start: int", "length: int"]}, Run), reads(schema(Run), Run)
    (False, True)
    """
    if not isinstance(stored, dict):
        return False
    return all(_reads(stored, kind) for kind in kinds)


def _reads(stored: dict[str, Any], kind: Any) -> bool:
    now, then = schema(kind)[kind.__name__], stored.get(kind.__name__)
    if not isinstance(then, list) or then != now[: len(then)]:
        return False
    hints = get_type_hints(kind)
    optional = [field.default is not MISSING for field in fields(kind)]
    inner = [one for name in _names(kind)[: len(then)] for one in _dataclasses(hints[name])]
    return all(optional[len(then) :]) and all(_reads(stored, one) for one in inner)


def _dataclasses(hint: Any) -> list[Any]:
    own = [hint] if is_dataclass(hint) and isinstance(hint, type) else []
    return own + [one for argument in get_args(hint) for one in _dataclasses(argument)]


def _collect(hint: Any, found: dict[str, list[str]]) -> None:
    if is_dataclass(hint) and isinstance(hint, type) and hint.__name__ not in found:
        hints = get_type_hints(hint)
        found[hint.__name__] = [f"{name}: {_spelled(hints[name])}" for name in _names(hint)]
        for name in _names(hint):
            _collect(hints[name], found)
    for argument in get_args(hint):
        _collect(argument, found)


def _spelled(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)


def _names(kind: Any) -> list[str]:
    return [field.name for field in fields(kind)]


@cache
def _codec(hint: Any) -> Codec:
    origin, arguments = get_origin(hint), get_args(hint)
    if is_dataclass(hint) and isinstance(hint, type):
        return _dataclass_codec(hint)
    if origin is tuple:
        return _tuple_codec(arguments)
    if origin in (Union, types.UnionType):
        return _optional_codec(arguments)
    if hint is date:
        return date.isoformat, date.fromisoformat
    if hint in (str, int, float, bool) or origin is Literal:
        return _same, _same
    raise TypeError(f"cannot be stored as JSON: {hint}")


def _dataclass_codec(kind: Any) -> Codec:
    hints = get_type_hints(kind)
    names = _names(kind)
    codecs = [_codec(hints[name]) for name in names]
    encoders = [(name, codec[0]) for name, codec in zip(names, codecs, strict=True)]
    # Most fields are text and numbers: only the others are worth a call each when 100,000 runs load.
    decoders = [(i, codec[1]) for i, codec in enumerate(codecs) if codec[1] is not _same]

    def encode_it(value: Any) -> list[Any]:
        return [encoder(getattr(value, name)) for name, encoder in encoders]

    def decode_it(items: list[Any]) -> Any:
        count = len(items)  # an older version wrote fewer: the fields behind have defaults
        for index, decode_field in decoders:
            if index < count:
                items[index] = decode_field(items[index])
        return kind(*items)

    return encode_it, decode_it


def _tuple_codec(arguments: tuple[Any, ...]) -> Codec:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        encode_one, decode_one = _codec(arguments[0])
        if decode_one is _same:
            return list, tuple
        return (lambda value: [*map(encode_one, value)]), (lambda items: tuple(map(decode_one, items)))
    codecs = [_codec(argument) for argument in arguments]

    def encode_it(value: tuple[Any, ...]) -> list[Any]:
        return [codec[0](item) for codec, item in zip(codecs, value, strict=True)]

    def decode_it(items: list[Any]) -> tuple[Any, ...]:
        return tuple(codec[1](item) for codec, item in zip(codecs, items, strict=True))

    return encode_it, decode_it


def _optional_codec(arguments: tuple[Any, ...]) -> Codec:
    kinds = [argument for argument in arguments if argument is not type(None)]
    if len(kinds) != 1 or len(kinds) == len(arguments):
        raise TypeError(f"only X | None can be stored as JSON, not {arguments}")
    encode_one, decode_one = _codec(kinds[0])
    if decode_one is _same:
        return _same, _same
    return (
        lambda value: None if value is None else encode_one(value),
        lambda item: None if item is None else decode_one(item),
    )


def _same(value: Any) -> Any:
    return value
