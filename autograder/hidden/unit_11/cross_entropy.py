"""Hidden checks of `cross_entropy` (11.5)."""

import numpy as np

from autograder.checks import Failure, agree, case, check, labels, ladder, normal, proves, pure, right, steady, symbols
from autograder.checks import wrong

SIZES = [(1, 2), (3, 3), (1, 5), (4, 3), (7, 6)]
LETTERS = ("Z", "y")


@check("values")
def test_by_hand(student, reference):
    """Losses you can work out by hand"""
    cases = [
        case(np.array([[0.0, 0.0]]), np.array([1]), label="two equal classes: log 2"),
        case(np.log([[1.0, 3.0], [1.0, 1.0]]), np.array([0, 1]), label="the mean of log 4 and log 2"),
        case(np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]), np.array([2, 1])),
    ]
    agree(student.cross_entropy, reference.cross_entropy, cases, letters=LETTERS, show=True)


@check("sizes")
def test_sizes(student, reference):
    """Batches of several sizes, with unequal rows and labels"""
    cases = ladder(lambda seed, n, c: [normal(seed, n, c, scale=2.0), labels(seed, n, c)], SIZES)
    agree(student.cross_entropy, reference.cross_entropy, cases, letters=LETTERS)


@check("types")
def test_integers(student, reference):
    """Integer logits give fractions all the same"""
    cases = [case(np.array([[0, 1, 2], [5, 5, 5]]), np.array([0, 2]))]
    agree(student.cross_entropy, reference.cross_entropy, cases, letters=LETTERS, show=True)


@check("manners")
def test_manners(student, reference):
    """Z and y are left alone, and calls do not influence each other"""
    pure(student.cross_entropy, [case(normal(1, 2, 3), np.array([2, 0]))], LETTERS)
    again = [case(normal(2, 2, 3), np.array([0, 1])), case(normal(3, 2, 3), np.array([2, 1]))]
    steady(student.cross_entropy, reference.cross_entropy, again)


@check("extremes")
def test_certain_and_wrong(student, reference):
    """A certain prediction: right costs 0, wrong costs as much as the logits are apart"""
    Z = np.array([[1000.0, 0.0]])
    loss = student.cross_entropy(Z, np.array([1]))
    if np.ndim(loss) == 0 and np.isfinite(loss) and 0 < loss < 999:
        raise Failure(
            f"Logits (1000, 0) with the label 1 cost 1000; yours says {float(loss):.6g}. Something caps the loss: an eps "
            "inside the logarithm, or a clip."
        )
    cases = [
        case(Z, np.array([0]), label="certain and right"),
        case(Z, np.array([1]), label="certain and wrong"),
        case(np.array([[0.0, 1000.0, 0.0], [-1000.0, -1000.0, -1000.0]]), np.array([0, 2])),
        case(np.array([[1000.0, -750.0]]), np.array([1]), label="logits 1750 apart"),
    ]
    agree(student.cross_entropy, reference.cross_entropy, cases, letters=LETTERS)


@check("extremes")
def test_masked(student, reference):
    """A −inf logit on a class that is not the label; a single class, which costs 0"""
    cases = [
        case(np.array([[0.0, -np.inf, 1.0]]), np.array([2]), label="class 1 is masked"),
        case(np.array([[-1000.0, -np.inf, -1001.0]]), np.array([2]), label="a mask below logits of −1000"),
        case(np.array([[-np.inf, 0.0], [2.0, -np.inf]]), np.array([1, 0]), label="only the label is left"),
        case(np.array([[1.5], [-2.0]]), np.array([0, 0]), label="a single class is always right"),
    ]
    agree(student.cross_entropy, reference.cross_entropy, cases, letters=LETTERS)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    arguments = (symbols("Z", 2, 3), np.array([2, 0]))
    proves(student.cross_entropy, reference.cross_entropy, arguments, "every real 2 × 3 batch with the labels 2 and 0")


@wrong("Z are logits, and you applied softmax twice: log_softmax once is enough.")
def softmax_twice(Z, y):
    return -np.mean(log_softmax(softmax(Z))[np.arange(len(y)), y])


@wrong("Average over the batch: you returned the sum of the losses.")
def summed(Z, y):
    return -np.sum(log_softmax(Z)[np.arange(len(y)), y])


@wrong(
    "With [:, y] you picked a table of N × N; pair row n with y[n].",
    "Two index arrays of the same length go through the rows together: np.arange(N) and y.",
)
def table_of_labels(Z, y):
    return -np.mean(log_softmax(Z)[:, y])


@wrong("An error of 1000 costs about 1000; your eps caps it. Work with log_softmax and no eps is needed.")
def eps_in_the_logarithm(Z, y):
    return -np.mean(np.log(softmax(Z)[np.arange(len(y)), y] + 1e-12))


