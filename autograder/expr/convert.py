"""SymPy objects to trees and back. `to_tree` runs beside the learner's code, so what it gives is not trusted."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from autograder.expr.tree import (
    FLOAT,
    FUNCTIONS,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_ENTRIES,
    MAX_NODES,
    ExprError,
    Tree,
    children,
    is_name,
    walk,
)  # fmt: skip


def to_tree(value: object) -> Tree:
    """The tree of a SymPy object or a Python number, as it stands: nothing is simplified, evaluated or carried out.

    What has no place in a tree (an unevaluated `Derivative`, an unknown function) becomes `["bad", its name]`.
    Raises `ExprError` for other objects and beyond the bounds.

    >>> to_tree(Fraction(1, 3))
    ['rat', '1', '3']
    """
    try:
        return _Writer().write(value, 0)
    except ExprError:
        raise
    except Exception as error:  # noqa: BLE001 - a learner's own class may do anything in its attributes
        raise ExprError(f"this object cannot be read as an expression ({type(error).__name__})") from None


class _Writer:
    """One conversion: counts nodes on the way, so that a small object cannot unfold into an endless tree."""

    def __init__(self) -> None:
        self.nodes = 0

    def write(self, value: Any, depth: int) -> Tree:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ExprError(f"the expression is too large (more than {MAX_NODES} parts)")
        if depth > MAX_DEPTH:
            raise ExprError(f"the expression is nested too deeply (more than {MAX_DEPTH} levels)")
        number = _python_number(value)
        return number if number is not None else self._sympy(value, depth)

    def _all(self, values: Any, depth: int) -> list[Tree]:
        return [self.write(v, depth + 1) for v in values]

    def _sympy(self, value: Any, depth: int) -> Tree:
        import sympy

        leaf = _sympy_leaf(value)
        if leaf is not None:
            return leaf
        if isinstance(value, sympy.MatrixBase | sympy.MatrixExpr | sympy.NDimArray | sympy.Tuple):
            return self._matrix(value, depth)
        if not isinstance(value, sympy.Basic):
            raise ExprError(f"a {type(value).__name__} is not an expression")
        head = _heads().get(type(value))
        if isinstance(value, sympy.Piecewise):
            return [
                "pw",
                *([self.write(e, depth + 1), self.write(c, depth + 1)] for e, c in value.args),
            ]
        if isinstance(value, sympy.UnevaluatedExpr):
            return self.write(value.args[0], depth + 1)
        if head is None:
            return ["bad", _bad_name(value)]
        return [*head, *self._all(value.args, depth)]

    def _matrix(self, value: Any, depth: int) -> Tree:
        import sympy

        if isinstance(value, sympy.MatrixExpr | sympy.Tuple | sympy.NDimArray):
            shape = (len(value), 1) if isinstance(value, sympy.Tuple) else tuple(value.shape)
            if len(shape) > 2 or not all(str(s).isdigit() for s in shape):
                return ["bad", _bad_name(value)]
            if math.prod(int(s) for s in shape) > MAX_ENTRIES:
                raise ExprError(f"the matrix has more than {MAX_ENTRIES} entries")
            if not shape:
                return self.write(value[()], depth + 1)
            value = (
                value.as_explicit()
                if isinstance(value, sympy.MatrixExpr)
                else sympy.Matrix(list(value)).reshape(int(shape[0]), int(shape[1]) if len(shape) == 2 else 1)
            )
        if value.rows * value.cols > MAX_ENTRIES:
            raise ExprError(f"the matrix has more than {MAX_ENTRIES} entries")
        return ["mat", value.rows, value.cols, self._all(value.flat(), depth)]


def _python_number(value: Any) -> Tree | None:
    """The tree of a Python or NumPy number, else None."""
    if isinstance(value, bool):
        return ["true"] if value else ["false"]
    if isinstance(value, int):
        return ["int", _digits(value)]
    if isinstance(value, float):
        if math.isfinite(value):
            return ["flt", repr(float(value))]
        return ["const", "nan" if math.isnan(value) else "oo" if value > 0 else "-oo"]
    if isinstance(value, Fraction):
        return ["rat", _digits(value.numerator), _digits(value.denominator)]
    if isinstance(value, complex):
        real, imag = _python_number(value.real), _python_number(value.imag)
        return ["add", real, ["mul", imag, ["const", "I"]]]
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == () and value.dtype.kind in "biufc":
        return _python_number(value.item())
    return None


def _digits(number: int) -> str:
    number = int(number)
    small = number.bit_length() <= MAX_DIGITS * 4  # looked at first: str() of a giant integer takes for ever
    text = str(number) if small else ""
    if not 0 < len(text.lstrip("-")) <= MAX_DIGITS:
        raise ExprError(f"an integer has more than {MAX_DIGITS} digits")
    return text


def _sympy_leaf(value: Any) -> Tree | None:
    """Numbers, symbols, constants and truth values; None for everything with parts."""
    import sympy

    if isinstance(value, sympy.Symbol):
        name = value.name
        return ["sym", name] if is_name(name) else ["bad", "Symbol"]
    if isinstance(value, sympy.Rational):
        p, q = _digits(value.p), _digits(value.q)
        return ["int", p] if q == "1" else ["rat", p, q]
    if isinstance(value, sympy.Float):
        return _float_leaf(value)
    constant = _constants().get(value) if isinstance(value, sympy.Expr) and value.is_Atom else None
    if constant is not None:
        return ["const", constant]
    if value is sympy.true or value is sympy.false:
        return ["true"] if value is sympy.true else ["false"]
    return None


def _float_leaf(value: Any) -> Tree:
    """A SymPy Float with all its digits; 53 bits as Python would print them ("0.1", not "0.1000…05")."""
    from mpmath.libmp import repr_dps, to_str

    precision = value._prec  # noqa: SLF001 - SymPy has no public name for it
    digits = repr_dps(precision)
    if digits > MAX_DIGITS:
        raise ExprError(f"a decimal number has more than {MAX_DIGITS} digits")
    plain = precision <= 53 and abs(value) < 1e300
    text = repr(float(value)) if plain else to_str(value._mpf_, digits, min_fixed=-20, max_fixed=20)
    if not FLOAT.fullmatch(text):
        raise ExprError("a decimal number is out of range")
    return ["flt", text]


def _bad_name(value: object) -> str:
    """The class of a node that has no place in a tree, safe to print."""
    return re.sub(r"[^A-Za-z0-9_]", "", str(type(value).__name__))[:40] or "object"


@cache
def _constants() -> dict[Any, str]:
    import sympy

    s = sympy.S
    return {
        s.Pi: "pi", s.Exp1: "E", s.ImaginaryUnit: "I", s.Infinity: "oo", s.NegativeInfinity: "-oo", s.NaN: "nan",
        s.ComplexInfinity: "zoo", s.EulerGamma: "EulerGamma", s.GoldenRatio: "GoldenRatio", s.Catalan: "Catalan",
    }  # fmt: skip


@cache
def _heads() -> dict[type, tuple[str, ...]]:
    """SymPy class -> how its tree begins. Exact classes only: a subclass may mean anything."""
    import sympy

    heads: dict[type, tuple[str, ...]] = {getattr(sympy, n): ("fn", n) for n in FUNCTIONS if n != "sqrt"}
    heads |= {sympy.Add: ("add",), sympy.Mul: ("mul",), sympy.Pow: ("pow",)}
    heads |= {sympy.And: ("and",), sympy.Or: ("or",), sympy.Not: ("not",)}
    relations = zip(
        ["Lt", "Le", "Gt", "Ge", "Eq", "Ne"],
        ("<", "<=", ">", ">=", "==", "!="),
        strict=True,
    )
    return heads | {getattr(sympy, n): ("rel", sign) for n, sign in relations}


def from_tree(tree: Tree, assumptions: Mapping[str, Mapping[str, bool]] | None = None) -> Any:
    """The SymPy object of a checked tree, built without evaluating anything: `9**9**9` stays a power.

    Symbols are real unless `assumptions` (name -> SymPy assumptions) says otherwise.

    >>> from_tree(["add", ["sym", "x"], ["int", "1"]])
    x + 1
    """
    built: dict[int, Any] = {}
    known = assumptions or {}
    for node in reversed(walk(tree)):  # children before parents
        built[id(node)] = _build(node, [built[id(child)] for child in children(node)], known)
    return built[id(tree)]


def _build(node: Tree, parts: list[Any], assumptions: Mapping[str, Mapping[str, bool]]) -> Any:
    import sympy

    head = node[0]
    if head == "sym":
        return sympy.Symbol(node[1], **assumptions.get(node[1], {"real": True}))
    if head == "mat":
        return sympy.ImmutableMatrix(node[1], node[2], parts)
    if head == "pw":
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return sympy.Piecewise(
            *(sympy.functions.elementary.piecewise.ExprCondPair(e, c) for e, c in pairs),
            evaluate=False,
        )
    if head == "fn" and node[1] == "sqrt":
        return sympy.Pow(parts[0], sympy.S.Half, evaluate=False)
    if parts:
        return _classes()[tuple(node[:2]) if head in ("fn", "rel") else (head,)](*parts, evaluate=False)
    return _build_leaf(node)


def _build_leaf(node: Tree) -> Any:
    import sympy

    head = node[0]
    if head == "int":
        return sympy.Integer(int(node[1]))
    if head == "rat":
        return sympy.Rational(int(node[1]), int(node[2]))
    if head == "flt":
        return sympy.Float(
            node[1],
            max(
                15,
                sum(c.isdigit() for c in node[1].lower().split("e")[0].lstrip("-0.")),
            ),
        )
    if head == "const":
        return {name: constant for constant, name in _constants().items()}[node[1]]
    if head == "bad":
        return sympy.Function(node[1])()
    return sympy.true if head == "true" else sympy.false


@cache
def _classes() -> dict[tuple[str, ...], Any]:
    return {head: cls for cls, head in _heads().items()}
