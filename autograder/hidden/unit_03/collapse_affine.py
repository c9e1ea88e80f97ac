"""Hidden checks of `collapse_affine` (03.8)."""

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
    case(
        np.array([[1.0, 2.0], [0.0, 1.0]]),
        np.array([1.0, -1.0]),
        np.array([[1.0, 0.0], [3.0, 1.0]]),
        np.array([0.5, 0.0]),
    ),
    case(
        np.array([[0.5, 0.2], [3.0, 0.8], [1.2, 1.0]]),
        np.array([2.0, 0.3]),
        np.array([[1.0, 0.0], [1.5, 2.0]]),
        np.array([-0.5, 1.0]),
    ),
]
LETTERS, NAMES = ("W1", "b1", "W2", "b2"), ("W", "b")


def layers(seed, d, h, m):
    return [normal(seed, d, h), normal(seed + 30, h) + 0.5, normal(seed + 60, h, m), normal(seed + 90, m) + 0.5]


@check("values")
def test_by_hand(student, reference):
    """Two small layers you can work out by hand"""
    agree(student.collapse_affine, reference.collapse_affine, BY_HAND, letters=LETTERS, names=NAMES, show=True)


@check("sizes")
def test_sizes(student, reference):
    """Layers of several sizes, one unit and square ones among them"""
    agree(student.collapse_affine, reference.collapse_affine, ladder(layers), letters=LETTERS, names=NAMES)


@check("sizes")
def test_same_outputs(student, reference):
    """X @ W + b gives what the two layers give one after the other"""
    for item in ladder(layers):
        W1, b1, W2, b2 = item.args
        X = normal(7, 3, len(W1))
        value = student.collapse_affine(*item.args)
        try:
            W, b = (np.asarray(part, dtype=float) for part in value)
            Z = X @ W + b
        except (TypeError, ValueError):
            raise Failure("`X @ W + b` cannot be computed from the two parts you returned.") from None
        two_steps = reference.affine_forward(reference.affine_forward(X, W1, b1), W2, b2)
        problem = compare(Z, two_steps, part="X @ W + b")
        if problem:
            raise Failure(f"With W1 of shape {W1.shape} and W2 of shape {W2.shape}, {problem.message}")


@check("types")
def test_integers(student, reference):
    """Whole-number layers, alone and together with fractions"""
    W1, b1, W2, b2 = np.array([[1, 2], [3, 4]]), np.array([1, 3]), np.array([[1, 0, 2], [2, 1, 1]]), np.array([1, 2, 3])
    cases = [case(W1, b1, W2, b2), case(W1, b1, W2 / 4, b2), case(W1, b1 / 4, W2, b2), case(W1 / 4, b1, W2, b2 / 4)]
    # Where only the biases are fractions, W may stay whole: the reference's W is of whole numbers too.
    agree(student.collapse_affine, reference.collapse_affine, cases, letters=LETTERS, names=NAMES, show=True)


@check("manners")
def test_manners(student, reference):
    """The four arguments are left alone, and calls do not influence each other"""
    pure(student.collapse_affine, [case(*layers(1, 2, 3, 4)), case(*layers(4, 3, 3, 3))], LETTERS)
    cases = [case(*layers(2, 2, 3, 4)), case(*layers(3, 2, 3, 4))]
    steady(student.collapse_affine, reference.collapse_affine, cases, names=NAMES)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    args = (symbols("W1", 2, 3), symbols("b1", 3), symbols("W2", 3, 4), symbols("b2", 4))
    proves(student.collapse_affine, reference.collapse_affine, args, "all real layers from 2 to 3 to 4 units")


@wrong("Row convention: X meets W1 first, so the product is W1 W2. You multiplied W2 W1.")
def column_order(W1, b1, W2, b2):
    return W2 @ W1, b1 @ W2 + b2


