"""Learner's text: what it means, and what is said where it means nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks.evaluate import TooLarge, evaluate
from autograder.checks.parse import MAX_LENGTH, ParseError, parse
from autograder.expr import Tree, check_tree, show, to_tree

POINT = {name: Fraction(n, 7) for n, name in enumerate(["x", "y", "z", "p", "q", "lam", "w"], start=2)}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("p - p^2", "p*(1 - p)"),
        ("-x^2", "0 - x**2"),
        ("2^3^2", "512"),
        ("x^-1", "1/x"),
        ("2/3/4", "1/6"),
        ("x/y*z", "(x*z)/y"),
        ("- - x", "x"),
        ("-x*y/2", "-(x*y)/2"),
        ("1.5e-1*x", ".15*x"),
        ("ln(x)", "log(x)"),
        ("log(x, 2)", "log2(x)"),
        ("sigmoid(z)", "1/(1 + exp(-z))"),
        ("sigma(-z)", "1/(1 + exp(z))"),
        ("max(x, y, 0)", "Max(0, y, x)"),
        ("abs(-x)", "x"),
        ("arctan(x)", "atan(x)"),
        ("E^x", "exp(x)"),
        ("Rational(1, 2)*x", "x/2"),
        ("Piecewise((0, x < 0), (x, True))", "relu(x)"),
        ("Piecewise((0, x > 0 & y < 0), (1, otherwise))", "1"),
        ("Piecewise((1, 0 < x < 1), (0, True))", "1"),
        ("Piecewise((1, not x < 0 and (y > 5 or z > 0)), (0, True))", "1"),
        ("x−y·z", "x - y*z"),
        ("Heaviside(x - x, 0) + Heaviside(y - y)", "1/2"),
        ("atan2(y, x) + Mod(-1, 3)", "atan(y/x) + 2"),
        ("cosh(x)^2 - sinh(x)^2 + erf(0) + sec(0)", "2"),
        ("I^2 + re(I) + im(3*I) + conjugate(I)/I", "1"),
        ("sqrt(-4)", "2*I"),
    ],
)
def test_text_means(text: str, same: str) -> None:
    """Both forms have the same value."""
    a, b = evaluate(parse(text), POINT), evaluate(parse(same), POINT)
    assert abs(a - b) < mpmath.mpf("1e-40")


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("[p*(1 - p), -p*q]", (1, 2)),
        ("(x, y)", (1, 2)),
        ("x, y", (1, 2)),
        ("(x,)", (1, 1)),
        ("[[x, y, z], [1, 2, 3]]", (2, 3)),
        ("Matrix([[x, y], [z, w]])", (2, 2)),
        ("Matrix([x, y])", (2, 1)),
        ("[(x, y), (z, w),]", (2, 2)),
    ],
)
def test_lists_are_matrices(text: str, shape: tuple[int, int]) -> None:
    """A flat list is a row, a list of rows a matrix, and Matrix of a flat list a column, as in SymPy."""
    assert tuple(parse(text)[1:3]) == shape


@pytest.mark.parametrize(
    ("text", "position", "advice"),
    [
        ("", 0, "Type a formula"),
        ("2x", 1, r"write 2\*x"),
        ("2(x + 1)", 1, r"write 2\*\("),
        ("(x)(y)", 3, r"\*\(…\)"),
        ("p(1 - p)", 0, r"write p\*"),
        ("x y", 2, r"x\*y"),
        ("softmax(z)", 0, "is not a function"),
        ("exp", 0, r"exp\(…\)"),
        ("np.exp(x)", 2, "Leave out prefixes"),
        ("y = 2*x", 2, "without an equals sign"),
        ("|x|", 0, r"Abs\(x\)"),
        ("(x + 1", 6, "closing"),
        ("[x, y", 5, "closing"),
        ("x + 1)", 5, "not expected"),
        ("x +", 3, "Complete"),
        ("x! + 1", 1, "no meaning"),
        ("True + 1", 5, "condition"),
        ("x & y", 2, "condition such as"),
        ("[[1, 2], [3]]", 0, "different lengths"),
        ("2*[x, y]", 1, "entry by entry"),
        ("atan2(x)", 0, "2 arguments, not 1"),
        ("Heaviside(1, 2, 3)", 0, "1 to 2"),
        ("Piecewise(x, y)", 10, "expected"),
        ("sin()", 4, "expected"),
        ("1e99999", 0, "out of range"),
        ("9" * 1500, 0, "digits"),
        ("x" * 61, 0, "60 characters"),
        ("(" * 400, 50, "nested"),
        ("x^" * 400 + "x", 100, "stacked"),
        ("x" * (MAX_LENGTH + 1), MAX_LENGTH, "shorter"),
        ("__import__('os').system('x')", 11, "no meaning"),
        ("().__class__", 2, "no meaning"),
        ("lambda: 1", 6, "no meaning"),
        ("x if y else z", 2, "sign is missing"),
    ],
)
def test_what_is_no_formula_is_refused_with_place_and_advice(text: str, position: int, advice: str) -> None:
    """The message says where and what to do next."""
    with pytest.raises(ParseError, match=advice) as caught:
        parse(text)
    assert caught.value.position == position


@given(st.text(alphabet="xyE19.+-*/^()[],<>=&|~ Piecewsmn'", max_size=60))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_any_text_gives_a_sound_tree_or_a_parse_error(text: str) -> None:
    """Nothing else comes out of the parser, whatever goes in."""
    try:
        check_tree(parse(text))
    except ParseError:
        return


def _trees() -> st.SearchStrategy[Tree]:
    numbers = st.one_of(
        st.integers(-9, 9).map(to_tree),
        st.tuples(st.integers(-9, 9), st.integers(2, 9)).map(lambda pair: ["rat", str(pair[0]), str(pair[1])]),
        st.sampled_from(["0.5", "-1.25", "1e-3", "-2e+1"]).map(lambda text: ["flt", text]),
    )
    leaves = numbers | st.sampled_from([["sym", "x"], ["sym", "y"], ["const", "pi"], ["const", "E"], ["const", "I"]])

    def grow(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Any]:
        relation = st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), parts, parts)
        condition = relation.map(lambda r: ["rel", *r])
        conditions = condition | st.tuples(condition, condition).map(lambda c: ["and", c[0], ["not", c[1]]])
        return st.one_of(
            st.tuples(st.sampled_from(["add", "mul"]), st.lists(parts, min_size=1, max_size=3)).map(
                lambda t: [t[0], *t[1]]
            ),
            st.tuples(parts, parts).map(lambda t: ["pow", *t]),
            st.tuples(st.sampled_from(["sin", "exp", "Abs", "sqrt", "Heaviside"]), parts).map(lambda t: ["fn", *t]),
            st.tuples(st.just("Max"), parts, parts).map(lambda t: ["fn", *t]),
            st.tuples(parts, conditions, parts).map(lambda t: ["pw", [t[0], t[1]], [t[2], ["true"]]]),
        )

    return st.recursive(leaves, grow, max_leaves=12)


@given(_trees())
@settings(derandomize=True, max_examples=300, deadline=None)
def test_shown_text_reads_back_with_the_same_value(tree: Tree) -> None:
    """`show` and `parse` agree about every bracket."""
    again = parse(show(check_tree(tree), None))
    point = {"x": Fraction(3, 7), "y": Fraction(-5, 3)}
    try:
        before = evaluate(tree, point)
    except TooLarge:
        return
    after = evaluate(again, point)
    if before is None:
        assert after is None
    else:
        assert abs(before - after) <= abs(before) * mpmath.mpf("1e-30") + mpmath.mpf("1e-30")


@pytest.mark.parametrize(
    "text",
    ["9**9**9", "x**10**8", "exp(exp(exp(exp(exp(x)))))", "exp(-exp(exp(exp(x + 3))))", "(1 + I)^(10^9)", "sin(10^99)"],
)
def test_numbers_beyond_the_range_are_never_built(text: str) -> None:
    """A magnitude beyond 10^100000 ends as TooLarge, at once."""
    with pytest.raises(TooLarge):
        evaluate(parse(text), POINT)


@pytest.mark.parametrize(
    "text", ["1/(x - x)", "log(0)", "0^(-1)", "zoo", "nan", "oo", "Max(I, 1)", "Piecewise((1, x < 0))"]
)
def test_where_there_is_no_value_evaluation_says_none(text: str) -> None:
    """Infinities, poles and missing branches are no values."""
    assert evaluate(parse(text), POINT) is None


def test_a_branch_that_is_not_taken_may_be_undefined() -> None:
    """Only the branch whose condition holds counts."""
    assert evaluate(parse("Piecewise((1/(x - x), x < 0), (9**9**9, x > 1), (3, True))"), POINT) == 3


def test_conditions_have_truth_values() -> None:
    """A comparison evaluates to a bool; numbers that differ by rounding are equal."""
    assert evaluate(parse("x < y & ~(x > y)"), POINT) is True
    assert evaluate(parse("(x/3)*3 == x"), POINT) is True
    assert evaluate(parse("x != x | y <= x"), POINT) is False
