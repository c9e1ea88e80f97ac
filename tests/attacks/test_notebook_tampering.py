"""Notebooks whose metadata, ids, points, outputs or cells were changed: the instructor's own record decides."""

from __future__ import annotations

import copy

import pytest
from graded_class import SOFTMAX, UNIT, WRONG, GradedClass, answered, cell_of, code, grade_id, released

FULL = {"softmax": 4, "d11_1": 2, "q11_1": 1}
NO_SOFTMAX = {"softmax": 0, "d11_1": 2, "q11_1": 1}


def changed(notebook, change):
    made = copy.deepcopy(notebook)
    change(made)
    return made


def settings(name, **values):
    """A change of nbgrader's own metadata of one cell."""
    return lambda notebook: cell_of(notebook, name)["metadata"]["nbgrader"].update(values)


def cell(name, **values):
    return lambda notebook: cell_of(notebook, name).update(values)


def insert(place, *cells):
    def change(notebook):
        notebook["cells"][place:place] = copy.deepcopy(list(cells))

    return change


def remove(*names):
    def change(notebook):
        notebook["cells"] = [item for item in notebook["cells"] if grade_id(item) not in names]

    return change


def each(action):
    def change(notebook):
        for item in notebook["cells"]:
            action(item)

    return change


PASSED = [{"output_type": "execute_result", "data": {"text/plain": "4.0"}, "metadata": {}, "execution_count": 1}]
PROOF = {"schema_version": 3, "grade": True, "grade_id": "bonus", "locked": True, "solution": False, "points": 100}

# What is done to a notebook whose softmax is wrong: it must gain nothing. Each with what the learner is told, or "".
GAINLESS = {
    "more points": (settings("softmax-checks", points=400), ""),
    "no points elsewhere": (settings("q11_1-checks", points=0), ""),
    "negative points": (settings("softmax-checks", points=-4), ""),
    "points that are no number": (settings("softmax-checks", points="nan"), ""),
    "another checksum": (settings("softmax-checks", checksum="0" * 32), ""),
    "checksum of another type": (settings("softmax", checksum=["x"]), ""),
    "old schema": (settings("softmax-checks", schema_version=1), ""),
    "schema of the future": (settings("softmax-checks", schema_version=99), ""),
    "schema that is no number": (settings("softmax", schema_version={}), ""),
    "checks unlocked": (settings("softmax-checks", locked=False), ""),
    "checks as an answer": (settings("softmax-checks", solution=True), ""),
    "checks not graded": (settings("softmax-checks", grade=False), ""),
    "answer graded by hand": (settings("softmax", grade=True, points=4), ""),
    "a task": (settings("softmax-checks", task=True), ""),
    "tag skip-execution": (lambda n: cell_of(n, "softmax-checks")["metadata"].update(tags=["skip-execution"]), ""),
    "tag on every cell": (each(lambda c: c["metadata"].update(tags=["skip-execution", "raises-exception"])), ""),
    "forged outputs": (cell("softmax-checks", outputs=PASSED, execution_count=1), ""),
    "forged outputs everywhere": (each(lambda c: c.update(outputs=PASSED)), ""),
    "checks rewritten": (cell("softmax-checks", source="4.0"), "`softmax-checks` was changed"),
    "checks emptied": (cell("softmax-checks", source=""), "`softmax-checks` was changed"),
    "checks as text": (cell("softmax-checks", cell_type="markdown"), ""),
    "checks as raw": (cell("softmax-checks", cell_type="raw"), ""),
    "checks of no type": (cell("softmax-checks", cell_type=7), ""),
    "checks deleted": (remove("softmax-checks"), "`softmax-checks` was missing"),
    "checks copied": (
        insert(-1, code("4.0", nbgrader=dict(PROOF, grade_id="softmax-checks"))),
        "Copies of the checks cell",
    ),
    "a new graded cell": (insert(-1, code("100.0", nbgrader=PROOF)), ""),
    "a grade id of another type": (insert(-1, code("1", nbgrader=dict(PROOF, grade_id=["softmax-checks"]))), ""),
    "ids swapped": (
        lambda n: [
            cell_of(n, "softmax-checks")["metadata"]["nbgrader"].update(grade_id="swap"),
            cell_of(n, "q11_1-checks")["metadata"]["nbgrader"].update(grade_id="softmax-checks"),
            cell_of(n, "swap")["metadata"]["nbgrader"].update(grade_id="q11_1-checks"),
        ],
        "",
    ),
    "summary forged": (insert(0, dict(code("'7 of 7'"), id="autograder-summary")), ""),
    "own check": (insert(2, code("import autograder\nautograder.check = check = lambda name: 4.0")), ""),
    "notes forged": (lambda n: n["metadata"].update(autograder={"notes": ["full marks"], "reason": ""}), ""),
    "a prepared refusal": (lambda n: n["metadata"].update(autograder={"reason": "excused"}), ""),
    "another kernel": (lambda n: n["metadata"].update(kernelspec={"name": "../../bin/sh", "language": "x"}), ""),
    "metadata of other types": (lambda n: n.update(metadata=[1]), ""),
    "cell metadata of other types": (insert(0, {"cell_type": "code", "source": "1", "metadata": 7}), ""),
    "version of the future": (lambda n: n.update(nbformat=99, nbformat_minor=-1), ""),
    "no version": (lambda n: [n.pop("nbformat"), n.pop("nbformat_minor")], ""),
    "lone surrogate": (insert(1, code("text = '\ud800'")), ""),
    "NUL": (insert(1, code("x = 1\x00")), ""),
    "prints of marks": (insert(-1, code("print(4.0)\n4.0")), ""),
}

