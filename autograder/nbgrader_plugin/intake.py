"""What nbgrader does with a submission's folder before any notebook is converted, made safe.

nbgrader copies every file beside a notebook, follows links as it does, reads `timestamp.txt` whatever it is, and gives
up on a folder without the expected notebook. It offers no hook there, but the exporter is the first object of ours that
a converter makes: from there `guard` replaces methods on that one converter. Nothing is changed for others.
"""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, base
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.batch.files import is_broken_off, locked, remove, unfinished
from autograder.batch.timestamp import submission_time
from autograder.grading import RESULTS
from autograder.submission import Unreadable, course_names, extra_files, read_bytes, renamed_note

TIMESTAMP = "timestamp.txt"
_LINK = "The submitted folder is a link to another place; submit the folder itself."


class Intake:
    """What was found out about each submission's folder while nbgrader took it in."""

    def __init__(self, converter: Autograde, at_start: Callable[[], None], at_end: Callable[[], None]) -> None:
        self.converter = converter
        self.notes: dict[Path, tuple[str, ...]] = {}
        self.found_as: dict[Path, Path] = {}  # the path nbgrader expects → the only notebook there is
        self._stock: Callable[[str, str], None] = converter.init_assignment
        converter.init_assignment = self.init_assignment
        self._whole = _Whole(converter)
        _around(converter, at_start, (self._whole.tidy, at_end))
        _read_timestamps_safely(converter.coursedir)
        self._add_folders_without_notebook()

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """nbgrader's own, with ordinary files only and with a notebook to convert in any case."""
        folder = Path(self.converter._format_source(assignment_id, student_id))  # noqa: SLF001 - no public way
        coursedir = self.converter.coursedir
        ours = course_names(Path(coursedir.format_path(coursedir.source_directory, ".", assignment_id)))
        files, notes = ({}, ()) if folder.is_symlink() else extra_files(folder, (RESULTS,), ours)
        self.notes[folder] = notes
        self._expect(folder, assignment_id)
        allowed = {str(path) for path in files.values()}
        with _only(allowed):
            self._stock(assignment_id, student_id)

    def _expect(self, folder: Path, assignment_id: str) -> None:
        """Where no submitted notebook has a known name, ask for the known ones: the exporter says what is wrong."""
        with Gradebook(self.converter.coursedir.db_url, self.converter.coursedir.course_id) as gradebook:
            try:
                known = [notebook.name for notebook in gradebook.find_assignment(assignment_id).notebooks]
            except MissingEntry:
                problem = f"The gradebook does not know {assignment_id}; run `autograder build` first."
                raise NbGraderException(problem) from None
        present = [Path(path) for path in self.converter.notebooks]
        if not known or any(path.stem in known for path in present):
            return
        expected = [folder / f"{name}.ipynb" for name in known]
        if len(present) == len(expected) == 1:
            self.found_as[expected[0]] = present[0]
        self.converter.notebooks = [str(path) for path in expected]

    def _add_folders_without_notebook(self) -> None:
        coursedir = self.converter.coursedir
        if coursedir.notebook_id != "*":
            return
        pattern = self.converter._format_source(coursedir.assignment_id, coursedir.student_id)  # noqa: SLF001
        for folder in glob.glob(pattern):  # noqa: PTH207 - the very names that nbgrader finds
            if Path(folder).is_dir():
                self.converter.assignments.setdefault(folder, [])

    def read_path(self, path: Path) -> Path:
        """The file to read for the notebook that nbgrader expects at `path`. Raises `Unreadable`."""
        if path.parent.is_symlink():
            raise Unreadable(_LINK)
        return self.found_as.get(path, path)

    def about(self, path: Path) -> tuple[str, ...]:
        """Notes on the notebook at `path` and the files beside it."""
        renamed = self.found_as.get(path)
        notes = self.notes.get(path.parent, ())
        return (renamed_note(renamed.name, path.name), *notes) if renamed else notes


@dataclass
class _Mark:
    """The locked file that says that a folder is being graded."""

    place: Path
    file: IO[str]
    stays: bool  # since of what was broken off only a part is graded now

    def done(self) -> None:
        """The folder is whole, or there is none."""
        if not self.stays:
            unfinished(self.place).unlink(missing_ok=True)
        self.file.close()


