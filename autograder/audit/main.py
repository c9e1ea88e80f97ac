"""`autograder audit [UNIT…]`: run every audit, compare with the manifest, print a table, exit 1 on any breach."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from autograder.audit.code import audit_code
from autograder.audit.records import ExerciseAudit, UnitAudit
from autograder.audit.values import audit_derivation, audit_quiz
from autograder.checks.answers import Derivation
from autograder.course import Course, find_course
from autograder.examiner import Examiner
from autograder.lookup import module_files

ABOUT = """Try every known mistake, every unusual but correct answer and automatic mutants of the solutions on the
hidden checks, and compare the checks with the recorded ones. Exit status 1 when something is judged wrongly or is
missing."""


def audit_unit(course: Course, unit: str, only: str | None = None) -> UnitAudit:
    """Audit the exercises of a unit (or `only` one)."""
    start = time.perf_counter()
    examiner = Examiner(course, unit)
    wanted = [name for name in examiner.lesson.exercises if only in (None, name)]
    audits = [_audit_exercise(examiner, name) for name in wanted]
    report = UnitAudit(examiner.unit, audits, _strays(examiner) if only is None else [])
    report.seconds = time.perf_counter() - start
    return report


def _audit_exercise(examiner: Examiner, name: str) -> ExerciseAudit:
    exercise = examiner.lesson.exercises[name]
    if name in examiner.checks:
        return audit_code(examiner, exercise)
    spec = examiner.specs.get(name)
    if isinstance(spec, Derivation):
        return audit_derivation(examiner, exercise, spec)
    if spec is not None:
        return audit_quiz(examiner, exercise, spec)
    audit = ExerciseAudit(name, exercise.kind, exercise.points)
    audit.breaches.append("has no hidden check; write one beside the others of its unit")
    return audit


def _strays(examiner: Examiner) -> list[str]:
    """Hidden checks that belong to no exercise of the lesson."""
    known = set(examiner.lesson.exercises)
    strays = {*examiner.checks, *examiner.specs} - known
    return [f"hidden checks for “{name}”, which is no exercise" for name in sorted(strays)]


def manifest_path(examiner_package: str) -> Path:
    """Where a unit's manifest is kept: beside its hidden checks."""
    return module_files(examiner_package)[0].parent / "manifest.json"


def compare_manifest(course: Course, report: UnitAudit, accept: bool) -> None:
    """Note every check or example that has changed since the manifest was written; with `accept`, write it anew."""
    path = manifest_path(course.hidden_package(report.unit))
    current = {audit.name: audit.manifest() for audit in report.exercises}
    if accept:
        path.write_text(json.dumps(current, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        return
    recorded = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name in sorted({*recorded, *current}):
        report.breaches += _differences(name, recorded.get(name), current.get(name))


def _differences(name: str, recorded: Any, current: Any) -> list[str]:
    how = "if that is meant, run `autograder audit --accept`"
    if recorded is None or current is None:
        return [f"{name}: {'not in the manifest yet' if recorded is None else 'gone'}; {how}"]
    lost = [
        f"{name}: the check “{title}” is gone; {how}" for title in recorded["checks"] if title not in current["checks"]
    ]
    if lost or recorded == current:
        return lost
    return [f"{name}: checks or examples differ from the manifest; {how}"]


COLUMNS = {"right": 7, "rejected": 10, "wrong": 7, "accepted": 10, "diagnosed": 11, "mutants": 9, "alive": 7}


def table(reports: list[UnitAudit]) -> str:
    """The audit as text: a row per exercise, the two rates at the end."""
    head = f"{'exercise':<32}" + "".join(f"{name:>{width}}" for name, width in COLUMNS.items()) + "  proved"
    lines = []
    for report in reports:
        lines += [f"{report.unit}  ({report.seconds:.1f} s)", head, "-" * len(head)]
        lines += [_row(audit) for audit in report.exercises]
        lines.append("")
    lines += _rates(reports)
    return "\n".join(lines)


def _row(audit: ExerciseAudit) -> str:
    mutants = f"{audit.mutants:>9}{audit.survivors:>7}" if audit.kind == "code" else f"{'':>9}{'':>7}"
    counts = (
        f"{audit.right:>7}{audit.right_rejected:>10}{audit.wrong:>7}{audit.wrong_accepted:>10}{audit.diagnosed:>11}"
    )
    return f"{audit.name:<32}{counts}{mutants}  {'yes' if audit.proved else ''}".rstrip()


def _rates(reports: list[UnitAudit]) -> list[str]:
    def total(name: str) -> int:
        return sum(report.total(name) for report in reports)

    wrong, mutants = total("wrong"), total("mutants")
    return [
        (
            f"wrong work accepted:   {total('wrong_accepted')} of {wrong} known mistakes, "
            f"{total('survivors')} of {mutants} mutants ({total('excused')} equivalent ones, with their reasons)"
        ),
        f"correct work rejected: {total('right_rejected')} of {total('right')}",
        f"mistakes named:        {total('diagnosed')} of {wrong}",
    ]


def main(args: list[str]) -> int:
    """The command. Exit status 0 when nothing is wrong, 1 on any breach."""
    parser = argparse.ArgumentParser(prog="autograder audit", description=ABOUT)
    parser.add_argument("units", nargs="*", metavar="UNIT", help="units by name or number (default: all)")
    parser.add_argument("--exercise", help="audit this exercise alone, without the manifest")
    parser.add_argument("--json", action="store_true", help="print the records instead of the table")
    parser.add_argument("--accept", action="store_true", help="record the present checks and examples as the manifest")
    options = parser.parse_args(args)
    course = find_course()
    if options.exercise:
        options.units = [course.exercise(options.exercise)[0]]
    reports = [audit_unit(course, unit, options.exercise) for unit in options.units or course.units]
    if not options.exercise:
        for report in reports:
            compare_manifest(course, report, options.accept)
    if options.json:
        print(json.dumps([report.to_json() for report in reports], indent=1))
    else:
        print(table(reports))
    breaches = [text for report in reports for text in report.all_breaches()]
    for text in breaches:
        print(f"✗ {text}", file=sys.stderr)
    return 1 if breaches else 0
