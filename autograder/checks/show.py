"""Values as text: code a learner can paste, and short descriptions of what is too large to paste."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.sandbox.api import Handle, Items, Seed

SMALL = 16  # entries of an array that is shown rather than described


def number(value: Any) -> str:
    """A number as a learner would write it.

    >>> number(0.1 + 0.2), number(-float("inf")), number(3), number(2.0)
    ('0.3', '-np.inf', '3', '2.0')
    """
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, complex | np.complexfloating):
        return str(complex(value))
    value = float(value)
    if not np.isfinite(value):
        return "np.nan" if np.isnan(value) else ("np.inf" if value > 0 else "-np.inf")
    text = f"{value:.6g}"
    return text if any(mark in text for mark in ".en") else text + ".0"


def code(value: Any) -> str:
    """Code that makes `value`, for pasting; exact enough to show the same mistake.

    >>> code(np.array([[1.0, 2.5]])), code((1, [2.0]))
    ('np.array([[1.0, 2.5]])', '(1, [2.0])')
    """
    if isinstance(value, np.ndarray):
        inner = _nested(value.tolist())
        return f"np.zeros({value.shape})" if value.size == 0 and value.ndim > 1 else f"np.array({inner})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {code(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(code, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(code, value)) + "]"
    if isinstance(value, bool | int | float | complex | np.generic):
        return number(value)
    if isinstance(value, Seed):
        return f"np.random.default_rng({value.number})"
    if callable(value):
        return str(getattr(value, "label", None) or getattr(value, "__name__", "f"))
    return repr(value)


def _nested(value: Any) -> str:
    return "[" + ", ".join(map(_nested, value)) + "]" if isinstance(value, list) else number(value)


def is_small(value: Any) -> bool:
    """Whether showing `value` helps more than describing it."""
    if isinstance(value, np.ndarray):
        return value.size <= SMALL
    if isinstance(value, dict):
        return len(value) <= 6 and all(map(is_small, value.values()))
    if isinstance(value, list | tuple):
        return len(value) <= SMALL and all(map(is_small, value))
    return not isinstance(value, str) or len(value) <= 80


def describe(value: Any) -> str:
    """What a value is, in a few words.

    >>> describe(np.zeros((2, 3))), describe(None), describe([1, 2])
    ('an array of shape (2, 3)', 'None', 'a list of length 2')
    """
    if value is None:
        return "None"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if isinstance(value, bool | int | float | complex | np.generic | np.ndarray):
        return f"the number {number(np.asarray(value)[()])}" if np.asarray(value).dtype.kind in "biufc" else "an object"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, list | tuple | dict):
        return f"a {type(value).__name__} of length {len(value)}"
    if isinstance(value, Items):
        return f"an iterator over {len(value.items)} items"
    if isinstance(value, Handle):
        return f"a {value.class_name}"
    return f"a {type(value).__name__}"


def call(name: str, args: tuple[Any, ...], kwargs: dict[str, Any], letters: tuple[str, ...] = ()) -> tuple[str, bool]:
    """The call as code, and whether it can be pasted (large arguments are named and described instead)."""
    pasteable = all(map(is_small, args)) and all(map(is_small, kwargs.values()))
    if pasteable:
        parts = [code(arg) for arg in args] + [f"{key}={code(value)}" for key, value in kwargs.items()]
        return f"{name}({', '.join(parts)})", True
    names = list(letters) + [f"argument {position + 1}" for position in range(len(letters), len(args))]
    told = [
        f"{letter} {describe(arg)}" if not is_small(arg) else f"{letter} = {code(arg)}"
        for letter, arg in zip(names, args, strict=False)
    ] + [f"{key} = {code(value) if is_small(value) else describe(value)}" for key, value in kwargs.items()]
    return f"{name}(…) with " + ", ".join(told), False
