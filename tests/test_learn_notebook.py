"""`check()`: in a kernel, in plain Python, with the student's package only, under grading, when things go wrong."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel
from learner_course import NO_SHIFT, UNIT, make_course

import autograder
from autograder import examples
from autograder.course import Course
from autograder.examples import ExampleFailure
from autograder.learn import notebook
from autograder.learn.notebook import Mark, check
from autograder.learn.progress import read
from autograder.reference import reference_namespace


@pytest.fixture
def course(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    course = make_course(tmp_path, repository)
    monkeypatch.setenv("AUTOGRADER_COURSE", str(tmp_path))
    monkeypatch.chdir(course.exercises_dir / UNIT)
    return course


@pytest.fixture
def names(course: Course, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of the learner's notebook."""
    namespace = {"np": reference_namespace(course, UNIT)["np"]}
    monkeypatch.setattr(notebook, "_callers_names", lambda: namespace)
    return namespace


class Shell:
    """A stand-in for the shell of a kernel; what is published lands in `shown`."""

    kernel = object()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """As in a kernel: the panels that `check` shows."""
    found: list[dict[str, str]] = []
    monkeypatch.setattr(notebook, "_shell", Shell)
    monkeypatch.setattr("IPython.display.publish_display_data", found.append)
    return found


def test_a_right_answer(course: Course, names: dict[str, Any], shown: list[dict[str, str]]) -> None:
    """The panel says right, the value is the mark, and the progress remembers."""
    names.update(reference_namespace(course, UNIT))
    mark = check("softmax")
    assert isinstance(mark, Mark)
    assert mark._repr_mimebundle_()["text/plain"] == "4.0"
    assert "ag-right" in shown[0]["text/html"]
    assert "Next: `d11_1`." in shown[0]["text/plain"]
    assert read(course).right("softmax")


def test_a_wrong_answer(names: dict[str, Any], shown: list[dict[str, str]]) -> None:
    exec(NO_SHIFT, names)
    mark = check("softmax")
    assert mark is not None
    assert 0 < mark.points < 4
    assert "subtract each row's own maximum" in shown[0]["text/plain"].splitlines()[1]


