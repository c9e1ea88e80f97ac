"""Hidden checks of `softmax` (11.2)."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

SIZES = [(1, 2), (3, 3), (1, 5), (5, 1), (4, 3), (7, 6)]
LOOK = {"letters": ("Z",), "axes": ("samples N", "classes C")}


@check("values")
def test_by_hand(student, reference):
    """Small rows you can work out by hand"""
    cases = [
        case(np.log([[1.0, 1.0], [1.0, 3.0]]), label="weights 1 and 1, weights 1 and 3"),
        case(np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])),
    ]
    agree(student.softmax, reference.softmax, cases, show=True, **LOOK)


@check("sizes")
def test_sizes(student, reference):
    """Batches of several sizes, square ones, single rows and single classes among them"""
    cases = ladder(lambda seed, n, c: [normal(seed, n, c)], SIZES)
    agree(student.softmax, reference.softmax, cases, **LOOK)


@check("types")
def test_integers(student, reference):
    """Integer logits give fractions all the same"""
    agree(student.softmax, reference.softmax, [case(np.array([[0, 1, 2], [5, 5, 5]]))], show=True, **LOOK)


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
        case(np.array([[0.0, 0.0, 3000.0]])),
        case(np.array([[0.0, -np.inf, 1.0]]), label="one logit is −inf"),
        case(np.array([[-1000.0, -np.inf, -1001.0]]), label="a mask below logits of −1000"),
    ]
    agree(student.softmax, reference.softmax, cases, **LOOK)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    proves(student.softmax, reference.softmax, (symbols("Z", 2, 3),), "every real 2 × 3 batch")


@wrong(
    "exp(1000) is inf, and inf/inf is nan: subtract each row's own maximum before you exponentiate.",
    "Z - Z.max(axis=1, keepdims=True)",
)
def no_shift(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "Row 2 is 1000 away from row 1, and the lower one became 0/0: use each row's own maximum, not the largest entry of "
    "the whole batch."
)
def global_maximum(Z):
    E = np.exp(Z - np.max(Z))
    return E / E.sum(axis=1, keepdims=True)


@wrong("You normalised over the batch (axis 0). Each row is one sample: its classes must sum to 1.")
def axis_0(Z):
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


@wrong("You divided by each column's total (axis 0). Each row is one sample: its classes must sum to 1.")
def totals_of_columns(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


@wrong("All logits at −1000 became 0/0: the shift must be the row's maximum itself, not max(0, maximum).")
def maximum_at_least_zero(Z):
    E = np.exp(Z - np.maximum(0.0, np.max(Z, axis=1, keepdims=True)))
    return E / E.sum(axis=1, keepdims=True)


@wrong("A shift by each row's smallest logit leaves the large ones too large: subtract the row's maximum.")
def minimum_shift(Z):
    E = np.exp(Z - np.min(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong("A row's mean is no safe shift: in [0, 0, 3000] it leaves 2000 in the exponent. Use the row's maximum.")
def mean_shift(Z):
    E = np.exp(Z - np.mean(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong("You subtracted each column's maximum. Only a shift that is the same for a whole row leaves softmax unchanged.")
def column_maximum(Z):
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong("Clipping makes logits equal that are not: 1000 and 1001 became the same. Subtract the row's maximum instead.")
def clipped(Z):
    E = np.exp(np.clip(Z, -500, 500))
    return E / E.sum(axis=1, keepdims=True)


@wrong(
    "The row totals must keep their axis, shape (N, 1): a vector (N,) meets the columns, silently so when N = C.",
    "Use keepdims=True in the sum.",
)
def keepdims_forgotten(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1)


@wrong("The row maxima must keep their axis, shape (N, 1): a vector (N,) meets the columns, silently so when N = C.")
def maximum_meets_the_columns(Z):
    E = np.exp(Z - np.max(Z, axis=1))
    return E / E.sum(axis=1, keepdims=True)


@wrong("A batch of one row lost its axis: squeeze drops every axis of length 1. The result has the shape of Z.")
def squeezed(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return np.squeeze(E / E.sum(axis=1, keepdims=True))


@wrong("Your whole batch sums to 1. Every row is a distribution of its own: divide by the row's total.")
def whole_batch(Z):
    E = np.exp(Z - np.max(Z))
    return E / E.sum()


@wrong("You divided the logits themselves. Take the exponential first: weights must be positive.")
def no_exponential(Z):
    return Z / Z.sum(axis=1, keepdims=True)


@wrong("You gave the smallest logit the largest probability: the exponent is z, not −z.")
def turned_round(Z):
    E = np.exp(np.min(Z, axis=1, keepdims=True) - Z)
    return E / E.sum(axis=1, keepdims=True)


@wrong("These are weights, not yet probabilities: divide each row by its total.")
def not_normalised(Z):
    return np.exp(Z - np.max(Z, axis=1, keepdims=True))


@wrong("These are the logarithms of the probabilities: that is the next exercise but one.")
def logarithm(Z):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@wrong("Every logit got a probability of its own (a sigmoid). Softmax lets the classes of a row compete for one total.")
def sigmoid_of_each(Z):
    return 1.0 / (1.0 + np.exp(-Z))


@wrong("Keep the full float64 precision: float32 holds about seven digits.")
def single_precision(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return (E / E.sum(axis=1, keepdims=True)).astype(np.float32)


@wrong("Do not round: the probabilities are needed to the last digit.")
def rounded(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return np.round(E / E.sum(axis=1, keepdims=True), 4)


@wrong("You changed Z itself (Z -= …). Compute into a new array: Z - m.")
def changes_Z(Z):
    Z -= np.max(Z, axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@wrong("Your result array took over the integer type of Z, so every fraction became 0. Allocate it as float.")
def integer_buffer(Z):
    P = np.zeros_like(Z)
    for n in range(len(Z)):
        E = np.exp(Z[n] - np.max(Z[n]))
        P[n] = E / E.sum()
    return P


@wrong(
    "Every call returns the same array, so a later call overwrites an earlier result. Make a new array in each call."
)
def one_buffer_for_all(Z, buffers={}):
    P = buffers.setdefault(Z.shape, np.empty(Z.shape))
    np.exp(Z - np.max(Z, axis=1, keepdims=True), out=P)
    P /= P.sum(axis=1, keepdims=True)
    return P


@wrong(
    "You normalised over the batch (axis 0): each row is one sample. And shift by the row's maximum, or e^1000 is inf."
)
def axis_0_without_shift(Z):
    E = np.exp(Z)
    return E / E.sum(axis=0)


@wrong("Your whole batch sums to 1: divide by the row's total. And shift by the row's maximum, or e^1000 is inf.")
def whole_batch_without_shift(Z):
    E = np.exp(Z)
    return E / E.sum()


@wrong("The row totals need the shape (N, 1): use keepdims=True. And shift by the row's maximum, or e^1000 is inf.")
def keepdims_forgotten_without_shift(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1)


@wrong("Row maxima and row totals both need the shape (N, 1), or they meet the columns: use keepdims=True twice.")
def keepdims_forgotten_twice(Z):
    E = np.exp(Z - np.max(Z, axis=1))
    return E / E.sum(axis=1)


@wrong("The row totals need the shape (N, 1): use keepdims=True. And shift each row by its own maximum.")
def keepdims_forgotten_with_global_maximum(Z):
    E = np.exp(Z - np.max(Z))
    return E / E.sum(axis=1)


@wrong("You normalised over the batch (axis 0): each row is one sample. And shift each row by its own maximum.")
def axis_0_with_global_maximum(Z):
    E = np.exp(Z - np.max(Z))
    return E / E.sum(axis=0)


@wrong(
    "You shifted above the fraction line only. The same shift belongs into the total, or the factor does not cancel."
)
def shifted_above_only(Z):
    return np.exp(Z - np.max(Z, axis=1, keepdims=True)) / np.sum(np.exp(Z), axis=1, keepdims=True)


@wrong(
    "You replaced nan by 0 and kept the overflow: such a row no longer sums to 1. Subtract the row's maximum instead."
)
def nan_replaced(Z):
    E = np.exp(Z)
    return np.nan_to_num(E / E.sum(axis=1, keepdims=True))


@wrong("The base is e here: np.exp(z), not 2 ** z.")
def base_2(Z):
    E = 2.0 ** (Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong("You put 0 in place of −inf. A logit of 0 has the weight 1; e^(−inf) is 0 without any help.")
def infinity_replaced_by_0(Z):
    Z = np.where(np.isfinite(Z), Z, 0.0)
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong("The largest logit got everything. Softmax gives every class a share, the largest one the most.")
def winner_takes_all(Z):
    return (Z == np.max(Z, axis=1, keepdims=True)).astype(float)


@wrong("You divided the logits by √C first. That belongs to attention; softmax takes them as they are.")
def scaled_logits(Z):
    Z = Z / np.sqrt(Z.shape[1])
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@wrong("The shift must be the row's maximum itself, not that of its absolute values: all logits at −1000 became 0/0.")
def largest_absolute_value(Z):
    E = np.exp(Z - np.max(np.abs(Z), axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@right
def loops(Z):
    rows = []
    for row in np.asarray(Z, dtype=float):
        top = max(row)
        weights = [np.exp(z - top) for z in row]
        rows.append([w / sum(weights) for w in weights])
    return np.array(rows)


@right
def another_shift(Z):
    E = np.exp(Z - (np.ceil(np.max(Z, axis=1, keepdims=True)) + 2))
    return E / np.einsum("nc->n", E)[:, np.newaxis]


@right
def from_log_sum_exp(Z):
    return np.exp(Z - log_sum_exp(Z)[:, None])


@right
def in_place_on_a_copy(Z):
    P = np.array(Z, dtype=np.float64)
    P -= P.max(axis=1)[:, None]
    np.exp(P, out=P)
    P /= P.sum(1, keepdims=True)
    return P


@right
def transposed_and_back(Z):
    columns = np.exp((Z - np.amax(Z, axis=-1, keepdims=True)).T)
    return (columns / columns.sum(axis=0)).T


@right
def lists_with_math(Z):
    import math

    def of_row(row):
        top = max(row)
        total = math.fsum(math.exp(z - top) for z in row)
        return [math.exp(z - top) / total for z in row]

    return [of_row(row) for row in Z.tolist()]


@right
def differences_to_every_class(Z):
    differences = Z[:, None, :] - Z[:, :, None]
    with np.errstate(all="ignore"):
        P = 1.0 / np.exp(differences).sum(axis=2)
    return np.where(np.isneginf(Z), 0.0, P)
