"""Random points of prime fields, and linear forms: the arithmetic below `algebra.py` and `identity.py`.

A value is a vector with one entry per point. Beside it goes what exact algebra needs to know: the linear form it is
(for `exp` and `log`), its sign where it is certain, and its leading exponential. Nothing grows: every entry stays
below 2**61.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Literal

Vector = tuple[int, ...]
Form = dict[str, Fraction]  # a linear form: name -> coefficient, "" for the constant
Sign = Literal[-1, 0, 1]
Key = tuple[object, ...]

OPAQUE = "_max_"  # how the name of a traced maximum begins
MAX_BITS = 8192
MAX_FORM = 128  # symbols of one linear form: each operation goes through all of them


class Unsupported(Exception):
    """No verdict: the tree is outside of what is decided here, undefined at a random point, or too large."""


def random_prime() -> int:
    """A random 61-bit prime of the form 4k + 3. Random, so that no integer can be made to vanish modulo it."""
    while True:
        candidate = (1 << 60) | secrets.randbits(60) | 3
        if all(candidate % small for small in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)) and _is_prime(candidate):
            return candidate


def _is_prime(n: int) -> bool:
    """Miller-Rabin with the first twelve primes as bases, which is exact below 2**64 (Sorenson, Webster 2015)."""
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return all(_passes(n, base, odd, twos) for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37))


def _passes(n: int, base: int, odd: int, twos: int) -> bool:
    x = pow(base, odd, n)
    return x in (1, n - 1) or any((x := x * x % n) == n - 1 for _ in range(twos - 1))


@cache
def prime_pool(count: int) -> tuple[int, ...]:
    """Some primes of this process: never sent anywhere."""
    return tuple(random_prime() for _ in range(count))


@dataclass(slots=True)
class Value:
    """What is known of one subexpression. `value` = the form + `rest` (None when the form is all of it)."""

    value: Vector
    form: Form = field(default_factory=dict)
    rest: Vector | None = None
    sign: Sign | None = None  # where it is certain for all real values of the symbols
    lead: Form = field(default_factory=dict)  # exponent of the leading exponential, in lexicographic order
    lead_factor: Fraction | None = None  # its coefficient, where that is a number
    degree: int = 0

    @property
    def number(self) -> Fraction | None:
        """The exact number this is, or None."""
        return self.form.get("", Fraction(0)) if self.rest is None and self.form.keys() <= {""} else None


class Points:
    """Random points: a value for every symbol s and, as an independent one, for exp(s/PARTS), modulo each prime."""

    def __init__(self, count: int, until: float = math.inf) -> None:
        """`until`: when `time.process_time()` says so, it is time to give up."""
        self.until = until
        pool = prime_pool(4 if count <= 4 else 64)
        self.primes = tuple(pool[i % len(pool)] for i in range(count))
        self._drawn: dict[Key, Vector] = {}

    def draw(self, key: Key) -> Vector:
        """The random vector of `key`: the same whenever it is asked for again."""
        if key not in self._drawn:
            self._drawn[key] = tuple(1 + secrets.randbelow(p - 1) for p in self.primes)
        return self._drawn[key]

    def with_other_maxima(self) -> Points:
        """The same points, except that every opaque maximum has another value."""
        other = Points(len(self.primes), self.until)
        other._drawn = {key: v for key, v in self._drawn.items() if not str(key[1]).startswith(OPAQUE)}
        return other

    def constant(self, number: Fraction) -> Vector:
        """A rational number in every field."""
        try:
            return tuple(number.numerator * pow(number.denominator, -1, p) % p for p in self.primes)
        except ValueError:
            raise Unsupported("a denominator vanishes") from None

    def add(self, vectors: Iterable[Vector]) -> Vector:
        """The sum, entry by entry."""
        return tuple(sum(column) % p for column, p in zip(zip(*vectors, strict=True), self.primes, strict=True))

    def times(self, a: Vector, b: Vector) -> Vector:
        """The product, entry by entry."""
        return tuple(x * y % p for x, y, p in zip(a, b, self.primes, strict=True))

    def power(self, a: Vector, exponent: int) -> Vector:
        """A power, negative ones included. Raises `Unsupported` for 1/0."""
        try:
            return tuple(pow(x, exponent, p) for x, p in zip(a, self.primes, strict=True))
        except ValueError:
            raise Unsupported("a denominator vanishes") from None


def form_sum(forms: Iterable[Form]) -> Form:
    """The sum of linear forms, without zero coefficients."""
    total: Form = {}
    for form in forms:
        for name, c in form.items():
            total[name] = bounded(total.get(name, Fraction(0)) + c)
        if len(total) > MAX_FORM:
            raise Unsupported("too many symbols")
    return {name: c for name, c in total.items() if c}


def form_scaled(form: Form, factor: Fraction) -> Form:
    """A multiple of a linear form."""
    return {name: bounded(c * factor) for name, c in form.items()} if factor else {}


def bounded(number: Fraction) -> Fraction:
    """`number`, unless it has grown beyond the bounds."""
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > MAX_BITS:
        raise Unsupported("a number is too large")
    return number


def is_above(a: Form, b: Form) -> bool:
    """Whether a comes after b in an order that adding the same form to both does not change."""
    difference = form_sum([a, form_scaled(b, Fraction(-1))])
    return bool(difference) and difference[min(difference)] > 0


def decimal(text: str) -> tuple[Fraction, bool]:
    """The fraction a decimal number stands for, and whether that is certain (0.25, or the float nearest to 1/3)."""
    mantissa, _, exponent = text.lower().partition("e")
    if abs(int(exponent or 0)) > 300 or len(mantissa) > 400:
        raise Unsupported("a decimal number is out of range")
    exact = Fraction(text)
    try:
        near = Fraction(float(text)).limit_denominator(1000)
        if float(near) == float(text):
            return near, True
    except OverflowError:
        raise Unsupported("a decimal number is out of range") from None
    return exact, False
