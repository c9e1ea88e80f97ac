"""The few Linux system calls that Python's standard library does not offer, as functions that raise `OSError`.

Not here: what they are used for (`confine.py`, `seccomp.py`, `landlock.py`).
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
import time
from functools import cache
from typing import Any

CLONE_NEWNS = 0x0002_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000

MS_RDONLY = 0x1
MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_REC = 0x4000
MS_PRIVATE = 0x4_0000

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_SET_SECCOMP = 22
_PR_CAPBSET_READ = 23
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

_CAPABILITY_VERSION_3 = 0x2008_0522
_SYS_CAPSET = {"x86_64": 126, "aarch64": 91}


def machine() -> str:
    """The processor family as the kernel calls it: "x86_64", "aarch64", …"""
    return platform.machine()


def supported() -> bool:
    """Whether this is a Linux whose system-call numbers are known here."""
    return sys.platform == "linux" and machine() in _SYS_CAPSET


@cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> int:
    """`result` of a C call, or `OSError` naming `what` when it is negative."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(number: int, *args: Any, what: str) -> int:
    """A raw system call; integers are passed as C longs."""
    passed = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    return checked(_libc().syscall(ctypes.c_long(number), *passed), what)


def processor_seconds(pid: int) -> float | None:
    """The processor time of a process with all its threads, to the nanosecond; None when it is gone.

    Its clock's number is made as <linux/posix-timers.h> makes it, and as `clock_getcpuclockid(3)` gives it.

    >>> processor_seconds(os.getpid()) > 0
    True
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return None


def prctl(option: int, *args: Any) -> int:
    """`prctl(2)`."""
    padded = (*args, 0, 0, 0, 0)[:4]
    passed = [ctypes.c_ulong(arg) if isinstance(arg, int) else arg for arg in padded]
    return checked(_libc().prctl(option, *passed), f"prctl({option})")


def unshare(flags: int) -> None:
    """`unshare(2)`: new namespaces for this process (for its next child, where PID namespaces are concerned)."""
    checked(_libc().unshare(flags), "unshare")


def join_namespace(descriptor: int, kind: int) -> None:
    """`setns(2)`."""
    checked(_libc().setns(descriptor, kind), "setns")


def mount(kind: str, target: str, flags: int, options: str = "") -> None:
    """`mount(2)` of a file system without a device (tmpfs, proc), or a change of propagation with `kind` ""."""
    name = kind.encode() or None
    passed = (name, target.encode(), name, ctypes.c_ulong(flags), options.encode() or None)
    checked(_libc().mount(*passed), f"mount {target}")


def set_capabilities(effective: int, permitted: int) -> None:
    """`capset(2)` for this process: bit masks; nothing inheritable."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    low = 0xFFFF_FFFF
    words = (effective & low, permitted & low, 0, effective >> 32, permitted >> 32, 0)
    data = (ctypes.c_uint32 * 6)(*words)
    syscall(_SYS_CAPSET[machine()], ctypes.byref(header), ctypes.byref(data), what="capset")


@cache
def capabilities() -> tuple[int, ...]:
    """The capabilities that this kernel knows. Looked up once: a forked child inherits the answer."""
    number = 0
    while _libc().prctl(_PR_CAPBSET_READ, ctypes.c_ulong(number), 0, 0, 0) >= 0:
        number += 1
    return tuple(range(number))


__all__ = [
    "CLONE_NEWIPC",
    "CLONE_NEWNS",
    "CLONE_NEWPID",
    "CLONE_NEWUSER",
    "MS_NODEV",
    "MS_NOEXEC",
    "MS_NOSUID",
    "MS_PRIVATE",
    "MS_RDONLY",
    "MS_REC",
    "PR_CAPBSET_DROP",
    "PR_CAP_AMBIENT",
    "PR_CAP_AMBIENT_CLEAR_ALL",
    "PR_SET_DUMPABLE",
    "PR_SET_KEEPCAPS",
    "PR_SET_NO_NEW_PRIVS",
    "PR_SET_PDEATHSIG",
    "PR_SET_SECCOMP",
    "capabilities",
    "checked",
    "join_namespace",
    "machine",
    "mount",
    "prctl",
    "processor_seconds",
    "set_capabilities",
    "supported",
    "syscall",
    "unshare",
]
