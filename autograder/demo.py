"""`autograder demo`: a sample class, graded by nbgrader itself, with its marks and a feedback page to look at.

Everything happens in `build/demo/`, beside the instructor's own trees; the configuration is the course's own.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import Course, CourseError, find_course
from autograder.learn.notebookfile import displayed
from autograder.lesson import LessonError
from autograder.notebook import source_notebook, to_bytes
from autograder.report.table import Row, class_table, first_headline
from autograder.result import CheckResult, ExerciseResult, UnitResult, Verdict

UNIT = "11-softmax-and-cross-entropy"
Notebook = dict[str, Any]


@dataclass(frozen=True)
class Learner:
    """One of the sample class: answers that differ from the model answers, or what was done to the file."""

    name: str
    answers: dict[str, str] | None = None  # None: nothing was filled in
    tamper: Callable[[Notebook], Notebook | bytes] | None = None


class DemoError(Exception):
    """nbgrader failed; the message is its log."""


def _delete_checks(notebook: Notebook) -> Notebook:
    return {**notebook, "cells": [cell for cell in notebook["cells"] if _grade_id(cell) != "softmax-checks"]}


def _copy_checks(notebook: Notebook) -> Notebook:
    place = next(n for n, cell in enumerate(notebook["cells"]) if _grade_id(cell) == "softmax-checks")
    cells = list(notebook["cells"])
    return {**notebook, "cells": [*cells, copy.deepcopy(cells[place])]}


def _grade_id(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


UNUSUAL = """\
def softmax(Z):
    rows = []
    for row in np.asarray(Z, dtype=float):
        top = max(row)
        weights = [np.exp(z - top) for z in row]
        rows.append([w / sum(weights) for w in weights])
    return np.array(rows)
"""
UNUSUAL_GRADIENT = """\
def softmax_cross_entropy_grad(Z, y):
    N, C = np.shape(Z)
    onehot = np.zeros((N, C))
    for n in range(N):
        onehot[n, y[n]] = 1.0
    P = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    P = np.einsum("nc,n->nc", P, 1 / P.sum(axis=1))
    return (P - onehot) / N
"""
NO_SHIFT = "def softmax(Z):\n    E = np.exp(Z)\n    return E / E.sum(axis=1, keepdims=True)\n"
WRONG_AXIS = """\
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)
"""
GRADIENT = """\
def softmax_cross_entropy_grad(Z, y):
    P = softmax(Z)
    P[np.arange(len(y)), y] -= 1
    return {result}
"""
RAISES = 'def softmax(Z):\n    raise ValueError("axes do not match <script>alert(1)</script>")\n'

CLASS = (
    Learner("all-right", {}),
    Learner("loops-and-einsum", {"softmax": UNUSUAL, "softmax_cross_entropy_grad": UNUSUAL_GRADIENT}),
    Learner("untouched"),
    Learner("no-shift", {"softmax": NO_SHIFT}),
    Learner("wrong-axis", {"softmax": WRONG_AXIS}),
    Learner("forgot-1-over-N", {"softmax_cross_entropy_grad": GRADIENT.format(result="P")}),
    Learner("wrong-sign", {"softmax_cross_entropy_grad": GRADIENT.format(result="-P / len(y)")}),
    Learner("syntax-error", {"softmax": "def softmax(Z)\n    return Z\n"}),
    Learner("exception", {"softmax": RAISES}),
    Learner("endless-loop", {"softmax": "def softmax(Z):\n    while True:\n        pass\n"}),
    Learner("wrong-type", {"softmax": 'def softmax(Z):\n    return "probabilities"\n'}),
    Learner("deleted-checks", {}, _delete_checks),
    Learner("copied-checks", {}, _copy_checks),
    Learner("not-a-notebook", {}, lambda notebook: b"Dear teacher, my homework is in the other file.\n"),
)


@dataclass(frozen=True)
class DemoCourse:
    """Where the demo's own trees are; nbgrader gets them as options on the command line."""

    course: Course
    folder: Path

    def path(self, tree: str, *names: str) -> Path:
        """A place in one of nbgrader's trees."""
        return self.folder.joinpath(tree, *names)

    def nbgrader(self, command: str) -> None:
        """Run one nbgrader command on the demo's trees. Raises `DemoError` with its log."""
        trees = ("source", "release", "submitted", "autograded", "feedback")
        options = [f"--CourseDirectory.{tree}_directory={self.path(tree)}" for tree in trees]
        options.append(f"--CourseDirectory.db_url=sqlite:///{self.path('gradebook.db').as_posix()}")
        environment = dict(os.environ)  # nbgrader calls alembic from PATH
        environment["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), environment.get("PATH", "")])
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, UNIT, *options],
            cwd=self.course.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.path(f"{command}.log").write_text(run.stdout + run.stderr, encoding="utf-8")
        if run.returncode:
            raise DemoError(f"nbgrader {command} failed:\n{run.stdout[-2000:]}{run.stderr[-4000:]}")


