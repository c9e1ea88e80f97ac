"""Results of exercises as text and back: what a note keeps, so that an exercise need not be judged again.

Everything about a result is kept, evidence too: what is shown of it later is the same to the letter.
"""

from __future__ import annotations

import json
import logging

from autograder.batch.strict import read_as
from autograder.result import ExerciseResult, Outcome, UnitResult, Verdict

_LOG = logging.getLogger(__name__)


def kept_text(result: UnitResult) -> str:
    """The results that may stand when checks of other exercises change, on one line; "" where none may.

    None of a submission that was held up, and none of an exercise that could not be judged: with more time, or on
    another day, they may come out differently.
    """
    if not result.steady:
        return ""
    try:
        return json.dumps([e for e in result.exercises if _is_judged(e)], default=vars, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):  # no plain data; no mark may hang on whether it can be kept
        _LOG.exception("the results of a submission of %s cannot be kept", result.unit)
        return ""


def _is_judged(result: ExerciseResult) -> bool:
    return result.verdict is not Verdict.UNJUDGED and all(c.outcome is not Outcome.UNJUDGED for c in result.checks)


def read_kept(text: str) -> dict[str, ExerciseResult]:
    """Results by name, as `kept_text` wrote them. Raises `ValueError` for anything else.

    >>> right = ExerciseResult("softmax", 4.0, 4.0, Verdict.RIGHT, "Right.")
    >>> read_kept(kept_text(UnitResult("11", (right,)))) == {"softmax": right}
    True
    """
    results: tuple[ExerciseResult, ...] = read_as(tuple[ExerciseResult, ...], text)
    found = {result.name: result for result in results}
    if len(found) != len(results):
        raise ValueError("an exercise stands there twice")
    return found


__all__ = ["kept_text", "read_kept"]
