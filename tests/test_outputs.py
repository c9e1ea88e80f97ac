"""What a cell shows is cut where it is too much, and always says so; how the cell ended is never cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.clean import clean_outputs
from autograder.sandbox.shell import MAX_OUTPUT, MAX_OUTPUTS, OutputLog

ERROR = {
    "output_type": "error",
    "ename": "ValueError",
    "evalue": "why",
    "traceback": ["line 3: raise\nValueError: why"],
}


def much_text(log: OutputLog) -> None:
    log.stream("stdout", "y" * 5_000_000)
    log.stream("stderr", "more")


def many_lines(log: OutputLog) -> None:
    for number in range(100_000):
        log.stream("stdout", f"{number}\n")


def nearly_too_much(log: OutputLog) -> None:
    log.stream("stdout", "x" * (MAX_OUTPUT - 10))
    log.stream("stdout", "done, and more")


def a_large_value(log: OutputLog) -> None:
    log.data("execute_result", {"text/plain": "z" * 200_000}, {}, 1)


def many_values(log: OutputLog) -> None:
    for number in range(MAX_OUTPUTS + 100):
        log.data("display_data", {"text/plain": str(number)}, {})


@pytest.mark.parametrize("shown", [much_text, many_lines, nearly_too_much, a_large_value, many_values])
def test_what_is_left_out_is_said(shown: Callable[[OutputLog], None]) -> None:
    """Once, and after it stands the error that ended the cell."""
    log = OutputLog()
    shown(log)
    kept = clean_outputs([*log.outputs, ERROR])
    assert kept[-1] == ERROR
    told = "".join(output.get("text", "") for output in kept)
    assert told.count("[Output ") == 1
    assert len(told) <= MAX_OUTPUT + 200


def test_what_fits_is_kept_and_what_cannot_be_shown_is_no_loss() -> None:
    """Formats that no page shows go without a word."""
    log = OutputLog()
    log.stream("stdout", "x" * MAX_OUTPUT)
    log.data("display_data", {"application/json": "{}"}, {})
    assert clean_outputs(log.outputs) == [{"output_type": "stream", "name": "stdout", "text": "x" * MAX_OUTPUT}]
