"""One submission from cells to marks: runs a rebuilt notebook, has it judged, writes what each cell shows.

Independent of nbgrader's converters: the plugin and the batch command both stand on `Grader`. What goes wrong with one
submission is that submission's result; what goes wrong with the course or this machine is raised.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from nbformat import NotebookNode

from autograder.clean import clean_outputs, plain_text, shown_text, size_of
from autograder.course import Course
from autograder.examiner import Examiner
from autograder.figures import INSTEAD, idle_figures
from autograder.lesson import Lesson
from autograder.report.html import exercise_html, unit_html
from autograder.report.text import exercise_text
from autograder.result import CheckResult, ExerciseResult, Outcome, UnitResult, Verdict
from autograder.sandbox.api import Cell, CellReport, LearnerError, Session, WorldError
from autograder.sandbox.channel_session import ChannelSession
from autograder.sandbox.world import World

RESULTS = "results.json"
SUMMARY = "autograder-summary"
MAX_SHOWN_CELL = 6_000  # characters of code
MAX_SHOWN_CODE = 120_000  # of all cells of a notebook
CUT_CODE = "# [Cut here: the whole cell stands in the submission.]"
CELL_SECONDS = 8.0  # on the clock
CELL_COMPUTING = 5.0  # seconds of processor time
NOTEBOOK_SECONDS = 60.0  # for all cells of one submission together
ATTEMPTS = 2  # where what learner code runs in is gone, whatever ended it
NOTEBOOK_OUTPUTS = 24_000_000  # characters of all its outputs, pictures included
_LOG = logging.getLogger(__name__)

# In the learner's process `check` says nothing: the examiner judges. It also stands in where the package is not there.
_PRELUDE = """\
import sys as _sys, types as _types
_package = _sys.modules.setdefault("autograder", _types.ModuleType("autograder"))
try:
    import autograder as _package
except ImportError:
    pass
_package.check = lambda *names: None
del _sys, _types, _package
"""
_STOPPED = {
    "timeout": "This cell was stopped: it did not finish within {limit}. Is there a loop that never ends?",
    "crash": "This cell ended its process: it used too much memory, or stopped Python itself.",
    "not plain data": "This cell was stopped: what its process sent was no answer.",
}
_NOT_RUN = "This cell was not run: the cells above it used up the {seconds:g} seconds that a notebook may take."
_NO_ROOM = "What this cell shows was left out: the outputs of this notebook take too much room together."


class Grader:
    """Judges submissions, one after the other, in a world that stays warm. A context manager; one per process."""

    def __init__(
        self, course: Course, *, trust: bool = False, world: World | None = None, examiners: Iterable[Examiner] = ()
    ) -> None:
        self.course = course
        self.world = world or World(trust=trust, hidden=(course.root,))
        self._examiners = {examiner.unit: examiner for examiner in examiners}
        self._seen: set[str] = set()  # units of which a submission has been judged

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the world."""
        self.world.close()

    def examiner(self, unit: str) -> Examiner:
        """The unit's examiner, made once. Raises `CourseError`, `LessonError`, `CollectionError`."""
        if unit not in self._examiners:
            self._examiners[unit] = Examiner(self.course, unit)
        return self._examiners[unit]

    def judge_submission(
        self,
        notebook: NotebookNode,
        unit: str,
        *,
        files: Mapping[str, bytes] | None = None,
        notes: Sequence[str] = (),
        reason: str = "",
        kept: Mapping[str, ExerciseResult] = MappingProxyType({}),
    ) -> UnitResult:
        """Run and judge a rebuilt notebook, whose cells get their outputs; `reason` says why there is nothing to judge.

        The exercises of `kept` results are not judged again.
        Raises only what is the course's or the machine's fault: `WorldError` where no place for learner code holds.
        """
        examiner = self.examiner(unit)
        result = unjudged(examiner, reason) if reason else self._judge(notebook, examiner, files or {}, kept)
        result = dataclasses.replace(result, isolation=self.world.level, notes=(*result.notes, *notes))
        write_outputs(notebook, result)
        return result

    def _judge(
        self,
        notebook: NotebookNode,
        examiner: Examiner,
        files: Mapping[str, bytes],
        kept: Mapping[str, ExerciseResult],
    ) -> UnitResult:
        for _ in range(ATTEMPTS):
            session = ChannelSession(self.world.channel(files))
            with closing(session):
                result = self._judge_in(session, notebook, examiner, kept)
            if not session.lost:
                return result
        raise WorldError("the processes that run learner code ended while this submission was judged, twice")

    def _judge_in(
        self,
        session: ChannelSession,
        notebook: NotebookNode,
        examiner: Examiner,
        kept: Mapping[str, ExerciseResult],
    ) -> UnitResult:
        started = time.monotonic()
        try:
            if examiner.unit in self._seen:  # it is a class: rehearsing pays from the second submission on
                examiner.rehearse()
            self._seen.add(examiner.unit)
            errors = run_cells(notebook, session, ordinary_cells(examiner.lesson))
            all_ran = time.monotonic() - started < NOTEBOOK_SECONDS
            result = explained(examiner.judge(session, kept=kept), errors)
            return dataclasses.replace(result, steady=all_ran and not session.interrupted)
        except Exception:  # noqa: BLE001 - a mistake of ours with one submission must not stop the others
            _LOG.exception("a submission of %s could not be judged", examiner.unit)
            return unjudged(
                examiner, "This submission could not be judged: the grader failed on it. Please tell your instructor."
            )


