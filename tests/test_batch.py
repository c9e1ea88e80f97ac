"""`autograder grade`: the same gradebook and files as nbgrader's own autograde, whatever is submitted or killed."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from gradebook_dump import dump
from graded_class import REPOSITORY, SOFTMAX, UNIT, WRONG, GradedClass, Submission, answered, released
from nbgrader.api import Gradebook
from programs import run_program
from rich.console import Console

from autograder.batch.files import at_work
from autograder.batch.judging import Judge
from autograder.batch.plan import make_plan
from autograder.batch.pool import Pool
from autograder.batch.progress import Display, show_summary
from autograder.batch.records import Graded, Job, Summary, Tally
from autograder.batch.settings import Settings, read_settings
from autograder.batch.versions import unit_version
from autograder.course import Course
from autograder.examiner import Examiner
from autograder.sandbox.levels import probe
from autograder.sandbox.world import World

BUSY = "`autograder grade` or `nbgrader autograde` is at work on this course already"
LATE = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
DUE = "2026-01-01"
READS_FILE = SOFTMAX.replace("E = np", "open('data/table.csv').read(); E = np")


def grade(made: GradedClass, *options: str, prelude: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a course, after `prelude`, which may break something on purpose."""
    program = f"import sys\nfrom autograder.batch.main import main\n{prelude}\nsys.exit(main(sys.argv[1:]))"
    return run_program(program, "11", *options, cwd=made.root, env=dict(os.environ, COLUMNS="200"))


