"""What learner code runs in may end for reasons of the machine's: no submission pays for it."""

from __future__ import annotations

import json
import os
import select
import signal
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from graded_class import UNIT, GradedClass, Notebook, answered, released

from autograder.course import Course
from autograder.grading import ATTEMPTS, Grader
from autograder.result import UnitResult
from autograder.sandbox.api import WorldError
from autograder.sandbox.levels import Level, probe
from autograder.sandbox.world import ForkedChannel, World

LEVELS: list[Level] = ["isolated", "restricted"]
LEFT = {
    "nothing": "",
    "folders in folders": "for _ in range(1500): os.mkdir('d'); os.chdir('d')",
    "many folders": """
try:
    for number in range(3000): os.mkdir(str(number)); os.mkdir(f'{number}/d')
except OSError: pass  # there may be a limit
""",
}
CONFINED = [level for level in LEVELS if not probe(level)]


@pytest.fixture(scope="module", params=CONFINED)
def grader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """A grader of the small course."""
    root = GradedClass(tmp_path_factory.mktemp("lost"), {}).root
    with Grader(Course(root), world=World(request.param, hidden=(root,))) as made:
        yield made


@pytest.fixture(autouse=True)
def _usual_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attacks in the same process of tests have shorter ones, until all tests have run."""
    monkeypatch.setattr("autograder.grading.CELL_SECONDS", 8.0)
    monkeypatch.setattr("autograder.grading.CELL_COMPUTING", 5.0)


def judged(grader: Grader, base: Path) -> UnitResult:
    """The result of a right answer."""
    return grader.judge_submission(as_notebook(answered(released(base))), UNIT)


def as_notebook(data: Notebook) -> nbformat.NotebookNode:
    """As it is read from its file."""
    return nbformat.reads(json.dumps(data), as_version=4)


class Killer:
    """Kills the warm process before a submission's `at`-th use of its channel, so many `times`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, operation: str, at: int, times: int) -> None:
        self.left = times
        used = 0
        stock = getattr(ForkedChannel, operation)

        def kill_first(channel: ForkedChannel, *args: object, **keywords: object) -> object:
            nonlocal used
            used += 1
            if used == at and self.left:
                self.left -= 1
                used = 0
                warm = channel._world._warm
                assert warm is not None
                assert warm.process is not None
                assert channel._child is not None
                child = os.pidfd_open(channel._child.pid)
                os.kill(warm.inner or warm.process.pid, signal.SIGKILL)
                select.select([child], [], [], 20)  # or it might answer before it ends
                os.close(child)
            return stock(channel, *args, **keywords)

        monkeypatch.setattr(ForkedChannel, operation, kill_first)


@pytest.mark.parametrize(("operation", "at"), [("send", 2), ("receive", 4)])
def test_the_submission_is_judged_again(
    grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str, at: int
) -> None:
    """In a new world, from the start, with the same result."""
    undisturbed = judged(grader, tmp_path)
    killer = Killer(monkeypatch, operation, at, 1)
    assert judged(grader, tmp_path) == undisturbed
    assert killer.left == 0
    assert undisturbed.points == undisturbed.max_points
    assert undisturbed.steady


def test_where_it_happens_again_nothing_is_said_of_the_submission(
    grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error, which leaves the submission to be graded by the next run; the next one is judged as ever."""
    killer = Killer(monkeypatch, "send", 2, ATTEMPTS)
    with pytest.raises(WorldError, match="ended while this submission was judged, twice"):
        judged(grader, tmp_path)
    assert killer.left == 0
    assert judged(grader, tmp_path).points == 7


@pytest.mark.parametrize("first", LEFT.values(), ids=LEFT)
def test_a_submission_that_ends_its_own_process_pays_for_that_itself(
    grader: Grader, tmp_path: Path, first: str
) -> None:
    """That is told apart: the warm process is asked. What it leaves behind keeps nobody waiting."""
    warm = grader.world._warm
    ending = answered(released(tmp_path), softmax=f"import os\n{first}\nos._exit(0)\n")
    result = grader.judge_submission(as_notebook(ending), UNIT)
    assert "ended its process" in result.exercise("softmax").headline
    assert result.points == 3
    assert grader.world._warm is warm
    assert judged(grader, tmp_path).points == 7
