"""Hidden checks of `affine_forward` (03.2)."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

BASKETS = np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0], [1.0, 0.0, 2.0], [4.0, 2.0, 1.0]])
UNITS = np.array([[0.5, 0.2], [3.0, 0.8], [1.2, 1.0]])
BY_HAND = [
    case(np.array([[1.0], [2.0]]), np.array([[3.0, 4.0, 5.0]]), np.array([10.0, 20.0, 30.0]), label="one feature"),
    case(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -0.5])),
    case(BASKETS, UNITS, np.array([2.0, 0.3]), label="the four baskets"),
]
LETTERS, AXES = ("X", "W", "b"), ("samples N", "outputs M")


def layer(seed, n, d, m):
    return [normal(seed, n, d), normal(seed + 50, d, m), normal(seed + 90, m) + 0.5]


@check("values")
def test_by_hand(student, reference):
    """Small batches you can work out by hand"""
    agree(student.affine_forward, reference.affine_forward, BY_HAND, letters=LETTERS, axes=AXES, show=True)


@check("sizes")
def test_sizes(student, reference):
    """One sample, one feature, one output, a square layer, and larger ones"""
    agree(student.affine_forward, reference.affine_forward, ladder(layer), letters=LETTERS, axes=AXES)


@check("types")
def test_integers(student, reference):
    """Whole-number inputs, alone and together with fractions"""
    X, W, b = np.array([[1, 2], [3, 4]]), np.array([[1, 0, 2], [2, 1, 1]]), np.array([1, 2, 3])
    cases = [case(X, W, b), case(X, W / 4, b / 2), case(X, W, b / 4), case(X / 2, W, b)]
    agree(student.affine_forward, reference.affine_forward, cases, letters=LETTERS, axes=AXES, show=True)


@check("manners")
def test_manners(student, reference):
    """X, W and b are left alone, and calls do not influence each other"""
    pure(student.affine_forward, [case(*layer(1, 2, 3, 4)), case(*layer(4, 3, 3, 3))], LETTERS)
    steady(student.affine_forward, reference.affine_forward, [case(*layer(2, 2, 3, 4)), case(*layer(3, 2, 3, 4))])


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    args = (symbols("X", 2, 3), symbols("W", 3, 4), symbols("b", 4))
    proves(
        student.affine_forward,
        reference.affine_forward,
        args,
        "every real 2 × 3 batch and every layer from 3 to 4 units",
    )


@wrong("Use W as it is: X @ W.T works only because W is square here. W has shape (D, M), inputs first.")
def w_transposed(X, W, b):
    return X @ W.T + b


@wrong("The bias belongs to the M outputs, not to the N samples: b[:, None] made it a column. Add b as it is.")
def bias_as_column(X, W, b):
    return X @ W + b[:, None]


@wrong("Add the bias after the product: it lives in the output space (M numbers), while X lives in the input space.")
def bias_before(X, W, b):
    return (X + b) @ W


@wrong(
    "Keep both axes: a single output still has a column, shape (N, 1), and a single sample still has a row, shape (1, M)."
)
def squeezes(X, W, b):
    return np.squeeze(X @ W + b)


@wrong("A single output still has a column: for M = 1 the result has shape (N, 1), not (N,).")
def flat_for_one_output(X, W, b):
    Z = X @ W + b
    return Z[:, 0] if W.shape[1] == 1 else Z


@wrong("A batch of one is still a batch: for N = 1 the result has shape (1, M), not (M,).")
def flat_for_one_sample(X, W, b):
    Z = X @ W + b
    return Z[0] if len(X) == 1 else Z


@wrong("Add the bias: the layer is X W + b, and yours stops at X W.")
def no_bias(X, W, b):
    return X @ W


@wrong("Subtracting b moves every output the wrong way: the layer is X W + b.")
def minus_bias(X, W, b):
    return X @ W - b


@wrong("Rows are samples here: you returned the article's layout (M, N), with samples as columns.")
def article_layout(X, W, b):
    return W.T @ X.T + b[:, None]


@wrong("Add the bias once: inside the sum over the features it is added D times.")
def bias_each_feature(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for d in range(X.shape[1]):
        Z += np.outer(X[:, d], W[d]) + b
    return Z


@wrong("No averaging in a layer: each sample goes through on its own, and you divided by the number of samples N.")
def averages(X, W, b):
    return X @ W / len(X) + b


@wrong("Each output has its own bias b[j]; you added the first one, b[0], to all of them.")
def first_bias(X, W, b):
    return X @ W + b[0]


@wrong(
    "The result must hold fractions: you gave it X's integer type, and every fraction was cut off.", "np.zeros((N, M))"
)
def type_of_x(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]), dtype=X.dtype)
    Z[:] = (X @ W + b).astype(X.dtype)
    return Z


@wrong("Stay with float64: float32 keeps about seven digits only, and this course computes with sixteen.")
def single_precision(X, W, b):
    return (X @ W + b).astype(np.float32)


@wrong(
    "Leave b as it was: setting b.shape reshapes the caller's own array. b[None, :] makes a new view, and plain b will do."
)
def reshapes_b(X, W, b):
    b.shape = (1, -1)
    return X @ W + b


@wrong("Make a new result in every call: you write into one array that you keep, so an earlier result changes later.")
def keeps_its_result(X, W, b, kept={}):
    Z = kept.setdefault((len(X), W.shape[1]), np.zeros((len(X), W.shape[1])))
    Z[:] = X @ W + b
    return Z


@wrong(
    "Use W as it is, always: yours turns W where the sizes allow it, and a square layer comes out wrong without a crash."
)
def w_transposed_where_it_fits(X, W, b):
    return X @ (W.T if X.shape[1] == W.shape[1] else W) + b


@wrong("The bias belongs to the M outputs: where N equals M yours becomes a column, and runs down the samples.")
def bias_as_column_where_it_fits(X, W, b):
    return X @ W + (b[:, None] if len(b) == len(X) else b)


@wrong("Each sample gets the whole row b: np.repeat repeats entry by entry, np.tile would repeat the row.")
def repeats_entries(X, W, b):
    return X @ W + np.repeat(b, len(X)).reshape(len(X), len(b))


@wrong("The bias is counted by outputs: you took b[n], the number of the sample, where b[m] is meant.")
def bias_of_sample(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for n in range(X.shape[0]):
        for m in range(W.shape[1]):
            Z[n, m] = X[n] @ W[:, m] + b[n]
    return Z


@wrong("Each output has its own bias b[j]; you added the sum of all of them to every entry.")
def bias_sum(X, W, b):
    return X @ W + np.sum(b)


@wrong("Each output has its own bias b[j]; you added the mean of all of them to every entry.")
def bias_mean(X, W, b):
    return X @ W + np.mean(b)


@wrong("Add the bias once: yours is in the result twice.")
def bias_twice(X, W, b):
    return X @ W + b + b


@wrong("X comes first: rows are samples, so the product is X W. You multiplied W X.")
def other_order(X, W, b):
    return W @ X + b


@wrong("Multiply the matrices with @: * multiplies matching entries, and nothing is summed over the features.")
def elementwise(X, W, b):
    return X * W + b


@wrong("No activation here: the layer is X W + b, and negative numbers stay as they are. You cut them off at 0.")
def activation(X, W, b):
    return np.maximum(X @ W + b, 0)


@wrong("No averaging in a layer: the bias is divided by the number of samples along with the product.")
def averages_all(X, W, b):
    return (X @ W + b) / len(X)


@wrong("The result has shape (N, M): you allocated the shape of X, (N, D).")
def allocates_like_x(X, W, b):
    Z = np.zeros_like(X)
    for n in range(X.shape[0]):
        for m in range(W.shape[1]):
            Z[n, m] = X[n] @ W[:, m] + b[m]
    return Z


@wrong("Write X @ W + b: with whole numbers in X and W, Z += b cannot put the fractions of b into an integer array.")
def adds_into_integers(X, W, b):
    Z = X @ W
    Z += b
    return Z


@wrong("Keep what the loop computes: each sample overwrites the one before, and only the last is left.")
def last_sample(X, W, b):
    for x in X:
        z = x @ W + b
    return z


@wrong("The ones stand on the wrong side: with b as the last row of W, X needs its column of ones at the right end.")
def ones_on_the_other_side(X, W, b):
    return np.hstack([np.ones((len(X), 1)), X]) @ np.vstack([W, b])


@wrong("Do not round: the result is X W + b with all its digits.")
def rounds(X, W, b):
    return np.round(X @ W + b, 2)


@wrong("Leave X as it was: where X and the result have one shape, you wrote the result into the caller's own array.")
def overwrites_x(X, W, b):
    Z = X @ W + b
    if Z.shape == X.shape and Z.dtype == X.dtype:
        X[:] = Z
        return X
    return Z


@right
def own_product(X, W, b):
    return matmul_from_scratch(X, W) + b


@right
def loops(X, W, b):
    N, M = X.shape[0], W.shape[1]
    Z = np.empty((N, M))
    for n in range(N):
        for m in range(M):
            Z[n, m] = b[m] + sum(X[n, d] * W[d, m] for d in range(W.shape[0]))
    return Z


@right
def einsum(X, W, b):
    return np.einsum("nd,dm->nm", X, W) + b[np.newaxis, :]


@right
def through_columns(X, W, b):
    return (W.T @ X.T + b.reshape(-1, 1)).T


@right
def bias_as_weight(X, W, b):
    ones = np.ones((X.shape[0], 1))
    return np.hstack([X, ones]) @ np.vstack([W, b])


@right
def nested_lists(X, W, b):
    return [[float(sum(x * w for x, w in zip(row, column)) + c) for column, c in zip(W.T, b)] for row in X]


@right
def in_place_on_its_own(X, W, b):
    Z = np.array(np.dot(X, W), dtype=float)
    Z += b
    return Z
