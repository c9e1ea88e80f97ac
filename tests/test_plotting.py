"""Matplotlib as the learner's process has it does what Matplotlib does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


FONTS = """
import matplotlib.font_manager as found
from matplotlib import _afm
manager = found.fontManager
letters = {}
for font in manager.afmlist:
    with open(font.fname, "rb") as file:
        letters[font.fname] = len(_afm.AFM(file)._metrics)
print(sorted(letters.items()), sorted(repr(vars(font)) for font in manager.afmlist + manager.ttflist))
"""


def run(first: str, program: str = FIGURE, **environment: str) -> str:
    """What a program prints, after importing something first."""
    command, known = [sys.executable, "-c", first + program], os.environ | environment
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, env=known).stdout


def test_the_list_of_fonts_is_the_same(tmp_path: Path) -> None:
    """Made anew, as in every world; and fonts that PostScript draws with can be read later."""
    first, second = (str(tmp_path / name) for name in ("first", "second"))
    found = run("import autograder.sandbox.plotting", FONTS, MPLCONFIGDIR=first)
    assert "Helvetica" in found
    assert found == run("", FONTS, MPLCONFIGDIR=second)


def test_figures_and_properties_are_the_same() -> None:
    """Setting by keyword, aliases, titles, unknown properties, a learner's own kind of artist, every pixel."""
    assert run("import autograder.sandbox.plotting") == run("") != ""


def test_what_is_left_out_is_what_takes_the_time() -> None:
    """The hook is there: a version of Matplotlib without it would make this module idle."""
    ask = "\nfrom matplotlib.lines import Line2D\nprint('__signature__' in vars(Line2D.set))\nraise SystemExit"
    assert (run("import autograder.sandbox.plotting" + ask), run(ask)) == ("False\n", "True\n")
    ask = "\nfrom matplotlib import _afm\nprint(callable(_afm._parse_char_metrics), callable(_afm._parse_optional))"
    assert run("", ask) == "True True\n"
