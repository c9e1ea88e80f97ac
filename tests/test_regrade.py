"""A changed hidden check: only what it can affect is judged again, and all comes out as if everything had been."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from gradebook_dump import dump
from graded_class import ANSWERS, LESSON, REPOSITORY, SOFTMAX, UNIT, WRONG, GradedClass, Submission, answered, released
from programs import run_program

from autograder.batch.notes import Notes
from autograder.batch.settings import read_settings
from autograder.course import Course

LESSON_WITH_NEEDS = (
    LESSON
    + '''
# %% exercise="log_softmax" points=4 needs="softmax"
def log_softmax(Z):
    """Logits Z (N, C) to logarithms of probabilities (N, C)."""
    ### BEGIN SOLUTION
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    ### END SOLUTION

# %% checks="log_softmax"
check("log_softmax")

# %% exercise="q11_2" points=1
### BEGIN SOLUTION
q11_2 = "a"
### END SOLUTION

# %% checks="q11_2"
check("q11_2")
'''
)
UNSHIFTED = SOFTMAX.replace(" - np.max(Z, axis=1, keepdims=True)", "")
BUILDS = "def log_softmax(Z):\n    return np.log(softmax(Z))"
FULL = {**ANSWERS, "log_softmax": BUILDS, "q11_2": 'q11_2 = "a"'}
ALL = {"softmax", "log_softmax", "d11_1", "q11_1", "q11_2"}
# Notes by student what each message to a learner process asks for by name, in whatever way it is sent.
LISTENING = """
import autograder.batch.judging as judging
import autograder.sandbox.channel_session as session
from autograder.wire import unpack
student, grade, begin = [""], judging.Judge.grade, session.ChannelSession.__init__

def named(self, job):
    student[0] = job.student
    return grade(self, job)

def asked(request):
    yield request.get("name", request.get("target"))
    for inner in request.get("requests", ()):
        yield from asked(unpack(inner))

def listening(self, channel):
    send = channel.send
    def heard(content):
        with open("asked.txt", "a") as file:
            file.writelines(f"{student[0]} {name}\\n" for name in asked(unpack(content)) if name)
        send(content)
    channel.send = heard
    begin(self, channel)

judging.Judge.grade, session.ChannelSession.__init__ = named, listening
"""
KILLED = """
import os, signal
import autograder.batch.notes as notes
write, count = notes.Notes.write, [0]

def replaced(*args):
    count[0] += 1
    if count[0] == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    write(*args)

