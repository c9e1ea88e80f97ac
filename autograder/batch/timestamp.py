"""When a submission was handed in: what `timestamp.txt` says, a file that learners can write themselves."""

from __future__ import annotations

import re
from datetime import datetime

from nbgrader.utils import parse_utc

_MAX = 100
_USUAL = re.compile(r"[\w :.,+/-]*", re.ASCII)


def submission_time(content: bytes) -> datetime | None:
    """The time in UTC that nbgrader would read; None for an empty file. Raises `ValueError` for anything else.

    >>> submission_time(b"2026-01-02 10:00:00 UTC")
    datetime.datetime(2026, 1, 2, 10, 0)
    """
    text = content[: _MAX + 1].decode().strip()
    if not text:
        return None
    # the name of a time zone may be the path of a file, which would be opened
    if len(content) > _MAX or not _USUAL.fullmatch(text) or ".." in text or any(w[0] in "/." for w in text.split()):
        raise ValueError("this is no time")
    try:
        found: datetime = parse_utc(text)
    except Exception as problem:  # noqa: BLE001 - it reads many forms of times, and fails in as many ways
        raise ValueError(f"this is no time ({type(problem).__name__})") from None
    return found


__all__ = ["submission_time"]
