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
# By these names hidden files may be used that are not named one by one.
_ANYTHING = ("__import__", "__file__", "__package__", "__path__", "__loader__", "__spec__", "exec", "eval", "open")
_LOADERS = ("autograder", "importlib", "runpy", "sys", "pathlib", "pkgutil", "os", "io")
_PACKAGE = ("autograder", "hidden")
# A file without any of these does none of that, and need not be looked through.
_SUSPECT = re.compile(
    rb"autograder(?!\.checks\b)|from[\s\\]*\.|importlib|__(?!future__|name__)\w+__|runpy|pathlib|pkgutil"
    rb"|\b(?:sys|os|io|exec|eval|open)\b"
)
# At the top level of a file of checks: what changes nothing outside of it.
_OWN = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)

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
        self._parsed: dict[Path, list[ast.stmt] | None] = {}

    def dependence(self) -> Dependence:
        names = (*(f"{name}.py" for name in self._exercises), *_VALUES)
        owned = {path for path in map(self._folder.joinpath, names) if self._keeps_to_itself(path)}
        common = [*self._hidden.glob("*.py"), *(path for path in self._folder.rglob("*.py") if path not in owned)]
        shared = self._with_imports(common) | set(filter(_is_data, self._hidden.rglob("*")))
        values = {path: self._shares(path) for path in map(self._folder.joinpath, _VALUES) if path.is_file()}
        own = {name: tuple(self._own(name, values)) for name in self._exercises}
        return Dependence(tuple(self._parts(shared)), own)

    def _own(self, name: str, values: Mapping[Path, Mapping[str, bytes]]) -> Iterator[Part]:
        file = self._folder / f"{name}.py"
        if file.is_file():
            yield from self._parts(self._with_imports([file]))
            if any(map(_is_check, self._statements(file) or ())):
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
        statements = self._statements(path)
        if statements is not None and not _SUSPECT.search(self._read(path)):
            return set()
        nodes = [node for statement in statements or () for node in ast.walk(statement)]
        if statements is None or any(map(_reaches_all, nodes)):
            return self._below(self._hidden)
        package = (*_PACKAGE, *path.parent.relative_to(self._hidden).parts)
        return {
            file
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            for file in self._named(_source(node, package), alias.name)
        }

    def _statements(self, path: Path) -> list[ast.stmt] | None:
        """What stands at the top level of a file; None where it is not Python."""
        if path not in self._parsed:
            try:
                self._parsed[path] = ast.parse(self._read(path)).body
            except (SyntaxError, ValueError, OSError):
                self._parsed[path] = None
        return self._parsed[path]

    def _keeps_to_itself(self, path: Path) -> bool:
        """Whether a file only defines things, so that nothing else is changed by its being imported."""
        return all(map(_is_own, self._statements(path) or ()))

    def _named(self, module: tuple[str, ...], name: str) -> set[Path]:
        """The hidden files that `from module import name` brings in; a whole package's where it gets the package."""
        if (*module, name)[:2] != _PACKAGE:
            return set()
        above = [self._hidden.joinpath(*module[2:depth], "__init__.py") for depth in range(2, len(module) + 1)]
        place = self._hidden.joinpath(*module[2:])
        inner = place if len(module) < 2 or name == "*" else place / name
        if inner.is_dir():
            return self._below(inner) | {path for path in above if path.is_file()}
        return {path for path in (inner.with_suffix(".py"), place.with_suffix(".py"), *above) if path.is_file()}

    def _below(self, folder: Path) -> set[Path]:
        return set(folder.rglob("*.py"))


def _source(node: ast.ImportFrom, package: tuple[str, ...]) -> tuple[str, ...]:
    """The module that an import names, as a file in `package` has it."""
    named = tuple(node.module.split(".")) if node.module else ()
    return (*package[: len(package) - node.level + 1], *named) if node.level else named


def _reaches_all(node: ast.AST) -> bool:
    """Whether hidden files may be used by this that it does not name one by one."""
    if isinstance(node, ast.Import):
        return any(alias.name.partition(".")[0] in _LOADERS for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return not node.level and (node.module or "").partition(".")[0] in _LOADERS[1:]
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and ".".join(_PACKAGE) in node.value
    return isinstance(node, ast.Name) and node.id in _ANYTHING


def _is_own(node: ast.stmt) -> bool:
    """Whether a statement at the top level of a file changes that file's own names only."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return all(isinstance(part, ast.Name | ast.Tuple | ast.expr_context) for t in targets for part in ast.walk(t))
    return isinstance(node, _OWN) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _is_check(node: ast.stmt) -> bool:
    """Whether a statement defines a hidden check."""
    made = [d.func if isinstance(d, ast.Call) else d for d in getattr(node, "decorator_list", ())]
    return any(isinstance(name, ast.Name) and name.id == "check" for name in made)


def _is_data(path: Path) -> bool:
    """Whether hidden modules might read a file. The manifest is the audit's."""
    is_code = path.suffix in (".py", ".pyc") or path.name == "manifest.json"
    return path.is_file() and not is_code and "__pycache__" not in path.parts


__all__ = ["Dependence", "dependence"]
