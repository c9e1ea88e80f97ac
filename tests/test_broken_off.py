"""A run of nbgrader's that was broken off, or cannot begin: the next finds nothing half graded, and nothing gone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from gradebook_dump import dump
from graded_class import UNIT, WRONG, GradedClass, answered, released
from nbgrader.converters.base import NbGraderException
from programs import run_program

from autograder.batch.files import locked, unfinished
from autograder.nbgrader_plugin import graders
from autograder.nbgrader_plugin.examine import Examine
from autograder.sandbox.levels import VARIABLE

KILLER = """
import importlib, os, signal
count = 0
holder, _, name = {place!r}.rpartition(".")
module, _, kind = holder.rpartition(".")
kind = getattr(importlib.import_module(module), kind) if kind[0].isupper() else importlib.import_module(holder)
stock = getattr(kind, name)

def counted(*args, **keywords):
    global count
    count += 1
    if count == {at}:
        os.kill(os.getpid(), signal.SIGKILL)
    return stock(*args, **keywords)

setattr(kind, name, counted)
"""
PLACES = {
    "between two marks": ("nbgrader.preprocessors.saveautogrades.SaveAutoGrades._add_score", 5),
    "before its files are closed": ("nbgrader.converters.base.BaseConverter.set_permissions", 2),
}
REMOVAL = ("nbgrader.converters.base.remove", 1)


def killed(made: GradedClass, moment: tuple[str, int], *options: str) -> None:
    """`nbgrader autograde` in a course, killed with no chance to clean up."""
    place, at = moment
    program = f"""
import sys
import nbgrader.converters.base
{KILLER.format(place=place, at=at)}
from nbgrader.apps.nbgraderapp import main
sys.argv = ["nbgrader", "autograde", *sys.argv[1:]]
main()
"""
    run = run_program(program, UNIT, *options, cwd=made.root)
    assert run.returncode == -9, run.stderr


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
    made.autograde()
    return made


@pytest.fixture
def made(few: GradedClass, tmp_path: Path) -> GradedClass:
    """The same submissions in a course of its own, not graded."""
    made = GradedClass(tmp_path, {})
    shutil.copytree(few.root / "build" / "submitted", made.root / "build" / "submitted")
    return made


@pytest.mark.parametrize("moment", PLACES.values(), ids=PLACES)
def test_the_next_run_grades_what_was_half_graded(
    few: GradedClass, made: GradedClass, moment: tuple[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    """At the second submission; and nothing else. Nothing is left of it but the right marks."""
    killed(made, moment)
    assert everything(made) != everything(few)
    caplog.set_level("INFO")
    made.autograde()
    assert caplog.text.count("Skipping existing assignment") == 1
    assert caplog.text.count("Removing what a run that was broken off left") == 1
    assert everything(made) == everything(few)


def test_autograder_grade_makes_it_good_as_well(few: GradedClass, made: GradedClass) -> None:
    """What it had graded itself, and nbgrader was grading anew."""
    program = "import sys\nfrom autograder.cli import main\nsys.exit(main())"
    assert run_program(program, "grade", UNIT, cwd=made.root).returncode == 0
    (made.place("autograded", "b") / "results.json").unlink()
    unfinished(made.place("autograded", "b")).touch()
    assert run_program(program, "grade", UNIT, cwd=made.root).returncode == 0
    assert everything(made) == everything(few)


def test_a_submission_that_fails_leaves_no_mark(
    few: GradedClass, made: GradedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nbgrader removes its folder, which is mark enough."""
    stock = Examine.preprocess

    def fails(self: Examine, nb: Any, resources: Any) -> Any:
        if resources["nbgrader"]["student"] == "b":
            raise OSError(28, "No space left on device")
        return stock(self, nb, resources)

    with monkeypatch.context() as patched:
        patched.setattr(Examine, "preprocess", fails)
        with pytest.raises(NbGraderException):
            made.autograde()
    assert sorted(p.name for p in (made.root / "build" / "autograded").rglob(".*")) == []
    assert not made.place("autograded", "b").exists()
    made.autograde()
    assert everything(made) == everything(few)


def test_where_nothing_can_be_judged_nothing_is_removed(
    few: GradedClass, made: GradedClass, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """`--force` removes each graded folder before it grades: not where there is no way to run submissions."""
    made.autograde()
    monkeypatch.setenv(VARIABLE, "none of these")
    monkeypatch.setattr(graders, "_graders", {})
    caplog.clear()
    with pytest.raises(NbGraderException, match="none of these"):
        made.autograde(force=True)
    assert "Nothing was graded." in caplog.text
    assert "Traceback" not in caplog.text
    assert everything(made) == everything(few)


def test_a_folder_that_was_being_removed_counts_as_not_graded(few: GradedClass, made: GradedClass) -> None:
    """Killed before anything of it is made anew."""
    made.autograde()
    killed(made, REMOVAL, "--force", "--student=b", f"--notebook={UNIT}")
    (made.place("autograded", "b") / "results.json").unlink()
    made.autograde()
    assert everything(made) == everything(few)


def test_what_another_run_is_grading_is_left_to_it(
    few: GradedClass, made: GradedClass, caplog: pytest.LogCaptureFixture
) -> None:
    """Two at once: a mark counts when whoever made it is gone."""
    made.autograde()
    mark = unfinished(made.place("autograded", "b"))
    with mark.open("w") as held:
        assert locked(held)
        caplog.set_level("INFO")
        made.autograde()
        assert caplog.text.count("Skipping existing assignment") == 3
        assert mark.exists()
    made.autograde()
    assert "Removing what a run that was broken off left" in caplog.text
    assert everything(made) == everything(few)


def test_where_no_mark_can_be_made_nbgrader_goes_on_as_ever(
    few: GradedClass, made: GradedClass, caplog: pytest.LogCaptureFixture
) -> None:
    """Something else has its name."""
    mark = unfinished(made.place("autograded", "b"))
    mark.mkdir(parents=True)
    made.autograde()
    assert "is not graded again" in caplog.text
    mark.rmdir()
    assert everything(made) == everything(few)
