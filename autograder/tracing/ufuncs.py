"""NumPy's elementwise functions and reductions, on formulas: an allow-list, an unknown function stops the trace."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import sympy

from autograder.tracing.cases import Condition, choose, compare, every, larger, maximum, negate, smaller, some
from autograder.tracing.formula import ONE, Formula, Untraceable, add, apply, divide, mul, number, subtract
from autograder.tracing.originals import new_array, to_array
from autograder.tracing.scalar import Scalar, combine, combine_by_sympy, safe_power, to_scalar

_half = sympy.Rational(1, 2)


def _with(build: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *parts: combine(build, *parts)


def _sign(a: Scalar) -> Any:
    return choose(a > 0, 1, choose(a < 0, -1, 0))


def _by_sympy(build: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *parts: combine_by_sympy(build, *parts)


def _exp(x: Formula) -> Formula:
    return apply("exp", x)


def _log(x: Formula) -> Formula:
    return apply("log", x)


# By the name a ufunc has; each takes and gives traced numbers.
ELEMENTWISE: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": _with(safe_power),
    "float_power": _with(safe_power),
    "negative": lambda a: -a,
    "positive": lambda a: a,
    "conjugate": lambda a: a,
    "reciprocal": lambda a: 1 / a,
    "square": lambda a: a**2,
    "exp": _with(_exp),
    "exp2": _by_sympy(lambda x: 2**x),
    "expm1": _with(lambda x: subtract(_exp(x), ONE)),
    "log": _with(_log),
    "log1p": _with(lambda x: _log(add([ONE, x]))),
    "log2": _with(lambda x: divide(_log(x), _log(number(2)))),
    "log10": _with(lambda x: divide(_log(x), _log(number(10)))),
    "logaddexp": _with(lambda x, y: _log(add([_exp(x), _exp(y)]))),
    "sqrt": _by_sympy(lambda x: x**_half),
    "hypot": _by_sympy(lambda x, y: (x**2 + y**2) ** _half),
    "sin": _by_sympy(sympy.sin),
    "cos": _by_sympy(sympy.cos),
    "tan": _by_sympy(sympy.tan),
    "sinh": _with(lambda x: apply("sinh", x)),
    "cosh": _with(lambda x: apply("cosh", x)),
    "tanh": _with(lambda x: apply("tanh", x)),
    "arctan": _by_sympy(sympy.atan),
    "absolute": abs,
    "fabs": abs,
    "sign": _sign,
    "heaviside": lambda a, b: choose(a > 0, 1, choose(a < 0, 0, b)),
    "maximum": larger,
    "minimum": smaller,
    "fmax": larger,
    "fmin": smaller,
    "clip": lambda a, low, high: smaller(larger(a, low), high),
    "equal": lambda a, b: compare("==", a, b),
    "not_equal": lambda a, b: compare("!=", a, b),
    "less": lambda a, b: compare("<", a, b),
    "less_equal": lambda a, b: compare("<=", a, b),
    "greater": lambda a, b: compare(">", a, b),
    "greater_equal": lambda a, b: compare(">=", a, b),
    "logical_and": lambda a, b: every([a, b]),
    "logical_or": lambda a, b: some([a, b]),
    "logical_not": negate,
    "bitwise_and": lambda a, b: every([a, b]),
    "bitwise_or": lambda a, b: some([a, b]),
    "invert": negate,
    "isfinite": lambda a: a.formula.exact or not a.expr.has(sympy.oo, -sympy.oo, sympy.nan, sympy.zoo),
    "isinf": lambda a: not a.formula.exact and a.expr in (sympy.oo, -sympy.oo, sympy.zoo),
    "isnan": lambda a: not a.formula.exact and a.expr is sympy.nan,
}


def _log_sum_exp(values: Sequence[Scalar]) -> Scalar:
    return combine(lambda *xs: _log(add([_exp(x) for x in xs])), *values)


# NumPy's loops over plain object arrays look these up on the entries.
for _name in ("exp", "log", "sqrt", "tanh", "sin", "cos", "log1p", "expm1", "square", "sinh", "cosh", "tan"):
    setattr(Scalar, _name, ELEMENTWISE[_name])


# What a whole axis becomes. One sum of all: a chain of two-term sums would be quadratic.
REDUCTIONS: dict[str, Callable[[Sequence[Scalar]], Any]] = {
    "add": lambda values: combine(lambda *xs: add(xs), *values),
    "multiply": lambda values: combine(lambda *xs: mul(xs), *values),
    "maximum": maximum,
    "fmax": maximum,
    "minimum": lambda values: -maximum([-v for v in values]),
    "fmin": lambda values: -maximum([-v for v in values]),
    "logaddexp": _log_sum_exp,
    "logical_and": every,
    "logical_or": some,
}
_NEEDS_AN_ENTRY = frozenset(("maximum", "minimum", "fmax", "fmin"))

_lift_all = np.frompyfunc(to_scalar, 1, 1)


def lift(value: Any) -> np.ndarray[Any, Any]:
    """`value` as a plain object array of traced numbers."""
    array = value if isinstance(value, np.ndarray) else _array_of(value)
    if array.size > 20_000:
        raise Untraceable("an array on this path is too large to follow entry by entry")
    out = new_array(array.shape, dtype=object)
    out[...] = _lift_all(array.view(np.ndarray))
    return out


def _array_of(value: Any) -> np.ndarray[Any, Any]:
    if isinstance(value, Scalar):
        box = new_array((), dtype=object)
        box[()] = value
        return box
    array: np.ndarray[Any, Any] = to_array(value, dtype=object)
    return array


def settle(value: Any) -> Any:
    """A result as the learner's code sees it: one traced number, an array of them, or plain truth values."""
    from autograder.tracing.array import SymbolicArray

    if not isinstance(value, np.ndarray):
        return value
    flat = value.view(np.ndarray).ravel()
    if value.dtype == object and flat.size and all(_plain_truth(entry) for entry in flat):
        value = to_array([bool(entry) for entry in flat]).reshape(value.shape)
    if value.ndim == 0:
        return value.view(np.ndarray)[()]
    return value.view(SymbolicArray) if value.dtype == object else value


