"""The quiz of unit 03: what each wrong answer shows."""

import numpy as np

from autograder.checks import choice, quantity, shape, true_or_false

q03_1 = shape(
    "q03_1",
    {
        (784, 10): "That is our row convention, (in, out): PyTorch stores its weight the other way, (out, in).",
        (10,): "That is the shape of the bias, one number per output.",
        (7840,): "That is the number of entries; the weight is a matrix.",
        (1, 7840): "The weight is a matrix of outputs by inputs.",
        (1, 784): "That is the row of one output unit; the layer has 10.",
        (784, 1): "The layer has 10 outputs, and PyTorch writes them first.",
        (10, 785): "The bias is kept apart: it is a tensor of its own, of shape (10,).",
    },
    title="The shape of torch.nn.Linear(784, 10).weight",
)

q03_2 = choice(
    "q03_2",
    {
        "a": "This one runs: (32, 64) @ (64, 10) is (32, 10), and b of shape (10,) is added to each row.",
        "b": "This one runs: b[None] has shape (1, 10), one row that meets every row of X @ W.",
        "d": "This one runs: a row (1, 10) is added to every row of X @ W.",
    },
    title="Which line raises?",
)

q03_3 = choice(
    "q03_3",
    {
        "a": "It runs: (32, 10) and (32, 1) have equal lengths or a 1 on each axis, and the 1 stretches.",
        "c": "It adds something: entry [n, j] gets b[n, 0].",
        "d": "Look at which axis has the 1: the column stretches over the 10 units, so each sample gets one number of its own.",
    },
    title="b is a column of 32 numbers",
)

q03_4 = quantity(
    "q03_4",
    {
        101632: "The biases are forgotten: one per output unit of each layer, 128 + 10 more.",
        102554: "Inputs have no bias: you counted 784 too many.",
        101634: "One bias per output unit, not one per layer.",
        100480: "That is the first layer alone.",
        1003520: "Add the layers up: you multiplied all three sizes.",
        101760: "The biases of the output layer are forgotten: 10 more.",
        101642: "The biases of the hidden layer are forgotten: 128 more.",
        1280: "These are the weights of the second layer alone.",
    },
    title="Parameters of a 784-128-10 network",
)


def collapsed(witness, reference):
    """Why (W, b) is not the single layer equal to the three layers of the question; None if it is."""
    W, b = reference.collapse_affine(reference.V1, reference.c1, reference.V2, reference.c2)
    W, b = reference.collapse_affine(W, b, reference.V3, reference.c3)
    mine, bias = (np.asarray(part, dtype=float) for part in witness)
    if mine.shape not in {(2, 1), (2,)}:
        return f"W should lead from 2 inputs to 1 output, shape (2, 1); yours has shape {mine.shape}."
    if not np.allclose(mine.ravel(), W.ravel(), rtol=1e-7, atol=1e-9):
        return "With your W the single layer differs from the three: multiply V1, V2 and V3 in the order in which X meets them."
    if bias.size != 1 or not np.allclose(bias.ravel(), b, rtol=1e-7, atol=1e-9):
        return "Your W is right, your b is not: c1 passes through V2 and V3, and c2 passes through V3."
    return None


q03_5 = true_or_false(
    "q03_5",
    collapsed,
    "(W, b)",
    good=(
        (np.array([[16.0], [7.0]]), np.array([12.0])),
        ([[16], [7]], [12]),
        [[16, 7], 12],
        ([[16.0], [7.0]], [[12.0]]),
    ),
    bad=(
        ([[16], [7]], [4]),
        ([[16], [7]], [6]),
        ([[16], [7]], [8]),
        ([[16], [7]], [13]),
        ([[7], [16]], [12]),
        ([[16, 7]], [12]),
        ([[16], [7]], [12, 12]),
        ([[0], [0]], [0]),
    ),
    title="Three affine layers without activation",
    wrong={
        True: "Work the three layers of the cell out: without an activation they collapse into one, "
        "X V1 V2 V3 plus a constant row (03.8 does it for two)."
    },
)

q03_6 = shape(
    "q03_6",
    {
        ((8, 4), (4, 8)): "The two are exchanged: in the article's convention samples are columns.",
        ((4, 8), (4, 8)): "The first is right; in our convention the 8 samples are the rows.",
        ((8, 4), (8, 4)): "The second is right; in the article's convention the 8 samples are the columns.",
        ((4, 8), (8, 3)): "3 is the inner size and is summed away: the layer has 4 outputs.",
        ((3, 8), (8, 3)): "That is X in both layouts; the layer has 4 outputs.",
    },
    title="Z in both conventions",
)

q03_7 = quantity(
    "q03_7",
    {
        7500000: "That is A(BC): 2 500 000 for B C, and 5 000 000 for A times it.",
        25000000: "Add the counts of the two products; you multiplied all four sizes.",
        50000: "That is A B alone; multiplying by C costs 10 · 5 · 500 more.",
        25000: "That is the second product alone; A B costs 10 · 1000 · 5.",
        5050: "Each of these entries is a sum of several products: count the products.",
        2500000: "That is B C alone, the beginning of A(BC).",
        150000: "Multiplications only: that is twice the count, with the additions.",
    },
    title="Multiplications for (AB)C",
)
