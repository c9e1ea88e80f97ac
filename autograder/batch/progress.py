"""What the instructor sees: a live line on a terminal, plain lines elsewhere, and the summary at the end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.batch.records import Summary, Tally
from autograder.report.words import points, visible

_LINES = 10  # where there is no terminal, one line for so many parts of the whole
_NAMED = 20


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


class Display:
    """Tells how far a run is, which began at `since` (of the monotonic clock). A context manager."""

    def __init__(self, total: int, console: Console | None = None, since: float | None = None) -> None:
        self._console = console or Console()
        self._total = total
        self._done = 0
        self._started = time.monotonic() if since is None else since
        self._bar = Progress(
            TextColumn("grading"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(),
            console=self._console, auto_refresh=False, transient=True, disable=not self._console.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def advance(self) -> None:
        """One submission more is done."""
        self._done += 1
        self._bar.advance(self._task)
        self.refresh()
        if not self._console.is_terminal and self._done * _LINES % self._total < _LINES:
            rate = self._done / max(time.monotonic() - self._started, 1e-6)
            left = (self._total - self._done) / rate
            told = f"{self._done} of {self._total} graded, {rate:.1f}/s, {left:.0f} s left"
            self._console.print(told, highlight=False)

    def refresh(self) -> None:
        """Let the clock go on."""
        self._bar.refresh()


def show_summary(summary: Summary, console: Console | None = None) -> None:
    """Print the closing table, and who needs a look."""
    console = console or Console()
    table = Table(title=escape(summary.unit), title_justify="left", show_header=False)
    count = len(summary.graded)
    rate = f"{count / summary.seconds:.1f} a second" if count and summary.seconds else "–"
    table.add_row("graded", str(count))
    if summary.partial:
        table.add_row("of these, in part", f"{summary.partial}: only what changed checks can affect")
    table.add_row("unchanged, left as they are", str(len(summary.unchanged)))
    table.add_row("could not be judged", str(len(summary.unjudged) + len(summary.failed)))
    table.add_row("mean of all", _mean([*summary.graded.values(), *summary.unchanged.values()]))
    table.add_row("time", f"{summary.seconds:.1f} s, {rate}")
    console.print(table)
    notes = [f"{name}: not graded. {reason}" for name, reason in sorted(summary.failed.items())]
    notes += [f"{name}: {_listed(t.unjudged)}. {t.reason}" for name, t in summary.unjudged.items()]
    for note in notes[:_NAMED]:
        console.print(escape(visible(" ".join(note.split()))), highlight=False, soft_wrap=True)
    if len(notes) > _NAMED:
        console.print(f"… and {len(notes) - _NAMED} more", highlight=False)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:2])} and {len(names) - 2} more"


def _mean(tallies: list[Tally]) -> str:
    if not tallies:
        return "–"
    earned = sum(tally.points for tally in tallies) / len(tallies)
    return f"{points(round(earned, 2))} of {points(tallies[0].max_points)} points"


__all__ = ["Display", "show_summary"]
