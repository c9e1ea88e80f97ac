"""Exact arithmetic on values at random points: sums, products, powers, exponentials and logarithms.

`identity.py` says why equal values are a proof. Not here: reading trees (`evaluator.py`), the points (`field.py`).
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce

from autograder.checks.field import (
    MAX_BITS,
    Form,
    Key,
    Points,
    Sign,
    Unsupported,
    Value,
    Vector,
    bounded,
    form_scaled,
    form_sum,
    is_above,
)

PARTS = 720_720  # exp(s/PARTS) is the variable for exp(s): divisible by every denominator up to 16
MAX_POWER = 10_000
MAX_LOGS = 48  # each is compared with all earlier ones
_SMALL_PRIMES = [n for n in range(2, 100) if all(n % d for d in range(2, n))]


class Algebra:
    """Arithmetic on values at one set of points, on the boundaries that `signs` names.

    `certain` turns false as soon as something is treated as an independent variable that may not be one:
    then different values prove nothing, while equal values still prove equality.
    """

    def __init__(self, points: Points, signs: dict[Key, Sign]) -> None:
        self.points = points
        self.signs = signs
        self.certain = True
        self.invalid: set[int] = set()  # points at which a square root does not exist
        self._logs: dict[Vector, str] = {}  # argument -> name of its logarithm
        self._arguments: dict[str, Vector] = {}
        self._powers: dict[Vector, Form] = {}  # exponentials seen: value -> exponent
        self._exps: dict[Vector, Vector] = {}  # exp of what is not linear: exponent -> value

    # building values

    def constant(self, number: Fraction) -> Value:
        """A number."""
        sign: Sign = 1 if number > 0 else -1 if number < 0 else 0
        form = {"": number} if number else {}
        return Value(self.points.constant(bounded(number)), form, sign=sign, lead_factor=number or None)

    def linear(self, form: Form) -> Value:
        """The value of a linear form."""
        if form.keys() <= {""}:
            return self.constant(form.get("", Fraction(0)))
        return Value(self._at(form), form, degree=len(form))

    def _at(self, form: Form) -> Vector:
        terms = [self.points.times(self.points.constant(c), self._base(name)) for name, c in form.items()]
        return self.points.add(terms) if terms else self.points.constant(Fraction(0))

    def _base(self, name: str) -> Vector:
        if name == "":
            return self.points.constant(Fraction(1))
        name = self._standing_for(name)
        return self.points.draw(("value", name)) if name else self.points.constant(Fraction(0))

    def _standing_for(self, name: str) -> str:
        """The symbol that `name` equals on the boundaries s = 0 and s = t of the case looked at; "" for zero."""
        for key, sign in self.signs.items():
            if sign == 0 and key == ("form", ((name, Fraction(1)),)):
                return ""
            if sign == 0 and key[0] == "form" and isinstance(key[1], tuple) and len(key[1]) == 2:
                (first, _), (second, c) = key[1]
                if second == name and first and c == -1:
                    return self._standing_for(first)
        return name

    def atom(self, key: Key, sign: Sign | None = None, degree: int = 1) -> Value:
        """An independent variable for something nothing more is known about."""
        vector = self.points.draw(key)
        return Value(vector, rest=vector, sign=sign, degree=degree)

    # arithmetic

    def sum(self, parts: list[Value]) -> Value:
        """A sum of any number of terms."""
        points = self.points
        rests = [part.rest for part in parts if part.rest is not None]
        total = Value(points.add(part.value for part in parts), form_sum(part.form for part in parts))
        total.rest = points.add(rests) if rests else None
        if total.number is not None:
            return self.constant(total.number)
        signs = {part.sign for part in parts} - {0}
        total.sign = signs.pop() if len(signs) == 1 else 0 if not signs else None
        total.degree = sum(part.degree for part in parts)
        total.lead = reduce(lambda a, b: b if is_above(b, a) else a, (part.lead for part in parts))
        tops = [part.lead_factor for part in parts if part.lead == total.lead]
        known = [factor for factor in tops if factor is not None]
        factor = reduce(lambda a, b: bounded(a + b), known, Fraction(0))
        total.lead_factor = factor or None if len(known) == len(tops) else None
        return total

    def scaled(self, value: Value, factor: Fraction) -> Value:
        """A multiple by a number."""
        return self.product([self.constant(factor), value])

    def product(self, parts: list[Value]) -> Value:
        """A product of any number of factors. A number times a linear form stays one."""
        total = parts[0]
        for part in parts[1:]:
            total = self._times(total, part)
        return total

    def _times(self, a: Value, b: Value) -> Value:
        points = self.points
        out = Value(points.times(a.value, b.value), degree=a.degree + b.degree)
        number, other = (a.number, b) if a.number is not None else (b.number, a)
        if number is not None and (number == 0 or other.number is not None):
            return self.constant(number * (other.number or 0))
        if number is None:
            out.rest = out.value
        else:
            out.form = form_scaled(other.form, number)
            out.rest = None if other.rest is None else points.times(points.constant(number), other.rest)
        if a.sign is not None and b.sign is not None:
            product = a.sign * b.sign
            out.sign = 1 if product > 0 else -1 if product < 0 else 0
        out.lead = form_sum([a.lead, b.lead])
        out.lead_factor = bounded(a.lead_factor * b.lead_factor) if a.lead_factor and b.lead_factor else None
        return out

    def power(self, base: Value, exponent: Value) -> Value:
        """A power: exact for whole exponents and square roots."""
        n = exponent.number
        if n is None and base.sign == 1:
            return self.exp(self.product([exponent, self.log(base)]))
        if n is None:
            self.certain = False
            return self.atom(("pow", base.value, exponent.value))
        if abs(n) > MAX_POWER:
            raise Unsupported("a power is too large")
        if n.denominator == 1:
            return self.whole_power(base, int(n))
        if base.sign == 1 and base.form == {} and base.lead_factor == 1 and base.value == self._exp_form(base.lead):
            return self.exp(self.linear(form_scaled(base.lead, n)))  # a root of one exponential
        if n.denominator == 2:
            root = self._root(base)
            return self.product([self.whole_power(base, int(n - Fraction(1, 2))), root])
        self.certain = False
        return self.atom(("pow", base.value, n), sign=1 if base.sign == 1 else None)

    def whole_power(self, base: Value, n: int) -> Value:
        """A power with a whole exponent."""
        if base.number is not None:
            if base.number == 0 and n < 0:
                raise Unsupported("a denominator vanishes")
            if base.number.numerator.bit_length() * abs(n) > MAX_BITS:
                raise Unsupported("a number is too large")
            return self.constant(base.number**n)
        if n == 1:
            return base
        value = self.points.power(base.value, n)
        sign: Sign | None = None if base.sign is None or (base.sign == 0) else 1 if n % 2 == 0 else base.sign
        factor = None
        if base.lead_factor and base.lead_factor.numerator.bit_length() * abs(n) < MAX_BITS:
            factor = base.lead_factor**n
        lead = form_scaled(base.lead, Fraction(n))
        return Value(value, rest=value, sign=sign, lead=lead, lead_factor=factor, degree=base.degree * abs(n))

    def _root(self, base: Value) -> Value:
        """The square root: at every point one of the two roots, chosen by coin, so that sqrt(x**2) is not x."""
        self.certain = False
        if base.number is not None and base.number >= 0:
            p, q = base.number.numerator, base.number.denominator
            if math.isqrt(p) ** 2 == p and math.isqrt(q) ** 2 == q:
                return self.constant(Fraction(math.isqrt(p), math.isqrt(q)))
        coins = self.points.draw(("coin", base.value))
        roots = []
        for i, (x, p, coin) in enumerate(zip(base.value, self.points.primes, coins, strict=True)):
            root = pow(x, (p + 1) // 4, p)
            if root * root % p != x:
                self.invalid.add(i)
            roots.append(root if coin % 2 else p - root if root else 0)
        value = tuple(roots)
        return Value(value, rest=value, sign=1 if base.sign == 1 else None, degree=2 * base.degree + 1)

    # exponentials and logarithms

    def _exp_form(self, form: Form) -> Vector:
        """exp of a linear form: a product of the variables for exp(s/PARTS), and of the arguments of logarithms."""
        value = self.points.constant(Fraction(1))
        for name, c in form.items():
            base, n = (self._arguments[name], c) if name in self._arguments else (self._exp_base(name), c * PARTS)
            if n.denominator != 1 or abs(n) > 2**36:
                raise Unsupported("an exponent has an unusual denominator")
            value = self.points.times(value, self.points.power(base, int(n)))
        return value

    def _exp_base(self, name: str) -> Vector:
        if name and not (name := self._standing_for(name)):
            return self.points.constant(Fraction(1))
        return self.points.draw(("exp", name))

    def exp(self, exponent: Value) -> Value:
        """The exponential, a product over the linear part; the rest is a variable of its own, found by value."""
        value = self._exp_form(exponent.form)
        logs = {name: c for name, c in exponent.form.items() if name in self._arguments}
        lead = {name: c for name, c in exponent.form.items() if name not in logs}
        degree = sum(math.ceil(abs(c) * PARTS) for c in exponent.form.values())
        out = Value(value, sign=1, lead=lead, lead_factor=None if logs else Fraction(1), degree=degree)
        if exponent.rest is not None:
            out.value = self.points.times(value, self._exp_rest(exponent.rest))
            out.lead_factor = None
            out.degree += 1
        elif not logs and len(self._powers) < 64:
            self._powers.setdefault(value, lead)
            self._powers.setdefault(self.points.power(value, -1), form_scaled(lead, Fraction(-1)))
        out.rest = out.value
        return out if exponent.form or exponent.rest is not None else self.constant(Fraction(1))

    def _exp_rest(self, rest: Vector) -> Vector:
        self.certain = False
        for n in (1, -1, 2, -2, 3, -3, 4, -4):
            known = self._exps.get(self.points.times(rest, self.points.constant(Fraction(1, n))))
            if known is not None:
                return self.points.power(known, n)
        self._exps[rest] = self.points.draw(("exp of", rest))
        return self._exps[rest]

    def log(self, argument: Value) -> Value:
        """The logarithm, with leading exponential and coefficient taken out: log c + l + log w for c exp(l) w."""
        if argument.number is not None:
            return self._log_number(argument.number)
        factor = argument.lead_factor if argument.lead_factor and argument.lead_factor > 0 else Fraction(1)
        lead = self._exp_form(argument.lead)
        monomial = self.points.times(self.points.constant(factor), lead)
        core = self.points.times(argument.value, self.points.power(monomial, -1))
        form = form_sum([argument.lead, self._log_core(core)])
        return self.sum([self.linear(form), self._log_number(factor)])

    def _log_core(self, core: Vector) -> Form:
        points = self.points
        if core == points.constant(Fraction(1)):
            return {}
        if core in self._powers:
            return self._powers[core]
        for known, name in self._logs.items():
            for sign, ratio in ((1, points.times(core, points.power(known, -1))), (-1, points.times(core, known))):
                extra = {} if ratio == points.constant(Fraction(1)) else self._powers.get(ratio)
                if extra is not None:
                    return form_sum([extra, {name: Fraction(sign)}])
        return {self._new_log(core): Fraction(1)}

    def _new_log(self, core: Vector) -> str:
        self.certain = False
        if len(self._logs) >= MAX_LOGS:
            raise Unsupported("too many logarithms")
        name = f"log {len(self._logs)}"  # no symbol has a space in its name
        self._logs[core] = name
        self._arguments[name] = core
        return name

    def _log_number(self, number: Fraction) -> Value:
        """The logarithm of a positive rational, as a sum over its small prime factors."""
        if number <= 0:
            raise Unsupported("the logarithm of a number that is not positive")
        form: Form = {}
        for whole, sign in ((number.numerator, 1), (number.denominator, -1)):
            left = whole
            for prime in _SMALL_PRIMES:
                while left % prime == 0:
                    left //= prime
                    form = form_sum([form, self._log_of_whole(prime, sign)])
            form = form_sum([form, self._log_of_whole(left, sign)])
        return self.linear(form)

    def _log_of_whole(self, number: int, sign: int) -> Form:
        if number == 1:
            return {}
        vector = self.points.constant(Fraction(number))
        return {self._logs.get(vector) or self._new_log(vector): Fraction(sign)}
