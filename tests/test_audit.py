"""The audit notices a deleted check, an accepted mistake, a rejected right answer, an idle check."""

from __future__ import annotations

import dataclasses
import re
from types import SimpleNamespace

import pytest

from autograder.audit.code import audit_code
from autograder.audit.main import compare_manifest, main
from autograder.audit.records import UnitAudit
from autograder.audit.values import audit_quiz
from autograder.checks import quantity
from autograder.checks.failure import right, wrong
from autograder.course import Course, find_course
from autograder.examiner import Examiner

UNIT = "11-softmax-and-cross-entropy"


@pytest.fixture(scope="module")
def course() -> Course:
    """The course of this checkout."""
    return find_course()


@pytest.fixture
def examiner(course: Course) -> Examiner:
    """An examiner that a test may tamper with."""
    made = Examiner(course, UNIT)
    made.checks = dict(made.checks)
    made.modules = dict(made.modules)
    return made


def softmax_without(examiner: Examiner, position: int) -> list[str]:
    """The breaches after one check of softmax is deleted."""
    checks = examiner.checks["softmax"]
    examiner.checks["softmax"] = (*checks[:position], *checks[position + 1 :])  # type: ignore[index]
    audit = audit_code(examiner, examiner.lesson.exercises["softmax"])
    report = UnitAudit(UNIT, [audit])
    compare_manifest(examiner.course, report, accept=False)
    return [text for text in report.all_breaches() if text.startswith("softmax")]


def test_every_deleted_check_is_noticed(course: Course) -> None:
    """Each in turn: the manifest knows it, whether or not another check would catch the same mistakes."""
    for position, check in enumerate(Examiner(course, UNIT).checks["softmax"]):
        examiner = Examiner(course, UNIT)
        examiner.checks = dict(examiner.checks)
        breaches = softmax_without(examiner, position)
        gone = f"“{check.mark.stage}: {check.title}” is gone"
        assert any(gone in text for text in breaches), check.title


def test_a_mistake_that_is_accepted_is_a_breach(examiner: Examiner) -> None:
    """The reference itself, marked as wrong."""

    @wrong("Nothing is wrong.")
    def secretly_right(Z):  # type: ignore[no-untyped-def]
        import numpy as np

        E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    breaches = breaches_with(examiner, secretly_right)
    assert any("the wrong “secretly_right” is accepted" in text for text in breaches)


def test_a_right_answer_that_is_rejected_is_a_breach(examiner: Examiner) -> None:
    """A wrong implementation, marked as right."""

    @right
    def secretly_wrong(Z):  # type: ignore[no-untyped-def]
        return Z

    assert any("the correct “secretly_wrong” is rejected" in text for text in breaches_with(examiner, secretly_wrong))


def breaches_with(examiner: Examiner, example: object) -> list[str]:
    """The breaches of softmax when its module holds `example` alone."""
    examiner.modules["softmax"] = SimpleNamespace(example=example)  # type: ignore[index, assignment]
    return audit_code(examiner, examiner.lesson.exercises["softmax"]).breaches


def test_a_listed_mistake_within_the_tolerance_is_a_breach(examiner: Examiner) -> None:
    """A wrong number so close to the key that it would be accepted."""
    exercise = examiner.lesson.exercises["q11_6"]
    spec = quantity("q11_6", {0.1233: "Close."})
    examiner.specs = {**examiner.specs, "q11_6": spec}
    assert any("is accepted" in text for text in audit_quiz(examiner, exercise, spec).breaches)


def test_a_check_that_rejects_nothing_is_a_breach(examiner: Examiner) -> None:
    """A hidden check that has never rejected anything is not a check."""
    first = examiner.checks["softmax"][0]
    idle = dataclasses.replace(first, title="Says yes", function=lambda student, reference: None)
    examiner.checks["softmax"] = (*examiner.checks["softmax"], idle)  # type: ignore[index]
    audit = audit_code(examiner, examiner.lesson.exercises["softmax"])
    assert "“Says yes” rejects no wrong implementation; add one that only it catches, or drop it" in audit.breaches


def test_the_command_finds_nothing_and_the_readme_shows_what_it_prints(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    """`autograder audit` on every unit. The README's table has the very same numbers."""
    status = main([])
    printed, complaints = capsys.readouterr()
    assert (status, complaints) == (0, "")
    readme = (course.root / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("autograder audit\n")[2].partition("<!-- /audit -->")[0]
    assert without_times(shown) == without_times(printed)


def without_times(text: str) -> list[str]:
    """The lines, without what differs from run to run."""
    return [re.sub(r"\([\d.]+ s\)$", "", line.strip()) for line in text.strip().splitlines()]


def test_unknown_options_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A usage error ends with status 2."""
    with pytest.raises(SystemExit, match="2"):
        main(["--nonsense"])
    assert "usage: autograder audit" in capsys.readouterr().err
