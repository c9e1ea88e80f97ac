"""The hall in which attacks take place: short time limits, secrets planted around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from attacks.harness import CALL, CELL, COMPUTING, SECRET, UNIT, Hall
from graded_class import LESSON

from autograder.course import Course


@pytest.fixture(scope="session")
def hall(make_course: Callable[..., Course]) -> Iterator[Hall]:
    """One grader for all attacks: each must leave it as it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INSTRUCTOR_TOKEN", SECRET)
        patch.setattr("autograder.grading.CELL_SECONDS", CELL)
        patch.setattr("autograder.grading.CELL_COMPUTING", COMPUTING)
        patch.setattr("autograder.checks.student.CALL_SECONDS", CALL)
        patch.setattr("autograder.checks.student.CALL_COMPUTING", COMPUTING)
        course = make_course(**{UNIT: LESSON})
        for name in ("gradebook.db", "solutions/11-small.ipynb", "build/submitted/ada/11-small/11-small.ipynb"):
            path = course.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SECRET)
        made = Hall(course)
        yield made
        made.close()
