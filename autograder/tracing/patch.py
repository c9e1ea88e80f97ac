"""While a trace runs: NumPy makes arrays that can hold symbols, and `math`, `float`, `max` accept traced numbers.

All of it is undone when the trace ends. Traces do not nest across threads: one process traces one function at a time.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import sympy

from autograder.tracing.array import Selected, SymbolicArray, as_symbolic
from autograder.tracing.cases import larger, smaller
from autograder.tracing.formula import Formula, Untraceable
from autograder.tracing.originals import new_array
from autograder.tracing.scalar import CURRENT, Scalar, Trace, scalar_or_none
from autograder.tracing.ufuncs import ELEMENTWISE, REDUCTIONS, lift

_CREATE = ("zeros", "ones", "full", "eye", "identity", "zeros_like", "ones_like", "full_like")
_EMPTY = ("empty", "empty_like")
_CONVERT = ("array", "asarray", "asanyarray", "ascontiguousarray", "asfortranarray", "atleast_1d", "atleast_2d")
_OF_LISTS = ("sum", "mean", "max", "min", "amax", "amin", "prod", "var", "std", "where", "dot", "cumsum")
_MATH = {name: name for name in ("exp", "log", "sqrt", "tanh", "sin", "cos", "cosh", "sinh", "log1p", "expm1", "log2")}
_Number = Scalar | sympy.Expr | Formula
_MATH |= {"pow": "power", "fabs": "absolute"}


class _FloatType(type):
    """Makes the stand-in for `float` recognise traced numbers and call itself a float everywhere else."""

    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, float | Scalar)

    def __call__(cls, value: Any = 0.0) -> Any:
        if isinstance(value, Scalar):
            return value
        if isinstance(value, SymbolicArray) and value.size == 1:
            return value.reshape(())[()]
        return float(value)


class TracedFloat(float, metaclass=_FloatType):
    """Stands in for `float` and `np.float64` in traced code: the float of a real number is that number."""

    dtype = np.dtype(np.float64)  # so that NumPy reads `dtype=float` as ever


def is_symbolic(value: Any, depth: int = 6) -> bool:
    """Whether a traced number or a SymPy expression is in `value`, lists and tuples included."""
    if isinstance(value, SymbolicArray | _Number):
        return True
    if isinstance(value, np.ndarray):
        return value.dtype == object and any(isinstance(e, _Number) for e in value.ravel().tolist())
    return isinstance(value, list | tuple) and depth > 0 and any(is_symbolic(item, depth - 1) for item in value)


def _creating(original: Callable[..., Any], unset: bool) -> Callable[..., Any]:
    @functools.wraps(original)
    def create(*args: Any, **kwargs: Any) -> Any:
        made = original(*args, **kwargs)
        if not isinstance(made, np.ndarray) or made.dtype.kind not in "fO" or isinstance(made, SymbolicArray):
            return made
        if unset:
            made.fill(np.nan)  # what was never assigned is no number
        return as_symbolic(made)

    return create


def _converting(original: Callable[..., Any], always_copies: bool) -> Callable[..., Any]:
    @functools.wraps(original)
    def convert(value: Any = (), dtype: Any = None, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, Selected):
            return value
        if not is_symbolic(value):
            return _creating(original, unset=False)(*([value] if dtype is None else [value, dtype]), *args, **kwargs)
        made = value if isinstance(value, SymbolicArray) else as_symbolic(value)
        if always_copies and kwargs.get("copy", True):
            made = as_symbolic(made)
        made = made.reshape((1,) * (kwargs.get("ndmin", 0) - made.ndim) + made.shape)
        return made if dtype is None or np.dtype(dtype).kind in "fO" else made.astype(dtype)

    return convert


def _at_least(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def convert(*values: Any) -> Any:
        return original(*(as_symbolic(v) if is_symbolic(v) else v for v in values))

    return convert


def _lifting(original: Callable[..., Any]) -> Callable[..., Any]:
    """For arguments NumPy would not recognise: lists of traced numbers."""

    @functools.wraps(original)
    def call(*args: Any, **kwargs: Any) -> Any:
        plain = not any(type(a) in (list, tuple, np.ndarray) and is_symbolic(a) for a in args)
        return original(*(args if plain else [as_symbolic(a) if is_symbolic(a) else a for a in args]), **kwargs)

    return call


def _mathematical(original: Callable[..., Any], name: str) -> Callable[..., Any]:
    @functools.wraps(original)
    def call(*args: Any) -> Any:
        if not any(isinstance(a, Scalar | SymbolicArray) for a in args):
            return original(*args)
        parts = [lift(a).reshape(())[()] for a in args]
        if name == "log" and len(parts) == 2:
            return ELEMENTWISE["log"](parts[0]) / ELEMENTWISE["log"](parts[1])
        return ELEMENTWISE[name](*parts)

    return call


@functools.cache
def _replacements() -> list[tuple[Any, str, Any]]:
    """Module, name and stand-in of everything that is replaced during a trace: made of what NumPy had at the first."""
    found: list[tuple[Any, str, Any]] = [(np, name, _creating(getattr(np, name), False)) for name in _CREATE]
    found += [(np, name, _creating(getattr(np, name), True)) for name in _EMPTY]
    found += [(np, name, _converting(getattr(np, name), name == "array")) for name in _CONVERT[:5]]
    found += [(np, name, _at_least(getattr(np, name))) for name in _CONVERT[5:]]
    found += [(np, name, _lifting(getattr(np, name))) for name in _OF_LISTS]
    found += [(math, name, _mathematical(getattr(math, name), ufunc)) for name, ufunc in _MATH.items()]
    return [*found, (math, "fsum", _summing(math.fsum)), (np, "float64", TracedFloat)]


def _summing(original: Callable[..., Any]) -> Callable[..., Any]:
    def total(values: Any) -> Any:
        items = list(values)
        return REDUCTIONS["add"](list(lift(items).ravel())) if is_symbolic(items) else original(items)

    return total


def _extreme(original: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The built-in `max` or `min`: two numbers by case as `np.maximum`, more as an opaque symbol."""

    def call(*args: Any, **kwargs: Any) -> Any:
        items = list(args[0]) if len(args) == 1 else list(args)
        if kwargs or not items or any(scalar_or_none(item) is None for item in items) or not is_symbolic(items):
            return original(items, **kwargs)
        parts = list(lift(items).ravel())
        if len(parts) > 2:
            return REDUCTIONS[f"{name}imum"](parts)
        a, b = (parts * 2)[:2]
        return larger(a, b) if name == "max" else smaller(a, b)

    return call


