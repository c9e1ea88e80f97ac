"""Hidden checks of `relu_backward` (06.1)."""

import numpy as np

from autograder.checks import SIZES, agree, away_from_zero, case, check, ladder, normal, proves, pure, right, steady
from autograder.checks import symbols, wrong

LETTERS = ("dA", "Z")
FAR = np.array([[1000.0, -1000.0, 40.0], [-40.0, 1e-9, -1e-9]])


@check("values")
def test_by_hand(student, reference):
    """On, off, and negative gradients that come in"""
    cases = [
        case(np.array([[5.0]]), np.array([[2.0]])),
        case(np.array([[5.0, -3.0, 0.5]]), np.array([[-1.0, 2.0, 4.0]])),
        case(np.array([[2.0, -7.0], [-0.5, 3.0]]), np.array([[0.5, -1.0], [3.0, -2.0]])),
    ]
    agree(student.relu_backward, reference.relu_backward, cases, letters=LETTERS, show=True)


@check("values", weight=1.0)
def test_kink(student, reference):
    """Slope 0 at exactly 0"""
    cases = [case(np.array([[3.0, -2.0, 4.0]]), np.array([[0.0, 1.0, -1.0]]), label="one entry of Z is exactly 0")]
    agree(student.relu_backward, reference.relu_backward, cases, letters=LETTERS, show=True)


@check("sizes")
def test_sizes(student, reference):
    """Any shape: one axis, two, three"""
    cases = ladder(lambda seed, n, _, m: [normal(seed, n, m), away_from_zero(seed + 50, n, m)], SIZES)
    cases += [case(normal(1, 5), away_from_zero(2, 5)), case(normal(3, 2, 3, 4), away_from_zero(4, 2, 3, 4))]
    agree(student.relu_backward, reference.relu_backward, cases, letters=LETTERS)


@check("types")
def test_integers(student, reference):
    """Whole numbers in one array, fractions in the other"""
    Z, dA = np.array([[2, -1, 0], [-3, 1, 5]]), np.array([[0.5, 1.5, 2.5], [-0.25, -1.5, 0.75]])
    cases = [case(dA, Z), case(np.array([[1, 2], [3, -4]]), np.array([[0.5, -0.5], [0.25, 2.5]])), case(Z, Z[:, ::-1])]
    agree(student.relu_backward, reference.relu_backward, cases, letters=LETTERS, show=True)


@check("manners")
def test_manners(student, reference):
    """dA and Z are left alone, and calls do not influence each other"""
    cases = [case(normal(5, 2, 3), away_from_zero(6, 2, 3)), case(normal(7, 2, 3), away_from_zero(8, 2, 3))]
    pure(student.relu_backward, cases, LETTERS)
    steady(student.relu_backward, reference.relu_backward, cases)


@check("extremes")
def test_far_and_near(student, reference):
    """±1000, ±40, and next to the kink"""
    cases = [case(normal(9, 2, 3), FAR), case(normal(10, 2, 3) / 7, away_from_zero(11, 2, 3))]  # more than two decimals
    agree(student.relu_backward, reference.relu_backward, cases, letters=LETTERS, atol=1e-12)


@check("proof")
def test_proof(student, reference):
    """The formula itself, on both sides of the kink and at it"""
    args = (symbols("dA", 2, 3), symbols("Z", 2, 3))
    proves(student.relu_backward, reference.relu_backward, args, "every real 2 × 3 array, at the kink too")


@wrong("Use > instead of >=: at exactly 0 this course takes slope 0, as PyTorch does.")
def slope_one_at_zero(dA, Z):
    return dA * (Z >= 0)


@wrong("At exactly 0 the slope is 0 here, not 1/2: take the side on which the unit is off.")
def half_at_zero(dA, Z):
    return dA * np.heaviside(Z, 0.5)


@wrong("Return a new array: you wrote into dA, which another branch of the network may still need.")
def overwrites_dA(dA, Z):
    dA[Z <= 0] = 0
    return dA


@wrong("Multiply by the upstream gradient dA: the mask alone is the local slope, only half of the chain rule.")
def mask_only(dA, Z):
    return np.where(Z > 0, 1.0, 0.0)


@wrong("Multiply the slope by dA, not by Z: you returned relu(Z), the forward pass.")
def forward_pass(dA, Z):
    return np.maximum(Z, 0.0)


@wrong("Take the mask from Z, not from dA: whether the unit was on has nothing to do with the sign of the gradient.")
def mask_from_dA(dA, Z):
    return dA * (dA > 0)


