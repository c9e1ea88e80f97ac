"""One traced number: a formula with the operators and methods NumPy's object loops ask for.

Every decision that would need a value (`if z > 0`, `float(z)`) raises `Untraceable`, so that a trace is either
exactly the formula the code computes or nothing at all. Comparisons are in `cases.py`, arrays in `array.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import sympy

from autograder.expr import MAX_NODES, Tree
from autograder.tracing.formula import (
    TOO_LARGE,
    Formula,
    Untraceable,
    add,
    divide,
    formula,
    mul,
    negative,
    number,
    subtract,
    whole_power,
)

MAX_STEPS = 20_000  # operations of one trace: what a learner waits for, not what memory allows
MAX_BITS = 4096  # of one exact number


@dataclass
class Trace:
    """What one trace has used up, and what its opaque maxima stand for."""

    steps: int = 0
    opaque: dict[Formula, frozenset[Formula]] = field(default_factory=dict)

    def step(self, size: int) -> None:
        """Count one operation whose result has `size` nodes."""
        self.steps += 1
        if size > MAX_NODES or self.steps > MAX_STEPS:
            raise Untraceable(TOO_LARGE)


CURRENT: ContextVar[Trace] = ContextVar("CURRENT")


def current_trace() -> Trace:
    """The trace that is going on, or a fresh one outside of any."""
    trace = CURRENT.get(None)
    return Trace() if trace is None else trace


class Scalar:
    """A real number known as a formula."""

    __slots__ = ("_formula",)

    def __init__(self, value: Any) -> None:
        """`value`: a `Formula`, or a SymPy expression."""
        self._formula: Formula | None = value if type(value) is Formula else formula(value)

    @property
    def formula(self) -> Formula:
        """What it is."""
        assert self._formula is not None
        return self._formula

    @property
    def expr(self) -> Any:
        """The same for SymPy."""
        return self.formula.expr

    @property
    def size(self) -> int:
        """How many parts it has."""
        return self.formula.size

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        from autograder.tracing.ufuncs import apply_ufunc

        return apply_ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        from autograder.tracing.functions import apply_function

        return apply_function(func, args, kwargs)

    # arithmetic

    def __add__(self, other: Any) -> Any:
        return binary(np.add, _sum, self, other)

    def __radd__(self, other: Any) -> Any:
        return binary(np.add, _sum, other, self)

    def __sub__(self, other: Any) -> Any:
        return binary(np.subtract, subtract, self, other)

    def __rsub__(self, other: Any) -> Any:
        return binary(np.subtract, subtract, other, self)

    def __mul__(self, other: Any) -> Any:
        return binary(np.multiply, _product, self, other)

    def __rmul__(self, other: Any) -> Any:
        return binary(np.multiply, _product, other, self)

    def __truediv__(self, other: Any) -> Any:
        return binary(np.divide, divide, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return binary(np.divide, divide, other, self)

    def __pow__(self, other: Any) -> Any:
        return binary(np.power, safe_power, self, other)

    def __rpow__(self, other: Any) -> Any:
        return binary(np.power, safe_power, other, self)

    def __neg__(self) -> Scalar:
        return combine(negative, self)

    def __pos__(self) -> Scalar:
        return self

    def __abs__(self) -> Scalar:
        return combine_by_sympy(sympy.Abs, self)

    # comparison

    def __eq__(self, other: object) -> Any:
        return binary(np.equal, "==", self, other)

    def __ne__(self, other: object) -> Any:
        return binary(np.not_equal, "!=", self, other)

    def __lt__(self, other: Any) -> Any:
        return binary(np.less, "<", self, other)

    def __le__(self, other: Any) -> Any:
        return binary(np.less_equal, "<=", self, other)

    def __gt__(self, other: Any) -> Any:
        return binary(np.greater, ">", self, other)

    def __ge__(self, other: Any) -> Any:
        return binary(np.greater_equal, ">=", self, other)

    def __hash__(self) -> int:
        return hash(self.formula)

    # values

    def __bool__(self) -> bool:
        if self.formula.number:
            return bool(self.expr != 0)
        raise Untraceable("the code takes a decision that depends on the values")

    def __float__(self) -> float:
        if self.formula.number:
            return float(self.expr)
        raise Untraceable("the code turns a value into a plain number with float()")

    def __int__(self) -> int:
        if self.formula.number:
            return int(self.expr)
        raise Untraceable("the code turns a value into a whole number")

    def __index__(self) -> int:
        if self.expr.is_Integer:
            return int(self.expr)
        raise Untraceable("the code uses a value as an index")

    def __format__(self, spec: str) -> str:
        return str(self.expr)

    def __repr__(self) -> str:
        return str(self.expr)

    def _sympy_(self) -> Any:
        return self.expr

    def tree(self) -> Tree:
        """As `Formula.tree`."""
        return self.formula.tree()

    # what NumPy's scalars have

    shape: tuple[int, ...] = ()
    ndim = 0

    @property
    def T(self) -> Scalar:  # noqa: N802 - NumPy's name
        """Itself, as for every NumPy scalar."""
        return self

    real = T

    def item(self) -> Scalar:
        """Itself: there is no plain number to give."""
        return self

    copy = conjugate = sum = mean = max = min = item

    def astype(self, dtype: Any, **_: Any) -> Any:
        """Itself as a float; a whole number only where it is known to be one."""
        return int(self) if np.dtype(dtype).kind in "iu" else self


def binary(ufunc: Any, build: Callable[[Any, Any], Any] | str, left: Any, right: Any) -> Any:
    """The operator on two numbers; on an array, NumPy's function of that name."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return ufunc(left, right)
    a, b = scalar_or_none(left), scalar_or_none(right)
    if a is None or b is None:
        return NotImplemented
    if isinstance(build, str):
        from autograder.tracing.cases import compare

        return compare(build, a, b)
    return combine(build, a, b)


