"""The notes on graded submissions: `grade-state/<unit>/<student>.json`, one file each, written last.

Two lines of JSON. The first is what the grade depended on and the summary; the second holds the results that may be
kept, and is only looked into where checks have changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.records import Tally
from autograder.batch.settings import Settings
from autograder.batch.strict import read_as


@dataclass(frozen=True)
class Note:
    """By what a grade is known again: the submission's fingerprint, and the digest of each exercise's checks."""

    fingerprint: str
    recorded: str  # what was in the gradebook and the graded folder then
    checks: Mapping[str, str]
    tally: Tally


class Notes:
    """The notes on one unit's submissions."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.state / settings.unit

    def read(self, student: str) -> tuple[Note, str] | None:
        """What was noted and what was kept with it; None where there is nothing that can be read: grade again."""
        try:
            head, _, kept = self._path(student).read_text("utf-8").partition("\n")
            return read_as(Note, head), kept
        except (OSError, ValueError):
            return None

    def exists(self, student: str) -> bool:
        """Whether there is a note, on whatever state of the submission."""
        return self._path(student).is_file()

    def write(self, student: str, note: Note, kept: str) -> None:
        """Note a finished submission, at once or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(student)
        half = path.with_suffix(".new")
        half.write_text(f"{json.dumps(note, default=vars)}\n{kept}", "utf-8")
        half.replace(path)

    def _path(self, student: str) -> Path:
        return self._folder / f"{student}.json"


def is_work(settings: Settings) -> bool:
    """Whether somebody has submitted whose grade was never noted: a quick look, before any file is read."""
    notes = Notes(settings)
    return not all(notes.exists(student) for student in settings.submissions())


__all__ = ["Note", "Notes", "is_work"]
