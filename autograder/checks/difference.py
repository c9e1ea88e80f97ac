"""Two lists of values: do they agree, and how is a difference put into words?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import mpmath

from autograder.checks.domain import Point
from autograder.checks.evaluate import Outside


def close(a: Any, b: Any, decimals: bool) -> bool:
    """A proved agreement of two finite numbers; anything else is False."""
    if isinstance(a, bool | Outside) or isinstance(b, bool | Outside):
        return False
    relative, absolute = ("1e-9", "1e-12") if decimals else ("1e-25", "1e-40")
    error, scale = abs(a - b), max(abs(a), abs(b))
    return bool(error <= scale * mpmath.mpf(relative) or error <= mpmath.mpf(absolute))


def has_outside(values: list[Any]) -> bool:
    """Whether any of the values is missing."""
    return any(isinstance(value, Outside) for value in values)


def common_factor(ours: list[Any], theirs: list[Any]) -> Fraction | None:
    """The simple number by which all of our values are too large, if there is one."""
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != 0 or b != 0]
    if len(pairs) < 3 or any(b == 0 for _, b in pairs):
        return None
    ratio = pairs[0][0] / pairs[0][1]
    if mpmath.im(ratio) != 0 or not 1e-6 < abs(ratio) < 1e6:
        return None
    factor = Fraction(str(mpmath.nstr(mpmath.re(ratio), 25))).limit_denominator(64)
    fits = factor != 0 and all(close(a * factor.denominator, b * factor.numerator, False) for a, b in pairs)
    return factor if fits else None


def about_factor(factor: Fraction) -> str:
    """The sentence for an answer that is a multiple of the right one."""
    if factor == -1:
        return "Your answer has the opposite sign at every point tried."
    return f"Your answer is {factor} times the right one at every point tried: look for a constant factor."


def listed(names: Sequence[str]) -> str:
    """Text such as "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def rows_columns(shape: Sequence[int]) -> str:
    """Text such as "2 rows and 1 column"."""
    rows, columns = shape
    return f"{rows} row{'s' * (rows != 1)} and {columns} column{'s' * (columns != 1)}"


def point_texts(point: Point) -> dict[str, str]:
    """The coordinates as text, for the verdict."""
    return {name: str(value) for name, value in point.items()}


def point_text(point: Point) -> str:
    """Text such as "x = 1/2, y = 2"."""
    return ", ".join(f"{name} = {value}" for name, value in point.items())


def complexity(point: Point) -> int:
    """How much there is to read in a point."""
    return sum(len(str(value)) for value in point.values())


def two_texts(ours: Any, theirs: Any) -> tuple[str, str]:
    """Both values with 6 digits, with more where 6 do not show the difference."""
    for digits in (6, 15, 40):
        texts = (_number_text(ours, digits), _number_text(theirs, digits))
        if texts[0] != texts[1]:
            break
    return texts


def _number_text(value: Any, digits: int) -> str:
    if isinstance(value, Outside):
        return str(value.value)
    real, imaginary = (str(mpmath.nstr(part(value), digits)).removesuffix(".0") for part in (mpmath.re, mpmath.im))
    return real if imaginary == "0" else f"{real} + {imaginary}*I"
