"""A worker: a process that judges submissions in a world of its own and sends back what is to be written.

It never touches the gradebook or the graded folders, so that it may be killed at any time.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection

from autograder.batch.judging import Judge
from autograder.batch.records import Failed, Job
from autograder.batch.settings import Settings
from autograder.examiner import Examiner
from autograder.grading import Grader
from autograder.sandbox.world import World

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """What a forked worker has from its parent: a world, an examiner that has rehearsed, and a processor to stay on."""

    world: World
    examiner: Examiner
    core: int | None


def work(connection: Connection, settings: Settings, parent: int, ready: Ready | None) -> None:
    """Grade what comes in until None or the end of the connection comes.

    Where processes are not forked, and there is no isolation, nothing is ready: it makes its own.
    """
    _die_with(parent)
    gc.enable()
    if ready is not None and ready.core is not None and sys.platform == "linux":
        with contextlib.suppress(OSError):  # a processor that was taken away meanwhile
            os.sched_setaffinity(0, {ready.core})
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    world, examiners = (ready.world, [ready.examiner]) if ready else (World("process"), [])
    with Grader(settings.course, world=world, examiners=examiners) as grader:
        judge = Judge(settings, grader)
        while (job := _next(connection)) is not None:
            try:
                connection.send(judge.grade(job))
            except Exception as problem:  # noqa: BLE001 - the others are to be graded all the same
                _LOG.exception("%s could not be graded", job.student)
                connection.send(Failed(job.student, f"{type(problem).__name__}: {problem}"))


def _next(connection: Connection) -> Job | None:
    try:
        job: Job | None = connection.recv()
    except (EOFError, OSError):
        return None
    return job


def _die_with(parent: int) -> None:
    """Let the kernel end this process when the parent is gone, however it went."""
    if sys.platform == "linux":
        from autograder.sandbox import linux

        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


__all__ = ["work"]
