"""The records and the protocol that separate learner code from the judge.

Nothing here runs learner code: `learner.py` does, on the other side of a `Session`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

MAX_MESSAGE = 64 * 1024 * 1024  # bytes

ErrorKind = Literal[
    "missing",  # the name is not defined
    "exception",  # learner code raised
    "timeout",  # killed at the time limit
    "crash",  # the process died (memory, signal, os._exit)
    "not plain data",  # the value cannot cross the wire (unknown type, too large, too deep)
    "untraceable",  # the code cannot be followed on symbols
]


@dataclass(frozen=True)
class Cell:
    """One code cell of a submission: the text and whose it is."""

    source: str
    exercise: str | None = None  # the exercise this cell answers, if any
    index: int = 0  # position in the notebook, for messages


@dataclass(frozen=True)
class LearnerError:
    """What went wrong on the learner's side, in plain text."""

    kind: ErrorKind
    type_name: str = ""  # "ValueError"
    message: str = ""  # of a timeout: the limit, as it follows "did not finish within"
    line: int | None = None  # 1-based line inside the cell where it surfaced
    source_line: str = ""
    exercise: str | None = None  # whose cell it surfaced in, where known
    bases: tuple[str, ...] = ()  # what else `except` would catch it as: ("ValueError", "Exception")


@dataclass(frozen=True)
class CellReport:
    """What running one cell gave: nbformat outputs as plain dicts, and the error if one ended it."""

    index: int
    outputs: list[dict[str, Any]] = field(default_factory=list)
    error: LearnerError | None = None


@dataclass(frozen=True)
class Reply:
    """The answer to one call. `arguments` and `keywords` are their state after the call."""

    value: Any = None
    error: LearnerError | None = None
    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Handle:
    """An object that stays on the learner's side (an autodiff `Value`, a generator, a function)."""

    number: int
    class_name: str
    callable: bool = False


@dataclass(frozen=True)
class Seed:
    """As an argument: the learner's side makes `np.random.default_rng(number)` of it."""

    number: int


@dataclass(frozen=True)
class Items:
    """A returned iterator, as the bounded list of what it yielded."""

    items: list[Any]


class ComputedTooLong(TimeoutError):
    """The process has used the processor for as long as it may: it is busy, not kept waiting."""


class Session(Protocol):
    """One submission's process, seen from the trusted side.

    Arguments may be None, bool, int, float, complex, str, tuple, list, dict, ndarray, object arrays of SymPy
    expressions (then the call is traced), `Handle`, `Seed`, and plain callables (they become callbacks).
    No method raises because of what learner code does: errors come back in the records.
    `seconds` bounds the time on the clock, `computing` the processor time where the system counts it for us.
    """

    level: str  # "isolated", "restricted", "process", "same process"

    def run(
        self, cells: Sequence[Cell], *, seconds: float = 8.0, computing: float | None = None
    ) -> list[CellReport]: ...
    def run_each(
        self, cells: Sequence[Cell], *, seconds: float, computing: float | None = None, until: float = math.inf
    ) -> Iterator[CellReport | None]:
        """Reports one by one as cells end; None for those that were not begun at the monotonic time `until`."""
        ...

    def kind(self, name: str) -> Literal["missing", "function", "class", "value"]: ...
    def fetch(self, name: str) -> Reply: ...
    def call(
        self,
        target: str | Handle,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        seconds: float = 4.0,
        computing: float | None = None,
    ) -> Reply: ...
    def attribute(self, handle: Handle, name: str) -> Reply: ...
    def call_method(self, handle: Handle, name: str, args: Sequence[Any] = ()) -> Reply: ...
    def operate(self, operator: str, operands: Sequence[Any]) -> Reply:
        """Apply a function of the standard `operator` module ("add", "truediv", "neg"), or "len", "float"."""
        ...

    def generator(self, seed: int) -> Reply:
        """A `np.random.Generator` that lives on the learner's side, so that two calls can share it (a Handle)."""
        ...

    def inject(self, parts: Mapping[str, Callable[..., Any]]) -> None:
        """Let these names of the learner's namespace be callbacks to the trusted side; {} gives all names back."""
        ...

    def close(self) -> None: ...


class WorldError(RuntimeError):
    """The place where learner code runs could not be made, or is gone: nobody's answer is to blame."""


class Channel(Protocol):
    """How bytes reach a learner process and come back; one message at a time, length-bounded.

    A channel is made ready by whoever creates it. `restart` kills whatever runs and gives a fresh process.
    """

    level: str

    def send(self, message: bytes) -> None: ...
    def computed(self) -> float | None:
        """The processor seconds that the process has used so far, as the system counts them; None where it does not."""
        ...

    def receive(self, seconds: float, computed: float | None = None) -> bytes:
        """The next message. Raises `TimeoutError` after `seconds`, `ComputedTooLong` when the process has used
        `computed` processor seconds in all, `EOFError` when it is gone, `ValueError` when a message is longer than
        `MAX_MESSAGE`, `WorldError` when what it runs in has ended with it.
        """
        ...

    def restart(self) -> None:
        """Raises `WorldError`."""
        ...

    def close(self) -> None: ...


__all__ = [
    "MAX_MESSAGE",
    "Cell",
    "CellReport",
    "Channel",
    "ComputedTooLong",
    "ErrorKind",
    "Handle",
    "Items",
    "LearnerError",
    "Reply",
    "Seed",
    "Session",
    "WorldError",
]
