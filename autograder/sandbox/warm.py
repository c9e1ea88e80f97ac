"""The warm process: it imports once what lessons use, then forks one confined child per submission.

It holds nothing of the course and runs no learner code itself. `world.py` starts it and talks to it over one socket:
an operation and a number at a time, a descriptor with each fork.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import signal
import site
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox import confine, linux, witness
from autograder.sandbox.framing import frame, serve_connection
from autograder.sandbox.limits import Limits
from autograder.sandbox.removal import remove_tree

READY, FORK, KILL, GONE, SHARE = 1, 2, 3, 4, 5
ORDER = struct.Struct("<BQ")  # operation, number of the child (of the processor + 1, to share)
_TIDY_SECONDS = 0.5
Serve = Callable[[Callable[[], bytes], Callable[[bytes], None]], None]


@dataclass(frozen=True)
class Plan:
    """What the trusted side decided about this world; crosses as JSON."""

    control: int  # descriptor of the control socket
    server: str  # the module whose `serve` runs learner code
    preload: list[str]
    namespaces: bool
    user: int | None  # the user and group to become, where there is another than the one that starts
    boxes: str  # where children get their folders, without namespaces
    readable: list[str]  # what children may read, without namespaces
    limits: dict[str, int]


def main(text: str) -> None:
    """Serve until the trusted side hangs up."""
    gc.disable()  # what is loaded now stays: looking for garbage in it takes a fifth of the time
    plan = Plan(**json.loads(text))
    sys.argv = [""]
    _finish_start()
    if plan.user is not None:
        _become(plan.user)
    if plan.namespaces:
        linux.mount("", "/", linux.MS_REC | linux.MS_PRIVATE)
    for name in plan.preload:
        importlib.import_module(name)
    server = importlib.import_module(plan.server)
    getattr(server, "prepare", lambda: None)()
    confine.prepare(plan.namespaces)
    gc.freeze()  # a child must not copy pages by counting references while it collects
    gc.enable()
    with socket.socket(fileno=plan.control) as control:
        control.send(ORDER.pack(READY, 0))
        _Nursery(control, plan, server.serve).work()
    os._exit(0)


def _finish_start() -> None:
    """Give interactive names that Python leaves out when it starts without site packages' start-up files."""
    site.setquit()
    site.setcopyright()
    site.sethelper()


def _become(user: int) -> None:
    """Leave the administrator's identity and keep what forking worlds takes."""
    linux.prctl(linux.PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    administer, drop_bounds, kill = 1 << 21, 1 << 8, 1 << 5
    linux.set_capabilities(administer | drop_bounds | kill, administer | drop_bounds | kill)
    linux.prctl(linux.PR_SET_DUMPABLE, 1)  # or children could not write to their own entries in /proc


class _Nursery:
    """Forks children, ends them when told to, and leaves nothing of them behind."""

    def __init__(self, control: socket.socket, plan: Plan, serve: Serve) -> None:
        self._control = control
        self._plan = plan
        self._serve = serve
        self._limits = Limits(**plan.limits)
        self._own_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if plan.namespaces else -1
        self._children: dict[int, int] = {}

    def work(self) -> None:
        """Carry out orders one by one; an empty message means that the trusted side is gone."""
        while True:
            message, descriptors, _, _ = socket.recv_fds(self._control, ORDER.size, 1)
            if not message:
                for number in list(self._children):
                    self._kill(number)
                return
            operation, number = ORDER.unpack(message)
            if operation == FORK:
                with socket.socket(fileno=descriptors[0]) as connection, contextlib.suppress(OSError):
                    self._fork(number, connection)
            elif operation == KILL:
                self._kill(number)
                self._control.send(ORDER.pack(GONE, number))
            elif operation == SHARE:
                self._share(socket.socket(fileno=descriptors[0]), number)

    def _share(self, control: socket.socket, core: int) -> None:
        """Become two: the new one takes its orders from another process of the trusted side, and is as warm.

        It and its children run on processor `core` - 1 only, unless that is 0.
        """
        if os.fork() == 0:
            control, self._control = self._control, control
            self._children = {}
            if core:
                with contextlib.suppress(OSError):  # a processor that was taken away meanwhile
                    os.sched_setaffinity(0, {core - 1})
        control.close()

    def _fork(self, number: int, connection: socket.socket) -> None:
        parent = os.getpid()
        if self._plan.namespaces:
            linux.unshare(linux.CLONE_NEWPID)
        try:
            child = os.fork()
            if child == 0:
                self._live(number, connection, parent)
        finally:
            if self._plan.namespaces:
                linux.join_namespace(self._own_namespace, linux.CLONE_NEWPID)
        self._children[number] = child

    def _kill(self, number: int) -> None:
        """The first process of a PID namespace takes all others with it, whatever state they are in."""
        child = self._children.pop(number, None)
        if child is not None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        if not self._plan.namespaces and not remove_tree(self._box(number), _TIDY_SECONDS):
            self._remove_later(number)

    def _remove_later(self, number: int) -> None:
        """A process of its own goes on removing: whoever waits for the end of a child waits no longer than for that."""
        with contextlib.suppress(OSError):  # no room for another process: removed with the world
            helper = os.fork()
            if helper == 0:
                try:
                    if os.fork() == 0:
                        self._control.close()
                        remove_tree(self._box(number))
                finally:
                    os._exit(0)
            os.waitpid(helper, 0)

    def _box(self, number: int) -> Path:
        return Path(self._plan.boxes, str(number))

    def _live(self, number: int, connection: socket.socket, parent: int) -> None:
        """The child's whole life. It never returns into the warm process's code."""
        try:
            self._control.detach()
            os.setsid()
            connection = confine.keep_only(connection)
            if self._plan.namespaces:
                folder = confine.enter_private_world(self._limits)
            else:
                folder = confine.enter_fence(self._limits, self._plan.readable, self._box(number), parent)
            confine.settle(folder)
            receive, send = serve_connection(connection)
            unpack_files(receive(), folder)
            _same_chance_for_all()
            witness.insist()
            send(b"")  # from here on, whatever goes wrong is the learner's doing
            self._serve(receive, send)
        except OSError as error:
            with contextlib.suppress(OSError):  # before the empty message this is the reason, after it just noise
                connection.sendall(frame(str(error).encode()))
        finally:
            os._exit(0)


def pack_files(files: dict[str, bytes]) -> bytes:
    """A submission's own files as the first message to its child. Raises `ValueError` for a name that is not safe.

    >>> unsafe = pack_files({"../x": b""})
    Traceback (most recent call last):
    ValueError: '../x' is not a name inside the submission
    """
    for name in files:
        parts = name.split("/")
        if not name.isprintable() or "\\" in name or any(part in ("", ".", "..") for part in parts):
            raise ValueError(f"{name!r} is not a name inside the submission")
    index = json.dumps([[name, len(content)] for name, content in files.items()]).encode()
    return b"".join([struct.pack("<I", len(index)), index, *files.values()])


def unpack_files(message: bytes, folder: Path) -> None:
    """Write the files of `pack_files` into `folder`, new and empty. One that cannot be there is left out."""
    (length,) = struct.unpack_from("<I", message)
    position = 4 + length
    index: list[Any] = json.loads(message[4:position])
    for name, size in index:
        path = folder / name
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(message[position : position + size])
        position += size


def _same_chance_for_all() -> None:
    """The same submission gets the same random numbers every time it is graded, whatever was graded before it."""
    random.seed(0)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)


__all__ = ["FORK", "GONE", "KILL", "ORDER", "READY", "SHARE", "Plan", "main", "pack_files", "unpack_files"]
