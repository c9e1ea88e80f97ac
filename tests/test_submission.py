"""Reading a submitted notebook and rebuilding it, case by case; the attacks on both are in `attacks/`."""

from __future__ import annotations

import base64
import copy
import json
import os
import struct
import zlib
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.clean import MAX_TEXT, clean_outputs, clean_png, plain_text, safe_markdown
from autograder.repair import repair
from autograder.submission import (
    Submission,
    SubmittedCell,
    Unreadable,
    extra_files,
    read_bytes,
    read_submission,
    renamed_note,
)

STARTER = 'def f(x):\n    raise NotImplementedError("your answer goes here")'


def settings(name, **values):
    return {"nbgrader": {"grade_id": name, "solution": False, "grade": False, "locked": False, **values}}


@pytest.fixture
def released():
    return new_notebook(
        cells=[
            new_markdown_cell("# Title", id="text-01"),
            new_code_cell("import numpy as np", id="code-01"),
            new_code_cell(STARTER, id="f", metadata=settings("f", solution=True)),
            new_code_cell(
                "check('f')", id="f-checks", metadata=settings("f-checks", grade=True, locked=True, points=2)
            ),
            new_code_cell("g = None", id="g", metadata=settings("g", solution=True)),
        ]
    )


def submission(notebook):
    cells = notebook.cells
    named = [c.metadata.get("nbgrader", {}).get("grade_id", "") for c in cells]
    return Submission(tuple(SubmittedCell(c.cell_type, c.source, n, c.id) for c, n in zip(cells, named, strict=True)))


def sources(repaired):
    return [cell.source for cell in repaired.notebook.cells]


def test_an_untouched_notebook_comes_back_as_it_was(released):
    repaired = repair(submission(released), released)
    assert repaired.notes == ()
    assert nbformat.writes(repaired.notebook) == nbformat.writes(released)


def test_answers_go_into_the_instructors_cells(released):
    mine = copy.deepcopy(released)
    mine.cells[2].source = "def f(x): return x"
    mine.cells[2].metadata = {"nbgrader": {"grade_id": "f", "solution": True, "points": 99}}
    repaired = repair(submission(mine), released)
    assert sources(repaired)[2] == "def f(x): return x"
    assert repaired.notebook.cells[2].metadata == released.cells[2].metadata


def test_own_cells_keep_their_place(released):
    mine = copy.deepcopy(released)
    mine.cells.insert(2, new_code_cell("def helper(): ..."))
    mine.cells.insert(0, new_code_cell("first = 1"))
    mine.cells.append(new_markdown_cell("my <b>note</b>"))
    assert sources(repair(submission(mine), released)) == [
        "first = 1",
        "# Title",
        "import numpy as np",
        "def helper(): ...",
        STARTER,
        "check('f')",
        "g = None",
        "my &lt;b&gt;note&lt;/b&gt;",
    ]


def test_edited_ordinary_code_is_kept_and_prose_is_the_instructors(released):
    mine = copy.deepcopy(released)
    mine.cells[1].source = "import numpy as np\nimport math"
    mine.cells[0].source = "# Another title"
    repaired = sources(repair(submission(mine), released))
    assert repaired[0] == "# Another title"  # as a cell of the learner's own, before the instructor's
    assert repaired[1:3] == ["# Title", "import numpy as np\nimport math"]


def test_the_answer_is_found_by_what_it_defines(released):
    mine = copy.deepcopy(released)
    mine.cells[2] = new_code_cell("def f(x):\n    return 2 * x")
    repaired = repair(submission(mine), released)
    assert "return 2 * x" in sources(repaired)[2]
    assert len(repaired.notebook.cells) == 5
    assert repaired.notes == ("The answer to `f` was found in another cell than its own, and counts.",)


def test_an_answer_written_below_its_untouched_cell_stays_below(released):
    mine = copy.deepcopy(released)
    mine.cells.insert(3, new_code_cell("def f(x):\n    return 3"))
    assert sources(repair(submission(mine), released))[2:4] == [STARTER, "def f(x):\n    return 3"]


def test_an_answer_written_above_its_untouched_cell_counts(released):
    mine = copy.deepcopy(released)
    mine.cells.insert(1, new_code_cell("def f(x):\n    return 3"))
    repaired = sources(repair(submission(mine), released))
    assert STARTER not in repaired
    assert repaired[2] == "def f(x):\n    return 3"


def test_the_released_notebook_is_left_alone(released):
    before = nbformat.writes(released)
    mine = copy.deepcopy(released)
    mine.cells[2].source = "x"
    repair(submission(mine), released)
    assert nbformat.writes(released) == before


def test_an_unreadable_submission_is_the_released_notebook_with_a_reason(released):
    repaired = repair(Submission(reason="It is empty."), released)
    assert (repaired.reason, repaired.notes) == ("It is empty.", ())
    assert sources(repaired) == [cell.source for cell in released.cells]


