"""The form of a tree: its bounds, the check that makes a received object safe, and looking at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

Tree = list[Any]

MAX_NODES = 20_000
MAX_DEPTH = 150
MAX_DIGITS = 1000
MAX_ENTRIES = 1024  # of a matrix

# Name -> how few and how many arguments it takes.
FUNCTIONS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        (
            "exp",
            "log",
            "sqrt",
            "sin",
            "cos",
            "tan",
            "sec",
            "csc",
            "cot",
            "asin",
            "acos",
            "atan",
        ),
        (1, 1),
    ),
    **dict.fromkeys(
        ("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "floor", "ceiling"),
        (1, 1),
    ),
    **dict.fromkeys(("Abs", "sign", "re", "im", "conjugate"), (1, 1)),
    **dict.fromkeys(("Max", "Min"), (1, MAX_NODES)),
    **dict.fromkeys(("atan2", "Mod"), (2, 2)),
    "Heaviside": (1, 2),
}
CONSTANTS = frozenset(("pi", "E", "I", "oo", "-oo", "nan", "zoo", "EulerGamma", "GoldenRatio", "Catalan"))
RELATIONS = frozenset(("<", "<=", ">", ">=", "==", "!="))

_INTEGER = re.compile(r"-?[0-9]+")
FLOAT = re.compile(r"-?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,5})?")  # the exponent is bounded: 10**exponent gets built
_BAD_NAME = re.compile(r"[A-Za-z0-9_]{1,40}")


class ExprError(ValueError):
    """The object is no expression within the bounds; the message says which bound."""


def is_name(name: object) -> bool:
    """An identifier, primes allowed: code or prose used as a symbol's name is refused."""
    return type(name) is str and 0 < len(name) <= 60 and name[0] != "'" and name.replace("'", "_").isidentifier()


def check_tree(obj: object) -> Tree:
    """`obj`, if it is a tree within the bounds; else `ExprError`. Safe for anything that was received.

    A matrix stands only at the root; conditions stand only where conditions belong.

    >>> check_tree(["pow", ["sym", "x"], ["int", "2"]])
    ['pow', ['sym', 'x'], ['int', '2']]
    """
    todo: list[tuple[object, int, str]] = [(obj, 0, "any")]
    nodes = 0
    while todo:
        node, depth, wanted = todo.pop()
        nodes += 1
        if nodes + len(todo) > MAX_NODES:
            raise ExprError(f"the expression is too large (more than {MAX_NODES} parts)")
        if depth > MAX_DEPTH:
            raise ExprError(f"the expression is nested too deeply (more than {MAX_DEPTH} levels)")
        todo.extend((part, depth + 1, sort) for part, sort in _check_node(node, wanted))
    assert isinstance(obj, list)
    return obj


def _check_node(node: object, wanted: str) -> list[tuple[object, str]]:
    """The parts of one node, each with the sort it must be; `ExprError` when the node is malformed."""
    if type(node) is not list or not node or type(node[0]) is not str or len(node) > MAX_NODES:
        raise ExprError("this is not an expression tree")
    head, args = node[0], node[1:]
    if head == "bad":
        return _require(len(args) == 1 and _text(args[0], _BAD_NAME), head, [])
    if head in ("rel", "and", "or", "not", "true", "false"):
        if wanted == "value":
            raise ExprError("a condition stands where a value is needed")
        return _check_condition(head, args)
    if wanted == "condition":
        raise ExprError("a value stands where a condition is needed")
    if head == "mat":
        return _check_matrix(args, wanted)
    if head in ("add", "mul", "pow"):
        return _require(
            len(args) == 2 if head == "pow" else len(args) > 0,
            head,
            [(a, "value") for a in args],
        )
    if head == "fn":
        name, rest = (args[0], args[1:]) if args else ("", [])
        low, high = FUNCTIONS.get(name, (1, 0)) if type(name) is str else (1, 0)
        return _require(low <= len(rest) <= high, head, [(a, "value") for a in rest])
    if head == "pw":
        pairs = all(type(pair) is list and len(pair) == 2 for pair in args)
        _require(len(args) > 0 and pairs, head, [])
        return [(part, sort) for pair in args for part, sort in zip(pair, ("value", "condition"), strict=True)]
    return _require(_LEAVES[head](args) if head in _LEAVES else False, head, [])


