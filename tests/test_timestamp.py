"""Times of submission: what nbgrader reads, and nothing that opens a file or ends a run."""

from __future__ import annotations

from datetime import datetime

import pytest

from autograder.batch.timestamp import submission_time

TEN = datetime(2026, 1, 2, 10)  # noqa: DTZ001 - nbgrader keeps naive UTC


@pytest.mark.parametrize(
    "text",
    ["2026-01-02 10:00:00 UTC", "2026-01-02 10:00:00.000000 UTC",
     "2026-01-02T11:00:00+01:00", "2026-01-02 02:00 PST8PDT",
     "2026-01-02 05:00:00 America/New_York", "\n2026-01-02 10:00:00 UTC \n"],
)  # fmt: skip
def test_times_are_read_as_nbgrader_reads_them(text: str) -> None:
    """In UTC."""
    assert submission_time(text.encode()) == TEN


def test_an_empty_file_says_nothing() -> None:
    """No time is known, and nothing is wrong."""
    assert submission_time(b" \n") is None


@pytest.mark.parametrize(
    "content",
    [b"soon", b"\xff soon", b"2020-01-01 00:00:00 " + b"a" * 300, b"9" * 90,
     b"2020-01-01 00:00:00 /etc/passwd", b"2020-01-01 00:00:00 ../../etc/passwd", b"2020-01-01 00:00:00 ./x",
     b"\x00" * 5,
     b"99999-01-01 00:00:00", b"2020-01-01 00:00:00 UTC" + b" " * 200],
)  # fmt: skip
def test_anything_else_is_no_time(content: bytes) -> None:
    """One kind of error, whatever it is."""
    with pytest.raises(ValueError, match=r"no time|decode"):
        submission_time(content)
