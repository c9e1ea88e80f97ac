"""What a judgement depends on: a change of a hidden file changes the parts of those exercises that it can affect."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.batch.dependence import Dependence, dependence
from autograder.batch.items import split
from autograder.course import find_course

EXERCISES = ("softmax", "log_softmax", "d11_1", "q11_1", "q11_2")
CODE = {"softmax", "log_softmax"}
VALUES = {"d11_1", "q11_1", "q11_2"}
CHECKS = 'from autograder.checks import check\n@check("sizes")\ndef test_sizes(student, reference):\n    """Sizes"""\n'
QUIZ = """\
from autograder.checks import choice
WORDS = {"a": "No."}
q11_1 = choice("q11_1", WORDS)

q11_2 = choice(
    "q11_2",
    {"b": "No."},
)
"""


@pytest.fixture
def hidden(tmp_path: Path) -> Path:
    """The hidden files of two units."""
    for name, text in {
        "__init__.py": "", "unit_11/__init__.py": "", "unit_11/softmax.py": CHECKS, "unit_11/log_softmax.py": CHECKS,
        "unit_11/quiz.py": QUIZ, "unit_11/derivations.py": 'from autograder.checks import D\nd11_1 = D("d11_1")\n',
        "unit_11/helpers.py": "", "unit_11/manifest.json": "{}", "unit_06/__init__.py": "", "unit_06/sigmoid.py": "",
    }.items():  # fmt: skip
        (tmp_path / "hidden" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "hidden" / name).write_text(text)
    return tmp_path / "hidden"


def parts(hidden: Path) -> Dependence:
    """What unit 11 depends on now."""
    return dependence(hidden, "unit_11", EXERCISES)


def affected(hidden: Path, name: str, text: str = "\n# More.\n") -> set[str]:
    """The exercises whose judgement a change of a file may affect; "all" where all may be."""
    before = parts(hidden)
    path = hidden / name
    path.write_text((path.read_text() if path.exists() else "") + text)
    after = parts(hidden)
    changed = {exercise for exercise in EXERCISES if before.own[exercise] != after.own[exercise]}
    return changed | ({"all"} if before.shared != after.shared else set())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("unit_11/softmax.py", {"softmax"}),
        ("unit_11/derivations.py", VALUES),
        ("unit_11/quiz.py", VALUES),
        ("unit_11/helpers.py", {"all"}),
        ("unit_11/conftest.py", {"all"}),
        ("unit_11/__init__.py", {"all"}),
        ("unit_11/deep/inside.py", {"all"}),
        ("__init__.py", {"all"}),
        ("unit_11/q11_1.py", {"q11_1"}),
        ("unit_11/manifest.json", set()),
        ("unit_06/sigmoid.py", set()),
    ],
)
def test_a_file_affects_its_own_exercise_or_all(hidden: Path, name: str, expected: set[str]) -> None:
    """A module that is no exercise's own may be used by any; what is outside the items of a file, by each of them."""
    (hidden / "unit_11" / "deep").mkdir()
    assert affected(hidden, name) == expected


@pytest.mark.parametrize(
    "line",
    [
        "from .softmax import SIZES", "from . import softmax", "from.softmax import *",
        "def f(): from .softmax import S",
        "from autograder.hidden.unit_11.softmax import SIZES", "from autograder.hidden.unit_11 import softmax as s",
        "from autograder.hidden import unit_11", "from autograder import hidden", "from .. import unit_11",
        "import autograder.hidden.unit_11.softmax", "import autograder as a", "from importlib import import_module",
        "import importlib", "m = __import__('x')", "from . import *", "def f(:  # autograder.hidden",
        "import runpy", "from sys import modules", "import pathlib", "A = __file__", "A = open('softmax.py')",
        "A = exec", "NAME = 'autograder.hidden.unit_11.softmax'",
    ],
)  # fmt: skip
def test_what_a_file_imports_counts_as_its_own(hidden: Path, line: str) -> None:
    """However it is written; where it cannot be told what is used, all hidden files are."""
    assert affected(hidden, "unit_11/log_softmax.py", f"{line}\n") == {"log_softmax"}
    assert affected(hidden, "unit_11/softmax.py") == CODE


@pytest.mark.parametrize(
    "line", ["if 1: from .softmax import S", "np.seterr(all='raise')", "agree.Tolerance = None", "for x in y: pass"]
)
def test_a_file_that_does_things_when_it_is_imported_may_affect_all(hidden: Path, line: str) -> None:
    """It may change what others use."""
    assert affected(hidden, "unit_11/log_softmax.py", f"{line}\n") == {"log_softmax", "all"}


