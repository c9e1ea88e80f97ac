"""Honest submissions get the same marks under a stock nbgrader configuration: `check` gives the cell's number."""

from __future__ import annotations

from pathlib import Path

import pytest
from graded_class import SOFTMAX, UNIT, GradedClass, Submission, answered, released

NO_SHIFT = SOFTMAX.replace("Z - np.max(Z, axis=1, keepdims=True)", "Z")


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> tuple[GradedClass, GradedClass]:
    """The same class graded by this project's configuration and by nbgrader's own."""
    base = tmp_path_factory.mktemp("stock")
    notebook = released(base)
    submissions: dict[str, Submission] = {
        "right": answered(notebook, softmax=SOFTMAX.replace("    return", "    print(Z); np.log(-1.0)\n    return")),
        "untouched": notebook,
        "partly": answered(notebook, softmax=NO_SHIFT, q11_1='q11_1 = "b"'),
    }
    ours, stock = (GradedClass(base / name, submissions) for name in ("ours", "theirs"))
    with_paths_only(stock.root / "nbgrader_config.py")
    for graded in (ours, stock):
        graded.nbgrader("autograde", UNIT)
    return ours, stock


def with_paths_only(path: Path) -> None:
    """Keep what says where things are; everything else is nbgrader's default."""
    text, _, _ = path.read_text(encoding="utf-8").partition("c.Autograde")
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("learner", ["right", "untouched", "partly"])
def test_marks_are_the_same(classes: tuple[GradedClass, GradedClass], learner: str) -> None:
    """Full, zero and partial ones; printing and warnings cost nothing."""
    ours, stock = classes
    assert stock.scores(learner) == ours.scores(learner)


def test_the_marks_are_not_all_alike(classes: tuple[GradedClass, GradedClass]) -> None:
    """So that equality above says something."""
    ours, _ = classes
    assert {tuple(sorted(ours.scores(learner).items())) for learner in ("right", "untouched", "partly")} == {
        (("d11_1", 2.0), ("q11_1", 1.0), ("softmax", 4.0)),
        (("d11_1", 0.0), ("q11_1", 0.0), ("softmax", 0.0)),
        (("d11_1", 2.0), ("q11_1", 0.0), ("softmax", ours.scores("partly")["softmax"])),
    }
