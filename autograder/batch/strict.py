"""Records from JSON, strictly: what is not exactly such a record is refused, never put right."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints


def read_as(kind: Any, text: str) -> Any:
    """The value of a type that records are made of, from JSON. Raises `ValueError`.

    >>> from autograder.batch.records import Tally
    >>> read_as(Tally, '{"points": 1.5, "max_points": 4.0, "unjudged": ["softmax"], "reason": ""}')
    Tally(points=1.5, max_points=4.0, unjudged=('softmax',), reason='')
    >>> read_as(tuple[str, ...], "[1]")
    Traceback (most recent call last):
    ValueError: int is not what stands here
    """
    try:
        return _reader(kind)(json.loads(text))
    except RecursionError:
        raise ValueError("nested too deeply") from None


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    if is_dataclass(kind):
        return _record_reader(kind)
    if get_origin(kind) is tuple:
        item = _reader(get_args(kind)[0])
        return lambda data: tuple(map(item, _expect(data, list)))
    if get_origin(kind) is Mapping:
        value = _reader(get_args(kind)[1])
        return lambda data: {key: value(entry) for key, entry in _expect(data, dict).items()}
    if get_origin(kind) is UnionType:  # X | None
        some = _reader(get_args(kind)[0])
        return lambda data: None if data is None else some(data)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda data: kind(_expect(data, str))
    if kind is Any:
        return _array
    return lambda data: _expect(data, *((int, float) if kind is float else (kind,)))


def _record_reader(kind: Any) -> Callable[[Any], Any]:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}

    def read(data: Any) -> Any:
        if _expect(data, dict).keys() != readers.keys():
            raise ValueError(f"these are not the fields of {kind.__name__}")
        return kind(**{name: reader(data[name]) for name, reader in readers.items()})

    return read


def _expect(data: Any, *kinds: type) -> Any:
    if type(data) not in kinds:
        raise ValueError(f"{type(data).__name__} is not what stands here")
    return data


def _array(data: Any) -> Any:
    """Numbers in lists, as evidence holds them."""
    return [_array(item) for item in data] if isinstance(data, list) else _expect(data, int, float, bool, type(None))


__all__ = ["read_as"]
