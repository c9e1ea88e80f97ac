"""The console command: what it names, what it says when something is not there."""

from __future__ import annotations

import subprocess
import sys

from autograder import cli


def test_help_names_every_command(capsys):
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in cli.COMMANDS)


def test_an_unknown_command_says_what_there_is(capsys):
    assert cli.main(["grdae"]) == 2
    assert 'There is no command "grdae".' in capsys.readouterr().err


def test_a_command_that_is_not_installed_says_so(capsys, monkeypatch):
    monkeypatch.setitem(cli.COMMANDS, "grade", ("autograder.not_in_this_wheel", ""))
    assert cli.main(["grade"]) == 1
    assert "`autograder grade` is not part of this installation" in capsys.readouterr().err


def test_a_missing_package_is_named_with_its_extra(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    monkeypatch.setitem(cli.COMMANDS, "grade", ("watchfiles", ""))
    assert cli.main(["grade"]) == 1
    assert 'pip install -e ".[learn]"' in capsys.readouterr().err


def test_asking_for_help_imports_nothing_slow():
    code = "import sys; from autograder.cli import main; main(['--help']); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = run.stdout.splitlines()[-1].split()
    assert not {"numpy", "sympy", "nbgrader", "matplotlib", "IPython", "pytest"} & set(loaded)
