"""Hidden checks of `soft_cross_entropy` (11.6)."""

import numpy as np

from autograder.checks import Failure, agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

SIZES = [(1, 2), (3, 3), (1, 5), (4, 3), (7, 6)]
LETTERS = ("Y", "P_hat")
EQUIVALENT = {
    "counted = np.where(Y > 0, P_hat, 1.0)  →  counted = np.where(Y > 0, P_hat, 2.0)": (
        "what stands where y = 0 is multiplied by 0; any positive number serves"
    ),
}


def distributions(seed, n, c):
    weights = np.exp(normal(seed, n, c))
    return weights / weights.sum(axis=1, keepdims=True)


@check("values")
def test_by_hand(student, reference):
    """Soft labels, and one-hot labels, with losses you can work out by hand"""
    half = np.array([[0.5, 0.5], [0.5, 0.5]])
    cases = [
        case(np.array([[0.25, 0.75], [1.0, 0.0]]), half, label="a prediction of one half costs log 2 either way"),
        case(np.array([[0.5, 0.5]]), np.array([[0.2, 0.8]])),
        case(np.array([[0.0, 1.0, 0.0], [0.1, 0.2, 0.7]]), np.array([[0.5, 0.25, 0.25], [0.25, 0.25, 0.5]])),
    ]
    agree(student.soft_cross_entropy, reference.soft_cross_entropy, cases, letters=LETTERS, show=True)


@check("sizes")
def test_sizes(student, reference):
    """Batches of several sizes, with soft labels in every row"""
    cases = ladder(lambda seed, n, c: [distributions(seed, n, c), distributions(seed + 50, n, c)], SIZES)
    agree(student.soft_cross_entropy, reference.soft_cross_entropy, cases, letters=LETTERS)


@check("sizes")
def test_one_hot_and_own_entropy(student, reference):
    """One-hot rows give the cross-entropy of a label; Y against itself gives its entropy"""
    Y = distributions(31, 3, 4)
    cases = [
        case(np.eye(4)[[2, 0, 3]], distributions(32, 3, 4), label="one-hot rows"),
        case(Y, Y, label="the prediction equals the truth: the entropy is left"),
    ]
    agree(student.soft_cross_entropy, reference.soft_cross_entropy, cases, letters=LETTERS)


@check("types")
def test_integers(student, reference):
    """Integer one-hot rows"""
    cases = [
        case(np.array([[1, 0], [0, 1]]), np.array([[0.25, 0.75], [0.5, 0.5]]), label="Y holds integers"),
    ]
    agree(student.soft_cross_entropy, reference.soft_cross_entropy, cases, letters=LETTERS, show=True)


@check("manners")
def test_manners(student, reference):
    """Y and P_hat are left alone, and calls do not influence each other"""
    zeros = case(np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([[0.0, 1.0], [0.25, 0.75]]))
    pure(student.soft_cross_entropy, [case(distributions(1, 2, 3), distributions(2, 2, 3)), zeros], LETTERS)
    again = [case(distributions(seed, 2, 3), distributions(seed + 5, 2, 3)) for seed in (3, 4)]
    steady(student.soft_cross_entropy, reference.soft_cross_entropy, again)


@check("extremes")
def test_impossible(student, reference):
    """What was called impossible and has weight costs inf, however small the weight"""
    Y, P_hat = np.array([[0.75, 0.25]]), np.array([[1.0, 0.0]])
    loss = student.soft_cross_entropy(Y, P_hat)
    if np.ndim(loss) == 0 and np.isfinite(loss) and loss > 1:
        raise Failure(
            f"A class with y = 0.25 was given the probability 0: the loss is inf; yours says {float(loss):.6g}. Something "
            "caps it: an eps inside the logarithm, or a clip."
        )
    cases = [
        case(Y, P_hat, label="y = 0.25 meets p̂ = 0"),
        case(np.array([[0.5, 0.5], [0.0, 1.0]]), np.array([[0.5, 0.5], [1.0, 0.0]]), label="in one row of two"),
        case(np.array([[1.0 - 1e-12, 1e-12]]), P_hat, label="y = 1e-12 is above 0"),
        case(np.array([[0.5, 0.5]]), np.array([[1.0, 1e-40]]), label="p̂ = 1e-40 is above 0"),
    ]
    agree(student.soft_cross_entropy, reference.soft_cross_entropy, cases, letters=LETTERS)


@check("extremes")
def test_nothing_times_log_0(student, reference):
    """0 · log 0 counts as 0"""
    cases = [
        case(np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]]), label="certain and right"),
        case(np.array([[1, 0], [0, 1]]), np.array([[1, 0], [0, 1]]), label="both hold integers"),
        case(np.ones((2, 1)), np.ones((2, 1)), label="a single class"),
        case(np.array([[0.5, 0.5, 0.0]]), np.array([[0.25, 0.75, 0.0]])),
    ]
    agree(student.soft_cross_entropy, reference.soft_cross_entropy, cases, letters=LETTERS)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    Y = np.array([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0]])
    scope = "every 2 × 3 prediction, with the labels (1/2, 1/4, 1/4) and (0, 1, 0)"
    proves(student.soft_cross_entropy, reference.soft_cross_entropy, (Y, symbols("P", 2, 3)), scope)


