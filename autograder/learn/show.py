"""What the terminal shows in colour: the report's own text, and a progress bar while judging."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from autograder.learn.judge import Report, Step
from autograder.report.text import exercise_text
from autograder.result import ExerciseResult, Verdict

STYLES = {Verdict.RIGHT: "bold green", Verdict.WRONG: "bold red", Verdict.UNJUDGED: "bold yellow"}
SIGNS = {"✓": "green", "✗": "red", "?": "yellow", "–": "dim", "≠": "red"}


def exercise_lines(result: ExerciseResult) -> Text:
    """One exercise: what `report.text` says, with colour beside the words, never instead of them."""
    head, _, rest = exercise_text(result).partition("\n")
    told = bool(result.headline) and rest.startswith(result.headline)
    headline, _, rest = rest.partition("\n") if told else ("", "", rest)
    text = Text.assemble((head, STYLES[result.verdict] if result.answered else "bold"))
    if headline:
        text.append(f"\n{headline}", "bold")
    if rest and result.answered:
        text.append("\n" + rest)
    for line in re.finditer(r"^ +([✓✗?–]) ", text.plain, re.MULTILINE):
        text.stylize(SIGNS[line[1]], line.start(1), line.end(1))
    text.highlight_regex(r"≠\S+", "red")
    text.highlight_regex(r"`[^`\n]+`", "cyan")
    return text


@contextlib.contextmanager
def bar(console: Console) -> Iterator[Report]:
    """A progress bar that disappears at the end; gives the function that moves it."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("starting", total=None)

        def report(step: Step) -> None:
            progress.update(task, completed=step.done, total=step.total, description=step.doing)

        yield report
