"""The one writer to nbgrader's gradebook when a whole class is graded: a submission's marks in one transaction.

Writes through `nbgrader.api` what nbgrader's own autograde would have written (student, submission, scores, comments,
late penalty), with a handful of queries instead of several per cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from nbgrader.api import Gradebook, MissingEntry

from autograder.batch.records import NotebookMarks

LatePenalty = Callable[[str, float, float], float | None]


class GradebookWriter:
    """Keeps one connection for a whole run. Use as a context manager, from one process only."""

    def __init__(self, db_url: str, course_id: str = "default_course") -> None:
        self._gradebook = Gradebook(db_url, course_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gradebook.close()

    def save(
        self,
        assignment: str,
        student: str,
        notebooks: Mapping[str, NotebookMarks],
        timestamp: datetime | None = None,
        late_penalty: LatePenalty | None = None,
    ) -> None:
        """Write one submission's marks, all or nothing. Raises MissingEntry where the assignment was never released."""
        gradebook = self._gradebook
        gradebook.find_assignment(assignment)
        gradebook.update_or_create_student(student)
        stamped = {"timestamp": timestamp} if timestamp else {}
        submission = gradebook.update_or_create_submission(assignment, student, **stamped)
        try:
            for notebook in submission.notebooks:
                if notebook.name in notebooks:
                    self._save_notebook(notebook, notebooks[notebook.name])
            gradebook.db.flush()
            for notebook in submission.notebooks:
                marks = notebooks.get(notebook.name)
                if marks is not None and not marks.missing:
                    self._save_penalty(submission, notebook, student, late_penalty)
            gradebook.db.commit()
        except BaseException:
            gradebook.db.rollback()
            raise
        gradebook.db.expunge_all()

    def _save_notebook(self, notebook: Any, marks: NotebookMarks) -> None:
        for grade in notebook.grades:
            if marks.missing:
                grade.auto_score, grade.needs_manual_grade = 0, False
                continue
            # a cell that a resubmission no longer has scores 0, not what an earlier submission scored
            grade.auto_score = marks.scores.get(grade.name, 0.0)
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        if not marks.missing:
            for comment in notebook.comments:
                comment.auto_comment = "No response." if comment.name in marks.unanswered else None

    def _save_penalty(self, submission: Any, notebook: Any, student: str, late_penalty: LatePenalty | None) -> None:
        notebook.late_submission_penalty = None
        seconds = submission.total_seconds_late
        if late_penalty is None or seconds <= 0:
            return
        self._gradebook.db.refresh(notebook)
        penalty = late_penalty(student, notebook.score, seconds)
        if penalty is not None:
            notebook.late_submission_penalty = min(max(penalty, 0), notebook.score)


__all__ = ["GradebookWriter", "MissingEntry", "NotebookMarks"]
