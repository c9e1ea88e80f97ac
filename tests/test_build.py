"""From lesson texts to notebooks: what is written, when it is stale, and that nothing else changes it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbclient
import pytest
import quick_gradebooks
from nbgrader.api import Gradebook
from small_lesson import DOUBLE, lesson_text, write_lesson

from autograder.build import BuildError, build, main
from autograder.course import VARIABLE, Course
from autograder.notebook import read_notebook
from autograder.reference import reference_namespace

quick_gradebooks.install()

UNIT = "01-small"
EXERCISES = Path("exercises/01-small/01-small.ipynb")
SOLUTIONS = Path("solutions/01-small/01-small.ipynb")
TRIPLE = DOUBLE.replace("double", "triple").replace("2 * x", "3 * x").replace("(2) == 4", "(2) == 6")
FIGURE = """\
# %%
import matplotlib.pyplot as plt

plt.plot([0, 1], [0, 1])
plt.show()

# %%
object()
"""


@pytest.fixture(scope="module")
def course(make_course: Callable[..., Course]) -> Course:
    """A course of one unit, built."""
    made = make_course(**{UNIT: lesson_text(DOUBLE, FIGURE)})
    build(made)
    return made


def files(course: Course) -> dict[Path, bytes]:
    """The generated notebooks and their bytes."""
    trees = (course.exercises_dir, course.solutions_dir, course.build_dir / "source")
    return {path: path.read_bytes() for tree in trees for path in tree.rglob("*") if path.is_file()}


def told(course: Course, **options: bool) -> list[tuple[str, str]]:
    """What `build` found stale."""
    return [(item.path.as_posix(), item.why) for item in build(course, **options)]


def test_unchanged_text_changes_nothing(course: Course) -> None:
    """A second build finds everything up to date, and one that executes again writes the same bytes."""
    before = files(course)
    assert told(course, check=True) == []
    assert told(course) == []
    assert told(course, force=True) == [(SOLUTIONS.as_posix(), "executed again")]
    assert files(course) == before


def test_released_cells(course: Course) -> None:
    """Ids derive from names; metadata is nbgrader's schema 3; solution text is gone; hints are folded."""
    cells = {cell.id: cell for cell in read_notebook(course.root / EXERCISES).cells}
    assert list(cells) == [
        "text-01", "code-01", "double", "double-checks", "double-hint-1", "double-hint-2",
        "code-02", "code-03", "code-04",
    ]  # fmt: skip
    assert cells["double"].metadata.nbgrader["grade_id"] == "double"
    assert cells["double"].metadata.nbgrader["solution"]
    checks = cells["double-checks"].metadata.nbgrader
    assert (checks["grade_id"], checks["points"], checks["schema_version"]) == ("double-checks", 2, 3)
    assert checks["grade"]
    assert checks["locked"]
    assert cells["double-hint-1"].source.startswith("<details>\n<summary>Hint 1 of 2</summary>\n\nWhat is")
    assert cells["code-02"].metadata.tags == ["figure"]
    assert b"not for learners" not in (course.root / EXERCISES).read_bytes()
    assert b"a secret of the solutions" not in (course.root / EXERCISES).read_bytes()


def test_solutions_are_executed_and_read_as_plain_code(course: Course) -> None:
    """Outputs and pictures are there; markers, addresses and times are not."""
    notebook = read_notebook(course.root / SOLUTIONS)
    cells = {cell.id: cell for cell in notebook.cells}
    assert "SOLUTION" not in cells["double"].source
    assert cells["double-checks"].outputs[0].data["text/plain"] == "2.0"
    assert cells["code-02"].outputs[0].text == "[2. 2.]\n"
    assert "image/png" in cells["code-03"].outputs[0].data
    assert cells["code-04"].outputs[0].data["text/plain"] == "<object at 0x…>"
    assert "double-solution-1" in cells
    assert all("execution" not in cell.metadata for cell in notebook.cells)
    assert notebook.metadata.language_info == {"name": "python"}