def files(made: GradedClass) -> dict[str, tuple[int, bytes]]:
    """Every file of the graded tree with its permissions."""
    tree = made.root / "build" / "autograded"
    return {
        path.relative_to(tree).as_posix(): (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
        for path in sorted(tree.rglob("*"))
        if path.is_file()
    }


def gradebook(made: GradedClass) -> dict[str, list[object]]:
    """Every table of a course's gradebook."""
    return dump(made.root / "build" / "gradebook.db")


def same(ours: GradedClass, theirs: GradedClass) -> None:
    """Both courses hold the same marks and files."""
    assert files(ours) == files(theirs)
    mine, others = gradebook(ours), gradebook(theirs)
    assert {table: rows for table, rows in mine.items() if rows != others[table]} == {}
    assert list(mine) == list(others)


def as_file(notebook: object) -> bytes:
    """A notebook as the bytes of its file."""
    return json.dumps(notebook).encode()


def with_files(content: bytes, **extra: str | bytes) -> Callable[[Path], None]:
    """A submission with files beside the notebook; `a__b` stands for the file b in the folder a."""

    def fill(folder: Path) -> None:
        (folder / f"{UNIT}.ipynb").write_bytes(content)
        for key, text in extra.items():
            path = folder / key.replace("__", "/").replace("_txt", ".txt").replace("_csv", ".csv")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return fill


def hostile(folder: Path) -> None:
    """Links, devices and a name that nbgrader ignores, instead of a notebook."""
    (folder / "notes.txt").symlink_to("/etc/passwd")
    (folder / "link").symlink_to(folder.parent)
    os.mkfifo(folder / "pipe")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.txt").write_text("x")
    (folder / "kept.pyc").write_bytes(b"x")
    (folder / "results.json").write_text("{}")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[GradedClass, GradedClass]:
    """The same class twice: graded by this command, and by nbgrader."""
    base = tmp_path_factory.mktemp("pair")
    notebook = released(base)
    right = as_file(answered(notebook))
    gapped = answered(notebook)
    gapped["cells"] = [cell for cell in gapped["cells"] if "softmax" not in str(cell["metadata"])]
    everyone: Mapping[str, Submission] = {
        "right": answered(notebook),
        "wrong": answered(notebook, softmax=WRONG),
        "untouched": notebook,
        "syntax": answered(notebook, softmax="def softmax(Z)\n    return Z"),
        "gapped": gapped,
        "text": b"not a notebook",
        "nothing": lambda folder: None,
        "renamed": lambda folder: (folder / "homework.ipynb").write_bytes(right) and None,
        "surplus": with_files(right, other_txt="x", homework="y"),
        "late": with_files(right, timestamp_txt=f"{DUE} 10:00:00 UTC"),
        "zone": with_files(right, timestamp_txt="2025-12-31 23:30:00 -0100"),
        "early": with_files(right, timestamp_txt="2025-12-30 10:00:00 UTC"),
        "nonsense": with_files(right, timestamp_txt=b"\xff soon"),
        "helper": with_files(as_file(answered(notebook, softmax=READS_FILE)), data__table_csv="mine"),
        "hostile": hostile,
        "clash": with_files(right, data="a file where the course has a folder"),
        "covers": with_files(right, data__table_csv__x="a folder where the course has a file"),
        "deep": with_files(right, **{"__".join(["d" * 200] * 18): "x"}),
    }
    pair = tuple(GradedClass(tmp_path_factory.mktemp(name), everyone) for name in ("ours", "theirs"))
    for made in pair:
        with (made.root / "nbgrader_config.py").open("a") as config:
            config.write(LATE)
        data = made.root / "build" / "source" / UNIT / "data"
        data.mkdir()
        (data / "table.csv").write_text("the course's own")
        (data / "second.csv").write_text("more")
        with Gradebook(f"sqlite:///{made.root}/build/gradebook.db") as book:
            book.update_or_create_assignment(UNIT, duedate=DUE)
    run = grade(pair[0])
    assert run.returncode == 1, run.stdout + run.stderr  # some could not be judged
    pair[1].autograde(look_ahead=False)  # the run in the next test looks ahead
    return pair[0], pair[1]


def test_gradebook_and_files_are_those_of_nbgrader(pair: tuple[GradedClass, GradedClass]) -> None:
    """Late work, missing notebooks, extra files, permissions, comments, unreadable submissions."""
    same(*pair)
    assert sum(pair[0].points("helper").values()) == 7
    assert sum(pair[0].points("hostile").values()) == 0


def test_a_resubmission_replaces_everything_and_keeps_marks_given_by_hand(
    pair: tuple[GradedClass, GradedClass],
) -> None:
    """Scores of cells that are gone, flags of cells marked by hand, files that are no longer there."""
    notebook = released(pair[0].root.parent)
    for made in pair:
        with Gradebook(f"sqlite:///{made.root}/build/gradebook.db") as book:
            book.find_grade("softmax-checks", UNIT, UNIT, "right").manual_score = 3.0
            book.find_grade("q11_1-checks", UNIT, UNIT, "late").manual_score = 0.5
            book.db.commit()
        made.submit("right", answered(notebook, d11_1="d11_1 = 7"))
        made.submit("late", with_files(as_file(answered(notebook, q11_1="")), timestamp_txt=f"{DUE} 11:00:00 UTC"))
        made.submit("surplus", notebook)
    run = grade(pair[0])
    assert "graded                      │ 3 " in run.stdout, run.stdout + run.stderr
    pair[1].nbgrader("autograde", UNIT, "--force")
    same(*pair)


def test_nothing_is_done_twice(pair: tuple[GradedClass, GradedClass]) -> None:
    """A second run leaves all as it is, and still says what could not be judged; `--force` comes to the same result."""
    made = pair[0]
    before, folders = files(made), (made.root / "build" / "autograded" / "right" / UNIT).stat().st_ino
    assert grade(made).returncode == 1
    assert (made.root / "build" / "autograded" / "right" / UNIT).stat().st_ino == folders
    shutil.rmtree(made.root / "build" / "autograded" / "wrong")
    again = grade(made)
    assert "graded                      │ 1 " in again.stdout
    assert files(made) == before
    assert "graded                      │ 18" in grade(made, "--force", "--workers", "3").stdout
    same(*pair)


def test_what_others_changed_is_graded_again(few: GradedClass, tmp_path: Path) -> None:
    """The other grader, an older gradebook put back, a date by which the unit is due; not marks given by hand."""
    made = second_version(few, tmp_path, graded=True)
    with Gradebook(f"sqlite:///{made.root}/build/gradebook.db") as book:
        book.find_grade("softmax-checks", UNIT, UNIT, "a").auto_score = 1.5
        book.find_submission_notebook(UNIT, UNIT, "c").late_submission_penalty = 2.0
        book.find_grade("q11_1-checks", UNIT, UNIT, "d").manual_score = 0.5
        book.db.commit()
    results = made.place("autograded", "b") / "results.json"
    results.chmod(0o644)
    results.write_text("{}")
    assert "graded                      │ 3 " in grade(made).stdout
    assert files(made) == files(few)
    assert [made.scores(student) for student in "abcd"] == [few.scores(student) for student in "abcd"]
    with Gradebook(f"sqlite:///{made.root}/build/gradebook.db") as book:
        assert book.find_submission_notebook(UNIT, UNIT, "c").late_submission_penalty is None
        book.update_or_create_assignment(UNIT, duedate=DUE)
    assert "graded                      │ 4 " in grade(made).stdout
    assert "graded                      │ 0 " in grade(made).stdout


# Where the command is killed, in the parent or in a worker: a function that is replaced by one that kills.
KILLED = {
    "before anything is written": ("autograder.batch.files.Shelf.prepare", "before"),
    "after the new folder is made": ("autograder.batch.files.Shelf.prepare", "after"),
    "before the marks are committed": ("sqlalchemy.orm.session.Session.commit", "before"),
    "after the marks are committed": ("autograder.gradebook.GradebookWriter.save", "after"),
    "between the two renamings": ("autograder.batch.files.remove", "aside"),
    "after the folders changed places": ("autograder.batch.files.Shelf.publish", "after"),
    "after the note": ("autograder.batch.notes.Notes.write", "after"),
}
KILLER = """
import importlib, os, pathlib, signal
os.environ["OPENBLAS_NUM_THREADS"] = "1"
module, _, name = {place!r}.rpartition(".")
try:
    holder = importlib.import_module(module)
except ModuleNotFoundError:
    module, _, owner = module.rpartition(".")
    holder = getattr(importlib.import_module(module), owner)
original, count = getattr(holder, name), [0]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def replaced(*args, **keywords):
    count[0] += 1
    if {when!r} == "aside" and str(args[0]).endswith(".old"):
        die()
    if {when!r} == "before" and count[0] == {at}:
        die()
    result = original(*args, **keywords)
    if {when!r} == "after" and count[0] == {at}:
        die()
    return result

setattr(holder, name, replaced)
"""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    """A class of four, graded without disturbance."""
    base = tmp_path_factory.mktemp("few")
    notebook = released(base)
    wrong = answered(notebook, softmax=WRONG)
    made = GradedClass(base, {"a": answered(notebook), "b": wrong, "c": notebook, "d": with_files(as_file(wrong))})
    assert grade(made).returncode == 0
    return made


def second_version(few: GradedClass, tmp_path: Path, *, graded: bool) -> GradedClass:
    """The same class in a course of its own, before it was graded or (`graded`) ready to be graded again."""
    made = GradedClass(tmp_path, {})
    shutil.copytree(few.root / "build" / "submitted", made.root / "build" / "submitted")
    if graded:
        assert grade(made).returncode == 0
    return made


@pytest.mark.parametrize("moment", KILLED)
def test_a_killed_run_is_made_good_by_the_next(few: GradedClass, tmp_path: Path, moment: str) -> None:
    """Killed with no chance to clean up, at the second submission: a rerun comes to what an undisturbed run leaves."""
    place, when = KILLED[moment]
    made = second_version(few, tmp_path, graded=when == "aside")
    at = 2 if "Session" not in place else 5  # opening the gradebook commits as well
    options = ("--force",) if when == "aside" else ()
    killed = grade(made, *options, prelude=KILLER.format(place=place, when=when, at=at))
    assert killed.returncode == -9, killed.stdout + killed.stderr
    assert grade(made).returncode == 0
    same(made, few)
    assert [path.name for path in (made.root / "build" / "autograded").rglob(".*")] == []


def test_a_killed_worker_is_replaced(few: GradedClass, tmp_path: Path) -> None:
    """Its submission is tried again; nobody notices."""
    made = second_version(few, tmp_path, graded=False)
    once = tmp_path / "once"
    prelude = f"""
import os, pathlib, signal
import autograder.batch.judging as judging
original = judging.Judge.grade
def once(self, job):
    if job.student == "b" and not pathlib.Path({str(once)!r}).exists():
        pathlib.Path({str(once)!r}).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return original(self, job)
judging.Judge.grade = once
"""
    run = grade(made, prelude=prelude)
    assert (run.returncode, once.exists()) == (0, True), run.stdout + run.stderr
    same(made, few)


def test_a_submission_that_kills_every_worker_is_told_and_the_others_are_graded(
    few: GradedClass, tmp_path: Path
) -> None:
    """Two attempts, then a sentence, exit status 1, and no trace in the gradebook; the next run makes it good."""
    made = second_version(few, tmp_path, graded=False)
    prelude = """
import os, signal
import autograder.batch.judging as judging
original = judging.Judge.grade
judging.Judge.grade = lambda self, job: (
    os.kill(os.getpid(), signal.SIGKILL) if job.student == "b" else original(self, job)
)
"""
    run = grade(made, prelude=prelude)
    assert run.returncode == 1
    assert "b: not graded. The process that judged it ended early, twice." in run.stdout
    assert sorted(path.name for path in (made.root / "build" / "autograded").iterdir()) == ["a", "c", "d"]
    assert grade(made).returncode == 0
    same(made, few)


def test_workers_end_with_their_parent(few: GradedClass, tmp_path: Path) -> None:
    """A parent that is killed leaves no process behind: the pipe that they all hold comes to its end."""
    made = second_version(few, tmp_path, graded=False)
    reading, writing = os.pipe()
    program = KILLER.format(place="autograder.batch.files.Shelf.prepare", when="before", at=1)
    main = f"import sys\nfrom autograder.batch.main import main\n{program}\nsys.exit(main(['11']))"
    process = subprocess.Popen([sys.executable, "-c", main], cwd=made.root, pass_fds=[writing])
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == b""  # returns once the last holder is gone
    assert process.wait() == -9


@pytest.mark.skipif(bool(probe("isolated") or probe("restricted")), reason="needs both levels")
def test_a_world_that_does_not_open_is_replaced_by_the_next_level(few: GradedClass, tmp_path: Path) -> None:
    """What was expected of the machine does not get into what a grade is known by."""
    made = second_version(few, tmp_path, graded=False)
    prelude = """
from autograder.sandbox import levels, world
def refused(order):
    raise world.WorldError("no namespaces today")
world.start_isolated = refused
"""
    run = grade(made, prelude=prelude)
    assert run.returncode == 0, run.stderr
    assert made.results("a")["isolation"] == "restricted"
    settings = read_settings(Course(made.root), UNIT)
    assert (len(make_plan(settings, "restricted").jobs), len(make_plan(settings, "isolated").jobs)) == (0, 4)


def test_two_runs_at_once_are_refused(few: GradedClass, tmp_path: Path) -> None:
    """The second one says so, and changes nothing; nbgrader's, too."""
    made = second_version(few, tmp_path, graded=False)
    prelude = """
import pathlib, subprocess
import autograder.batch.run as run
original = run.grade_all
def meanwhile(*args, **keywords):
    ours = "import sys; from autograder.batch.main import main; sys.exit(main(['11']))"
    theirs = "import sys; from nbgrader.apps.nbgraderapp import main; sys.argv[1:] = ['autograde', '11-small']; main()"
    with open("other.txt", "w") as told:
        for program in (ours, theirs):
            other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
            print(other.returncode, other.stderr.replace("\\n", " "), file=told)
    return original(*args, **keywords)
run.grade_all = meanwhile
"""
    assert grade(made, prelude=prelude).returncode == 0
    told = (made.root / "other.txt").read_text().splitlines()
    assert told[0].startswith(f"2 {BUSY}")
    assert told[1].startswith("1 ")
    assert f"Nothing was graded. {BUSY}" in told[1]
    same(made, few)


def test_nbgrader_at_work_keeps_this_command_out_and_not_nbgrader(tmp_path: Path) -> None:
    """Two of nbgrader's may grade different students; a file system without locks keeps nobody out."""
    state = tmp_path / "state"
    with at_work(state, alone=False):
        for alone, reply in ((False, "welcome"), (True, BUSY)):
            program = (
                "import pathlib; from autograder.batch.files import Busy, at_work\n"
                f"try:\n    with at_work(pathlib.Path({str(state)!r}), alone={alone}): print('welcome')\n"
                "except Busy as busy: print(busy)"
            )
            assert run_program(program, cwd=REPOSITORY).stdout.startswith(reply)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fcntl.lockf", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOLCK, "no locks")))
        with at_work(state, alone=True):
            pass
    (tmp_path / "file").write_text("x")
    with at_work(tmp_path / "file" / "state", alone=False):  # nothing can be made there
        pass


def settings_of(root: Path) -> Settings:
    """The settings of the unit in a course."""
    return read_settings(Course(root), UNIT)


def test_what_a_grade_depends_on_changes_the_version(few: GradedClass, tmp_path: Path) -> None:
    """Lesson, release and isolation; not the submissions of others, nor another unit's text."""
    made = second_version(few, tmp_path, graded=False)
    version = unit_version(settings_of(made.root), "isolated")
    assert unit_version(settings_of(made.root), "restricted").base != version.base
    other = made.root / "source" / "12-other"
    other.mkdir()
    (other / "12-other.py").write_text("# %% [markdown]\n# # Another unit\n")
    assert unit_version(settings_of(made.root), "isolated") == version
    lesson = made.root / "source" / UNIT / f"{UNIT}.py"
    lesson.write_text(lesson.read_text() + "\n# %% [markdown]\n# More.\n")
    assert unit_version(settings_of(made.root), "isolated").base != version.base


def test_a_changed_hidden_check_regrades_its_own_unit_only(
    few: GradedClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest reads the unit's own hidden files and no other unit's."""
    from autograder.batch import versions

    made = second_version(few, tmp_path, graded=False)
    package = tmp_path / "package"
    for unit in ("unit_11", "unit_12"):
        (package / "hidden" / unit).mkdir(parents=True)
        (package / "hidden" / unit / "softmax.py").write_text("one = 1\n")
    monkeypatch.setattr(versions, "_PACKAGE", package)
    version = unit_version(settings_of(made.root), "isolated")
    (package / "hidden" / "unit_12" / "softmax.py").write_text("one = 2\n")
    assert unit_version(settings_of(made.root), "isolated") == version
    (package / "hidden" / "unit_11" / "softmax.py").write_text("one = 2\n")
    changed = unit_version(settings_of(made.root), "isolated")
    assert (changed.base, changed.changed(version.checks)) == (version.base, {"softmax"})


def test_what_cannot_be_written_is_told_and_the_others_are_graded(few: GradedClass, tmp_path: Path) -> None:
    """A late-penalty plugin that fails, a full disk: that submission is left for the next run, with the reason."""
    made = second_version(few, tmp_path, graded=False)
    prelude = """
import autograder.gradebook as gradebook
original = gradebook.GradebookWriter.save
def save(self, assignment, student, *rest):
    if student == "b":
        raise OSError("no space left")
    original(self, assignment, student, *rest)
gradebook.GradebookWriter.save = save
"""
    run = grade(made, prelude=prelude)
    assert run.returncode == 1
    assert "b: not graded. Its result could not be written (OSError: no space left)." in run.stdout
    assert grade(made).returncode == 0
    same(made, few)


def test_the_summary_names_whom_to_look_at_and_the_display_lives_on_a_terminal() -> None:
    """Counts, the mean, exit status; on a terminal a bar that goes away, elsewhere lines."""
    told, lines = io.StringIO(), io.StringIO()
    tally = Tally(3.0, 4.0, ("softmax",), "It did not finish [in time].")
    summary = Summary("11", {"ada": tally}, {"bob": Tally(4.0, 4.0)}, {"eve": "No space left."}, 2.0, partial=1)
    with Display(1, Console(file=told, force_terminal=True, width=100)) as display:
        display.refresh()
        display.advance()
    with Display(20, Console(file=lines, width=100)) as display:
        for _ in range(20):
            display.advance()
    show_summary(summary, Console(file=lines, width=100))
    assert "0/1" in told.getvalue()
    assert lines.getvalue().count(" graded, ") == 10
    assert summary.status == 1
    assert "of these, in part           │ 1: only what changed checks can affect" in lines.getvalue()
    for words in ("3.5 of 4 points", "ada: softmax. It did not finish [in time].", "eve: not graded. No space left."):
        assert words in lines.getvalue()


@pytest.mark.parametrize(
    ("args", "environment", "words"),
    [
        (["99"], {}, '"99" is no unit; choose one of: 11-small'),
        (["11"], {}, "Nobody has submitted 11-small"),
        (["11", "--CourseDirectory.release_directory=nowhere"], {}, "Run `autograder build` first"),
        (["11", "--quickly"], {}, "--quickly is no option"),
        (["11", "--workers", "none"], {}, "none is no number of workers"),
        (["11", "--CourseDirectory.submitted_directory=sent"], {"AUTOGRADER_ISOLATION": "none"}, "is none of isolated"),
        (["11", "--CourseDirectory.db_url=sqlite:///other.db", "--CourseDirectory.submitted_directory=sent"], {},
         "The gradebook does not know 11-small"),
    ],
)  # fmt: skip
def test_what_cannot_begin_says_why(tmp_path: Path, args: list[str], environment: dict[str, str], words: str) -> None:
    """Exit status 2 and one sentence with what to do."""
    made = GradedClass(tmp_path, {})
    folder = made.root / "sent" / "a" / UNIT
    folder.mkdir(parents=True)
    shutil.copy(made.root / "exercises" / UNIT / f"{UNIT}.ipynb", folder)
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    program = "import sys\nfrom autograder.cli import main\nsys.exit(main())"
    run = run_program(program, "grade", *args, cwd=made.root, env=dict(os.environ, PATH=scripts, **environment))
    assert run.returncode == 2, run.stdout + run.stderr
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def with_config(line: str) -> Callable[[GradedClass], None]:
    """Adds a line to the configuration, and a date by which the unit is due."""

    def change(made: GradedClass) -> None:
        with (made.root / "nbgrader_config.py").open("a") as config:
            config.write(f"\n{line}\n")
        with Gradebook(f"sqlite:///{made.root}/build/gradebook.db") as book:
            book.update_or_create_assignment(UNIT, duedate=DUE)

    return change


def database(made: GradedClass) -> Path:
    """The file of the gradebook."""
    return made.root / "build" / "gradebook.db"


MISTAKES: Mapping[str, tuple[Callable[[GradedClass], object], str]] = {
    "no Python": (with_config("this is no Python"), "cannot be read (SyntaxError"),
    "an error": (with_config("c.Examine = undefined"), "cannot be read (NameError: name 'undefined'"),
    "no such plugin": (
        with_config('c.AssignLatePenalties.plugin_class = "late.Missing"'),
        "cannot be loaded (TraitError",
    ),
    "no gradebook": (lambda made: database(made).unlink(), "The gradebook does not know 11-small; run"),
    "no database": (lambda made: database(made).write_bytes(b"garbage " * 1000), "cannot be used: "),
    "an empty file": (lambda made: database(made).write_bytes(b""), "The gradebook does not know 11-small; run"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_is_not_as_it_should_be_is_told_in_a_sentence(few: GradedClass, tmp_path: Path, mistake: str) -> None:
    """The configuration, a plugin, the gradebook: exit status 2, and nothing is graded."""
    made = second_version(few, tmp_path, graded=False)
    change, words = MISTAKES[mistake]
    change(made)
    run = grade(made)
    assert run.returncode == 2, run.stdout + run.stderr
    assert words in run.stderr
    assert "Traceback" not in run.stderr
    assert not (made.root / "build" / "autograded").exists()


def test_trust_is_said_in_so_many_words(few: GradedClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that was left in the environment is not enough to run submissions with one's own rights."""
    made = second_version(few, tmp_path, graded=False)
    monkeypatch.setenv("AUTOGRADER_ISOLATION", "process")
    refused = grade(made)
    assert refused.returncode == 2
    assert "say so with --trust-submissions" in refused.stderr
    assert grade(made, "--trust-submissions").returncode == 0
    assert made.results("a")["isolation"] == "process"


def test_neither_side_waits_for_the_other_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large results come out while large jobs go in."""
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    large = "x" * 2_000_000

    def grade(self: Judge, job: Job) -> Graded:
        return Graded(job.student, {"a": large.encode()}, {}, Tally(0.0, 0.0), job.kept)

    monkeypatch.setattr(Judge, "__init__", lambda self, settings, grader: None)
    monkeypatch.setattr(Judge, "grade", grade)
    examiner = cast("Examiner", SimpleNamespace(unit=UNIT))
    settings = read_settings(Course(tmp_path), UNIT)
    with World("process") as world, Pool(settings, world, examiner, 1) as pool:
        pool.add([Job(name, tmp_path, large) for name in "abcde"])
        found = [result for result in pool.results() if result is not None]
    assert [result.student for result in found] == list("abcde")
