"""The learner's path without anything that only Unix has: what Windows lacks is taken away; all still works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from learner_course import NO_SHIFT, UNIT, make_course, save

from autograder.course import Course

# Read by every Python process that has this folder on its path, the learner's child process included.
WITHOUT_UNIX = """
import os, sys
for name in ("fcntl", "termios", "tty", "pty", "resource", "pwd", "grp", "syslog", "readline"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "setsid", "killpg", "geteuid", "getuid", "register_at_fork", "O_CLOEXEC", "O_NOFOLLOW"):
    if hasattr(os, name):
        delattr(os, name)
"""


@pytest.fixture
def course(tmp_path: Path, repository: Path) -> Course:
    course = make_course(tmp_path / "a course", repository)
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_UNIX, encoding="utf-8")
    return course


def run(course: Course, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A Python process without Unix, in a folder whose name has a space."""
    environment = os.environ | {
        "PYTHONPATH": str(course.root.parent),
        "AUTOGRADER_COURSE": str(course.root),
        "PYTHONIOENCODING": "cp1252:strict",  # what a pipe has on Windows: it knows no ✓
    }
    command = [sys.executable, *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder or course.root,
        env=environment,
        encoding="cp1252",
    )


def test_the_world_is_without_unix(course: Course) -> None:
    assert run(course, "-c", "import fcntl").returncode == 1


def test_check_in_the_terminal(course: Course) -> None:
    """A saved notebook is judged in a child process that is started, not forked."""
    save(course, {"softmax": NO_SHIFT, "log_sum_exp": None, "d11_1": None})
    done = run(course, "-m", "autograder.cli", "check", "11")
    assert done.returncode == 1, done.stderr
    assert "subtract each row's own maximum" in done.stdout


def test_check_in_a_script(course: Course) -> None:
    script = f"import numpy as np\nfrom autograder import check\n{NO_SHIFT}\ncheck('softmax')"
    done = run(course, "-c", script, folder=course.exercises_dir / UNIT)
    assert done.stderr == ""
    assert done.stdout.startswith("softmax: partly right")
    assert (course.root / ".progress" / "progress.json").exists()


@pytest.mark.parametrize("command", [["hint", "softmax"], ["list"], ["reset", "softmax"], ["learn", "--help"]])
def test_the_other_commands(course: Course, command: list[str]) -> None:
    done = run(course, "-m", "autograder.cli", *command)
    assert (done.returncode, done.stderr) == (0, "")


def test_watch_is_ready(course: Course) -> None:
    """Importing it needs nothing of Unix; its keys come from `msvcrt` where there is no `termios`."""
    assert run(course, "-m", "autograder.cli", "watch", "--help").returncode == 0
