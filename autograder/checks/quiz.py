"""Quiz items: what a right answer is, and what each wrong one shows. The key stands in the lesson's solution cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checks.compare import as_numbers
from autograder.checks.evaluate import evaluate
from autograder.checks.show import describe, number
from autograder.checks.student import Reference
from autograder.expr import ExprError, Expression, check_tree

Witness = Callable[[Any, Reference], str | None]


@dataclass(frozen=True)
class QuizVerdict:
    """How an answer compares with the key. `mistake` names the listed wrong answer it is, if any."""

    outcome: str  # "right", "wrong", "invalid"
    message: str = ""
    mistake: str | None = None


@dataclass(frozen=True)
class QuizItem:
    """One question: its kind, the wrong answers with what they show, a number's tolerance, the witness of a "false"."""

    name: str
    kind: str  # "choice", "number", "shape", "true or false"
    wrong: Mapping[Any, str] = field(default_factory=dict)
    tolerance: float | None = None
    witness: Witness | None = None
    witness_form: str = ""
    good_witnesses: tuple[Any, ...] = ()  # other witnesses that must be accepted, for the audit
    bad_witnesses: tuple[Any, ...] = ()  # witnesses that must be refused, for the audit
    title: str = ""

    def judge(self, answer: Any, key: Any, reference: Reference) -> QuizVerdict:
        """Compare an answer that came over the wire with the key."""
        if answer is None:
            return QuizVerdict("wrong", "Not answered yet.")
        judge = {"choice": _choice, "number": _number, "shape": _shape, "true or false": _true_or_false}[self.kind]
        return judge(self, answer, key, reference)


def choice(name: str, wrong: Mapping[str, str], title: str = "") -> QuizItem:
    """One letter, case and spaces ignored. `wrong` maps every other letter to what choosing it shows."""
    return QuizItem(name, "choice", {letter.lower(): text for letter, text in wrong.items()}, title=title)


def quantity(
    name: str, wrong: Mapping[float, str] | None = None, tolerance: float | None = None, title: str = ""
) -> QuizItem:
    """A number. An integer key is compared exactly; any other accepts three significant digits, or `tolerance`."""
    return QuizItem(name, "number", dict(wrong or {}), tolerance, title=title)


def shape(name: str, wrong: Mapping[tuple[int, ...], str] | None = None, title: str = "") -> QuizItem:
    """A tuple of axis lengths, compared exactly."""
    return QuizItem(name, "shape", dict(wrong or {}), title=title)


def true_or_false(
    name: str,
    witness: Witness,
    witness_form: str,
    good: tuple[Any, ...] = (),
    bad: tuple[Any, ...] = (),
    title: str = "",
    wrong: Mapping[bool, str] | None = None,
) -> QuizItem:
    """A false statement: the answer is `(False, witness)`.

    `witness(value, reference)` returns None for a witness that refutes the statement, else why it does not.
    `witness_form` tells what a witness looks like.
    """
    return QuizItem(name, "true or false", dict(wrong or {}), None, witness, witness_form, good, bad, title)


def _listed(item: QuizItem, answer: Any, same: Callable[[Any, Any], bool], otherwise: str) -> QuizVerdict:
    for mistake, text in item.wrong.items():
        if same(answer, mistake):
            return QuizVerdict("wrong", text, str(mistake))
    return QuizVerdict("wrong", otherwise)


def _choice(item: QuizItem, answer: Any, key: Any, reference: Reference) -> QuizVerdict:
    letters = sorted({*item.wrong, str(key).lower()})
    if not isinstance(answer, str) or answer.strip().strip(".()").lower() not in letters:
        return QuizVerdict(
            "invalid", f"I read {describe(answer)}; answer with one letter in quotes: {', '.join(letters)}."
        )
    letter = answer.strip().strip(".()").lower()
    if letter == str(key).lower():
        return QuizVerdict("right")
    return _listed(item, letter, lambda a, b: bool(a == b), "Not this one.")


def tolerance_of(item: QuizItem, key: float) -> float:
    """How far an answer may be from the key: as given, else by `rounding`."""
    return item.tolerance if item.tolerance is not None else rounding(float(key))


def rounding(value: float) -> float:
    """Half a unit of the third significant digit; next to nothing for whole numbers and what is not finite.

    >>> rounding(0.1234) < 0.00051, rounding(12.0) < 1e-8
    (True, True)
    """
    if not math.isfinite(value) or value.is_integer():
        return 1e-9
    return 0.5 * 10.0 ** (math.floor(math.log10(abs(value))) - 2) * (1 + 1e-9)


