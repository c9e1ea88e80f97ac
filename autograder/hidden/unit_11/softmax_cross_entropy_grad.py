"""Hidden checks of `softmax_cross_entropy_grad` (11.8)."""

import numpy as np

from autograder.checks import agree, case, check, labels, ladder, normal, proves, pure, right, steady, symbols, wrong

SIZES = [(1, 2), (3, 3), (1, 5), (5, 1), (4, 3), (7, 6)]
LETTERS = ("Z", "y")
LOOK = {"letters": LETTERS, "axes": ("samples N", "classes C")}


@check("values")
def test_by_hand(student, reference):
    """Gradients you can work out by hand"""
    cases = [
        case(np.array([[0.0, 0.0]]), np.array([1]), label="one sample, two equal classes"),
        case(np.log([[1.0, 3.0], [1.0, 1.0]]), np.array([0, 1]), label="p = (1/4, 3/4) and (1/2, 1/2)"),
        case(np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]), np.array([2, 1])),
    ]
    agree(student.softmax_cross_entropy_grad, reference.softmax_cross_entropy_grad, cases, show=True, **LOOK)


@check("sizes")
def test_sizes(student, reference):
    """Batches of several sizes, with unequal rows and labels"""
    cases = ladder(lambda seed, n, c: [normal(seed, n, c), labels(seed, n, c)], SIZES)
    agree(student.softmax_cross_entropy_grad, reference.softmax_cross_entropy_grad, cases, **LOOK)


@check("sizes")
def test_absent_classes(student, reference):
    """Batches in which classes are missing, the last one among them, or come twice"""
    cases = [
        case(normal(21, 2, 3), np.array([1, 1]), label="only class 1 occurs"),
        case(normal(22, 3, 5), np.array([0, 2, 0]), label="the last class does not occur"),
    ]
    agree(student.softmax_cross_entropy_grad, reference.softmax_cross_entropy_grad, cases, **LOOK)


@check("types")
def test_integers(student, reference):
    """Integer logits give fractions all the same"""
    cases = [case(np.array([[0, 1, 2], [5, 5, 5]]), np.array([0, 2]))]
    agree(student.softmax_cross_entropy_grad, reference.softmax_cross_entropy_grad, cases, show=True, **LOOK)


@check("manners")
def test_manners(student, reference):
    """Z and y are left alone, and calls do not influence each other"""
    pure(student.softmax_cross_entropy_grad, [case(normal(1, 2, 3), np.array([2, 0]))], LETTERS)
    again = [case(normal(2, 2, 3), np.array([0, 1])), case(normal(3, 2, 3), np.array([2, 1]))]
    steady(student.softmax_cross_entropy_grad, reference.softmax_cross_entropy_grad, again)


@check("extremes")
def test_large(student, reference):
    """Logits of ±1000, rows far apart, a masked (−inf) logit"""
    cases = [
        case(np.array([[1000.0, 1000.0]]), np.array([0])),
        case(np.array([[0.0, 1.0], [1000.0, 1001.0]]), np.array([0, 1]), label="rows 1000 apart"),
        case(np.array([[1000.0, 0.0, -1000.0]]), np.array([2]), label="certain and wrong"),
        case(
            np.array([[1000.0, 0.0], [9.0, 0.0]]), np.array([1, 0]), label="certain and wrong, almost certain and right"
        ),
        case(np.array([[0.0, -np.inf, 1.0]]), np.array([2]), label="class 1 is masked"),
        case(np.array([[-1000.0, -np.inf, -1001.0]]), np.array([2]), label="a mask below logits of −1000"),
    ]
    agree(student.softmax_cross_entropy_grad, reference.softmax_cross_entropy_grad, cases, **LOOK)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    arguments = (symbols("Z", 2, 3), np.array([2, 0]))
    scope = "every real 2 × 3 batch with the labels 2 and 0"
    proves(student.softmax_cross_entropy_grad, reference.softmax_cross_entropy_grad, arguments, scope)


@wrong(
    "Your gradient is N times too large: the loss is a mean, so its gradient carries 1/N.",
    "Divide by the number of rows, Z.shape[0].",
)
def no_mean(Z, y):
    return softmax(Z) - np.eye(Z.shape[1])[y]


@wrong("The sign is turned: raising the logit of a wrong class raises the loss, so the gradient is p − y, not y − p.")
def sign_turned(Z, y):
    return (np.eye(Z.shape[1])[y] - softmax(Z)) / len(y)


