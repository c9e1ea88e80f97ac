"""Hidden checks of `tanh_backward` (06.4)."""

import numpy as np

from autograder.checks import SIZES, agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

LETTERS = ("dA", "Z")
FAR = [
    case(normal(11, 1, 4), np.array([[40.0, -40.0, 0.0, 1.0]])),
    case(normal(12, 2, 3), np.array([[1000.0, 0.0, -1000.0], [-750.0, 750.0, 2.0]])),
]


@check("values")
def test_by_hand(student, reference):
    """The slope is 1 at 0 and 3/4 at ± (log 3)/2"""
    cases = [
        case(np.array([[3.0]]), np.array([[0.0]])),
        case(np.array([[4.0, -8.0]]), np.log([[3.0, 1.0 / 3.0]]) / 2),
        case(np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[0.0, 1.0], [-2.0, 3.0]])),
    ]
    agree(student.tanh_backward, reference.tanh_backward, cases, letters=LETTERS, show=True)


@check("sizes")
def test_sizes(student, reference):
    """Any shape: one axis, two, three"""
    cases = ladder(lambda seed, n, _, m: [normal(seed, n, m), normal(seed + 50, n, m)], SIZES)
    cases += [case(normal(1, 5), normal(2, 5)), case(normal(3, 2, 3, 4), normal(4, 2, 3, 4))]
    agree(student.tanh_backward, reference.tanh_backward, cases, letters=LETTERS)


@check("types")
def test_integers(student, reference):
    """Whole numbers in one array or in both"""
    Z, dA = np.array([[2, -1, 0], [-3, 1, 5]]), np.array([[0.5, 1.5, 2.5], [-0.25, -1.5, 0.75]])
    cases = [case(dA, Z), case(Z, dA), case(np.array([[4, 8, -4]]), np.array([[0, 1, -2]]))]
    agree(student.tanh_backward, reference.tanh_backward, cases, letters=LETTERS, show=True)


@check("manners")
def test_manners(student, reference):
    """dA and Z are left alone, and calls do not influence each other"""
    cases = [case(normal(5, 2, 3), normal(6, 2, 3)), case(normal(7, 2, 3), normal(8, 2, 3))]
    pure(student.tanh_backward, cases, LETTERS)
    steady(student.tanh_backward, reference.tanh_backward, cases)


@check("extremes")
def test_far(student, reference):
    """Far out, at ±40 and ±1000, tanh is flat: 0 and never nan"""
    agree(student.tanh_backward, reference.tanh_backward, FAR, letters=LETTERS, atol=1e-12)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    args = (symbols("dA", 2, 3), symbols("Z", 2, 3))
    proves(student.tanh_backward, reference.tanh_backward, args, "every real 2 × 3 array")


@wrong("Square tanh(Z), not Z: the slope is 1 − t² with t = tanh(Z).")
def squares_Z(dA, Z):
    return dA * (1.0 - Z**2)


@wrong("The square is missing: the slope is 1 − t², and yours is 1 − t.")
def square_missing(dA, Z):
    return dA * (1.0 - np.tanh(Z))


@wrong("t(1 − t) is the pattern of the sigmoid. For tanh the slope is 1 − t².")
def pattern_of_sigmoid(dA, Z):
    T = np.tanh(Z)
    return dA * T * (1.0 - T)


@wrong("Square the value, not the argument: 1 − tanh(Z²) is something else than 1 − tanh(Z)².")
def square_inside(dA, Z):
    return dA * (1.0 - np.tanh(Z**2))


@wrong("Multiply by the upstream gradient dA: the slope alone is only half of the chain rule.")
def slope_only(dA, Z):
    return 1.0 - np.tanh(Z) ** 2


@wrong("The sign is turned: tanh rises, so its slope 1 − t² is positive.")
def sign_turned(dA, Z):
    return dA * (np.tanh(Z) ** 2 - 1.0)


@wrong("Subtract from 1: t² itself is 0 where tanh is steepest.")
def one_missing(dA, Z):
    return dA * np.tanh(Z) ** 2


@wrong("Take the slope at Z, not the value: you returned dA times tanh(Z).")
def value_as_slope(dA, Z):
    return dA * np.tanh(Z)


@wrong("Apply tanh once: Z is the pre-activation, and tanh(Z) is the t of the formula.")
def tanh_twice(dA, Z):
    return dA * (1.0 - np.tanh(np.tanh(Z)) ** 2)


@wrong("Brackets: dA times the whole of 1 − t². Yours multiplies dA with the 1 only.")
def brackets_missing(dA, Z):
    return dA * 1.0 - np.tanh(Z) ** 2


@wrong("sinh(1000) and cosh(1000) overflow, and inf/inf is nan: np.tanh is safe everywhere.")
def overflows(dA, Z):
    return dA * (1.0 - (np.sinh(Z) / np.cosh(Z)) ** 2)


@wrong("You wrote into dA, which another branch of the network may still need. Return a new array.")
def overwrites_dA(dA, Z):
    dZ = dA * (1.0 - np.tanh(Z) ** 2)
    if dA.dtype.kind == "f":
        dA[...] = dZ
    return dZ


