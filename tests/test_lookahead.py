"""nbgrader's submissions judged ahead of time: for the very same notebook only, and gone when nbgrader is done."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from graded_class import SOFTMAX, UNIT, WRONG, GradedClass, Submission, answered, released
from nbgrader.converters.base import NbGraderException

from autograder.batch.settings import read_settings
from autograder.collector import CollectionError
from autograder.course import Course
from autograder.grading import Grader
from autograder.nbgrader_plugin import examine
from autograder.nbgrader_plugin import lookahead as lookahead_module
from autograder.nbgrader_plugin.lookahead import Lookahead
from autograder.sandbox.levels import probe

pytestmark = pytest.mark.skipif(
    bool(probe("isolated") and probe("restricted")) or len(os.sched_getaffinity(0)) < 2,
    reason="needs isolation and a second processor",
)
SLOW = SOFTMAX.replace("    E =", "    import time; time.sleep(0.02)\n    E =")


@pytest.fixture
def graded(tmp_path: Path) -> GradedClass:
    """A class of five."""
    notebook = released(tmp_path)
    own: dict[str, Submission] = {
        "a": answered(notebook),
        "b": answered(notebook, softmax=WRONG),
        "c": notebook,
        "d": b"not a notebook",
        "e": answered(notebook, softmax=SLOW),
    }
    return GradedClass(tmp_path, own)


@pytest.fixture
def judged_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often this process judged a submission itself."""
    stock, ours, seen = Grader.judge_submission, os.getpid(), list[str]()

    def judge_submission(self: Grader, notebook: Any, unit: str, **rest: Any) -> Any:
        if os.getpid() == ours:
            seen.append(unit)
        return stock(self, notebook, unit, **rest)

    monkeypatch.setattr(Grader, "judge_submission", judge_submission)
    return seen


def helpers() -> list[psutil.Process]:
    """Forked processes of this one: a world is another program."""
    mine = psutil.Process()
    return [child for child in mine.children() if child.is_running() and child.cmdline() == mine.cmdline()]


def found(graded: GradedClass) -> dict[str, object]:
    """All that was found out about everyone."""
    return {name: (graded.results(name), graded.notebook(name), graded.scores(name)) for name in "abcde"}


def test_every_submission_is_judged_ahead(graded: GradedClass, judged_here: list[str]) -> None:
    """Marks are those of a run without looking ahead, and nothing is left running."""
    graded.autograde()
    assert judged_here == []
    assert helpers() == []
    ahead = found(graded)
    graded.root.joinpath("build", "autograded").rename(graded.root / "build" / "before")
    graded.autograde(look_ahead=False)
    assert judged_here == [UNIT] * 5
    assert ahead == found(graded)
    assert [sum(graded.points(learner).values()) for learner in "abcde"] == [7, 3, 0, 0, 7]


def test_what_is_graded_already_is_not_judged_again(
    graded: GradedClass, judged_here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two new ones among five are too few for another process."""
    graded.autograde()
    made: list[object] = []
    monkeypatch.setattr(examine, "Lookahead", made.append)
    for learner in "bd":
        graded.submit(learner, answered(released(graded.root.parent)))
        place = graded.place("autograded", learner)
        place.rename(place.parent / "before")
    graded.autograde()
    assert (made, judged_here) == ([], [UNIT, UNIT])
    assert sum(graded.points("b").values()) == sum(graded.points("d").values()) == 7


def test_a_worker_that_dies_costs_time_only(graded: GradedClass, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it did not find out is found out here."""
    ours = os.getpid()
    stock = Grader.judge_submission

    def dies(self: Grader, notebook: Any, unit: str, **rest: Any) -> Any:
        if os.getpid() != ours:
            os._exit(1)
        return stock(self, notebook, unit, **rest)

    monkeypatch.setattr(Grader, "judge_submission", dies)
    graded.autograde()
    assert [sum(graded.points(learner).values()) for learner in "abcde"] == [7, 3, 0, 0, 7]


def test_a_worker_that_stands_still_costs_time_only(
    graded: GradedClass, monkeypatch: pytest.MonkeyPatch, judged_here: list[str]
) -> None:
    """A stopped process neither answers nor ends."""
    ours = os.getpid()
    stock = Grader.judge_submission

    def stops(self: Grader, notebook: Any, unit: str, **rest: Any) -> Any:
        if os.getpid() != ours:
            os.kill(os.getpid(), signal.SIGSTOP)
        return stock(self, notebook, unit, **rest)

    monkeypatch.setattr(Grader, "judge_submission", stops)
    monkeypatch.setattr(lookahead_module, "PATIENCE", 0.0)
    graded.autograde()
    assert judged_here == [UNIT] * 5
    assert [sum(graded.points(learner).values()) for learner in "abcde"] == [7, 3, 0, 0, 7]
    assert helpers() == []


@pytest.mark.parametrize("name", ["__init__", "take", "look"])
def test_looking_ahead_that_fails_costs_no_submission(
    graded: GradedClass, monkeypatch: pytest.MonkeyPatch, judged_here: list[str], name: str
) -> None:
    """At the start, at every notebook or on the way: it is told, and this process judges."""

    def fails(self: Lookahead, *args: object) -> None:
        raise OSError("no room for another process")

    monkeypatch.setattr(Lookahead, name, fails)
    graded.autograde()
    assert [sum(graded.points(learner).values()) for learner in "abcde"] == [7, 3, 0, 0, 7]
    assert len(judged_here) >= 4
    assert helpers() == []


def test_a_course_whose_checks_cannot_be_loaded_says_so(
    graded: GradedClass, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """By nbgrader, of each submission; nothing is judged, and nothing is left running."""

    def hidden_checks(package: str) -> None:
        raise CollectionError("no checks today")

    monkeypatch.setattr("autograder.examiner.hidden_checks", hidden_checks)
    with pytest.raises(NbGraderException):
        graded.autograde()
    assert caplog.text.count("CollectionError: no checks today") == 5
    assert helpers() == []
    assert not graded.place("autograded", "a").exists()


@pytest.fixture
def lookahead(graded: GradedClass) -> Iterator[Lookahead]:
    """Over the five, for whoever asks."""
    course = Course(graded.root)
    folders = {learner: graded.root / "build" / "submitted" / learner / UNIT for learner in "abcde"}
    with Grader(course) as grader:
        made = Lookahead(read_settings(course, UNIT), grader, folders)
        yield made
        made.close()


def test_those_that_do_not_come_are_passed_over(lookahead: Lookahead) -> None:
    """Also more of them than are asked for at a time."""
    assert lookahead.take("e", UNIT, "another") is None
    assert lookahead.take("e", UNIT, lookahead._found["e"].inputs[UNIT]) is not None


def test_only_the_very_same_notebook_counts(lookahead: Lookahead) -> None:
    """Another key, another notebook, another student: judged by whoever asks. Those passed over are not waited for."""
    assert lookahead.take("a", UNIT, "another") is None
    assert lookahead.take("nobody", UNIT, "") is None
    assert lookahead.take("c", "other", "") is None
    found = lookahead._found["c"]
    judged = lookahead.take("c", UNIT, found.inputs[UNIT])
    assert judged == (found.files[f"{UNIT}.ipynb"], found.files["results.json"])
    assert lookahead.take("b", UNIT, "") is None
    assert lookahead.take("e", UNIT, "") is None
    lookahead.close()
    assert lookahead.take("e", UNIT, "") is None
    assert helpers() == []
