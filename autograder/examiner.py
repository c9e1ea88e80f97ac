"""Joins a learner's session, the hidden checks and the reference: one submission in, one `UnitResult` out.

Judges nothing itself (see `checks/`) and renders nothing (see `report/`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from autograder.checks.answers import AnswerVerdict, Derivation, judge_answer
from autograder.checks.failure import FOUNDATIONS
from autograder.checks.hints import hint
from autograder.checks.quiz import QuizItem
from autograder.checks.student import Reference, Student, error_failure
from autograder.collector import HiddenCheck, hidden_checks
from autograder.course import Course
from autograder.diagnosis import Diagnostician, Example, examples_of
from autograder.lesson import Exercise
from autograder.lookup import hidden_modules
from autograder.reference import reference_namespace
from autograder.result import CheckResult, ExerciseResult, Outcome, UnitResult, Verdict, earned, replace
from autograder.rounds import Round, Rounds
from autograder.sandbox.local import LocalSession
from autograder.sandbox.session import BaseSession
from autograder.wire import Encoder, WireError, pack

_LOG = logging.getLogger(__name__)
EXHAUSTED = "Not judged: the submission's cells and the exercises before used up the time that all may take together."
NOT_ANSWERED = "Not answered yet."
MAX_KEPT, MAX_KEPT_ANSWER = 2_000, 4_096  # verdicts on derivations, and bytes of an answer


class Examiner:
    """Judges submissions of one unit. Make it once; `judge` may be called any number of times."""

    def __init__(self, course: Course, unit: str) -> None:
        self.course = course
        self.lesson = course.lesson(unit)
        self.unit = self.lesson.unit
        package = course.hidden_package(self.unit)
        self.names = reference_namespace(course, self.unit)
        self.reference = Reference(self.names)
        self.checks: Mapping[str, tuple[HiddenCheck, ...]] = hidden_checks(package)
        self.modules = hidden_modules(package)
        self.specs = _specs(self.modules)
        self._diagnosticians: dict[str, Diagnostician] = {}
        self._verdicts: dict[tuple[str, bytes], AnswerVerdict] = {}
        self._rounds = Rounds()
        self._rehearsed = self._rehearsing = False
        self._settled: frozenset[str] = frozenset()
        self._diagnose = True

    def judge(
        self,
        session: BaseSession,
        only: Sequence[str] | None = None,
        *,
        settled: Sequence[str] = (),
        diagnose: bool = True,
        report: Callable[[ExerciseResult], None] | None = None,
        kept: Mapping[str, ExerciseResult] = MappingProxyType({}),
    ) -> UnitResult:
        """Judge the exercises of the unit (or `only` these) that the session's cells answer.

        `settled` names exercises whose versions in the session are known to be right; `diagnose=False` leaves out the
        search for misconceptions; `report` is told each result as it is found; `kept` results stand, and their
        exercises are asked nothing. Exercises that need no other come first: by the time a reference part is lent out,
        its own exercise is settled.
        """
        results: dict[str, ExerciseResult] = {}
        self._settled, self._diagnose = frozenset(settled), diagnose
        wanted = [exercise for exercise in self.lesson.exercises.values() if only is None or exercise.name in only]
        asked = [exercise.name for exercise in wanted if exercise.name not in kept]
        code = [name for name in asked if name in self.checks]
        session.look_ahead(code, [name for name in asked if name not in self.checks])
        for exercise in sorted(wanted, key=lambda e: bool(e.needs)):
            if exercise.name in kept:
                results[exercise.name] = kept[exercise.name]
                continue
            results[exercise.name] = self._judge(session, exercise, results)
            if report:
                report(results[exercise.name])
        return UnitResult(self.unit, tuple(results[exercise.name] for exercise in wanted), session.level)

    def rehearse(self) -> None:
        """Judge the reference itself, in this process: what is loaded or worked out once is then there for all.

        What the checks ask of it is what they will ask of others. Once is enough.
        """
        if self._rehearsed:
            return
        self._rehearsed = self._rehearsing = True
        try:
            self.judge(LocalSession(dict(self.names)))
        finally:
            self._rehearsing = False
        for name in self.checks:
            self._diagnostician(name)

    def _judge(self, session: BaseSession, exercise: Exercise, done: Mapping[str, ExerciseResult]) -> ExerciseResult:
        session.forget_callbacks()
        if session.exhausted:
            return self._value_result(exercise, Outcome.UNJUDGED, EXHAUSTED)
        if exercise.name in self.checks:
            return self._judge_code(session, exercise, done)
        return self._judge_value(session, exercise)

    # code

    def _judge_code(
        self, session: BaseSession, exercise: Exercise, done: Mapping[str, ExerciseResult]
    ) -> ExerciseResult:
        absent = self._absent(session, exercise)
        if absent:
            return absent
        weak = [need for need in exercise.needs if self._is_weak(need, done)]
        if not weak:
            return self._judge_on_own_parts(session, exercise)
        judged = self._round(session, exercise, {need: self.names[need] for need in exercise.needs})
        result = self._result(exercise, judged)
        mine = [need for need in weak if need in self.lesson.exercises]
        if result.verdict is Verdict.RIGHT and mine and not any(_hangs(done.get(need)) for need in mine):
            own = self._round(session, exercise, {})
            if own.verdict is not Verdict.RIGHT:
                parts = " and ".join(f"`{need}`" for need in mine)
                note = f"`{exercise.name}` itself is right; together with your own {parts} it is not. Mend that first."
                result = replace(result, notes=(*result.notes, note))
        return result

    def _judge_on_own_parts(self, session: BaseSession, exercise: Exercise) -> ExerciseResult:
        """Judge an answer whose parts are all right; if it fails, once more with ours: a right part may not fit."""
        result = self._result(exercise, self._round(session, exercise, {}))
        parts = {need: self.names[need] for need in exercise.needs if need not in self._settled}
        if result.verdict is Verdict.RIGHT or not parts or not result.answered or _hangs(result):
            return result
        lent = self._result(exercise, self._round(session, exercise, parts))
        if lent.points <= result.points:
            return result
        told = " or ".join(f"`{name}`" for name in parts)
        note = f"Judged with the course's own {told}: yours is right, but may give a list where an array is needed."
        return replace(lent, notes=(*lent.notes, note))

    def _is_weak(self, need: str, done: Mapping[str, ExerciseResult]) -> bool:
        """Whether the reference's version must stand in for an earlier exercise."""
        return need not in self._settled and (need not in done or done[need].verdict is not Verdict.RIGHT)

    def _absent(self, session: BaseSession, exercise: Exercise) -> ExerciseResult | None:
        kind = session.kind(exercise.name)
        if kind in ("function", "class"):
            return None
        if kind == "missing":
            text = f"`{exercise.name}` is not defined: its cell is missing, or ended with an error before defining it."
        else:
            text = f"`{exercise.name}` is a value, not a function; keep the line `def {exercise.name}(…):`."
        check = CheckResult(f"`{exercise.name}` is a function that can be called", Outcome.WRONG, text, "runs", 0.0)
        return ExerciseResult(exercise.name, 0.0, exercise.points, Verdict.WRONG, text, (check,))

    def _round(self, session: BaseSession, exercise: Exercise, parts: Mapping[str, Callable[..., Any]]) -> Round:
        """The exercise's checks in teaching order, with `parts` in place of the learner's functions."""
        if parts:
            session.inject(parts)
        try:
            return self._known_round(session, exercise)
        finally:
            session.forget_ahead(exercise.name)
            if parts:
                session.inject({})

    def _known_round(self, session: BaseSession, exercise: Exercise) -> Round:
        """Run the checks, unless the very same replies have been judged before."""
        asked = self._rounds.asked(exercise.name)
        replies = session.ask_ahead(exercise.name, asked) if asked else None
        known = self._rounds.find(exercise.name, self._diagnose, replies) if replies else None
        if known:
            return known
        session.asked = [] if self._rehearsing else None
        judged = self._run_round(session, exercise)
        is_whole = not session.asked_more
        if session.asked is not None:
            replies, is_whole = self._rounds.learn(exercise.name, session.asked), True
        if replies and is_whole:
            self._rounds.keep(exercise.name, self._diagnose, replies, judged)
        return judged

    def _run_round(self, session: BaseSession, exercise: Exercise) -> Round:
        record: list[tuple[dict[str, Any], dict[str, Any]]] = []
        session.record = record
        student = Student(session, exercise.name)
        try:
            checks = self._run_checks(student, exercise)
        finally:
            session.record = None
        example, told = None, ""
        if self._diagnose and any(check.outcome is Outcome.WRONG for check in checks) and _usable(record):
            example, told = self._explanation(exercise, record, session, student)
        return Round(checks, tuple(dict.fromkeys(student.notes)), example, told, in_time=not student.too_slow)

    def _explanation(
        self, exercise: Exercise, record: Sequence[tuple[Any, Any]], session: BaseSession, student: Student
    ) -> tuple[Example | None, str]:
        """Which known mistake it is, or else a hint; neither where the search fails: no mark hangs on it."""
        try:
            example = self._diagnostician(exercise.name).explain(record, session.answer_callback)
            return example, "" if example else hint(student.probes)
        except Exception:  # noqa: BLE001 - whatever a learner's values provoke
            _LOG.exception("an answer to %s could not be explained", exercise.name)
            return None, ""

    def _run_checks(self, student: Student, exercise: Exercise) -> tuple[CheckResult, ...]:
        done: list[CheckResult] = []
        for check in self.checks[exercise.name]:
            blocking = _blocking(done, check)
            if blocking:
                if check.mark.stage != "proof":
                    done.append(_skipped(check, blocking))
                    if blocking.outcome is Outcome.WRONG:
                        check.run(student, self.reference)  # unreported: the diagnosis wants to have seen it
                continue
            outcome = check.run(student, self.reference)
            if outcome is not None:
                done.append(outcome)
        return tuple(done)

    def _diagnostician(self, name: str) -> Diagnostician:
        if name not in self._diagnosticians:
            self._diagnosticians[name] = Diagnostician(examples_of(self.modules[name], name), self.names)
        return self._diagnosticians[name]

    def _result(self, exercise: Exercise, judged: Round) -> ExerciseResult:
        points = earned(exercise.points, tuple(check for check in judged.checks if check.weight > 0))
        first = next((check for check in judged.checks if check.outcome in (Outcome.WRONG, Outcome.UNJUDGED)), None)
        unanswered = first is not None and "raised NotImplementedError" in first.message and points == 0
        headline, hint_text = "Right.", ""
        if unanswered:
            headline = NOT_ANSWERED
        elif judged.example and first is not None and first.outcome is Outcome.WRONG:
            headline, hint_text = judged.example.mark.message, judged.example.mark.hint
        elif first is not None:
            compared = first.message.startswith(("For `", f"`{exercise.name}` raised"))
            headline = f"{judged.hint} {first.message}".strip() if compared else first.message
        misconception = judged.example.name if judged.example and not unanswered else None
        return ExerciseResult(
            exercise.name, points, exercise.points, judged.verdict, headline, judged.checks, misconception, hint_text,
            judged.notes, not unanswered,
        )  # fmt: skip

    # values: derivations and quiz items

    def _judge_value(self, session: BaseSession, exercise: Exercise) -> ExerciseResult:
        reply = session.fetch(exercise.name)
        if reply.error:
            failure = error_failure(exercise.name, reply.error, (), {})
            return self._value_result(exercise, failure.outcome, failure.message)
        if reply.value is None:
            return replace(self._value_result(exercise, Outcome.WRONG, NOT_ANSWERED), answered=False)
        spec = self.specs.get(exercise.name)
        key = self.names[exercise.name]
        if isinstance(spec, Derivation):
            return self._judge_derivation(exercise, spec, reply.value, key)
        if isinstance(spec, QuizItem):
            verdict = spec.judge(reply.value, key, self.reference)
            outcome = {"right": Outcome.RIGHT, "wrong": Outcome.WRONG, "invalid": Outcome.UNJUDGED}[verdict.outcome]
            return self._value_result(exercise, outcome, verdict.message, verdict.mistake)
        return self._value_result(
            exercise, Outcome.UNJUDGED, "This answer has no check yet; please tell your instructor."
        )

    def _judge_derivation(self, exercise: Exercise, spec: Derivation, answer: Any, key: Any) -> ExerciseResult:
        verdict = self._verdict(spec, answer, key)
        outcomes = {"equal": Outcome.RIGHT, "different": Outcome.WRONG}
        outcome = outcomes.get(verdict.outcome, Outcome.UNJUDGED)
        mistake = None if verdict.wrong_index is None else f"form {verdict.wrong_index + 1}"
        result = self._value_result(exercise, outcome, verdict.wrong_form or verdict.message, mistake, verdict.message)
        return replace(result, notes=(verdict.note,)) if verdict.note else result

    def _verdict(self, spec: Derivation, answer: Any, key: Any) -> AnswerVerdict:
        """What `judge_answer` says. What it could decide is kept: in a class many answers are the same."""
        try:
            written = (spec.name, pack(Encoder().encode(answer)))
        except WireError:
            return judge_answer(spec, answer, key)
        verdict = self._verdicts.get(written) or judge_answer(spec, answer, key)
        if verdict.outcome in ("equal", "different") and len(written[1]) <= MAX_KEPT_ANSWER:
            if len(self._verdicts) >= MAX_KEPT:
                self._verdicts.clear()
            self._verdicts[written] = verdict
        return verdict

    def _value_result(
        self, exercise: Exercise, outcome: Outcome, message: str, mistake: str | None = None, detail: str = ""
    ) -> ExerciseResult:
        title = {"derivation": "The expression", "quiz": "The answer"}.get(exercise.kind, "The value")
        verdict = {Outcome.RIGHT: Verdict.RIGHT, Outcome.WRONG: Verdict.WRONG}.get(outcome, Verdict.UNJUDGED)
        check = CheckResult(title, outcome, "" if outcome is Outcome.RIGHT else detail or message)
        points = exercise.points if outcome is Outcome.RIGHT else 0.0
        headline = "Right." if outcome is Outcome.RIGHT else message
        return ExerciseResult(exercise.name, points, exercise.points, verdict, headline, (check,), mistake)


