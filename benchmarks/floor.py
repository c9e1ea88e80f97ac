"""The least that grading can cost: the same cells and checks in one warm process, no isolation, no nbgrader, no files.

A program: `python floor.py COURSE UNIT RELEASED NOTEBOOK …` prints the processor seconds per submission as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

import nbformat

from autograder.course import Course
from autograder.examiner import Examiner
from autograder.grading import ordinary_cells, run_cells
from autograder.repair import repair
from autograder.sandbox.learner import Learner
from autograder.sandbox.local import LocalSession
from autograder.sandbox.shell import Shell
from autograder.submission import read_submission


class ShellSession(LocalSession):
    """Cells in IPython's shell of this very process."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.namespace)
        self._learner = Learner(shell.namespace, shell.run)


def main(root: str, unit: str, released: str, *paths: str) -> None:
    """Run everything once, the first submission twice, since it pays for what is loaded late."""
    examiner = Examiner(Course(Path(root)), unit)
    ours = nbformat.reads(Path(released).read_text("utf-8"), as_version=4)
    notebooks = [repair(read_submission(Path(path)), ours).notebook for path in (paths[0], *paths)]
    lesson = ordinary_cells(examiner.lesson)
    shell = Shell()
    names = dict(shell.namespace)
    gc.freeze()  # as the warm process does: collections would look at all that was imported, again and again
    seconds = []
    for notebook in notebooks:
        started = time.process_time()
        shell.namespace.clear()
        shell.namespace.update(names)
        session = ShellSession(shell)
        run_cells(notebook, session, lesson)
        examiner.judge(session)
        seconds.append(time.process_time() - started)
    print(json.dumps({"seconds": seconds[1:]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
