"""Running NumPy code on SymPy symbols: the learner's side of a proof.

`run_traced(softmax, [symbols("Z", (2, 3))])` gives the formulas that the code computes, exactly, or raises
`Untraceable`. Whether they are the right formulas is decided elsewhere (`checks/identity.py`), from plain trees.
Code can tell symbols from numbers, so a proof never stands alone: numbers are always checked too.
"""

from autograder.tracing.array import SymbolicArray, as_symbolic, symbols
from autograder.tracing.cases import Condition
from autograder.tracing.patch import plain, run_traced, tracing
from autograder.tracing.scalar import Scalar, Trace, Untraceable

__all__ = [
    "Condition",
    "Scalar",
    "SymbolicArray",
    "Trace",
    "Untraceable",
    "as_symbolic",
    "plain",
    "run_traced",
    "symbols",
    "tracing",
]
