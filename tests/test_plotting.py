"""Matplotlib as the learner's process has it does what Matplotlib does."""

from __future__ import annotations

import subprocess
import sys

FIGURE = """
import io, hashlib
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib.lines import Line2D

class Thick(Line2D):
    def set_extra(self, value):
        self.set_linewidth(value)

figure, axes = plt.subplots()
(line,) = axes.plot([0, 1])
line.set(lw=3, color="C1")
axes.set(title="A title", xlabel="x")
axes.add_artist(Thick([0, 1], [1, 0])).set(extra=5)
try:
    line.set(nonsense=1)
except AttributeError as error:
    print(error)
print(plt.setp(line), hashlib.sha256(figure.canvas.buffer_rgba()).hexdigest() if figure.canvas.draw() is None else "")
print("__signature__" in vars(Thick.set), Thick.set.__doc__ is None)
"""


def run(first: str) -> str:
    """What the figure's program prints, after importing something first."""
    command = [sys.executable, "-c", first + FIGURE]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_figures_and_properties_are_the_same() -> None:
    """Setting by keyword, aliases, titles, unknown properties, a learner's own kind of artist, every pixel."""
    assert run("import autograder.sandbox.plotting") == run("") != ""


def test_what_is_left_out_is_what_takes_the_time() -> None:
    """The hook is there: a version of Matplotlib without it would make this module idle."""
    ask = "\nfrom matplotlib.lines import Line2D\nprint('__signature__' in vars(Line2D.set))\nraise SystemExit"
    assert (run("import autograder.sandbox.plotting" + ask), run(ask)) == ("False\n", "True\n")
