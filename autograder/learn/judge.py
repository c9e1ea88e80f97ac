"""The learner's judge: one warm examiner per unit for `check()`, and saved notebooks judged in a process of their own.

Joins what others do (`examiner`, `sandbox`); decides nothing about an answer itself. Imports the judging side only
when it is used: `from autograder import check` stays quick, and a student's machine may not have it.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.learn.notebookfile import code_cells, read_notebook, to_run
from autograder.lesson import Exercise, Lesson
from autograder.result import CheckResult, ExerciseResult, Outcome, UnitResult, Verdict, replace
from autograder.sandbox.api import Cell, CellReport, LearnerError

if TYPE_CHECKING:
    from autograder.examiner import Examiner
    from autograder.sandbox.plain import PlainChannel
    from autograder.sandbox.session import BaseSession

MAX_FILES, MAX_FILE_BYTES = 50, 2_000_000  # of what lies beside a notebook
Version = tuple[tuple[str, int, int], ...]
Report = Callable[["Step"], None]

_examiners: dict[tuple[Path, str], tuple[Version, Examiner]] = {}


@dataclass(frozen=True)
class Step:
    """How far judging a notebook has come: `done` of `total` cells and exercises, and what comes next."""

    done: int
    total: int
    doing: str


def examiner(course: Course, unit: str) -> Examiner:
    """The examiner of a unit, made once and made anew when a lesson or a hidden check has changed.

    Raises `CourseError`, `LessonError`, and `CollectionError` for mistakes in the hidden checks.
    """
    from autograder.collector import hidden_checks
    from autograder.examiner import Examiner
    from autograder.lookup import hidden_modules

    name = course.unit(unit)
    version = _version(course, name)
    known = _examiners.get((course.root, name))
    if known and known[0] == version:
        return known[1]
    if known:
        hidden_checks.cache_clear()
        hidden_modules.cache_clear()
        package = course.hidden_package(name)
        for module in [module for module in sys.modules if module.startswith(f"{package}.")]:
            del sys.modules[module]
        importlib.invalidate_caches()
    made = Examiner(course, name)
    _examiners[course.root, name] = (version, made)
    return made


def judge_notebook(
    course: Course,
    unit: str,
    path: Path,
    only: Iterable[str] | None = None,
    *,
    settled: Iterable[str] = (),
    report: Report | None = None,
    channel: PlainChannel | None = None,
) -> UnitResult:
    """Run a saved notebook in a child process and judge its exercises (or `only` these), in the lesson's order.

    `settled` names exercises outside `only` that are known to be right. Whatever the notebook does, this ends: cells
    and calls that hang are killed. `channel` is a child process that is ready for it. Raises `NotebookError`.
    """
    from autograder.sandbox.channel_session import ChannelSession
    from autograder.sandbox.plain import PlainChannel

    channel = channel or PlainChannel({})  # it loads while the notebook is read and the checks are loaded
    session = ChannelSession(channel)
    try:
        lesson = course.lesson(unit)
        cells = to_run(code_cells(read_notebook(path), lesson), lesson)
        channel.fill(_files_beside(path))
        return _Judging(course, lesson, session, report or (lambda step: None)).judge(cells, only, settled)
    finally:
        session.close()


def failed(error: Exception) -> str:
    """What a learner is told when judging itself goes wrong."""
    said = str(error).strip().partition("\n")[0]
    return (
        f"The check itself failed ({type(error).__name__}: {said}). Your answer is as it was. "
        "Run it again from the top; if it happens again, please report it."
    )


def teaching_order(lesson: Lesson) -> list[Exercise]:
    """The exercises in the order of judging: those that need no other come first."""
    return sorted(lesson.exercises.values(), key=lambda exercise: bool(exercise.needs))


class _Judging:
    """One notebook's way through its session."""

    def __init__(self, course: Course, lesson: Lesson, session: BaseSession, report: Report) -> None:
        self._course = course
        self._lesson = lesson
        self._session = session
        self._report = report
        self._errors: dict[str, LearnerError] = {}  # what ended the cell of an answer
        self._notes: list[str] = []

    def judge(self, cells: Sequence[Cell], only: Iterable[str] | None, settled: Iterable[str]) -> UnitResult:
        order = [exercise.name for exercise in teaching_order(self._lesson)]
        wanted = order if only is None else [name for name in order if name in set(only)]
        total = len(cells) + len(wanted)
        self._report(Step(0, total, "loading the checks"))
        judge = examiner(self._course, self._lesson.unit)
        for done, cell in enumerate(cells):
            self._report(Step(done, total, f"running {cell.exercise or 'your cells'}"))
            for ran in self._session.run([cell]):
                self._keep(ran, cell.exercise)
        doing = iter([*wanted[1:], ""])
        self._report(Step(len(cells), total, f"checking {', '.join(wanted[:1])}"))
        steps = iter(range(len(cells) + 1, total + 1))
        judged = judge.judge(
            self._session,
            wanted,
            settled=sorted(settled),
            report=lambda _: self._report(Step(next(steps), total, f"checking {next(doing)}")),
        )
        results = tuple(self._explained(result) for result in judged.exercises)
        return UnitResult(judged.unit, results, judged.isolation, tuple(self._notes[:1]))

    def _keep(self, ran: CellReport, owner: str | None) -> None:
        """Keep what ended a cell: with its exercise, or as a note where the cell is the learner's own."""
        if ran.error is None:
            return
        if owner:
            self._errors[owner] = ran.error
        elif ran.error.type_name != "NotImplementedError":
            self._notes.append(f"Cell {ran.index + 1} of the notebook {_what(ran.error)}.")

    def _explained(self, result: ExerciseResult) -> ExerciseResult:
        """Where an answer is not defined since its own cell failed, that is the finding."""
        error = self._errors.get(result.name)
        if error is None or self._session.kind(result.name) != "missing":
            return result
        return _never_defined(self._lesson.exercises[result.name], error)


