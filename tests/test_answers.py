"""The judge of symbolic answers, measured on every derivation of the course and on hostile input."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from derivation_bank import BANK, Item, python_form

from autograder.checks.answers import AnswerVerdict, Derivation, Integers, Interval, WrongForm, as_text, judge_answer
from autograder.checks.domain import Domain, draw_points, simple_points
from autograder.expr import Expression, to_tree

p, q, x, z = sp.symbols("p q x z")

PROBABILITY = Derivation("d", {"p": Interval("0.01", "0.99")})
REAL = Derivation("d", {"x": Interval(-2, 2)})
PAIR = Derivation("d", {"p": Interval("0.05", "0.6"), "q": Interval("0.05", "0.35")}, shape="pair")
SQUARE = Derivation("d", {"x": Interval(-2, 2), "y": Interval(-2, 2)}, shape=(2, 2))


def judge(spec: Derivation, answer: Any, reference: Any, seed: int = 0) -> AnswerVerdict:
    """The verdict with a fixed seed."""
    return judge_answer(spec, answer, reference, random.Random(seed))


RIGHT = [(item, form) for item in BANK for form in (as_text(item.reference), *item.spec.right)]
WRONG = [(item, index) for item in BANK for index in range(len(item.spec.wrong))]


def test_the_bank_is_complete() -> None:
    """45 derivations, at least three right forms and three wrong ones each."""
    assert len(BANK) == 45
    assert min(len(item.spec.right) + 1 for item in BANK) >= 3
    assert min(len(item.spec.wrong) for item in BANK) >= 3


@pytest.mark.parametrize(("item", "form"), RIGHT, ids=lambda value: getattr(value, "spec", PAIR).name)
def test_every_right_form_is_equal(item: Item, form: str) -> None:
    """However a correct answer is written, it is correct."""
    answer = python_form(form[3:], item.spec) if form.startswith("py:") else form
    verdict = judge(item.spec, answer, item.reference)
    assert verdict.outcome == "equal", verdict.message


@pytest.mark.parametrize(("item", "index"), WRONG, ids=lambda value: value.spec.name if isinstance(value, Item) else "")
def test_every_wrong_form_is_different_and_diagnosed_as_itself(item: Item, index: int) -> None:
    """As an object and as text, with another seed each."""
    wrong = item.spec.wrong[index]
    for seed, answer in enumerate((wrong.form, wrong.text)):
        verdict = judge(item.spec, answer, item.reference, seed)
        restricted = item.spec.letters is not None and verdict.outcome == "invalid"
        assert verdict.outcome == "different" or restricted
        assert (verdict.wrong_form, verdict.wrong_index) == (wrong.message, index)


@pytest.mark.parametrize("item", BANK, ids=lambda item: item.spec.name)
def test_wrong_forms_of_one_derivation_differ_from_each_other(item: Item) -> None:
    """Otherwise none of them could be diagnosed."""
    texts = [judge(item.spec, wrong.form, item.reference).wrong_index for wrong in item.spec.wrong]
    assert texts == list(range(len(texts)))


def test_assumptions_of_the_learners_symbols_play_no_part() -> None:
    """Letters are compared by name."""
    other = sp.Symbol("p", positive=True)
    assert judge(PROBABILITY, other * (1 - other), p * (1 - p)).outcome == "equal"
    assert judge(PROBABILITY, Expression(to_tree(other - other**2)), "p*(1 - p)").outcome == "equal"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "no answer yet"),
        (True, "true or false"),
        ("", "empty"),
        ("2p", r"2\*p"),
        ("p < 1", "condition"),
        ("p*(1 - k)", "the letter k; this answer may use only p"),
        ("P - P^2", "Did you mean p"),
        ("e^p", "write E"),
        (sp.Derivative(sp.log(p), p), "not carried out"),
        (sp.Integral(p, p), "not carried out"),
        (sp.Limit(1 / p, p, 0), "not carried out"),
        (sp.Function("f")(p), "f, which is not"),
        (sp.MatrixSymbol("A", 1, 1), "only a name"),
        (sp.Symbol("__import__('os').system('true')"), "name is not"),
        ([p, 1], "one expression is asked for, not 2"),
        ([], "list of 0"),
        ([[[p]]], "inside a list"),
        ([[p, 1], [p]], "different lengths"),
        (np.zeros((50, 50)), "array of shape"),
        (np.array(["p"]), "array of shape"),
        ({"p": 1}, "dict"),
        (len, "not an expression"),
        (Expression(["fn", "system", ["sym", "p"]]), "cannot be used"),
        (10**2000, "digits"),
    ],
    ids=str,
)
def test_what_is_no_answer_is_invalid_and_says_why(answer: Any, said: str) -> None:
    """Invalid costs nothing: the message says what was read and what to change."""
    verdict = judge(PROBABILITY, answer, "p*(1 - p)")
    assert verdict.outcome == "invalid"
    assert verdict.wrong_form is None
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(verdict.message)


@pytest.mark.parametrize(
    "answer",
    [["p*(1-p)", "-p*q"], (p * (1 - p), -p * q), sp.Matrix([p - p**2, -q * p]), "[p*(1-p), -p*q]", "p*(1-p), -p*q"],
    ids=str,
)
def test_a_pair_may_be_a_list_a_tuple_or_a_matrix(answer: Any) -> None:
    """Two expressions in order, whatever holds them."""
    assert judge(PAIR, answer, ["p*(1-p)", "-p*q"]).outcome == "equal"


def test_a_pair_names_the_place_that_is_wrong() -> None:
    """The order counts."""
    verdict = judge(PAIR, ["p*(1-p)", "p*q"], ["p*(1-p)", "-p*q"])
    assert (
        verdict.message == "At p = 1/2, q = 1/3 the second of your two answers is 0.166667, but it should be -0.166667."
    )
    assert judge(PAIR, "p*(1-p)", ["p*(1-p)", "-p*q"]).outcome == "invalid"


def test_shapes_are_compared_first() -> None:
    """With a message of their own."""
    reference = "[[y, x], [1, cos(y)]]"
    verdict = judge(SQUARE, "[[y, x, 0], [1, cos(y), 0]]", reference)
    assert verdict.outcome == "different"
    assert verdict.message == "Your matrix has 2 rows and 3 columns; the right one has 2 rows and 2 columns."
    assert judge(SQUARE, "x", reference).outcome == "invalid"
    entry = judge(SQUARE, [["y", "x"], [1, "sin(y)"]], reference)
    assert "the entry in row 2, column 2 of your answer" in entry.message


def test_numbers_and_numeric_arrays_are_answers() -> None:
    """A constant may be an int, a float, a NumPy number or an array."""
    constant = Derivation("d", {})
    assert judge(constant, 2, "2").outcome == "equal"
    assert judge(constant, np.float64(0.5), "1/2").outcome == "equal"
    assert judge(constant, 1 / 3, "1/3").outcome == "equal"
    assert judge(constant, 0.3333, "1/3").outcome == "different"
    assert judge(SQUARE, np.eye(2), sp.eye(2)).outcome == "equal"
    assert judge(constant, float("nan"), "1").outcome == "different"


def test_decimals_are_accepted_with_a_note() -> None:
    """The tolerance is wider, and the note recommends fractions."""
    verdict = judge(PROBABILITY, "0.5*p*(2 - 2*p)", "p*(1-p)")
    assert (verdict.outcome, "Rational(1, 2)" in verdict.note) == ("equal", True)
    assert judge(PROBABILITY, "p*(1-p)", "p*(1-p)").note == ""
    assert judge(PROBABILITY, "p*(1-p) + 0.000001", "p*(1-p)").outcome == "different"
    assert judge(PROBABILITY, "p*(1-p) + 1/10^20", "p*(1-p)").outcome == "different"


def test_a_disagreement_shows_a_simple_point_and_both_values() -> None:
    """1/2 rather than 417/923."""
    verdict = judge(PROBABILITY, "p", "p^2 + p/7")
    assert (verdict.point, verdict.values) == ({"p": "1/2"}, ("0.5", "0.321429"))
    assert verdict.message == "At p = 1/2 your answer is 0.5, but it should be 0.321429."


@pytest.mark.parametrize(
    ("answer", "said"), [("-x", "opposite sign"), ("3*x/2", "3/2 times"), ("x/3", "1/3 times"), ("x^3/3", "At x = 1/2")]
)
def test_a_constant_factor_is_named(answer: str, said: str) -> None:
    """An unlisted mistake that is a missing factor is still said to be one."""
    assert said in judge(REAL, answer, "x").message


@pytest.mark.parametrize("answer", ["sqrt(x^2)", "Abs(x)", "log(x^2)/2 + x - log(x)", "exp(log(x^2)/2)"])
def test_both_signs_are_sampled(answer: str) -> None:
    """What agrees on positive numbers only is different."""
    assert judge(REAL, answer, "x").outcome == "different"


@pytest.mark.parametrize(
    "answer",
    ["(x^2 - 1)/(x - 1) - 1", "log(exp(I*x))/I", "x + 10^80 - 10^80", "x + sin(x)^2 + cos(x)^2 - 1", "x*sign(x)^2"],
)
def test_gaps_complex_detours_and_cancellation_do_no_harm(answer: str) -> None:
    """A removable gap, a logarithm of a complex number, eighty lost digits."""
    assert judge(REAL, answer, "x").outcome == "equal"


@pytest.mark.parametrize(
    "answer",
    [
        "Piecewise((x, x > -2 + 1/50), (0, True))",
        "Piecewise((x, x < 1.99), (7, True))",
        "x + Max(0, x - 1999/1000)",
        "Piecewise((x, x < 19/10))",
        "x*Heaviside(x + 39/20)",
        "x + Max(0, 3*x - 29/5)",
    ],
)
def test_a_case_distinction_cannot_hide_a_small_wrong_piece(answer: str) -> None:
    """Every piece gets points, whatever the seed."""
    assert {judge(REAL, answer, "x", seed).outcome for seed in range(5)} == {"different"}


def test_an_answer_without_values_is_different() -> None:
    """NaN is never equal, not to NaN either."""
    verdict = judge(PROBABILITY, "p*(1-p)/0", "p*(1-p)")
    assert verdict.message == "At p = 1/2 your answer has no value, but the right one has."
    assert judge(PROBABILITY, sp.nan, "p").outcome == "different"
    assert judge(PROBABILITY, "nan", "nan").outcome == "undecided"


def long_sum(*terms: Any) -> Expression:
    """x plus many terms."""
    return Expression(["add", ["sym", "x"], *terms])


def tower(levels: int, head: list[Any]) -> Expression:
    """head(head(… x))."""
    tree: list[Any] = ["sym", "x"]
    for _ in range(levels):
        tree = [*head, tree]
    return Expression(tree)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("9**9**9", "undecided"),
        ("x**10**8", "undecided"),
        ("9^" * 30 + "9", "undecided"),
        ("x + 9**9**9 - 9**9**9", "undecided"),
        ("exp(exp(exp(exp(exp(x + 3)))))", "undecided"),
        (tower(140, ["fn", "exp"]), "undecided"),
        (tower(140, ["pow", ["sym", "x"]]), "different"),
        (tower(160, ["fn", "sin"]), "invalid"),
        (long_sum(*(["fn", "sin", ["mul", ["int", str(i)], ["sym", "x"]]] for i in range(1, 4000))), "different"),
        (long_sum(*(["fn", "erf", ["mul", ["int", str(i)], ["sym", "x"]]] for i in range(1, 4000))), "undecided"),
        (long_sum(*([["int", "1"]] * 20_000)), "invalid"),
    ],
    ids=range(11),
)
def test_bombs_get_a_clear_verdict(answer: Any, outcome: str) -> None:
    """Nothing giant is built; the message says what to do."""
    verdict = judge(REAL, answer, "x")
    assert verdict.outcome == outcome
    assert verdict.message


def test_restricted_letters_and_the_form_check() -> None:
    """Value and form are separate questions; a wrong form costs nothing."""
    spec = Derivation(
        "d", {"s": Interval("0.01", "0.99")}, form=lambda tree: None if tree[0] == "mul" else "As a product."
    )
    assert judge(spec, "s*(1-s)", "s*(1-s)").outcome == "equal"
    assert (judge(spec, "s - s^2", "s*(1-s)").outcome, judge(spec, "s - s^2", "s*(1-s)").message) == (
        "invalid",
        "As a product.",
    )
    assert judge(spec, "s^2", "s*(1-s)").outcome == "different"


def test_a_known_mistake_is_named_only_when_exactly_one_explains_everything() -> None:
    """Two forms that say the same cannot both be meant."""
    forms = (WrongForm("x^2", "squared", hint="no power"), WrongForm("x*x", "times itself"), WrongForm("x^3", "cubed"))
    spec = Derivation("d", {"x": Interval(-2, 2)}, wrong=forms)
    assert judge(spec, "x^2", "x").wrong_form is None
    assert judge(spec, "x^4/x", "x").wrong_form == "cubed"
    alone = Derivation("d", {"x": Interval(-2, 2)}, wrong=forms[:1])
    assert (judge(alone, "x^2", "x").message, judge(alone, "x^2", "x").hint) == ("squared", "no power")


def test_a_known_mistake_in_a_row_is_named_when_the_row_comes_as_a_list() -> None:
    wrong = WrongForm(sp.Matrix([[p, q]]), "the row as it was")
    row = Derivation("d", {"p": Interval(1, 2), "q": Interval(1, 2)}, shape=(1, 2), wrong=(wrong,))
    for answer in ([p, q], [[p, q]], sp.Matrix([[p, q]]), "[p, q]"):
        assert judge_answer(row, answer, sp.Matrix([[q, p]])).message == wrong.message


def test_verdicts_do_not_depend_on_the_seed() -> None:
    """Twenty seeds, one verdict, for a right and a nearly right answer."""
    for answer, outcome in (("p - p^2", "equal"), ("p - p^2 + p^2*(1 - p)^2/10^9", "different")):
        assert {judge(PROBABILITY, answer, "p*(1-p)", seed).outcome for seed in range(20)} == {outcome}


def test_points_keep_to_the_domain_its_condition_and_off_its_kinks() -> None:
    """Never 0, never an excluded number, both signs, every small integer."""
    domain: Domain = {"x": Interval(-1, 1, exclude=("1/2",)), "n": Integers(1, 6), "k": Integers(0, 10**6)}
    stream = draw_points(domain, lambda point: point["x"] * point["n"] < 2, random.Random(1))
    points = [next(stream) for _ in range(60)]
    assert all(-1 < point["x"] < 1 and point["x"] not in (0, Fraction(1, 2)) for point in points)
    assert {point["x"] > 0 for point in points} == {True, False}
    assert {int(point["n"]) for point in points} == set(range(1, 7))
    assert all(point["x"] * point["n"] < 2 for point in points + simple_points(domain, lambda p: p["x"] * p["n"] < 2))
    assert list(draw_points(domain, lambda point: False, random.Random(1))) == []
    narrow: Domain = {"x": Interval("0.50001", "0.50002")}
    assert all(Fraction("0.50001") <= next(draw_points(narrow, None, random.Random(s)))["x"] for s in range(9))
    assert simple_points(narrow, None)[0] == {"x": Fraction("0.500015")}


def test_numbers_of_many_digits_are_refused_before_anything_is_computed() -> None:
    """Each is allowed, a thousand of them are no formula."""
    giants = Expression(["add", ["sym", "x"], *[["rat", "1", str(10**900 + n)] for n in range(1_000)]])
    verdict = judge(REAL, giants, "x")
    assert verdict.outcome not in ("equal", "different")
    assert "more than 100,000 digits" in verdict.message
    few = Expression(["add", ["sym", "x"], ["rat", "1", str(10**900)], ["rat", "-1", str(10**900)]])
    assert judge(REAL, few, "x").outcome == "equal"
