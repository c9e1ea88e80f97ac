"""A world that starts in the background, so that a run can load what it needs meanwhile.

The strongest level is expected: a world that opens, with a process confined in it, is the proof. Where none opens, the
machine is tried out (`levels.py`), and another is started.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from autograder.sandbox.api import WorldError
from autograder.sandbox.launch import Order
from autograder.sandbox.levels import VARIABLE, Level, choose_level
from autograder.sandbox.world import World

_EXPECTED: Level = "isolated"
_HEAD_START = 0.5  # seconds: importing here at the same time, starting it would take ten times as long


class Opening:
    """A world on its way. To be closed: that ends the world where nobody has taken it."""

    def __init__(self, hidden: Iterable[Path]) -> None:
        self._hidden = tuple(hidden)
        self._helper = ThreadPoolExecutor(1)
        self._coming: Future[World] | None = None

    def start(self) -> None:
        """Begin, where the environment does not ask for another level."""
        if sys.platform == "linux" and os.environ.get(VARIABLE, _EXPECTED) == _EXPECTED:
            order = Order(hidden=self._hidden)
            self._coming = self._helper.submit(World, _EXPECTED, order=order)
            self._coming.add_done_callback(lambda _: order.begun.set())
            order.begun.wait(_HEAD_START)

    @property
    def likely(self) -> Level | None:
        """What `level` will most likely say; None where nothing is on its way."""
        return None if self._coming is None else _EXPECTED

    def level(self, trust: bool = False) -> Level:
        """The strongest level that works here. Waits for the world. Raises `IsolationUnavailable`."""
        if self._coming is not None:
            with contextlib.suppress(WorldError, OSError):
                self._coming.result().channel().close()
                return _EXPECTED
        return choose_level(trust)

    def world(self, level: Level) -> World:
        """The world, of the level that was found out; whoever takes it closes it. Raises `WorldError`.

        No thread is left when this returns: processes can be forked.
        """
        if level != _EXPECTED or self._coming is None:
            self.close()
            return World(level, hidden=self._hidden)
        coming, self._coming = self._coming, None
        try:
            return coming.result()
        finally:
            self._helper.shutdown()

    def close(self) -> None:
        """End what was started and not taken."""
        coming, self._coming = self._coming, None
        try:
            if coming is not None and coming.exception() is None:
                coming.result().close()
        finally:
            self._helper.shutdown()


__all__ = ["Opening"]
