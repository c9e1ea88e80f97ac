"""The report as plain text: for terminals, logs and notebooks without HTML. It says what the HTML report says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.report.words import (
    OUTCOMES,
    SHOWN_COLUMNS,
    SHOWN_ROWS,
    SIGNS,
    check_message,
    depth,
    headline,
    marks,
    matrices,
    number,
    place,
    points,
    verdict,
    visible,
)
from autograder.result import Evidence, ExerciseResult, Outcome, UnitResult


def unit_text(result: UnitResult) -> str:
    """The whole unit: the sum first, then each exercise."""
    head = f"{result.unit}: {points(result.points)} of {points(result.max_points)} points"
    notes = [f"Note: {visible(note)}" for note in result.notes]
    return "\n\n".join(["\n".join([head, *notes]), *map(exercise_text, result.exercises)])


def exercise_text(result: ExerciseResult) -> str:
    """One exercise: verdict and marks, the headline, the hint, the checks with what they saw, notes."""
    lines = [f"{result.name}: {verdict(result)}, {marks(result)}"]
    if headline(result):
        lines.append(headline(result))
    if result.hint:
        lines.append(f"Try: {result.hint}")
    told = [check for check in result.checks if check.outcome is not Outcome.SKIPPED]
    for check in told if result.answered else ():
        lines.append(f"  {SIGNS[check.outcome]} {check.title} ({OUTCOMES[check.outcome]})")
        message = check_message(result, check)
        if message:
            lines.append(f"      {message}")
        if check.evidence and check.outcome is not Outcome.RIGHT:
            lines += [f"      {line}" for line in _evidence(check.evidence)]
    waiting = "; ".join(check.title for check in result.checks if check not in told)
    if waiting and result.answered:
        lines.append(f"  – Looked at once the above is right: {waiting}")
    lines += [f"  {note}" for note in result.notes]
    return visible("\n".join(lines))


def _evidence(evidence: Evidence) -> Iterator[str]:
    if evidence.call:
        yield f"try it: {evidence.call}"
    yield from evidence.lines
    if evidence.got is not None:
        yield "yours:"
        yield from _table(evidence.got, evidence.wrong_at)
    if evidence.expected is not None:
        yield "expected:"
        yield from _table(evidence.expected, ())
    if evidence.difference is not None and evidence.expected is None:
        yield "how far off each entry is:"
        yield from _table(evidence.difference, evidence.wrong_at)


def _table(values: Any, wrong_at: tuple[tuple[int, ...], ...]) -> Iterator[str]:
    """Rows of aligned numbers; entries that differ carry a ≠."""
    wrong, levels = set(wrong_at), depth(values)
    for leading, rows in matrices(values):
        if leading:
            yield f"  [{', '.join(map(str, leading))}]"
        texts = [
            [
                ("≠" if place(leading, r, c, levels) in wrong else "") + number(entry)
                for c, entry in enumerate(row[:SHOWN_COLUMNS])
            ]
            for r, row in enumerate(rows[:SHOWN_ROWS])
            if isinstance(row, list)
        ]
        width = max((len(text) for row in texts for text in row), default=0)
        for row in texts:
            yield "  " + "  ".join(text.rjust(width) for text in row)
        if len(rows) > SHOWN_ROWS or any(len(row) > SHOWN_COLUMNS for row in rows if isinstance(row, list)):
            yield "  …"
