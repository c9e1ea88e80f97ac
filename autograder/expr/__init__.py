"""Symbolic expressions as plain trees: what crosses the wire, and what the judge evaluates.

A tree is nested lists of strings (`["add", ["sym", "x"], ["int", "1"]]`), so that it survives JSON and msgpack.
`to_tree` runs beside the learner's code and is not trusted; `check_tree` is what makes a received object safe.
Not here: reading learner's text (`checks/parse.py`) and numbers (`checks/evaluate.py`).
SymPy is imported inside the functions that need it: `check_tree` and `show` work without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.expr.convert import from_tree, to_tree
from autograder.expr.text import show
from autograder.expr.tree import (
    FUNCTIONS,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_ENTRIES,
    MAX_NODES,
    ExprError,
    Tree,
    bad_of,
    check_tree,
    children,
    digits,
    has_float,
    shared,
    size,
    symbols_of,
    walk,
)


@dataclass(frozen=True)
class Expression:
    """A symbolic value as it came over the wire: a checked tree."""

    tree: Tree

    def __str__(self) -> str:
        return show(self.tree)


__all__ = [
    "FUNCTIONS",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_ENTRIES",
    "MAX_NODES",
    "ExprError",
    "Expression",
    "Tree",
    "bad_of",
    "check_tree",
    "children",
    "digits",
    "from_tree",
    "has_float",
    "shared",
    "show",
    "size",
    "symbols_of",
    "to_tree",
    "walk",
]
