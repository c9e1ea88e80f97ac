"""Imports without what they need not load.

nbformat validates with jsonschema, which tries to import a parser of web addresses that builds its grammar for a
second, to check a format that notebooks do not have. Where the parser is not installed, jsonschema does without it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_UNUSED = "rfc3987_syntax"


@contextmanager
def quick_imports() -> Iterator[None]:
    """Import nbformat or nbgrader inside this for the first time, and the unused parser is taken for not installed."""
    if _UNUSED in sys.modules:
        yield
        return
    sys.modules[_UNUSED] = None  # type: ignore[assignment]  # Python's own way to say that an import must fail
    try:
        yield
    finally:
        sys.modules.pop(_UNUSED, None)


__all__ = ["quick_imports"]
