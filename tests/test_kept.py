"""Results as a note keeps them: read back they are the same, and what is shown of them is, to the letter."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import numpy as np
import pytest

from autograder.audit.code import judge_source
from autograder.audit.values import form_value, judge_value
from autograder.batch.kept import kept_text, read_kept
from autograder.checks.answers import WrongForm
from autograder.course import find_course
from autograder.diagnosis import examples_of
from autograder.examiner import Examiner
from autograder.report.html import exercise_html
from autograder.report.text import exercise_text
from autograder.result import CheckResult, Evidence, ExerciseResult, Outcome, UnitResult, Verdict

RIGHT = ExerciseResult("softmax", 4.0, 4.0, Verdict.RIGHT, "Right.")


def wrong_results(examiner: Examiner) -> Iterator[ExerciseResult]:
    """What the examiner says of every third known mistake of a unit, as the audit has them judged."""
    for exercise in examiner.lesson.exercises.values():
        if exercise.name in examiner.checks:
            examples = examples_of(examiner.modules[exercise.name], exercise.name)
            for example in [example for example in examples if example.mark.wrong][::3]:
                yield judge_source(examiner, exercise, example.source)
            continue
        spec = examiner.specs[exercise.name]
        for wrong in list(spec.wrong)[::3]:
            form = wrong.form if isinstance(wrong, WrongForm) else wrong
            is_text = isinstance(wrong, WrongForm) and isinstance(form, str)
            yield judge_value(examiner, exercise, form_value(form) if is_text else form)


@pytest.mark.parametrize("unit", find_course().units)
def test_known_mistakes_survive_the_note(unit: str) -> None:
    """`repr` tells 1 from 1.0 and from True, and finds two nan equal."""
    examiner = Examiner(find_course(), unit)
    count = 0
    for result in wrong_results(examiner):
        judged = all(check.outcome is not Outcome.UNJUDGED for check in result.checks)
        back = read_kept(kept_text(UnitResult(unit, (result,))))
        assert list(back) == ([result.name] if judged else [])
        for read in back.values():
            assert repr(read) == repr(result)
            assert exercise_html(read) == exercise_html(result)
            assert exercise_text(read) == exercise_text(result)
            count += 1
    assert count > 40


def test_odd_words_and_numbers_survive() -> None:
    """Half a surrogate pair, quotes and line breaks, infinities, nan, whole numbers of any size, truth values."""
    got = [[1, 2.0, True], [float("nan"), float("-inf"), -0.0]]
    evidence = Evidence("f(1)", got, 10**400, ((0, 1), ()), None, ("dW",))
    check = CheckResult('a "b"\n\u2028', Outcome.WRONG, "\ud800 \x00", "types", 0.5, evidence)
    result = dataclasses.replace(RIGHT, points=0, checks=(check,), notes=("One.",), answered=False)
    text = kept_text(UnitResult("11", (result,)))
    assert "\n" not in text
    assert text.isascii()
    assert repr(read_kept(text)["softmax"]) == repr(result)


def test_only_what_was_judged_in_peace_is_kept() -> None:
    """Nothing of a submission that was held up; nothing that could not be judged, not even in part."""
    part = CheckResult("Sizes", Outcome.UNJUDGED)
    half = dataclasses.replace(RIGHT, name="one_hot", verdict=Verdict.WRONG, checks=(part,))
    none = dataclasses.replace(RIGHT, name="d11_1", verdict=Verdict.UNJUDGED)
    unit = UnitResult("11", (RIGHT, half, none))
    assert read_kept(kept_text(unit)) == {"softmax": RIGHT}
    assert kept_text(dataclasses.replace(unit, steady=False)) == ""


def test_what_is_no_plain_data_costs_only_the_keeping(caplog: pytest.LogCaptureFixture) -> None:
    """A number of NumPy's that slipped into the evidence."""
    check = CheckResult("Sizes", Outcome.WRONG, evidence=Evidence(got=np.int64(1)))
    assert kept_text(UnitResult("11", (dataclasses.replace(RIGHT, checks=(check,)),))) == ""
    assert "cannot be kept" in caplog.text


@pytest.mark.parametrize(
    "change",
    [
        {"points": "4"}, {"points": True}, {"verdict": "perfect"}, {"checks": {}}, {"checks": [{}]}, {"notes": [1]},
        {"answered": 1}, {"misconception": 1}, {"more": 1}, {"name": None},
    ],
)  # fmt: skip
def test_what_is_not_exactly_a_result_is_refused(change: dict[str, object]) -> None:
    """Another type, another word, a field too many."""
    (data,) = json.loads(kept_text(UnitResult("11", (RIGHT,))))
    with pytest.raises(ValueError, match="not"):
        read_kept(json.dumps([{**data, **change}]))


@pytest.mark.parametrize("got", ["text", {"a": 1}, [["text"]]])
def test_evidence_is_numbers_in_lists(got: object) -> None:
    """Nothing else is shown as an array."""
    check = CheckResult("Sizes", Outcome.WRONG, evidence=Evidence(got=got))
    text = kept_text(UnitResult("11", (dataclasses.replace(RIGHT, checks=(check,)),)))
    with pytest.raises(ValueError, match="is not what stands here"):
        read_kept(text)
