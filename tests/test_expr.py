"""Trees: what SymPy objects become, what is refused, and that text reads back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from autograder.expr import (
    MAX_DEPTH,
    MAX_NODES,
    ExprError,
    Expression,
    Tree,
    check_tree,
    from_tree,
    has_float,
    show,
    size,
    symbols_of,
    to_tree,
)

x, y = sp.symbols("x y", real=True)

ROUND_TRIPS = [
    x + 1,
    -x / (y + 1),
    sp.exp(x) ** 2,
    sp.Piecewise((0, x < 0), (1, True)),
    sp.Heaviside(x, 0),
    sp.Max(x, y, 0) + sp.Min(x, 2),
    sp.sqrt(x) / 2 - 3 * y**-2,
    sp.pi * sp.E + sp.I - sp.EulerGamma,
    sp.And(x > 0, sp.Or(y < 1, sp.Eq(x, y))),
    sp.Mod(x, 3) + sp.atan2(x, y) + sp.Abs(x) + sp.sign(y),
    sp.Rational(-1, 3) * x,
    sp.ImmutableMatrix([[x, 1], [y, sp.sin(x)]]),
]


@pytest.mark.parametrize("expression", ROUND_TRIPS, ids=str)
def test_sympy_to_tree_and_back_is_the_same_object(expression: sp.Basic) -> None:
    """A tree carries an expression without change, through JSON too."""
    tree = check_tree(json.loads(json.dumps(to_tree(expression))))
    assert from_tree(tree) == expression


@pytest.mark.parametrize(
    ("value", "tree"),
    [
        (3, ["int", "3"]),
        (True, ["true"]),
        (0.1, ["flt", "0.1"]),
        (sp.Float("0.1"), ["flt", "0.1"]),
        (float("inf"), ["const", "oo"]),
        (np.float64(0.5), ["flt", "0.5"]),
        (np.int64(-2), ["int", "-2"]),
        (Fraction(-1, 2), ["rat", "-1", "2"]),
        (1j, ["add", ["flt", "0.0"], ["mul", ["flt", "1.0"], ["const", "I"]]]),
        (sp.Tuple(x, 1), ["mat", 2, 1, [["sym", "x"], ["int", "1"]]]),
        (sp.Array([[x, 1]]), ["mat", 1, 2, [["sym", "x"], ["int", "1"]]]),
        (sp.OneMatrix(1, 2), ["mat", 1, 2, [["int", "1"], ["int", "1"]]]),
        (sp.Derivative(sp.sin(x), x), ["bad", "Derivative"]),
        (sp.Function("f")(x), ["bad", "f"]),
        (sp.Symbol("__import__('os')"), ["bad", "Symbol"]),
        (sp.Symbol("x" * 61), ["bad", "Symbol"]),
        (sp.Symbol("z_1'"), ["sym", "z_1'"]),
        (sp.UnevaluatedExpr(x), ["sym", "x"]),
    ],
    ids=str,
)
def test_values_become_these_trees(value: object, tree: Tree) -> None:
    """Numbers of every kind, lists of SymPy's own, and what has no place in a tree."""
    assert to_tree(value) == tree
    assert check_tree(to_tree(value)) == tree


def test_all_digits_of_a_long_float_are_kept() -> None:
    """50 digits stay 50 digits."""
    text = to_tree(sp.Float("0.12345678901234567890123456789012345678901234567891", 50))[1]
    assert text.startswith("0.1234567890123456789012345678901234567890123456789")


def test_an_unevaluated_power_tower_stays_one() -> None:
    """Neither direction computes 9**9**9."""
    tower = sp.Pow(9, sp.Pow(9, 9, evaluate=False), evaluate=False)
    tree = to_tree(tower)
    assert tree == ["pow", ["int", "9"], ["pow", ["int", "9"], ["int", "9"]]]
    assert from_tree(tree) == tower


class Shifty(sp.Expr):
    """A learner's class whose parts cannot be trusted."""

    @property
    def args(self) -> Any:
        raise RuntimeError("no")


class Nameless(sp.Symbol):
    """A symbol whose name is no text."""

    name = property(lambda self: iter(int, 1), lambda self, value: None)


def test_hostile_objects_do_no_harm() -> None:
    """A subclass is named, never followed."""
    assert to_tree(Shifty()) == ["bad", "Shifty"]
    assert to_tree(Nameless("x")) == ["bad", "Symbol"]


def deep(levels: int) -> Tree:
    """Nested sines."""
    tree: Tree = ["sym", "x"]
    for _ in range(levels):
        tree = ["fn", "sin", tree]
    return tree


def nested(levels: int) -> sp.Expr:
    """The same in SymPy."""
    expression: sp.Expr = x
    for _ in range(levels):
        expression = sp.sin(expression, evaluate=False)
    return expression


