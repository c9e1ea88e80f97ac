"""Who the processes in a world are, seen from outside: where the administrator starts it, somebody who owns nothing."""

from __future__ import annotations

import os
from pathlib import Path

_STRANGER = (1_879_048_000, 65_534)


def map_identities(pid: int, stranger: int) -> None:
    """Give a new user namespace two identities: the administrator to set up the world, and one who owns nothing."""
    for kind in ("uid_map", "gid_map"):
        Path(f"/proc/{pid}/{kind}").write_text(f"0 0 1\n1 {stranger} 1\n")


def strangers() -> list[int]:
    """Users that an administrator's world can become, so that limits per user bind it; nobody for an ordinary user."""
    if os.geteuid() != 0:
        return []
    known = [tuple(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text().splitlines()]
    return [user for user in _STRANGER if any(first <= user < first + count for first, _, count in known)][:1]


__all__ = ["map_identities", "strangers"]
