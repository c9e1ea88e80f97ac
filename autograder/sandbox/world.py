"""The place where learner code runs, seen from the trusted side: one warm process, one forked child per submission.

`World().channel(files)` gives the `Channel` of `api.py`. Which level a machine allows is decided in `levels.py`.
"""

from __future__ import annotations

import itertools
import socket
import struct
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from autograder.sandbox import linux
from autograder.sandbox.api import Channel, ComputedTooLong, WorldError
from autograder.sandbox.framing import HEADER, Reader, frame
from autograder.sandbox.launch import Order, Warm, start_isolated, start_restricted
from autograder.sandbox.levels import Level, choose_level
from autograder.sandbox.limits import Limits
from autograder.sandbox.plain import PlainChannel
from autograder.sandbox.warm import FORK, GONE, KILL, ORDER, SHARE, pack_files

_PATIENCE = 20.0  # seconds for what the warm process does at once
_SEND_SECONDS = 4.0  # a process that does not even read for so long is not going to
_TICK = 0.02  # seconds: how exactly a limit on processor time is kept
_ENDED = "the processes that run learner code have ended"
_CREDENTIALS = struct.Struct("iII")  # what the kernel says of a sender: process, user, group


@dataclass(frozen=True)
class Child:
    """A submission's process: its number in the warm process that it is from, our end of its socket."""

    number: int
    warm: Warm
    connection: socket.socket
    reader: Reader  # made with the connection: it may hold what the process sent unasked
    pid: int = 0  # as this process numbers it; 0 where it does not


class World:
    """Runs learner code apart from the judge; a context manager, one per worker. Channels may be used from threads.

    `level` None takes the strongest that this machine has, `trust` accepts none at all. `hidden` are folders that
    must not be seen even where they lie inside the interpreter's or the system's. `shared` is what `share` gives.
    Raises `IsolationUnavailable`, or `WorldError` when the warm process cannot be started.
    """

    def __init__(
        self,
        level: Level | None = None,
        *,
        trust: bool = False,
        limits: Limits | None = None,
        hidden: Iterable[Path] = (),
        order: Order | None = None,
        shared: tuple[int, Warm] | None = None,
    ) -> None:
        self.level: Level = level or choose_level(trust)
        self._order = order or Order(hidden=tuple(hidden), limits=limits or Limits())
        user, warm = shared or (0, None)
        self._warm: Warm | None = warm
        self._numbers = itertools.count((user << 32) + 1)
        self._lock = threading.Lock()
        self._closed = False
        if self.level != "process" and self._warm is None:
            self._warm = self._start()

    def channel(self, files: Mapping[str, bytes] | None = None) -> Channel:
        """A fresh process with `files` in its working directory. Raises `ValueError` for unsafe names, `WorldError`."""
        if self.level == "process":
            return PlainChannel(dict(files or {}), self._order.server)
        return ForkedChannel(self, pack_files(dict(files or {})))

    def share(self, user: int, core: int | None = None) -> World:
        """A world on the same warm process, for one of the processes that this one forks, numbered from 1.

        It ends with the process that uses it. Close it here once that process is started. Its children run on `core`
        only, where one is named: the processor on which the one that asks them runs. They take turns, and waking one
        another across processors costs a sixth of all the time.
        """
        if self._warm is None:
            return World(self.level, order=self._order)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, self._lock:
            socket.send_fds(self._warm.control, [ORDER.pack(SHARE, 0 if core is None else core + 1)], [theirs.fileno()])
        return World(self.level, order=self._order, shared=(user, Warm(None, ours)))

    def fork(self, files: bytes) -> Child:
        """A new child. One that fails is tried again in a new world."""
        try:
            return self._fork(files)
        except (WorldError, OSError, EOFError):
            self._replace()
        try:
            return self._fork(files)
        except (OSError, EOFError) as error:
            raise WorldError(f"no process for learner code: {error}") from error

    def end(self, number: int, warm: Warm) -> bool:
        """Kill a child of `warm` and everything it started; they are gone when this returns.

        False where the warm process is gone, too: then the child may have ended for that reason.
        """
        with self._lock:
            if self._warm is not warm:
                return False
            try:
                warm.control.settimeout(_PATIENCE)
                warm.control.send(ORDER.pack(KILL, number))
                gone = warm.control.recv(ORDER.size)
            except OSError:
                gone = b""
            if gone == ORDER.pack(GONE, number):
                return True
            self._drop()
            return False

    def close(self) -> None:
        """End the warm process and every child, for good."""
        with self._lock:
            self._closed = True
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> Warm:
        return (start_isolated if self.level == "isolated" else start_restricted)(self._order)

    def _drop(self) -> None:
        warm, self._warm = self._warm, None
        if warm is not None:
            warm.stop()

    def _replace(self) -> None:
        with self._lock:
            if self._closed:
                raise WorldError("the world has been closed")
            self._drop()
            self._warm = self._start()

    def _fork(self, files: bytes) -> Child:
        number = next(self._numbers)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        warm: Warm | None = None
        try:
            with theirs:
                warm = self._order_child(number, theirs)
            ours.settimeout(_PATIENCE)
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)  # its greeting comes with its number
            ours.sendall(frame(files))
            return Child(number, warm, ours, *_greeted(ours))
        except BaseException:
            ours.close()
            if warm is not None:
                self.end(number, warm)
            raise

    def _order_child(self, number: int, theirs: socket.socket) -> Warm:
        with self._lock:
            if self._warm is None:
                raise WorldError("the world has ended")
            socket.send_fds(self._warm.control, [ORDER.pack(FORK, number)], [theirs.fileno()])
            return self._warm


