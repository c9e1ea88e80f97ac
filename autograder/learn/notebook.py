"""`check()`: the one public call of a lesson. Judges the names of the running notebook and shows what it found.

Importing this costs nothing but the standard library. Whatever goes wrong in here is one sentence for the learner,
never a traceback of ours, and never anything on stderr (nbgrader takes that for a mark of zero).
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import examples
from autograder.course import Course, CourseError, find_course
from autograder.lesson import LessonError
from autograder.lookup import available
from autograder.starter import UNANSWERED

if TYPE_CHECKING:
    from autograder.result import ExerciseResult

SANDBOX = "AUTOGRADER_SANDBOX"  # set where submissions run: there the examiner judges, not the notebook
LATER = "The hidden checks follow when your work is graded."
STOPPED = "Stopped. Nothing is lost: run the cell again when you like. If it took long, look for an endless loop."
Names = dict[str, Any]


@dataclass(frozen=True)
class Mark:
    """What `check("name")` returns in a notebook: prints as the number of points, which a stock nbgrader reads."""

    points: float
    said: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": str(self.points), "text/html": f"<small>{self.said}</small>"}


@dataclass(frozen=True)
class Feedback:
    """What a check has to say, as text and as an HTML panel, with the mark where it is about one exercise."""

    text: str
    html: str
    mark: Mark | None = None


def check(answer: object = None) -> Mark | None:
    """Check one answer by its name, `check("softmax")`, or show how far the whole unit is: `check()`.

    In a notebook a panel appears and the mark comes back. Elsewhere the same is printed.
    """
    if os.environ.get(SANDBOX):
        return None
    names = _callers_names()
    try:
        with _quiet():
            feedback = _unit(names) if answer is None else _exercise(_name(answer), names)
    except KeyboardInterrupt:
        feedback = _sentence(STOPPED)
    except (CourseError, LessonError) as problem:
        feedback = _sentence(f"{problem}")
    except Exception as error:  # noqa: BLE001 - a mistake of ours is not the learner's to read as a traceback
        from autograder.learn.judge import failed

        feedback = _sentence(failed(error))
    return _show(feedback)


def _exercise(name: str, names: Names) -> Feedback:
    failed = examples.failure(name)
    course = _course()
    if course is None:
        return _visible_only(name, names, failed)
    unit = _unit_of(course, name)
    from autograder.learn.judge import examiner, next_step, with_example
    from autograder.learn.session import OwnNotebook
    from autograder.report.html import exercise_html
    from autograder.report.text import exercise_text
    from autograder.report.words import marks
    from autograder.result import replace

    result = examiner(course, unit).judge(OwnNotebook(names), [name]).exercises[0]
    result = with_example(result, _told(failed))
    warning = _record(course, names, [result]) if name in names else ""
    notes = [next_step(course.lesson(unit), result), warning]
    result = replace(result, notes=(*result.notes, *filter(None, notes)))
    mark = Mark(float(result.points), marks(result))
    return Feedback(exercise_text(result), exercise_html(result), mark)


def _unit(names: Names) -> Feedback:
    course = _course()
    if course is None:
        return _sentence(f'Call check with a name, such as check("softmax"). {LATER}', mark=False)
    unit = _unit_in_use(course, names)
    from autograder.learn.judge import examiner, with_unrun
    from autograder.learn.overview import unit_table
    from autograder.learn.session import OwnNotebook
    from autograder.report.html import unit_html

    run = [name for name in course.lesson(unit).exercises if name in names]
    judged = examiner(course, unit).judge(OwnNotebook(names), run)
    result = with_unrun(course.lesson(unit), judged, _record(course, names, judged.exercises))
    return Feedback(unit_table(result), unit_html(result))


def _visible_only(name: str, names: Names, failed: examples.ExampleFailure | None) -> Feedback:
    """What can be said without hidden checks: never that all is well, and no points."""
    if name not in names:
        said = f"`{name}` is not defined yet: run the cell above, then this one again."
    elif names[name] is None or (failed and failed.unanswered) or _is_starter(names[name]):
        said = f"`{name}` is not answered yet."
    elif failed:
        said = f"{_told(failed)} {LATER}"
    else:
        said = f"No example that you can see here speaks against `{name}`. That is not the whole check: {_lower(LATER)}"
    return _sentence(said)


def _told(failed: examples.ExampleFailure | None) -> str:
    """A failing example as a sentence."""
    if failed is None or failed.unanswered:
        return ""
    where = f" in `{failed.function}`, at `{failed.source_line}`" if failed.function else ""
    said = f": {failed.message}" if failed.message else ""
    if failed.type_name == "AssertionError":
        return f"The example in line {failed.line} does not hold (`{failed.statement}`){said or '.'}"
    return f"The example in line {failed.line} (`{failed.statement}`) ended in {failed.type_name}{where}{said or '.'}"


def _is_starter(value: Any) -> bool:
    return UNANSWERED in getattr(getattr(value, "__code__", None), "co_consts", ())


def _name(answer: object) -> str:
    """The name in `check("softmax")`; `check(softmax)` means the same."""
    name = answer if isinstance(answer, str) else getattr(answer, "__name__", None)
    if not isinstance(name, str):
        raise CourseError('Call check with the name in quotes, such as check("softmax").')
    return name


def _unit_of(course: Course, name: str) -> str:
    """The unit of an exercise. Raises `CourseError` with the nearest names for one that does not exist."""
    known = {exercise: unit for unit in course.units for exercise in course.lesson(unit).exercises}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f' Did you mean check("{near[0]}")?' if near else " `autograder list` shows them all."
        raise CourseError(f'There is no exercise named "{name}".{hint}')
    return known[name]


def _unit_in_use(course: Course, names: Names) -> str:
    """The unit of the running notebook: by its file, or by the answers among its names."""
    home = _home(names)
    for folder in (home, *home.parents):
        if folder.name in course.units:
            return folder.name
    counts = {unit: sum(name in names for name in course.lesson(unit).exercises) for unit in course.units}
    best = max(counts, key=lambda unit: counts[unit], default="")
    if not counts.get(best):
        raise CourseError("No answer of this course is defined here yet. Run the notebook's cells, then check() again.")
    return best


def _course() -> Course | None:
    """The course with its hidden checks, or None on a machine that has only the student's package."""
    if not available():
        return None
    try:
        return find_course()
    except CourseError:
        return None


