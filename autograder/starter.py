"""Solution regions: what the learner starts from, and the answer without its markers.

One place for the released notebooks (`nbgrader_plugin.release`), for `autograder reset` and for the audit of untouched
starters.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from textwrap import dedent

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
UNANSWERED = "your answer goes here"


class RegionError(Exception):
    """Solution markers that do not pair up; `line` is 1-based inside the cell."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def starter(source: str, name: str) -> str:
    """The cell a learner gets: every solution region replaced by its stub.

    A region that assigns variables called `name` (or `name_…`) leaves them as None; any other raises
    `NotImplementedError` when it is called.

    >>> print(starter("def f(x):\\n    ### BEGIN SOLUTION\\n    return x\\n    ### END SOLUTION", "f"))
    def f(x):
        raise NotImplementedError("your answer goes here")
    >>> print(starter("### BEGIN SOLUTION\\nd11_1 = 2\\n### END SOLUTION", "d11_1"))
    d11_1 = None  # your answer goes here
    """
    lines: list[str] = []
    for part in _parts(source):
        if isinstance(part, str):
            lines.append(part)
        else:
            indent, region = part
            lines.extend(indent + line for line in _stub(region, name))
    return "\n".join(lines)


def without_markers(source: str) -> str:
    """The full answer, its marker lines taken out.

    >>> print(without_markers("### BEGIN SOLUTION\\nd11_1 = 2\\n### END SOLUTION"))
    d11_1 = 2
    """
    lines: list[str] = []
    for part in _parts(source):
        lines.extend([part] if isinstance(part, str) else part[1])
    return "\n".join(lines)


def has_region(source: str) -> bool:
    """Whether any solution marker stands in this cell."""
    return any(line.strip() in {BEGIN, END} for line in source.splitlines())


def check_regions(source: str) -> None:
    """Raise `RegionError` unless the markers come in pairs, at least one pair of them."""
    if not any(not isinstance(part, str) for part in _parts(source)):
        raise RegionError(1, f"has no solution; put it between `{BEGIN}` and `{END}`")


def _parts(source: str) -> Iterator[str | tuple[str, list[str]]]:
    """The lines outside regions, and each region as (indentation, its lines)."""
    opened, indent, region = 0, "", list[str]()
    for number, line in enumerate(source.split("\n"), 1):
        if line.strip() == BEGIN:
            if opened:
                raise RegionError(number, f"has `{BEGIN}` inside a solution; close the one before with `{END}`")
            opened, indent, region = number, line[: line.index("#")], []
        elif line.strip() == END:
            if not opened:
                raise RegionError(number, f"has `{END}` without `{BEGIN}` before it; add the missing line")
            opened = 0
            yield indent, region
        elif re.search(r"(BEGIN|END) SOLUTION", line):
            raise RegionError(number, f"has a solution marker that must stand alone as `{BEGIN}` or `{END}`")
        elif opened:
            region.append(line)
        else:
            yield line
    if opened:
        raise RegionError(opened, f"has `{BEGIN}` that is never closed; add `{END}`")


def _stub(region: list[str], name: str) -> list[str]:
    answers = [target for target in assigned("\n".join(region)) if target == name or target.startswith(f"{name}_")]
    if answers:
        return [f"{answer} = None  # {UNANSWERED}" for answer in answers]
    return [f'raise NotImplementedError("{UNANSWERED}")']


def assigned(source: str) -> list[str]:
    """Names that the top level of this code assigns, in order, each once; [] where it is no complete code."""
    try:
        statements = ast.parse(dedent(source)).body
    except SyntaxError:
        return []
    targets = (node for statement in statements if isinstance(statement, ast.Assign) for node in statement.targets)
    return list(dict.fromkeys(node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)))


def defined(source: str) -> set[str]:
    """Names that the top level of this code defines: functions, classes and variables.

    Raises `SyntaxError` where it is not Python.
    """
    statements = ast.parse(source).body
    named = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in statements if isinstance(node, named)} | set(assigned(source))