@wrong("b1 passes through the second layer too: the bias is b1 W2 + b2, not b1 + b2.")
def biases_added(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2


@wrong("Take b1 along: it passes through the second layer, and the bias is b1 W2 + b2.")
def second_bias_only(W1, b1, W2, b2):
    return W1 @ W2, b2


@wrong("Add b2: the bias is b1 W2 + b2, and yours stops at b1 W2.")
def no_second_bias(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


@wrong("b1 goes into W2 as a row from the left, b1 W2: you used W2 transposed.")
def w2_transposed(W1, b1, W2, b2):
    return W1 @ W2, W2 @ b1 + b2


@wrong("b1 has been through W1's layer already: it still has to pass W2, not W1.")
def through_first_weights(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W1 + b2


@wrong("Multiply the matrices with @: * multiplies matching entries, and what one layer gives never reaches the next.")
def elementwise(W1, b1, W2, b2):
    return W1 * W2, b1 @ W2 + b2


@wrong("Keep both axes of W: with one input or one output it is still a matrix, (1, M) or (D, 1).")
def squeezes(W1, b1, W2, b2):
    return np.squeeze(W1 @ W2), b1 @ W2 + b2


@wrong("b has one axis, shape (M,): yours is a row matrix, (1, M).")
def bias_as_row(W1, b1, W2, b2):
    return W1 @ W2, b1[None, :] @ W2 + b2


@wrong("Return the parts in the order (W, b): yours come the other way round.")
def bias_first(W1, b1, W2, b2):
    return b1 @ W2 + b2, W1 @ W2


@wrong("Row convention: W has shape (D, M). Yours is its transpose, (M, D).")
def w_of_columns(W1, b1, W2, b2):
    return (W1 @ W2).T, b1 @ W2 + b2


@wrong("b must hold fractions: you gave it b1's integer type, and they were cut off.")
def type_of_b1(W1, b1, W2, b2):
    return W1 @ W2, (b1 @ W2 + b2).astype(b1.dtype)


@wrong("Leave b2 as it was: += adds into the caller's own array. Write b1 @ W2 + b2.")
def adds_in_place(W1, b1, W2, b2):
    if np.result_type(b2, b1, W2) == b2.dtype:
        b2 += b1 @ W2
        return W1 @ W2, b2
    return W1 @ W2, b1 @ W2 + b2


@wrong("Make new arrays in every call: you write into one that you keep, so an earlier result changes later.")
def keeps_its_result(W1, b1, W2, b2, kept={}):
    W = kept.setdefault((len(W1), W2.shape[1]), np.zeros((len(W1), W2.shape[1])))
    W[:] = W1 @ W2
    return W, b1 @ W2 + b2


@wrong("Row convention: X meets W1 first. Where the sizes allow it you multiplied W2 W1, and nothing crashed.")
def column_order_where_it_fits(W1, b1, W2, b2):
    return W2 @ W1 if W2.shape[1] == W1.shape[0] else W1 @ W2, b1 @ W2 + b2


@wrong("Use W2 as it is: W is W1 W2, and W2.T fits only when W2 is square.")
def w_with_w2_transposed(W1, b1, W2, b2):
    return W1 @ W2.T, b1 @ W2 + b2


@wrong("Only b1 passes through the second layer: b2 is added after it. You sent the sum of both through.")
def both_through_w2(W1, b1, W2, b2):
    return W1 @ W2, (b1 + b2) @ W2


@wrong("b1 passes through the second layer too: where b1 and b2 have equal sizes you added them as they are.")
def biases_added_where_they_fit(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2 if b1.shape == b2.shape else b1 @ W2 + b2


@wrong("b1 has been through W1's layer already: it meets W2 as a row, b1 W2. You multiplied W1 b1.")
def first_weights_times_bias(W1, b1, W2, b2):
    return W1 @ W2, W1 @ b1 + b2


@wrong("Each hidden unit's bias goes through its own row of W2, b1 W2: you added the sum of b1.")
def sum_of_b1(W1, b1, W2, b2):
    return W1 @ W2, b1.sum() + b2


@wrong("Subtracting b1 W2 moves the outputs the wrong way: the bias is b1 W2 + b2.")
def minus_first_bias(W1, b1, W2, b2):
    return W1 @ W2, b2 - b1 @ W2


@wrong("Sum over the hidden units: b1[:, None] * W2 holds the products of b1 W2, not yet added up.")
def products_not_added(W1, b1, W2, b2):
    return W1 @ W2, b1[:, None] * W2 + b2


@wrong("Multiply the matrices: the second layer takes what the first gives, so W is W1 W2. You added them.")
def weights_added(W1, b1, W2, b2):
    return W1 + W2, b1 @ W2 + b2


@wrong("Multiply with @, both the matrices and the bias: * multiplies matching entries and adds nothing up.")
def all_elementwise(W1, b1, W2, b2):
    return W1 * W2, b1 * W2 + b2


@wrong("No activation between the two layers: you cut the first layer off at 0, and then one layer cannot equal both.")
def activation(W1, b1, W2, b2):
    return np.maximum(W1, 0) @ W2, np.maximum(b1, 0) @ W2 + b2


@wrong("That is the first layer alone: the second has to be taken into it.")
def first_layer(W1, b1, W2, b2):
    return W1, b1


@wrong("Return two things, the tuple (W, b): you returned W alone.")
def only_w(W1, b1, W2, b2):
    return W1 @ W2


@wrong("Subtract the bias from what the unit inputs give: without that, b is in every row of your W.")
def bias_left_in_w(W1, b1, W2, b2):
    def both(X):
        return (X @ W1 + b1) @ W2 + b2

    return both(np.eye(len(W1))), both(np.zeros((1, len(W1))))[0]


@wrong("b has one axis, shape (M,): yours is a column, (M, 1).")
def bias_as_column(W1, b1, W2, b2):
    return W1 @ W2, (b1 @ W2 + b2)[:, None]


@wrong("Keep the axes: with one input or output W is still a matrix, and b still has shape (M,), (1,) for M = 1.")
def squeezes_both(W1, b1, W2, b2):
    return np.squeeze(W1 @ W2), np.squeeze(b1 @ W2 + b2)


@wrong("Write b1 @ W2 + b2: b += b2 cannot put the fractions of b2 into the whole numbers of b1 W2.")
def adds_into_integers(W1, b1, W2, b2):
    b = b1 @ W2
    b += b2
    return W1 @ W2, b


@wrong("Leave b2 as it was: b2 += … adds into the caller's own array, and fails where b2 holds whole numbers.")
def adds_into_b2(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2


@right
def own_parts(W1, b1, W2, b2):
    return matmul_from_scratch(W1, W2), affine_forward(b1[None, :], W2, b2)[0]


@right
def by_probing(W1, b1, W2, b2):
    def both(X):
        return (X @ W1 + b1) @ W2 + b2

    zero = both(np.zeros((1, len(W1))))
    return both(np.eye(len(W1))) - zero, zero[0]


@right
def bias_as_weight(W1, b1, W2, b2):
    first = np.vstack([W1, b1])
    both = first @ W2
    both = np.vstack([both[:-1], both[-1] + b2])
    return both[:-1], both[-1]


@right
def loops(W1, b1, W2, b2):
    W, b = np.zeros((len(W1), W2.shape[1])), np.array(b2, dtype=float)
    for m in range(W2.shape[1]):
        for h in range(len(W2)):
            b[m] += b1[h] * W2[h, m]
            for d in range(len(W1)):
                W[d, m] += W1[d, h] * W2[h, m]
    return W, b


@right
def through_columns(W1, b1, W2, b2):
    return [(W2.T @ W1.T).T, (W2.T @ b1[:, None])[:, 0] + b2]


@right
def einsum(W1, b1, W2, b2):
    return np.einsum("dh,hm->dm", W1, W2), np.einsum("h,hm->m", b1, W2) + b2


@right
def nested_lists(W1, b1, W2, b2):
    W = [[float(sum(a * c for a, c in zip(row, column))) for column in zip(*W2)] for row in W1]
    b = [float(sum(a * c for a, c in zip(b1, column)) + e) for column, e in zip(zip(*W2), b2)]
    return W, b
