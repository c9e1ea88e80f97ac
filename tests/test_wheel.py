"""The wheel that students install: what is in it, and that it works where nothing else of the course is."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

INSTRUCTORS = {
    "audit", "batch", "build", "checks", "collector", "diagnosis", "examiner", "execute", "hidden",
    "nbgrader_plugin", "notebook", "reference", "submission",
}  # fmt: skip
IMPORTS = """
import importlib, pathlib, sys

site = pathlib.Path(sys.argv[1])
for path in sorted(site.glob("autograder/**/*.py")):
    if path.stem != "__main__":
        importlib.import_module(".".join(path.relative_to(site).with_suffix("").parts).removesuffix(".__init__"))
"""
STUDENT = """
import socket, sys

def refuse(*args, **keywords):
    raise AssertionError("the student package went online")

socket.socket.connect = socket.create_connection = refuse
import autograder
from autograder import check

assert autograder.__file__.startswith(sys.argv[1]), autograder.__file__

def softmax(Z):
    return Z

check("softmax")
"""


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without downloading anything."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(repository)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_no_judge_and_no_answer_is_in_the_wheel(wheel: Path, repository: Path) -> None:
    """No hidden check, no authoring or grading code, no lesson text, no solution."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        text = "\n".join(archive.read(name).decode() for name in names if name.endswith((".py", ".txt", ".json")))
    tops = {Path(name).parts[1].removesuffix(".py") for name in names if name.startswith("autograder/")}
    assert tops & INSTRUCTORS == set()
    assert {Path(name).parts[0] for name in names} == {"autograder", "autograder-0.1.0.dist-info"}
    for hidden in (repository / "autograder" / "hidden").glob("unit_*/*.py"):
        for line in hidden.read_text(encoding="utf-8").splitlines():
            assert len(line.strip()) < 60 or line.strip() not in text, f"{hidden.name}: {line.strip()}"


def test_no_judge_is_in_the_source_distribution(repository: Path, tmp_path: Path) -> None:
    """The other kind of package that could be published holds no hidden check and no lesson either."""
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path), str(repository)]
    subprocess.run(command, check=True, capture_output=True)
    listing = subprocess.run(
        ["tar", "-tzf", next(tmp_path.glob("*.tar.gz"))], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    names = [Path(*Path(name).parts[1:]).as_posix() for name in listing]
    assert "autograder/__init__.py" in names
    assert [name for name in names if "hidden" in name or name.startswith(("source", "solutions", "exercises"))] == []


@pytest.fixture
def student(wheel: Path, tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run code far from the course, where the unpacked wheel is all there is of this project."""
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    env = {name: value for name, value in os.environ.items() if not name.startswith("AUTOGRADER")}
    env |= {"PYTHONPATH": str(site), "HOME": str(elsewhere)}

    def run(code: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, str(site)]
        return subprocess.run(command, cwd=elsewhere, env=env, capture_output=True, text=True, check=False)

    return run


def test_every_module_of_the_wheel_stands_alone(student: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    """No module in the wheel needs, at import, one that was left out."""
    done = student(IMPORTS)
    assert done.returncode == 0, done.stderr


def test_check_works_with_the_wheel_alone(student: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    """Offline, `check` answers: it tells what it can and promises nothing."""
    done = student(STUDENT)
    assert done.returncode == 0, done.stderr
    assert "all passed" not in done.stdout.lower()
