"""A session with learner code in this very process: a learner's own notebook, where there is nothing to protect.

The values still cross as plain data, so a verdict here and one from the sandbox are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.sandbox.api import Cell, CellReport
from autograder.sandbox.learner import Learner
from autograder.sandbox.session import BaseSession, read_failure
from autograder.wire import pack, unpack


class LocalSession(BaseSession):
    """A session with the names of a running notebook (`namespace`), or of cells it runs itself without isolation."""

    level = "same process"

    def __init__(self, namespace: dict[str, Any]) -> None:
        super().__init__()
        self._names = namespace
        self._learner = Learner(namespace, self._run_source)

    def run(self, cells: Sequence[Cell], *, seconds: float = 8.0, computing: float | None = None) -> list[CellReport]:
        """Run cells as plain Python in the namespace; there is no time limit here."""
        reports = []
        for cell in cells:
            answer = self._exchange({"op": "run", "source": cell.source, "index": cell.index}, seconds, computing)
            reports.append(CellReport(cell.index, answer.get("outputs", []), read_failure(answer)))
        return reports

    def _run_source(self, source: str, index: int) -> CellReport:
        import linecache

        from autograder.sandbox.shell import describe

        name = f"<cell {index}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        try:
            exec(compile(source, name, "exec"), self._names)  # noqa: S102 - running the learner's own code is the purpose
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a cell's own SystemExit included
            return CellReport(index, [], describe(error))
        return CellReport(index)

    def _transport(self, request: bytes, seconds: float, computing: float | None) -> dict[str, Any]:
        reply: dict[str, Any] = unpack(pack(self._learner.handle(unpack(request), self._ask_judge)))
        return reply

    def _ask_judge(self, message: Any) -> Any:
        return unpack(pack(self.answer_callback(unpack(pack(message)))))


__all__ = ["LocalSession"]
