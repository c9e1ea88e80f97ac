"""`autograder learn`: JupyterLab on `exercises/`, in the browser; where none opens, at the address that is printed."""

from __future__ import annotations

import argparse
import importlib.util
import os
import secrets
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Sequence

from autograder.course import Course, CourseError, find_course
from autograder.learn.progress import read
from autograder.lesson import LessonError

FIRST_PORT, LAST_PORT = 8888, 8988


def free_port() -> int:
    """A port of this machine that nothing listens on, Jupyter's usual one if possible. Raises `OSError`."""
    for port in (*range(FIRST_PORT, LAST_PORT), 0):
        with socket.socket() as attempt:
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = attempt.getsockname()[1]
            return found
    raise OSError("no free port on this machine")


def command(course: Course, port: int, *, browser: bool) -> list[str]:
    """The server's command line. The token is not in it, since other users can read it: it goes by the environment."""
    settings = [
        f"--ServerApp.root_dir={course.exercises_dir}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.open_browser={browser}",
        "--ServerApp.answer_yes=True",
        "--Application.log_level=WARN",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        settings.append("--ServerApp.allow_root=True")
    return [sys.executable, "-m", "jupyterlab", *settings]


def has_browser() -> bool:
    """Whether this machine can open a web page; a text browser would take over the terminal."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    return not isinstance(found, webbrowser.GenericBrowser) or isinstance(found, webbrowser.BackgroundBrowser)


def main(args: Sequence[str]) -> int:
    """The command; it ends with Ctrl-C."""
    parser = argparse.ArgumentParser(prog="autograder learn", description="Open the exercises in JupyterLab.")
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    options = parser.parse_args(args)
    try:
        course = find_course()
        where = _where_to_begin(course)
    except (CourseError, LessonError) as problem:
        print(problem, file=sys.stderr)
        return 2
    if importlib.util.find_spec("jupyterlab") is None:
        print("JupyterLab is not installed here. `make learn` installs it; or: pip install jupyterlab", file=sys.stderr)
        return 2
    token, port = secrets.token_urlsafe(24), free_port()
    print(where)
    print(f"If no browser opens, open this address: http://127.0.0.1:{port}/lab?token={token}")
    print("Ctrl-C here ends it. Your notebooks are saved in exercises/.", flush=True)
    browser = not options.no_browser and has_browser()
    environment = os.environ | {"JUPYTER_TOKEN": token, "AUTOGRADER_COURSE": str(course.root)}
    server = subprocess.Popen(command(course, port, browser=browser), cwd=course.root, env=environment)
    try:
        return server.wait()
    except KeyboardInterrupt:  # the terminal sent it to the server too, which now shuts its kernels down
        return 0 if server.wait() in (0, -2, 130) else 1


def _where_to_begin(course: Course) -> str:
    from autograder.learn.overview import standing

    progress = read(course)
    now = standing(course, progress)
    if not now.next_name:
        return "Everything is right; the notebooks stay open to you."
    begin = "Begin" if not progress.entries else "Go on"
    return f"{begin} with {now.next_name} in {now.next_unit}/{now.next_unit}.ipynb ({now.right} of {now.total} right)."
