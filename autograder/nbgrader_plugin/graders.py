"""The warm graders of a process that runs nbgrader, one per course, made when there is something to judge."""

from __future__ import annotations

import atexit
import gc
from contextlib import closing
from pathlib import Path

from autograder.course import Course, find_course
from autograder.examiner import Examiner
from autograder.grading import Grader
from autograder.sandbox.opening import Opening

_graders: dict[tuple[Path, bool], Grader] = {}


def grader(unit: str, trust: bool = False, *, rehearsed: bool = False) -> Grader:
    """The grader for the course around the working directory.

    `rehearsed` has its examiner rehearse the unit, too, while the world opens.
    Raises `IsolationUnavailable`, `WorldError`, `CourseError`.
    """
    course = find_course(Path.cwd())
    key = (course.root, trust)
    if key not in _graders:
        with closing(Opening((course.root,))) as opening:
            opening.start()
            examiners = _examiners(course, unit, rehearsed=rehearsed)
            world = opening.world(opening.level(trust))
        _graders[key] = Grader(course, world=world, examiners=examiners)
        atexit.register(_end, _graders[key])
    return _graders[key]


def _examiners(course: Course, unit: str, *, rehearsed: bool) -> list[Examiner]:
    """The unit's examiner, loaded while the world opens; none where that fails, which each submission is then told."""
    try:
        examiner = Examiner(course, unit)
        if rehearsed:
            examiner.rehearse()
    except Exception:  # noqa: BLE001 - raised again when a submission asks for it
        return []
    return [examiner]


def _end(judge: Grader) -> None:
    judge.close()
    gc.freeze()  # Python would look through all of this once more


__all__ = ["grader"]
