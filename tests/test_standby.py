"""A process that waits for the next save: used once, replaced when it is gone, and ended with whoever holds it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import psutil
import pytest
from learner_course import NO_SHIFT, UNIT, make_course, save

from autograder.learn.loop import Loop
from autograder.learn.standby import Standby


def waiting() -> list[int]:
    """The numbers of the learner processes that were prepared."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # ended, also where nobody has asked for its status yet
            found += [child.pid] if "prepared" in child.cmdline() else []
    return found


def test_a_save_is_judged_in_the_process_that_waited(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the files beside the notebook, and with what it finds told as ever; the next one waits then."""
    course = make_course(tmp_path, repository)
    monkeypatch.chdir(tmp_path)
    with contextlib.closing(Standby()) as standby:
        loop = Loop(course, UNIT, standby=standby)
        loop.start()
        (first,) = waiting()
        beside = course.exercises_dir / UNIT / "beside.py"
        beside.write_text("number = 1")
        told = "import beside, os; print(os.getpid(), beside.number, file=open('/dev/null', 'w'))"
        assert loop.saved([save(course, {"softmax": NO_SHIFT}, told)]) == ["log_sum_exp", "softmax", "d11_1"]
        assert (loop.problem, loop.notice) == ("", "")
        assert "subtract each row's own maximum" in str(loop.results["softmax"])
        (second,) = waiting()
        assert second != first
        psutil.Process(second).kill()
        psutil.Process(second).wait(30) if psutil.pid_exists(second) else None
        assert loop.saved([save(course, {"d11_1": None}, told)])
        assert loop.problem == ""
        (third,) = waiting()
    assert not psutil.pid_exists(third)
    assert waiting() == []


def test_where_none_can_be_started_all_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of memory, too many processes."""

    def refused(*args: object, **options: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("autograder.sandbox.plain.subprocess.Popen", refused)
    with contextlib.closing(Standby()) as standby:
        standby.get_ready()
        assert standby.take() is None