@wrong("An error of 1000 costs about 1000; your eps of 1e-8 caps it, and it shifts every other loss a little.")
def large_eps_in_the_logarithm(Z, y):
    return -np.mean(np.log(softmax(Z)[np.arange(len(y)), y] + 1e-8))


@wrong("An error of 1000 costs about 1000; clipping the probabilities caps it. Work with log_softmax instead.")
def clipped(Z, y):
    return -np.mean(np.log(np.clip(softmax(Z)[np.arange(len(y)), y], 1e-15, 1.0)))


@wrong("A probability underflowed to 0 and its log is −inf; the true loss is 1000. Take log_softmax of the logits.")
def log_of_softmax(Z, y):
    return -np.mean(np.log(softmax(Z)[np.arange(len(y)), y]))


@wrong("exp(1000) is inf: use log_softmax, which shifts each row by its maximum.")
def no_shift(Z, y):
    E = np.exp(Z)
    return -np.mean(np.log(E[np.arange(len(y)), y] / E.sum(axis=1)))


@wrong(
    "A masked class made the loss nan: 0 · (−inf) is nan. Pick the label's entry instead of multiplying by one-hot rows."
)
def zero_times_infinity(Z, y):
    Y = np.eye(Z.shape[1])[y]
    return -np.mean(np.sum(Y * log_softmax(Z), axis=1))


@wrong("You averaged over all N · C entries. Each sample has one loss: divide by N only.")
def mean_over_entries(Z, y):
    Y = np.eye(Z.shape[1])[y]
    with np.errstate(all="ignore"):
        return -np.mean(np.where(Y > 0, log_softmax(Z), 0.0))


@wrong("The sign is turned: log-probabilities are at most 0, and the loss is minus their mean.")
def minus_forgotten(Z, y):
    return np.mean(log_softmax(Z)[np.arange(len(y)), y])


@wrong("That is one loss per sample; their mean over the batch, a single number, is asked for.")
def loss_per_sample(Z, y):
    return -log_softmax(Z)[np.arange(len(y)), y]


@wrong("You took the logarithm of the mean probability. Every sample has its own loss: average the logarithms.")
def logarithm_of_the_mean(Z, y):
    return -np.log(np.mean(softmax(Z)[np.arange(len(y)), y]))


@wrong("You looked at the class with the largest logit. The loss asks for the class in y, right or wrong.")
def predicted_class(Z, y):
    return -np.mean(np.max(log_softmax(Z), axis=1))


@wrong("y is not used: only the log-probability of the true class counts.")
def every_class(Z, y):
    return -np.mean(np.sum(log_softmax(Z), axis=1))


@wrong("Rows are samples: row n of Z belongs to label y[n], so the index is [n, y[n]], not [y[n], n].")
def indices_exchanged(Z, y):
    return -np.mean(log_softmax(Z)[y, np.arange(len(y))])


@wrong("These are logits, not log-probabilities: subtract each row's log-sum-exp (log_softmax does).")
def bare_logits(Z, y):
    return -np.mean(Z[np.arange(len(y)), y])


@wrong("1 − p is the chance of being wrong, not the loss. The loss is −log p.")
def one_minus_probability(Z, y):
    return np.mean(1.0 - softmax(Z)[np.arange(len(y)), y])


@wrong("Natural logarithm here: you used base 2.")
def base_2(Z, y):
    return -np.mean(log_softmax(Z)[np.arange(len(y)), y]) / np.log(2.0)


@wrong("You normalised over the batch (axis 0). Each row is one sample: its classes compete with each other.")
def axis_0(Z, y):
    return -np.mean(log_softmax(Z.T).T[np.arange(len(y)), y])


@wrong("You changed Z itself (Z -= …). Compute into a new array.")
def changes_Z(Z, y):
    Z -= np.max(Z, axis=1, keepdims=True)
    return np.mean(log_sum_exp(Z) - Z[np.arange(len(y)), y])


@wrong("Your array of log-probabilities took over the integer type of Z, so the fractions were cut off.")
def integer_buffer(Z, y):
    logs = np.empty_like(Z)
    with np.errstate(all="ignore"):
        logs[...] = log_softmax(Z)
    return -np.mean(logs[np.arange(len(y)), y])


@wrong("Your array of losses took over the integer type of y, so every loss was cut to a whole number.")
def integer_losses(Z, y):
    losses = np.zeros_like(y)
    for n in range(len(y)):
        losses[n] = np.clip(log_sum_exp(Z)[n] - Z[n, y[n]], 0, 1e9)
    return np.mean(losses)


@wrong("Every call returns the same array, so a later call overwrites an earlier result. Return a number.")
def one_buffer_for_all(Z, y, buffer=np.zeros(())):
    buffer[...] = -np.mean(log_softmax(Z)[np.arange(len(y)), y])
    return buffer


