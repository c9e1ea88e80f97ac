"""The derivations of unit 03: where their letters live, other right forms, known mistakes."""

import sympy as sp

from autograder.checks.answers import Derivation, Integers, Interval, WrongForm


def matrix(letter, rows, columns):
    return sp.Matrix(rows, columns, lambda i, j: sp.Symbol(f"{letter}{i + 1}{j + 1}"))


def entries(*matrices):
    return {symbol.name: Interval(-2, 2) for part in matrices for symbol in part}


X, W, W2 = matrix("x", 2, 3), matrix("w", 3, 2), matrix("w", 2, 2)
B, P, Q = (sp.Matrix([sp.symbols(names)]) for names in ("b1 b2", "p1 p2", "q1 q2"))
BIAS_ROWS = sp.ones(2, 1) * B  # under every sample the bias row

d03_1 = Derivation(
    "d03_1",
    entries(X, W, B),
    title="Entry Z12 of Z = X W + b",
    right=(
        "b2 + w12*x11 + w22*x12 + w32*x13",
        "x13*w32 + (x12*w22 + (x11*w12 + b2))",
        "x11*(w12 + b2/x11) + x12*w22 + x13*w32",
    ),
    wrong=(
        WrongForm(
            "x11*w12 + x12*w22 + x13*w32 + b1",
            "Take the bias of the output: the column is 2, so b2. You took b1, the number of the sample.",
        ),
        WrongForm("x11*w12 + x12*w22 + x13*w32", "Add the bias b2: the product alone is X W."),
        WrongForm(
            "x21*w11 + x22*w21 + x23*w31 + b1", "Row first, then column: that is entry (2, 1), sample 2 and output 1."
        ),
        WrongForm(
            "x21*w11 + x22*w21 + x23*w31 + b2",
            "Row first, then column: you took sample 2 and output 1, and then the bias of output 2.",
        ),
        WrongForm("x11*w21 + x12*w22 + b2", "Go down column 2 of W, three entries: you went along its row 2."),
        WrongForm(
            "x11*w11 + x12*w21 + x13*w31 + b1", "The second index counts the outputs: you computed entry (1, 1)."
        ),
        WrongForm("x11*w12*x12*w22*x13*w32 + b2", "Add the three products; you multiplied them."),
        WrongForm("x11*w12 + x12*w22 + x13*w32 + 3*b2", "Add the bias once, after the sum, not with each product."),
        WrongForm("x21*w12 + x22*w22 + x23*w32 + b2", "The first index counts the samples: you computed entry (2, 2)."),
        WrongForm(
            "x11*w11 + x12*w21 + x13*w31 + b2",
            "The bias is right, the column is not: go down column 2 of W, where the second index is 2.",
        ),
        WrongForm("x11*w12 + x12*w22 + b2", "X and W share three features: the third product, x13 w32, is missing."),
        WrongForm(
            "x12*w12 + b2", "An entry of a matrix product is a sum over a row and a column: you took one product."
        ),
        WrongForm("x11*w12 + x12*w22 + x13*w32 + b1 + b2", "Output 2 has its own bias, b2: you added b1 as well."),
        WrongForm("x11*w12 + x12*w22 + x13*w32 - b2", "The bias is added: look at the sign of b2."),
        WrongForm(
            "(x11 + b2)*w12 + (x12 + b2)*w22 + (x13 + b2)*w32",
            "The bias is added after the product: yours goes through the weights.",
        ),
    ),
)

d03_2 = Derivation(
    "d03_2",
    entries(X, W, B),
    shape=(2, 2),
    title="Zc = Wc Xc + bc from the entries of X, W and b",
    right=(
        (
            "[[x11*w11 + x12*w21 + x13*w31 + b1, x21*w11 + x22*w21 + x23*w31 + b1], "
            "[x11*w12 + x12*w22 + x13*w32 + b2, x21*w12 + x22*w22 + x23*w32 + b2]]"
        ),
        (
            "py:Matrix([[w11, w21, w31], [w12, w22, w32]])*Matrix([[x11, x21], [x12, x22], [x13, x23]])"
            " + Matrix([b1, b2])*ones(1, 2)"
        ),
        (
            "py:(Matrix([[x11, x12, x13], [x21, x22, x23]])*Matrix([[w11, w12], [w21, w22], [w31, w32]])"
            " + ones(2, 1)*Matrix([[b1, b2]])).T"
        ),
    ),
    wrong=(
        WrongForm(X * W + BIAS_ROWS, "Samples are columns in Zc: yours is Z of the row convention, not transposed."),
        WrongForm(
            W.T * X.T + BIAS_ROWS,
            "The bias runs along the wrong axis: row m of Zc belongs to output m and gets b_m everywhere. With M = N nothing crashes.",
        ),
        WrongForm(W.T * X.T, "Add the bias: Wc Xc alone is not the layer."),
        WrongForm(
            X * W + BIAS_ROWS.T,
            "Neither is turned right: you have X W, not transposed, with the bias along the samples.",
        ),
        WrongForm(X * W, "Samples are columns in Zc, and the bias is missing: yours is X W."),
        WrongForm(W.T * X.T + B[0] * sp.ones(2, 2), "Row m of Zc gets b_m: you added b1 in both rows."),
        WrongForm(W.T * X.T + B[1] * sp.ones(2, 2), "Row m of Zc gets b_m: you added b2 in both rows."),
        WrongForm(
            W.T * X.T + sp.Matrix([[B[1], B[1]], [B[0], B[0]]]), "Row m of Zc gets b_m: you exchanged b1 and b2."
        ),
        WrongForm(W.T * X.T - BIAS_ROWS.T, "The bias is added: look at its sign."),
        WrongForm(W.T * X.T + sp.diag(*B), "Each entry gets a bias: sympy.diag puts b1 and b2 on the diagonal only."),
        WrongForm(
            W.T * X.T + (B[0] + B[1]) * sp.ones(2, 2), "Row m of Zc gets b_m alone: you added b1 + b2 everywhere."
        ),
        WrongForm(
            W.reshape(2, 3) * X.reshape(3, 2) + BIAS_ROWS.T,
            "Transpose, do not reshape: reshape keeps the reading order, and the entries land in other places.",
        ),
        WrongForm(W * X, "Mind the sizes: W X is (3, 3). Both factors have to be transposed, and the bias is missing."),
    ),
)

