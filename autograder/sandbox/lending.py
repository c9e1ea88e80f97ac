"""The judge's own functions that learner code may call: with modest arguments, and on symbols where it sends some."""

from __future__ import annotations

import contextlib
import math
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.expr import Expression, Tree, from_tree, walk
from autograder.expr.tree import children

MAX_ENTRIES = 1_000  # of an argument; two such may make a million entries
MAX_PLACES = 5_000_000  # of a result that has the three longest axes of all arguments for its axes
MAX_INTEGER = 1_000  # it may be a size
MAX_NODES = 2_000  # of all formulas together
MAX_DIGITS = 24  # of a number in it
MAX_POWER = 64  # of anything in it, powers of powers and products multiplied
MAX_NESTED = 3  # functions within functions
MAX_SECONDS = 2.0  # of processor time for one call
_FUNCTIONS = ("exp", "log", "sqrt", "tanh", "sinh", "cosh", "Abs", "sign")


def _is_modest(values: Any, depth: int = 0) -> bool:
    """Whether one of our functions may be called with values that learner code chose: it must not exhaust the judge."""
    if isinstance(values, np.ndarray):
        large = values.dtype.kind in "iu" and ((values > MAX_INTEGER) | (values < -MAX_INTEGER)).any()
        inside = values.ravel().tolist() if values.dtype == object and values.size <= MAX_ENTRIES else []
        return values.size <= MAX_ENTRIES and not large and all(_is_modest(item, depth + 1) for item in inside)
    if isinstance(values, dict):
        return _is_modest(list(values.values()), depth)
    if isinstance(values, list | tuple):
        return depth < 4 and len(values) <= MAX_ENTRIES and all(_is_modest(item, depth + 1) for item in values)
    if isinstance(values, Expression):
        return values.tree[0] not in ("int", "rat", "flt") or _is_small(values.tree[1:])
    return not isinstance(values, int) or abs(values) <= MAX_INTEGER


def _is_small(digits: Sequence[str]) -> bool:
    """Whether a number in a formula is as small as a plain one must be."""
    return all(len(part) <= MAX_DIGITS and abs(float(part)) <= MAX_INTEGER for part in digits)


def _has_short_axes(values: Sequence[Any]) -> bool:
    """Whether what the arguments' axes can make of each other is modest: empty arrays and broadcasting, too."""
    arrays = [np.shape(value) if isinstance(value, np.ndarray) else (len(value),) for value in _sized(values)]
    longest = sorted((n for shape in arrays for n in shape), reverse=True)[:3]
    return math.prod(max(n, 1) for n in longest) <= MAX_PLACES and all(len(shape) <= 4 for shape in arrays)


def _sized(values: Sequence[Any], depth: int = 0) -> Iterator[Any]:
    for value in values:
        if isinstance(value, np.ndarray | list | tuple):
            yield value
        if isinstance(value, list | tuple | dict) and depth < 4:
            yield from _sized(list(value.values()) if isinstance(value, dict) else value, depth + 1)


def call_lent(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """One of our functions with arguments that learner code gave; with symbols among them it is traced.

    Raises what the function raises, and ValueError for arguments that could exhaust the judge.
    """
    given = [*args, *kwargs.values()]
    if not _is_modest(given) or not _has_short_axes(given):
        raise ValueError("this input is far larger than any that is asked for")
    if not any(map(_is_symbolic, given)):
        with _time_limit(MAX_SECONDS):
            return function(*args, **kwargs)
    if not _is_plain(given):
        raise ValueError("this formula is far more complicated than any that is asked for")
    from autograder.tracing import formulas_of

    with _time_limit(MAX_SECONDS):
        named = {name: _built(item) for name, item in kwargs.items()}
        return formulas_of(function, [_built(arg) for arg in args], named)


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Ends what computes for too long, by an exception, where the system can and nobody else uses its timer."""
    possible = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not possible or signal.getitimer(signal.ITIMER_VIRTUAL)[0]:
        yield
        return

    def interrupt(signum: int, frame: Any) -> None:
        raise TimeoutError("this takes too long to work out")

    previous = signal.signal(signal.SIGVTALRM, interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


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
    """Whether little can come of a formula, whatever SymPy works out: small powers of short numbers, few functions.

    Symbols, short numbers, sums, products, small powers and common functions, each with a symbol below it.

    >>> is_plain_formula(["fn", "exp", ["sym", "z"]]), is_plain_formula(["pow", ["int", "9"], ["int", "9"]])
    (True, False)
    """
    facts: dict[int, tuple[bool, int, int]] = {}  # of each node: symbols in it, highest power, functions in functions
    for node in reversed(walk(tree)):  # children before parents
        below = [facts[id(part)] for part in children(node)]
        power = max((fact[1] for fact in below), default=1) * _own_power(node)
        nested = max((fact[2] for fact in below), default=0) + (node[0] == "fn")
        holds_symbol = node[0] == "sym" or any(fact[0] for fact in below)
        if power > MAX_POWER or nested > MAX_NESTED or not _is_plain_node(node, holds_symbol):
            return False
        facts[id(node)] = (holds_symbol, power, nested)
    return True


def _own_power(node: Tree) -> int:
    """What a node does to the size of numbers below it."""
    if node[0] == "mul":
        return max(1, len(node) - 1)
    if node[0] == "pow" and node[2][0] in ("int", "rat"):
        return max(1, *(min(abs(int(part)), MAX_POWER + 1) for part in node[2][1:]))
    return 1


def _is_plain_node(node: Tree, holds_symbol: bool) -> bool:
    head = node[0]
    if head in ("int", "rat", "flt"):
        return all(len(digits) <= MAX_DIGITS for digits in node[1:])
    if head == "pow":
        return holds_symbol and node[2][0] in ("int", "rat")
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
