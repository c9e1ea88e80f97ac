"""A learner process without isolation: only for those who trust what they run. Works on every system.

As a program (`python -m autograder.sandbox.plain SERVER PARENT THREAD [prepared]`) it is that process; messages go
through standard input and output.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import BinaryIO

from autograder.sandbox.framing import frame, read_frame
from autograder.sandbox.leftovers import PREFIX, Hold, tidy
from autograder.sandbox.warm import pack_files


class PlainChannel:
    """The `Channel` to a child process that is kept apart by nothing but being another process."""

    level = "process"

    def __init__(
        self, files: dict[str, bytes], server: str = "autograder.sandbox.learner", *, prepared: bool = False
    ) -> None:
        """`prepared`: the process does ahead what most code makes it do first. Raises `ValueError` for unsafe names."""
        self._server = server
        self._files: dict[str, bytes] = {}
        self._begin("prepared" if prepared else "")
        self.fill(files)

    def fill(self, files: dict[str, bytes]) -> None:
        """Put files beside the code, before anything is asked. Raises `ValueError` for unsafe names."""
        try:
            pack_files(files)
        except ValueError:
            self._end()
            raise
        self._files |= files
        for name, content in files.items():
            path = Path(self._folder.name, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def send(self, message: bytes) -> None:
        """Never raises for what the process does; a thread writes, so that one that does not read cannot hold us up."""
        self._outbox.put(message)

    def computed(self) -> None:
        """Not known: every system counts in another way."""

    def receive(self, seconds: float, computed: float | None = None) -> bytes:
        """The next message. Raises `TimeoutError`, `EOFError`, `ValueError` as the protocol says."""
        try:
            message = self._inbox.get(timeout=max(0.0, seconds))
        except queue.Empty:
            self._end()
            raise TimeoutError("no message in time") from None
        if isinstance(message, Exception):
            self._inbox.put(message)
            raise message
        return message

    def restart(self) -> None:
        """Kill the process and start afresh with the same files."""
        self._end()
        self._begin()
        self.fill(self._files)

    def close(self) -> None:
        """Kill the process; what it may have started lives on, which is why this level needs trust."""
        self._end()

    def _begin(self, *options: str) -> None:
        tidy()
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self._held = Hold(Path(self._folder.name))
        command = [
            sys.executable,
            "-P",
            "-m",
            "autograder.sandbox.plain",
            self._server,
            *_about_this_process(),
            *options,
        ]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(command, cwd=self._folder.name, stdin=pipe, stdout=pipe, stderr=nowhere)
        except OSError:
            self._tidy()
            raise
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._inbox: queue.Queue[bytes | Exception] = queue.Queue()
        self._outbox: queue.Queue[bytes | None] = queue.Queue()
        threading.Thread(target=_pump_in, args=(self._process.stdout, self._inbox), daemon=True).start()
        threading.Thread(target=_pump_out, args=(self._process.stdin, self._outbox), daemon=True).start()

    def _end(self) -> None:
        self._outbox.put(None)
        self._process.kill()
        self._process.wait()
        self._tidy()
        self._inbox.put(EOFError("the process is gone"))

    def _tidy(self) -> None:
        self._folder.cleanup()
        self._held.close()


def _about_this_process() -> tuple[str, str]:
    """Its number, and whether the thread that starts others lives as long as it does: the kernel goes by threads."""
    return str(os.getpid()), "main" if threading.current_thread() is threading.main_thread() else "other"


def _pump_in(stream: BinaryIO, inbox: queue.Queue[bytes | Exception]) -> None:
    with stream:
        while True:
            try:
                inbox.put(read_frame(stream))
            except (EOFError, ValueError) as error:
                inbox.put(error)
                return


def _pump_out(stream: BinaryIO, outbox: queue.Queue[bytes | None]) -> None:
    with contextlib.suppress(OSError), stream:
        while (message := outbox.get()) is not None:
            stream.write(frame(message))
            stream.flush()


def _end_with(parent: int) -> None:
    """A grader that is killed has no chance to end this process, which may be in a loop that never ends."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def main(server: str, parent: str, thread: str, prepared: str = "") -> None:
    """Serve on what were standard input and output; learner code finds both empty. Ends when `parent` has ended."""
    if sys.platform != "win32":
        if thread == "main" and sys.platform == "linux":
            from autograder.sandbox import linux

            linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        threading.Thread(target=_end_with, args=(int(parent),), daemon=True).start()
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    sys.path.append(str(Path.cwd()))
    sys.argv = [""]

    def send(message: bytes) -> None:
        target.write(frame(message))
        target.flush()

    module = importlib.import_module(server)
    if prepared:
        module.prepare()
    module.serve(lambda: read_frame(source), send)


if __name__ == "__main__":
    main(*sys.argv[1:])


__all__ = ["PlainChannel", "main"]
