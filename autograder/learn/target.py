"""What a learner means on the command line: a notebook's file or a unit; and where a unit's notebook lies."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course, CourseError, find_course
from autograder.learn.notebookfile import NotebookError, read_notebook
from autograder.lookup import available


def judged_course() -> Course:
    """The course around here, if this installation can judge it. Raises `CourseError`."""
    if not available():
        raise CourseError("The hidden checks are not installed here; they follow when your work is graded.")
    course = find_course()
    if not course.exercises_dir.is_dir():
        raise CourseError(
            f"There are no notebooks yet: {course.exercises_dir} does not exist. `make build` makes them."
        )
    return course


def notebook_path(course: Course, unit: str) -> Path:
    """The learner's notebook of a unit."""
    return course.exercises_dir / unit / f"{unit}.ipynb"


def notebook_and_unit(course: Course, target: str) -> tuple[Path, str]:
    """The notebook that `target` means, a path or a unit such as "11", and its unit.

    Raises `CourseError` where it is neither, `NotebookError` where the file cannot be read.
    """
    path = Path(target)
    if path.is_dir() and (path / f"{path.resolve().name}.ipynb").is_file():
        path /= f"{path.resolve().name}.ipynb"
    if not path.is_file():
        if path.suffix == ".ipynb":
            raise NotebookError(f"There is no file {target} here.")
        unit = course.unit(target)
        return notebook_path(course, unit), unit
    for name in (path.stem, path.resolve().parent.name):
        if name in course.units:
            return path, name
    return path, _unit_by_cells(course, path)


def _unit_by_cells(course: Course, path: Path) -> str:
    """The unit of a renamed notebook: the one whose exercises it has most of."""
    from autograder.learn.notebookfile import code_cells

    notebook = read_notebook(path)
    counts = {
        unit: sum(bool(cell.exercise) for cell in code_cells(notebook, course.lesson(unit))) for unit in course.units
    }
    best = max(counts, key=lambda unit: counts[unit], default="")
    if not counts.get(best):
        raise CourseError(f"{path.name} has no exercise of this course; its units are: {', '.join(course.units)}")
    return best
