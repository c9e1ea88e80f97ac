"""Formulas as small nodes, put in order as they are made, at a fraction of what SymPy takes for it.

Sums and products are flat, their equal parts collected and sorted, so code that computes the same gives the same
formula in every process. What needs more than rational numbers, symbols, sums, products, whole powers and a few
functions is left to SymPy, and stands in a formula as a whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy

from autograder.expr import MAX_DEPTH, MAX_NODES, Tree, to_tree

FUNCTIONS: dict[str, Any] = {name: getattr(sympy, name) for name in ("exp", "log", "sinh", "cosh", "tanh")}
_CODES = {head: code for code, head in enumerate(("add", "scale", "mul", "pow", *FUNCTIONS), 10)}
_INEXACT = (sympy.Float, sympy.oo, -sympy.oo, sympy.nan, sympy.zoo)


class Untraceable(TypeError):
    """The code cannot be followed on symbols; the message says in one sentence what stopped it."""


TOO_LARGE = "the formula this code builds on symbols is too large"


class Formula:
    """One node. Make it with the functions below, which keep the order: equal formulas are equal nodes.

    `head` and `args`: "num" (an int or a Fraction), "sym" (a name), "add" (terms), "scale" (a number and what it
    multiplies), "mul" (factors, no number among them), "pow" (a node and a whole number), a name of `FUNCTIONS` (a
    node), "sympy" (anything else). Raises `Untraceable` for what is larger than may cross the wire.
    """

    __slots__ = ("_expr", "args", "depth", "exact", "head", "key", "number", "size")

    def __init__(self, head: str, args: tuple[Any, ...], key: int, parts: Sequence[Formula]) -> None:
        self.head = head
        self.args = args
        self.key = key  # the same in every process
        self.size = 1
        depth = 1
        self.number = self.exact = True  # no symbols; neither rounded nor infinite numbers
        self._expr: Any = None
        for part in parts:
            self.size += part.size
            self.number &= part.number
            self.exact &= part.exact
            depth = max(depth, part.depth + 1)
        self.depth: int = depth
        if self.size > MAX_NODES or depth > MAX_DEPTH:
            raise Untraceable(TOO_LARGE)

    def __hash__(self) -> int:
        return self.key

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Formula):
            return self is other
        return self.key == other.key and self.head == other.head and self.args == other.args

    def __repr__(self) -> str:
        return str(self.expr)

    @property
    def expr(self) -> Any:
        """The same for SymPy, worked out by SymPy's own rules."""
        if self._expr is None:
            self._expr = _to_sympy(self)
        return self._expr

    def _sympy_(self) -> Any:
        return self.expr

    def tree(self) -> Tree:
        """The same as it crosses the wire. Raises `ExprError` for numbers of too many digits."""
        head, args = self.head, self.args
        if head == "sym":
            return ["sym", args[0]]
        if head == "num":
            return to_tree(args[0])
        if head in ("add", "mul"):
            return [head, *(part.tree() for part in args)]
        if head == "scale":
            core = args[1]
            return ["mul", number(args[0]).tree(), *(p.tree() for p in (core.args if core.head == "mul" else (core,)))]
        if head == "pow":
            return ["pow", args[0].tree(), to_tree(args[1])]
        return to_tree(args[0]) if head == "sympy" else ["fn", head, args[0].tree()]


def _to_sympy(node: Formula) -> Any:
    head, args = node.head, node.args
    if head == "sympy":
        return args[0]
    if head == "sym":
        return sympy.Symbol(args[0], real=True)
    if head == "num":
        return sympy.Rational(args[0].numerator, args[0].denominator)
    if head == "scale":
        return sympy.Rational(args[0].numerator, args[0].denominator) * args[1].expr
    if head == "pow":
        return args[0].expr ** args[1]
    parts = [part.expr for part in args]
    if head == "exp":
        return sympy_exp(parts[0])
    if head == "log":
        return sympy_log(parts[0])
    return {"add": sympy.Add, "mul": sympy.Mul, **FUNCTIONS}[head](*parts)


def sympy_log(x: Any) -> Any:
    """`sympy.log`, without the search for the sign of a sum, which it makes to find logarithms of zero only."""
    return sympy.log(x, evaluate=False) if x.is_Add and not x.is_number else sympy.log(x)


