"""Hidden checks of `sigmoid_backward` (06.3)."""

import numpy as np

from autograder.checks import SIZES, agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

LETTERS = ("dA", "Z")
# At 40 the slope is 4e-18; s(1 - s) gives 0 there, since s is rounded to 1. Both are right to within 1e-12.
FAR = [
    case(normal(11, 1, 4), np.array([[40.0, -40.0, 0.0, 1.0]])),
    case(normal(12, 2, 3), np.array([[1000.0, 0.0, -1000.0], [-750.0, 750.0, 2.0]])),
]


@check("values")
def test_by_hand(student, reference):
    """The slope is 1/4 at 0 and 3/16 at ± log 3"""
    cases = [
        case(np.array([[4.0]]), np.array([[0.0]])),
        case(np.array([[16.0, -32.0]]), np.log([[3.0, 1.0 / 3.0]])),
        case(np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[0.0, 1.0], [-2.0, 3.0]])),
    ]
    agree(student.sigmoid_backward, reference.sigmoid_backward, cases, letters=LETTERS, show=True)


@check("sizes")
def test_sizes(student, reference):
    """Any shape: one axis, two, three"""
    cases = ladder(lambda seed, n, _, m: [normal(seed, n, m), normal(seed + 50, n, m)], SIZES)
    cases += [case(normal(1, 5), normal(2, 5)), case(normal(3, 2, 3, 4), normal(4, 2, 3, 4))]
    agree(student.sigmoid_backward, reference.sigmoid_backward, cases, letters=LETTERS)


@check("types")
def test_integers(student, reference):
    """Whole numbers in one array or in both"""
    Z, dA = np.array([[2, -1, 0], [-3, 1, 5]]), np.array([[0.5, 1.5, 2.5], [-0.25, -1.5, 0.75]])
    cases = [case(dA, Z), case(Z, dA), case(np.array([[4, 8, -4]]), np.array([[0, 1, -2]]))]
    agree(student.sigmoid_backward, reference.sigmoid_backward, cases, letters=LETTERS, show=True)


@check("manners")
def test_manners(student, reference):
    """dA and Z are left alone, and calls do not influence each other"""
    cases = [case(normal(5, 2, 3), normal(6, 2, 3)), case(normal(7, 2, 3), normal(8, 2, 3))]
    pure(student.sigmoid_backward, cases, LETTERS)
    steady(student.sigmoid_backward, reference.sigmoid_backward, cases)


@check("extremes")
def test_far(student, reference):
    """Far out, at ±40 and ±1000, the slope is next to 0 and never nan"""
    agree(student.sigmoid_backward, reference.sigmoid_backward, FAR, letters=LETTERS, atol=1e-12)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    args = (symbols("dA", 2, 3), symbols("Z", 2, 3))
    proves(student.sigmoid_backward, reference.sigmoid_backward, args, "every real 2 × 3 array")


@wrong("Put Z through the sigmoid first: the formula s(1 − s) wants s = sigmoid(Z), and you put Z itself in.")
def uses_Z(dA, Z):
    return dA * Z * (1.0 - Z)


@wrong("The factor 1 − s is missing: the slope is s(1 − s), at most 1/4.")
def without_one_minus(dA, Z):
    return dA * sigmoid(Z)


@wrong("The factor s is missing: the slope is s(1 − s), and 1 − s alone is not small on the left.")
def one_minus_only(dA, Z):
    return dA * (1.0 - sigmoid(Z))


@wrong("1 − s² is the slope of tanh. For the sigmoid it is s(1 − s).")
def slope_of_tanh(dA, Z):
    return dA * (1.0 - sigmoid(Z) ** 2)


@wrong("Multiply by the upstream gradient dA: the slope alone is only half of the chain rule.")
def slope_only(dA, Z):
    S = sigmoid(Z)
    return S * (1.0 - S)


@wrong("The sign is turned: the sigmoid rises, so its slope s(1 − s) is positive.")
def sign_turned(dA, Z):
    S = sigmoid(Z)
    return dA * S * (S - 1.0)


@wrong("Apply the sigmoid once: Z is the pre-activation, and sigmoid(Z) is the s of the formula.")
def sigmoid_twice(dA, Z):
    S = sigmoid(sigmoid(Z))
    return dA * S * (1.0 - S)


@wrong("Multiply by dA outside: the slope is taken at Z, and dA goes through no sigmoid.")
def through_dA(dA, Z):
    S = sigmoid(dA)
    return Z * S * (1.0 - S)


@wrong("The slope is s(1 − s), not (1 − s)²: one factor of each.")
def squared(dA, Z):
    return dA * (1.0 - sigmoid(Z)) ** 2


@wrong("Square brackets matter: s·1 − s is 0. Write s(1 − s) with the difference in brackets.")
def brackets_missing(dA, Z):
    S = sigmoid(Z)
    return dA * (S * 1.0 - S)


@wrong("exp(1000) overflows to inf, and inf/inf is nan: use s(1 − s) with a safe sigmoid.")
def overflows(dA, Z):
    return dA * np.exp(-Z) / (1.0 + np.exp(-Z)) ** 2


@wrong("You wrote into dA, which another branch of the network may still need. Return a new array.")
def overwrites_dA(dA, Z):
    S = np.asarray(sigmoid(Z))
    dZ = dA * S * (1.0 - S)
    if dA.dtype.kind == "f":
        dA[...] = dZ
    return dZ


