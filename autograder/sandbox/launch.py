"""Starts the warm process, inside namespaces or behind a fence, and connects to it. Nothing else happens here."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from autograder.sandbox import bubblewrap, identities
from autograder.sandbox.api import WorldError
from autograder.sandbox.bytecode import compiled
from autograder.sandbox.leftovers import PREFIX, Hold, tidy
from autograder.sandbox.limits import Limits
from autograder.sandbox.removal import remove_later, remove_tree
from autograder.sandbox.warm import ORDER, READY, Plan

PRELOAD = (
    *("numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.polynomial", "numpy.ma"),
    *("sympy", "autograder.sandbox.plotting", "matplotlib.backends.backend_agg", "IPython"),
    *("decimal", "fractions", "resource"),
)
_START = "import sys; sys.path += {paths!r}; from autograder.sandbox.warm import main; main(sys.argv[1])"
_OPTIONS = ("-s", "-S", "-P", "-B", "-X", "frozen_modules=on")
_TIDY_SECONDS = 1.0  # for what is left at the end, before that is left to another process
_PATIENCE = 90.0  # seconds for the imports, on a slow disk


@dataclass
class Warm:
    """A started warm process: its control socket and what it takes to end it."""

    process: subprocess.Popen[bytes] | None  # None: another world started it, and ends it
    control: socket.socket
    inner: int | None = None  # the first process inside the world, as the machine numbers it
    folder: Path | None = None  # scratch space on the machine's own disk
    held: Hold | None = None  # says that it is in use

    def stop(self) -> None:
        """End it and everything it started. The hang-up is enough for one that listens."""
        self.control.close()
        if self.process is None:
            return
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            for pid in (self.inner, self.process.pid):
                if pid is not None:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            self.process.wait()
        if self.folder is not None and not remove_tree(self.folder, _TIDY_SECONDS):
            remove_later(self.folder)
        if self.held is not None:
            self.held.close()


@dataclass(frozen=True)
class Order:
    """What to start: the same for every level."""

    server: str = "autograder.sandbox.learner"
    extra: tuple[Path, ...] = ()  # modules of tests, put beside the learner's side
    hidden: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=Limits)
    preload: tuple[str, ...] = PRELOAD
    begun: threading.Event = field(default_factory=threading.Event, compare=False)  # only waiting is left

    def plan(self, control: int, **rest: Any) -> Plan:
        """The warm process's instructions; without namespaces unless `rest` says otherwise."""
        defaults: dict[str, Any] = {"namespaces": False, "user": None, "boxes": "", "readable": []}
        limits = dataclasses.asdict(self.limits)
        return Plan(control=control, server=self.server, preload=list(self.preload), limits=limits, **(defaults | rest))

    def files(self) -> dict[str, bytes]:
        """What goes into the world's private folder, by its path there: modules, compiled where they are so here."""
        contents: dict[str, bytes] = {}
        for name, path in (bubblewrap.learners_files() | {path.name: path for path in self.extra}).items():
            contents[name] = path.read_bytes()
            beside = name.rpartition("/")[0]
            contents |= {f"{beside}/{part}".lstrip("/"): content for part, content in compiled(path).items()}
        return contents


def start_isolated(order: Order) -> Warm:
    """The warm process inside namespaces of its own. Raises `WorldError` with every reason found."""
    reasons = []
    for program in bubblewrap.programs():
        for stranger in (*identities.strangers(), None):
            try:
                return _start_with(program, stranger, order)
            except (WorldError, OSError) as error:
                reasons.append(f"{error}")
    raise WorldError("; ".join(dict.fromkeys(reasons)) or "bubblewrap is not installed")


def start_restricted(order: Order) -> Warm:
    """The warm process as a plain process whose children fence themselves in. Raises `WorldError`."""
    tidy()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    held = Hold(folder)
    try:
        stage, boxes = folder / "judge", folder / "boxes"
        for name, content in order.files().items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_bytes(content)
        boxes.mkdir(mode=0o700)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        paths = [str(stage), *map(str, bubblewrap.package_folders())]
        with theirs:
            plan = order.plan(theirs.fileno(), boxes=str(boxes), readable=[str(stage), *_readable(order.hidden)])
            line = [str(bubblewrap.interpreter()), *_arguments(paths, plan)]
            home = folder / "home"
            home.mkdir()
            warm = _spawn(line, ours, theirs, bubblewrap.environment(str(home)), order.begun, folder=folder)
            warm.held = held
            return warm
    except BaseException:
        remove_tree(folder, _TIDY_SECONDS)
        held.close()
        raise


