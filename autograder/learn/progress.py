"""What a learner has reached, in one small file of their own: `.progress/progress.json` in the course's folder.

Ignored by git, never sent anywhere, written as a whole or not at all. Not for marks: those are the gradebook's.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.result import ExerciseResult, Verdict

FOLDER = ".progress"
RETRIES = 5  # on Windows a file that another program has open cannot be replaced for a moment


@dataclass(frozen=True)
class Entry:
    """One exercise: how its last check ended, whether it was ever right, how many hints were shown."""

    verdict: str = ""  # "right", "wrong", "unjudged", or "" before the first check
    points: float = 0.0
    answered: bool = False
    solved: bool = False
    hints: int = 0
    checked: str = ""  # when, in local time

    def after(self, result: ExerciseResult) -> Entry:
        """The entry after one more check."""
        return replace(
            self,
            verdict=str(result.verdict),
            points=result.points,
            answered=result.answered,
            solved=self.solved or result.verdict is Verdict.RIGHT,
            checked=datetime.now().astimezone().isoformat(timespec="seconds"),
        )


@dataclass
class Progress:
    """The entries by exercise, as they were read; `warning` says so when the file was damaged and put aside."""

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    warning: str = ""

    def entry(self, name: str) -> Entry:
        """What is known of an exercise; an empty entry where nothing is."""
        return self.entries.get(name, Entry())

    def right(self, name: str) -> bool:
        """Whether the last check found it right."""
        return self.entry(name).verdict == Verdict.RIGHT


def read(course: Course) -> Progress:
    """The progress of this course. A damaged file is moved aside, never overwritten, and the warning says where to."""
    path = course.root / FOLDER / "progress.json"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return Progress(path)
    except UnicodeDecodeError:
        return _put_aside(path)
    try:
        data = json.loads(text)["exercises"]
        return Progress(path, {str(name): _entry(item) for name, item in data.items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return _put_aside(path)


def record(course: Course, results: Iterable[ExerciseResult]) -> str:
    """Keep how these checks ended. Comes back: "" or one sentence on what went wrong with the file."""
    with updating(course) as progress:
        for result in results:
            progress.entries[result.name] = progress.entry(result.name).after(result)
    return progress.warning


@contextlib.contextmanager
def updating(course: Course) -> Iterator[Progress]:
    """Read, change, write: what other programs wrote in between stays. A failure to write ends in `warning`."""
    progress = read(course)
    yield progress
    try:
        _write(progress)
    except OSError as error:
        progress.warning = f"Your progress could not be saved in {progress.path}: {error.strerror or error}."


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file at once: whoever reads it finds the old content or the new, whatever happens. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            half.chmod(path.stat().st_mode)
        else:
            half.chmod(0o644)
        _replace(half, path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def stamp() -> str:
    """The time as part of a file's name, with a fraction so that two in one second differ."""
    return datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S-%f")


def _replace(half: Path, path: Path) -> None:
    for attempt in range(RETRIES):
        try:
            half.replace(path)
            return
        except PermissionError:
            if attempt == RETRIES - 1:
                raise
            time.sleep(0.05)


def _write(progress: Progress) -> None:
    data = {"version": 1, "exercises": {name: asdict(entry) for name, entry in sorted(progress.entries.items())}}
    write_whole(progress.path, (json.dumps(data, indent=1) + "\n").encode())


def _entry(data: Any) -> Entry:
    """One entry of the file. Raises `TypeError` for anything this module did not write."""
    defaults = Entry()
    known = {item.name: data[item.name] for item in fields(Entry) if item.name in data}
    for name, value in known.items():
        wanted = type(getattr(defaults, name))
        if type(value) is not wanted and not (wanted is float and type(value) is int):
            raise TypeError(f"{name} is {value!r}")
    return Entry(**known)


def _put_aside(path: Path) -> Progress:
    aside = path.with_name(f"progress-damaged-{stamp()}.json")
    told = f"The progress file was damaged; it is kept as {aside}, and a new one was begun."
    try:
        path.replace(aside)
    except OSError:
        told = f"The progress file {path} is damaged and could not be moved aside."
    return Progress(path, {}, told)
