"""A gradebook as plain data that two runs can be compared by: every table, with names in place of random ids."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

# A table after those that its ids come from.
_ORDER = (
    *("course", "assignment", "notebook", "base_cell", "grade_cells", "solution_cell", "task_cell", "source_cell"),
    *("student", "submitted_assignment", "submitted_notebook", "grade", "comment", "alembic_version"),
)


def dump(path: Path) -> dict[str, list[Any]]:
    """Table → its rows, sorted."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = {str(row["name"]) for row in connection.execute(query)}
        names: dict[str, Any] = {}
        dumped = {}
        for table in sorted(tables, key=lambda name: (_ORDER.index(name) if name in _ORDER else 99, name)):
            rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]
            dumped[table] = sorted((_named(row, names, table) for row in rows), key=repr)
        return dumped


def _named(row: dict[str, Any], names: dict[str, Any], table: str) -> list[Any]:
    """The row without ids; its own id is remembered as what the row says."""
    own = row.get("id")
    is_random = isinstance(own, str) and len(own) == 32 and own not in names
    content = [(key, names.get(value, value) if isinstance(value, str) else value) for key, value in row.items()]
    if is_random:
        content = [(key, value) for key, value in content if key != "id"]
        names[str(own)] = (table, tuple(content))
    return content
