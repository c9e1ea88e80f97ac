"""A learner's saved notebook: read without any library, its code cells, and one cell replaced.

Only for the learner's own files; submissions of others are read by `submission.py`, which trusts nothing.
"""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.learn.progress import write_whole
from autograder.lesson import Lesson
from autograder.sandbox.api import Cell


class NotebookError(Exception):
    """A notebook that cannot be read: why, and what to do."""


@dataclass(frozen=True)
class CodeCell:
    """One code cell: its text, its position in the notebook, and whose it is ("" for an ordinary cell)."""

    source: str
    index: int
    exercise: str = ""
    checks: bool = False  # examples and `check(…)` of `exercise`, not its answer


def read_notebook(path: Path) -> dict[str, Any]:
    """The notebook's JSON. Raises `NotebookError`."""
    try:
        data = json.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        where = displayed(path)
        raise NotebookError(f"{where} does not exist. Bring it back with: git restore {where}") from None
    except OSError as error:
        raise NotebookError(f"{path} cannot be read: {error.strerror or error}.") from None
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise NotebookError(
            f"{path.name} is not a complete notebook file{where}. Save it again in Jupyter; your file is untouched."
        ) from None
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        raise NotebookError(f"{path.name} has no list of cells: it is no notebook. Save it again in Jupyter.")
    return data


def code_cells(notebook: dict[str, Any], lesson: Lesson) -> list[CodeCell]:
    """The code cells in order, each with the exercise it belongs to by its nbgrader name or its id."""
    found = []
    for index, cell in enumerate(notebook["cells"]):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            exercise, checks = _owner(cell, lesson)
            found.append(CodeCell(source_of(cell), index, exercise, checks))
    return found


def to_run(cells: list[CodeCell], lesson: Lesson) -> list[Cell]:
    """The cells that judging runs: the answers, and what they may build on.

    Left out are the examples, which call `check` themselves, and the lesson's own figures and demonstrations: cells
    as the author wrote them that bind no name another cell uses. They cost time, and hang where an answer hangs.
    """
    released = {cell.source.strip() for cell in lesson.cells if cell.kind == "code" and cell.role == "text"}
    kept: list[Cell] = []
    used: set[str] = set()
    for cell in reversed(cells):
        if cell.checks:
            continue
        binds, uses = _names(cell.source)
        if cell.exercise or cell.source.strip() not in released or binds & used:
            kept.append(Cell(cell.source, cell.exercise or None, cell.index))
            used |= uses
    return kept[::-1]


def source_of(cell: dict[str, Any]) -> str:
    """A cell's text, which nbformat allows to be a list of lines."""
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def put_cell(notebook: dict[str, Any], lesson: Lesson, name: str, source: str) -> bool:
    """Replace the text of an exercise's cell, or put the cell back where it is missing. False when nothing changed."""
    cell = _find(notebook, lesson, name, checks=False)
    if cell is None:
        checks = _find(notebook, lesson, name, checks=True)
        place = notebook["cells"].index(checks) if checks is not None else len(notebook["cells"])
        notebook["cells"].insert(place, _answer_cell(name, source))
        return True
    changed = source_of(cell) != source
    cell["source"] = source.splitlines(keepends=True)
    cell["outputs"], cell["execution_count"] = [], None
    return changed


def write_notebook(path: Path, notebook: dict[str, Any]) -> None:
    """Save as Jupyter does, so that only what changed differs. Raises `OSError`."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(path, (text + "\n").encode())


def displayed(path: Path) -> str:
    """The path as short as it can be typed from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _names(source: str) -> tuple[set[str], set[str]]:
    """The names a cell binds, and those it reads anywhere; nothing of a cell that is not Python."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return set(), set()
    names = [node for node in nodes if isinstance(node, ast.Name)]
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    binds = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    binds |= {node.name for node in nodes if isinstance(node, defined)}
    binds |= {(node.asname or node.name).partition(".")[0] for node in nodes if isinstance(node, ast.alias)}
    return binds, {node.id for node in names if isinstance(node.ctx, ast.Load)}


def _owner(cell: dict[str, Any], lesson: Lesson) -> tuple[str, bool]:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    for mark in (nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None, cell.get("id")):
        name = str(mark or "")
        if name in lesson.exercises:
            return name, False
        if name.endswith("-checks") and name.removesuffix("-checks") in lesson.exercises:
            return name.removesuffix("-checks"), True
    return "", False


def _find(notebook: dict[str, Any], lesson: Lesson, name: str, *, checks: bool) -> dict[str, Any] | None:
    for cell in notebook["cells"]:
        if isinstance(cell, dict) and cell.get("cell_type") == "code" and _owner(cell, lesson) == (name, checks):
            found: dict[str, Any] = cell
            return found
    return None


def _answer_cell(name: str, source: str) -> dict[str, Any]:
    """The cell as the release makes it, but for nbgrader's checksum, which nbgrader does not ask of answers."""
    nbgrader = {
        "cell_type": "code", "grade": False, "grade_id": name, "locked": False, "schema_version": 3, "solution": True,
        "task": False,
    }  # fmt: skip
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {"deletable": False, "nbgrader": nbgrader},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }
