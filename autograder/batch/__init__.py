"""`autograder grade`: a whole class in parallel, one writer; the same gradebook and files as `nbgrader autograde`."""

from autograder.batch.main import main

__all__ = ["main"]
