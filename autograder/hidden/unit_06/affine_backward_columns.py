"""Hidden checks of `affine_backward_columns` (06.6)."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

LETTERS, NAMES = ("dZ", "X", "W"), ("dX", "dW", "db")
BY_HAND = [
    case(np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[1.0, 3.0], [2.0, 0.0]]), np.array([[0.0, 1.0], [5.0, 2.0]])),
    case(np.array([[1.0, 3.0], [2.0, 0.0]]), np.array([[3.0, 0.0], [4.0, 1.0], [5.0, 0.0]]),
         np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 3.0]])),
    case(np.array([[1.0, 2.0, 4.0], [1.0, 0.0, -1.0]]), np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]),
         np.array([[3.0, -1.0], [0.5, 2.0]])),
]  # fmt: skip


def layer(seed, n, d, m):
    return [normal(seed, m, n), normal(seed + 50, d, n), normal(seed + 90, m, d)]


@check("values")
def test_by_hand(student, reference):
    """Small layers you can work out by hand"""
    function = student.affine_backward_columns
    agree(function, reference.affine_backward_columns, BY_HAND, letters=LETTERS, names=NAMES, show=True)


@check("sizes")
def test_sizes(student, reference):
    """One sample, one feature, one output, larger ones: the transposes of what the row convention gives"""

    def by_rows(dZ, X, W):
        dX, dW, db = reference.affine_backward(dZ.T, X.T, W.T)
        return dX.T, dW.T, db[:, None]

    cases = [*ladder(layer), case(*[part / 7 for part in layer(4, 2, 3, 2)])]  # more than two decimals
    agree(student.affine_backward_columns, by_rows, cases, letters=LETTERS, names=NAMES)


@check("types")
def test_integers(student, reference):
    """Whole-number inputs, alone and together with fractions"""
    dZ, X, W = np.array([[1, 3], [2, -4]]), np.array([[1, 3], [2, 4], [0, 1]]), np.array([[1, 2, 1], [0, 1, 5]])
    cases = [case(dZ / 8, X, W), case(dZ, X, W), case(dZ, X / 4, W / 2)]
    function = student.affine_backward_columns
    agree(function, reference.affine_backward_columns, cases, letters=LETTERS, names=NAMES, show=True)


@check("manners")
def test_manners(student, reference):
    """dZ, X and W are left alone, and calls do not influence each other"""
    pure(student.affine_backward_columns, [case(*layer(1, 2, 3, 4))], LETTERS)
    cases = [case(*layer(2, 2, 3, 4)), case(*layer(3, 2, 3, 4))]
    steady(student.affine_backward_columns, reference.affine_backward_columns, cases, names=NAMES)


@check("proof")
def test_proof(student, reference):
    """The formulas themselves"""
    args = (symbols("dZ", 4, 2), symbols("X", 3, 2), symbols("W", 4, 3))
    scope = "every real batch of 2 columns and every layer from 3 to 4 units"
    proves(student.affine_backward_columns, reference.affine_backward_columns, args, scope)


@wrong("Samples are columns here: dW = dZ Xᵀ and dX = Wᵀ dZ. You used the formulas of the row convention.")
def row_formulas(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


@wrong("Samples are columns here: these are dX and dW of the row version. Turn its arguments and results round.")
def row_formulas_with_column(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1, keepdims=True)


@wrong("b is a column in this convention, (M, 1), and so is db: yours has shape (M,).", "keepdims=True keeps the axis.")
def db_flat(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=1)


@wrong(
    "Leave out the division by N: some courses put the 1/N into dW and db in this layout, ours has it in dZ already."
)
def divided_by_n(dZ, X, W):
    N = X.shape[1]
    return W.T @ dZ, dZ @ X.T / N, dZ.sum(axis=1, keepdims=True) / N


@wrong("db is a sum over the samples: the 1/N is already in dZ, and you took the mean.")
def db_mean(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.mean(axis=1, keepdims=True)


@wrong("Add db along the samples, which are the columns: axis 1, not axis 0.")
def db_over_units(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=0, keepdims=True)


@wrong("db is a column, (M, 1): yours is a row, (1, M).")
def db_as_row(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=1)[None, :]


@wrong("dW has the shape of W, which is (M, D) here: yours is its transpose.")
def dW_transposed(dZ, X, W):
    return W.T @ dZ, X @ dZ.T, dZ.sum(axis=1, keepdims=True)


@wrong("dX has the shape of X, (D, N): yours is its transpose, with samples as rows.")
def dX_transposed(dZ, X, W):
    return dZ.T @ W, dZ @ X.T, dZ.sum(axis=1, keepdims=True)


@wrong("Turn W round in dX: it is Wᵀ dZ, and W as it is fits only when the layer is square.")
def w_not_transposed(dZ, X, W):
    return W @ dZ, dZ @ X.T, dZ.sum(axis=1, keepdims=True)


@wrong("Return the gradients in the order (dX, dW, db): yours start with dW.")
def other_order(dZ, X, W):
    return dZ @ X.T, W.T @ dZ, dZ.sum(axis=1, keepdims=True)


@wrong("One number per unit: you added up all of dZ.")
def db_one_number(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, np.array([[dZ.sum()]])


@wrong("Keep both axes: one sample is still a column and one unit is still a row, and db is (M, 1) throughout.")
def squeezed(dZ, X, W):
    return np.squeeze(W.T @ dZ), np.squeeze(dZ @ X.T), dZ.sum(axis=1, keepdims=True)


@wrong("The gradients must hold fractions: you gave them X's integer type, and they were cut off.")
def type_of_x(dZ, X, W):
    return (W.T @ dZ).astype(X.dtype), (dZ @ X.T).astype(X.dtype), dZ.sum(axis=1, keepdims=True).astype(X.dtype)


@wrong("You wrote into the caller's X. Make a new array for dX.")
def writes_into_X(dZ, X, W):
    dW, dX = dZ @ X.T, W.T @ dZ
    if X.dtype.kind == "f":
        X[:] = dX
    return dX, dW, dZ.sum(axis=1, keepdims=True)


@wrong("Make new arrays in each call: your dW is kept between calls, so a later call overwrites an earlier result.")
def one_buffer(dZ, X, W, kept={}):
    dW = kept.setdefault(W.shape, np.zeros(W.shape))
    dW[:] = dZ @ X.T
    return W.T @ dZ, dW, dZ.sum(axis=1, keepdims=True)


@wrong(
    "Turn the results of the row version back as well: you turned its arguments round, and dX and dW come out transposed."
)
def rows_not_turned_back(dZ, X, W):
    return dZ.T @ W, X @ dZ.T, dZ.sum(axis=1)


@wrong("Leave out the division by N in all three: the 1/N is already in dZ.")
def all_divided_by_n(dZ, X, W):
    return W.T @ dZ / X.shape[1], dZ @ X.T / X.shape[1], dZ.sum(axis=1, keepdims=True) / X.shape[1]


@wrong("Leave out the division of dW by N: the 1/N is already in dZ.")
def dW_divided_by_n(dZ, X, W):
    return W.T @ dZ, dZ @ X.T / X.shape[1], dZ.sum(axis=1, keepdims=True)


@wrong("Leave out the division: the 1/N is already in dZ. And len(X) is D here, since samples are columns.")
def divided_by_features(dZ, X, W):
    return W.T @ dZ, dZ @ X.T / len(X), dZ.sum(axis=1, keepdims=True) / len(X)


@wrong("Turn W round in dX always, also when W is square: there the shapes fit either way, and the numbers do not.")
def w_turned_if_needed(dZ, X, W):
    return (W if W.shape[0] == W.shape[1] else W.T) @ dZ, dZ @ X.T, dZ.sum(axis=1, keepdims=True)


@wrong("Transpose, do not reshape: reshaping X dZᵀ gives the right shape with the numbers in wrong places.")
def dW_reshaped(dZ, X, W):
    return W.T @ dZ, (X @ dZ.T).reshape(W.shape), dZ.sum(axis=1, keepdims=True)


@wrong("Return the gradients in the order (dX, dW, db): yours end with dX.")
def dX_last(dZ, X, W):
    return dZ @ X.T, dZ.sum(axis=1, keepdims=True), W.T @ dZ


@wrong("Add up db over all samples: you took the first sample's share only.")
def db_first_sample(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ[:, :1].copy()


@wrong("Multiply by the upstream gradient dZ: Wᵀ and Xᵀ alone are only half of the chain rule.")
def local_slopes_only(dZ, X, W):
    return W.T, X.T, np.ones((len(W), 1))


@wrong(
    "You wrote dW into the caller's W. It has the right shape, and yet the weights are still needed: make a new array."
)
def writes_into_W(dZ, X, W):
    dX, W[:] = W.T @ dZ, dZ @ X.T
    return dX, W, dZ.sum(axis=1, keepdims=True)


@right
def through_rows(dZ, X, W):
    dX, dW, db = affine_backward(dZ.T, X.T, W.T)
    return np.transpose(dX), np.transpose(dW), np.reshape(db, (-1, 1))


@right
def einsum(dZ, X, W):
    return np.einsum("md,mn->dn", W, dZ), np.einsum("mn,dn->md", dZ, X), np.einsum("mn->m", dZ)[:, None]


@right
def sample_by_sample(dZ, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros((len(W), 1))
    for n in range(X.shape[1]):
        g = dZ[:, [n]]
        dX[:, [n]] = W.T @ g
        dW += g @ X[:, [n]].T
        db += g
    return dX, dW, db


@right
def ones_for_the_bias(dZ, X, W):
    both = dZ @ np.vstack([X, np.ones((1, X.shape[1]))]).T
    return (dZ.T @ W).T, both[:, :-1], both[:, -1:]


@right
def nested_lists(dZ, X, W):
    dX = [[float(sum(w * g for w, g in zip(weights, sample))) for sample in dZ.T] for weights in W.T]
    dW = [[float(sum(g * x for g, x in zip(back, feature))) for feature in X] for back in dZ]
    return dX, dW, [[float(sum(back))] for back in dZ]


@right
def matrix_of_ones(dZ, X, W):
    return [np.dot(W.T, dZ), np.dot(X, dZ.T).T, dZ @ np.ones((dZ.shape[1], 1))]
