"""The judge's own functions that learner code may call: with modest arguments, and on symbols where it sends some."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.expr import Expression, from_tree

MAX_ENTRIES = 1_000  # of an argument; two such may make a million entries
MAX_INTEGER = 1_000  # it may be a size


def _is_modest(values: Any, depth: int = 0) -> bool:
    """Whether one of our functions may be called with values that learner code chose: it must not exhaust the judge."""
    if isinstance(values, np.ndarray):
        large = values.dtype.kind in "iu" and ((values > MAX_INTEGER) | (values < -MAX_INTEGER)).any()
        return values.size <= MAX_ENTRIES and not large
    if isinstance(values, dict):
        return _is_modest(list(values.values()), depth)
    if isinstance(values, list | tuple):
        return depth < 4 and len(values) <= MAX_ENTRIES and all(_is_modest(item, depth + 1) for item in values)
    return not isinstance(values, int) or abs(values) <= MAX_INTEGER


def call_lent(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """One of our functions with arguments that learner code gave; with symbols among them it is traced.

    Raises what the function raises, and ValueError for arguments that could exhaust the judge.
    """
    if not _is_modest([*args, *kwargs.values()]):
        raise ValueError("this input is far larger than any that is asked for")
    if not any(map(_is_symbolic, [*args, *kwargs.values()])):
        return function(*args, **kwargs)
    from autograder.tracing import run_traced

    return run_traced(function, [_built(arg) for arg in args], {name: _built(item) for name, item in kwargs.items()})


def _is_symbolic(value: Any) -> bool:
    return isinstance(value, Expression) or (isinstance(value, np.ndarray) and value.dtype == object)


def _built(value: Any) -> Any:
    """Trees as SymPy expressions, alone or in an array."""
    if isinstance(value, Expression):
        return from_tree(value.tree)
    if not _is_symbolic(value):
        return value
    entries = np.empty(value.size, dtype=object)
    for position, item in enumerate(value.ravel().tolist()):
        entries[position] = from_tree(item.tree) if isinstance(item, Expression) else item
    return entries.reshape(value.shape)


__all__ = ["call_lent"]
