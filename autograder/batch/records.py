"""What passes between the workers, who judge, and the parent, who writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class NotebookMarks:
    """What is to be written about one notebook: points by grade cell, and which solution cells were left as released.

    None as points means that a person marks the cell.
    """

    scores: Mapping[str, float | None] = field(default_factory=dict)
    unanswered: frozenset[str] = frozenset()
    missing: bool = False  # not submitted: every score 0, comments as they are


@dataclass(frozen=True)
class Job:
    """A submission to grade: the whole of it, or, with results `kept` from an earlier run, what `changed` affects."""

    student: str
    folder: Path
    kept: str = ""
    changed: frozenset[str] = frozenset()
    keyed: bool = False  # whether the result is to say what was judged


@dataclass(frozen=True)
class Tally:
    """What the summary says about a graded submission."""

    points: float
    max_points: float
    unjudged: tuple[str, ...] = ()  # exercises that could not be judged
    reason: str = ""  # why, in the words of the first of them


@dataclass(frozen=True)
class Graded:
    """A judged submission: the files of its graded folder by relative path, its marks by notebook, and the summary."""

    student: str
    files: Mapping[str, bytes]
    marks: Mapping[str, NotebookMarks]
    tally: Tally
    kept: str = ""  # its results as a note keeps them
    is_partial: bool = False  # some of them stood from a run before
    inputs: Mapping[str, str] = field(default_factory=dict)  # by notebook, `input_key` of what was judged


@dataclass(frozen=True)
class Failed:
    """A submission that could not be graded at all, with the reason. Nothing is written for it."""

    student: str
    reason: str


@dataclass
class Summary:
    """How a run went."""

    unit: str
    graded: dict[str, Tally] = field(default_factory=dict)
    unchanged: Mapping[str, Tally] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    partial: int = 0  # of the graded: where only what changed checks can affect was judged again

    @property
    def unjudged(self) -> dict[str, Tally]:
        """Submissions with exercises that could not be judged, of this run and of earlier ones."""
        return {name: tally for name, tally in sorted({**self.unchanged, **self.graded}.items()) if tally.unjudged}

    @property
    def status(self) -> int:
        """The exit status: 1 when anything could not be judged."""
        return 1 if self.failed or self.unjudged else 0


class NotReleased(RuntimeError):
    """The gradebook and the released notebooks do not belong together; the message says what to do."""


__all__ = ["Failed", "Graded", "Job", "NotReleased", "NotebookMarks", "Summary", "Tally"]
