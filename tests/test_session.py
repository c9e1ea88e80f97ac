"""Calls, callbacks, objects, generators and iterators across a session."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest
import sympy

from autograder.checks.student import LearnerObject, Student
from autograder.expr import Expression
from autograder.sandbox.api import Cell, Handle, Items, Seed
from autograder.sandbox.local import LocalSession


def session(source: str) -> LocalSession:
    """A session in which `source` has run."""
    made = LocalSession({"np": np})
    (report,) = made.run([Cell(source)])
    assert report.error is None, report.error
    return made


def test_a_call_gives_the_value_and_the_arguments_afterwards() -> None:
    """A changed argument is seen, and the caller's own array stays as it was."""
    mine = np.ones(2)
    reply = session("def f(x):\n    x += 1\n    return x.sum()").call("f", [mine])
    assert float(reply.value) == 4.0
    assert reply.arguments[0].tolist() == [2.0, 2.0]
    assert mine.tolist() == [1.0, 1.0]


def test_an_exception_says_where_it_surfaced() -> None:
    """Type, message, line and text of the learner's own cell."""
    error = session("def f(x):\n    y = x\n    return 1 / y").call("f", [0]).error
    assert error is not None
    assert (error.kind, error.type_name, error.line, error.source_line) == (
        "exception",
        "ZeroDivisionError",
        3,
        "return 1 / y",
    )


def test_a_missing_name_is_told_apart() -> None:
    """Not defined is not an exception of the function."""
    error = session("x = 1").call("f", [0]).error
    assert error is not None
    assert error.kind == "missing"


def test_kinds_of_names() -> None:
    """Functions, classes, values and nothing."""
    made = session("def f(): ...\nclass C: ...\nv = 3")
    assert [made.kind(name) for name in ("f", "C", "v", "w")] == ["function", "class", "value", "missing"]


def test_a_function_passed_to_learner_code_is_called_back() -> None:
    """`numerical_gradient(f, x)`: the judge's f runs on the judge's side."""
    seen: list[float] = []

    def square(x: float) -> float:
        seen.append(x)
        return x * x

    reply = session("def slope(f, x, h=0.5):\n    return (f(x + h) - f(x - h)) / (2 * h)").call("slope", [square, 3.0])
    assert reply.value == 6.0
    assert seen == [3.5, 2.5]


def test_an_exception_of_a_callback_reaches_the_learner_under_its_name() -> None:
    """So that learner code may catch a ValueError of what it was given."""

    def refuse(x: float) -> float:
        raise ValueError("no")

    reply = session("def f(g):\n    try:\n        g(1)\n    except ValueError as e:\n        return str(e)").call(
        "f", [refuse]
    )
    assert reply.value == "no"


def test_objects_stay_on_the_learners_side_and_keep_their_operators() -> None:
    """An autodiff `Value`: attributes, methods, operators, numbers on either side, nested results."""
    source = """
class Value:
    def __init__(self, data): self.data = data
    def __add__(self, other): return Value(self.data + getattr(other, "data", other))
    __radd__ = __add__
    def __neg__(self): return Value(-self.data)
    def double(self): return Value(2 * self.data)
"""
    student = Student(session(source), "Value")
    a = student.Value(3.0)
    assert isinstance(a, LearnerObject)
    assert a.get("data") == 3.0
    assert (a + a).get("data") == 6.0
    assert (1 + a).get("data") == 4.0
    assert (-a).do("double").get("data") == -6.0


def test_the_same_object_is_recognised_as_an_argument() -> None:
    """A handle that goes back is the object itself, not a copy."""
    made = session("class N: ...\ndef same(a, b): return a is b")
    node = made.call("N").value
    assert isinstance(node, Handle)
    assert made.call("same", [node, node]).value is True


def test_a_generator_argument_comes_as_its_seed() -> None:
    """The learner's side makes the generator; equal seeds give equal draws."""
    made = session("def draw(rng, n): return rng.standard_normal(n)")
    expected = np.random.default_rng(5).standard_normal(3)
    assert np.array_equal(made.call("draw", [Seed(5), 3]).value, expected)


