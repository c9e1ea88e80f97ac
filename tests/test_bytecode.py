"""Compiled modules are handed on for their very source only."""

from __future__ import annotations

import os
import py_compile
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.bytecode import compiled
from autograder.sandbox.launch import Order


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """A compiled module."""
    path = tmp_path / "here" / "number.py"
    path.parent.mkdir()
    path.write_text("VALUE = 1\n\ndef fail():\n    return 1 / 0\n")
    py_compile.compile(str(path), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)
    return path


def test_elsewhere_python_takes_it_without_the_source(module: Path, tmp_path: Path) -> None:
    """And names the place where it is, not the place where it was compiled."""
    (name, content), *others = compiled(module).items()
    assert not others
    there = tmp_path / "there"
    (there / name).parent.mkdir(parents=True)
    (there / name).write_bytes(content)
    (there / "number.py").write_text("VALUE = 2  # not looked at\n")
    program = "import number, sys; print(number.VALUE, number.fail.__code__.co_filename)"
    command = [sys.executable, "-s", "-P", "-B", "-c", f"import sys; sys.path.insert(0, {str(there)!r}); {program}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["1", str(there / "number.py")]


@pytest.mark.parametrize("change", ["longer", "later", "cut", "nonsense", "another Python", "absent"])
def test_anything_else_is_compiled_where_it_is_imported(module: Path, change: str) -> None:
    """A source that was edited, a file that was cut short, another interpreter's."""
    (name,) = compiled(module)
    cached = module.parent / name
    content = cached.read_bytes()
    if change == "longer":
        about = module.stat()
        module.write_text(module.read_text() + "# edited\n")
        os.utime(module, ns=(about.st_atime_ns, about.st_mtime_ns))
    elif change == "later":
        os.utime(module, (2e9, 2e9))
    elif change == "absent":
        cached.unlink()
    else:
        number = content[:16] + b"i\x01\x00\x00\x00"
        made = {"cut": content[:-9], "nonsense": number, "another Python": b"\0" + content[1:]}
        cached.write_bytes(made[change])
    assert compiled(module) == {}


def test_a_world_gets_compiled_modules(module: Path) -> None:
    """Beside their sources."""
    files = Order(extra=(module,)).files()
    (name,) = compiled(module)
    assert files["number.py"] == module.read_bytes()
    assert files[name] == compiled(module)[name]


def test_a_world_gets_sources_in_any_case() -> None:
    """Every compiled module lies beside its source."""
    files = Order().files()
    for name in files:
        folder, _, last = name.partition("__pycache__/")
        assert not last or f"{folder}{last.split('.')[0]}.py" in files
    assert "autograder/sandbox/learner.py" in files
