"""The quiz of unit 06: what each wrong answer shows."""

import numpy as np

from autograder.checks import choice, normal, quantity, shape, true_or_false

q06_1 = shape(
    "q06_1",
    {
        (
            (10, 64),
            (10,),
        ): "W leads from 64 inputs to 10 outputs, (64, 10), and dW has its shape; PyTorch stores the transpose.",
        ((64, 10), (1, 10)): "dW is right. b has shape (10,), one axis, and so has db.",
        ((64, 10), (32,)): "dW is right. db has one entry per unit, not one per sample: the samples are added up.",
        ((64, 10), (64,)): "dW is right. The bias belongs to the 10 outputs.",
        ((64, 32), (10,)): "db is right. dW has the shape of W: inputs by outputs, and the samples are added up.",
        ((10, 10), (10,)): "db is right. dW has one row per input, and there are 64.",
        ((10, 64), (64,)): "W leads from 64 inputs to 10 outputs, (64, 10), and the bias belongs to the outputs.",
        ((64, 10), (10, 1)): "dW is right. b has one axis, (10,), and so has db; a column is the other convention.",
        ((64, 10), ()): "dW is right. db is not one number: each of the 10 units has its own bias.",
        ((10,), (64, 10)): "The other way round: dW first, then db.",
        ((64, 10), (32, 10)): "dW is right. db is added up over the 32 samples.",
        ((32, 64), (10,)): "db is right. (32, 64) is the shape of X; dW has the shape of W.",
        ((32, 10), (10,)): "db is right. (32, 10) is the shape of Z; dW has the shape of W.",
    },
    title="The shapes of dW and db",
)

q06_2 = choice(
    "q06_2",
    {
        "a": "The mean of the loss is in dZ already, and stays there: nothing is undone.",
        "b": "db has shape (M,), and a shape is no reason for its numbers.",
        "d": "The sum follows from the chain rule: paths to the loss add up. A mean would be N times too small.",
    },
    title="Why db is a sum over the batch",
)

q06_3 = choice(
    "q06_3",
    {
        "b": "This line is right: (N, M) times (M, D) gives (N, D).",
        "c": "This line is right: (D, N) times (N, M) gives (D, M), the sum over the samples inside.",
        "d": "This line is right: the mask belongs to the pre-activation, and the slope at 0 is 0.",
    },
    title="Which line is wrong?",
)

q06_4 = quantity(
    "q06_4",
    {
        1.0: "That is the largest slope of tanh. For the sigmoid look at s(1 − s).",
        0.5: "1/2 is the value of the sigmoid at 0; its slope there is s(1 − s).",
        0.0: "That is the smallest: the slope is next to 0 far out. It is largest in the middle.",
        4.0: "Turn it round: 1/4.",
        -0.25: "The sigmoid rises everywhere: its slope is positive.",
        0.75: "1/4 is s(1 − s) at 0; you gave 1 − s(1 − s).",
    },
    title="The largest value of σ′",
)

q06_5 = quantity(
    "q06_5",
    {
        0.993307: "That is σ(5), the value. The slope is s(1 − s).",
        0.006693: "That is 1 − σ(5): close, and the factor s = 0.9933 is missing.",
        0.000181583: "That is the slope of tanh at 5.",
        -20.0: "You put z = 5 into the formula: s(1 − s) wants s = σ(5).",
        0.25: "That is the slope at 0, the largest one; at 5 the sigmoid is nearly flat.",
        -0.00664806: "The sign is turned: the sigmoid rises, so its slope is positive.",
        0.00673795: "That is exp(−5): close, and to be divided by (1 + exp(−5))².",
        0.986659: "That is σ(5)²: the second factor is 1 − s.",
        0.0132961: "There is no factor 2: s(1 − s).",
    },
    title="σ′(5)",
)


def agrees_and_is_wrong(witness, reference):
    """Why ((a, c), (p, q)) does not refute the statement; None if it does."""
    (a, c), (p, q) = (tuple(float(number) for number in pair) for pair in witness)
    if not np.all(np.isfinite([a, c, p, q])) or max(map(abs, (a, c, p, q))) > 1e6:
        return "Give four ordinary numbers, such as ((1, 1), (1, 1))."
    X, W, b, dZ = normal(1, 4, 3), normal(2, 3, 2), normal(3, 2), normal(4, 4, 2)

    def total(V, d):
        return np.sum(dZ * (a * (X @ V) + c * d))

    step = 1e-3  # the forward is linear in W and b, so the difference is exact up to rounding
    V, d = W.copy(), b.copy()
    V[0, 0] += step
    d[0] += step
    by_steps = ((total(V, b) - total(W, b)) / step, (total(W, d) - total(W, b)) / step)
    _, dW, db = reference.affine_backward(dZ, X, W)
    for name, mine, stepped, number in (("dW", p * dW[0, 0], by_steps[0], a), ("db", q * db[0], by_steps[1], c)):
        if not abs(mine - stepped) <= 1e-6 * (1.0 + abs(number)):
            return f"Your backward does not agree with your forward: a numerical gradient finds another {name}."
    if abs(a - 1.0) < 1e-9 and abs(c - 1.0) < 1e-9:
        return "Forward and backward agree, and the layer is the affine one: that is no counterexample."
    return None


q06_6 = true_or_false(
    "q06_6",
    agrees_and_is_wrong,
    "((a, c), (p, q))",
    good=(((1, -1), (1, -1)), ((2, 1), (2, 1)), [[1, 0], [1, 0]], ((0.5, 0.5), (0.5, 0.5)), ((-1.0, 3), (-1, 3.0))),
    bad=(
        ((1, 1), (1, 1)),
        ((1, -1), (1, 1)),
        ((2, 1), (1, 1)),
        ((1, 1), (1, -1)),
        ((2, 2), (2, 3)),
        (1, -1, 1, -1),
        "no",
    ),
    title="“If a numerical gradient of my forward agrees with my backward, the layer is right.”",
    wrong={
        True: "The test compares two pieces of your own code. If both have the same mistake, they agree: look for such a pair."
    },
)

q06_7 = choice(
    "q06_7",
    {
        "a": "Not small: exactly 0. Every entry of its column of dZ1 is multiplied by the slope 0.",
        "c": "Its bias gets 0 as well: both are made of dZ1, and that column is 0.",
        "d": "Nothing is divided by 0 here: the slope 0 multiplies, and the result is 0.",
    },
    title="A ReLU unit that is off for every sample",
)
