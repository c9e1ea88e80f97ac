"""Comparing numbers as a careful teacher does: first the kind of thing, then shape, then dtype, then values.

Only a finite, proved agreement passes: NaN never equals anything by accident, and an infinity only itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.show import describe, number
from autograder.sandbox.api import Handle, Items

Numbers = np.ndarray[Any, Any]
Name = str | tuple[str, ...]  # of a part; with parts of its own, a tuple: its name, then theirs


@dataclass(frozen=True)
class Tolerance:
    """|got - expected| <= atol + rtol * |expected|."""

    rtol: float = 1e-7
    atol: float = 1e-10


@dataclass(frozen=True)
class Mismatch:
    """Where a result first differs from what it should be."""

    aspect: str  # "kind", "length", "keys", "shape", "dtype", "values"
    message: str
    got: Any = None
    expected: Any = None
    wrong_at: tuple[tuple[int, ...], ...] = ()
    part: str = ""  # name of the part of a compound result


def as_numbers(value: Any) -> Numbers | None:
    """`value` as a numeric array, or None when it is not numbers (text, objects, ragged lists)."""
    if value is None or isinstance(value, str | dict | Handle | Items):
        return None
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":
        return None  # an array of objects is not numbers, even where the objects are
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        return None
    if array.dtype.kind == "O" and array.size:
        try:
            array = np.asarray(array.tolist())
        except (ValueError, TypeError):
            return None
    return array if array.dtype.kind in "biuf" or array.size == 0 else None


def agreement(got: Numbers, expected: Numbers, tolerance: Tolerance) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Entry by entry, whether `got` is proved to agree; shapes must be equal. Infinities agree only with themselves."""
    if expected.dtype.kind == "b" or (expected.dtype.kind in "iu" and got.dtype.kind in "iu"):
        return np.asarray(got == expected)  # differences of whole numbers may not fit
    with np.errstate(all="ignore"):
        close = np.abs(got - expected) <= tolerance.atol + tolerance.rtol * np.abs(expected)
    finite = np.isfinite(got) & np.isfinite(expected)
    result: np.ndarray[Any, np.dtype[np.bool_]] = np.where(finite, close, got == expected)
    return result


def compare(
    got: Any,
    expected: Any,
    tolerance: Tolerance = Tolerance(),
    *,
    names: Sequence[Name] = (),
    axes: Sequence[str] = (),
    integers_allowed: bool = False,
    show: bool = False,
    part: str = "",
) -> Mismatch | None:
    """The first mismatch of a result, or None.

    What is demanded follows from `expected`: an array wants its shape and float64 numbers, a float wants a number (0-d
    arrays and NumPy scalars pass, length-1 arrays do not), a tuple or list its length and parts, a dict its keys.
    `names` are the parts' names, `axes` those of the axes; `show` allows messages to print expected values.
    """
    if got is None:
        whose = f"`{part}`" if part else "the result"
        return Mismatch(
            "kind", f"{whose} is None; is a `return` missing?" if not part else f"{whose} is None.", part=part
        )
    if isinstance(expected, dict):
        return _compare_dict(got, expected, tolerance, integers_allowed, show)
    if isinstance(expected, tuple | list) and (names or not _is_numeric(expected)):
        return _compare_sequence(got, expected, tolerance, names, integers_allowed, show, part)
    if isinstance(expected, Items):
        return _compare_sequence(got, expected.items, tolerance, names, integers_allowed, show, part)
    if isinstance(expected, str) or expected is None:
        same = type(got) is type(expected) and got == expected
        return None if same else Mismatch("values", f"{_whose(part)} is {describe(got)}.", got, expected, part=part)
    return _compare_numbers(got, expected, tolerance, axes, integers_allowed, show, part)


def _is_numeric(value: Any) -> bool:
    return as_numbers(value) is not None


def _whose(part: str) -> str:
    return f"`{part}`" if part else "the result"


def outer(name: Name) -> str:
    """The name of a part itself, without those of its parts."""
    return name if isinstance(name, str) else name[0]


def _compare_dict(got: Any, expected: Any, tolerance: Tolerance, integers: bool, show: bool) -> Mismatch | None:
    if not isinstance(got, dict):
        return Mismatch("kind", f"the result is {describe(got)}; a dict with the keys {_keys(expected)} is asked for.")
    if set(got) != set(expected):
        return Mismatch("keys", f"the keys are {_keys(got)}; exactly {_keys(expected)} are asked for.")
    for key, value in expected.items():
        problem = compare(got[key], value, tolerance, integers_allowed=integers, show=show, part=str(key))
        if problem:
            return problem
    return None


