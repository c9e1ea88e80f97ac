"""What a grade depends on besides the submission, as digests: of all that grades share, of each exercise's checks."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.dependence import Dependence, dependence
from autograder.batch.settings import Settings

_PACKAGE = Path(__file__).resolve().parents[1]
# What learners use, what writes lessons, and what only moves results about: no grade depends on it. Nor on all of
# the hidden files, which are looked at one by one.
_ASIDE = ("audit", "batch", "hidden", "learn", "build.py", "cli.py", "demo.py", "execute.py", "gradebook.py")
_LIBRARIES = ("ipython", "matplotlib", "nbformat", "numpy", "sympy")


@dataclass(frozen=True)
class Version:
    """`base` changes with anything that may change a whole grade, each of `checks` with those of one exercise."""

    base: str
    checks: Mapping[str, str]

    def changed(self, before: Mapping[str, str]) -> frozenset[str]:
        """The exercises whose checks are not what they were before.

        >>> Version("", {"softmax": "2", "one_hot": "1"}).changed({"softmax": "1", "one_hot": "1"})
        frozenset({'softmax'})
        """
        return frozenset(name for name, known in self.checks.items() if before.get(name) != known)


def unit_version(settings: Settings, level: str) -> Version:
    """The present version of a unit: lesson, hidden checks, judging code, libraries, isolation."""
    parts = [f"{settings.unit}\n{level}\n{settings.config!r}\n{platform.python_version()}".encode()]
    parts += [f"{name} {importlib.metadata.version(name)}".encode() for name in _LIBRARIES]
    for path in sorted(_files(settings)):
        parts += [path.name.encode(), path.read_bytes()]
    hidden = _hidden(settings)
    parts += _flat(hidden.shared)
    return Version(digest(parts), {name: digest(_flat(own)) for name, own in hidden.own.items()})


def digest(parts: Iterable[bytes]) -> str:
    """One text for a sequence of contents."""
    made = hashlib.sha256()
    for part in parts:
        made.update(f"{len(part)}:".encode())
        made.update(part)
    return made.hexdigest()


def _hidden(settings: Settings) -> Dependence:
    unit = settings.course.hidden_package(settings.unit).rpartition(".")[2]
    return dependence(_PACKAGE / "hidden", unit, settings.course.lesson(settings.unit).exercises.keys())


def _flat(parts: Iterable[tuple[str, bytes]]) -> list[bytes]:
    return [piece for name, content in parts for piece in (name.encode(), content)]


def _files(settings: Settings) -> Iterator[Path]:
    course = settings.course
    for unit in _needed_units(settings):
        yield course.source_dir / unit / f"{unit}.py"
    for path in _PACKAGE.rglob("*"):
        place = path.relative_to(_PACKAGE).parts[0]
        if path.suffix in (".py", ".css", ".ini") and place not in _ASIDE:
            yield path
    for step in ("source", "release"):
        yield from (path for path in settings.folder(step).rglob("*") if path.is_file())


def _needed_units(settings: Settings) -> set[str]:
    """The unit, and those whose answers it builds on, directly or not."""
    course = settings.course
    units: set[str] = set()
    waiting = [settings.unit]
    while waiting:
        unit = waiting.pop()
        if unit not in units:
            units.add(unit)
            exercises = course.lesson(unit).exercises
            waiting += [course.exercise(n)[0] for e in exercises.values() for n in e.needs if n not in exercises]
    return units


__all__ = ["Version", "digest", "unit_version"]