def _start_with(program: Path, stranger: int | None, order: Order) -> Warm:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, contextlib.ExitStack() as stack:
        files = {name: stack.enter_context(_in_memory(content)) for name, content in order.files().items()}
        plan = order.plan(theirs.fileno(), namespaces=True, user=None if stranger is None else 1)
        uid, extra = (1, ()) if stranger is None else (0, ("CAP_SETUID", "CAP_SETGID"))
        view = bubblewrap.View(files, uid, ("CAP_SYS_ADMIN", "CAP_SETPCAP", "CAP_KILL", *extra), order.hidden)
        line = bubblewrap.command(program, _arguments(bubblewrap.search_path(), plan), view)
        return _spawn(line, ours, theirs, {}, order.begun, files=files.values(), stranger=stranger, namespaces=True)


@contextlib.contextmanager
def _in_memory(content: bytes) -> Iterator[int]:
    """The descriptor of a file with this content that has no name."""
    assert sys.platform == "linux", "worlds with namespaces are Linux's"
    descriptor = os.memfd_create("autograder")
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        os.lseek(descriptor, 0, os.SEEK_SET)
        yield descriptor
    finally:
        os.close(descriptor)


def _arguments(paths: list[str], plan: Plan) -> list[str]:
    return [*_OPTIONS, "-c", _START.format(paths=paths), json.dumps(dataclasses.asdict(plan))]


def _spawn(
    line: list[str],
    control: socket.socket,
    theirs: socket.socket,
    environment: dict[str, str],
    begun: threading.Event,
    *,
    files: Iterable[int] = (),
    folder: Path | None = None,
    namespaces: bool = False,
    stranger: int | None = None,
) -> Warm:
    """Start `line` and wait until it says that it is ready."""
    descriptors = [theirs.fileno(), *files]
    with tempfile.TemporaryFile() as said, _pipe() as told, _pipe() as gate:
        if namespaces:
            line[1:1] = ["--info-fd", str(told.write)]
            descriptors.append(told.write)
        if stranger is not None:
            line[1:1] = ["--userns-block-fd", str(gate.read)]
            descriptors.append(gate.read)
        process = subprocess.Popen(
            line,
            env=environment,
            pass_fds=descriptors,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,  # the terminal's Ctrl-C is for the judge to handle
        )
        theirs.close()  # or a process that ends early would never be heard hanging up
        warm = Warm(process, control, folder=folder)
        try:
            told.close_write()
            if namespaces:
                warm.inner = _inner(told.read)
            if stranger is not None and warm.inner is not None:
                identities.map_identities(warm.inner, stranger)
                os.write(gate.write, b"go")
            begun.set()
            _await_ready(control)
        except (WorldError, OSError) as error:
            gate.close_write()
            warm.stop()
            raise WorldError(_last_line(said) or str(error)) from error
        except BaseException:
            warm.stop()
            raise
        return warm


@dataclass
class _Pipe:
    read: int
    write: int
    open: bool = True

    def close_write(self) -> None:
        if self.open:
            os.close(self.write)
        self.open = False


@contextlib.contextmanager
def _pipe() -> Iterator[_Pipe]:
    pipe = _Pipe(*os.pipe())
    try:
        yield pipe
    finally:
        pipe.close_write()
        os.close(pipe.read)


def _inner(descriptor: int) -> int | None:
    """The number of the first process in the world, from bubblewrap's report."""
    text = b""
    while chunk := os.read(descriptor, 4096):
        text += chunk
        with contextlib.suppress(ValueError):
            return int(json.loads(text)["child-pid"])
    return None


def _await_ready(control: socket.socket) -> None:
    control.settimeout(_PATIENCE)
    if control.recv(ORDER.size) != ORDER.pack(READY, 0):
        raise WorldError("the process for learner code did not start")


def _last_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def _readable(hidden: tuple[Path, ...]) -> list[str]:
    """What a fenced child may read: interpreter, packages, system; no copy of this package, nothing hidden."""
    folders = bubblewrap.package_folders()
    covered = [path.resolve() for path in (*hidden, *(folder / "autograder" for folder in folders)) if path.is_dir()]
    system = map(Path, ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache"))
    places = [Path(sys.base_prefix).resolve(), *folders, *system]
    return [str(part) for place in places for part in without(place, covered)]


def without(place: Path, covered: list[Path]) -> list[Path]:
    """`place`, or the parts of it that have nothing of `covered` in them.

    A place that lies in a covered folder is wanted all the same: packages may be installed inside the course.
    """
    if place in covered:
        return []
    if not any(path.is_relative_to(place) for path in covered):
        return [place]
    return [part for entry in place.iterdir() for part in without(entry, covered)]


__all__ = ["PRELOAD", "Order", "Warm", "start_isolated", "start_restricted", "without"]
