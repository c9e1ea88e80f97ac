"""`autograder watch [UNIT]`: on every save, what changed is judged again and the first thing to fix is shown.

Waits for saves and keys without polling. Without a terminal it prints once per save. The state is in `loop.py`.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from rich.console import Console
from watchfiles import Change, watch

from autograder.course import Course, CourseError
from autograder.learn.keys import listening
from autograder.learn.loop import Loop
from autograder.learn.overview import standing
from autograder.learn.progress import read
from autograder.learn.show import bar, exercise_lines
from autograder.learn.standby import Standby
from autograder.learn.target import judged_course
from autograder.learn.view import draw
from autograder.lesson import LessonError


@dataclass(frozen=True)
class Saved:
    """Notebooks that were written or deleted."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Pressed:
    """A key."""

    key: str


@dataclass(frozen=True)
class Resized:
    """The terminal has another size, or is in the foreground again."""


Event = Saved | Pressed | Resized


def main(args: Sequence[str]) -> int:
    """The command; q or Ctrl-C ends it."""
    parser = argparse.ArgumentParser(prog="autograder watch", description="Check your notebooks whenever you save.")
    parser.add_argument("unit", nargs="?", metavar="UNIT", help='one unit, such as "11"; all of them by default')
    options = parser.parse_args(args)
    console = Console(highlight=False)
    with closing(Standby()) as standby:
        try:
            course = judged_course()
            loop = Loop(course, _unit(course, options.unit), fixed=options.unit is not None, standby=standby)
        except (CourseError, LessonError) as problem:
            print(problem, file=sys.stderr)
            return 2
        try:
            if console.is_terminal and sys.stdin.isatty():
                _interactive(loop, console)
            else:
                _printing(loop, console)
        except KeyboardInterrupt:
            pass
    console.print("Your progress is kept. See you next time.")
    return 0


def _unit(course: Course, wanted: str | None) -> str:
    """The unit to begin with: the wanted one, or the first with something open."""
    if not course.units:
        raise CourseError("This course has no unit yet.")
    return course.unit(wanted) if wanted else standing(course, read(course)).next_unit or course.units[0]


def _interactive(loop: Loop, console: Console) -> None:
    """Draw, wait, react."""
    events: SimpleQueue[Event] = SimpleQueue()  # its put may be called from a signal handler
    for name in ("SIGWINCH", "SIGCONT"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: events.put(Resized()))
    with _saves(loop.course, events), listening(lambda key: events.put(Pressed(key))):
        console.clear()
        console.print(f"Checking {loop.unit}")
        with bar(console) as report:
            loop.start(report)
        going = True
        while going:
            draw(loop, console)
            event = events.get()
            if isinstance(event, Saved):
                with bar(console) as report:
                    loop.saved(event.paths, report)
            elif isinstance(event, Pressed):
                going = loop.pressed(event.key)
    console.clear()


def _printing(loop: Loop, console: Console) -> None:
    """For pipes and logs: each save, what it changed."""
    events: SimpleQueue[Event] = SimpleQueue()
    with _saves(loop.course, events):
        loop.start()
        _print(loop, console, [loop.name])
        while True:
            event = events.get()
            if isinstance(event, Saved):
                judged = loop.saved(event.paths)
                if judged or loop.problem:
                    _print(loop, console, judged)


def _print(loop: Loop, console: Console, names: Sequence[str]) -> None:
    if loop.problem:
        console.print(loop.problem, markup=False)
    for name in names:
        if name in loop.results:
            console.print(exercise_lines(loop.results[name]))
    now = standing(loop.course, read(loop.course))
    console.print(f"{now.right} of {now.total} exercises right")


class _saves:  # noqa: N801 - used as `with _saves(…):`
    """Puts `Saved` events while the body runs."""

    def __init__(self, course: Course, events: SimpleQueue[Event]) -> None:
        self._folder = course.exercises_dir
        self._events = events
        self._stop = threading.Event()

    def __enter__(self) -> None:
        threading.Thread(target=self._pump, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()

    def _pump(self) -> None:
        for changes in watch(self._folder, watch_filter=_is_notebook, stop_event=self._stop, raise_interrupt=False):
            self._events.put(Saved(tuple(sorted({Path(path) for _, path in changes}))))


def _is_notebook(_change: Change, path: str) -> bool:
    """Ignores Jupyter's checkpoints and half-written files, whose names begin with a dot."""
    parts = Path(path).parts[-3:]
    return path.endswith(".ipynb") and not any(part.startswith(".") for part in parts)