@wrong("Leave out the factor p(1 − p): the derivative of softmax is already inside p − y.")
def extra_softmax_derivative(Z, y):
    P = softmax(Z)
    return (P - np.eye(Z.shape[1])[y]) * P * (1 - P) / len(y)


@wrong("You divided by all N · C entries. The mean of the loss goes over the N samples only.")
def divided_by_entries(Z, y):
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / Z.size


@wrong("You divided by the number of classes C. The loss is a mean over the N samples, the rows of Z.")
def divided_by_classes(Z, y):
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / Z.shape[1]


@wrong("The 1 of the true class is missing: the gradient is p − y, and each of its rows sums to 0.")
def labels_not_subtracted(Z, y):
    return softmax(Z) / len(y)


@wrong("The 1/N must divide P and Y alike: you divided P first and then subtracted a whole 1.")
def only_p_divided(Z, y):
    G = softmax(Z) / len(y)
    G[np.arange(len(y)), y] -= 1.0
    return G


@wrong(
    "With [:, y] every row lost a 1 at every label of the batch; pair row n with y[n].",
    "Two index arrays of the same length go through the rows together: np.arange(N) and y.",
)
def every_label_in_every_row(Z, y):
    P = softmax(Z)
    P[:, y] -= 1.0
    return P / len(y)


@wrong("The one-hot rows got too few columns: the number of classes is that of Z, not max(y) + 1.")
def classes_from_labels(Z, y):
    return (softmax(Z) - np.eye(np.max(y) + 1)[y]) / len(y)


@wrong("Only the entry of the true class was filled. The other classes have a gradient too: their own p, over N.")
def true_class_only(Z, y):
    G = np.zeros(Z.shape)
    rows = np.arange(len(y))
    G[rows, y] = (softmax(Z)[rows, y] - 1.0) / len(y)
    return G


@wrong("You subtracted the labels from the logits: turn Z into probabilities first.")
def without_softmax(Z, y):
    return (Z - np.eye(Z.shape[1])[y]) / len(y)


@wrong("That is −y/p, the gradient with respect to the probabilities. Go on through softmax to the logits.")
def stops_at_the_probabilities(Z, y):
    P, Y = softmax(Z), np.eye(Z.shape[1])[y]
    return np.where(Y > 0, -Y / P, 0.0) / len(y)


@wrong("You added the samples up. dZ has the shape of Z: one row of gradients for each sample.")
def samples_added(Z, y):
    return ((softmax(Z) - np.eye(Z.shape[1])[y]) / len(y)).sum(axis=0)


@wrong("exp(1000) is inf, and inf/inf is nan: shift each row by its maximum, or use your softmax.")
def no_shift(Z, y):
    E = np.exp(Z)
    return (E / E.sum(axis=1, keepdims=True) - np.eye(Z.shape[1])[y]) / len(y)


@wrong("A row 1000 below another became 0/0: use each row's own maximum, not the largest entry of the whole batch.")
def global_maximum(Z, y):
    E = np.exp(Z - np.max(Z))
    return (E / E.sum(axis=1, keepdims=True) - np.eye(Z.shape[1])[y]) / len(y)


@wrong("You normalised over the batch (axis 0). Each row is one sample: its classes compete with each other.")
def axis_0(Z, y):
    return (softmax(Z.T).T - np.eye(Z.shape[1])[y]) / len(y)


@wrong("You changed Z itself. Compute into a new array: what the caller passed in is still needed.")
def changes_Z(Z, y):
    Z -= np.max(Z, axis=1, keepdims=True)
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / len(y)


@wrong("Your gradient array took over the integer type of Z, so the fractions were cut off. Allocate it as float.")
def integer_buffer(Z, y):
    G = np.zeros_like(Z)
    G[...] = (softmax(Z) - np.eye(Z.shape[1])[y]) / len(y)
    return G


@wrong(
    "Every call returns the same array, so a later call overwrites an earlier result. Make a new array in each call."
)
def one_buffer_for_all(Z, y, buffers={}):
    G = buffers.setdefault(Z.shape, np.empty(Z.shape))
    G[...] = (softmax(Z) - np.eye(Z.shape[1])[y]) / len(y)
    return G


@wrong("Two things: the gradient is p − y, not y − p, and the mean of the loss brings a factor 1/N.")
def sign_turned_without_mean(Z, y):
    return np.eye(Z.shape[1])[y] - softmax(Z)


