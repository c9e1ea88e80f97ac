"""How a hidden check ends when the answer is not right, and the marks that checks and example implementations carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from autograder.result import Evidence, Outcome

# Teaching order: the first failure in this order is the headline. Weights are the defaults, in shares of the exercise.
STAGES = {
    "runs": 0.0,
    "shape": 1.0,
    "values": 3.0,
    "sizes": 2.0,
    "types": 1.0,
    "errors": 1.0,
    "manners": 1.0,
    "extremes": 1.0,
    "proof": 0.0,
}
# A check of a later stage says nothing new when one of these failed: it is skipped, with the reason.
FOUNDATIONS = ("runs", "shape", "values")

F = TypeVar("F", bound=Callable[..., Any])


MAX_MESSAGE = 4_000  # characters: what a learner's own words and values can add to a finding


class Failure(AssertionError):
    """A finding about the answer: what is wrong, with the evidence to see it."""

    def __init__(self, message: str, evidence: Evidence | None = None, outcome: Outcome = Outcome.WRONG) -> None:
        if len(message) > MAX_MESSAGE:
            message = f"{message[:MAX_MESSAGE]}…"
        super().__init__(message)
        self.message = message
        self.evidence = evidence
        self.outcome = outcome


class NotProved(Exception):
    """The proof did not come about; nothing is said and nothing is lost."""


@dataclass(frozen=True)
class CheckMark:
    """What `@check` knows about a hidden check."""

    stage: str
    weight: float


@dataclass(frozen=True)
class ExampleMark:
    """What `@wrong` and `@right` know about an example implementation."""

    wrong: bool
    message: str = ""
    hint: str = ""


def check(stage: str, weight: float | None = None) -> Callable[[F], F]:
    """Mark a pytest function as a check of `stage`; its docstring is the title the learner sees.

    `weight` is its share of the points (default by stage). Raises ValueError for an unknown stage.
    """
    if stage not in STAGES:
        raise ValueError(f"unknown stage {stage!r}: choose one of {', '.join(STAGES)}")

    def mark(function: F) -> F:
        function.__dict__["check_mark"] = CheckMark(stage, STAGES[stage] if weight is None else weight)
        return function

    return mark


def wrong(message: str, hint: str = "") -> Callable[[F], F]:
    """Mark a wrong implementation of the exercise: the sentence a good teacher would say, and what to try.

    The implementation is read as source text and must stand on its own: it may use `np` and earlier exercises by name.
    """

    def mark(example: F) -> F:
        setattr(example, "example_mark", ExampleMark(True, message, hint))  # noqa: B010 - classes and functions alike
        return example

    return mark


def right(example: F) -> F:
    """Mark an unusual but correct implementation: it must get full marks."""
    setattr(example, "example_mark", ExampleMark(False))  # noqa: B010 - classes and functions alike
    return example
