"""Hidden checks of `sigmoid` (06.2)."""

import numpy as np

from autograder.checks import agree, case, check, normal, proves, pure, right, steady, symbols, wrong

LETTERS = ("Z",)
FAR = [
    case(np.array([[1000.0, 0.0, 710.0]]), label="far to the right"),
    case(np.array([[-1000.0, 0.0, -710.0]]), label="far to the left"),
    case(np.array([[1000.0, -1000.0], [-40.0, 40.0], [-750.0, 750.0]]), label="both sides in one array"),
]


@check("values")
def test_by_hand(student, reference):
    """Values you can work out by hand: σ(0) = 1/2, σ(log 3) = 3/4, σ(−log 3) = 1/4"""
    cases = [case(np.array([[0.0]])), case(np.log([[3.0, 1.0 / 3.0]])), case(np.array([[2.0, -2.0], [0.5, -3.0]]))]
    agree(student.sigmoid, reference.sigmoid, cases, letters=LETTERS, show=True)


@check("sizes")
def test_sizes(student, reference):
    """Any shape, and −z beside z: σ(−z) = 1 − σ(z)"""
    arrays = [normal(1, 1), normal(2, 5), normal(3, 1, 4), normal(4, 3, 3), normal(5, 2, 3, 4)]
    cases = [case(Z) for array in arrays for Z in (array, -array)]
    agree(student.sigmoid, reference.sigmoid, cases, letters=LETTERS, rtol=0.0, atol=1e-12)


@check("types")
def test_integers(student, reference):
    """Whole numbers give fractions all the same"""
    agree(
        student.sigmoid,
        reference.sigmoid,
        [case(np.array([[0, 1], [-2, 3]])), case(np.array([5, -1]))],
        letters=LETTERS,
    )


@check("types", weight=0.5)
def test_plain_number(student, reference):
    """A plain number, not only an array"""
    agree(student.sigmoid, reference.sigmoid, [case(0.0), case(1.5), case(-2.0), case(3)], letters=LETTERS, show=True)


@check("manners")
def test_manners(student, reference):
    """Z is left alone, and calls do not influence each other"""
    cases = [case(normal(7, 2, 3)), case(normal(8, 2, 3))]
    pure(student.sigmoid, [*cases, *FAR], LETTERS)
    steady(student.sigmoid, reference.sigmoid, cases)


@check("extremes", weight=2.0)
def test_far(student, reference):
    """Far out, up to ±1000: close to 0 or 1 and never nan"""
    agree(student.sigmoid, reference.sigmoid, FAR, letters=LETTERS, atol=1e-12)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    proves(student.sigmoid, reference.sigmoid, (symbols("Z", 2, 3),), "every real 2 × 3 array")


@wrong(
    "exp(1000) overflows to inf, and inf/inf is nan: use a form whose exponent is never positive.",
    "For z ≥ 0 take 1/(1 + exp(−z)), for z < 0 take exp(z)/(1 + exp(z)).",
)
def inf_by_inf(Z):
    return np.exp(Z) / (1.0 + np.exp(Z))


@wrong(
    "Yours is σ(−z) = 1/(1 + exp(+z)): it falls from 1 to 0, and the sigmoid rises. Exchange the sign of z, or the two sides."
)
def sign_of_exponent(Z):
    return 1.0 / (1.0 + np.exp(Z))


@wrong("Clip at ±40 or further: at ±10 the sigmoid is still 0.00005 away from its limit.")
def clipped_too_early(Z):
    return 1.0 / (1.0 + np.exp(-np.clip(Z, -10.0, 10.0)))


@wrong("Negative z need a form of their own: with |z| alone the left half is a mirror of the right, never below 1/2.")
def mirrored(Z):
    return 1.0 / (1.0 + np.exp(-np.abs(Z)))


@wrong("Halve z: (1 + tanh(z))/2 is σ(2z). The sigmoid is (1 + tanh(z/2))/2.")
def tanh_not_halved(Z):
    return (1.0 + np.tanh(Z)) / 2.0


@wrong("tanh runs from −1 to 1. The sigmoid lies between 0 and 1 and is 1/2 at 0.")
def tanh_itself(Z):
    return np.tanh(Z)


@wrong("Return the sigmoid itself: s(1 − s) is its slope, which is the next exercise.")
def slope(Z):
    S = 1.0 / (1.0 + np.exp(-Z))
    return S * (1.0 - S)


@wrong("Each entry on its own: you divided by the sum of a row, which is softmax.")
def softmax_of_rows(Z):
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


@wrong("Decide entry by entry which form is safe: you chose one form for the whole array.")
def one_choice_for_all(Z):
    if np.sum(Z) > 0:
        return np.exp(Z) / (1.0 + np.exp(Z))
    return 1.0 / (1.0 + np.exp(-Z))


@wrong("Write for any shape: two loops over rows and columns stop at arrays with one axis or three.")
def two_axes_only(Z):
    if np.ndim(Z) == 0:
        return 1.0 / (1.0 + np.exp(-Z))
    N, M = Z.shape
    return np.array([[1.0 / (1.0 + np.exp(-float(Z[n, m]))) for m in range(M)] for n in range(N)])


@wrong(
    "The result must hold fractions: your array took over the integer type of Z and cut them off.",
    "np.zeros(np.shape(Z))",
)
def integer_buffer(Z):
    S = np.zeros_like(Z)
    S[...] = np.exp(-np.logaddexp(0, -np.asarray(Z, dtype=float)))
    return S