def _home(names: Names) -> Path:
    """Where the notebook lies: VS Code and Jupyter tell its path; else the working directory."""
    told = names.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", "")
    path = Path(str(told))
    return path.parent if path.is_absolute() else Path.cwd()


def _record(course: Course, names: Names, results: Sequence[ExerciseResult]) -> str:
    """Keep the progress of a learner's own notebook; a grading run or a copy elsewhere is nobody's progress."""
    own = _home(names).resolve().is_relative_to(course.exercises_dir.resolve())
    if not own or os.environ.get("NBGRADER_EXECUTION"):
        return ""
    from autograder.learn.progress import record

    return record(course, results)


def _callers_names() -> Names:
    """The notebook's names in IPython, else the globals of whoever called `check`."""
    shell = _shell()
    names: Names = shell.user_ns if shell is not None else sys._getframe(2).f_globals  # noqa: SLF001
    return names


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Nothing but the feedback is shown: no print or warning of learner code, the reference or a library."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


def _sentence(text: str, *, mark: bool = True) -> Feedback:
    """One sentence in place of a judgement; its mark is 0.0, so that no configuration takes it for full marks."""
    from autograder.report import html

    panel = f'<section class="ag-panel ag-open" aria-label="Feedback"><p>{html.text(text)}</p></section>'
    return Feedback(text, f"<style>{html.stylesheet()}</style>{panel}", Mark(0.0, "no points yet") if mark else None)


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _show(feedback: Feedback) -> Mark | None:
    shell = _shell()
    if shell is not None and getattr(shell, "kernel", None) is not None:
        from IPython.display import publish_display_data

        publish: Callable[[dict[str, str]], None] = publish_display_data
        publish({"text/html": feedback.html, "text/plain": feedback.text})
        return feedback.mark
    try:
        print(feedback.text)
    except UnicodeEncodeError:  # a console without × and ✓
        print(feedback.text.encode("ascii", "replace").decode())
    return None
