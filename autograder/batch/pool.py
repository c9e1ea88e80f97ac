"""The workers as the parent sees them: jobs out, results in, a worker that dies is replaced and its job tried again."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, Self

from autograder.batch.records import Failed, Graded, Job
from autograder.batch.settings import Settings
from autograder.batch.worker import Ready, work
from autograder.examiner import Examiner
from autograder.sandbox.world import World

ATTEMPTS = 2  # a submission whose worker dies so often is not tried again
AHEAD = 2  # jobs that a worker holds, so that it never waits for the parent
ROOM = 64_000  # characters of a job that may wait: what fits into a pipe, whose other end may be busy sending
GOODBYE = 2.0  # seconds
SECONDS = 600.0  # for one submission: far beyond what the time limits of its parts add up to
_STOPPED = "The process that judged it ended early, twice. Grade it again; if it happens again, tell the authors."


class _Worker:
    """One worker process, its connection, and the jobs it holds (the first is at work)."""

    def __init__(self, process: Any, connection: Connection, core: int | None) -> None:
        self.process = process
        self.connection = connection
        self.core = core
        self.jobs: deque[Job] = deque()
        self.since = time.monotonic()

    def give(self, job: Job) -> bool:
        """Hand over a job; False when the worker is gone."""
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs.append(job)
        try:
            self.connection.send(job)
        except OSError:
            return False
        return True

    def dismiss(self) -> None:
        """Let it put its world away, which may have a folder on the disk, if it is idle."""
        if not self.jobs:
            with contextlib.suppress(OSError):
                self.connection.send(None)

    def end(self, patience: float = 0.0) -> None:
        """Kill it and forget it. One that was dismissed has `patience` seconds to end."""
        if not self.jobs:
            self.process.join(patience)
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """Grades jobs in `count` processes that share the warm process of `world` and the `examiner`; a context manager."""

    def __init__(self, settings: Settings, world: World, examiner: Examiner, count: int) -> None:
        self._settings = settings
        self._examiner = examiner
        self._world = world
        self._numbers = itertools.count(1)
        self._cores = _cores_for(count)
        self._context: BaseContext = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._waiting: deque[Job] = deque()
        self._attempts: Counter[str] = Counter()
        self._failed: list[Failed] = []
        self._workers: list[_Worker] = []
        for _ in range(count):
            self._workers.append(self._start())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.dismiss()
        for worker in self._workers:
            worker.end(GOODBYE)

    def add(self, jobs: Iterable[Job]) -> None:
        """More to grade."""
        self._waiting.extend(jobs)
        self._hand_out()

    def results(self, tick: float = 0.25) -> Iterator[Graded | Failed | None]:
        """Results as they come, and None where nothing came for a while, until all is done."""
        while self._waiting or any(worker.jobs for worker in self._workers) or self._failed:
            self._hand_out()
            while self._failed:
                yield self._failed.pop()
            ready = wait([worker.connection for worker in self._workers if worker.jobs], tick)
            if not ready:
                self._end_stuck()
                yield None
            for worker in [w for w in self._workers if w.connection in ready]:
                result = self._receive(worker)
                if result is not None:
                    yield result

    def _hand_out(self) -> None:
        ahead = AHEAD if len(self._waiting) > len(self._workers) else 1  # at the end nobody queues behind a slow one
        for depth in range(1, ahead + 1):
            for worker in list(self._workers):
                if not self._waiting or len(worker.jobs) >= depth or (depth > 1 and len(self._waiting[0].kept) > ROOM):
                    continue
                if not worker.give(self._waiting.popleft()):
                    self._replace(worker)

    def _receive(self, worker: _Worker) -> Graded | Failed | None:
        try:
            result: Any = worker.connection.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return None
        worker.jobs.popleft()
        worker.since = time.monotonic()
        self._hand_out()
        assert isinstance(result, Graded | Failed)
        return result

    def _end_stuck(self) -> None:
        for worker in list(self._workers):
            if worker.jobs and time.monotonic() - worker.since > SECONDS:
                self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        """A new worker for one that is gone. Its first job counts as tried."""
        worker.end()
        if worker.jobs:
            student = worker.jobs[0].student
            self._attempts[student] += 1
            if self._attempts[student] >= ATTEMPTS:
                worker.jobs.popleft()
                self._failed.append(Failed(student, _STOPPED))
        self._waiting.extendleft(reversed(worker.jobs))
        self._workers.remove(worker)
        self._workers.append(self._start())

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        number = next(self._numbers)
        taken = {worker.core for worker in self._workers}
        core = next((core for core in self._cores if core not in taken), None)
        world = self._world.share(number, core) if sys.platform == "linux" else None
        ready = None if world is None else Ready(world, self._examiner, core)
        # the class is in each of the contexts that are used, though not in the one that they share
        process = self._context.Process(  # type: ignore[attr-defined]
            target=work, args=(theirs, self._settings, os.getpid(), ready), daemon=True
        )
        process.start()
        theirs.close()
        if world is not None:
            world.close()  # ours; the worker has its own
        return _Worker(process, ours, core)


def _cores_for(count: int) -> list[int]:
    """The processors to bind workers to, one each; none where there are fewer workers than processors.

    A run that leaves processors free leaves it to the system which: another may be at work at the same time.
    """
    if sys.platform != "linux":
        return []
    cores = sorted(os.sched_getaffinity(0))
    return cores if count == len(cores) else []


__all__ = ["Pool"]
