"""A notebook as the text of its file: letter for letter what nbformat writes, in half the time.

nbformat copies the whole notebook first, and Python's encoder is slow where it indents. A test compares.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from nbformat import NotebookNode

_TRANSIENT = ("orig_nbformat", "orig_nbformat_minor", "signature")
_SPLIT = ("application/javascript", "image/svg+xml")  # written line by line, as all that starts with text/
_REMEMBERED = 20_000  # characters of a text: those of the lesson and most feedback are in every notebook of a class


def notebook_text(notebook: NotebookNode) -> str:
    """What `nbformat.v4.writes` gives."""
    settings = {key: value for key, value in notebook["metadata"].items() if key not in _TRANSIENT}
    return _json({**notebook, "metadata": settings, "cells": [_cell(cell) for cell in notebook["cells"]]}, "\n")


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    made = {**cell, "metadata": {key: value for key, value in cell["metadata"].items() if key != "trusted"}}
    if isinstance(cell.get("source"), str):
        made["source"] = _Lines(cell["source"])
    if "attachments" in cell:
        made["attachments"] = {name: _bundle(data) for name, data in cell["attachments"].items()}
    if cell["cell_type"] == "code":
        made["outputs"] = [_output(output) for output in cell["outputs"]]
    return made


def _output(output: Mapping[str, Any]) -> Mapping[str, Any]:
    kind = output["output_type"]
    if kind in ("execute_result", "display_data"):
        return {**output, "data": _bundle(output["data"])} if "data" in output else output
    if kind == "stream" and isinstance(output["text"], str):
        return {**output, "text": _Lines(output["text"])}
    return output


def _bundle(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _lines(value) if key.startswith("text/") or key in _SPLIT else value for key, value in data.items()}


def _lines(value: Any) -> Any:
    return _Lines(value) if isinstance(value, str) else value


class _Lines(str):
    """A text that is written as the list of its lines."""

    __slots__ = ()


def _lines_text(value: str, line: str) -> str:
    entries = [encode_basestring(part) for part in value.splitlines(keepends=True)]
    return f"[{line} {f',{line} '.join(entries)}{line}]" if entries else "[]"


_remembered_lines_text = lru_cache(1024)(_lines_text)


def _json(value: Any, line: str) -> str:
    """JSON with sorted keys and one more space for each level; `line` is a line break with this level's spaces."""
    if isinstance(value, _Lines):
        return (_remembered_lines_text if len(value) <= _REMEMBERED else _lines_text)(value, line)
    if isinstance(value, str):
        return encode_basestring(value)
    inner = line + " "
    if isinstance(value, dict):
        entries = [f"{encode_basestring(key)}: {_json(item, inner)}" for key, item in sorted(value.items())]
        opening, closing = "{}"
    elif isinstance(value, list | tuple):
        entries = [_json(item, inner) for item in value]
        opening, closing = "[]"
    else:
        return json.dumps(value)
    return f"{opening}{inner}{f',{inner}'.join(entries)}{line}{closing}" if entries else opening + closing


__all__ = ["notebook_text"]
