"""Run a solutions notebook and keep its outputs, without anything that differs from one run to the next.

For the notebooks this project wrote itself, in an ordinary kernel; submissions never come here.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from autograder.course import VARIABLE

ADDRESS = re.compile(r"0x[0-9a-f]{6,16}")
SECONDS = 120


class ExecuteError(Exception):
    """A solutions notebook that does not run cleanly: the cell's id and what it said."""


def fingerprint(notebook: NotebookNode) -> str:
    """What the outputs depend on within the notebook: its cells' ids, kinds and sources.

    Kept in an executed notebook's metadata, so that a later look can tell, without running it, whether the outputs
    belong to the sources.
    """
    cells = [[cell.id, cell.cell_type, cell.source] for cell in notebook.cells]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def execute(notebook: NotebookNode, course: Path) -> None:
    """Fill in the outputs, in place, and the fingerprint. Raises `ExecuteError`."""
    with tempfile.TemporaryDirectory() as scratch:
        # A home of its own: the run must not read the author's settings nor write into a learner's progress.
        env = os.environ | {VARIABLE: str(course), "HOME": scratch, "IPYTHONDIR": scratch, "PYTHONHASHSEED": "0"}
        env["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # whatever this process draws with
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            record_timing=False,
            store_widget_state=False,
            extra_arguments=["--Application.log_level=ERROR"],  # no notice about unencrypted local ports
            resources={"metadata": {"path": scratch}},
        )
        try:
            client.execute(env=env)
        except CellExecutionError as error:
            raise ExecuteError(
                f"a solution fails: {error.ename}: {error.evalue}; run the notebook to see where"
            ) from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _clean(cell)
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.metadata["autograder"] = {"executed": fingerprint(notebook)}


def _clean(cell: NotebookNode) -> None:
    """Refuse warnings and errors, drop what changes from run to run."""
    cell.metadata.pop("execution", None)
    for output in cell.outputs:
        if output.output_type == "error" or output.get("name") == "stderr":
            said = output.get("text") or output.get("evalue", "")
            raise ExecuteError(f"the solutions' cell {cell.id} writes an error or a warning: {said.strip()}")
        if "text" in output:
            output["text"] = ADDRESS.sub("0x…", output["text"])
        for mime, content in output.get("data", {}).items():
            if mime.startswith("text/"):
                output["data"][mime] = ADDRESS.sub("0x…", content)
