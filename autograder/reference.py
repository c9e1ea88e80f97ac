"""The reference: a lesson's solution cells executed on the trusted side, as a namespace.

Runs in the examiner's process and nowhere near learner code. Of the ordinary cells only those run that an answer
builds on (imports, data); figures and demonstrations bind nothing that an answer uses, so grading never draws.
"""

from __future__ import annotations

import ast
import contextlib
import dis
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from autograder.course import Course
from autograder.lesson import Lesson, LessonCell, LessonError


@dataclass(frozen=True)
class _Part:
    """A compiled piece of a cell: the names it binds and the global names it looks up."""

    code: CodeType
    line: int
    answer: bool
    binds: frozenset[str]
    uses: frozenset[str]


def reference_namespace(course: Course, unit: str) -> dict[str, Any]:
    """Every answer of this unit by name, and what the answers use: `reference_namespace(course, "11")["softmax"]`.

    Exercises of earlier units that this one `needs` are there too. Executed once per process and version of the
    texts; each call gives a dict of its own. Raises `CourseError`, `LessonError`.
    """
    lesson = course.lesson(unit)
    versions = tuple(path.stat().st_mtime_ns for path in sorted(course.source_dir.glob("*/*.py")))
    return dict(_namespace(course.root, lesson.unit, versions))


@cache
def _namespace(root: Path, unit: str, versions: tuple[int, ...]) -> dict[str, Any]:
    course = Course(root)
    lesson = course.lesson(unit)
    namespace: dict[str, Any] = {
        "__name__": f"reference_{unit.partition('-')[0]}",
        "display": _nothing,
        "check": _nothing,
    }
    for name in sorted({needed for exercise in lesson.exercises.values() for needed in exercise.needs}):
        if name not in lesson.exercises:
            home, _ = course.exercise(name)
            namespace[name] = _namespace(root, home, versions)[name]
    os.environ.setdefault("MPLBACKEND", "Agg")  # an answer may import pyplot; no window must open for it
    with contextlib.redirect_stdout(io.StringIO()):
        for part in _needed(list(_parts(lesson))):
            _execute(lesson, part, namespace)
    return namespace


def _nothing(*_args: object, **_keywords: object) -> None:
    """What `check` and `display` do here."""


def _parts(lesson: Lesson) -> Iterator[_Part]:
    """Each code cell, its imports apart from the rest, so that an unused import costs nothing."""
    for cell in lesson.cells:
        if cell.kind != "code" or cell.role == "checks":
            continue
        statements = _parse(lesson, cell)
        imports = [node for node in statements if isinstance(node, ast.Import | ast.ImportFrom)]
        rest = [node for node in statements if node not in imports]
        for node in imports:
            if not (isinstance(node, ast.ImportFrom) and node.module == "autograder"):
                yield _part(lesson, cell, [node])
        if rest:
            yield _part(lesson, cell, rest)


def _parse(lesson: Lesson, cell: LessonCell) -> list[ast.stmt]:
    """The cell's statements, at their own lines of the lesson text, so that tracebacks point there."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        raise LessonError(
            lesson.path, cell.line + (error.lineno or 0), f"this code cell is not Python: {error.msg}"
        ) from None
    return ast.increment_lineno(tree, cell.line).body


def _part(lesson: Lesson, cell: LessonCell, statements: list[ast.stmt]) -> _Part:
    code = compile(ast.Module(statements, type_ignores=[]), str(lesson.path), "exec", dont_inherit=True)
    binds = frozenset(
        step.argval for step in dis.get_instructions(code) if step.opname in {"STORE_NAME", "STORE_GLOBAL"}
    )
    return _Part(code, cell.line, cell.role == "exercise", binds, frozenset(_globals_of(code)))


def _globals_of(code: CodeType) -> Iterator[str]:
    """Names that this code, or any function in it, looks up outside itself."""
    for step in dis.get_instructions(code):
        if step.opname in {"LOAD_NAME", "LOAD_GLOBAL"}:
            yield step.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _globals_of(constant)


def _needed(parts: list[_Part]) -> list[_Part]:
    """The answers, and whatever binds a name that they use, directly or through another kept part."""
    kept: list[_Part] = []
    wanted: set[str] = set()
    for part in reversed(parts):
        if part.answer or part.binds & wanted:
            kept.append(part)
            wanted |= part.uses
    return kept[::-1]


def _execute(lesson: Lesson, part: _Part, namespace: dict[str, Any]) -> None:
    try:
        exec(part.code, namespace)  # noqa: S102  (the author's own text, on the trusted side)
    except Exception as error:
        message = f"the reference cannot be made: {type(error).__name__}: {error}; mend this cell"
        raise LessonError(lesson.path, part.line, message) from error
