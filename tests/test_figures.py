"""The lesson's own figures are left out of grading; a learner's never are."""

from __future__ import annotations

from autograder.figures import idle_figures

FIGURE = "fig, ax = plt.subplots()\nax.plot(xs, softmax(xs))\nplt.show()"
LESSON = frozenset({FIGURE, "width = 3\nplt.show()"})


def test_an_unchanged_figure_is_idle() -> None:
    """Nothing after it uses what it binds."""
    assert idle_figures(["import numpy", FIGURE, "def softmax(Z):\n    ax = Z\n    return ax"], LESSON) == {1}


def test_a_changed_figure_is_drawn() -> None:
    """Another colour makes it the learner's."""
    assert idle_figures([FIGURE.replace("xs)", "xs, 'r')", 1)], LESSON) == set()


def test_a_figure_cell_that_a_learner_builds_on_is_run() -> None:
    """Its name is used in an answer, a function or a cell that is no Python."""
    for later in ("print(width)", "def f():\n    return width", "%timeit width"):
        assert idle_figures(["width = 3\nplt.show()", later], LESSON) == set()


def test_a_name_bound_again_is_not_a_use() -> None:
    """The next cell makes its own `fig`."""
    assert idle_figures([FIGURE, "fig = 3\nprint(fig)"], LESSON) == {0}


def test_what_cannot_be_compiled_is_read_word_by_word() -> None:
    """Neither a cell that is too deep for the compiler nor one that would keep it busy stops the judge."""
    deep = ["x = a" + "()" * 4_000, "x = " + "-" * 9_000 + "1", "match a:\n case " + "1|" * 240_000 + "1: width"]
    for cell in deep:
        assert idle_figures([FIGURE, cell], LESSON) == {0}
    assert idle_figures(["width = 3\nplt.show()", deep[2]], LESSON) == set()