@contextlib.contextmanager
def tracing() -> Iterator[Trace]:
    """Let NumPy code run on symbols until the block ends. Gives the `Trace`: its cost and its opaque maxima."""
    trace = Trace()
    token = CURRENT.set(trace)
    saved = []
    try:
        if np.zeros is not _PATCHED.get("zeros"):  # a trace inside a trace uses what is there
            for module, name, stand_in in _replacements():
                saved.append((module, name, getattr(module, name)))
                setattr(module, name, stand_in)
            _PATCHED["zeros"] = np.zeros
        yield trace
    finally:
        for module, name, original in saved:
            setattr(module, name, original)
        if saved:
            _PATCHED.clear()
        CURRENT.reset(token)


_PATCHED: dict[str, Any] = {}


@contextlib.contextmanager
def _shadowing(function: Any) -> Iterator[None]:
    """Give the module of `function` stand-ins for `float`, `max`, `min` and for NumPy names imported one by one."""
    function = getattr(function, "func", function)  # functools.partial
    names: Any = getattr(inspect.unwrap(function), "__globals__", None)
    if not isinstance(names, dict) or names is vars(builtins):
        yield
        return
    known: dict[str, Any] = {"float": TracedFloat, "max": _extreme(max, "max"), "min": _extreme(min, "min")}
    stand_ins = {name: value for name, value in known.items() if name not in names}
    stand_ins |= {name: new for name, value in list(names.items()) if (new := _stand_in(value)) is not None}
    saved = {name: names[name] for name in stand_ins if name in names}
    names.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            if names.get(name) is stand_ins[name]:
                names.pop(name)
        names.update(saved)


def _stand_in(value: Any) -> Any:
    """What replaced `value` in NumPy or `math`, if it is one of the replaced functions."""
    if not callable(value) or getattr(value, "__module__", None) not in ("numpy", "math"):
        return None
    name = getattr(value, "__name__", "")
    new = getattr(np if value.__module__ == "numpy" else math, name, None)
    return new if getattr(new, "__wrapped__", None) is value or (new is TracedFloat and value is not new) else None


def run_traced(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any] | None = None) -> Any:
    """`function(*args, **kwargs)` on symbols: arrays of SymPy expressions in, plain object arrays of them out.

    The arguments are copied. Raises `Untraceable` with the reason when the code cannot be followed.

    >>> x = sympy.Symbol("x", real=True)
    >>> run_traced(lambda x: np.exp(x) / (1 + np.exp(x)), [x])
    exp(x)/(exp(x) + 1)
    """
    return _each(formulas_of(function, args, kwargs), lambda formula: formula.expr)


def formulas_of(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any] | None = None) -> Any:
    """As `run_traced`, with a `Formula` in place of every SymPy expression."""
    with tracing(), _shadowing(function):
        try:
            given = [_given(a) for a in args]
            result = function(*given, **{name: _given(value) for name, value in (kwargs or {}).items()})
            return _each(result, lambda formula: formula)
        except Untraceable:
            raise
        except Exception as error:
            raise Untraceable(f"on symbols the code stops with {type(error).__name__}: {str(error)[:200]}") from error


def _given(value: Any, depth: int = 6) -> Any:
    """An argument for traced code: a copy with traced numbers in it."""
    if isinstance(value, sympy.Expr | Formula):
        return scalar_or_none(value)
    if isinstance(value, np.ndarray):
        return as_symbolic(value) if value.dtype == object else value.copy()
    if type(value) in (list, tuple) and depth:
        return type(value)(_given(item, depth - 1) for item in value)
    if type(value) is dict and depth:
        return {key: _given(item, depth - 1) for key, item in value.items()}
    return value


def plain(value: Any) -> Any:
    """A result of traced code as plain data: SymPy expressions, and object arrays of them."""
    return _each(value, lambda formula: formula.expr)


def _each(value: Any, change: Callable[[Formula], Any], depth: int = 6) -> Any:
    """What `change` makes of every formula in a result."""
    if isinstance(value, Scalar):
        return change(value.formula)
    if isinstance(value, Formula):
        return change(value)
    if isinstance(value, Selected):
        raise Untraceable("the result holds only entries that were chosen by a condition on the values")
    if isinstance(value, np.ndarray) and value.dtype == object:
        out = new_array(value.shape, dtype=object)
        out[...] = np.frompyfunc(lambda entry: change(entry.formula), 1, 1)(lift(value))
        return out
    if type(value) in (list, tuple) and depth:
        return type(value)(_each(item, change, depth - 1) for item in value)
    if type(value) is dict and depth:
        return {key: _each(item, change, depth - 1) for key, item in value.items()}
    return value
