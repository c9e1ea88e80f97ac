"""Values cross as plain data or not at all."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.expr import Expression
from autograder.sandbox.api import Handle, Items, Seed
from autograder.wire import Decoder, Encoder, WireError, pack, unpack

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.complex_numbers(allow_nan=False),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def cross(value: object) -> object:
    """There and back."""
    return Decoder(on_handle=Handle).decode(unpack(pack(Encoder().encode(value))))


@settings(derandomize=True, max_examples=200)
@given(plain)
def test_plain_values_come_back_as_they_are(value: object) -> None:
    """Scalars, lists, tuples and dicts keep value and type."""
    assert cross(value) == value
    assert type(cross(value)) is type(value)


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "int8", "bool", "complex128", ">f8"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (0, 4)])
def test_arrays_keep_shape_and_kind(dtype: str, shape: tuple[int, ...]) -> None:
    """Also empty ones, scalars, and those of foreign byte order."""
    array = np.ones(shape, dtype)
    back = cross(array)
    assert isinstance(back, np.ndarray)
    assert (back.shape, back.dtype.kind) == (array.shape, array.dtype.kind)
    assert np.array_equal(back, array)


def test_special_numbers_survive() -> None:
    """nan and the infinities are values like any other."""
    back = cross([float("nan"), float("inf"), -float("inf")])
    assert isinstance(back, list)
    assert np.isnan(back[0])
    assert back[1:] == [float("inf"), -float("inf")]


def test_expressions_cross_as_trees() -> None:
    """A SymPy expression arrives as a checked tree, never as an object."""
    x = sympy.Symbol("x")
    assert cross(x + 1) == Expression(["add", ["int", "1"], ["sym", "x"]]) or isinstance(cross(x + 1), Expression)


def test_iterators_become_bounded_lists() -> None:
    """A generator crosses as what it yields; an endless one is refused."""
    assert cross(iter([1, 2])) == Items([1, 2])
    with pytest.raises(WireError, match="yields more than"):
        Encoder().encode(iter(int, 1))


def test_seeds_and_handles_keep_their_numbers() -> None:
    """References are numbers, not objects."""
    assert cross(Seed(7)) == Seed(7)
    assert cross(Handle(3, "Value", callable=False)) == Handle(3, "Value", callable=False)


def test_unknown_objects_are_refused() -> None:
    """There is no way to send an object."""
    with pytest.raises(WireError, match="type object cannot cross"):
        Encoder().encode(object())


@pytest.mark.parametrize(
    "data",
    [
        [],
        ["?", 1],
        ["a", "<f8", [2], b"12"],
        ["a", "|O", [1], b"12345678"],
        ["a", "<f8", [-1], b""],
        ["a", "<f8", [2**40], b""],
        ["a", "<f8", "x", b""],
        ["o", [3], []],
        ["I", "9" * 5000],
        ["I", "x"],
        ["d", [[1]]],
        ["d", [[["l", []], 1]]],
        ["e", ["call", "os.system"]],
        ["h", "1", "x", True],
        ["f", 1],
        ["l", 3],
        [["l"], 1],
        {"a": 1},
        b"bytes",
    ],
)
def test_malformed_data_is_refused(data: object) -> None:
    """Whatever is not exactly a value raises WireError and nothing else."""
    with pytest.raises((WireError, ValueError)):
        Decoder(on_handle=Handle).decode(data)


def test_depth_and_size_are_bounded() -> None:
    """Deep or long data is refused before anything is built from it."""
    deep: list[object] = []
    for _ in range(200):
        deep = ["l", [deep]]
    with pytest.raises(WireError, match="levels deep"):
        Decoder().decode(deep)
    with pytest.raises(WireError, match="entries"):
        Decoder().decode(["l", [None] * 300_000])
    value: list[object] = []
    for _ in range(200):
        value = [value]
    with pytest.raises(WireError, match="levels deep"):
        Encoder().encode(value)


@settings(derandomize=True, max_examples=300)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_a_wire_error(content: bytes) -> None:
    """The trusted side cannot be made to raise anything else."""
    with contextlib.suppress(WireError, ValueError):
        Decoder(on_handle=Handle).decode(unpack(content))


@pytest.mark.parametrize("empty", [b"\x90", b"\x80"], ids=["lists", "dicts"])
def test_a_message_cannot_unfold_in_memory(empty: bytes) -> None:
    """Each byte may stand for an empty container of seventy bytes, all in one list or in many."""
    one = b"\xdd" + (2_000_000).to_bytes(4, "big") + empty * 2_000_000
    many = b"\xdc\x00\x28" + (b"\xdd" + (50_000).to_bytes(4, "big") + empty * 50_000) * 40
    for message in (one, many):
        with pytest.raises(WireError):
            unpack(message)


def test_what_takes_long_to_build_or_look_at_is_refused() -> None:
    """On either side: empty arrays with long axes, keys that can be chosen to collide."""
    for value in (np.empty((2**31 - 1, 0)), np.empty((5_000_000, 0), dtype=object), {(1, 2): 3}, {2**70: 1}):
        with pytest.raises(WireError):
            Encoder().encode(value)
    for data in (
        ["a", "<f8", [2**31 - 1, 0], b""],
        ["o", [2**31 - 1, 0], []],
        ["d", [[["I", str(2**70)], None]]],
        ["d", [[["t", [1, 2]], None]]],
    ):
        with pytest.raises(WireError):
            Decoder().decode(data)
    plain = {"a": 1, 2: np.empty((3, 0)), None: 0.5, True: [], 1.5: "x"}
    assert list(Decoder().decode(Encoder().encode(plain))) == list(plain)