def _greeted(connection: socket.socket) -> tuple[Reader, int]:
    """The reader and the process number of a child that has said, with an empty message, that it is about to serve.

    The number is the kernel's own statement about who sent the message, in our numbering.
    """
    start, about, _, _ = connection.recvmsg(HEADER.size, socket.CMSG_SPACE(_CREDENTIALS.size))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
    reader = Reader(connection, start)
    reason = reader.read(_PATIENCE)
    if reason:
        raise WorldError(reason.decode(errors="replace"))
    told = [content for level, kind, content in about if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS)]
    return reader, _CREDENTIALS.unpack(told[0])[0] if told else 0


class ForkedChannel:
    """The `Channel` to one submission's process."""

    def __init__(self, world: World, files: bytes) -> None:
        self.level: str = world.level
        self._world = world
        self._files = files
        self._child: Child | None = None
        self._until = 0.0
        self._begin()

    def send(self, message: bytes) -> None:
        """Never raises: one that is gone or does not read is found out by `receive`."""
        if self._child is None:
            return
        try:
            left = self._until - time.monotonic()  # within a conversation, its own limit holds for both directions
            self._child.connection.settimeout(left if 0 < left < _SEND_SECONDS else _SEND_SECONDS)
            self._child.connection.sendall(frame(message))
        except OSError as error:
            self._late = isinstance(error, TimeoutError)
            self._lost = not self._give_up()

    def computed(self) -> float | None:
        """As the kernel counts it, for the process with all its threads; what it may have started counts for itself."""
        return linux.processor_seconds(self._child.pid) if self._child and self._child.pid else None

    def receive(self, seconds: float, computed: float | None = None) -> bytes:
        """The next message. After anything but a message the process is ended: what follows could not be trusted."""
        if self._lost:
            raise WorldError(_ENDED)
        if self._child is None:
            raise TimeoutError("the process does not read") if self._late else EOFError("the process is gone")
        self._until = time.monotonic() + seconds
        try:
            return self._read(self._child.reader, computed)
        except (OSError, EOFError, ValueError) as error:
            self._lost = not self._give_up()
            if self._lost:
                raise WorldError(_ENDED) from error
            raise

    def _read(self, reader: Reader, most: float | None) -> bytes:
        """Wait for a message, looking at the processor time whenever it could be used up."""
        while True:
            left = self._until - time.monotonic()
            used = None if most is None else self.computed()
            if most is None or used is None:
                return reader.read(left)
            if used >= most:
                raise ComputedTooLong("the process has used up its processor time")
            try:
                return reader.read(min(left, max(most - used, _TICK)))
            except TimeoutError:
                if time.monotonic() >= self._until:
                    raise

    def restart(self) -> None:
        """Kill whatever runs, and start afresh with the same files."""
        self._give_up()
        self._begin()

    def close(self) -> None:
        """Kill whatever runs. Nothing of it is left when this returns."""
        self._give_up()

    def _begin(self) -> None:
        self._child = self._world.fork(self._files)
        self._late = False
        self._lost = False  # whether the warm process is gone, for which no submission is to blame
        self._until = 0.0

    def _give_up(self) -> bool:
        """Kill whatever runs. False where the warm process is gone, too."""
        child, self._child = self._child, None
        if child is None:
            return True
        child.connection.close()
        return self._world.end(child.number, child.warm)


__all__ = ["ForkedChannel", "World"]
