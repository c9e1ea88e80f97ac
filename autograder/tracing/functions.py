"""NumPy functions that are not ufuncs, on traced arrays.

NumPy's own implementations run on the array class wherever they only move entries about or call ufuncs;
what they would decide by value stops at `Scalar.__bool__`. Here are the few that need another way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.tracing.array import SymbolicArray, as_symbolic, is_mask
from autograder.tracing.formula import Untraceable
from autograder.tracing.originals import new_array, new_full
from autograder.tracing.scalar import Scalar, to_scalar
from autograder.tracing.ufuncs import choose_all, lift, settle


def _where(condition: Any, *branches: Any) -> Any:
    if len(branches) != 2:
        raise Untraceable("the code asks where a condition on the values holds")
    return choose_all(condition, *branches)


def _select(conditions: Any, choices: Any, default: Any = 0) -> Any:
    result = default
    for condition, choice in reversed(list(zip(conditions, choices, strict=True))):
        result = choose_all(condition, choice, result)
    return result


def _copyto(target: Any, source: Any, casting: Any = None, where: Any = True) -> None:
    if not isinstance(target, SymbolicArray):
        raise Untraceable("the code copies symbolic values into an array that can hold plain numbers only")
    target[...] = choose_all(where, source, target)


def _clip(a: Any, a_min: Any = None, a_max: Any = None, out: Any = None, **bounds: Any) -> Any:
    low, high = bounds.get("min", a_min), bounds.get("max", a_max)
    result = a if low is None else np.maximum(a, low)
    result = result if high is None else np.minimum(result, high)
    return result if out is None else np.positive(result, out=out)


def _like(value: Any) -> Callable[..., Any]:
    def make(prototype: Any, *args: Any, dtype: Any = None, shape: Any = None, **_: Any) -> Any:
        fill = args[0] if value is None else value
        result = new_full(np.shape(prototype) if shape is None else shape, fill, dtype=dtype or float)
        return as_symbolic(result) if result.dtype.kind in "fO" else result

    return make


def _full_like(prototype: Any, fill_value: Any, dtype: Any = None, shape: Any = None, **_: Any) -> Any:
    out = new_array(np.shape(prototype) if shape is None else shape, dtype=object).view(SymbolicArray)
    out[...] = fill_value
    return out if dtype is None or np.dtype(dtype).kind in "fO" else out.astype(dtype)


def _infinite(sign: str) -> Callable[..., Any]:
    def test(x: Any, out: Any = None) -> Any:
        return np.equal(x, float(f"{sign}inf"))

    return test


def _refuse(what: str) -> Callable[..., Any]:
    def stop(*_: Any, **__: Any) -> Any:
        raise Untraceable(f"the code {what} by their values")

    return stop


def _method(name: str) -> Callable[..., Any]:
    """`np.mean(a, …)` as `a.mean(…)`, lists included."""

    def call(a: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(as_symbolic(a), name)(*args, **kwargs)

    return call


HANDLED: dict[str, Callable[..., Any]] = {
    "where": _where,
    "select": _select,
    "copyto": _copyto,
    "clip": _clip,
    "zeros_like": _like(0.0),
    "ones_like": _like(1.0),
    "empty_like": _like(np.nan),
    "full_like": _full_like,
    "isneginf": _infinite("-"),
    "isposinf": _infinite("+"),
    "mean": _method("mean"),
    "var": _method("var"),
    "std": _method("std"),
    "array_repr": lambda a, *_, **__: str(a.view(np.ndarray)),
    "array_str": lambda a, *_, **__: str(a.view(np.ndarray)),
    **dict.fromkeys(("argmax", "argmin", "nanargmax", "nanargmin"), _refuse("looks for places of extreme entries")),
    **dict.fromkeys(("sort", "argsort", "lexsort", "unique", "partition", "argpartition"), _refuse("orders entries")),
}


def apply_function(func: Any, args: Any, kwargs: Any) -> Any:
    """What the NumPy function `func` gives on traced arguments. Raises `Untraceable` where it cannot be followed."""
    handler = HANDLED.get(func.__name__)
    if handler is not None and not _decided(func.__name__, args):
        return handler(*args, **kwargs)
    implementation = getattr(func, "_implementation", None)
    if implementation is None:
        raise Untraceable(f"np.{func.__name__} cannot be followed on symbols")
    result = implementation(*(_as_arrays(a) for a in args), **{name: _as_arrays(v) for name, v in kwargs.items()})
    return _from_arrays(result)


def _decided(name: str, args: Any) -> bool:
    """Orders and maxima of arrays that hold plain numbers only, which NumPy's own code settles."""
    known = name in ("argmax", "argmin", "sort", "argsort", "unique")
    return known and all(entry.formula.number for entry in lift(args[0]).ravel())


def _as_arrays(value: Any) -> Any:
    """Arguments for NumPy's implementation: traced numbers as 0-d arrays, every entry a traced number."""
    if isinstance(value, Scalar):
        return as_symbolic(value)
    if isinstance(value, SymbolicArray):
        if not is_mask(value) and any(not isinstance(e, Scalar) for e in value.view(np.ndarray).ravel().tolist()):
            value.view(np.ndarray)[...] = lift(value)  # in place: the function may have to write into it
        return value
    if type(value) in (list, tuple):
        return type(value)(_as_arrays(item) for item in value)
    return value


def _from_arrays(value: Any) -> Any:
    if type(value) in (list, tuple):
        return type(value)(_from_arrays(item) for item in value)
    if isinstance(value, np.ndarray) and value.dtype == object:
        return settle(value)
    return to_scalar(value) if isinstance(value, Scalar) else value
