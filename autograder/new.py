"""`autograder new UNIT EXERCISE`: the two files of a new code exercise as templates, ready to be filled in.

Nothing that exists is overwritten: the lesson gets cells at its end (or behind an exercise), the hidden file is new.
"""

from __future__ import annotations

import argparse
import keyword
import re
import sys
from pathlib import Path

from autograder.course import Course, CourseError, find_course

LESSON = '''
# %% [markdown]
# ## {title}
#
# Say why before how, then what to do.
#
# ### Your turn: `{name}`
#
# - Every convention that a check relies on stands here: shapes, what is returned, which errors are raised.

# %% exercise="{name}" points={points}
def {name}(X):
    """The task in one line. Shapes, what is returned, what must not happen."""
    ### BEGIN SOLUTION
    return 2.0 * X
    ### END SOLUTION

# %% checks="{name}"
assert np.allclose({name}(np.array([1.0, 2.0])), [2.0, 4.0]), "what this example shows"
check("{name}")

# %% [markdown] hint="{name}"
# A nudge: a question that points in the right direction.

# %% [markdown] hint="{name}"
# The method: the steps, in words.

# %% [markdown] solution="{name}"
# The derivation in words, as a model answer.
'''
HIDDEN = '''"""Hidden checks of `{name}`."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, pure, right, steady, wrong


@check("values")
def test_by_hand(student, reference):
    """Small cases you can work out by hand"""
    cases = [case(np.array([1.0, 2.0])), case(np.array([[0.0, -3.0]]))]
    agree(student.{name}, reference.{name}, cases, letters=("X",), show=True)


@check("sizes")
def test_sizes(student, reference):
    """Several sizes, single rows and square ones among them"""
    agree(student.{name}, reference.{name}, ladder(lambda seed, n, d, m: [normal(seed, n, d)]), letters=("X",))


@check("manners")
def test_manners(student, reference):
    """X is left alone, and calls do not influence each other"""
    pure(student.{name}, [case(normal(1, 2, 3))], ("X",))
    steady(student.{name}, reference.{name}, [case(normal(2, 2, 3)), case(normal(3, 2, 3))])


@wrong("The sentence a good teacher would say: what to fix, first.", "what to try")
def halves(X):
    return 0.5 * X


@right
def by_adding(X):
    return X + X
'''


def new_exercise(course: Course, unit: str, name: str, points: float = 4, after: str | None = None) -> list[Path]:
    """Write the templates; the files that were touched. Raises `CourseError` for a name that cannot be used."""
    lesson = course.lesson(unit)
    problem = _problem(course, name)
    if problem:
        raise CourseError(problem)
    hidden = Path(__file__).parent / "hidden" / course.hidden_package(unit).rpartition(".")[2] / f"{name}.py"
    if hidden.exists():
        raise CourseError(f"{hidden.name} exists already; choose another name or move it away")
    text = lesson.path.read_text(encoding="utf-8")
    position = _end_of(text, after) if after else len(text)
    cells = LESSON.format(name=name, points=f"{points:g}", title=name.replace("_", " ").capitalize())
    rest = "\n" + text[position:] if text[position:] else ""
    lesson.path.write_text(text[:position].rstrip("\n") + "\n" + cells + rest, encoding="utf-8")
    hidden.parent.mkdir(exist_ok=True)
    hidden.write_text(HIDDEN.format(name=name), encoding="utf-8")
    return [lesson.path, hidden]


def _problem(course: Course, name: str) -> str:
    if not name.isidentifier() or keyword.iskeyword(name):
        return f'"{name}" cannot be the name of a function; use letters, digits and underscores'
    if re.fullmatch(r"[dq]\d+_\w+", name):
        return f'"{name}" is the name of a derivation or a quiz item; CONTRIBUTING.md shows how to write those'
    for unit in course.units:
        if name in course.lesson(unit).exercises:
            return f'"{name}" exists in {unit} already; names are unique in the whole course'
    return ""


def _end_of(text: str, exercise: str) -> int:
    """Where the text about an exercise ends: the next heading or exercise. Raises `CourseError` for an unknown one."""
    found = list(re.finditer(rf'^# %% .*(?:exercise|checks|hint|solution)="{re.escape(exercise)}"', text, re.MULTILINE))
    if not found:
        raise CourseError(f'the lesson has no exercise "{exercise}" to come after')
    following = re.search(r'^# %% (?:.*exercise="|\[markdown\].*\n# #)', text[found[-1].end() :], re.MULTILINE)
    return found[-1].end() + following.start() if following else len(text)


def main(args: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="autograder new", description="Start a new code exercise from templates.")
    parser.add_argument("unit", help='the unit, such as "11"')
    parser.add_argument("name", help="the function's name")
    parser.add_argument("--points", type=float, default=4, help="default: 4")
    parser.add_argument("--after", metavar="EXERCISE", help="put it behind this exercise (default: at the end)")
    options = parser.parse_args(args)
    try:
        course = find_course()
        touched = new_exercise(course, options.unit, options.name, options.points, options.after)
    except CourseError as error:
        print(f"autograder new: {error}", file=sys.stderr)
        return 2
    for path in touched:
        print(f"written: {path.relative_to(course.root)}")
    print(f"Fill both in; `autograder audit --exercise {options.name}` says what is left to do. Then:")
    print(f"autograder build {options.unit} && autograder audit {options.unit} --accept")
    return 0
