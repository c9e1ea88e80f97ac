"""The whole path under nbgrader itself: marks, feedback, repetition, resubmission, API, export."""

from __future__ import annotations

import json
import os
from datetime import datetime

import pytest
from graded_class import ANSWERS, SOFTMAX, UNIT, WRONG, GradedClass, answered, cell_of, code, released
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader

LOOPS = """\
def softmax(Z):
    rows = []
    for row in np.asarray(Z, dtype=float):
        weights = [np.exp(z - max(row)) for z in row]
        rows.append([w / sum(weights) for w in weights])
    return np.array(rows)
"""
FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('drawn')"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    base = tmp_path_factory.mktemp("honest")
    notebook = released(base)
    with_helper = answered(notebook, softmax=SOFTMAX.replace("np.exp(", "helper("))
    with_helper["cells"].insert(2, code("def helper(Z):\n    return np.exp(Z)"))
    with_figure = answered(notebook)
    with_figure["cells"].append(code(FIGURE))
    made = GradedClass(
        base,
        {
            "right": answered(notebook),
            "unusual": answered(notebook, softmax=LOOPS, d11_1='d11_1 = "[p - p^2, -q*p]"'),
            "untouched": notebook,
            "wrong": answered(notebook, softmax=WRONG),
            "syntax": answered(notebook, softmax="def softmax(Z)\n    return Z"),
            "helper": with_helper,
            "figure": with_figure,
            "crash": answered(notebook, q11_1="import os\nos._exit(0)"),
            "text": b"not a notebook",
        },
    )
    made.log = made.nbgrader("autograde", UNIT)
    made.nbgrader("generate_feedback", UNIT)
    return made


LEARNERS = ["right", "unusual", "untouched", "wrong", "syntax", "helper", "figure", "crash", "text"]


def test_every_submission_has_a_result_and_a_page(graded):
    for learner in LEARNERS:
        assert list(graded.points(learner)) == ["softmax", "d11_1", "q11_1"]
        assert "ag-panel" in graded.page(learner)


def test_the_gradebook_holds_exactly_the_points(graded):
    for learner in LEARNERS:
        assert graded.scores(learner) == graded.points(learner)


@pytest.mark.parametrize(
    ("learner", "points"),
    [
        *[("right", 7), ("unusual", 7), ("helper", 7), ("figure", 7)],
        *[("untouched", 0), ("wrong", 3), ("syntax", 3), ("text", 0)],
    ],
)
def test_marks(graded, learner, points):
    assert sum(graded.points(learner).values()) == points


def test_a_wrong_answer_is_diagnosed(graded):
    softmax = graded.results("wrong")["exercises"][0]
    assert (softmax["verdict"], softmax["misconception"]) == ("wrong", "axis_0")
    assert softmax["headline"] in graded.page("wrong")


def test_untouched_work_is_not_called_a_mistake(graded):
    assert {item["headline"] for item in graded.results("untouched")["exercises"]} == {"Not answered yet."}
    assert "Not answered yet" in graded.page("untouched")


def test_a_syntax_error_is_named_with_its_line(graded):
    headline = graded.results("syntax")["exercises"][0]["headline"]
    assert "SyntaxError in line 1: `def softmax(Z)`" in headline


def test_a_cell_that_ends_its_process_costs_that_exercise_only(graded):
    assert graded.points("crash") == {"softmax": 4, "d11_1": 2, "q11_1": 0}
    assert "its cell ended its process" in graded.results("crash")["exercises"][2]["headline"]


def test_what_is_no_notebook_says_so_at_every_exercise(graded):
    exercises = graded.results("text")["exercises"]
    assert {item["verdict"] for item in exercises} == {"unjudged"}
    assert all("not a notebook" in item["headline"] for item in exercises)
    assert "Could not be judged" in graded.page("text")


def test_figures_and_output_are_kept(graded):
    outputs = graded.notebook("figure").cells[-1].outputs
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert any(output.get("text") == "drawn\n" for output in outputs)


def test_no_kernel_is_started_and_the_level_is_recorded(graded):
    assert "kernel" not in graded.log.lower()
    assert graded.results("right")["isolation"] in ("isolated", "restricted", "process")


