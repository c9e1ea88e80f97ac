"""Attacks on the judge's own memory and time, by a process that answers rightly but too much, too late or too often."""

from __future__ import annotations

import numpy as np
import pytest
from attacks.harness import ANSWERS, SOFTMAX, Hall

from autograder import examiner
from autograder.result import Verdict
from autograder.sandbox import session as protocol
from autograder.sandbox.api import Cell
from autograder.sandbox.local import LocalSession
from autograder.sandbox.session import ChannelSession

BALLAST = """
import autograder.sandbox.learner as side
_handle = side.Learner.handle
side.Learner.handle = lambda self, request, ask: _handle(self, request, ask) | {"ballast": b"x" * 3_000_000}
"""


def test_answers_with_ballast_are_not_kept(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Megabytes beside each right value do not pile up; the marks are those of the values."""
    kept: list[int] = []
    note = protocol.BaseSession._note

    def noted(self, request, answer, size):
        note(self, request, answer, size)
        kept.append(sum(len(told.get("ballast", b"")) for _, told in self.record or ()))

    monkeypatch.setattr(protocol.BaseSession, "_note", noted)
    judged = hall.judge(ANSWERS | {"softmax": BALLAST + SOFTMAX})
    assert judged.result.exercise("softmax").verdict is Verdict.RIGHT
    assert 0 < max(kept) <= protocol.MAX_RECORDED
    assert hall.judge(ANSWERS, traces=True) == hall.honest


def test_one_submission_has_so_much_time(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells and calls that each stay within their limit do not add up to hours."""
    monkeypatch.setattr(protocol, "SUBMISSION_SECONDS", 1.5)
    slow = "\nimport time\ntime.sleep(0.8)\n\ndef softmax(Z):\n    time.sleep(60)\n"
    result = hall.judge(ANSWERS | {"softmax": slow}).result
    late = [exercise for exercise in result.exercises if exercise.headline == examiner.EXHAUSTED]
    assert late
    assert all(exercise.verdict is Verdict.UNJUDGED and exercise.points == 0 for exercise in late)


def test_one_exercise_has_so_much_computing(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls that each stay within their limit do not add up; the others are judged."""
    monkeypatch.setattr("autograder.checks.student.EXERCISE_COMPUTING", 0.5)
    busy = "\n    end = time.process_time() + 0.15\n    while time.process_time() < end: pass"
    slow = "\nimport time\n" + SOFTMAX.replace("(Z):", "(Z):" + busy)
    result = hall.judge(ANSWERS | {"softmax": slow}).result
    hit = result.exercise("softmax")
    assert hit.verdict is Verdict.UNJUDGED
    assert hit.headline == "The checks of `softmax` used up 0.5 seconds of computing: it is far too slow."
    assert all(exercise.verdict is Verdict.RIGHT for exercise in result.exercises if exercise.name != "softmax")


def test_a_channel_is_asked_nothing_once_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor started again."""
    monkeypatch.setattr(protocol, "SUBMISSION_SECONDS", 0.0)

    class Silent:
        level = "process"

        def __getattr__(self, name):
            raise AssertionError(name)

    session = ChannelSession(Silent())
    (report,) = session.run([Cell("1")])
    assert report.error is not None
    assert report.error.kind == "timeout"


def test_a_lent_part_is_no_use_after_its_exercise() -> None:
    """Code that keeps what it was lent finds nothing behind it, and no other part under its number."""
    session = LocalSession({})
    session.run(
        [Cell("kept = []\ndef f(g):\n    kept.append(g)\n    return g(1)\ndef later(x):\n    return kept[0](x)")]
    )
    assert session.call("f", [lambda x: x + 1]).value == 2
    session.forget_callbacks()
    assert session.call("f", [lambda x: x + 2]).value == 3
    reply = session.call("later", [1])
    assert reply.error is not None


def test_a_lent_part_is_not_asked_for_a_hundred_million_products() -> None:
    """A column times a row is a table: arguments that are small each may ask for far too much together."""
    session = LocalSession({"np": np})
    session.run([Cell("def f(g):\n    return g(np.zeros((10_000, 1)), np.zeros((1, 10_000)))")])
    reply = session.call("f", [lambda a, b: a @ b])
    assert reply.error is not None
    assert "far larger" in reply.error.message


def test_the_outputs_of_all_cells_are_bounded(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell within its limit, a thousand cells: the page must not grow without end, nor the judge with it."""
    monkeypatch.setattr("autograder.grading.NOTEBOOK_OUTPUTS", 50_000)
    judged = hall.judge(ANSWERS | {"softmax": "print('x' * 90_000)\n" + SOFTMAX})
    assert judged.result.exercise("softmax").verdict is Verdict.RIGHT
    assert "take too much room together" in judged.shown
    assert len(judged.shown) < 90_000


def test_long_code_is_cut_where_it_is_shown() -> None:
    """A page is coloured in quadratic time: a cell of 500,000 characters would hold it for hours."""
    from autograder.grading import CUT_CODE, MAX_SHOWN_CELL, shown_code

    for source in ("a." * 200_000, " \n" * 200_000, "x = 1\n" * 50_000):
        shown = shown_code(source, MAX_SHOWN_CELL)
        assert len(shown) <= MAX_SHOWN_CELL
        assert shown.endswith(CUT_CODE)
    assert shown_code("x = 1", 0) == CUT_CODE
