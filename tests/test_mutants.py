"""Mutants of a solution: each a single, different, valid change."""

from __future__ import annotations

import ast

from autograder.audit.mutants import mutants

SOURCE = '''def f(Z, y):
    """Docstring."""
    if y.ndim != 1:
        raise ValueError("no")
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return P.T, P / P.sum(axis=1, keepdims=True)
'''


def test_every_mutant_is_valid_and_different() -> None:
    """No mutant equals the original or another."""
    sources = [mutant.source for mutant in mutants(SOURCE)]
    assert all(ast.parse(source) for source in sources)
    assert len(set(sources)) == len(sources)


def test_the_operators_of_array_code_are_covered() -> None:
    """Arithmetic, axes, keepdims, comparisons, reductions, transposes, order of results, dropped statements."""
    text = "\n".join(mutant.source for mutant in mutants(SOURCE))
    for piece in (
        "Z + Z.max",
        "axis=0",
        "axis=None",
        "Z.max(axis=1)",
        "keepdims=False",
        "y.ndim == 1",
        "Z.min(",
        "P.real",
        "P * P.sum",
        "pass",
    ):
        assert piece in text, piece


def test_labels_say_what_became_what() -> None:
    """They are the keys under which an equivalent mutant is excused."""
    labels = [mutant.label for mutant in mutants("def f(x):\n    y = x + 1\n    return y")]
    assert "y = x + 1  →  y = x - 1" in labels
    assert "y = x + 1  →  nothing" in labels
