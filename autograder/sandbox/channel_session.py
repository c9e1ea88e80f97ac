"""The session with a process of the learner's own, at the other end of a `Channel`: time limits by killing it.

What there is to ask, and what answers mean, is in `session.py`.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from autograder.sandbox.ahead import digest
from autograder.sandbox.api import Cell, CellReport, Channel, ComputedTooLong, LearnerError, WorldError
from autograder.sandbox.session import (
    TOGETHER_COMPUTING,
    TOGETHER_SECONDS,
    BaseSession,
    in_seconds,
    read_failure,
)
from autograder.wire import WireError, pack, unpack

SUBMISSION_SECONDS = 240.0  # for all that one submission asks of its process, repeated cells included
GRACE = 1.0  # seconds by which cells sent together may go beyond the time at which they were to end
MAX_STREAMED = 50  # cells in one message
MAX_CALLBACKS = 200_000


class ChannelSession(BaseSession):
    """A session with a process that can be killed. After a kill the cells that behaved are run again in a fresh one."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel
        self._cells: list[tuple[Cell, float, float | None]] = []
        self._alive = True
        self.interrupted = False  # whether its process ever had to be ended, or ended itself
        self.lost = False  # whether what it ran in has ended: what is known of the submission says nothing then
        self._until = time.monotonic() + SUBMISSION_SECONDS
        self.level = channel.level

    def run(self, cells: Sequence[Cell], *, seconds: float = 8.0, computing: float | None = None) -> list[CellReport]:
        """Run cells one by one; one that hangs or kills its process is left out of what is run again later."""
        return [self._run_one(cell, seconds, computing) for cell in cells]

    def run_each(
        self, cells: Sequence[Cell], *, seconds: float, computing: float | None = None, until: float = math.inf
    ) -> Iterator[CellReport | None]:
        """As `run`, but several cells go in one message, and their reports come while the next ones run."""
        waiting = deque(cells)
        while waiting:
            left = until - time.monotonic()
            if left <= 0:
                yield from [None] * len(waiting)
                return
            if not self._alive or self.exhausted or left < seconds:
                yield self._run_one(waiting.popleft(), min(seconds, left), computing)
            else:
                yield from self._stream(waiting, seconds, computing, until)

    def _stream(
        self, waiting: deque[Cell], seconds: float, computing: float | None, until: float
    ) -> Iterator[CellReport]:
        """Run the first of the waiting cells, until one of them ends the process or the learner's side pauses.

        It pauses long before `until`, or has been tampered with.
        """
        cells = [{"source": cell.source, "index": cell.index} for cell in islice(waiting, MAX_STREAMED)]
        try:
            message = pack({"op": "cells", "cells": cells})
        except (WireError, ValueError):  # one of them cannot cross: sent alone, it will say so
            yield self._run_one(waiting.popleft(), seconds, computing)
            return
        self._channel.send(message)
        going_on = True
        for _ in cells:
            if not going_on:
                break
            answer = self._listen(min(seconds, max(0.0, until + GRACE - time.monotonic())), computing)
            going_on = self._alive and not answer.get("paused")
            yield self._report(waiting.popleft(), answer, seconds, computing)

    def _run_one(self, cell: Cell, seconds: float, computing: float | None) -> CellReport:
        answer = self._exchange({"op": "run", "source": cell.source, "index": cell.index}, seconds, computing)
        return self._report(cell, answer, seconds, computing)

    def _report(self, cell: Cell, answer: Mapping[str, Any], seconds: float, computing: float | None) -> CellReport:
        """What a cell's answer says. A cell that did not end its process is run again whenever another one does."""
        outputs, error = answer.get("outputs"), read_failure(answer)
        if error is None or error.kind == "exception":
            self._cells.append((cell, seconds, computing))
        return CellReport(cell.index, outputs if isinstance(outputs, list) else [], error)

    def ask_ahead(self, group: str, requests: Sequence[bytes]) -> bytes | None:
        """In one message; the learner's side stops early when they take long, and the rest is asked for alone."""
        if self.exhausted or group in self._alone:
            return None
        self._ahead.drop(group)
        message = pack({"op": "several", "requests": list(requests)})
        replies = self._transport(message, TOGETHER_SECONDS, TOGETHER_COMPUTING).get("replies")
        if not isinstance(replies, list) or not all(type(reply) is bytes for reply in replies):
            self._alone.add(group)
            return None
        self._ahead.put(group, requests, replies)
        return digest(replies) if len(replies) == len(requests) else None

    def close(self) -> None:
        self._channel.close()

    @property
    def exhausted(self) -> bool:
        return self.lost or time.monotonic() >= self._until

    def _revive(self) -> None:
        self._restart()
        again, self._cells = self._cells, []
        for cell, seconds, computing in again:
            if self.exhausted:
                break
            if not self._alive:
                self._restart()
            self._run_one(cell, seconds, computing)
        if self._injected and self._alive:
            self.inject(self._injected)

    def _restart(self) -> None:
        try:
            self._channel.restart()
            self._alive = True
        except WorldError:
            self.lost = True

    def _transport(self, request: bytes, seconds: float, computing: float | None) -> dict[str, Any]:
        if self.exhausted:
            return self._end(LearnerError("timeout", "", "the time that all of a submission may take together"))
        if not self._alive:
            self._revive()
        if self.lost:
            return self._end(LearnerError("crash", "", "the process cannot be started again"))
        self._channel.send(request)
        return self._listen(seconds, computing)

    def _listen(self, seconds: float, computing: float | None) -> dict[str, Any]:
        """The next reply; where none comes within the limits, or one that is none, the process is ended."""
        try:
            return self._receive(seconds, computing)
        except ComputedTooLong:
            self.computed += computing or 0.0
            return self._end(LearnerError("timeout", "", f"{in_seconds(computing or 0.0)} of computing"))
        except TimeoutError:
            return self._end(LearnerError("timeout", "", in_seconds(seconds)))
        except WorldError:
            self.lost = True
            return self._end(LearnerError("crash", "", "the process ended"))
        except (EOFError, OSError):
            return self._end(LearnerError("crash", "", "the process ended"))
        except (WireError, ValueError):
            return self._end(LearnerError("not plain data", "", "the process sent something that is not an answer"))

    def _receive(self, seconds: float, computing: float | None) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        computed = self._channel.computed()
        most = None if computed is None or computing is None else computed + computing
        for _ in range(MAX_CALLBACKS):
            content = self._channel.receive(max(0.0, deadline - time.monotonic()), most)
            self._received += len(content)
            message = unpack(content)
            if not isinstance(message, dict):
                raise WireError("not a message")
            if "callback" not in message:
                self.computed += (self._channel.computed() or 0.0) - (computed or 0.0)
                reply = message.get("reply")
                return reply if isinstance(reply, dict) else {}
            self._channel.send(pack(self.answer_callback(message)))
        raise WireError("too many calls")

    def _end(self, error: LearnerError) -> dict[str, Any]:
        self._alive = False
        self._ahead.clear()
        self.interrupted = True
        return {"killed": error}


__all__ = ["ChannelSession"]