# What is done to a notebook whose answers are right: it must lose nothing.
HARMLESS = {
    "reordered": (lambda n: n["cells"].reverse(), ""),
    "ids stripped": (each(lambda c: [c.update(metadata={}), c.pop("id", None)]), "found in another cell"),
    "metadata stripped": (each(lambda c: c.update(metadata={})), ""),
    "answers as text cells": (cell("softmax", cell_type="markdown"), "read as code all the same"),
    "answer as raw": (cell("softmax", cell_type="raw"), "read as code all the same"),
    "lines as a list": (each(lambda c: c.update(source="".join(c["source"]).splitlines(keepends=True))), ""),
    "imports deleted": (lambda n: n["cells"].pop(1), ""),
    "prose deleted": (lambda n: n.update(cells=[c for c in n["cells"] if c["cell_type"] == "code"]), ""),
    "every checks cell deleted": (remove("softmax-checks", "d11_1-checks", "q11_1-checks"), "was missing"),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    base = tmp_path_factory.mktemp("tampering")
    notebook = released(base)
    wrong, right = answered(notebook, softmax=WRONG), answered(notebook)
    submissions = {f"gain {name}": changed(wrong, change) for name, (change, _) in GAINLESS.items()}
    submissions |= {f"keep {name}": changed(right, change) for name, (change, _) in HARMLESS.items()}
    starter = cell_of(notebook, "softmax")
    submissions["copy: wrong, then right"] = changed(wrong, insert(5, dict(starter, source=SOFTMAX, id="copy")))
    submissions["copy: right, then untouched"] = changed(right, insert(5, dict(starter, id="copy")))
    submissions["copy: right, then untouched, nameless"] = changed(right, insert(5, dict(starter, id="c", metadata={})))
    submissions["answer lost"] = changed(right, remove("softmax"))
    submissions["honest"] = right
    made = GradedClass(base, submissions)
    made.autograde()
    return made


@pytest.mark.parametrize("name", GAINLESS)
def test_tampering_gains_nothing(graded, name):
    learner = f"gain {name}"
    assert graded.points(learner) == graded.scores(learner) == NO_SOFTMAX
    assert graded.results(learner)["exercises"][0]["misconception"] == "axis_0"
    assert GAINLESS[name][1] in graded.text(learner)


@pytest.mark.parametrize("name", HARMLESS)
def test_accidents_cost_nothing(graded, name):
    learner = f"keep {name}"
    assert graded.points(learner) == graded.scores(learner) == FULL
    assert HARMLESS[name][1] in graded.text(learner)


def test_of_two_answers_the_last_changed_one_counts(graded):
    assert graded.points("copy: wrong, then right") == FULL
    assert "2 cells claimed to be the answer to `softmax`" in graded.text("copy: wrong, then right")
    assert graded.points("copy: right, then untouched") == FULL
    assert graded.points("copy: right, then untouched, nameless") == FULL


def test_a_lost_answer_is_put_back_unanswered(graded):
    assert graded.points("answer lost") == NO_SOFTMAX
    assert graded.results("answer lost")["exercises"][0]["headline"] == "Not answered yet."
    assert "Missing, and put back unanswered: `softmax`" in graded.text("answer lost")


def test_the_graded_notebook_is_the_instructors(graded):
    """The same graded cells with the same metadata for everyone, whatever was submitted."""

    def graded_cells(learner):
        cells = graded.notebook(learner).cells
        return [(c.cell_type, c.metadata["nbgrader"]) for c in cells if "nbgrader" in c.metadata]

    expected = graded_cells("honest")
    for learner in (path.name for path in (graded.root / "build" / "autograded").iterdir()):
        assert graded_cells(learner) == expected, learner


def test_an_honest_submission_needs_no_notes(graded):
    assert graded.results("honest")["notes"] == []
    assert graded.results("honest")["unit"] == UNIT