notes.Notes.write = replaced
"""


@dataclass(frozen=True)
class Regraded:
    """A course with a copy of the whole package, so that hidden checks and the engine can be changed."""

    made: GradedClass
    library: Path

    def grade(self, *options: str, prelude: str = "") -> dict[str, set[str]]:
        """Run the command; what was asked of each student's process, by name."""
        asked = self.made.root / "asked.txt"
        asked.unlink(missing_ok=True)
        run = self.start(*options, prelude=LISTENING + prelude)
        assert run.returncode == 1, run.stdout + run.stderr  # some could not be judged
        (self.made.root / "told.txt").write_text(run.stdout)
        heard: dict[str, set[str]] = defaultdict(set)
        for line in asked.read_text().splitlines() if asked.exists() else ():
            student, name = line.split()
            heard[student].add(name)
        return dict(heard)

    def told(self) -> str:
        """What the last run said."""
        return (self.made.root / "told.txt").read_text()

    def start(self, *options: str, prelude: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command, after `prelude`."""
        program = f"import sys\nfrom autograder.batch.main import main\n{prelude}\nsys.exit(main(sys.argv[1:]))"
        environment = dict(os.environ, COLUMNS="200", PYTHONPATH=str(self.library))
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the copy would be compiled anew for every run
        return run_program(program, "11", *options, cwd=self.made.root, env=environment)

    def change(self, name: str, old: str, new: str) -> None:
        """Put other words into one file of the package."""
        path = self.library / "autograder" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def state(self) -> dict[str, object]:
        """Every graded file, every table of the gradebook and every note."""
        build = self.made.root / "build"
        places = sorted([*(build / "autograded").rglob("*"), *(build / "grade-state").rglob("*.json")])
        files = {str(path.relative_to(build)): path.read_bytes() for path in places if path.is_file()}
        return {**files, **dump(build / "gradebook.db")}

    def note(self, student: str) -> Path:
        """The note on a student's submission."""
        return self.made.root / "build" / "grade-state" / UNIT / f"{student}.json"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Regraded:
    """A class that was graded once."""
    base = tmp_path_factory.mktemp("regrade")
    notebook = released(base, LESSON_WITH_NEEDS)
    everyone: Mapping[str, Submission] = {
        "builds": answered(notebook, **FULL),
        "odd": answered(notebook, **{**FULL, "q11_1": "q11_1 = 17"}),
        "syntax": answered(notebook, **{**FULL, "softmax": "def softmax(Z)\n    return Z"}),
        "text": b"not a notebook",
        "untouched": notebook,
        "wrong": answered(notebook, **{**FULL, "softmax": WRONG}),
        "unshifted": answered(notebook, **{**FULL, "softmax": UNSHIFTED}),
    }
    made = GradedClass(base, everyone, LESSON_WITH_NEEDS)
    library = base / "library"
    shutil.copytree(REPOSITORY / "autograder", library / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    course = Regraded(made, library)
    heard = course.grade()
    assert set(heard) == everyone.keys() - {"text"}
    assert all(names == ALL for names in heard.values())
    return course


def expected(course: Regraded, changed: set[str]) -> dict[str, set[str]]:
    """What is to be asked again: always what could not be judged, and what has changed."""
    students = {path.stem for path in course.note("x").parent.glob("*.json")} - {"text"}
    return {**dict.fromkeys(students, changed), "odd": changed | {"q11_1"}}


# One change each, and the exercises that it can affect.
CHANGES: Mapping[str, tuple[str, str, str, set[str]]] = {
    "the checks of an exercise that another needs": (
        "hidden/unit_11/softmax.py", "(axis 0). Each row", "(axis 0!). Each row", {"softmax", "log_softmax"},
    ),
    "inputs of an exercise that needs another": (
        "hidden/unit_11/log_softmax.py", '@check("sizes")\n', '@check("sizes", weight=3)\n', {"log_softmax"},
    ),
    "one quiz item": ("hidden/unit_11/quiz.py", "Every weight e^z grows", "Each weight e^z grows", {"q11_1"}),
    "one derivation": ("hidden/unit_11/derivations.py", "Look at the sign of the second", "See the second", {"d11_1"}),
}  # fmt: skip


def test_only_what_a_changed_check_can_affect_is_judged_again(course: Regraded) -> None:
    """Nothing is asked of a learner's process for the rest; files, marks and notes are those of a whole regrade.

    After every change on top of those before, so that what was kept once is kept again.
    """
    for what, (name, old, new, affected) in CHANGES.items():
        course.change(name, old, new)
        assert course.grade() == expected(course, affected), what
    partly = course.state()
    assert all(names == ALL for names in course.grade("--force").values())
    assert course.state() == partly
    assert "(axis 0!). Each row is one sample" in course.made.text("wrong")


def test_a_changed_engine_regrades_all(course: Regraded) -> None:
    """And says nothing of parts."""
    with (course.library / "autograder" / "checks" / "compare.py").open("a") as file:
        file.write("# More.\n")
    heard = course.grade()
    assert heard == expected(course, ALL)
    assert "of these" not in course.told()


def second_line(change: Callable[[list[dict[str, object]]], object]) -> Callable[[str], str]:
    """What changes the results in a note."""

    def changed(text: str) -> str:
        head, _, kept = text.partition("\n")
        results = json.loads(kept)
        change(results)
        return f"{head}\n{json.dumps(results)}"

    return changed


DAMAGES: Mapping[str, Callable[[str], str]] = {
    "builds": lambda text: text[:-20],
    "syntax": second_line(lambda results: results[0].update(more=1)),
    "untouched": lambda text: json.dumps({"fingerprint": json.loads(text.splitlines()[0])["fingerprint"], "tally": {}}),
    "wrong": second_line(lambda results: results[0].update(verdict="perfect")),
    "unshifted": second_line(lambda results: results.append(results[0])),
}


def test_a_note_that_cannot_be_read_means_to_judge_all(course: Regraded) -> None:
    """Cut short, with fields of its own, of an earlier version, with an unknown word, with an exercise twice."""
    course.change("hidden/unit_11/log_softmax.py", '@check("sizes"', '@check("types"')
    for student, damage in DAMAGES.items():
        course.note(student).write_text(damage(course.note(student).read_text()))
    heard = course.grade()
    assert {student: heard[student] for student in DAMAGES} == dict.fromkeys(DAMAGES, ALL)
    assert heard["odd"] == {"log_softmax", "q11_1"}
    assert "of these, in part           │ 1: only what changed checks can affect" in course.told()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "\x00",
        "[" * 99_999,
        '{"fingerprint": "a", "recorded": "", "checks": {}, "tally": {"points": 1}}',
    ],
)
def test_a_damaged_note_is_none(tmp_path: Path, text: str) -> None:
    """Whatever stands in the file: no error."""
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    settings = read_settings(Course(tmp_path), UNIT)
    path = settings.state / UNIT / "ada.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert Notes(settings).read("ada") is None


def test_a_killed_regrade_is_made_good_by_the_next(course: Regraded) -> None:
    """What was noted is not judged again, what was not is judged in part as before."""
    course.change("hidden/unit_11/softmax.py", "Small rows you can", "Little rows you can")
    assert course.start(prelude=KILLED).returncode == -9
    assert 0 < len(course.grade()) < len(expected(course, set()))
    partly = course.state()
    course.grade("--force")
    assert course.state() == partly


def test_who_was_held_up_is_judged_as_a_whole_every_time(course: Regraded) -> None:
    """Whenever anything has changed: with more time, all of it might come out differently."""
    notebook = released(course.made.root.parent, LESSON_WITH_NEEDS)
    endless = answered(notebook, **{**FULL, "softmax": "def softmax(Z):\n    while True:\n        pass"})
    course.grade()  # whatever tests before this one have changed
    course.made.submit("endless", endless)
    assert course.grade() == {"endless": ALL}
    course.change("hidden/unit_11/quiz.py", "grows", "rises")
    assert course.grade() == {**expected(course, {"q11_1"}), "endless": ALL}
