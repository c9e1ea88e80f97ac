"""Hidden checks of `softmax` (11.2)."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

BY_HAND = [
    case(np.array([[0.0, 0.0]])),
    case(np.array([[0.0, np.log(3.0)]]), label="weights 1 and 3"),
    case(np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])),
]
SIZES = [(4, 3), (1, 5), (5, 1), (3, 3), (7, 6)]


@check("values")
def test_by_hand(student, reference):
    """Small rows you can work out by hand"""
    agree(student.softmax, reference.softmax, BY_HAND, letters=("Z",), axes=("samples N", "classes C"), show=True)


@check("sizes")
def test_sizes(student, reference):
    """Batches of several sizes, square ones and single rows among them"""
    cases = ladder(lambda seed, n, c: [normal(seed, n, c)], SIZES)
    agree(student.softmax, reference.softmax, cases, letters=("Z",), axes=("samples N", "classes C"))


@check("types")
def test_integers(student, reference):
    """Integer logits give fractions all the same"""
    agree(student.softmax, reference.softmax, [case(np.array([[0, 1, 2], [5, 5, 5]]))], letters=("Z",), show=True)


@check("manners")
def test_manners(student, reference):
    """Z is left alone, and calls do not influence each other"""
    pure(student.softmax, [case(normal(1, 2, 3))], ("Z",))
    steady(student.softmax, reference.softmax, [case(normal(2, 2, 3)), case(normal(3, 2, 3))])


@check("extremes")
def test_large(student, reference):
    """Logits of ±1000, rows far apart, a masked (−inf) logit"""
    cases = [
        case(np.array([[1000.0, 1000.0]])),
        case(np.array([[-1000.0, -1000.0, -1000.0]]), label="all logits at −1000"),
        case(np.array([[0.0, 1.0], [1000.0, 1001.0]]), label="rows 1000 apart"),
        case(np.array([[0.0, 700.0, 720.0]])),
        case(np.array([[0.0, -np.inf, 1.0]]), label="one logit is −inf"),
    ]
    agree(student.softmax, reference.softmax, cases, letters=("Z",))


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    proves(student.softmax, reference.softmax, (symbols("Z", 2, 3),), "every real 2 × 3 batch")


@wrong("exp(1000) is inf, and inf/inf is nan: subtract each row's own maximum before you exponentiate.", "Z - Z.max(axis=1, keepdims=True)")
def no_shift(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@wrong("Row 2 is 1000 below row 1 and became 0/0: use each row's own maximum, not the largest entry of the whole batch.")
def global_maximum(Z):
    E = np.exp(Z - np.max(Z))
    return E / E.sum(axis=1, keepdims=True)


@wrong("You normalised over the batch (axis 0). Each row is one sample: its classes must sum to 1.")
def axis_0(Z):
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


@right
def loops(Z):
    rows = []
    for row in np.asarray(Z, dtype=float):
        top = max(row)
        weights = [np.exp(z - top) for z in row]
        rows.append([w / sum(weights) for w in weights])
    return np.array(rows)
