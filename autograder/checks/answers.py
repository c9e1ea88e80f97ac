"""The judge of symbolic answers: is the learner's expression equal to the reference, and if not, what went wrong?

Sampling decides: exact rational points of the declared domain, many digits. Four outcomes: equal, different, undecided
(no mark is lost for what cannot be judged) and invalid (not an answer; says what was read and what to change).
Letters are compared by name, so the assumptions of the learner's symbols play no part. On SymPy symbols `^` raises
TypeError in the learner's own cell (powers are `**`); in text both are read as a power.
"""

from __future__ import annotations

import difflib
import random
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Any, Literal

from autograder.checks.difference import (
    about_factor,
    close,
    common_factor,
    complexity,
    has_outside,
    listed,
    point_text,
    point_texts,
    rows_columns,
    two_texts,
)
from autograder.checks.domain import Condition, Domain, Integers, Interval, Point, draw_points, simple_points
from autograder.checks.evaluate import TOO_LARGE, Outside, Program
from autograder.checks.reading import ReadError, Reading, read
from autograder.expr import Tree, has_float, show, symbols_of, walk

POINTS = 20
BRANCH_POINTS = 60  # where an answer distinguishes cases
PRECISE_DIGITS = 300  # a disagreement is confirmed with so many digits
_BUDGET = 250_000  # additions, all points together: about a second
_CUTS = 40  # fewer than BRANCH_POINTS, so that every piece between them gets a point
_NUMBERS = {"int", "rat", "flt", "const", "add", "mul", "pow"}
_BRANCHING = {"Max", "Min", "Abs", "sign", "Heaviside", "floor", "ceiling", "Mod"}
_RNG = random.Random(secrets.randbits(64))  # noqa: S311 - unpredictable by its seed; secrecy is not its purpose

_DECIMALS = "You used a decimal number; exact fractions such as Rational(1, 2) are safer."
_TOO_LARGE = "Your answer could not be judged: it contains numbers of more than 100000 digits. Use smaller numbers."
_TOO_LONG = "Your answer could not be judged: it is too long to evaluate. Give a shorter form."


@dataclass(frozen=True)
class WrongForm:
    """A known mistake: what the learner would give (text, or any answer such as a SymPy matrix) and what it shows."""

    form: Any
    message: str
    hint: str = ""

    @property
    def text(self) -> str:
        """The form as a learner could type it."""
        return self.form if isinstance(self.form, str) else read(self.form).text


@dataclass(frozen=True)
class Derivation:
    """One symbolic question: where its letters live, what its answer looks like, its known mistakes.

    `right` holds other correct forms for the audit: text, or Python source after "py:". `form` may refuse a correct
    value because of how it is written: it gets the tree and returns a message or None.
    """

    name: str
    domain: Domain
    shape: Literal["pair"] | tuple[int, int] | None = None
    letters: Sequence[str] | None = None  # the allowed ones; all of the domain by default
    wrong: tuple[WrongForm, ...] = ()
    right: tuple[str, ...] = ()
    form: Callable[[Tree], str | None] | None = None
    condition: Condition | None = None
    title: str = ""


@dataclass(frozen=True)
class AnswerVerdict:
    """What the judge found. `point` and `values` (the learner's, the right one) show a disagreement."""

    outcome: Literal["equal", "different", "undecided", "invalid"]
    message: str = ""
    got: str = ""
    point: Mapping[str, str] | None = None
    values: tuple[str, str] | None = None
    wrong_form: str | None = None  # the message of the known mistake that this is
    wrong_index: int | None = None
    hint: str = ""
    note: str = ""


def judge_answer(spec: Derivation, answer: Any, reference: Any, rng: random.Random | None = None) -> AnswerVerdict:
    """Judge one answer (None, text, number, `Expression`, list, array) against the reference of the same kinds.

    >>> spec = Derivation("d", {"p": Interval("0.01", "0.99")})
    >>> judge_answer(spec, "p - p^2", "p*(1 - p)").outcome
    'equal'
    """
    try:
        reading = read(answer)
    except ReadError as error:
        return AnswerVerdict("invalid", str(error), error.got)
    judge = _Judge(spec, reading, read(reference), rng or _RNG)
    return replace(judge.verdict(), got=reading.text)


@dataclass(frozen=True)
class _Sample:
    """One point with the values of the entries there."""

    point: Point
    answer: list[Any]
    reference: list[Any]


