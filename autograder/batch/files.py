"""The graded folders: each is made completely beside its place and then put there, never half written.

Writes only below nbgrader's tree of graded submissions; never through anything that a submission left there.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from autograder.batch.settings import Settings

_SHARED = 0o2770
_BUSY = "`autograder grade` or `nbgrader autograde` is at work on this course already; wait until it has ended."


class Busy(RuntimeError):
    """Another run is writing; the message says what to do."""


class Shelf:
    """Where graded folders of one unit are put."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def tidy(self) -> None:
        """Undo what a killed run left: a folder that was being made goes, one that was set aside comes back."""
        pattern = self._settings.folder("autograded", "*")
        tree = Path(*pattern.parts[: pattern.parts.index("*")])
        for suffix in (".new", ".old"):
            for left in sorted(tree.glob(str(_beside(pattern, suffix).relative_to(tree)))):
                place = left.with_name(left.name[1:].removesuffix(suffix))
                if suffix == ".old" and not place.exists():
                    left.rename(place)
                else:
                    remove(left)

    def prepare(self, student: str, files: Mapping[str, bytes]) -> None:
        """Write the whole folder under a temporary name. Raises `OSError`."""
        made = _beside(self._settings.folder("autograded", student), ".new")
        remove(made)
        for name, content in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for place, _, names in os.walk(made):
            for name in names:
                Path(place, name).chmod(self._settings.permissions)
            if self._settings.groupshared:
                _share(Path(place))

    def discard(self, student: str) -> None:
        """Forget a prepared folder."""
        remove(_beside(self._settings.folder("autograded", student), ".new"))

    def publish(self, student: str) -> None:
        """Put the prepared folder in its place; what was there goes."""
        place = self._settings.folder("autograded", student)
        made, aside = _beside(place, ".new"), _beside(place, ".old")
        if place.exists() or place.is_symlink():
            place.rename(aside)
        made.rename(place)
        remove(aside)
        unfinished(place).unlink(missing_ok=True)
        if self._settings.groupshared:
            _share(Path(os.path.normpath(self._settings.tree("autograded"))))


def _beside(place: Path, suffix: str) -> Path:
    """A name that no tool of nbgrader's takes for a submission."""
    return place.with_name(f".{place.name}{suffix}")


def unfinished(place: Path) -> Path:
    """The file that is there while nbgrader grades into a folder: where it is left, that was broken off halfway."""
    return _beside(place, ".unfinished")


def is_broken_off(place: Path) -> bool:
    """Whether grading into a folder was begun by a process that is gone: the system lets go of what it had locked."""
    try:
        with unfinished(place).open() as mark:
            return locked(mark)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # it is there


def locked(mark: IO[str]) -> bool:
    """Lock an open mark for as long as it is open, if nobody else holds it. Forked processes hold it, too."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True


def remove(path: Path) -> None:
    """Remove a file, a link or a folder, if there is one. Raises `OSError`."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)


def _share(folder: Path) -> None:
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & _SHARED != _SHARED:
        folder.chmod((mode | _SHARED) & 0o2777)


@contextmanager
def at_work(state: Path, *, alone: bool) -> Iterator[None]:
    """Keep others from writing: `alone` everybody, else those who want to be alone. Raises `Busy`.

    The system lets go of the lock when the run ends in any way.
    """
    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = (state / "lock").open("a+")
    except OSError:
        if alone:
            raise
        yield  # the folder is another instructor's: nbgrader goes on as it would without us
        return
    with lock as file:
        try:
            _hold(file, alone=alone)
        except OSError as problem:
            if problem.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise Busy(_BUSY) from None
        yield  # also on a file system without locks


def _hold(file: IO[str], *, alone: bool) -> None:
    if sys.platform == "win32":
        import msvcrt

        if alone:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        fcntl.lockf(file, kind | fcntl.LOCK_NB)  # unlike `flock`, not inherited by workers


__all__ = ["Busy", "Shelf", "at_work", "is_broken_off", "locked", "remove", "unfinished"]
