"""Hidden checks of `affine_forward_columns` (03.3)."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

BY_HAND = [
    case(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.5], [-0.5]])),
    case(
        np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 3.0]]),
        np.array([[1.0, 4.0], [2.0, 5.0]]),
        np.array([[10.0], [20.0], [30.0]]),
    ),
]
LETTERS, AXES = ("W", "X", "b"), ("outputs M", "samples N")


def layer(seed, n, d, m):
    return [normal(seed + 50, m, d), normal(seed, d, n), normal(seed + 90, m, 1) + 0.5]


@check("values")
def test_by_hand(student, reference):
    """Small batches you can work out by hand"""
    function = student.affine_forward_columns
    agree(function, reference.affine_forward_columns, BY_HAND, letters=LETTERS, axes=AXES, show=True)


@check("sizes")
def test_sizes(student, reference):
    """One sample, one feature, one output, as many outputs as samples, and larger ones"""
    cases = ladder(layer, [(4, 3, 2), (1, 3, 5), (5, 1, 1), (2, 3, 2), (3, 3, 3), (7, 2, 6)])
    agree(student.affine_forward_columns, reference.affine_forward_columns, cases, letters=LETTERS, axes=AXES)


@check("types")
def test_integers(student, reference):
    """Whole-number inputs, alone and together with fractions"""
    W, X, b = np.array([[1, 0], [2, 1], [1, 3]]), np.array([[1, 2], [3, 4]]), np.array([[1], [2], [3]])
    cases = [case(W, X, b), case(W / 4, X, b / 2), case(W, X, b / 4), case(W, X / 2, b)]
    function = student.affine_forward_columns
    agree(function, reference.affine_forward_columns, cases, letters=LETTERS, axes=AXES, show=True)


@check("manners")
def test_manners(student, reference):
    """W, X and b are left alone, and calls do not influence each other"""
    pure(student.affine_forward_columns, [case(*layer(1, 2, 3, 4)), case(*layer(4, 3, 3, 3))], LETTERS)
    cases = [case(*layer(2, 2, 3, 4)), case(*layer(3, 2, 3, 4))]
    steady(student.affine_forward_columns, reference.affine_forward_columns, cases)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    args = (symbols("W", 4, 3), symbols("X", 3, 2), symbols("b", 4, 1))
    scope = "every real batch of 2 columns and every layer from 3 to 4 units"
    proves(student.affine_forward_columns, reference.affine_forward_columns, args, scope)


@wrong(
    "Keep the bias a column: as (M,) or (1, M) it aligns with the last axis, which is samples here. "
    "There is no crash when M = N, only another answer."
)
def flat_bias(W, X, b):
    return W @ X + b.ravel()


@wrong("In this convention samples are columns: the result has shape (M, N), and yours is its transpose.")
def rows_out(W, X, b):
    return (W @ X + b).T


@wrong(
    "The weights come first here, as the first argument and as the left factor: W X is asked for, and you computed X W."
)
def row_order(W, X, b):
    return X @ W + b


@wrong("Use W as it is: it has shape (M, D) here, outputs first, and W.T fits only when W is square.")
def w_transposed(W, X, b):
    return W.T @ X + b


@wrong("Add the bias: the layer is W X + b, and yours stops at W X.")
def no_bias(W, X, b):
    return W @ X


@wrong("Add the bias after the product: it belongs to the outputs, while X still holds the inputs.")
def bias_before(W, X, b):
    return W @ (X + b)


@wrong("Keep both axes: one sample is still a column, shape (M, 1), and one output is still a row, shape (1, N).")
def squeezes(W, X, b):
    return np.squeeze(W @ X + b)


@wrong("One sample is still a column: for N = 1 the result has shape (M, 1), not (M,).")
def flat_for_one_sample(W, X, b):
    Z = W @ X + b
    return Z[:, 0] if X.shape[1] == 1 else Z


@wrong("Each output has its own bias, the rows of b; you added the first one to all of them.")
def first_bias(W, X, b):
    return W @ X + b[0]


@wrong(
    "The result must hold fractions: you gave it X's integer type, and every fraction was cut off.", "np.zeros((M, N))"
)
def type_of_x(W, X, b):
    return (W @ X + b).astype(X.dtype)


@wrong("Leave b as it was: setting b.shape changes the caller's own array. b already is the column you need.")
def reshapes_b(W, X, b):
    b.shape = (-1,)
    return W @ X + b[:, None]


@wrong("Make a new result in every call: you write into one array that you keep, so an earlier result changes later.")
def keeps_its_result(W, X, b, kept={}):
    Z = kept.setdefault((len(W), X.shape[1]), np.zeros((len(W), X.shape[1])))
    Z[:] = W @ X + b
    return Z


@wrong("Keep the bias a column, always: where M equals N yours becomes a row, and runs along the samples.")
def flat_bias_where_it_fits(W, X, b):
    return W @ X + (b.ravel() if len(b) == X.shape[1] else b)


@wrong("Use X as it is: its samples are columns already, and X.T fits only when X is square.")
def x_transposed(W, X, b):
    return W @ X.T + b


@wrong("b is a column already, shape (M, 1): b[:, None] gives it a third axis, and the result gets one too.")
def third_axis(W, X, b):
    return W @ X + b[:, None]


@wrong("Subtracting b moves every output the wrong way: the layer is W X + b.")
def minus_bias(W, X, b):
    return W @ X - b


@wrong("Each output has its own bias, a row of b; you added the sum of all of them to every entry.")
def bias_sum(W, X, b):
    return W @ X + np.sum(b)


@wrong("Multiply the matrices with @: * multiplies matching entries, and nothing is summed over the features.")
def elementwise(W, X, b):
    return W * X + b


@wrong("No averaging in a layer: each sample goes through on its own, and you divided by the number of samples N.")
def averages(W, X, b):
    return (W @ X + b) / X.shape[1]


@wrong("No activation here: the layer is W X + b, and negative numbers stay as they are. You cut them off at 0.")
def activation(W, X, b):
    return np.maximum(W @ X + b, 0)


@wrong("Transpose nothing, reshape nothing: W X has shape (M, N) as it is. You reshaped it to (N, M).")
def reshapes_result(W, X, b):
    return (W @ X + b).reshape(X.shape[1], W.shape[0])


@wrong("The samples are the columns of X, X.shape[1] of them: your loop counts the rows.")
def counts_rows_as_samples(W, X, b):
    Z = np.zeros((W.shape[0], X.shape[1]))
    for n in range(X.shape[0]):
        Z[:, n] = W @ X[:, n] + b[:, 0]
    return Z


@wrong("Write W @ X + b: with whole numbers in W and X, Z += b cannot put the fractions of b into an integer array.")
def adds_into_integers(W, X, b):
    Z = W @ X
    Z += b
    return Z


@wrong(
    "The result must hold fractions: you gave it W's integer type, and every fraction was cut off.", "np.zeros((M, N))"
)
def type_of_w(W, X, b):
    return (W @ X + b).astype(W.dtype)


@wrong("Compute each call from its own arguments: you return what you kept from an earlier call with equal shapes.")
def remembers(W, X, b, kept={}):
    key = W.shape, X.shape
    if key not in kept:
        kept[key] = W @ X + b
    return kept[key].copy()


@wrong("Leave X as it was: where X and the result have one shape, you wrote the result into the caller's own array.")
def overwrites_x(W, X, b):
    Z = W @ X + b
    if Z.shape == X.shape and Z.dtype == X.dtype:
        X[:] = Z
    return Z


@right
def through_rows(W, X, b):
    return affine_forward(X.T, W.T, b[:, 0]).T


@right
def own_product(W, X, b):
    return matmul_from_scratch(W, X) + b


@right
def sample_by_sample(W, X, b):
    return np.stack([W @ X[:, n] + b[:, 0] for n in range(X.shape[1])], axis=1)


@right
def einsum(W, X, b):
    return np.einsum("md,dn->mn", W, X) + np.repeat(b, X.shape[1], axis=1)


@right
def loops(W, X, b):
    M, N = len(W), X.shape[1]
    Z = np.tile(b.astype(float), (1, N))
    for m in range(M):
        for n in range(N):
            for d in range(len(X)):
                Z[m, n] += W[m, d] * X[d, n]
    return Z


@right
def nested_lists(W, X, b):
    return [[float(w @ x + c[0]) for x in X.T] for w, c in zip(W, b)]
