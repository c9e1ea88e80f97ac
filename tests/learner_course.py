"""A course of one small unit for the tests of the learner's loop, judged by the hidden checks of unit 11."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.lesson import Lesson

UNIT = "11-small"
TEXT = '''# %% [markdown]
# # 11 A small unit

# %%
import numpy as np
import sympy

from autograder import check

# %% exercise="log_sum_exp" points=4
def log_sum_exp(Z):
    """The logarithm of each row's sum of exponentials: (N, C) to (N,)."""
    ### BEGIN SOLUTION
    m = np.max(Z, axis=1, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0)
    with np.errstate(divide="ignore"):
        return (m + np.log(np.exp(Z - m).sum(axis=1, keepdims=True)))[:, 0]
    ### END SOLUTION

# %% checks="log_sum_exp"
assert log_sum_exp(np.zeros((1, 2))).shape == (1,), "one number for each row"
check("log_sum_exp")

# %% [markdown] hint="log_sum_exp"
# Take out the largest.

# %% [markdown] hint="log_sum_exp"
# Add it back at the end.

# %% exercise="softmax" points=4 needs="log_sum_exp"
def softmax(Z):
    """Logits (N, C) to probabilities (N, C)."""
    ### BEGIN SOLUTION
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% checks="softmax"
assert softmax(np.zeros((1, 2))).sum() == 1, "each row sums to one"
check("softmax")

# %%
picture = softmax(np.zeros((2, 2)))

# %% exercise="d11_1" points=2
p, q = sympy.symbols("p q")
### BEGIN SOLUTION
d11_1 = (p * (1 - p), -p * q)
### END SOLUTION

# %% checks="d11_1"
check("d11_1")
'''
NO_SHIFT = "def softmax(Z):\n    e = np.exp(Z)\n    return e / e.sum(axis=1, keepdims=True)"


def make_course(root: Path, repository: Path) -> Course:
    """The course with its released notebook, as the build would make it."""
    root.mkdir(exist_ok=True)
    shutil.copy(repository / "nbgrader_config.py", root)
    source = root / "source" / UNIT / f"{UNIT}.py"
    source.parent.mkdir(parents=True)
    source.write_text(TEXT, encoding="utf-8")
    course = Course(root)
    save(course, {})
    return course


def save(course: Course, answers: dict[str, str | None], extra: str = "") -> Path:
    """Write the learner's notebook: starters, but these answers (None: the solution), and a cell of their own."""
    lesson = course.lesson(UNIT)
    cells = [_code(f"own-{extra[:5]}", extra)] if extra else []
    cells += [_cell(lesson, position, answers) for position in range(len(lesson.cells))]
    path = course.exercises_dir / UNIT / f"{UNIT}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def all_right(course: Course) -> Path:
    """Write the notebook with every answer as the lesson has it."""
    return save(course, dict.fromkeys(course.lesson(UNIT).exercises))


def _cell(lesson: Lesson, position: int, answers: dict[str, str | None]) -> dict[str, Any]:
    cell = lesson.cells[position]
    if cell.kind == "markdown":
        return {"cell_type": "markdown", "id": f"text-{position}", "metadata": {}, "source": cell.source}
    if cell.role == "checks":
        return _code(f"{cell.exercise}-checks", cell.source, f"{cell.exercise}-checks")
    if cell.role != "exercise":
        return _code(f"code-{position}", cell.source)
    exercise = lesson.exercises[cell.exercise]
    answer = answers.get(exercise.name, exercise.starter_source)
    return _code(exercise.name, exercise.solution_source if answer is None else answer, exercise.name)


def _code(identity: str, source: str, grade_id: str = "") -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    lines = source.splitlines(keepends=True)
    return {
        "cell_type": "code", "id": identity, "metadata": metadata, "source": lines, "outputs": [],
        "execution_count": None,
    }  # fmt: skip
