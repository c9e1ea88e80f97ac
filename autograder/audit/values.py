"""The audit of answers that are values: derivations with their forms, quiz items with their listed mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from autograder.audit.records import ExerciseAudit
from autograder.checks.answers import Derivation
from autograder.checks.quiz import QuizItem, tolerance_of
from autograder.examiner import Examiner
from autograder.lesson import Exercise
from autograder.result import ExerciseResult, Verdict
from autograder.sandbox.local import LocalSession

LEAST_FORMS = 3


def judge_value(examiner: Examiner, exercise: Exercise, value: Any) -> ExerciseResult:
    """The examiner's result for one value under the exercise's name."""
    return examiner.judge(LocalSession({exercise.name: value}), [exercise.name]).exercise(exercise.name)


def audit_derivation(examiner: Examiner, exercise: Exercise, spec: Derivation) -> ExerciseAudit:
    """Right forms are equal, wrong ones different and diagnosed as themselves."""
    audit = ExerciseAudit(exercise.name, exercise.kind, exercise.points)
    _audit_unanswered(examiner, exercise, audit)
    for form in [examiner.names[exercise.name], *map(form_value, spec.right)]:
        _right(audit, judge_value(examiner, exercise, form), f"the correct form {form}")
    for index, wrong in enumerate(spec.wrong):
        form = form_value(wrong.form) if isinstance(wrong.form, str) else wrong.form
        result = judge_value(examiner, exercise, form)
        _wrong(audit, result, wrong.text, f"form {index + 1}")
    if len(spec.right) < LEAST_FORMS:
        audit.breaches.append(f"{len(spec.right)} other right forms; write at least {LEAST_FORMS}")
    if len(spec.wrong) < LEAST_FORMS:
        audit.breaches.append(f"{len(spec.wrong)} wrong forms; write at least {LEAST_FORMS}")
    return audit


def form_value(text: str) -> Any:
    """A form as a learner would give it: text, or SymPy objects for a form marked "py:"."""
    if not text.startswith("py:"):
        return text
    import sympy

    namespace: dict[str, Any] = {}
    exec("from sympy import *", namespace)  # noqa: S102 - our own forms are SymPy source
    source = text.removeprefix("py:").strip()
    names = {node for node in _names(source) if node not in namespace}
    namespace.update({name: sympy.Symbol(name) for name in names})
    return eval(source, namespace)  # noqa: S307 - our own forms


def _names(source: str) -> set[str]:
    import ast

    return {node.id for node in ast.walk(ast.parse(source, mode="eval")) if isinstance(node, ast.Name)}


def audit_quiz(examiner: Examiner, exercise: Exercise, spec: QuizItem) -> ExerciseAudit:
    """The key is right, every listed mistake is wrong and named, witnesses are told apart."""
    audit = ExerciseAudit(exercise.name, exercise.kind, exercise.points)
    _audit_unanswered(examiner, exercise, audit)
    key = examiner.names[exercise.name]
    for value in [key, *_other_keys(spec, key)]:
        _right(audit, judge_value(examiner, exercise, value), f"the right answer {value!r}")
    for mistake in spec.wrong:
        _wrong(audit, judge_value(examiner, exercise, mistake), repr(mistake), str(mistake))
    for witness in spec.bad_witnesses:
        result = judge_value(examiner, exercise, (False, witness))
        _wrong(audit, result, f"(False, {witness!r})", None)
    if not spec.wrong and spec.kind != "true or false":
        audit.breaches.append("no wrong answer is listed; say what at least one shows")
    if spec.kind == "true or false" and not (spec.bad_witnesses and spec.good_witnesses):
        audit.breaches.append("a true/false item needs good_witnesses and bad_witnesses")
    return audit


def _other_keys(spec: QuizItem, key: Any) -> Iterable[Any]:
    if spec.kind == "choice":
        return [f" {str(key).upper()} "]
    if spec.kind == "shape":
        return [list(key)]
    if spec.kind == "number" and tolerance_of(spec, float(key)) > 1e-9:
        return [float(f"{float(key):.3g}")] if spec.tolerance is None else [float(key) + 0.9 * spec.tolerance]
    return [(False, witness) for witness in spec.good_witnesses]


def _audit_unanswered(examiner: Examiner, exercise: Exercise, audit: ExerciseAudit) -> None:
    result = judge_value(examiner, exercise, None)
    if result.points or result.answered:
        audit.breaches.append("the untouched starter does not count as unanswered")


def _right(audit: ExerciseAudit, result: ExerciseResult, what: str) -> None:
    audit.right += 1
    if result.verdict is not Verdict.RIGHT or result.points != result.max_points:
        audit.right_rejected += 1
        audit.breaches.append(f"{what} is rejected: {result.headline}")


def _wrong(audit: ExerciseAudit, result: ExerciseResult, what: str, expected: str | None) -> None:
    audit.wrong += 1
    audit.caught[what] = [result.headline]
    if result.points:
        audit.wrong_accepted += 1
        audit.breaches.append(f"the wrong answer {what} is accepted")
    elif expected is None or result.misconception == expected:
        audit.diagnosed += 1
    else:
        audit.breaches.append(f"the wrong answer {what} is not diagnosed as itself but as {result.misconception}")
