"""A lesson as nbgrader's source notebook, and a notebook as bytes that depend on nothing but its content.

The only module that imports Jupytext. Not for releasing or executing: that is `build` and `execute`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.lesson import Lesson, LessonCell, LessonError

# Magics stay as they are written: a comment such as `# copy the row` must not turn into a command.
PERCENT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def source_notebook(lesson: Lesson) -> NotebookNode:
    """The notebook that nbgrader releases from: every solution in it, ids and metadata derived from names.

    Raises `LessonError` where Jupytext reads a cell otherwise than `percent` does.
    """
    read = jupytext.reads(lesson.path.read_text(encoding="utf-8"), fmt=PERCENT)
    if len(read.cells) != len(lesson.cells):
        raise LessonError(lesson.path, 1, f"Jupytext finds {len(read.cells)} cells here, not {len(lesson.cells)}")
    for ours, theirs in zip(lesson.cells, read.cells, strict=True):
        if (ours.kind, ours.source) != (theirs.cell_type, theirs.source):
            raise LessonError(lesson.path, ours.line, "Jupytext reads this cell otherwise; use plain percent format")
    seen: Counter[str] = Counter()
    cells = [_cell(lesson, cell, seen) for cell in lesson.cells]
    notebook: NotebookNode = new_notebook(
        cells=cells, metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    return notebook


def to_bytes(notebook: NotebookNode) -> bytes:
    """The notebook as nbformat writes it: the same content gives the same bytes."""
    text: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    return (text.rstrip("\n") + "\n").encode()


def from_bytes(data: bytes) -> NotebookNode:
    """The notebook in these bytes."""
    notebook: NotebookNode = nbformat.reads(data.decode(), as_version=4)
    return notebook


def read_notebook(path: Path) -> NotebookNode:
    """The notebook in a file of ours."""
    return from_bytes(path.read_bytes())


def _cell(lesson: Lesson, cell: LessonCell, seen: Counter[str]) -> NotebookNode:
    """One cell with its id: `softmax`, `softmax-checks`, `softmax-hint-1`, `text-07`."""
    kind = cell.role if cell.role != "text" else cell.kind
    seen[f"{cell.exercise}/{kind}"] += 1
    number = seen[f"{cell.exercise}/{kind}"]
    source, identity = cell.source, f"{cell.exercise}-{kind}-{number}"
    if cell.role == "exercise":
        identity = cell.exercise
    elif cell.role == "checks":
        identity = f"{cell.exercise}-checks"
    elif cell.role == "hint":
        source = fold(f"Hint {number} of {len(lesson.exercises[cell.exercise].hints)}", source)
    elif cell.role == "text":
        identity = f"{'code' if cell.kind == 'code' else 'text'}-{number:02}"
    settings = {"id": identity, "metadata": _metadata(lesson, cell)}
    made: NotebookNode = (
        new_code_cell(source, **settings) if cell.kind == "code" else new_markdown_cell(source, **settings)
    )
    return made


def fold(summary: str, text: str) -> str:
    """Markdown that opens at a click; the blank lines let the Markdown inside be rendered."""
    return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"


def _metadata(lesson: Lesson, cell: LessonCell) -> dict[str, object]:
    metadata: dict[str, object] = {"tags": list(cell.tags)} if cell.tags else {}
    if "folded" in cell.tags:
        metadata["jupyter"] = {"source_hidden": True}  # Jupyter shows the cell closed; it runs all the same
    if cell.role == "exercise":
        metadata["nbgrader"] = _nbgrader(cell.exercise, solution=True)
    elif cell.role == "checks":
        points = lesson.exercises[cell.exercise].points
        metadata["nbgrader"] = _nbgrader(f"{cell.exercise}-checks", grade=True, points=points)
    elif cell.role == "solution":
        metadata["autograder"] = {"role": "solution"}
    return metadata


def _nbgrader(grade_id: str, *, solution: bool = False, grade: bool = False, points: float = 0) -> dict[str, object]:
    """nbgrader's metadata, schema 3."""
    metadata: dict[str, object] = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": grade,
        "task": False,
    }
    if grade:
        metadata["points"] = int(points) if points == int(points) else points
    return metadata
