"""Comparing numbers: kind, shape, dtype, values, in this order, and only proved agreement passes."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks.compare import compare
from autograder.sandbox.api import Handle, Items

HALF = np.array([0.5, 0.5])


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ([0.5, 0.5], HALF),
        ((0.5, 0.5), HALF),
        (np.array([0.5, 0.5]), HALF),
        (np.float64(2.0), 2.0),
        (np.array(2.0), 2.0),
        (2, 2.0),
        (np.array([-np.inf, 1.0]), np.array([-np.inf, 1.0])),
        ([np.ones(2), np.zeros(1)], (np.ones(2), np.zeros(1))),
        ({"b": np.ones(1), "a": 1.0}, {"a": 1.0, "b": np.ones(1)}),
        (Items([1, 2]), Items([1, 2])),
        ([], np.zeros(0)),
        (np.array([1.0 + 1e-9]), np.array([1.0])),
        (np.array([True, False]), np.array([True, False])),
    ],
)
def test_what_is_right_passes(got: object, expected: object) -> None:
    """Lists, tuples, 0-d arrays and NumPy scalars are as good as arrays; infinities equal themselves."""
    assert compare(got, expected) is None


@pytest.mark.parametrize(
    ("got", "expected", "aspect"),
    [
        (None, HALF, "kind"),
        ("0.5", HALF, "kind"),
        (Handle(1, "Thing"), HALF, "kind"),
        ([[1.0], [1.0, 2.0]], np.ones((2, 2)), "kind"),
        (np.array([1 + 0j]), np.array([1.0]), "kind"),
        (np.array([0.5, 0.5], dtype=object), HALF, "kind"),
        (np.array([2.0]), 2.0, "shape"),
        (np.array([[0.5, 0.5]]), HALF, "shape"),
        (np.array([1, 2]), np.array([1.0, 2.0]), "dtype"),
        (np.array([0.5, 0.5], np.float32), HALF, "dtype"),
        (True, 1.0, "dtype"),
        (np.array([1, 0]), np.array([True, False]), "dtype"),
        (np.array([0.5, np.nan]), HALF, "values"),
        (np.array([np.nan]), np.array([np.nan]), "values"),
        (np.array([np.inf]), np.array([1e308]), "values"),
        (np.array([-np.inf]), np.array([np.inf]), "values"),
        ((1.0,), (1.0, 2.0), "length"),
        ({"a": 1.0}, {"b": 1.0}, "keys"),
        ({"a": 1.0}, {"a": 2.0}, "values"),
        (3.0, {"a": 2.0}, "kind"),
    ],
)
def test_what_is_wrong_is_told_by_its_first_difference(got: object, expected: object, aspect: str) -> None:
    """Not only that it differs, but in what."""
    names = ("a", "b") if isinstance(expected, tuple) else ()
    found = compare(got, expected, names=names)
    assert found is not None
    assert found.aspect == aspect


@pytest.mark.parametrize("kind", [np.int64, np.uint64])
def test_whole_numbers_off_by_half_of_all_are_wrong(kind: type) -> None:
    """Their difference does not fit, and looks negative."""
    assert compare(np.array([5 - 2**63]), np.array([5]), integers_allowed=True) is not None
    assert compare(np.array([2**63 + 5], dtype=np.uint64), np.array([5], dtype=kind), integers_allowed=True) is not None


def test_integers_pass_where_all_arguments_were_integers() -> None:
    """An integer result is allowed then, and only then."""
    assert compare(np.array([1, 2]), np.array([1.0, 2.0]), integers_allowed=True) is None


def test_messages_name_axis_index_and_part() -> None:
    """So that the learner knows where to look."""
    shape = compare(np.ones((3, 2)), np.ones((4, 2)), axes=("samples N", "classes C"))
    assert shape is not None
    assert "axis 0 (samples N) has length 3 instead of 4" in shape.message
    value = compare((np.ones(2), np.zeros(2)), (np.ones(2), np.array([0.0, 2.0])), names=("dW", "db"))
    assert value is not None
    assert value.message == "entry [1] of `db` is 0.0: off by 2.0."
    assert value.wrong_at == ((1,),)


def test_expected_values_are_shown_only_where_allowed() -> None:
    """A hidden case does not print its answer."""
    hidden, shown = (compare(np.array([1.0]), np.array([2.5]), show=show) for show in (False, True))
    assert hidden is not None
    assert shown is not None
    assert "2.5" not in hidden.message
    assert "should be 2.5" in shown.message


def test_parts_of_parts_have_names_of_their_own() -> None:
    """A list of layers, each with several shapes: the message names the layer's part."""
    expected = [((3, 2), (2,), (4, 2))]
    names = (("layer 1", "W", "b", "Z"),)
    assert compare([[[3, 2], [2], [4, 2]]], expected, names=names) is None
    problem = compare([((2, 3), (2,), (4, 2))], expected, names=names, show=True)
    assert problem is not None
    assert problem.message == "entry [0] of `W` is 2; it should be 3."


def test_numbers_that_look_alike_are_shown_to_the_digit_where_they_differ() -> None:
    """Not "is 0.5; it should be 0.5"."""
    problem = compare(np.array([0.5 + 1e-6]), np.array([0.5]), show=True)
    assert problem is not None
    assert problem.message == "entry [0] of the result is 0.500001; it should be 0.5."
    problem = compare(np.array([0.5 + 2e-7]), np.array([0.5]), show=True)
    assert problem is not None
    assert problem.message == "entry [0] of the result is 0.5000002; it should be 0.5."


def test_a_number_of_single_precision_is_no_float64() -> None:
    """A float32 scalar holds seven digits, whatever its value."""
    problem = compare(np.float32(0.5), 0.5)
    assert problem is not None
    assert "float32" in problem.message
