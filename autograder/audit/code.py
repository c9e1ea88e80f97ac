"""The audit of a code exercise: starter, reference, right and wrong implementations, mutants, through the examiner."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograder.audit.mutants import mutants
from autograder.audit.records import ExerciseAudit
from autograder.diagnosis import Example, examples_of
from autograder.examiner import Examiner
from autograder.lesson import Exercise
from autograder.result import ExerciseResult, Outcome, Verdict
from autograder.sandbox.api import Cell
from autograder.sandbox.local import LocalSession

CORE_POINTS = 4
LEAST_RIGHT = 4
LEAST_WRONG = {True: 6, False: 4}  # core, others
MUTANT_SECONDS = 3.0


def audit_code(examiner: Examiner, exercise: Exercise) -> ExerciseAudit:
    """Audit one code exercise; breaches are sentences that say what to do."""
    audit = ExerciseAudit(exercise.name, exercise.kind, exercise.points)
    checks = examiner.checks[exercise.name]
    audit.checks = [f"{check.mark.stage}: {check.title}" for check in checks]
    _audit_ends(examiner, exercise, audit)
    module = examiner.modules[exercise.name]
    examples = examples_of(module, exercise.name)
    for example in examples:
        _audit_example(examiner, exercise, example, audit)
    _audit_counts(exercise, examples, audit)
    _audit_mutants(examiner, exercise, dict(getattr(module, "EQUIVALENT", {})), audit)
    rejecting = {title for titles in audit.caught.values() for title in titles}
    for check in checks:
        if check.mark.weight > 0 and check.title not in rejecting:
            audit.breaches.append(
                f"“{check.title}” rejects no wrong implementation; add one that only it catches, or drop it"
            )
    return audit


def judge_source(examiner: Examiner, exercise: Exercise, source: str, *, diagnose: bool = True) -> ExerciseResult:
    """The examiner's result for one implementation among the reference's other parts."""
    names = {name: value for name, value in examiner.names.items() if name != exercise.name}
    session = LocalSession({**names, "__name__": "__main__"})
    session.run([Cell(source, exercise.name)])
    result = examiner.judge(session, [exercise.name], settled=exercise.needs, diagnose=diagnose)
    return result.exercise(exercise.name)


def _audit_ends(examiner: Examiner, exercise: Exercise, audit: ExerciseAudit) -> None:
    starter = judge_source(examiner, exercise, exercise.starter_source)
    if starter.points != 0 or starter.verdict is Verdict.RIGHT:
        audit.breaches.append(f"the untouched starter scores {starter.points:g} points; it must score 0")
    reference = judge_source(examiner, exercise, exercise.solution_source)
    audit.right += 1
    audit.proved = any(note.startswith("Proved") for note in reference.notes)
    if not _full(reference):
        audit.right_rejected += 1
        audit.breaches.append(f"the reference does not get full marks: {reference.headline}")
    proofs = [check for check in examiner.checks[exercise.name] if check.mark.stage == "proof"]
    if proofs and not audit.proved:
        audit.breaches.append("the proof does not come about for the reference; mend or drop it")


def _audit_example(examiner: Examiner, exercise: Exercise, example: Example, audit: ExerciseAudit) -> None:
    result = judge_source(examiner, exercise, example.source)
    if not example.mark.wrong:
        audit.right += 1
        if not _full(result):
            audit.right_rejected += 1
            audit.breaches.append(f"the correct “{example.name}” is rejected: {result.headline}")
        return
    audit.wrong += 1
    audit.caught[example.name] = [check.title for check in result.checks if check.outcome is Outcome.WRONG]
    if _full(result) or result.verdict is Verdict.RIGHT:
        audit.wrong_accepted += 1
        audit.breaches.append(f"the wrong “{example.name}” is accepted; add an input that shows the mistake")
    elif result.misconception == example.name:
        audit.diagnosed += 1
    else:
        found = result.misconception or "nothing"
        audit.breaches.append(
            f"the wrong “{example.name}” is diagnosed as {found}: add an input on which it differs from all others"
        )
    if any(note.startswith("Proved") for note in result.notes):
        audit.breaches.append(f"the wrong “{example.name}” is called proved")


def _full(result: ExerciseResult) -> bool:
    return result.verdict is Verdict.RIGHT and result.points == result.max_points


def _audit_counts(exercise: Exercise, examples: list[Example], audit: ExerciseAudit) -> None:
    core = exercise.points >= CORE_POINTS
    rights = sum(not example.mark.wrong for example in examples)
    if rights < LEAST_RIGHT:
        audit.breaches.append(f"{rights} unusual but correct implementations; write at least {LEAST_RIGHT}")
    if audit.wrong < LEAST_WRONG[core]:
        audit.breaches.append(f"{audit.wrong} wrong implementations; write at least {LEAST_WRONG[core]}")


def _audit_mutants(examiner: Examiner, exercise: Exercise, equivalent: dict[str, str], audit: ExerciseAudit) -> None:
    unused = dict(equivalent)
    for mutant in mutants(exercise.solution_source):
        audit.mutants += 1
        if not _survives(examiner, exercise, mutant.source):
            continue
        if mutant.label in equivalent:
            audit.excused += 1
            unused.pop(mutant.label, None)
            continue
        audit.survivors += 1
        audit.breaches.append(
            f"a mutant survives: {mutant.label} — add an input that kills it, or its reason to EQUIVALENT"
        )
    audit.breaches += [f"EQUIVALENT names a mutant that does not survive: {label}" for label in unused]


def _survives(examiner: Examiner, exercise: Exercise, source: str) -> bool:
    try:
        with _time_limit(MUTANT_SECONDS):
            return _full(judge_source(examiner, exercise, source, diagnose=False))
    except _TooSlow:
        return False


class _TooSlow(BaseException):
    """A mutant that runs on and on is caught."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Interrupts our own mutated code where the system can; elsewhere an endless mutant is interrupted by hand."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def interrupt(signum: int, frame: Any) -> None:
        raise _TooSlow

    previous = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