def test_released_notebook_runs_from_top_to_bottom(course: Course) -> None:
    """Nothing is answered, and still no cell ends in an error; the learner reads what is missing."""
    notebook = read_notebook(course.root / EXERCISES)
    nbclient.NotebookClient(notebook, kernel_name="python3").execute()
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells["double-checks"].outputs[0].data["text/plain"] == "2.0"
    said = "double is not answered yet. Fill it in, then run this cell again.\n"
    assert [output.get("text") for output in cells["code-02"].outputs] == [said]


def test_nbgraders_own_command_releases_the_same_bytes(course: Course) -> None:
    """`nbgrader generate_assignment`, by hand or from formgrader, gives what `autograder build` gives."""
    before = (course.root / EXERCISES).read_bytes()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", UNIT, "--force"]
    subprocess.run(command, cwd=course.root, env=os.environ | {"PATH": path}, check=True, capture_output=True)
    assert (course.root / EXERCISES).read_bytes() == before


def test_check_names_what_is_stale(
    make_course: Callable[..., Course], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` tells each stale file and why, exits with 1 and writes nothing."""
    stale = make_course(**{UNIT: lesson_text(DOUBLE)})
    monkeypatch.setenv(VARIABLE, str(stale.root))
    assert main(["--check"]) == 1
    assert capsys.readouterr().out == (
        "stale: exercises/01-small/01-small.ipynb (missing)\n"
        "stale: solutions/01-small/01-small.ipynb (missing)\n"
        "Run `autograder build` and commit what it writes.\n"
    )
    assert not stale.exercises_dir.exists()
    assert not stale.build_dir.exists()
    assert main([]) == 0
    capsys.readouterr()
    assert main(["--check", "01"]) == 0
    assert capsys.readouterr().out == "Every notebook is up to date.\n"

    write_lesson(stale.root, UNIT, lesson_text(DOUBLE.replace("return 2 * x", "return x + x")))
    assert told(Course(stale.root), check=True) == [(SOLUTIONS.as_posix(), "differs from the lesson")]
    write_lesson(stale.root, UNIT, lesson_text(DOUBLE.replace("Add x", "Sum x")))
    assert told(Course(stale.root), check=True) == [
        (EXERCISES.as_posix(), "differs from the lesson"),
        (SOLUTIONS.as_posix(), "differs from the lesson"),
    ]


def test_check_notices_a_hand_in_the_solutions(make_course: Callable[..., Course]) -> None:
    """Generated files are written by the build only."""
    course = make_course(**{UNIT: lesson_text(DOUBLE)})
    build(course)
    path = course.root / SOLUTIONS
    path.write_text(path.read_text().replace("What is x + x?", "What is y + y?"))
    assert told(course, check=True) == [(SOLUTIONS.as_posix(), "was changed by hand")]


def test_answers_in_a_released_notebook_are_kept(
    make_course: Callable[..., Course], capsys: pytest.CaptureFixture[str]
) -> None:
    """A learner who builds loses nothing: the notebook with answers goes to the backups, an untouched one does not."""
    course = make_course(**{UNIT: lesson_text(DOUBLE)})
    build(course)
    path = course.root / EXERCISES
    answered = path.read_text(encoding="utf-8").replace(
        'raise NotImplementedError(\\"your answer goes here\\")', "return 7 * x"
    )
    assert "return 7 * x" in answered
    path.write_text(answered, encoding="utf-8")
    build(course)
    (backup,) = (course.root / ".progress" / "backups").iterdir()
    assert backup.read_text(encoding="utf-8") == answered
    assert "return 7 * x" not in path.read_text(encoding="utf-8")
    assert f"are in {backup.relative_to(course.root)}" in capsys.readouterr().out


def test_notebooks_of_a_removed_lesson_go(make_course: Callable[..., Course]) -> None:
    """When a unit is renamed, its old notebooks are stale and the build takes them away."""
    course = make_course(**{UNIT: lesson_text(DOUBLE)})
    build(course)
    course.source_dir.joinpath(UNIT).rename(course.source_dir / "gone")
    emptied = Course(course.root)
    wanted = [(path.as_posix(), "its lesson is gone") for path in (EXERCISES, SOLUTIONS)]
    assert told(emptied, check=True) == wanted
    assert told(emptied) == wanted
    assert files(emptied).keys() == {course.build_dir / "source" / UNIT / f"{UNIT}.ipynb"}


def test_building_with_submissions_in_the_gradebook(make_course: Callable[..., Course]) -> None:
    """A mended sentence can be released at any time; other exercises need a new gradebook, and the message says so."""
    course = make_course(**{UNIT: lesson_text(DOUBLE)})
    build(course)
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        gradebook.update_or_create_student("ada")
        gradebook.update_or_create_submission(UNIT, "ada")
    write_lesson(course.root, UNIT, lesson_text(DOUBLE.replace("== 4", "== 4, 'twice 2'")))
    assert told(Course(course.root))[0] == (EXERCISES.as_posix(), "differs from the lesson")
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        assert "'twice 2'" in gradebook.find_source_cell("double-checks", UNIT, UNIT).source
        assert [submission.student_id for submission in gradebook.assignment_submissions(UNIT)] == ["ada"]
    write_lesson(course.root, UNIT, lesson_text(DOUBLE, TRIPLE))
    with pytest.raises(BuildError, match=r"exercises were added or removed.*move build/gradebook.db away"):
        build(Course(course.root))


def test_alembic_is_found_without_help(make_course: Callable[..., Course], monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader calls `alembic` when it makes a gradebook; the environment need not be activated for that."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setattr("nbgrader.api.get_alembic_version", quick_gradebooks.asked_each_time)
    course = make_course(**{UNIT: lesson_text(DOUBLE)})
    assert len(build(course, check=True)) == 2


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            "# %%\n1 / 0\n",
            "01-small: a solution fails: ZeroDivisionError: division by zero; run the notebook to see where",
        ),
        (
            "# %%\nimport sys\n\nprint('careful', file=sys.stderr)\n",
            "01-small: the solutions' cell code-03 writes an error or a warning: careful",
        ),
    ],
)
def test_solutions_must_run_cleanly(make_course: Callable[..., Course], cell: str, message: str) -> None:
    """A worked answer that fails or warns is no answer."""
    with pytest.raises(BuildError) as caught:
        build(make_course(**{UNIT: lesson_text(DOUBLE, cell)}))
    assert str(caught.value) == message


def test_mistakes_reach_the_author_as_one_line(
    make_course: Callable[..., Course], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake in a text or in the unit's name is no traceback."""
    course = make_course(**{UNIT: lesson_text(DOUBLE.replace(" points=2", ""))})
    monkeypatch.setenv(VARIABLE, str(course.root))
    assert main([]) == 1
    assert capsys.readouterr().err == (
        '01-small/01-small.py:17: exercise "double" has no points; add points=2 to its line\n'
    )


def test_reference_has_the_answers_and_what_they_use(make_course: Callable[..., Course]) -> None:
    """Answers of this unit and those it needs from earlier ones; figures and demonstrations are not run."""
    later = TRIPLE.replace("points=2", 'points=2 needs="double"').replace("3 * x", "double(x) + scale * x")
    text = lesson_text("# %%\nscale = 1\n", later, FIGURE, "# %%\n1 / 0\n")
    course = make_course(**{"01-small": lesson_text(DOUBLE), "02-more": text})
    names = reference_namespace(course, "02")
    assert names["triple"](2) == 6
    assert "double" in names
    assert "np" not in names
    assert "plt" not in names
    assert reference_namespace(course, "02")["triple"] is names["triple"]
