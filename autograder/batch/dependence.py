"""Which hidden files a judgement depends on: those that all of a unit does, and those of one exercise alone.

Read from the files without running them. Where the text leaves a doubt, more is taken in: what changes without need is
judged again without need, and never the other way round.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.items import split

_VALUES = ("derivations.py", "quiz.py")  # where the checks of answers that are values stand, many in one file
_CHECK = re.compile(rb"^@check\(", re.MULTILINE)
# Whatever imports another hidden file says one of these; other files, nearly all, are not parsed for it.
_MAY_IMPORT = re.compile(rb"autograder(?!\.checks\b)|from[\s\\]*\.|importlib|__import__")
_PACKAGE = ("autograder", "hidden")

Part = tuple[str, bytes]


@dataclass(frozen=True)
class Dependence:
    """Named contents of hidden files: `shared` by all judgements of a unit, and `own` of each exercise."""

    shared: tuple[Part, ...]
    own: Mapping[str, tuple[Part, ...]]


def dependence(hidden: Path, unit: str, exercises: Collection[str]) -> Dependence:
    """What the judgements of a unit depend on: `dependence(package / "hidden", "unit_11", ["softmax", …])`.

    Shared are the files that are no exercise's own. An exercise has its own file, or its item in one of many.
    """
    return _Files(hidden, hidden / unit, exercises).dependence()


class _Files:
    """The hidden files of one unit, each read once."""

    def __init__(self, hidden: Path, folder: Path, exercises: Collection[str]) -> None:
        self._hidden = hidden
        self._folder = folder
        self._exercises = exercises
        self._contents: dict[Path, bytes] = {}

    def dependence(self) -> Dependence:
        owned = {self._folder / name for name in (*(f"{name}.py" for name in self._exercises), *_VALUES)}
        packages = [path for path in (self._hidden / "__init__.py",) if path.is_file()]
        shared = self._with_imports([*packages, *(path for path in self._folder.rglob("*.py") if path not in owned)])
        values = {path: self._shares(path) for path in map(self._folder.joinpath, _VALUES) if path.is_file()}
        own = {name: tuple(self._own(name, values)) for name in self._exercises}
        return Dependence(tuple(self._parts(shared)), own)

    def _own(self, name: str, values: Mapping[Path, Mapping[str, bytes]]) -> Iterator[Part]:
        file = self._folder / f"{name}.py"
        if file.is_file():
            yield from self._parts(self._with_imports([file]))
            if _CHECK.search(self._read(file)):
                return  # judged by these checks, and by nothing that is said of it elsewhere
        for path, shares in values.items():
            yield self._name(path), shares[name]
            yield from self._parts(self._with_imports(self._imported(path)))

    def _shares(self, path: Path) -> dict[str, bytes]:
        """What each exercise depends on in a file of many items: its own and all that is no other's."""
        items, rest = split(self._read(path), self._exercises)
        return {name: rest + items.get(name, b"") for name in self._exercises}

    def _parts(self, paths: Iterable[Path]) -> Iterator[Part]:
        return ((self._name(path), self._read(path)) for path in sorted(paths))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._hidden).as_posix()

    def _read(self, path: Path) -> bytes:
        if path not in self._contents:
            self._contents[path] = path.read_bytes()
        return self._contents[path]

    # imports among hidden files

    def _with_imports(self, paths: Iterable[Path]) -> set[Path]:
        """The files and all hidden files that they import, directly or not."""
        found: set[Path] = set()
        waiting = list(paths)
        while waiting:
            path = waiting.pop()
            if path not in found:
                found.add(path)
                waiting += self._imported(path)
        return found

    def _imported(self, path: Path) -> set[Path]:
        content = self._read(path)
        if not _MAY_IMPORT.search(content):
            return set()
        try:
            nodes = list(ast.walk(ast.parse(content)))
        except (SyntaxError, ValueError):
            return self._below(self._hidden)
        if any(map(_reaches_all, nodes)):
            return self._below(self._hidden)
        package = (*_PACKAGE, *path.parent.relative_to(self._hidden).parts)
        return {
            file
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            for file in self._named(_source(node, package), alias.name)
        }

    def _named(self, module: tuple[str, ...], name: str) -> set[Path]:
        """The hidden files that `from module import name` brings in; a whole package's where it gets the package."""
        if (*module, name)[:2] != _PACKAGE:
            return set()
        place = self._hidden.joinpath(*module[2:])
        inner = place if len(module) < 2 or name == "*" else place / name
        if inner.is_dir():
            return self._below(inner)
        candidates = (inner.with_suffix(".py"), place.with_suffix(".py"), place / "__init__.py")
        return {path for path in candidates if path.is_file()}

    def _below(self, folder: Path) -> set[Path]:
        return set(folder.rglob("*.py"))


def _source(node: ast.ImportFrom, package: tuple[str, ...]) -> tuple[str, ...]:
    """The module that an import names, as a file in `package` has it."""
    named = tuple(node.module.split(".")) if node.module else ()
    return (*package[: len(package) - node.level + 1], *named) if node.level else named


def _reaches_all(node: ast.AST) -> bool:
    """Whether hidden files may be used by this that it does not name one by one."""
    if isinstance(node, ast.Import):
        return any(alias.name.partition(".")[0] in ("autograder", "importlib") for alias in node.names)
    return (isinstance(node, ast.ImportFrom) and node.module == "importlib") or (
        isinstance(node, ast.Name) and node.id == "__import__"
    )


__all__ = ["Dependence", "dependence"]