class _Whole:
    """Has what a killed run left half graded graded again: nbgrader takes any folder for a graded one."""

    def __init__(self, converter: Autograde) -> None:
        self._converter = converter
        self._mark: _Mark | None = None
        self._init: Callable[[str, str], bool] = converter.init_destination
        self._set: Callable[[str, str], None] = converter.set_permissions
        converter.init_destination, converter.set_permissions = self.init_destination, self.set_permissions

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Whether to grade. What was broken off counts as not graded; what is to be graded is marked."""
        self.tidy()
        coursedir = self._converter.coursedir
        if student_id in coursedir.student_id_exclude.split(","):
            return self._init(assignment_id, student_id)
        place = Path(os.path.normpath(self._converter._format_dest(assignment_id, student_id)))  # noqa: SLF001
        left = is_broken_off(place)
        self._mark = self._made(place, stays=left and coursedir.notebook_id != "*")
        if left and self._mark:
            self._converter.log.warning("Removing what a run that was broken off left: %s", place)
            # of several notebooks the others may not be graded now
            for path in [place] if coursedir.notebook_id == "*" else place.glob(f"{coursedir.notebook_id}.ipynb"):
                remove(path)
        is_due = self._init(assignment_id, student_id)
        if not is_due:
            self._done()
        return is_due

    def _made(self, place: Path, *, stays: bool) -> _Mark | None:
        """The mark of a folder; None where another run has it, or it cannot be made: then it is as without us."""
        mark = unfinished(place)
        try:
            mark.parent.mkdir(parents=True, exist_ok=True)
            file = mark.open("a")
        except OSError as problem:
            self._converter.log.warning("If this run is killed now, %s is not graded again: %s", place, problem)
            return None
        if not locked(file):
            file.close()
            return None
        return _Mark(place, file, stays)

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        """nbgrader's own, the last thing it does with a submission."""
        self._set(assignment_id, student_id)
        self._done()

    def tidy(self) -> None:
        """A submission that failed has no folder, and needs no mark; where some of it is left, the mark stays."""
        if self._mark and self._mark.place.exists():
            self._mark.stays = True
        self._done()

    def _done(self) -> None:
        mark, self._mark = self._mark, None
        if mark:
            mark.done()


@contextlib.contextmanager
def _only(allowed: set[str]) -> Iterator[None]:
    """nbgrader's listing of files to copy, without those that are not allowed."""
    stock = base.find_all_files

    def find_all_files(path: str, exclude: list[str] | None = None) -> list[str]:
        return [name for name in stock(path, exclude) if name in allowed]

    base.find_all_files = find_all_files
    try:
        yield
    finally:
        base.find_all_files = stock


def _read_timestamps_safely(coursedir: CourseDirectory) -> None:
    def get_existing_timestamp(dest_path: str) -> datetime | None:
        path = Path(dest_path, TIMESTAMP)
        if not path.is_symlink() and not path.exists():
            return None
        try:
            return submission_time(read_bytes(path, 1000))
        except (Unreadable, ValueError) as problem:
            coursedir.log.warning("No time of submission known for %s: %s", dest_path, problem)
            return None

    coursedir.get_existing_timestamp = get_existing_timestamp


def _around(converter: Autograde, at_start: Callable[[], None], at_end: Iterable[Callable[[], None]]) -> None:
    stock: Callable[[], None] = converter.convert_notebooks

    def convert_notebooks() -> None:
        with contextlib.ExitStack() as stack:
            for step in at_end:
                stack.callback(step)
            at_start()
            stock()

    converter.convert_notebooks = convert_notebooks


def guard(converter: Any, at_start: Callable[[], None], at_end: Callable[[], None]) -> Intake | None:
    """The intake of an autograding converter; None for any other converter, which is left alone.

    `at_start` is called when all is known that is to be converted, `at_end` when that is done, or given up.
    """
    return Intake(converter, at_start, at_end) if isinstance(converter, Autograde) else None
