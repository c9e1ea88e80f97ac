"""Wall time, processor time and memory of a command with everything it starts, as the operating system counts them.

Processor time: the kernel passes the times of ended processes up to whoever waited for them, through the worlds' own
first processes to us; what loses its parent is adopted here, so that nothing is missed. Memory: /proc, while it runs.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_SUBREAPER = 36  # prctl: descendants that lose their parent become ours
_EVERY = 0.5  # seconds


@dataclass(frozen=True)
class Cost:
    """What one command took: seconds, processor seconds of all processes, peak of their memory in MiB."""

    wall: float
    cpu: float
    peak: float
    status: int
    output: str


def measure(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Cost:
    """Run a command to its end and add up everything that it started."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    before = _reaped()
    watcher = _Watcher()
    started = time.monotonic()
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    wall = time.monotonic() - started
    watcher.stop()
    _reap_orphans()
    return Cost(wall, _reaped() - before, watcher.peak / 2**20, run.returncode, run.stdout + run.stderr)


def _reaped() -> float:
    """Processor seconds of every descendant that has ended: the kernel passes them up from parent to parent."""
    times = os.times()
    return times.children_user + times.children_system


def _reap_orphans() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


class _Watcher:
    """Looks every moment at the memory of all descendants: pages of their own, and shared ones by their share."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY):
            self.peak = max(self.peak, sum(_memory(pid) for pid in _descendants(os.getpid())))


def _descendants(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def _memory(pid: int) -> float:
    """The proportional set size in bytes; 0 for a process that has just ended."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1]) * 1024
    except (OSError, PermissionError):
        pass
    return 0.0


def machine() -> str:
    """The machine in a few words, without its name."""
    text = Path("/proc/cpuinfo").read_text()
    model = next((line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PHYS_PAGES") * _PAGE / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} cores, {memory:.0f} GiB, Linux {os.uname().release}, Python {sys.version.split()[0]}"


__all__ = ["Cost", "machine", "measure"]
