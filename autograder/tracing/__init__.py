"""Running NumPy code on SymPy symbols: the learner's side of a proof.

`formulas_of(softmax, [symbols("Z", (2, 3))])` gives the formulas that the code computes, exactly, or raises
`Untraceable`; `run_traced` gives them as SymPy expressions. Whether they are the right formulas is decided elsewhere
(`checks/identity.py`), from plain trees. Code can tell symbols from numbers, so a proof never stands alone: numbers are
always checked too.
"""

from autograder.tracing.array import SymbolicArray, as_symbolic, symbols
from autograder.tracing.cases import Condition
from autograder.tracing.formula import Formula, Untraceable
from autograder.tracing.patch import formulas_of, plain, run_traced, tracing
from autograder.tracing.scalar import Scalar, Trace

__all__ = [
    "Condition",
    "Formula",
    "Scalar",
    "SymbolicArray",
    "Trace",
    "Untraceable",
    "as_symbolic",
    "formulas_of",
    "plain",
    "run_traced",
    "symbols",
    "tracing",
]
