"""Inputs for hidden checks: ladders from the smallest case up, with a different length on every axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# (N, D, M): all different, one sample, one feature and one output, the square case (it hides transpositions), larger.
SIZES = ((4, 3, 2), (1, 3, 5), (5, 1, 1), (3, 3, 3), (7, 2, 6))
Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Case:
    """One input: the arguments, and what a learner should know about it ("rows 1000 apart")."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)
    label: str = ""
    raises: tuple[str, ...] = ()  # further exception names that are as good as the reference's


def case(*args: Any, label: str = "", raises: Sequence[str] = (), **kwargs: Any) -> Case:
    """One input by its arguments. Nested lists become float arrays only if you make them so."""
    return Case(args, kwargs, label, tuple(raises))


def normal(seed: int, *shape: int, scale: float = 1.0) -> Numbers:
    """Standard normal numbers rounded to two decimals, so that a failing input can be read and pasted.

    >>> normal(1, 2)
    array([0.35, 0.82])
    """
    values: Numbers = np.round(np.random.default_rng(seed).standard_normal(shape) * scale, 2)
    return values


def away_from_zero(seed: int, *shape: int) -> Numbers:
    """Like `normal`, but at least 0.05 away from zero: off the kink of ReLU and clear of divisions by zero."""
    values = normal(seed, *shape)
    return np.where(np.abs(values) < 0.05, 0.05 * np.where(values < 0, -1, 1), values)


def labels(seed: int, size: int, classes: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Integer labels 0 … classes - 1."""
    return np.random.default_rng(seed).integers(0, classes, size)


def ladder(make: Callable[..., Sequence[Any]], sizes: Sequence[Sequence[int]] = SIZES) -> list[Case]:
    """One case per size triple, smallest first: `make(seed, *sizes)` gives the arguments."""
    ordered = sorted(enumerate(sizes), key=lambda pair: (int(np.prod(pair[1])), pair[0]))
    return [Case(tuple(make(100 + position, *size))) for position, size in ordered]


def named(function: Callable[..., Any], label: str) -> Callable[..., Any]:
    """A function that is an argument, with the name by which messages call it."""
    function.__dict__["label"] = label
    return function
