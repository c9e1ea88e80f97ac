"""How far a learner is: `autograder list` over all units, and the table of one unit that `check()` shows as text."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.course import Course, CourseError, find_course
from autograder.learn.progress import Entry, Progress, read
from autograder.lesson import Lesson, LessonError
from autograder.report.words import points, verdict
from autograder.result import UnitResult, Verdict

if TYPE_CHECKING:
    from rich.console import Group

SIGNS = {"right": "✓", "partly right": "◐", "wrong": "✗", "could not be judged": "?", "not answered yet": "○"}
STYLES = {"right": "green", "partly right": "yellow", "wrong": "red", "could not be judged": "yellow"}


@dataclass(frozen=True)
class Standing:
    """A course's progress in numbers, and the first exercise that is not right yet."""

    right: int
    total: int
    points: float
    max_points: float
    next_unit: str = ""
    next_name: str = ""


def unit_table(result: UnitResult) -> str:
    """A unit's results, one line per exercise, and the first thing to do.

    >>> print(unit_table(UnitResult("01-start", ())))
    01-start: 0 of 0 points
    """
    width = max((len(exercise.name) for exercise in result.exercises), default=0)
    lines = [f"{result.unit}: {points(result.points)} of {points(result.max_points)} points", *result.notes]
    for exercise in result.exercises:
        word = verdict(exercise)
        marks = f"{points(exercise.points)} / {points(exercise.max_points)}"
        lines.append(f"  {SIGNS[word]} {exercise.name:<{width}}  {marks:>9}  {word}")
    first = next((exercise for exercise in result.exercises if exercise.verdict is not Verdict.RIGHT), None)
    if first:
        lines.append(f"First: {first.name}. {first.headline}")
    return "\n".join(lines)


def standing(course: Course, progress: Progress) -> Standing:
    """Where the learner is in the whole course. Raises `LessonError`."""
    everything = [(unit, exercise) for unit in course.units for exercise in course.lesson(unit).exercises.values()]
    open_ones = [(unit, exercise.name) for unit, exercise in everything if not progress.right(exercise.name)]
    return Standing(
        right=sum(progress.right(exercise.name) for _, exercise in everything),
        total=len(everything),
        points=sum(progress.entry(exercise.name).points for _, exercise in everything),
        max_points=sum(exercise.points for _, exercise in everything),
        next_unit=open_ones[0][0] if open_ones else "",
        next_name=open_ones[0][1] if open_ones else "",
    )


def word_of(entry: Entry) -> str:
    """The state of an exercise in the words of the report; "" before its first check."""
    if not entry.verdict or not entry.answered:
        return "not answered yet" if entry.verdict else ""
    if entry.verdict == Verdict.WRONG and entry.points > 0:
        return "partly right"
    return {"right": "right", "wrong": "wrong"}.get(entry.verdict, "could not be judged")


def lesson_table(lesson: Lesson, progress: Progress, name: str, word_there: str = "next") -> Group:
    """A unit for the terminal: sign, exercise, points, state, and an arrow at the exercise `name`."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for heading in ("", "exercise", "points", ""):
        table.add_column(heading, justify="right" if heading == "points" else "left")
    for exercise in lesson.exercises.values():
        entry = progress.entry(exercise.name)
        word = word_of(entry)
        style = STYLES.get(word, "dim")
        state = word + (", right before" if entry.solved and word != "right" else "")
        told = f"{state}  ← {word_there}" if exercise.name == name else state
        marks = f"{points(entry.points)} / {points(exercise.points)}"
        table.add_row(Text(SIGNS.get(word, "·"), style), exercise.name, marks, Text(told.strip(), style))
    return Group(Text(lesson.title, "bold"), Text(lesson.unit, "dim"), table)


def main(args: Sequence[str]) -> int:
    """`autograder list [UNIT …]`: the progress, as it was when each exercise was last checked."""
    parser = argparse.ArgumentParser(prog="autograder list", description="Show your progress and what is next.")
    parser.add_argument("units", nargs="*", metavar="UNIT", help='a unit, such as "11"; all of them by default')
    options = parser.parse_args(args)
    try:
        course = find_course()
        chosen = [course.unit(unit) for unit in options.units] or list(course.units)
        progress = read(course)
        whole = standing(course, progress)
        lessons = [course.lesson(unit) for unit in chosen]
    except (CourseError, LessonError) as problem:
        print(problem, file=sys.stderr)
        return 2
    from rich.console import Console

    console = Console(highlight=False)
    if progress.warning:
        console.print(progress.warning, style="yellow")
    for lesson in lessons:
        console.print(lesson_table(lesson, progress, whole.next_name))
        console.print()
    marks = f"{points(whole.points)} of {points(whole.max_points)} points"
    console.print(f"{whole.right} of {whole.total} exercises right, {marks}.")
    console.print(
        f"Next: {whole.next_name} in exercises/{whole.next_unit}/{whole.next_unit}.ipynb"
        if whole.next_name
        else "Everything is right. Well done.",
        soft_wrap=True,  # a path can be copied
    )
    return 0
