"""The one writer to nbgrader's gradebook when a whole class is graded: a submission's marks in one transaction.

Writes to the tables of `nbgrader.api` what nbgrader's own autograde would have written (student, submission, scores,
comments, late penalty), with a handful of statements and one commit where it takes several per cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import insert, select, update

from autograder.batch.records import NotebookMarks, NotReleased

LatePenalty = Callable[[str, float, float], float | None]


@dataclass(frozen=True)
class _Notebook:
    """The cells of a released notebook that have rows of their own in every submission: id → name."""

    name: str
    grades: Mapping[str, str]
    comments: Mapping[str, str]


@dataclass(frozen=True)
class _Assignment:
    """A released assignment, read once."""

    id: str
    notebooks: Mapping[str, _Notebook]
    due: bool  # whether it has a date by which it is due


class GradebookWriter:
    """Keeps one connection for a whole run. Use as a context manager, from one process only."""

    def __init__(self, db_url: str, course_id: str = "default_course") -> None:
        self._gradebook = Gradebook(db_url, course_id)
        self._assignments: dict[str, _Assignment] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gradebook.close()

    def check_released(self, assignment: str, name: str, notebook: Mapping[str, Any]) -> None:
        """As the function of that name, in this gradebook."""
        check_released(self._gradebook, assignment, name, notebook)

    def is_due(self, assignment: str) -> bool:
        """Whether it has a date by which it is due."""
        try:
            return self._assignment(assignment).due
        except MissingEntry:
            return False

    def save(
        self,
        assignment: str,
        student: str,
        notebooks: Mapping[str, NotebookMarks],
        timestamp: datetime | None = None,
        late_penalty: LatePenalty | None = None,
    ) -> None:
        """Write one submission's marks, all or nothing. Raises `MissingEntry` for what was never released."""
        released = self._assignment(assignment)
        with self._transaction() as db:
            submission = self._known(db, released, student, timestamp)
            if submission is None:
                submission = self._add(db, released, student, timestamp, notebooks)
            else:
                self._change(db, released, submission, notebooks)
            if late_penalty is not None and released.due:
                self._penalize(assignment, student, notebooks, late_penalty)
            elif any(not marks.missing for marks in notebooks.values()):
                names = {key for key, n in released.notebooks.items() if _is_marked(notebooks.get(n.name))}
                db.execute(
                    update(SubmittedNotebook)
                    .where(SubmittedNotebook.assignment_id == submission, SubmittedNotebook.notebook_id.in_(names))
                    .values(late_submission_penalty=None)
                )

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        db = self._gradebook.db
        try:
            yield db
            db.commit()
        except BaseException:
            db.rollback()
            raise
        finally:
            db.expunge_all()

    def _assignment(self, name: str) -> _Assignment:
        if name not in self._assignments:
            found = self._gradebook.find_assignment(name)
            notebooks = {notebook.id: _cells(notebook) for notebook in found.notebooks}
            self._assignments[name] = _Assignment(found.id, notebooks, found.duedate is not None)
            self._gradebook.db.rollback()
        return self._assignments[name]

    def _known(self, db: Any, released: _Assignment, student: str, timestamp: datetime | None) -> str | None:
        """The id of the student's earlier submission, which is now of the time `timestamp`."""
        mine = (SubmittedAssignment.assignment_id == released.id, SubmittedAssignment.student_id == student)
        found = db.execute(select(SubmittedAssignment.id).where(*mine)).scalar_one_or_none()
        if found is not None and timestamp is not None:
            db.execute(update(SubmittedAssignment).where(*mine).values(timestamp=timestamp))
        return None if found is None else str(found)

    def _add(
        self,
        db: Any,
        released: _Assignment,
        student: str,
        timestamp: datetime | None,
        notebooks: Mapping[str, NotebookMarks],
    ) -> str:
        """The id of a new submission, made with all its rows."""
        if db.execute(select(Student.id).where(Student.id == student)).scalar_one_or_none() is None:
            db.execute(insert(Student).values(id=student))
        made = {"assignment_id": released.id, "student_id": student, "timestamp": timestamp}
        submission: str = db.execute(insert(SubmittedAssignment).values(**made)).inserted_primary_key[0]
        for notebook_id, notebook in released.notebooks.items():
            rows = {"assignment_id": submission, "notebook_id": notebook_id}
            row = db.execute(insert(SubmittedNotebook).values(**rows)).inserted_primary_key[0]
            marks = notebooks.get(notebook.name)
            _insert_cells(db, Grade, row, notebook.grades, partial(_grade, marks))
            _insert_cells(db, Comment, row, notebook.comments, partial(_comment, marks))
        return submission

    def _change(self, db: Any, released: _Assignment, submission: str, notebooks: Mapping[str, NotebookMarks]) -> None:
        columns = select(SubmittedNotebook.id, SubmittedNotebook.notebook_id)
        for row, notebook_id in db.execute(columns.where(SubmittedNotebook.assignment_id == submission)).all():
            notebook = released.notebooks.get(notebook_id)
            if notebook is not None and notebook.name in notebooks:
                self._write(db, row, notebook, notebooks[notebook.name])

    def _write(self, db: Any, row: str, notebook: _Notebook, marks: NotebookMarks) -> None:
        grades = select(Grade.id, Grade.cell_id, Grade.manual_score).where(Grade.notebook_id == row)
        changes = [
            {"id": key, **_grade(marks, notebook.grades.get(cell, ""), manual)}
            for key, cell, manual in db.execute(grades).all()
        ]
        if changes:
            db.execute(update(Grade), changes)
        if marks.missing:
            return
        comments = db.execute(select(Comment.id, Comment.cell_id).where(Comment.notebook_id == row)).all()
        told = [{"id": key, **_comment(marks, notebook.comments.get(cell, ""))} for key, cell in comments]
        if told:
            db.execute(update(Comment), told)

    def _penalize(
        self, assignment: str, student: str, marks: Mapping[str, NotebookMarks], late_penalty: LatePenalty
    ) -> None:
        """Late penalties as nbgrader's AssignLatePenalties sets them, from scores that include those given by hand."""
        submission = self._gradebook.find_submission(assignment, student)
        seconds = submission.total_seconds_late
        for notebook in submission.notebooks:
            if not _is_marked(marks.get(notebook.name)):
                continue
            penalty = late_penalty(student, notebook.score, seconds) if seconds > 0 else None
            notebook.late_submission_penalty = None if penalty is None else min(max(penalty, 0), notebook.score)


