"""Attacks on the judge's own memory and time, by a process that answers rightly but too much, too late or too often."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
import sympy
from attacks.harness import ANSWERS, SOFTMAX, Hall
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder import examiner
from autograder.checks import proof
from autograder.checks.compare import Tolerance, compare
from autograder.checks.failure import Failure
from autograder.checks.identity import prove
from autograder.checks.student import Student
from autograder.clean import safe_markdown
from autograder.expr import Expression
from autograder.repair import MAX_PARSED, repair
from autograder.result import Verdict
from autograder.sandbox import channel_session, lending
from autograder.sandbox import session as protocol
from autograder.sandbox.api import Cell
from autograder.sandbox.channel_session import ChannelSession
from autograder.sandbox.lending import call_lent
from autograder.sandbox.local import LocalSession
from autograder.submission import Submission, SubmittedCell

BALLAST = """
import autograder.sandbox.learner as side
_carry_out = side.Learner._carry_out
side.Learner._carry_out = lambda self, name, request: _carry_out(self, name, request) | {"ballast": b"x" * 3_000_000}
"""


def test_answers_with_ballast_are_not_kept(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Megabytes beside each right value do not pile up; the marks are those of the values."""
    kept: list[int] = []
    note = protocol.BaseSession._note

    def noted(self, request, answer, size):
        note(self, request, answer, size)
        kept.append(sum(len(told.get("ballast", b"")) for _, told in self.record or ()))

    monkeypatch.setattr(protocol.BaseSession, "_note", noted)
    judged = hall.judge(ANSWERS | {"softmax": BALLAST + SOFTMAX})
    assert judged.result.exercise("softmax").verdict is Verdict.RIGHT
    assert 0 < max(kept) <= protocol.MAX_RECORDED
    assert hall.judge(ANSWERS, traces=True) == hall.honest


def test_long_keys_make_no_long_findings() -> None:
    """What a learner's own names add to a message is bounded, and so is what is kept of it."""
    got = {f"{letter}" * 900_000: 1.0 for letter in "abcdefghijkl"}
    problem = compare(got, {"dW": 1.0}, Tolerance())
    assert problem is not None
    assert len(problem.message) < 1_000
    assert len(Failure("x" * 10**6).message) < 5_000