@wrong(
    "The result must hold fractions: your array took over the integer type of Z and cut them off.",
    "Allocate it as float.",
)
def integer_buffer(dA, Z):
    dZ = np.zeros_like(Z)
    S = np.asarray(sigmoid(Z))
    dZ[...] = dA * S * (1.0 - S)
    return dZ


@wrong("Write for any shape: a sum or a loop over exactly two axes stops at arrays with one or three.")
def two_axes_only(dA, Z):
    N, M = Z.shape
    S = np.asarray(sigmoid(Z))
    return np.array([[dA[n, m] * S[n, m] * (1.0 - S[n, m]) for m in range(M)] for n in range(N)])


@wrong("Make a new array in each call: yours is kept between calls, so a later call overwrites an earlier result.")
def one_buffer(dA, Z, kept={}):
    dZ = kept.setdefault(Z.shape, np.zeros(Z.shape))
    S = np.asarray(sigmoid(Z))
    dZ[...] = dA * S * (1.0 - S)
    return dZ


@wrong("Use s in both factors: s(1 − s) with s = sigmoid(Z). You put Z itself in for the first s.")
def first_factor_Z(dA, Z):
    return dA * Z * (1.0 - sigmoid(Z))


@wrong("Use s in both factors: s(1 − s) with s = sigmoid(Z). Your second factor is 1 − Z.")
def second_factor_Z(dA, Z):
    return dA * sigmoid(Z) * (1.0 - Z)


@wrong("The chain rule ends at Z: leave out the further factor Z.")
def times_Z(dA, Z):
    S = np.asarray(sigmoid(Z))
    return dA * Z * S * (1.0 - S)


@wrong("Take the slope at Z: you put dA through the sigmoid.")
def slope_at_dA(dA, Z):
    S = np.asarray(sigmoid(dA))
    return dA * S * (1.0 - S)


@wrong("That is the slope of tanh, 1 − tanh²: the sigmoid's is s(1 − s).")
def tanh_itself(dA, Z):
    return dA * (1.0 - np.tanh(Z) ** 2)


@wrong("Multiply by dA: you added the slope to it. The chain rule is a product.")
def added(dA, Z):
    S = np.asarray(sigmoid(Z))
    return dA + S * (1.0 - S)


@wrong("Leave out the division by N: no layer divides, the 1/N is already in dA.")
def divided_by_n(dA, Z):
    S = np.asarray(sigmoid(Z))
    return dA * S * (1.0 - S) / len(Z)


@wrong("Set brackets: dA * s * 1 − s takes s away at the end. The slope is s * (1 − s).")
def brackets_left_out(dA, Z):
    S = np.asarray(sigmoid(Z))
    return dA * S * 1.0 - S


@wrong("Return a new array: dA *= … writes into the caller's dA, and cannot even do so when dA holds integers.")
def in_place_dA(dA, Z):
    S = np.asarray(sigmoid(Z))
    dA *= S * (1.0 - S)
    return dA


@wrong(
    "You wrote the slope into Z: the caller still needs Z, and an array of integers cannot hold a slope. Make a new one."
)
def in_place_Z(dA, Z):
    S = np.asarray(sigmoid(Z))
    Z[...] = S * (1.0 - S)
    return dA * Z


@wrong("dA enters once, not squared.")
def dA_squared(dA, Z):
    S = np.asarray(sigmoid(Z))
    return dA**2 * S * (1.0 - S)


@wrong("A minus stands between: the slope is s − s², not s + s².")
def plus_square(dA, Z):
    S = np.asarray(sigmoid(Z))
    return dA * (S + S**2)


@wrong("1/4 is the slope at 0 only: elsewhere it is s(1 − s), which is smaller.")
def always_a_quarter(dA, Z):
    return dA * 0.25


@wrong("Use a form whose exponent is never positive: exp(1000) is inf, and inf/inf is nan.")
def overflows_on_the_right(dA, Z):
    E = np.exp(np.asarray(Z, dtype=float))
    return dA * E / (1.0 + E) ** 2


@wrong("Clip at ±40 or further, or not at all: at ±10 the slope is still 0.00005.")
def clipped_too_early(dA, Z):
    S = np.asarray(sigmoid(np.clip(Z, -10.0, 10.0)))
    return dA * S * (1.0 - S)


@wrong("Return one entry per entry of Z: the activation has no sum in its backward pass.")
def summed(dA, Z):
    S = np.asarray(sigmoid(Z))
    return (dA * S * (1.0 - S)).sum(axis=0)


@right
def own_exponentials(dA, Z):
    E = np.exp(-np.abs(Z))
    return dA * E / (1.0 + E) ** 2


@right
def both_sides(dA, Z):
    return dA * np.asarray(sigmoid(Z)) * np.asarray(sigmoid(-Z))


@right
def by_tanh(dA, Z):
    return dA * (1.0 - np.tanh(Z / 2) ** 2) / 4


@right
def expanded(dA, Z):
    S = np.asarray(sigmoid(Z))
    return np.multiply(dA, S - S**2)


@right
def entry_by_entry(dA, Z):
    import math

    dZ = np.empty(Z.shape)
    for place in np.ndindex(*Z.shape):
        e = math.exp(-abs(float(Z[place])))
        dZ[place] = dA[place] * e / (1.0 + e) / (1.0 + e)
    return dZ


@right
def by_cosh(dA, Z):
    return dA / (2.0 * np.cosh(np.clip(Z, -300, 300) / 2.0)) ** 2


@right
def nested_lists(dA, Z):
    if np.ndim(Z) == 0:
        s = float(sigmoid(Z))
        return float(dA) * s * (1.0 - s)
    return [sigmoid_backward(g, z) for g, z in zip(dA, Z)]