def sympy_exp(x: Any) -> Any:
    """`sympy.exp`, without the search for logarithms among the terms of a sum where there are only symbols."""
    return sympy.exp(x, evaluate=False) if x.is_Add and all(map(_is_multiple, x.args)) else sympy.exp(x)


def _is_multiple(term: Any) -> bool:
    """Whether a term is a symbol or a whole multiple of one."""
    if term.is_Mul and len(term.args) == 2 and term.args[0].is_Integer:
        term = term.args[1]
    return bool(term.is_Symbol)


# ---------------------------------------------------------------- leaves


def _mixed(*numbers: int) -> int:
    """One number for several. Python gives -1 and -2 the same hash."""
    return hash(tuple([2 * n for n in numbers]))


def number(value: Fraction | int) -> Formula:
    """A rational number."""
    value = _plain(value)
    return Formula("num", (value,), _mixed(0, value.numerator, value.denominator), ())


def _plain(value: Fraction | int) -> Fraction | int:
    """A whole number as an int, which computes ten times as fast."""
    return value.numerator if value.denominator == 1 else value


ZERO, ONE = number(0), number(1)


@lru_cache(4096)
def symbol(name: str) -> Formula:
    """A real symbol."""
    node = Formula("sym", (name,), zlib.crc32(name.encode()), ())
    node.number = False
    return node


def formula(expr: Any) -> Formula:
    """The formula of a SymPy expression."""
    if expr.is_Symbol and expr.is_real and expr == sympy.Symbol(expr.name, real=True):
        return symbol(expr.name)
    if expr.is_Rational:
        return number(Fraction(expr.p, expr.q))
    if expr.has(*_INEXACT):
        return _opaque(expr)
    if expr.is_Add:
        return add([formula(part) for part in expr.args])
    if expr.is_Mul:
        return mul([formula(part) for part in expr.args])
    if expr.is_Pow and expr.exp.is_Integer and expr.base.free_symbols:
        base = formula(expr.base)
        if base.head != "sympy":
            return whole_power(base, int(expr.exp))
    for name, function in FUNCTIONS.items():
        if type(expr) is function and expr.free_symbols:
            return apply(name, formula(expr.args[0]))
    return _opaque(expr)


def _opaque(expr: Any) -> Formula:
    key, size = _measured(expr)
    node = Formula("sympy", (expr,), key, ())
    node.number = bool(expr.is_number)
    node.exact = not expr.has(*_INEXACT)
    node.size = size
    return node


def _measured(expr: Any) -> tuple[int, int]:
    """A number for a SymPy expression that is the same in every process, which its hash is not; and its size."""
    if not expr.args:
        return zlib.crc32(str(expr).encode()), 1
    parts = [_measured(part) for part in expr.args]
    return _mixed(zlib.crc32(type(expr).__name__.encode()), *(key for key, _ in parts)), 1 + sum(n for _, n in parts)


# ---------------------------------------------------------------- operations


def _left_to_sympy(build: Callable[..., Any], parts: Iterable[Formula]) -> Formula:
    """The operation carried out by SymPy: on rounded and infinite numbers, and on numbers that are not rational."""
    return formula(build(*(part.expr for part in parts)))


def add(parts: Sequence[Formula]) -> Formula:
    """The sum, equal terms collected."""
    if not all(part.exact for part in parts):
        return _left_to_sympy(sympy.Add, parts)
    constant: Any = 0
    terms: dict[Formula, Any] = {}
    for part in parts:
        for term in part.args if part.head == "add" else (part,):
            if term.head == "num":
                constant += term.args[0]
            elif term.head == "scale":
                c, core = term.args
                terms[core] = terms.get(core, 0) + c
            else:
                terms[term] = terms.get(term, 0) + 1
    found = [_scaled(c, core) for core, c in terms.items() if c]
    if constant or not found:
        found.append(number(constant))
    if len(found) == 1:
        return found[0]
    return _node("add", sorted(found, key=_key))


