"""The console command `autograder`: names the subcommands and hands over; a module is imported when it is asked for."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence

# Subcommand → its module (`main(args) -> int`), and what it is for. Learners' commands first.
COMMANDS = {
    "check": ("autograder.learn.terminal_check", "check your answers and see what to do next"),
    "watch": ("autograder.learn.watch", "check again at every save"),
    "hint": ("autograder.learn.hint", "show the next hint for an exercise"),
    "list": ("autograder.learn.overview", "show every exercise and how far you are"),
    "reset": ("autograder.learn.reset", "put an exercise back as it was released"),
    "learn": ("autograder.learn.lab", "open the exercises in JupyterLab"),
    "grade": ("autograder.batch", "grade a whole class in parallel"),
    "demo": ("autograder.demo", "grade a sample class with nbgrader and show the marks"),
    "doctor": ("autograder.sandbox.doctor", "say how well this machine isolates learner code"),
    "build": ("autograder.build", "make exercises/ and solutions/ from source/"),
    "new": ("autograder.new", "start a new exercise from templates"),
    "audit": ("autograder.audit.main", "prove that the checks judge rightly"),
}
# What a command needs beyond the base installation, by the top-level package that is missing.
_EXTRAS = {"nbgrader": "teach", "nbformat": "teach", "jupytext": "teach", "pytest": "teach", "watchfiles": "learn"}


def main(args: Sequence[str] | None = None) -> int:
    """Run one subcommand; its exit status comes back."""
    arguments = list(sys.argv[1:] if args is None else args)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a pipe on Windows may know neither ✓ nor ×
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    if arguments[0] == "--version":
        from autograder import __version__

        print(f"autograder {__version__}")
        return 0
    if arguments[0] not in COMMANDS:
        print(f'There is no command "{arguments[0]}".\n\n{usage()}', file=sys.stderr)
        return 2
    return _run(arguments[0], arguments[1:])


def _run(command: str, rest: list[str]) -> int:
    try:
        module = importlib.import_module(COMMANDS[command][0])
    except ModuleNotFoundError as error:
        print(_not_installed(command, error.name or ""), file=sys.stderr)
        return 1
    from autograder.course import CourseError
    from autograder.lesson import LessonError

    try:
        return int(module.main(rest))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except (CourseError, LessonError) as error:
        print(f"autograder {command}: {error}", file=sys.stderr)
        return 2


def _not_installed(command: str, missing: str) -> str:
    top = missing.partition(".")[0]
    if top == "autograder":
        return f"`autograder {command}` is not part of this installation; it needs the course's own checkout."
    extra = _EXTRAS.get(top)
    how = f'; in the course folder: pip install -e ".[{extra}]"' if extra else ""
    return f"`autograder {command}` needs the package {top}{how}."


def usage() -> str:
    """The list of commands."""
    lines = [f"  {name:<8} {purpose}" for name, (_, purpose) in COMMANDS.items()]
    return "\n".join(["usage: autograder COMMAND …", "", *lines, "", "`autograder COMMAND --help` says more."])


if __name__ == "__main__":
    sys.exit(main())
