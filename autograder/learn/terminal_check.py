"""`autograder check NOTEBOOK [EXERCISE …]`: a saved notebook judged in the terminal, in a process of its own.

Exit status: 0 all right, 1 something is wrong or not answered, 2 something could not be judged.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.course import Course, CourseError
from autograder.learn.judge import failed, judge_notebook
from autograder.learn.notebookfile import NotebookError, displayed
from autograder.learn.progress import record
from autograder.learn.target import judged_course, notebook_and_unit
from autograder.lesson import LessonError
from autograder.result import UnitResult, Verdict


def main(args: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="autograder check", description="Check a saved notebook.")
    parser.add_argument("notebook", metavar="NOTEBOOK", help='a notebook file, or a unit such as "11"')
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="which exercises; all of them by default")
    parser.add_argument("--json", action="store_true", help="write the results as JSON")
    options = parser.parse_args(args)
    try:
        course = judged_course()
        path, unit = notebook_and_unit(course, options.notebook)
        only = [_known(course, unit, name) for name in options.exercises] or None
        result = _judge(course, unit, path, only, quiet=options.json)
    except (CourseError, LessonError, NotebookError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001 - a mistake of ours is not the learner's to read as a traceback
        print(failed(error), file=sys.stderr)
        return 2
    if path.resolve().is_relative_to(course.exercises_dir.resolve()):
        warning = record(course, result.exercises)
        if warning:
            print(warning, file=sys.stderr)
    if options.json:
        print(json.dumps(result.to_json(), ensure_ascii=False, indent=1))
    else:
        _show(result, only is not None)
    return status(result)


def status(result: UnitResult) -> int:
    """0 when everything is right, 2 when something could not be judged, else 1."""
    verdicts = {exercise.verdict for exercise in result.exercises}
    if Verdict.UNJUDGED in verdicts:
        return 2
    return 0 if verdicts <= {Verdict.RIGHT} else 1


def _known(course: Course, unit: str, name: str) -> str:
    names = course.lesson(unit).exercises
    if name not in names:
        raise CourseError(f'{unit} has no exercise "{name}"; it has: {", ".join(names)}')
    return name


def _judge(course: Course, unit: str, path: Path, only: list[str] | None, *, quiet: bool) -> UnitResult:
    """Judge with a progress bar on the error stream, so that the output stays free for the results."""
    if quiet:
        return judge_notebook(course, unit, path, only)
    print(f"Checking {displayed(path)}", file=sys.stderr, flush=True)
    from rich.console import Console

    from autograder.learn.show import bar

    with bar(Console(stderr=True)) as report:
        return judge_notebook(course, unit, path, only, report=report)


def _show(result: UnitResult, chosen: bool) -> None:
    """Every exercise that was asked for or answered, in full; then the table."""
    from rich.console import Console

    from autograder.learn.overview import unit_table
    from autograder.learn.show import exercise_lines

    console = Console(highlight=False)
    for exercise in result.exercises:
        if chosen or (exercise.answered and exercise.verdict is not Verdict.RIGHT):
            console.print(exercise_lines(exercise))
            console.print()
    if not chosen:
        console.print(unit_table(result), markup=False)
