"""Quiz items of unit 11: what each wrong answer shows."""

import math

import numpy as np

from autograder.checks import choice, quantity, true_or_false


def sum_differs_from_one(witness, reference):
    logits = np.asarray(witness, dtype=float)
    if logits.ndim != 1 or not 1 <= logits.size <= 1000 or not np.all(np.isfinite(logits)):
        return "Give one row of finite logits, such as [0.0, 0.0], with at most 1000 entries."
    P = reference.softmax(logits[None, :])[0]
    if float(np.sum(P)) == 1.0 == sum(P.tolist()):
        return f"For your {logits.size} logits the computed sum is exactly 1.0. Try other logits, or more of them."
    return None


q11_1 = choice(
    "q11_1",
    {
        "a": "Every weight e^z grows by the factor e⁵, and so does their total: the factor cancels.",
        "b": "Sharper comes from multiplying the logits; adding the same number to all keeps their differences.",
        "d": "Probabilities still sum to 1, so they cannot all be five times as large.",
    },
    title="softmax(z + 5) compared with softmax(z)",
)
q11_2 = choice(
    "q11_2",
    {
        "b": "Only adding a constant leaves softmax alone. Doubling doubles the differences between logits.",
        "c": "Flatter is what dividing the logits does. Doubling squares the ratio of any two probabilities.",
        "d": "The result is divided by its total, so every softmax sums to 1.",
    },
    title="softmax(2z) compared with softmax(z)",
)
q11_3 = quantity(
    "q11_3",
    {
        0.1: "That is the probability 1/10 of the true class; the loss is −log of it.",
        1.0: "That is the logarithm to base 10. Natural logarithms here.",
        10.0: "That is 1/p; the loss is its logarithm.",
        -2.302585: "A loss is −log p, and log p is negative: the loss is positive.",
        3.321928: "That is the logarithm to base 2. Natural logarithms here.",
    },
    title="Loss of a 10-class model that knows nothing",
)
q11_4 = quantity(
    "q11_4",
    {
        math.inf: "e^1000 overflows in the computer, not on paper: take the factor e^1000 out of the sum first.",
        2000.0: "You added the logits; log-sum-exp adds their exponentials.",
        1000.0: "Two equal weights double the total: there is a log 2 to add.",
        0.693147: "The maximum that was taken out has to be added back.",
        1001.386294: "log 2 comes in once: two equal weights double the total.",
        1000.30103: "That is the logarithm of 2 to base 10. Natural logarithms here.",
        2000.693147: "The factor e^1000 leaves the sum once, not once per class.",
    },
    tolerance=0.01,
    title="log_sum_exp([1000, 1000])",
)
q11_5 = true_or_false(
    "q11_5",
    sum_differs_from_one,
    "a list of logits, such as [0.0, 0.0]",
    good=([0.0] * 49, (3.0,) * 6, np.zeros(6)),
    bad=([0.0, 0.0], [1.0], [], [[0.1, 0.2]], [math.inf, 0.0], "logits", 3.0),
    title="“Softmax probabilities always sum to exactly 1.0 in floating point.”",
    wrong={True: "On paper they do. In float64 each probability is rounded, and the rounding errors need not cancel."},
)
q11_6 = quantity(
    "q11_6",
    {
        0.116: "That is 1 − p, the chance of being wrong. The loss is −log p.",
        0.884: "That is the probability itself. The loss is −log p.",
        -0.123298: "log p is negative; the loss is −log p.",
        0.177882: "That is the logarithm to base 2. Natural logarithms here.",
        0.053548: "That is the logarithm to base 10. Natural logarithms here.",
        2.154165: "That is −log(1 − p), the loss had the other class been true.",
    },
    title="Loss when the true class got 0.884",
)
q11_7 = quantity(
    "q11_7",
    {
        -0.3: "That is p − 1 for one sample alone: the mean over N = 4 divides it by 4.",
        0.075: "The sign is turned: raising the true class's logit lowers the loss.",
        0.3: "The sign is turned, and the mean over N = 4 is missing.",
        0.175: "That is p/N, for a class that is not the label. For the true class it is (p − 1)/N.",
        -0.25: "That is −1/N. The probability that the model gives already counts too: (p − 1)/N.",
        -0.01575: "Leave out the factor p(1 − p): it is already inside p − 1.",
        -0.357143: "That is −1/(N p), the derivative by the probability. Go on to the logit: (p − 1)/N.",
    },
    title="dL/dz of the true class, N = 4, p = 0.7",
)
q11_8 = choice(
    "q11_8",
    {
        "a": "The difference of the two logits is z − 0 = z, not 2z.",
        "c": "tanh runs from −1 to 1. A probability cannot be negative.",
        "d": "z is the logit; a probability lies between 0 and 1.",
    },
    title="Two-class softmax over (z, 0)",
)
