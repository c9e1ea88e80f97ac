"""What the audit of one exercise found, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class ExerciseAudit:
    """Counts and breaches of one exercise. `caught` maps every wrong one to the checks that caught it."""

    name: str
    kind: str
    points: float
    right: int = 0  # correct implementations tried (the reference included)
    right_rejected: int = 0
    wrong: int = 0  # misconceptions, wrong forms, listed wrong answers
    wrong_accepted: int = 0
    diagnosed: int = 0
    mutants: int = 0
    survivors: int = 0  # mutants that passed and have no written reason
    excused: int = 0  # mutants that passed and are equivalent, with a written reason
    checks: list[str] = field(default_factory=list)
    caught: dict[str, list[str]] = field(default_factory=dict)
    proved: bool = False
    breaches: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    def manifest(self) -> dict[str, Any]:
        """What must not change unnoticed: the checks, what each wrong one is caught by, whether it is proved."""
        return {"checks": self.checks, "caught": self.caught, "right": self.right, "proved": self.proved}


@dataclass
class UnitAudit:
    """The audits of a unit's exercises and what concerns the unit as a whole."""

    unit: str
    exercises: list[ExerciseAudit]
    breaches: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def all_breaches(self) -> list[str]:
        return [f"{audit.name}: {text}" for audit in self.exercises for text in audit.breaches] + self.breaches

    def to_json(self) -> dict[str, Any]:
        """Everything, as plain data."""
        exercises = [audit.to_json() for audit in self.exercises]
        return {"unit": self.unit, "breaches": self.all_breaches(), "exercises": exercises}

    def total(self, name: str) -> int:
        """The sum of a count over the exercises."""
        return sum(int(getattr(audit, name)) for audit in self.exercises)
