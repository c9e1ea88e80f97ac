"""A world that starts in the background: the one that is wanted comes out, and none is left behind."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from autograder.sandbox.api import WorldError
from autograder.sandbox.levels import VARIABLE, probe
from autograder.sandbox.opening import Opening

HERE = Path(__file__).resolve().parent
NEEDS_BOTH = pytest.mark.skipif(bool(probe("isolated") or probe("restricted")), reason="needs both levels")


@NEEDS_BOTH
def test_the_expected_world_is_the_one_that_was_started() -> None:
    """It serves submissions, whoever took it ends it, and no thread is left that a fork could not take along."""
    threads = threading.active_count()
    with closing(Opening([HERE])) as opening:
        opening.start()
        world = opening.world("isolated")
        assert threading.active_count() == threads
    with world:
        assert world.level == "isolated"
        world.channel().close()


@NEEDS_BOTH
def test_another_level_gets_another_world() -> None:
    """What was started in vain is ended."""
    with closing(Opening([HERE])) as opening:
        opening.start()
        coming = opening._coming
        assert coming is not None
        with opening.world("restricted") as world:
            assert world.level == "restricted"
            with pytest.raises(WorldError, match="closed"):
                coming.result().channel()


@NEEDS_BOTH
def test_a_world_that_nobody_takes_is_ended() -> None:
    """By leaving the block."""
    with closing(Opening([HERE])) as opening:
        opening.start()
        coming = opening._coming
        assert coming is not None
    with pytest.raises(WorldError, match="closed"):
        coming.result().channel()


def test_a_level_that_was_asked_for_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started that the environment rules out."""
    monkeypatch.setenv(VARIABLE, "process")
    with closing(Opening([HERE])) as opening:
        opening.start()
        assert opening._coming is None
        assert opening.world("process").level == "process"
