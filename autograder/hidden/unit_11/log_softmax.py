"""Hidden checks of `log_softmax` (11.3)."""

import numpy as np

from autograder.checks import Failure, agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

SIZES = [(1, 2), (3, 3), (1, 5), (5, 1), (4, 3), (7, 6)]
LOOK = {"letters": ("Z",), "axes": ("samples N", "classes C")}


@check("values")
def test_by_hand(student, reference):
    """Small rows you can work out by hand"""
    cases = [
        case(np.log([[1.0, 1.0], [1.0, 3.0]]), label="shares 1/2 and 1/2, shares 1/4 and 3/4"),
        case(np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])),
    ]
    agree(student.log_softmax, reference.log_softmax, cases, show=True, **LOOK)


@check("sizes")
def test_sizes(student, reference):
    """Batches of several sizes, square ones, single rows and single classes among them"""
    cases = ladder(lambda seed, n, c: [normal(seed, n, c)], SIZES)
    agree(student.log_softmax, reference.log_softmax, cases, **LOOK)


@check("types")
def test_integers(student, reference):
    """Integer logits give fractions all the same"""
    cases = [case(np.array([[0, 1, 2], [5, 5, 5]]))]
    agree(student.log_softmax, reference.log_softmax, cases, show=True, **LOOK)


@check("manners")
def test_manners(student, reference):
    """Z is left alone, and calls do not influence each other"""
    pure(student.log_softmax, [case(normal(1, 2, 3))], ("Z",))
    steady(student.log_softmax, reference.log_softmax, [case(normal(2, 2, 3)), case(normal(3, 2, 3))])


@check("extremes")
def test_large(student, reference):
    """Logits 2000 apart give finite logarithms; rows far apart"""
    logs = np.asarray(student.log_softmax(np.array([[0.0, -2000.0]])), dtype=float)
    if logs.shape == (1, 2) and -1999 < logs[0, 1] < -10:
        raise Failure(
            f"Logits (0, −2000) give the second logarithm −2000; yours is {logs[0, 1]:.6g}. Something caps it: an eps "
            "inside the logarithm, or a clip."
        )
    cases = [
        case(np.array([[1000.0, 1000.0]])),
        case(np.array([[-1000.0, -1000.0, -1000.0]]), label="all logits at −1000"),
        case(np.array([[0.0, 1.0], [1000.0, 1001.0]]), label="rows 1000 apart"),
        case(np.array([[1000.0, -1000.0, 0.0]]), label="logits 2000 apart"),
        case(np.array([[0.0, 0.0, 3000.0]])),
        case(np.array([[0.0, -1e5]]), label="logits 100000 apart"),
    ]
    agree(student.log_softmax, reference.log_softmax, cases, **LOOK)


@check("extremes")
def test_masked(student, reference):
    """A masked (−inf) logit keeps the logarithm −inf"""
    cases = [
        case(np.array([[0.0, -np.inf, 1.0]]), label="one logit is −inf"),
        case(np.array([[-1000.0, -np.inf, -1001.0]]), label="a mask below logits of −1000"),
        case(np.array([[-np.inf, 3.0], [0.0, 0.0]]), label="only one class is left in row 0"),
    ]
    agree(student.log_softmax, reference.log_softmax, cases, **LOOK)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    proves(student.log_softmax, reference.log_softmax, (symbols("Z", 2, 3),), "every real 2 × 3 batch")


@wrong(
    "A probability underflowed to 0 and its log is −inf; the true value is about −2000. Take the logarithm on paper first.",
    "log p = z − log_sum_exp(z): no probability is ever formed.",
)
def log_of_softmax(Z):
    return np.log(softmax(Z))


@wrong(
    "Shift and unshift: the maximum left the sum, and it has to come back outside the logarithm.",
    "log Σ e^z = m + log Σ e^(z − m)",
)
def maximum_not_added_back(Z):
    m = np.max(Z, axis=1, keepdims=True)
    return Z - np.log(np.sum(np.exp(Z - m), axis=1, keepdims=True))


@wrong(
    "The maximum was subtracted twice: once from the logits, and once more inside the log-sum-exp of the same logits."
)
def maximum_subtracted_twice(Z):
    return Z - np.max(Z, axis=1, keepdims=True) - log_sum_exp(Z)[:, None]


@wrong(
    "The row totals (N,) met the columns; with N = C nothing crashed. Give them the shape (N, 1).",
    "log_sum_exp(Z)[:, np.newaxis], or keepdims=True",
)
def keepdims_forgotten(Z):
    return Z - log_sum_exp(Z)


@wrong("exp(1000) is inf: take each row's maximum out of the sum before you exponentiate, or use your log_sum_exp.")
def no_shift(Z):
    return Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))


@wrong("Use each row's own maximum: a row 1000 below the batch's largest logit underflows to log 0 = −inf.")
def global_maximum(Z):
    shifted = Z - np.max(Z)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


@wrong(
    "Your eps inside the logarithm caps the answer near −27.6; the true value can be −2000, or −inf for a masked class."
)
def eps_in_the_logarithm(Z):
    return np.log(softmax(Z) + 1e-12)


@wrong("Clipping the probabilities caps the answer; the true value can be −2000, or −inf for a masked class.")
def clipped(Z):
    return np.log(np.clip(softmax(Z), 1e-15, 1.0))


