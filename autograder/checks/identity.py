"""Are two formulas the same function? A proof by exact evaluation, in milliseconds, for untrusted trees.

The mathematics. The functions z_1 … z_n and exp(z_1/K) … exp(z_n/K) are algebraically independent over the complex
numbers (the z_i are linearly independent over the rationals, so no non-trivial polynomial relation holds). Hence a
formula made of + - * / and exp of rational combinations of symbols *is* a rational function of 2n independent
variables, and two of them are the same function exactly when they are equal as rational functions.
That is decided by evaluating both at random points of finite fields: a polynomial of degree d that is not zero
vanishes at a random point of F_p with probability at most d/p (Schwartz 1980, Zippel 1979). With d below 2**42,
random primes p above 2**60 and four points the error is below (2**42 / 2**60)**4 = 2**-72 per comparison.

Beyond that fragment every new thing (a logarithm, exp of a product, the sine of something) becomes one more variable,
named after the *value* of its argument, after the rules that are always true have been used: logarithms give up their
leading exponential, hyperbolic functions become exponentials, square roots are drawn with a random sign at many points.
Equality of formulas in more variables than needed still implies equality of the functions, so "proved" stays sound;
a difference then proves nothing, so the answer is "unknown" and never "refuted". "The same" means: equal wherever
both are defined.

Case distinctions (Piecewise, Abs, Max, sign) are followed for every combination of signs: positive, zero, negative.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from autograder.checks.evaluator import Evaluator, Undecided
from autograder.checks.field import Key, Points, Sign, Unsupported, Value
from autograder.expr import ExprError, Tree, check_tree, shared, walk

Verdict = Literal["proved", "refuted", "unknown"]

MAX_SECONDS = 6.0  # of processor time for all entries of one result: the last resort, on a slow machine too
MAX_CASES = 400  # evaluations of both formulas: five independent signs and the way there
MAX_SIGNS = 10  # distinguished in one case
_FEW, _ROOTED = 4, 48  # points; with square roots half of the points drop out for each, and signs are coins


@dataclass(frozen=True)
class ProofOutcome:
    """The verdict on several formulas: the first entry that is not proved, and why, in plain words."""

    status: Verdict
    where: int | None = None
    reason: str = ""


def same_function(a: Tree, b: Tree) -> Verdict:
    """Whether two trees are the same function of their (real) symbols. Never raises, whatever the trees hold.

    >>> z = ["sym", "z"]
    >>> same_function(["fn", "exp", ["add", z, z]], ["pow", ["fn", "exp", z], ["int", "2"]])
    'proved'
    """
    return _decide(a, b, time.process_time() + MAX_SECONDS)[0]


def prove(got: Sequence[Tree], expected: Sequence[Tree]) -> ProofOutcome:
    """`same_function` for every pair. One refuted pair refutes the whole; one undecided pair leaves it undecided."""
    if len(got) != len(expected):
        return ProofOutcome("refuted", None, f"{len(got)} formulas where {len(expected)} are expected")
    first: ProofOutcome | None = None
    until = time.process_time() + MAX_SECONDS
    for place, (mine, theirs) in enumerate(zip(got, expected, strict=True)):
        verdict, reason = _decide(mine, theirs, until)
        if verdict == "refuted":
            return ProofOutcome("refuted", place, reason)
        if verdict == "unknown" and first is None:
            first = ProofOutcome("unknown", place, reason)
    return first or ProofOutcome("proved", None, f"{len(got)} formulas proved equal")


def _decide(a: Tree, b: Tree, until: float) -> tuple[Verdict, str]:
    try:
        check_tree(a)
        check_tree(b)
        points = Points(_points_needed(a, b), until)
        return _Cases(a, b, points).verdict()
    except (ExprError, Unsupported) as error:
        return "unknown", str(error)
    except Exception as error:  # noqa: BLE001 - a tree was received: whatever it provokes is no verdict
        return "unknown", f"{type(error).__name__} while evaluating"


def _points_needed(a: Tree, b: Tree) -> int:
    roots = {repr(node[1]) for tree in (a, b) for node in walk(tree) if _is_root(node)}
    if len(roots) > 3:
        raise Unsupported("too many square roots")
    return _ROOTED * 2 ** (len(roots) + 1) if roots else _FEW


def _is_root(node: Tree) -> bool:
    if node[0] == "fn":
        return bool(node[1] == "sqrt")
    return node[0] == "pow" and node[2][0] in ("rat", "flt", "mul", "add", "pow")


class _Cases:
    """All combinations of signs that two trees distinguish, one evaluation each."""

    def __init__(self, a: Tree, b: Tree, points: Points) -> None:
        self._trees = shared([a, b])
        self._points = points
        self._evaluations = 0
        self._visits = 0

    def verdict(self) -> tuple[Verdict, str]:
        """Proved when the trees agree in every case that can occur."""
        open_cases: list[dict[Key, Sign]] = [{}]
        while open_cases:
            signs = open_cases.pop()
            self._evaluations += 1
            if self._evaluations > MAX_CASES or len(signs) > MAX_SIGNS:
                return "unknown", "too many cases"
            evaluator = Evaluator(self._points, signs, self._visits)
            try:
                left, right = (evaluator.evaluate(tree) for tree in self._trees)
            except Undecided as question:
                open_cases += [case for case in _three(signs, question.key) if _possible(case)]
                continue
            finally:
                self._visits = evaluator.visits
            if not self._equal(evaluator, left, right):
                if not signs and self._certain(evaluator, left, right):
                    return "refuted", "the two formulas differ"
                return "unknown", "a difference remains that may be only one of form"
        return "proved", "the two formulas are equal"

    def _certain(self, evaluator: Evaluator, left: Value, right: Value) -> bool:
        """Whether different values prove different functions. Maxima must not matter: they are no free variables."""
        if not evaluator.certain or not evaluator.opaque:
            return evaluator.certain
        again = Evaluator(self._points.with_other_maxima())
        same = [again.evaluate(tree).value == old.value for tree, old in zip(self._trees, (left, right), strict=True)]
        return all(same)

    def _equal(self, evaluator: Evaluator, left: Value, right: Value) -> bool:
        valid = [i for i in range(len(self._points.primes)) if i not in evaluator.invalid]
        if len(valid) < (_ROOTED if len(self._points.primes) > _FEW else _FEW):
            raise Unsupported("too few points at which all square roots exist")
        return all(left.value[i] == right.value[i] for i in valid)


def _three(signs: dict[Key, Sign], key: Key) -> list[dict[Key, Sign]]:
    return [{**signs, key: -1}, {**signs, key: 0}, {**signs, key: 1}]


def _possible(signs: dict[Key, Sign]) -> bool:
    """False when the signs ask one symbol to be in two places: z < 0 and z > 6."""
    wanted: dict[str, list[tuple[Fraction, Sign]]] = {}
    for (kind, detail), sign in signs.items():
        if kind == "form" and isinstance(detail, tuple) and len([name for name, _ in detail if name]) == 1:
            constant = next((c for name, c in detail if not name), Fraction(0))
            wanted.setdefault(detail[-1][0], []).append((-constant, sign))
    return all(any(_meets(x, limits) for x in _candidates(limits)) for limits in wanted.values())


def _candidates(limits: list[tuple[Fraction, Sign]]) -> list[Fraction]:
    edges = sorted({edge for edge, _ in limits})
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    return [edges[0] - 1, *edges, *between, edges[-1] + 1]


def _meets(x: Fraction, limits: list[tuple[Fraction, Sign]]) -> bool:
    return all((x > edge) - (x < edge) == sign for edge, sign in limits)
