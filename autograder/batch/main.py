"""The command `autograder grade UNIT`: reads its options, says what is wrong with them, shows how the run went."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course, CourseError, find_course
from autograder.lesson import LessonError

if TYPE_CHECKING:
    from autograder.batch.settings import Settings
    from autograder.sandbox.opening import Opening

# Small matrices on every core: threads inside a worker would only get in the way of the other workers.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main(args: Sequence[str] | None = None) -> int:
    """0 when every submission is judged, 1 when one could not be, 2 when there was nothing to begin with."""
    gc.disable()  # until all is loaded: a fifth of the time goes into looking for garbage in what stays
    options, rest = _parser().parse_known_args(args)
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # for alembic
    try:
        return _grade(find_course(), options, rest)
    except (CourseError, LessonError) as problem:
        return _refuse(str(problem))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder grade",
        description="Grade every submission of a unit, several at a time. Leaves what `nbgrader autograde` leaves.",
        epilog="Settings of nbgrader's may follow as on its own command line: --CourseDirectory.groupshared=True",
    )
    parser.add_argument("unit", help='the unit, by its name or the beginning of it: "11"')
    parser.add_argument("--workers", type=_positive, default=None, metavar="N", help="processes; default: the cores")
    parser.add_argument("--force", action="store_true", help="also grade what has not changed since it was graded")
    parser.add_argument(
        "--trust-submissions",
        action="store_true",
        help="where this machine offers no isolation, run submissions with your own rights",
    )
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no number of workers")
    return int(text)


def _grade(course: Course, options: argparse.Namespace, rest: Sequence[str]) -> int:
    from autograder.batch.files import Busy, Shelf, at_work
    from autograder.batch.settings import read_settings
    from autograder.sandbox.api import WorldError
    from autograder.sandbox.levels import IsolationUnavailable
    from autograder.sandbox.opening import Opening

    unit = course.unit(options.unit)
    try:
        settings = read_settings(course, unit, rest)
    except ValueError as problem:
        return _refuse(str(problem))
    if not any(settings.folder("release").glob("*.ipynb")):
        return _refuse(f"{unit} has not been released: there is no notebook in {settings.folder('release')}. "
                       "Run `autograder build` first.")  # fmt: skip
    if settings.db_file is not None and not settings.db_file.is_file():
        return _refuse(f"The gradebook does not know {unit}; run `autograder build` first.")
    if not settings.submissions():
        return _refuse(f"Nobody has submitted {unit}: there is no {settings.folder('submitted', '<student>')}.")
    try:
        with ExitStack() as stack:
            stack.enter_context(at_work(settings.state, alone=True))
            Shelf(settings).tidy()
            opening = stack.enter_context(closing(Opening((course.root,))))
            return _run(settings, options, opening)
    except (IsolationUnavailable, Busy, WorldError) as problem:
        return _refuse(str(problem))


def _run(settings: Settings, options: argparse.Namespace, opening: Opening) -> int:
    from autograder.batch.notes import is_work

    known_work = options.force or is_work(settings)  # else the plan decides what is needed
    if known_work:
        opening.start()  # and what follows loads meanwhile
    from autograder.batch.plan import make_plan
    from autograder.batch.recorded import Recorded
    from autograder.batch.records import NotReleased
    from autograder.batch.run import grade_all, load_examiner
    from autograder.collector import CollectionError

    try:
        examiner = load_examiner(settings) if known_work else None
        planned = partial(make_plan, settings, force=options.force, known=Recorded(settings).everybody())
        likely = opening.likely
        plan = planned(likely) if likely else None  # while the world is on its way
        level = opening.level(options.trust_submissions or settings.trust)
        if plan is None or level != likely:
            plan = planned(level)
        summary = grade_all(
            settings, plan, workers=options.workers or _cores(), level=level, opening=opening, examiner=examiner
        )
    except (CollectionError, NotReleased) as problem:
        return _refuse(str(problem))
    from autograder.batch.progress import show_summary

    try:
        show_summary(summary)
        sys.stdout.flush()
    except OSError as problem:  # a full disk, a pipe that nobody reads: the grades are written
        return _refuse(f"The summary could not be shown ({problem.strerror}).")
    return summary.status


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


__all__ = ["main"]
