"""Where the letters of a derivation live, and exact rational points drawn from there."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Number = int | float | str | Fraction
Point = dict[str, Fraction]
Condition = Callable[[Mapping[str, Fraction]], bool]
Stratum = tuple[Fraction, Fraction]

_SIMPLE = ["1/2", "1", "2", "-1", "-2", "1/4", "3", "-1/2", "3/4", "1/3", "3/2", "1/5", "4", "1/10", "5", "6", "8"]
_TRIES = 400  # draws in a row that the condition may refuse


def exact(number: Number) -> Fraction:
    """The number as it is written: 0.1 means 1/10."""
    return Fraction(str(number))


@dataclass(frozen=True)
class Interval:
    """A real letter between two bounds; never 0, never a number of `exclude` (kinks).

    >>> Interval(-2, 2).strata([])
    [(Fraction(-2, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(2, 1))]
    """

    low: Number
    high: Number
    exclude: tuple[Number, ...] = ()

    def strata(self, cuts: Sequence[Fraction]) -> list[Stratum]:
        """The pieces between 0, the excluded numbers and `cuts`, each of which deserves points."""
        low, high = exact(self.low), exact(self.high)
        inner = {cut for cut in (Fraction(0), *map(exact, self.exclude), *cuts) if low < cut < high}
        edges = [low, *sorted(inner), high]
        return list(itertools.pairwise(edges))

    def draw(self, rng: random.Random, stratum: Stratum) -> Fraction:
        """A random rational inside the stratum, its denominator up to about 1000 unless the stratum is narrower."""
        low, high = stratum
        for _ in range(20):
            below = rng.randint(7, 997)
            first, last = math.floor(low * below) + 1, math.ceil(high * below) - 1
            if first <= last:
                return Fraction(rng.randint(first, last), below)
        return low + (high - low) * Fraction(rng.randint(1, 996), 997)

    def simple(self) -> list[Fraction]:
        """Small numbers of the interval that are easy to check by hand."""
        low, high = exact(self.low), exact(self.high)
        refused = {Fraction(0), *map(exact, self.exclude)}
        found = [x for x in map(Fraction, _SIMPLE) if low <= x <= high and x not in refused]
        return found or [(low + high) / 2]


@dataclass(frozen=True)
class Integers:
    """A letter that stands for a whole number, bounds included."""

    low: int
    high: int

    def strata(self, cuts: Sequence[Fraction]) -> list[Stratum]:
        """Every number by itself while they are few, else the pieces between `cuts`."""
        if self.high - self.low < 40:
            return [(Fraction(n), Fraction(n)) for n in range(self.low, self.high + 1)]
        inner = sorted({Fraction(math.floor(cut)) for cut in cuts if self.low <= cut < self.high})
        starts, ends = [Fraction(self.low), *(cut + 1 for cut in inner)], [*inner, Fraction(self.high)]
        return list(zip(starts, ends, strict=True))

    def draw(self, rng: random.Random, stratum: Stratum) -> Fraction:
        """A random whole number of the stratum."""
        return Fraction(rng.randint(int(stratum[0]), int(stratum[1])))

    def simple(self) -> list[Fraction]:
        """Small numbers of the range; 2 and 3 first, since 1 hides factors."""
        return [Fraction(n) for n in (2, 3, 4, 5, 1, 6) if self.low <= n <= self.high] or [Fraction(self.low)]


Domain = Mapping[str, Interval | Integers]


def draw_points(
    domain: Domain, condition: Condition | None, rng: random.Random, cuts: Sequence[Fraction] = ()
) -> Iterator[Point]:
    """Random points of the domain for as long as the condition lets some through.

    Each letter goes through its strata in turn (in random order), so that no piece of a case distinction is left out
    by bad luck.
    """
    streams = {name: _stream(letter, rng, letter.strata(cuts)) for name, letter in domain.items()}
    refused = 0
    while refused < _TRIES:
        point = {name: next(stream) for name, stream in streams.items()}
        if condition is None or condition(point):
            refused = 0
            yield point
        else:
            refused += 1


def _stream(letter: Interval | Integers, rng: random.Random, strata: list[Stratum]) -> Iterator[Fraction]:
    while True:
        for stratum in rng.sample(strata, len(strata)):
            yield letter.draw(rng, stratum)


def simple_points(domain: Domain, condition: Condition | None, count: int = 12) -> list[Point]:
    """Points that look simple to a reader, the letters mostly different from each other."""
    choices = {name: letter.simple() for name, letter in domain.items()}
    points = [
        {name: values[(place + shift) % len(values)] for place, (name, values) in enumerate(choices.items())}
        for shift in range(count)
    ]
    return [point for point in points if condition is None or condition(point)]
