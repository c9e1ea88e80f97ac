"""Several requests in one message, and judging the same replies once: faster, and never anything else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.collector import HiddenCheck
from autograder.course import find_course
from autograder.examiner import Examiner
from autograder.result import CheckResult, ExerciseResult, Outcome
from autograder.rounds import Round, Rounds
from autograder.sandbox.api import Cell, Channel
from autograder.sandbox.channel_session import ChannelSession
from autograder.sandbox.world import World
from autograder.wire import pack, unpack

UNIT = "11-softmax-and-cross-entropy"
SHIFTED = (
    "def softmax(Z):\n    E = np.exp(Z - Z.max(axis=-1, keepdims=True))\n    return E / E.sum(axis=-1, keepdims=True)"
)
# Cells that are the end of their process, told as what happened to them.
FAKER = """
import msgpack, os, struct, time
content = msgpack.packb({"reply": {"outputs": []}})
while True:
    os.write(3, struct.pack("<I", len(content)) + content)
    time.sleep(0.1)
"""


class Heard:
    """A channel that notes what is sent over it."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.sent: list[dict[str, Any]] = []

    def send(self, message: bytes) -> None:
        """Note and send."""
        self.sent.append(unpack(message))
        self._channel.send(message)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    def operations(self) -> list[str]:
        """What was asked since the last time."""
        names = [message.get("op", "an answer") for message in self.sent]
        self.sent.clear()
        return names


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """The strongest that there is here."""
    with World() as made:
        yield made


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    """One that knows what its checks ask."""
    made = Examiner(find_course(), UNIT)
    made.rehearse()
    return made


def opened(world: World, *cells: str) -> tuple[ChannelSession, Heard]:
    """A session whose cells have run."""
    heard = Heard(world.channel())
    session = ChannelSession(heard)
    session.run([Cell(source, index=index) for index, source in enumerate(cells)])
    heard.operations()
    return session, heard


def requests(session: ChannelSession, name: str, *values: float) -> list[bytes]:
    """Calls of a function, as a session writes them."""
    return [pack(session._call_request(name, [value], {})) for value in values]


# cells


def test_cells_go_in_one_message(world: World) -> None:
    """Reports in order; an error ends its own cell only."""
    session, heard = opened(world)
    cells = [Cell(source, index=index) for index, source in enumerate(("x = 1", "1 / 0", "print(x)"))]
    reports = list(session.run_each(cells, seconds=8.0))
    assert heard.operations() == ["cells"]
    assert [report.index for report in reports if report] == [0, 1, 2]
    assert [report.error and report.error.type_name for report in reports if report] == [
        None,
        "ZeroDivisionError",
        None,
    ]
    assert reports[2] is not None
    assert reports[2].outputs[0]["text"] == "1\n"
    session.close()


def test_a_cell_that_hangs_is_left_out_and_those_after_it_run(world: World) -> None:
    """In a fresh process, with what the cells before it defined."""
    session, heard = opened(world)
    sources = ("x = 1", "while True: pass", "y = x + 1", "z = y + 1")
    reports = list(session.run_each([Cell(source) for source in sources], seconds=8.0, computing=0.5))
    assert [report.error and report.error.kind for report in reports if report] == [None, "timeout", None, None]
    assert heard.operations() == ["cells", "run", "run", "cells"]  # x again in the new process, y, and then the rest
    assert session.fetch("z").value == 3
    session.close()


def test_slow_cells_wait_for_one_another(world: World) -> None:
    """So that what is not to begin any more is not begun."""
    session, heard = opened(world, "import autograder.sandbox.learner as side\nside.CELLS_PATIENCE = -1.0")
    cells = [Cell("x = 0"), Cell("x = 1"), Cell("x = 2")]
    assert [report is not None for report in session.run_each(cells, seconds=8.0)] == [True] * 3
    assert heard.operations() == ["cells"] * 3
    assert list(session.run_each(cells, seconds=8.0, until=time.monotonic())) == [None] * 3
    assert heard.operations() == []
    session.close()


def test_invented_reports_buy_no_time(world: World) -> None:
    """A cell that reports for all cells after it, on and on, is ended when they should all have been."""
    session, _ = opened(world)
    cells = [Cell(FAKER), *[Cell("1")] * 200]
    reports = list(session.run_each(cells, seconds=1.0, until=time.monotonic() + 1.5))
    assert len(reports) == len(cells)
    assert reports[-1] is None
    session.close()


def test_a_cell_that_cannot_be_sent_is_told_alone(world: World) -> None:
    """Half a surrogate pair is no text."""
    session, _ = opened(world)
    reports = list(session.run_each([Cell("x = 1"), Cell("'\ud800'"), Cell("y = x")], seconds=8.0))
    assert [report.error and report.error.kind for report in reports if report] == [None, "not plain data", None]
    assert session.fetch("y").value == 1
    session.close()


# requests


def test_what_was_asked_ahead_is_not_asked_again(world: World) -> None:
    """Each reply once; anything else is asked for."""
    session, heard = opened(world, "count = 0\ndef f(x):\n    global count\n    count += 1\n    return x + count")
    assert session.ask_ahead("f", requests(session, "f", 1.0, 1.0, 5.0)) is not None
    assert heard.operations() == ["several"]
    assert [session.call("f", [value]).value for value in (1.0, 1.0)] == [2.0, 3.0]
    assert (heard.operations(), session.asked_more) == ([], False)
    assert session.call("f", [1.0]).value == 5.0
    assert (heard.operations(), session.asked_more) == (["call"], True)
    session.forget_ahead("f")
    assert session.call("f", [5.0]).value == 10.0
    session.close()


