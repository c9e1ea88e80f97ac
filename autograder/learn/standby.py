"""A process for learner code that has loaded everything before it is needed: a save is answered a second sooner."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.sandbox.plain import PlainChannel


class Standby:
    """At most one process that waits."""

    def __init__(self) -> None:
        self._waiting: PlainChannel | None = None

    def get_ready(self) -> None:
        """Start one, unless one waits already. It loads while others go on."""
        from autograder.sandbox.plain import PlainChannel

        if self._waiting is None:
            with contextlib.suppress(OSError):  # no room for one: then there is one when it is needed, as without us
                self._waiting = PlainChannel({}, prepared=True)

    def take(self) -> PlainChannel | None:
        """The one that waits, if it still does; whoever takes it closes it."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.alive:
            waiting.close()
            return None
        return waiting

    def close(self) -> None:
        """End the one that waits."""
        waiting = self.take()
        if waiting is not None:
            waiting.close()


__all__ = ["Standby"]
