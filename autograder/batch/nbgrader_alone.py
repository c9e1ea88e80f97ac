"""nbgrader's modules one by one: its package imports all its commands and web applications with itself.

`autograder grade` needs the gradebook only; the rest took more than half of the time that importing it takes.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any

_NAME = "nbgrader"


def prepare() -> None:
    """Have `import nbgrader.api` import no more than that. Nothing happens where nbgrader is imported already.

    Whatever else is asked of the package is there as ever: it is imported as a whole then.
    """
    spec = importlib.util.find_spec(_NAME)
    if _NAME in sys.modules or spec is None or spec.loader is None:
        return
    package, loader = importlib.util.module_from_spec(spec), spec.loader

    def complete(name: str) -> Any:
        if importlib.util.find_spec(f"{_NAME}.{name}"):
            return importlib.import_module(f"{_NAME}.{name}")
        vars(package).pop("__getattr__", None)
        loader.exec_module(package)
        return getattr(package, name)

    vars(package)["__getattr__"] = complete
    sys.modules[_NAME] = package


__all__ = ["prepare"]
