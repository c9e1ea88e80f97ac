"""A lesson text, `source/<unit>/<unit>.py`, as records: cells, exercises, points, needs, hints.

What can be known from one unit's text, and every error in it by file and line. Not for making notebooks (`notebook`)
nor for what takes several units (`course`). Imports only the standard library: a learner's `check()` reads it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.percent import PercentCell, PercentError, read_cells
from autograder.starter import RegionError, check_regions, defined, has_region, starter, without_markers

Role = Literal["text", "exercise", "checks", "hint", "solution"]
Kind = Literal["code", "derivation", "quiz"]

ROLES: tuple[Role, ...] = ("exercise", "checks", "hint", "solution")
OPTIONS = {"text": {"tags"}, "exercise": {"points", "needs"}, "checks": set(), "hint": set(), "solution": set()}


class LessonError(Exception):
    """A mistake in a lesson text: `file:line: what is wrong; what to do`."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.parent.name}/{path.name}:{line}: {message}")
        self.path = path
        self.line = line


@dataclass(frozen=True)
class LessonCell:
    """One cell of the lesson. `line` is its marker's line in the text; `exercise` is "" for ordinary cells."""

    kind: Literal["markdown", "code"]
    source: str
    line: int
    role: Role = "text"
    exercise: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """One thing to answer. `solution_source` is the whole cell without markers, `starter_source` what is released."""

    name: str
    points: float
    needs: tuple[str, ...]
    kind: Kind
    solution_source: str
    starter_source: str
    checks_source: str
    hints: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Lesson:
    """One unit: its cells in order and its exercises by name, in order of appearance."""

    unit: str
    title: str
    path: Path
    cells: tuple[LessonCell, ...]
    exercises: dict[str, Exercise]

    def affected(self, names: Iterable[str]) -> set[str]:
        """These exercises and all that build on one of them: what may come out differently when they do."""
        found = set(names)
        before = 0
        while len(found) > before:
            before = len(found)
            found |= {exercise.name for exercise in self.exercises.values() if not found.isdisjoint(exercise.needs)}
        return found


def read_lesson(path: Path) -> Lesson:
    """Read and check one lesson file. Raises `LessonError`."""
    return parse_lesson(path.read_text(encoding="utf-8"), path)


def parse_lesson(text: str, path: Path) -> Lesson:
    """The lesson in `text`; `path` names the unit and goes into messages. Raises `LessonError`."""
    try:
        raw = read_cells(text)
    except PercentError as error:
        raise LessonError(path, error.line, str(error)) from None
    cells = tuple(_cell(path, cell) for cell in raw)
    options = {cell.line: cell.options for cell in raw}
    names = _exercise_names(path, cells)
    for cell in cells:
        if cell.exercise and cell.exercise not in names:
            known = ", ".join(names) or "none yet"
            raise LessonError(
                path, cell.line, f'{cell.role}="{cell.exercise}" names no exercise of this unit; they are: {known}'
            )
    exercises = {
        cell.exercise: _exercise(path, cell, options[cell.line], [c for c in cells if c.exercise == cell.exercise])
        for cell in cells
        if cell.role == "exercise"
    }
    return Lesson(path.stem, _title(path, cells), path, cells, exercises)


def kind_of(name: str) -> Kind:
    """What an exercise is, by its name.

    >>> kind_of("q11_1"), kind_of("d11_1"), kind_of("softmax")
    ('quiz', 'derivation', 'code')
    """
    if re.match(r"q\d+_", name):
        return "quiz"
    return "derivation" if re.match(r"d\d+_", name) else "code"


def _cell(path: Path, cell: PercentCell) -> LessonCell:
    roles: list[Role] = [role for role in ROLES if role in cell.options]
    if len(roles) > 1:
        raise LessonError(path, cell.line, f"a cell is one thing; keep one of {roles[0]}= and {roles[1]}=")
    role: Role = roles[0] if roles else "text"
    for option in cell.options:
        if option != role and option not in OPTIONS[role]:
            allowed = ", ".join(
                f"{name}=" for name in sorted({*ROLES, *OPTIONS[role]} if role == "text" else OPTIONS[role])
            )
            raise LessonError(
                path, cell.line, f"{option}= means nothing here; what may stand here: {allowed or 'nothing'}"
            )
    name = str(cell.options.get(role, ""))
    if role != "text" and not name.isidentifier():
        raise LessonError(path, cell.line, f'{role}="{name}" is no Python name; use letters, digits and _')
    if (role in {"exercise", "checks"}) != (cell.kind == "code") and role != "text":
        wanted = "a code cell: remove [markdown]" if cell.kind == "markdown" else "a text cell: write `# %% [markdown]`"
        raise LessonError(path, cell.line, f'the {role} cell of "{name}" must be {wanted}')
    if role != "exercise" and cell.kind == "code" and has_region(cell.source):
        raise LessonError(
            path, cell.line, 'solution markers outside an exercise; add exercise="…" points=… to the cell'
        )
    tags = cell.options.get("tags", [])
    return LessonCell(cell.kind, cell.source, cell.line, role, name, tuple(tags) if isinstance(tags, list) else ())


