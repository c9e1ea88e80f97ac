"""The parent's side of nbgrader: the gradebook, times of submission, late penalties. Importing it imports nbgrader."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy.exc import SQLAlchemyError

from autograder.batch.judging import TIMESTAMP
from autograder.batch.records import Graded, NotReleased
from autograder.batch.settings import Settings
from autograder.batch.timestamp import submission_time
from autograder.gradebook import GradebookWriter, LatePenalty

_LOG = logging.getLogger(__name__)


class Ledger:
    """Writes graded submissions of one unit to the gradebook. A context manager, for one process only."""

    def __init__(self, settings: Settings) -> None:
        """Raises `NotReleased`."""
        self._unit = settings.unit
        try:
            self._writer = GradebookWriter(settings.db_url, settings.course_id)
            for path in sorted(settings.folder("release").glob("*.ipynb")):
                self._writer.check_released(self._unit, path.stem, json.loads(path.read_text(encoding="utf-8")))
            matters = settings.late_penalties and self._writer.is_due(self._unit)
        except SQLAlchemyError as problem:
            raise NotReleased(f"The gradebook {settings.db_url} cannot be used: {_first_line(problem)}") from problem
        self._late_penalty = _late_penalty(settings) if matters else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.__exit__(kind, error, trace)

    def save(self, graded: Graded) -> None:
        """Write the marks of one submission, all or nothing."""
        timestamp = _time(graded.files.get(TIMESTAMP, b""), graded.student)
        self._writer.save(self._unit, graded.student, graded.marks, timestamp, self._late_penalty)


def _time(content: bytes, student: str) -> datetime | None:
    try:
        return submission_time(content)
    except ValueError as problem:
        _LOG.warning("no time of submission known for %s: %s", student, problem)
        return None


def _late_penalty(settings: Settings) -> LatePenalty | None:
    """nbgrader's plugin for late submissions as the configuration names it."""
    from nbgrader.preprocessors import AssignLatePenalties

    try:
        step: Any = AssignLatePenalties(config=settings.config)
        if not step.enabled:
            return None
        step.init_plugin()
    except Exception as problem:
        said = f"{type(problem).__name__}: {_first_line(problem)}"
        raise NotReleased(f"The plugin for late submissions that is configured cannot be loaded ({said}).") from problem
    penalty: LatePenalty = step.plugin_inst.late_submission_penalty
    return penalty


def _first_line(problem: Exception) -> str:
    return str(problem).strip().partition("\n")[0][:300]


__all__ = ["Ledger"]