def test_a_shared_generator_goes_on_between_calls() -> None:
    """Two calls with one generator differ, as in one program."""
    made = session("def draw(rng): return rng.random()")
    shared = made.generator(5).value
    first, second = (made.call("draw", [shared]).value for _ in range(2))
    assert [float(first), float(second)] == np.random.default_rng(5).random(2).tolist()


def test_a_returned_iterator_is_a_bounded_list() -> None:
    """`minibatches` yields; an endless one is an error of the learner's."""
    made = session(
        "def f():\n    yield np.ones(2), 1\n    yield np.zeros(2), 2\ndef g():\n    while True:\n        yield 1"
    )
    reply = made.call("f")
    assert isinstance(reply.value, Items)
    assert [label for _, label in reply.value.items] == [1, 2]
    error = made.call("g").error
    assert error is not None
    assert error.kind == "not plain data"


def test_an_exception_inside_a_generator_is_the_learners() -> None:
    """It surfaces when the iterator is read, with its own name."""
    error = session("def f():\n    yield 1\n    raise KeyError('x')").call("f").error
    assert error is not None
    assert error.type_name == "KeyError"


def test_a_dict_of_arrays_crosses_both_ways() -> None:
    """Parameters and gradients by name."""
    made = session("def step(p, g, lr): return {k: p[k] - lr * g[k] for k in p}")
    reply = made.call("step", [{"W": np.ones((2, 2)), "b": np.zeros(2)}, {"b": np.ones(2), "W": np.ones((2, 2))}, 0.5])
    assert sorted(reply.value) == ["W", "b"]
    assert reply.value["b"].tolist() == [-0.5, -0.5]


def test_symbols_are_traced_and_come_back_as_trees() -> None:
    """NumPy code runs on symbols; the judge gets expressions."""
    from autograder.tracing import symbols

    reply = session("def f(Z): return np.exp(Z).sum(axis=1)").call("f", [symbols("Z", (1, 2))])
    assert reply.error is None
    assert isinstance(reply.value.ravel()[0], Expression)


def test_new_arrays_hold_symbols_in_a_traced_call() -> None:
    """np.zeros and np.empty, filled entry by entry, are followed too."""
    from autograder.tracing import symbols

    source = "def f(Z):\n    out = np.zeros(2)\n    out[0] += Z[0, 1]\n    return out"
    reply = session(source).call("f", [symbols("Z", (1, 2))])
    assert reply.error is None
    assert [str(entry) for entry in reply.value] == ["Z_0_1", "0"]


def test_symbols_are_refused_politely_where_code_wants_numbers() -> None:
    """`if z > 0` on a symbol is untraceable, not wrong."""
    from autograder.tracing import symbols

    error = session("def f(Z):\n    return Z if Z[0] > 0 else -Z").call("f", [symbols("Z", (2,))]).error
    assert error is not None
    assert error.kind == "untraceable"


def test_injected_names_are_callbacks_until_given_back() -> None:
    """The reference stands in for a wrong part, then the learner's own is back."""
    made = session("def part(x): return -1.0\ndef whole(x): return part(x) + 1")
    made.inject({"part": lambda x: 10.0})
    assert made.call("whole", [0]).value == 11.0
    made.inject({})
    assert made.call("whole", [0]).value == 0.0


def test_an_injected_part_can_be_traced() -> None:
    """The reference runs on the symbols that learner code hands it."""
    from autograder.tracing import symbols

    made = session("def whole(Z): return part(Z) + 1")
    made.inject({"part": np.exp})
    reply = made.call("whole", [symbols("Z", (2,))])
    assert reply.error is None
    assert str(reply.value.ravel()[0]) in {"exp(Z_0) + 1", "1 + exp(Z_0)"}


