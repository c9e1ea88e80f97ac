"""What there is to do: which submissions changed since they were graded, and which only had a check of theirs changed.

A fingerprint is a digest of a submission and of all that every grade of the unit depends on. Where it is the same, what
is left is the checks of single exercises: only those that changed are to be judged again.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.batch.files import is_broken_off
from autograder.batch.notes import Notes
from autograder.batch.records import Job, Tally
from autograder.batch.settings import Settings
from autograder.batch.versions import Version, digest, unit_version
from autograder.submission import MAX_BYTES, Unreadable, extra_files, read_bytes


@dataclass(frozen=True)
class Plan:
    """The submissions of a unit: those to grade, what each will be known by, and what is known of the unchanged."""

    jobs: tuple[Job, ...]
    version: Version
    fingerprints: dict[str, str]
    unchanged: dict[str, Tally]


def make_plan(settings: Settings, level: str, *, force: bool = False, known: Mapping[str, str] | None = None) -> Plan:
    """Compare every submission with what is noted, and what is noted with what is `known` to be there of a student."""
    version = unit_version(settings, level)
    notes, graded = Notes(settings), partial(settings.folder, "autograded")
    fingerprints: dict[str, str] = {}
    unchanged: dict[str, Tally] = {}
    jobs = []
    for student, folder in settings.submissions().items():
        fingerprints[student] = _fingerprint(version.base, folder)
        note, kept = (None if force else notes.read(student)) or (None, "")
        if note is not None and known is not None and note.recorded != known.get(student):
            note = None
        is_whole = graded(student).is_dir() and not is_broken_off(graded(student))
        if note is None or note.fingerprint != fingerprints[student] or not is_whole:
            jobs.append(Job(student, folder))
        elif changed := version.changed(note.checks):
            jobs.append(Job(student, folder, kept, changed))
        else:
            unchanged[student] = note.tally
    return Plan(tuple(jobs), version, fingerprints, unchanged)


def _fingerprint(base: str, folder: Path) -> str:
    """What a submission's grade depends on; of one that cannot be looked through, something new each time."""
    try:
        return digest([base.encode(), *_submitted(folder)])
    except OSError:
        return f"unknown {uuid.uuid4()}"


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


__all__ = ["Plan", "make_plan"]