@wrong(
    "0 · log 0 became nan: a class with y = 0 counts nothing, so keep it away from the logarithm.",
    "np.where(Y > 0, P_hat, 1.0) inside the logarithm makes its term 0.",
)
def nan_for_zeros(Y, P_hat):
    return -np.mean(np.sum(Y * np.log(P_hat), axis=1))


@wrong("Soft labels carry more than their largest entry: every class with y > 0 adds its share.")
def largest_entry(Y, P_hat):
    return -np.mean(np.log(P_hat[np.arange(len(Y)), np.argmax(Y, axis=1)]))


@wrong("Sum over classes, average over samples: you divided by all N · C entries.")
def mean_over_entries(Y, P_hat):
    return -np.mean(Y * np.log(np.where(Y > 0, P_hat, 1.0)))


@wrong("The logarithm belongs to the prediction, the weight to the truth: your arguments are exchanged.")
def arguments_exchanged(Y, P_hat):
    return -np.mean(np.sum(P_hat * np.log(np.where(P_hat > 0, Y, 1.0)), axis=1))


@wrong("Average over the batch: you returned the sum of the losses.")
def summed(Y, P_hat):
    return -np.sum(Y * np.log(np.where(Y > 0, P_hat, 1.0)))


@wrong("That is one loss per sample; their mean over the batch, a single number, is asked for.")
def loss_per_sample(Y, P_hat):
    return -np.sum(Y * np.log(np.where(Y > 0, P_hat, 1.0)), axis=1)


@wrong("The loss is inf where y > 0 meets p̂ = 0; a tiny number in its place (an eps, a clip) caps it.")
def eps_in_the_logarithm(Y, P_hat):
    return -np.mean(np.sum(Y * np.log(P_hat + 1e-12), axis=1))


@wrong("The loss is inf where y > 0 meets p̂ = 0; clipping the prediction caps it.")
def clipped(Y, P_hat):
    return -np.mean(np.sum(Y * np.log(np.clip(P_hat, 1e-15, 1.0)), axis=1))


@wrong("You left out the classes with p̂ = 0. What the model called impossible costs inf if the truth gives it weight.")
def impossible_is_free(Y, P_hat):
    return -np.mean(np.sum(Y * np.log(np.where(P_hat > 0, P_hat, 1.0)), axis=1))


@wrong("“y > 0” has no threshold: a weight of 1e-12 on an impossible class costs inf.")
def threshold(Y, P_hat):
    return -np.mean(np.sum(Y * np.log(np.where(Y > 1e-8, P_hat, 1.0)), axis=1))


@wrong("You replaced every infinity and nan by a number. 0 · log 0 is 0, but where y > 0 meets p̂ = 0 the loss is inf.")
def nan_to_num(Y, P_hat):
    return -np.mean(np.sum(np.nan_to_num(Y * np.log(P_hat)), axis=1))


@wrong("That is the KL divergence: the entropy of Y is subtracted. Cross-entropy keeps it.")
def divergence(Y, P_hat):
    logs = np.log(np.where(Y > 0, P_hat, 1.0)) - np.log(np.where(Y > 0, Y, 1.0))
    return -np.mean(np.sum(Y * logs, axis=1))


@wrong("That is the entropy of the labels alone: the logarithm belongs to the prediction.")
def entropy(Y, P_hat):
    return -np.mean(np.sum(Y * np.log(np.where(Y > 0, Y, 1.0)), axis=1))


@wrong("The sign is turned: logarithms of probabilities are at most 0, and the loss is minus their mean.")
def minus_forgotten(Y, P_hat):
    return np.mean(np.sum(Y * np.log(np.where(Y > 0, P_hat, 1.0)), axis=1))


@wrong("P_hat holds probabilities already, and you applied softmax to them.")
def softmax_of_probabilities(Y, P_hat):
    return -np.mean(np.sum(Y * log_softmax(P_hat), axis=1))


@wrong("Natural logarithm here: you used base 2.")
def base_2(Y, P_hat):
    return -np.mean(np.sum(Y * np.log2(np.where(Y > 0, P_hat, 1.0)), axis=1))


@wrong("You added up before taking the logarithm. Every class has its own log p̂, weighted by y.")
def logarithm_outside(Y, P_hat):
    return -np.mean(np.log(np.sum(Y * P_hat, axis=1)))


@wrong("You added the second term of the binary loss. With a column for every class, −Σ y log p̂ is the whole loss.")
def binary_terms_added(Y, P_hat):
    first = Y * np.log(np.where(Y > 0, P_hat, 1.0))
    second = (1 - Y) * np.log(np.where(Y < 1, 1 - P_hat, 1.0))
    return -np.mean(np.sum(first + second, axis=1))


@wrong("You changed P_hat itself. Work on a copy, or let np.where make a new array.")
def changes_P_hat(Y, P_hat):
    P_hat[Y == 0] = 1
    return -np.mean(np.sum(Y * np.log(P_hat), axis=1))


