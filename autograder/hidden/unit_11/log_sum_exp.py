"""Hidden checks of `log_sum_exp` (11.1)."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

SIZES = [(1, 2), (3, 3), (1, 5), (5, 1), (4, 3), (7, 6)]
LOOK = {"letters": ("Z",), "axes": ("samples N",)}
EQUIVALENT = {
    "m = np.where(np.isfinite(m), m, 0.0)  →  m = np.where(np.isfinite(m), m, 1.0)": (
        "any finite shift serves a row without weight: 1 + log 0 is −inf as well"
    ),
}


@check("values")
def test_by_hand(student, reference):
    """Rows whose total weight you can work out by hand"""
    cases = [
        case(np.log([[1.0, 1.0], [1.0, 3.0]]), label="log 2 and log 4"),
        case(np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]])),
    ]
    agree(student.log_sum_exp, reference.log_sum_exp, cases, show=True, **LOOK)


@check("sizes")
def test_sizes(student, reference):
    """Batches of several sizes, square ones, single rows and single classes among them"""
    cases = ladder(lambda seed, n, c: [normal(seed, n, c)], SIZES)
    cases.append(case(np.array([[-0.7, -0.69], [-1.1, -0.4]]), label="total weights close to 1"))
    agree(student.log_sum_exp, reference.log_sum_exp, cases, **LOOK)


@check("types")
def test_integers(student, reference):
    """Integer logits give fractions all the same"""
    cases = [case(np.array([[0, 1, 2], [5, 5, 5]])), case(np.array([[3], [-4]]), label="one class: its own logit")]
    agree(student.log_sum_exp, reference.log_sum_exp, cases, show=True, **LOOK)


@check("manners")
def test_manners(student, reference):
    """Z is left alone, and calls do not influence each other"""
    pure(student.log_sum_exp, [case(normal(1, 2, 3))], ("Z",))
    steady(student.log_sum_exp, reference.log_sum_exp, [case(normal(2, 4, 3)), case(normal(3, 4, 3))])


@check("extremes")
def test_large(student, reference):
    """Logits of ±1000, rows far apart"""
    cases = [
        case(np.array([[1000.0, 1000.0]])),
        case(np.array([[-1000.0, -1000.0, -1000.0]]), label="all logits at −1000"),
        case(np.array([[0.0, 1.0], [1000.0, 1001.0]]), label="rows 1000 apart"),
        case(np.array([[0.0, 0.0, 3000.0]])),
    ]
    agree(student.log_sum_exp, reference.log_sum_exp, cases, **LOOK)


@check("extremes")
def test_masked(student, reference):
    """Masked (−inf) logits, and a row of nothing else"""
    cases = [
        case(np.array([[0.0, -np.inf, 1.0]]), label="one logit is −inf"),
        case(np.array([[-np.inf, -np.inf], [0.0, 0.0]]), label="a row of only −inf: no weight at all"),
    ]
    agree(student.log_sum_exp, reference.log_sum_exp, cases, **LOOK)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    proves(student.log_sum_exp, reference.log_sum_exp, (symbols("Z", 2, 3),), "every real 2 × 3 batch")


@wrong(
    "exp(1000) is inf: take each row's maximum m out of the sum before you exponentiate.",
    "m + log Σ e^(z − m), with one m for every row",
)
def no_shift(Z):
    return np.log(np.sum(np.exp(Z), axis=1))


@wrong(
    "The maximum is missing from the result: log(e^m · Σ e^(z−m)) = m + log Σ e^(z−m).",
    "What you subtract inside the exponential has to be added again outside the logarithm.",
)
def maximum_not_added(Z):
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0.0)
    return np.log(np.sum(np.exp(Z - m[:, None]), axis=1))


@wrong(
    "A row of only −inf became nan: its maximum is −inf, and −inf − (−inf) is nan. A row without weight needs another shift.",
    "np.where(np.isfinite(m), m, 0.0) is a shift that is always finite.",
)
def nan_without_mass(Z):
    m = np.max(Z, axis=1, keepdims=True)
    return m[:, 0] + np.log(np.sum(np.exp(Z - m), axis=1))


@wrong("A row of only −inf has the total weight 0, and log 0 is −inf: 0 would mean a total weight of 1.")
def nothing_is_zero(Z):
    m = np.max(Z, axis=1, keepdims=True)
    result = m[:, 0] + np.log(np.sum(np.exp(Z - m), axis=1))
    return np.where(np.isnan(result), 0.0, result)


@wrong("Use each row's own maximum: a row 1000 below the batch's largest logit underflows to log 0 = −inf.")
def global_maximum(Z):
    m = np.max(Z)
    return m + np.log(np.sum(np.exp(Z - m), axis=1))


@wrong(
    "All logits at −1000: the shift must be the row's maximum itself, not max(0, maximum), or every term underflows."
)
def maximum_at_least_zero(Z):
    m = np.maximum(np.max(Z, axis=1), 0.0)
    return m + np.log(np.sum(np.exp(Z - m[:, None]), axis=1))


@wrong("A row's mean is no safe shift: in [0, 0, 3000] it leaves 2000 in the exponent. Use the row's maximum.")
def mean_shift(Z):
    m = np.mean(Z, axis=1)
    return m + np.log(np.sum(np.exp(Z - m[:, None]), axis=1))


@wrong("You summed over the batch (axis 0). Each row is one sample: sum over its classes, axis 1.")
def axis_0(Z):
    m = np.max(Z, axis=0)
    m = np.where(np.isfinite(m), m, 0.0)
    return m + np.log(np.sum(np.exp(Z - m), axis=0))


@wrong("The result has one axis too many: keepdims=True helps inside, but the answer has shape (N,).")
def keeps_the_axis(Z):
    m = np.max(Z, axis=1, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0)
    return m + np.log(np.sum(np.exp(Z - m), axis=1, keepdims=True))


@wrong(
    "A batch of one row came back as a bare number: squeeze drops every axis of length 1. The result has shape (N,).",
    "Take column 0 of the (N, 1) array, or leave out keepdims in the sum.",
)
def squeezed(Z):
    m = np.max(Z, axis=1, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0)
    return np.squeeze(m + np.log(np.sum(np.exp(Z - m), axis=1, keepdims=True)))


@wrong("The row maxima must keep their axis, shape (N, 1): a vector (N,) meets the columns, silently so when N = C.")
def maximum_meets_the_columns(Z):
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0.0)
    return m + np.log(np.sum(np.exp(Z - m), axis=1))


@wrong("That is one number for the whole batch. Every row has a total of its own: sum over axis 1 only.")
def whole_batch(Z):
    m = np.max(Z)
    return m + np.log(np.sum(np.exp(Z - m)))


@wrong("That is the total weight Σ e^z; its logarithm is asked for.")
def no_logarithm(Z):
    return np.sum(np.exp(Z), axis=1)


@wrong("That is the largest logit. Log-sum-exp comes close to it, but the other classes add their weights too.")
def hard_maximum(Z):
    return np.max(Z, axis=1).astype(float)


@wrong("You averaged the weights. Log-sum-exp takes their sum; a mean loses log C.")
def mean_of_weights(Z):
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0.0)
    return m + np.log(np.mean(np.exp(Z - m[:, None]), axis=1))


@wrong("Natural logarithm here: np.log, not np.log2.")
def base_2(Z):
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0.0)
    return m + np.log2(np.sum(np.exp(Z - m[:, None]), axis=1))


@wrong("You changed Z itself (Z -= …). Compute into a new array: Z - m.")
def changes_Z(Z):
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0).astype(Z.dtype)
    Z -= m[:, None]
    return m + np.log(np.sum(np.exp(Z), axis=1))


@wrong("Your result array took over the integer type of Z, so every fraction was cut off. Allocate it as float.")
def integer_buffer(Z):
    result = np.empty(len(Z), dtype=Z.dtype)
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0.0)
    result[:] = m + np.log(np.sum(np.exp(Z - m[:, None]), axis=1))
    return result


@wrong(
    "Every call returns the same array, so a later call overwrites an earlier result. Make a new array in each call."
)
def one_buffer_for_all(Z, buffers={}):
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0.0)
    result = buffers.setdefault(len(Z), np.empty(len(Z)))
    result[:] = m + np.log(np.sum(np.exp(Z - m[:, None]), axis=1))
    return result


@wrong("You summed over the batch (axis 0): each row is one sample. And take the maximum out, or e^1000 is inf.")
def axis_0_without_shift(Z):
    return np.log(np.sum(np.exp(Z), axis=0))


@wrong("That is one number for the whole batch: sum over axis 1. And take the maximum out, or e^1000 is inf.")
def whole_batch_without_shift(Z):
    return np.log(np.sum(np.exp(Z)))


@wrong("The result has one axis too many: it has shape (N,). And take the maximum out, or e^1000 is inf.")
def keeps_the_axis_without_shift(Z):
    return np.log(np.sum(np.exp(Z), axis=1, keepdims=True))


@wrong("The maximum is missing from the result: m + log Σ e^(z − m). Then look at rows of only −inf: m is −inf there.")
def maximum_not_added_nor_masked(Z):
    return np.log(np.sum(np.exp(Z - np.max(Z, axis=1, keepdims=True)), axis=1))


@wrong("The row maxima must keep their axis, shape (N, 1). And a row of only −inf has no finite maximum to subtract.")
def maximum_meets_the_columns_unmasked(Z):
    m = np.max(Z, axis=1)
    return m + np.log(np.sum(np.exp(Z - m), axis=1))


@wrong("The result has one axis too many: it has shape (N,). And a row of only −inf has no finite maximum to subtract.")
def keeps_the_axis_unmasked(Z):
    m = np.max(Z, axis=1, keepdims=True)
    return m + np.log(np.sum(np.exp(Z - m), axis=1, keepdims=True))


@wrong("You added a maximum that was never taken out: subtract m inside the exponential, and add it outside.")
def maximum_added_only(Z):
    return np.max(Z, axis=1) + np.log(np.sum(np.exp(Z), axis=1))


@wrong("Natural logarithm here: np.log, not np.log10.")
def base_10(Z):
    m = np.max(Z, axis=1, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0)
    return m[:, 0] + np.log10(np.sum(np.exp(Z - m), axis=1))


@wrong("A row of only −inf has no weight, and log 0 = −inf is the answer: the eps inside the logarithm makes it −27.6.")
def eps_in_the_logarithm(Z):
    m = np.max(Z, axis=1, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0)
    return m[:, 0] + np.log(np.sum(np.exp(Z - m), axis=1) + 1e-12)


@wrong("Clipping changes the logits: those of 1000 became 700. Subtract each row's maximum and add it back instead.")
def clipped(Z):
    return np.log(np.sum(np.exp(np.clip(Z, -700, 700)), axis=1))


@wrong("All rows were shifted by the maximum of row 0: a row 1000 above it overflows. Use each row's own maximum.")
def maximum_of_row_0(Z):
    m = np.max(Z[0])
    m = m if np.isfinite(m) else 0.0
    return m + np.log(np.sum(np.exp(Z - m), axis=1))


@wrong("You shifted by each row's first logit. Another may lie far above it and overflow: shift by the largest.")
def first_logit_as_shift(Z):
    m = Z[:, :1]
    return m[:, 0] + np.log(np.sum(np.exp(Z - m), axis=1))


@wrong("A shift by each row's smallest logit leaves the large ones too large: take the row's maximum.")
def minimum_shift(Z):
    m = np.min(Z, axis=1, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0)
    return m[:, 0] + np.log(np.sum(np.exp(Z - m), axis=1))


@wrong("You replaced −inf by a large negative number, and a row without weight got it as its answer in place of −inf.")
def infinity_replaced(Z):
    Z = np.where(np.isneginf(Z), -1e9, Z)
    m = np.max(Z, axis=1, keepdims=True)
    return m[:, 0] + np.log(np.sum(np.exp(Z - m), axis=1))


@right
def logaddexp_reduced(Z):
    return np.logaddexp.reduce(Z, axis=1, dtype=float)


@right
def plain_python(Z):
    import math

    totals = []
    for row in Z.tolist():
        top = max(row)
        if top == -math.inf:
            totals.append(top)
        else:
            totals.append(top + math.log(math.fsum(math.exp(z - top) for z in row)))
    return totals


@right
def one_entry_at_a_time(Z):
    def add(a, b):
        low, high = (a, b) if a < b else (b, a)
        return high if low == -np.inf else high + np.log1p(np.exp(low - high))

    result = np.full(Z.shape[0], -np.inf)
    for n in range(Z.shape[0]):
        for c in range(Z.shape[1]):
            result[n] = add(result[n], Z[n, c])
    return result


@right
def another_shift(Z):
    m = np.max(Z, axis=-1, keepdims=True) + 1.5
    m[~np.isfinite(m)] = 7.0
    return np.squeeze(m + np.log(np.einsum("nc->n", np.exp(Z - m))[:, None]), axis=1)


@right
def by_recursion(Z):
    Z = np.array(Z, dtype=float)
    if Z.shape[1] == 1:
        return Z[:, 0]
    half = Z.shape[1] // 2
    return np.logaddexp(log_sum_exp(Z[:, :half]), log_sum_exp(Z[:, half:]))


@right
def rows_applied(Z):
    def of_row(row):
        m = row.max()
        return m if np.isneginf(m) else m - np.log(1.0 / np.exp(row - m).sum())

    return np.apply_along_axis(of_row, 1, Z.astype(float))
