"""Preprocessors that turn the source notebook into the released one and into the solutions notebook.

They only remove: solutions, solution-only text, markers. Which cell is what stands in the metadata that `build` writes.
"""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

from autograder.starter import has_region, starter, without_markers


class ClearAnswers(ClearSolutions):
    """nbgrader's ClearSolutions with our two stubs: unanswered code raises, an unanswered variable is None."""

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        if cell.cell_type != "code" or not has_region(cell.source):
            return False
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        cell.source = starter(cell.source, name)
        return True


class DropSolutionOnly(NbGraderPreprocessor):
    """Removes the text that only the solutions notebook shows."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Keep every cell but those that `build` marked as solution text."""
        nb.cells = [cell for cell in nb.cells if cell.metadata.get("autograder", {}).get("role") != "solution"]
        return nb, resources


class DropMarkers(NbGraderPreprocessor):
    """Removes the marker lines, so that a solution reads as plain code."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Take the marker lines out of one code cell."""
        if cell.cell_type == "code":
            cell.source = without_markers(cell.source)
        return cell, resources
