"""Formulas: the same functions as SymPy's, in one order whatever the code that makes them, and bounded."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from autograder.expr import check_tree, from_tree
from autograder.tracing.formula import (
    FUNCTIONS,
    ONE,
    ZERO,
    Formula,
    Untraceable,
    add,
    apply,
    divide,
    formula,
    mul,
    negative,
    number,
    subtract,
    symbol,
    whole_power,
)

x, y, z = (symbol(name) for name in "xyz")
X, Y, Z = sympy.symbols("x y z", real=True)
POINT = {"x": 0.7, "y": -1.3, "z": 0.4}
ROOT = formula(sympy.sqrt(2))

leaves = st.sampled_from([x, y, z, ONE, ZERO, number(Fraction(-2, 3)), number(5), ROOT, formula(sympy.Abs(X))])
formulas = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map(add)
        | st.lists(inner, min_size=1, max_size=4).map(mul)
        | st.tuples(inner, st.integers(-3, 3)).map(lambda pair: whole_power(*pair))
        | st.tuples(st.sampled_from(["exp", "tanh"]), inner).map(lambda pair: apply(*pair))
        | st.tuples(inner, inner).map(lambda pair: subtract(*pair))
        | inner.map(negative)
    ),
    max_leaves=12,
)


def value(expression: Any) -> complex:
    """A SymPy expression at one point."""
    return complex(sympy.N(expression.subs({s: POINT[s.name] for s in expression.free_symbols}), 30))


def by_its_nodes(node: Formula) -> Any:
    """The value of a formula, worked out from its nodes alone."""
    head, args = node.head, node.args
    if head == "num":
        return sympy.Rational(*args[0].as_integer_ratio())
    if head == "sympy":
        return args[0].subs({s: sympy.Float(POINT[s.name], 60) for s in args[0].free_symbols})
    if head == "sym":
        return sympy.Float(POINT[args[0]], 60)
    if head in ("scale", "pow"):
        pair = [
            by_its_nodes(arg) if isinstance(arg, Formula) else sympy.Rational(*arg.as_integer_ratio()) for arg in args
        ]
        return pair[0] * pair[1] if head == "scale" else pair[0] ** pair[1]
    parts = [by_its_nodes(arg) for arg in args]
    return {"add": sympy.Add, "mul": sympy.Mul, **FUNCTIONS}[head](*parts)


@given(formulas)
def test_nodes_sympy_and_tree_are_the_same_function(made: Formula) -> None:
    """Whatever was collected and put in order; where it is defined."""
    expected = by_its_nodes(made)
    if not made.exact or not expected.is_finite or abs(expected) > 1e12:
        return
    assert value(made.expr) == pytest.approx(complex(expected), rel=1e-9, abs=1e-9)
    assert value(from_tree(check_tree(made.tree()))) == pytest.approx(complex(expected), rel=1e-9, abs=1e-9)


@given(st.permutations([x, y, negative(x), apply("exp", x), number(2), divide(y, x), ROOT]), st.integers(1, 6))
def test_the_order_of_terms_and_factors_does_not_matter(parts: list[Formula], cut: int) -> None:
    """Nor how they are grouped: the nodes are equal."""
    assert add([add(parts[:cut]), add(parts[cut:])]) == add(sorted(parts, key=str))
    assert mul([mul(parts[:cut]), mul(parts[cut:])]) == mul(sorted(parts, key=str))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (subtract(x, x), ZERO),
        (add([x, y, x]), add([mul([number(2), x]), y])),
        (mul([x, x, whole_power(x, -1)]), x),
        (mul([apply("exp", x), apply("exp", y)]), apply("exp", add([y, x]))),
        (divide(apply("exp", x), apply("exp", x)), ONE),
        (whole_power(apply("exp", x), -2), apply("exp", mul([number(-2), x]))),
        (apply("log", apply("exp", subtract(x, y))), subtract(x, y)),
        (negative(add([x, negative(y)])), subtract(y, x)),
        (mul([ROOT, ROOT, x]), mul([x, number(2)])),
        (divide(number(1), number(3)), number(Fraction(1, 3))),
        (whole_power(mul([number(2), x, y]), 2), mul([number(4), whole_power(x, 2), whole_power(y, 2)])),
        (formula(sympy.exp(X) / (1 + sympy.exp(X))), divide(apply("exp", x), add([apply("exp", x), ONE]))),
    ],
)
def test_equal_parts_are_collected(made: Formula, expected: Formula) -> None:
    """As SymPy would; and SymPy agrees."""
    assert made == expected
    assert hash(made) == hash(expected)
    assert sympy.simplify(made.expr - expected.expr) == 0


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (divide(ONE, ZERO), sympy.zoo),
        (divide(ZERO, ZERO), sympy.nan),
        (add([formula(sympy.oo), x]), sympy.oo + X),
        (mul([ZERO, formula(sympy.oo)]), sympy.nan),
        (add([formula(-sympy.oo), formula(sympy.oo)]), sympy.nan),
        (apply("exp", formula(-sympy.oo)), sympy.Integer(0)),
        (mul([x, formula(sympy.Float(0.123))]), X * sympy.Float(0.123)),
        (apply("log", number(1)), sympy.Integer(0)),
        (apply("tanh", ZERO), sympy.Integer(0)),
    ],
)
def test_what_is_not_finite_or_exact_is_left_to_sympy(made: Formula, expected: Any) -> None:
    """Zero, infinity and rounded numbers, by SymPy's rules."""
    assert made.expr == expected


def grow(step: Callable[[Formula], Formula]) -> None:
    made = x
    for _ in range(1000):
        made = step(made)
        check_tree(made.tree())


def doubled(made: Formula) -> Formula:
    return add([mul([made, add([made, ONE])]), x])


@pytest.mark.parametrize(
    "step", [doubled, lambda made: add([apply("exp", made), x]), lambda made: whole_power(add([made, y]), -1)]
)
def test_a_formula_is_never_larger_than_what_may_cross(step: Callable[[Formula], Formula]) -> None:
    """Neither in size nor in depth."""
    with pytest.raises(Untraceable, match="too large"):
        grow(step)


def test_the_order_is_the_same_in_every_process() -> None:
    """Python's hashes of text are not."""
    program = (
        "import sympy as sp; from autograder.tracing.formula import *; X, Y = sp.symbols('x y', real=True)\n"
        "print(add([formula(sp.Abs(X) + Y), symbol('z'), apply('exp', symbol('y')), formula(sp.sqrt(3))]).tree())"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=dict(os.environ, PYTHONHASHSEED=seed), capture_output=True, text=True, check=True,
        ).stdout
        for seed in "123"
    ]  # fmt: skip
    assert len(set(said)) == 1
    assert math.prod(text.count("Abs") for text in said) == 1
