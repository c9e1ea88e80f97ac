"""Banks of answers written without a look at the hidden checks: right ones get full marks, wrong ones never."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.audit.code import judge_source
from autograder.audit.values import form_value, judge_value
from autograder.course import Course
from autograder.examiner import Examiner
from autograder.result import ExerciseResult, Verdict

BANKS = {
    path.stem.removeprefix("unit_"): runpy.run_path(str(path))
    for path in (Path(__file__).parent / "bank").glob("unit_*.py")
}


def code_answers() -> Iterator[Any]:
    for unit, bank in sorted(BANKS.items()):
        for exercise, text in bank["CODE"].items():
            for block in text.split("#= ")[1:]:
                head, source = block.split("\n", 1)
                kind, label = head.split()
                yield pytest.param(unit, exercise, kind == "right", source, id=f"{exercise}-{kind}-{label}")


def value_answers() -> Iterator[Any]:
    for unit, bank in sorted(BANKS.items()):
        for key, right in (("RIGHT_VALUES", True), ("WRONG_VALUES", False)):
            for exercise, values in bank[key].items():
                for number, value in enumerate(values):
                    yield pytest.param(
                        unit, exercise, right, value, id=f"{exercise}-{'right' if right else 'wrong'}-{number}"
                    )


@pytest.fixture(scope="module")
def examiners(repository: Path) -> dict[str, Examiner]:
    return {unit: Examiner(Course(repository), unit) for unit in BANKS}


def hold(result: ExerciseResult, right: bool) -> None:
    full = result.verdict is Verdict.RIGHT and result.points == result.max_points
    assert full == right, f"{result.points:g} points: {result.headline}"
    assert "Traceback" not in result.headline


@pytest.mark.parametrize(("unit", "exercise", "right", "source"), list(code_answers()))
def test_code(examiners: dict[str, Examiner], unit: str, exercise: str, right: bool, source: str) -> None:
    """Right code gets full marks however it is written, and wrong code does not."""
    examiner = examiners[unit]
    hold(judge_source(examiner, examiner.lesson.exercises[exercise], source), right)


@pytest.mark.parametrize(("unit", "exercise", "right", "value"), list(value_answers()))
def test_value(examiners: dict[str, Examiner], unit: str, exercise: str, right: bool, value: Any) -> None:
    """Right derivations and quiz answers get full marks in any spelling, and wrong ones do not."""
    examiner = examiners[unit]
    answer = form_value(value) if isinstance(value, str) else value
    hold(judge_value(examiner, examiner.lesson.exercises[exercise], answer), right)
