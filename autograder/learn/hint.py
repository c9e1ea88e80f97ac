"""`autograder hint EXERCISE`: one hint at a time, from a nudge to the method; never the answer."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from autograder.course import Course, CourseError, find_course
from autograder.learn.progress import read, updating
from autograder.lesson import Exercise, LessonError


def next_hint(course: Course, exercise: Exercise) -> tuple[str, str]:
    """The next hint and its heading; after the last one the last one again. ("", why) when there is none."""
    from dataclasses import replace

    total = len(exercise.hints)
    if not total:
        return "", f"There is no hint for {exercise.name}; its text in the notebook says all that is needed."
    with updating(course) as progress:
        entry = progress.entry(exercise.name)
        number = min(entry.hints + 1, total)
        progress.entries[exercise.name] = replace(entry, hints=number)
    more = f"{total - number} more" if number < total else "the last one"
    return exercise.hints[number - 1], f"Hint {number} of {total} for {exercise.name} ({more})"


def main(args: Sequence[str]) -> int:
    """The command: each call shows one hint more, `--again` those shown so far."""
    parser = argparse.ArgumentParser(prog="autograder hint", description="Show the next hint for an exercise.")
    parser.add_argument("exercise", metavar="EXERCISE")
    parser.add_argument("--again", action="store_true", help="show the hints you have seen, no new one")
    options = parser.parse_args(args)
    try:
        course = find_course()
        _, exercise = course.exercise(options.exercise)
    except (CourseError, LessonError) as problem:
        print(problem, file=sys.stderr)
        return 2
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(highlight=False)
    if options.again:
        seen = exercise.hints[: read(course).entry(exercise.name).hints]
        console.print(f"You have seen {len(seen)} of {len(exercise.hints)} hints for {exercise.name}.", style="bold")
        for hint in seen:
            console.print(Markdown(hint))
        return 0
    hint, heading = next_hint(course, exercise)
    console.print(heading, style="bold")
    if hint:
        console.print(Markdown(hint))
    return 0
