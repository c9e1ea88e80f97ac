"""Folders for learner processes on the machine's own disk: what a killed run left there, the next one removes.

Needed where processes have no file system of their own, at the levels "restricted" and "process".
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from autograder.sandbox.removal import remove_later, remove_tree

PREFIX = "autograder-scratch-"
_OURS = re.compile(re.escape(PREFIX) + r"[a-z0-9_]{8}")  # as `tempfile` makes them: nobody's own folder is called so
_YOUNG = 60.0  # seconds: whoever has just made a folder may not hold it yet
_SECONDS = 0.5  # for removing one, before that is left to another process


class Hold:
    """Says that a folder is in use, for as long as this process or one forked from it lives."""

    def __init__(self, folder: Path) -> None:
        self._descriptor: int | None = None
        with contextlib.suppress(OSError):
            self._descriptor = _locked(folder)

    def close(self) -> None:
        """It is not in use any more."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def _locked(folder: Path) -> int | None:
    """A descriptor with a lock on the folder itself; None where there are no locks. Raises `OSError` if taken."""
    try:
        import fcntl
    except ImportError:
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@cache
def tidy(place: Path | None = None) -> None:
    """Remove, once, what runs of this user left that were killed. Never raises."""
    if not hasattr(os, "getuid"):
        return
    for folder in _old(place or Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            descriptor = _locked(folder)
            if descriptor is not None:
                if not remove_tree(folder, _SECONDS):
                    remove_later(folder)
                os.close(descriptor)


def _old(place: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for folder in sorted(place.glob(f"{PREFIX}*")):
            about = folder.lstat()
            is_ours = stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and _OURS.fullmatch(folder.name)
            if is_ours and time.time() - about.st_mtime > _YOUNG:
                yield folder


__all__ = ["PREFIX", "Hold", "tidy"]
