"""IPython's own shell, set up to run a learner's cells and to record their outputs in order.

It behaves as the kernel of a notebook does (magics, display, figures, top-level await) without a kernel.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import re
import sys
from typing import Any

from autograder.sandbox.api import CellReport, LearnerError

MAX_OUTPUT = 100_000  # characters of text a cell may leave
MAX_OUTPUTS = 200
MAX_PICTURES = 4_000_000  # characters of base64
BACKEND = "module://matplotlib_inline.backend_inline"
_NOTE = "\n[Output cut here: a cell may print {limit:,} characters.]\n"
_LEFT_OUT = f"[Output left out here: a cell may show {MAX_OUTPUTS} outputs, and {MAX_OUTPUT:,} characters.]\n"


class OutputLog:
    """The outputs of one cell as nbformat dicts, in the order they came, bounded."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._text = 0
        self._pictures = 0
        self._is_cut = False

    def stream(self, name: str, text: str) -> None:
        """Add text to the stream `name`; past the limit it is cut, once, with a note."""
        if self._text > MAX_OUTPUT or not text:
            return
        self._text += len(text)
        if self._text > MAX_OUTPUT:
            text = text[: max(0, len(text) - (self._text - MAX_OUTPUT))] + _NOTE.format(limit=MAX_OUTPUT)
        if self.outputs and self.outputs[-1]["output_type"] == "stream" and self.outputs[-1]["name"] == name:
            self.outputs[-1]["text"] += text
        elif len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})
        else:
            self._cut()

    def _cut(self) -> None:
        """Say once that something is left out."""
        if not self._is_cut:
            self._is_cut = True
            self.outputs.append({"output_type": "stream", "name": "stdout", "text": _LEFT_OUT})

    def data(self, output_type: str, data: dict[str, Any], metadata: dict[str, Any], count: int | None = None) -> None:
        """Add a display or a result; text and pictures within their limits, everything else is dropped."""
        shown = {k: v for k, v in data.items() if k.startswith(("text/", "image/")) and isinstance(v, str)}
        kept: dict[str, Any] = {}
        for kind, content in shown.items():
            size = len(content)
            if kind.startswith("image/") and self._pictures + size <= MAX_PICTURES:
                self._pictures += size
                kept[kind] = content
            elif kind.startswith("text/") and self._text + size <= MAX_OUTPUT:
                self._text += size
                kept[kind] = content
        if shown and (len(self.outputs) >= MAX_OUTPUTS or not kept):
            self._cut()
        elif kept:
            output: dict[str, Any] = {"output_type": output_type, "data": kept, "metadata": {}}
            if output_type == "execute_result":
                output["execution_count"] = count
            self.outputs.append(output)


