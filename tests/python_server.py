"""A learner's side for tests: runs the Python text it receives and answers with the repr of `answer`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def serve(receive: Callable[[], bytes], send: Callable[[bytes], None]) -> None:
    """Answer every message; an exception is its own answer."""
    names: dict[str, Any] = {"__name__": "__main__", "send": send}
    while True:
        source = receive().decode()
        names["answer"] = None
        try:
            exec(source, names)
            reply = repr(names["answer"])
        except BaseException as error:  # noqa: BLE001 - a test wants to see anything that is raised
            reply = f"{type(error).__name__}: {error}"
        send(reply.encode())
