"""What there is to do: which submissions changed since they were graded, and by what a grade is known again.

A fingerprint is a digest of everything that the grade depends on. What was graded is noted in one small file per
submission, written last, so that a run that was killed does again what it had not finished.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import platform
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.batch.records import Job, Tally
from autograder.batch.settings import Settings
from autograder.submission import MAX_BYTES, Unreadable, extra_files, read_bytes

_PACKAGE = Path(__file__).resolve().parents[1]
# What learners use, what writes lessons, and what only moves results about: no grade depends on it.
_ASIDE = ("audit", "batch", "hidden", "learn", "build.py", "cli.py", "demo.py", "execute.py", "gradebook.py")
_LIBRARIES = ("ipython", "matplotlib", "nbformat", "numpy", "sympy")


@dataclass(frozen=True)
class Plan:
    """The submissions of a unit: those to grade with their fingerprints, and what is known of the unchanged."""

    jobs: tuple[Job, ...]
    fingerprints: dict[str, str]
    unchanged: dict[str, Tally]


def make_plan(settings: Settings, level: str, *, force: bool = False, known: frozenset[str] | None = None) -> Plan:
    """Compare every submission with what is noted. `known` are the students whose marks the gradebook has."""
    version = unit_version(settings, level)
    notes = Notes(settings)
    fingerprints: dict[str, str] = {}
    unchanged: dict[str, Tally] = {}
    jobs = []
    for student, folder in settings.submissions().items():
        fingerprints[student] = _fingerprint(version, folder)
        tally = None if force or (known is not None and student not in known) else notes.read(student, fingerprints)
        if tally is not None and settings.folder("autograded", student).is_dir():
            unchanged[student] = tally
        else:
            jobs.append(Job(student, folder))
    return Plan(tuple(jobs), fingerprints, unchanged)


def _fingerprint(version: str, folder: Path) -> str:
    """What a submission's grade depends on; of one that cannot be looked through, something new each time."""
    try:
        return _digest([version.encode(), *_submitted(folder)])
    except OSError:
        return f"unknown {uuid.uuid4()}"


def is_work(settings: Settings) -> bool:
    """Whether somebody has submitted whose grade was never noted: a quick look, before any file is read."""
    notes = Notes(settings)
    return not all(notes.exists(student) for student in settings.submissions())


def graded_students(settings: Settings) -> frozenset[str] | None:
    """The students whose marks for the unit the gradebook has; None where it is no SQLite file that can be asked.

    Asked without nbgrader, which would have to be imported first.
    """
    if not settings.db_url.startswith("sqlite:///"):
        return None
    path = Path(settings.db_url.removeprefix("sqlite:///"))
    query = (
        "SELECT student_id FROM submitted_assignment JOIN assignment ON assignment.id = assignment_id WHERE name = ?"
    )
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return frozenset(student for (student,) in connection.execute(query, (settings.unit,)))
    except sqlite3.Error:
        return frozenset()


class Notes:
    """The notes on graded submissions of a unit: `grade-state/<unit>/<student>.json`."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.state / settings.unit

    def read(self, student: str, fingerprints: dict[str, str]) -> Tally | None:
        """What was noted, if it is about this very fingerprint."""
        try:
            data = json.loads(self._path(student).read_text("utf-8"))
            if data["fingerprint"] != fingerprints[student]:
                return None
            tally = Tally(**data["tally"])
        except (OSError, ValueError, KeyError, TypeError):
            return None  # no note, or none that can be read: grade again
        return tally

    def exists(self, student: str) -> bool:
        """Whether there is a note, on whatever state of the submission."""
        return self._path(student).is_file()

    def write(self, student: str, fingerprint: str, tally: Tally) -> None:
        """Note a finished submission, at once or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(student)
        half = path.with_suffix(".new")
        half.write_text(json.dumps({"fingerprint": fingerprint, "tally": asdict(tally)}), "utf-8")
        half.replace(path)

    def _path(self, student: str) -> Path:
        return self._folder / f"{student}.json"


def unit_version(settings: Settings, level: str) -> str:
    """A digest of what all grades of the unit depend on: lesson, hidden checks, judging code, libraries, isolation."""
    parts = [f"{settings.unit}\n{level}\n{settings.config!r}\n{platform.python_version()}".encode()]
    parts += [f"{name} {importlib.metadata.version(name)}".encode() for name in _LIBRARIES]
    for path in sorted(_files(settings)):
        parts += [path.name.encode(), path.read_bytes()]
    return _digest(parts)


def _files(settings: Settings) -> Iterator[Path]:
    course = settings.course
    for unit in _needed_units(settings):
        yield course.source_dir / unit / f"{unit}.py"
    for path in _PACKAGE.rglob("*"):
        place = path.relative_to(_PACKAGE).parts[0]
        if path.suffix in (".py", ".css", ".ini") and place not in _ASIDE:
            yield path
    yield from _PACKAGE.joinpath("hidden", course.hidden_package(settings.unit).rpartition(".")[2]).rglob("*.py")
    for step in ("source", "release"):
        yield from (path for path in settings.folder(step).rglob("*") if path.is_file())


def _needed_units(settings: Settings) -> set[str]:
    """The unit, and those whose answers it builds on, directly or not."""
    course = settings.course
    units: set[str] = set()
    waiting = [settings.unit]
    while waiting:
        unit = waiting.pop()
        if unit not in units:
            units.add(unit)
            exercises = course.lesson(unit).exercises
            waiting += [course.exercise(n)[0] for e in exercises.values() for n in e.needs if n not in exercises]
    return units


def _submitted(folder: Path) -> Iterator[bytes]:
    """Every file of a submission as names and contents; links are told apart, not followed."""
    if folder.is_symlink():
        yield b"link"
        return
    found, notes = extra_files(folder)
    yield "\n".join(notes).encode("utf-8", "replace")
    for path in [*sorted(folder.glob("*.ipynb")), *found.values()]:
        yield os.fsencode(path.relative_to(folder))
        try:
            yield read_bytes(path, MAX_BYTES)
        except Unreadable as problem:
            yield str(problem).encode("utf-8", "replace")


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode())
        digest.update(part)
    return digest.hexdigest()


__all__ = ["Notes", "Plan", "graded_students", "is_work", "make_plan", "unit_version"]
