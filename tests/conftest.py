"""Fixtures that several test files share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_lesson import write_lesson

from autograder.course import Course

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout that these tests belong to."""
    return REPOSITORY


@pytest.fixture(scope="session")
def make_course(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Course]:
    """`make_course(small=text)` writes a course of its own, with this project's nbgrader configuration."""

    def make(**lessons: str) -> Course:
        root = tmp_path_factory.mktemp("course")
        shutil.copy(REPOSITORY / "nbgrader_config.py", root)
        (root / "source").mkdir()
        for unit, text in lessons.items():
            write_lesson(root, unit, text)
        return Course(root)

    return make
