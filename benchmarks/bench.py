"""Four ways of grading the same class, side by side, in one run; writes `RESULTS.md` beside this file.

`--quick` leaves out the stock configuration and the large classes: a minute instead of a quarter of an hour.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen

from measure import Cost, machine, measure
from sample import Trees, environment, submissions

from autograder.course import find_course

UNIT = "11"
CLASS = 40
SPECIAL = (20, 39)  # of each class: the loop that never ends, the file that is no notebook
FOLDER = Path(__file__).resolve().parent
OURS = [sys.executable, "-m", "autograder.cli", "grade"]
NBGRADER = [sys.executable, "-m", "nbgrader", "autograde"]


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without stock nbgrader and the large classes")
    quick = parser.parse_args().quick
    bench = Bench(quick=quick)
    started = time.monotonic()
    lines = [*bench.side_by_side(), "", *bench.floor(), "", *bench.scaling()]
    minutes = (time.monotonic() - started) / 60
    text = "\n".join([*_head(quick, minutes), *lines, *_NOTES, ""])
    print(text)
    if not quick:
        (FOLDER / "RESULTS.md").write_text(text, encoding="utf-8")
    return 0


class Bench:
    """The classes and the runs."""

    def __init__(self, *, quick: bool) -> None:
        self.course = find_course(FOLDER)
        self.unit = self.course.unit(UNIT)
        self.folder = self.course.build_dir / "bench"
        self.quick = quick
        shutil.rmtree(self.folder, ignore_errors=True)

    def trees(self, name: str, count: int, *, endless: bool = True) -> Trees:
        """A released unit and a class that has submitted it."""
        trees = Trees(self.course, self.unit, self.folder / name)
        trees.release()
        for number, (student, content) in enumerate(submissions(trees, count)):
            if endless or number % CLASS not in SPECIAL:
                trees.submit(student, content)
        return trees

    def run(self, trees: Trees, command: list[str], graded: str, *more: str) -> Cost:
        """Grade a class into a gradebook and a tree of its own."""
        shutil.copy(trees.folder / "released.db", trees.folder / f"{graded}.db")
        shutil.rmtree(trees.folder / "grade-state", ignore_errors=True)  # of the run before: it would begin otherwise
        stock = graded == "stock"
        cost = measure(
            [*command, self.unit, *trees.options(graded), *more],
            trees.folder if stock else self.course.root,
            environment(),
        )
        done = len(list((trees.folder / graded).glob(f"*/{self.unit}")))
        expected = len(list((trees.folder / "submitted").iterdir()))
        print(f"{graded:12} {cost.wall:7.1f} s, {done} of {expected}", file=sys.stderr, flush=True)
        if done < expected and not stock:  # stock nbgrader gives up on a file that is no notebook
            raise SystemExit(cost.output[-4000:])
        return cost

    def side_by_side(self) -> list[str]:
        """The table of the four ways."""
        trees = self.trees("mixed", CLASS)
        costs: dict[str, list[Cost]] = {"grade": [], "nbgrader": []}

        def run_both() -> None:
            for name, command in (("grade", OURS), ("nbgrader", NBGRADER)):
                costs[name].append(self.run(trees, command, f"{name}{len(costs[name])}"))

        run_both()
        stock = None if self.quick else self.run(trees, NBGRADER, "stock")
        if not self.quick:  # a machine is not as fast at one moment as at another
            run_both()
            run_both()
        grade, ours = (sorted(runs, key=lambda cost: cost.wall)[len(runs) // 2] for runs in costs.values())
        rows = [
            _row("`autograder grade`", CLASS, grade, grade),
            _row("`nbgrader autograde`, this configuration", CLASS, ours, grade),
        ]
        if stock:
            rows.insert(0, _row("`nbgrader autograde`, stock configuration", CLASS, stock, grade))
            rows.append(_row("floor, on all but two", CLASS - 2, self.least(trees, SPECIAL), grade))
            rows += ["", (f"Stock / `nbgrader autograde` with this configuration: **{stock.wall / ours.wall:.1f}**. "
                         f"Stock / `autograder grade`: **{stock.wall / grade.wall:.1f}**.")]  # fmt: skip
        head = ["## The same 40 submissions, four ways", "",
                "| | wall | processor | peak memory | wall each | processor each | wall, relative |",
                "|---|--:|--:|--:|--:|--:|--:|"]  # fmt: skip
        return [*head, *rows]

    def least(self, trees: Trees, without: Sequence[int] = ()) -> Cost:
        """The floor on a class: everything in one process, that of the judge."""
        folders = sorted((trees.folder / "submitted").iterdir())
        chosen = [folder for number, folder in enumerate(folders) if number not in without]
        cost = measure(self._floor_command(trees, chosen), trees.folder, environment())
        if cost.status:
            raise SystemExit(cost.output[-4000:])
        return cost

    def _floor_command(self, trees: Trees, folders: Iterable[Path]) -> list[str]:
        paths = [str(path) for folder in folders for path in sorted(folder.glob("*/*.ipynb"))]
        released = trees.folder / "release" / self.unit / f"{self.unit}.ipynb"
        return [sys.executable, str(FOLDER / "floor.py"), str(self.course.root), self.unit, str(released), *paths]

    def floors(self, trees: Trees, processes: int) -> float:
        """Processor seconds per submission of so many floors at once, each on its share of the class, once warm."""
        folders = sorted((trees.folder / "submitted").iterdir())
        shares = [self._floor_command(trees, folders[number::processes]) for number in range(processes)]
        runs = [Popen(c, cwd=trees.folder, env=environment(), stdout=PIPE, text=True) for c in shares]
        said = [run.communicate()[0] for run in runs]
        if any(run.returncode for run in runs):
            raise SystemExit("the floor failed")
        seconds = [second for text in said for second in json.loads(text.partition("\n")[0])["seconds"]]
        print(f"{processes} x floor    {sum(seconds):7.1f} s of processor", file=sys.stderr, flush=True)
        return statistics.mean(seconds)

    def floor(self) -> list[str]:
        """Processor time against the least possible, on submissions that end.

        In turns, since a machine is not as fast at one moment as at another, and not with both processors busy either.
        """
        trees, one = self.trees("ending", CLASS if self.quick else 2 * CLASS, endless=False), self.trees("one", 1)
        size = len(list((trees.folder / "submitted").iterdir()))
        rounds: list[_Round] = []
        for turn in range(1 if self.quick else 3):
            start = self.run(one, OURS, f"start{turn}")
            least = self.floors(trees, 1)
            first = self.run(trees, OURS, f"one{turn}", "--workers", "1")
            second = self.run(trees, OURS, f"two{turn}", "--workers", "2")
            rounds.append(_Round(start, first, second, least, self.floors(trees, 2), size - 1))
        lines = ["## Processor time, once warm", "",
                 "| | floor | `autograder grade` | ratio |", "|---|--:|--:|--:|"]  # fmt: skip
        both = (
            ("one process, one worker", [(r.least, r.each(r.first)) for r in rounds]),
            ("two processes at once, two workers", [(r.least_of_two, r.each(r.second)) for r in rounds]),
        )
        for name, pairs in both:
            floor, ours = (statistics.median(values) * 1000 for values in zip(*pairs, strict=True))
            ratio = statistics.median(ours / floor for floor, ours in pairs)
            lines.append(f"| {name} | {floor:.0f} ms | {ours:.0f} ms | **{ratio:.2f}** |")
        gain = statistics.median((r.first.wall - r.start.wall) / (r.second.wall - r.start.wall) for r in rounds)
        busy = statistics.median(r.least / r.least_of_two for r in rounds)
        walls = ", ".join(f"{r.first.wall:.1f} and {r.second.wall:.1f} s" for r in rounds)
        return [
            *lines, "",
            (
                f"Per submission of {size}, start left out. Two workers against one: **{gain:.2f}** times as fast "
                f"({walls} with the start); two floors at once, which share nothing but the machine: {2 * busy:.2f} "
                f"times as fast as one. Starting costs {statistics.median(r.start.wall for r in rounds):.1f} s once "
                f"({statistics.median(r.start.cpu for r in rounds):.1f} s of processor)."
            ),
        ]  # fmt: skip

    def scaling(self) -> list[str]:
        """Large classes: rate and memory."""
        lines = ["## Large classes", "", "| submissions | wall | per second | processor per submission | peak memory |",
                 "|--:|--:|--:|--:|--:|"]  # fmt: skip
        for count in (CLASS,) if self.quick else (100, 1000):
            cost = self.run(self.trees(f"class-{count}", count), OURS, "grade")
            rate, each = count / cost.wall, cost.cpu / count * 1000
            lines.append(f"| {count} | {cost.wall:.1f} s | {rate:.1f} | {each:.0f} ms | {cost.peak:.0f} MiB |")
        return lines


@dataclass(frozen=True)
class _Round:
    """One turn of what is compared."""

    start: Cost
    first: Cost
    second: Cost
    least: float
    least_of_two: float
    size: int

    def each(self, cost: Cost) -> float:
        """Processor seconds per submission, without the start."""
        return (cost.cpu - self.start.cpu) / self.size


def _row(name: str, count: int, cost: Cost, best: Cost) -> str:
    wall, each, relative = cost.wall / count * 1000, cost.cpu / count * 1000, cost.wall / best.wall
    whole = f"{cost.wall:.1f} s | {cost.cpu:.1f} s | {cost.peak:.0f} MiB"
    return f"| {name} | {whole} | {wall:.0f} ms | {each:.0f} ms | {relative:.1f} |"


def _head(quick: bool, minutes: float) -> Iterable[str]:
    load = os.getloadavg()[2]
    return (
        "# What grading costs", "",
        (f"Written by `make bench` in {minutes:.0f} minutes{' (quick)' if quick else ''}. {machine()}; "
        f"load of the last quarter of an hour {load:.1f}."), "",
    )  # fmt: skip


_NOTES = (
    "",
    (
        "Of forty submissions half hold one of the course's wrong implementations, errors of syntax, half of the "
        "answers or none; every right answer is the solution's or, four times out of ten, one of the unusual ones "
        "that the course knows. One has a loop that never ends (it is stopped "
        "after one second of computing; stock nbgrader stops each cell after 30), one file is no notebook. "
        "Every fourth learner adds a figure."
    ),
    (
        "The floor is the cells and the checks in one process, without isolation, files, feedback or gradebook. "
        "It and the comparison of workers leave out the last two kinds. Memory counts shared pages once. "
        "Of three runs of ours on the forty, before and after stock nbgrader's, the one in the middle is shown; of "
        "what is compared in turns, the middle of three ratios, each of neighbouring runs."
    ),
)

if __name__ == "__main__":
    sys.exit(main())
