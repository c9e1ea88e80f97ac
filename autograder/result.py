"""The records of a judgement, as data: what was checked, how it ended, what to tell the learner.

No rendering here (see `report/`) and no judging (see `checks/` and `examiner.py`).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """How one check ended. `UNJUDGED` is never a mark for the answer: it could not be looked at."""

    RIGHT = "right"
    WRONG = "wrong"
    UNJUDGED = "unjudged"
    SKIPPED = "skipped"


class Verdict(StrEnum):
    """How one exercise ended. An unanswered one counts as wrong, with a headline of its own (`answered` is False)."""

    RIGHT = "right"
    WRONG = "wrong"
    UNJUDGED = "unjudged"


@dataclass(frozen=True)
class Evidence:
    """What a learner needs to see a mistake with their own eyes.

    `call` is code to paste; `got` and `expected` are nested lists of numbers (`expected` only where it may be shown);
    `wrong_at` lists the differing indices; `difference` is |got - expected| for arrays too large to print.
    """

    call: str | None = None
    got: Any = None
    expected: Any = None
    wrong_at: tuple[tuple[int, ...], ...] = ()
    difference: Any = None
    lines: tuple[str, ...] = ()  # one line per part of a compound result ("dW  shape (3, 2)  right")


@dataclass(frozen=True)
class CheckResult:
    """One check of one exercise: its title for the learner, how it ended, what to say about it."""

    title: str
    outcome: Outcome
    message: str = ""
    stage: str = "values"
    weight: float = 1.0
    evidence: Evidence | None = None

    def to_json(self) -> dict[str, Any]:
        return {"title": self.title, "outcome": str(self.outcome), "message": self.message}


@dataclass(frozen=True)
class ExerciseResult:
    """All that is known about one exercise of one submission."""

    name: str
    points: float
    max_points: float
    verdict: Verdict
    headline: str
    checks: tuple[CheckResult, ...] = ()
    misconception: str | None = None
    hint: str = ""
    notes: tuple[str, ...] = ()  # proofs, own chain, accepted with a remark
    answered: bool = True

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "points": self.points,
            "max_points": self.max_points,
            "verdict": str(self.verdict),
            "misconception": self.misconception,
            "headline": self.headline,
            "hint": self.hint,
            "notes": list(self.notes),
            "checks": [check.to_json() for check in self.checks],
        }


@dataclass(frozen=True)
class UnitResult:
    """One submission of one unit, judged."""

    unit: str
    exercises: tuple[ExerciseResult, ...]
    isolation: str = ""
    notes: tuple[str, ...] = field(default=())
    steady: bool = True  # nothing of the submission was stopped or left out: how long it took does not matter

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max_points(self) -> float:
        return sum(exercise.max_points for exercise in self.exercises)

    def exercise(self, name: str) -> ExerciseResult:
        """The result of that name. Raises KeyError when the unit has no such exercise."""
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        raise KeyError(name)

    def to_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "isolation": self.isolation,
            "notes": list(self.notes),
            "exercises": [exercise.to_json() for exercise in self.exercises],
        }


def earned(max_points: float, checks: tuple[CheckResult, ...]) -> float:
    """Points by weight of the right checks, in quarter points, rounded down: full marks only if every check is right.

    >>> right, wrong = CheckResult("a", Outcome.RIGHT, weight=3), CheckResult("b", Outcome.WRONG, weight=1)
    >>> earned(4, (right, wrong)), earned(4, (right,)), earned(4, ())
    (3.0, 4.0, 0.0)
    """
    total = sum(check.weight for check in checks)
    if not checks or total <= 0:
        return 0.0
    if all(check.outcome is Outcome.RIGHT for check in checks):
        return float(max_points)
    share = sum(check.weight for check in checks if check.outcome is Outcome.RIGHT) / total
    return min(int(max_points * share * 4) / 4, max_points - 0.25 if max_points > 0.25 else 0.0)


def replace(result: ExerciseResult, **changes: Any) -> ExerciseResult:
    """A copy of `result` with some fields changed."""
    return dataclasses.replace(result, **changes)
