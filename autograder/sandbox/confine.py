"""What a forked child does to itself before it runs learner code: a file system of its own, limits, no way back.

Two ways: with namespaces (`enter_private_world`) and, where the machine refuses those, with Landlock (`enter_fence`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from pathlib import Path

from autograder.sandbox import landlock, linux, seccomp
from autograder.sandbox.limits import (
    Limits,
    apply_limits,
    die_first,
    give_up_privileges,
    processes_are_counted_per_world,
)

HOME = "/home/learner"
_PRIVATE = ("/tmp", "/dev/shm", HOME)  # noqa: S108 - mount points of the world's own
_CONNECTION = 3
_MORE_THAN_ANY = 4096  # descriptors: the warm process has a handful
_CONTROLLED = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC


def prepare(namespaces: bool) -> None:
    """Work out, once and ahead of every fork, what is the same for all children."""
    linux.capabilities()
    seccomp.prepare(namespaces)


def enter_private_world(limits: Limits) -> Path:
    """Confine this process, already the first of its PID namespace. The working directory it gets is returned.

    Raises `OSError` where the kernel refuses a step: nothing of a learner's may run then.
    """
    die_first()
    linux.unshare(linux.CLONE_NEWNS | linux.CLONE_NEWIPC)
    for target in _PRIVATE:
        linux.mount("tmpfs", target, _CONTROLLED, f"size={limits.disk},nr_inodes=8192,mode=0700")
    wide_view = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    _mount_proc()
    _be_counted_alone(wide_view)
    os.close(wide_view)
    give_up_privileges()
    apply_limits(limits, count_processes=processes_are_counted_per_world())
    seccomp.install(namespaces=True)
    return Path(HOME)


def _be_counted_alone(proc: int) -> None:
    """Take a user namespace of its own, in which this process's limit on processes counts its own ones only.

    Otherwise a submission that starts as many as it may would leave none for the one next to it. `proc` is a view of
    processes that can be written to. Where the kernel refuses, all count together.
    """
    user, group = os.getuid(), os.getgid()
    try:
        linux.unshare(linux.CLONE_NEWUSER)
    except OSError:
        return
    for name, content in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        descriptor = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
        os.write(descriptor, content.encode())
        os.close(descriptor)


def _mount_proc() -> None:
    """A view of the process's own namespace only, without the kernel's settings where it can be had so."""
    flags = _CONTROLLED | linux.MS_RDONLY
    try:
        linux.mount("proc", "/proc", flags, "subset=pid")  # since Linux 5.8
    except OSError:
        linux.mount("proc", "/proc", flags)


def enter_fence(limits: Limits, readable: list[str], folder: Path, parent: int) -> Path:
    """Confine this process without namespaces: it reads below `readable`, writes below `folder`, starts no process.

    It dies with `parent`. Raises `OSError` where the kernel refuses a step.
    """
    die_first()
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise OSError("the warm process is gone")
    folder.mkdir(mode=0o700)
    os.environ.update(HOME=str(folder), TMPDIR=str(folder))
    give_up_privileges()
    devices = [Path("/dev", name) for name in ("null", "zero", "full", "random", "urandom")]
    landlock.restrict([*map(Path, readable), *devices[1:]], [folder, devices[0]])
    apply_limits(limits, count_processes=False)  # the filter refuses processes; users' threads elsewhere must not count
    seccomp.install(namespaces=False)
    return folder


def keep_only(connection: socket.socket) -> socket.socket:
    """Close every descriptor but standard input and output (which become /dev/null) and the learner's connection."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    if connection.fileno() != _CONNECTION:
        os.dup2(connection.fileno(), _CONNECTION, inheritable=False)
    connection.detach()
    os.closerange(_CONNECTION + 1, _MORE_THAN_ANY)
    return socket.socket(fileno=_CONNECTION)


def settle(folder: Path) -> None:
    """Make `folder` the working directory; helper modules in it are found, but never before an installed package."""
    os.chdir(folder)
    os.environ["PWD"] = str(folder)
    with contextlib.suppress(ValueError):
        sys.path.remove("")
    sys.path.append(str(folder))


__all__ = ["HOME", "enter_fence", "enter_private_world", "keep_only", "prepare", "settle"]
