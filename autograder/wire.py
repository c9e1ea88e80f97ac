"""Values as plain data in msgpack: the only thing that crosses between learner code and the judge.

Never pickle, never eval. What arrives is checked for type, size and depth before anything is built from it, and only
plain values are ever built. Scalars travel as themselves, everything else as a list that starts with its tag.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgpack
import numpy as np

from autograder.expr import ExprError, Expression, check_tree, to_tree
from autograder.sandbox.api import MAX_MESSAGE, Handle, Items, Seed

MAX_DEPTH = 40
MAX_ITEMS = 200_000  # entries of all containers of one value together
MAX_PARTS = 1_000_000  # lists, dicts and their entries in one message: a byte may ask for 70 bytes of memory
MAX_TEXT = 1_000_000
MAX_YIELDS = 20_000
MAX_EMPTY = 10_000  # places that an array without entries would have without its empty axes
_KEYS = "a dict whose keys are neither texts nor plain numbers cannot cross"
_KINDS = "biufc"
_WORD = 2**63
# Bound here, because a trace in the same process lends NumPy other functions under these names.
_as_array, _empty = np.asarray, np.empty


class WireError(ValueError):
    """A value that may not cross, or bytes that are not a value."""


def is_symbolic(value: Any) -> bool:
    """Whether `value` is a SymPy object or a traced number, without importing SymPy for those who never did."""
    if type(value).__module__.startswith("sympy."):
        return hasattr(type(value), "free_symbols")  # asked of the value, it would be computed
    return type(value).__module__.startswith("autograder.tracing") and hasattr(value, "_sympy_")


class Encoder:
    """Turns values into plain data. `on_object` says what to do with a value that is not plain (default: refuse)."""

    def __init__(self, on_object: Callable[[Any], list[Any]] | None = None) -> None:
        self._on_object = on_object
        self._items = 0

    def encode(self, value: Any, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} levels deep")
        if value is None or (isinstance(value, bool | float) and type(value) in (bool, float)):
            return value
        if type(value) is int:
            return value if -_WORD <= value < _WORD else ["I", _digits(value)]
        if type(value) is str:
            return _text(value)
        return self._compound(value, depth)

    def _compound(self, value: Any, depth: int) -> Any:
        if isinstance(value, np.ndarray | np.generic):
            return self._array(_as_array(value), depth)
        if isinstance(value, list | tuple | range) and type(value).__name__ != "SymbolicArray":
            return ["t" if isinstance(value, tuple) else "l", self._sequence(value, depth)]
        if isinstance(value, Mapping):
            pairs = [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in self._counted(value.items())]
            if any(isinstance(key, list) for key, _ in pairs):
                raise WireError(_KEYS)
            return ["d", pairs]
        if isinstance(value, Expression):
            return ["e", value.tree]
        if is_symbolic(value):
            return ["e", _tree(value)]
        if isinstance(value, Seed):
            return ["g", value.number]
        if isinstance(value, Handle):
            return ["h", value.number, value.class_name, value.callable]
        return self._scalar_like(value, depth)

    def _scalar_like(self, value: Any, depth: int) -> Any:
        if isinstance(value, bool | int | float | str):  # subclasses, as what they are underneath
            base = next(kind for kind in (bool, int, float, str) if isinstance(value, kind))
            return self.encode(base(value), depth)
        if isinstance(value, complex):
            return ["c", value.real, value.imag]
        if isinstance(value, Items):
            return ["i", self._sequence(value.items, depth)]
        if isinstance(value, Iterator):
            return ["i", self._sequence(_bounded(value), depth)]
        if self._on_object is None:
            raise WireError(f"a value of type {type(value).__name__} cannot cross")
        return self._on_object(value)

    def _counted(self, values: Any) -> Iterator[Any]:
        for value in values:
            self._items += 1
            if self._items > MAX_ITEMS:
                raise WireError(f"more than {MAX_ITEMS:,} entries")
            yield value

    def _sequence(self, values: Any, depth: int) -> list[Any]:
        return [self.encode(item, depth + 1) for item in self._counted(values)]

    def _array(self, array: np.ndarray[Any, Any], depth: int) -> Any:
        _shape(list(array.shape))
        if array.dtype.kind in _KINDS:
            if array.dtype.itemsize > 16 or array.dtype.char in "gG":
                array = array.astype(complex if array.dtype.kind == "c" else float)
            if array.nbytes > MAX_MESSAGE // 2:
                raise WireError(f"an array of {array.nbytes:,} bytes is too large")
            little = array.astype(array.dtype.newbyteorder("<"), copy=False)
            return ["a", little.dtype.str, list(array.shape), little.tobytes()]
        if array.dtype.kind in "US":
            return self.encode(array.tolist(), depth)
        if array.dtype.kind == "O":
            return ["o", list(array.shape), self._sequence(array.ravel().tolist(), depth)]
        raise WireError(f"an array of dtype {array.dtype} cannot cross")


def _tree(value: Any) -> Any:
    try:
        return value.tree() if hasattr(value, "_sympy_") else to_tree(value)
    except ExprError as error:
        raise WireError(str(error)) from error


def _bounded(values: Iterator[Any]) -> Iterator[Any]:
    for count, value in enumerate(values):
        if count >= MAX_YIELDS:
            raise WireError(f"an iterator that yields more than {MAX_YIELDS:,} items")
        yield value


def _digits(value: int) -> str:
    if value.bit_length() > 4000:
        raise WireError("an integer of more than 1,000 digits")
    return str(value)


def _text(value: str) -> str:
    if len(value) > MAX_TEXT:
        raise WireError(f"a text of {len(value):,} characters is too long")
    return value.encode("utf-8", "replace").decode("utf-8")


class Decoder:
    """Builds values from untrusted plain data. `on_handle` and `on_callback` make objects of the references."""

    def __init__(
        self,
        on_handle: Callable[[int, str, bool], Any] | None = None,
        on_callback: Callable[[int], Any] | None = None,
        on_expression: Callable[[Any], Any] | None = None,
        on_seed: Callable[[int], Any] = Seed,
    ) -> None:
        self._on_handle = on_handle
        self._on_callback = on_callback
        self._on_expression = on_expression or (lambda tree: Expression(check_tree(tree)))
        self._on_seed = on_seed
        self._items = 0

    def decode(self, data: Any, depth: int = 0) -> Any:
        if data is None or type(data) in (bool, int, float, str):
            return data
        if type(data) is not list or not data or type(data[0]) is not str:
            raise WireError("not a value")
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} levels deep")
        reader = getattr(self, f"_read_{data[0]}", None) if len(data[0]) == 1 else None
        if reader is None:
            raise WireError("a value of an unknown kind")
        try:
            return reader(data[1:], depth)
        except WireError:
            raise
        except ExprError as error:
            raise WireError(str(error)) from error
        except (ValueError, TypeError, IndexError, KeyError, OverflowError) as error:
            raise WireError("a malformed value") from error

    def _list(self, data: Any, depth: int) -> list[Any]:
        if type(data) is not list:
            raise WireError("a malformed list")
        self._items += len(data)
        if self._items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS:,} entries")
        return [self.decode(item, depth + 1) for item in data]

    def _read_l(self, rest: list[Any], depth: int) -> Any:
        return self._list(rest[0], depth)

    def _read_t(self, rest: list[Any], depth: int) -> Any:
        return tuple(self._list(rest[0], depth))

    def _read_i(self, rest: list[Any], depth: int) -> Any:
        return Items(self._list(rest[0], depth))

    def _read_d(self, rest: list[Any], depth: int) -> Any:
        pairs = rest[0]
        if type(pairs) is not list or any(type(pair) is not list or len(pair) != 2 for pair in pairs):
            raise WireError("a malformed dict")
        keys = [pair[0] for pair in pairs]
        if not all(key is None or type(key) in (bool, int, float, str) for key in keys):
            raise WireError(_KEYS)  # long integers and tuples can be chosen so that a dict of them is made for minutes
        self._list(keys, depth)  # counted
        return dict(zip(keys, self._list([pair[1] for pair in pairs], depth), strict=True))

    def _read_I(self, rest: list[Any], depth: int) -> Any:  # noqa: N802 - named after the tag
        digits = rest[0]
        if type(digits) is not str or len(digits) > 1300 or not digits.lstrip("-").isdecimal():
            raise WireError("a malformed integer")
        return int(digits)

    def _read_c(self, rest: list[Any], depth: int) -> Any:
        return complex(float(rest[0]), float(rest[1]))

    def _read_e(self, rest: list[Any], depth: int) -> Any:
        return self._on_expression(rest[0])

    def _read_g(self, rest: list[Any], depth: int) -> Any:
        return self._on_seed(int(rest[0]))

    def _read_a(self, rest: list[Any], depth: int) -> Any:
        kind, shape, content = rest
        if type(kind) is not str or len(kind) > 4 or type(content) is not bytes:
            raise WireError("a malformed array")
        dtype = np.dtype(kind)
        if dtype.kind not in _KINDS or dtype.itemsize > 16:
            raise WireError("an array of a kind that is not numbers")
        if math.prod(_shape(shape)) * dtype.itemsize != len(content):
            raise WireError("an array whose shape and content disagree")
        return np.frombuffer(content, dtype).reshape(shape).astype(dtype.newbyteorder("="))

    def _read_o(self, rest: list[Any], depth: int) -> Any:
        shape, items = _shape(rest[0]), self._list(rest[1], depth)
        if math.prod(shape) != len(items):
            raise WireError("an array whose shape and content disagree")
        array = _empty(len(items), dtype=object)
        for position, item in enumerate(items):
            array[position] = item
        return array.reshape(shape)

    def _read_h(self, rest: list[Any], depth: int) -> Any:
        number, name, is_callable = rest
        if self._on_handle is None or type(number) is not int or type(name) is not str or type(is_callable) is not bool:
            raise WireError("a malformed handle")
        return self._on_handle(number, re.sub(r"\W", "", name[:80]), is_callable)

    def _read_f(self, rest: list[Any], depth: int) -> Any:
        if self._on_callback is None or type(rest[0]) is not int:
            raise WireError("a malformed callback")
        return self._on_callback(rest[0])


def _shape(shape: Any) -> list[int]:
    if type(shape) is not list or len(shape) > 32 or any(type(n) is not int or not 0 <= n < 2**31 for n in shape):
        raise WireError("a malformed shape")
    if 0 in shape and math.prod(max(n, 1) for n in shape) > MAX_EMPTY:
        raise WireError("an empty array with long axes is too large")  # whoever goes along one is busy for long
    return shape


def has_tag(data: Any, tag: str) -> bool:
    """Whether encoded values hold a part of a kind: "e" an expression, "f" a function of ours, "h" a learner's object.

    A text that is that very letter counts as one: in doubt the answer is True.

    >>> has_tag(["l", [1, ["f", 3]]], "f"), has_tag({"x": ["l", [1]]}, "f")
    (True, False)
    """
    if isinstance(data, dict):
        return any(has_tag(item, tag) for item in data.values())
    if not isinstance(data, list) or not data:
        return False
    return data[0] == tag or any(has_tag(item, tag) for item in data if isinstance(item, list | dict))


def pack(message: Any) -> bytes:
    """The bytes of a message. Raises `WireError` when it is longer than `MAX_MESSAGE`."""
    content: bytes = msgpack.packb(message, use_bin_type=True)
    if len(content) > MAX_MESSAGE:
        raise WireError(f"a message of {len(content):,} bytes is too large")
    return content


def unpack(content: bytes) -> Any:
    """The plain data of a message's bytes. Raises `WireError` for anything that is not one well-formed message."""
    if len(content) > MAX_MESSAGE:
        raise WireError(f"a message of {len(content):,} bytes is too large")
    parts = 0

    def count(container: Any) -> Any:
        nonlocal parts
        parts += 1 + len(container)
        if parts > MAX_PARTS:
            raise WireError(f"a message of more than {MAX_PARTS:,} parts")
        return container

    bounds = {"max_array_len": MAX_PARTS, "max_map_len": MAX_PARTS, "max_ext_len": 0}
    try:
        return msgpack.unpackb(content, raw=False, strict_map_key=True, list_hook=count, object_hook=count, **bounds)
    except Exception as error:  # msgpack raises a dozen kinds, all meaning "not a message"
        raise WireError("not a message") from error
