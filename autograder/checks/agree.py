"""The statements hidden checks are made of: the learner's function agrees, leaves its arguments alone, is steady."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from autograder.checks.cases import Case
from autograder.checks.compare import Mismatch, Name, Tolerance, agreement, as_numbers, compare, outer
from autograder.checks.failure import Failure
from autograder.checks.hints import Probe
from autograder.checks.show import call as show_call
from autograder.checks.show import describe, is_small
from autograder.checks.student import LearnerFunction, error_failure
from autograder.result import Evidence, Outcome
from autograder.sandbox.api import Reply


def agree(
    learner: LearnerFunction,
    reference: Callable[..., Any],
    cases: Iterable[Case],
    *,
    rtol: float = 1e-7,
    atol: float = 1e-10,
    letters: Sequence[str] = (),
    names: Sequence[Name] = (),
    axes: Sequence[str] = (),
    show: bool = False,
) -> None:
    """On every case the learner's result equals the reference's: its kind, shape, dtype, values, or its exception.

    Cases run in order, so the first failure is the smallest; the others still run, so that a diagnosis has seen them.
    `letters` name the arguments, `names` the parts of a tuple result, `axes` those of an array result; `show` lets
    messages print the expected values (for cases a learner could work out by hand). Raises `Failure`.
    """
    first: Failure | None = None
    wanted = list(cases)
    replies = learner.replies([(item.args, item.kwargs) for item in wanted])
    for item, reply in zip(wanted, replies, strict=True):
        failure = _try(learner, reference, item, reply, Tolerance(rtol, atol), tuple(letters), names, axes, show)
        if failure and failure.outcome is Outcome.UNJUDGED:
            raise failure
        first = first or failure
    if first:
        raise first


def _try(
    learner: LearnerFunction,
    reference: Callable[..., Any],
    item: Case,
    reply: Reply,
    tolerance: Tolerance,
    letters: tuple[str, ...],
    names: Sequence[Name],
    axes: Sequence[str],
    show: bool,
) -> Failure | None:
    expected, refusal = _expected(reference, item)
    if refusal is not None:
        return _refusal_failure(learner.name, refusal, item, reply, letters)
    if reply.error:
        learner.student.probes.append(Probe(item.args, None, expected, False, tuple(names)))
        return error_failure(learner.name, reply.error, item.args, item.kwargs)
    problem = compare(
        reply.value, expected, tolerance, names=names, axes=axes, integers_allowed=_all_integers(item), show=show
    )
    learner.student.probes.append(Probe(item.args, reply.value, expected, problem is None, tuple(names)))
    return (
        mismatch_failure(learner.name, problem, item, reply.value, expected, names, show, letters, tolerance)
        if problem
        else None
    )


def _expected(reference: Callable[..., Any], item: Case) -> tuple[Any, str | None]:
    args, kwargs = _copied(item.args), _copied(item.kwargs)
    try:
        with np.errstate(all="ignore"):
            return reference(*args, **kwargs), None
    except Exception as error:  # noqa: BLE001 - which exception is the point
        return None, type(error).__name__


def _copied(value: Any) -> Any:
    """A copy for the reference to work on, arrays and all."""
    if isinstance(value, np.ndarray) and value.dtype.kind != "O":
        return value.copy()
    if type(value) in (tuple, list):
        return type(value)(map(_copied, value))
    return copy.deepcopy(value)


def _all_integers(item: Case) -> bool:
    kinds = [array.dtype.kind for array in map(as_numbers, [*item.args, *item.kwargs.values()]) if array is not None]
    return bool(kinds) and all(kind in "iub" for kind in kinds)


def _refusal_failure(name: str, refusal: str, item: Case, reply: Reply, letters: tuple[str, ...]) -> Failure | None:
    text, pasteable = show_call(name, item.args, item.kwargs, letters)
    evidence = Evidence(call=text) if pasteable else None
    because = f" ({item.label})" if item.label else ""
    if reply.error is None:
        found = describe(reply.value)
        return Failure(f"`{text}` should raise {refusal}{because}; yours returned {found}.", evidence)
    if reply.error.kind != "exception":
        return error_failure(name, reply.error, item.args, item.kwargs)
    if {refusal, *item.raises} & {reply.error.type_name, *reply.error.bases}:
        return None
    message = f"`{text}` should raise {refusal}{because}; yours raised {reply.error.type_name}: {reply.error.message}"
    return Failure(message.rstrip(": ") + ".", evidence)


def mismatch_failure(
    name: str,
    problem: Mismatch,
    item: Case,
    got: Any,
    expected: Any,
    names: Sequence[Name] = (),
    show: bool = False,
    letters: tuple[str, ...] = (),
    tolerance: Tolerance = Tolerance(),  # noqa: B008 - frozen
) -> Failure:
    """A mismatch as a finding: the sentence, the input, and got beside expected where that is allowed."""
    text, pasteable = show_call(name, item.args, item.kwargs, letters)
    label = f" ({item.label})" if item.label else ""
    message = f"For `{text}`{label}, {problem.message}"
    mine, theirs = as_numbers(problem.got), as_numbers(problem.expected)
    comparable = mine is not None and theirs is not None and mine.shape == theirs.shape and mine.ndim > 0
    difference = None
    if comparable and mine is not None and theirs is not None and problem.aspect == "values" and theirs.size > 1:
        with np.errstate(all="ignore"):
            difference = np.abs(np.asarray(mine, float) - np.asarray(theirs, float)).tolist()
    evidence = Evidence(
        call=text if pasteable else None,
        got=mine.tolist() if mine is not None and is_small(mine) else None,
        expected=theirs.tolist() if show and theirs is not None and is_small(theirs) else None,
        wrong_at=problem.wrong_at[:64],
        difference=difference,
        lines=tuple(part_lines(got, expected, names, tolerance)),
    )
    return Failure(message, evidence)


def part_lines(got: Any, expected: Any, names: Sequence[Name], tolerance: Tolerance) -> list[str]:
    """One line per part of a compound result: name, shape, largest difference and where; the first wrong one localises.

    >>> part_lines((np.ones(2), np.ones(3)), (np.ones(2), np.zeros(3)), ("dX", "db"), Tolerance())
    ['dX  shape (2,)  right', 'db  shape (3,)  wrong: largest difference 1 at [0]']
    """
    if isinstance(expected, dict) and isinstance(got, dict):
        pairs: list[tuple[Name, Any, Any]] = [(str(key), got.get(key), value) for key, value in expected.items()]
    elif names and isinstance(expected, tuple | list) and isinstance(got, tuple | list):
        padded = [*got, *[None] * len(expected)]
        pairs = list(zip(names, padded, expected, strict=False))
    else:
        return []
    return [_part_line(name, mine, theirs, tolerance) for name, mine, theirs in pairs]


def _part_line(part: Name, got: Any, expected: Any, tolerance: Tolerance) -> str:
    name, inner = outer(part), () if isinstance(part, str) else part[1:]
    mine, theirs = as_numbers(got), as_numbers(expected)
    if theirs is None:  # a part that has parts itself, such as the shapes of one layer
        problem = compare(got, expected, tolerance, names=inner, part=name)
        return f"{name}  wrong: {problem.message}" if problem else f"{name}  right"
    if mine is None:
        return f"{name}  {describe(got)}  wrong: numbers are asked for"
    if mine.shape != theirs.shape:
        return f"{name}  shape {mine.shape}  wrong: shape {theirs.shape} is asked for"
    agrees = agreement(mine, theirs, tolerance)
    if bool(np.all(agrees)):
        return f"{name}  shape {mine.shape}  right"
    with np.errstate(all="ignore"):
        size = np.where(agrees, 0.0, np.abs(np.asarray(mine, float) - np.asarray(theirs, float)))
    index = [int(i) for i in np.unravel_index(int(np.argmax(np.nan_to_num(size, nan=np.inf))), size.shape)]
    place = f" at {index}" if index else ""
    return f"{name}  shape {mine.shape}  wrong: largest difference {float(size[tuple(index)]):.6g}{place}"


def pure(learner: LearnerFunction, cases: Iterable[Case], letters: Sequence[str] = ()) -> None:
    """After the call the arguments hold the same values, shapes and dtypes. Raises `Failure`."""
    wanted = list(cases)
    for item, reply in zip(wanted, learner.replies([(item.args, item.kwargs) for item in wanted]), strict=True):
        if reply.error:
            raise error_failure(learner.name, reply.error, item.args, item.kwargs)
        changed = _changed(item, reply, letters)
        if changed:
            text, pasteable = show_call(learner.name, item.args, item.kwargs, tuple(letters))
            raise Failure(
                f"`{changed}` is different after the call: `{learner.name}` changed its argument. "
                "Compute into a new array (work on a copy; avoid `+=`, `-=`, `*=` on what you were given).",
                Evidence(call=text if pasteable else None),
            )


def _changed(item: Case, reply: Reply, letters: Sequence[str]) -> str:
    """The name of the first argument that is not what it was, or ""; one that cannot be read any more is not."""
    named = [letters[i] if i < len(letters) else f"argument {i + 1}" for i in range(len(item.args))]
    for position, (name, before) in enumerate(zip(named, item.args, strict=True)):
        if position >= len(reply.arguments) or not _unchanged(before, reply.arguments[position]):
            return name
    for name, before in item.kwargs.items():
        if name not in reply.keywords or not _unchanged(before, reply.keywords[name]):
            return name
    return ""


def _unchanged(before: Any, after: Any) -> bool:
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and list(before) == list(after)
            and all(_unchanged(before[k], after[k]) for k in before)
        )
    if isinstance(before, list | tuple):
        return isinstance(after, list | tuple) and len(before) == len(after) and all(map(_unchanged, before, after))
    if isinstance(before, int | str):  # the entries of a list of sizes or words
        return type(before) is type(after) and before == after
    if not isinstance(before, np.ndarray):
        return True
    if not isinstance(after, np.ndarray) or before.shape != after.shape or before.dtype != after.dtype:
        return False
    if before.dtype.kind not in "biufc":
        return True
    return bool(np.all(agreement(after, before, Tolerance(0.0, 1e-12)) | (np.isnan(after) & np.isnan(before))))


def steady(
    learner: LearnerFunction,
    reference: Callable[..., Any],
    cases: Sequence[Case],
    *,
    rtol: float = 1e-7,
    atol: float = 1e-10,
    names: Sequence[Name] = (),
) -> None:
    """The same arguments give the same result, in whatever order; later calls leave earlier results alone.

    Give at least two cases of equal shapes and other values. Raises `Failure`.
    """
    order = [*cases, *reversed(cases)]
    for item, reply in zip(order, learner.sequence([item.args for item in order]), strict=True):
        if reply.error:
            raise error_failure(learner.name, reply.error, item.args, item.kwargs)
        expected, refusal = _expected(reference, item)
        if refusal is None and compare(
            reply.value, expected, Tolerance(rtol, atol), names=names, integers_allowed=_all_integers(item)
        ):
            raise Failure(
                f"`{learner.name}` gives another answer when it is called several times in a row. It seems to remember "
                "something between calls, or a later call writes into an earlier result: make a new array each time."
            )
