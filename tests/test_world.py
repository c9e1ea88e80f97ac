"""The world in which learner code runs: what it cannot see, do, use up or leave behind, at every level there is."""

from __future__ import annotations

import itertools
import os
import select
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import bubblewrap, seccomp
from autograder.sandbox.api import MAX_MESSAGE, Channel, ComputedTooLong, WorldError
from autograder.sandbox.identities import strangers
from autograder.sandbox.launch import Order, without
from autograder.sandbox.levels import Level, probe
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.world import ForkedChannel, World

HERE = Path(__file__).resolve().parent
LIMITS = Limits(memory=1024 * MIB, disk=8 * MIB, file_size=4 * MIB)
ORDER = Order(server="python_server", extra=(HERE / "python_server.py",), limits=LIMITS, preload=("numpy", "resource"))
CONFINED: list[Level] = [level for level in ("isolated", "restricted") if not probe(level)]
ISOLATED: list[Level] = [level for level in CONFINED if level == "isolated"]


def ask(channel: Channel, source: str, seconds: float = 20.0) -> str:
    """Run `source` in the learner's process; the repr of its `answer`, or the exception it raised."""
    channel.send(textwrap.dedent(source).encode())
    return channel.receive(seconds).decode()


@pytest.fixture(scope="module", params=CONFINED)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A world of each level that this machine has, running Python text."""
    with World(request.param, order=ORDER) as made:
        yield made


@pytest.fixture(scope="module", params=ISOLATED)
def isolated(request: pytest.FixtureRequest) -> Iterator[World]:
    """A world with namespaces."""
    with World(request.param, order=ORDER) as made:
        yield made


@pytest.fixture
def channel(world: World) -> Iterator[Channel]:
    """A fresh submission's process."""
    made = world.channel()
    yield made
    made.close()


@pytest.fixture
def isolated_channel(isolated: World) -> Iterator[Channel]:
    """A fresh submission's process in namespaces of its own."""
    made = isolated.channel()
    yield made
    made.close()


def alive_inside(world: World) -> int:
    """How many processes the machine sees below the world's first."""
    warm = world._warm
    assert warm is not None
    parent = warm.inner or warm.process.pid
    return len(descendants(parent))


def descendants(parent: int) -> list[int]:
    """The processes that `parent` started, and theirs."""
    children = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            child = int(path.parent.name)
            children += [child, *descendants(child)]
    return children


# what it can see


@pytest.mark.parametrize(
    "path",
    [
        HERE,
        HERE.parent / "source",
        HERE.parent / "autograder" / "hidden",
        HERE.parent / "autograder" / "checks",
        Path("/etc/shadow"),
        Path("/etc/passwd"),
        Path.home() / ".bashrc",
    ],
)
def test_nothing_of_the_course_or_of_people_can_be_read(channel: Channel, path: Path) -> None:
    """Folders cannot be listed and files not opened."""
    answers = [ask(channel, f"import os; {action}({str(path)!r})") for action in ("os.listdir", "open")]
    refusals = ("FileNotFoundError", "PermissionError", "NotADirectoryError")
    assert all(answer.startswith(refusals) for answer in answers)


@pytest.mark.parametrize("name", ["hidden", "checks", "reference", "examiner", "course", "submission", "audit"])
def test_the_judging_modules_are_not_there(channel: Channel, name: str) -> None:
    """Neither imported by the warm process nor importable."""
    answer = ask(channel, f"import sys; assert 'autograder.{name}' not in sys.modules; import autograder.{name}")
    assert answer.startswith("ModuleNotFoundError")


def test_the_repository_does_not_exist_inside(isolated_channel: Channel) -> None:
    """Not even its folder, unless the interpreter or a package lies in it."""
    root = HERE.parent
    shown = [Path(sys.base_prefix).resolve()]
    expected = any(place.is_relative_to(root) for place in shown)
    assert ask(isolated_channel, f"import os; answer = os.path.exists({str(root)!r})") == repr(expected)


