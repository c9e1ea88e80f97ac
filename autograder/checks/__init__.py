"""The checking library: all that hidden checks import."""

from autograder.checks.agree import agree, pure, steady
from autograder.checks.answers import Derivation, WrongForm
from autograder.checks.cases import SIZES, Case, away_from_zero, case, labels, ladder, named, normal
from autograder.checks.compare import Tolerance, compare
from autograder.checks.domain import Integers, Interval
from autograder.checks.failure import Failure, NotProved, check, right, wrong
from autograder.checks.proof import proves, symbols
from autograder.checks.quiz import QuizItem, choice, quantity, shape, true_or_false
from autograder.checks.student import LearnerFunction, LearnerObject, Reference, Student
from autograder.sandbox.api import Items, Seed

__all__ = [
    "SIZES",
    "Case",
    "Derivation",
    "Failure",
    "Integers",
    "Interval",
    "Items",
    "LearnerFunction",
    "LearnerObject",
    "NotProved",
    "QuizItem",
    "Reference",
    "Seed",
    "Student",
    "Tolerance",
    "WrongForm",
    "agree",
    "away_from_zero",
    "case",
    "check",
    "choice",
    "compare",
    "labels",
    "ladder",
    "named",
    "normal",
    "proves",
    "pure",
    "quantity",
    "right",
    "shape",
    "steady",
    "symbols",
    "true_or_false",
    "wrong",
]
