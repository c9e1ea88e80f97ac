"""`autograder build`: lesson texts → nbgrader's source tree → `exercises/` and `solutions/`.

nbgrader's own generate commands do the converting, always in a scratch folder; files are then replaced where their
bytes differ. So `--check` runs the same code and leaves everything alone. Not for the format (`lesson`), the cells
(`notebook`) or the outputs (`execute`).
"""

from __future__ import annotations

import argparse
import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment, GenerateSolution
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course import Course, CourseError, find_course
from autograder.execute import ExecuteError, execute, fingerprint
from autograder.learn.progress import FOLDER, stamp, write_whole
from autograder.lesson import LessonError
from autograder.notebook import from_bytes, read_notebook, source_notebook, to_bytes

SOURCE, EXERCISES, SOLUTIONS = "build/source", "exercises", "solutions"


class BuildError(Exception):
    """nbgrader refused a unit, or a solution does not run; the message says which and why."""


@dataclass(frozen=True)
class Stale:
    """A generated file that is not what its text says. `path` is relative to the course."""

    unit: str
    path: Path
    why: str


def build(
    course: Course, units: Sequence[str] | None = None, *, check: bool = False, force: bool = False
) -> list[Stale]:
    """Bring the generated notebooks of these units (by default all) up to date; what was stale comes back.

    With `check` nothing is written. With `force` solutions are executed again even where their cells are unchanged.
    Raises `LessonError`, `CourseError`, `BuildError`.
    """
    names = [lesson.unit for lesson in course.lessons]  # reads and checks every lesson, whichever are built
    chosen = [course.unit(unit) for unit in units] if units else names
    stale = [] if units else _orphans(course)
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Course(Path(scratch))
        _convert(course, fresh, chosen, gradebook=fresh.gradebook if check else course.gradebook)
        for unit in chosen:
            stale += _stale_exercises(course, fresh, unit) + _stale_solutions(course, fresh, unit, force=force)
        if not check:
            for unit in chosen:
                _write_if_new(course, fresh, _file(SOURCE, unit))
            for item in stale:
                _bring_up_to_date(course, fresh, item)
    return stale


def main(args: Sequence[str] | None = None) -> int:
    """The command: 0 when all is well, 1 when something is stale (`--check`) or wrong."""
    parser = argparse.ArgumentParser(prog="autograder build", description="Make the notebooks from source/.")
    parser.add_argument("units", nargs="*", metavar="UNIT", help='a unit, such as "11"; all of them by default')
    parser.add_argument("--check", action="store_true", help="write nothing; say what is stale and exit with 1")
    parser.add_argument("--force", action="store_true", help="execute unchanged solutions again")
    options = parser.parse_args(args)
    try:
        course = find_course()
        stale = build(course, options.units, check=options.check, force=options.force)
    except (LessonError, CourseError, BuildError) as error:
        print(error, file=sys.stderr)
        return 1
    for item in stale:
        print(f"{'stale: ' if options.check else 'written: '}{item.path} ({item.why})")
    if not stale:
        print("Every notebook is up to date.")
    if options.check and stale:
        print("Run `autograder build` and commit what it writes.")
    return 1 if options.check and stale else 0


def _file(tree: str, unit: str) -> Path:
    return Path(tree) / unit / f"{unit}.ipynb"


def _convert(course: Course, fresh: Course, units: Sequence[str], gradebook: Path) -> None:
    """Fill the scratch course's trees; the cells are recorded in `gradebook`."""
    if not units:
        return
    gradebook.parent.mkdir(parents=True, exist_ok=True)
    config = _config(course.root)
    config.CourseDirectory.root = str(fresh.root)
    config.CourseDirectory.db_url = f"sqlite:///{gradebook.as_posix()}"
    with _nbgrader_world():
        for unit in units:
            path = fresh.root / _file(SOURCE, unit)
            path.parent.mkdir(parents=True)
            path.write_bytes(to_bytes(source_notebook(course.lesson(unit))))
            for converter in (GenerateAssignment, GenerateSolution):
                _run(converter, config, unit)


def _config(root: Path) -> Config:
    """`nbgrader_config.py`, as nbgrader itself reads it."""
    config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    return config


@contextmanager
def _nbgrader_world() -> Iterator[None]:
    """What nbgrader needs around it and what it leaves behind: `alembic` on PATH; the working directory as it was."""
    here, path = Path.cwd(), os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), path])
    try:
        yield
    finally:
        os.environ["PATH"] = path
        os.chdir(here)


