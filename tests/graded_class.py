"""A small course and classes of submissions that nbgrader itself grades, for tests that need a real run."""

from __future__ import annotations

import copy
import json
import os
import shutil
import sysconfig
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from programs import run_program
from small_lesson import write_lesson
from traitlets.config.loader import Config, PyFileConfigLoader

from autograder.course import Course
from autograder.notebook import source_notebook, to_bytes

REPOSITORY = Path(__file__).resolve().parent.parent
UNIT = "11-small"
LESSON = '''\
# %% [markdown]
# # A small unit
#
# <details><summary>Conventions</summary>Rows are samples.</details>

# %%
import numpy as np
import sympy as sp

from autograder import check

# %% exercise="softmax" points=4
def softmax(Z):
    """Logits Z (N, C) to probabilities (N, C), row by row."""
    ### BEGIN SOLUTION
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% checks="softmax"
assert np.shape(softmax(np.array([[1.0, 2.0]]))) == (1, 2)
check("softmax")

# %% [markdown]
# What a picture shows:

# %%
demonstration = 1

# %% exercise="d11_1" points=2
p, q = sp.symbols("p q")
### BEGIN SOLUTION
d11_1 = [p * (1 - p), -p * q]
### END SOLUTION

# %% checks="d11_1"
check("d11_1")

# %% exercise="q11_1" points=1
### BEGIN SOLUTION
q11_1 = "c"
### END SOLUTION

# %% checks="q11_1"
check("q11_1")
'''
SOFTMAX = """\
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
"""
WRONG = SOFTMAX.replace("axis=1", "axis=0")
ANSWERS = {
    "softmax": SOFTMAX,
    "d11_1": 'p, q = sp.symbols("p q")\nd11_1 = [p * (1 - p), -p * q]',
    "q11_1": 'q11_1 = "c"',
}

Notebook = dict[str, Any]
Submission = Notebook | bytes | Callable[[Path], None]  # a function fills the submission's folder itself


@cache
def _prepared(folder: Path, lesson: str) -> Path:
    """A course with its notebook released and an empty gradebook, made once."""
    root = folder / ("prepared" if lesson == LESSON else "prepared-otherwise")
    (root / "source").mkdir(parents=True)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    path = root / "build" / "source" / UNIT / f"{UNIT}.ipynb"
    path.parent.mkdir(parents=True)
    write_lesson(root, UNIT, lesson)
    path.write_bytes(to_bytes(source_notebook(Course(root).lesson(UNIT))))
    _nbgrader(root, "generate_assignment", UNIT)
    return root


