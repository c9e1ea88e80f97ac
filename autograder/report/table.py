"""A class at a glance: one line per learner, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.report.words import points, visible
from autograder.result import UnitResult, Verdict


@dataclass(frozen=True)
class Row:
    """One learner: what was earned, and the first thing to say."""

    learner: str
    earned: float
    maximum: float
    headline: str


def first_headline(result: UnitResult) -> str:
    """The first headline of an exercise that is not right; a class of unanswered ones counts once.

    >>> first_headline(UnitResult("u", ()))
    'Everything is right.'
    """
    open_ones = [exercise for exercise in result.exercises if exercise.verdict is not Verdict.RIGHT]
    if not open_ones:
        return "Everything is right."
    if not any(exercise.answered for exercise in result.exercises):
        return "Nothing is answered yet."
    first = next((exercise for exercise in open_ones if exercise.answered), open_ones[0])
    same = all(exercise.headline == first.headline for exercise in result.exercises)
    return first.headline if same else f"{first.name}: {first.headline}"


def class_table(rows: Sequence[Row], width: int = 110) -> str:
    """Learner, mark and headline in columns, headlines cut to the width of the terminal.

    >>> print(class_table([Row("ada", 6.0, 6.0, "Everything is right.")]))
    learner  mark   what to tell first
    ada      6 / 6  Everything is right.
    """
    cells = [(row.learner, f"{points(row.earned)} / {points(row.maximum)}", row.headline) for row in rows]
    titles = ("learner", "mark", "what to tell first")
    first, second = (max(len(cell[column]) for cell in (titles, *cells)) for column in (0, 1))
    room = max(20, width - first - second - 4)
    return "\n".join(
        f"{learner:<{first}}  {mark:<{second}}  {_cut(text, room)}" for learner, mark, text in (titles, *cells)
    )


def _cut(text: str, room: int) -> str:
    flat = visible(" ".join(text.split()))
    return flat if len(flat) <= room else flat[: room - 1].rstrip() + "…"
