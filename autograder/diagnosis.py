"""Which known misconception explains an answer: wrong implementations replayed on everything the answer was asked.

A diagnosis is given only when exactly one of them agrees with every reply that was seen.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from autograder.checks.compare import as_numbers
from autograder.checks.failure import ExampleMark
from autograder.expr import ExprError
from autograder.sandbox.api import Handle, Items
from autograder.sandbox.learner import Learner
from autograder.wire import Decoder, WireError, pack, unpack

Record = Sequence[tuple[dict[str, Any], dict[str, Any]]]


@dataclass(frozen=True)
class Example:
    """An implementation kept beside the checks, as source text under the exercise's name."""

    name: str
    exercise: str
    source: str
    mark: ExampleMark


def examples_of(module: ModuleType, exercise: str) -> list[Example]:
    """The implementations marked `@wrong` and `@right` in a hidden module, in the order they are written."""
    marked = [item for item in vars(module).values() if isinstance(getattr(item, "example_mark", None), ExampleMark)]
    return [Example(item.__name__, exercise, _source(item, exercise), item.example_mark) for item in marked]


def _source(item: Any, exercise: str) -> str:
    """The source of a function or class without our marks, under the exercise's name."""
    text = textwrap.dedent(inspect.getsource(item))
    start = re.search(r"^(def|class) ", text, re.MULTILINE)
    assert start is not None, f"{item.__name__} is neither a function nor a class"
    text = text[start.start() :]
    return re.sub(rf"^(def|class) {item.__name__}\b", rf"\1 {exercise}", text, count=1)


class Diagnostician:
    """Replays records of one exercise against its misconceptions."""

    def __init__(self, examples: Iterable[Example], names: Mapping[str, Any]) -> None:
        self._examples = [example for example in examples if example.mark.wrong]
        self._names = names
        self._compiled: dict[str, CodeType] = {}

    def explain(self, record: Record, answer_callback: Callable[[Any], Any]) -> Example | None:
        """The one misconception that gives every reply of `record`, or None when none or several do."""
        numeric = [pair for pair in record if not _is_symbolic(pair[0])]
        matching: list[Example] = []
        for example in self._examples:
            if numeric and self._explains(example, numeric, answer_callback):
                matching.append(example)
                if len(matching) > 1:
                    return None
        return matching[0] if matching else None

    def _explains(self, example: Example, record: Record, answer_callback: Callable[[Any], Any]) -> bool:
        learner = Learner(self._space(example))

        def ask(message: Any) -> Any:
            return unpack(pack(answer_callback(unpack(pack(message)))))

        return all(_same(learner.handle(unpack(pack(request)), ask), answer) for request, answer in record)

    def _space(self, example: Example) -> dict[str, Any]:
        """A fresh namespace for each replay: a wrong implementation that remembers things begins without memories."""
        if example.name not in self._compiled:
            self._compiled[example.name] = compile(example.source, f"<{example.name}>", "exec")
        space = dict(self._names)
        exec(self._compiled[example.name], space)  # noqa: S102 - our own example
        return space


def _is_symbolic(request: Mapping[str, Any]) -> bool:
    return _has_tag(request.get("args"), "e")


def _has_tag(data: Any, tag: str) -> bool:
    if not isinstance(data, list) or not data:
        return False
    return data[0] == tag or any(_has_tag(item, tag) for item in data if isinstance(item, list))


def _same(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether two answers tell the same: same kind of error, or same values and same arguments afterwards."""
    if "killed" in theirs:
        return False
    if "replies" in mine or "replies" in theirs:
        ours, others = mine.get("replies", []), theirs.get("replies", [])
        return len(ours) == len(others) and all(map(_same, ours, others))
    if mine.get("error") or theirs.get("error"):
        a, b = mine.get("error") or {}, theirs.get("error") or {}
        return bool(a.get("type_name") == b.get("type_name") and a.get("kind") == b.get("kind"))
    try:
        return all(
            _alike(_decode(mine.get(key)), _decode(theirs.get(key))) for key in ("value", "arguments", "keywords")
        )
    except (WireError, ExprError):
        return False


def _decode(data: Any) -> Any:
    return Decoder(on_handle=Handle).decode(data)


def _alike(a: Any, b: Any) -> bool:
    if isinstance(a, Handle) or isinstance(b, Handle):
        return type(a) is type(b)
    if isinstance(a, Items) and isinstance(b, Items):
        return _alike(a.items, b.items)
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_alike(a[key], b[key]) for key in a)
    x, y = as_numbers(a), as_numbers(b)
    if x is not None and y is not None:
        # `2 * d` and `2.0 * d` are one mistake, so whole numbers may stand beside float64; float32 is another
        same_kind = (x.dtype == np.float32) == (y.dtype == np.float32) or x.ndim == 0
        rtol = 1e-6 if np.float32 in (x.dtype, y.dtype) else 1e-7  # what a check calls wrong is not the same to us
        return x.shape == y.shape and same_kind and bool(np.allclose(x, y, rtol=rtol, atol=1e-9, equal_nan=True))
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(_alike, a, b))
    return type(a) is type(b) and bool(a == b)
