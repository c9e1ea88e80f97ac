"""Hidden checks of `to_column_convention` (03.4)."""

import numpy as np

from autograder.checks import (
    Failure,
    agree,
    case,
    check,
    compare,
    ladder,
    normal,
    proves,
    pure,
    right,
    steady,
    symbols,
    wrong,
)

BY_HAND = [
    case(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [7.0, 8.0]]), np.array([9.0, 10.0])),
    case(
        np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
        np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        np.array([10.0, 20.0]),
    ),
]
LETTERS, NAMES = ("X", "W", "b"), ("Xc", "Wc", "bc")


def layer(seed, n, d, m):
    return [normal(seed, n, d), normal(seed + 50, d, m), normal(seed + 90, m) + 0.5]


@check("values")
def test_by_hand(student, reference):
    """Small arrays: every number in its new place"""
    agree(
        student.to_column_convention, reference.to_column_convention, BY_HAND, letters=LETTERS, names=NAMES, show=True
    )


@check("sizes")
def test_sizes(student, reference):
    """Shapes (D, N), (M, D) and (M, 1), for one sample, one feature, one output and square layers too"""
    function = student.to_column_convention
    agree(function, reference.to_column_convention, ladder(layer), letters=LETTERS, names=NAMES)


@check("sizes")
def test_identity(student, reference):
    """Wc @ Xc + bc is the transpose of X @ W + b"""
    for item in ladder(layer):
        value = student.to_column_convention(*item.args)
        try:
            Xc, Wc, bc = (np.asarray(part, dtype=float) for part in value)
            Zc = Wc @ Xc + bc
        except (TypeError, ValueError):
            raise Failure("`Wc @ Xc + bc` cannot be computed from the three parts you returned.") from None
        problem = compare(Zc, reference.affine_forward(*item.args).T, part="Wc @ Xc + bc")
        if problem:
            raise Failure(
                f"With X of shape {item.args[0].shape} and W of shape {item.args[1].shape}, {problem.message}"
            )


@check("types")
def test_integers(student, reference):
    """Whole numbers in one argument cut nothing off in another"""
    X, W, b = np.array([[1, 2], [3, 4], [5, 6]]), np.array([[1, 2], [3, 4]]), np.array([1, 2])
    cases = [case(X, W, b), case(X, W / 4, b / 4), case(X / 4, W, b / 4), case(X / 4, W / 4, b)]
    agree(student.to_column_convention, reference.to_column_convention, cases, letters=LETTERS, names=NAMES, show=True)


@check("manners")
def test_manners(student, reference):
    """X, W and b are left alone, and calls do not influence each other"""
    pure(student.to_column_convention, [case(*layer(1, 2, 3, 4)), case(*layer(4, 3, 3, 3))], LETTERS)
    cases = [case(*layer(2, 2, 3, 4)), case(*layer(3, 2, 3, 4))]
    steady(student.to_column_convention, reference.to_column_convention, cases, names=NAMES)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    args = (symbols("X", 2, 3), symbols("W", 3, 4), symbols("b", 4))
    scope = "every real 2 × 3 batch and every layer from 3 to 4 units"
    proves(student.to_column_convention, reference.to_column_convention, args, scope)


@wrong("Transpose, do not reshape: reshape keeps the reading order, so X[0, 1] does not reach Xc[1, 0].", "X.T, W.T")
def reshaped(X, W, b):
    return X.reshape(X.shape[::-1]), W.reshape(W.shape[::-1]), b.reshape(-1, 1)


@wrong("Transpose X, do not reshape it: X[0, 1] must move to Xc[1, 0].", "X.T")
def x_reshaped(X, W, b):
    return X.reshape(X.shape[::-1]), W.T, b[:, None]


@wrong("Transpose W, do not reshape it: W[0, 1] must move to Wc[1, 0].", "W.T")
def w_reshaped(X, W, b):
    return X.T, W.reshape(W.shape[::-1]), b[:, None]


@wrong("bc needs to be a column, shape (M, 1), to meet (M, N): you left it flat, (M,).", "b[:, None]")
def flat_bias(X, W, b):
    return X.T, W.T, b


@wrong("bc needs to be a column, shape (M, 1), to meet (M, N): you made a row, (1, M).", "b[:, None]")
def row_bias(X, W, b):
    return X.T, W.T, b[None, :]


@wrong("One column is asked for, shape (M, 1): broadcasting repeats it for each sample. Here bc became (M, N).")
def repeated_bias(X, W, b):
    return X.T, W.T, np.repeat(b[:, None], len(X), axis=1)


@wrong("W turns as well: (X W)ᵀ = Wᵀ Xᵀ, and the factors change place.")
def w_unchanged(X, W, b):
    return X.T, W, b[:, None]


