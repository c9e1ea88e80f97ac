"""What nbgrader's configuration says about folders, files and the gradebook, read without importing nbgrader.

Importing nbgrader takes as long as grading several submissions; it happens while the workers are grading already.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from autograder.course import Course

_IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")  # nbgrader's defaults from here on
_STRUCTURE = "{nbgrader_step}/{student_id}/{assignment_id}"


@dataclass(frozen=True)
class Settings:
    """The parts of nbgrader's configuration that grading one unit uses, and the whole of it in `config`."""

    course: Course
    unit: str
    config: Config

    def get(self, section: str, name: str, default: Any) -> Any:
        """One setting: `get("CourseDirectory", "groupshared", False)`."""
        return self.config[section].get(name, default) if section in self.config else default

    def _coursedir(self, name: str, default: Any) -> Any:
        return self.get("CourseDirectory", name, default)

    @property
    def db_url(self) -> str:
        return str(self._coursedir("db_url", f"sqlite:///{(self._root / 'gradebook.db').as_posix()}"))

    @property
    def db_file(self) -> Path | None:
        """The gradebook's file; None where it is a database of another kind."""
        kind, _, path = self.db_url.partition(":///")
        return Path(path) if kind == "sqlite" else None

    @property
    def course_id(self) -> str:
        return str(self._coursedir("course_id", "")).strip()

    @property
    def ignored(self) -> tuple[str, ...]:
        """Patterns of files that are never copied."""
        return tuple(self._coursedir("ignore", _IGNORED))

    @property
    def groupshared(self) -> bool:
        return bool(self._coursedir("groupshared", False))

    @property
    def permissions(self) -> int:
        """The mode of written files; the configuration writes it as nbgrader does, 444 for 0o444."""
        default = self.get("BaseConverter", "permissions", 664 if self.groupshared else 444)
        return int(str(self.get("Autograde", "permissions", default)), 8)

    @property
    def trust(self) -> bool:
        """Whether the configuration allows running submissions without isolation."""
        return bool(self.get("Examine", "trust_submissions", False))

    @property
    def excluded(self) -> frozenset[str]:
        """Students who are not graded."""
        return frozenset(filter(None, str(self._coursedir("student_id_exclude", "")).split(",")))

    @property
    def kept(self) -> frozenset[str]:
        """Files of the unit that a submission's own version replaces, not the other way round."""
        return frozenset(self.get("Autograde", "exclude_overwriting", {}).get(self.unit, ()))

    @property
    def late_penalties(self) -> bool:
        """Whether the configuration has nbgrader assign late penalties."""
        steps = self.get("Autograde", "autograde_preprocessors", ())
        return any("AssignLatePenalties" in str(step) for step in steps)

    @property
    def _root(self) -> Path:
        return Path(self._coursedir("root", str(self.course.root)))

    def folder(self, step: str, student: str = ".") -> Path:
        """The unit's folder in one of nbgrader's trees: "source", "release", "submitted", "autograded"."""
        return Path(self._path(step, student))

    def tree(self, step: str) -> Path:
        """The whole of one of nbgrader's trees."""
        return self._root / str(self._coursedir(f"{step}_directory", step))

    def _path(self, step: str, student: str) -> str:
        tree = self._coursedir(f"{step}_directory", step)
        structure = str(self._coursedir("directory_structure", _STRUCTURE))
        return str(self._root / structure.format(nbgrader_step=tree, student_id=student, assignment_id=self.unit))

    @property
    def state(self) -> Path:
        """Where this command notes what it has graded: beside the tree of graded submissions."""
        return self.tree("autograded").parent / "grade-state"

    def submissions(self) -> dict[str, Path]:
        """The folder that each student submitted, in the order of their names."""
        before, after = self._path("submitted", "\0").split("\0")
        known = re.compile(re.escape(before) + r"([^/\\]+)" + re.escape(after) + r"\Z")
        found = {}
        parent = Path(before).parent if not before.endswith(("/", "\\")) else Path(before)
        for path in sorted(parent.glob(f"*{after}")):
            match = known.match(str(path))
            if match and path.is_dir() and not match[1].startswith(".") and match[1] not in self.excluded:
                found[match[1]] = path
        return found


def read_settings(course: Course, unit: str, options: Sequence[str] = ()) -> Settings:
    """The configuration as nbgrader would have it: the user's files, then the course's, then `--Class.name=value`.

    Raises `ValueError` for an option that is none, and for a configuration file that ends in an error.
    """
    config = Config()
    for folder in [*reversed(jupyter_config_path()), str(course.root)]:
        for name in ("jupyter_config.py", "nbgrader_config.py"):
            try:
                config.merge(PyFileConfigLoader(name, path=folder).load_config())
            except ConfigFileNotFound:
                continue
            except Exception as problem:
                said = f"{type(problem).__name__}: {problem}"
                raise ValueError(f"The configuration {Path(folder, name)} cannot be read ({said}).") from problem
    for option in options:
        section, name, value = _option(option)
        config[section][name] = value
    return Settings(course, unit, config)


def _option(text: str) -> tuple[str, str, Any]:
    """One of nbgrader's options as on its command line.

    >>> _option("--CourseDirectory.groupshared=True"), _option("--CourseDirectory.source_directory=build/source")
    (('CourseDirectory', 'groupshared', True), ('CourseDirectory', 'source_directory', 'build/source'))
    """
    match = re.fullmatch(r"--(\w+)\.(\w+)=(.*)", text, re.DOTALL)
    if not match:
        raise ValueError(f"{text} is no option; nbgrader's own are written --Class.name=value")
    try:
        return match[1], match[2], ast.literal_eval(match[3])
    except (ValueError, SyntaxError):
        return match[1], match[2], match[3]


__all__ = ["Settings", "read_settings"]
