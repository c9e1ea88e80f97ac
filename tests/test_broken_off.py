"""A run of nbgrader's that was broken off, or cannot begin: the next finds nothing half graded, and nothing gone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gradebook_dump import dump
from graded_class import UNIT, WRONG, GradedClass, answered, released

from autograder.sandbox.levels import VARIABLE

KILLER = """
import importlib, os, signal
count = 0
holder, _, name = {place!r}.rpartition(".")
module, _, kind = holder.rpartition(".")
kind = getattr(importlib.import_module(module), kind)
stock = getattr(kind, name)

def killed(*args, **keywords):
    global count
    count += 1
    if count == {at}:
        os.kill(os.getpid(), signal.{signal})
    return stock(*args, **keywords)

setattr(kind, name, killed)
"""
PLACES = {
    "before it is judged": ("autograder.nbgrader_plugin.examine.Examine.preprocess", 2),
    "between two marks": ("nbgrader.preprocessors.saveautogrades.SaveAutoGrades._add_score", 5),
    "before its files are written": ("nbconvert.writers.FilesWriter.write", 4),
    "before its files are closed": ("nbgrader.converters.base.BaseConverter.set_permissions", 2),
}


def autograde(
    made: GradedClass, *options: str, prelude: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """`nbgrader autograde` in a course, after `prelude`, which may break something on purpose."""
    program = f"""
import sys
import nbgrader.converters.base
{prelude}
from nbgrader.apps.nbgraderapp import main
sys.argv = ["nbgrader", "autograde", *sys.argv[1:]]
main()
"""
    return subprocess.run(
        [sys.executable, "-c", program, UNIT, *options],
        cwd=made.root, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def everything(made: GradedClass) -> tuple[dict[str, bytes], dict[str, list[object]]]:
    """Every graded file and every row of the gradebook."""
    tree = made.root / "build" / "autograded"
    found = {p.relative_to(tree).as_posix(): p.read_bytes() for p in sorted(tree.rglob("*")) if p.is_file()}
    return found, dump(made.root / "build" / "gradebook.db")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    """A class of three, graded without disturbance."""
    base = tmp_path_factory.mktemp("few")
    right = answered(released(base))
    made = GradedClass(base, {"a": right, "b": right, "c": answered(released(base), softmax=WRONG)})
    run = autograde(made)
    assert run.returncode == 0, run.stderr
    return made


def same_class(few: GradedClass, folder: Path) -> GradedClass:
    """The same submissions in a course of its own."""
    made = GradedClass(folder, {})
    shutil.copytree(few.root / "build" / "submitted", made.root / "build" / "submitted")
    return made


@pytest.mark.parametrize(
    ("moment", "signal"), [*((moment, "SIGKILL") for moment in PLACES), ("between two marks", "SIGTERM")]
)
def test_the_next_run_grades_what_was_half_graded(few: GradedClass, tmp_path: Path, moment: str, signal: str) -> None:
    """At the second submission; nothing is left of it but the right marks."""
    made = same_class(few, tmp_path)
    place, at = PLACES[moment]
    killed = autograde(made, prelude=KILLER.format(place=place, at=at, signal=signal))
    assert killed.returncode in (-9, -15), killed.stderr
    assert everything(made) != everything(few)
    again = autograde(made)
    assert again.returncode == 0, again.stderr
    assert "Skipping existing assignment" in again.stderr
    assert everything(made) == everything(few)


def test_autograder_grade_makes_it_good_as_well(few: GradedClass, tmp_path: Path) -> None:
    """What it had graded itself, and nbgrader was grading anew."""
    made = same_class(few, tmp_path)
    command = [sys.executable, "-m", "autograder.cli", "grade", UNIT]
    assert subprocess.run(command, cwd=made.root, capture_output=True, check=False).returncode == 0
    assert everything(made) == everything(few)
    place, at = PLACES["between two marks"]
    killed = autograde(made, "--force", prelude=KILLER.format(place=place, at=at, signal="SIGKILL"))
    assert killed.returncode == -9, killed.stderr
    made.place("autograded", "b").mkdir(exist_ok=True)
    assert subprocess.run(command, cwd=made.root, capture_output=True, check=False).returncode == 0
    assert everything(made) == everything(few)


def test_a_submission_that_fails_leaves_no_mark(few: GradedClass, tmp_path: Path) -> None:
    """nbgrader removes its folder, which is mark enough."""
    made = same_class(few, tmp_path)
    prelude = KILLER.format(place=PLACES["before it is judged"][0], at=2, signal="raise_signal")
    failed = autograde(made, prelude=prelude.replace("os.kill(os.getpid(), signal.raise_signal)", "raise OSError(28)"))
    assert failed.returncode == 1
    assert sorted(p.name for p in (made.root / "build" / "autograded").rglob(".*")) == []
    assert not made.place("autograded", "b").exists()
    assert autograde(made).returncode == 0
    assert everything(made) == everything(few)


def test_where_nothing_can_be_judged_nothing_is_removed(few: GradedClass, tmp_path: Path) -> None:
    """`--force` removes each graded folder before it grades: not where there is no way to run submissions."""
    made = same_class(few, tmp_path)
    assert autograde(made).returncode == 0
    refused = autograde(made, "--force", **{VARIABLE: "none of these"})
    assert refused.returncode == 1
    assert "Nothing was graded." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert everything(made) == everything(few)
