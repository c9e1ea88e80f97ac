"""Where things are: the repository's root, its units, their exercises.

Light on purpose (standard library only): a learner's `check()` asks it for names, points, starters and hints.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from autograder.lesson import Exercise, Lesson, LessonError, read_lesson

VARIABLE = "AUTOGRADER_COURSE"


class CourseError(Exception):
    """No such course, unit or exercise: what was looked for, and what there is."""


@dataclass(frozen=True)
class Course:
    """A course by its root directory; `find_course()` finds the one that is meant."""

    root: Path

    @property
    def source_dir(self) -> Path:
        """The lesson texts: `source/<unit>/<unit>.py`."""
        return self.root / "source"

    @property
    def exercises_dir(self) -> Path:
        """What learners open: `exercises/<unit>/<unit>.ipynb`."""
        return self.root / "exercises"

    @property
    def solutions_dir(self) -> Path:
        """The worked, executed answers."""
        return self.root / "solutions"

    @property
    def build_dir(self) -> Path:
        """Scratch, outside git: nbgrader's own trees and its gradebook."""
        return self.root / "build"

    @property
    def gradebook(self) -> Path:
        """nbgrader's database."""
        return self.build_dir / "gradebook.db"

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The folder names of `source/` that hold a lesson, sorted: teaching order."""
        return tuple(sorted(path.stem for path in self.source_dir.glob("*/*.py") if path.stem == path.parent.name))

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every lesson, checked against the others: names unique, needs answered earlier. Raises `LessonError`."""
        lessons = tuple(self.lesson(unit) for unit in self.units)
        earlier: dict[str, Lesson] = {}
        for lesson in lessons:
            for exercise in lesson.exercises.values():
                _check_among(exercise, lesson, earlier)
                earlier[exercise.name] = lesson
        return lessons

    def unit(self, prefix: str) -> str:
        """The full name of a unit: "11" or "11-softmax" for "11-softmax-and-cross-entropy". Raises `CourseError`."""
        exact = [unit for unit in self.units if unit == prefix]
        found = exact or [unit for unit in self.units if unit.startswith(prefix)]
        if len(found) != 1:
            problem = "matches several units" if found else "is no unit"
            raise CourseError(f'"{prefix}" {problem}; choose one of: {", ".join(found or self.units) or "none"}')
        return found[0]

    def lesson(self, unit: str) -> Lesson:
        """The lesson of a unit, by name or prefix. Raises `CourseError`, `LessonError`."""
        name = self.unit(unit)
        return _read(self.source_dir / name / f"{name}.py")

    def exercise(self, name: str) -> tuple[str, Exercise]:
        """An exercise with its unit. Raises `CourseError`, `LessonError`."""
        for unit in self.units:
            found = self.lesson(unit).exercises.get(name)
            if found:
                return unit, found
        known = ", ".join(other for unit in self.units for other in self.lesson(unit).exercises)
        raise CourseError(f'there is no exercise "{name}"; there are: {known or "none"}')

    def hidden_package(self, unit: str) -> str:
        """The package with a unit's hidden checks: `autograder.hidden.unit_11`."""
        return f"autograder.hidden.unit_{self.unit(unit).partition('-')[0]}"


def find_course(start: Path | None = None) -> Course:
    """The course that is meant: $AUTOGRADER_COURSE, or around `start` (the working directory), or around this package.

    Raises `CourseError` where there is none, as with the package that students install.
    """
    named = os.environ.get(VARIABLE)
    if named:
        root = Path(named).resolve()
        if not _is_root(root):
            lacking = "where there is no source/<unit>/<unit>.py; set it to the course's folder"
            raise CourseError(f"{VARIABLE} is {named}, {lacking}")
        return Course(root)
    for place in ((start or Path.cwd()).resolve(), Path(__file__).resolve().parent):
        for folder in (place, *place.parents):
            if _is_root(folder):
                return Course(folder)
    raise CourseError(f"no course found around {start or Path.cwd()}; go to its folder or set {VARIABLE}")


def _is_root(folder: Path) -> bool:
    """A course of lesson texts. Any nbgrader course has a `source/` too, with notebooks in it: that is none of ours."""
    if not (folder / "nbgrader_config.py").is_file():
        return False
    return any(path.stem == path.parent.name for path in (folder / "source").glob("*/*.py"))


def _read(path: Path) -> Lesson:
    """The lesson in a file, read again only when the file has changed."""
    return _read_version(path, path.stat().st_mtime_ns)


@cache
def _read_version(path: Path, _version: int) -> Lesson:
    return read_lesson(path)


def _check_among(exercise: Exercise, lesson: Lesson, earlier: dict[str, Lesson]) -> None:
    twin = earlier.get(exercise.name)
    if twin and twin.unit != lesson.unit:
        message = f'exercise "{exercise.name}" exists in {twin.unit} already; names are unique in the whole course'
        raise LessonError(lesson.path, exercise.line, message)
    for needed in exercise.needs:
        if needed not in earlier:
            message = f'needs="{needed}" of "{exercise.name}" is no earlier exercise; name one that comes before it'
            raise LessonError(lesson.path, exercise.line, message)
