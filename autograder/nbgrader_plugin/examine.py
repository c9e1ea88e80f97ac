"""nbgrader's Execute, replaced: learner cells run in the sandbox, the examiner judges, no kernel is started."""

from __future__ import annotations

import atexit
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder.course import find_course
from autograder.grading import RESULTS, Grader, write_results
from autograder.nbgrader_plugin.intake import TIMESTAMP
from autograder.submission import MAX_EXTRA_BYTES, Unreadable, extra_files, read_bytes

_graders: dict[tuple[Path, bool], Grader] = {}


class Examine(NbGraderPreprocessor):
    """Runs and judges one rebuilt notebook; writes its outputs and `results.json`. Stock `SaveAutoGrades` follows."""

    trust_submissions = Bool(
        False, help="Run submissions even where this machine offers no isolation: their code then has your own rights."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Judge the notebook. Raises only where the course or the machine is at fault."""
        about = resources["nbgrader"]
        folder = self._folder(about["assignment"], about["student"])
        told = nb.metadata.get("autograder", {})
        result = grader(self.trust_submissions).judge_submission(
            nb,
            about["assignment"],
            files=files_beside(folder),
            notes=told.get("notes", ()),
            reason=told.get("reason", ""),
        )
        write_results(folder, result)
        return nb, resources

    def _folder(self, assignment: str, student: str) -> Path:
        coursedir = self.parent.parent.coursedir  # the exporter's converter
        return Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))


def files_beside(folder: Path) -> dict[str, bytes]:
    """The submission's own files that learner code may read, by relative path."""
    contents: dict[str, bytes] = {}
    for name, path in extra_files(folder, (RESULTS, TIMESTAMP))[0].items():
        try:
            contents[name] = read_bytes(path, MAX_EXTRA_BYTES)
        except Unreadable:
            continue  # gone or changed since it was listed
    return contents


def grader(trust: bool = False) -> Grader:
    """The warm grader of this process for the course around the working directory, made at the first submission."""
    course = find_course(Path.cwd())
    key = (course.root, trust)
    if key not in _graders:
        _graders[key] = Grader(course, trust=trust)
        atexit.register(_graders[key].close)
    return _graders[key]
