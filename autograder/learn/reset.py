"""`autograder reset EXERCISE`: begin an exercise again. The notebook as it was is kept, and the command says where."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.course import Course, CourseError, find_course
from autograder.learn.notebookfile import NotebookError, displayed, put_cell, read_notebook, write_notebook
from autograder.learn.progress import FOLDER, stamp, write_whole
from autograder.learn.target import notebook_path
from autograder.lesson import LessonError


def reset(course: Course, name: str) -> tuple[Path, Path | None]:
    """Put the starter cell back into the notebook: the notebook's path, and the backup (None: nothing had changed).

    The backup is complete before the notebook is touched. Raises `CourseError`, `NotebookError`, `OSError`.
    """
    unit, exercise = course.exercise(name)
    path = notebook_path(course, unit)
    notebook = read_notebook(path)
    before = path.read_bytes()
    if not put_cell(notebook, course.lesson(unit), name, exercise.starter_source):
        return path, None
    backup = course.root / FOLDER / "backups" / f"{unit}-{stamp()}-before-{name}.ipynb"
    write_whole(backup, before)
    write_notebook(path, notebook)
    return path, backup


def main(args: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="autograder reset", description="Begin an exercise again; a backup is kept.")
    parser.add_argument("exercise", metavar="EXERCISE")
    options = parser.parse_args(args)
    try:
        path, backup = reset(find_course(), options.exercise)
    except (CourseError, LessonError, NotebookError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"Nothing was changed: {problem.strerror or problem} ({problem.filename}).", file=sys.stderr)
        return 2
    if backup is None:
        print(f"{options.exercise} is as it was at the start; nothing to do.")
        return 0
    print(f"{options.exercise} is as it was at the start, in {displayed(path)}")
    print(f"Your notebook as it was: {displayed(backup)}")
    print("If it is open in Jupyter: File, then Reload Notebook from Disk, before you go on.")
    return 0