@wrong(
    "The result must hold fractions: your array took over the integer type of Z and cut them off.",
    "Allocate it as float.",
)
def integer_buffer(dA, Z):
    dZ = np.zeros_like(Z)
    dZ[...] = dA * (1.0 - np.tanh(Z) ** 2)
    return dZ


@wrong("Write for any shape: a loop over exactly two axes stops at arrays with one or three.")
def two_axes_only(dA, Z):
    N, M = Z.shape
    return np.array([[dA[n, m] * (1.0 - np.tanh(Z[n, m]) ** 2) for m in range(M)] for n in range(N)])


@wrong("Make a new array in each call: yours is kept between calls, so a later call overwrites an earlier result.")
def one_buffer(dA, Z, kept={}):
    dZ = kept.setdefault(Z.shape, np.zeros(Z.shape))
    dZ[...] = dA * (1.0 - np.tanh(Z) ** 2)
    return dZ


@wrong("That is the slope of the sigmoid, s(1 − s). For tanh it is 1 − t² with t = tanh(Z).")
def slope_of_sigmoid(dA, Z):
    S = np.asarray(sigmoid(Z))
    return dA * S * (1.0 - S)


@wrong("A minus stands between: 1 − t², not 1 + t². The slope of tanh is never above 1.")
def plus(dA, Z):
    return dA * (1.0 + np.tanh(Z) ** 2)


@wrong("Take the slope at Z: you put dA through tanh.")
def slope_at_dA(dA, Z):
    return dA * (1.0 - np.tanh(dA) ** 2)


@wrong("Exchange the roles: dA is the factor outside, and the slope is taken at Z.")
def roles_exchanged(dA, Z):
    return Z * (1.0 - np.tanh(dA) ** 2)


@wrong("Square t alone: 1 − t² is not (1 − t)².")
def squared_whole(dA, Z):
    return dA * (1.0 - np.tanh(Z)) ** 2


@wrong("There is no factor 2: the slope 1 − t² is 1 at 0.")
def factor_2(dA, Z):
    return 2.0 * dA * (1.0 - np.tanh(Z) ** 2)


@wrong("The slope is 1 − t², not 1 − 2t: do not differentiate the square once more.")
def differentiated_twice(dA, Z):
    return dA * (1.0 - 2.0 * np.tanh(Z))


@wrong("1 + tan² is the slope of tan. That of tanh is 1 − tanh².")
def tan(dA, Z):
    return dA * (1.0 + np.tan(Z) ** 2)


@wrong("Square the cosh: the slope of tanh is 1/cosh².")
def cosh_not_squared(dA, Z):
    return dA / np.cosh(np.clip(Z, -300, 300))


@wrong("Leave out the division by N: no layer divides, the 1/N is already in dA.")
def divided_by_n(dA, Z):
    return dA * (1.0 - np.tanh(Z) ** 2) / len(Z)


@wrong("Multiply by dA: you added the slope to it. The chain rule is a product.")
def added(dA, Z):
    return dA + (1.0 - np.tanh(Z) ** 2)


@wrong("Return a new array: dA *= … writes into the caller's dA, and cannot even do so when dA holds integers.")
def in_place_dA(dA, Z):
    dA *= 1.0 - np.tanh(Z) ** 2
    return dA


@wrong("You wrote tanh(Z) into Z: the caller still needs Z, and an array of integers cannot hold it. Make a new one.")
def in_place_Z(dA, Z):
    np.tanh(Z, out=Z)
    return dA * (1.0 - Z**2)


@wrong("In Python ^ is not a power: write np.tanh(Z) ** 2.")
def caret(dA, Z):
    return dA * (1.0 - np.tanh(Z) ^ 2)


@right
def by_cosh(dA, Z):
    return dA / np.cosh(Z) ** 2


@right
def two_factors(dA, Z):
    T = np.tanh(Z)
    return (1.0 - T) * (1.0 + T) * dA


@right
def by_sigmoid(dA, Z):
    S = np.asarray(sigmoid(2 * Z))
    return 4.0 * dA * S * (1.0 - S)


@right
def by_exponentials(dA, Z):
    E = np.exp(-2.0 * np.abs(Z))
    return dA * 4.0 * E / (1.0 + E) ** 2


@right
def entry_by_entry(dA, Z):
    import math

    dZ = np.empty(Z.shape)
    for place in np.ndindex(*Z.shape):
        dZ[place] = dA[place] * (1.0 - math.tanh(Z[place]) ** 2)
    return dZ


@right
def in_place_on_its_own(dA, Z):
    dZ = np.tanh(Z)
    dZ *= -dZ
    dZ += 1.0
    dZ *= dA
    return dZ


@right
def nested_lists(dA, Z):
    if np.ndim(Z) == 0:
        return float(dA * (1.0 - np.tanh(Z) * np.tanh(Z)))
    return [tanh_backward(g, z) for g, z in zip(dA, Z)]
