"""The text of a notebook's file, as `autograder grade` writes it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.batch.notebook_text import notebook_text

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("path", sorted(ROOT.glob("solutions/*/*.ipynb")), ids=lambda path: path.stem)
def test_whole_notebooks_are_written_as_nbformat_writes_them(path: Path) -> None:
    """With outputs, pictures and all."""
    notebook = nbformat.reads(path.read_text("utf-8"), as_version=4)
    assert notebook_text(notebook) == nbformat.v4.writes(notebook)


def test_odd_parts_are_written_as_nbformat_writes_them() -> None:
    """Empty lists and dicts, every kind of value, line ends of every kind, attachments, transient settings."""
    odd = {"b": {}, "a": [], "number": [1, 2.5, -0.0, True, None, 10**20], "text": 'é"\\\n\u2028\x01', "list": [[1]]}
    data = {"text/html": "<b>\r\na</b>", "image/svg+xml": "a\nb", "image/png": "a\nb", "application/json": {"a": "b\n"}}
    code = new_code_cell(
        "x\u2028y\n\nz\x0c",
        metadata={"trusted": True, "odd": odd},
        outputs=[
            new_output("display_data", data, metadata=odd),
            new_output("execute_result", {"text/plain": ["1", "2"]}, execution_count=3),
            new_output("stream", text="a\nb"),
            new_output("error", ename="E", evalue="a\nb", traceback=["a\nb"]),
        ],
    )
    prose = new_markdown_cell("a\r\nb", attachments={"x.png": {"text/plain": "a\nb", "image/png": "c"}})
    empty = new_code_cell("")
    notebook = new_notebook(cells=[code, prose, empty], metadata={"signature": "x", "orig_nbformat": 3, "odd": odd})
    text = notebook_text(notebook)
    assert text == nbformat.v4.writes(notebook)
    assert json.loads(text)["metadata"] == {"odd": odd}
    assert notebook.cells[0].metadata.trusted is True
