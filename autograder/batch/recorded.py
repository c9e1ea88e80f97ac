"""What the gradebook and the graded folder hold of a student, as one text: whoever else changes either is noticed.

The other grader may have been at work, an older gradebook may have been put back, the date by which a unit is due may
have moved. Marks given by hand and comments are not looked at. Asked without nbgrader, which takes long to import.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import defaultdict
from typing import Any

from autograder.batch.settings import Settings
from autograder.batch.versions import digest

RESULTS = "results.json"
_ROWS = """
SELECT s.student_id, a.duedate, s.extension, s.timestamp, n.name, m.late_submission_penalty, c.name, g.auto_score
FROM assignment a JOIN submitted_assignment s ON s.assignment_id = a.id
LEFT JOIN submitted_notebook m ON m.assignment_id = s.id LEFT JOIN notebook n ON n.id = m.notebook_id
LEFT JOIN grade g ON g.notebook_id = m.id LEFT JOIN base_cell c ON c.id = g.cell_id
WHERE a.name = ?1 AND (?2 IS NULL OR s.student_id = ?2) ORDER BY s.student_id, n.name, c.name
"""
_LATE = ("AssignLatePenalties", "LateSubmissionPlugin")  # what says how much lateness costs


class Recorded:
    """Looks at one unit; a gradebook that is no SQLite file is not asked."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path = settings.db_file

    def everybody(self) -> dict[str, str] | None:
        """By student whose marks the gradebook has; None where it cannot be asked."""
        if self._path is None:
            return None
        rows = self._rows(None)
        return {student: self._text(student, mine) for student, mine in rows.items()}

    def of(self, student: str) -> str:
        """Of one student; "" where the gradebook has none, or cannot be asked."""
        if self._path is None:
            return ""
        mine = self._rows(student).get(student)
        return "" if mine is None else self._text(student, mine)

    def _rows(self, student: str | None) -> dict[str, list[tuple[Any, ...]]]:
        assert self._path is not None
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        with contextlib.suppress(sqlite3.Error):
            address = f"{self._path.resolve().as_uri()}?mode=ro"
            with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
                for whose, *row in connection.execute(_ROWS, (self._settings.unit, student)):
                    found[whose].append(tuple(row))
        return dict(found)

    def _text(self, student: str, rows: list[tuple[Any, ...]]) -> str:
        try:
            results = (self._settings.folder("autograded", student) / RESULTS).read_bytes()
        except OSError:
            results = b""
        is_due = any(row[0] is not None for row in rows)
        config = self._settings.config
        late = [repr(sorted(config[name].items(), key=str)) for name in _LATE if is_due and name in config]
        return digest([repr(rows).encode(), repr([self._settings.late_penalties, *late]).encode(), results])


__all__ = ["Recorded"]
