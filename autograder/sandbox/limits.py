"""How much a learner process may use, and the privileges it gives up for good.

Not here: what it can see (`confine.py`) and which system calls it may make (`seccomp.py`).
"""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one learner process and of what it starts.

    >>> Limits().memory // MIB
    3072
    """

    memory: int = 3072 * MIB  # address space of each process
    processes: int = 32  # processes and threads of one world
    files: int = 256  # open descriptors
    file_size: int = 64 * MIB  # of each file it writes
    disk: int = 96 * MIB  # of its private temporary folders, each
    cpu_seconds: int = 300  # a backstop: the judge's own time limits come first
    stack: int = 16 * MIB  # also of each thread, which counts towards `memory`


def apply_limits(limits: Limits, *, count_processes: bool) -> None:
    """Set the limits of this process for good. A limit that is already lower stays."""
    import resource

    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_STACK: limits.stack,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    if sys.platform == "linux":
        wanted |= {resource.RLIMIT_MSGQUEUE: 0, resource.RLIMIT_NICE: 0, resource.RLIMIT_RTPRIO: 0}
    if count_processes:
        wanted[resource.RLIMIT_NPROC] = limits.processes
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (lowest, lowest))


def processes_are_counted_per_world() -> bool:
    """Whether the kernel counts processes per user namespace (Linux 5.14), not per user of the machine."""
    major, minor = (int(part) for part in os.uname().release.split(".")[:2])
    return (major, minor) >= (5, 14)


def die_first() -> None:
    """Ask the kernel to choose this process first when the machine runs out of memory."""
    with contextlib.suppress(OSError), Path("/proc/self/oom_score_adj").open("w") as file:
        file.write("1000")


def give_up_privileges() -> None:
    """Drop every capability, also from the bounding set, and forbid getting any back by running a program."""
    from autograder.sandbox import linux

    with contextlib.suppress(OSError):  # refused where there is no capability to drop any with
        for number in linux.capabilities():  # all: a new user namespace has every one in its bounding set again
            linux.prctl(linux.PR_CAPBSET_DROP, number)
    linux.prctl(linux.PR_CAP_AMBIENT, linux.PR_CAP_AMBIENT_CLEAR_ALL)
    linux.set_capabilities(0, 0)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)


__all__ = ["MIB", "Limits", "apply_limits", "die_first", "give_up_privileges", "processes_are_counted_per_world"]
