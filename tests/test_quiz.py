"""Quiz answers: forms that pass, mistakes that are named, forms that cost nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy

from autograder.checks.quiz import QuizItem, choice, quantity, shape, true_or_false
from autograder.checks.student import Reference
from autograder.expr import Expression, to_tree

REFERENCE = Reference({"softmax": lambda z: z})
LETTER = choice("q", {"a": "No: that is the sum.", "c": "No: that is the mean."})
LOSS = quantity("q", {0.116: "That is 1 - p.", float("inf"): "Overflow."})
CLOSE = quantity("q", {1001.386294: "log 2 comes in once."}, tolerance=0.01)
PARAMETERS = quantity("q", {101632: "Biases forgotten."})
SHAPE = shape("q", {(784, 10): "Row convention."})
BOTH = shape("q", {((8, 4), (4, 8)): "Exchanged."})


def not_three(value: Any, reference: Reference) -> str | None:
    """The witness of these tests: any number but 3."""
    return "That is 3." if float(value) == 3 else None


FALSE = true_or_false("q", not_three, "a number")


@pytest.mark.parametrize(
    ("item", "key", "answer", "outcome", "mistake"),
    [
        (LETTER, "b", "b", "right", None),
        (LETTER, "b", " B) ", "right", None),
        (LETTER, "b", "a", "wrong", "a"),
        (LETTER, "b", "d", "invalid", None),
        (LETTER, "b", 2, "invalid", None),
        (LETTER, "b", None, "wrong", None),
        (LOSS, 0.12329821, 0.123, "right", None),
        (LOSS, 0.12329821, np.array(0.1233), "right", None),
        (LOSS, 0.12329821, 0.12, "wrong", None),
        (LOSS, 0.12329821, 0.116, "wrong", "0.116"),
        (LOSS, 0.12329821, float("inf"), "wrong", "inf"),
        (LOSS, 0.12329821, float("nan"), "wrong", None),
        (LOSS, 0.12329821, [0.123], "invalid", None),
        (LOSS, 0.12329821, "0.123", "invalid", None),
        (LOSS, 0.12329821, True, "invalid", None),
        (LOSS, 0.12329821, Expression(to_tree(-sympy.log(sympy.Float("0.884")))), "right", None),
        (LOSS, 0.12329821, Expression(to_tree(sympy.Symbol("x"))), "invalid", None),
        (LOSS, 0.12329821, Expression(to_tree(sympy.I)), "invalid", None),
        (CLOSE, 1000.693147, 1000.301, "wrong", None),
        (CLOSE, 1000.693147, 1001.386, "wrong", "1001.386294"),
        (PARAMETERS, 101770, 101770, "right", None),
        (PARAMETERS, 101770, 101770.0, "right", None),
        (PARAMETERS, 101770, 101771, "wrong", None),
        (PARAMETERS, 101770, 101632, "wrong", "101632"),
        (SHAPE, (10, 784), (10, 784), "right", None),
        (SHAPE, (10, 784), [10, 784], "right", None),
        (SHAPE, (10, 784), (784, 10), "wrong", "(784, 10)"),
        (SHAPE, (10,), 10, "invalid", None),
        (SHAPE, (10,), (10.0,), "invalid", None),
        (BOTH, ((4, 8), (8, 4)), [[4, 8], (8, 4)], "right", None),
        (BOTH, ((4, 8), (8, 4)), ((8, 4), (4, 8)), "wrong", "((8, 4), (4, 8))"),
        (BOTH, ((4, 8), (8, 4)), ((4, 8), (4, 8)), "wrong", None),
        (BOTH, ((4, 8), (8, 4)), (4, 8), "invalid", None),
        (FALSE, (False, 1), (False, 2.5), "right", None),
        (FALSE, (False, 1), (False, 3), "wrong", None),
        (FALSE, (False, 1), True, "wrong", "True"),
        (FALSE, (False, 1), False, "invalid", None),
        (FALSE, (False, 1), (False, "x"), "invalid", None),
        (FALSE, (False, 1), (True, 1), "wrong", "True"),
    ],
)
def test_answers_end_as_they_should(item: QuizItem, key: Any, answer: Any, outcome: str, mistake: str | None) -> None:
    """Right, wrong (with the mistake named), or not readable."""
    verdict = item.judge(answer, key, REFERENCE)
    assert (verdict.outcome, verdict.mistake) == (outcome, mistake)


def test_a_number_in_parentheses_is_no_shape() -> None:
    """(10) is 10; the message says how to write a shape."""
    verdict = SHAPE.judge(10, (10,), REFERENCE)
    assert verdict.message == "(10) is the number 10; a comma makes it a shape: (10,)."


def test_false_alone_is_asked_for_its_witness() -> None:
    """The form of the witness is told."""
    assert FALSE.judge(False, (False, 1), REFERENCE).message.endswith("(False, a number).")
