# nbgrader reads this file at every command, and formgrader at every request: paths and whole lists of preprocessors,
# nothing else. Lists are assigned, never appended to, so that reading the file twice gives the same.

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)

root = Path(__file__).resolve().parent

c.CourseDirectory.course_id = "deep-learning-mathematics"
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "build/source"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.solution_directory = "solutions"
c.CourseDirectory.submitted_directory = "build/submitted"
c.CourseDirectory.autograded_directory = "build/autograded"
c.CourseDirectory.feedback_directory = "build/feedback"
c.CourseDirectory.db_url = f"sqlite:///{(root / 'build' / 'gradebook.db').as_posix()}"

# Releasing: `autograder build` runs both, then executes the solutions.

c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "autograder.nbgrader_plugin.release.DropSolutionOnly",
    "autograder.nbgrader_plugin.release.ClearAnswers",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
]

c.GenerateSolution.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "autograder.nbgrader_plugin.release.DropMarkers",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Grading: the exporter reads and rebuilds a submission, the sandbox runs it, the examiner judges it. No kernel starts.

c.Autograde.exporter_class = "autograder.nbgrader_plugin.exporter.SubmissionExporter"

c.Autograde.sanitize_preprocessors = []  # the exporter has rebuilt the notebook already

# The stock list ends in CheckCellMetadata; here all metadata is the instructor's own, checked at release, or ours.
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugin.examine.Examine",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
