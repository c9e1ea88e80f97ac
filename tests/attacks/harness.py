"""A place to attack: a grader over a small course, honest submissions around, and what an attack must get."""

from __future__ import annotations

import copy
import json
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graded_class import ANSWERS, SOFTMAX

from autograder.course import Course
from autograder.grading import Grader
from autograder.notebook import source_notebook
from autograder.result import UnitResult, Verdict
from autograder.sandbox.launch import Order
from autograder.sandbox.levels import choose_level
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.world import World

UNIT = "11-small"
SECRET = "TOPSECRET-5f1c"
LIMITS = Limits(memory=640 * MIB, processes=16, disk=16 * MIB, file_size=8 * MIB)
# What the examiner says of a submission that does not let itself be judged.
CELL, CALL, COMPUTING = 2.0, 2.0, 0.4  # seconds on the clock, and of processor time
_STOPPED = (
    "`softmax` is not defined, because its cell was stopped: it did not finish within {}. "
    "Is there a loop that never ends?"
)
STOPPED = _STOPPED.format("0.4 seconds of computing")
STOPPED_WAITING = _STOPPED.format("2 seconds")
ENDED_EARLY = (
    "`softmax` is not defined, because its cell ended its process: it used too much memory, or stopped Python itself."
)
ENDED = "`softmax` ended its process: it used too much memory, or stopped Python itself."
LATE = "`softmax` did not finish within 0.4 seconds of computing; a loop may never end."
LATE_WAITING = "`softmax` did not finish within 2 seconds; a loop may never end."
NO_ANSWER = "`softmax` returned something that is not numbers: the process sent something that is not an answer."
RESTORE = "`softmax` is not defined; run or restore the cell that defines it."
UNDEFINED = "`softmax` is not defined: its cell is missing, or ended with an error before defining it."

# What a submission can notice of another: run in the honest submission after each attack, printed, and compared.
TRACES = """
import builtins, gc, math, os, signal, sys, tempfile, threading
print([sorted(os.listdir(folder)) for folder in (".", tempfile.gettempdir())], sorted(os.environ), os.umask(0o22))
print(os.listdir("/dev/shm") if os.access("/dev/shm", os.R_OK) else [])
print(sorted(name for name in sys.modules if "evil" in name), sys.path[-1] == os.getcwd(), threading.active_count())
print(signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGINT), sys.gettrace(), len(gc.callbacks))
print(float(np.exp(0.0)), bool(np.allclose(0, 1)), len("ab"), math.pi, sp.sqrt(4), builtins.abs(-1), np.random.rand())
"""


@dataclass(frozen=True)
class Attack:
    """One hostile answer: which exercise's cell holds it and what that exercise must get.

    `headline` is the exact message, or None where the verdict must be that of the same work without the attack, `like`.
    `or_else` is another exact message (with `or_verdict`, where that differs): the machine's load may decide which
    limit is reached first, and the version of Python how the code ends.
    """

    name: str
    source: str
    headline: str | None = None
    like: str = ""
    or_else: str = ""
    or_verdict: Verdict | None = None
    target: str = "softmax"
    first: str = ""  # code before the source
    then: str = ""  # code after it
    verdict: Verdict = Verdict.WRONG
    points: float = 0.0
    files: Mapping[str, bytes] = field(default_factory=dict)
    others: bool = True  # whether the submission's other answers, which are right, must be judged right

    def answers(self) -> dict[str, str]:
        """Honest answers but for the target's."""
        source = f"{self.first}\n{textwrap.dedent(self.source)}\n{self.then}"
        answers: dict[str, str] = ANSWERS | {self.target: source}
        return answers


@dataclass(frozen=True)
class Judged:
    """What came of a submission: the result, and all that its notebook shows."""

    result: UnitResult
    shown: str

    def text(self) -> str:
        """Everything that can reach a learner."""
        return json.dumps(self.result.to_json()) + self.shown


class Hall:
    """Judges submissions of the small unit, one after the other, in one world."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.notebook = source_notebook(course.lesson(UNIT))
        level = choose_level()
        self.world = World(level, hidden=(course.root,), order=Order(limits=LIMITS, hidden=(course.root,)))
        self.grader = Grader(course, world=self.world)
        self.honest = self.judge(ANSWERS, traces=True)

    def judge(
        self, answers: Mapping[str, str], files: Mapping[str, bytes] | None = None, *, traces: bool = False
    ) -> Judged:
        """Judge a submission with these answers by exercise."""
        notebook = copy.deepcopy(self.notebook)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell.source = answers[name]
            elif traces and cell.source.startswith("demonstration"):
                cell.source = TRACES
        result = self.grader.judge_submission(notebook, UNIT, files=files)
        outputs: list[Any] = [cell.get("outputs") for cell in notebook.cells]
        return Judged(result, json.dumps(outputs))

    def close(self) -> None:
        """End the world."""
        self.grader.close()


def withstand(hall: Hall, attack: Attack) -> Judged:
    """The attack gets exactly its verdict and message and finds nothing out; the next submission does not notice."""
    judged = hall.judge(attack.answers(), attack.files)
    hit = judged.result.exercise(attack.target)
    if attack.headline is None:
        plain = hall.judge(ANSWERS | {attack.target: attack.like}).result.exercise(attack.target)
        assert plain.verdict is attack.verdict
        assert (hit.verdict, hit.points, hit.headline) == (plain.verdict, plain.points, plain.headline)
    else:
        found = (str(hit.verdict), hit.points, hit.headline)
        allowed = [(str(attack.verdict), attack.points, attack.headline)]
        if attack.or_else:
            allowed.append((str(attack.or_verdict or attack.verdict), attack.points, attack.or_else))
        assert found in allowed, f"{found} is not what it must get, {allowed}"
    if attack.others:
        others = [exercise for exercise in judged.result.exercises if exercise.name != attack.target]
        assert [exercise.verdict for exercise in others] == [Verdict.RIGHT] * len(others)
    assert SECRET not in judged.text()
    assert hall.judge(ANSWERS, traces=True) == hall.honest
    return judged


__all__ = [
    "ANSWERS",
    "CALL",
    "CELL",
    "COMPUTING",
    "ENDED",
    "ENDED_EARLY",
    "LATE",
    "LATE_WAITING",
    "NO_ANSWER",
    "RESTORE",
    "SECRET",
    "SOFTMAX",
    "STOPPED",
    "STOPPED_WAITING",
    "UNDEFINED",
    "UNIT",
    "Attack",
    "Hall",
    "Judged",
    "withstand",
]
