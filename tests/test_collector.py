"""Hidden checks are collected whole, or the author is told: never silently fewer."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import collector
from autograder.collector import CollectionError, hidden_checks

CHECK = '''
import pytest
from autograder.checks import check


@check("sizes")
@pytest.mark.parametrize("size", [1, 2])
def test_sizes(student, reference, size):
    """Batches of {size}"""


@check("values")
def test_values(student, reference):
    """By hand"""
'''


@pytest.fixture
def collect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Collect one hidden file with this text."""

    def run(text: str) -> dict[str, tuple[collector.HiddenCheck, ...]]:
        path = tmp_path / f"exercise_{abs(hash(str(tmp_path)))}.py"  # modules of one name cannot be collected twice
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(collector, "module_files", lambda package: [path])
        hidden_checks.cache_clear()
        try:
            return hidden_checks("any")
        finally:
            hidden_checks.cache_clear()

    return run


def test_checks_come_in_teaching_order_with_their_titles(collect) -> None:  # type: ignore[no-untyped-def]
    """Parametrised ones have their parameters in the title."""
    (checks,) = collect(CHECK).values()
    assert [check.title for check in checks] == ["By hand", "Batches of 1", "Batches of 2"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import nothing_of_that_name", "nothing_of_that_name"),
        ("def test_x(student):\n    '''Title'''", "needs @check"),
        (CHECK.replace('"""By hand"""', "pass"), "docstring"),
    ],
)
def test_mistakes_of_the_author_are_told(collect, text: str, words: str) -> None:  # type: ignore[no-untyped-def]
    """A file that cannot be collected stops the run with the reason."""
    with pytest.raises(CollectionError, match=words):
        collect(text)


def test_a_failure_of_pytest_itself_is_told(collect, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """It must never look as if there were no checks."""
    monkeypatch.setattr(pytest, "main", lambda *args, **kwargs: pytest.ExitCode.INTERNAL_ERROR)
    with pytest.raises(CollectionError, match="status 3"):
        collect(CHECK)