def check_released(gradebook: Gradebook, assignment: str, name: str, notebook: Mapping[str, Any]) -> None:
    """Raises `NotReleased` where a released notebook is not the one that the gradebook knows."""
    settings = [cell["metadata"]["nbgrader"] for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]
    ours = {item["grade_id"]: item.get("checksum") for item in settings}
    try:
        recorded = gradebook.find_notebook(name, assignment)
    except MissingEntry:
        raise NotReleased(f"The gradebook does not know {assignment}; run `autograder build` first.") from None
    theirs = {cell.name: cell.checksum for cell in recorded.source_cells}
    if ours != theirs:
        differing = sorted(key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key))
        raise NotReleased(
            f"The released notebook {name}.ipynb and the gradebook differ in {', '.join(differing[:5])}; "
            "run `autograder build`, so that both are made from the same lesson."
        )


def _is_marked(marks: NotebookMarks | None) -> bool:
    return marks is not None and not marks.missing


def _cells(notebook: Any) -> _Notebook:
    tasks = {cell.id: cell.name for cell in notebook.task_cells}
    return _Notebook(
        notebook.name,
        {cell.id: cell.name for cell in notebook.grade_cells} | tasks,
        {cell.id: cell.name for cell in notebook.solution_cells} | tasks,
    )


def _insert_cells(
    db: Any,
    table: type[Grade | Comment],
    row: str,
    cells: Mapping[str, str],
    about: Callable[[str], dict[str, Any]],
) -> None:
    if cells:
        db.execute(
            insert(table), [{"notebook_id": row, "cell_id": cell, **about(name)} for cell, name in cells.items()]
        )


def _grade(marks: NotebookMarks | None, name: str, manual: float | None = None) -> dict[str, Any]:
    """A cell that a resubmission no longer has scores 0, not what an earlier submission scored."""
    if marks is None:
        return {}
    if marks.missing:
        return {"auto_score": 0.0, "needs_manual_grade": False}
    score = marks.scores.get(name, 0.0)
    return {"auto_score": score, "needs_manual_grade": manual is not None or score is None}


def _comment(marks: NotebookMarks | None, name: str) -> dict[str, Any]:
    if not _is_marked(marks):
        return {}
    assert marks is not None
    return {"auto_comment": "No response." if name in marks.unanswered else None}


__all__ = ["GradebookWriter", "MissingEntry", "NotebookMarks", "check_released"]