def _number(item: QuizItem, answer: Any, key: Any, reference: Reference) -> QuizVerdict:
    array = as_numbers(_constant(answer))
    if array is None or array.ndim or array.dtype.kind == "b" or isinstance(answer, list | tuple):
        return QuizVerdict("invalid", f"I read {describe(answer)}; answer with one number.")
    value = float(array)
    allowed = tolerance_of(item, float(key))
    if abs(value - float(key)) <= allowed:
        return QuizVerdict("right")

    def near(mistake: float) -> float:
        return min(rounding(mistake), item.tolerance or math.inf)  # 1000.3 is not 1001.386 to one decimal

    def same(answered: float, mistake: float) -> bool:
        both_nan = math.isnan(answered) and math.isnan(mistake)
        return answered == mistake or both_nan or abs(answered - mistake) <= near(float(mistake))

    digits = f"{number(value)} is not it"
    if allowed > 1e-9 and abs(value - float(key)) <= 20 * allowed:
        wanted = "more digits" if item.tolerance else "at least three significant digits"
        digits += f"; it is close, so give {wanted}"
    return _listed(item, value, same, digits + ".")


def _constant(answer: Any) -> Any:
    """The value of a SymPy number such as log(10); any other answer as it is."""
    if not isinstance(answer, Expression):
        return answer
    try:
        value = evaluate(check_tree(answer.tree), {})
        return None if value is None else float(value)
    except (ExprError, ArithmeticError, TypeError, ValueError):
        return answer


def _shape(item: QuizItem, answer: Any, key: Any, reference: Reference) -> QuizVerdict:
    if key and isinstance(key[0], tuple):
        return _shapes(item, answer, key)
    answer = _whole(answer)
    if isinstance(answer, bool | float | str) or not isinstance(answer, int | tuple | list):
        return QuizVerdict("invalid", f"I read {describe(answer)}; answer with a tuple such as (3, 4).")
    if isinstance(answer, int):
        return QuizVerdict("invalid", f"({answer}) is the number {answer}; a comma makes it a shape: ({answer},).")
    if not all(type(length) is int for length in answer):
        return QuizVerdict("invalid", "A shape holds whole numbers only.")
    if tuple(answer) == tuple(key):
        return QuizVerdict("right")
    return _listed(item, tuple(answer), lambda a, b: a == tuple(b), f"{tuple(answer)} is not the shape.")


def _whole(value: Any) -> Any:
    """Lengths as plain ints and tuples: NumPy's integers, and arrays of them, say the same."""
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "iu":
        return _whole(value.tolist()) if value.ndim else int(value)
    return tuple(map(_whole, value)) if isinstance(value, tuple | list) else value


def _shapes(item: QuizItem, answer: Any, key: tuple[tuple[int, ...], ...]) -> QuizVerdict:
    """A question that asks for several shapes: its key is a tuple of shapes."""
    whole = _whole(answer)
    parts = whole if isinstance(whole, tuple) else ()
    shapes = tuple(part for part in parts if isinstance(part, tuple))
    if len(shapes) != len(key) or len(parts) != len(key) or any(type(n) is not int for part in shapes for n in part):
        form = ", ".join(["(…, …)"] * len(key))
        return QuizVerdict("invalid", f"I read {describe(answer)}; answer with {len(key)} shapes: ({form}).")
    if shapes == key:
        return QuizVerdict("right")
    return _listed(item, shapes, lambda a, b: a == b, f"{shapes} is not it.")


def _plain_truth(value: Any) -> Any:
    """True and False as Python has them: NumPy's say the same."""
    truth = isinstance(value, np.ndarray | np.generic) and value.dtype == bool and value.ndim == 0
    return bool(value) if truth else value


def _true_or_false(item: QuizItem, answer: Any, key: Any, reference: Reference) -> QuizVerdict:
    if isinstance(answer, tuple | list):
        answer = [_plain_truth(part) for part in answer]
    answer = _plain_truth(answer)
    if answer is True:
        text = item.wrong.get(True, "It sounds right, yet there is a case where it fails. Look for one.")
        return QuizVerdict("wrong", text, "True")
    if answer is False or not isinstance(answer, tuple | list) or len(answer) != 2 or not isinstance(answer[0], bool):
        read = "False alone" if answer is False else describe(answer)
        return QuizVerdict("invalid", f"I read {read}; a “false” needs its witness: (False, {item.witness_form}).")
    if answer[0]:
        return QuizVerdict("wrong", "You say it is true, and yet you give a witness against it.", "True")
    assert item.witness is not None
    try:
        problem = item.witness(answer[1], reference)
    except Exception:  # noqa: BLE001 - a witness of any odd kind is a witness that could not be read
        return QuizVerdict("invalid", f"Your witness could not be read; it should be {item.witness_form}.")
    return QuizVerdict("wrong", problem) if problem else QuizVerdict("right")
