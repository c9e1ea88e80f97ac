"""The judge's own functions that learner code may call: with modest arguments, and on symbols where it sends some."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.expr import Expression, Tree, from_tree, walk
from autograder.expr.tree import children

MAX_ENTRIES = 1_000  # of an argument; two such may make a million entries
MAX_INTEGER = 1_000  # it may be a size
MAX_NODES = 2_000  # of all formulas together
MAX_DIGITS = 24  # of a number in it
MAX_POWER = 16
_FUNCTIONS = ("exp", "log", "sqrt", "tanh", "sinh", "cosh", "Abs", "sign")


def _is_modest(values: Any, depth: int = 0) -> bool:
    """Whether one of our functions may be called with values that learner code chose: it must not exhaust the judge."""
    if isinstance(values, np.ndarray):
        large = values.dtype.kind in "iu" and ((values > MAX_INTEGER) | (values < -MAX_INTEGER)).any()
        return values.size <= MAX_ENTRIES and not large
    if isinstance(values, dict):
        return _is_modest(list(values.values()), depth)
    if isinstance(values, list | tuple):
        return depth < 4 and len(values) <= MAX_ENTRIES and all(_is_modest(item, depth + 1) for item in values)
    return not isinstance(values, int) or abs(values) <= MAX_INTEGER


def call_lent(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """One of our functions with arguments that learner code gave; with symbols among them it is traced.

    Raises what the function raises, and ValueError for arguments that could exhaust the judge.
    """
    given = [*args, *kwargs.values()]
    if not _is_modest(given):
        raise ValueError("this input is far larger than any that is asked for")
    if not any(map(_is_symbolic, given)):
        return function(*args, **kwargs)
    if not _is_plain(given):
        raise ValueError("this formula is far more complicated than any that is asked for")
    from autograder.tracing import run_traced

    return run_traced(function, [_built(arg) for arg in args], {name: _built(item) for name, item in kwargs.items()})


def _is_symbolic(value: Any) -> bool:
    return isinstance(value, Expression) or (isinstance(value, np.ndarray) and value.dtype == object)


def _is_plain(values: Sequence[Any]) -> bool:
    """Whether SymPy may compute with values in the judge's own process: all formulas in them are short and plain."""
    arrays = [value.ravel().tolist() if isinstance(value, np.ndarray) else [value] for value in values]
    trees = [item.tree for entries in arrays for item in entries if isinstance(item, Expression)]
    nodes = 0
    for tree in trees:
        nodes += len(walk(tree))
        if nodes > MAX_NODES:
            return False
    return all(map(is_plain_formula, trees))


def is_plain_formula(tree: Tree) -> bool:
    """Whether nothing in a formula asks to be worked out: each operation has a symbol somewhere below it.

    Symbols, short numbers, sums, products, small powers and common functions.

    >>> is_plain_formula(["fn", "exp", ["sym", "z"]]), is_plain_formula(["pow", ["int", "9"], ["int", "9"]])
    (True, False)
    """
    nodes = walk(tree)
    holds_symbol: set[int] = set()
    for node in reversed(nodes):  # children before parents
        if node[0] == "sym" or any(id(part) in holds_symbol for part in children(node)):
            holds_symbol.add(id(node))
    return all(_is_plain_node(node, id(node) in holds_symbol) for node in nodes)


def _is_plain_node(node: Tree, holds_symbol: bool) -> bool:
    head = node[0]
    if head in ("int", "rat", "flt"):
        return all(len(digits) <= MAX_DIGITS for digits in node[1:])
    if head == "pow":
        small = node[2][0] in ("int", "rat") and all(abs(int(part)) <= MAX_POWER for part in node[2][1:])
        return holds_symbol and small
    return head == "sym" or (holds_symbol and (head in ("add", "mul") or (head == "fn" and node[1] in _FUNCTIONS)))


def _built(value: Any) -> Any:
    """Trees as SymPy expressions, alone or in an array."""
    if isinstance(value, Expression):
        return from_tree(value.tree)
    if not _is_symbolic(value):
        return value
    entries = np.empty(value.size, dtype=object)
    for position, item in enumerate(value.ravel().tolist()):
        entries[position] = _built(item) if isinstance(item, Expression) else item
    return entries.reshape(value.shape)


__all__ = ["call_lent", "is_plain_formula"]
