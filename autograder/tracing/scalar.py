"""One traced number: a SymPy expression with the operators and methods NumPy's object loops ask for.

Every decision that would need a value (`if z > 0`, `float(z)`) raises `Untraceable`, so that a trace is either
exactly the formula the code computes or nothing at all. Arrays of these are in `array.py`.
"""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import sympy

MAX_NODES = 20_000  # of one expression
MAX_STEPS = 20_000  # operations of one trace: what a learner waits for, not what memory allows
MAX_BITS = 4096  # of one exact number
_SIGN_LIMIT = 300  # expressions larger than this are not asked for their sign: SymPy may think for seconds


class Untraceable(TypeError):
    """The code cannot be followed on symbols; the message says in one sentence what stopped it."""


@dataclass
class Trace:
    """What one trace has used up, and what its opaque maxima stand for."""

    steps: int = 0
    opaque: dict[Any, frozenset[Any]] = field(default_factory=dict)

    def step(self, size: int) -> None:
        """Count one operation whose result has `size` nodes."""
        self.steps += 1
        if size > MAX_NODES or self.steps > MAX_STEPS:
            raise Untraceable("the formula this code builds on symbols is too large")


CURRENT: ContextVar[Trace] = ContextVar("CURRENT")


def current_trace() -> Trace:
    """The trace that is going on, or a fresh one outside of any."""
    trace = CURRENT.get(None)
    return Trace() if trace is None else trace


