"""The graded notebook, rebuilt from the instructor's own copy with the learner's answers put into it.

Order, ids, metadata, points, checks cells and text are the instructor's. From the learner come the answers, by the
name of the exercise, and cells of their own, which keep their place relative to the cells around them.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from nbformat import NotebookNode
from nbformat.notebooknode import from_dict

from autograder.clean import MAX_MARKDOWN, safe_markdown
from autograder.submission import Submission, SubmittedCell

Role = Literal["answer", "locked", "code", "text"]
_PARSED = 10_000  # characters; parsing takes time that grows with the square of what some cells hold
MAX_PARSED = 200_000  # characters of all cells that are looked through for a lost answer
MAX_PROSE = 100_000  # characters of all text cells of the learner's own
_LISTED = 6  # names in one note


@dataclass(frozen=True)
class Repaired:
    """The notebook to grade, what was mended in it, and why nothing could be read (or "")."""

    notebook: NotebookNode
    notes: tuple[str, ...] = ()
    reason: str = ""


@dataclass
class _Slot:
    """One cell of the instructor's notebook, and what the submission has for it."""

    name: str
    role: Role
    kind: str
    source: str
    taken: list[int] = field(default_factory=list)  # positions in the submission of the cells that claim to be it


def repair(submission: Submission, released: NotebookNode) -> Repaired:
    """Rebuild the notebook to grade. `released` is the instructor's copy and stays as it is."""
    return _Repair(submission, released).repaired()


class _Repair:
    def __init__(self, submission: Submission, released: NotebookNode) -> None:
        self.cells = submission.cells
        self.reason = submission.reason
        self.released = released
        self.slots = [_slot(cell) for cell in released.cells]
        self.notes: list[str] = []
        self.home: dict[int, int] = {}  # position in the submission → slot that it anchors or fills
        self.spare: set[int] = set()  # positions of cells that are the learner's own
        self.room = MAX_PROSE
        self.defined: dict[int, frozenset[str] | None] = {}
        self.to_parse = MAX_PARSED

    def repaired(self) -> Repaired:
        self._match()
        chosen = {number: self._choose(slot) for number, slot in enumerate(self.slots)}
        if not self.reason:
            self._recover(chosen)
            self._report(chosen)
        notebook = copy.copy(self.released)
        notebook.metadata = copy.deepcopy(self.released.metadata)
        notebook.cells = self._assemble(chosen)
        return Repaired(notebook, tuple(self.notes), self.reason)

    # which submitted cell is which

    def _match(self) -> None:
        by_grade_id = {slot.name: n for n, slot in enumerate(self.slots) if slot.role in ("answer", "locked")}
        by_cell_id = {cell.get("id", ""): n for n, cell in enumerate(self.released.cells)}
        by_text = {(slot.kind, slot.source.strip()): n for n, slot in enumerate(self.slots)}
        for position, cell in enumerate(self.cells):
            number = by_grade_id.get(cell.grade_id) if cell.grade_id else None
            if number is None:
                number = by_text.get((cell.kind, cell.source.strip()))
            if number is None and cell.cell_id:
                number = by_cell_id.get(cell.cell_id)
            if number is not None and self._can_fill(position, number):
                self.slots[number].taken.append(position)
                self.home[position] = number
            else:
                self.spare.add(position)

    def _can_fill(self, position: int, number: int) -> bool:
        """Prose is the instructor's; an ordinary code cell takes code only; an answer is an answer in any dress."""
        slot = self.slots[number]
        if slot.role == "text":
            return self._same(position, number)
        return slot.role != "code" or self.cells[position].kind == "code"

    def _same(self, position: int, number: int) -> bool:
        return self.cells[position].source.strip() == self.slots[number].source.strip()

    def _choose(self, slot: _Slot) -> int | None:
        """The position of the cell that fills a slot: the last one that was changed, as running them would leave it."""
        if slot.role in ("locked", "text") or not slot.taken:
            return None
        changed = [p for p in slot.taken if self.cells[p].source.strip() != slot.source.strip()]
        chosen = changed[-1] if changed else slot.taken[0]
        self.spare.update(position for position in changed if position != chosen)
        if slot.role == "answer" and len(changed) > 1:
            self.notes.append(f"{len(changed)} cells claimed to be the answer to `{slot.name}`; the last one counts.")
        return chosen

    def _recover(self, chosen: dict[int, int | None]) -> None:
        """Find answers whose cell lost its id, by what they define."""
        for number, slot in enumerate(self.slots):
            if slot.role != "answer" or slot.kind != "code":
                continue
            position = chosen[number]
            if position is not None and not self._same(position, number):
                continue
            found = [
                p for p in sorted(self.spare)
                if self.cells[p].kind == "code" and (position is None or p < position)
                and self._defines(p, slot.name)
            ]  # fmt: skip
            if found:
                chosen[number] = found[-1]
                self.spare.discard(found[-1])
                self.home[found[-1]] = number
                self.notes.append(f"The answer to `{slot.name}` was found in another cell than its own, and counts.")

    def _defines(self, position: int, name: str) -> bool:
        """Whether a cell's text defines `name`; each cell is parsed once, and only so much of them all."""
        source = self.cells[position].source
        if name not in source:
            return False
        if position not in self.defined:
            self.to_parse -= len(source)
            self.defined[position] = defined_names(source) if self.to_parse >= 0 else None
        names = self.defined[position]
        return _looks_defined(source, name) if names is None else name in names

    def _report(self, chosen: dict[int, int | None]) -> None:
        lost = [s.name for n, s in enumerate(self.slots) if s.role == "answer" and chosen[n] is None]
        if lost:
            self.notes.append(f"Missing, and put back unanswered: {_listed(lost)}.")
        for slot in (s for s in self.slots if s.role == "locked"):
            texts = {self.cells[p].source.strip() for p in slot.taken}
            if len(slot.taken) > 1:
                self.notes.append(f"Copies of the checks cell `{slot.name}` were left out.")
            elif not slot.taken:
                self.notes.append(f"The checks cell `{slot.name}` was missing and has been put back.")
            elif texts != {slot.source.strip()}:
                self.notes.append(f"The checks cell `{slot.name}` was changed; the course's own is used.")
        changed = [s.name for n, s in enumerate(self.slots) if s.role == "answer" and self._kind_changed(s, chosen[n])]
        if changed:
            self.notes.append(f"Turned into text cells, and read as code all the same: {_listed(changed)}.")

    def _kind_changed(self, slot: _Slot, position: int | None) -> bool:
        return position is not None and self.cells[position].kind != slot.kind

    # the new notebook

    def _assemble(self, chosen: dict[int, int | None]) -> list[NotebookNode]:
        after: dict[int, list[int]] = {}
        anchor = -1
        for position in range(len(self.cells)):
            if position in self.spare:
                after.setdefault(anchor, []).append(position)
            anchor = self.home.get(position, anchor) if position not in self.spare else anchor
        cells = self._own(after.get(-1, ()))
        for number, slot in enumerate(self.slots):
            cell = _copied(self.released.cells[number])
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
            filling = chosen[number]
            if filling is not None and not self._same(filling, number):
                text = self.cells[filling].source
                cell.source = text if slot.kind == "code" else safe_markdown(text)
            cells.append(cell)
            cells += self._own(after.get(number, ()))
        return cells

    def _own(self, positions: Iterable[int]) -> list[NotebookNode]:
        return [own_cell(self.cells[p], p) for p in positions if self.cells[p].source.strip() and self._has_room(p)]

    def _has_room(self, position: int) -> bool:
        """Code always; prose while all of it together is such as a page can be made of."""
        if self.cells[position].kind == "code" or self.room < 0:
            return self.cells[position].kind == "code"
        self.room -= min(len(self.cells[position].source), MAX_MARKDOWN)
        if self.room < 0:
            self.notes.append("Text cells of your own were left out: they are too long together.")
        return self.room >= 0


