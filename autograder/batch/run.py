"""One run: workers judge, this process alone writes, in an order that a kill at any moment cannot spoil.

For each submission: its new folder is made beside the old one, its marks are committed, the folders change places, and
last the submission is noted as done. A run that follows repeats whatever was not noted, with the same result.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from autograder.batch import nbgrader_alone
from autograder.batch.files import Shelf
from autograder.batch.notes import Note, Notes
from autograder.batch.plan import Plan
from autograder.batch.recorded import Recorded
from autograder.batch.records import Failed, Graded, Summary
from autograder.batch.settings import Settings
from autograder.sandbox.levels import Level
from autograder.sandbox.opening import Opening

if TYPE_CHECKING:
    from autograder.batch.ledger import Ledger
    from autograder.examiner import Examiner


def grade_all(
    settings: Settings, plan: Plan, *, workers: int, level: Level, opening: Opening, examiner: Examiner | None = None
) -> Summary:
    """Grade what is planned in the world being opened. Raises `WorldError`, `NotReleased`, `CollectionError`.

    The unit's examiner is made here where `load_examiner` has not made it yet.
    """
    started = time.monotonic()
    summary = Summary(settings.unit, unchanged=plan.unchanged)
    if plan.jobs:
        examiner = examiner or load_examiner(settings)
        world = opening.world(level)
        gc.freeze()  # workers must not look through all of this, and copy its pages, whenever they collect
        from autograder.batch.pool import Pool

        with world, Pool(settings, world, examiner, min(workers, len(plan.jobs))) as pool:
            pool.add(plan.jobs)
            judging = time.monotonic()
            nbgrader_alone.prepare()  # the workers are at it already, and share the processors with what it imports
            from autograder.batch.ledger import Ledger
            from autograder.batch.progress import Display

            gc.freeze()
            gc.enable()
            with Ledger(settings) as ledger, Display(len(plan.jobs), since=judging) as display:
                desk = _Desk(settings, plan, ledger, summary)
                for result in pool.results():
                    if result is None:
                        display.refresh()
                        continue
                    desk.finish(result)
                    display.advance()
    gc.freeze()  # the process ends soon, and would look through all of this once more
    summary.seconds = time.monotonic() - started
    return summary


def load_examiner(settings: Settings) -> Examiner:
    """What the workers share, loaded once, before they are forked: best while a world warms up.

    Raises `CollectionError`.
    """
    from autograder.batch import pool  # noqa: F401 - with all that a worker needs
    from autograder.examiner import Examiner

    examiner = Examiner(settings.course, settings.unit)
    examiner.rehearse()
    return examiner


class _Desk:
    """Writes results one by one."""

    def __init__(self, settings: Settings, plan: Plan, ledger: Ledger, summary: Summary) -> None:
        self._ledger = ledger
        self._plan = plan
        self._summary = summary
        self._shelf = Shelf(settings)
        self._notes = Notes(settings)
        self._recorded = Recorded(settings)

    def finish(self, result: Graded | Failed) -> None:
        """Write one submission; what cannot be written is told and left for the next run."""
        if isinstance(result, Failed):
            self._summary.failed[result.student] = result.reason
            return
        student = result.student
        try:
            self._shelf.prepare(student, result.files)
            self._ledger.save(result)
            self._shelf.publish(student)
            there = self._recorded.of(student)
            note = Note(self._plan.fingerprints[student], there, self._plan.version.checks, result.tally)
            self._notes.write(student, note, result.kept)
        except Exception as problem:  # noqa: BLE001 - a full disk, a locked gradebook, a plugin: the others go on
            self._shelf.discard(student)
            self._summary.failed[student] = f"Its result could not be written ({type(problem).__name__}: {problem})."
            return
        self._summary.graded[student] = result.tally
        self._summary.partial += result.is_partial


__all__ = ["grade_all", "load_examiner"]
