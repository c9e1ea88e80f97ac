"""Whatever learner code left in a folder goes, and within the time allowed."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from autograder.sandbox.leftovers import PREFIX, Hold, tidy
from autograder.sandbox.removal import remove_later, remove_tree


def test_of_any_depth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deeper than the stack of Python, and than the longest path."""
    box = tmp_path / "box"
    box.mkdir()
    monkeypatch.chdir(box)
    for _ in range(3000):
        Path("dd").mkdir()
        os.chdir("dd")
    os.chdir(tmp_path)
    assert remove_tree(box)
    assert list(tmp_path.iterdir()) == []


def test_links_are_not_followed_and_closed_folders_are_opened(tmp_path: Path) -> None:
    """Folders without any permission, links to folders and to nothing, names like those that are used here."""
    (tmp_path / "kept" / "inner").mkdir(parents=True)
    (tmp_path / "kept" / "file").write_text("x")
    box = tmp_path / "box"
    (box / ".0.removed" / "a" / "b").mkdir(parents=True)
    (box / ".1.removed").write_text("x")
    (box / "link").symlink_to(tmp_path / "kept")
    (box / ".0.removed" / "link").symlink_to(tmp_path / "kept")
    (box / "dangling").symlink_to("nowhere")
    os.mkfifo(box / "pipe")
    (box / ".0.removed" / "a").chmod(0)
    (box / "closed").mkdir(mode=0)
    assert remove_tree(box)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "inner", "kept"]


def test_it_gives_up_in_time(tmp_path: Path) -> None:
    """What is left can be removed by another call, also by two at once."""
    box = tmp_path / "box"
    for number in range(3000):
        (box / str(number) / "inner").mkdir(parents=True)
    assert not remove_tree(box, 0.0)
    assert len(list(box.iterdir())) == 3000
    helper = os.fork()
    if helper == 0:
        remove_tree(box)
        os._exit(0)
    remove_tree(box)
    os.waitpid(helper, 0)
    assert remove_tree(box)


def test_another_process_does_it(tmp_path: Path) -> None:
    """Without being waited for."""
    (tmp_path / "box" / "inner").mkdir(parents=True)
    before = psutil.Process().children()
    remove_later(tmp_path / "box")
    psutil.wait_procs([helper for helper in psutil.Process().children() if helper not in before], 60)
    assert list(tmp_path.iterdir()) == []


def test_folders_of_killed_runs_go_and_those_in_use_stay(tmp_path: Path) -> None:
    """By whether somebody holds them; not young ones, links, files, or what is called otherwise."""
    names = ("left", "held", "forked", "young", "link", "file", "other", "notes")
    paths = {name: tmp_path / f"{PREFIX}{name:_<8}" for name in names}
    paths["other"], paths["notes"] = tmp_path / "other___", tmp_path / f"{PREFIX}my notes"  # of somebody's own
    for name in ("left", "held", "forked", "young", "other", "notes"):
        (paths[name] / "inner").mkdir(parents=True)
    paths["link"].symlink_to(paths["other"])
    paths["file"].write_text("x")
    for name in ("left", "held", "forked", "other", "notes"):
        os.utime(paths[name], (0, 0))
    reading, writing = os.pipe()
    held = Hold(paths["forked"])
    child = os.fork()
    if not child:
        os.close(writing)
        os.read(reading, 1)  # holds it until the parent hangs up
        os._exit(0)
    held.close()
    with closing(Hold(paths["held"])):
        tidy(tmp_path)
    assert {name for name in names if os.path.lexists(paths[name])} == {*names} - {"left"}
    os.close(writing)
    os.waitpid(child, 0)
    tidy.cache_clear()
    tidy(tmp_path)
    assert {name for name in names if os.path.lexists(paths[name])} == {"file", "link", "other", "young", "notes"}
