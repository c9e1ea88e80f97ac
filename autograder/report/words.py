"""The words and numbers that the text and the HTML report share, so that both say the same."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from autograder.result import CheckResult, ExerciseResult, Outcome, Verdict

VERDICTS = {Verdict.RIGHT: "right", Verdict.WRONG: "wrong", Verdict.UNJUDGED: "could not be judged"}
OUTCOMES = {
    Outcome.RIGHT: "right",
    Outcome.WRONG: "wrong",
    Outcome.UNJUDGED: "could not be judged",
    Outcome.SKIPPED: "not looked at",
}
SIGNS = {
    Outcome.RIGHT: "✓",
    Outcome.WRONG: "✗",
    Outcome.UNJUDGED: "?",
    Outcome.SKIPPED: "–",
}  # fmt: skip
_ESCAPES = re.compile(r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)?|\[[0-?]*[ -/]*[@-~]?|.?)", re.DOTALL)
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
SHOWN_ROWS, SHOWN_COLUMNS = 12, 12


def visible(text: str) -> str:
    """Text without what steers a terminal or colours a page: escape sequences, and control characters but line ends.

    >>> visible("a\\x1b]0;title\\x07b\\x1b[31mc\\nd")
    'abc\\nd'
    """
    return _CONTROLS.sub("", _ESCAPES.sub("", text))


def verdict(result: ExerciseResult) -> str:
    """The verdict in words; an untouched answer is no mistake and has a word of its own.

    >>> verdict(ExerciseResult("softmax", 1.0, 4.0, Verdict.WRONG, "One row is off."))
    'partly right'
    """
    if not result.answered:
        return "not answered yet"
    if result.verdict is Verdict.WRONG and result.points > 0:
        return "partly right"
    return VERDICTS[result.verdict]


def points(value: float) -> str:
    """A number of points without needless digits.

    >>> points(4.0), points(2.25)
    ('4', '2.25')
    """
    return f"{round(value, 3):g}"


def marks(result: ExerciseResult) -> str:
    """Text such as "2.5 of 4 points"."""
    return f"{points(result.points)} of {points(result.max_points)} point{'' if result.max_points == 1 else 's'}"


def headline(result: ExerciseResult) -> str:
    """The sentence to say first; what the verdict has said already is not said again."""
    return "" if result.headline in ("Right.", "Not answered yet.") else result.headline


def check_message(result: ExerciseResult, check: CheckResult) -> str:
    """The message of a check, unless the headline has said it already."""
    return "" if check.message == result.headline else check.message


def number(value: Any) -> str:
    """An entry of an array, short.

    >>> number(0.1 + 0.2), number(float("nan")), number(3), number(1e-12), number(True), number(2.0)
    ('0.3', 'nan', '3', '1e-12', 'True', '2.0')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)[:40]
    if isinstance(value, int):
        return str(value) if abs(value) < 10**12 else f"{value:.4g}"
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.4g}"
    return text if any(mark in text for mark in ".en") else f"{text}.0"


def depth(value: Any) -> int:
    """How deep lists are nested: 0 for a number, 2 for a matrix."""
    levels = 0
    while isinstance(value, list):
        levels += 1
        value = value[0] if value else None
    return levels


def matrices(value: Any) -> Iterator[tuple[tuple[int, ...], list[list[Any]]]]:
    """A nested list as tables: each with its leading indices, and how a row and column continue them.

    >>> list(matrices([1, 2])), [index for index, _ in matrices([[[1], [2]], [[3], [4]]])]
    ([((), [[1, 2]])], [(0,), (1,)])
    """
    levels = depth(value)
    if levels == 0:
        yield (), [[value]]
    elif levels == 1:
        yield (), [value]
    elif levels == 2:
        yield (), value
    else:
        for position, part in enumerate(value):
            for index, table in matrices(part):
                yield (position, *index), table


def place(leading: tuple[int, ...], row: int, column: int, levels: int) -> tuple[int, ...]:
    """The index in the nested list of a table's entry."""
    return ((), (column,))[levels] if levels < 2 else (*leading, row, column)
