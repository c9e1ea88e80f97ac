"""The report as self-contained HTML: fixed templates, every word escaped, no script.

It takes the text colour of the page around it and tints with transparency, so it reads on light and dark pages; every
colour is doubled by a sign and a word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from autograder.report.arrays import evidence_html
from autograder.report.words import OUTCOMES, SIGNS, check_message, headline, marks, points, verdict, visible
from autograder.result import CheckResult, ExerciseResult, Outcome, UnitResult, Verdict

_IGNORED_BY_MATHJAX = "tex2jax_ignore mathjax_ignore"
_ICONS = {Verdict.RIGHT: "✓", Verdict.WRONG: "✗", Verdict.UNJUDGED: "?"}


@cache
def stylesheet() -> str:
    """The one stylesheet of all panels."""
    return resources.files("autograder.report").joinpath("panel.css").read_text(encoding="utf-8")


def text(words: str) -> str:
    """Escaped text, with `code` in backticks; a newline is a line break.

    >>> text("`a < b` & <script>")
    '<code>a &lt; b</code> &amp; &lt;script&gt;'
    """
    escaped = html.escape(visible(words))
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escaped).replace("\n", "<br>")


def exercise_html(result: ExerciseResult, *, styled: bool = True) -> str:
    """The panel of one exercise: verdict and marks, the headline, what to try, the checks with their evidence.

    `styled=False` leaves the stylesheet out, for a page that has it already.
    """
    name, word = html.escape(result.name), verdict(result)
    chip = f'<span class="ag-chip"><span aria-hidden="true">{_icon(result)}</span> {word[0].upper()}{word[1:]}</span>'
    parts = [
        f"<style>{stylesheet()}</style>" if styled else "",
        f'<section class="ag-panel {_tone(result)} {_IGNORED_BY_MATHJAX}" aria-label="Feedback on {name}">',
        f'<header class="ag-head">{chip}{_title(name, marks(result))}</header>',
    ]
    if headline(result):
        parts.append(f'<p class="ag-headline">{text(headline(result))}</p>')
    if result.hint:
        parts.append(f'<p class="ag-hint"><b>Try:</b> {text(result.hint)}</p>')
    if result.answered and result.checks:
        parts.append(_checks(result))
    parts += [f'<p class="ag-note">{text(note)}</p>' for note in result.notes]
    return "".join([*parts, "</section>"])


def _title(name: str, mark: str) -> str:
    return f'<strong class="ag-name">{name}</strong><span class="ag-marks">{mark}</span>'


def _icon(result: ExerciseResult) -> str:
    if not result.answered:
        return "○"
    return "◐" if result.verdict is Verdict.WRONG and result.points > 0 else _ICONS[result.verdict]


def _tone(result: ExerciseResult) -> str:
    if not result.answered:
        return "ag-open"
    return f"ag-{result.verdict}"


def _checks(result: ExerciseResult) -> str:
    """Every check, in order; those never looked at because of an earlier failure are told in one line."""
    told = [check for check in result.checks if check.outcome is not Outcome.SKIPPED]
    waiting = [check for check in result.checks if check.outcome is Outcome.SKIPPED]
    items = [_check(result, check) for check in told]
    if waiting:
        titles = "; ".join(text(check.title) for check in waiting)
        items.append(
            f'<li class="ag-check ag-skipped"><span class="ag-sign" aria-hidden="true">–</span><div>'
            f"Looked at once the above is right: {titles}</div></li>"
        )
    return f'<ul class="ag-checks">{"".join(items)}</ul>'


def _check(result: ExerciseResult, check: CheckResult) -> str:
    message = check_message(result, check)
    said = f'<div class="ag-message">{text(message)}</div>' if message else ""
    shown = evidence_html(check.evidence) if check.evidence and check.outcome is not Outcome.RIGHT else ""
    sign = f'<span class="ag-sign" aria-hidden="true">{SIGNS[check.outcome]}</span>'
    return (
        f'<li class="ag-check ag-{check.outcome}">{sign}'
        f'<div><span class="ag-sr">{OUTCOMES[check.outcome]}: </span>{text(check.title)}{said}{shown}</div></li>'
    )


def unit_html(result: UnitResult) -> str:
    """A unit at a glance: the sum, notes on the submission, and a line per exercise."""
    rows = "".join(_row(exercise) for exercise in result.exercises)
    columns = "".join(
        f'<th scope="col">{title}</th>' for title in ("Exercise", "Verdict", "Points", "What to do first")
    )
    total = f"{points(result.points)} of {points(result.max_points)} points"
    return "".join(
        [
            f"<style>{stylesheet()}</style>",
            f'<section class="ag-panel ag-summary {_IGNORED_BY_MATHJAX}" aria-label="Summary">',
            f'<header class="ag-head">{_title(html.escape(result.unit), total)}</header>',
            _notes(result.notes),
            f'<table class="ag-overview"><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>',
            "</section>",
        ]
    )


def _row(result: ExerciseResult) -> str:
    return (
        f'<tr class="{_tone(result)}"><th scope="row"><a href="#{html.escape(result.name)}-checks">'
        f"{html.escape(result.name)}</a></th>"
        f'<td class="ag-word"><span class="ag-sign" aria-hidden="true">{_icon(result)}</span> {verdict(result)}</td>'
        f'<td class="ag-number">{points(result.points)} / {points(result.max_points)}</td>'
        f"<td>{text(headline(result))}</td></tr>"
    )


def _notes(notes: Iterable[str]) -> str:
    items = "".join(f"<li>{text(note)}</li>" for note in notes)
    return f'<ul class="ag-notes">{items}</ul>' if items else ""
