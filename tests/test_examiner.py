"""The examiner: verdicts, points, headlines, order, lent parts, and what is never punished twice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from autograder.checks.answers import AnswerVerdict, Derivation, judge_answer
from autograder.course import find_course
from autograder.examiner import NOT_ANSWERED, Examiner
from autograder.result import ExerciseResult, Outcome, Verdict
from autograder.sandbox.api import Cell
from autograder.sandbox.local import LocalSession

UNIT = "11-softmax-and-cross-entropy"


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    """The examiner of unit 11."""
    return Examiner(find_course(), UNIT)


def judge(examiner: Examiner, only: Sequence[str] | None = None, **answers: str) -> dict[str, ExerciseResult]:
    """A submission with the reference's answers but for `answers`."""
    session = LocalSession({"__name__": "__main__"})
    cells = ["import numpy as np, sympy"]
    cells += [answers.get(name, exercise.solution_source) for name, exercise in examiner.lesson.exercises.items()]
    session.run([Cell(source, index=index) for index, source in enumerate(cells)])
    result = examiner.judge(session, only)
    return {exercise.name: exercise for exercise in result.exercises}


def test_the_reference_gets_everything(examiner: Examiner) -> None:
    """Every exercise right, full points, "Right." as the headline."""
    for result in judge(examiner).values():
        assert (result.verdict, result.points, result.headline) == (Verdict.RIGHT, result.max_points, "Right."), result


def test_untouched_starters_are_unanswered(examiner: Examiner) -> None:
    """0 points and a polite sentence, no diagnosis."""
    starters = {name: exercise.starter_source for name, exercise in examiner.lesson.exercises.items()}
    for result in judge(examiner, **starters).values():
        assert (result.points, result.headline, result.misconception) == (0, NOT_ANSWERED, None)


def test_a_mistake_is_named_and_the_first_failure_is_the_headline(examiner: Examiner) -> None:
    """Wrong axis: the misconception's sentence; later checks are skipped with the reason."""
    source = "def softmax(Z):\n    E = np.exp(Z - Z.max(axis=0))\n    return E / E.sum(axis=0)"
    result = judge(examiner, ["softmax"], softmax=source)["softmax"]
    assert result.misconception == "axis_0"
    assert result.verdict is Verdict.WRONG
    assert Outcome.SKIPPED in {check.outcome for check in result.checks}


def test_failing_only_at_extremes_keeps_most_points(examiner: Examiner) -> None:
    """No shift: right for ordinary logits."""
    source = "def softmax(Z):\n    E = np.exp(Z)\n    return E / E.sum(axis=1, keepdims=True)"
    result = judge(examiner, ["softmax"], softmax=source)["softmax"]
    assert result.max_points > result.points >= 0.7 * result.max_points
    assert result.misconception == "no_shift"


def test_one_mistake_costs_once(examiner: Examiner) -> None:
    """A gradient that calls a wrong softmax is judged with the right one, and the learner is told."""
    wrong = "def softmax(Z):\n    E = np.exp(Z - Z.max())\n    return E / E.sum()"
    gradient = (
        "def softmax_cross_entropy_grad(Z, y):\n    P = softmax(Z)\n    P = P.copy()\n"
        "    P[np.arange(len(y)), y] -= 1\n    return P / len(y)"
    )
    results = judge(examiner, softmax=wrong, softmax_cross_entropy_grad=gradient)
    assert results["softmax"].verdict is Verdict.WRONG
    own = results["softmax_cross_entropy_grad"]
    assert own.verdict is Verdict.RIGHT
    assert any("your own `softmax`" in note for note in own.notes)


def test_a_right_part_that_does_not_fit_costs_nothing(examiner: Examiner) -> None:
    """A `log_sum_exp` that returns a list is right; what indexes its result is judged with the reference's."""
    listing = (
        "def log_sum_exp(Z):\n    Z = np.asarray(Z, float)\n    m = Z.max(axis=1)\n"
        "    m = np.where(np.isfinite(m), m, 0.0)\n"
        "    return [float(x) for x in m + np.log(np.exp(Z - m[:, None]).sum(axis=1))]"
    )
    building = "def log_softmax(Z):\n    return Z - log_sum_exp(Z)[:, None]"
    results = judge(examiner, log_sum_exp=listing, log_softmax=building)
    assert results["log_sum_exp"].verdict is Verdict.RIGHT
    assert results["log_softmax"].verdict is Verdict.RIGHT
    assert any("a list where an array is needed" in note for note in results["log_softmax"].notes)


def test_an_error_names_type_line_and_input(examiner: Examiner) -> None:
    """What a learner needs to find it."""
    source = "def softmax(Z):\n    E = np.exp(Z)\n    return E / total"
    result = judge(examiner, ["softmax"], softmax=source)["softmax"]
    assert "raised NameError" in result.headline
    assert "line 3: `return E / total`" in result.headline


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("softmax = 3", "is a value, not a function"),
        ("def softmax(Z)\n    return Z", "is not defined"),
        ("def softmax(Z):\n    pass", "is a `return` missing?"),
        ("def softmax(Z):\n    return 'one'", "numbers are asked for"),
        ("def softmax():\n    return 1", "raised TypeError"),
        ("def softmax(Z):\n    return Z.tolist()[0]", "has shape"),
    ],
)
def test_odd_answers_are_wrong_with_the_reason(examiner: Examiner, source: str, words: str) -> None:
    """No traceback, no crash: a sentence."""
    result = judge(examiner, ["softmax"], softmax=source)["softmax"]
    assert (result.verdict, result.points) == (Verdict.WRONG, 0)
    assert words in result.headline


def test_equal_derivations_are_decided_once(examiner: Examiner, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the letter: what another wrote is judged for itself."""
    asked: list[object] = []

    def counted(spec: Derivation, answer: object, key: object) -> AnswerVerdict:
        asked.append(answer)
        return judge_answer(spec, answer, key)

    monkeypatch.setattr("autograder.examiner.judge_answer", counted)
    monkeypatch.setattr(examiner, "_verdicts", {})
    answers = ["p, q = sympy.symbols('p q')\nd11_1 = " + text for text in ("[p - p**2, -p*q]", "[p - p**2, p*q]")]
    verdicts = [judge(examiner, ["d11_1"], d11_1=answer)["d11_1"].verdict for answer in [*answers, *answers]]
    assert verdicts == [Verdict.RIGHT, Verdict.WRONG, Verdict.RIGHT, Verdict.WRONG]
    assert len(asked) == 2
