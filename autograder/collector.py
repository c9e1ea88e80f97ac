"""Hidden checks, collected by pytest once and run any number of times.

pytest finds them (so they can be parametrised and read like any test); each is then called with `student`, `reference`
and its parameters, which costs microseconds instead of a pytest session per submission.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from autograder.checks.failure import STAGES, CheckMark, Failure, NotProved
from autograder.checks.student import Reference, Student
from autograder.lookup import module_files
from autograder.result import CheckResult, Outcome

_SETTINGS = Path(__file__).parent / "checks" / "pytest.ini"


class CollectionError(Exception):
    """The hidden checks could not be collected: a mistake in the course, told with pytest's own words."""


@dataclass(frozen=True)
class HiddenCheck:
    """One check: where it belongs, its title for the learner, and the function."""

    exercise: str
    name: str
    title: str
    mark: CheckMark
    function: Callable[..., None]
    parameters: dict[str, Any]

    def run(self, student: Student, reference: Reference) -> CheckResult | None:
        """Run it for one submission. None for a proof that did not come about: there is nothing to report."""
        outcome, message, evidence = Outcome.RIGHT, "", None
        try:
            self.function(student=student, reference=reference, **self.parameters)
        except Failure as failure:
            outcome, message, evidence = failure.outcome, failure.message, failure.evidence
        except NotProved:
            return None
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not cost the learner anything
            outcome = Outcome.UNJUDGED
            message = f"This check could not be carried out ({type(error).__name__}); please tell your instructor."
        return CheckResult(self.title, outcome, message, self.mark.stage, self.mark.weight, evidence)


@cache
def hidden_checks(package: str) -> dict[str, tuple[HiddenCheck, ...]]:
    """The checks of a unit by exercise, in teaching order. Raises `CollectionError`."""
    files = module_files(package)
    if not files:
        return {}
    found: dict[str, list[HiddenCheck]] = {}
    for item in _collect(files):
        check = _hidden_check(item)
        found.setdefault(check.exercise, []).append(check)
    order = list(STAGES)
    return {name: tuple(sorted(checks, key=lambda c: order.index(c.mark.stage))) for name, checks in found.items()}


class _Plugin:
    """Takes the collected items from pytest and lets nothing run."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.problems: list[str] = []

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr))

    def pytest_collection_finish(self, session: Any) -> None:
        self.items = list(session.items)

    def pytest_runtestloop(self, session: Any) -> bool:
        return True


def _collect(files: list[Path]) -> list[Any]:
    import pytest

    plugin = _Plugin()
    idle = ("terminal", "cacheprovider", "capture", "unraisableexception", "threadexception", "faulthandler")
    quiet = [*(f"-pno:{name}" for name in idle), "--disable-plugin-autoload"]
    settings = ["-c", str(_SETTINGS), "--rootdir", str(files[0].parent), "--assert=plain"]
    status = pytest.main([*quiet, *settings, *map(str, sorted(files))], plugins=[plugin])
    if plugin.problems:
        raise CollectionError("\n".join(plugin.problems))
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise CollectionError(f"pytest ended with status {int(status)} while it collected the hidden checks")
    return plugin.items


def _hidden_check(item: Any) -> HiddenCheck:
    mark = getattr(item.function, "check_mark", None)
    title = (item.function.__doc__ or "").strip().partition("\n")[0]
    if mark is None or not title:
        raise CollectionError(f"{item.nodeid} needs @check(stage) and a docstring, which is its title for the learner")
    parameters = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    return HiddenCheck(item.path.stem, item.name, title.format(**parameters), mark, item.function, parameters)
