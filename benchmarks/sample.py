"""A class made by code: mixed submissions of a unit, from the course's own right and wrong implementations."""

from __future__ import annotations

import copy
import json
import os
import random
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.diagnosis import examples_of
from autograder.lookup import hidden_modules
from autograder.notebook import source_notebook, to_bytes

Answers = dict[str, str]
OWN_WAYS = 0.4  # of the right answers are not those of the solution
OWN_PLOT = "xs = np.linspace(0, 1, 20)\nplt.plot(xs, xs**2)\nplt.show()"


@dataclass(frozen=True)
class Trees:
    """nbgrader's folders of a benchmark, apart from the instructor's own."""

    course: Course
    unit: str
    folder: Path

    def options(self, graded: str = "autograded") -> list[str]:
        """What to tell nbgrader (and `autograder grade`), with a gradebook and a graded tree of that name."""
        names = {"source": "source", "release": "release", "submitted": "submitted", "autograded": graded}
        trees = [f"--CourseDirectory.{tree}_directory={self.folder / name}" for tree, name in names.items()]
        database = (self.folder / f"{graded}.db").as_posix()
        return [*trees, f"--CourseDirectory.db_url=sqlite:///{database}"]

    def release(self) -> None:
        """Release the unit into the benchmark's own trees and gradebook."""
        source = self.folder / "source" / self.unit / f"{self.unit}.ipynb"
        source.parent.mkdir(parents=True)
        source.write_bytes(to_bytes(source_notebook(self.course.lesson(self.unit))))
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", self.unit, *self.options("released")]
        subprocess.run(command, cwd=self.course.root, env=environment(), check=True, capture_output=True)

    def released(self) -> dict[str, Any]:
        """The released notebook."""
        path = self.folder / "release" / self.unit / f"{self.unit}.ipynb"
        notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return notebook

    def submit(self, student: str, content: bytes) -> None:
        """Put a notebook where nbgrader collects it."""
        path = self.folder / "submitted" / student / self.unit / f"{self.unit}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)


def environment() -> dict[str, str]:
    """nbgrader calls alembic from PATH."""
    made = dict(os.environ)
    made["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), made.get("PATH", "")])
    return made


def submissions(trees: Trees, count: int) -> Iterator[tuple[str, bytes]]:
    """`count` submissions, each with its student: of every forty, one file is no notebook and one loop never ends."""
    released = trees.released()
    for number, answers in enumerate(_mixed(trees, count)):
        content = b"My homework is in the other file.\n" if answers is None else _filled(released, answers, number)
        yield f"student-{number:04}", content


def _mixed(trees: Trees, count: int) -> Iterator[Answers | None]:
    exercises = trees.course.lesson(trees.unit).exercises
    model = {name: exercise.solution_source for name, exercise in exercises.items()}
    modules = hidden_modules(trees.course.hidden_package(trees.unit))
    examples = {name: examples_of(modules[name], name) for name in model if name in modules}
    code = list(examples)
    ways = {name: [e.source for e in found if not e.mark.wrong] for name, found in examples.items()}
    chance = random.Random(0)
    for number in range(count):
        turn, name = number % 40, code[number % len(code)]
        wrong = [example.source for example in examples[name] if example.mark.wrong]
        # every learner finds a way of their own for some of the exercises
        right = model | {n: chance.choice(found) for n, found in ways.items() if found and chance.random() < OWN_WAYS}
        if turn == 39:
            yield None
        elif turn == 20:
            yield right | {name: f"def {name}(*args):\n    while True:\n        pass\n"}
        elif turn in (7, 27):
            yield {}  # nothing filled in
        elif turn in (11, 31):
            yield right | {name: f"def {name}(Z)\n    return Z\n"}
        elif turn in (13, 33):
            yield dict(list(right.items())[: len(right) // 2])
        elif turn % 2 == 0:
            yield right | {name: wrong[number // len(code) % len(wrong)]}
        else:
            yield right


def _filled(released: dict[str, Any], answers: Answers, number: int) -> bytes:
    """The released notebook with answers in it; every fourth learner adds a figure of their own."""
    notebook = copy.deepcopy(released)
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        cell["source"] = answers.get(name, cell["source"])
    if number % 4 == 3:
        own = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": OWN_PLOT}
        notebook["cells"].append({"id": "mine", **own})
    return json.dumps(notebook).encode()


__all__ = ["Trees", "environment", "submissions"]
