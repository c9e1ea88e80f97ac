"""Trees to numbers: mpmath at exact rational points, many digits, and safe for any tree that passed `check_tree`.

A tree becomes a `Program`, a flat list of steps without repetitions: no recursion, and shared parts cost once.
Every step keeps magnitudes within 10^±100000: `9**9**9` ends as `TOO_LARGE`, never as a giant integer.
Not here: where to evaluate and what agreement means (`answers.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any

import mpmath

from autograder.expr import ExprError, Tree, children, walk

DIGITS = 60  # working digits: 40 that count and 20 to lose
_LIMIT_BITS = 332_193  # 10^100000
_LIMIT_EXP = 230_258  # exp of more leaves that range


class Outside(Enum):
    """What a step gives when it has no value; it passes through all later steps that use it."""

    UNDEFINED = "undefined"  # 1/0, log of nothing, a Piecewise without a branch
    TOO_LARGE = "too large"  # beyond 10^±100000


UNDEFINED, TOO_LARGE = Outside.UNDEFINED, Outside.TOO_LARGE
Value = Any  # mpmath mpf or mpc, bool, or Outside


class TooLarge(ArithmeticError):
    """A number on the way is beyond 10^±100000, so the value is unknown."""


def evaluate(tree: Tree, point: Mapping[str, Fraction], digits: int = DIGITS) -> Any:
    """The value of a checked scalar tree: an mpmath number, a bool for a condition, None where it is undefined.

    Raises `TooLarge` where numbers on the way leave the range, `ExprError` for a letter without a value.

    >>> evaluate(["pow", ["sym", "x"], ["int", "2"]], {"x": Fraction(3, 2)})
    mpf('2.25')
    """
    value = Program([tree]).run(point, digits)[0]
    if value is TOO_LARGE:
        raise TooLarge("numbers of more than 100000 digits occur")
    return None if value is UNDEFINED else value


@dataclass(frozen=True)
class _Step:
    operation: Callable[..., Value]
    payload: Any  # the text of a leaf, the name of a symbol
    arguments: tuple[int, ...]  # places of earlier steps
    lazy: bool  # looks at arguments without a value itself (Piecewise)


class Program:
    """Several scalar trees, ready to be evaluated at many points."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self.steps: list[_Step] = []
        self.cost = 0
        places: dict[tuple[Any, ...], int] = {}
        self.roots = [self._add(tree, places) for tree in trees]

    def _add(self, tree: Tree, places: dict[tuple[Any, ...], int]) -> int:
        place_of: dict[int, int] = {}
        for node in reversed(walk(tree)):  # children before parents
            arguments = tuple(place_of[id(child)] for child in children(node))
            label = tuple(part for part in node if isinstance(part, str))
            key = (label, arguments)
            if key not in places:
                places[key] = len(self.steps)
                self.steps.append(_step(label, arguments))
                self.cost += _COSTS.get(label[-1], _COSTS.get(label[0], 1))
            place_of[id(node)] = places[key]
        return place_of[id(tree)]

    def run(self, point: Mapping[str, Fraction], digits: int = DIGITS) -> list[Value]:
        """The values of the trees at one point, in order; `Outside` where there is none."""
        ctx = _context(digits)
        values: list[Value] = []
        for step in self.steps:
            arguments = [values[place] for place in step.arguments]
            if step.operation is _symbol:
                values.append(_number(ctx, _coordinate(point, step.payload)))
            elif not step.lazy and (outside := _first_outside(arguments)) is not None:
                values.append(outside)
            else:
                values.append(_safely(step, ctx, arguments))
        return [_finite(ctx, values[root]) for root in self.roots]


def _step(label: tuple[str, ...], arguments: tuple[int, ...]) -> _Step:
    head = label[0]
    if head in ("fn", "rel"):
        return _Step((_FUNCTIONS if head == "fn" else _RELATIONS)[label[1]], None, arguments, False)
    if head == "sym":
        return _Step(_symbol, label[1], arguments, False)
    if head in _OPERATIONS:
        return _Step(_OPERATIONS[head], None, arguments, head in ("pw", "and", "or"))
    if head in _LEAVES:
        return _Step(_LEAVES[head], label[1:], (), False)
    raise ExprError(f"a {head!r} has no value")


def _safely(step: _Step, ctx: Any, arguments: list[Value]) -> Value:
    """One operation; where mpmath refuses, there is no value."""
    try:
        value = step.operation(ctx, *arguments) if step.payload is None else step.operation(ctx, step.payload)
    except (ArithmeticError, ValueError, TypeError, ctx.NoConvergence):
        return UNDEFINED
    return UNDEFINED if not isinstance(value, bool | Outside) and ctx.isnan(value) else value


