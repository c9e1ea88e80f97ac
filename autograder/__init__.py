"""An auto-graded course in the mathematics of deep learning, and the grader behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.learn.notebook import check

__version__ = "0.1.0"
__all__ = ["check"]


def __getattr__(name: str) -> object:
    """Load `check` when it is asked for, and teach a notebook about examples: nobody else pays for either."""
    if name == "check":
        from autograder import examples
        from autograder.learn.notebook import check

        examples.install()
        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