@wrong("You normalised over the batch (axis 0). Each row is one sample: its classes compete with each other.")
def axis_0(Z):
    return Z - log_sum_exp(Z.T)[np.newaxis, :]


@wrong("These are the probabilities; their logarithms are asked for.")
def no_logarithm(Z):
    return softmax(Z)


@wrong("The sign is turned: the logarithm of a probability is never positive.")
def sign_turned(Z):
    return log_sum_exp(Z)[:, None] - Z


@wrong("The total is missing: subtracting the row's maximum makes numbers below 0, but not yet log-probabilities.")
def only_shifted(Z):
    return Z - np.max(Z, axis=1, keepdims=True)


@wrong("Natural logarithm here: you used base 2.")
def base_2(Z):
    return (Z - log_sum_exp(Z)[:, None]) / np.log(2.0)


@wrong("A masked class has probability 0, and its logarithm is exactly −inf: leave it so.")
def infinity_replaced(Z):
    return np.nan_to_num(Z - log_sum_exp(Z)[:, None])


@wrong("A batch of one row lost its axis: squeeze drops every axis of length 1. The result has the shape of Z.")
def squeezed(Z):
    return np.squeeze(Z - log_sum_exp(Z)[:, None])


@wrong("You changed Z itself (Z -= …). Compute into a new array.")
def changes_Z(Z):
    Z -= np.max(Z, axis=1, keepdims=True)
    return Z - log_sum_exp(Z)[:, None]


@wrong("Your result array took over the integer type of Z, so every fraction was cut off. Allocate it as float.")
def integer_buffer(Z):
    logs = np.zeros_like(Z)
    logs[...] = Z - log_sum_exp(Z)[:, None]
    return logs


@wrong(
    "Every call returns the same array, so a later call overwrites an earlier result. Make a new array in each call."
)
def one_buffer_for_all(Z, buffers={}):
    logs = buffers.setdefault(Z.shape, np.empty(Z.shape))
    np.subtract(Z, log_sum_exp(Z)[:, None], out=logs)
    return logs


@wrong("exp(1000) is inf, and the logarithm came too late: log p = z − log_sum_exp(z) needs no probability at all.")
def log_of_naive_softmax(Z):
    E = np.exp(Z)
    return np.log(E / E.sum(axis=1, keepdims=True))


@wrong("The row totals (N,) met the columns: give them the shape (N, 1). And take the maximum out, or e^1000 is inf.")
def keepdims_forgotten_without_shift(Z):
    return Z - np.log(np.sum(np.exp(Z), axis=1))


@wrong("Your eps of 1e-8 inside the logarithm shifts every answer a little, and caps the small ones near −18.")
def large_eps_in_the_logarithm(Z):
    return np.log(softmax(Z) + 1e-8)


@wrong("The maximum left the result, but not the sum: subtract m inside the exponential as well, or not at all.")
def shifted_outside_only(Z):
    m = np.max(Z, axis=1, keepdims=True)
    return Z - m - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))


@wrong("All logits at −1000: the shift must be the row's maximum itself, not max(0, maximum).")
def maximum_at_least_zero(Z):
    m = np.maximum(0.0, np.max(Z, axis=1, keepdims=True))
    return Z - m - np.log(np.sum(np.exp(Z - m), axis=1, keepdims=True))


@wrong("You applied softmax twice: Z are logits, and log_softmax needs it once.")
def softmax_twice(Z):
    P = softmax(Z)
    return P - log_sum_exp(P)[:, None]


@wrong("Your whole batch shares one total. Every row is a distribution of its own: sum over its classes, axis 1.")
def whole_batch(Z):
    m = np.max(Z)
    return Z - m - np.log(np.sum(np.exp(Z - m)))


@wrong("You replaced the infinities by the largest float. Take the logarithm on paper first: z − LSE needs no mending.")
def infinity_replaced_after_the_logarithm(Z):
    return np.nan_to_num(np.log(softmax(Z)))


@right
def shifted_first(Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@right
def minus_log_of_inverse(Z):
    rows = []
    for row in Z:
        differences = row[None, :] - np.where(np.isneginf(row), 0.0, row)[:, None]
        values = -np.logaddexp.reduce(differences, axis=1)
        rows.append(np.where(np.isneginf(row), -np.inf, values))
    return np.vstack(rows)


@right
def lists_with_math(Z):
    import math

    result = []
    for row in Z.tolist():
        top = max(row)
        total = top + math.log(math.fsum(math.exp(z - top) for z in row))
        result.append([z - total for z in row])
    return result


@right
def columns_one_by_one(Z):
    logs = np.empty(np.shape(Z), dtype=float)
    total = log_sum_exp(Z)
    for j in range(logs.shape[1]):
        logs[:, j] = Z[:, j] - total
    return logs


@right
def transposed_and_back(Z):
    return (Z.T - np.logaddexp.reduce(Z, axis=1, dtype=float)).T


@right
def in_place_on_a_copy(Z):
    logs = Z.astype(float)
    logs -= logs.max(axis=1).reshape(-1, 1) + 0.5
    logs -= np.log(np.einsum("nc->n", np.exp(logs)))[:, None]
    return logs