@wrong("Use the slope, which is 1, where the unit was on: you multiplied dA by relu(Z) itself.")
def value_as_slope(dA, Z):
    return dA * np.maximum(Z, 0.0)


@wrong("The sides are exchanged: the gradient passes where Z is positive and stops where it is negative.")
def sides_exchanged(dA, Z):
    return dA * (Z < 0)


@wrong("On the left of 0 ReLU is flat, so the slope there is 0. Yours is −1: that is the slope of |z|.")
def slope_of_abs(dA, Z):
    return dA * np.sign(Z)


@wrong("Multiply by the slope: you handed dA on as it came, also through units that were off.")
def no_mask(dA, Z):
    return np.array(dA)


@wrong("Decide entry by entry: you asked once whether the whole array is positive.")
def one_decision(dA, Z):
    return dA * 1.0 if np.all(Z > 0) else dA * 0.0


@wrong("Any positive Z counts, however small: compare with 0 itself, without a margin.")
def margin(dA, Z):
    return dA * (Z > 1e-6)


@wrong(
    "The result must hold fractions: your array took over the integer type of Z and cut them off.",
    "Allocate it as float.",
)
def integer_buffer(dA, Z):
    dZ = np.zeros_like(Z)
    dZ[Z > 0] = dA[Z > 0]
    return dZ


@wrong("Write for any shape: rows and columns alone are not enough. Work on whole arrays, or use np.ndindex(Z.shape).")
def two_axes_only(dA, Z):
    N, M = Z.shape
    dZ = np.zeros((N, M))
    for n in range(N):
        for m in range(M):
            dZ[n, m] = dA[n, m] if Z[n, m] > 0 else 0.0
    return dZ


@wrong("Make a new array in each call: yours is kept between calls, so a later call overwrites an earlier result.")
def one_buffer(dA, Z, kept={}):
    dZ = kept.setdefault(Z.shape, np.zeros(Z.shape))
    dZ[...] = dA * (Z > 0)
    return dZ


@wrong("Hand the gradient on as it is: you rounded it.")
def rounded(dA, Z):
    return np.round(dA * (Z > 0), 2)


@wrong("You wrote into Z, and the caller still needs it. Make the mask as a new array: Z > 0.")
def overwrites_Z(dA, Z):
    Z[Z <= 0] = 0
    Z[Z > 0] = 1
    return dA * Z


@wrong("Let negative gradients through as well: where the unit was on, dA passes whatever its sign.")
def both_positive(dA, Z):
    return np.where((Z > 0) & (dA > 0), dA, 0.0)


@wrong("Exchange the roles: dA is what is passed on, and Z decides. You passed Z on and asked dA.")
def roles_exchanged(dA, Z):
    return Z * (dA > 0)


@wrong("On the left of 0 the slope is 0 exactly: yours leaks a hundredth of the gradient, as leaky ReLU does.")
def leaky(dA, Z):
    return np.where(Z > 0, dA, 0.01 * dA)


@wrong("Leave out the division by N: no layer divides, the 1/N is already in dA.")
def divided_by_n(dA, Z):
    return dA * (Z > 0) / len(Z)


@wrong("Compare Z with 0: every positive Z is on, also those between 0 and 1.")
def threshold_one(dA, Z):
    return dA * (Z > 1)


@right
def where(dA, Z):
    return np.where(Z <= 0, 0.0, dA)


@right
def masked_copy(dA, Z):
    dZ = dA.copy()
    dZ[Z <= 0] = 0
    return dZ


@right
def heaviside(dA, Z):
    return np.multiply(dA, np.heaviside(Z, 0))


@right
def entry_by_entry(dA, Z):
    dZ = np.zeros(np.shape(Z), dtype=float)
    for place in np.ndindex(*Z.shape):
        if Z[place] > 0:
            dZ[place] = dA[place]
    return dZ


@right
def sign_clipped(dA, Z):
    return dA * np.clip(np.sign(Z), 0, 1)


@right
def vectorized(dA, Z):
    return np.vectorize(lambda g, z: float(g) if z > 0 else 0.0)(dA, Z)


@right
def nested_lists(dA, Z):
    if np.ndim(Z) == 1:
        return [float(g) if z > 0 else 0.0 for g, z in zip(dA, Z)]
    return [relu_backward(g, z) for g, z in zip(dA, Z)]


@right
def through_the_output(dA, Z):
    A = np.maximum(0, Z)
    return dA * (A != 0)