def _specs(modules: Mapping[str, Any]) -> dict[str, Derivation | QuizItem]:
    """The derivations and quiz items of a unit by name."""
    found = [item for name in ("derivations", "quiz") if name in modules for item in vars(modules[name]).values()]
    return {item.name: item for item in found if isinstance(item, Derivation | QuizItem)}


def _blocking(done: Sequence[CheckResult], check: HiddenCheck) -> CheckResult | None:
    """The failed check after which this one would say nothing new."""
    for earlier in done:
        if earlier.outcome is Outcome.UNJUDGED:
            return earlier
        if earlier.outcome is Outcome.WRONG and (earlier.stage in FOUNDATIONS or check.mark.stage == "proof"):
            return earlier
    return None


def _skipped(check: HiddenCheck, blocking: CheckResult) -> CheckResult:
    told = "Not looked at, because of" if blocking.outcome is Outcome.UNJUDGED else "Not looked at yet: first"
    text = f"{told} “{blocking.title}”."
    return CheckResult(check.title, Outcome.SKIPPED, text, check.mark.stage, check.mark.weight)


def _usable(record: Sequence[tuple[Any, Any]]) -> bool:
    return bool(record) and not any("killed" in answer for _, answer in record)


def _hangs(result: ExerciseResult | None) -> bool:
    return result is not None and any(check.outcome is Outcome.UNJUDGED for check in result.checks)