def mul(parts: Sequence[Formula]) -> Formula:
    """The product, equal factors collected and exponentials joined."""
    if not all(part.exact for part in parts):
        return _left_to_sympy(sympy.Mul, parts)
    coefficient, powers, exponents = _factors(parts)
    if not coefficient:
        return ZERO
    found = [base if n == 1 else whole_power(base, n) for base, n in powers.items() if n]
    if exponents:
        found.append(apply("exp", exponents[0] if len(exponents) == 1 else add(exponents)))
    if len(found) > 1 and any(
        factor.head in ("num", "scale", "mul") for factor in found
    ):  # a root of a number, squared
        return mul([number(coefficient), *found])
    if not found:
        return number(coefficient)
    return _scaled(coefficient, found[0] if len(found) == 1 else _node("mul", sorted(found, key=_key)))


def _factors(parts: Sequence[Formula]) -> tuple[Any, dict[Formula, int], list[Formula]]:
    """What several parts multiply: a number, powers, and exponentials of these."""
    coefficient: Any = 1
    powers: dict[Formula, int] = {}
    exponents: list[Formula] = []
    for part in parts:
        core = part
        if part.head in ("num", "scale"):
            coefficient *= part.args[0]
            core = ONE if part.head == "num" else part.args[1]
        for factor in core.args if core.head == "mul" else (core,):
            if factor.head == "exp":
                exponents.append(factor.args[0])
            elif factor.head == "pow":
                base, n = factor.args
                powers[base] = powers.get(base, 0) + n
            elif factor is not ONE:
                powers[factor] = powers.get(factor, 0) + 1
    return coefficient, powers, exponents


def _scaled(c: Any, core: Formula) -> Formula:
    """A multiple. A number is taken into a sum, as SymPy does."""
    if c == 1:
        return core
    if core.head == "num":
        return number(c * core.args[0])
    if core.head == "scale":
        return _scaled(c * core.args[0], core.args[1])
    if core.head == "add":
        return add([_scaled(c, term) for term in core.args])
    c = _plain(c)
    return Formula("scale", (c, core), _mixed(_CODES["scale"], c.numerator, c.denominator, core.key), (core, ONE))


def negative(part: Formula) -> Formula:
    """The opposite."""
    return _scaled(-1, part) if part.exact else _left_to_sympy(lambda x: -x, [part])


def subtract(a: Formula, b: Formula) -> Formula:
    """The difference."""
    return add([a, negative(b)])


def divide(a: Formula, b: Formula) -> Formula:
    """The quotient."""
    return mul([a, whole_power(b, -1)])


def whole_power(base: Formula, n: int) -> Formula:
    """A power with a whole exponent."""
    if n == 1:
        return base
    head, args = base.head, base.args
    if head == "sympy" or not base.exact or (head == "num" and (n < 0 and not args[0])):
        return formula(base.expr**n)
    if n == 0:
        return ONE
    if head == "num":
        return number(Fraction(args[0]) ** n)
    if head == "pow":
        return whole_power(args[0], args[1] * n)
    if head == "exp":
        return apply("exp", _scaled(n, args[0]))
    if head == "scale":
        return _scaled(Fraction(args[0]) ** n, whole_power(args[1], n))
    if head == "mul":
        return mul([whole_power(factor, n) for factor in args])
    return Formula("pow", (base, n), _mixed(_CODES["pow"], base.key, n), (base, ONE))


def apply(name: str, part: Formula) -> Formula:
    """One of `FUNCTIONS`."""
    if part.number or not part.exact:
        return _left_to_sympy(FUNCTIONS[name], [part])
    if (name, part.head) in (("exp", "log"), ("log", "exp")):
        inner: Formula = part.args[0]
        return inner
    return _node(name, [part])


def _node(head: str, parts: Sequence[Formula]) -> Formula:
    return Formula(head, tuple(parts), _mixed(_CODES[head], *[part.key for part in parts]), parts)


def _key(part: Formula) -> int:
    return part.key


__all__ = [
    "FUNCTIONS",
    "ONE",
    "TOO_LARGE",
    "ZERO",
    "Formula",
    "Untraceable",
    "add",
    "apply",
    "divide",
    "formula",
    "mul",
    "negative",
    "number",
    "subtract",
    "symbol",
    "whole_power",
]