def _first_outside(arguments: list[Value]) -> Outside | None:
    """Too large wins over undefined: what is unknown could also have cured what is undefined."""
    found = [a for a in arguments if isinstance(a, Outside)]
    return (TOO_LARGE if TOO_LARGE in found else UNDEFINED) if found else None


def _finite(ctx: Any, value: Value) -> Value:
    return UNDEFINED if not isinstance(value, bool | Outside) and ctx.isinf(value) else value


def _coordinate(point: Mapping[str, Fraction], name: str) -> Fraction:
    if name not in point:
        raise ExprError(f"there is no value for {name}")
    return point[name]


@cache
def _context(digits: int) -> Any:
    """A context of our own: mpmath's global one belongs to whoever set it."""
    ctx = mpmath.MPContext()
    ctx.dps = digits
    return ctx


# ---------------------------------------------------------------- leaves


def _number(ctx: Any, value: Fraction) -> Value:
    return ctx.mpf(value.numerator) / value.denominator


def _symbol(ctx: Any, name: str) -> Value:
    raise ExprError(f"there is no value for {name}")


def _constant(ctx: Any, label: tuple[str]) -> Value:
    plain = {"I": ctx.j, "oo": ctx.inf, "-oo": ctx.ninf, "nan": UNDEFINED, "zoo": UNDEFINED}
    named = {"pi": ctx.pi, "E": ctx.e, "EulerGamma": ctx.euler, "GoldenRatio": ctx.phi, "Catalan": ctx.catalan}
    return plain[label[0]] if label[0] in plain else +named[label[0]]


_LEAVES: dict[str, Callable[[Any, Any], Value]] = {
    "int": lambda ctx, label: ctx.mpf(int(label[0])),
    "rat": lambda ctx, label: ctx.mpf(int(label[0])) / int(label[1]),
    "flt": lambda ctx, label: ctx.mpf(label[0]),
    "const": _constant,
    "true": lambda ctx, label: True,
    "false": lambda ctx, label: False,
    "bad": lambda ctx, label: UNDEFINED,
}

# ---------------------------------------------------------------- arithmetic


def _bounded(ctx: Any, value: Value) -> Value:
    """The value, unless its magnitude leaves the range."""
    if value == 0 or ctx.isinf(value) or ctx.isnan(value):
        return value
    return value if abs(ctx.mag(value)) <= _LIMIT_BITS else TOO_LARGE


def _add(ctx: Any, *terms: Value) -> Value:
    return sum(terms[1:], terms[0])


def _multiply(ctx: Any, *factors: Value) -> Value:
    product = factors[0]
    for factor in factors[1:]:
        product = product * factor
    return _bounded(ctx, product)


def _power(ctx: Any, base: Value, exponent: Value) -> Value:
    """`base**exponent`, after an estimate of its size: 9^(9^9) must not be built, not even as a float's exponent."""
    if base == 0 or base == 1 or exponent == 0:
        return _power_of_zero(ctx, exponent) if base == 0 else ctx.one
    if not (ctx.isinf(base) or ctx.isinf(exponent)):
        if ctx.mag(exponent) > 200:
            return TOO_LARGE
        if ctx.mag(exponent) > 8 and abs(ctx.re(exponent * ctx.log(base))) > _LIMIT_EXP:
            return TOO_LARGE
    return _bounded(ctx, base**exponent)


def _power_of_zero(ctx: Any, exponent: Value) -> Value:
    if exponent == 0:
        return ctx.one
    return ctx.zero if ctx.re(exponent) > 0 else UNDEFINED


def _bound_argument(name: str, limit: float) -> Callable[[Any, Value], Value]:
    """mpmath's function `name`, for arguments up to `limit` in size."""

    def function(ctx: Any, z: Value) -> Value:
        if abs(z) > limit and not ctx.isinf(z):
            return TOO_LARGE
        return getattr(ctx, name)(z)

    return function


def _exp(ctx: Any, z: Value) -> Value:
    if not ctx.isinf(z) and (abs(ctx.re(z)) > _LIMIT_EXP or abs(ctx.im(z)) > 1e30):
        return TOO_LARGE
    return ctx.exp(z)


# ---------------------------------------------------------------- what needs real numbers


