"""Hints: facts that hold for everything an answer was asked, and silence where none does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checks.hints import Probe, hint

SIZES = ((1, 2), (2, 3), (3, 3), (4, 2))
Answer = Callable[[Any, Any], Any]


def tables() -> list[Any]:
    rng = np.random.default_rng(5)
    return [np.round(rng.normal(size=shape), 2) for shape in (*SIZES, SIZES[1])]


def told(answer: Answer) -> str:
    """The hint for an answer to "exponentials of Z", given as a function of Z and the right result."""
    probes = []
    for Z in tables():
        expected = np.exp(Z)
        got = answer(Z, expected)
        right = isinstance(got, np.ndarray) and got.shape == expected.shape and np.allclose(got, expected, rtol=1e-7)
        probes.append(Probe((Z,), got, expected, bool(right)))
    return hint(probes)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda Z, E: -E, "exactly minus"),
        (lambda Z, E: E.T, "transpose"),
        (lambda Z, E: Z, "logarithm of the right one"),
        (lambda Z, E: 2 * E, "is 2 times"),
        (lambda Z, E: E * len(E), "is N (N rows) times"),
        (lambda Z, E: E / len(E) / 3, "0.3333/N"),
        (lambda Z, E: E / E.shape[1], "1/C (C columns)"),
        (lambda Z, E: E / np.log(10), "base 10"),
        (lambda Z, E: E * len(E) / max(len(E) - 1, 1), "N/(N − 1)"),
        (lambda Z, E: E + 1, "by 1 on every"),
        (lambda Z, E: E - np.log(len(E)), "by −log N"),
        (lambda Z, E: np.round(E, 5), "a few digits only"),
        (lambda Z, E: np.full(E.shape, 7.0), "the same for different inputs"),
        (lambda Z, E: E if len(E) == 1 else E + Z, "except for batches of more than one row"),
        (lambda Z, E: np.vstack([E[:1], E[1:] ** 2]), "except for batches of more than one row"),
        (lambda Z, E: E[::-1], "except for batches of more than one row"),
    ],
)
def test_what_all_inputs_share_is_said(answer: Answer, words: str) -> None:
    """One relation that holds on every probe."""
    assert words in told(answer)


@pytest.mark.parametrize(
    "answer",
    [
        lambda Z, E: E,
        lambda Z, E: E * (2 if len(E) > 2 else 3),
        lambda Z, E: E + np.arange(E.shape[1]) ** 2,
        lambda Z, E: None,
        lambda Z, E: "text",
        lambda Z, E: [[1.0], [1.0, 2.0]],
        lambda Z, E: {"E": E},
        lambda Z, E: np.full(E.shape, np.nan),
    ],
)
def test_nothing_is_said_without_a_fact(answer: Answer) -> None:
    """Right answers, irregular ones and what is no result at all get no hint."""
    assert told(answer) == ""


def test_parts_are_named() -> None:
    """Of several results, the wrong one; dicts by their keys."""
    pairs = [Probe((Z,), (1.0, -Z), (1.0, Z), False, ("loss", "dZ")) for Z in tables()]
    assert hint(pairs) == "Your `dZ` is exactly minus the right one: look for a sign."
    keyed = [Probe((Z,), {"a": Z, "b": 2 * Z}, {"a": Z, "b": Z}, False) for Z in tables()]
    assert hint(keyed) == "Your `b` is 2 times the right one on every input tried."


def test_an_input_of_any_kind_is_borne() -> None:
    """Functions, text, ragged lists and missing parts neither raise nor mislead."""
    odd: list[Any] = [abs, "text", [[1], [1, 2]], None, {}]
    assert hint([Probe((value,), None, 1.0, False) for value in odd]) == ""
    assert hint([Probe((value,), (1.0,), (1.0, 2.0), False, ("a", "b")) for value in odd]) == ""


def test_few_inputs_prove_nothing() -> None:
    """Two wrong results may share a factor by chance."""
    assert hint([Probe((np.ones((1, 2)),), 2.0, 1.0, False), Probe((np.ones((2, 2)),), 4.0, 2.0, False)]) == ""


def test_nothing_is_said_to_be_right_where_nothing_was() -> None:
    """A feature that all inputs share explains nothing when every result is wrong."""
    probes = [Probe(([size, 1],), str(size), size, False) for size in (5, 6, 7)]
    assert hint(probes) == ""


def test_rows_are_not_called_a_batch_where_samples_may_be_columns() -> None:
    """Two tables of different heights: the hint speaks of the first argument, not of a batch."""
    shapes = ((1, 3), (2, 3), (3, 3))
    probes = [Probe((np.ones(shape), np.ones((4, 2))), shape[0], 1, shape[0] == 1) for shape in shapes]
    assert hint(probes).startswith("Right for every input tried, except for first arguments of more than one row")
