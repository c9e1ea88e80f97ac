"""An auto-graded course in the mathematics of deep learning, and the grader behind it."""

__version__ = "0.1.0"