def test_the_reference_is_in_no_page(graded):
    assert "BEGIN SOLUTION" not in graded.page("untouched")
    assert "keepdims" not in graded.page("untouched")


def test_twice_gives_the_same_and_a_resubmission_changes_one(graded):
    before = {learner: graded.scores(learner) for learner in LEARNERS}
    pages = {learner: graded.results(learner) for learner in LEARNERS}
    partial = answered(released(graded.root.parent))
    partial["cells"].remove(cell_of(partial, "d11_1"))
    partial["cells"].remove(cell_of(partial, "d11_1-checks"))
    graded.submit("unusual", partial)
    graded.nbgrader("autograde", UNIT, "--force")
    after = {learner: graded.scores(learner) for learner in LEARNERS}
    assert after.pop("unusual") == {"softmax": 4, "d11_1": 0, "q11_1": 1}  # an absent cell keeps no old score
    before.pop("unusual")
    assert after == before
    assert all(graded.results(learner) == pages[learner] for learner in after)


def test_the_api_gives_the_same_marks(graded, monkeypatch):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(graded.root)).load_config()
    config.CourseDirectory.root = str(graded.root)
    monkeypatch.chdir(graded.root)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    before = graded.scores("wrong")
    outcome = NbGraderAPI(config=config).autograde(UNIT, "wrong", force=True)
    assert outcome["success"], outcome
    assert graded.scores("wrong") == before


def test_a_late_submission_gets_its_penalty(graded):
    with Gradebook(f"sqlite:///{graded.root}/build/gradebook.db") as gradebook:
        gradebook.find_assignment(UNIT).duedate = datetime(2026, 1, 1)  # noqa: DTZ001 - nbgrader keeps naive UTC
        gradebook.db.commit()
    (graded.place("submitted", "helper") / "timestamp.txt").write_text("2026-01-02 00:00:00 UTC")
    graded.nbgrader("autograde", UNIT, "--student=helper", "--force", "--LateSubmissionPlugin.penalty_method=zero")
    with Gradebook(f"sqlite:///{graded.root}/build/gradebook.db") as gradebook:
        submission = gradebook.find_submission(UNIT, "helper")
        assert (submission.total_seconds_late, submission.late_submission_penalty) == (86400, 7)


def test_manual_grades_survive(graded):
    with Gradebook(f"sqlite:///{graded.root}/build/gradebook.db") as gradebook:
        gradebook.find_grade("softmax-checks", UNIT, UNIT, "wrong").manual_score = 3.5
        gradebook.db.commit()
    graded.nbgrader("autograde", UNIT, "--student=wrong", "--force")
    with Gradebook(f"sqlite:///{graded.root}/build/gradebook.db") as gradebook:
        grade = gradebook.find_grade("softmax-checks", UNIT, UNIT, "wrong")
        assert (grade.manual_score, grade.auto_score, grade.needs_manual_grade) == (3.5, 0.0, True)


def test_export_works(graded):
    graded.nbgrader("export", "--to=grades.csv")
    lines = (graded.root / "grades.csv").read_text().splitlines()
    assert len(lines) == 1 + len(LEARNERS)


def test_an_out_of_date_gradebook_is_the_instructors_to_mend(tmp_path_factory):
    base = tmp_path_factory.mktemp("stale")
    made = GradedClass(base, {"ada": {**answered(released(base))}})
    path = made.root / "exercises" / UNIT / f"{UNIT}.ipynb"
    notebook = json.loads(path.read_text())
    cell_of(notebook, "softmax-checks")["metadata"]["nbgrader"]["checksum"] = "0"
    path.write_text(json.dumps(notebook))
    with pytest.raises(AssertionError, match="run `autograder build`"):
        made.nbgrader("autograde", UNIT)
    assert made.scores("ada")["softmax"] is None  # no zero for what is not the learner's fault


def test_an_empty_gradebook_says_what_to_run_first(tmp_path_factory):
    made = GradedClass(tmp_path_factory.mktemp("unknown"), {"ada": {}})
    (made.root / "build" / "gradebook.db").unlink()
    with pytest.raises(AssertionError, match="does not know 11-small; run `autograder build` first"):
        made.nbgrader("autograde", UNIT)


def test_model_answers_are_those_of_the_lesson():
    assert set(ANSWERS) == {"softmax", "d11_1", "q11_1"}
