"""The one place that finds hidden checks by name. Where they are not installed (a student's machine), it says so."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType

PACKAGE = "autograder.hidden"


def available() -> bool:
    """Whether this installation has hidden checks at all."""
    return importlib.util.find_spec(PACKAGE) is not None


@cache
def hidden_modules(package: str) -> dict[str, ModuleType]:
    """The hidden modules of a unit by file name: an exercise's name, "derivations", "quiz". Empty if there are none."""
    if not available() or importlib.util.find_spec(package) is None:
        return {}
    found = importlib.import_module(package)
    return {
        info.name: importlib.import_module(f"{package}.{info.name}") for info in pkgutil.iter_modules(found.__path__)
    }


def module_files(package: str) -> list[Path]:
    """The files of a unit's hidden modules, for pytest to collect."""
    return [Path(module.__file__) for module in hidden_modules(package).values() if module.__file__]