class _Judge:
    """One answer against one reference."""

    def __init__(self, spec: Derivation, answer: Reading, reference: Reading, rng: random.Random) -> None:
        self.spec, self.answer, self.reference, self.rng = spec, answer, reference, rng
        self.decimals = any(has_float(entry) for entry in answer.entries)
        self.program = Program([*answer.entries, *reference.entries])

    def verdict(self) -> AnswerVerdict:
        """Letters first, then shape, then values, then form."""
        if problem := self._letters():
            return self._diagnosed(AnswerVerdict("invalid", problem))
        if problem := self._kind():
            return AnswerVerdict("invalid", problem)
        if self.program.cost * 4 > _BUDGET:
            return AnswerVerdict("undecided", _TOO_LONG)
        if problem := self._shape():
            return self._diagnosed(AnswerVerdict("different", problem))
        verdict = self._values()
        if verdict.outcome != "equal":
            return verdict
        if self.spec.form is not None and (problem := self.spec.form(self.answer.tree)):
            return AnswerVerdict("invalid", problem)
        return replace(verdict, note=_DECIMALS if self.decimals else "")

    # -- letters and shape

    def _letters(self) -> str | None:
        """A message when letters occur that the answer may not use."""
        used = {name for entry in self.answer.entries for name in symbols_of(entry)}
        allowed = list(self.spec.letters if self.spec.letters is not None else self.spec.domain)
        extra = sorted(used - set(allowed))
        if not extra:
            return None
        noun = "letter" if len(extra) == 1 else "letters"
        only = f"only {listed(allowed)}" if allowed else "no letters"
        message = f"I read {self.answer.text}. It uses the {noun} {listed(extra)}; this answer may use {only}."
        if "e" in extra:
            return f"{message} For Euler's number write E, or exp(x) for its powers."
        return message + "".join(f" Did you mean {near}?" for near in map(self._nearest, extra) if near)

    def _nearest(self, name: str) -> str | None:
        """The allowed letter that may have been meant."""
        allowed = {letter.lower(): letter for letter in self.spec.letters or self.spec.domain}
        near = difflib.get_close_matches(name.lower(), allowed, 1, 0.6)
        return allowed[near[0]] if near else None

    def _kind(self) -> str | None:
        """A message when one expression was given for several, or several for one."""
        asked, count = self.spec.shape, len(self.answer.entries)
        if asked is None:
            return None if count == 1 else f"I read {self.answer.text}; one expression is asked for, not {count}."
        if asked == "pair":
            return None if count == 2 else f"I read {self.answer.text}; two expressions are asked for: [first, second]."
        if self.answer.shape == () and count != asked[0] * asked[1]:
            return f"I read {self.answer.text}; a matrix with {rows_columns(asked)} is asked for."
        return None

    def _shape(self) -> str | None:
        asked, shape = self.spec.shape, self.answer.shape
        if not isinstance(asked, tuple) or shape == asked or (1 in asked and shape == (asked[0] * asked[1],)):
            return None
        if asked == (1, 1):
            return None
        given = shape if len(shape) == 2 else (1, *shape)
        return f"Your matrix has {rows_columns(given)}; the right one has {rows_columns(asked)}."

    # -- values

    def _values(self) -> AnswerVerdict:
        samples, outside = self._sample()
        too_large = [s for s in outside if TOO_LARGE in s.answer]
        if len(too_large) > len(samples):
            return AnswerVerdict("undecided", _TOO_LARGE)
        wrong = next((s for s in samples if self._differs(s)), None)
        if wrong is not None:
            return self._different([s for s in samples if not self._agree(s)] or [wrong], samples)
        if too_large:
            return AnswerVerdict("undecided", _TOO_LARGE)
        if len(outside) > self._tolerated(len(samples)):
            point = (self._simple_gap() or min(outside, key=lambda s: complexity(s.point))).point
            message = f"At {point_text(point)} your answer has no value, but the right one has."
            return AnswerVerdict("different", message, point=point_texts(point))
        if not samples:
            return AnswerVerdict("undecided", "Your answer could not be judged: no point to compare at was found.")
        return AnswerVerdict("equal")

    def _tolerated(self, count: int) -> int:
        """At how many points an answer may be undefined: a gap that was hit by chance, such as x - 1 in a divisor."""
        whole_numbers = any(isinstance(letter, Integers) for letter in self.spec.domain.values())
        return count // 3 if whole_numbers else 1

    def _sample(self) -> tuple[list[_Sample], list[_Sample]]:
        """Points where both sides have values, and points where only the reference has one."""
        branches = any(_branches(entry) for entry in self.answer.entries)
        wanted = max(4, min(BRANCH_POINTS if branches else POINTS, _BUDGET // max(1, self.program.cost)))
        cuts = self._cuts() if branches else []
        samples: list[_Sample] = []
        outside: list[_Sample] = []
        for point in islice(draw_points(self.spec.domain, self.spec.condition, self.rng, cuts), 2 * wanted):
            sample = self._at(point)
            if not has_outside(sample.reference):
                (outside if has_outside(sample.answer) else samples).append(sample)
            if len(samples) == wanted:
                break
        return samples, outside

    def _cuts(self) -> list[Fraction]:
        """Where the answer may switch from one case to another: its constant parts, their negatives and ratios."""
        found = {value for entry in self.answer.entries for value in islice(_constant_parts(entry), 12)}
        ratios = {a / b for a in found for b in found if b}
        return sorted({sign * value for value in found | ratios for sign in (1, -1)}, key=_height)[:_CUTS]

    def _at(self, point: Point, digits: int = 60) -> _Sample:
        values = self.program.run(point, digits)
        count = len(self.answer.entries)
        return _Sample(point, values[:count], values[count:])

    def _precise(self, sample: _Sample) -> _Sample:
        return self._at(sample.point, PRECISE_DIGITS)

    def _agree(self, sample: _Sample) -> bool:
        return self._close(sample.answer, sample.reference)

    def _close(self, ours: list[Any], theirs: list[Any]) -> bool:
        return all(close(a, b, self.decimals) for a, b in zip(ours, theirs, strict=True))

    # -- what is said about a difference

    def _different(self, disagreeing: list[_Sample], samples: list[_Sample]) -> AnswerVerdict:
        shown = self._simple_disagreement() or min(disagreeing, key=lambda s: complexity(s.point))
        pairs = list(zip(shown.answer, shown.reference, strict=True))
        place = next((i for i, (a, b) in enumerate(pairs) if not close(a, b, self.decimals)), 0)
        values = two_texts(*pairs[place])
        where = f"At {point_text(shown.point)} " if shown.point else ""
        message = f"{where}{self._part(place)} is {values[0]}, but it should be {values[1]}."
        factor = common_factor([v for s in samples for v in s.answer], [v for s in samples for v in s.reference])
        if factor is not None:
            message = f"{about_factor(factor)} {message}"
        message = message[0].upper() + message[1:]
        verdict = AnswerVerdict("different", message, point=point_texts(shown.point), values=values)
        return self._diagnosed(verdict, samples)

    def _simple(self) -> Iterator[_Sample]:
        """Simple-looking points at which the reference has a value, where the answer is short enough to try them."""
        if self.program.cost * 12 <= _BUDGET:
            for point in simple_points(self.spec.domain, self.spec.condition):
                sample = self._at(point)
                if not has_outside(sample.reference):
                    yield sample

    def _simple_gap(self) -> _Sample | None:
        return next((s for s in self._simple() if has_outside(s.answer)), None)

    def _simple_disagreement(self) -> _Sample | None:
        return next((s for s in self._simple() if not has_outside(s.answer) and self._differs(s)), None)

    def _differs(self, sample: _Sample) -> bool:
        """Whether the sides disagree, with many more digits too: cancellation is no disagreement."""
        return not self._agree(sample) and not self._agree(self._precise(sample))

    def _part(self, place: int) -> str:
        if self.spec.shape is None:
            return "your answer"
        if self.spec.shape == "pair":
            return f"the {('first', 'second')[place]} of your two answers"
        row, column = divmod(place, self.spec.shape[1])
        return f"the entry in row {row + 1}, column {column + 1} of your answer"

    def _diagnosed(self, verdict: AnswerVerdict, samples: list[_Sample] | None = None) -> AnswerVerdict:
        """The verdict with the message of the known mistake, if exactly one explains every value seen."""
        if samples is None:
            known = all(symbols_of(entry) <= set(self.spec.domain) for entry in self.answer.entries)
            drawn = draw_points(self.spec.domain, self.spec.condition, self.rng)
            points = islice(drawn, POINTS) if known and self.program.cost * 4 <= _BUDGET else ()
            samples = [s for s in map(self._at, points) if not has_outside(s.answer)]
        fitting = [i for i, wrong in enumerate(self.spec.wrong) if samples and self._explains(wrong, samples)]
        if len(fitting) != 1:
            return verdict
        wrong = self.spec.wrong[fitting[0]]
        message = f"{verdict.message} {wrong.message}" if verdict.outcome == "invalid" else wrong.message
        return replace(verdict, message=message, wrong_form=wrong.message, wrong_index=fitting[0], hint=wrong.hint)

    def _explains(self, wrong: WrongForm, samples: list[_Sample]) -> bool:
        form = read(wrong.form)
        # a row or column of a matrix may be given as a plain list
        flexible = self.spec.shape == "pair" or 1 in (len(form.entries), *self.answer.shape, *(self.spec.shape or ()))
        if len(form.entries) != len(self.answer.entries) or not (flexible or form.shape == self.answer.shape):
            return False
        program = Program(form.entries)
        return all(self._close(program.run(sample.point), sample.answer) for sample in samples)


def _branches(tree: Tree) -> bool:
    """Whether the tree distinguishes cases, so that a few points could all fall into one of them."""
    return any(node[0] in ("pw", "rel") or (node[0] == "fn" and node[1] in _BRANCHING) for node in walk(tree))


def _constant_parts(tree: Tree) -> Iterator[Fraction]:
    """The values of the parts without letters, smallest parts last."""
    for node in walk(tree):
        if node[0] in _NUMBERS and not symbols_of(node):
            value = Program([node]).run({})[0]
            if not isinstance(value, bool | Outside) and abs(value) < 1000 and value == value.real:
                yield Fraction(str(value.real)).limit_denominator(10_000)


def _height(number: Fraction) -> int:
    return abs(number.numerator) + number.denominator


def as_text(form: Any) -> str:
    """Any answer as text that a learner could type: what the audit submits."""
    return form if isinstance(form, str) else show(read(form).tree, None)


__all__ = [
    "AnswerVerdict",
    "Derivation",
    "Integers",
    "Interval",
    "WrongForm",
    "as_text",
    "judge_answer",
]