def _never_defined(exercise: Exercise, error: LearnerError) -> ExerciseResult:
    """The finding that an answer's own cell failed before it defined the answer."""
    text = f"The cell of `{exercise.name}` {_what(error)}."
    killed = error.kind in ("timeout", "crash")
    outcome, verdict = (Outcome.UNJUDGED, Verdict.UNJUDGED) if killed else (Outcome.WRONG, Verdict.WRONG)
    check = CheckResult("The cell runs", outcome, text, "runs", 0.0)
    return ExerciseResult(exercise.name, 0.0, exercise.points, verdict, text, (check,))


def _what(error: LearnerError) -> str:
    if error.kind == "timeout":
        return "did not finish in time; a loop in it may never end"
    if error.kind == "crash":
        return "ended the Python process: it used too much memory, or stopped Python itself"
    where = f", line {error.line}: `{error.source_line}`" if error.line and error.source_line else ""
    return f"does not run: {error.type_name}: {error.message}{where}"


def with_example(result: ExerciseResult, message: str) -> ExerciseResult:
    """The result with a failing visible example as its first finding, where the checks agree that it is wrong."""
    if not message or not result.answered:
        return result
    if result.verdict is not Verdict.WRONG:
        note = f"{message} The checks disagree with it: was the example, or a name it uses, changed?"
        return replace(result, notes=(*result.notes, note))
    check = CheckResult("The examples you can see", Outcome.WRONG, message, "runs", 0.0)
    return replace(result, checks=(check, *result.checks))


def with_unrun(lesson: Lesson, judged: UnitResult, warning: str = "") -> UnitResult:
    """The whole unit: what was judged, and the exercises whose cells were not run in this session."""
    known = {result.name: result for result in judged.exercises}
    absent = {
        exercise.name: ExerciseResult(
            exercise.name, 0.0, exercise.points, Verdict.WRONG, "Its cell was not run yet.", answered=False
        )
        for exercise in lesson.exercises.values()
    }
    results = tuple({**absent, **known}[name] for name in lesson.exercises)
    return UnitResult(judged.unit, results, judged.isolation, (warning,) if warning else ())


def next_step(lesson: Lesson, result: ExerciseResult) -> str:
    """What to do after this result, as one sentence."""
    if result.verdict is not Verdict.RIGHT:
        hints = len(lesson.exercises[result.name].hints)
        if result.hint or not hints:
            return ""
        told = "is a hint" if hints == 1 else f"are {hints} hints"
        return f"Stuck? There {told} for `{result.name}` in the notebook, or with `autograder hint {result.name}`."
    names = list(lesson.exercises)
    following = names[names.index(result.name) + 1 :]
    return f"Next: `{following[0]}`." if following else "That was the last exercise here; `check()` shows them all."


def _files_beside(path: Path) -> dict[str, bytes]:
    """What a notebook may read from its own folder: small ordinary files, no other notebooks."""
    found: dict[str, bytes] = {}
    for file in sorted(path.resolve().parent.iterdir()):
        name = file.name
        wanted = name.isprintable() and not name.startswith(".") and "\\" not in name and file.suffix != ".ipynb"
        if wanted and len(found) < MAX_FILES and file.is_file() and file.stat().st_size <= MAX_FILE_BYTES:
            found[name] = file.read_bytes()
    return found


def _version(course: Course, unit: str) -> Version:
    """What an examiner was made from: every lesson (needs cross units) and the unit's hidden files."""
    spec = importlib.util.find_spec(course.hidden_package(unit))
    folders = list(spec.submodule_search_locations or []) if spec else []
    hidden = [file for folder in folders for file in Path(folder).glob("*.py")]
    files = sorted([*course.source_dir.glob("*/*.py"), *hidden])
    return tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files)
