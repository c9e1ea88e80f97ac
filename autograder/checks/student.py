"""The `student` and `reference` fixtures of hidden checks: learner functions called through a session, by name."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.checks.failure import Failure
from autograder.checks.hints import Probe
from autograder.checks.show import call as show_call
from autograder.checks.show import describe
from autograder.result import Evidence, Outcome
from autograder.sandbox.api import Handle, LearnerError, Reply
from autograder.sandbox.session import CALL_COMPUTING, CALL_SECONDS, BaseSession, in_seconds

EXERCISE_SECONDS = 12.0  # on the clock, for all checks of an exercise
EXERCISE_COMPUTING = 4.0  # seconds of processor time for them


class Student:
    """The learner's names. `student.softmax(Z)` runs in the learner's process and gives a plain value.

    Raises `Failure` when the call raises, hangs or gives nothing that can be read.
    """

    def __init__(self, session: BaseSession, exercise: str, seconds: float = EXERCISE_SECONDS) -> None:
        self.session = session
        self.exercise = exercise
        self.notes: list[str] = []
        self.probes: list[Probe] = []  # what was compared with the reference, for a hint
        self._deadline = time.monotonic() + seconds
        self._computed = session.computed
        self.too_slow = False  # whether a call was refused because of that

    def __getattr__(self, name: str) -> LearnerFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return LearnerFunction(self, name)

    def limits(self) -> dict[str, float]:
        """How long one call may take, as a session wants to know it. Raises `Failure` where all calls took too long."""
        if time.monotonic() >= self._deadline:
            raise self._too_slow(in_seconds(EXERCISE_SECONDS))
        if self.session.computed - self._computed >= EXERCISE_COMPUTING:
            raise self._too_slow(f"{in_seconds(EXERCISE_COMPUTING)} of computing")
        return {"seconds": CALL_SECONDS, "computing": CALL_COMPUTING}

    def _too_slow(self, limit: str) -> Failure:
        self.too_slow = True
        text = f"The checks of `{self.exercise}` used up {limit}: it is far too slow."
        return Failure(text, outcome=Outcome.UNJUDGED)

    def generator(self, seed: int) -> Any:
        """A random generator on the learner's side that several calls can share."""
        return self.session.generator(seed).value

    def wrap(self, value: Any) -> Any:
        """A handle as an object with attributes, methods and operators; anything else as it is."""
        return LearnerObject(self, value) if isinstance(value, Handle) else value


def _plain(values: Sequence[Any]) -> list[Any]:
    """Arguments as a session takes them: objects of the learner's as handles."""
    return [value.handle if isinstance(value, LearnerObject) else value for value in values]


class LearnerFunction:
    """One function of the learner's."""

    def __init__(self, student: Student, name: str) -> None:
        self.student = student
        self.name = name

    def reply(self, *args: Any, **kwargs: Any) -> Reply:
        """The raw reply: value or error, and the arguments after the call."""
        return self.student.session.call(self.name, _plain(args), kwargs, **self.student.limits())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        reply = self.reply(*args, **kwargs)
        if reply.error:
            raise error_failure(self.name, reply.error, args, kwargs)
        return self.student.wrap(reply.value)

    def replies(self, calls: Sequence[tuple[Sequence[Any], Mapping[str, Any]]]) -> Iterator[Reply]:
        """The raw replies to several calls, as `reply` gives each; in one message where that goes well."""
        self.student.limits()
        together = self.student.session.together(self.name, [(_plain(args), kwargs) for args, kwargs in calls])
        if together is not None:
            yield from together
        else:
            for args, kwargs in calls:
                yield self.reply(*args, **kwargs)

    def sequence(self, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        """Several calls whose results are read only after the last one."""
        return self.student.session.sequence(self.name, calls, **self.student.limits())


class LearnerObject:
    """An object on the learner's side (a `Value`), used with its own attributes, methods and operators."""

    def __init__(self, student: Student, handle: Handle) -> None:
        self._student = student
        self.handle = handle

    def _result(self, reply: Reply, what: str) -> Any:
        if reply.error:
            raise error_failure(what, reply.error, (), {})
        return self._student.wrap(reply.value)

    def get(self, name: str) -> Any:
        """An attribute."""
        return self._result(self._student.session.attribute(self.handle, name), f"{self.handle.class_name}.{name}")

    def do(self, name: str, *args: Any) -> Any:
        """Call a method."""
        reply = self._student.session.call_method(self.handle, name, _plain(args))
        return self._result(reply, f"{self.handle.class_name}.{name}")

    def _operate(self, operator: str, *operands: Any) -> Any:
        return self._result(self._student.session.operate(operator, _plain(operands)), f"the operator {operator}")

    def __add__(self, other: Any) -> Any:
        return self._operate("add", self, other)

    def __radd__(self, other: Any) -> Any:
        return self._operate("add", other, self)

    def __sub__(self, other: Any) -> Any:
        return self._operate("sub", self, other)

    def __rsub__(self, other: Any) -> Any:
        return self._operate("sub", other, self)

    def __mul__(self, other: Any) -> Any:
        return self._operate("mul", self, other)

    def __rmul__(self, other: Any) -> Any:
        return self._operate("mul", other, self)

    def __truediv__(self, other: Any) -> Any:
        return self._operate("truediv", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return self._operate("truediv", other, self)

    def __pow__(self, other: Any) -> Any:
        return self._operate("pow", self, other)

    def __neg__(self) -> Any:
        return self._operate("neg", self)


class Reference:
    """The reference's names: `reference.softmax(Z)` runs the solution of `source/` on the trusted side."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            raise AttributeError(f"the lesson has no solution named {name}") from None


def error_failure(name: str, error: LearnerError, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Failure:
    """A learner's error as a finding that says where and for which input."""
    text, pasteable = show_call(name, tuple(args), dict(kwargs))
    evidence = Evidence(call=text) if pasteable and args else None
    where = f" (line {error.line}: `{error.source_line}`)" if error.line and error.source_line else ""
    if error.kind == "timeout":
        message = f"`{name}` did not finish within {error.message}; a loop may never end."
        return Failure(message, evidence, Outcome.UNJUDGED)
    if error.kind == "crash":
        message = f"`{name}` ended its process: it used too much memory, or stopped Python itself."
        return Failure(message, evidence, Outcome.UNJUDGED)
    if error.kind == "missing":
        return Failure(f"`{name}` is not defined; run or restore the cell that defines it.")
    if error.kind == "not plain data":
        found = f" ({error.type_name})" if error.type_name else ""
        return Failure(f"`{name}` returned something that is not numbers{found}: {error.message}.", evidence)
    detail = f": {error.message}" if error.message else ""
    return Failure(f"`{name}` raised {error.type_name}{detail}{where}.", evidence)


__all__ = ["LearnerFunction", "LearnerObject", "Reference", "Student", "describe", "error_failure"]
