"""The progress file: what is kept, and that it survives interruption and damage."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.learn import progress
from autograder.learn.progress import read, record, updating, write_whole
from autograder.result import ExerciseResult, Verdict

RIGHT = ExerciseResult("softmax", 4.0, 4.0, Verdict.RIGHT, "Right.")
WRONG = ExerciseResult("softmax", 1.0, 4.0, Verdict.WRONG, "Axis 0.")


def test_what_a_check_found_is_there_the_next_time(tmp_path: Path) -> None:
    assert record(Course(tmp_path), [RIGHT]) == ""
    entry = read(Course(tmp_path)).entry("softmax")
    assert (entry.verdict, entry.points, entry.solved) == ("right", 4.0, True)


def test_a_later_wrong_check_does_not_unsolve(tmp_path: Path) -> None:
    """The solution stays open to those who solved it once."""
    record(Course(tmp_path), [RIGHT])
    record(Course(tmp_path), [WRONG])
    entry = read(Course(tmp_path)).entry("softmax")
    assert (entry.verdict, entry.points, entry.solved) == ("wrong", 1.0, True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"version": 1, "exerci',
        b"[]",
        b"\xff\xfe\x00",
        b'{"exercises": {"a": {"points": "4"}}}',
        b'{"exercises": 3}',
    ],
)
def test_a_damaged_file_is_kept_aside_and_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / ".progress" / "progress.json"
    path.parent.mkdir()
    path.write_bytes(content)
    warning = record(Course(tmp_path), [RIGHT])
    (aside,) = path.parent.glob("progress-damaged-*.json")
    assert aside.read_bytes() == content
    assert str(aside) in warning
    assert read(Course(tmp_path)).right("softmax")


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full, the old content stays whole, and nothing half-written stays behind."""
    path = tmp_path / "progress.json"
    write_whole(path, b"old")

    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["progress.json"]


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".progress").write_text("a file where the folder should be", encoding="utf-8")
    assert "could not be saved" in record(Course(tmp_path), [RIGHT])


def test_a_file_held_open_for_a_moment_is_replaced_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, replacing a file that another program reads fails with PermissionError until it lets go."""
    path = tmp_path / "progress.json"
    replace, held = Path.replace, iter([True, True, False])

    def busy(self: Path, target: Path) -> Path:
        if next(held):
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(progress.time, "sleep", lambda seconds: None)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_what_another_program_wrote_in_between_stays(tmp_path: Path) -> None:
    """Each change reads the file anew, so the notebook and `watch` do not undo each other."""
    course = Course(tmp_path)
    before = read(course)
    record(course, [RIGHT])
    with updating(course) as own:
        own.entries["d11_1"] = before.entry("d11_1")
    assert read(course).right("softmax")


def test_fields_of_a_newer_version_are_no_damage(tmp_path: Path) -> None:
    path = tmp_path / ".progress" / "progress.json"
    path.parent.mkdir()
    path.write_text(
        json.dumps({"version": 2, "exercises": {"a": {"verdict": "right", "mood": "good"}}}), encoding="utf-8"
    )
    assert read(Course(tmp_path)).right("a")
