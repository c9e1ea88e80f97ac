"""A lesson of a few cells, for tests that need one."""

from __future__ import annotations

from pathlib import Path

SETUP = """\
# %% [markdown]
# # A small lesson
#
# With one idea.

# %%
import numpy as np

from autograder import examples

examples.install()


def check(name):
    return 2.0
"""

DOUBLE = """\
# %% exercise="double" points=2
def double(x):
    \"\"\"Twice x.\"\"\"
    ### BEGIN SOLUTION
    return 2 * x  # not for learners
    ### END SOLUTION

# %% checks="double"
assert double(2) == 4
check("double")

# %% [markdown] hint="double"
# What is x + x?

# %% [markdown] hint="double"
# Add x to itself.

# %% [markdown] solution="double"
# Twice x is x and x: a secret of the solutions.

# %% tags=["figure"]
print(double(np.ones(2)))
"""


def lesson_text(*parts: str) -> str:
    """A lesson in percent text: the set-up cells, then these parts."""
    return "\n".join([SETUP, *parts])


def write_lesson(root: Path, unit: str, text: str) -> Path:
    """Write (or replace) the text of one unit; the file's path comes back."""
    path = root / "source" / unit / f"{unit}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
