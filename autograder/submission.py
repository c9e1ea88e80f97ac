"""A submitted notebook: read without trusting it, and rebuilt from the instructor's own copy.

Only the text of its cells is used. Not for running (see `sandbox/`) or judging (see `examiner.py`).
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.clean import plain_text

MAX_BYTES = 20_000_000
MAX_BRACKETS = 1_000_000  # bounds what parsing can cost in memory
MAX_CELLS = 1_000
MAX_CELL = 500_000  # characters
MAX_EXTRA_FILES = 200
MAX_EXTRA_BYTES = 20_000_000
MAX_NAME = 500  # bytes of an extra file's relative path: copies of it lie deeper than it does
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class Unreadable(Exception):
    """A submission that cannot be read; the message tells the learner why and what to do."""


@dataclass(frozen=True)
class SubmittedCell:
    """One cell as submitted: its text, and what it claims to be."""

    kind: str  # "code", "markdown" or "raw"
    source: str
    grade_id: str = ""
    cell_id: str = ""


@dataclass(frozen=True)
class Submission:
    """The cells of a submitted notebook, or the reason why there are none."""

    cells: tuple[SubmittedCell, ...] = ()
    reason: str = ""


def read_submission(path: Path) -> Submission:
    """Read a submitted notebook. Never raises for what the file is: every oddity becomes the `reason`."""
    try:
        return Submission(_cells(_parse(read_bytes(path, MAX_BYTES))))
    except Unreadable as problem:
        return Submission(reason=str(problem))


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a regular file, opened without following a link. Raises `Unreadable`."""
    name = plain_text(path.name, 100)
    try:
        if path.is_symlink():
            raise Unreadable(f"{name} is a link to another place, not a file; submit the file itself.")
        handle = os.open(path, _OPEN)
    except FileNotFoundError:
        raise Unreadable(f"There is no {name} in the submission; submit the notebook under this name.") from None
    except OSError as error:
        raise Unreadable(f"{name} cannot be opened ({error.strerror}); submit it again.") from None
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable(f"{name} is not an ordinary file; submit the notebook itself.")
        data = _read(handle, limit + 1) if about.st_size <= limit else b""
    finally:
        os.close(handle)
    if about.st_size > limit or len(data) > limit:
        raise Unreadable(
            f"{name} is larger than {limit // 1_000_000} MB; clear its outputs (Edit → Clear Outputs of All Cells), "
            "save it and submit again."
        )
    return data


def _read(handle: int, limit: int) -> bytes:
    with os.fdopen(handle, "rb", closefd=False) as file:
        return file.read(limit)


def _parse(data: bytes) -> Any:
    again = "open it in Jupyter, save it and submit again."
    if not data.strip():
        raise Unreadable(f"The notebook file is empty; {again}")
    if data.count(b"[") + data.count(b"{") > MAX_BRACKETS:
        raise Unreadable(f"The notebook file is far more complicated than a notebook can be; {again}")
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise Unreadable(f"The notebook file is not text in UTF-8; {again}") from None
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise Unreadable(f"The notebook file is nested deeper than a notebook can be; {again}") from None
    except ValueError:
        raise Unreadable(f"The file is not a notebook; {again}") from None


def _cells(data: Any) -> tuple[SubmittedCell, ...]:
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list):
        raise Unreadable(
            "The file is not a notebook: it has no cells. Open the released notebook, fill it in, submit it."
        )
    if len(cells) > MAX_CELLS:
        raise Unreadable(
            f"The notebook has {len(cells)} cells; at most {MAX_CELLS} are read. Remove what is not needed."
        )
    found = tuple(_cell(cell) for cell in cells if isinstance(cell, dict))
    if not found:
        raise Unreadable("The notebook has no cells. Open the released notebook, fill it in, submit it.")
    return found


def _cell(cell: dict[str, Any]) -> SubmittedCell:
    source = cell.get("source")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else ""
    return SubmittedCell(
        kind if kind in ("code", "markdown") else "raw",
        plain_text(source, MAX_CELL),
        plain_text(grade_id, 200),
        plain_text(cell.get("id"), 200),
    )


def renamed_note(found: str, expected: str) -> str:
    """What a learner is told whose notebook was found under another name."""
    return f"The notebook was submitted as `{plain_text(found, 200)}`; its name should be `{expected}`."


def course_names(folder: Path) -> frozenset[str]:
    """The relative paths of the files that a unit brings along, from its source folder."""
    paths = (path for path in folder.rglob("*") if path.suffix != ".ipynb" and path.is_file())
    return frozenset(path.relative_to(folder).as_posix() for path in paths)


def extra_files(
    folder: Path, ignored: tuple[str, ...] = (), ours: Collection[str] = ()
) -> tuple[dict[str, Path], tuple[str, ...]]:
    """The files beside a notebook that may be used, by their relative path, and a note for each one set aside.

    Regular files only; links are not followed, neither to files nor to folders; number and size are bounded. `ours` are
    the paths of the unit's own files, which will lie beside them.
    """
    found: dict[str, Path] = {}
    notes: list[str] = []
    room = MAX_EXTRA_BYTES
    for visited, (place, folders, names) in enumerate(os.walk(folder)):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        linked = [name for name in folders if os.path.islink(os.path.join(place, name))]  # noqa: PTH114, PTH118 - no error
        for name in sorted([*names, *linked]):
            path = Path(place, name)
            relative = path.relative_to(folder).as_posix()
            if name.endswith(".ipynb") or relative in ignored:
                continue
            try:
                about = path.lstat()
                problem = _problem(relative, about, room, len(found)) or _clash(relative, ours)
            except OSError as error:  # a name that is too long, or gone since it was listed
                problem = f"it cannot be read ({error.strerror})"
            if problem:
                notes.append(f"The file `{plain_text(relative, 100)}` was left out: {problem}.")
                continue
            room -= about.st_size
            found[relative] = path
        if len(notes) > MAX_EXTRA_FILES or visited > MAX_EXTRA_FILES:
            break
    return found, tuple(notes[:20])


_OURS = ("results.json", ".ipynb", ".html", "timestamp.txt")


def _clash(name: str, ours: Collection[str]) -> str:
    """What is wrong with a path that cannot be there beside the unit's own files.

    >>> _clash("data", ["data/table.csv"]), _clash("data/x", ["data/table.csv"])
    ('a folder of the unit has this name; give the file another one', '')
    """
    if any(other.startswith(f"{name}/") for other in ours):
        return "a folder of the unit has this name; give the file another one"
    if any(name.startswith(f"{other}/") for other in ours):
        return "its folder has the name of a file of the unit; give the folder another one"
    return ""


def _problem(name: str, about: os.stat_result, room: int, count: int) -> str:
    if not name.isprintable() or "\\" in name:
        return "its name has unusual characters"
    if len(os.fsencode(name)) > MAX_NAME:
        return "its name, with the folders that it is in, is too long; shorten it"
    if "/" in name and name.partition("/")[0].endswith(_OURS):
        return "its folder has the name of a file that grading makes"
    if stat.S_ISLNK(about.st_mode):
        return "it is a link to another place"
    if not stat.S_ISREG(about.st_mode):
        return "it is not an ordinary file"
    if about.st_size > room:
        return f"more than {MAX_EXTRA_BYTES // 1_000_000} MB of files were submitted"
    return f"more than {MAX_EXTRA_FILES} files were submitted" if count >= MAX_EXTRA_FILES else ""


__all__ = [
    "Submission",
    "SubmittedCell",
    "Unreadable",
    "course_names",
    "extra_files",
    "read_bytes",
    "read_submission",
    "renamed_note",
]