class _Stream(io.TextIOBase):
    """A text stream that writes into the current log."""

    def __init__(self, shell: Shell, name: str) -> None:
        self._shell = shell
        self.name = name

    def write(self, text: str) -> int:
        self._shell.log.stream(self.name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False


class Shell:
    """One IPython shell whose cells are run by `run`. Make it once per process: IPython's shell is a singleton."""

    def __init__(self) -> None:
        os.environ["MPLBACKEND"] = BACKEND
        self.log = OutputLog()
        self.index = 0
        self._shell = self._make()

    def _make(self) -> Any:
        from IPython.core.compilerop import CachingCompiler
        from IPython.core.displayhook import DisplayHook
        from IPython.core.displaypub import DisplayPublisher
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        owner = self

        class Compiler(CachingCompiler):
            def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
                return f"<cell {owner.index}>"

        class Publisher(DisplayPublisher):
            def publish(self, data: Any, metadata: Any = None, source: Any = None, **kwargs: Any) -> None:
                owner.log.data("display_data", dict(data), dict(metadata or {}))

            def clear_output(self, wait: bool = False) -> None:
                owner.log.outputs.clear()

        class Hook(DisplayHook):
            def start_displayhook(self) -> None:
                self._data: dict[str, Any] = {}

            def write_output_prompt(self) -> None: ...

            def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
                self._data = dict(format_dict)

            def finish_displayhook(self) -> None:
                owner.log.data("execute_result", self._data, {}, self.prompt_count)

        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.xmode = "Plain"
        config.InteractiveShell.cache_size = 0
        config.InteractiveShell.autoindent = False
        shell = InteractiveShell.instance(
            config=config,
            user_ns={"__name__": "__main__"},
            compiler_class=Compiler,
            displayhook_class=Hook,
            display_pub_class=Publisher,
        )
        # IPython 9 keeps a copy of all that is printed, without bound, and colours every traceback for it; the log here
        # is the only one wanted.
        vars(shell)["_tee"] = lambda channel: contextlib.nullcontext()
        vars(shell)["_format_exception_for_storage"] = lambda *args, **options: {}
        _spare_plain_cells(shell)
        _draw_into(shell)
        shell.events.register("post_execute", _flush_figures)
        return shell

    @property
    def namespace(self) -> dict[str, Any]:
        """The learner's global names."""
        names: dict[str, Any] = self._shell.user_ns
        return names

    def run(self, source: str, index: int, *, remembered: bool = True) -> CellReport:
        """Run one cell, which counts as one of the notebook's where it is `remembered`.

        Whatever it does ends as data in the report.
        """
        self.log, self.index = OutputLog(), index
        stdout, stderr, read = sys.stdout, sys.stderr, builtins.input
        sys.stdout, sys.stderr = _Stream(self, "stdout"), _Stream(self, "stderr")
        builtins.input = _refuse_input
        self._shell.showtraceback = lambda *args, **kwargs: None
        self._shell.showsyntaxerror = lambda *args, **kwargs: None
        try:
            result = self._shell.run_cell(source, store_history=remembered)
            raised = result.error_before_exec or result.error_in_exec
        except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt of a cell are its own
            raised = error
        finally:
            sys.stdout, sys.stderr, builtins.input = stdout, stderr, read
        if raised is None:
            return CellReport(index, self.log.outputs)
        problem = describe(raised)
        self.log.outputs.append(
            {
                "output_type": "error",
                "ename": problem.type_name,
                "evalue": problem.message,
                "traceback": [_short_traceback(problem)],
            }
        )
        return CellReport(index, self.log.outputs, problem)


def _spare_plain_cells(shell: Any) -> None:
    """Leave out what IPython does to every cell to find magics, where a cell holds no sign of any.

    It splits each cell into tokens and compiles it twice to do so: half of what running a small cell takes.
    """
    transform, awaits = shell.transform_cell, shell.should_run_async

    def transform_cell(source: str) -> str:
        if shell.input_transformers_post or not is_plain(source):
            changed: str = transform(source)
            return changed
        return source if source.endswith("\n") else source + "\n"

    def should_run_async(source: str, **about: Any) -> bool:
        return ("await" in source or "async" in source) and bool(awaits(source, **about))

    vars(shell).update(transform_cell=transform_cell, should_run_async=should_run_async)


# What a magic, a prompt or a call for help starts or ends with; also lines that IPython would trim.
_UNUSUAL = re.compile(r"\?|!(?!=)|=\s*%|^\s*(?:[%,;/]|>>>|\.\.\.|In \[)|^[ \t]+$", re.MULTILINE)


def is_plain(source: str) -> bool:
    """Whether IPython would run a cell as it stands; False in doubt. One line may be a magic without its sign.

    >>> is_plain("x = 1\\ny = x % 2"), is_plain("ls"), is_plain("x = 1\\n%time x")
    (True, False, False)
    """
    return "\n" in source.rstrip() and not source[0].isspace() and _UNUSUAL.search(source) is None


def _draw_into(shell: Any) -> None:
    """Figures become outputs of this shell's cells, also where matplotlib was imported before there was a shell."""
    from IPython.core.pylabtools import activate_matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support

    activate_matplotlib(BACKEND)  # type: ignore[no-untyped-call]
    configure_inline_support(shell, BACKEND)  # type: ignore[no-untyped-call]


def _flush_figures() -> None:
    if "matplotlib.pyplot" in sys.modules:
        from matplotlib_inline.backend_inline import flush_figures

        flush_figures()  # type: ignore[no-untyped-call]


def _refuse_input(prompt: object = "") -> str:
    raise RuntimeError("input() is not available while work is graded: put the value into the cell instead.")


def describe(error: BaseException, untraceable: bool = False) -> LearnerError:
    """An exception of learner code in plain text, with the last line of a learner's cell it passed through."""
    line, text, cell = None, "", None
    if isinstance(error, SyntaxError):
        line, text = error.lineno, (error.text or "").strip()
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(("<cell ", "<ipython-input")) or "ipykernel" in name:
            line, cell = trace.tb_lineno, name
        trace = trace.tb_next
    if cell is not None:
        import linecache

        text = linecache.getline(cell, line or 0).strip()
    try:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:  # noqa: BLE001 - a hostile __str__ is no reason to fail
        message = ""
    kind: Any = "untraceable" if untraceable else "exception"
    bases = tuple(base.__name__[:80] for base in type(error).__mro__[1:8])
    return LearnerError(kind, type(error).__name__[:80], message[:600], line, text[:200], bases=bases)


def _short_traceback(problem: LearnerError) -> str:
    where = f"line {problem.line}: {problem.source_line}\n" if problem.line else ""
    return f"{where}{problem.type_name}: {problem.message}"


__all__ = ["OutputLog", "Shell", "describe"]
