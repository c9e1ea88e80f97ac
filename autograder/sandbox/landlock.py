"""Landlock, the kernel's rule "only these paths", for machines that refuse namespaces.

Raw system calls (numbers 444 to 446 on every architecture), see landlock(7).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.linux import syscall

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_ALL_OF_VERSION_1 = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_NETWORK_TCP = 0b11
_SCOPED = 0b11  # abstract sockets, signals
_ONLY_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_READ = _EXECUTE | _READ_FILE | _READ_DIR


def version() -> int:
    """The kernel's Landlock version; 0 where there is none."""
    try:
        return syscall(444, None, 0, 1, what="landlock_create_ruleset")
    except OSError:
        return 0


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def handled(abi: int) -> int:
    """Every file access that version `abi` can refuse."""
    newer = (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0) | (_IOCTL_DEVICE if abi >= 5 else 0)
    return _ALL_OF_VERSION_1 | newer


def restrict(read: Iterable[Path], write: Iterable[Path]) -> None:
    """From now on this process reads only below `read` and writes only below `write`.

    Paths that are not there are left out. Needs no-new-privileges. Raises `OSError`.
    """
    abi = version()
    everything = handled(abi)
    attributes = _Ruleset(everything, _NETWORK_TCP if abi >= 4 else 0, _SCOPED if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = syscall(444, ctypes.byref(attributes), size, 0, what="landlock_create_ruleset")
    try:
        for path in read:
            _allow(ruleset, path, everything & _READ)
        for path in write:
            _allow(ruleset, path, everything & ~_EXECUTE)
        syscall(446, ruleset, 0, what="landlock_restrict_self")
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rights = access if path.is_dir() else access & _ONLY_FOR_FILES
            rule = _PathBeneath(rights, descriptor)
            syscall(445, ruleset, 1, ctypes.byref(rule), 0, what="landlock_add_rule")
        finally:
            os.close(descriptor)


__all__ = ["handled", "restrict", "version"]