def test_one_submission_has_so_much_time(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells and calls that each stay within their limit do not add up to hours."""
    monkeypatch.setattr(channel_session, "SUBMISSION_SECONDS", 1.5)
    slow = "\nimport time\ntime.sleep(0.8)\n\ndef softmax(Z):\n    time.sleep(60)\n"
    result = hall.judge(ANSWERS | {"softmax": slow}).result
    late = [exercise for exercise in result.exercises if exercise.headline == examiner.EXHAUSTED]
    assert late
    assert all(exercise.verdict is Verdict.UNJUDGED and exercise.points == 0 for exercise in late)


def test_one_exercise_has_so_much_computing(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls that each stay within their limit do not add up; the others are judged."""
    monkeypatch.setattr("autograder.checks.student.EXERCISE_COMPUTING", 0.5)
    busy = "\n    end = time.process_time() + 0.15\n    while time.process_time() < end: pass"
    slow = "\nimport time\n" + SOFTMAX.replace("(Z):", "(Z):" + busy)
    result = hall.judge(ANSWERS | {"softmax": slow}).result
    hit = result.exercise("softmax")
    assert hit.verdict is Verdict.UNJUDGED
    assert hit.headline == "The checks of `softmax` used up 0.5 seconds of computing: it is far too slow."
    assert all(exercise.verdict is Verdict.RIGHT for exercise in result.exercises if exercise.name != "softmax")


def test_a_channel_is_asked_nothing_once_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor started again."""
    monkeypatch.setattr(channel_session, "SUBMISSION_SECONDS", 0.0)

    class Silent:
        level = "process"

        def __getattr__(self, name):
            raise AssertionError(name)

    session = ChannelSession(Silent())
    (report,) = session.run([Cell("1")])
    assert report.error is not None
    assert report.error.kind == "timeout"


def test_a_lent_part_is_no_use_after_its_exercise() -> None:
    """Code that keeps what it was lent finds nothing behind it, and no other part under its number."""
    session = LocalSession({})
    session.run(
        [Cell("kept = []\ndef f(g):\n    kept.append(g)\n    return g(1)\ndef later(x):\n    return kept[0](x)")]
    )
    assert session.call("f", [lambda x: x + 1]).value == 2
    session.forget_callbacks()
    assert session.call("f", [lambda x: x + 2]).value == 3
    reply = session.call("later", [1])
    assert reply.error is not None


def test_a_lent_part_is_not_asked_for_a_hundred_million_products() -> None:
    """A column times a row is a table: arguments that are small each may ask for far too much together."""
    session = LocalSession({"np": np})
    session.run([Cell("def f(g):\n    return g(np.zeros((10_000, 1)), np.zeros((1, 10_000)))")])
    reply = session.call("f", [lambda a, b: a @ b])
    assert reply.error is not None
    assert "far larger" in reply.error.message


@pytest.mark.parametrize(
    "tree",
    [
        ["fn", "floor", ["pow", ["int", "9"], ["pow", ["int", "9"], ["int", "9"]]]],
        ["pow", ["sym", "x"], ["pow", ["int", "9"], ["int", "9"]]],
        ["mul", ["sym", "x"], ["fn", "exp", ["int", "9"]]],
        ["pw", [["sym", "x"], ["rel", "<", ["sym", "x"], ["int", "9"]]], [["int", "1"], ["true"]]],
        ["add", *[["sym", f"x{n}"] for n in range(2_000)]],
    ],
    ids=["a tower", "a tower as an exponent", "a number to work out", "cases", "a long sum"],
)
def test_a_lent_part_computes_with_plain_formulas_only(tree: list[Any]) -> None:
    """SymPy would evaluate others on the way, in the judge's own process, for as long as that takes."""
    with pytest.raises(ValueError, match="far more complicated"):
        call_lent(lambda x: x, [Expression(tree)], {})


def test_a_lent_part_computes_nothing_large_in_disguise() -> None:
    """SymPy takes numbers out of products, and symbols may cancel: what is left must stay small."""
    x = ["sym", "x"]
    cancelled = ["add", x, ["mul", ["int", "-1"], x], ["int", "9"]]
    deep: list[Any] = x
    for _ in range(6):
        deep = ["fn", "tanh", deep]
    for tree in (raised(["mul", ["int", str(10**20 + 7)], x], 6), raised(cancelled, 6), deep):
        with pytest.raises(ValueError, match="far more complicated"):
            call_lent(lambda z: z, [Expression(tree)], {})


def raised(tree: list[Any], times: int) -> list[Any]:
    """A power of a power of …"""
    for _ in range(times):
        tree = ["pow", tree, ["int", "16"]]
    return tree


def test_a_lent_part_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long all the same becomes an exception for whoever asked."""
    monkeypatch.setattr(lending, "MAX_SECONDS", 0.1)

    def endless(z: Any) -> Any:
        while True:
            pass

    session = LocalSession({"sympy": sympy})
    session.run([Cell("def f(g):\n    return g(sympy.Symbol('x', real=True))")])
    reply = session.call("f", [endless])
    assert reply.error is not None
    assert "takes too long" in reply.error.message
    monkeypatch.setattr(protocol, "MAX_LENDING", 0.0)
    reply = session.call("f", [lambda z: z])
    assert reply.error is not None
    assert "used too much" in reply.error.message


def test_a_proof_gives_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums of thousands of symbols, multiplied thousands of times, are no formula that is asked for."""
    symbols = [["sym", f"x{n}"] for n in range(4_000)]
    long = ["mul", ["int", "0"], ["mul", ["add", *symbols], *[["int", "2"], ["rat", "1", "2"]] * 2_000]]
    assert prove([long] * 50, [["int", "0"]] * 50).reason == "too many symbols"
    large = ["add", *[["rat", "1", str(10**900 + 2 * n + 1)] for n in range(500)]]
    assert prove([large], [["sym", "x"]]).reason == "a number is too large"
    monkeypatch.setattr("autograder.checks.identity.MAX_SECONDS", 0.0)
    chain = ["mul", *[["add", ["sym", "x"], ["int", str(n)]] for n in range(1, 200)]]
    assert prove([chain], [chain]).reason == "the comparison takes too long"


def test_proofs_remember_little_of_large_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    """A class whose answers carry megabytes along must not fill the judge's memory with them."""
    monkeypatch.setattr(proof, "_REMEMBERED", {})
    size = 1500
    source = f"def f(x):\n    return x + 0 * sum(sympy.Symbol('a%d' % n) for n in range({size}))"
    session = LocalSession({"sympy": sympy})
    session.run([Cell(source.replace("0 *", "0.5 *"))])
    with pytest.raises(proof.NotProved):
        proof.proves(Student(session, "f").f, lambda x: x, (sympy.Symbol("x", real=True),), "every x")
    assert sum(map(len, proof._REMEMBERED)) < 100


def test_lost_answers_are_looked_for_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand cells that name every exercise are not parsed for each of them."""
    parsed: list[str] = []
    released = new_notebook(cells=[answer_cell(f"f{n}") for n in range(20)])
    noise = "# " + " ".join(f"f{n}" for n in range(20)) + "\n" + "a;" * 4_000
    cells = tuple(SubmittedCell("code", noise, "", "") for _ in range(200))
    parse = ast.parse

    def counted(text: str) -> ast.Module:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr("autograder.repair.ast.parse", counted)
    repair(Submission(cells), released)
    assert 0 < sum(map(len, parsed)) <= MAX_PARSED


def answer_cell(name: str) -> NotebookNode:
    """A released solution cell."""
    settings = {"grade_id": name, "solution": True, "grade": False, "locked": False}
    return new_code_cell("raise NotImplementedError", id=name, metadata={"nbgrader": settings})


def test_the_outputs_of_all_cells_are_bounded(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell within its limit, a thousand cells: the page must not grow without end, nor the judge with it."""
    monkeypatch.setattr("autograder.grading.NOTEBOOK_OUTPUTS", 50_000)
    judged = hall.judge(ANSWERS | {"softmax": "print('x' * 90_000)\n" + SOFTMAX})
    assert judged.result.exercise("softmax").verdict is Verdict.RIGHT
    assert "take too much room together" in judged.shown
    assert len(judged.shown) < 90_000


def test_long_code_is_cut_where_it_is_shown() -> None:
    """A page is coloured in quadratic time: a cell of 500,000 characters would hold it for hours."""
    from autograder.grading import CUT_CODE, MAX_SHOWN_CELL, shown_code

    for source in ("a." * 200_000, " \n" * 200_000, "x = 1\n" * 50_000):
        shown = shown_code(source, MAX_SHOWN_CELL)
        assert len(shown) <= MAX_SHOWN_CELL
        assert shown.endswith(CUT_CODE)
    assert shown_code("x = 1", 0) == CUT_CODE


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (np.matmul, (np.zeros((40_000, 0)), np.zeros((0, 40_000)))),
        (np.matmul, (np.zeros((2**31 - 1, 0)), np.zeros((0, 0)))),
        (lambda dA, A, Z: dA.sum(axis=0), (np.zeros((0, 10**8)), np.zeros((0, 0)), np.zeros((0, 10**8)))),
        (lambda a, b, c: a + b + c, (np.zeros((400, 1)), np.zeros((1, 400)), np.zeros((400, 1, 1)))),
        (lambda y, n: np.eye(n)[y], (np.array([0]), Expression(["int", "15000"]))),
        (lambda y, n: np.eye(n[0])[y], (np.array([0]), np.array([Expression(["int", "15000"])], dtype=object))),
    ],
)
def test_a_lent_part_makes_nothing_large_of_small_arguments(function: Any, arguments: Any) -> None:
    """Empty arrays with long axes, broadcasting, and numbers that pass as formulas."""
    with pytest.raises(ValueError, match="far larger"):
        call_lent(function, arguments, {})


