"""What a wrong result has in common with the right one, when no known misconception explains it.

A hint is a fact, not a guess: it is given only when it holds for everything that the answer was asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.checks.compare import Name, Numbers, Tolerance, agreement, as_numbers, outer

LOOSE = Tolerance(1e-6, 1e-9)
NEAR = Tolerance(2e-5, 2e-6)  # what float32, rounding or a small eps leaves
_NEARLY = "Your numbers are close, but exact to a few digits only: float32, rounding or a small eps would do that."
LEAST = 3  # inputs with a wrong result, below which a common factor may be chance


@dataclass(frozen=True)
class Probe:
    """One call: its arguments, what came (None for an error) and what was right, and whether the two agreed."""

    args: tuple[Any, ...]
    got: Any
    expected: Any
    right: bool
    names: tuple[Name, ...] = ()


def hint(probes: Sequence[Probe]) -> str:
    """One sentence that is true of all probes, or "" when there is none.

    >>> Z = np.array([[1.0, 2.0], [3.0, 5.0], [4.0, 1.0]])
    >>> hint([Probe((Z[:n],), -2 * Z[:n], Z[:n], False) for n in (1, 2, 3)])
    'Your result is -2 times the right one on every input tried.'
    """
    wrong = [probe for probe in probes if not probe.right]
    if not wrong:
        return ""
    with np.errstate(all="ignore"):
        if all(_equal(probe.got, probe.expected, NEAR) for probe in probes):
            return _NEARLY
        parts = _parts(probes)
        found = [_relation(part, whose) for whose, part in parts]
        if parts and all(found):
            return " ".join(dict.fromkeys(found))
        return _where(probes) if 1 < len(wrong) < len(probes) else ""


def _parts(probes: Sequence[Probe]) -> list[tuple[str, list[Probe]]]:
    """The wrong parts of the results by name; the result itself when it has no parts. Empty when parts do not match."""
    first = probes[0].expected
    names = list(first) if isinstance(first, dict) else list(map(outer, probes[0].names))
    if not names:
        return [("Your result", list(probes))]
    found = []
    for index, name in enumerate(names):
        column = [_part(probe, index, name) for probe in probes]
        if any(not probe.right for probe in column):
            found.append((f"Your `{name}`", column))
    return found


def _part(probe: Probe, index: int, name: str) -> Probe:
    got, expected = _piece(probe.got, index, name), _piece(probe.expected, index, name)
    return replace(probe, got=got, expected=expected, right=_equal(got, expected, Tolerance()))


def _piece(value: Any, index: int, name: str) -> Any:
    if isinstance(value, dict):
        return value.get(name)
    return value[index] if isinstance(value, tuple | list) and index < len(value) else None


def _equal(got: Any, expected: Any, tolerance: Tolerance) -> bool:
    mine, theirs = as_numbers(got), as_numbers(expected)
    if mine is None or theirs is None or mine.shape != theirs.shape:
        return False
    return bool(np.all(agreement(mine, theirs, tolerance)))


# relations between a result and the right one


def _relation(probes: Sequence[Probe], whose: str) -> str:
    pairs = [(as_numbers(probe.got), as_numbers(probe.expected)) for probe in probes]
    known = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    if len(known) < len(pairs) or sum(not probe.right for probe in probes) < LEAST:
        return ""
    for sentence, change in _CHANGES:
        if all(_equal(mine, change(theirs), LOOSE) for mine, theirs in known):
            return sentence.format(whose=whose)
    if any(mine.shape != theirs.shape for mine, theirs in known):
        return ""
    return _constant_answer(probes, whose) or _factor(probes, known, whose) or _offset(probes, known, whose)


def _transposed(array: Numbers) -> Numbers:
    return array.T if array.ndim == 2 else np.full_like(array, np.nan, dtype=float)


_CHANGES: tuple[tuple[str, Callable[[Numbers], Numbers]], ...] = (
    ("{whose} is exactly minus the right one: look for a sign.", np.negative),
    ("{whose} is the transpose of the right one: rows and columns are exchanged.", _transposed),
    ("{whose} is 1 minus the right one, entry by entry.", lambda right: 1 - right),
    ("{whose} is the logarithm of the right one.", np.log),
    ("{whose} is the exponential of the right one.", np.exp),
    ("{whose} is the square of the right one.", np.square),
)


def _constant_answer(probes: Sequence[Probe], whose: str) -> str:
    """Whether inputs of equal shapes get equal answers although they should not."""
    groups: dict[Any, list[Probe]] = {}
    for probe in probes:
        groups.setdefault(tuple(map(_shape, probe.args)), []).append(probe)
    several = [
        group for group in groups.values() if any(not _equal(p.expected, group[0].expected, NEAR) for p in group)
    ]
    same = all(_equal(probe.got, group[0].got, LOOSE) for group in several for probe in group)
    if not several or not same or not all(np.all(np.isfinite(group[0].got)) for group in several):
        return ""
    return (
        f"{whose} is the same for different inputs of equal shape: it was written for one example, "
        "or is kept from an earlier call."
    )


_POWERS = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (-1, -1), (1, 1), (-1, 1), (1, -1), (-2, 0), (2, 0), (0, -2))
_NAMED = {1 / math.log(2): "1/ln 2 (a logarithm to base 2?)", 1 / math.log(10): "1/ln 10 (a logarithm to base 10?)"}


def _factor(probes: Sequence[Probe], known: Sequence[tuple[Numbers, Numbers]], whose: str) -> str:
    measured = [(_sizes(probe), _ratio(*pair)) for probe, pair in zip(probes, known, strict=True)]
    ratios = [(sizes, ratio) for sizes, ratio in measured if ratio is not None]
    if len(ratios) < LEAST:
        return ""
    for rows, columns in _POWERS:
        constants = [ratio / (n**rows * c**columns) for (n, c), ratio in ratios]
        factors = [constants[0] * n**rows * c**columns for (n, c), _ in measured]
        if _scaled(known, factors):
            rows_are = "rows" if _is_table(probes[0]) else "entries"
            text = _product(constants[0], rows, columns, rows_are)
            return f"{whose} is {text} times the right one on every input tried."
    if _scaled(known, [n / max(n - 1, 1) for (n, _), _ in measured]):
        return f"{whose} is N/(N − 1) times the right one: a mean divides by N."
    return ""


def _scaled(known: Sequence[tuple[Numbers, Numbers]], factors: Sequence[float]) -> bool:
    return all(_equal(mine, factor * theirs, LOOSE) for (mine, theirs), factor in zip(known, factors, strict=True))


def _sizes(probe: Probe) -> tuple[int, int]:
    """Rows N and columns C of the first array among the arguments; at least 1."""
    shape = next(filter(None, map(_shape, probe.args)), ())
    return max(shape[0] if shape else 1, 1), max(shape[1] if len(shape) > 1 else 1, 1)


def _is_table(probe: Probe) -> bool:
    return len(next(filter(None, map(_shape, probe.args)), ())) > 1


def _shape(argument: Any) -> tuple[int, ...]:
    array = as_numbers(argument)
    return () if array is None else array.shape


def _ratio(mine: Numbers, theirs: Numbers) -> float | None:
    usable = np.isfinite(mine) & np.isfinite(theirs) & (np.abs(theirs) > 1e-6)
    if not np.any(usable):
        return None
    sizes = np.where(usable, np.abs(theirs), 0.0)
    index = np.unravel_index(int(np.argmax(sizes)), sizes.shape)
    ratio = float(mine[index] / theirs[index])
    return ratio if ratio and math.isfinite(ratio) else None


def _product(constant: float, rows: int, columns: int, rows_are: str = "rows") -> str:
    """A factor in words.

    >>> _product(1.0, -1, 0), _product(0.5, 1, 0)
    ('1/N (N rows)', '0.5·N (N rows)')
    """
    named = next((text for value, text in _NAMED.items() if math.isclose(constant, value, rel_tol=1e-6)), "")
    plain = named or f"{constant:.4g}"
    above = [letter for letter, power in (("N", rows), ("C", columns)) for _ in range(max(power, 0))]
    below = [letter for letter, power in (("N", rows), ("C", columns)) for _ in range(max(-power, 0))]
    if not math.isclose(constant, 1.0, rel_tol=1e-6) or not (above or below):
        above.insert(0, plain)
    text = "·".join(above) or "1"
    if below:
        text += "/" + (below[0] if len(below) == 1 else f"({'·'.join(below)})")
    meaning = [word for letter, word in (("N", f"N {rows_are}"), ("C", "C columns")) if letter in above + below]
    return text + (f" ({', '.join(meaning)})" if meaning else "")


def _offset(probes: Sequence[Probe], known: Sequence[tuple[Numbers, Numbers]], whose: str) -> str:
    first = next((m - t for m, t in known if m.size and np.all(np.isfinite(m - t))), None)
    if first is None:
        return ""
    amounts: list[tuple[str, list[float]]] = [(f"{float(first.flat[0]):.6g}", [float(first.flat[0])] * len(known))]
    for letter, axis in (("N", 0), ("C", 1)):
        logs = [math.log(_sizes(probe)[axis]) for probe in probes]
        amounts += [(f"log {letter}", logs), (f"−log {letter}", [-value for value in logs])]
    for text, values in amounts:
        if all(_equal(m, t + value, LOOSE) for (m, t), value in zip(known, values, strict=True)):
            return f"{whose} differs from the right one by {text} on every input tried."
    return ""


# what the inputs have in common on which a result is wrong


def _where(probes: Sequence[Probe]) -> str:
    for text, feature in _FEATURES if any(probe.right for probe in probes) else ():
        marked = [feature(probe) for probe in probes]
        if all(mark != probe.right for mark, probe in zip(marked, probes, strict=True)):
            return f"Right for every input tried, except for {_called(text, probes)}: there it is always wrong."
    if _only_first_rows_right(probes):
        return "Row 0 is right on every input tried, later rows are not: does something of row 0 serve all of them?"
    return _same_rows(probes)


def _called(text: str, probes: Sequence[Probe]) -> str:
    """A feature in words that hold for these arguments: samples are not always rows, nor whole numbers labels."""
    lengths = [{array.shape[0] for array in _arrays(probe) if array.ndim == 2} for probe in probes]
    if any(len(rows) > 1 for rows in lengths):
        text = text.replace("batches of", "first arguments of").replace("single rows", "first arguments of one row")
    if any(isinstance(argument, list) for probe in probes for argument in probe.args):
        text = text.replace("labels", "numbers")
    return text


def _arrays(probe: Probe) -> list[Numbers]:
    return [array for array in map(as_numbers, probe.args) if array is not None and array.ndim and array.size]


def _any_entry(test: Callable[[Numbers], Any]) -> Callable[[Probe], bool]:
    return lambda probe: any(bool(np.any(test(array))) for array in _arrays(probe))


def _labels(probe: Probe) -> Iterable[Numbers]:
    return [array for array in _arrays(probe) if array.ndim == 1 and array.dtype.kind in "iu"]


_FEATURES: tuple[tuple[str, Callable[[Probe], bool]], ...] = (
    ("batches of more than one row", lambda probe: _is_table(probe) and _sizes(probe)[0] > 1),
    ("single rows", lambda probe: _is_table(probe) and _sizes(probe)[0] == 1),
    ("inputs of more than one entry", lambda probe: not _is_table(probe) and _sizes(probe)[0] > 1),
    ("inputs of one entry", lambda probe: not _is_table(probe) and _sizes(probe)[0] == 1),
    ("inputs with −inf", _any_entry(np.isneginf)),
    ("inputs with numbers beyond ±300", _any_entry(lambda a: np.isfinite(a) & (np.abs(a) > 300))),
    ("inputs with large or infinite numbers", _any_entry(lambda a: np.abs(a) > 300)),
    ("labels that are not in ascending order", lambda p: any(bool(np.any(np.diff(y) < 0)) for y in _labels(p))),
    ("labels that occur twice", lambda p: any(len(np.unique(y)) < len(y) for y in _labels(p))),
    ("integer input", lambda probe: all(array.dtype.kind in "iu" for array in _arrays(probe))),
)


def _rows(probe: Probe) -> tuple[Numbers, Numbers] | None:
    mine, theirs = as_numbers(probe.got), as_numbers(probe.expected)
    return (mine, theirs) if mine is not None and theirs is not None and mine.shape == theirs.shape else None


def _only_first_rows_right(probes: Sequence[Probe]) -> bool:
    pairs = [_rows(probe) for probe in probes]
    return len(probes) >= LEAST and all(
        pair is not None and pair[1].ndim > 0 and len(pair[1]) > 0 and _equal(pair[0][0], pair[1][0], Tolerance())
        for pair in pairs
    )


def _same_rows(probes: Sequence[Probe]) -> str:
    pairs = [pair for pair in map(_rows, probes) if pair is not None and pair[1].ndim == 2]
    wrong = sum(not probe.right for probe in probes)
    if len(pairs) < len(probes) or wrong < 2 or not all(_equal(_ordered(a), _ordered(b), LOOSE) for a, b in pairs):
        return ""
    return "The rows of the right result are all there, but in another order."


def _ordered(array: Numbers) -> Numbers:
    return array[np.lexsort(np.round(array, 6).T[::-1])] if array.size else array
