"""Removing a folder that learner code wrote to: of any depth, with folders that nobody may enter, in bounded time.

`shutil.rmtree` follows folders down, in Python 3.11 by recursion, until the stack or the longest possible path ends.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path


def remove_tree(folder: Path, seconds: float = math.inf) -> bool:
    """Remove a folder whose processes are gone. Never raises; False where something is left after `seconds`.

    Folders in folders are moved to the top one by one, so that no path gets longer than two names. Links are removed,
    not followed.

    >>> import tempfile
    >>> top = Path(tempfile.mkdtemp())
    >>> (top / "a" / "b").mkdir(parents=True)
    >>> remove_tree(top), top.exists(), remove_tree(top)
    (True, False, True)
    """
    until = time.monotonic() + seconds
    names = (f".{number}.removed" for number in itertools.count())
    going_on = True
    while going_on and time.monotonic() < until:
        going_on = sum(_emptied(path, folder, names, until) for path in _inside(folder, until)) > 0
    with contextlib.suppress(OSError):
        folder.rmdir()
    return not os.path.lexists(folder)


def remove_later(folder: Path) -> None:
    """Have another process remove a folder, which goes on when this one has ended."""
    helper = subprocess.Popen(
        [sys.executable, "-P", "-m", "autograder.sandbox.removal", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    helper.returncode = 0  # nobody waits for it: Python would complain of forgetting it


def _inside(folder: Path, until: float) -> Iterator[Path]:
    """The folders in a folder; everything else in it goes."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if time.monotonic() >= until:
                return
            if entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)
            else:
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()


def _emptied(folder: Path, top: Path, names: Iterator[str], until: float) -> bool:
    """Move the folders in a folder to the top, and remove it. Whether that came about."""
    try:
        folder.chmod(0o700)
        for inner in _inside(folder, until):
            inner.chmod(0o700)  # moving it changes its entry for the folder above
            inner.rename(next(place for name in names if not os.path.lexists(place := top / name)))
        folder.rmdir()
    except OSError:
        return False
    return True


__all__ = ["remove_later", "remove_tree"]

if __name__ == "__main__":
    remove_tree(Path(sys.argv[1]))
