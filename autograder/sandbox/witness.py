"""Whether the process it runs in is confined as it must be: asked in each, and by a server for trying a level out."""

from __future__ import annotations

import socket
from collections.abc import Callable

from autograder.sandbox import linux

_PR_GET_SECCOMP, _PR_GET_NO_NEW_PRIVS, _PR_CAPBSET_READ = 21, 39, 23


def serve(receive: Callable[[], bytes], send: Callable[[bytes], None]) -> None:
    """Send one message, "confined" or what is wrong, and wait for the end."""
    send((complaint() or "confined").encode())
    receive()


def insist() -> None:
    """Raise `OSError` with what is wrong with this process's confinement."""
    if reason := complaint():
        raise OSError(f"the confinement does not hold: {reason}")


def complaint() -> str:
    """What is wrong with this process's confinement, "" for nothing."""
    if linux.prctl(_PR_GET_SECCOMP) != 2:
        return "no system-call filter"
    if linux.prctl(_PR_GET_NO_NEW_PRIVS) != 1:
        return "new privileges are possible"
    try:
        socket.socket(socket.AF_INET).close()
    except PermissionError:
        return ""
    return "the network is open"


__all__ = ["complaint", "insist", "serve"]
