"""Hidden checks of `softmax_jacobian` (11.7)."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

LOOK = {"letters": ("z",), "axes": ("probabilities C", "logits C")}


@check("values")
def test_by_hand(student, reference):
    """Tables you can work out by hand"""
    cases = [
        case(np.array([0.0, 0.0]), label="p = (1/2, 1/2)"),
        case(np.log([1.0, 3.0]), label="p = (1/4, 3/4)"),
        case(np.log([1.0, 1.0, 2.0]), label="p = (1/4, 1/4, 1/2)"),
    ]
    agree(student.softmax_jacobian, reference.softmax_jacobian, cases, show=True, **LOOK)


@check("sizes")
def test_sizes(student, reference):
    """Several numbers of classes, a single one among them"""
    cases = ladder(lambda seed, c: [normal(seed, c)], [(1,), (2,), (3,), (5,), (7,)])
    agree(student.softmax_jacobian, reference.softmax_jacobian, cases, **LOOK)


@check("types")
def test_integers(student, reference):
    """Integer logits give fractions all the same"""
    agree(student.softmax_jacobian, reference.softmax_jacobian, [case(np.array([0, 1, 2]))], show=True, **LOOK)


@check("manners")
def test_manners(student, reference):
    """z is left alone, and calls do not influence each other"""
    pure(student.softmax_jacobian, [case(normal(1, 3))], ("z",))
    steady(student.softmax_jacobian, reference.softmax_jacobian, [case(normal(2, 3)), case(normal(3, 3))])


@check("extremes")
def test_large(student, reference):
    """Logits of ±1000 give finite entries"""
    cases = [
        case(np.array([1000.0, 1000.0])),
        case(np.array([-1000.0, -1000.0, -1000.0]), label="all logits at −1000"),
        case(np.array([1000.0, 0.0, -1000.0])),
    ]
    agree(student.softmax_jacobian, reference.softmax_jacobian, cases, **LOOK)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    proves(student.softmax_jacobian, reference.softmax_jacobian, (symbols("z", 3),), "every three real logits")


@wrong("Raising one logit lowers all other probabilities: the entries off the diagonal are −p_i p_j, not 0.")
def diagonal_only(z):
    p = softmax(z[None])[0]
    return np.diag(p * (1 - p))


@wrong("Off-diagonal entries are negative: what one class gains, the others lose.")
def plus_off_the_diagonal(z):
    p = softmax(z[None])[0]
    return np.outer(p, p) + np.diag(p - 2 * p**2)


@wrong("The sign of the product is turned: it is diag(p) − p pᵀ, and the rows sum to 0.")
def product_added(z):
    p = softmax(z[None])[0]
    return np.diag(p) + np.outer(p, p)


@wrong("The diagonal lacks its p: entry [i, i] is p_i − p_i², because z_i stands above the fraction line as well.")
def diagonal_forgotten(z):
    p = softmax(z[None])[0]
    return -np.outer(p, p)


@wrong("The whole sign is turned: raising a logit raises its own probability, so the diagonal is positive.")
def sign_turned(z):
    p = softmax(z[None])[0]
    return np.outer(p, p) - np.diag(p)


@wrong("The factor p_i is missing: this is the Jacobian of log p. Multiply row i by p_i.")
def jacobian_of_the_logarithm(z):
    p = softmax(z[None])[0]
    return np.eye(len(z)) - p


@wrong("These are the diagonal entries p(1 − p) alone. Every probability depends on every logit: a table C × C.")
def vector_of_diagonal_entries(z):
    p = softmax(z[None])[0]
    return p * (1 - p)


@wrong("p @ p is one number, the sum of squares. The table of all products p_i p_j is np.outer(p, p).")
def inner_product(z):
    p = softmax(z[None])[0]
    return np.diag(p) - p @ p


@wrong("Put p on the diagonal only: without np.diag, p was added to every row.")
def without_diag(z):
    p = softmax(z[None])[0]
    return p - np.outer(p, p)


@wrong("The table has to be made of probabilities: turn the logits into p with softmax first.")
def logits_for_probabilities(z):
    return np.diag(z) - np.outer(z, z)


@wrong("exp(1000) is inf, and inf/inf is nan: shift the logits by their maximum, or use your softmax.")
def no_shift(z):
    p = np.exp(z) / np.sum(np.exp(z))
    return np.diag(p) - np.outer(p, p)


@wrong("All logits at −1000 became 0/0: the shift must be the maximum itself, not max(0, maximum).")
def maximum_at_least_zero(z):
    p = np.exp(z - max(0.0, np.max(z)))
    p = p / np.sum(p)
    return np.diag(p) - np.outer(p, p)


@wrong("A difference quotient comes close, but not to the last digit. Use the formula diag(p) − p pᵀ.")
def difference_quotient(z):
    h, columns = 1e-6, []
    for j in range(len(z)):
        step = h * (np.arange(len(z)) == j)
        columns.append((softmax((z + step)[None])[0] - softmax(z[None])[0]) / h)
    return np.stack(columns, axis=1)


@wrong(
    "A single class lost its axes: the result has shape (C, C), here (1, 1). (np.squeeze drops every axis of length 1.)"
)
def squeezed(z):
    p = softmax(z[None])[0]
    return np.squeeze(np.diag(p) - np.outer(p, p))


@wrong("There is one axis too many: z is a single sample, and the table has shape (C, C).")
def batch_of_one(z):
    p = softmax(z[None])[0]
    return (np.diag(p) - np.outer(p, p))[None]


@wrong("You changed z itself (z -= …). Compute into a new array.")
def changes_z(z):
    z -= np.max(z)
    p = softmax(z[None])[0]
    return np.diag(p) - np.outer(p, p)


@wrong("Your table took over the integer type of z, so every fraction was cut off. Allocate it as float.")
def integer_buffer(z):
    J = np.zeros((len(z), len(z)), dtype=z.dtype)
    p = softmax(z[None])[0]
    J[...] = np.diag(p) - np.outer(p, p)
    return J


@wrong(
    "Every call returns the same array, so a later call overwrites an earlier result. Make a new array in each call."
)
def one_buffer_for_all(z, buffers={}):
    J = buffers.setdefault(len(z), np.empty((len(z), len(z))))
    p = softmax(z[None])[0]
    J[...] = np.diag(p) - np.outer(p, p)
    return J


@wrong("Rows and columns of 1 − p are exchanged, and a factor is missing: entry [i, j] is p_i (δ_ij − p_j).")
def jacobian_of_the_logarithm_transposed(z):
    p = softmax(z[None, :])[0]
    return np.eye(len(p)) - p[:, None]


@wrong("Off the diagonal the entry is −p_i p_j, not −p_i (1 − p_j): z_j has no share in the numerator of p_i.")
def one_minus_p_off_the_diagonal(z):
    p = softmax(z[None, :])[0]
    J = -np.outer(p, 1 - p)
    np.fill_diagonal(J, p * (1 - p))
    return J


@wrong("p * p.T is p², a vector again: transposing one axis does nothing. All products p_i p_j are np.outer(p, p).")
def product_with_transposed_vector(z):
    p = softmax(z[None, :])[0]
    return np.diag(p) - p * p.T


@wrong("The diagonal of the first part is p, not 1: np.diag(p) in place of the identity matrix.")
def identity_for_diag(z):
    p = softmax(z[None, :])[0]
    return np.eye(len(p)) - np.outer(p, p)


@wrong("The diagonal came out as 0: it is p_i − p_i², and you subtracted p_i² from p_i².")
def square_on_the_diagonal(z):
    p = softmax(z[None, :])[0]
    return np.diag(p**2) - np.outer(p, p)


@wrong("You used a sigmoid for each logit. Softmax lets the classes compete for one total.")
def sigmoid_of_each(z):
    p = 1.0 / (1.0 + np.exp(-z))
    return np.diag(p) - np.outer(p, p)


@wrong("Half of the table is empty: the entries above the diagonal are −p_i p_j as well.")
def lower_half(z):
    p = softmax(z[None, :])[0]
    return np.tril(np.diag(p) - np.outer(p, p))


@wrong("You made each logit a batch row of its own, so every class got the probability 1. One sample is one row.")
def every_logit_a_row(z):
    p = softmax(z[:, None])[:, 0]
    return np.diag(p) - np.outer(p, p)


@right
def loops(z):
    C = len(z)
    weights = [np.exp(a - max(z)) for a in z]
    p = [w / sum(weights) for w in weights]
    J = np.zeros((C, C))
    for i in range(C):
        for j in range(C):
            J[i, j] = p[i] * (1 - p[i]) if i == j else -p[i] * p[j]
    return J


@right
def delta_minus_p(z):
    p = np.exp(z - np.logaddexp.reduce(z, dtype=float))
    return p[:, None] * (np.eye(z.shape[0]) - p[None, :])


@right
def einsum(z):
    weights = np.exp(z - (np.max(z) + 1))
    p = weights / weights.sum()
    return np.einsum("i,ij->ij", p, np.identity(p.size)) - np.einsum("i,j->ij", p, p)


@right
def lists_with_math(z):
    import math

    top = max(z.tolist())
    weights = [math.exp(a - top) for a in z.tolist()]
    p = [w / math.fsum(weights) for w in weights]
    return [[(p[i] if i == j else 0.0) - p[i] * p[j] for j in range(len(p))] for i in range(len(p))]


@right
def from_differences(z):
    p = softmax(np.reshape(z, (1, -1))).ravel()
    J = -p[:, None] @ p[None, :]
    J[np.diag_indices_from(J)] = 0.0
    return J - np.diag(J.sum(axis=1))


@right
def one_row_per_class(z):
    p = softmax(np.stack([z, z]))[1]
    return np.vstack([p[i] * (np.arange(len(p)) == i) - p[i] * p for i in range(len(p))])
