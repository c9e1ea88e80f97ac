"""Visible examples in a running IPython shell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder import examples

UNANSWERED = 'def softmax(Z):\n    raise NotImplementedError("your answer goes here")'


@pytest.fixture
def run() -> Iterator[Callable[[str], Any]]:
    """Run a cell in a fresh shell that knows `check`, which gives what the examples left for it."""
    config = Config()
    config.HistoryManager.enabled = False
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=config)
    shell.user_ns["check"] = examples.failure
    examples.install()
    examples.install()
    yield shell.run_cell
    InteractiveShell.clear_instance()


def test_examples_that_hold_leave_nothing(run: Callable[[str], Any]) -> None:
    """Names of the examples stay, and `check` hears of no failure."""
    assert run('x = 1\nassert x == 1\ncheck("softmax")').result is None
    assert run("x").result == 1


def test_an_unanswered_exercise_reaches_check(run: Callable[[str], Any]) -> None:
    """The stub's exception is kept for `check`, marked as unanswered."""
    run(UNANSWERED)
    failure = run('P = softmax(2)\nassert P\ncheck("softmax")').result
    assert failure == examples.ExampleFailure(
        line=1,
        statement="P = softmax(2)",
        type_name="NotImplementedError",
        message="your answer goes here",
        unanswered=True,
        function="softmax",
        source_line='raise NotImplementedError("your answer goes here")',
    )
    assert run('check("softmax")').result is None


def test_a_failing_example_is_named_by_its_line(run: Callable[[str], Any]) -> None:
    """The line of the cell, and the learner's own line where it surfaced."""
    failure = run('assert 1 == 1\nassert 1 == 2, "one is not two"\ncheck("softmax")').result
    assert (failure.line, failure.statement) == (2, 'assert 1 == 2, "one is not two"')
    assert (failure.type_name, failure.message, failure.function) == ("AssertionError", "one is not two", "")
    run("import numpy as np\n\ndef add(a):\n    return np.ones(3) + a")
    failure = run('add(np.ones(2))\ncheck("softmax")').result
    assert (failure.line, failure.function, failure.source_line) == (1, "add", "return np.ones(3) + a")
    assert not failure.unanswered


def test_an_ordinary_cell_says_politely_what_is_missing(
    run: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence in place of a traceback, and the cell counts as run."""
    run(UNANSWERED)
    assert run("softmax(1)\nprint('below')").success
    assert capsys.readouterr().out == "softmax is not answered yet. Fill it in, then run this cell again.\n"


def test_other_errors_stay_errors(run: Callable[[str], Any], capsys: pytest.CaptureFixture[str]) -> None:
    """A `NotImplementedError` that is not ours, and everything else, keeps its traceback."""
    assert not run('raise NotImplementedError("for later")').success
    assert not run("1 / 0").success
    said = capsys.readouterr().out
    assert "for later" in said
    assert "ZeroDivisionError" in said


def test_interrupts_are_not_kept(run: Callable[[str], Any]) -> None:
    """Stopping a cell stops it."""
    assert not run('raise KeyboardInterrupt\ncheck("softmax")').success
