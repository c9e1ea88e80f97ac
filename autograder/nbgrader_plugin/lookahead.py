"""Judges the submissions that nbgrader will come to next, while it is busy with the one before: of one notebook each.

nbgrader converts one submission after the other, and more than half of the time goes into its own work. A process of
ours judges ahead meanwhile. What it finds is used only for a notebook that is, letter for letter, the one it judged.
"""

from __future__ import annotations

import gc
import os
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.batch.files import is_broken_off
from autograder.batch.records import Failed, Graded, Job
from autograder.batch.settings import Settings
from autograder.grading import RESULTS, Grader

if TYPE_CHECKING:
    from nbgrader.converters import Autograde

WORTHWHILE = 3  # submissions: for fewer, no other process is started
AHEAD = 4  # submissions that are judged or waiting to be taken: their results take room
PATIENCE = 300.0  # seconds for one submission: as long as the limits of its parts add up to


class Lookahead:
    """What is known already of the submissions to come, `folders` by student in nbgrader's order. To be closed."""

    def __init__(self, settings: Settings, grader: Grader, folders: Mapping[str, Path]) -> None:
        from autograder.batch.pool import Pool

        examiner = grader.examiner(settings.unit)
        examiner.rehearse()
        gc.freeze()  # the new process must not look through all of this, and copy its pages, whenever it collects
        self._pool = Pool(settings, grader.world, examiner, 1)
        self._folders = dict(folders)
        self._later = deque(folders)
        self._asked: deque[str] = deque()
        self._found: dict[str, Graded] = {}
        self._ask()

    def take(self, student: str, name: str, key: str) -> tuple[bytes, bytes] | None:
        """The judged notebook and its `results.json`, or None where another notebook was judged, or none.

        `key` is that of `input_key`. Students before this one are not coming any more.
        """
        if student not in self._asked and student not in self._later:
            return None
        while not self._asked or self._asked[0] != student:
            self._drop()
            self._ask()
        self._receive(student)
        found = self._found.get(student)
        if found is None or found.inputs.get(name) != key:
            return None
        return found.files[f"{name}.ipynb"], found.files[RESULTS]

    def look(self) -> None:
        """Take in what has been judged meanwhile, so that the other process never waits."""
        self._receive(None)

    def close(self) -> None:
        """End the other process."""
        self._pool.__exit__(None, None, None)
        self._asked.clear()
        self._later.clear()

    def _drop(self) -> None:
        """Forget the next student in the row: one that is asked for, since `_ask` comes first."""
        self._found.pop(self._asked.popleft(), None)

    def _ask(self) -> None:
        while self._later and len(self._asked) < AHEAD:
            student = self._later.popleft()
            self._asked.append(student)
            self._pool.add([Job(student, self._folders[student], keyed=True)])

    def _receive(self, awaited: str | None) -> None:
        """What the pool has; all up to the result of `awaited`, or, without one, what is there."""
        if awaited in self._found:
            return
        until = time.monotonic() + PATIENCE
        for result in self._pool.results(0.0 if awaited is None else 0.25):
            if result is None and awaited is None:
                return
            if result is None and time.monotonic() > until:
                raise TimeoutError(f"nothing came for {PATIENCE:g} seconds")
            if isinstance(result, Graded) and result.student in self._asked:
                self._found[result.student] = result
            if isinstance(result, Graded | Failed) and result.student == awaited:
                return


def upcoming(converter: Autograde) -> dict[str, Path]:
    """The folders that nbgrader is about to convert, by student, in its order.

    As far as can be said: where this is wrong, somebody is judged in vain, or not ahead of time.
    """
    coursedir: Any = converter.coursedir
    known = re.compile(converter._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True))  # noqa: SLF001
    matches = ((folder, known.match(folder)) for folder in sorted(converter.assignments))
    return {m["student_id"]: Path(folder) for folder, m in matches if m and _is_due(converter, m, coursedir)}


def _is_due(converter: Autograde, match: re.Match[str], coursedir: Any) -> bool:
    assignment, student = match["assignment_id"], match["student_id"]
    if student in coursedir.student_id_exclude.split(","):
        return False
    graded = os.path.normpath(converter._format_dest(assignment, student))  # noqa: SLF001
    if converter.force or not Path(graded).exists() or is_broken_off(Path(graded)):
        return True
    new, old = coursedir.get_existing_timestamp(match[0]), coursedir.get_existing_timestamp(graded)
    return new is not None and old is not None and new > old


def is_possible() -> bool:
    """Whether this process can be forked, and there is a processor for the other."""
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


__all__ = ["WORTHWHILE", "Lookahead", "is_possible", "upcoming"]
