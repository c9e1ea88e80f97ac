"""The percent format of lesson texts: lines → cells with their options and their line numbers.

A light reader for facts (names, points, starters), so that a learner's `check()` needs no Jupytext; the notebooks
themselves are made by Jupytext in `build`, and a test holds the two to the same cells. Not for the meaning of the
options: that is `lesson`'s.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

MARKER = re.compile(r"# %%(?P<rest>.*)")
OPTION = re.compile(r"\s+(?P<key>\w+)=(?P<value>\"[^\"]*\"|'[^']*'|\[[^\]]*\]|[^\s\"'\[\]]+)")


class PercentError(Exception):
    """A line that is not percent format: its number and what to do about it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class PercentCell:
    """One cell of the text. `line` is the 1-based line of its `# %%` marker."""

    kind: Literal["markdown", "code"]
    options: Mapping[str, object]
    source: str
    line: int


def read_cells(text: str) -> list[PercentCell]:
    """Split percent text into cells; the YAML header, if any, is left out.

    Raises `PercentError` for what lessons do not use: text before the first marker, cell titles, raw cells,
    markdown lines that are not comments.

    >>> [(cell.kind, cell.source, cell.line) for cell in read_cells("# %% [markdown]\\n# Hello\\n\\n# %%\\nx = 1\\n")]
    [('markdown', 'Hello', 1), ('code', 'x = 1', 4)]
    """
    return [_cell(line, body) for line, body in _blocks(text)]


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each marker's line number with the marker and the lines under it."""
    lines = text.splitlines()
    start = _after_header(lines)
    block: list[str] = []
    first = start
    for number, line in enumerate(lines[start:], start + 1):
        if MARKER.match(line):
            if block:
                yield first, block
            block, first = [line], number
        elif block:
            block.append(line)
        elif line.strip():
            raise PercentError(number, "text before the first cell; start it with `# %%` or `# %% [markdown]`")
    if block:
        yield first, block


def _after_header(lines: list[str]) -> int:
    """How many lines the Jupytext header (`# ---` … `# ---`) takes at the top."""
    if not lines or lines[0].rstrip() != "# ---":
        return 0
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() == "# ---":
            return index + 1
    raise PercentError(1, "the header that starts with `# ---` never ends; close it with another `# ---`")


def _cell(line: int, block: list[str]) -> PercentCell:
    match = MARKER.fullmatch(block[0].rstrip())
    rest = match["rest"] if match else ""
    markdown = rest.strip().startswith("[markdown]")
    if markdown:
        rest = rest.strip().removeprefix("[markdown]")
    options = _options(line, rest)
    body = block[1:]
    while body and not body[-1].strip():
        body.pop()
    if markdown:
        body = [_uncommented(number, text) for number, text in enumerate(body, line + 1)]
    return PercentCell("markdown" if markdown else "code", options, "\n".join(body), line)


def _options(line: int, rest: str) -> dict[str, object]:
    found: dict[str, object] = {}
    position = 0
    while position < len(rest.rstrip()):
        match = OPTION.match(rest, position)
        if match is None:
            raise PercentError(line, f'cannot read "{rest[position:].strip()}" after `# %%`; write key="value" pairs')
        if match["key"] in found:
            raise PercentError(line, f"{match['key']}= stands twice on this line; keep one")
        found[match["key"]] = _value(line, match["value"])
        position = match.end()
    return found


def _value(line: int, text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise PercentError(line, f'cannot read the value {text}; put it in quotes: "{text}"') from None


def _uncommented(number: int, line: str) -> str:
    if line.strip() and not line.startswith("#"):
        raise PercentError(
            number, "this line of a markdown cell does not start with `#`; add it, or start a new `# %%` cell"
        )
    return line.removeprefix("#").removeprefix(" ")
