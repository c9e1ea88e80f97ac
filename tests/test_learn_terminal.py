"""The learner's commands: check, hint, list, reset, learn."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from learner_course import NO_SHIFT, UNIT, all_right, make_course, save

from autograder.course import Course
from autograder.learn import hint, lab, overview, reset, terminal_check
from autograder.learn.notebookfile import read_notebook, source_of
from autograder.learn.progress import FOLDER, read


@pytest.fixture
def course(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    course = make_course(tmp_path, repository)
    monkeypatch.setenv("AUTOGRADER_COURSE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    return course


class TestCheck:
    """`autograder check`."""

    def test_everything_right(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        """Exit status 0, the table, and the progress kept; the notebook's path is told at once."""
        path = all_right(course)
        assert terminal_check.main([str(path)]) == 0
        said = capsys.readouterr()
        assert said.out.startswith("11-small: 10 of 10 points")
        assert said.err.startswith(f"Checking {path.relative_to(course.root)}")
        assert read(course).right("softmax")

    def test_something_wrong(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        save(course, {"softmax": NO_SHIFT})
        assert terminal_check.main(["11", "softmax"]) == 1
        assert "subtract each row's own maximum" in capsys.readouterr().out

    def test_an_endless_loop_ends(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        """It costs this exercise; the others are judged, and figures that would call it are not run."""
        save(course, {"softmax": "def softmax(Z):\n    while True:\n        pass", "d11_1": None, "log_sum_exp": None})
        assert terminal_check.main(["11", "--json"]) == 2
        result = json.loads(capsys.readouterr().out)
        assert {e["name"]: e["verdict"] for e in result["exercises"]} == {
            "log_sum_exp": "right",
            "softmax": "unjudged",
            "d11_1": "right",
        }

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("def softmax(Z)\n    return Z", "The cell of `softmax` does not run: SyntaxError: expected ':', line 1"),
            (
                "x = 1 / 0\ndef softmax(Z): ...",
                "The cell of `softmax` does not run: ZeroDivisionError: division by zero",
            ),
            ("import os\nos._exit(3)", "The cell of `softmax` ended the Python process"),
            ("def other(Z): ...", "`softmax` is not defined"),
        ],
    )
    def test_a_cell_that_does_not_run(
        self, course: Course, capsys: pytest.CaptureFixture[str], source: str, said: str
    ) -> None:
        """What ended the cell is the headline, with its line."""
        save(course, {"softmax": source})
        assert terminal_check.main(["11", "softmax"]) in (1, 2)
        assert said in " ".join(capsys.readouterr().out.split())

    def test_a_helper_cell_of_ones_own_is_run(self, course: Course) -> None:
        extra = "import numpy as np\ndef shifted(Z):\n    return Z - Z.max(axis=1, keepdims=True)"
        answer = "def softmax(Z):\n    e = np.exp(shifted(Z))\n    return e / e.sum(axis=1, keepdims=True)"
        save(course, {"softmax": answer}, extra)
        assert terminal_check.main(["11", "softmax"]) == 0

    def test_a_file_beside_the_notebook_can_be_used(self, course: Course) -> None:
        path = save(course, {"softmax": "from mine import softmax"})
        source = course.lesson(UNIT).exercises["softmax"].solution_source
        (path.parent / "mine.py").write_text(f"import numpy as np\n{source}\n", encoding="utf-8")
        assert terminal_check.main(["11", "softmax"]) == 0

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b'{"cells": [', "is not a complete notebook file (line 1)"),
            (b"\xff\xfe", "is not a complete notebook file"),
            (b"[]", "has no list of cells"),
        ],
    )
    def test_a_broken_notebook(
        self, course: Course, capsys: pytest.CaptureFixture[str], content: bytes, said: str
    ) -> None:
        path = save(course, {})
        path.write_bytes(content)
        assert terminal_check.main([str(path)]) == 2
        assert said in capsys.readouterr().err
        assert path.read_bytes() == content

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["nowhere.ipynb"], "There is no file nowhere.ipynb here."),
            (["99"], '"99" is no unit'),
            (["11", "sofmax"], 'has no exercise "sofmax"; it has: log_sum_exp, softmax, d11_1'),
        ],
    )
    def test_what_does_not_exist(
        self, course: Course, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
    ) -> None:
        assert terminal_check.main(arguments) == 2
        assert said in capsys.readouterr().err

    def test_a_renamed_copy_is_recognised_and_is_no_progress(self, course: Course, tmp_path: Path) -> None:
        copy = tmp_path / "my try.ipynb"
        copy.write_bytes(all_right(course).read_bytes())
        assert terminal_check.main([str(copy)]) == 0
        assert not read(course).path.exists()

    def test_with_the_students_package(
        self, course: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("autograder.learn.target.available", lambda: False)
        assert terminal_check.main(["11"]) == 2
        assert "hidden checks are not installed" in capsys.readouterr().err

    def test_a_mistake_of_ours_is_one_sentence(
        self, course: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("out of order\nwith details")

        monkeypatch.setattr(terminal_check, "judge_notebook", broken)
        assert terminal_check.main(["11"]) == 2
        assert "The check itself failed (RuntimeError: out of order)." in capsys.readouterr().err


class TestHint:
    """`autograder hint`."""

    def test_one_more_each_time(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        for said in ("Hint 1 of 2", "Hint 2 of 2", "Hint 2 of 2"):
            assert hint.main(["log_sum_exp"]) == 0
            assert capsys.readouterr().out.startswith(said)
        assert read(course).entry("log_sum_exp").hints == 2

    def test_again_shows_what_was_seen(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        hint.main(["log_sum_exp"])
        capsys.readouterr()
        assert hint.main(["log_sum_exp", "--again"]) == 0
        said = capsys.readouterr().out
        assert "You have seen 1 of 2" in said
        assert "Take out the largest." in said
        assert "Add it back" not in said

    def test_no_hint_at_all(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        assert hint.main(["d11_1"]) == 0
        assert "There is no hint for d11_1" in capsys.readouterr().out

    def test_an_unknown_exercise(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        assert hint.main(["d99_1"]) == 2
        assert 'no exercise "d99_1"' in capsys.readouterr().err


class TestList:
    """`autograder list`."""

    def test_before_the_first_check(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        assert overview.main([]) == 0
        said = capsys.readouterr().out
        assert "0 of 3 exercises right, 0 of 10 points." in said
        assert "Next: log_sum_exp in exercises/11-small/11-small.ipynb" in said

    def test_after_some(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        save(course, {"log_sum_exp": None, "softmax": NO_SHIFT})
        terminal_check.main(["11", "--json"])
        capsys.readouterr()
        assert overview.main(["11"]) == 0
        rows = {line.split()[1]: line for line in capsys.readouterr().out.splitlines() if line[:1] in "✓◐○✗" and line}
        assert rows["log_sum_exp"].startswith("✓")
        assert "partly right  ← next" in rows["softmax"]
        assert "not answered yet" in rows["d11_1"]

    def test_everything_right(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        all_right(course)
        terminal_check.main(["11", "--json"])
        capsys.readouterr()
        assert overview.main([]) == 0
        assert "Everything is right. Well done." in capsys.readouterr().out

    def test_a_damaged_progress_file_is_said(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        path = read(course).path
        path.parent.mkdir()
        path.write_text("{", encoding="utf-8")
        assert overview.main([]) == 0
        assert "The progress file was damaged" in capsys.readouterr().out


class TestReset:
    """`autograder reset`."""

    def test_starter_back_and_backup_kept(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        path = save(course, {"softmax": NO_SHIFT, "d11_1": "d11_1 = 3"})
        before = path.read_bytes()
        assert reset.main(["softmax"]) == 0
        said = capsys.readouterr().out
        (backup,) = (course.root / FOLDER / "backups").iterdir()
        assert backup.read_bytes() == before
        assert str(backup.relative_to(course.root)) in said
        sources = {cell["id"]: source_of(cell) for cell in read_notebook(path)["cells"]}
        assert sources["softmax"] == course.lesson(UNIT).exercises["softmax"].starter_source
        assert sources["d11_1"] == "d11_1 = 3"

    def test_an_untouched_exercise_needs_nothing(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        assert reset.main(["softmax"]) == 0
        assert "nothing to do" in capsys.readouterr().out
        assert not (course.root / FOLDER).exists()

    def test_a_deleted_cell_comes_back_above_its_checks(self, course: Course) -> None:
        path = save(course, {})
        notebook = read_notebook(path)
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "softmax"]
        path.write_text(json.dumps(notebook), encoding="utf-8")
        assert reset.main(["softmax"]) == 0
        ids = [cell["id"] for cell in read_notebook(path)["cells"]]
        assert ids.index("softmax") == ids.index("softmax-checks") - 1

    def test_when_the_backup_fails_nothing_is_touched(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        path = save(course, {"softmax": NO_SHIFT})
        before = path.read_bytes()
        (course.root / FOLDER).write_text("a file where the folder should be", encoding="utf-8")
        assert reset.main(["softmax"]) == 2
        assert capsys.readouterr().err.startswith("Nothing was changed")
        assert path.read_bytes() == before

    def test_a_broken_notebook_is_left_alone(self, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
        path = save(course, {})
        path.write_text("{", encoding="utf-8")
        assert reset.main(["softmax"]) == 2
        assert path.read_text(encoding="utf-8") == "{"


class TestLab:
    """`autograder learn`."""

    def test_the_token_is_not_on_the_command_line(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        """Other users of the machine can read command lines."""
        started: list[tuple[list[str], str]] = []

        class Server:
            def __init__(self, arguments: list[str], cwd: Path, env: dict[str, str]) -> None:
                started.append((arguments, env["JUPYTER_TOKEN"]))

            def wait(self) -> int:
                return 0

        monkeypatch.setattr(lab.subprocess, "Popen", Server)
        assert lab.main(["--no-browser"]) == 0
        ((arguments, token),) = started
        assert len(token) >= 24
        assert not any(token in argument for argument in arguments)
        assert arguments[:3] == [sys.executable, "-m", "jupyterlab"]

    def test_the_address_is_printed(
        self, course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(lab.subprocess, "Popen", lambda *a, **k: type("Server", (), {"wait": lambda self: 0})())
        lab.main(["--no-browser"])
        said = capsys.readouterr().out
        assert said.startswith("Begin with log_sum_exp in 11-small/11-small.ipynb (0 of 3 right).")
        assert "http://127.0.0.1:" in said

    def test_a_port_in_use_is_passed_over(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            assert lab.free_port() != taken.getsockname()[1]

    def test_without_a_browser(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def none() -> None:
            raise lab.webbrowser.Error("could not locate runnable browser")

        monkeypatch.setattr(lab.webbrowser, "get", none)
        assert not lab.has_browser()


def test_commands_start_without_heavy_imports() -> None:
    """The first line of `autograder check` is not kept waiting by what only judging needs."""
    code = (
        "import sys, autograder.learn.terminal_check, autograder.learn.hint, autograder.learn.reset;"
        "print(sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert [name for name in ("numpy", "sympy", "pytest", "IPython", "nbgrader", "rich") if f"'{name}'" in loaded] == []


@pytest.mark.parametrize("command", ["check", "watch", "hint", "list", "reset", "learn"])
def test_every_command_explains_itself(command: str) -> None:
    program = [sys.executable, "-m", "autograder.cli", command, "--help"]
    said = subprocess.run(program, capture_output=True, text=True, check=True, env=dict(os.environ)).stdout
    assert said.startswith(f"usage: autograder {command}")
