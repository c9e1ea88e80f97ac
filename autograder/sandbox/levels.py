"""How well learner code can be kept apart from the judge on this machine, and the choice among the levels.

"isolated": namespaces of its own, system-call filter, limits. "restricted": Landlock, filter, limits.
"process": a process of its own and nothing more, only for those who say that they trust what they run.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Literal, get_args

from autograder.sandbox import landlock, linux

Level = Literal["isolated", "restricted", "process"]
VARIABLE = "AUTOGRADER_ISOLATION"  # forces a level
_REFUSAL = """\
This machine offers no way to keep learner code away from the judge, so submissions are not run.
  isolated:   {isolated}
  restricted: {restricted}
Run `autograder doctor` to see what is missing. If you trust everyone whose work you grade,
say so with --trust-submissions: their code then runs with your own rights."""

_UNTRUSTED = f"""\
{VARIABLE} asks for 'process': submissions would run with your own rights, and are not run.
Take it out of the environment, or, if you trust everyone whose work you grade, say so with --trust-submissions."""


class IsolationUnavailable(RuntimeError):
    """Learner code cannot be kept apart here; the message says why and what to do."""


def choose_level(trust: bool = False) -> Level:
    """The strongest level that works here, or the one that the environment forces. Raises `IsolationUnavailable`."""
    forced = os.environ.get(VARIABLE, "")
    if forced:
        return _forced(forced, trust)
    for level in ("isolated", "restricted"):
        if probe(level) == "":
            return level
    if trust:
        return "process"
    raise IsolationUnavailable(_REFUSAL.format(isolated=probe("isolated"), restricted=probe("restricted")))


def _forced(name: str, trust: bool) -> Level:
    for level in get_args(Level):
        if name == level:
            reason = probe(level)
            if reason:
                raise IsolationUnavailable(f"{VARIABLE} asks for {level!r}, which does not work here: {reason}")
            if level == "process" and not trust:
                raise IsolationUnavailable(_UNTRUSTED)
            return level  # type: ignore[no-any-return]
    raise IsolationUnavailable(f"{VARIABLE}={name!r} is none of {', '.join(get_args(Level))}")


@cache
def probe(level: Level) -> str:
    """Try a level for real, with a process that reports on itself: "" when it works, else the reason."""
    if level == "process":
        return ""
    if not linux.supported():
        return "needs Linux on x86_64 or aarch64"
    if level == "restricted" and landlock.version() == 0:
        return "the kernel has no Landlock (Linux 5.13 or newer, switched on)"
    from autograder.sandbox.api import WorldError
    from autograder.sandbox.launch import Order
    from autograder.sandbox.world import World

    try:
        with World(level, order=Order(server="autograder.sandbox.witness", preload=())) as world:
            channel = world.channel()
            report = channel.receive(10.0).decode()
            channel.close()
    except (WorldError, OSError, EOFError, ValueError) as error:
        return str(error)
    return "" if report == "confined" else f"the confinement does not hold: {report}"


__all__ = ["VARIABLE", "IsolationUnavailable", "Level", "choose_level", "probe"]
