"""Lesson texts as records, and what their authors are told about mistakes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_lesson import DOUBLE, SETUP, lesson_text

from autograder.course import VARIABLE, Course, CourseError, find_course
from autograder.lesson import LessonError, parse_lesson
from autograder.notebook import source_notebook

HERE = Path("source/01-small/01-small.py")
ANSWER = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n"
CHECKS = '# %% checks="double"\ncheck("double")\n'
FIRST = SETUP.count("\n") + 2  # the line on which a part after the set-up begins


def problem(*parts: str) -> str:
    """What the author of a lesson with these parts is told."""
    with pytest.raises(LessonError) as caught:
        parse_lesson(lesson_text(*parts), HERE)
    return str(caught.value)


def test_records_of_a_lesson() -> None:
    """Title, roles, points, hints and both texts of an answer are read."""
    lesson = parse_lesson(lesson_text(DOUBLE), HERE)
    double = lesson.exercises["double"]
    assert (lesson.unit, lesson.title) == ("01-small", "A small lesson")
    assert [cell.role for cell in lesson.cells[2:]] == ["exercise", "checks", "hint", "hint", "solution", "text"]
    assert (double.points, double.needs, double.kind, double.line) == (2.0, (), "code", FIRST)
    assert double.hints == ("What is x + x?", "Add x to itself.")
    assert double.starter_source.endswith('    raise NotImplementedError("your answer goes here")')
    assert double.solution_source.endswith('"""Twice x."""\n    return 2 * x  # not for learners')
    assert double.checks_source == 'assert double(2) == 4\ncheck("double")'


def test_starter_of_a_variable_keeps_what_stands_around_the_region() -> None:
    """The letters of a derivation stay; helpers inside the region and the answer go."""
    text = (
        '# %% exercise="d01_1" points=2\np = 3\n'
        "### BEGIN SOLUTION\nhelper = p + 1\nd01_1 = helper\n### END SOLUTION\n\n"
        '# %% checks="d01_1"\ncheck("d01_1")\n'
    )
    exercise = parse_lesson(lesson_text(text), HERE).exercises["d01_1"]
    assert exercise.starter_source == "p = 3\nd01_1 = None  # your answer goes here"
    assert exercise.kind == "derivation"


def test_starter_of_a_question_with_two_answers() -> None:
    """Variables that begin with the exercise's name are answers, each of them."""
    text = (
        '# %% exercise="q01_2" points=1\n### BEGIN SOLUTION\nq01_2_a = "b"\nq01_2_b = 3\n### END SOLUTION\n\n'
        '# %% checks="q01_2"\ncheck("q01_2")\n'
    )
    exercise = parse_lesson(lesson_text(text), HERE).exercises["q01_2"]
    assert exercise.starter_source.splitlines() == [
        "q01_2_a = None  # your answer goes here",
        "q01_2_b = None  # your answer goes here",
    ]


def test_starter_of_a_class_has_a_stub_in_every_method() -> None:
    """Each region of a class becomes a stub at its own indentation."""
    method = "    def {}(self):\n        ### BEGIN SOLUTION\n        return 1\n        ### END SOLUTION\n"
    text = '# %% exercise="Value" points=3\nclass Value:\n' + method.format("one") + method.format("two")
    text += '\n# %% checks="Value"\ncheck("Value")\n'
    starter = parse_lesson(lesson_text(text), HERE).exercises["Value"].starter_source
    assert starter.count('        raise NotImplementedError("your answer goes here")') == 2