def test_what_takes_long_is_told_in_part(world: World) -> None:
    """The process lives, and the rest is asked for alone."""
    session, heard = opened(
        world, "import autograder.sandbox.learner as side\nside.PATIENCE = -1.0\ndef f(x): return x"
    )
    assert session.ask_ahead("f", requests(session, "f", 1.0, 2.0)) is None
    assert [session.call("f", [value]).value for value in (1.0, 2.0)] == [1.0, 2.0]
    assert heard.operations() == ["several", "call"]
    assert not session.interrupted
    session.close()


@pytest.mark.parametrize("end", ["while True: pass", "import os; os._exit(0)"])
def test_what_ends_the_process_ends_nothing_else(world: World, end: str) -> None:
    """Replies of a process that is gone count for nothing; the call to blame is found by asking alone."""
    session, _ = opened(world, f"def f(x):\n    if x == 2:\n        {end}\n    return x")
    assert session.ask_ahead("f", requests(session, "f", 1.0, 2.0, 3.0)) is None
    assert session.ask_ahead("f", requests(session, "f", 1.0)) is None  # not tried twice
    replies = [session.call("f", [value], computing=0.3) for value in (1.0, 2.0, 3.0)]
    assert [reply.value for reply in replies] == [1.0, None, 3.0]
    assert replies[1].error is not None
    session.close()


# judging


def judged(
    examiner: Examiner, world: World, monkeypatch: pytest.MonkeyPatch, softmax: str
) -> tuple[ExerciseResult, int]:
    """The result for one answer, and how many checks were run for it."""
    ran: list[str] = []
    run = HiddenCheck.run

    def counted(self: HiddenCheck, *args: Any) -> Any:
        ran.append(self.name)
        return run(self, *args)

    session, _ = opened(world, "import numpy as np", softmax)
    with monkeypatch.context() as patch:
        patch.setattr(HiddenCheck, "run", counted)
        result = examiner.judge(session, ["softmax"], settled=["log_sum_exp"]).exercise("softmax")
    session.close()
    return result, len(ran)


def test_one_message_for_an_exercise(examiner: Examiner, world: World) -> None:
    """And one for a look at what there is."""
    session, heard = opened(world, "import numpy as np", SHIFTED)
    assert examiner.judge(session, ["softmax"], settled=["log_sum_exp"]).points == 5
    assert heard.operations() == ["several", "several"]
    session.close()


def test_the_same_replies_are_judged_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the code looks like; right or wrong, with the same words."""
    examiner = Examiner(find_course(), UNIT)
    examiner.rehearse()
    unstable = SHIFTED.replace("Z.max(axis=-1, keepdims=True)", "0")
    for source in (OTHERS["another last digit"], unstable, "def softmax(Z):\n    return Z"):
        first, ran = judged(examiner, world, monkeypatch, source)
        assert ran > 0
        assert judged(examiner, world, monkeypatch, "# Mine.\n\n" + source.replace("Z", "logits")) == (first, 0)


def test_what_the_reference_replies_has_been_judged_at_the_rehearsal(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even the first to give the same replies is told what was found out then."""
    examiner = Examiner(find_course(), UNIT)
    examiner.rehearse()
    result, ran = judged(examiner, world, monkeypatch, SHIFTED)
    assert (result.points, ran) == (5, 0)
    assert [check.title for check in result.checks] == [
        check.title.format(**check.parameters) for check in examiner.checks["softmax"]
    ]


RIGHT = "E / E.sum(axis=-1, keepdims=True)"
OTHERS = {
    "another last digit": SHIFTED.replace("E = ", "E = (1 + 1e-15) * "),
    "a value wrong by half": SHIFTED.replace(RIGHT, f"1.5 * {RIGHT}"),
    "another type": SHIFTED.replace(RIGHT, f"({RIGHT}).astype(np.float32)"),
    "a list": SHIFTED.replace(RIGHT, f"({RIGHT}).tolist()"),
    "a changed argument": SHIFTED.replace("    E = ", "    Z = np.asarray(Z)\n    Z += 1\n    E = "),
    "wrong from the tenth call on": "n = []\n" + SHIFTED.replace("return ", "n.append(0)\n    return (len(n) < 10) * "),
}


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_other_replies_are_judged_anew(
    examiner: Examiner, world: World, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """However little differs, and without harm to those who answer as before."""
    right, _ = judged(examiner, world, monkeypatch, SHIFTED)
    assert right.points == right.max_points
    _, ran = judged(examiner, world, monkeypatch, source)
    assert ran > 0
    assert judged(examiner, world, monkeypatch, SHIFTED) == (right, 0)


def test_what_could_not_be_judged_is_tried_again() -> None:
    """Whatever the reason was, it may not be there for the next. Nor is one kept that had too little time."""
    rounds = Rounds()
    rounds.keep("softmax", True, b"late", Round((CheckResult("Sizes", Outcome.WRONG),), (), in_time=False))
    rounds.keep("softmax", True, b"long", Round((CheckResult("Sizes", Outcome.WRONG, "x" * 30_000),), ()))
    assert rounds.find("softmax", True, b"late") is rounds.find("softmax", True, b"long") is None
    for outcome in Outcome:
        rounds.keep("softmax", True, str(outcome).encode(), Round((CheckResult("Sizes", outcome),), ()))
    found = [outcome for outcome in Outcome if rounds.find("softmax", True, str(outcome).encode())]
    assert found == [Outcome.RIGHT, Outcome.WRONG, Outcome.SKIPPED]