def test_the_environment_is_a_fixed_one(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the judge's crosses."""
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    expected = sorted([*bubblewrap.environment("/"), "PWD"])
    assert ask(channel, "import os; answer = sorted(os.environ)") == repr(expected)


def test_only_the_connection_is_open(channel: Channel) -> None:
    """Standard input and output lead nowhere; the fourth descriptor is the learner's own connection."""
    source = """
        import os
        answer = []
        for number in range(64):
            try:
                os.fstat(number)
            except OSError:
                continue
            answer.append(number)
    """
    assert ask(channel, source) == "[0, 1, 2, 3]"
    assert ask(channel, "answer = os.read(0, 10)") == "b''"


def test_other_processes_are_invisible(isolated_channel: Channel) -> None:
    """It is alone in its process namespace, and `/proc` shows no more."""
    assert ask(isolated_channel, "import os; answer = os.getpid(), os.getppid()") == "(1, 0)"
    assert ask(isolated_channel, "answer = [name for name in os.listdir('/proc') if name.isdigit()]") == "['1']"
    assert ask(isolated_channel, "open('/proc/sysrq-trigger', 'w')").startswith(("FileNotFoundError", "OSError"))


def test_without_namespaces_proc_is_closed(channel: Channel) -> None:
    """The judge's environment and memory are out of reach."""
    for name in ("environ", "mem", "maps", "cmdline"):
        answer = ask(channel, f"answer = open('/proc/{os.getpid()}/{name}').read()")
        assert answer.startswith(("PermissionError", "FileNotFoundError"))


# what it can do


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET"])
def test_there_is_no_network(channel: Channel, family: str) -> None:
    """No socket of any family can be made."""
    answer = ask(channel, f"import socket; socket.socket(socket.{family}, socket.SOCK_DGRAM)")
    assert answer == "PermissionError: [Errno 1] Operation not permitted"


def test_asyncio_works(channel: Channel) -> None:
    """An event loop needs a pair of local sockets, which is all it gets."""
    assert ask(channel, "import asyncio\nasync def f(): return 7\nanswer = asyncio.run(f())") == "7"
    assert ask(channel, "import socket; socket.socketpair(socket.AF_INET)").startswith("PermissionError")


def test_there_are_no_capabilities_and_no_way_to_get_any(channel: Channel) -> None:
    """Every set is empty, also the bounding set; running a set-user-id program gives nothing."""
    source = """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert libc.syscall({"x86_64": 125, "aarch64": 90}[__import__("platform").machine()], header, data) == 0
        bounds = [number for number in range(64) if libc.prctl(23, number, 0, 0, 0) == 1]
        answer = list(data), bounds, libc.prctl(39, 0, 0, 0, 0), libc.prctl(21, 0, 0, 0, 0)
    """
    nothing, bounds, no_new_privileges, filtered = eval(ask(channel, source))
    assert nothing == [0] * 6
    assert bounds == [] or os.geteuid() != 0
    assert (no_new_privileges, filtered) == (1, 2)


@pytest.mark.parametrize("name", sorted(seccomp.REFUSED))
def test_dangerous_system_calls_are_refused(channel: Channel, name: str) -> None:
    """Each call of the table gives "operation not permitted" (a closed connection is how a kill would show)."""
    column = 0 if os.uname().machine == "x86_64" else 1
    number = seccomp.REFUSED[name][column]
    source = f"import ctypes; libc = ctypes.CDLL(None, use_errno=True); answer = libc.syscall({number}, 0, 0, 0, 0, 0)"
    assert number is None or ask(channel, f"{source}, ctypes.get_errno()") == "(-1, 1)"


@pytest.mark.parametrize("number", [435, 451, 467, 1000])
def test_unknown_and_indirect_system_calls_do_not_exist(channel: Channel, number: int) -> None:
    """`clone3` hides its flags in memory, and calls newer than the table might do anything."""
    source = f"import ctypes; libc = ctypes.CDLL(None, use_errno=True); answer = libc.syscall({number}, 0, 0, 0, 0, 0)"
    assert ask(channel, f"{source}, ctypes.get_errno()") == "(-1, 38)"


def test_a_new_namespace_is_refused(channel: Channel) -> None:
    """`clone` with any of the namespace flags."""
    call = {"x86_64": 56, "aarch64": 220}.get(os.uname().machine, 56)
    source = f"""
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        flags = [1 << bit for bit in (17, 25, 26, 27, 28, 29, 30)]
        answer = [libc.syscall({call}, flag, 0, 0, 0, 0) for flag in flags], ctypes.get_errno()
    """
    assert ask(channel, source) == "([-1, -1, -1, -1, -1, -1, -1], 1)"


def test_foreign_system_calls_end_the_process(channel: Channel) -> None:
    """The x32 numbering would pass by a filter that only compares numbers."""
    if os.uname().machine == "x86_64":
        channel.send(b"import ctypes; ctypes.CDLL(None).syscall(0x40000000 + 39)")
        with pytest.raises(EOFError):
            channel.receive(20)
        channel.restart()
    assert ask(channel, "answer = 1") == "1"


def test_without_namespaces_others_cannot_be_signalled(world: World, channel: Channel) -> None:
    """The judge's number is no use: it does not exist inside, or the filter refuses."""
    for source in (f"os.kill({os.getpid()}, 0)", f"os.kill({os.getppid()}, 0)", "os.kill(-1, 0)"):
        answer = ask(channel, f"import os; {source}")
        assert answer.startswith(("ProcessLookupError", "PermissionError"))


def test_programs_run_only_where_they_can_be_ended(world: World, channel: Channel) -> None:
    """With namespaces a learner's `!ls` works; without, no process can be started that might outlive its own."""
    answer = ask(channel, "import subprocess; answer = subprocess.run(['/bin/echo', 'hi'], capture_output=True).stdout")
    assert answer.startswith("b'hi\\n'" if world.level == "isolated" else "PermissionError")


# what it can use up


def test_memory_is_limited(channel: Channel) -> None:
    """The process gets a MemoryError and nobody else notices."""
    assert ask(channel, "answer = len(bytearray(2 << 30))") == "MemoryError: "
    assert ask(channel, "answer = 1") == "1"


def test_disk_is_limited(isolated_channel: Channel) -> None:
    """All private folders are small, however many files are written."""
    source = """
        answer = 0
        try:
            for number in range(64):
                with open(f"{number}", "wb") as file:
                    answer += file.write(bytes(1 << 20))
        except OSError as error:
            answer = answer >> 20, error.errno
    """
    assert ask(isolated_channel, source) == "(8, 28)"


def test_one_file_is_limited(channel: Channel) -> None:
    """Past the limit a write fails."""
    assert ask(channel, "open('large', 'wb').write(bytes(6 << 20))").startswith("OSError: [Errno 27] File too large")


def test_open_files_are_limited(channel: Channel) -> None:
    """A leak of descriptors ends in the learner's own error."""
    assert ask(channel, "answer = [open('/dev/null') for _ in range(1000)]").startswith("OSError: [Errno 24]")


def test_processes_are_limited(isolated_channel: Channel) -> None:
    """A fork bomb stops at the limit and dies with its first process."""
    source = """
        import os, time
        answer = 0
        try:
            while True:
                if os.fork() == 0:
                    time.sleep(1000)
                answer += 1
        except OSError as error:
            answer = answer < 32, error.errno
    """
    assert ask(isolated_channel, source) == "(True, 11)"


def test_it_is_the_first_to_go_when_memory_runs_out(isolated_channel: Channel) -> None:
    """The kernel's choice, where the whole machine is short of memory."""
    assert ask(isolated_channel, "answer = open('/proc/self/oom_score_adj').read()") == repr("1000\n")


# what it can leave behind


def test_a_submission_starts_as_if_it_were_the_only_one(world: World) -> None:
    """Nothing that one patches, sets or writes reaches the next."""
    first = world.channel()
    ask(first, "import numpy, os, sys; numpy.exp = lambda x: 0; sys.modules['evil'] = sys; os.environ['A'] = 'b'")
    ask(first, "numpy.random.rand(5); open('left', 'w').write('x'); import builtins; builtins.len = lambda x: 0")
    first.close()
    second = world.channel()
    look = """
        import numpy, os, sys
        answer = numpy.exp(0.0).item(), 'evil' in sys.modules, 'A' in os.environ, os.listdir('.'), len('ab')
    """
    assert ask(second, look) == "(1.0, False, False, [], 2)"
    second.close()


def test_chance_is_the_same_for_every_submission(world: World) -> None:
    """Whatever was graded before, unseeded random numbers are the same: a mark can be repeated."""
    seen = set()
    for draws in (1, 100):
        channel = world.channel()
        seen.add(ask(channel, "import numpy, random; answer = numpy.random.rand(3).tolist(), random.random()"))
        ask(channel, f"numpy.random.rand({draws})")
        channel.close()
    assert len(seen) == 1


@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm", "/home/learner"])
def test_temporary_folders_are_private(isolated: World, folder: str) -> None:
    """Files written in one submission are gone for the next, and for one that runs at the same time."""
    first, second = isolated.channel(), isolated.channel()
    ask(first, f"open('{folder}/left', 'w').write('x')")
    assert ask(second, f"import os; answer = os.listdir('{folder}')") == "[]"
    first.close()
    second.close()


WRITTEN = ["/opt/judge/autograder/wire.py", "/usr/lib/x", "/opt/x", "/x", "/etc/x", "/opt/judge-packages/0/x"]


@pytest.mark.parametrize("place", WRITTEN)
def test_nothing_else_can_be_written(channel: Channel, place: str) -> None:
    """Not the packages, not the learner's side of this package, not the root."""
    answer = ask(channel, f"open({place!r}, 'w')")
    assert answer.startswith(("OSError: [Errno 30]", "PermissionError", "FileNotFoundError"))


def test_no_session_of_its_own(world: World) -> None:
    """Each would get as much of the processor as another submission; what asks for one goes on as if it had it."""
    channel = world.channel()
    if world.level != "process":
        assert ask(channel, "import os; before = os.getsid(0); os.setsid(); answer = os.getsid(0) == before") == "True"
    channel.close()


def test_orphans_die_with_their_submission(isolated: World) -> None:
    """A daemon in a session of its own, with every signal ignored, is gone when `close` returns."""
    before = alive_inside(isolated)
    channel = isolated.channel()
    source = """
        import os, signal, time
        ready, steady = os.pipe()
        if os.fork() == 0:
            os.setsid()
            for number in (1, 2, 3, 15):
                signal.signal(number, signal.SIG_IGN)
            if os.fork() == 0:
                os.write(steady, b"x")
                time.sleep(1000)
            os._exit(0)
        answer = os.read(ready, 1)
    """
    assert ask(channel, source) == "b'x'"
    assert alive_inside(isolated) >= before + 2
    channel.close()
    assert alive_inside(isolated) == before


SILENT = {
    "stopped": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)\nwhile True: pass",
    "signals": """
        import contextlib, signal
        for number in range(1, 32):
            with contextlib.suppress(OSError, ValueError):
                signal.signal(number, lambda *_: None)
        while True: pass
    """,
    "swallowed": """
        while True:
            try:
                while True: pass
            except BaseException: pass
    """,
    "threads": """
        import threading
        for _ in range(3):
            threading.Thread(target=lambda: list(iter(int, 1)), daemon=True).start()
        while True: pass
    """,
    "in C": "import ctypes; ctypes.CDLL(None).pause()",
}


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT)
def test_what_does_not_answer_is_killed(world: World, source: str) -> None:
    """No handler, no thread, no state of the process delays the end; a restart gives a fresh one."""
    channel = world.channel()
    before = alive_inside(world)
    channel.send(textwrap.dedent(source).encode())
    with pytest.raises(TimeoutError):
        channel.receive(0.2)
    with pytest.raises(EOFError):
        channel.receive(0.2)
    channel.restart()
    assert alive_inside(world) == before
    assert ask(channel, "answer = 1") == "1"
    channel.close()