def test_files_that_hidden_modules_may_read_affect_all(hidden: Path) -> None:
    """Wherever they lie; and the packages on the way to a module belong to it."""
    assert affected(hidden, "unit_11/cases.json") == {"all"}
    assert affected(hidden, "numbers.csv") == {"all"}
    assert affected(hidden, "conftest.py") == {"all"}
    (hidden / "tools").mkdir()
    affected(hidden, "tools/sizes.py")
    affected(hidden, "unit_11/softmax.py", "from autograder.hidden.tools.sizes import SIZES\n")
    assert affected(hidden, "tools/sizes.py") == affected(hidden, "tools/__init__.py") == {"softmax"}
    affected(hidden, "conftest.py", 'pytest_plugins = ["autograder.hidden.tools.sizes"]\n')
    assert "all" in affected(hidden, "tools/sizes.py")


def test_imports_are_followed_further(hidden: Path) -> None:
    """From file to file, round in a circle, into another unit, and from a file of items."""
    for name, line in {
        "log_softmax": "from .softmax import A", "quiz": "from .log_softmax import D",
        "softmax": "from .log_softmax import B\nfrom ..unit_06.sigmoid import C",
    }.items():  # fmt: skip
        affected(hidden, f"unit_11/{name}.py", f"{line}\n")
    assert affected(hidden, "unit_06/sigmoid.py") == CODE | VALUES
    assert affected(hidden, "unit_11/helpers.py") == {"all"}


def test_the_checking_library_is_no_hidden_file(hidden: Path) -> None:
    """It belongs to what every grade depends on."""
    assert affected(hidden, "unit_11/log_softmax.py", "from autograder.checks.answers import x\n") == {"log_softmax"}
    assert affected(hidden, "unit_11/softmax.py") == {"softmax"}


def test_an_exercise_with_a_file_but_no_checks_is_judged_by_its_item(hidden: Path) -> None:
    """Both count; with checks of its own, the item counts no more."""
    affected(hidden, "unit_11/q11_1.py", "A = 1\n")
    assert "q11_1" in affected(hidden, "unit_11/quiz.py")
    affected(hidden, "unit_11/q11_1.py", '"""\n@check(\n"""\n')
    assert "q11_1" in affected(hidden, "unit_11/quiz.py")
    affected(hidden, "unit_11/q11_1.py", CHECKS)
    assert affected(hidden, "unit_11/quiz.py") == VALUES - {"q11_1"}


def test_an_item_is_what_defines_it_and_all_that_is_no_item() -> None:
    """Several lines, and whatever stands between the items."""
    items, rest = split(QUIZ.encode(), EXERCISES)
    assert items["q11_1"] == b'q11_1 = choice("q11_1", WORDS)\n'
    assert items["q11_2"].splitlines()[-1] == b")"
    assert rest == b'from autograder.checks import choice\nWORDS = {"a": "No."}\n\n'


@pytest.mark.parametrize(
    "more",
    [
        "other = q11_1\n", "q11_1 = 1\n", "# as q11_1\n", "for x in list(vars()): pass\n", "def f(:\n",
        "WORDS.clear()\n",
    ],
)  # fmt: skip
def test_what_others_mention_or_may_change_is_no_item(more: str) -> None:
    """It stays in what all depend on."""
    assert "q11_1" not in split((QUIZ + more).encode(), EXERCISES)[0]


@pytest.mark.parametrize(
    "line",
    [
        'q11_1 = choice("q11_2", {})', 'q11_1 = made("q11_1", {})', 'q11_1 = choice("q11_1", next(count))',
        'q11_1 = choice("q11_1", WORDS.pop("a"))', 'q11_1 = choice("q11_1", (W := {}))', "q11_1 = choice(NAME, {})",
        'q11_1 = x = choice("q11_1", {})', 'other = choice("q11_1", {})', 'q11_1 = choice("q11_1", {}); x = 1',
        'q11_1 = [choice("q11_1", {})]', "q11_1 = choice()",
    ],
)  # fmt: skip
def test_what_is_made_in_another_way_is_no_item(line: str) -> None:
    """Only a call of something imported, with the item's own name, in which nothing of the file itself is called."""
    content = f'from autograder.checks import choice\nWORDS = {{"a": "No."}}\n{line}\n'.encode()
    assert split(content, EXERCISES) == ({}, content)


@pytest.mark.parametrize(
    "first",
    ["from ._made import choice", "from made import choice", "from autograder.checks import *\ndef choice(): ..."],
)
def test_what_a_function_with_a_memory_may_have_made_is_no_item(first: str) -> None:
    """Only the checking library is known to make each item as if it were the first."""
    content = f'{first}\nq11_1 = choice("q11_1", {{}})\n'.encode()
    assert split(content, EXERCISES) == ({}, content)


def test_the_items_of_the_course_are_found() -> None:
    """Every quiz item, and each derivation of unit 11, can be told apart from its neighbours."""
    course = find_course()
    for unit in course.units:
        names = course.lesson(unit).exercises
        folder = course.root / "autograder" / "hidden" / f"unit_{unit[:2]}"
        quiz, _ = split((folder / "quiz.py").read_bytes(), names)
        assert quiz.keys() == {name for name, exercise in names.items() if exercise.kind == "quiz"}
    derivations, _ = split((folder / "derivations.py").read_bytes(), names)
    assert derivations.keys() == {name for name, exercise in names.items() if exercise.kind == "derivation"}
