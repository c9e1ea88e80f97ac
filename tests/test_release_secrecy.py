"""What learners open holds nothing that answers or judges."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.starter import BEGIN, END

ROOT = Path(__file__).resolve().parent.parent
COURSE = Course(ROOT)
TELLING = 12  # shorter lines ("return P") say nothing


def released(unit: str) -> str:
    """Every cell's text of a released notebook, and its outputs and metadata as JSON."""
    return (COURSE.exercises_dir / unit / f"{unit}.ipynb").read_text(encoding="utf-8")


def cell_lines(unit: str) -> set[str]:
    """The stripped lines of all cells of a released notebook."""
    cells = json.loads(released(unit))["cells"]
    return {line.strip() for cell in cells for line in "".join(cell["source"]).splitlines()}


def solution_lines(unit: str) -> dict[str, str]:
    """Each telling line that stands in a solution region, with its exercise."""
    lines: dict[str, str] = {}
    for cell in COURSE.lesson(unit).cells:
        if cell.role == "exercise":
            for region in re.findall(f"{BEGIN}\n(.*?)\n\\s*{END}", cell.source, re.DOTALL):
                lines |= {line.strip(): cell.exercise for line in region.splitlines() if len(line.strip()) >= TELLING}
        elif cell.role == "solution":
            lines |= {line.strip(): cell.exercise for line in cell.source.splitlines() if len(line.strip()) >= TELLING}
    return lines


def shown(unit: str) -> set[str]:
    """The lines that the author put outside solutions, which may repeat a line of one on purpose."""
    cells = [cell for cell in COURSE.lesson(unit).cells if cell.role not in {"exercise", "solution"}]
    starters = [exercise.starter_source for exercise in COURSE.lesson(unit).exercises.values()]
    return {line.strip() for source in [*(cell.source for cell in cells), *starters] for line in source.splitlines()}


@pytest.mark.parametrize("unit", COURSE.units)
def test_no_solution_is_released(unit: str) -> None:
    """No line of a solution, no solution-only text, no marker and no output reaches the learner's notebook."""
    secrets = {line: name for line, name in solution_lines(unit).items() if line not in shown(unit)}
    leaked = {line: secrets[line] for line in secrets.keys() & cell_lines(unit)}
    assert leaked == {}
    assert "SOLUTION" not in released(unit)
    assert all(not cell.get("outputs") for cell in json.loads(released(unit))["cells"])


@pytest.mark.parametrize("unit", COURSE.units)
def test_no_hidden_check_is_released(unit: str) -> None:
    """No line of the hidden checks, and no way to them, stands in the learner's notebook."""
    number = unit.partition("-")[0]
    lines = cell_lines(unit)
    for path in (ROOT / "autograder" / "hidden" / f"unit_{number}").glob("*.py"):
        hidden = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
        # Calls to the lesson's own functions and imports may read the same on both sides.
        telling = {line for line in hidden if len(line) >= 40 and not line.startswith(("import ", "from "))}
        assert telling & lines == set(), path.name
    assert "autograder.hidden" not in released(unit)


def test_released_folders_hold_notebooks_only() -> None:
    """nbgrader copies every file beside a notebook, so nothing else stands there."""
    for tree in (COURSE.exercises_dir, COURSE.solutions_dir):
        found = [path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()]
        notebooks = sorted(name for name in found if ".ipynb_checkpoints" not in name)
        assert notebooks == [f"{unit}/{unit}.ipynb" for unit in COURSE.units]
