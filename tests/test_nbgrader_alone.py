"""nbgrader's gradebook imported without the rest, which is there when it is asked for."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from autograder.batch.nbgrader_alone import prepare
prepare()
import nbgrader.api
from nbgrader import utils
print([name for name in ("nbgrader.apps", "nbgrader.preprocessors", "jupyter_server") if name in sys.modules])
import nbgrader.preprocessors
import nbgrader
print(nbgrader.validator.Validator.__name__, nbgrader.api.Gradebook)
print(nbgrader.__version__ == nbgrader._version.__version__, nbgrader._jupyter_server_extension_points())
print(hasattr(nbgrader, "nothing"), "nbgrader.apps" in sys.modules, utils is nbgrader.utils)
api = nbgrader.api
prepare()
print(nbgrader is sys.modules["nbgrader"], nbgrader.api is api)
"""


def test_what_is_not_needed_is_imported_when_it_is_asked_for() -> None:
    """One gradebook class, one package, nothing missing."""
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert run.stdout.splitlines() == [
        "[]",
        "Validator <class 'nbgrader.api.Gradebook'>",
        "True [{'module': 'nbgrader'}]",
        "False True True",
        "True True",
    ], run.stderr
