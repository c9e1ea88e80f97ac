"""nbgrader asks another program for the version of its tables whenever it makes a gradebook; here, once per process."""

from __future__ import annotations

from functools import cache

from nbgrader import api

asked_each_time = api.get_alembic_version


def install() -> None:
    """Let nbgrader remember the answer."""
    if api.get_alembic_version is asked_each_time:
        api.get_alembic_version = cache(asked_each_time)


__all__ = ["asked_each_time", "install"]
