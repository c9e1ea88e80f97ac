"""Diagnosis: given when exactly one misconception explains everything seen, and never otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks.failure import ExampleMark
from autograder.diagnosis import Diagnostician, Example
from autograder.sandbox.api import Cell
from autograder.sandbox.local import LocalSession


def example(name: str, source: str) -> Example:
    """A misconception of `double`."""
    return Example(name, "double", source, ExampleMark(True, f"You did {name}."))


SQUARES = example("squares", "def double(x):\n    return x * x")
ADDS = example("adds two", "def double(x):\n    return x + 2")
SPOILS = example("spoils", "def double(x):\n    x *= 2\n    return x")
RAISES = example("raises", "def double(x):\n    return x[5]")


SUMS = example("sums up", "seen = []\ndef double(x):\n    seen.append(x)\n    return sum(seen) + x")


def explain(
    source: str, arguments: list[object], *examples: Example, diagnostician: Diagnostician | None = None
) -> str | None:
    """The diagnosis of an answer after calls with `arguments`."""
    session = LocalSession({"np": np})
    session.run([Cell(source)])
    session.record = []
    for argument in arguments:
        session.call("double", [argument])
    record, session.record = session.record, None
    diagnostician = diagnostician or Diagnostician(examples, {"np": np})
    found = diagnostician.explain(record, session.answer_callback)
    return found.name if found else None


def test_the_only_explanation_is_given() -> None:
    """It agrees with every reply; the other does not."""
    assert explain("def double(v):\n    return v ** 2", [2.0, 3.0], SQUARES, ADDS) == "squares"


def test_two_explanations_are_none() -> None:
    """At x = 2 squaring and adding two agree: nothing is claimed."""
    assert explain("def double(v):\n    return v ** 2", [2.0], SQUARES, ADDS) is None


def test_no_explanation_is_none() -> None:
    """An unknown mistake gets no invented name."""
    assert explain("def double(v):\n    return 3 * v", [2.0, 3.0], SQUARES, ADDS) is None


def test_changed_arguments_belong_to_the_explanation() -> None:
    """Right values and a spoiled argument: not the same as right values alone."""
    spoiling = "def double(v):\n    v += v\n    return v"
    assert explain(spoiling, [np.ones(2)], SPOILS, SQUARES) == "spoils"
    assert explain("def double(v):\n    return v + v", [np.ones(2)], SPOILS) is None


def test_the_same_exception_is_an_explanation() -> None:
    """Its type counts, not its wording."""
    assert explain("def double(v):\n    raise IndexError('x')", [np.ones(2)], RAISES, SQUARES) == "raises"


@pytest.mark.parametrize("value", ["np.nan * x", "np.inf * x"])
def test_nan_and_infinity_can_be_explained(value: str) -> None:
    """A mistake that gives nan is recognised by its nan."""
    example_source = example("not finite", f"def double(x):\n    return {value}")
    assert explain(f"def double(x):\n    return {value}", [np.ones(2)], example_source, SQUARES) == "not finite"


def test_what_was_kept_from_one_submission_is_right_for_the_next() -> None:
    """Also for an example that remembers: its answer to a question depends on those before it."""
    kept = Diagnostician([SUMS, SQUARES], {"np": np})
    sums, squares = (e.source.replace("seen", "past").replace("x", "v") for e in (SUMS, SQUARES))
    for arguments in ([1.0, 2.0, 3.0], [1.0, 5.0], [5.0, 1.0, 2.0], [1.0, 2.0, 3.0], [2.0, 3.0]):
        assert explain(sums, arguments, diagnostician=kept) == "sums up"
        assert explain(squares, [*arguments, 7.0], diagnostician=kept) == "squares"
    assert explain("def double(v):\n    return 2 * v", [5.0, 1.0, 2.0], diagnostician=kept) is None


def test_what_functions_answer_is_not_kept() -> None:
    """Two functions that are lent out look alike in a message."""
    twice = example("calls twice", "def double(f):\n    return f(f(1.0))")
    kept = Diagnostician([twice], {"np": np})
    for function in (lambda x: x + 1, lambda x: 5 * x):
        assert explain("def double(g):\n    return g(g(1.0))", [function], diagnostician=kept) == "calls twice"


@pytest.mark.parametrize("wrong", ["1j * x", "np.array([[None, x]], dtype=object)", "np.array(None, dtype=object)"])
def test_values_that_are_no_numbers_can_be_compared(wrong: str) -> None:
    """Complex arrays and arrays of objects, alike or not."""
    source = f"def double(x):\n    return {wrong}"
    assert explain(source, [np.ones(2)], example("odd", source), SQUARES) == "odd"
    other = source.replace("1j", "2j").replace("None", "5")
    assert explain(other, [np.ones(2)], example("odd", source), SQUARES) is None
