"""What a learner typed as an answer, understood: a number, text, an expression, a pair or a matrix becomes entries.

Not here: whether it is right (`answers.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.parse import ParseError, parse
from autograder.expr import (
    MAX_ENTRIES,
    MAX_NODES,
    ExprError,
    Expression,
    Tree,
    bad_of,
    check_tree,
    digits,
    show,
    size,
    to_tree,
)

MAX_ALL_DIGITS = 100_000  # of all numbers of an answer together
_CONDITIONS = ("rel", "and", "or", "not", "true", "false")
_CARRY_OUT = {
    "Derivative": "a derivative that is not carried out: call .doit(), or write the result",
    "Integral": "an integral that is not carried out: call .doit(), or write the result",
    "Limit": "a limit that is not carried out: call .doit(), or write the result",
    "Sum": "a sum that is not carried out: call .doit(), or write the terms",
    "Product": "a product that is not carried out: call .doit(), or write the factors",
    "Subs": "a substitution that is not carried out: call .doit(), or write the result",
    "MatrixElement": "an entry of a matrix that has only a name: use a matrix of letters such as x11, x12",
    "MatrixSymbol": "a matrix that has only a name: use a matrix of letters such as x11, x12",
    "Symbol": "a symbol whose name is not a letter or a word: use a name such as x or x1",
}


class ReadError(ValueError):
    """The value is no answer. `got` is what was understood of it."""

    def __init__(self, message: str, got: str = "") -> None:
        super().__init__(message)
        self.got = got


@dataclass(frozen=True)
class Reading:
    """An answer as entries, row by row. The shape is () for one expression, (n,) for a list, (rows, columns)."""

    shape: tuple[int, ...]
    entries: list[Tree]

    @property
    def tree(self) -> Tree:
        """One tree for all of it."""
        if not self.shape:
            return self.entries[0]
        rows, columns = (1, *self.shape)[-2:]
        return ["mat", rows, columns, self.entries]

    @property
    def text(self) -> str:
        if len(self.shape) == 1:
            return f"[{', '.join(show(entry, 120) for entry in self.entries)}]"
        return show(self.tree)


def read(value: Any) -> Reading:
    """The entries of an answer of any kind. Raises `ReadError`."""
    reading = _read(value)
    if sum(size(entry) for entry in reading.entries) > MAX_NODES:
        raise ReadError(f"This answer is too long (more than {MAX_NODES} parts). Give a shorter form.")
    if sum(digits(entry) for entry in reading.entries) > MAX_ALL_DIGITS:
        raise ReadError(f"The numbers in this answer have more than {MAX_ALL_DIGITS:,} digits. Give a shorter form.")
    for entry in reading.entries:
        if entry[0] in _CONDITIONS:
            raise ReadError(f"I read the condition {reading.text}; a value is asked for.", reading.text)
    bad = [name for entry in reading.entries for name in bad_of(entry)]
    if bad:
        raise ReadError(f"I read {reading.text}. It contains {_explain(bad[0])}.", reading.text)
    return reading


def _explain(name: str) -> str:
    return _CARRY_OUT.get(name, f"{name}, which is not one of the functions an answer may use")


def _read(value: Any, level: int = 0) -> Reading:
    if value is None:
        raise ReadError("There is no answer yet: it is still None.")
    if isinstance(value, bool | np.bool_):
        raise ReadError(f"I read {bool(value)}; an expression is asked for, not true or false.", str(bool(value)))
    if isinstance(value, np.ndarray):
        value = _array_items(value)
    if isinstance(value, list | tuple):
        if level > 1:
            raise ReadError("I read a list inside a list inside a list; a matrix is a list of rows.")
        return _read_items(value, level)
    return _of_tree(_tree_of(value))


def _array_items(array: np.ndarray[Any, Any]) -> Any:
    if array.size > MAX_ENTRIES or array.dtype.kind not in "biufcO":
        raise ReadError(f"I read an array of shape {array.shape} and type {array.dtype}; an expression is asked for.")
    return array.tolist()


def _tree_of(value: Any) -> Tree:
    try:
        if isinstance(value, str):
            return parse(value)
        return check_tree(value.tree if isinstance(value, Expression) else to_tree(value))
    except ParseError as error:
        raise ReadError(f"I could not read {_quote(value)}. {error}", _quote(value)) from None
    except ExprError as error:
        raise ReadError(f"This answer cannot be used: {error}.") from None


def _quote(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:79]}…")


def _of_tree(tree: Tree) -> Reading:
    return Reading((tree[1], tree[2]), tree[3]) if tree[0] == "mat" else Reading((), [tree])


def _read_items(items: Sequence[Any], level: int) -> Reading:
    """A list of expressions, or of rows of equal length."""
    if not 0 < len(items) <= MAX_ENTRIES:
        raise ReadError(f"I read a list of {len(items)} items; that is no answer here.")
    parts = [_read(item, level + 1) for item in items]
    if all(part.shape == () for part in parts):
        return Reading((len(parts),), [part.entries[0] for part in parts])
    row = (1, *parts[0].shape)[-2:]
    if row[0] != 1 or any((1, *part.shape)[-2:] != row or part.shape == () for part in parts):
        raise ReadError("I read a list whose rows have different lengths; give every row the same number of entries.")
    return Reading((len(parts), row[1]), [entry for part in parts for entry in part.entries])