def test_a_stopped_child_tree_is_killed(isolated: World) -> None:
    """Also when the process stopped its children and itself."""
    channel = isolated.channel()
    before = alive_inside(isolated)
    channel.send(b"import os, signal\nif os.fork() == 0: os.kill(os.getpid(), 19)\nwhile True: pass")
    with pytest.raises(TimeoutError):
        channel.receive(0.2)
    assert alive_inside(isolated) < before + 1
    channel.close()


BUSY = {
    "a loop": "while True: pass",
    "a thread": """
        import threading, time
        threading.Thread(target=lambda: [None for _ in iter(int, 1)], daemon=True).start()
        time.sleep(1000)
        """,
    "dripping bytes": "import os\nwhile True: os.write(3, b'')",
}


@pytest.mark.parametrize("source", BUSY.values(), ids=BUSY)
def test_what_computes_too_long_is_killed(world: World, source: str) -> None:
    """The processor time is counted, whoever of its threads uses it, long before the time on the clock is up."""
    channel = world.channel()
    before = channel.computed()
    assert before is not None
    channel.send(textwrap.dedent(source).encode())
    with pytest.raises(ComputedTooLong):
        channel.receive(60, before + 0.1)
    assert channel.computed() is None
    channel.restart()
    assert ask(channel, "answer = 1") == "1"
    channel.close()


