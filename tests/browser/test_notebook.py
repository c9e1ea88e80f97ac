"""A learner's first minutes in a real browser: open unit 11 in JupyterLab, run everything, mend one answer, check it.

Screenshots are left in build/screenshots/. Left out, with the reason, where no Chromium is installed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright
from watchfiles import watch

from autograder.course import Course
from autograder.learn.lab import command, free_port

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
MINUTE = 60_000  # milliseconds, as Playwright counts
SETTINGS = {
    # Every cell is in the page, so that a look at all of them needs no scrolling.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
}

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="left out: no Chromium here; install one (on Debian: apt-get install chromium)"
)


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab on a copy of the course."""

    course: Course
    port: int
    token: str

    def address(self, path: Path) -> str:
        """Where a notebook opens."""
        place = path.relative_to(self.course.exercises_dir).as_posix()
        return f"http://127.0.0.1:{self.port}/lab/tree/{place}?token={self.token}"


@pytest.fixture(scope="module")
def lab(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab as `autograder learn` starts it, in a world of its own."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(repository / "nbgrader_config.py", root)
    for folder in ("source", "exercises"):
        shutil.copytree(repository / folder, root / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    home = tmp_path_factory.mktemp("home")
    for name, values in SETTINGS.items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    runtime = home / "runtime"
    runtime.mkdir()
    token, port = "for-this-test-only", free_port()
    own = {
        "HOME": home, "IPYTHONDIR": home / "ipython", "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_RUNTIME_DIR": runtime, "JUPYTER_TOKEN": token, "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces", "AUTOGRADER_COURSE": root,
    }  # fmt: skip
    environment = os.environ | {name: str(value) for name, value in own.items()}
    arguments = command(Course(root), port, browser=False)
    with subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for_server(runtime)
            yield Lab(Course(root), port, token)
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A fresh page of a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(MINUTE)
        yield page
        browser.close()


@pytest.fixture(scope="module")
def pictures(repository: Path) -> Path:
    """Where screenshots go, outside git."""
    folder = repository / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_first_minutes(lab: Lab, page: Page, pictures: Path) -> None:
    """The released notebook runs to its end; an answer typed in is diagnosed, then mended, then kept as right."""
    unit = lab.course.unit("11")
    page.goto(lab.address(lab.course.exercises_dir / unit / f"{unit}.ipynb"))
    expect(page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible(timeout=MINUTE)
    expect(page.locator(".jp-NotebookPanel-toolbar .jp-Toolbar-kernelName")).to_contain_text("Python 3", timeout=MINUTE)

    run_all(page)
    panel = checks_cell(page, "softmax").locator(".ag-panel")
    expect(panel).to_contain_text("not answered yet", ignore_case=True)
    shoot(panel, pictures / "unanswered.png")

    answer(page, "softmax", "weights = np.exp(Z)", "return weights / np.sum(weights, axis=1, keepdims=True)")
    check(page, "softmax")
    expect(panel).to_contain_text("exp(1000) is inf")
    shoot(panel, pictures / "partly-right.png")

    shifted = "weights = np.exp(Z - np.max(Z, axis=1, keepdims=True))"
    answer(page, "softmax", shifted, "return weights / np.sum(weights, axis=1, keepdims=True)")
    check(page, "softmax")
    expect(checks_cell(page, "softmax").locator(".ag-panel.ag-right")).to_be_visible()
    shoot(panel, pictures / "right.png")
    page.screenshot(path=pictures / "notebook.png")

    progress = json.loads((lab.course.root / ".progress" / "progress.json").read_text(encoding="utf-8"))
    assert progress["exercises"]["softmax"]["verdict"] == "right"


def run_all(page: Page) -> None:
    """Run → Run All Cells, to the last cell and without a traceback or anything on stderr."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
    expect(prompts.last).to_have_text(re.compile(r"\[\d+\]:"), timeout=2 * MINUTE)
    assert [text for text in prompts.all_inner_texts() if not re.fullmatch(r"\[\d+\]:", text.strip())] == []
    for kind in ("error", "stderr"):
        expect(page.locator(f'[data-mime-type="application/vnd.jupyter.{kind}"]')).to_have_count(0)


def answer_cell(page: Page, name: str) -> Locator:
    """The cell that defines a function."""
    return page.locator(".jp-CodeCell").filter(has_text=re.compile(rf"def {name}\(")).first


def checks_cell(page: Page, name: str) -> Locator:
    """The cell that ends in `check("name")`."""
    return page.locator(".jp-CodeCell").filter(has_text=f'check("{name}")').first


def answer(page: Page, name: str, *lines: str) -> None:
    """Type a new function over the old one, as a learner does: the editor indents after the colon by itself."""
    cell = answer_cell(page, name)
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")
    for number, line in enumerate((f"def {name}(Z):", *lines)):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)
    expect(cell.locator(".cm-content")).to_contain_text(lines[-1])
    page.keyboard.press("Shift+Enter")


def check(page: Page, name: str) -> None:
    """Run the checks cell and wait until it has run."""
    cell = checks_cell(page, name)
    before = cell.locator(".jp-InputPrompt").inner_text()
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".jp-InputPrompt")).not_to_have_text(before)
    expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))


def shoot(panel: Locator, path: Path) -> None:
    """A picture of a panel."""
    panel.scroll_into_view_if_needed()
    panel.screenshot(path=path)


def _wait_for_server(runtime: Path) -> None:
    """Until Jupyter has written the file that says where it listens; a minute without any news is a failure."""
    changes = watch(runtime, rust_timeout=MINUTE, yield_on_timeout=True, raise_interrupt=True)
    while not any(runtime.glob("jpserver-*.json")):
        assert next(changes), "JupyterLab did not start"
