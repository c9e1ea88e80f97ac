"""`autograder watch`: what a save and a key change (`loop`), what the screen shows (`view`), and the real program."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from learner_course import NO_SHIFT, UNIT, all_right, make_course, save
from rich.console import Console

from autograder.course import Course
from autograder.learn.loop import Loop
from autograder.learn.progress import read
from autograder.learn.target import notebook_path
from autograder.learn.view import draw
from autograder.learn.watch import _is_notebook

SECONDS = 60.0
FORGOT_COLON = "def softmax(Z)\n    return Z"


@pytest.fixture
def course(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    course = make_course(tmp_path, repository)
    monkeypatch.chdir(tmp_path)
    return course


@pytest.fixture
def loop(course: Course) -> Loop:
    loop = Loop(course, UNIT)
    loop.start()
    return loop


def screen(loop: Loop, width: int = 100, height: int = 40) -> str:
    """What the learner sees."""
    console = Console(file=io.StringIO(), width=width, height=height, force_terminal=True, color_system=None)
    draw(loop, console)
    assert isinstance(console.file, io.StringIO)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", console.file.getvalue())


class TestSaves:
    """What a save changes."""

    def test_the_first_open_exercise_to_begin_with(self, loop: Loop) -> None:
        assert loop.name == "log_sum_exp"
        assert "The logarithm of each row's sum of exponentials" in screen(loop)

    def test_only_what_changed_is_judged(self, loop: Loop) -> None:
        assert loop.saved([save(loop.course, {"d11_1": None})]) == ["d11_1"]
        assert loop.saved([notebook_path(loop.course, UNIT)]) == []

    def test_what_builds_on_a_changed_exercise_is_judged_too(self, loop: Loop) -> None:
        assert loop.saved([save(loop.course, {"log_sum_exp": None})]) == ["log_sum_exp", "softmax"]

    def test_a_changed_helper_concerns_everything(self, loop: Loop) -> None:
        judged = loop.saved([save(loop.course, {}, "import math")])
        assert judged == ["log_sum_exp", "softmax", "d11_1"]

    def test_the_exercise_that_was_worked_on_is_shown(self, loop: Loop) -> None:
        loop.saved([save(loop.course, {"softmax": NO_SHIFT})])
        assert loop.name == "softmax"
        assert "subtract each row's own maximum" in screen(loop)

    def test_the_exercise_that_was_worked_on_is_shown_rather_than_one_that_builds_on_it(self, loop: Loop) -> None:
        loop.name = "d11_1"
        loop.saved([save(loop.course, {"log_sum_exp": None})])
        assert loop.name == "log_sum_exp"
        loop.name = "softmax"
        loop.saved([save(loop.course, {"log_sum_exp": FORGOT_COLON})])
        assert loop.name == "log_sum_exp"

    def test_success_does_not_advance(self, loop: Loop) -> None:
        loop.saved([save(loop.course, {"log_sum_exp": None})])
        assert loop.name == "log_sum_exp"
        assert "n goes to the next exercise" in screen(loop)
        assert read(loop.course).right("log_sum_exp")

    def test_a_syntax_error(self, loop: Loop) -> None:
        loop.saved([save(loop.course, {"softmax": FORGOT_COLON})])
        assert "SyntaxError: expected ':', line 1: `def softmax(Z)`" in screen(loop)

    def test_a_half_written_notebook(self, loop: Loop) -> None:
        """It is said, no result is lost, and the next good save goes on."""
        path = save(loop.course, {"softmax": NO_SHIFT})
        loop.saved([path])
        path.write_text(path.read_text(encoding="utf-8")[:200], encoding="utf-8")
        loop.saved([path])
        assert "is not a complete notebook file" in screen(loop)
        assert loop.saved([save(loop.course, {"softmax": NO_SHIFT})]) == []
        assert "subtract each row's own maximum" in screen(loop)

    def test_a_deleted_notebook(self, loop: Loop) -> None:
        path = save(loop.course, {})
        path.unlink()
        loop.saved([path])
        assert f"git restore {path.relative_to(loop.course.root)}" in " ".join(screen(loop).split())

    def test_other_files_are_not_looked_at(self, loop: Loop) -> None:
        assert loop.saved([loop.course.exercises_dir / UNIT / "copy.ipynb"]) == []
        assert not _is_notebook(None, "/x/11/.ipynb_checkpoints/11-checkpoint.ipynb")  # type: ignore[arg-type]
        assert not _is_notebook(None, "/x/11/.~11.ipynb")  # type: ignore[arg-type]
        assert _is_notebook(None, "/home/a/11/11.ipynb")  # type: ignore[arg-type]


class TestKeys:
    """What a key changes."""

    def test_next_goes_round(self, loop: Loop) -> None:
        names = []
        for _ in range(3):
            assert loop.pressed("n")
            names.append(loop.name)
        assert names == ["softmax", "d11_1", "log_sum_exp"]

    def test_next_with_one_left_and_with_none(self, loop: Loop) -> None:
        loop.saved([save(loop.course, {"log_sum_exp": None, "softmax": None})])
        loop.pressed("n")
        loop.pressed("n")
        assert loop.name == "d11_1"
        assert loop.notice == "This is the only exercise of the unit that is still open."
        loop.saved([all_right(loop.course)])
        loop.pressed("n")
        assert loop.notice == "Every exercise of this unit is right."

    def test_hints_one_by_one(self, loop: Loop) -> None:
        loop.pressed("h")
        assert "Take out the largest." in screen(loop)
        loop.pressed("h")
        assert "Add it back at the end." in screen(loop)

    def test_the_list_opens_and_closes(self, loop: Loop) -> None:
        loop.pressed("l")
        assert "← here" in screen(loop)
        loop.pressed("l")
        assert "← here" not in screen(loop)

    def test_the_solution_needs_a_second_confirmation(self, loop: Loop) -> None:
        """Any key in between takes the question back."""
        for keys, shown in (("s", False), ("sns", False), ("nss", True)):
            fresh = Loop(loop.course, UNIT)
            fresh.start()
            for key in keys:
                fresh.pressed(key)
            assert (fresh.page == "solution") is shown, keys

    def test_after_success_the_solution_opens_at_once(self, loop: Loop) -> None:
        loop.saved([save(loop.course, {"log_sum_exp": None})])
        loop.pressed("s")
        assert "np.isfinite(m)" in screen(loop)

    @pytest.mark.parametrize("key", ["q", "\x03", "\x04"])
    def test_leaving(self, loop: Loop, key: str) -> None:
        assert not loop.pressed(key)

    def test_an_unknown_key_leads_back(self, loop: Loop) -> None:
        loop.pressed("l")
        assert loop.pressed("é")
        assert loop.page == "exercise"


def test_a_small_terminal_keeps_the_first_sentence_and_the_keys(loop: Loop) -> None:
    loop.saved([save(loop.course, {"softmax": NO_SHIFT})])
    lines = screen(loop, width=70, height=12).splitlines()
    assert len(lines) <= 12
    assert any("partly right" in line for line in lines)
    assert any(line.startswith("… more") for line in lines)
    assert lines[-1] == "n next · h hint · l list · s solution · q quit"


class Terminal:
    """The real program in a pseudo-terminal, or with pipes."""

    def __init__(self, course: Course, *, tty: bool) -> None:
        self.reader, writer = pty.openpty()
        self.writer = writer
        self.resize(100, 30)
        self.seen = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder.cli", "watch"],
            cwd=course.root,
            env=os.environ | {"AUTOGRADER_COURSE": str(course.root), "TERM": "xterm-256color"},
            stdin=writer if tty else subprocess.DEVNULL,
            stdout=writer,
            stderr=writer,
        )

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self.reader, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def press(self, key: str) -> None:
        """Type a key."""
        os.write(self.reader, key.encode())

    def until(self, text: str) -> str:
        """Read until `text` has appeared since the last time; everything read comes back."""
        while text not in self.seen:
            ready, _, _ = select.select([self.reader], [], [], SECONDS)
            assert ready, f"no {text!r} in {self.seen!r}"
            data = os.read(self.reader, 65536).decode("utf-8", "replace")
            self.seen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", data)
        seen, self.seen = self.seen, ""
        return seen

    def close(self) -> None:
        """End the program if it is still there."""
        self.process.kill()
        self.process.wait()
        os.close(self.reader)
        os.close(self.writer)


@pytest.fixture
def start(course: Course) -> Iterator[list[Terminal]]:
    """Programs to end after the test."""
    started: list[Terminal] = []
    yield started
    for terminal in started:
        terminal.close()


def test_the_program_in_a_terminal(course: Course, start: list[Terminal]) -> None:
    """Save wrong, save right, hint, next, resize, quit; and the terminal is as it was before."""
    terminal = Terminal(course, tty=True)
    start.append(terminal)
    before = termios.tcgetattr(terminal.writer)
    terminal.until("q quit")
    save(course, {"softmax": NO_SHIFT})
    assert "subtract each row's own maximum" in terminal.until("q quit")
    save(course, {"softmax": None})
    assert "n goes to the next exercise" in terminal.until("q quit")
    terminal.press("n")
    assert "d11_1: not answered yet" in terminal.until("q quit")
    terminal.press("h")
    assert "There is no hint for d11_1" in terminal.until("q quit")
    terminal.resize(50, 20)
    terminal.process.send_signal(signal.SIGWINCH)
    assert "d11_1: not answered yet" in terminal.until("q quit")
    terminal.press("q")
    terminal.until("See you next time.")
    assert terminal.process.wait(SECONDS) == 0
    assert termios.tcgetattr(terminal.writer) == before


def test_the_program_without_a_terminal(course: Course, start: list[Terminal]) -> None:
    """It prints once per change and ends at an interrupt."""
    terminal = Terminal(course, tty=False)
    start.append(terminal)
    terminal.until("0 of 3 exercises right")
    save(course, {"softmax": NO_SHIFT})
    said = terminal.until("0 of 3 exercises right")
    assert "subtract each row's own maximum" in " ".join(said.split())
    assert "q quit" not in said
    terminal.process.send_signal(signal.SIGINT)
    terminal.until("See you next time.")
    assert terminal.process.wait(SECONDS) == 0
