"""Which of the lesson's own figures need not be drawn again in grading: drawing costs more than judging does.

Only cells that stand in the submission exactly as the lesson has them and bind nothing that a later cell uses. What a
learner drew or changed is always drawn.
"""

from __future__ import annotations

import dis
import re
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import CodeType

DRAWS = "plt.show()"
MAX_READ = 10_000  # characters; compiling takes time that grows with the square of what some cells hold
INSTEAD = "The lesson's own figure is not drawn again here; you have it in your notebook."


def idle_figures(sources: Sequence[str], lesson: frozenset[str]) -> set[int]:
    """Positions among `sources` (the cells in running order) of figures that nothing depends on.

    `lesson` holds the sources of the lesson's ordinary code cells.

    >>> cells = ["x = 1", "plt.plot(x)\\nplt.show()", "y = x\\nplt.show()", "print(y)"]
    >>> idle_figures(cells, frozenset(cells))
    {1}
    """
    idle: set[int] = set()
    wanted: set[str] = set()
    for position in reversed(range(len(sources))):
        binds, uses = _names(sources[position])
        if DRAWS in sources[position] and sources[position] in lesson and not binds & wanted:
            idle.add(position)
        else:
            wanted |= uses
    return idle


def _names(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The global names a cell binds, and those it looks up before binding them.

    All words, where it is long or not Python: this is a learner's text in the judge's own process.
    """
    found = _names_in_code(source) if len(source) <= MAX_READ else None
    return found or (frozenset(), frozenset(re.findall(r"\w+", source)))


@lru_cache(maxsize=512)
def _names_in_code(source: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """What a short cell binds and looks up; None where Python cannot compile it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(source, "<cell>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    bound: set[str] = set()
    uses: set[str] = set()
    for step in dis.get_instructions(code):
        if step.opname in {"STORE_NAME", "STORE_GLOBAL"}:
            bound.add(step.argval)
        elif step.opname in {"LOAD_NAME", "LOAD_GLOBAL"} and step.argval not in bound:
            uses.add(step.argval)
    inner = {name for constant in code.co_consts if isinstance(constant, CodeType) for name in _looked_up(constant)}
    return frozenset(bound), frozenset(uses | (inner - bound))


def _looked_up(code: CodeType) -> Iterator[str]:
    """Global names that a function looks up, or one inside it."""
    for step in dis.get_instructions(code):
        if step.opname in {"LOAD_NAME", "LOAD_GLOBAL"}:
            yield step.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _looked_up(constant)
