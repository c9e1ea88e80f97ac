"""Decisions that depend on symbols: comparisons, choices by case, and the largest of several as an opaque symbol."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import sympy

from autograder.tracing.formula import Formula, Untraceable, formula, negative, symbol
from autograder.tracing.scalar import Scalar, combine_by_sympy, current_trace, to_scalar

_SIGN_LIMIT = 300  # expressions larger than this are not asked for their sign: SymPy may think for seconds
_AND: Any = np.logical_and
_OR: Any = np.logical_or


class Condition(Scalar):
    """A comparison that depends on the symbols: 1 where it holds and 0 where not, and a choice in `np.where`."""

    __slots__ = ("_size", "condition")

    def __init__(self, condition: Any, size: int = 3) -> None:
        self._formula = None  # as a number it is mostly not asked for
        self._size = size + 3
        self.condition = condition

    @property
    def formula(self) -> Formula:
        """1 where it holds, else 0."""
        if self._formula is None:
            self._formula = formula(sympy.Piecewise((1, self.condition), (0, True), evaluate=False))
        return self._formula

    @property
    def size(self) -> int:
        """How many parts it has."""
        return self._size

    def __bool__(self) -> bool:
        if self.condition in (sympy.true, sympy.false):
            return bool(self.condition)
        raise Untraceable("the code takes a decision (if, while, and, or, max) that depends on the values")

    def __and__(self, other: Any) -> Any:
        return _AND(self, other)

    def __or__(self, other: Any) -> Any:
        return _OR(self, other)

    __rand__, __ror__ = __and__, __or__

    def __invert__(self) -> Condition:
        return negate(self)


_RELATIONS: dict[str, tuple[Any, frozenset[str]]] = {
    # the relation, and the signs of left - right for which it holds
    "==": (sympy.Eq, frozenset("0")),
    "!=": (sympy.Ne, frozenset("+-")),
    "<": (sympy.Lt, frozenset("-")),
    "<=": (sympy.Le, frozenset("-0")),
    ">": (sympy.Gt, frozenset("+")),
    ">=": (sympy.Ge, frozenset("+0")),
}
_NAN, _LEAST = formula(sympy.nan), formula(-sympy.oo)
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
        cases.append(every([*earlier, here, to_scalar(test(Scalar(branch)))]))
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
    if test == sympy.true or yes.formula == no.formula:
        return yes
    if test == sympy.false:
        return no
    return combine_by_sympy(lambda a, b: sympy.Piecewise((a, test), (b, True), evaluate=False), yes, no)


def larger(left: Scalar, right: Scalar) -> Scalar:
    """`np.maximum` for one entry: by case against a number, |a| for a and -a, else opaque."""
    if left.formula.number or right.formula.number:
        return choose(compare(">", left, right), left, right)
    return abs(left) if left.formula == negative(right.formula) else maximum([left, right])


def smaller(left: Scalar, right: Scalar) -> Scalar:
    """`np.minimum` for one entry."""
    if left.formula.number or right.formula.number:
        return choose(compare("<", left, right), left, right)
    return -larger(-left, -right)


def maximum(values: Sequence[Scalar]) -> Scalar:
    """The largest of several, as an opaque real symbol.

    What does not depend on which one is largest (shifting logits by their maximum) is so proved for every shift.
    The symbol's name is made from the set it stands for: the same set has the same name in every process.
    """
    trace = current_trace()
    parts: set[Formula] = set()
    for value in values:
        parts |= trace.opaque.get(value.formula, frozenset([value.formula]))
    if _NAN in parts:
        return Scalar(_NAN)
    parts = parts - {_LEAST} or {_LEAST}
    numbers = [part for part in parts if part.number]
    top = [max(numbers, key=lambda part: part.expr)] if numbers else []
    members = frozenset([part for part in parts if not part.number] + top)
    if len(members) == 1:
        return Scalar(next(iter(members)))
    trace.step(1 + sum(value.size for value in values))
    text = "\n".join(sorted(str(member.tree()) for member in members))
    made = symbol("_max_" + hashlib.sha256(text.encode()).hexdigest()[:12])
    trace.opaque[made] = members
    return Scalar(made)
