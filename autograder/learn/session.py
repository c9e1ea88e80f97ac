"""The session of `check()`: the names of the learner's own running notebook."""

from __future__ import annotations

from typing import Any

from autograder.sandbox.learner import Learner
from autograder.sandbox.local import LocalSession


class OwnNotebook(LocalSession):
    """A `LocalSession` that runs no cells. So the learner's stop button ends the check, not one call of it."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        super().__init__(namespace)
        self._learner = Learner(namespace)
