"""A learner process without isolation: the same protocol, the same ends."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from autograder.sandbox.api import MAX_MESSAGE, Cell
from autograder.sandbox.channel_session import ChannelSession
from autograder.sandbox.framing import frame, read_frame
from autograder.sandbox.plain import PlainChannel
from autograder.sandbox.world import World

HERE = Path(__file__).resolve().parent
BUSY = ["while True: pass", *(["import re; re.match('(a+)+$', 'a' * 60 + 'b')"] if sys.platform == "linux" else [])]


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlainChannel]:
    """A process that runs Python text."""
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    made = PlainChannel({"data/x.txt": b"hello"}, "python_server")
    yield made
    made.close()


def ask(channel: PlainChannel, source: str) -> str:
    """Run `source` there; the repr of its `answer`."""
    channel.send(source.encode())
    return channel.receive(30).decode()


def test_it_answers_and_has_its_files(channel: PlainChannel) -> None:
    """The working directory is a temporary one with the submission's files."""
    assert ask(channel, "answer = open('data/x.txt').read()") == "'hello'"
    assert ask(channel, "answer = __import__('os').getpid()") != str(os.getpid())


def test_what_it_prints_is_not_a_message(channel: PlainChannel) -> None:
    """Standard output at every level leads nowhere."""
    assert ask(channel, "import os; print('x'); os.write(1, b'forged'); answer = 1") == "1"
    assert ask(channel, "answer = os.read(0, 5)") == "b''"


@pytest.mark.skipif(sys.platform == "win32", reason="processes have no parents there")
@pytest.mark.parametrize("busy", BUSY)
def test_it_ends_with_a_grader_that_is_killed(busy: str) -> None:
    """Also in a loop that never ends, and, on Linux, in one that lets no other thread run."""
    program = f"""
import os, signal
from autograder.sandbox.plain import PlainChannel
channel = PlainChannel({{}}, "python_server")
channel.send(b"import os; answer = os.getpid()")
print(channel.receive(30).decode(), flush=True)
channel.send({busy.encode()!r})
os.kill(os.getpid(), signal.SIGKILL)
"""
    environment = os.environ | {"PYTHONPATH": str(HERE)}
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment, check=False)
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(ran.stdout)).wait(60)


def test_a_hanging_process_is_killed_and_replaced(channel: PlainChannel) -> None:
    """Late, then gone, then fresh."""
    ask(channel, "open('left', 'w').close()")
    channel.send(b"while True: pass")
    with pytest.raises(TimeoutError):
        channel.receive(0.1)
    with pytest.raises(EOFError):
        channel.receive(30)
    channel.restart()
    assert ask(channel, "import os; answer = os.listdir('.')") == "['data']"


def test_an_exit_is_heard(channel: PlainChannel) -> None:
    """However often it is asked for."""
    channel.send(b"import os; os._exit(0)")
    for _ in range(2):
        with pytest.raises(EOFError):
            channel.receive(30)
        channel.send(b"answer = 1")


def test_a_forged_length_is_refused() -> None:
    """Before memory is taken for it."""
    with pytest.raises(ValueError, match="longer than"):
        read_frame(io.BytesIO((MAX_MESSAGE + 1).to_bytes(4, "little")))
    with pytest.raises(EOFError):
        read_frame(io.BytesIO(frame(b"hello")[:-1]))


def test_unsafe_names_are_refused() -> None:
    """Nothing is started for them."""
    with pytest.raises(ValueError, match="is not a name inside"):
        PlainChannel({"../x": b""})


def test_cells_run_in_it() -> None:
    """The real learner's side, at the level that only trust allows."""
    with World("process") as world:
        session = ChannelSession(world.channel())
        reports = session.run([Cell("import numpy as np"), Cell("def double(x):\n    return 2 * x")], seconds=60)
        assert [report.error for report in reports] == [None, None]
        np.testing.assert_array_equal(session.call("double", [np.arange(3)]).value, [0, 2, 4])
        assert session.level == "process"
        session.close()
    assert "python_server" not in sys.modules