d03_3 = Derivation(
    "d03_3",
    {name: Integers(1, 30) for name in "mknp"},
    title="Multiplications of (AB)C",
    right=("m*n*(k + p)", "n*m*p + n*m*k", "m*n*k*(1 + p/k)"),
    wrong=(
        WrongForm("m*k*p + k*n*p", "That is the count for A(BC): here A B comes first, and its result is (m, n)."),
        WrongForm("m*k*n*p", "Add the counts of the two products; you multiplied all the sizes."),
        WrongForm("m*n + m*p", "Count the multiplications: each of these entries is a sum of several products."),
        WrongForm("m*k*n", "That is A B alone: the product with C comes on top."),
        WrongForm("m*n*p", "That is the second product alone: A B has to be computed first."),
        WrongForm(
            "m*n*(k - 1) + m*p*(n - 1)",
            "These are the additions: a sum of k products has k multiplications and k − 1 additions.",
        ),
        WrongForm("m*n*(2*k - 1) + m*p*(2*n - 1)", "Multiplications only: you counted the additions as well."),
        WrongForm("m*k*n + k*n*p", "A B has m rows, and so has the second product: m n p, where you wrote k n p."),
        WrongForm("m*k*n + n*p", "The second product is right in n and p, but A B has m rows: m n p."),
        WrongForm("m*k*n + m*p", "Each of the m p entries of the second product is a sum of n products: m n p."),
        WrongForm("m*k*n + m*k*p", "A B has shape (m, n): the inner size of the second product is n, not k."),
        WrongForm("m*k*n + k*p*n*m", "A B has shape (m, n): its product with C takes m n p, without k."),
        WrongForm("m*k + k*n + n*p", "These are the entries of A, B and C; count the multiplications."),
        WrongForm("m*n*k*m*n*p", "Add the counts of the two products; you multiplied them."),
        WrongForm("m*p", "These are the entries of the result; count the multiplications."),
    ),
)

d03_4 = Derivation(
    "d03_4",
    entries(P, W2, Q),
    shape=(1, 2),
    title="The bias of the single layer",
    right=(
        "[p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2]",
        "[[q1 + w11*p1 + w21*p2, q2 + w12*p1 + w22*p2]]",
        "Matrix([[p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2]])",
    ),
    wrong=(
        WrongForm(P + Q, "The first bias passes through the second layer too: W2 is not applied to it yet."),
        WrongForm(P * W2, "Add the second layer's own bias, (q1, q2)."),
        WrongForm(P * W2.T + Q, "W2 is transposed: entry 1 takes column 1 of W2, which is w11 and w21."),
        WrongForm(Q * W2 + P, "The two biases are exchanged: p meets W2, and q is added."),
        WrongForm(Q, "Take the first bias along: it passes through W2."),
        WrongForm((P + Q) * W2, "Only the first bias passes through W2; the second is added after it."),
        WrongForm(P, "That is the first bias as it was: it passes through W2, and (q1, q2) is added."),
        WrongForm(P * W2 - Q, "The second bias is added: look at the sign of (q1, q2)."),
        WrongForm(
            P.multiply_elementwise(sp.Matrix([[W2[0, 0], W2[1, 1]]])) + Q,
            "A row times a matrix: each entry of the result takes p1 and p2, and you used the diagonal of W2 only.",
        ),
        WrongForm(P.multiply_elementwise(Q), "Nothing multiplies the two biases: p meets W2, and q is added."),
        WrongForm(sp.Matrix([[(P * W2 + Q)[1], (P * W2 + Q)[0]]]), "Both formulas are right, but they are exchanged."),
    ),
)