@wrong("Two things: leave out the factor p(1 − p), and divide by N, because the loss is a mean.")
def extra_softmax_derivative_without_mean(Z, y):
    P = softmax(Z)
    return (P - np.eye(Z.shape[1])[y]) * P * (1 - P)


@wrong("With [:, y] every row lost a 1 at every label; pair row n with y[n]. Then divide by N: the loss is a mean.")
def every_label_in_every_row_without_mean(Z, y):
    P = softmax(Z)
    P[:, y] -= 1.0
    return P


@wrong("The softmax derivative is already inside p − y: multiplying by its Jacobian once more is one time too many.")
def jacobian_applied_again(Z, y):
    P = softmax(Z)
    G = P - np.eye(Z.shape[1])[y]
    return (P * G - P * np.sum(P * G, axis=1, keepdims=True)) / len(y)


@wrong("That is the loss, a single number per sample; its gradient with respect to the logits is asked for.")
def loss_in_place_of_gradient(Z, y):
    return -log_softmax(Z)[np.arange(len(y)), y] / len(y)


@wrong(
    "You subtracted the label's number from every entry. Only the entry of the true class loses 1: use one-hot rows."
)
def labels_as_numbers(Z, y):
    return (softmax(Z) - y[:, None]) / len(y)


@wrong("You divided by N twice: the 1/N of the mean appears once.")
def divided_twice(Z, y):
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / len(y) ** 2


@wrong("The 1/N must divide P and Y alike: you divided only the labels.")
def only_labels_divided(Z, y):
    return softmax(Z) - one_hot(y, Z.shape[1]) / len(y)


@wrong("That is −1/p at the true class, the gradient by the probabilities. Go on through softmax: p − y comes out.")
def gradient_by_probabilities(Z, y):
    return -one_hot(y, Z.shape[1]) / softmax(Z) / len(y)


@wrong("You applied softmax twice: Z are logits, and softmax is needed once.")
def softmax_twice(Z, y):
    return (softmax(softmax(Z)) - one_hot(y, Z.shape[1])) / len(y)


@wrong("p − y holds probabilities, not their logarithms: softmax in place of log_softmax.")
def logarithms_for_probabilities(Z, y):
    return (log_softmax(Z) - one_hot(y, Z.shape[1])) / len(y)


@wrong("You subtracted the class with the largest logit. The truth is in y, right or wrong.")
def predicted_class(Z, y):
    return (softmax(Z) - one_hot(np.argmax(Z, axis=1), Z.shape[1])) / len(y)


@wrong("// divides without a remainder and cuts the fractions off: use /.")
def whole_division(Z, y):
    return (softmax(Z) - one_hot(y, Z.shape[1])) // len(y)


@wrong("Rows are samples: the 1 leaves the entry [n, y[n]], not [y[n], n].")
def indices_exchanged(Z, y):
    P = softmax(Z)
    P[y, np.arange(len(y))] -= 1
    return P / len(y)


@right
def minus_one_at_the_labels(Z, y):
    G = np.array(softmax(Z))
    G[np.arange(len(y)), y] -= 1
    return G / len(y)


@right
def loops(Z, y):
    N, C = np.shape(Z)
    G = np.empty((N, C))
    for n in range(N):
        top = max(Z[n])
        weights = [np.exp(Z[n, c] - top) for c in range(C)]
        for c in range(C):
            G[n, c] = (weights[c] / sum(weights) - (c == y[n])) / N
    return G


@right
def lists_with_math(Z, y):
    import math

    G = []
    for row, label in zip(Z.tolist(), y.tolist()):
        weights = [math.exp(z - max(row)) for z in row]
        G.append([(w / math.fsum(weights) - (1.0 if c == label else 0.0)) / len(y) for c, w in enumerate(weights)])
    return G


@right
def through_the_jacobian(Z, y):
    G = []
    for row, label in zip(np.asarray(Z, dtype=float), y):
        p = np.exp(row - row.max())
        p /= p.sum()
        jacobian = np.diag(p) - np.outer(p, p)
        others = np.delete(np.arange(len(row)), label)
        g = np.zeros(len(row))
        g[others] = p[others]
        g[label] = -(1.0 - p[label])
        assert np.allclose(p[label] * g, -jacobian[label])
        G.append(g / len(Z))
    return np.stack(G)


@right
def from_log_softmax(Z, y):
    N, C = Z.shape
    mask = y.reshape(-1, 1) == np.arange(C)
    return np.einsum("nc,->nc", np.exp(Z - log_sum_exp(Z)[:, None]) - mask, 1.0 / N)