class Scalar:
    """A real number known as a formula. `expr` is the SymPy expression, `size` an upper bound of its nodes."""

    __slots__ = ("expr", "size")

    def __init__(self, expr: Any, size: int = 1) -> None:
        self.expr = expr
        self.size = size

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        from autograder.tracing.ufuncs import apply_ufunc

        return apply_ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        from autograder.tracing.functions import apply_function

        return apply_function(func, args, kwargs)

    # arithmetic

    def __add__(self, other: Any) -> Any:
        return _binary(np.add, operator.add, self, other)

    def __radd__(self, other: Any) -> Any:
        return _binary(np.add, operator.add, other, self)

    def __sub__(self, other: Any) -> Any:
        return _binary(np.subtract, operator.sub, self, other)

    def __rsub__(self, other: Any) -> Any:
        return _binary(np.subtract, operator.sub, other, self)

    def __mul__(self, other: Any) -> Any:
        return _binary(np.multiply, operator.mul, self, other)

    def __rmul__(self, other: Any) -> Any:
        return _binary(np.multiply, operator.mul, other, self)

    def __truediv__(self, other: Any) -> Any:
        return _binary(np.divide, operator.truediv, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _binary(np.divide, operator.truediv, other, self)

    def __pow__(self, other: Any) -> Any:
        return _binary(np.power, safe_power, self, other)

    def __rpow__(self, other: Any) -> Any:
        return _binary(np.power, safe_power, other, self)

    def __neg__(self) -> Scalar:
        return combine(operator.neg, self)

    def __pos__(self) -> Scalar:
        return self

    def __abs__(self) -> Scalar:
        return combine(sympy.Abs, self)

    # comparison

    def __eq__(self, other: Any) -> Any:
        return _binary(np.equal, "==", self, other)

    def __ne__(self, other: Any) -> Any:
        return _binary(np.not_equal, "!=", self, other)

    def __lt__(self, other: Any) -> Any:
        return _binary(np.less, "<", self, other)

    def __le__(self, other: Any) -> Any:
        return _binary(np.less_equal, "<=", self, other)

    def __gt__(self, other: Any) -> Any:
        return _binary(np.greater, ">", self, other)

    def __ge__(self, other: Any) -> Any:
        return _binary(np.greater_equal, ">=", self, other)

    def __hash__(self) -> int:
        return hash(self.expr)

    # values

    def __bool__(self) -> bool:
        if self.expr.is_number:
            return bool(self.expr != 0)
        raise Untraceable("the code takes a decision that depends on the values")

    def __float__(self) -> float:
        if self.expr.is_number:
            return float(self.expr)
        raise Untraceable("the code turns a value into a plain number with float()")

    def __int__(self) -> int:
        if self.expr.is_number:
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


class Condition(Scalar):
    """A comparison that depends on the symbols: 1 where it holds and 0 where not, and a choice in `np.where`."""

    __slots__ = ("condition",)

    def __init__(self, condition: Any, size: int = 3) -> None:
        super().__init__(sympy.Piecewise((1, condition), (0, True), evaluate=False), size + 3)
        self.condition = condition

    def __bool__(self) -> bool:
        if self.condition in (sympy.true, sympy.false):
            return bool(self.condition)
        raise Untraceable("the code takes a decision (if, while, and, or, max) that depends on the values")

    def __and__(self, other: Any) -> Any:
        return _binary(np.logical_and, lambda a, b: every([a, b]), self, other)

    def __or__(self, other: Any) -> Any:
        return _binary(np.logical_or, lambda a, b: some([a, b]), self, other)

    __rand__, __ror__ = __and__, __or__

    def __invert__(self) -> Condition:
        return negate(self)


def _binary(ufunc: Any, build: Callable[[Any, Any], Any] | str, left: Any, right: Any) -> Any:
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return ufunc(left, right)
    a, b = scalar_or_none(left), scalar_or_none(right)
    if a is None or b is None:
        return NotImplemented
    if isinstance(build, str):
        return compare(build, a, b)
    if ufunc in (np.logical_and, np.logical_or):
        return build(a, b)
    return combine(build, a, b)


def scalar_or_none(value: Any) -> Scalar | None:
    """`value` as a traced number, or None when it is no number."""
    if isinstance(value, Scalar):
        return value
    if isinstance(value, bool | np.bool_):
        return Condition(sympy.true if value else sympy.false, 0)
    if isinstance(value, int | np.integer):
        return _whole(int(value)) if -1000 < value < 1000 else Scalar(sympy.Integer(int(value)))
    if isinstance(value, float | np.floating):
        return _decimal(float(value))
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return scalar_or_none(value.view(np.ndarray)[()])
    if isinstance(value, sympy.logic.boolalg.Boolean) and not isinstance(value, sympy.Symbol):
        return Condition(value)
    return Scalar(value, 1 + len(value.args)) if isinstance(value, sympy.Expr) else None


def to_scalar(value: Any) -> Scalar:
    """`value` as a traced number. Raises `Untraceable` for anything else."""
    scalar = scalar_or_none(value)
    if scalar is None:
        raise Untraceable(f"an array on this path holds an entry of type {type(value).__name__}")
    return scalar


@lru_cache(2048)
def _whole(value: int) -> Scalar:
    return Scalar(sympy.Integer(value))


@lru_cache(2048)
def _decimal(value: float) -> Scalar:
    """A float as the fraction it was written as, where a small one rounds to exactly this float (1/3, 0.25, 1e-3)."""
    if not np.isfinite(value):
        return Scalar(sympy.nan if np.isnan(value) else sympy.oo if value > 0 else -sympy.oo)
    near = Fraction(value).limit_denominator(1000)
    if float(near) == value:
        return Scalar(sympy.Rational(near.numerator, near.denominator))
    return Scalar(sympy.Float(value))


def combine(build: Callable[..., Any], *parts: Scalar) -> Scalar:
    """The traced number `build(expressions)`, counted against the budget."""
    size = 1 + sum(part.size for part in parts)
    current_trace().step(size)
    expr = build(*(part.expr for part in parts))
    if expr.is_Rational and max(expr.p.bit_length(), expr.q.bit_length()) > MAX_BITS:
        raise Untraceable("the code computes with numbers too large to follow exactly")
    return Scalar(expr, 1 if expr.is_Atom else size)


def safe_power(base: Any, exponent: Any) -> Any:
    """`base**exponent`, unless it is a number too large to write down."""
    if exponent.is_Rational and (abs(exponent) > MAX_BITS or (base.is_Rational and abs(exponent) > 200)):
        raise Untraceable("the code computes a power too large to follow exactly")
    return base**exponent


_RELATIONS: dict[str, tuple[Any, frozenset[str]]] = {
    # the relation, and the signs of left - right for which it holds
    "==": (sympy.Eq, frozenset("0")),
    "!=": (sympy.Ne, frozenset("+-")),
    "<": (sympy.Lt, frozenset("-")),
    "<=": (sympy.Le, frozenset("-0")),
    ">": (sympy.Gt, frozenset("+")),
    ">=": (sympy.Ge, frozenset("+0")),
}
_INFINITE = (sympy.oo, -sympy.oo, sympy.nan, sympy.zoo)


def compare(relation: str, left: Scalar, right: Scalar) -> Any:
    """True or False where every real value of the symbols gives it; else a `Condition`."""
    build, holds = _RELATIONS[relation]
    a, b = left.expr, right.expr
    if sympy.nan in (a, b):
        return relation == "!="
    signs = _possible_signs(a, b, left.size + right.size)
    if signs <= holds:
        return True
    if not signs & holds:
        return False
    size = 1 + left.size + right.size
    current_trace().step(size)
    if a.is_Piecewise:
        return _by_branches(left, lambda branch: compare(relation, branch, right))
    if b.is_Piecewise:
        return _by_branches(right, lambda branch: compare(relation, left, branch))
    return Condition(build(a, b, evaluate=False), size)


def _by_branches(value: Scalar, test: Callable[[Scalar], Any]) -> Condition:
    """The condition `test` on a value that is itself known by case."""
    earlier: list[Any] = []
    cases = []
    for branch, condition in value.expr.args:
        here = Condition(condition)
        cases.append(every([*earlier, here, to_scalar(test(Scalar(branch, value.size)))]))
        earlier.append(negate(here))
    return some(cases)


def _possible_signs(a: Any, b: Any, size: int) -> frozenset[str]:
    """Which signs a - b may have, for real values of the symbols."""
    if a == b:
        return frozenset("0")
    if a in _INFINITE or b in _INFINITE:  # every other value is finite
        return frozenset("+" if a == sympy.oo or b == -sympy.oo else "-")
    if size > _SIGN_LIMIT:
        return frozenset("+-0")
    difference = a - b
    if difference.is_positive:
        return frozenset("+")
    if difference.is_negative:
        return frozenset("-")
    if difference.is_zero:
        return frozenset("0")
    return frozenset("+0" if difference.is_nonnegative else "-0" if difference.is_nonpositive else "+-0")


def condition_of(value: Scalar) -> Condition:
    """A truth value as a condition. A number counts as true unless it is 0."""
    if isinstance(value, Condition):
        return value
    return Condition(sympy.true if bool(value) else sympy.false, 0)


def negate(value: Scalar) -> Condition:
    """The opposite condition."""
    condition = condition_of(value)
    inner = condition.condition
    return Condition(sympy.Not(inner) if inner.is_Relational or inner.is_Atom else sympy.Not(inner, evaluate=False),
                     condition.size)  # fmt: skip


def every(values: Iterable[Scalar]) -> Condition:
    """The condition that all hold."""
    return _join(sympy.And, sympy.true, sympy.false, values)


def some(values: Iterable[Scalar]) -> Condition:
    """The condition that at least one holds."""
    return _join(sympy.Or, sympy.false, sympy.true, values)


def _join(build: Any, neutral: Any, decisive: Any, values: Iterable[Scalar]) -> Condition:
    conditions = [condition_of(value) for value in values]
    parts = list(dict.fromkeys(c.condition for c in conditions if c.condition != neutral))
    if decisive in parts or not parts:
        return Condition(decisive if parts else neutral, 0)
    size = 1 + sum(c.size for c in conditions)
    current_trace().step(size)
    return Condition(parts[0] if len(parts) == 1 else build(*parts, evaluate=False), size)


def choose(condition: Any, when_true: Any, when_false: Any) -> Scalar:
    """`np.where` for one entry: by case when the condition depends on the symbols."""
    test = condition_of(to_scalar(condition)).condition
    yes, no = to_scalar(when_true), to_scalar(when_false)
    if test == sympy.true or yes.expr == no.expr:
        return yes
    if test == sympy.false:
        return no
    return combine(lambda a, b: sympy.Piecewise((a, test), (b, True), evaluate=False), yes, no)


def larger(left: Scalar, right: Scalar) -> Scalar:
    """`np.maximum` for one entry: by case against a number, |a| for a and -a, else opaque."""
    if left.expr.is_number or right.expr.is_number:
        return choose(compare(">", left, right), left, right)
    return abs(left) if left.expr == -right.expr else maximum([left, right])


def smaller(left: Scalar, right: Scalar) -> Scalar:
    """`np.minimum` for one entry."""
    if left.expr.is_number or right.expr.is_number:
        return choose(compare("<", left, right), left, right)
    return -larger(-left, -right)


def maximum(values: Sequence[Scalar]) -> Scalar:
    """The largest of several, as an opaque real symbol.

    What does not depend on which one is largest (shifting logits by their maximum) is so proved for every shift.
    The symbol's name is made from the set it stands for: the same set has the same name in every process.
    """
    trace = current_trace()
    parts: set[Any] = set()
    for value in values:
        parts |= trace.opaque.get(value.expr, frozenset([value.expr]))
    if sympy.nan in parts:
        return Scalar(sympy.nan)
    parts = parts - {-sympy.oo} or {-sympy.oo}
    numbers = [part for part in parts if part.is_number]
    members = frozenset([p for p in parts if not p.is_number] + ([max(numbers)] if numbers else []))
    if len(members) == 1:
        return Scalar(next(iter(members)), max(value.size for value in values))
    trace.step(1 + sum(value.size for value in values))
    text = "\n".join(sorted(sympy.srepr(member) for member in members))
    symbol = sympy.Symbol("_max_" + hashlib.sha256(text.encode()).hexdigest()[:12], real=True)
    trace.opaque[symbol] = members
    return Scalar(symbol)