def _plain_truth(entry: Any) -> bool:
    return isinstance(entry, bool) or (isinstance(entry, Condition) and entry.condition in (sympy.true, sympy.false))


def apply_ufunc(ufunc: Any, method: str, inputs: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What `ufunc.method(*inputs, **kwargs)` is on traced numbers. Raises `Untraceable` for what is not known."""
    out, where = kwargs.pop("out", None), kwargs.pop("where", True)
    for name in ("dtype", "casting", "order", "subok", "signature"):
        kwargs.pop(name, None)
    name = ufunc.__name__
    if method == "at":
        _at(name, *inputs)
        return None
    if method == "__call__":
        result = _call(ufunc, inputs)
        if where is not True:
            result = _choose_all(lift(where), lift(result), lift(out[0] if out else np.nan))
    elif method == "reduce":
        kwargs["where"] = where
        result = _reduce(name, *inputs, **kwargs)
    elif method == "accumulate":
        result = _accumulate(name, *inputs, **kwargs)
    elif method == "outer":
        a, b = lift(inputs[0]), lift(inputs[1])
        result = _call(ufunc, (a.reshape(a.shape + (1,) * b.ndim), b))
    else:
        raise Untraceable(f"np.{name}.{method} cannot be followed on symbols")
    return _store(result, out[0]) if out else settle(result)


def _store(result: Any, target: Any) -> Any:
    from autograder.tracing.array import SymbolicArray

    if not isinstance(target, np.ndarray) or target.dtype != object:
        raise Untraceable("the code stores a symbolic value in an array that can hold plain numbers only")
    target.view(np.ndarray)[...] = lift(result)
    return target if isinstance(target, SymbolicArray) else target.view(SymbolicArray)


_choose_all = np.frompyfunc(choose, 3, 1)


def choose_all(condition: Any, when_true: Any, when_false: Any) -> Any:
    """`np.where` with three arguments."""
    return settle(_boxed(_choose_all(lift(condition), lift(when_true), lift(when_false))))


def _boxed(value: Any) -> np.ndarray[Any, Any]:
    """What a `frompyfunc` gave, as an array also where NumPy unpacked a single entry."""
    return value if isinstance(value, np.ndarray) else _array_of(value)


def _call(ufunc: Any, inputs: tuple[Any, ...]) -> Any:
    name = ufunc.__name__
    if name in ("matmul", "vecdot", "matvec", "vecmat"):
        return ufunc(*(lift(value) for value in inputs))
    if name in ELEMENTWISE:
        return _boxed(_elementwise(name)(*(lift(value) for value in inputs)))
    if all(set(loop) <= set("O->") for loop in ufunc.types):  # a Python function made elementwise: np.vectorize
        return ufunc(*(lift(value) for value in inputs))
    raise Untraceable(f"np.{name} cannot be followed on symbols")


@functools.cache
def _elementwise(name: str) -> Any:
    ufunc = getattr(np, name)
    return np.frompyfunc(ELEMENTWISE[name], int(ufunc.nin) if isinstance(ufunc, np.ufunc) else 3, 1)  # np.clip


def _reduce(
    name: str, array: Any, axis: Any = 0, keepdims: bool = False, initial: Any = None, where: Any = True
) -> Any:
    if name not in REDUCTIONS:
        raise Untraceable(f"np.{name}.reduce cannot be followed on symbols")
    entries = lift(array)
    axes = _axes(axis, entries.ndim)
    start = [] if initial is None or initial is getattr(np, "_NoValue", None) else [to_scalar(initial)]
    kept = None if where is True else np.broadcast_to(_concrete(where), entries.shape)
    outer, lines = _lines(entries, axes)
    masks = itertools.repeat(None) if kept is None else _lines(kept, axes)[1]
    out = new_array(outer, dtype=object)
    for place, line, mask in zip(np.ndindex(*outer), lines, masks, strict=False):
        values = start + [v for i, v in enumerate(line) if mask is None or mask[i]]
        if not values and name in _NEEDS_AN_ENTRY:
            raise ValueError("zero-size array to reduction operation which has no identity")
        out[place] = REDUCTIONS[name](values)
    if keepdims:
        return out.reshape([1 if i in axes else n for i, n in enumerate(entries.shape)])
    return out


def _axes(axis: Any, ndim: int) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(ndim))
    wanted = axis if isinstance(axis, tuple) else (axis,)
    return tuple(range(ndim)[int(a)] for a in wanted)


def _lines(array: Any, axes: tuple[int, ...]) -> tuple[tuple[int, ...], Any]:
    """The shape that is left, and for each of its places the entries along `axes`."""
    rest = [i for i in range(array.ndim) if i not in axes]
    outer = tuple(array.shape[i] for i in rest)
    count = int(np.prod([array.shape[i] for i in axes], dtype=int))
    return outer, array.transpose([*rest, *axes]).reshape(int(np.prod(outer, dtype=int)), count)


def _concrete(mask: Any) -> np.ndarray[Any, Any]:
    array = to_array(mask).view(np.ndarray)
    return to_array([bool(entry) for entry in array.ravel()], dtype=bool).reshape(array.shape)


def _accumulate(name: str, array: Any, axis: int | None = 0) -> Any:
    entries = np.moveaxis(lift(array), 0 if axis is None else axis, 0)
    out = new_array(entries.shape, dtype=object)
    for i in range(len(entries)):
        rows = np.moveaxis(entries[: i + 1], 0, -1)
        out[i] = _reduce(name, rows, axis=-1)
    return np.moveaxis(out, 0, 0 if axis is None else axis)


def _at(name: str, target: Any, places: Any, *operands: Any) -> None:
    """`np.add.at`: one entry after the other, so that repeated places add up."""
    if not isinstance(target, np.ndarray) or target.dtype != object or name not in ELEMENTWISE:
        raise Untraceable(f"np.{name}.at cannot be followed on symbols here")
    plain = target.view(np.ndarray)
    where = np.arange(plain.size).reshape(plain.shape)[places]
    values = [np.broadcast_to(lift(operand), where.shape) for operand in operands]
    for position in np.ndindex(*where.shape):
        spot = np.unravel_index(int(where[position]), plain.shape)
        plain[spot] = ELEMENTWISE[name](to_scalar(plain[spot]), *(v[position] for v in values))