@wrong("A plain number has no entries to choose from: start with Z = np.asarray(Z, dtype=float).")
def no_plain_numbers(Z):
    S = np.empty(Z.shape)
    S[Z >= 0] = 1.0 / (1.0 + np.exp(-Z[Z >= 0]))
    S[Z < 0] = np.exp(Z[Z < 0]) / (1.0 + np.exp(Z[Z < 0]))
    return S


@wrong("You changed Z itself. Compute into a new array: the backward pass needs Z as it was.")
def changes_Z(Z):
    Z *= -1
    return 1.0 / (1.0 + np.exp(Z))


@wrong("Make a new array in each call: yours is kept between calls, so a later call overwrites an earlier result.")
def one_buffer(Z, kept={}):
    S = kept.setdefault(np.shape(Z), np.zeros(np.shape(Z)))
    S[...] = np.exp(-np.logaddexp(0, -np.asarray(Z, dtype=float)))
    return S


@wrong("Add the 1 below the fraction line before dividing: 1/1 + exp(−z) is read as (1/1) + exp(−z).")
def brackets_missing(Z):
    return 1.0 / 1.0 + np.exp(-Z)


@wrong("Replacing nan by 0 hides the overflow and is wrong: at z = 1000 the value is 1.")
def nan_to_zero(Z):
    return np.nan_to_num(np.exp(Z) / (1.0 + np.exp(Z)), nan=0.0)


@wrong("Clip a copy: with out=Z, or Z[Z > …] = …, you changed the caller's Z.")
def clips_Z(Z):
    if isinstance(Z, np.ndarray):
        np.clip(Z, -500, 500, out=Z)
    return 1.0 / (1.0 + np.exp(-Z))


@wrong("Add the 1 below the fraction line: 1/exp(−z) is exp(z), which grows without end.")
def one_missing(Z):
    return 1.0 / np.exp(-np.asarray(Z, dtype=float))


@wrong("For negative z divide by 1 + e as well: exp(z) alone is near the sigmoid only far to the left.")
def exponential_on_the_left(Z):
    E = np.exp(-np.abs(Z))
    return np.where(np.asarray(Z) >= 0, 1.0 / (1.0 + E), E)


@wrong("Divide by 2: 1 + tanh(z/2) runs from 0 to 2.")
def half_missing(Z):
    return 1.0 + np.tanh(np.asarray(Z) / 2.0)


@wrong("At exactly 0 the sigmoid is 1/2: neither of your branches contains z = 0.")
def zero_left_out(Z):
    E = np.exp(-np.abs(Z))
    return np.where(np.asarray(Z) > 0, 1.0 / (1.0 + E), np.where(np.asarray(Z) < 0, E / (1.0 + E), 0.0))


@wrong("Each entry on its own: subtracting the largest entry and dividing by the sum of all is softmax.")
def softmax_of_all(Z):
    E = np.exp(Z - np.max(Z))
    return E / E.sum()


@wrong("math.exp(1000) raises OverflowError: use a form whose exponent is never positive.")
def math_overflows(Z):
    import math

    return np.vectorize(lambda z: 1.0 / (1.0 + math.exp(-z)), otypes=[float])(Z)


@wrong("That is a step, not the sigmoid: between 0 and 1 it rises gently, σ(1) = 0.731.")
def step(Z):
    return np.heaviside(Z, 0.5)


@wrong("That is ReLU. The sigmoid lies between 0 and 1: 1/(1 + exp(−z)).")
def relu(Z):
    return np.maximum(Z, 0.0)


@wrong("Choose the safe form entry by entry: one negative entry made you use exp(z)/(1 + exp(z)) for all.")
def all_or_none(Z):
    Z = np.asarray(Z, dtype=float)
    return 1.0 / (1.0 + np.exp(-Z)) if np.all(Z >= 0) else np.exp(Z) / (1.0 + np.exp(Z))


@wrong("A plain number in, a plain number out: yours comes back as an array of length 1.")
def at_least_one_axis(Z):
    return 0.5 * (1.0 + np.tanh(np.atleast_1d(Z).astype(float) / 2.0))


@right
def with_warnings(Z):
    return 1.0 / (1.0 + np.exp(-np.asarray(Z, dtype=float)))


@right
def where_with_warnings(Z):
    return np.where(np.asarray(Z) >= 0, 1.0 / (1.0 + np.exp(-1.0 * Z)), np.exp(Z) / (1.0 + np.exp(Z)))


@right
def by_tanh(Z):
    return 0.5 * (1.0 + np.tanh(np.multiply(Z, 0.5)))


@right
def clipped_at_40(Z):
    return 1.0 / (1.0 + np.exp(-np.clip(Z, -40, 40)))


@right
def by_logaddexp(Z):
    return np.exp(-np.logaddexp(0, np.negative(Z)))


@right
def scalar_function(Z):
    import math

    def one(z):
        return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))

    return np.vectorize(one, otypes=[float])(Z)


@right
def masks_on_a_copy(Z):
    Z = np.array(Z, dtype=float)
    S, on = np.empty(Z.shape), Z >= 0
    S[on] = 1.0 / (1.0 + np.exp(-Z[on]))
    S[~on] = 1.0 - 1.0 / (1.0 + np.exp(Z[~on]))
    return S


@right
def recursive_lists(Z):
    import math

    if np.ndim(Z) == 0:
        return 1.0 / (1.0 + math.exp(-Z)) if Z > -700 else 0.0
    return [sigmoid(part) for part in Z]
