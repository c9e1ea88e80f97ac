"""Kills `autograder grade` ten times at random moments with SIGKILL, and compares what a last run leaves.

A program: `python benchmarks/kill.py [SEED]` takes two minutes. Every table and every file must be as after a run that
nobody disturbed.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench import OURS, UNIT, Bench
from sample import Trees, environment

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
dump = importlib.import_module("gradebook_dump").dump

SUBMISSIONS, KILLS = 200, 10


def main(seed: int) -> int:
    """0 when nothing was lost and nothing done twice."""
    rng = random.Random(seed)
    trees = Bench(quick=True).trees("kill", SUBMISSIONS)
    for name in ("calm", "hurt"):
        shutil.copy(trees.folder / "released.db", trees.folder / f"{name}.db")
    run(trees, "calm").wait()
    shutil.rmtree(trees.folder / "grade-state")
    for number in range(KILLS):
        hurt = run(trees, "hurt")
        time.sleep(rng.uniform(0.3, 5))
        whom = rng.choice([hurt.pid, *children(hurt.pid)])
        kill(whom)
        if whom != hurt.pid:
            time.sleep(rng.uniform(0.2, 1.5))  # the run goes on without one of its workers
            kill(hurt.pid)
        hurt.wait()
        done = len(list((trees.folder / "grade-state").rglob("*.json")))
        print(f"kill {number + 1}: {'the parent' if whom == hurt.pid else 'a worker, then the parent'}; {done} graded")
    run(trees, "hurt").wait()
    calm, mended = (dump(trees.folder / f"{name}.db") for name in ("calm", "hurt"))
    tables = [name for name, rows in calm.items() if rows != mended[name]]
    theirs, ours = (files(trees.folder / name) for name in ("calm", "hurt"))
    print(f"{sum(map(len, calm.values()))} rows, tables that differ: {tables or 'none'}")
    print(f"{len(theirs)} files, those that differ: {sorted(set(theirs.items()) ^ set(ours.items())) or 'none'}")
    return 0 if calm == mended and theirs == ours else 1


def run(trees: Trees, graded: str) -> subprocess.Popen[bytes]:
    """Start grading into a gradebook and a tree of that name."""
    silent = subprocess.DEVNULL
    return subprocess.Popen(
        [*OURS, UNIT, *trees.options(graded)], cwd=trees.course.root, env=environment(), stdout=silent, stderr=silent
    )


def children(parent: int) -> list[int]:
    """The processes that one has started: workers and the world."""
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text() if Path(f"/proc/{parent}").exists() else ""
    return [int(word) for word in text.split()]


def kill(pid: int) -> None:
    """With the signal that nothing can catch."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def files(folder: Path) -> dict[str, str]:
    """The digest of every file by its path."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