def _run(converter: type[BaseConverter], config: Config, unit: str) -> None:
    coursedir = CourseDirectory(config=config, assignment_id=unit)
    outcome = capture_log(converter(coursedir=coursedir, config=config, force=True))
    if not outcome["success"]:
        log = outcome.get("log", "") + outcome.get("error", "")
        if "there are submissions associated with" in log:
            raise BuildError(
                f"{unit}: exercises were added or removed, and the gradebook has submissions for the earlier ones; "
                "move build/gradebook.db away to start a new gradebook, then build again"
            )
        raise BuildError(f"{unit}: {converter.__name__} of nbgrader failed:\n{log}")


def _orphans(course: Course) -> list[Stale]:
    """Generated notebooks whose lesson is gone."""
    paths = [path for tree in (EXERCISES, SOLUTIONS) for path in sorted((course.root / tree).glob("*/*.ipynb"))]
    return [
        Stale(path.stem, path.relative_to(course.root), "its lesson is gone")
        for path in paths
        if path.stem == path.parent.name and path.stem not in course.units
    ]


def _stale_exercises(course: Course, fresh: Course, unit: str) -> list[Stale]:
    path = _file(EXERCISES, unit)
    there = course.root / path
    if not there.exists():
        return [Stale(unit, path, "missing")]
    same = there.read_bytes() == (fresh.root / path).read_bytes()
    return [] if same else [Stale(unit, path, "differs from the lesson")]


def _stale_solutions(course: Course, fresh: Course, unit: str, *, force: bool) -> list[Stale]:
    """Cells are compared; a fingerprint vouches for the outputs, whose pictures differ from machine to machine."""
    path = _file(SOLUTIONS, unit)
    there = course.root / path
    if not there.exists():
        return [Stale(unit, path, "missing")]
    committed, wanted = read_notebook(there), read_notebook(fresh.root / path)
    if committed.metadata.get("autograder", {}).get("executed") != fingerprint(wanted):
        return [Stale(unit, path, "differs from the lesson")]
    if _bare(committed) != _bare(wanted):
        return [Stale(unit, path, "was changed by hand")]
    return [Stale(unit, path, "executed again")] if force else []


def _bare(notebook: NotebookNode) -> bytes:
    """The notebook without what executing it adds."""
    bare = from_bytes(to_bytes(notebook))
    bare.metadata.pop("autograder", None)
    for cell in bare.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return to_bytes(bare)


def _bring_up_to_date(course: Course, fresh: Course, item: Stale) -> None:
    if item.unit not in course.units:
        (course.root / item.path).unlink()
        return
    if item.path.parts[0] == SOLUTIONS:
        notebook = read_notebook(fresh.root / item.path)
        try:
            execute(notebook, course.root)
        except ExecuteError as error:
            raise BuildError(f"{item.unit}: {error}") from None
        (fresh.root / item.path).write_bytes(to_bytes(notebook))
    else:
        _keep_answers(course, item)
    _write_if_new(course, fresh, item.path)


def _keep_answers(course: Course, item: Stale) -> None:
    """Who learns and writes in one checkout must not lose answers to a build: a notebook that holds some is kept."""
    from nbgrader.utils import compute_checksum, is_solution

    there = course.root / item.path
    if not there.exists():
        return
    data = there.read_bytes()
    try:
        cells = from_bytes(data).cells
        answered = any(is_solution(c) and c.metadata.nbgrader.get("checksum") != compute_checksum(c) for c in cells)
    except Exception:  # noqa: BLE001 - whatever it is, it is somebody's file
        answered = True
    if answered:
        backup = course.root / FOLDER / "backups" / f"{item.unit}-{stamp()}-before-build.ipynb"
        write_whole(backup, data)
        print(f"kept: the answers in {item.path} are in {backup.relative_to(course.root)}")


def _write_if_new(course: Course, fresh: Course, path: Path) -> None:
    """Replace a file at once or not at all, and only where its bytes differ."""
    data, there = (fresh.root / path).read_bytes(), course.root / path
    if there.exists() and there.read_bytes() == data:
        return
    there.parent.mkdir(parents=True, exist_ok=True)
    half = there.with_suffix(".new")
    half.write_bytes(data)
    half.replace(there)