def _keys(value: dict[Any, Any]) -> str:
    return ", ".join(repr(key)[:40] for key in list(value)[:12]) or "none"


def _compare_sequence(
    got: Any, expected: Any, tolerance: Tolerance, names: Sequence[Name], integers: bool, show: bool, part: str
) -> Mismatch | None:
    items = got.items if isinstance(got, Items) else got
    if isinstance(items, np.ndarray) and items.ndim:
        items = list(items)
    if not isinstance(items, tuple | list):
        wanted = f"a tuple ({', '.join(outer(name) for name in names)})" if names else f"{len(expected)} results"
        return Mismatch("kind", f"{_whose(part)} is {describe(got)}; {wanted} is asked for.", part=part)
    if len(items) != len(expected):
        wanted = (
            f"{len(expected)} results ({', '.join(outer(name) for name in names)})" if names else f"{len(expected)}"
        )
        return Mismatch("length", f"{_whose(part)} has {len(items)} parts; {wanted} are asked for.", part=part)
    for position, (mine, theirs) in enumerate(zip(items, expected, strict=True)):
        name = names[position] if position < len(names) else f"{part}[{position}]"
        inner = () if isinstance(name, str) else name[1:]
        problem = compare(mine, theirs, tolerance, names=inner, integers_allowed=integers, show=show, part=outer(name))
        if problem:
            return problem
    return None


def _compare_numbers(
    got: Any, expected: Any, tolerance: Tolerance, axes: Sequence[str], integers: bool, show: bool, part: str
) -> Mismatch | None:
    mine, theirs = as_numbers(got), np.asarray(expected)
    if mine is None:
        return Mismatch("kind", f"{_whose(part)} is {describe(got)}; numbers are asked for.", part=part)
    if mine.shape != theirs.shape:
        return Mismatch("shape", _shape_message(mine.shape, theirs.shape, axes, part), got, expected, part=part)
    problem = _dtype_problem(mine, theirs, expected, integers, part)
    if problem:
        return problem
    agrees = agreement(mine, theirs, tolerance)
    if bool(np.all(agrees)):
        return None
    where = tuple(tuple(int(i) for i in index) for index in np.argwhere(~agrees))
    return Mismatch("values", _value_message(mine, theirs, where[0], show, part), got, expected, where, part)


def _dtype_problem(mine: Numbers, theirs: Numbers, expected: Any, integers: bool, part: str) -> Mismatch | None:
    if theirs.dtype.kind == "b":
        bad = mine.dtype.kind != "b"
        text = "holds numbers; True and False are asked for."
    elif isinstance(expected, np.ndarray) and theirs.dtype.kind == "f" and mine.size:
        bad = mine.dtype != np.float64 and not (integers and mine.dtype.kind in "iu")
        text = f"has dtype {mine.dtype}, which cannot hold the exact fractions; float64 is asked for."
    elif mine.dtype.kind == "f" and mine.dtype.itemsize < 8:
        bad, text = True, f"has dtype {mine.dtype}, which holds too few digits; float64 is asked for."
    else:
        bad = mine.dtype.kind == "b"
        text = "is True or False; a number is asked for."
    return Mismatch("dtype", f"{_whose(part)} {text}", mine, theirs, part=part) if bad else None


def _shape_message(got: tuple[int, ...], expected: tuple[int, ...], axes: Sequence[str], part: str) -> str:
    text = f"{_whose(part)} has shape {got}; {expected} is asked for"
    if got and not expected:
        return text + " (a single number, not an array)."
    if axes and len(axes) == len(expected):
        text += f" ({', '.join(axes)})"
        if len(got) == len(expected):
            axis = next(i for i, (a, b) in enumerate(zip(got, expected, strict=True)) if a != b)
            return text + f": axis {axis} ({axes[axis]}) has length {got[axis]} instead of {expected[axis]}."
    return text + "."


def _value_message(mine: Numbers, theirs: Numbers, index: tuple[int, ...], show: bool, part: str) -> str:
    value, wanted = mine[index], theirs[index]
    place = f"entry {list(index)} of {_whose(part)}" if index else _whose(part)
    if np.isnan(value):
        return f"{place} is nan."
    if show:
        told, right = number(value), number(wanted)
        if told == right:  # they differ further back
            told, right = f"{float(value):.15g}", f"{float(wanted):.15g}"
        return f"{place} is {told}; it should be {right}."
    if np.isinf(value) or np.isinf(wanted):
        return f"{place} is {number(value)}, which is not the true value."
    return f"{place} is {number(value)}: off by {number(abs(float(value) - float(wanted)))}."