def main(args: Sequence[str] | None = None) -> int:
    """The command: 0 when every submission has its result."""
    parser = argparse.ArgumentParser(prog="autograder demo", description="Grade a sample class with nbgrader.")
    parser.parse_args(args)
    try:
        return run(find_course())
    except (CourseError, LessonError, DemoError) as error:
        print(error, file=sys.stderr)
        return 1


def run(course: Course) -> int:
    """Make the class, grade it, show it."""
    started = time.monotonic()
    demo = DemoCourse(course, course.build_dir / "demo")
    print(f"A class of {len(CLASS)} hands in {UNIT}.")
    prepare(demo)
    for command, doing in (("autograde", "runs and judges them"), ("generate_feedback", "writes the feedback pages")):
        print(f"nbgrader {command} {doing} …", flush=True)
        demo.nbgrader(command)
    results = {learner.name: read_results(demo.path("autograded", learner.name, UNIT)) for learner in CLASS}
    rows = [Row(name, r.points, r.max_points, first_headline(r)) for name, r in results.items() if r is not None]
    print(f"\n{class_table(rows, shutil.get_terminal_size((110, 40)).columns)}\n")
    page = demo.path("feedback", "no-shift", UNIT, f"{UNIT}.html")
    missing = [name for name, result in results.items() if result is None]
    if missing or not page.is_file():
        print(f"No result for: {', '.join(missing) or 'the feedback page'}", file=sys.stderr)
        return 1
    print(f"Graded in {time.monotonic() - started:.0f} s. A feedback page to look at:\n{displayed(page)}")
    return 0


def prepare(demo: DemoCourse) -> None:
    """A fresh gradebook and release, and the folders that the class submits."""
    shutil.rmtree(demo.folder, ignore_errors=True)
    lesson = demo.course.lesson(UNIT)
    source = demo.path("source", UNIT, f"{UNIT}.ipynb")
    source.parent.mkdir(parents=True)
    source.write_bytes(to_bytes(source_notebook(lesson)))
    demo.nbgrader("generate_assignment")
    released = json.loads(demo.path("release", UNIT, f"{UNIT}.ipynb").read_text(encoding="utf-8"))
    model = {exercise.name: exercise.solution_source for exercise in lesson.exercises.values()}
    for learner in CLASS:
        path = demo.path("submitted", learner.name, UNIT, f"{UNIT}.ipynb")
        path.parent.mkdir(parents=True)
        path.write_bytes(submitted(learner, released, model))


def submitted(learner: Learner, released: Notebook, model: dict[str, str]) -> bytes:
    """The file that a learner hands in."""
    notebook = copy.deepcopy(released)
    if learner.answers is not None:
        answers = model | learner.answers
        for cell in notebook["cells"]:
            cell["source"] = answers.get(_grade_id(cell), cell["source"])
    made = learner.tamper(notebook) if learner.tamper else notebook
    return made if isinstance(made, bytes) else json.dumps(made).encode()


def read_results(folder: Path) -> UnitResult | None:
    """What `results.json` says, as far as the table needs it."""
    path = folder / "results.json"
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return UnitResult(data["unit"], tuple(_exercise(item) for item in data["exercises"]))


def _exercise(item: dict[str, Any]) -> ExerciseResult:
    checks = tuple(CheckResult(check["title"], check["outcome"], check["message"]) for check in item["checks"])
    answered = item["headline"] != "Not answered yet."
    return ExerciseResult(
        item["name"], item["points"], item["max_points"], Verdict(item["verdict"]), item["headline"], checks,
        answered=answered,
    )  # fmt: skip