@wrong("An error of 1000 costs about 1000; your eps of 1e-7 caps it, and it shifts every other loss a little.")
def larger_eps_in_the_logarithm(Z, y):
    return -np.mean(np.log(softmax(Z)[np.arange(len(y)), y] + 1e-7))


@wrong("Average over the batch: you returned the sum. And take log_softmax of the logits, or a tiny p becomes log 0.")
def summed_logs_of_softmax(Z, y):
    return -np.sum(np.log(softmax(Z)[np.arange(len(y)), y]))


@wrong(
    "With [:, y] you picked a table of N × N; pair row n with y[n]. And take log_softmax, or a tiny p becomes log 0."
)
def table_of_logs_of_softmax(Z, y):
    return -np.mean(np.log(softmax(Z)[:, y]))


@wrong("The sign is turned: the loss is minus the mean. And take log_softmax, or a tiny p becomes log 0.")
def minus_forgotten_with_log_of_softmax(Z, y):
    return np.mean(np.log(softmax(Z)[np.arange(len(y)), y]))


@wrong("You averaged over all N · C entries: divide by N only. And 0 · (−inf) is nan: pick the label's entry instead.")
def mean_of_one_hot_products(Z, y):
    return -np.mean(np.eye(Z.shape[1])[y] * log_softmax(Z))


@wrong("You returned the sum: average over the batch. And 0 · (−inf) is nan: pick the label's entry instead.")
def sum_of_one_hot_products(Z, y):
    return -np.sum(np.eye(Z.shape[1])[y] * log_softmax(Z))


@wrong("Take log_softmax of the logits, not the logarithm of softmax: a tiny p becomes log 0, and 0 · (−inf) is nan.")
def one_hot_times_log_of_softmax(Z, y):
    return -np.mean(np.sum(np.eye(Z.shape[1])[y] * np.log(softmax(Z)), axis=1))


@wrong("Z holds logits, not probabilities: their logarithm means nothing, and is nan below 0. Use log_softmax(Z).")
def logarithm_of_logits(Z, y):
    return -np.mean(np.log(Z[np.arange(len(y)), y]))


@wrong("The logarithm is missing: this is minus the mean probability of the true class.")
def no_logarithm(Z, y):
    return -np.mean(softmax(Z)[np.arange(len(y)), y])


@wrong("That is the loss of the first sample alone; the mean over the batch is asked for.")
def first_sample(Z, y):
    return -log_softmax(Z)[0, y[0]]


@wrong("That is the share of wrong predictions. Cross-entropy also asks how sure the model was: −log p.")
def share_of_errors(Z, y):
    return np.mean(np.argmax(Z, axis=1) != y)


@wrong("You added the second term of the binary loss. With a logit for every class, −log p of the true one is all.")
def binary_terms_added(Z, y):
    Y = one_hot(y, Z.shape[1])
    P = np.clip(softmax(Z), 1e-12, 1 - 1e-12)
    return -np.mean(np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1))


@wrong("The number of classes is that of Z, not max(y) + 1: the last classes may be missing in this batch.")
def classes_from_labels(Z, y):
    Y = one_hot(y, np.max(y) + 1)
    return -np.mean(np.sum(np.where(Y > 0, log_softmax(Z), 0.0), axis=1))


@wrong("You put the median in place of the mean.")
def median(Z, y):
    return -np.median(log_softmax(Z)[np.arange(len(y)), y])


@wrong("You replaced −inf by a number, and that caps the loss. Work with log_softmax: it is finite for the true class.")
def infinity_replaced(Z, y):
    Y = one_hot(y, Z.shape[1])
    return -np.sum(Y * np.nan_to_num(np.log(softmax(Z)), neginf=-1000.0)) / len(y)


@right
def total_minus_chosen(Z, y):
    return np.mean(log_sum_exp(Z) - np.take_along_axis(Z, y[:, None], axis=1)[:, 0])


@right
def loop_over_samples(Z, y):
    total = 0.0
    for row, label in zip(Z, y):
        top = np.max(row)
        total += top + np.log(np.sum(np.exp(row - top))) - row[label]
    return total / len(y)


@right
def with_math(Z, y):
    import math

    losses = []
    for row, label in zip(Z.tolist(), y.tolist()):
        losses.append(math.log(math.fsum(math.exp(z - max(row)) for z in row)) - (row[label] - max(row)))
    return sum(losses) / len(losses)


@right
def differences_to_the_label(Z, y):
    differences = Z - Z[np.arange(len(y)), y][:, None]
    return np.logaddexp.reduce(differences, axis=1).mean()


@right
def boolean_mask(Z, y):
    mask = np.arange(Z.shape[1]) == y[:, None]
    return np.array(-log_softmax(Z)[mask].mean())


@right
def one_hot_with_where(Z, y):
    return float(-np.where(one_hot(y, Z.shape[1]) == 1, log_softmax(Z), 0.0).sum() / Z.shape[0])