def _check_condition(head: str, args: list[Any]) -> list[tuple[object, str]]:
    if head == "rel":
        good = len(args) == 3 and type(args[0]) is str and args[0] in RELATIONS
        return _require(good, head, [(a, "value") for a in args[1:]])
    lengths = {"true": len(args) == 0, "false": len(args) == 0, "not": len(args) == 1}
    return _require(lengths.get(head, len(args) > 0), head, [(a, "condition") for a in args])


def _check_matrix(args: list[Any], wanted: str) -> list[tuple[object, str]]:
    sizes = len(args) == 3 and type(args[0]) is int and type(args[1]) is int and type(args[2]) is list
    good = sizes and args[0] > 0 and args[1] > 0 and args[0] * args[1] == len(args[2]) <= MAX_ENTRIES
    return _require(good and wanted == "any", "mat", [(a, "value") for a in args[2]] if good else [])


def _require(good: bool, head: str, parts: list[tuple[object, str]]) -> list[tuple[object, str]]:
    if not good:
        raise ExprError(f"this is not an expression tree (at {head[:20]!r})")
    return parts


def _text(value: object, pattern: re.Pattern[str]) -> bool:
    return type(value) is str and len(value) <= MAX_DIGITS + 20 and pattern.fullmatch(value) is not None


_LEAVES: dict[str, Callable[[list[Any]], bool]] = {
    "int": lambda a: len(a) == 1 and _text(a[0], _INTEGER),
    "rat": lambda a: len(a) == 2 and all(_text(x, _INTEGER) for x in a) and a[1].strip("-0") != "",
    "flt": lambda a: len(a) == 1 and _text(a[0], FLOAT),
    "sym": lambda a: len(a) == 1 and is_name(a[0]),
    "const": lambda a: len(a) == 1 and type(a[0]) is str and a[0] in CONSTANTS,
}


def children(tree: Tree) -> list[Tree]:
    """The parts of a checked tree that are trees, in order."""
    head = tree[0]
    if head in ("add", "mul", "pow", "and", "or", "not"):
        return tree[1:]
    if head in ("fn", "rel"):
        return tree[2:]
    if head == "mat":
        return list(tree[3])
    return [part for pair in tree[1:] for part in pair] if head == "pw" else []


def walk(tree: Tree) -> list[Tree]:
    """All nodes of a checked tree, parents first."""
    nodes = [tree]
    for node in nodes:  # grows while it is read
        nodes.extend(children(node))
    return nodes


def digits(tree: Tree) -> int:
    """The characters of all numbers in a checked tree.

    >>> digits(["add", ["int", "10"], ["rat", "1", "300"]])
    6
    """
    return sum(len(part) for node in walk(tree) if node[0] in ("int", "rat", "flt") for part in node[1:])


def shared(trees: Sequence[Tree]) -> list[Tree]:
    """The same checked trees, in which equal parts are one and the same object.

    >>> (a, b) = shared([["add", ["sym", "x"], ["int", "1"]], ["mul", ["sym", "x"], ["sym", "x"]]])
    >>> a[1] is b[1] is b[2], b == ["mul", ["sym", "x"], ["sym", "x"]]
    (True, True)
    """
    known: dict[tuple[Any, ...], Tree] = {}

    def one(node: Tree) -> Tree:
        parts = [one(part) if isinstance(part, list) else part for part in node]
        return known.setdefault(tuple(id(p) if isinstance(p, list) else (type(p), p) for p in parts), parts)

    return [one(tree) for tree in trees]


def symbols_of(tree: Tree) -> set[str]:
    """The names of all symbols in a checked tree."""
    return {node[1] for node in walk(tree) if node[0] == "sym"}


def bad_of(tree: Tree) -> list[str]:
    """The names of the nodes that have no place in an answer (`Derivative`, …), each once, sorted."""
    return sorted({node[1] for node in walk(tree) if node[0] == "bad"})


def has_float(tree: Tree) -> bool:
    """Whether a decimal number occurs anywhere."""
    return any(node[0] == "flt" for node in walk(tree))


def size(tree: Tree) -> int:
    """The number of nodes."""
    return len(walk(tree))