def _copied(value: Any) -> Any:
    """A copy of a cell or of a part of it: plain data, so that nothing `copy.deepcopy` looks for can be in it."""
    if isinstance(value, dict):
        made = NotebookNode()
        dict.update(made, {key: _copied(item) for key, item in value.items()})  # its own looks into each value again
        return made
    return [_copied(item) for item in value] if isinstance(value, list) else value


def own_cell(cell: SubmittedCell, position: int) -> NotebookNode:
    """A cell of the learner's own: only its text, under an id and with metadata of ours."""
    code = cell.kind == "code"
    made: dict[str, Any] = {
        "cell_type": "code" if code else "markdown",
        "id": f"own-{position + 1}",
        "metadata": {"autograder": {"role": "own"}},
        "source": cell.source if code else safe_markdown(cell.source),
    }
    own: NotebookNode = from_dict(made | {"execution_count": None, "outputs": []} if code else made)
    return own


def _slot(cell: NotebookNode) -> _Slot:
    settings = cell["metadata"].get("nbgrader", {})
    name = settings.get("grade_id", "")
    role: Role = "code" if cell["cell_type"] == "code" else "text"
    if name and settings.get("solution"):
        role = "answer"
    elif name and (settings.get("grade") or settings.get("locked")):
        role = "locked"
    elif name and settings.get("task"):
        role = "text"
    return _Slot(name, role, cell["cell_type"], cell["source"])


def defines(source: str, name: str) -> bool:
    """Whether a cell's text defines `name` at its top level, also where it is not valid Python.

    >>> defines("def softmax(Z): return Z", "softmax"), defines("x = softmax(1)", "softmax"), defines("d = (", "d")
    (True, False, True)
    """
    names = defined_names(source) if name in source else frozenset()
    return _looks_defined(source, name) if names is None else name in names


def defined_names(source: str) -> frozenset[str] | None:
    """The functions, classes and variables that a cell's text binds at its top level; None where it is not Python."""
    try:
        statements = ast.parse(source).body if len(source) <= _PARSED else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        statements = None
    if statements is None:
        return None
    found = {node.name for node in statements if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    targets = [target for node in statements if isinstance(node, ast.Assign) for target in node.targets]
    return frozenset(found | {target.id for target in targets if isinstance(target, ast.Name)})


def _looks_defined(source: str, name: str) -> bool:
    return re.search(rf"^(def |class )?{re.escape(name)}\b *[(=:]", source, re.MULTILINE) is not None


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_LISTED])
    return shown if len(names) <= _LISTED else f"{shown} and {len(names) - _LISTED} more"


__all__ = ["Repaired", "defines", "own_cell", "repair"]