@wrong("X turns as well: in the column convention each sample is a column, so Xc has shape (D, N).")
def x_unchanged(X, W, b):
    return X, W.T, b[:, None]


@wrong("Return the three parts in the order (Xc, Wc, bc): yours come as (Wc, Xc, bc), the order of the product.")
def weights_first(X, W, b):
    return W.T, X.T, b[:, None]


@wrong("Return the arguments, not the result: Wc, Xc and bc themselves are asked for, and you returned Zc.")
def result_only(X, W, b):
    return W.T @ X.T + b[:, None]


@wrong("Keep both axes: with one sample or one feature Xc still has two axes, and squeezing loses one.")
def squeezes(X, W, b):
    return np.squeeze(X.T), W.T, b[:, None]


@wrong("Wc must hold fractions: you gave it X's integer type, and they were cut off.", "W.T")
def type_of_x(X, W, b):
    Wc = np.zeros(W.shape[::-1], dtype=X.dtype)
    Wc[:] = W.T.astype(X.dtype)
    return X.T, Wc, b[:, None]


@wrong("Leave b as it was: setting b.shape changes the caller's own array. b[:, None] makes a new view instead.")
def reshapes_b(X, W, b):
    b.shape = (-1, 1)
    return X.T, W.T, b


@wrong("Make new arrays in every call: you write into one that you keep, so an earlier result changes later.")
def keeps_its_result(X, W, b, kept={}):
    Xc = kept.setdefault(X.shape, np.zeros(X.shape[::-1]))
    Xc[:] = X.T
    return Xc, W.T, b[:, None]


@wrong("Turn the arguments: you returned X, W and b as they came, still in the row convention.")
def unchanged(X, W, b):
    return X, W, b


@wrong(
    "Keep both axes of Xc and Wc: with one sample, feature or output they are still matrices, and squeezing loses one."
)
def squeezes_both(X, W, b):
    return np.squeeze(X.T), np.squeeze(W.T), b[:, None]


@wrong("Transpose, do not rotate: rot90 has the right shape, but it also reverses the order of the rows.")
def rotated(X, W, b):
    return np.rot90(X), np.rot90(W), b[:, None]


@wrong("Keep the bias in its order: bc is b as a column, and yours is reversed.")
def bias_reversed(X, W, b):
    return X.T, W.T, b[::-1, None]


@wrong("Return the three parts in the order (Xc, Wc, bc): yours come as (Xc, bc, Wc).")
def bias_second(X, W, b):
    return X.T, b[:, None], W.T


@wrong("Take the size of bc from b: reshape(2, 1) fits two outputs only, reshape(-1, 1) fits any number.")
def two_outputs_only(X, W, b):
    return X.T, W.T, b.reshape(2, 1)


@wrong("Leave W as it was: W[:] = W.T turns a square W inside the caller's own array.")
def turns_w_in_place(X, W, b):
    if W.shape[0] == W.shape[1]:
        W[:] = W.T.copy()
        return X.T, W, b[:, None]
    return X.T, W.T, b[:, None]


@wrong("Compute each call from its own arguments: you return what you kept from an earlier call with equal shapes.")
def remembers(X, W, b, kept={}):
    return kept.setdefault((X.shape, W.shape), (X.T.copy(), W.T.copy(), b[:, None].copy()))


@right
def swapaxes(X, W, b):
    return np.swapaxes(X, 0, 1), W.transpose(), b.reshape(-1, 1)


@right
def copies_in_a_list(X, W, b):
    return [np.transpose(X).copy(), np.einsum("dm->md", W), np.expand_dims(b, axis=1)]


@right
def nested_lists(X, W, b):
    return [list(map(float, c)) for c in zip(*X)], [list(map(float, c)) for c in zip(*W)], [[float(v)] for v in b]


@right
def loops(X, W, b):
    Xc, Wc, bc = np.zeros(X.shape[::-1]), np.zeros(W.shape[::-1]), np.zeros((len(b), 1))
    for (i, j), value in np.ndenumerate(X):
        Xc[j, i] = value
    for (i, j), value in np.ndenumerate(W):
        Wc[j, i] = value
    for i, value in enumerate(b):
        bc[i, 0] = value
    return Xc, Wc, bc


@right
def columns_stacked(X, W, b):
    return np.column_stack(list(X)), np.stack(list(W), axis=1), np.atleast_2d(b).T


@right
def named_parts(X, W, b):
    from collections import namedtuple

    Layer = namedtuple("Layer", ["Xc", "Wc", "bc"])
    return tuple(Layer(Xc=X.T, Wc=W.T, bc=np.array([b]).T))
