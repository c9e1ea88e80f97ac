"""Hidden checks of `mse_loss` (06.7)."""

import numpy as np

from autograder.checks import SIZES, agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

LETTERS, NAMES = ("Y_hat", "Y"), ("L", "dY_hat")
BY_HAND = [
    case(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, 2.0], [3.0, 1.0]])),
    case(np.array([[3.0], [5.0], [7.5], [7.0]]), np.array([[4.0], [5.0], [6.5], [9.0]]), label="the four orders"),
    case(np.array([[1.0, 0.0, 2.0], [0.5, 1.0, -1.0]]), np.array([[0.0, 2.0, 2.0], [1.0, 1.0, 1.0]])),
]


@check("values")
def test_by_hand(student, reference):
    """Small batches you can work out by hand, with one output and with several"""
    agree(student.mse_loss, reference.mse_loss, BY_HAND, letters=LETTERS, names=NAMES, show=True)


@check("sizes")
def test_sizes(student, reference):
    """One sample, one output, as many outputs as samples, and larger ones"""
    cases = ladder(lambda seed, n, _, m: [normal(seed, n, m), normal(seed + 50, n, m)], SIZES)
    cases += [case(normal(21, 2, 3) / 7, normal(22, 2, 3))]  # more than two decimals
    agree(student.mse_loss, reference.mse_loss, cases, letters=LETTERS, names=NAMES)


@check("types")
def test_integers(student, reference):
    """Whole numbers give fractions all the same"""
    P, T = np.array([[1, 4], [0, 2], [3, 3]]), np.array([[0, 2], [1, 2], [5, 0]])
    cases = [case(P, T), case(P, T / 4), case(P / 4, T)]
    agree(student.mse_loss, reference.mse_loss, cases, letters=LETTERS, names=NAMES, show=True)


@check("errors")
def test_shapes(student, reference):
    """ValueError unless both have the same shape (N, M)"""
    cases = [
        case(normal(1, 3, 1), normal(2, 3), label="a column and a row: broadcasting would make (3, 3) of them"),
        case(normal(3, 3), normal(4, 3, 1)),
        case(normal(5, 1, 3), normal(6, 2, 3), label="one row would be copied"),
        case(normal(7, 2, 3), normal(8, 3, 2)),
        case(normal(17, 1, 4), normal(18, 4, 1), label="equally many entries in two layouts"),
        case(normal(19, 3, 1), normal(20, 3, 2), label="one column would be copied"),
        case(normal(9, 4), normal(10, 4), label="one axis; two are asked for"),
        case(normal(11, 2, 2, 2), normal(12, 2, 2, 2), label="three axes; two are asked for"),
    ]
    agree(student.mse_loss, reference.mse_loss, cases, letters=LETTERS, names=NAMES)


@check("manners")
def test_manners(student, reference):
    """Y_hat and Y are left alone, and calls do not influence each other"""
    cases = [case(normal(13, 2, 3), normal(14, 2, 3)), case(normal(15, 2, 3), normal(16, 2, 3))]
    pure(student.mse_loss, cases, LETTERS)
    steady(student.mse_loss, reference.mse_loss, cases, names=NAMES)


@check("proof")
def test_proof(student, reference):
    """The formulas themselves"""
    args = (symbols("P", 3, 2), symbols("Y", 3, 2))
    proves(student.mse_loss, reference.mse_loss, args, "every real batch of 3 samples with 2 outputs")


@wrong("Differentiate the square: its derivative brings down a factor 2, which is missing in your gradient.")
def factor_2_missing(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), (Y_hat - Y) / len(Y)


@wrong(
    "Keep the mean in the gradient: the 1/N of the loss is missing there, and this is the one place where it comes in."
)
def mean_missing(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y)


@wrong("The factor 2 and the 1/N are missing in your gradient: differentiate the square (2) and keep the mean (1/N).")
def both_missing(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), Y_hat - Y