@pytest.mark.parametrize(
    ("parts", "line", "message"),
    [
        (
            [DOUBLE, '# %% checks="duoble"\ncheck("duoble")\n'],
            FIRST + DOUBLE.count("\n") + 1,
            'checks="duoble" names no exercise of this unit; they are: double',
        ),
        (
            [DOUBLE, '# %% [markdown] hint="duoble"\n# Text.\n'],
            FIRST + DOUBLE.count("\n") + 1,
            'hint="duoble" names no exercise of this unit; they are: double',
        ),
        (
            [DOUBLE, '# %% [markdown] solution="duoble"\n# Text.\n'],
            FIRST + DOUBLE.count("\n") + 1,
            'solution="duoble" names no exercise of this unit; they are: double',
        ),
        (
            [DOUBLE, f'# %% exercise="double" points=2\n{ANSWER}'],
            FIRST + DOUBLE.count("\n") + 1,
            f'exercise="double" stands at line {FIRST} already; each name is used once',
        ),
        (
            ['# %% exercise="double" points=2\ndef double(x):\n    return 2 * x\n', CHECKS],
            FIRST + 1,
            'exercise "double" has no solution; put it between `### BEGIN SOLUTION` and `### END SOLUTION`',
        ),
        (
            ['# %% exercise="double" points=2\ndef double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n', CHECKS],
            FIRST + 2,
            'exercise "double" has `### BEGIN SOLUTION` that is never closed; add `### END SOLUTION`',
        ),
        (
            ['# %% exercise="double" points=2\ndef double(x):\n    return 2 * x\n    ### END SOLUTION\n', CHECKS],
            FIRST + 3,
            'exercise "double" has `### END SOLUTION` without `### BEGIN SOLUTION` before it; add the missing line',
        ),
        (
            ['# %% exercise="double" points=2\ndef double(x):\n    # BEGIN SOLUTION\n    return 2 * x\n', CHECKS],
            FIRST + 2,
            (
                'exercise "double" has a solution marker that must stand alone as `### BEGIN SOLUTION` '
                "or `### END SOLUTION`"
            ),
        ),
        (
            [f'# %% exercise="double"\n{ANSWER}', CHECKS],
            FIRST,
            'exercise "double" has no points; add points=2 to its line',
        ),
        (
            [f'# %% exercise="double" points=0\n{ANSWER}', CHECKS],
            FIRST,
            'points=0 of "double" must be a number above 0, such as points=2',
        ),
        (
            [f'# %% exercise="double" points="2"\n{ANSWER}', CHECKS],
            FIRST,
            'points=2 of "double" must be a number above 0, such as points=2',
        ),
        (
            [f'# %% exercise="double" points=2\n{ANSWER}'],
            FIRST,
            'exercise "double" has no checks cell; add one: # %% checks="double"',
        ),
        (
            [CHECKS, f'# %% exercise="double" points=2\n{ANSWER}'],
            FIRST,
            'the checks of "double" stand before the exercise; move them below it',
        ),
        (
            [f'# %% exercise="double" points=2\n{ANSWER}', '# %% checks="double"\nassert double(1) == 2\n'],
            FIRST + 6,
            'the checks cell must end in check("double"); add it as the last line',
        ),
        (
            [f'# %% exercise="twice" points=2\n{ANSWER}', '# %% checks="twice"\ncheck("twice")\n'],
            FIRST,
            'the solution of "twice" does not define twice; define it at the top level of this cell',
        ),
        (
            [
                '# %% exercise="double" points=2\n### BEGIN SOLUTION\ndef double(x):\n    return x\n### END SOLUTION\n',
                CHECKS,
            ],
            FIRST,
            'the starter of "double" does not define double; define it at the top level of this cell',
        ),
        (
            ['# %% exercise="double" point=2\nx = 1\n'],
            FIRST,
            "point= means nothing here; what may stand here: needs=, points=",
        ),
        (
            ['# %% [markdown] exercise="double" points=2\n# x\n'],
            FIRST,
            'the exercise cell of "double" must be a code cell: remove [markdown]',
        ),
        (
            ["# %%\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n"],
            FIRST,
            'solution markers outside an exercise; add exercise="…" points=… to the cell',
        ),
        (
            ["# %% A title\nx = 1\n"],
            FIRST,
            'cannot read "A title" after `# %%`; write key="value" pairs',
        ),
        (
            ["# %% [markdown]\n# Text\nx = 1\n"],
            FIRST + 2,
            "this line of a markdown cell does not start with `#`; add it, or start a new `# %%` cell",
        ),
    ],
)
def test_mistakes_in_a_text(parts: list[str], line: int, message: str) -> None:
    """Every mistake is named by file and line, with what to do."""
    assert problem(*parts) == f"01-small/01-small.py:{line}: {message}"


def test_names_are_unique_in_the_whole_course(make_course: Callable[..., Course]) -> None:
    """A name that an earlier unit uses is refused at its second place."""
    course = make_course(**{"01-a": lesson_text(DOUBLE), "02-b": lesson_text(DOUBLE)})
    with pytest.raises(LessonError) as caught:
        _ = course.lessons
    wanted = f'02-b/02-b.py:{FIRST}: exercise "double" exists in 01-a already; names are unique in the whole course'
    assert str(caught.value) == wanted


def test_needs_must_name_an_earlier_exercise(make_course: Callable[..., Course]) -> None:
    """What an exercise builds on comes before it, in this unit or an earlier one."""
    text = DOUBLE.replace("points=2", 'points=2 needs="halve"')
    with pytest.raises(LessonError) as caught:
        _ = make_course(**{"01-a": lesson_text(text)}).lessons
    wanted = f'01-a/01-a.py:{FIRST}: needs="halve" of "double" is no earlier exercise; name one that comes before it'
    assert str(caught.value) == wanted


def test_course_finds_units_and_exercises(make_course: Callable[..., Course], monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit goes by its number, and an exercise knows its unit."""
    course = make_course(**{"01-a": lesson_text(DOUBLE), "02-b": lesson_text(DOUBLE.replace("double", "twice"))})
    monkeypatch.setenv(VARIABLE, str(course.root))
    assert find_course() == course
    assert course.units == ("01-a", "02-b")
    assert course.unit("02") == "02-b"
    assert course.exercise("twice")[0] == "02-b"
    assert course.hidden_package("02") == "autograder.hidden.unit_02"
    with pytest.raises(CourseError, match='"03" is no unit; choose one of: 01-a, 02-b'):
        course.unit("03")
    with pytest.raises(CourseError, match='there is no exercise "halve"; there are: double, twice'):
        course.exercise("halve")


def test_course_is_found_from_a_folder_inside(
    make_course: Callable[..., Course], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder that a learner works in lies inside the course."""
    course = make_course(**{"01-a": lesson_text(DOUBLE)})
    monkeypatch.delenv(VARIABLE, raising=False)
    assert find_course(course.root / "source" / "01-a") == course


TRICKY = """\
# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
# ---

# %% [markdown]
# # Title
#
#     indented code
#
# - list

# %% tags=["figure"]

# copy the rows
# %matplotlib inline
x = 1


# a comment after two blank lines
y = 2  # %% not a marker

# %%
# %% [markdown]
#
# starts with an empty line
"""


@pytest.mark.parametrize("text", [TRICKY, lesson_text(DOUBLE)])
def test_jupytext_reads_the_same_cells(make_course: Callable[..., Course], text: str) -> None:
    """Our light reader and Jupytext agree on every cell (`source_notebook` compares them)."""
    lesson = make_course(**{"01-a": text}).lesson("01")
    read = source_notebook(lesson)
    assert [cell.cell_type for cell in read.cells] == [cell.kind for cell in lesson.cells]


def test_real_lessons_agree_with_jupytext(repository: Path) -> None:
    """The course's own texts are read the same by both readers."""
    for lesson in Course(repository).lessons:
        assert len(source_notebook(lesson).cells) == len(lesson.cells)