def shared(levels: int) -> sp.Expr:
    """A small object that unfolds into 2**levels parts."""
    expression: sp.Expr = x
    for _ in range(levels):
        expression = sp.Mul(sp.sin(expression), sp.cos(expression), evaluate=False)
    return expression


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (10**1001, "digits"),
        (sp.Integer(10) ** 1001, "digits"),
        (sp.Float(1, 2000), "digits"),
        (nested(MAX_DEPTH + 1), "deeply"),
        (shared(20), "large"),
        (sp.ZeroMatrix(40, 40), "entries"),
        ([x], "list"),
        (object(), "object"),
        ({"a": x}, "dict"),
    ],
    ids=["int", "Integer", "Float", "deep", "shared", "matrix", "list", "object", "dict"],
)
def test_what_is_no_expression_within_the_bounds_is_refused_with_the_reason(value: object, reason: str) -> None:
    """The message names the bound."""
    with pytest.raises(ExprError, match=reason):
        to_tree(value)


def cyclic() -> list[Any]:
    """A list that contains itself."""
    tree: list[Any] = ["add", ["sym", "x"]]
    tree.append(tree)
    return tree


def malformed() -> Iterator[object]:
    """Objects that look like trees."""
    yield from (None, 3, "x", [], {}, ["add"], ["sym"], ["sym", 3], ["sym", "a b"], ["sym", "'"], [["sym", "x"]])
    yield from (["int", 3], ["int", "1e3"], ["int", ""], ["int", "9" * 1100], ["rat", "1", "0"], ["rat", "1", "-00"])
    yield from (["flt", "1e999999"], ["flt", "nan"], ["const", "exec"], ["pow", ["int", "1"]], ["true", 1], ["not"])
    yield from (["fn", "system", ["sym", "x"]], ["fn"], ["fn", "exp"], ["fn", ["exp"], ["sym", "x"]], ["bad", "a b"])
    yield from (["fn", "exp", ["true"]], ["and", ["sym", "x"]], ["add", ["mat", 1, 1, [["int", "1"]]], ["int", "1"]])
    yield from (["pw", ["int", "1"]], ["pw", [["int", "1"], ["sym", "x"]]], ["rel", "is", ["int", "1"], ["int", "1"]])
    yield from (["mat", 2, 1, [["int", "1"]]], ["mat", 0, 0, []], ["mat", True, 1, [["int", "1"]]], ("sym", "x"))
    yield from (deep(MAX_DEPTH + 1), cyclic(), ["add", *([["int", "1"]] * (MAX_NODES + 1))])


@pytest.mark.parametrize("obj", list(malformed()), ids=lambda obj: str(obj)[:40])
def test_a_received_object_that_is_no_tree_is_refused(obj: object) -> None:
    """`check_tree` stands between the wire and everything else."""
    with pytest.raises(ExprError):
        check_tree(obj)


def test_the_deepest_and_the_largest_tree_pass() -> None:
    """The bounds themselves are allowed, and nothing recurses."""
    assert size(check_tree(deep(MAX_DEPTH))) == MAX_DEPTH + 1
    assert size(check_tree(["add", *([["int", "1"]] * (MAX_NODES - 1))])) == MAX_NODES
    assert from_tree(deep(MAX_DEPTH)) is not None
    assert len(show(deep(MAX_DEPTH))) == 300


def test_looking_at_a_tree() -> None:
    """Letters, decimals and size."""
    tree = to_tree(x * sp.exp(y) + sp.Float("0.5"))
    assert symbols_of(tree) == {"x", "y"}
    assert has_float(tree)
    assert not has_float(to_tree(x / 2))
    assert size(tree) == 6


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (-x / 3, "-x/3"),
        (x - y, "x - y"),
        ((x + y) * 2, "2*x + 2*y"),
        (x**-2, "1/x**2"),
        ((-x - 1) ** 3, "(-1 - x)**3"),
        (sp.sqrt(x + 1) / 2, "sqrt(1 + x)/2"),
        (sp.Pow(2, -x), "2**(-x)"),
        (sp.Piecewise((0, x < 0), (x, True)), "Piecewise((0, x < 0), (x, True))"),
        (sp.Matrix([[x, y]]), "[[x, y]]"),
        (sp.Derivative(sp.sin(x), x), "Derivative(…)"),
    ],
    ids=str,
)
def test_text_is_what_a_learner_would_write(expression: sp.Basic, text: str) -> None:
    """Infix, with few brackets."""
    assert show(to_tree(expression)) == text
    assert str(Expression(to_tree(expression))) == text


def test_symbols_take_the_assumptions_asked_for() -> None:
    """Real unless said otherwise."""
    assert from_tree(["sym", "x"]) == sp.Symbol("x", real=True)
    assert from_tree(["sym", "x"], {"x": {"positive": True}}) == sp.Symbol("x", positive=True)