def scalar_or_none(value: Any) -> Scalar | None:
    """`value` as a traced number, or None when it is no number."""
    if isinstance(value, Scalar):
        return value
    if isinstance(value, bool | np.bool_ | sympy.logic.boolalg.Boolean) and not isinstance(value, sympy.Symbol):
        from autograder.tracing.cases import Condition

        return Condition(sympy.sympify(bool(value)), 0) if isinstance(value, bool | np.bool_) else Condition(value)
    if isinstance(value, int | np.integer):
        return _whole(int(value)) if -1000 < value < 1000 else Scalar(number(int(value)))
    if isinstance(value, float | np.floating):
        return _decimal(float(value))
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return scalar_or_none(value.view(np.ndarray)[()])
    return Scalar(value) if isinstance(value, Formula | sympy.Expr) else None


def to_scalar(value: Any) -> Scalar:
    """`value` as a traced number. Raises `Untraceable` for anything else."""
    scalar = scalar_or_none(value)
    if scalar is None:
        raise Untraceable(f"an array on this path holds an entry of type {type(value).__name__}")
    return scalar


@lru_cache(2048)
def _whole(value: int) -> Scalar:
    return Scalar(number(value))


@lru_cache(2048)
def _decimal(value: float) -> Scalar:
    """A float as the fraction it was written as, where a small one rounds to exactly this float (1/3, 0.25, 1e-3)."""
    if not np.isfinite(value):
        return Scalar(sympy.nan if np.isnan(value) else sympy.oo if value > 0 else -sympy.oo)
    near = Fraction(value).limit_denominator(1000)
    if float(near) == value:
        return Scalar(number(near))
    return Scalar(_recognised(value) or sympy.Float(value))


def _recognised(value: float) -> Any:
    """The root or logarithm whose float is exactly `value` (`np.sqrt(2)`, `1 / np.sqrt(3)`, `np.log(5)`), or None."""
    if 1e-3 < abs(value) < 1e3:
        square = Fraction(value * value).limit_denominator(1000)
        if abs(value) in (math.sqrt(square), 1 / math.sqrt(1 / square)):
            return sympy.sqrt(sympy.Rational(square.numerator, square.denominator)) * (1 if value > 0 else -1)
    whole = round(math.exp(value)) if 0 < value < 7 else 0
    return sympy.log(whole) if whole > 1 and math.log(whole) == value else None


def combine(build: Callable[..., Formula], *parts: Scalar) -> Scalar:
    """The traced number `build(formulas)`, counted against the budget."""
    made = build(*(part.formula for part in parts))
    current_trace().step(made.size)
    if made.head == "num" and max(n.bit_length() for n in made.args[0].as_integer_ratio()) > MAX_BITS:
        raise Untraceable("the code computes with numbers too large to follow exactly")
    return Scalar(made)


def combine_by_sympy(build: Callable[..., Any], *parts: Scalar) -> Scalar:
    """As `combine`, where `build` takes and gives SymPy expressions."""
    return combine(lambda *given: formula(build(*(part.expr for part in given))), *parts)


def _sum(a: Formula, b: Formula) -> Formula:
    return add((a, b))


def _product(a: Formula, b: Formula) -> Formula:
    return mul((a, b))


def safe_power(base: Formula, exponent: Formula) -> Formula:
    """`base**exponent`, unless it is a number too large to write down."""
    if exponent.head == "num":
        n = exponent.args[0]
        if abs(n) > MAX_BITS or (base.head == "num" and abs(n) > 200):
            raise Untraceable("the code computes a power too large to follow exactly")
        if isinstance(n, int):
            return whole_power(base, n)
    return formula(base.expr**exponent.expr)
