"""nbgrader's Execute, replaced: learner cells run in the sandbox, the examiner judges, no kernel is started."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder.batch.judging import input_key
from autograder.batch.settings import Settings
from autograder.grading import RESULTS, results_text, write_results
from autograder.nbgrader_plugin.graders import grader
from autograder.nbgrader_plugin.intake import TIMESTAMP
from autograder.nbgrader_plugin.lookahead import WORTHWHILE, Lookahead, is_possible
from autograder.submission import MAX_EXTRA_BYTES, Unreadable, extra_files, read_bytes

if TYPE_CHECKING:
    from autograder.nbgrader_plugin.exporter import SubmissionExporter


class Examine(NbGraderPreprocessor):
    """Runs and judges one rebuilt notebook; writes its outputs and `results.json`. Stock `SaveAutoGrades` follows."""

    trust_submissions = Bool(
        False, help="Run submissions even where this machine offers no isolation: their code then has your own rights."
    ).tag(config=True)

    look_ahead = Bool(
        True, help="Judge the submissions that come next in a second process, while nbgrader writes what it has."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Judge the notebook. Raises only where the course or the machine is at fault."""
        about = resources["nbgrader"]
        unit, student = about["assignment"], about["student"]
        folder = self._folder(unit, student)
        files = files_beside(folder)
        known = self._known(unit, student, about["notebook"], input_key(nb, files))
        if known:
            notebook, results = known
            write_results(folder, results.decode())
            return nbformat.v4.reads(notebook.decode()), resources
        told = nb.metadata.get("autograder", {})
        result = grader(unit, self.trust_submissions).judge_submission(
            nb, unit, files=files, notes=told.get("notes", ()), reason=told.get("reason", "")
        )
        write_results(folder, results_text(result))
        return nb, resources

    def _known(self, unit: str, student: str, name: str, key: str) -> tuple[bytes, bytes] | None:
        """What was judged ahead. Whatever fails with that costs the looking ahead and no submission."""
        try:
            ahead = self._lookahead(unit)
            return ahead.take(student, name, key) if ahead else None
        except Exception as problem:  # noqa: BLE001 - the submission itself is judged as ever
            self.log.warning("Submissions are not judged ahead any more: %s", problem)
            self.parent.stop_looking_ahead()
            return None

    def _lookahead(self, unit: str) -> Lookahead | None:
        """The one of this run, which the exporter holds; made at its first submission, where it pays."""
        exporter: SubmissionExporter = self.parent
        folders, exporter.upcoming = exporter.upcoming, {}
        if len(folders) >= WORTHWHILE and self.look_ahead and is_possible():
            judge = grader(unit, self.trust_submissions, rehearsed=True)
            settings = Settings(judge.course, unit, exporter.converter.config)
            if judge.world.level != "process" and len(list(settings.folder("release").glob("*.ipynb"))) == 1:
                exporter.lookahead = Lookahead(settings, judge, folders)
        return exporter.lookahead

    def _folder(self, assignment: str, student: str) -> Path:
        coursedir = self.parent.converter.coursedir
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
