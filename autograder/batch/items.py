"""A file of many items (`derivations.py`, `quiz.py`) as the text of each item and the rest that all of them share.

Only what can be seen to influence no other item counts as one; anything else is left in the rest.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

_HARMLESS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Assign, ast.AnnAssign)  # at the top level of the rest


def split(content: bytes, names: Collection[str]) -> tuple[dict[str, bytes], bytes]:
    r"""The items called one of `names`, and the rest.

    >>> items, rest = split(b'from autograder.checks import choice\nq1 = choice("q1", {})\n', ["q1", "q2"])
    >>> items, rest
    ({'q1': b'q1 = choice("q1", {})\n'}, b'from autograder.checks import choice\n')
    """
    try:
        body = ast.parse(content).body
    except (SyntaxError, ValueError):
        return {}, content
    if not all(isinstance(node, _HARMLESS) or _is_text(node) for node in body):
        return {}, content
    imported = {name for node in body for name in _bound(node)} - {name for node in body for name in _made(node)}
    lines = content.splitlines(keepends=True)
    items: dict[str, bytes] = {}
    rest: list[bytes] = []
    end = 0
    for position, node in enumerate(body):
        name = _item(node, names, imported)
        start, stop = node.lineno - 1, node.end_lineno or node.lineno
        shared = start < end or (position + 1 < len(body) and body[position + 1].lineno <= stop)
        text = b"".join(lines[start:stop])
        if name and not shared and _mentions(name, text) == _mentions(name, content):
            rest += lines[end:start]
            items[name] = text
        else:
            rest += lines[end:stop]
        end = max(end, stop)
    return items, b"".join([*rest, *lines[end:]])


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _bound(node: ast.stmt) -> Iterator[str]:
    """What an import brings in from libraries that remember nothing from one call to the next."""
    for alias in node.names if isinstance(node, ast.Import | ast.ImportFrom) else ():
        source = (getattr(node, "module", None) or alias.name) if not getattr(node, "level", 0) else ""
        if source.startswith("autograder.checks") or source.partition(".")[0] in ("math", "numpy", "sympy"):
            yield (alias.asname or alias.name).partition(".")[0]


def _made(node: ast.stmt) -> Iterator[str]:
    """What a statement binds to something of the file's own."""
    if isinstance(node, ast.FunctionDef):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    for target in targets:
        yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))


def _item(node: ast.stmt, names: Collection[str], imported: Collection[str]) -> str:
    """The name of the item that a statement defines, or "": `name = made("name", …)`, and nothing but imports called.

    Functions of the file itself could remember one item when they make the next.
    """
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call) or len(node.targets) != 1:
        return ""
    target, first = node.targets[0], node.value.args[0] if node.value.args else None
    if not isinstance(target, ast.Name) or target.id not in names:
        return ""
    if not isinstance(first, ast.Constant) or first.value != target.id:
        return ""
    for part in ast.walk(node.value):
        if isinstance(part, ast.NamedExpr) or (isinstance(part, ast.Call) and _root(part.func) not in imported):
            return ""
    return target.id


def _root(function: ast.expr) -> str:
    """The first name of `name.attribute.…`; "" for anything else."""
    while isinstance(function, ast.Attribute):
        function = function.value
    return function.id if isinstance(function, ast.Name) else ""


def _mentions(name: str, text: bytes) -> int:
    return len(re.findall(rb"\b%s\b" % re.escape(name.encode()), text))


__all__ = ["split"]
