"""Expression trees evaluated exactly at random points of prime fields: what every node means.

Not here: the arithmetic (`algebra.py`), and what follows from equal values (`identity.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from functools import reduce

from autograder.checks.algebra import Algebra
from autograder.checks.field import OPAQUE, Key, Points, Sign, Unsupported, Value, decimal, form_scaled
from autograder.expr import Tree

TOO_LONG = "the comparison takes too long"
MAX_DEGREE = 2**40
MAX_VISITS = 40_000  # nodes evaluated for one verdict, all cases together; more points make a node dearer


class Undecided(Exception):
    """The sign of `key` is needed to go on."""

    def __init__(self, key: Key) -> None:
        super().__init__(key)
        self.key = key


class Evaluator(Algebra):
    """Evaluates trees, with the signs of case distinctions given in `signs`. `visits` are those of earlier cases."""

    def __init__(self, points: Points, signs: dict[Key, Sign] | None = None, visits: int = 0) -> None:
        super().__init__(points, signs or {})
        self.opaque = False  # whether a maximum occurs: a symbol that stands for something else
        self.visits = visits
        self._known: dict[int, tuple[Tree, Value]] = {}  # with the tree: no other may get its number
        self._cost = max(1, len(points.primes) // 16)

    def evaluate(self, tree: Tree) -> Value:
        """The value of `tree`. Raises `Unsupported`, or `Undecided` where the sign of something is needed.

        A part that several places share (see `shared`) is evaluated once.
        """
        if id(tree) not in self._known:
            self._known[id(tree)] = tree, self._value(tree)
        return self._known[id(tree)][1]

    def _value(self, tree: Tree) -> Value:
        self.visits += self._cost
        if self.visits > MAX_VISITS:
            raise Unsupported("the expressions are too large")
        if self.visits % 64 < self._cost and time.process_time() > self.points.until:
            raise Unsupported(TOO_LONG)
        head = tree[0]
        if head in ("add", "mul"):
            parts = [self.evaluate(part) for part in tree[1:]]
            return self._checked(self.sum(parts) if head == "add" else self.product(parts))
        if head == "pow" and tree[1] == ["const", "E"]:
            return self._checked(self.exp(self.evaluate(tree[2])))
        if head == "pow":
            return self._checked(self.power(self.evaluate(tree[1]), self.evaluate(tree[2])))
        if head == "fn":
            return self._checked(self._function(tree[1], [self.evaluate(part) for part in tree[2:]]))
        if head == "pw":
            return self._piecewise(tree)
        return self._leaf(tree)

    def _checked(self, value: Value) -> Value:
        if value.degree > MAX_DEGREE:
            raise Unsupported("the degree is too large")
        return value

    def _leaf(self, tree: Tree) -> Value:
        head = tree[0]
        if head == "int":
            return self.constant(Fraction(int(tree[1])))
        if head == "rat":
            return self.constant(Fraction(int(tree[1]), int(tree[2])))
        if head == "flt":
            number, certain = decimal(tree[1])
            self.certain &= certain
            return self.constant(number)
        if head == "sym":
            self.opaque |= tree[1].startswith(OPAQUE)
            return self.linear({tree[1]: Fraction(1)})
        if tree == ["const", "E"]:
            return self.exp(self.constant(Fraction(1)))
        if head == "const" and tree[1] in ("pi", "EulerGamma", "GoldenRatio", "Catalan"):
            self.certain = False
            return self.atom(("const", tree[1]), sign=1)
        raise Unsupported(f"{tree[0]} {tree[1:2]} has no real value")

    # functions

    def _function(self, name: str, args: list[Value]) -> Value:
        x = args[0]
        if name in _FUNCTIONS:
            return _FUNCTIONS[name](self, x)
        if name in ("Max", "Min"):
            return reduce(lambda a, b: self._extreme(a, b, 1 if name == "Max" else -1), args)
        if name == "Heaviside":
            at_zero = args[1] if len(args) > 1 else self.constant(Fraction(1, 2))
            return {1: self.constant(Fraction(1)), 0: at_zero, -1: self.constant(Fraction(0))}[self.sign(x)]
        self.certain = False
        return self.atom((name, *(arg.value for arg in args)), degree=1 + sum(arg.degree for arg in args))

    def _extreme(self, a: Value, b: Value, direction: int) -> Value:
        difference = self.sum([a, self.scaled(b, Fraction(-1))])
        return b if self.sign(difference) == -direction else a

    def hyperbolic(self, name: str, x: Value) -> Value:
        """sinh, cosh and tanh by their exponentials."""
        up, down = self.exp(x), self.exp(self.scaled(x, Fraction(-1)))
        sinh = self.sum([up, self.scaled(down, Fraction(-1))])
        cosh = self.sum([up, down])
        if name == "tanh":
            return self.product([sinh, self.whole_power(cosh, -1)])
        return self.scaled(sinh if name == "sinh" else cosh, Fraction(1, 2))

    def absolute(self, x: Value) -> Value:
        """|x| by case."""
        sign = self.sign(x)
        return self.scaled(x, Fraction(sign)) if sign else self.constant(Fraction(0))

    # case distinctions

    def sign(self, value: Value) -> Sign:
        """The sign of a value: certain, or as given for this case. Raises `Undecided`."""
        if value.sign is not None:
            return value.sign
        self.certain = False
        key, flip = self._sign_key(value)
        if key not in self.signs:
            raise Undecided(key)
        sign = self.signs[key]
        return sign if flip > 0 or sign == 0 else 1 if sign == -1 else -1

    def _sign_key(self, value: Value) -> tuple[Key, int]:
        """A name for the sign of a value, the same for all its multiples by numbers; and whether it is turned round."""
        if value.rest is None:
            first = value.form[min(name for name in value.form if name)]
            form = form_scaled(value.form, 1 / first)
            return ("form", tuple(sorted(form.items()))), 1 if first > 0 else -1
        negative = self.points.times(value.value, self.points.constant(Fraction(-1)))
        return ("value", min(value.value, negative)), 1 if value.value <= negative else -1

    def _piecewise(self, tree: Tree) -> Value:
        for branch, condition in tree[1:]:
            if self.holds(condition):
                return self.evaluate(branch)
        raise Unsupported("no case applies")

    def holds(self, condition: Tree) -> bool:
        """Whether a condition holds in this case. Raises `Undecided`."""
        head = condition[0]
        if head in ("true", "false"):
            return bool(head == "true")
        if head == "not":
            return not self.holds(condition[1])
        if head in ("and", "or"):
            return (all if head == "and" else any)(self.holds(part) for part in condition[1:])
        left, right = (self.evaluate(part) for part in condition[2:])
        sign = self.sign(self.sum([left, self.scaled(right, Fraction(-1))]))
        return sign in _HOLDS[condition[1]]


_HOLDS = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0), "==": (0,), "!=": (-1, 1)}
_FUNCTIONS: dict[str, Callable[[Evaluator, Value], Value]] = {
    "exp": Evaluator.exp,
    "log": Evaluator.log,
    "sqrt": lambda e, x: e.power(x, e.constant(Fraction(1, 2))),
    "sinh": lambda e, x: e.hyperbolic("sinh", x),
    "cosh": lambda e, x: e.hyperbolic("cosh", x),
    "tanh": lambda e, x: e.hyperbolic("tanh", x),
    "Abs": Evaluator.absolute,
    "sign": lambda e, x: e.constant(Fraction(e.sign(x))),
    "re": lambda _, x: x,
    "conjugate": lambda _, x: x,
}