def _nbgrader(root: Path, *command: str) -> str:
    """Run nbgrader in a course; its log. Fails the test where nbgrader fails."""
    environment = dict(os.environ, PYTHONWARNINGS="ignore")
    environment["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), environment.get("PATH", "")])
    run = run_program("from nbgrader.apps.nbgraderapp import main\nmain()", *command, cwd=root, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout + run.stderr


class GradedClass:
    """A course of its own in which a class has submitted; `grade` runs nbgrader."""

    def __init__(self, base: Path, submissions: Mapping[str, Submission], lesson: str = LESSON) -> None:
        prepared = _prepared(base.parent, lesson)
        self.root = base / "course"
        shutil.copytree(prepared, self.root)
        for learner, submission in submissions.items():
            self.submit(learner, submission)

    def submit(self, learner: str, submission: Submission) -> None:
        """Put a submission in place of an earlier one."""
        folder = self.root / "build" / "submitted" / learner / UNIT
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        path = folder / f"{UNIT}.ipynb"
        if callable(submission):
            submission(folder)
        else:
            path.write_bytes(submission if isinstance(submission, bytes) else json.dumps(submission).encode())

    def nbgrader(self, *command: str) -> str:
        """Run one nbgrader command; its log."""
        return _nbgrader(self.root, *command)

    def autograde(self, *, force: bool = False, **examine: bool) -> None:
        """What `nbgrader autograde` does, in this process; `examine` are settings of our preprocessor."""
        self._convert(Autograde, Examine=examine, Autograde={"force": force})

    def generate_feedback(self) -> None:
        """What `nbgrader generate_feedback` does, in this process."""
        self._convert(GenerateFeedback)

    def _convert(self, converter: type[BaseConverter], **settings: dict[str, bool]) -> None:
        config = PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()
        config.merge(Config(settings))
        coursedir = CourseDirectory(config=config, assignment_id=UNIT)
        with patch.dict(os.environ):  # nbgrader leaves its own variable there when a conversion fails
            converter(coursedir=coursedir, config=config).start()

    def place(self, tree: str, learner: str) -> Path:
        """A learner's folder in one of nbgrader's trees."""
        return self.root / "build" / tree / learner / UNIT

    def results(self, learner: str) -> dict[str, Any]:
        """What results.json says."""
        data: dict[str, Any] = json.loads((self.place("autograded", learner) / "results.json").read_text())
        return data

    def points(self, learner: str) -> dict[str, float]:
        """Points by exercise, from results.json."""
        return {item["name"]: item["points"] for item in self.results(learner)["exercises"]}

    def scores(self, learner: str) -> dict[str, float | None]:
        """Points by exercise, from the gradebook."""
        with Gradebook(f"sqlite:///{self.root}/build/gradebook.db") as gradebook:
            try:
                notebook = gradebook.find_submission_notebook(UNIT, UNIT, learner)
            except MissingEntry:
                return {}
            return {grade.name.removesuffix("-checks"): grade.auto_score for grade in notebook.grades}

    def notebook(self, learner: str) -> nbformat.NotebookNode:
        """The autograded notebook."""
        path = self.place("autograded", learner) / f"{UNIT}.ipynb"
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)

    def page(self, learner: str) -> str:
        """The feedback page."""
        return (self.place("feedback", learner) / f"{UNIT}.html").read_text(encoding="utf-8")

    def text(self, learner: str) -> str:
        """All that the learner is told: notes, headlines, messages."""
        return json.dumps(self.results(learner), ensure_ascii=False)


def released(base: Path, lesson: str = LESSON) -> Notebook:
    """The released notebook as a learner gets it."""
    path = _prepared(base.parent, lesson) / "exercises" / UNIT / f"{UNIT}.ipynb"
    data: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return data


def answered(notebook: Notebook, **answers: str) -> Notebook:
    """A copy with the model answers, or these in their place, filled in."""
    made = copy.deepcopy(notebook)
    for cell in made["cells"]:
        name = grade_id(cell)
        cell["source"] = (ANSWERS | answers).get(name, cell["source"])
    return made


def grade_id(cell: Mapping[str, Any]) -> str:
    """The name that nbgrader knows a cell by, or ""."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def cell_of(notebook: Notebook, name: str) -> dict[str, Any]:
    """The cell of that name."""
    found: dict[str, Any] = next(cell for cell in notebook["cells"] if grade_id(cell) == name)
    return found


def code(source: str, **metadata: Any) -> dict[str, Any]:
    """A code cell of the learner's own."""
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "execution_count": None}


class _Active(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "form", "link", "meta"):
            self.found.append(f"<{tag} {sorted((key, value or '') for key, value in attrs)}>")
        for key, value in attrs:
            address = "".join((value or "").split()).lower()
            if key.startswith("on"):
                self.found.append(f"{key}={value}")
            safe = address.startswith(("https://", "http://", "mailto:", "data:image/png;base64,"))
            if key in ("href", "src", "action", "data") and ":" in address and not safe:
                self.found.append(f"{key}={value}")


def active_content(page: str) -> list[str]:
    """Everything in a page that could run, load or redirect."""
    parser = _Active()
    parser.feed(page)
    return parser.found
