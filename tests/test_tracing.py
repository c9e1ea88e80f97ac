"""NumPy code runs on symbols and gives the formula it computes, or says why it cannot be followed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy

from autograder.tracing import Scalar, SymbolicArray, Untraceable, run_traced, symbols, tracing

Z = symbols("Z", (2, 3))
X = symbols("X", (2, 3))
W = symbols("W", (3, 2))
v = symbols("v", 3)
LABELS = np.array([2, 0])
POINT = np.array([[0.3, -1.2, 0.7], [1.1, 0.4, -0.6]])


def entries(formulas: Any) -> np.ndarray[Any, Any]:
    """Formulas as a plain object array."""
    return np.array(formulas, dtype=object).view(np.ndarray)


def at_point(formula: Any, values: dict[str, float]) -> float:
    """A formula as a number; maxima are replaced by 0, so only shift-invariant formulas may hold one."""
    point = {s: values.get(s.name, 0.0) for s in formula.free_symbols}
    return float(sympy.N(formula.subs(point)))


def fill(name: str, array: np.ndarray[Any, Any]) -> dict[str, float]:
    """Numbers for the symbols that `symbols(name, …)` makes."""
    return {"_".join([name, *map(str, place)]): float(array[place]) for place in np.ndindex(*array.shape)}


def row_softmax(Z: Any) -> Any:
    shifted = np.exp(Z - Z.max(axis=1, keepdims=True))
    return shifted / np.sum(shifted, axis=1, keepdims=True)


def loop_softmax(Z: Any) -> Any:
    out = np.zeros(Z.shape)
    for i in range(len(Z)):
        top = max(Z[i])
        total = 0.0
        for j in range(Z.shape[1]):
            total += math.exp(Z[i, j] - top)
        for j in range(Z.shape[1]):
            out[i, j] = math.exp(Z[i][j] - top) / total
    return out


def careful_softmax(Z: Any) -> Any:
    Z = np.asarray(Z, dtype=np.float64)
    top = np.max(Z, axis=-1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    out = np.empty_like(Z)
    np.exp(Z - top, out=out)
    out /= out.sum(axis=-1)[:, None]
    return out.astype(float)


def in_place(Z: Any) -> Any:
    out = Z.copy()
    out += 1
    out *= 2
    out -= Z
    out[0] = out[0] / 2
    out[:, 1] **= 2
    return out


def assembled(Z: Any) -> Any:
    top = np.hstack([Z[:, :1], np.zeros((2, 1))])
    return np.vstack([top, np.column_stack([Z[0, :2], np.ones(2)]), np.concatenate([Z[:1, 1:], np.full((1, 2), 0.5)])])


def moved(Z: Any) -> Any:
    wide = np.moveaxis(np.expand_dims(Z, 0), 0, -1).squeeze(-1)
    return (
        np.tile(wide.swapaxes(0, 1).ravel().reshape(3, 2), (1, 2)),
        np.repeat(Z.T, 2, axis=0),
        np.broadcast_to(Z[0], (2, 3)),
    )


def products(X: Any, W: Any) -> Any:
    return [
        X @ W,
        np.dot(X, W),
        X.dot(W),
        np.matmul(X, W),
        np.einsum("nd,dm->nm", X, W),
        np.tensordot(X, W, axes=1),
        np.inner(X, W.T),
    ]


FOLLOWED: list[Callable[..., Any]] = [
    row_softmax,
    loop_softmax,
    careful_softmax,
    in_place,
    assembled,
    moved,
    lambda Z: np.array([[math.exp(a) / sum(math.exp(b) for b in row) for a in row] for row in Z.tolist()]),
    lambda Z: np.stack([row_softmax(row[None])[0] for row in Z]),
    lambda Z: np.apply_along_axis(lambda r: np.exp(r) / np.exp(r).sum(), 1, Z),
    np.vectorize(lambda t: 1 / (1 + math.exp(-t))),
    lambda Z: 0 + np.logaddexp.reduce(Z, axis=1),
    lambda Z: np.log1p(np.exp(-np.abs(Z))) + np.maximum(Z, 0),
    lambda Z: np.where(Z > 0, Z, 0.0) + (Z <= 0) * np.expm1(Z),
    lambda Z: np.clip(Z, -1, 1) + np.minimum(Z, 0.25) + np.sign(Z) + Z.clip(0, None),
    lambda Z: np.linalg.norm(Z, axis=1) + np.sqrt(np.square(Z).sum(axis=1)),
    lambda Z: [Z.mean(), Z.mean(axis=0), np.var(Z, axis=1), Z.std()],
    lambda Z: [np.prod(Z, axis=0), np.cumsum(Z, axis=1), Z.sum((0, 1))],
    lambda Z: float(-np.mean(Z[np.arange(len(LABELS)), LABELS])),
    lambda Z: np.take_along_axis(Z, LABELS[:, None], axis=1).squeeze(1),
    lambda Z: np.eye(3)[LABELS] * Z - np.diag(np.diag(Z[:, :2])).sum(),
    lambda Z: np.outer(Z[0], Z[1]) + np.diagflat(Z[0]) - np.identity(3),
    lambda Z: sum(np.tanh(a) * b for a, b in zip(Z[0], Z[1], strict=True)),
    lambda Z: np.sum([a * a for a in Z[0]]) + np.mean([Z[0, 0], 2.0]),
    lambda Z: Z[Z.shape[0] - 1, ::-1] * (1 / 3) + np.float64(0.1) * Z[0],
    lambda Z: {"a": Z + 1, "b": (Z[0], [Z[1, 1].item()])},
    lambda Z: np.select([Z < 0, Z < 0.5], [-Z, Z * 2], 7.0),
    lambda Z: np.sum(Z, axis=1, where=np.array([True, False, True])),
    lambda Z: np.add.outer(Z[0], Z[1]) + np.kron(Z[:1], Z[:1].T) + np.trace(Z[:, :2]),
    lambda Z: np.average(Z, axis=0, weights=np.array([0.25, 0.75])),
]  # fmt: skip


def flat(value: Any) -> list[Any]:
    """All entries of a nested result, in order."""
    if isinstance(value, dict):
        return [entry for key in sorted(value) for entry in flat(value[key])]
    if isinstance(value, list | tuple):
        return [entry for item in value for entry in flat(item)]
    return list(value.ravel()) if isinstance(value, np.ndarray) else [value]


@pytest.mark.parametrize("function", FOLLOWED)
def test_the_formula_has_the_values_the_code_computes(function: Callable[..., Any]) -> None:
    """Tracing and then inserting numbers gives what the code gives on numbers, shapes included."""
    expected, formulas = function(POINT.copy()), run_traced(function, [Z])
    if isinstance(expected, np.ndarray):
        assert expected.shape == formulas.shape
    got = [at_point(sympy.sympify(f), fill("Z", POINT)) for f in flat(formulas)]
    assert got == pytest.approx([float(e) for e in flat(expected)], rel=1e-9)


def test_all_matrix_products_are_the_same_formula() -> None:
    """Every way NumPy has to multiply two matrices gives the sums of products."""
    formulas = run_traced(products, [X, W])
    expected = entries(X).dot(entries(W))
    assert all((formula == expected).all() for formula in formulas)


def sigmoid_by_masks(Z: Any) -> Any:
    out = np.empty_like(Z)
    positive = Z >= 0
    out[positive] = 1 / (1 + np.exp(-Z[positive]))
    e = np.exp(Z[~positive])
    out[~positive] = e / (1 + e)
    return out


def relu_backward_by_mask(Z: Any) -> Any:
    out = np.ones_like(Z)
    out[Z <= 0] = 0
    out[Z > 0] *= 3
    return out


@pytest.mark.parametrize("function", [sigmoid_by_masks, relu_backward_by_mask])
def test_masks_on_symbols_become_cases(function: Callable[..., Any]) -> None:
    """Assignment and selection by a condition on the values are followed by case."""
    got = [at_point(f, fill("Z", POINT)) for f in flat(run_traced(function, [Z]))]
    assert got == pytest.approx(flat(function(POINT)))


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (lambda Z: 1 if Z[0, 0] > 0 else 2, "decision"),
        (lambda Z: np.argmax(Z, axis=1), "extreme"),
        (np.sort, "orders"),
        (lambda Z: Z[Z > 0].sum(), "condition"),
        (lambda Z: Z.astype(int), "whole numbers"),
        (lambda Z: np.linalg.inv(Z[:, :2]), "stops with"),
        (np.floor, "floor"),
        (lambda Z: np.array([1, 2])[Z[0, 0]], "IndexError"),
        (lambda Z: int(Z[0, 0]), "whole number"),
        (lambda Z: [0] * 10 + [1 / 0], "ZeroDivisionError"),
        (lambda Z: np.where(Z > 0), "condition"),
    ],
)
def test_what_cannot_be_followed_is_said(function: Callable[..., Any], reason: str) -> None:
    """Decisions by value and unknown functions stop the trace with a plain sentence."""
    with pytest.raises(Untraceable, match=reason):
        run_traced(function, [Z])


def doubling(Z: Any) -> Any:
    x = Z[0, 0]
    for _ in range(1000):
        x = x * x + x
    return x


def endless_steps(Z: Any) -> Any:
    x = Z[0, 0]
    while True:
        x = x + 1


def number_tower(Z: Any) -> Any:
    x = np.zeros(1)[0] + 9
    for _ in range(30):
        x = x**x
    return x


@pytest.mark.parametrize(
    "function", [doubling, endless_steps, number_tower, lambda Z: np.zeros((1000, 1000)) + Z[0, 0]]
)
def test_a_trace_cannot_blow_up(function: Callable[..., Any]) -> None:
    """Growing formulas, endless loops, towers of numbers and large arrays end in a refusal."""
    with pytest.raises(Untraceable, match="too large"):
        run_traced(function, [Z])


def test_a_maximum_is_one_symbol_for_one_set() -> None:
    """The same set of entries gives the same opaque symbol, another set another one, in every trace."""
    first, again = run_traced(lambda Z: Z.max(axis=1), [Z]), run_traced(lambda Z: np.max(Z[:, ::-1], axis=1), [Z])
    assert first[0].name.startswith("_max_")
    assert list(first) == list(again)
    assert first[0] != first[1]
    assert run_traced(lambda Z: Z.max(axis=1).max(), [Z]) == run_traced(lambda Z: Z.max(), [Z])


def test_the_trace_records_what_an_opaque_symbol_stands_for() -> None:
    """`tracing` gives the sets behind the maxima."""
    with tracing() as trace:
        top = np.max(Z[0])
    assert {str(member) for member in trace.opaque[top.formula]} == {"Z_0_0", "Z_0_1", "Z_0_2"}


def test_a_minimum_is_the_negative_of_a_maximum() -> None:
    """min(S) = -max(-S), so that one kind of opaque symbol is enough."""
    low = run_traced(lambda Z: Z.min(), [Z])
    assert -low == run_traced(lambda Z: (-Z).max(), [Z])


def test_floats_are_read_as_what_they_were_written_as() -> None:
    """Thirds, decimals, roots and logarithms become exact; other floats stay floats."""
    x = sympy.Symbol("x", real=True)
    assert run_traced(lambda x: x * (1 / 3), [x]) == x / 3
    assert run_traced(lambda x: x / np.sqrt(2), [x]) == x * sympy.sqrt(2) / 2
    assert run_traced(lambda x: x + np.log(3), [x]) == x + sympy.log(3)
    assert run_traced(lambda x: x + 0.123456789, [x]).has(sympy.Float)


def test_arguments_stay_as_they_are() -> None:
    """In-place code works on copies."""
    before = entries(Z).copy()
    run_traced(in_place, [Z])
    assert (entries(Z) == before).all()


def test_everything_is_put_back() -> None:
    """NumPy, math and the function's module are as before, after an error too."""
    before = (np.zeros, np.array, np.float64, math.exp, "float" in globals())
    with pytest.raises(Untraceable):
        run_traced(lambda Z: bool(Z[0, 0] > 0), [Z])
    run_traced(loop_softmax, [Z])
    assert before == (np.zeros, np.array, np.float64, math.exp, "float" in globals())
    assert isinstance(np.zeros(2), np.ndarray)
    assert not isinstance(np.zeros(2), SymbolicArray)


def test_a_result_that_was_never_assigned_is_no_number() -> None:
    """`np.empty` without assignment shows as nan, not as whatever the memory held."""
    assert flat(run_traced(lambda Z: np.empty(1), [Z])) == [sympy.nan]


def test_symbols_are_named_after_their_places() -> None:
    """Indices count from 0 or from `start`; entries read outside of a trace are plain SymPy."""
    assert [s.name for s in symbols("a", 2)] == ["a_0", "a_1"]
    assert symbols("A", (1, 2), start=1)[0, 1] == sympy.Symbol("A_1_2", real=True)
    assert symbols("s", ()).item() == sympy.Symbol("s", real=True)
    assert not isinstance(symbols("a", 2)[0], Scalar)
