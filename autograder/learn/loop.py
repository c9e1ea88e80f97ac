"""What `autograder watch` knows and how it changes: saves and keys in, a state out. It neither draws nor waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from autograder.course import Course, CourseError
from autograder.learn.hint import next_hint
from autograder.learn.judge import Report, failed, judge_notebook
from autograder.learn.notebookfile import NotebookError, code_cells, displayed, read_notebook
from autograder.learn.overview import standing
from autograder.learn.progress import read, record
from autograder.learn.standby import Standby
from autograder.learn.target import notebook_path
from autograder.lesson import Lesson, LessonError
from autograder.result import ExerciseResult, Verdict

Page = Literal["exercise", "hint", "list", "solution"]
OTHERS = ""  # the key of all cells that belong to no exercise


@dataclass
class Watched:
    """One unit's notebook as it was last judged: the text of each answer's cell, and the results."""

    texts: dict[str, str] = field(default_factory=dict)
    results: dict[str, ExerciseResult] = field(default_factory=dict)


class Loop:
    """The learner's position: a unit, an exercise in it, the page that is open, and what to tell beside it.

    It stays at an exercise until the learner goes on (`next`) or saves a change in another one.
    """

    def __init__(self, course: Course, unit: str, *, fixed: bool = False, standby: Standby | None = None) -> None:
        self.course = course
        self.unit = unit
        self.fixed = fixed  # only this unit is looked at
        self.name = ""
        self.page: Page = "exercise"
        self.notice = ""
        self.problem = ""  # why the notebook could not be judged
        self.hint = ""
        self.asked = False  # the solution was asked for and waits for the confirmation
        self._standby = standby
        self._watched: dict[str, Watched] = {}
        self._edited: list[str] = []  # the exercises whose own cells the last save changed

    @property
    def lesson(self) -> Lesson:
        """The lesson of the unit."""
        return self.course.lesson(self.unit)

    @property
    def path(self) -> Path:
        """The notebook of the unit."""
        return notebook_path(self.course, self.unit)

    @property
    def results(self) -> dict[str, ExerciseResult]:
        """The results of the unit by exercise."""
        return self._watched.setdefault(self.unit, Watched()).results

    @property
    def result(self) -> ExerciseResult | None:
        """The result of the exercise at hand."""
        return self.results.get(self.name)

    def start(self, report: Report | None = None) -> list[str]:
        """Judge the whole notebook and stand at the first exercise that is not right."""
        judged = self._judge(report)
        self.name = self._first_open() or next(iter(self.lesson.exercises))
        return judged

    def saved(self, paths: Iterable[Path], report: Report | None = None) -> list[str]:
        """Look at notebooks that were written or deleted; the names of what was judged again."""
        judged: list[str] = []
        for unit in self._units(paths):
            self.unit = unit
            judged = self._judge(report)
        if self.name not in self.lesson.exercises:
            self.name = self._first_open() or next(iter(self.lesson.exercises))
        if judged:
            self._go_to(self._edited)
        return judged

    def pressed(self, key: str) -> bool:
        """Answer a key; False when the learner wants to leave."""
        confirmed, self.asked, self.notice = self.asked, False, ""
        actions: dict[str, Callable[[], None]] = {"n": self._next, "h": self._hint, "l": self._list}
        if key in ("q", "\x03", "\x04"):
            return False
        if key == "s":
            self._solution(confirmed)
        else:
            actions.get(key, self._back)()
        return True

    # saves

    def _units(self, paths: Iterable[Path]) -> list[str]:
        names = [path.stem for path in paths if path.stem == path.parent.name and path.stem in self.course.units]
        return [name for name in dict.fromkeys(names) if name == self.unit or not self.fixed]

    def _judge(self, report: Report | None) -> list[str]:
        """Judge what changed since the last time. Whatever is wrong with the file is told, not raised."""
        self.problem = ""
        known = self._watched.setdefault(self.unit, Watched())
        try:
            texts = self._texts()
            self._edited = self._edits(known.texts, texts)
            changed = self._with_dependents(self._edited)
            if changed:
                settled = [name for name, result in known.results.items() if result.verdict is Verdict.RIGHT]
                settled = [name for name in settled if name not in changed]
                ready = self._standby.take() if self._standby else None
                judged = judge_notebook(
                    self.course, self.unit, self.path, changed, settled=settled, report=report, channel=ready
                )
                known.results.update({result.name: result for result in judged.exercises})
                self.notice = record(self.course, judged.exercises) or " ".join(judged.notes)
            known.texts = texts
        except (NotebookError, CourseError, LessonError) as problem:
            self.problem = str(problem)
            return []
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not end the loop
            self.problem = failed(error)
            return []
        finally:
            if self._standby:
                self._standby.get_ready()
        return changed

    def _texts(self) -> dict[str, str]:
        texts: dict[str, str] = {OTHERS: ""}
        for cell in code_cells(read_notebook(self.path), self.lesson):
            if not cell.checks:
                texts[cell.exercise] = texts.get(cell.exercise, "") + cell.source + "\n"
        return texts

    def _edits(self, before: dict[str, str], now: dict[str, str]) -> list[str]:
        """The exercises whose cell changed; all when a shared cell did."""
        exercises = self.lesson.exercises
        if not before or before.get(OTHERS) != now.get(OTHERS):
            return list(exercises)
        return [name for name in exercises if before.get(name) != now.get(name)]

    def _with_dependents(self, edited: list[str]) -> list[str]:
        """These exercises and those that build on them, in the lesson's order."""
        changed = set(edited)
        for name, exercise in self.lesson.exercises.items():
            if changed & set(exercise.needs):
                changed.add(name)
        return [name for name in self.lesson.exercises if name in changed]

    def _go_to(self, edited: list[str]) -> None:
        """Stay, unless something else was worked on: then stand at its first finding."""
        self.page, self.asked = "exercise", False
        if self.name not in edited:
            wrong = [name for name in edited if self.results[name].verdict is not Verdict.RIGHT]
            self.name = (wrong or edited)[0]

    def _first_open(self) -> str:
        done = self.results
        open_ones = (n for n in self.lesson.exercises if n not in done or done[n].verdict is not Verdict.RIGHT)
        return next(open_ones, "")

    # keys

    def _back(self) -> None:
        self.page = "exercise"

    def _next(self) -> None:
        """The next exercise after this one that is not right, in this unit or a later one, else the first such one."""
        self.page = "exercise"
        names = list(self.lesson.exercises)
        place = names.index(self.name)
        open_ones = [n for n in names[place + 1 :] + names[:place] if not self._is_right(n)]
        if open_ones:
            self.name = open_ones[0]
        elif not self._is_right(self.name):
            self.notice = "This is the only exercise of the unit that is still open."
        elif self.fixed or standing(self.course, read(self.course)).next_unit in ("", self.unit):
            self.notice = "Every exercise of this unit is right."
        else:
            self.unit = standing(self.course, read(self.course)).next_unit
            self.start()
            self.notice = f"The next unit: open {displayed(self.path)}"

    def _is_right(self, name: str) -> bool:
        return name in self.results and self.results[name].verdict is Verdict.RIGHT

    def _hint(self) -> None:
        self.hint, heading = next_hint(self.course, self.lesson.exercises[self.name])
        self.page, self.notice = ("hint" if self.hint else "exercise"), heading

    def _list(self) -> None:
        self.page = "exercise" if self.page == "list" else "list"

    def _solution(self, confirmed: bool) -> None:
        """Shown after success; before it, only when asked for twice in a row."""
        if self._is_right(self.name) or confirmed:
            self.page = "solution"
            return
        self.asked = True
        self.notice = f"{self.name} is not right yet. Press s once more to see its solution all the same."
