"""The trusted client of learner code: requests out, bounded plain data back. How they get there is up to subclasses.

Learner code cannot make a method here raise: hangs, crashes and malformed messages all become `LearnerError` records.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from autograder.sandbox.ahead import Ahead
from autograder.sandbox.api import Cell, CellReport, Handle, LearnerError, Reply
from autograder.sandbox.lending import call_lent
from autograder.wire import Decoder, Encoder, WireError, pack, unpack

CALL_SECONDS = 4.0  # for one request, on the clock
CALL_COMPUTING = 1.0  # seconds of processor time for it: what is asked for is small
TOGETHER_SECONDS, TOGETHER_COMPUTING = 1.0, 0.25  # for several requests in one message; beyond, each is sent alone
MAX_LENDING = 20.0  # seconds of our own processor time that one submission may use so
MAX_RECORDED = 16 * 1024 * 1024  # bytes of answers kept for the diagnosis of one exercise
RECORDED = ("call", "sequence", "attribute", "method", "operate", "generator")
LOOKS = "looks"  # the group of what is looked at before anything is called
Kind = Literal["missing", "function", "class", "value"]


class BaseSession:
    """All of the session protocol but the transport: subclasses provide `_transport` and `run`."""

    level = ""

    def __init__(self) -> None:
        self._callbacks: dict[int, Callable[..., Any]] = {}
        self._injected: dict[str, Callable[..., Any]] = {}
        self.record: list[tuple[dict[str, Any], dict[str, Any]]] | None = None  # while a list, calls are noted in it
        self.asked: list[tuple[bytes, bytes]] | None = None  # while a list, requests are noted in it with their replies
        self._ahead = Ahead()
        self._recorded = 0
        self._received = 0  # bytes, over the whole session
        self._lent = 0
        self._lending = 0.0  # seconds of our processor time that learner code used by calling functions of ours
        self._alone: set[str] = set()  # functions that several calls in one message were too much for
        self._holds_objects = False  # whether an object on the learner's side may be asked for again
        self.computed = 0.0  # seconds of processor time that all requests took, as far as the system counts it

    def _exchange(
        self, request: dict[str, Any], seconds: float = CALL_SECONDS, computing: float | None = CALL_COMPUTING
    ) -> dict[str, Any]:
        before = self._received
        answer = self._ask(request, seconds, computing)
        if self.record is not None and request["op"] in RECORDED:
            self._note(request, answer, self._received - before)
        return answer

    def _note(self, request: dict[str, Any], answer: dict[str, Any], size: int) -> None:
        """Keep an answer; where all of them are too large to keep, keep none."""
        assert self.record is not None
        self._recorded = size + (self._recorded if self.record else 0)
        if self._recorded > MAX_RECORDED:
            self.record.clear()
            self.record = None
        else:
            self.record.append((request, answer))

    @property
    def exhausted(self) -> bool:
        """Whether the submission has used up the time that all its calls may take together."""
        return False

    def forget_callbacks(self) -> None:
        """What was lent out for one exercise is of no use to code that kept it for another."""
        self._callbacks.clear()

    def _ask(self, request: dict[str, Any], seconds: float, computing: float | None) -> dict[str, Any]:
        """The reply to a request: the one that was asked for ahead, or else from the learner's process now."""
        try:
            content = pack(request)
        except (WireError, ValueError, TypeError, OverflowError):
            return {"killed": LearnerError("not plain data", "", "what was to be asked cannot cross")}
        known = self._ahead.take(content)
        if known is None:
            reply = self._transport(content, seconds, computing)
            if self.asked is not None:
                self.asked.append((content, pack(reply)))
            return reply
        self._received += len(known)
        try:
            found = unpack(known)
        except WireError:
            found = None
        return found if isinstance(found, dict) else self._malformed()

    def _malformed(self) -> dict[str, Any]:
        return {"killed": LearnerError("not plain data", "", "the process sent something that is not an answer")}

    def _transport(self, request: bytes, seconds: float, computing: float | None) -> dict[str, Any]:
        raise NotImplementedError

    def ask_ahead(self, group: str, requests: Sequence[bytes]) -> bytes | None:
        """Have all these (packed) requests carried out now, in one message; their replies wait under `group`.

        A digest of the replies where all of them came; None where the session does not do that, or some are missing.
        """
        return None

    def look_ahead(self, functions: Sequence[str], values: Sequence[str]) -> None:
        """Ask in one message for what `kind` and `fetch` will be asked for."""
        requests = [*map(_kind_request, functions), *map(_fetch_request, values)]
        self.ask_ahead(LOOKS, [pack(request) for request in requests])

    def forget_ahead(self, group: str) -> None:
        """What was asked for under this name is not needed any more."""
        self._ahead.drop(group)

    @property
    def asked_more(self) -> bool:
        """Whether something was asked that `ask_ahead` had not been told, since it was called last."""
        return self._ahead.missed

    def run(self, cells: Sequence[Cell], *, seconds: float = 8.0, computing: float | None = None) -> list[CellReport]:
        """Run cells one by one."""
        raise NotImplementedError

    def run_each(
        self, cells: Sequence[Cell], *, seconds: float, computing: float | None = None, until: float = math.inf
    ) -> Iterator[CellReport | None]:
        """Run cells one by one and report on each as it ends; None of those not begun at the time `until`."""
        for cell in cells:
            left = until - time.monotonic()
            yield from self.run([cell], seconds=min(seconds, left), computing=computing) if left > 0 else [None]

    def kind(self, name: str) -> Kind:
        """What the learner's namespace has under `name`."""
        kind = self._exchange(_kind_request(name)).get("kind")
        return kind if kind in ("function", "class", "value") else "missing"

    def fetch(self, name: str) -> Reply:
        """The value of a variable."""
        return self._reply(_fetch_request(name))

    def call(
        self,
        target: str | Handle,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        seconds: float = CALL_SECONDS,
        computing: float | None = CALL_COMPUTING,
    ) -> Reply:
        """Call a function of the learner's, with copies of the arguments."""
        number_or_name = target.number if isinstance(target, Handle) else target
        request = self._call_request(number_or_name, args, kwargs or {})
        return self._read_call(self._exchange(request, seconds, computing), request, args, kwargs or {})

    def _call_request(self, target: str | int, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        packed = {"args": self._encode(list(args)), "kwargs": self._encode(dict(kwargs))}
        return {"op": "call", "target": target, **packed}

    def together(self, target: str, calls: Sequence[tuple[Sequence[Any], Mapping[str, Any]]]) -> list[Reply] | None:
        """What `call` would give for each of `calls`, in one message: they are carried out one after the other.

        None where that does not come about, for whatever reason: ask for each alone, and the one to blame is found.
        """
        if len(calls) < 2 or target in self._alone or self._holds_objects:
            return None  # an object of a learner's would be gone with a process that fails here
        requests = [self._call_request(target, args, kwargs) for args, kwargs in calls]
        before = self._received
        packed = [{"args": request["args"], "kwargs": request["kwargs"]} for request in requests]
        together = {"op": "calls", "target": target, "calls": packed}
        answers = self._ask(together, TOGETHER_SECONDS, TOGETHER_COMPUTING).get("replies")
        if not isinstance(answers, list) or len(answers) != len(calls) or not all(isinstance(a, dict) for a in answers):
            self._alone.add(target)
            return None
        for request, answer in zip(requests, answers, strict=True):
            if self.record is not None:
                self._note(request, answer, (self._received - before) // len(calls))
        return [self._read_call(a, r, *call) for a, r, call in zip(answers, requests, calls, strict=True)]

    def _read_call(
        self, answer: dict[str, Any], request: Mapping[str, Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> Reply:
        """The reply to a call. Arguments that came back as they went are not read again: they are those that went."""
        went = [["t", request["args"][1]], request["kwargs"]]
        if not same_data([answer.get("arguments"), answer.get("keywords")], went):
            return self.read(answer)
        reply = self.read({"value": answer.get("value"), "error": answer.get("error")})
        return replace(reply, arguments=tuple(args), keywords=dict(kwargs))

    def sequence(
        self,
        target: str,
        calls: Sequence[Sequence[Any]],
        *,
        seconds: float = CALL_SECONDS,
        computing: float | None = CALL_COMPUTING,
    ) -> list[Reply]:
        """Several calls in a row whose results are read only after the last one."""
        request = {"op": "sequence", "target": target, "calls": self._encode([list(args) for args in calls])}
        answer = self._exchange(request, seconds, computing)
        replies = answer.get("replies")
        if not isinstance(replies, list) or len(replies) != len(calls):
            return [self.read(answer)] * len(calls)
        return [self.read(reply) for reply in replies]

    def attribute(self, handle: Handle, name: str) -> Reply:
        """An attribute of an object on the learner's side."""
        return self._reply({"op": "attribute", "handle": handle.number, "name": name})

    def call_method(self, handle: Handle, name: str, args: Sequence[Any] = ()) -> Reply:
        """A method of an object on the learner's side."""
        request = {"op": "method", "handle": handle.number, "name": name, "args": self._encode(list(args))}
        return self._reply(request)

    def operate(self, operator: str, operands: Sequence[Any]) -> Reply:
        """Apply an operator ("add", "neg", "len", …) to values and objects on the learner's side."""
        return self._reply({"op": "operate", "operator": operator, "operands": self._encode(list(operands))})

    def generator(self, seed: int) -> Reply:
        """A random generator that two calls can share."""
        return self._reply({"op": "generator", "seed": seed})

    def inject(self, parts: Mapping[str, Callable[..., Any]]) -> None:
        """Let names of the learner's namespace be callbacks to `parts`; {} gives all names back."""
        self._injected = dict(parts)
        numbers = {name: self._callback(function)[1] for name, function in parts.items()}
        self._exchange({"op": "inject", "parts": numbers})

    def close(self) -> None:
        """End the learner's process, if there is one."""

    # values

    def _callback(self, value: Any) -> list[Any]:
        if not callable(value):
            raise WireError(f"a value of type {type(value).__name__} cannot cross")
        self._lent += 1  # never the number of one that was lent before
        self._callbacks[self._lent] = value
        return ["f", self._lent]

    def _encode(self, value: Any) -> Any:
        return Encoder(self._callback).encode(value)

    def _decode(self, data: Any) -> Any:
        return Decoder(on_handle=self._hold).decode(data)

    def _hold(self, number: int, class_name: str, is_callable: bool) -> Handle:
        self._holds_objects = True
        return Handle(number, class_name, is_callable)

    def _reply(
        self, request: dict[str, Any], seconds: float = CALL_SECONDS, computing: float | None = CALL_COMPUTING
    ) -> Reply:
        return self.read(self._exchange(request, seconds, computing))

    def read(self, answer: Any) -> Reply:
        """A reply from untrusted plain data."""
        if not isinstance(answer, dict):
            return Reply(error=LearnerError("not plain data", "", "the process sent something that is not an answer"))
        try:
            error = read_failure(answer)
            arguments = self._decode(answer.get("arguments"))
            keywords = self._decode(answer.get("keywords"))
            value = None if error else self._decode(answer.get("value"))
        except WireError as problem:
            return Reply(error=LearnerError("not plain data", "", str(problem)))
        return Reply(
            value,
            error,
            arguments if isinstance(arguments, tuple) else (),
            keywords if isinstance(keywords, dict) else {},
        )

    def answer_callback(self, message: dict[str, Any]) -> dict[str, Any]:
        """Run one function of ours for learner code. Anything it raises goes back as a name and a text."""
        if self._lending > MAX_LENDING:
            return {"error": ["ValueError", "the functions lent to this submission have been used too much"]}
        started = time.process_time()
        try:
            function = self._callbacks[message["callback"]]
            args, kwargs = self._decode(message["args"]), self._decode(message["kwargs"])
            return {"value": self._encode(call_lent(function, args, kwargs))}
        except Exception as error:  # noqa: BLE001 - bad arguments from learner code, or a refusal of the function
            return {"error": [type(error).__name__, str(error)[:300]]}
        finally:
            self._lending += time.process_time() - started


def _kind_request(name: str) -> dict[str, Any]:
    return {"op": "kind", "name": name}


def _fetch_request(name: str) -> dict[str, Any]:
    return {"op": "fetch", "name": name}


def read_error(data: Any) -> LearnerError | None:
    """A `LearnerError` from untrusted plain data; anything odd becomes a plain "exception"."""
    if not data:
        return None
    if not isinstance(data, dict):
        return LearnerError("exception")
    kinds = ("missing", "exception", "not plain data", "untraceable")
    kind: Any = data.get("kind") if data.get("kind") in kinds else "exception"
    line = data.get("line") if type(data.get("line")) is int else None
    name, message, source = (_text(data.get(key)) for key in ("type_name", "message", "source_line"))
    named = data.get("bases")
    bases = tuple(_text(base)[:80] for base in named[:8]) if isinstance(named, list | tuple) else ()
    return LearnerError(kind, name[:80], message, line, source[:200], bases=bases)


def _text(data: Any) -> str:
    """Only texts are read as texts: what a list in a list in a list looks like is not worth the time."""
    return data[:600] if isinstance(data, str) else ""


def same_data(one: Any, other: Any) -> bool:
    """Whether plain data is the same byte for byte: as values, 1 and 1.0 and True are equal, and so are 0.0 and -0.0.

    >>> same_data([1, b"a"], [1, b"a"]), same_data([1], [1.0])
    (True, False)
    """
    try:
        return one == other and pack(one) == pack(other)
    except (WireError, ValueError, TypeError, OverflowError):
        return False  # one of them comes from learner code, and may hold anything


def in_seconds(seconds: float) -> str:
    """A limit in words.

    >>> in_seconds(1.0), in_seconds(3.4567)
    ('1 second', '3.5 seconds')
    """
    number = max(round(seconds, 1), 0.1)
    return f"{number:g} second{'' if number == 1 else 's'}"


def read_failure(answer: Mapping[str, Any]) -> LearnerError | None:
    """The error of an answer, whether the process told it or we ended the process."""
    killed = answer.get("killed")
    return killed if isinstance(killed, LearnerError) else read_error(answer.get("error"))


__all__ = ["BaseSession", "in_seconds", "read_failure", "same_data"]
