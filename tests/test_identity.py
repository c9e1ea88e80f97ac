"""Formulas that are the same function are proved so; wrong ones never are; hostile trees do no harm."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy

from autograder.checks import algebra, identity
from autograder.checks.field import Points, prime_pool
from autograder.checks.identity import prove, same_function
from autograder.expr import Tree, to_tree
from autograder.tracing import run_traced, symbols

Function = Callable[..., Any]
LABELS = np.array([2, 0])


@cache
def plain(name: str, *shape: int) -> np.ndarray[Any, Any]:
    """The symbols `symbols(name, shape)` as a plain object array."""
    return symbols(name, shape).view(np.ndarray)


def trees(value: Any) -> list[Tree]:
    """All formulas of a result, in order, as trees."""
    if isinstance(value, np.ndarray):
        return [tree for item in value.ravel().tolist() for tree in trees(item)]
    if isinstance(value, list | tuple):
        return [tree for item in value for tree in trees(item)]
    return [to_tree(value)]


def status(function: Function, args: Sequence[Any], expected: Any) -> str:
    """The verdict on a NumPy function against expected formulas."""
    return prove(trees(run_traced(function, args)), trees(expected)).status


def softmax_formula() -> list[Any]:
    Z = plain("Z", 2, 3)
    return [[sympy.exp(z) / sympy.Add(*map(sympy.exp, row)) for z in row] for row in Z]


def log_sum_exp_formula() -> list[Any]:
    return [sympy.log(sympy.Add(*map(sympy.exp, row))) for row in plain("Z", 2, 3)]


def loss_formula() -> Any:
    Z = plain("Z", 2, 3)
    return sympy.Add(*(lse - Z[n, LABELS[n]] for n, lse in enumerate(log_sum_exp_formula()))) / 2


def log_softmax_formula() -> list[Any]:
    return [[z - lse for z in row] for row, lse in zip(plain("Z", 2, 3), log_sum_exp_formula(), strict=True)]


def gradient_formula() -> list[Any]:
    loss = loss_formula()
    return [sympy.diff(loss, z) for z in plain("Z", 2, 3).ravel()]


def jacobian_formula() -> list[Any]:
    z = plain("z", 3)
    total = sympy.Add(*map(sympy.exp, z))
    return [[sympy.diff(sympy.exp(a) / total, b) for b in z] for a in z]


def softmax(Z: Any) -> Any:
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_by_loops(Z: Any) -> Any:
    out = np.empty(Z.shape)
    for i, row in enumerate(Z):
        top = max(row)
        weights = [math.exp(z - top) for z in row]
        for j, w in enumerate(weights):
            out[i, j] = w / sum(weights)
    return out


def softmax_mean_shift(Z: Any) -> Any:
    e = np.exp(Z - Z.mean(axis=1)[:, None])
    return e / np.einsum("nc->n", e)[:, None]


def softmax_by_logs(Z: Any) -> Any:
    return np.exp(Z - np.log(np.exp(Z - Z.max()).sum(axis=1, keepdims=True)) - Z.max())


def softmax_gradient(Z: Any, y: Any) -> Any:
    dZ = softmax(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


def jacobian_by_outer(z: Any) -> Any:
    p = softmax(z[None])[0]
    return np.diag(p) - np.outer(p, p)


def jacobian_by_loops(z: Any) -> Any:
    p = softmax(z[None])[0]
    J = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            J[i, j] = p[i] * ((i == j) - p[j])
    return J


def cross_entropy(Z: Any, y: Any) -> Any:
    Z = Z - np.max(Z, axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y]))


ZS = symbols("Z", (2, 3))
RIGHT: list[tuple[Function, list[Any], Callable[[], Any]]] = [
    (softmax, [ZS], softmax_formula),
    (softmax_by_loops, [ZS], softmax_formula),
    (softmax_mean_shift, [ZS], softmax_formula),
    (softmax_by_logs, [ZS], softmax_formula),
    (lambda Z: Z.max(1) + np.log(np.exp(Z - Z.max(1)[:, None]).sum(1)), [ZS], log_sum_exp_formula),
    (lambda Z: Z.mean(1) + np.log(np.exp(Z - Z.mean(1, keepdims=True)).sum(1)), [ZS], log_sum_exp_formula),
    (lambda Z: np.logaddexp(np.logaddexp(Z[:, 0], Z[:, 1]), Z[:, 2]), [ZS], log_sum_exp_formula),
    (lambda Z: np.log(np.exp(Z).mean(1)) + np.log(3), [ZS], log_sum_exp_formula),
    (lambda Z: np.log(softmax(Z)), [ZS], log_softmax_formula),
    (lambda Z: Z - np.logaddexp.reduce(Z, axis=1, keepdims=True), [ZS], log_softmax_formula),
    (lambda Z: -np.log(np.exp(Z[:, None, :] - Z[:, :, None]).sum(-1)), [ZS], log_softmax_formula),
    (cross_entropy, [ZS, LABELS], loss_formula),
    (lambda Z, y: -np.log(softmax(Z)[range(2), y]).sum() / 2, [ZS, LABELS], loss_formula),
    (lambda Z, y: -np.sum(np.eye(3)[y] * np.log(softmax(Z))) * 0.5, [ZS, LABELS], loss_formula),
    (softmax_gradient, [ZS, LABELS], gradient_formula),
    (lambda Z, y: (softmax(Z) - np.eye(3)[y]) / Z.shape[0], [ZS, LABELS], gradient_formula),
    (jacobian_by_outer, [symbols("z", 3)], jacobian_formula),
    (jacobian_by_loops, [symbols("z", 3)], jacobian_formula),
]  # fmt: skip
WRONG: list[tuple[Function, list[Any], Callable[[], Any], str]] = [
    (lambda Z: np.exp(Z) / np.exp(Z).sum(0), [ZS], softmax_formula, "refuted"),
    (lambda Z: np.exp(Z) / np.exp(Z).sum(), [ZS], softmax_formula, "refuted"),
    (lambda Z: np.exp(Z - Z.max(1)[:, None]) / np.exp(Z - Z.max()).sum(1)[:, None], [ZS], softmax_formula, "unknown"),
    (lambda Z: np.log(np.exp(Z - Z.max(1)[:, None]).sum(1)), [ZS], log_sum_exp_formula, "unknown"),
    (lambda Z: 2 * softmax_gradient(Z, LABELS), [ZS], gradient_formula, "refuted"),
    (lambda Z: -softmax_gradient(Z, LABELS), [ZS], gradient_formula, "refuted"),
    (lambda Z: softmax_gradient(Z, LABELS) * softmax(Z), [ZS], gradient_formula, "refuted"),
    (lambda Z: cross_entropy(Z, LABELS) * 2, [ZS], loss_formula, "unknown"),
    (lambda Z: cross_entropy(softmax(Z), LABELS), [ZS], loss_formula, "unknown"),
    (lambda z: np.diag(softmax(z[None])[0]), [symbols("z", 3)], jacobian_formula, "refuted"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "args", "expected"), RIGHT)
def test_right_code_is_proved(function: Function, args: list[Any], expected: Callable[[], Any]) -> None:
    """Shifted, looped, logarithmic and fancy forms are the formula they should be."""
    assert status(function, args, expected()) == "proved"


@pytest.mark.parametrize(("function", "args", "expected", "verdict"), WRONG)
def test_wrong_code_is_not_proved(
    function: Function, args: list[Any], expected: Callable[[], Any], verdict: str
) -> None:
    """Wrong axes, factors and signs are refuted where nothing but exponentials occurs, else left undecided."""
    assert status(function, args, expected()) == verdict


x, y, z = sympy.symbols("x y z", real=True)
SIGMOID = 1 / (1 + sympy.exp(-z))
SOFTPLUS = sympy.log(1 + sympy.exp(z)) - y * z
step = sympy.Piecewise((1, z > 0), (0, True))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (sympy.exp(z) / (1 + sympy.exp(z)), SIGMOID),
        ((1 + sympy.tanh(z / 2)) / 2, SIGMOID),
        (sympy.exp(z / 2) / (2 * sympy.cosh(z / 2)), SIGMOID),
        (sympy.Piecewise((SIGMOID, z >= 0), (sympy.exp(z) / (1 + sympy.exp(z)), True)), SIGMOID),
        (sympy.exp(-sympy.log(1 + sympy.exp(-z))), SIGMOID),
        (sympy.Max(z, 0) - z * y + sympy.log(1 + sympy.exp(-sympy.Abs(z))), SOFTPLUS),
        (-y * sympy.log(SIGMOID) - (1 - y) * sympy.log(1 - SIGMOID), SOFTPLUS),
        (z / 2 - y * z + sympy.log(2 * sympy.cosh(z / 2)), SOFTPLUS),
        (y * sympy.log(1 + sympy.exp(-z)) + (1 - y) * sympy.log(1 + sympy.exp(z)), SOFTPLUS),
        ((z + sympy.Abs(z)) / 2, sympy.Max(z, 0)),
        (z * step, sympy.Max(0, z)),
        (-sympy.Min(-z, 0), sympy.Max(0, z)),
        (sympy.Max(x, y), sympy.Piecewise((x, x > y), (y, True))),
        (sympy.Abs(x - y), sympy.Max(x - y, y - x)),
        (sympy.Heaviside(z, 0), step),
        (sympy.sign(2 * z), sympy.sign(z)),
        ((1 - sympy.tanh(z) ** 2), 4 / (sympy.exp(z) + sympy.exp(-z)) ** 2),
        (sympy.exp(x * y + z), sympy.exp(z) * sympy.exp(y * x)),
        (x / sympy.sqrt(x**2 + y**2), x * sympy.sqrt(x**2 + y**2) / (x**2 + y**2)),
        (sympy.sqrt(x**2 / 2 + y**2 / 2 - (x / 2 + y / 2) ** 2), sympy.sqrt((x - y) ** 2 / 4, evaluate=False)),
        (sympy.log(6) + sympy.log(sympy.Rational(1, 4)), sympy.log(3) - sympy.log(2)),
        (x * 0.1 + x / 3, x * sympy.Rational(13, 30)),
        (2**z, sympy.exp(z * sympy.log(2))),
        (sympy.sin(x + y), sympy.sin(y + x)),
    ],
)
def test_forms_of_one_function_are_proved(a: Any, b: Any) -> None:
    """The usual ways to write sigmoid, softplus, ReLU and norms agree, by cases where they have any."""
    assert same_function(to_tree(a), to_tree(b)) == "proved"


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        (1 / (1 + sympy.exp(z)), SIGMOID, "refuted"),
        (x * y, x + y, "refuted"),
        (sympy.exp(x + y), sympy.exp(x) + sympy.exp(y), "refuted"),
        (sympy.E, sympy.Rational(271828, 100000), "refuted"),
        (sympy.Max(z, 0) + z * y + sympy.log(1 + sympy.exp(-sympy.Abs(z))), SOFTPLUS, "unknown"),
        (sympy.Piecewise((1, z >= 0), (0, True)), step, "unknown"),
        (sympy.Piecewise((z, z > -1), (0, True)), sympy.Max(z, 0), "unknown"),
        (sympy.Pow((x - y) ** 2, sympy.Rational(1, 2), evaluate=False), x - y, "unknown"),
        (sympy.log(x**2), 2 * sympy.log(x), "unknown"),
        (sympy.sin(x) ** 2 + sympy.cos(x) ** 2, sympy.Integer(1), "unknown"),
        (x + 0.123456789, x + sympy.Rational(123456788, 10**9), "unknown"),
        (sympy.Symbol("_max_a", real=True), x, "unknown"),
        (sympy.nan, sympy.nan, "unknown"),
        (sympy.oo, sympy.oo, "unknown"),
    ],
)
def test_different_functions_are_not_proved(a: Any, b: Any, verdict: str) -> None:
    """ReLU's other slope at 0, |x| for x and the like: never proved, refuted only when that is certain."""
    assert same_function(to_tree(a), to_tree(b)) == verdict


