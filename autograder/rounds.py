"""What is the same for a whole class: what the checks of an exercise ask, and what they say of the same answers.

The checks depend on the replies to what they ask, and on nothing else. So what they asked of the reference can be asked
of a learner in one message, and a learner whose replies are byte for byte those of another gets the same findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.diagnosis import Example
from autograder.result import CheckResult, Outcome, Verdict
from autograder.sandbox.ahead import digest
from autograder.wire import has_tag, unpack

MAX_KEPT = 2_000  # rounds: a few kilobytes each
MAX_KEPT_TEXT = 20_000  # characters that one may tell


@dataclass(frozen=True)
class Round:
    """The checks of one exercise, run once."""

    checks: tuple[CheckResult, ...]
    notes: tuple[str, ...]
    example: Example | None = None
    hint: str = ""
    in_time: bool = True  # whether no question was left out for lack of time

    @property
    def verdict(self) -> Verdict:
        outcomes = {check.outcome for check in self.checks}
        if outcomes == {Outcome.RIGHT}:
            return Verdict.RIGHT
        return Verdict.WRONG if Outcome.WRONG in outcomes else Verdict.UNJUDGED


class Rounds:
    """What each exercise's checks are known to ask, and the rounds by the replies that they are about."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[bytes, ...]] = {}
        self._kept: dict[tuple[str, bool, bytes], Round] = {}

    def learn(self, exercise: str, asked: Sequence[tuple[bytes, bytes]]) -> bytes | None:
        """Note what was asked of the reference. A digest of its replies, where all can be asked in one message."""
        known = known_ahead([request for request, _ in asked])
        self._asked[exercise] = known
        return digest(reply for _, reply in asked) if len(known) == len(asked) else None

    def asked(self, exercise: str) -> tuple[bytes, ...]:
        """What can be asked in one message; nothing where nothing is known."""
        return self._asked.get(exercise, ())

    def find(self, exercise: str, diagnosed: bool, replies: bytes) -> Round | None:
        """The round about replies with this digest."""
        return self._kept.get((exercise, diagnosed, replies))

    def keep(self, exercise: str, diagnosed: bool, replies: bytes, judged: Round) -> None:
        """Keep a round that depends on these replies alone. What could not be judged is tried again."""
        if sum(len(check.message) for check in judged.checks) > MAX_KEPT_TEXT:
            return
        if not judged.in_time or any(check.outcome is Outcome.UNJUDGED for check in judged.checks):
            return
        if len(self._kept) >= MAX_KEPT:
            self._kept.clear()
        self._kept[exercise, diagnosed, replies] = judged


def known_ahead(requests: Sequence[bytes]) -> tuple[bytes, ...]:
    """The first of `requests`, up to one about an object or a function that another submission does not have.

    >>> from autograder.wire import pack
    >>> call = {"op": "call", "target": "f"}
    >>> plain, lent = pack(call | {"args": ["l", [1]]}), pack(call | {"args": ["l", [["f", 1]]]})
    >>> known_ahead([plain, lent, plain]) == (plain,)
    True
    """
    known = []
    for content in requests:
        if not _is_known_ahead(unpack(content)):
            break
        known.append(content)
    return tuple(known)


def _is_known_ahead(request: dict[str, Any]) -> bool:
    if request["op"] not in ("call", "calls", "sequence") or not isinstance(request["target"], str):
        return False
    given = [request.get(key) for key in ("args", "kwargs", "calls")]
    return not any(has_tag(data, tag) for data in given for tag in "fh")


__all__ = ["Round", "Rounds", "known_ahead"]
