"""The derivations of unit 06: where their letters live, other right forms, known mistakes."""

import sympy as sp

from autograder.checks import Derivation, Interval, WrongForm


def matrix(letter, rows, columns):
    return sp.Matrix(rows, columns, lambda i, j: sp.Symbol(f"{letter}{i + 1}{j + 1}"))


def entries(*matrices):
    return {symbol.name: Interval(-2, 2) for part in matrices for symbol in part}


X, G = matrix("x", 3, 2), matrix("g", 3, 2)

d06_1 = Derivation(
    "d06_1",
    entries(X, G),
    shape=(2, 2),
    title="∂L/∂W for L = Σ G · (XW)",
    right=(
        "[[x11*g11 + x21*g21 + x31*g31, x11*g12 + x21*g22 + x31*g32], [x12*g11 + x22*g21 + x32*g31, x12*g12 + x22*g22 + x32*g32]]",
        "Matrix([[g11*x11 + g21*x21 + g31*x31, g12*x11 + g22*x21 + g32*x31], [g11*x12 + g21*x22 + g31*x32, g12*x12 + g22*x22 + g32*x32]])",
        "py:(Matrix([[g11, g12], [g21, g22], [g31, g32]]).T*Matrix([[x11, x12], [x21, x22], [x31, x32]])).T",
        "py:(Matrix([[x11, x12], [x21, x22], [x31, x32]]).T*Matrix([[g11, g12], [g21, g22], [g31, g32]])).tolist()",
    ),
    wrong=(
        WrongForm(
            G.T * X, "Turn it round: this is the transpose of dW. W is square here, so the shape does not give it away."
        ),
        WrongForm(X * G.T, "The shape is (3, 3); dW has the shape of W, (2, 2). It is X that has to be transposed."),
        WrongForm(X.T * G / 3, "Leave out the division by N: L is a plain sum here, and any 1/N would be inside G."),
        WrongForm(X.T * sp.ones(3, 2), "Each term is weighted by an entry of G: yours takes all of them as 1."),
        WrongForm(X.T * X, "Pair X with the upstream gradient G, not with itself."),
        WrongForm(-X.T * G, "The sign is turned: raising a weight raises L by X times G."),
        WrongForm(2 * X.T * G, "There is no square here, so no factor 2: L is a sum of products."),
        WrongForm(X[0, :].T * G[0, :], "Every sample adds its share: yours stops after the first."),
        WrongForm(X[:2, :].T * G[:2, :], "Every sample adds its share: yours stops before the last."),
        WrongForm(
            (X.T * G)[:, ::-1], "The columns are exchanged: column m of dW belongs to unit m, as column m of G does."
        ),
        WrongForm((X.T * G)[::-1, :], "The rows are exchanged: row d of dW belongs to input d, as column d of X does."),
        WrongForm(X.T * G / 6, "Leave out the division by the number of entries: L is a plain sum here."),
        WrongForm(
            sp.ones(2, 3) * G, "Each term is weighted by an entry of X: yours takes all of them as 1, as for a bias."
        ),
    ),
)

d06_2 = Derivation(
    "d06_2",
    {name: Interval(-2, 2) for name in ("g11", "g12", "g21", "g22", "g31", "g32")},
    title="∂L/∂b₁ for three samples",
    right=("g31 + g21 + g11", "g11*1 + (g21 + g31)", "(2*g11 + 2*g21 + 2*g31)/2"),
    wrong=(
        WrongForm(
            "(g11 + g21 + g31)/3",
            "A sum, not a mean: each sample's path counts in full, and the 1/N is inside G already.",
        ),
        WrongForm("g11 + g12", "Add along the samples: you stayed with sample 1 and added its units."),
        WrongForm("g11", "That is the first sample's share only; b₁ is added to all three rows."),
        WrongForm("g12 + g22 + g32", "That is the second unit: b₁ goes into column 1 of Z."),
        WrongForm("g11 + g12 + g21 + g22 + g31 + g32", "b₁ goes into column 1 only: leave out the second unit."),
        WrongForm("g31", "That is the last sample's share only; b₁ is added to all three rows."),
        WrongForm("g11 + g21", "Three samples, three paths: the third is missing."),
        WrongForm("3*(g11 + g21 + g31)", "Leave out the factor 3: the sum has counted the samples already."),
        WrongForm("g21 + g22", "Add along the samples: you stayed with sample 2 and added its units."),
        WrongForm("(g11 + g12)/2", "Add along the samples, without a mean: you averaged the units of sample 1."),
        WrongForm(
            "(g11 + g12 + g21 + g22 + g31 + g32)/3",
            "Leave out the second unit, and the division: b₁ goes into column 1 only.",
        ),
        WrongForm("(g11 + g12 + g21 + g22 + g31 + g32)/6", "A sum over column 1, not the mean of all entries of G."),
        WrongForm("g11*g21*g31", "Paths are added up: a product belongs to steps one after the other on one path."),
        WrongForm("1", "That is ∂z/∂b₁ for one sample: multiply by what comes back, and add up the samples."),
        WrongForm("3", "Each path is weighted by what the loss thinks of that entry of Z: add up the g's, not ones."),
    ),
)

