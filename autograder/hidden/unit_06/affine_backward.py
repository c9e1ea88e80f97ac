"""Hidden checks of `affine_backward` (06.5)."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

LETTERS, NAMES = ("dZ", "X", "W"), ("dX", "dW", "db")
ORDERS = np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0], [1.0, 0.0, 2.0], [4.0, 2.0, 1.0]])
BY_HAND = [
    case(np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[1.0, 3.0], [2.0, 0.0]]), np.array([[0.0, 1.0], [5.0, 2.0]])),
    case(np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[3.0, 4.0, 5.0], [0.0, 1.0, 0.0]]),
         np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 3.0]])),
    case(np.array([[-1.0, 0.0], [0.0, 0.0], [1.0, 0.5], [-2.0, 0.0]]), ORDERS,
         np.array([[1.0, -1.0], [-1.0, 1.0], [1.0, 0.5]]), label="the four orders"),
]  # fmt: skip


def layer(seed, n, d, m):
    return [normal(seed, n, m), normal(seed + 50, n, d), normal(seed + 90, d, m)]


@check("values")
def test_by_hand(student, reference):
    """Small layers you can work out by hand"""
    agree(student.affine_backward, reference.affine_backward, BY_HAND, letters=LETTERS, names=NAMES, show=True)


@check("sizes")
def test_sizes(student, reference):
    """One sample, one feature, one output, a square layer, and larger ones"""
    cases = [*ladder(layer), case(*[part / 7 for part in layer(4, 2, 3, 2)])]  # more than two decimals
    agree(student.affine_backward, reference.affine_backward, cases, letters=LETTERS, names=NAMES)


@check("types")
def test_integers(student, reference):
    """Whole-number inputs, alone and together with fractions"""
    dZ, X, W = np.array([[1, 2], [3, -4]]), np.array([[1, 2, 0], [3, 4, 1]]), np.array([[1, 0], [2, 1], [1, 5]])
    cases = [case(dZ / 8, X, W), case(dZ, X, W), case(dZ, X / 4, W / 2), case(dZ / 4, X, W / 2)]
    agree(student.affine_backward, reference.affine_backward, cases, letters=LETTERS, names=NAMES, show=True)


@check("manners")
def test_manners(student, reference):
    """dZ, X and W are left alone, and calls do not influence each other"""
    pure(student.affine_backward, [case(*layer(1, 2, 3, 4))], LETTERS)
    cases = [case(*layer(2, 2, 3, 4)), case(*layer(3, 2, 3, 4))]
    steady(student.affine_backward, reference.affine_backward, cases, names=NAMES)


@check("proof")
def test_proof(student, reference):
    """The formulas themselves"""
    args = (symbols("dZ", 2, 4), symbols("X", 2, 3), symbols("W", 3, 4))
    scope = "every real batch of 2 and every layer from 3 to 4 units"
    proves(student.affine_backward, reference.affine_backward, args, scope)


@wrong(
    "Leave out the division by N: the 1/N is already in dZ, and dividing again makes training N times slower.",
    "Look at dW and db: no layer divides by N.",
)
def divided_by_n(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0) / len(X)


@wrong("Leave out the division by N in all three: the 1/N is already in dZ.")
def all_divided_by_n(dZ, X, W):
    return dZ @ W.T / len(X), X.T @ dZ / len(X), dZ.sum(axis=0) / len(X)


@wrong("Your dW is N times too small: the 1/N is already in dZ.")
def dW_divided_by_n(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0)


@wrong("db is a sum: every sample adds its share to the bias, and you took the mean.")
def db_mean(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


@wrong("db has the shape of b, which is (M,): yours kept the axis of the samples, (1, M).", "Sum without keepdims.")
def db_row_matrix(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


@wrong("Turn W round in dX: (N, M) times (M, D) must give (N, D), so it is W transposed.")
def w_not_transposed(dZ, X, W):
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


@wrong("dW has the shape of W, (D, M): yours is its transpose, dZᵀ X. It is Xᵀ dZ.")
def dW_transposed(dZ, X, W):
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


@wrong("Add db along the samples, axis 0: you added along the units, axis 1.")
def db_over_units(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


@wrong("db has one entry per unit: you added up all of dZ into one number.", "Give sum an axis.")
def db_one_number(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum()


@wrong("Add db up over the samples: you returned dZ itself, one row per sample.")
def db_not_summed(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.copy()


@wrong("Add up db over all samples: you took the first sample's share only.")
def db_first_sample(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ[0].copy()


@wrong("Return the gradients in the order (dX, dW, db): yours start with dW.")
def other_order(dZ, X, W):
    return X.T @ dZ, dZ @ W.T, dZ.sum(axis=0)


@wrong("Return three gradients (dX, dW, db): dX is missing, and the layer before needs it.")
def two_only(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0)


@wrong("dW pairs the input with the upstream gradient: you multiplied Xᵀ by the output X W, not by dZ.")
def forward_instead_of_dZ(dZ, X, W):
    return dZ @ W.T, X.T @ (X @ W), dZ.sum(axis=0)


@wrong("dX must use the upstream gradient: yours repeats the sums of W's rows, as if every entry of dZ were 1.")
def dX_without_dZ(dZ, X, W):
    return np.ones(dZ.shape) @ W.T, X.T @ dZ, dZ.sum(axis=0)


@wrong("dW must use the upstream gradient: yours is right only when every entry of dZ is 1.")
def dW_without_dZ(dZ, X, W):
    return dZ @ W.T, X.T @ np.ones(dZ.shape), dZ.sum(axis=0)


@wrong("The sign is turned: these are the gradients themselves. The minus comes in only when a step is made.")
def sign_turned(dZ, X, W):
    return -(dZ @ W.T), -(X.T @ dZ), -dZ.sum(axis=0)


@wrong("Keep both axes: for one sample dX still has shape (1, D), and for one unit dW still has shape (D, 1).")
def squeezed(dZ, X, W):
    return np.squeeze(dZ @ W.T), np.squeeze(X.T @ dZ), dZ.sum(axis=0)


@wrong("The gradients must hold fractions: you gave them X's integer type, and they were cut off.")
def type_of_x(dZ, X, W):
    return (dZ @ W.T).astype(X.dtype), (X.T @ dZ).astype(X.dtype), dZ.sum(axis=0).astype(X.dtype)


@wrong("You wrote dX into the caller's X. It has the right shape, and yet it is not yours: make a new array.")
def writes_into_X(dZ, X, W):
    dW, dX = X.T @ dZ, dZ @ W.T
    if X.dtype.kind == "f":
        X[:] = dX
    return dX, dW, dZ.sum(axis=0)


@wrong("Start from 0 in each call: you keep adding to the dW of the call before.")
def accumulates(dZ, X, W, kept={}):
    dW = kept[W.shape] = kept.get(W.shape, 0.0) + X.T @ dZ
    return dZ @ W.T, dW, dZ.sum(axis=0)


@wrong("db has one axis, (M,), as b has: yours is a column.")
def db_column(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)[:, None]


@wrong("Turn W round in dX always, also when W is square: there the shapes fit either way, and the numbers do not.")
def w_turned_if_needed(dZ, X, W):
    return dZ @ (W if W.shape[0] == W.shape[1] else W.T), X.T @ dZ, dZ.sum(axis=0)


@wrong("Transpose, do not reshape: reshaping dZᵀ X gives the right shape with the numbers in wrong places.")
def dW_reshaped(dZ, X, W):
    return dZ @ W.T, (dZ.T @ X).reshape(W.shape), dZ.sum(axis=0)


@wrong("Turn X round in dW: (D, N) times (N, M) must give (D, M), so it is X transposed.")
def x_not_transposed(dZ, X, W):
    return dZ @ W.T, X @ dZ, dZ.sum(axis=0)


@wrong("Return the gradients in the order (dX, dW, db): yours end with dX.")
def dX_last(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T


@wrong("Return the gradients in the order (dX, dW, db): yours has dW and db exchanged.")
def dW_last(dZ, X, W):
    return dZ @ W.T, dZ.sum(axis=0), X.T @ dZ


@wrong("These are the formulas for samples as columns. Here samples are rows: dX = dZ Wᵀ and dW = Xᵀ dZ.")
def column_formulas(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=1, keepdims=True)


@wrong("Use matrix products (@): you multiplied entry by entry (*), as for an activation.")
def entrywise(dZ, X, W):
    return dZ * W, X * dZ, dZ.sum(axis=0)


@wrong("Multiply by the upstream gradient dZ: Wᵀ and Xᵀ alone are only half of the chain rule.")
def local_slopes_only(dZ, X, W):
    return W.T, X.T, np.ones(dZ.shape[1])


@wrong("db must use the upstream gradient: it is the sum of the rows of dZ, not 1.")
def db_ones(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.ones(dZ.shape[1])


@wrong("db must use the upstream gradient: you counted the samples, where each adds its own row of dZ.")
def db_counts(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.full(dZ.shape[1], float(len(dZ)))


@wrong("Keep the axis of db: for one unit it has shape (1,), not ().")
def db_squeezed(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.squeeze(dZ.sum(axis=0))


@wrong("Leave out the division of db by M: a plain sum over the samples.")
def db_over_outputs(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0) / dZ.shape[1]


@wrong("Leave out the factor N in dW: the matrix product has added up the samples already.")
def dW_times_n(dZ, X, W):
    return dZ @ W.T, X.T @ dZ * len(X), dZ.sum(axis=0)


@wrong("Use the transpose of W, not its inverse: nothing is undone, the gradient is sent back along the same weights.")
def inverse_of_w(dZ, X, W):
    return dZ @ np.linalg.pinv(W), X.T @ dZ, dZ.sum(axis=0)


@wrong("Leave out the division of dX by N: the 1/N is already in dZ.")
def dX_divided_by_n(dZ, X, W):
    return dZ @ W.T / len(X), X.T @ dZ, dZ.sum(axis=0)


@wrong("Add up all samples in dW: your loop stops before the last one.")
def last_sample_missing(dZ, X, W):
    return dZ @ W.T, X[:-1].T @ dZ[:-1], dZ.sum(axis=0)


@wrong(
    "You wrote dW into the caller's W. It has the right shape, and yet the weights are still needed: make a new array."
)
def writes_into_W(dZ, X, W):
    dX, W[:] = dZ @ W.T, X.T @ dZ
    return dX, W, dZ.sum(axis=0)


@wrong("You added the samples up inside dZ itself, which the caller may still need: use sum.")
def writes_into_dZ(dZ, X, W):
    dX, dW = dZ @ W.T, X.T @ dZ
    for n in range(1, len(dZ)):
        dZ[0] += dZ[n]
    return dX, dW, dZ[0].copy()


@wrong("Make new arrays in each call: your dW is kept between calls, so a later call overwrites an earlier result.")
def one_buffer(dZ, X, W, kept={}):
    dW = kept.setdefault(W.shape, np.zeros(W.shape))
    dW[:] = X.T @ dZ
    return dZ @ W.T, dW, dZ.sum(axis=0)


@right
def einsum(dZ, X, W):
    return np.einsum("nm,dm->nd", dZ, W), np.einsum("nd,nm->dm", X, dZ), np.einsum("nm->m", dZ)


@right
def loops(dZ, X, W):
    N, D, M = len(X), len(W), W.shape[1]
    dX, dW, db = np.zeros((N, D)), np.zeros((D, M)), np.zeros(M)
    for n in range(N):
        for m in range(M):
            db[m] += dZ[n, m]
            for d in range(D):
                dX[n, d] += dZ[n, m] * W[d, m]
                dW[d, m] += dZ[n, m] * X[n, d]
    return dX, dW, db


@right
def sample_by_sample(dZ, X, W):
    dX = np.stack([W @ g for g in dZ])
    dW = sum(np.outer(x, g) for x, g in zip(X, dZ))
    return [dX, dW, sum(dZ)]


@right
def ones_for_the_bias(dZ, X, W):
    extended = np.hstack([X, np.ones((len(X), 1))])
    both = extended.T @ dZ
    return (W @ dZ.T).T, both[:-1], both[-1]


@right
def tensordot(dZ, X, W):
    return np.tensordot(dZ, W, axes=([1], [1])), np.tensordot(X, dZ, axes=([0], [0])), np.ones(len(dZ)) @ dZ


@right
def transposed_dW(dZ, X, W):
    return np.dot(dZ, np.transpose(W)), np.matmul(dZ.T, X).T, np.add.reduce(dZ)


@right
def nested_lists(dZ, X, W):
    dX = [[float(sum(g * w for g, w in zip(row, weights))) for weights in W] for row in dZ]
    dW = [[float(sum(x * g for x, g in zip(column, back))) for back in dZ.T] for column in X.T]
    return dX, dW, [float(sum(back)) for back in dZ.T]


@right
def broadcast_and_sum(dZ, X, W):
    return (dZ[:, None, :] * W).sum(axis=2), (X[:, :, None] * dZ[:, None, :]).sum(axis=0), dZ.sum(0)