def _real(ctx: Any, value: Value) -> Any:
    """The value as a real number (an imaginary part of rounding size is dropped); ValueError otherwise."""
    if not isinstance(value, ctx.mpc):
        return value
    if abs(value.imag) > abs(value.real) * ctx.mpf(10) ** -40:
        raise ValueError("no order among complex numbers")
    return value.real


def _order(ctx: Any, a: Value, b: Value) -> int:
    """-1, 0, 1; numbers that differ in rounding only are equal."""
    a, b = _real(ctx, a), _real(ctx, b)
    if a == b or abs(a - b) <= max(abs(a), abs(b)) * ctx.mpf(10) ** -45:
        return 0
    return -1 if a < b else 1


def _equal(ctx: Any, a: Value, b: Value) -> bool:
    return bool(a == b or abs(a - b) <= max(abs(a), abs(b)) * ctx.mpf(10) ** -45)


def _heaviside(ctx: Any, z: Value, at_zero: Value | None = None) -> Value:
    """The step; its value at 0 is 1/2 unless given, as in SymPy."""
    z = _real(ctx, z)
    if z == 0:
        return ctx.mpf(1) / 2 if at_zero is None else at_zero
    return ctx.one if z > 0 else ctx.zero


def _modulo(ctx: Any, a: Value, b: Value) -> Value:
    a, b = _real(ctx, a), _real(ctx, b)
    return TOO_LARGE if b != 0 and ctx.mag(a) - ctx.mag(b) > 1000 else a % b


def _piecewise(ctx: Any, *parts: Value) -> Value:
    """The first branch whose condition holds; the other branches need no value."""
    for value, condition in zip(parts[::2], parts[1::2], strict=True):
        if isinstance(condition, Outside):
            return condition
        if condition:
            return value
    return UNDEFINED


def _junction(decisive: bool) -> Callable[..., Value]:
    """`or` (decided by one True) and `and` (decided by one False)."""

    def function(ctx: Any, *parts: Value) -> Value:
        if any(part is decisive for part in parts):
            return decisive
        outside = _first_outside(list(parts))
        return (not decisive) if outside is None else outside

    return function


_OPERATIONS: dict[str, Callable[..., Value]] = {
    "add": _add,
    "mul": _multiply,
    "pow": _power,
    "pw": _piecewise,
    "and": _junction(False),
    "or": _junction(True),
    "not": lambda ctx, part: not part,
}

_RELATIONS: dict[str, Callable[..., Value]] = {
    "<": lambda ctx, a, b: _order(ctx, a, b) < 0,
    "<=": lambda ctx, a, b: _order(ctx, a, b) <= 0,
    ">": lambda ctx, a, b: _order(ctx, a, b) > 0,
    ">=": lambda ctx, a, b: _order(ctx, a, b) >= 0,
    "==": _equal,
    "!=": lambda ctx, a, b: not _equal(ctx, a, b),
}

_FUNCTIONS: dict[str, Callable[..., Value]] = {
    **{name: _bound_argument(name, 1e30) for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{name: _bound_argument(name, _LIMIT_EXP) for name in ("sinh", "cosh", "tanh")},
    **{
        name: _bound_argument(name, float("inf"))
        for name in ("sqrt", "asin", "acos", "atan", "asinh", "acosh", "atanh")
    },
    "erf": _bound_argument("erf", 300),
    "exp": _exp,
    "log": lambda ctx, z: ctx.log(z),
    "Abs": lambda ctx, z: abs(z),
    "sign": lambda ctx, z: z / abs(z) if z != 0 else ctx.zero,
    "re": lambda ctx, z: ctx.re(z),
    "im": lambda ctx, z: ctx.im(z),
    "conjugate": lambda ctx, z: ctx.conj(z),
    "floor": lambda ctx, z: ctx.floor(_real(ctx, z)),
    "ceiling": lambda ctx, z: ctx.ceil(_real(ctx, z)),
    "Max": lambda ctx, *zs: max(_real(ctx, z) for z in zs),
    "Min": lambda ctx, *zs: min(_real(ctx, z) for z in zs),
    "atan2": lambda ctx, y, x: ctx.atan2(_real(ctx, y), _real(ctx, x)),
    "Mod": _modulo,
    "Heaviside": _heaviside,
}

# What a step costs, in additions: the judge takes fewer points where an answer is long.
_COSTS = dict.fromkeys(_FUNCTIONS, 10) | {"pow": 12, "erf": 100} | dict.fromkeys(("Abs", "sign", "Max", "Min"), 2)