def test_lines_and_text_are_the_same(tmp_path):
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": ["a\n", "b"]}, {"source": "c", "id": 4}]}))
    assert read_submission(path).cells == (SubmittedCell("code", "a\nb"), SubmittedCell("raw", "c"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_encoding_of_json_is_read(tmp_path, encoding):
    path = tmp_path / "n.ipynb"
    path.write_bytes(json.dumps({"cells": [{"source": "é"}]}, ensure_ascii=False).encode(encoding))
    assert read_submission(path).cells[0].source == "é"


def test_links_are_not_followed(tmp_path):
    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to("real")
    assert read_bytes(tmp_path / "real", 10) == b"x"
    with pytest.raises(Unreadable, match="link is a link"):
        read_bytes(tmp_path / "link", 10)


def test_extra_files_go_by_relative_path(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1")
    (tmp_path / "n.ipynb").write_text("{}")
    (tmp_path / "link").symlink_to("data/a.csv")
    files, notes = extra_files(tmp_path)
    assert list(files) == ["data/a.csv"]
    assert notes == ("The file `link` was left out: it is a link to another place.",)


def test_folders_named_as_what_grading_makes_are_left_out(tmp_path):
    """Their files would stand in the way of the graded notebook, its results or its page."""
    for name in ("results.json", "unit.ipynb", "unit.html", "timestamp.txt"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text("x")
    found, notes = extra_files(tmp_path)
    assert found == {}
    assert len(notes) == 4
    assert all("the name of a file that grading makes" in note for note in notes)


def test_a_path_that_is_too_long_is_a_note(tmp_path, monkeypatch):
    """A folder can be reached step by step whose files cannot be named at once."""
    monkeypatch.chdir(tmp_path)
    for _ in range(18):
        Path("d" * 240).mkdir()
        os.chdir("d" * 240)
    Path("f" * 200).write_text("x")
    (tmp_path / "data.csv").write_text("1")
    found, notes = extra_files(tmp_path)
    assert list(found) == ["data.csv"]
    assert len(notes) <= 1


def test_a_file_that_would_lie_too_deep_elsewhere_is_left_out(tmp_path):
    """Its copies have longer paths than it has."""
    inside, outside = tmp_path / ("d" * 200) / ("e" * 250) / "fits.csv", tmp_path / ("d" * 200) / ("e" * 250) / "f"
    outside = outside / ("g" * 60)
    for path in (inside, outside):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    found, (note,) = extra_files(tmp_path)
    assert list(found) == [inside.relative_to(tmp_path).as_posix()]
    assert note.endswith("was left out: its name, with the folders that it is in, is too long; shorten it.")


def test_what_stands_in_the_way_of_the_units_own_files_is_left_out(tmp_path):
    """A file where the unit has a folder, or the reverse; one of the same path gives way elsewhere."""
    for name in ("data", "table.csv/x.txt", "same.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found, notes = extra_files(tmp_path, ours=["data/a.csv", "table.csv", "same.csv"])
    assert list(found) == ["same.csv"]
    assert notes == (
        "The file `data` was left out: a folder of the unit has this name; give the file another one.",
        (
            "The file `table.csv/x.txt` was left out: its folder has the name of a file of the unit; "
            "give the folder another one."
        ),
    )


def test_a_name_that_cannot_be_read_is_told_readably():
    """Bytes that are no text come out as question marks."""
    assert renamed_note("\udcff.ipynb", "unit.ipynb").startswith("The notebook was submitted as `?.ipynb`;")


def test_pictures_are_rewritten_or_refused():
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    assert clean_png(pixel) == pixel
    assert clean_png(pixel[:-8] + "AAAAAAA=") is None
    assert clean_png('x" onerror="alert(1)') is None


def test_outputs_of_any_shape_are_survived():
    odd = [None, 1, {}, {"output_type": "display_data"}, {"output_type": "stream", "text": ["x"]}, {"output_type": "x"}]
    assert clean_outputs(odd) == [{"output_type": "stream", "name": "stdout", "text": ""}]
    assert clean_outputs("text") == []
    many = [{"output_type": "stream", "name": "stdout", "text": "x" * 90_000}] * 50
    assert sum(len(output["text"]) for output in clean_outputs(many)) <= MAX_TEXT


def test_markdown_keeps_what_is_harmless():
    text = "**b** $x^2$ [a](https://example.org) [m](mailto:a@b.c) [h](#top) [r](page.html)\n> quote"
    assert safe_markdown(text) == text
    assert plain_text(7) == ""


def test_prose_is_bounded_in_a_cell_and_in_all(released):
    text = SubmittedCell("markdown", "word " * 4_000)
    rebuilt = repair(Submission((text,) * 50), released)
    own = [cell.source for cell in rebuilt.notebook.cells if cell.id.startswith("own-")]
    assert 0 < sum(map(len, own)) <= 101_000
    assert "too long to show" in own[0]
    assert sum("left out" in note for note in rebuilt.notes) == 1


def test_pictures_of_a_cell_are_bounded_together():
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">II", 1, 1) + b"\x08\0\0\0\0")
        + _chunk(b"IDAT", bytes(1_500_000)) + _chunk(b"IEND", b"")).decode()  # fmt: skip
    output = {"output_type": "display_data", "data": {"image/png": picture}}
    assert clean_outputs([output]) != []
    assert len(clean_outputs([output] * 20)) == 3


def _chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