def test_the_function_itself_names_the_exercise(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    exec(NO_SHIFT, names)
    check(names["softmax"])
    assert capsys.readouterr().out.startswith("softmax: partly right")


def test_a_failing_example_is_the_first_finding(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    exec("def softmax(Z):\n    return Z", names)
    examples._failures["softmax"] = ExampleFailure(2, "assert f(1) == 1", "AssertionError", "rows sum to one", False)
    check("softmax")
    said = capsys.readouterr().out
    assert said.index("line 2 does not hold (`assert f(1) == 1`): rows sum to one") < said.index("work out by hand (")


def test_a_failing_example_against_a_right_answer_is_a_question(
    course: Course, names: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """An example that the learner changed costs nothing and is not hidden either."""
    names.update(reference_namespace(course, UNIT))
    examples._failures["softmax"] = ExampleFailure(1, "assert f(Z) == 9", "AssertionError", "", False)
    check("softmax")
    said = capsys.readouterr().out
    assert said.startswith("softmax: right")
    assert "was the example, or a name it uses, changed?" in said


def test_the_whole_unit(course: Course, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """One line per exercise; cells that were not run count as open and change nothing that was reached before."""
    names.update(reference_namespace(course, UNIT))
    check("d11_1")
    exec(NO_SHIFT, names)
    del names["d11_1"]
    capsys.readouterr()
    assert check() is None
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:4]] == [["✓", "log_sum_exp"], ["◐", "softmax"], ["○", "d11_1"]]
    assert lines[4].startswith("First: softmax.")
    assert read(course).right("d11_1")


def test_an_unknown_name_gets_the_nearest_one(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    check("sofmax")
    assert capsys.readouterr().out == 'There is no exercise named "sofmax". Did you mean check("softmax")?\n'


def test_something_else_than_a_name(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    check(3)
    assert "name in quotes" in capsys.readouterr().out


def test_the_stop_button(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """The first interrupt ends the whole check, with a sentence."""

    def softmax(Z: Any) -> Any:
        raise KeyboardInterrupt

    names["softmax"] = softmax
    check("softmax")
    assert capsys.readouterr().out.startswith("Stopped. Nothing is lost")


def test_a_mistake_of_ours_is_one_sentence(
    names: dict[str, Any], shown: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("autograder.learn.judge.examiner", broken)
    mark = check("softmax")
    assert mark is not None
    assert mark.points == 0.0
    assert "The check itself failed (RuntimeError: out of order)" in shown[0]["text/plain"]


def test_nothing_of_the_answer_is_printed(names: dict[str, Any], capfd: pytest.CaptureFixture[str]) -> None:
    """Prints, warnings and stderr of an answer stay out: a stock nbgrader takes stderr for a mark of zero."""
    noisy = "import sys, warnings\ndef softmax(Z):\n    print('x1'); print('x2', file=sys.stderr); warnings.warn('x3')"
    exec(noisy, names)
    check("softmax")
    said = capfd.readouterr()
    assert said.err == ""
    assert not any(mark in said.out for mark in ("x1", "x2", "x3"))


def test_a_console_without_our_signs(monkeypatch: pytest.MonkeyPatch, names: dict[str, Any]) -> None:
    """Windows consoles that know neither ✓ nor × show a question mark in place of failing."""
    import io

    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    exec(NO_SHIFT, names)
    check("softmax")
    out.flush()
    assert b"softmax: partly right" in out.buffer.getvalue()  # type: ignore[attr-defined]


def test_in_the_sandbox_nothing_happens(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("AUTOGRADER_SANDBOX", "1")
    assert check("softmax") is None
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("grading", ["autograde", "validate"])
def test_grading_is_nobodys_progress(
    course: Course, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch, grading: str
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", grading)
    names.update(reference_namespace(course, UNIT))
    check("softmax")
    assert not read(course).path.exists()


def test_a_copy_elsewhere_is_nobodys_progress(
    course: Course, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    names.update(reference_namespace(course, UNIT))
    check("softmax")
    assert not read(course).path.exists()


class TestStudentsPackage:
    """Where no hidden checks are installed: honest, and never a mark."""

    @pytest.fixture(autouse=True)
    def without_checks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(notebook, "available", lambda: False)

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("", "`softmax` is not defined yet"),
            ("softmax = None", "`softmax` is not answered yet."),
            (
                "def softmax(Z):\n    raise NotImplementedError('your answer goes here')",
                "`softmax` is not answered yet.",
            ),
            (NO_SHIFT, "No example that you can see here speaks against `softmax`. That is not the whole check"),
        ],
    )
    def test_what_is_said(self, names: dict[str, Any], shown: list[dict[str, str]], source: str, said: str) -> None:
        exec(source, names)
        mark = check("softmax")
        assert mark is not None
        assert mark._repr_mimebundle_()["text/plain"] == "0.0"
        assert shown[0]["text/plain"].startswith(said)

    def test_a_failing_example(self, names: dict[str, Any], shown: list[dict[str, str]]) -> None:
        exec(NO_SHIFT, names)
        examples._failures["softmax"] = ExampleFailure(2, "softmax(1)", "IndexError", "no", False, "softmax", "Z[9]")
        check("softmax")
        told = "The example in line 2 (`softmax(1)`) ended in IndexError in `softmax`, at `Z[9]`: no "
        assert shown[0]["text/plain"] == told + notebook.LATER

    def test_without_a_name(self, names: dict[str, Any], shown: list[dict[str, str]]) -> None:
        assert check() is None
        assert notebook.LATER in shown[0]["text/plain"]


def test_importing_check_imports_nothing_heavy() -> None:
    """`from autograder import check` needs the standard library only."""
    code = "import sys; from autograder import check; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    heavy = ("numpy", "sympy", "pytest", "nbgrader", "jupytext", "nbformat", "matplotlib", "IPython", "rich", "msgpack")
    assert [name for name in heavy if f"'{name}'" in loaded] == []


def test_the_package_has_no_other_lazy_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        autograder.chek  # noqa: B018


class Kernel:
    """A real kernel in the learner's folder, as Jupyter and a stock nbgrader use it."""

    def __init__(self, folder: Path) -> None:
        self.manager, self.client = start_new_kernel(
            kernel_name="python3", cwd=str(folder), extra_arguments=["--Application.log_level=ERROR"]
        )

    def run(self, source: str) -> list[dict[str, Any]]:
        """The outputs of one cell."""
        found: list[dict[str, Any]] = []

        def keep(message: dict[str, Any]) -> None:
            if message["msg_type"] in ("execute_result", "display_data", "stream", "error"):
                found.append({"type": message["msg_type"], **message["content"]})

        self.client.execute_interactive(textwrap.dedent(source), output_hook=keep, timeout=60)
        return found


@pytest.fixture
def kernel(course: Course) -> Iterator[Kernel]:
    kernel = Kernel(Path.cwd())
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def test_in_a_real_kernel(course: Course, kernel: Kernel) -> None:
    """A failing example does not hide the diagnosis, and the first result is the mark that nbgrader reads."""
    from nbformat import NotebookNode
    from nbgrader.utils import determine_grade

    assert kernel.run("import numpy as np\nfrom autograder import check") == []
    kernel.run(NO_SHIFT.replace("axis=1", "axis=0"))
    outputs = kernel.run('assert softmax(np.zeros((2, 2))).sum() == 3, "no"\ncheck("softmax")')
    assert [output["type"] for output in outputs] == ["display_data", "execute_result"]
    assert "You normalised over the batch" in outputs[0]["data"]["text/html"]
    assert outputs[1]["data"]["text/plain"] == "0.0"

    kernel.run("\n".join(course.lesson(UNIT).exercises["softmax"].solution_source.splitlines()))
    outputs = kernel.run('check("softmax")')
    cell = NotebookNode(
        cell_type="code",
        metadata={"nbgrader": {"grade": True, "solution": False, "points": 4, "grade_id": "softmax-checks"}},
        source='check("softmax")',
        outputs=[NotebookNode(output_type=o.pop("type"), **o) for o in outputs],
    )
    assert determine_grade(cell) == (4.0, 4.0)
    assert json.loads((course.root / ".progress" / "progress.json").read_text())["exercises"]["softmax"]["solved"]