def test_layers_in_matrix_form_are_proved() -> None:
    """Forward and backward of an affine layer, mean squared error and attention."""
    X, W, b, D = symbols("X", (2, 3)), symbols("W", (3, 2)), symbols("b", (2,)), symbols("D", (2, 2))
    forward = sympy.Matrix(plain("X", 2, 3)) * sympy.Matrix(plain("W", 3, 2))
    loss = sympy.Add(*((forward[i, j] + plain("b", 2)[j]) * plain("D", 2, 2)[i, j] for i in range(2) for j in range(2)))
    expected = [sympy.diff(loss, s) for s in [*plain("X", 2, 3).ravel(), *plain("W", 3, 2).ravel(), *plain("b", 2)]]
    assert status(lambda D, X, W: (D @ W.T, X.T @ D, D.sum(0)), [D, X, W], expected) == "proved"
    assert status(lambda D, X, W: (D @ W.T, X.T @ D / 2, D.sum(0)), [D, X, W], expected) == "refuted"
    affine = [forward[i, j] + plain("b", 2)[j] for i in range(2) for j in range(2)]
    assert status(lambda X, W, b: np.einsum("nd,dm->nm", X, W) + b, [X, W, b], affine) == "proved"
    mean = (
        sympy.Add(*((s - t) ** 2 for s, t in zip(plain("D", 2, 2).ravel(), plain("X", 2, 2).ravel(), strict=True))) / 2
    )
    squared = lambda A, B: ((A - B) ** 2).sum() / len(A)  # noqa: E731 - one line of mathematics
    assert status(squared, [D, symbols("X", (2, 2))], mean) == "proved"