def test_waiting_is_not_computing(channel: Channel) -> None:
    """What a process spends asleep, or kept waiting by a busy machine, is not held against it."""
    before = channel.computed()
    assert before is not None
    channel.send(b"import time; time.sleep(0.5); answer = 1")
    assert channel.receive(60, before + 0.25) == b"1"
    channel.send(b"import time; time.sleep(1000)")
    with pytest.raises(TimeoutError) as late:
        channel.receive(0.3, before + 0.25)
    assert not isinstance(late.value, ComputedTooLong)


def test_one_that_starts_all_it_may_leaves_its_neighbour_as_much(isolated: World) -> None:
    """The limit on processes is each submission's own."""
    greedy, neighbour = isolated.channel(), isolated.channel()
    fork = """
        import os, time
        answer = 0
        try:
            while True:
                if os.fork() == 0: time.sleep(1000)
                answer += 1
        except OSError: pass
        """
    taken = int(ask(greedy, fork))
    assert taken > LIMITS.processes // 2
    assert int(ask(neighbour, fork)) == taken
    greedy.close()
    neighbour.close()


@pytest.mark.skipif(not ISOLATED or not strangers(), reason="an ordinary user's world has no other identity to take")
def test_an_administrators_world_runs_as_somebody_who_owns_nothing() -> None:
    """With all that is loaded for lessons: no library may ask for what only the administrator has."""
    with World("isolated") as world:
        channel = world.channel()
        assert isinstance(channel, ForkedChannel)
        assert channel._child is not None
        status = Path(f"/proc/{channel._child.pid}/status").read_text()
        assert f"\nUid:\t{strangers()[0]}\t" in status
        channel.close()


