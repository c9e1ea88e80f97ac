"""Visible examples in a notebook: an unanswered or failing example never hides the cells below it.

A checks cell is plain Python: examples, then `check("softmax")`. In IPython (Jupyter, VS Code, nbgrader, a terminal)
`install` lets such a cell reach its last line whatever its examples do; `check` asks `failure` what happened and tells
the learner. In any other cell, calling an unanswered exercise shows one polite sentence in place of a traceback.
Without IPython nothing changes. Not for judging: a failing example is feedback, never a mark.
"""

from __future__ import annotations

import ast
import linecache
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from autograder.starter import UNANSWERED

HOOK = "_autograder_examples"


@dataclass(frozen=True)
class ExampleFailure:
    """What ended the examples of one checks cell.

    `line` and `statement` are the cell's own; `function` names where it surfaced ("softmax", "Value.__add__", or ""
    for the cell itself), with that line's text in `source_line`.
    """

    line: int
    statement: str
    type_name: str
    message: str
    unanswered: bool
    function: str = ""
    source_line: str = ""


_failures: dict[str, ExampleFailure] = {}


def failure(name: str) -> ExampleFailure | None:
    """How the examples above the running `check(name)` ended early; None where all of them hold.

    Each failure is told once, so that a later `check` elsewhere does not repeat an old one.
    """
    return _failures.pop(name, None)


def install() -> None:
    """Teach the running IPython shell, if there is one, about examples. Calling it again changes nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None or HOOK in shell.user_ns_hidden:
        return
    shell.user_ns[HOOK] = shell.user_ns_hidden[HOOK] = Examples
    shell.ast_transformers.append(ExamplesFirst())
    polite = _Unanswered()
    shell.set_custom_exc((NotImplementedError,), polite.show)
    shell.events.register("post_run_cell", polite.forgive)


class Examples:
    """`with Examples("softmax"):` keeps the first exception of its body for `failure`, and goes on after it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        _failures.pop(self.name, None)

    def __exit__(self, kind: object, error: BaseException | None, trace: TracebackType | None) -> bool:
        if not isinstance(error, Exception) or trace is None:
            return False
        _failures[self.name] = _describe(error, trace)
        return True


class ExamplesFirst(ast.NodeTransformer):
    """Puts what stands before a final `check("name")` into `with Examples("name"):`."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Rewrite one cell; any other cell stays as it is."""
        name = _checked(node.body[-1]) if len(node.body) > 1 else None
        if name is None:
            return node
        call = ast.Call(ast.Name(HOOK, ast.Load()), [ast.Constant(name)], [])
        wrapped = ast.With([ast.withitem(call)], node.body[:-1])
        node.body = [ast.copy_location(wrapped, node.body[0]), node.body[-1]]
        return ast.fix_missing_locations(node)


def _checked(statement: ast.stmt) -> str | None:
    """The name in `check("name")`, where the statement is that."""
    match statement:
        case ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(name))], [])):
            return name
    return None


def _describe(error: Exception, trace: TracebackType) -> ExampleFailure:
    last = _last_of_learner(trace)
    inside = last is not trace
    return ExampleFailure(
        line=trace.tb_lineno,
        statement=_line(trace),
        type_name=type(error).__name__,
        message=str(error),
        unanswered=_is_unanswered(error),
        function=last.tb_frame.f_code.co_qualname if inside else "",
        source_line=_line(last) if inside else "",
    )


def _last_of_learner(trace: TracebackType) -> TracebackType:
    """The deepest frame before the first one in a file: cells have no file, libraries do."""
    while trace.tb_next is not None and not trace.tb_next.tb_frame.f_globals.get("__file__"):
        trace = trace.tb_next
    return trace


def _line(trace: TracebackType) -> str:
    return linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()


def _is_unanswered(error: object) -> bool:
    return isinstance(error, NotImplementedError) and str(error) == UNANSWERED


class _Unanswered:
    """IPython's handler for `NotImplementedError`: ours becomes a sentence, every other one stays a traceback."""

    def __init__(self) -> None:
        self.shown: BaseException | None = None

    def show(
        self,
        shell: Any,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> None:
        """Called by IPython in place of showing a traceback."""
        if not _is_unanswered(error):
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
            return
        while trace.tb_next is not None:
            trace = trace.tb_next
        self.shown = error
        print(f"{trace.tb_frame.f_code.co_qualname} is not answered yet. Fill it in, then run this cell again.")

    def forgive(self, result: Any) -> None:
        """After the cell: it counts as run, so that "Run all" goes on to the cells below."""
        if self.shown is not None and result.error_in_exec is self.shown:
            result.error_in_exec = None
        self.shown = None
