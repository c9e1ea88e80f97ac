"""The first thing that touches a submitted file: reads it safely and rebuilds it, so that no file can stop a batch."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException

from autograder.batch.files import Busy, at_work
from autograder.batch.records import NotReleased
from autograder.batch.settings import Settings
from autograder.course import CourseError, find_course
from autograder.gradebook import check_released
from autograder.nbgrader_plugin.graders import grader
from autograder.nbgrader_plugin.intake import guard
from autograder.nbgrader_plugin.lookahead import WORTHWHILE, Lookahead, upcoming
from autograder.repair import Repaired, repair
from autograder.sandbox.api import WorldError
from autograder.sandbox.levels import IsolationUnavailable
from autograder.submission import Submission, Unreadable, read_submission

_FAILED = "The notebook could not be read: the grader failed on it. Please tell your instructor."
NOTES, REASON = "notes", "reason"


class SubmissionExporter(NotebookExporter):
    """Notebook to notebook: a submitted file comes out as the instructor's, with the learner's answers in it."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)  # type: ignore[no-untyped-call]
        self.converter: Any = self.parent
        self.intake = guard(self.converter, self.begin, self.end)
        self.lookahead: Lookahead | None = None
        self.upcoming: dict[str, Path] = {}  # what is to be converted, until that is looked into
        self._held = contextlib.ExitStack()

    def begin(self) -> None:
        """All is about to be converted. Raises `NbGraderException` where nothing can be judged: nothing is gone yet."""
        self.upcoming = upcoming(self.converter)
        unit = self.converter.coursedir.assignment_id
        if not self.upcoming:
            return
        try:
            settings = Settings(find_course(Path.cwd()), unit, self.converter.config)
            self._held.enter_context(at_work(settings.state, alone=False))
            grader(unit, settings.trust, rehearsed=len(self.upcoming) >= WORTHWHILE)
        except (Busy, CourseError, IsolationUnavailable, WorldError) as problem:
            told = str(problem).replace("--trust-submissions", "--Examine.trust_submissions=True")
            self.log.error("Nothing was graded. %s", told)  # noqa: TRY400 - it says what to do
            raise NbGraderException(told) from problem

    def end(self) -> None:
        """All is converted, or the run was broken off."""
        self.stop_looking_ahead()
        self.upcoming = {}
        self._held.close()

    def stop_looking_ahead(self) -> None:
        """What comes is judged when nbgrader comes to it."""
        ahead, self.lookahead = self.lookahead, None
        if ahead:
            ahead.close()

    def from_filename(self, filename: str, resources: dict[str, Any] | None = None, **settings: Any) -> tuple[Any, Any]:
        """Convert one notebook; never raises for what a submitted file is."""
        self._look()
        if self.intake is None or not self.converter._sanitizing or resources is None:  # noqa: SLF001 - its only mark
            return super().from_filename(filename, resources=resources, **settings)
        repaired = self._rebuilt(Path(filename), resources["nbgrader"])
        notebook = repaired.notebook
        notebook.metadata["autograder"] = {NOTES: list(repaired.notes), REASON: repaired.reason}
        made: tuple[Any, Any] = self.from_notebook_node(notebook, resources, **settings)  # type: ignore[no-untyped-call]
        return made

    def _look(self) -> None:
        try:
            if self.lookahead:
                self.lookahead.look()
        except Exception as problem:  # noqa: BLE001 - the submission itself is judged as ever
            self.log.warning("Submissions are not judged ahead any more: %s", problem)
            self.stop_looking_ahead()

    def _rebuilt(self, path: Path, about: dict[str, str]) -> Repaired:
        assert self.intake is not None
        released = self._released(about["assignment"], about["notebook"])
        try:
            repaired = repair(read_submission(self.intake.read_path(path)), released)
        except Unreadable as problem:
            repaired = repair(Submission(reason=str(problem)), released)
        except Exception:
            self.log.exception("%s could not be read", path)
            repaired = repair(Submission(reason=_FAILED), released)
        return Repaired(repaired.notebook, (*self.intake.about(path), *repaired.notes), repaired.reason)

    def _released(self, assignment: str, name: str) -> NotebookNode:
        coursedir = self.converter.coursedir
        folder = coursedir.format_path(coursedir.release_directory, ".", assignment)
        path = Path(folder, f"{name}.ipynb")
        if not path.is_file():
            raise NbGraderException(f"There is no released notebook {path}; run `autograder build` first.")
        return released_notebook(path, path.stat().st_mtime_ns, coursedir.db_url, assignment, name)


@lru_cache(maxsize=8)
def released_notebook(path: Path, version: int, db_url: str, assignment: str, name: str) -> NotebookNode:
    """The instructor's copy, checked once against the gradebook. Raises NbGraderException where they differ.

    `version` tells one state of the file from the next.
    """
    notebook: NotebookNode = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    try:
        with Gradebook(db_url) as gradebook:
            check_released(gradebook, assignment, name, notebook)
    except NotReleased as problem:
        raise NbGraderException(str(problem)) from None
    return notebook
