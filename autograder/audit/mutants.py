"""Small automatic changes to a reference solution: what a slip of the hand makes of it.

The usual operators of mutation testing (arithmetic, constants, comparisons, conditions, dropped statements, return
values) and those of array code (axis, keepdims, transposes, reductions).
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_NAMES = {
    "max": "min", "min": "max", "sum": "mean", "mean": "sum", "exp": "log", "log": "log2", "maximum": "minimum",
    "minimum": "maximum", "zeros": "ones", "ones": "zeros", "sqrt": "square", "tanh": "sinh", "argmax": "argmin",
    "var": "std", "std": "var", "any": "all", "all": "any", "sin": "cos", "cos": "sin", "log1p": "expm1",
    "zeros_like": "ones_like", "float": "int",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A changed solution: `label` says which statement became which."""

    label: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """All single changes of a solution's source, each once, in reading order.

    >>> [mutant.label for mutant in mutants("def f(x):\\n    return x + 1")][:2]
    ['return x + 1  →  return -(x + 1)', 'return x + 1  →  return None']
    """
    tree = ast.parse(source)
    _drop_docstrings(tree)
    found: dict[str, Mutant] = {}
    for position, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            mutated = copy.deepcopy(tree)
            target = next(item for at, item in enumerate(ast.walk(mutated)) if at == position)
            before = _statement_text(tree, node)
            statement = _statement_of(mutated, target)
            change(target)
            ast.fix_missing_locations(mutated)
            text = ast.unparse(mutated)
            if text != ast.unparse(tree):
                dropped = getattr(change, "dropped", "")
                label = f"{dropped}  →  nothing" if dropped else f"{before}  →  {_first_line(statement)}"
                found.setdefault(text, Mutant(label, text))
    return list(found.values())


def _drop_docstrings(tree: ast.AST) -> None:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.FunctionDef | ast.ClassDef)
            and ast.get_docstring(node) is not None
            and len(node.body) > 1
        ):
            node.body = node.body[1:]


def _statement_of(tree: ast.AST, node: ast.AST) -> ast.AST:
    """The innermost statement around a node."""
    found: ast.AST = node
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt) and any(item is node for item in ast.walk(statement)):
            found = statement
    return found


def _statement_text(tree: ast.AST, node: ast.AST) -> str:
    return _first_line(_statement_of(tree, node))


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


Change = Callable[[ast.AST], None]


def _changes(node: ast.AST) -> Iterator[Change]:  # noqa: C901 - a table of operators, one line each
    """The changes that apply to one node."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _ARITHMETIC:
        yield _set(op=_ARITHMETIC[type(node.op)]())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield _set(op=ast.UAdd())
    if isinstance(node, ast.Constant):
        yield from _constant_changes(node)
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        yield _set(ops=[_COMPARISONS[type(node.ops[0])](), *node.ops[1:]])
    if isinstance(node, ast.BoolOp):
        yield _set(op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
    if isinstance(node, ast.keyword) and node.arg == "axis" and isinstance(node.value, ast.Constant):
        yield _set(value=ast.Constant(None))
    if isinstance(node, ast.Call):
        yield from _call_changes(node)
    if isinstance(node, ast.Attribute) and node.attr in _NAMES and node.attr != "float":
        yield _set(attr=_NAMES[node.attr])
    if isinstance(node, ast.Name) and node.id in ("max", "min", "sum", "float") and isinstance(node.ctx, ast.Load):
        yield _set(id={"max": "min", "min": "max", "sum": "max", "float": "int"}[node.id])
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield _become_value
    if isinstance(node, ast.Return) and node.value is not None:
        yield from _return_changes(node)
    if isinstance(node, ast.If | ast.FunctionDef | ast.For | ast.While):
        yield from _dropped_statements(node)


def _constant_changes(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield _set(value=not node.value)
    elif isinstance(node.value, int | float):
        yield _set(value=node.value + 1)
        if node.value:
            yield _set(value=0 if isinstance(node.value, int) else 0.0)


def _call_changes(node: ast.Call) -> Iterator[Change]:
    if len(node.args) == 2 and not node.keywords and not any(isinstance(arg, ast.Starred) for arg in node.args):
        yield lambda item: item.args.reverse()  # type: ignore[attr-defined]
    for position, keyword in enumerate(node.keywords):
        if keyword.arg == "keepdims":

            def drop(item: ast.AST, position: int = position) -> None:
                del item.keywords[position]  # type: ignore[attr-defined]

            yield drop


def _return_changes(node: ast.Return) -> Iterator[Change]:
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) >= 2:

        def swap(item: ast.AST) -> None:
            item.value.elts[0], item.value.elts[1] = item.value.elts[1], item.value.elts[0]  # type: ignore[attr-defined]

        yield swap
    elif node.value is not None and not isinstance(node.value, ast.Constant | ast.Dict | ast.List):
        yield _set(value=ast.UnaryOp(ast.USub(), node.value))
    yield _set(value=ast.Constant(None))


def _dropped_statements(node: ast.If | ast.FunctionDef | ast.For | ast.While) -> Iterator[Change]:
    for position, statement in enumerate(node.body):
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.If | ast.Raise | ast.Expr):

            def drop(item: ast.AST, position: int = position) -> None:
                item.body[position] = ast.Pass()  # type: ignore[attr-defined]

            drop.__dict__["dropped"] = _first_line(statement)
            yield drop


def _set(**fields: object) -> Change:
    def change(node: ast.AST) -> None:
        for name, value in fields.items():
            setattr(node, name, copy.deepcopy(value))

    return change


def _become_value(node: ast.AST) -> None:
    """Turn `A.T` into `A` in place (an attribute of a parenthesised value cannot be unlinked without its parent)."""
    assert isinstance(node, ast.Attribute)
    node.attr = "real"