def unjudged(examiner: Examiner, reason: str) -> UnitResult:
    """The result of a submission that cannot be judged: no points, and the reason at every exercise."""
    check = CheckResult("The submission can be read", Outcome.UNJUDGED, reason)
    exercises = tuple(
        ExerciseResult(exercise.name, 0.0, exercise.points, Verdict.UNJUDGED, reason, (check,))
        for exercise in examiner.lesson.exercises.values()
    )
    return UnitResult(examiner.unit, exercises, notes=(reason,))


def is_graded(cell: NotebookNode) -> bool:
    """Whether a cell is a checks cell: the examiner fills it, nobody runs it."""
    settings = cell["metadata"].get("nbgrader", {})
    return bool(cell["cell_type"] == "code" and settings.get("grade") and not settings.get("solution"))


def ordinary_cells(lesson: Lesson) -> frozenset[str]:
    """The sources of the lesson's code cells that are neither answers nor checks."""
    return frozenset(cell.source for cell in lesson.cells if cell.kind == "code" and cell.role == "text")


def run_cells(notebook: NotebookNode, session: Session, lesson: frozenset[str] = frozenset()) -> dict[str, str]:
    """Run every code cell but the checks cells, in order, and keep what they show.

    The lesson's own figures (`lesson` holds its ordinary cells) are left out where nothing depends on them.
    How the cells of exercises ended comes back by exercise, where they ended early.
    """
    running = [cell for cell in notebook.cells if cell.cell_type == "code" and not is_graded(cell)]
    idle = {id(running[position]) for position in idle_figures([cell.source for cell in running], lesson)}
    answers: list[Cell] = []
    shown: list[NotebookNode] = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or is_graded(cell) or not cell.source.strip():
            continue
        if id(cell) in idle:
            cell.outputs = [_told(INSTEAD)]
            continue
        answers.append(Cell(cell.source, cell.metadata.get("nbgrader", {}).get("grade_id"), index + 1))
        shown.append(cell)
    limits = {"seconds": CELL_SECONDS, "computing": CELL_COMPUTING, "until": time.monotonic() + NOTEBOOK_SECONDS}
    reports = session.run_each([Cell(_PRELUDE, index=0), *answers], **limits)
    next(reports)
    errors: dict[str, str] = {}
    room = NOTEBOOK_OUTPUTS
    for count, (cell, answer, report) in enumerate(zip(shown, answers, reports, strict=True), 1):
        cell.execution_count = count
        if report is None:
            cell.outputs = [_told(_NOT_RUN.format(seconds=NOTEBOOK_SECONDS))]
            continue
        cell.outputs = _outputs(report, count)
        room -= sum(map(size_of, cell.outputs))
        if room < 0:
            cell.outputs = [_told(_NO_ROOM)]
        if answer.exercise and report.error:
            errors[answer.exercise] = _ending(report.error)
    return errors


def _ending(error: LearnerError) -> str:
    """How a cell ended, in a sentence that follows "Its cell"."""
    if error.kind in _STOPPED:
        return _STOPPED[error.kind].format(limit=error.message).removeprefix("This cell ")
    where = f" in line {error.line}: `{error.source_line}`" if error.line and error.source_line else ""
    return f"ended with {error.type_name}{where} ({error.message})."


def explained(result: UnitResult, errors: Mapping[str, str]) -> UnitResult:
    """Say of an answer that is not defined how its cell ended: that is what to mend."""
    return dataclasses.replace(result, exercises=tuple(_explained(e, errors.get(e.name)) for e in result.exercises))


def _explained(exercise: ExerciseResult, ending: str | None) -> ExerciseResult:
    if ending is None or exercise.points or f"`{exercise.name}` is not defined" not in exercise.headline:
        return exercise
    message = f"`{exercise.name}` is not defined, because its cell {ending}"
    checks = tuple(
        dataclasses.replace(check, message=message) if check.message == exercise.headline else check
        for check in exercise.checks
    )
    return dataclasses.replace(exercise, headline=message, checks=checks)


