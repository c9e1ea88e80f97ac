"""Which known misconception explains an answer: wrong implementations replayed on everything the answer was asked.

A diagnosis is given only when exactly one of them agrees with every reply that was seen.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from autograder.checks.compare import Tolerance, agreement, as_numbers
from autograder.checks.failure import ExampleMark
from autograder.expr import ExprError
from autograder.sandbox.api import Handle, Items
from autograder.sandbox.learner import Learner
from autograder.sandbox.session import same_data
from autograder.wire import Decoder, WireError, has_tag, pack, unpack

MAX_KEPT = 4_000  # answers of examples of one exercise
MAX_KEPT_REQUEST = 8_192  # bytes
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
    texts = {name: _definitions(inspect.getsource(sys.modules[name])) for name in {m.__module__ for m in marked}}
    sources = (texts[m.__module__].get(m.__name__) or _inner(m) for m in marked)
    return [
        Example(m.__name__, exercise, _renamed(text, exercise), m.example_mark)
        for m, text in zip(marked, sources, strict=True)
    ]


def _definitions(text: str) -> dict[str, str]:
    """The source of each function and class of a module, without decorators: all at once takes less than one by one."""
    lines = text.splitlines(keepends=True)
    return {
        node.name: "".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def _inner(item: Any) -> str:
    """The source of one that is defined inside another."""
    (text,) = _definitions(textwrap.dedent(inspect.getsource(item))).values()
    return text


def _renamed(text: str, exercise: str) -> str:
    """A definition under the exercise's name."""
    return re.sub(r"^(def|class) \w+", rf"\1 {exercise}", text, count=1)


class Diagnostician:
    """Replays records of one exercise against its misconceptions, whose answers it keeps: checks ask a class alike."""

    def __init__(self, examples: Iterable[Example], names: Mapping[str, Any]) -> None:
        self._examples = [example for example in examples if example.mark.wrong]
        self._names = names
        self._compiled: dict[str, CodeType] = {}
        self._kept: dict[tuple[str, bytes], dict[str, Any]] = {}  # by the example and all that it was asked so far

    def explain(self, record: Record, answer_callback: Callable[[Any], Any]) -> Example | None:
        """The one misconception that gives every reply of `record`, or None when none or several do."""
        questions = _questions([pair for pair in record if not _is_symbolic(pair[0])])
        matching: list[Example] = []
        for example in self._examples:
            if questions and self._explains(example, questions, answer_callback):
                matching.append(example)
                if len(matching) > 1:
                    return None
        return matching[0] if matching else None

    def _explains(self, example: Example, questions: Sequence[_Question], lend: Callable[[Any], Any]) -> bool:
        replay = _Replay(lambda: self._space(example), lend)
        return all(asked.answer.same(self._ask(example, replay, questions, n)) for n, asked in enumerate(questions))

    def _ask(self, example: Example, replay: _Replay, questions: Sequence[_Question], number: int) -> dict[str, Any]:
        """What the example answers to one question after all before it."""
        history = questions[number].history
        if history is None:
            return replay.ask(questions, number)
        key = (example.name, history)
        if key not in self._kept:
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            self._kept[key] = replay.ask(questions, number)
        return self._kept[key]

    def _space(self, example: Example) -> dict[str, Any]:
        """A fresh namespace for each replay: a wrong implementation that remembers things begins without memories."""
        if example.name not in self._compiled:
            self._compiled[example.name] = compile(example.source, f"<{example.name}>", "exec")
        space = dict(self._names)
        exec(self._compiled[example.name], space)  # noqa: S102 - our own example
        return space


class _Answer:
    """An answer that examples are compared with: read once, whenever it is first needed."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self._parts: dict[str, Any] = {}

    def part(self, key: str) -> Any:
        """Its value, arguments or keywords. Raises `WireError`, `ExprError`."""
        if key not in self._parts:
            self._parts[key] = _decode(self.raw.get(key))
        return self._parts[key]

    def same(self, mine: Mapping[str, Any]) -> bool:
        """Whether an example's answer tells the same: the same kind of error, or the same values and arguments."""
        theirs = self.raw
        if "killed" in theirs or not _is_well_formed(theirs):
            return False
        if "replies" in mine or "replies" in theirs:
            ours, others = mine.get("replies", []), theirs.get("replies", [])
            pairs = zip(ours, others, strict=False)
            return len(ours) == len(others) and all(isinstance(b, dict) and _Answer(b).same(a) for a, b in pairs)
        if mine.get("error") or theirs.get("error"):
            a, b = mine.get("error") or {}, theirs.get("error") or {}
            return bool(a.get("type_name") == b.get("type_name") and a.get("kind") == b.get("kind"))
        try:
            return all(self._same_part(key, mine.get(key)) for key in ("value", "arguments", "keywords"))
        except (WireError, ExprError):
            return False

    def _same_part(self, key: str, mine: Any) -> bool:
        """Equal bytes are equal values, provided that they can be read."""
        theirs = self.part(key)
        return same_data(mine, self.raw.get(key)) or _alike(_decode(mine), theirs)


def _is_well_formed(answer: Mapping[str, Any]) -> bool:
    """Whether an answer has the parts of one: it comes from the learner's process, which may send anything."""
    error, replies = answer.get("error"), answer.get("replies", [])
    return (error is None or isinstance(error, dict)) and isinstance(replies, list)


@dataclass(frozen=True)
class _Question:
    """One entry of a record: the request in bytes, the answer, and a digest of the requests up to this one.

    No digest where functions were lent out: what those answer is not in the bytes.
    """

    request: bytes
    answer: _Answer
    history: bytes | None


def _questions(record: Record) -> list[_Question]:
    found: list[_Question] = []
    history: bytes | None = b""
    for request, answer in record:
        content = pack(request)
        lends = any(has_tag(request.get(key), "f") for key in ("args", "kwargs", "calls", "operands"))
        if history is not None:
            history = None if lends or len(content) > MAX_KEPT_REQUEST else hashlib.sha256(history + content).digest()
        found.append(_Question(content, _Answer(answer), history))
    return found


class _Replay:
    """One example being asked a record's questions in order, from the first one on, as far as it has to be."""

    def __init__(self, space: Callable[[], dict[str, Any]], lend: Callable[[Any], Any]) -> None:
        self._space = space
        self._lend = lend
        self._learner: Learner | None = None
        self._asked = 0

    def ask(self, questions: Sequence[_Question], number: int) -> dict[str, Any]:
        """The example's answer to question `number`; those before it that it has not heard are asked first."""
        self._learner = self._learner or Learner(self._space())
        reply: dict[str, Any] = {}
        while self._asked <= number:
            reply = self._learner.handle(unpack(questions[self._asked].request), self._ask_judge)
            self._asked += 1
        return reply

    def _ask_judge(self, message: Any) -> Any:
        return unpack(pack(self._lend(unpack(pack(message)))))


def _is_symbolic(request: Mapping[str, Any]) -> bool:
    return has_tag(request.get("args"), "e")


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
        if x.shape != y.shape or not same_kind:
            return False
        x, y = x.astype(float), y.astype(float)
        return bool((agreement(x, y, Tolerance(rtol, 1e-9)) | (np.isnan(x) & np.isnan(y))).all())
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(_alike, a, b))
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):  # of complex numbers or of objects
        return a.shape == b.shape and a.dtype.kind == b.dtype.kind and _alike(a.ravel().tolist(), b.ravel().tolist())
    return type(a) is type(b) and bool(a == b)