d06_3 = Derivation(
    "d06_3",
    {"z": Interval(-2, 2)},
    title="relu′(z) for z ≠ 0",
    right=(
        "Heaviside(z)",
        "sign(z)/2 + 1/2",
        "z/(2*Abs(z)) + 1/2",
        "Piecewise((1, z > 0), (0, True))",
        "Heaviside(z, 0)",
        "Max(0, sign(z))",
        "Piecewise((0, z <= 0), (1, z > 0))",
        "Max(0, z)/z",
    ),
    wrong=(
        WrongForm("Heaviside(-z)", "The sides are exchanged: ReLU is flat on the left and rises on the right."),
        WrongForm("Max(0, z)", "That is the function itself; its slope is asked for."),
        WrongForm("sign(z)", "On the left ReLU is flat: slope 0, not −1. Yours is the slope of |z|."),
        WrongForm("1", "That is the slope on the right only: on the left ReLU is flat."),
        WrongForm("0", "That is the slope on the left only: on the right ReLU is the line z."),
        WrongForm("z", "That is ReLU itself on the right; its slope is asked for, on both sides."),
        WrongForm("Abs(z)", "That is |z|, a function with slopes −1 and 1; the slope of ReLU is asked for."),
        WrongForm(
            "Piecewise((1/100, z < 0), (1, True))",
            "On the left ReLU is flat: slope 0 exactly. A small slope there is leaky ReLU.",
        ),
        WrongForm("1/(1 + exp(-z))", "That is the sigmoid, a smooth step: the slope of ReLU jumps from 0 to 1."),
        WrongForm(
            "Piecewise((0, z < 1), (1, True))", "The kink is at 0: on the whole right side of it the slope is 1."
        ),
        WrongForm("Max(0, Min(1, z))", "The slope is 0 or 1 and nothing between: it does not rise with z."),
        WrongForm("Min(1, z)", "The slope is 0 on the left and 1 on the right: it does not rise with z."),
        WrongForm("1/2", "1/2 is a choice some make at z = 0 itself; beside it the slope is 0 or 1."),
    ),
)

d06_4 = Derivation(
    "d06_4",
    {name: Interval(-2, 2) for name in "vwxt"},
    condition=lambda point: point["w"] * point["x"] > 0,
    title="∂L/∂w for L = (v max(0, wx) − t)² with wx > 0",
    right=("2*v*x*(v*w*x - t)", "2*v^2*w*x^2 - 2*v*x*t", "2*(v*Max(0, w*x) - t)*v*x*Heaviside(w*x)"),
    wrong=(
        WrongForm("2*(v*w*x - t)*x", "The way back leads through v: that factor is missing."),
        WrongForm("(v*w*x - t)*v*x", "The factor 2 from the square is missing."),
        WrongForm("2*(t - v*w*x)*v*x", "The sign is turned: the inner derivative of (ŷ − t) by ŷ is +1."),
        WrongForm("2*(v*w*x - t)*v", "The last step, from wx to w, brings a factor x: it is missing."),
        WrongForm("2*(v*w*x - t)", "That is ∂L/∂ŷ, where the way back begins: go on through v, the ReLU and x."),
        WrongForm("2*(v*w*x - t)*w*x", "That is the derivative by v; w is asked for."),
        WrongForm("2*(v*w*x - t)*v*w", "That is the derivative by x; w is asked for."),
        WrongForm("v*x", "That is ∂ŷ/∂w: the square of the loss has a derivative too."),
        WrongForm("(v*w*x - t)^2", "That is the loss itself; its derivative by w is asked for."),
        WrongForm("2*(v*w*x - t)^2*v*x", "The square falls away in the derivative: 2(ŷ − t), without a square."),
        WrongForm("2*v^2*w*x^2", "The target is missing: the inner part is v w x − t."),
        WrongForm("2*(w*x - t)*v*x", "Write ŷ out in full: it is v w x, and your inner part has no v."),
        WrongForm("2*(v*w*x - t)*v*w*x", "By w the product wx has the slope x: leave out the factor w."),
        WrongForm(
            "2*(v*w*x - t)*v*w*x*x",
            "Multiply by the slope of the ReLU, which is 1 here: you multiplied by its value wx.",
        ),
        WrongForm("-2*(v*w*x - t)", "That is the derivative by t; w is asked for."),
        WrongForm("0", "The unit is on, so the gradient passes: it is 0 only for wx < 0."),
        WrongForm("2*(v*w*x + t)*v*x", "A minus stands between prediction and target: v w x − t."),
        WrongForm("(v*w*x - t)*v*x/2", "Differentiating the square multiplies by 2; you divided."),
        WrongForm("(v*w*x - t)*x", "Two factors are missing: the 2 from the square, and v on the way back."),
        WrongForm("-2*t*v*x", "Keep ŷ inside: 2(ŷ − t) with ŷ = v w x, and yours has the target only."),
        WrongForm("(v*w*x - t)^2*v*x", "Differentiate the square as well: 2(ŷ − t), not (ŷ − t)²."),
    ),
)
