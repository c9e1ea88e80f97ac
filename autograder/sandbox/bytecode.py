"""Compiled modules for another place: Python compares a module's compiled form with the time of its source there."""

from __future__ import annotations

import importlib.util
import marshal
from pathlib import Path
from types import CodeType

_HEADER = 16  # bytes: magic number, flags, and the time and size of the source, or a hash of it
_UNCHECKED = (1).to_bytes(4, "little") + bytes(8)  # flags and hash: take it without looking at the source


def compiled(source: Path) -> dict[str, bytes]:
    """The content of the cached file of a module, by its path beside the module, for Python to take as it is.

    Empty where this interpreter has not compiled this very source: then it is compiled wherever it is imported.

    >>> [str(path) for path in compiled(Path(__file__).with_name("no_such_module.py"))]
    []
    """
    cached = Path(importlib.util.cache_from_source(str(source), optimization=""))
    try:
        content, about = cached.read_bytes(), source.stat()
    except OSError:
        return {}
    written = b"".join((part & 0xFFFFFFFF).to_bytes(4, "little") for part in (0, int(about.st_mtime), about.st_size))
    if content[:_HEADER] != importlib.util.MAGIC_NUMBER + written or not _is_code(content[_HEADER:]):
        return {}
    return {f"{cached.parent.name}/{cached.name}": importlib.util.MAGIC_NUMBER + _UNCHECKED + content[_HEADER:]}


def _is_code(content: bytes) -> bool:
    """Whether the file is whole."""
    try:
        return isinstance(marshal.loads(content), CodeType)  # noqa: S302 - Python is about to run it as the judge's own
    except (EOFError, ValueError, TypeError, SystemError):
        return False


__all__ = ["compiled"]