def test_a_lent_part_is_interrupted_on_numbers_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it does for how long."""
    monkeypatch.setattr(lending, "MAX_SECONDS", 0.2)

    def endless(Z: Any) -> None:
        while True:
            Z = Z + 1

    with pytest.raises(TimeoutError):
        call_lent(endless, (np.zeros(2),), {})


EMPTY = """
def softmax(Z):
    return np.empty((20_000_000, 0))
"""
COLLIDING = """
class Many(dict):
    def items(self):
        return [(key * (2**61 - 1), None) for key in range(1, 30_000)]

def softmax(Z):
    return Many()
"""


@pytest.mark.parametrize(("attack", "told"), [(EMPTY, "empty array with long axes"), (COLLIDING, "dict whose keys")])
def test_what_takes_the_judge_long_to_look_at_does_not_cross(hall: Hall, attack: str, told: str) -> None:
    """An empty array that is gone through along its long axis, keys that all have the same hash."""
    judged = hall.judge(ANSWERS | {"softmax": attack})
    exercise = judged.result.exercise("softmax")
    assert (exercise.verdict, exercise.points) == (Verdict.WRONG, 0.0)
    assert told in exercise.headline
    assert hall.judge(ANSWERS, traces=True) == hall.honest


@pytest.mark.parametrize("sign", ["\\", "!", "](", "[a](", "&a", "$", "`"])
def test_a_text_of_one_sign_is_cleaned_at_once(sign: str) -> None:
    """No pattern looks at it again from each of its places: that took a minute for backslashes."""
    shown = safe_markdown(sign * 10_000)
    assert len(shown) < 100_000
    assert safe_markdown(r"\\\\href{x} and \\alpha") == r"\ href{x} and \\alpha"
