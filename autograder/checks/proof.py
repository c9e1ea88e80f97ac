"""The learner's NumPy code run on symbols, and what that proves: an identity for every real input of one shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.failure import NotProved
from autograder.checks.student import LearnerFunction
from autograder.expr import Expression, Tree, to_tree
from autograder.sandbox.api import Items

_REMEMBERED: dict[bytes, tuple[bool, str]] = {}
_MAX_CONTENT = 1_000_000  # characters of a result's formulas
_TRACED: dict[tuple[Callable[..., Any], str], list[tuple[str, Tree]]] = {}
_LIMIT = 4096


def symbols(name: str, *shape: int) -> Any:
    """An array of real symbols: `symbols("Z", 2, 3)` has the entries Z_0_0 … Z_1_2."""
    from autograder.tracing import symbols as make

    return make(name, shape)


def proves(learner: LearnerFunction, reference: Callable[..., Any], args: tuple[Any, ...], scope: str) -> None:
    """The learner's function equals the reference's as a formula; `scope` completes "Proved: right for …".

    Raises `NotProved` when the code cannot be followed on symbols or the proof does not come about: that says nothing
    against the answer, the numbers decide.
    """
    from autograder.checks.evaluator import TOO_LONG
    from autograder.checks.identity import prove

    reply = learner.reply(*args)
    if reply.error:
        raise NotProved(reply.error.message or reply.error.kind)
    got = flatten(reply.value)
    expected = _traced(reference, args)
    if [path for path, _ in got] != [path for path, _ in expected]:
        raise NotProved("the results have different shapes")
    content = json.dumps([learner.name, scope, got]).encode()
    if len(content) > _MAX_CONTENT:
        raise NotProved("the formula is too large")
    key = hashlib.sha256(content).digest()
    if key not in _REMEMBERED:
        outcome = prove([tree for _, tree in got], [tree for _, tree in expected])
        if len(_REMEMBERED) >= _LIMIT:
            _REMEMBERED.clear()
        _REMEMBERED[key] = (outcome.status == "proved", outcome.reason)
    proved, reason = _REMEMBERED[key]
    if reason == TOO_LONG:  # at another moment there may be more time
        del _REMEMBERED[key]
    if not proved:
        raise NotProved(reason)
    learner.student.notes.append(f"Proved: your formula is right for {scope}, not only for the numbers tried.")


def _traced(reference: Callable[..., Any], args: tuple[Any, ...]) -> list[tuple[str, Tree]]:
    """The reference's formulas for these arguments: worked out once, since every submission is compared with them."""
    from autograder.tracing import formulas_of

    key = (reference, repr([(np.shape(arg), np.asarray(arg).tolist()) for arg in args]))
    if key not in _TRACED:
        if len(_TRACED) >= _LIMIT:
            _TRACED.clear()
        _TRACED[key] = flatten(formulas_of(reference, args, {}))
    return _TRACED[key]


def flatten(value: Any, path: str = "") -> list[tuple[str, Tree]]:
    """All entries of a result as trees, each with its place. Raises `NotProved` for what is not a formula."""
    if isinstance(value, Expression):
        return [(path, value.tree)]
    if isinstance(value, np.ndarray):
        entries = value.ravel().tolist()
        return [pair for i, item in enumerate(entries) for pair in flatten(item, f"{path}{value.shape}#{i}")]
    if isinstance(value, Items):
        return flatten(value.items, path)
    if isinstance(value, tuple | list):
        return [pair for i, item in enumerate(value) for pair in flatten(item, f"{path}/{i}")]
    if isinstance(value, dict):
        return [pair for key in sorted(value, key=str) for pair in flatten(value[key], f"{path}/{key}")]
    try:
        return [(path, value.tree() if hasattr(value, "_sympy_") else to_tree(value))]
    except ValueError as error:
        raise NotProved(str(error)) from error