@wrong("Average over the samples, add up over the outputs: your mean goes over all N · M entries.")
def mean_over_everything(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.mean((Y_hat - Y) ** 2), 2.0 * (Y_hat - Y) / np.size(Y)


@wrong(
    "Your loss is a mean over all N · M entries: average over the samples and add up over the outputs. The gradient is right."
)
def only_loss_over_everything(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.mean((Y_hat - Y) ** 2), 2.0 * (Y_hat - Y) / len(Y)


@wrong("The loss is a mean over the samples: you added them up. Divide by N, in the loss and in the gradient.")
def sum_of_squares(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2), 2.0 * (Y_hat - Y)


@wrong("Divide by the number of samples N, the rows: you divided by the number of outputs M.")
def divided_by_outputs(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / Y.shape[1], 2.0 * (Y_hat - Y) / Y.shape[1]


@wrong("Leave out the 1/2: some books put it in front of the loss, this course does not.")
def half(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / (2 * len(Y)), (Y_hat - Y) / len(Y)


@wrong("The sign of the gradient is turned: a prediction that is too high must have a positive gradient, Ŷ − Y.")
def sign_turned(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y - Y_hat) / len(Y)


@wrong("Square the differences: you added up their absolute values.")
def absolute(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum(np.abs(Y_hat - Y)) / len(Y), np.sign(Y_hat - Y) / len(Y)


@wrong("No square root: the loss is the mean of the squares itself.")
def root(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sqrt(np.sum((Y_hat - Y) ** 2) / len(Y)), 2.0 * (Y_hat - Y) / len(Y)


@wrong("The loss is one number: add up over the samples too. You returned one loss per sample.")
def loss_per_sample(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return ((Y_hat - Y) ** 2).sum(axis=1) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("The gradient has the shape of Y_hat, one entry for each prediction: you added up the samples.")
def gradient_summed(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), (2.0 * (Y_hat - Y) / len(Y)).sum(axis=0)


@wrong("Return both results, the loss and its gradient, as a pair.")
def loss_only(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y)


@wrong(
    "Compare the shapes yourself and raise ValueError: NumPy broadcasts (N, 1) and (N,) to (N, N) without a word.",
    "np.shape(Y_hat) != np.shape(Y)",
)
def no_shape_check(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Comparing the lengths is not enough: (N, 1) and (N,) have the same length. Compare the whole shapes.")
def length_check(Y_hat, Y):
    if len(Y_hat) != len(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Ask for two axes as well: equal shapes such as (N,) and (N,) are not (N, M), and should raise ValueError.")
def any_equal_shapes(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Raise ValueError: an assert raises AssertionError, and disappears when Python is run with -O.")
def asserts(Y_hat, Y):
    assert np.ndim(Y) == 2
    assert np.shape(Y_hat) == np.shape(Y)
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("You changed Y_hat itself (-= writes into the caller's array). Write difference = Y_hat - Y.")
def changes_Y_hat(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    if Y_hat.dtype.kind == "f":
        Y_hat -= Y
    else:
        Y_hat = Y_hat - Y
    return np.sum(Y_hat**2) / len(Y), 2.0 * Y_hat / len(Y)


@wrong("The gradient must hold fractions: you gave it the integer type of Y_hat, and they were cut off.")
def integer_gradient(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    G = np.zeros_like(Y_hat)
    G[:] = 2.0 * (Y_hat - Y) / len(Y)
    return np.sum((Y_hat - Y) ** 2) / len(Y), G


@wrong("Keep both axes: with one sample or one output the gradient still has shape (N, M).")
def squeezed(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    G = 2.0 * (Y_hat - Y) / len(Y)
    return np.sum((Y_hat - Y) ** 2) / len(Y), G[0] if len(G) == 1 else G


@wrong("Make a new gradient in each call: yours is kept between calls, so a later call overwrites an earlier result.")
def one_buffer(Y_hat, Y, kept={}):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    G = kept.setdefault(Y.shape, np.zeros(Y.shape))
    G[:] = 2.0 * (Y_hat - Y) / len(Y)
    return np.sum((Y_hat - Y) ** 2) / len(Y), G


@wrong("Divide the loss by N: you added up the samples. The gradient is right.")
def loss_not_divided(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Divide the gradient by N, not by N · M: the loss adds up the outputs. The loss is right.")
def only_gradient_over_everything(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / np.size(Y)


@wrong("Comparing the numbers of axes is not enough: (1, 3) and (2, 3) both have two. Compare the whole shapes.")
def axes_check(Y_hat, Y):
    if np.ndim(Y_hat) != np.ndim(Y) or np.ndim(Y) != 2:
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Comparing the numbers of entries is not enough: (N, 1) and (N,) have equally many. Compare the whole shapes.")
def size_check(Y_hat, Y):
    if np.size(Y_hat) != np.size(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Raise ValueError when the shapes differ: you reshaped Y to fit, which hides the caller's mistake.")
def reshapes(Y_hat, Y):
    E = Y_hat - np.reshape(Y, np.shape(Y_hat))
    return np.sum(E**2) / len(E), 2.0 * E / len(E)


@wrong("An exception is raised, not returned: write raise ValueError(…).")
def returns_the_error(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        return ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Raise ValueError when the shapes differ: returning None lets the mistake pass unnoticed.")
def returns_none(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        return None
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Raise ValueError, not TypeError: the type is right, the shape is not.")
def raises_type_error(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise TypeError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("One sample is a batch as well: shape (1, M) must not raise ValueError.")
def refuses_one_sample(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y) or len(Y) == 1:
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Square the differences before adding them up: as they are, they cancel.")
def square_missing(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum(Y_hat - Y) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("Square each difference, then add up: you squared the sum, in which they cancel.")
def square_of_the_sum(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum(Y_hat - Y) ** 2 / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("The square falls away in the derivative: 2(Ŷ − Y)/N, without a square.")
def gradient_squared(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) ** 2 / len(Y)


@wrong("Divide the gradient by N once: yours contains the 1/N twice.")
def divided_twice(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) / len(Y), 2.0 * (Y_hat - Y) / len(Y) ** 2


@wrong("Divide by N: N − 1 belongs to estimates of a variance.")
def n_minus_one(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    n = max(len(Y) - 1, 1)
    return np.sum((Y_hat - Y) ** 2) / n, 2.0 * (Y_hat - Y) / n


@wrong("Divide with /: the double // cuts off the fraction.")
def whole_division(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2) // len(Y), 2.0 * (Y_hat - Y) // len(Y)


@wrong("Return the pair in the order (L, dY_hat): the loss comes first.")
def other_order(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return 2.0 * (Y_hat - Y) / len(Y), np.sum((Y_hat - Y) ** 2) / len(Y)


@wrong("The loss is one number: add up over the outputs too. You returned one mean per output.")
def loss_per_output(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.mean((Y_hat - Y) ** 2, axis=0), 2.0 * (Y_hat - Y) / len(Y)


@wrong("The loss is a number: leave out keepdims, which makes an array of shape (1, 1) of it.")
def loss_as_array(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return np.sum((Y_hat - Y) ** 2, keepdims=True) / len(Y), 2.0 * (Y_hat - Y) / len(Y)


@wrong("The loss is one number, the mean over the samples: you returned one per sample.")
def undivided_losses(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    return ((Y_hat - Y) ** 2).sum(axis=1), 2.0 * (Y_hat - Y) / len(Y)


@wrong("You changed Y_hat itself: -= writes into the caller's array. Write difference = Y_hat - Y.")
def in_place(Y_hat, Y):
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError
    Y_hat -= Y
    return np.sum(Y_hat**2) / len(Y), 2.0 * Y_hat / len(Y)


@right
def loops(Y_hat, Y):
    if np.ndim(Y) != 2 or np.ndim(Y_hat) != 2 or Y.shape != Y_hat.shape:
        raise ValueError("shapes differ")
    N, M = Y.shape
    L, G = 0.0, np.zeros((N, M))
    for n in range(N):
        for m in range(M):
            e = Y_hat[n, m] - Y[n, m]
            L += e * e / N
            G[n, m] = e * 2 / N
    return L, G


@right
def mean_of_row_sums(Y_hat, Y):
    if not (np.ndim(Y_hat) == np.ndim(Y) == 2 and np.shape(Y_hat) == np.shape(Y)):
        raise ValueError
    E = np.subtract(Y_hat, Y)
    return np.mean(np.sum(np.square(E), axis=1)), E * (2.0 / E.shape[0])


@right
def unpacked_shape(Y_hat, Y):
    N, M = Y_hat.shape
    if Y.shape != (N, M):
        raise ValueError(Y.shape)
    E = (Y_hat - Y).reshape(-1)
    return E @ E / N, (E + E).reshape(N, M) / N


@right
def error_of_its_own(Y_hat, Y):
    class ShapesDiffer(ValueError):
        pass

    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ShapesDiffer(f"{np.shape(Y_hat)} and {np.shape(Y)}")
    return np.linalg.norm(Y_hat - Y) ** 2 / len(Y), 2 * (Y_hat - Y) / len(Y)


@right
def trace(Y_hat, Y):
    if Y.ndim != 2 or Y_hat.shape != Y.shape:
        raise ValueError
    E = Y_hat - Y
    return np.trace(E @ E.T) / len(E), np.divide(E, len(E) / 2)


@right
def nested_lists(Y_hat, Y):
    if len(np.shape(Y)) != 2 or np.shape(Y) != np.shape(Y_hat):
        raise ValueError
    E = [[float(p - t) for p, t in zip(ps, ts)] for ps, ts in zip(Y_hat, Y)]
    return [sum(e * e for row in E for e in row) / len(E), [[2 * e / len(E) for e in row] for row in E]]


@right
def einsum(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.asarray(Y).ndim != 2:
        raise ValueError("Y_hat and Y must both be (N, M)")
    E = np.asarray(Y_hat, dtype=float) - np.asarray(Y, dtype=float)
    return np.asarray(np.einsum("nm,nm->", E, E) / E.shape[0]), 2 * E / E.shape[0]