def _outputs(report: CellReport, count: int) -> list[NotebookNode]:
    """What a cell shows; a result under the number of its cell."""
    outputs = [_node(**output) for output in clean_outputs(report.outputs)]
    for output in outputs:
        if output["output_type"] == "execute_result":
            output["execution_count"] = count
    if report.error and report.error.kind in _STOPPED:
        outputs.append(_told(_STOPPED[report.error.kind].format(limit=report.error.message)))
    return outputs


def _node(**output: Any) -> NotebookNode:
    """An output or a cell as nbformat's own constructors make it, which validate each against the whole schema."""
    parts = {key: NotebookNode(value) if isinstance(value, dict) else value for key, value in output.items()}
    return NotebookNode(parts)


def _told(text: str) -> NotebookNode:
    return _node(output_type="stream", name="stdout", text=text + "\n")


def shown_code(source: str, limit: int) -> str:
    """A cell's code as the graded notebook shows it: colouring long code takes the feedback page quadratic time.

    >>> shown_code("x = 1", 100)
    'x = 1'
    >>> print(shown_code("x = 1\\n" * 30, 50).splitlines()[-1])
    # [Cut here: the whole cell stands in the submission.]
    """
    if len(source) <= limit:
        return source
    kept = source[: max(0, limit - len(CUT_CODE))].rpartition("\n")[0]
    return f"{kept}\n{CUT_CODE}".lstrip("\n")


def write_outputs(notebook: NotebookNode, result: UnitResult) -> None:
    """Give each checks cell its feedback and its number, as nbgrader reads them, and put the summary on top."""
    room = MAX_SHOWN_CODE
    for cell in notebook.cells:
        if is_graded(cell):
            _write_marks(cell, result)
        elif cell.cell_type == "code":
            cell.source = shown_code(cell.source, min(room, MAX_SHOWN_CELL))
            room -= len(cell.source)
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") != SUMMARY]
    summary = unit_html(result).replace("\n", "").replace("$", "&#36;")
    about = NotebookNode(autograder=NotebookNode(role="summary"))
    notebook.cells.insert(0, _node(cell_type="markdown", id=SUMMARY, metadata=about, source=summary))


def _write_marks(cell: NotebookNode, result: UnitResult) -> None:
    settings = cell.metadata["nbgrader"]
    name, maximum = settings["grade_id"].removesuffix("-checks"), float(settings["points"])
    try:
        judged = result.exercise(name)
    except KeyError:
        reason = "This cell has no checks yet; please tell your instructor."
        judged = ExerciseResult(name, 0.0, maximum, Verdict.UNJUDGED, reason)
    page, text = _shown(judged)
    feedback = {"text/html": page, "text/plain": text}
    value = {"text/plain": repr(marks_in_cell(judged, maximum))}
    cell.outputs = [
        _node(output_type="display_data", data=feedback, metadata={}),
        _node(output_type="execute_result", data=value, metadata={}, execution_count=None),
    ]
    cell.execution_count = None


def _shown(judged: ExerciseResult) -> tuple[str, str]:
    """The panel of a result and its text; the summary on top of the page holds the stylesheet for all panels."""
    try:
        return _shown_before(judged)
    except TypeError:  # it holds evidence, by which it cannot be looked up
        return _made_to_show(judged)


def _made_to_show(judged: ExerciseResult) -> tuple[str, str]:
    return exercise_html(judged, styled=False), shown_text(exercise_text(judged))


_shown_before = lru_cache(1024)(_made_to_show)


def marks_in_cell(judged: ExerciseResult, maximum: float) -> float:
    """The points as the gradebook counts them: between 0 and `maximum`, in proportion where it has another maximum.

    >>> marks_in_cell(ExerciseResult("f", 3.0, 4.0, Verdict.WRONG, ""), 8.0)
    6.0
    """
    if not judged.max_points > 0:
        return 0.0
    value = judged.points if judged.max_points == maximum else judged.points / judged.max_points * maximum
    return min(max(value, 0.0), maximum) if value == value else 0.0  # NaN is no mark


def results_text(result: UnitResult) -> str:
    """The content of `results.json`."""
    text = json.dumps(result.to_json(), indent=1, ensure_ascii=False, allow_nan=False)
    return plain_text(text, len(text)) + "\n"


def write_results(folder: Path, text: str) -> None:
    """Write `results.json` at once or not at all, also over a read-only one of an earlier run."""
    half = folder / f".{RESULTS}.new"
    half.unlink(missing_ok=True)
    half.write_text(text, encoding="utf-8")
    half.replace(folder / RESULTS)


__all__ = [
    "Grader",
    "is_graded",
    "marks_in_cell",
    "results_text",
    "run_cells",
    "unjudged",
    "write_outputs",
    "write_results",
]