# what it can say


@pytest.mark.parametrize(
    ("said", "raised"),
    [
        (b"\xff\xff\xff\xff", ValueError),
        ((MAX_MESSAGE + 1).to_bytes(4, "little") + b"x", ValueError),
        (b"\x10\x00\x00\x00short", TimeoutError),
        (b"\x01", TimeoutError),
    ],
)
def test_a_forged_length_harms_nobody(channel: Channel, said: bytes, raised: type[Exception]) -> None:
    """Too long is refused before it is read, too short is waited for no longer than the limit."""
    channel.send(b"import os, time; os.write(3, %r); time.sleep(100)" % said)
    with pytest.raises(raised):
        channel.receive(0.3)
    channel.restart()
    assert ask(channel, "answer = 1") == "1"


def test_dripping_bytes_do_not_buy_time(channel: Channel) -> None:
    """The limit is for the whole message."""
    channel.send(
        b"import os, time; os.write(3, b'\\xff\\xff\\x00\\x00')\nwhile True: os.write(3, b'x'); time.sleep(0.001)"
    )
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        channel.receive(0.3)
    assert time.monotonic() - started < 30


def test_one_that_does_not_read_is_late(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sending never raises and never hangs; receiving tells."""
    monkeypatch.setattr("autograder.sandbox.world._SEND_SECONDS", 0.2)
    channel.send(b"while True: pass")
    channel.send(bytes(MAX_MESSAGE))
    with pytest.raises(TimeoutError):
        channel.receive(0.1)


def test_large_messages_cross(channel: Channel) -> None:
    """Up to the bound, in both directions."""
    size = 20 * MIB
    channel.send(b"answer = len('" + b"x" * size + b"')")
    assert channel.receive(30) == str(size).encode()
    assert len(ask(channel, f"answer = 'y' * {size}")) == size + 2


def test_an_exit_is_the_end_of_one_process(channel: Channel) -> None:
    """An exit status means nothing."""
    channel.send(b"import os; os._exit(0)")
    with pytest.raises(EOFError):
        channel.receive(20)
    channel.send(b"answer = 1")
    with pytest.raises(EOFError):
        channel.receive(20)
    channel.restart()
    assert ask(channel, "answer = 1") == "1"


# its own files


def test_its_own_files_are_there(world: World) -> None:
    """In the working directory, with folders, importable after everything installed."""
    channel = world.channel({"data/x.csv": b"1,2", "helper.py": b"value = 5"})
    assert ask(channel, "import helper; answer = open('data/x.csv').read(), helper.value") == "('1,2', 5)"
    channel.restart()
    assert ask(channel, "import os; answer = sorted(os.listdir('.'))") == "['data', 'helper.py']"
    channel.close()


@pytest.mark.parametrize("name", ["numpy", "json", "autograder", "sitecustomize", "usercustomize", "colorsys", "sympy"])
def test_a_submitted_module_never_takes_anothers_place(world: World, name: str) -> None:
    """Standard library and packages come first; start-up files are not looked for."""
    channel = world.channel({f"{name}.py": b"raise SystemExit('taken over')", f"{name}/__init__.py": b"evil = 1"})
    ask(channel, "import numpy as np; answer = float(np.exp(0.0))")
    if "customize" not in name:
        assert ask(channel, f"import {name}; answer = hasattr({name}, 'evil')") == "False"
    assert ask(channel, "answer = 1") == "1"
    channel.close()


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "", "a//b", ".", "a\\b", "a\0b", "a\nb"])
def test_unsafe_names_are_refused(world: World, name: str) -> None:
    """Before anything is started."""
    with pytest.raises(ValueError, match="is not a name inside the submission"):
        world.channel({name: b""})


# the world itself


def test_a_dead_warm_process_is_replaced(world: World) -> None:
    """Running submissions see their end; the next `restart` works."""
    channel = world.channel()
    warm = world._warm
    assert warm is not None
    running = descendants(warm.inner or warm.process.pid)
    os.kill(warm.inner or warm.process.pid, 9)
    for pid in running:
        assert ends(pid)
    with pytest.raises(WorldError):  # not the submission's doing
        ask(channel, "answer = 1")
    channel.restart()
    assert ask(channel, "answer = 2") == "2"
    channel.close()


def test_a_closed_world_stays_closed() -> None:
    """And everything in it has ended."""
    world = World(CONFINED[0], order=ORDER) if CONFINED else World("process")
    channel = world.channel()
    world.close()
    if CONFINED:
        with pytest.raises(WorldError):
            channel.restart()
    channel.close()
    world.close()


def test_a_world_ends_with_its_judge(world: World) -> None:
    """A judge that is killed leaves nothing running: neither the warm process nor a busy submission."""
    source = f"""
        import os, signal, sys
        sys.path.insert(0, {str(HERE)!r})
        from test_world import ORDER, World, descendants
        world = World({world.level!r}, order=ORDER)
        channel = world.channel()
        channel.send(b"while True: pass")
        print(*descendants(os.getpid()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(source)], capture_output=True, text=True, check=False)
    left = [int(word) for word in ran.stdout.split()]
    assert len(left) >= 2
    assert all(ends(pid) for pid in left)


def ends(pid: int) -> bool:
    """Whether a process that is about to end does so."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 30)[0])
    finally:
        os.close(handle)


def test_an_administrators_world_belongs_to_somebody_who_owns_nothing(isolated_channel: Channel) -> None:
    """Limits that count per user would not bind an administrator, and root's files would be its own."""
    inside = ask(isolated_channel, "import os; answer = os.getuid(), os.getgid(), os.getgroups()")
    assert inside in ("(1, 1, [])", f"(1, 1, {[65534] * len(os.getgroups())!r})")
    assert ask(isolated_channel, "answer = os.stat('/usr').st_uid != os.getuid()") == "True"


def test_hidden_folders_are_covered(tmp_path: Path) -> None:
    """A course that lies inside the interpreter's own folder is not shown with it."""
    place = Path(sys.base_prefix).resolve() / "lib"
    view = bubblewrap.View({}, 1, (), hidden=(place, tmp_path))
    line = bubblewrap.command(Path("bwrap"), [], view)
    assert ("--tmpfs", str(place)) in itertools.pairwise(line)
    assert str(tmp_path) not in line


def test_without_namespaces_hidden_folders_are_left_out(tmp_path: Path) -> None:
    """Beside them everything stays readable, also packages that are installed inside a hidden course."""
    secret, shown = tmp_path / "prefix" / "secret", tmp_path / "prefix" / "lib"
    for folder in (secret, shown, shown / "deep"):
        folder.mkdir(parents=True)
    assert without(tmp_path / "prefix", [secret]) == [shown]
    assert without(tmp_path / "prefix", [tmp_path]) == [tmp_path / "prefix"]
    assert without(secret, [secret]) == []


ORDINARY_USER = """
kept="$1"; shift
for number in 1 2 3; do mkdir "$kept/$number"; eval place=\\"\\$$number\\"; mount --rbind "$place" "$kept/$number"; done
mount -t tmpfs -o mode=755 tmpfs "$HOME"
for number in 1 2 3; do eval place=\\"\\$$number\\"; mkdir -p "$place"; mount --rbind "$kept/$number" "$place"; done
shift 3
exec setpriv --reuid 65533 --regid 65533 --clear-groups --bounding-set -all --inh-caps -all "$@"
"""


def test_an_ordinary_user_gets_the_same_levels(tmp_path: Path) -> None:
    """Tried as somebody else when these tests run as the administrator, whose home is made passable for it."""
    source = "from autograder.sandbox.levels import probe; print([probe('isolated'), probe('restricted')])"
    line = [sys.executable, "-c", source]
    if os.geteuid() == 0:
        needed = [str(Path(place).resolve()) for place in (sys.base_prefix, HERE.parent, sys.prefix)]
        line = ["unshare", "--mount", "sh", "-ec", ORDINARY_USER, "sh", str(tmp_path), *needed, *line]
    ran = subprocess.run(line, capture_output=True, text=True, check=False, cwd=HERE.parent)
    assert ran.stdout.strip() == str([probe("isolated"), probe("restricted")]), ran.stderr
