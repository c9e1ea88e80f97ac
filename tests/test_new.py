"""`autograder new`: templates that build and can be judged as they are, and nothing overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder import new
from autograder.course import Course, CourseError
from autograder.lesson import parse_lesson
from autograder.new import HIDDEN, LESSON, new_exercise


@pytest.fixture
def hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the hidden file goes in these tests."""
    monkeypatch.setattr(new, "__file__", str(tmp_path / "new.py"))
    (tmp_path / "hidden").mkdir()
    return tmp_path / "hidden"


def lesson_text(name: str) -> str:
    """A lesson of one exercise."""
    return "# %% [markdown]\n# # A lesson\n\n# %%\nimport numpy as np\nfrom autograder import check\n" + LESSON.format(
        name=name, points=3, title="First"
    )


def test_both_files_are_written_and_the_lesson_still_reads(make_course: Callable[..., Course], hidden: Path) -> None:
    """The new exercise stands at the end, with points, hints and a starter."""
    course = make_course(**{"90-small": lesson_text("first")})
    lesson, checks = new_exercise(course, "90", "second", points=5)
    exercise = parse_lesson(lesson.read_text(encoding="utf-8"), lesson).exercises["second"]
    assert (exercise.points, len(exercise.hints)) == (5, 2)
    assert checks == hidden / "unit_90" / "second.py"
    assert checks.read_text(encoding="utf-8") == HIDDEN.format(name="second")


def test_it_can_stand_behind_another_exercise(make_course: Callable[..., Course], hidden: Path) -> None:
    """`--after` keeps the order of the lesson."""
    both = lesson_text("first") + LESSON.format(name="last", points=3, title="Last")
    course = make_course(**{"90-small": both})
    new_exercise(course, "90", "middle", after="first")
    path = course.source_dir / "90-small" / "90-small.py"
    assert list(parse_lesson(path.read_text(encoding="utf-8"), path).exercises) == ["first", "middle", "last"]


def test_remarks_on_the_exercise_before_stay_with_it(make_course: Callable[..., Course], hidden: Path) -> None:
    """What follows an exercise up to the next heading is about that exercise."""
    remark = "\n# %% [markdown]\n# > A remark on first.\n\n# %%\nfigure = 1\n"
    last = LESSON.format(name="last", points=3, title="Z")
    course = make_course(**{"90-small": lesson_text("first") + remark + last})
    lesson, _ = new_exercise(course, "90", "middle", after="first")
    text = lesson.read_text(encoding="utf-8")
    assert text.index("A remark on first") < text.index("figure = 1") < text.index('exercise="middle"')
    assert text.index('exercise="middle"') < text.index("as a model answer.\n\n# %% [markdown]\n# ## Z")


@pytest.mark.parametrize(
    ("name", "words"),
    [("2nd", "cannot be the name"), ("class", "cannot be the name"), ("q90_1", "quiz item"), ("first", "exists in 90")],
)
def test_unusable_names_are_refused(make_course: Callable[..., Course], hidden: Path, name: str, words: str) -> None:
    """With the reason, and nothing written."""
    course = make_course(**{"90-small": lesson_text("first")})
    with pytest.raises(CourseError, match=words):
        new_exercise(course, "90", name)
    assert not list(hidden.iterdir())
