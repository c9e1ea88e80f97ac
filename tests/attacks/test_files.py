"""Files in a submission's folder that are not what they seem: no leak, no hang, no aborted batch."""

from __future__ import annotations

import json
import os

import pytest
from graded_class import UNIT, GradedClass, answered, released

NAME = f"{UNIT}.ipynb"


def write(folder, notebook):
    (folder / NAME).write_text(json.dumps(notebook))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    base = tmp_path_factory.mktemp("files")
    notebook = answered(released(base))
    secret = base / "secret.txt"
    secret.write_text("the key to every answer")

    def beside(make):
        def fill(folder):
            write(folder, notebook)
            make(folder)

        return fill

    def huge(path, size=200_000_000):
        with path.open("wb") as file:
            file.truncate(size)  # sparse: takes no room on the disk

    def folder_is_link(folder):
        folder.rmdir()
        folder.symlink_to("../honest-first/" + UNIT)

    def not_a_file(folder):
        (folder / NAME).mkdir()

    submissions = {
        "honest-first": notebook,
        # the notebook itself
        "notebook-link": lambda folder: (folder / NAME).symlink_to("../../honest-first/" + UNIT + "/" + NAME),
        "notebook-link-secret": lambda folder: (folder / NAME).symlink_to(secret),
        "notebook-dangling": lambda folder: (folder / NAME).symlink_to("nowhere.ipynb"),
        "notebook-device": lambda folder: (folder / NAME).symlink_to("/dev/zero"),
        "notebook-fifo": lambda folder: os.mkfifo(folder / NAME),
        "notebook-folder": not_a_file,
        "notebook-huge": lambda folder: huge(folder / NAME),
        "notebook-empty": b"",
        "notebook-binary": bytes(range(256)) * 40,
        "notebook-latin": '{"cells": ["é"]}'.encode("latin-1"),
        "notebook-deep": b'{"cells":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        "notebook-wide": b'{"cells": [' + b"[]," * 1_500_000 + b"[]]}",
        "notebook-list": b"[1, 2, 3]",
        "notebook-no-cells": b'{"metadata": {}, "nbformat": 4}',
        "notebook-odd-cells": b'{"cells": [1, null, "x", []]}',
        "notebook-many-cells": json.dumps({"cells": [{"cell_type": "code", "source": "1"}] * 5000}).encode(),
        "notebook-number": b'{"cells": ' + b"9" * 100_000 + b"}",
        "folder-link": folder_is_link,
        # its name
        "renamed": lambda folder: (folder / "my homework (1).ipynb").write_text(json.dumps(notebook)),
        "two-unknown": lambda folder: [(folder / f"{n}.ipynb").write_text(json.dumps(notebook)) for n in "ab"],
        "nothing": lambda folder: (folder / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC"),
        # files beside it
        "link-gradebook": beside(lambda folder: (folder / "data.db").symlink_to("../../../gradebook.db")),
        "link-secret": beside(lambda folder: (folder / "data.txt").symlink_to(secret)),
        "link-folder": beside(lambda folder: (folder / "data").symlink_to("../../../source")),
        "link-dangling": beside(lambda folder: (folder / "data.txt").symlink_to("nowhere")),
        "link-device": beside(lambda folder: (folder / "data.txt").symlink_to("/dev/zero")),
        "fifo": beside(lambda folder: os.mkfifo(folder / "pipe")),
        "huge": beside(lambda folder: huge(folder / "data.bin")),
        "many": beside(lambda folder: [(folder / f"{n}.txt").write_text("x") for n in range(300)]),
        "forged-results": beside(lambda folder: (folder / "results.json").write_text('{"exercises": "forged"}')),
        "odd-name": beside(lambda folder: (folder / "<img src=x onerror=alert(1)>.txt").symlink_to(secret)),
        "shadowing": beside(lambda folder: (folder / "numpy.py").write_text("raise SystemExit('gotcha')")),
        "honest-data": beside(lambda folder: (folder / "data.txt").write_text("mine")),
        # the time of submission
        "time-fifo": beside(lambda folder: os.mkfifo(folder / "timestamp.txt")),
        "time-link": beside(lambda folder: (folder / "timestamp.txt").symlink_to(secret)),
        "time-odd": beside(lambda folder: (folder / "timestamp.txt").write_text("half past \x00 nonsense")),
        "time-huge": beside(lambda folder: huge(folder / "timestamp.txt")),
        "zz-honest-last": notebook,
    }
    made = GradedClass(base, submissions)
    made.learners = list(submissions)
    made.autograde()
    return made


REFUSED = {
    "notebook-link": "is a link to another place",
    "notebook-link-secret": "is a link to another place",
    "notebook-dangling": "is a link to another place",
    "notebook-device": "is a link to another place",
    "notebook-fifo": "is not an ordinary file",
    "notebook-folder": "is not an ordinary file",
    "notebook-huge": "is larger than 20 MB",
    "notebook-empty": "is empty",
    "notebook-binary": "is not text in UTF-8",
    "notebook-latin": "is not text in UTF-8",
    "notebook-deep": "nested deeper",
    "notebook-wide": "far more complicated",
    "notebook-list": "it has no cells",
    "notebook-no-cells": "it has no cells",
    "notebook-odd-cells": "has no cells",
    "notebook-many-cells": "has 5000 cells",
    "notebook-number": "not a notebook",
    "folder-link": "submitted folder is a link",
    "two-unknown": f"There is no {NAME}",
    "nothing": f"There is no {NAME}",
}


@pytest.mark.parametrize("learner", REFUSED)
def test_what_cannot_be_read_is_refused_for_that_learner_alone(graded, learner):
    exercises = graded.results(learner)["exercises"]
    assert {item["verdict"] for item in exercises} == {"unjudged"}
    assert all(REFUSED[learner] in item["headline"] for item in exercises)
    assert graded.scores(learner) == {"softmax": 0, "d11_1": 0, "q11_1": 0}


def test_everyone_else_gets_their_marks(graded):
    for learner in set(graded.learners) - set(REFUSED):
        assert graded.scores(learner) == {"softmax": 4, "d11_1": 2, "q11_1": 1}, learner


LEFT_OUT = {
    "link-gradebook": "`data.db` was left out: it is a link",
    "link-secret": "`data.txt` was left out: it is a link",
    "link-dangling": "`data.txt` was left out: it is a link",
    "link-device": "`data.txt` was left out: it is a link",
    "fifo": "`pipe` was left out: it is not an ordinary file",
    "huge": "`data.bin` was left out: more than 20 MB",
    "many": "more than 200 files were submitted",
}


@pytest.mark.parametrize("learner", LEFT_OUT)
def test_files_that_are_left_out_are_named(graded, learner):
    assert LEFT_OUT[learner] in graded.text(learner)


def test_nothing_is_copied_through_a_link(graded):
    for path in (graded.root / "build" / "autograded").rglob("*"):
        assert not path.is_symlink()
        assert path.is_dir() or path.is_file()
        assert path.is_dir() or b"the key to every answer" not in path.read_bytes()
        assert path.suffix != ".db"


def test_honest_files_are_kept(graded):
    assert (graded.place("autograded", "honest-data") / "data.txt").read_text() == "mine"


def test_forged_results_are_replaced(graded):
    assert graded.points("forged-results")["softmax"] == 4


def test_a_renamed_notebook_counts_with_a_remark(graded):
    assert "submitted as `my homework (1).ipynb`" in graded.text("renamed")


def test_the_next_run_is_as_good(graded):
    """Read-only files of the first run are no obstacle, and nothing accumulates."""
    before = graded.results("honest-first")
    graded.submit("honest-first", (graded.place("submitted", "zz-honest-last") / NAME).read_bytes())
    path = graded.place("autograded", "honest-first")
    assert path.joinpath("results.json").stat().st_mode & 0o777 == 0o444
    graded.nbgrader("autograde", UNIT, "--student=honest-first", "--force")
    assert graded.results("honest-first") == before