@wrong("Your array of terms took over the integer type of Y, so every term was cut to a whole number.")
def integer_buffer(Y, P_hat):
    terms = np.zeros_like(Y)
    terms[Y > 0] = np.clip((Y * np.log(np.where(Y > 0, P_hat, 1.0)))[Y > 0], -np.inf if Y.dtype == float else -9, 0)
    return -np.mean(np.sum(terms, axis=1))


@wrong("Every call returns the same array, so a later call overwrites an earlier result. Return a number.")
def one_buffer_for_all(Y, P_hat, buffer=np.zeros(())):
    buffer[...] = -np.mean(np.sum(Y * np.log(np.where(Y > 0, P_hat, 1.0)), axis=1))
    return buffer


@wrong("The rows were weighted by their largest prediction. Every sample counts the same in the mean.")
def weighted_rows(Y, P_hat):
    losses = -np.sum(Y * np.log(np.where(Y > 0, P_hat, 1.0)), axis=1)
    return np.average(losses, weights=np.max(P_hat, axis=1))


@wrong("Sum over classes, average over samples: you divided by N · C. And 0 · log 0 became nan; it counts 0.")
def plain_mean_over_entries(Y, P_hat):
    return -np.mean(Y * np.log(P_hat))


@wrong("Average over the batch: you returned the sum. And 0 · log 0 became nan; it counts 0.")
def plain_sum(Y, P_hat):
    return -np.sum(Y * np.log(P_hat))


@wrong("That is one loss per sample: their mean is asked for. And 0 · log 0 became nan; it counts 0.")
def plain_loss_per_sample(Y, P_hat):
    return -np.sum(Y * np.log(P_hat), axis=1)


@wrong("The logarithm belongs to the prediction, the weight to the truth. And 0 · log 0 counts 0.")
def plain_arguments_exchanged(Y, P_hat):
    return -np.mean(np.sum(P_hat * np.log(Y), axis=1))


@wrong("The sign is turned: the loss is minus the mean. And 0 · log 0 became nan; it counts 0.")
def plain_minus_forgotten(Y, P_hat):
    return np.mean(np.sum(Y * np.log(P_hat), axis=1))


@wrong("Your eps of 1e-8 inside the logarithm shifts every loss a little, and caps those that are inf.")
def large_eps_in_the_logarithm(Y, P_hat):
    return -np.mean(np.sum(Y * np.log(P_hat + 1e-8), axis=1))


@wrong("Sum over classes, average over samples: you divided by N · C. And your eps caps the losses that are inf.")
def mean_over_entries_with_eps(Y, P_hat):
    return -np.mean(Y * np.log(P_hat + 1e-12))


@wrong("The logarithm is missing: the loss is −Σ y log p̂.")
def no_logarithm(Y, P_hat):
    return -np.mean(np.sum(Y * P_hat, axis=1))


@wrong("Labels may be soft: use Y as it is, not rounded to 0 and 1.")
def rounded_labels(Y, P_hat):
    R = np.round(Y)
    return -np.mean(np.sum(R * np.log(np.where(R > 0, P_hat, 1.0)), axis=1))


@wrong("What the model called impossible is no mistake in the data: where y > 0 meets p̂ = 0 the loss is inf.")
def impossible_refused(Y, P_hat):
    if np.any((Y > 0) & (P_hat == 0)):
        raise ValueError("impossible")
    return -np.mean(np.sum(Y * np.log(np.where(Y > 0, P_hat, 1.0)), axis=1))


@wrong("The mean goes over the N samples. You summed over the samples and averaged over the C classes.")
def axes_exchanged(Y, P_hat):
    return -np.mean(np.sum(Y * np.log(np.where(Y > 0, P_hat, 1.0)), axis=0))


@wrong("A p̂ of 1e-40 costs 92, not 35: do not clip what is above 0, however small.")
def small_predictions_clipped(Y, P_hat):
    if np.any((Y > 0) & (P_hat == 0)):
        return np.inf
    return -np.mean(np.sum(Y * np.log(np.clip(P_hat, 1e-15, 1.0)), axis=1))


@right
def loops_with_math(Y, P_hat):
    import math

    total = 0.0
    for y_row, p_row in zip(Y.tolist(), P_hat.tolist()):
        for y, p in zip(y_row, p_row):
            if y > 0:
                total += -y * math.log(p) if p > 0 else math.inf
    return total / len(Y)


@right
def boolean_selection(Y, P_hat):
    some = Y > 0
    return np.sum(Y[some] * -np.log(P_hat[some])) / Y.shape[0]


@right
def nansum(Y, P_hat):
    return -np.nansum(Y * np.log(P_hat)) / len(P_hat)


@right
def row_by_row(Y, P_hat):
    losses = []
    for y, p_hat in zip(Y, P_hat):
        support = np.flatnonzero(y)
        losses.append(np.dot(y[support], np.log(1.0 / p_hat[support])))
    return np.array(np.mean(losses))


@right
def einsum_over_logs(Y, P_hat):
    logs = np.zeros(P_hat.shape)
    np.log(P_hat, out=logs, where=Y > 0)
    return float(-np.einsum("nc,nc->", Y, logs) / P_hat.shape[0])