def attention(Q: Any, K: Any, V: Any) -> Any:
    return softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V


def unshifted_attention(Q: Any, K: Any, V: Any) -> Any:
    weights = np.exp(np.einsum("td,sd->ts", Q, K) * 2**-0.5)
    return weights @ V / weights.sum(1, keepdims=True)


def test_attention_is_proved_with_and_without_shift() -> None:
    """Exponentials of what is not linear are recognised by value."""
    args = [symbols("Q", (2, 2)), symbols("K", (2, 2)), symbols("V", (2, 1))]
    assert status(attention, args, run_traced(unshifted_attention, args)) == "proved"


@pytest.mark.parametrize("tree", [["add", ["int", "1"], ["int", "-2"]], ["mul", ["int", "0"], ["sym", "x"]]])
def test_signs_of_plain_numbers_are_known(tree: Tree) -> None:
    """A number that comes out of a sum or a product asks for no case distinction."""
    assert same_function(["fn", "Abs", tree], ["mul", ["int", "-1"], tree]) == "proved"


def int_tree(n: int) -> Tree:
    return ["int", str(n)]


def tower() -> Tree:
    tree = int_tree(9)
    for _ in range(100):
        tree = ["pow", int_tree(9), tree]
    return tree


def nested() -> Tree:
    tree: Tree = ["sym", "x"]
    for _ in range(149):
        tree = ["fn", "exp", tree]
    return tree


