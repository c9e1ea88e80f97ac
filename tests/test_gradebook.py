"""The writer to nbgrader's gradebook: one transaction per submission, marks given by hand kept, nothing half done."""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import quick_gradebooks
from gradebook_dump import dump
from nbgrader.api import Gradebook, MissingEntry

from autograder.gradebook import GradebookWriter, NotebookMarks

quick_gradebooks.install()
DUE = datetime(2026, 1, 1)  # noqa: DTZ001 - nbgrader keeps naive UTC
LATE = datetime(2026, 1, 2)  # noqa: DTZ001


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gradebook with one assignment: a unit of two cells, and a second notebook with a cell for a person to mark."""
    monkeypatch.setenv("PATH", sysconfig.get_path("scripts"), prepend=":")
    path = tmp_path / "gradebook.db"
    with Gradebook(f"sqlite:///{path}") as book:
        book.add_assignment("unit", duedate=DUE)
        book.add_notebook("unit", "unit")
        for name, points in (("one", 2), ("two", 3)):
            book.add_grade_cell(f"{name}-checks", "unit", "unit", max_score=points, cell_type="code")
            book.add_solution_cell(name, "unit", "unit")
        book.add_notebook("essay", "unit")
        book.add_grade_cell("text", "essay", "unit", max_score=5, cell_type="markdown")
    return path


@pytest.fixture
def writer(path: Path) -> Iterator[GradebookWriter]:
    """A writer to it."""
    with GradebookWriter(f"sqlite:///{path}") as writer:
        yield writer


def grades(path: Path, student: str = "ada") -> dict[str, tuple[float | None, bool]]:
    """Points and the flag for a person's look, by cell."""
    with Gradebook(f"sqlite:///{path}") as book:
        submission = book.find_submission("unit", student)
        return {g.name: (g.auto_score, g.needs_manual_grade) for n in submission.notebooks for g in n.grades}


UNIT = NotebookMarks({"one-checks": 2.0, "two-checks": 1.5}, frozenset({"two"}))
MISSING = NotebookMarks(missing=True)


def test_points_comments_and_flags(writer: GradebookWriter, path: Path) -> None:
    """Graded cells get their points, unanswered ones their comment; what a person marks is flagged."""
    writer.save("unit", "ada", {"unit": UNIT, "essay": NotebookMarks({"text": None})})
    assert grades(path) == {"one-checks": (2.0, False), "two-checks": (1.5, False), "text": (None, True)}
    with Gradebook(f"sqlite:///{path}") as book:
        comments = {c.name: c.auto_comment for n in book.find_submission("unit", "ada").notebooks for c in n.comments}
    assert comments == {"one": None, "two": "No response."}


def test_a_cell_that_a_resubmission_lacks_scores_nothing(writer: GradebookWriter, path: Path) -> None:
    """Not what an earlier submission scored."""
    writer.save("unit", "ada", {"unit": UNIT})
    writer.save("unit", "ada", {"unit": NotebookMarks({"one-checks": 2.0})})
    assert grades(path)["two-checks"] == (0.0, False)


def test_a_missing_notebook_scores_nothing_and_waits_for_nobody(writer: GradebookWriter, path: Path) -> None:
    """Its scores are 0; one that is not named keeps what it has."""
    writer.save("unit", "ada", {"unit": UNIT, "essay": MISSING})
    assert grades(path)["text"] == (0.0, False)
    writer.save("unit", "ada", {"essay": MISSING})
    assert grades(path)["one-checks"] == (2.0, False)


def test_marks_given_by_hand_stay_and_are_flagged(writer: GradebookWriter, path: Path) -> None:
    """A new automatic score asks for another look."""
    writer.save("unit", "ada", {"unit": UNIT})
    with Gradebook(f"sqlite:///{path}") as book:
        book.find_grade("one-checks", "unit", "unit", "ada").manual_score = 1.0
        book.db.commit()
    writer.save("unit", "ada", {"unit": UNIT})
    assert grades(path)["one-checks"] == (2.0, True)
    with Gradebook(f"sqlite:///{path}") as book:
        assert book.find_grade("one-checks", "unit", "unit", "ada").score == 1.0


@pytest.mark.parametrize(("asked", "given"), [(1.0, 1.0), (-2.0, 0.0), (99.0, 3.5), (None, None)])
def test_late_penalties_are_what_the_plugin_says_within_bounds(
    writer: GradebookWriter, path: Path, asked: float | None, given: float | None
) -> None:
    """The plugin hears who, how many points and how late; a submission in time again has no penalty."""
    heard = []

    def plugin(student: str, score: float, seconds: float) -> float | None:
        heard.append((student, score, seconds))
        return asked

    def penalty() -> float | None:
        with Gradebook(f"sqlite:///{path}") as book:
            return book.find_submission_notebook("unit", "unit", "ada").late_submission_penalty

    writer.save("unit", "ada", {"unit": UNIT, "essay": MISSING}, LATE, plugin)
    assert heard == [("ada", 3.5, 86400.0)]
    assert penalty() == given
    writer.save("unit", "ada", {"unit": UNIT, "essay": MISSING}, DUE, plugin)
    assert penalty() is None
    assert len(heard) == 1


def test_a_time_of_submission_stays_when_a_resubmission_has_none(writer: GradebookWriter, path: Path) -> None:
    """As nbgrader leaves it."""
    writer.save("unit", "ada", {"unit": UNIT}, LATE)
    writer.save("unit", "ada", {"unit": UNIT})
    with Gradebook(f"sqlite:///{path}") as book:
        assert book.find_submission("unit", "ada").timestamp == LATE


def test_a_failure_leaves_no_trace(writer: GradebookWriter, path: Path) -> None:
    """Neither student nor submission nor a half of the marks; the writer goes on."""
    before = dump(path)

    def broken(*_about: object) -> float:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        writer.save("unit", "ada", {"unit": UNIT}, LATE, broken)
    assert dump(path) == before
    writer.save("unit", "ada", {"unit": UNIT}, LATE)
    assert grades(path)["one-checks"] == (2.0, False)


def test_what_was_never_released_is_refused(writer: GradebookWriter) -> None:
    """By name."""
    with pytest.raises(MissingEntry, match="other"):
        writer.save("other", "ada", {})


def test_saving_twice_is_saving_once(writer: GradebookWriter, path: Path) -> None:
    """A run that repeats what a killed one had written changes nothing."""
    writer.save("unit", "ada", {"unit": UNIT}, LATE)
    once = dump(path)
    writer.save("unit", "ada", {"unit": UNIT}, LATE)
    assert dump(path) == once