def _exercise_names(path: Path, cells: Iterable[LessonCell]) -> dict[str, int]:
    """Each exercise with its line; for the roles that exist once, a second one is an error."""
    seen: dict[tuple[Role, str], int] = {}
    for cell in cells:
        if cell.role in {"exercise", "checks"}:
            first = seen.setdefault((cell.role, cell.exercise), cell.line)
            if first != cell.line:
                again = f'{cell.role}="{cell.exercise}" stands at line {first} already; each name is used once'
                raise LessonError(path, cell.line, again)
    return {name: line for (role, name), line in seen.items() if role == "exercise"}


def _exercise(path: Path, cell: LessonCell, options: object, mine: list[LessonCell]) -> Exercise:
    name, settings = cell.exercise, options if isinstance(options, dict) else {}
    _check_answer(path, cell)
    return Exercise(
        name=name,
        points=_points(path, cell, settings.get("points")),
        needs=tuple(str(settings.get("needs", "")).replace(",", " ").split()),
        kind=kind_of(name),
        solution_source=without_markers(cell.source),
        starter_source=starter(cell.source, name),
        checks_source=_checks(path, cell, mine),
        hints=tuple(other.source for other in mine if other.role == "hint"),
        line=cell.line,
    )


def _points(path: Path, cell: LessonCell, points: object) -> float:
    if points is None:
        raise LessonError(path, cell.line, f'exercise "{cell.exercise}" has no points; add points=2 to its line')
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points < float("inf"):
        raise LessonError(
            path, cell.line, f'points={points} of "{cell.exercise}" must be a number above 0, such as points=2'
        )
    return float(points)


def _check_answer(path: Path, cell: LessonCell) -> None:
    """The exercise's own cell: solution markers in pairs, its name defined in the answer and in the starter."""
    name = cell.exercise
    try:
        check_regions(cell.source)
    except RegionError as error:
        raise LessonError(path, cell.line + error.line, f'exercise "{name}" {error}') from None
    for what, source in (("solution", without_markers(cell.source)), ("starter", starter(cell.source, name))):
        try:
            names = defined(source)
        except SyntaxError as error:
            message = f'the {what} of "{name}" is not Python: {error.msg}'
            raise LessonError(path, cell.line + (error.lineno or 0), message) from None
        if not any(found == name or found.startswith(f"{name}_") for found in names):
            message = f'the {what} of "{name}" does not define {name}; define it at the top level of this cell'
            raise LessonError(path, cell.line, message)


def _checks(path: Path, cell: LessonCell, mine: list[LessonCell]) -> str:
    """The source of the exercise's checks cell, which comes after it and ends in `check("name")`."""
    checks = next((other for other in mine if other.role == "checks"), None)
    name = cell.exercise
    if checks is None:
        raise LessonError(path, cell.line, f'exercise "{name}" has no checks cell; add one: # %% checks="{name}"')
    if checks.line < cell.line:
        raise LessonError(path, checks.line, f'the checks of "{name}" stand before the exercise; move them below it')
    try:
        body = ast.parse(checks.source).body
    except SyntaxError as error:
        message = f'the checks of "{name}" are not Python: {error.msg}'
        raise LessonError(path, checks.line + (error.lineno or 0), message) from None
    if not body or ast.unparse(body[-1]) != f"check('{name}')":
        raise LessonError(path, checks.line, f'the checks cell must end in check("{name}"); add it as the last line')
    return checks.source


def _title(path: Path, cells: Iterable[LessonCell]) -> str:
    for cell in cells:
        if cell.kind == "markdown":
            heading = re.search(r"^# (.+)$", cell.source, re.MULTILINE)
            if heading:
                return heading[1].strip()
    raise LessonError(path, 1, "the lesson has no title; begin it with a [markdown] cell that starts with `# # Title`")