X_TREE: Tree = ["sym", "x"]
ZERO: Tree = ["add", X_TREE, ["mul", ["int", "-1"], X_TREE]]
HOSTILE: list[Any] = [
    tower(),
    nested(),
    ["pow", X_TREE, int_tree(10**900)],
    ["pow", ZERO, int_tree(-1)],
    ["fn", "log", ZERO],
    ["mul", *[["int", "9" * 1000]] * 1000],
    ["add", *[["fn", "log", ["add", X_TREE, int_tree(k)]] for k in range(1000)]],
    ["pw", *[[int_tree(k), ["rel", "<", ["sym", f"x{k}"], int_tree(0)]] for k in range(1000)]],
    ["mul", *[["pow", ["add", X_TREE, int_tree(k)], ["rat", "1", "2"]] for k in range(1000)]],
    ["flt", "1e99999"],
    ["const", "zoo"],
    ["bad", "Derivative"],
    ["rel", "<", X_TREE, X_TREE],
    ["mat", 1, 1, [X_TREE]],
    [],
    None,
    ["sym"],
    {"sym": "x"},
]


@pytest.mark.parametrize("tree", HOSTILE)
def test_hostile_trees_are_undecided(tree: Any) -> None:
    """Towers, zero denominators, thousands of cases and things that are no trees: no verdict, no exception."""
    assert same_function(tree, X_TREE) == "unknown"
    assert same_function(X_TREE, tree) == "unknown"


def test_a_multiple_of_the_primes_is_not_zero() -> None:
    """The primes are random and stay here: an integer that vanishes modulo all of them cannot be sent."""
    fixed = (2**61 - 1) * (2**31 - 1) * math.prod(n for n in range(2, 60))
    assert same_function(int_tree(fixed), int_tree(0)) == "refuted"
    assert len(set(prime_pool(64))) == 64


def test_a_proof_names_the_first_entry_that_is_missing() -> None:
    """`prove` reports the place: refuted before unknown, lengths first."""
    one, two = int_tree(1), int_tree(2)
    sine = ["add", ["pow", ["fn", "sin", X_TREE], two], ["pow", ["fn", "cos", X_TREE], two]]
    assert prove([one, two], [one, two]).status == "proved"
    assert (prove([sine, one], [one, two]).status, prove([sine, one], [one, two]).where) == ("refuted", 1)
    assert (prove([one, sine], [one, one]).status, prove([one, sine], [one, one]).where) == ("unknown", 1)
    assert prove([one], [one, one]).status == "refuted"


def test_verdicts_do_not_depend_on_the_draw() -> None:
    """Right and wrong pairs get the same verdict at fresh points, again and again."""
    right, wrong = (to_tree(SIGMOID), to_tree((1 + sympy.tanh(z / 2)) / 2)), (to_tree(x * y), to_tree(x * y + x))
    assert {same_function(*right) for _ in range(50)} == {"proved"}
    assert {same_function(*wrong) for _ in range(50)} == {"refuted"}


def test_points_are_exact_fractions() -> None:
    """A fraction times its denominator is its numerator in every field."""
    points = Points(4)
    third = points.constant(Fraction(1, 3))
    assert points.times(third, points.constant(Fraction(3))) == points.constant(Fraction(1))
    assert algebra.PARTS % math.lcm(*range(1, 17)) == 0
    assert identity.MAX_CASES >= 3**5
