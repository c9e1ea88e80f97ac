"""One submitted folder → the files and marks of its graded folder. Reads what was submitted; writes nothing.

What nbgrader's autograde does to a submission under this project's configuration, without its converters; a test
compares every file and every row with what it leaves.
"""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.batch.kept import kept_text, read_kept
from autograder.batch.notebook_text import notebook_text
from autograder.batch.records import Graded, Job, NotebookMarks, Tally
from autograder.batch.settings import Settings
from autograder.grading import RESULTS, Grader, is_graded, marks_in_cell, results_text
from autograder.repair import repair
from autograder.result import ExerciseResult, UnitResult, Verdict
from autograder.submission import (
    MAX_EXTRA_BYTES,
    Submission,
    Unreadable,
    course_names,
    extra_files,
    read_bytes,
    read_submission,
    renamed_note,
)

TIMESTAMP = "timestamp.txt"
_LINK = "The submitted folder is a link to another place; submit the folder itself."


class Judge:
    """Grades submissions of one unit, one after the other. Raises only for mistakes in the course or the machine."""

    def __init__(self, settings: Settings, grader: Grader) -> None:
        self.settings = settings
        self.grader = grader
        self.released = read_released(settings)
        self.course_files = _course_files(settings)
        self._ours = course_names(settings.folder("source"))

    def grade(self, job: Job) -> Graded:
        """Judge one submission."""
        files, notes = self._extra_files(job.folder)
        beside = {name: content for name, content in files.items() if name not in (TIMESTAMP, RESULTS)}
        marks = {name: NotebookMarks(missing=True) for name in self.released}
        notebooks = self._notebooks(job.folder)
        alone = len(notebooks) == 1  # several have results of the same names
        kept = self._kept(job) if alone else {}
        inputs: dict[str, str] = {}
        for name, path in notebooks.items():
            told = notes if path.stem == name else (renamed_note(path.name, f"{name}.ipynb"), *notes)
            notebook = self._rebuilt(name, path, told)
            if job.keyed:
                inputs[name] = input_key(notebook, beside)
            result = self._judge(notebook, beside, kept)
            files[f"{name}.ipynb"] = to_bytes(notebook)
            files[RESULTS] = results_text(result).encode()
            marks[name] = notebook_marks(notebook, result, self.released[name])
        written = kept_text(result) if alone else ""
        return Graded(job.student, files, marks, _tally(result), written, bool(kept), inputs)

    def _kept(self, job: Job) -> dict[str, ExerciseResult]:
        """The results of a run before that stand: what no changed check can affect. None where they cannot be read."""
        try:
            known = read_kept(job.kept)
        except ValueError:
            return {}
        lesson = self.settings.course.lesson(self.settings.unit)
        again = lesson.affected(job.changed | (lesson.exercises.keys() - known.keys()))
        return {name: result for name, result in known.items() if name not in again}

    def _rebuilt(self, name: str, path: Path, notes: tuple[str, ...]) -> NotebookNode:
        submission = Submission(reason=_LINK) if path.parent.is_symlink() else read_submission(path)
        repaired = repair(submission, self.released[name])
        notebook = repaired.notebook
        notebook.metadata["autograder"] = {"notes": [*notes, *repaired.notes], "reason": repaired.reason}
        return notebook

    def _judge(
        self, notebook: NotebookNode, files: Mapping[str, bytes], kept: Mapping[str, ExerciseResult]
    ) -> UnitResult:
        told = notebook.metadata["autograder"]
        return self.grader.judge_submission(
            notebook, self.settings.unit, files=files, notes=told["notes"], reason=told["reason"], kept=kept
        )

    def _notebooks(self, folder: Path) -> dict[str, Path]:
        """The submitted file for each notebook to grade; where none has a known name, all are expected."""
        present = sorted(folder.glob("*.ipynb")) if not folder.is_symlink() else []
        known = {path.stem: path for path in present if path.stem in self.released and not path.name.startswith(".")}
        if known:
            return known
        if len(present) == len(self.released) == 1:
            return dict.fromkeys(self.released, present[0])
        return {name: folder / f"{name}.ipynb" for name in self.released}

    def _extra_files(self, folder: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
        """The contents of the files beside the notebook, the course's own taking precedence."""
        found, notes = ({}, ()) if folder.is_symlink() else extra_files(folder, (RESULTS,), self._ours)
        contents: dict[str, bytes] = {}
        for name, path in found.items():
            if is_ignored(name, self.settings.ignored):
                continue
            try:
                contents[name] = read_bytes(path, MAX_EXTRA_BYTES)
            except Unreadable:
                continue  # gone or changed since it was listed
        return contents | self.course_files, notes


def read_released(settings: Settings) -> dict[str, NotebookNode]:
    """The instructor's own copies by name; empty where the unit was never released."""
    folder = settings.folder("release")
    return {path.stem: _read_own(path) for path in sorted(folder.glob("*.ipynb"))}


def _read_own(path: Path) -> NotebookNode:
    """A notebook of the course, without the validation that the ledger does once for all workers."""
    notebook: NotebookNode = nbformat.convert(nbformat.reader.reads(path.read_text("utf-8")), 4)
    return notebook


def _course_files(settings: Settings) -> dict[str, bytes]:
    """What nbgrader copies from the unit's source folder over a submission."""
    folder = settings.folder("source")
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    wanted = [n for n in names if not n.endswith(".ipynb") and not is_ignored(n, settings.ignored)]
    return {name: (folder / name).read_bytes() for name in wanted if name not in settings.kept}


def is_ignored(name: str, patterns: Iterable[str]) -> bool:
    """Whether nbgrader leaves a file out: it or a folder above it matches a pattern, as in a shell.

    >>> is_ignored("a/__pycache__/b.txt", ["__pycache__"]), is_ignored("x.pyc", ["*.pyc"]), is_ignored(".x", ["*"])
    (True, True, False)
    """
    return any(
        fnmatch.fnmatchcase(part, pattern) and (not part.startswith(".") or pattern.startswith("."))
        for part in name.split("/")
        for pattern in patterns
    )


def to_bytes(notebook: NotebookNode) -> bytes:
    """The notebook as nbgrader's exporter writes it; without its validation, since every part of it is ours."""
    return (notebook_text(notebook) + "\n").encode()


def input_key(notebook: NotebookNode, files: Mapping[str, bytes]) -> str:
    """A digest of a rebuilt notebook, with what its metadata tell of it, and of the files beside it."""
    whole = hashlib.sha256(notebook_text(notebook).encode("utf-8", "surrogatepass"))
    for name, content in sorted(files.items()):
        whole.update(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest() + hashlib.sha256(content).digest())
    return whole.hexdigest()


def notebook_marks(notebook: NotebookNode, result: UnitResult, released: NotebookNode) -> NotebookMarks:
    """What nbgrader's SaveAutoGrades would write about a graded notebook."""
    starters = {_grade_id(cell): cell["source"] for cell in released["cells"] if _is(cell, "solution")}
    graded = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader")]
    unanswered = {
        _grade_id(cell) for cell in graded if _is(cell, "solution") and starters[_grade_id(cell)] == cell["source"]
    }
    points = {exercise.name: exercise for exercise in result.exercises}
    scores: dict[str, float | None] = {}
    for cell in graded:
        name = _grade_id(cell)
        if is_graded(cell):
            judged = points.get(name.removesuffix("-checks"))
            maximum = float(cell["metadata"]["nbgrader"]["points"])
            scores[name] = marks_in_cell(judged, maximum) if judged else 0.0
        elif _is(cell, "grade"):
            scores[name] = 0.0 if name in unanswered else None
    return NotebookMarks(scores, frozenset(unanswered))


def _grade_id(cell: NotebookNode) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _is(cell: NotebookNode, role: str) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get(role))


def _tally(result: UnitResult) -> Tally:
    unjudged = [exercise for exercise in result.exercises if exercise.verdict is Verdict.UNJUDGED]
    names = tuple(exercise.name for exercise in unjudged)
    return Tally(result.points, result.max_points, names, unjudged[0].headline if unjudged else "")


__all__ = ["TIMESTAMP", "Judge", "input_key", "is_ignored", "notebook_marks", "read_released", "to_bytes"]