def test_several_calls_in_one_message_are_what_each_alone_would_be() -> None:
    """Each has its own copies, its own error, and is answered before the next begins."""
    source = """
    kept = np.zeros(1)
    def f(x, by=1):
        if x[0] > 4: raise ValueError("too large")
        x += by
        kept[:] = x
        return kept
    """
    made, calls = session(textwrap.dedent(source)), [((np.full(1, n),), {"by": 2}) for n in (1.0, 2.0, 5.0)]
    together = made.together("f", calls)
    assert together is not None
    assert repr(together) == repr([made.call("f", args, kwargs) for args, kwargs in calls])
    assert [reply.value and reply.value[0] for reply in together] == [3.0, 4.0, None]


@pytest.mark.parametrize("change", ["float(x[0])", "True"])
def test_an_argument_that_changed_its_type_only_is_seen(change: str) -> None:
    """1, 1.0 and True are equal and not the same."""
    made, sizes = session(f"def f(x):\n    x[0] = {change}"), [1, 3]
    replies = [made.call("f", [sizes]), *(made.together("f", [([sizes], {})] * 2) or [])]
    assert [type(reply.arguments[0][0]) for reply in replies] == [type(eval(change, {"x": sizes, "np": np}))] * 3
    assert sizes == [1, 3]


def test_objects_outlive_the_calls_after_them() -> None:
    """Calls are not put in one message where a failure would take an object along that is still asked for."""
    made = session("class N:\n    pass\ndef f(x): return x")
    assert made.together("f", [((1,), {})] * 2) is not None
    made.call("N")
    assert made.together("f", [((1,), {})] * 2) is None


def test_one_call_is_not_put_together() -> None:
    """There is nothing to save."""
    assert session("def f(x): return x").together("f", [((1,), {})]) is None


def test_results_of_a_sequence_are_read_after_the_last_call() -> None:
    """A reused buffer shows."""
    made = session("buffer = np.zeros(2)\ndef f(x):\n    buffer[:] = x\n    return buffer")
    values = [reply.value.tolist() for reply in made.sequence("f", [[np.ones(2)], [np.full(2, 5.0)]])]
    assert values == [[5.0, 5.0], [5.0, 5.0]]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def f(): return [[]] * 300_000", "not plain data"),
        ("def f():\n    x = []\n    x.append(x)\n    return x", "not plain data"),
        ("def f(): return 9 ** 9999", "not plain data"),
        ("def f(): raise SystemExit", "exception"),
        (
            "class Odd:\n    def __len__(self): raise RuntimeError\ndef f(): return np.array([Odd()], dtype=object)",
            None,
        ),
        (
            "class Liar(dict):\n    def items(self): raise RuntimeError('x')\ndef f(): return Liar(a=1)",
            "not plain data",
        ),
        ("class T(Exception):\n    def __str__(self): raise RuntimeError\ndef f(): raise T", "exception"),
        ("def f(): return f()", "exception"),
    ],
)
def test_odd_results_end_as_records(source: str, kind: str | None) -> None:
    """Nothing a function returns or raises comes out as an exception here."""
    error = session(source).call("f").error
    assert (error.kind if error else None) == kind


def test_sympy_values_can_be_fetched() -> None:
    """A derivation is a variable; its value crosses as a tree."""
    made = LocalSession({"sympy": sympy})
    made.run([Cell("p = sympy.Symbol('p')\nd = [p * (1 - p), -p]")])
    value = made.fetch("d").value
    assert [str(item) for item in value] == ["p*(1 - p)", "-p"]


@pytest.mark.parametrize(
    "argument", ["np.zeros(20_000)", "10**9", "[[0] * 20_000]", "np.array([10**9])", "{'a': 10**9}"]
)
def test_a_lent_part_refuses_what_would_exhaust_the_judge(argument: str) -> None:
    """Learner code chooses these arguments, and the function runs on the judge's side."""
    made = session(f"def whole(x): return part({argument})")
    made.inject({"part": lambda x: 1.0})
    error = made.call("whole", [0]).error
    assert error is not None
    assert error.type_name == "ValueError"
    assert "far larger than any" in error.message
