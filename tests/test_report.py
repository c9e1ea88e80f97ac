"""The report in both dresses: what is said, what is escaped, and that both say the same."""

from __future__ import annotations

import re
from html import unescape

import pytest

from autograder.report.html import exercise_html, unit_html
from autograder.report.table import Row, class_table, first_headline
from autograder.report.text import exercise_text, unit_text
from autograder.result import CheckResult, Evidence, ExerciseResult, Outcome, UnitResult, Verdict

MATRIX = Evidence(
    call="f(np.array([[0.0, 1.0]]))",
    got=[[1.0, 0.25]],
    expected=[[0.5, 0.25]],
    wrong_at=((0, 0),),
    lines=("dX  right",),
)
WRONG = ExerciseResult(
    "softmax",
    1.5,
    4.0,
    Verdict.WRONG,
    "You normalised over the batch.",
    (
        CheckResult("By hand", Outcome.RIGHT),
        CheckResult("Several sizes", Outcome.WRONG, "Entry [0, 0] is 1.0.", evidence=MATRIX),
        CheckResult("Large logits", Outcome.SKIPPED, "Not looked at yet."),
    ),
    "axis_0",
    "use `axis=1`",
    ("Your own softmax was replaced.",),
)
RIGHT = ExerciseResult("d11_1", 2.0, 2.0, Verdict.RIGHT, "Right.", (CheckResult("The expression", Outcome.RIGHT),))
OPEN = ExerciseResult("q11_1", 0.0, 1.0, Verdict.WRONG, "Not answered yet.", answered=False)
LOST = ExerciseResult("g", 0.0, 1.0, Verdict.UNJUDGED, "It did not finish.", (CheckResult("Runs", Outcome.UNJUDGED),))
UNIT = UnitResult("11-small", (WRONG, RIGHT, OPEN, LOST), "isolated", ("A cell was put back.",))


def words(page):
    """The text of a page, as a reader without styles gets it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page))).split())


def test_the_text_report_in_full():
    assert exercise_text(WRONG) == (
        "softmax: partly right, 1.5 of 4 points\n"
        "You normalised over the batch.\n"
        "Try: use `axis=1`\n"
        "  ✓ By hand (right)\n"
        "  ✗ Several sizes (wrong)\n"
        "      Entry [0, 0] is 1.0.\n"
        "      try it: f(np.array([[0.0, 1.0]]))\n"
        "      dX  right\n"
        "      yours:\n"
        "        ≠1.0  0.25\n"
        "      expected:\n"
        "         0.5  0.25\n"
        "  – Looked at once the above is right: Large logits\n"
        "  Your own softmax was replaced."
    )


@pytest.mark.parametrize(
    "said",
    [
        "Partly right",
        "1.5 of 4 points",
        "You normalised over the batch.",
        "Try: use axis=1",
        "By hand",
        "Several sizes",
        "Entry [0, 0] is 1.0.",
        "f(np.array([[0.0, 1.0]]))",
        "≠ 1.0 differs 0.25",
        "expected 0.5 0.25",
        "Large logits",
        "Your own softmax was replaced.",
    ],
)
def test_the_html_report_says_it_too(said):
    assert said in words(exercise_html(WRONG))


def test_every_verdict_has_a_word_and_a_sign():
    page = words(unit_html(UNIT))
    for word in ("◐ partly right", "✓ right", "○ not answered yet", "? could not be judged"):
        assert word in page
    assert "3.5 of 8 points" in page
    assert "A cell was put back." in page
    assert unit_text(UNIT).startswith("11-small: 3.5 of 8 points\nNote: A cell was put back.")


def test_what_a_learner_wrote_is_escaped_everywhere():
    evil = "<script>alert('\"')</script>"
    evidence = Evidence(call=evil, got=[[evil]], expected=evil, difference=[[evil]], lines=(evil,))
    check = CheckResult(evil, Outcome.WRONG, f"`{evil}` {evil}", evidence=evidence)
    result = ExerciseResult(evil, 0.0, 1.0, Verdict.WRONG, evil, (check,), None, evil, (evil,))
    for page in (exercise_html(result), unit_html(UnitResult(evil, (result,), "", (evil,)))):
        assert "<script" not in page
        assert "alert('" not in page


def test_mathematics_in_a_panel_is_not_typeset():
    assert "tex2jax_ignore" in exercise_html(WRONG)
    assert "tex2jax_ignore" in unit_html(UNIT)


@pytest.mark.parametrize(
    "values",
    [
        3.0,
        [],
        [[]],
        [1, 2],
        [[1], [2, 3]],
        [[[1.0]], [[2.0]]],
        [None, "x", float("nan")],
        [1, [2]],
        [[0.0] * 40] * 40,
        True,
    ],
)
def test_arrays_of_any_shape_are_shown(values):
    for evidence in (Evidence(got=values, expected=values, wrong_at=((0, 0), ())), Evidence(difference=values)):
        check = CheckResult("t", Outcome.WRONG, "m", evidence=evidence)
        result = ExerciseResult("f", 0.0, 1.0, Verdict.WRONG, "h", (check,))
        assert "<script" not in exercise_html(result)
        assert exercise_text(result).startswith("f: wrong")


def test_a_map_shows_how_far_off_without_colour():
    check = CheckResult("t", Outcome.WRONG, "m", evidence=Evidence(difference=[[0.0, 0.5], [1e-20, 1.0]]))
    said = words(exercise_html(ExerciseResult("f", 0.0, 1.0, Verdict.WRONG, "h", (check,))))
    assert "at most 1.0 (a dot: right) · right 0.5 · right 1.0" in said


def test_the_first_headline_is_about_what_was_answered():
    assert first_headline(UnitResult("u", (OPEN, WRONG))) == "softmax: You normalised over the batch."
    assert first_headline(UnitResult("u", (RIGHT,))) == "Everything is right."
    assert first_headline(UnitResult("u", (OPEN, OPEN))) == "Nothing is answered yet."


def test_long_headlines_are_cut_to_the_width():
    lines = class_table([Row("a", 1, 2, "word " * 60), Row("longer name", 0.25, 20, "x")], width=60).splitlines()
    assert all(len(line) <= 60 for line in lines)
    assert lines[1].endswith("…")
