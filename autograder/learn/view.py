"""The screen of `autograder watch`: one page of a `Loop`, cut to its size, the course's progress, the keys."""

from __future__ import annotations

import ast

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.progress_bar import ProgressBar
from rich.segment import Segment, SegmentLines
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from autograder.learn.loop import Loop
from autograder.learn.notebookfile import displayed
from autograder.learn.overview import lesson_table, standing
from autograder.learn.progress import read
from autograder.learn.show import exercise_lines
from autograder.result import Verdict

KEYS = "n next · h hint · l list · s solution · q quit"
CUT = "… more: a larger window shows it, or autograder check"


def draw(loop: Loop, console: Console) -> None:
    """Clear the screen and draw the page at the top, the course's progress and the keys below it."""
    foot = console.render_lines(Group(*_foot(loop)), pad=False)
    head = Text(displayed(loop.path), "dim")
    body = console.render_lines(Group(head, "", _page(loop)), pad=False)
    room = max(1, console.height - len(foot) - 2)
    if len(body) > room:
        body = [*body[: room - 1], [Segment(CUT[: console.width])]]
    console.clear()
    console.print(SegmentLines([*body, [], *foot], new_lines=True), end="")


def _page(loop: Loop) -> RenderableType:
    if loop.page == "list":
        return lesson_table(loop.lesson, read(loop.course), loop.name, "here")
    if loop.page == "hint":
        return Markdown(loop.hint)
    if loop.page == "solution":
        source = loop.lesson.exercises[loop.name].solution_source
        return Syntax(source, "python", theme="ansi_dark", background_color="default", word_wrap=True)
    if loop.problem:
        return Text(loop.problem, "bold yellow")
    if loop.result is None:
        return Text(f"{loop.name}: not looked at yet")
    if not loop.result.answered:
        return Group(exercise_lines(loop.result), *_task(loop))
    return exercise_lines(loop.result)


def _task(loop: Loop) -> list[RenderableType]:
    """The first paragraph of an unanswered function's docstring: what to do."""
    node = ast.parse(loop.lesson.exercises[loop.name].starter_source).body[-1]
    said = ast.get_docstring(node) if isinstance(node, ast.FunctionDef | ast.ClassDef) else None
    return ["", Text(said.partition("\n\n")[0])] if said else []


def _foot(loop: Loop) -> list[RenderableType]:
    notice = loop.notice
    right = loop.result is not None and loop.result.verdict is Verdict.RIGHT
    if not notice and right and loop.page == "exercise" and not loop.problem:
        notice = "n goes to the next exercise; s shows the model solution."
    now = standing(loop.course, read(loop.course))
    progress = Table.grid(padding=(0, 1))
    progress.add_row(
        ProgressBar(total=max(1, now.total), completed=now.right, width=30),
        f"{now.right} of {now.total} exercises of the course right",
    )
    told: list[RenderableType] = [Text(notice, "bold"), ""] if notice else []
    return [*told, progress, Text(KEYS, "dim")]
