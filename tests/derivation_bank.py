"""The derivations of the course as a table: reference, other right forms, known wrong forms.

What the judge is measured with; the course's own derivations live with its hidden checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from autograder.checks.answers import Derivation, Integers, Interval, WrongForm
from autograder.checks.domain import Domain


@dataclass(frozen=True)
class Item:
    """One derivation and its reference answer."""

    spec: Derivation
    reference: Any


def matrix(letter: str, rows: int, columns: int) -> sp.Matrix:
    """The matrix of letters a11, a12, …"""
    return sp.Matrix(rows, columns, lambda i, j: sp.Symbol(f"{letter}{i + 1}{j + 1}"))


def entries(*matrices: sp.Matrix) -> Domain:
    """Every letter of the matrices between -2 and 2."""
    return {symbol.name: Interval(-2, 2) for part in matrices for symbol in part}


A23, B32, A22 = matrix("a", 2, 3), matrix("b", 3, 2), matrix("a", 2, 2)
X23, W32 = matrix("x", 2, 3), matrix("w", 3, 2)
X32, G32 = matrix("x", 3, 2), matrix("g", 3, 2)
W2 = matrix("w", 2, 2)
BIAS, P, Q = (sp.Matrix([sp.symbols(names)]) for names in ("b1 b2", "p1 p2", "q1 q2"))
MATRICES = {"A": A23, "B": B32, "S": A22, "X": X23, "W": W32, "X3": X32, "G": G32, "W2": W2, "b": BIAS, "P": P, "Q": Q}

BANK = [
    Item(
        Derivation(
            "d01_1",
            entries(A23, B32),
            shape=(2, 2),
            title="entries of (AB)^T for A (2,3), B (3,2)",
            right=("py:B.T*A.T", "py:(A*B).T.tolist()", "py:[list(row) for row in zip(*(A*B).tolist())]"),
            wrong=(
                WrongForm(A23.T * B32.T, "order of the factors kept: A^T B^T even has another shape (3, 3)"),
                WrongForm(A23 * B32, "not transposed"),
                WrongForm(B32 * A23, "BA, shape (3, 3)"),
            ),
        ),
        (A23 * B32).T,
    ),
    Item(
        Derivation(
            "d01_2",
            {name: Integers(1, 30) for name in "NHWC"},
            title="bytes of a float64 batch (N, H, W, C)",
            right=("N*H*W*C*64/8", "8*C*W*H*N", "2^3*N*C*H*W"),
            wrong=(
                WrongForm("N*H*W*C", "counts entries, not bytes"),
                WrongForm("4*N*H*W*C", "float32 size"),
                WrongForm("8*H*W*C", "one image, batch forgotten"),
            ),
        ),
        "8*N*H*W*C",
    ),
    Item(
        Derivation(
            "d01_3",
            entries(A22),
            shape=(2, 2),
            title="symmetric part of A (2,2)",
            right=("py:S/2 + S.T/2", "py:S - (S - S.T)/2", "[[a11, (a12 + a21)/2], [(a12 + a21)/2, a22]]"),
            wrong=(
                WrongForm(A22 + A22.T, "factor 1/2 missing"),
                WrongForm((A22 - A22.T) / 2, "that is the antisymmetric part"),
                WrongForm(A22 * A22.T, "product instead of sum"),
            ),
        ),
        (A22 + A22.T) / 2,
    ),
    Item(
        Derivation(
            "d03_1",
            entries(X23, W32, BIAS),
            title="entry (1,2) of Z = XW + b, X (2,3), W (3,2)",
            right=("py:(X*W)[0, 1] + b[1]", "b2 + w12*x11 + w22*x12 + w32*x13", "py:X.row(0).dot(W.col(1)) + b[1]"),
            wrong=(
                WrongForm("x11*w12 + x12*w22 + x13*w32 + b1", "bias indexed by the sample"),
                WrongForm("x11*w12 + x12*w22 + x13*w32", "bias forgotten"),
                WrongForm("x21*w11 + x22*w21 + x23*w31 + b1", "row and column exchanged"),
                WrongForm("x11*w21 + x12*w22 + b2", "row of W used"),
            ),
        ),
        "x11*w12 + x12*w22 + x13*w32 + b2",
    ),
    Item(
        Derivation(
            "d03_2",
            entries(X23, W32, BIAS),
            shape=(2, 2),
            title="Zc for the column convention, from the row convention X (2,3), W (3,2), b",
            right=(
                "py:(X*W + ones(2, 1)*b).T",
                "py:(X*W).T + b.T*ones(1, 2)",
                "py:[list(r) for r in (W.T*X.T + b.T*ones(1, 2)).tolist()]",
            ),
            wrong=(
                WrongForm(X23 * W32 + sp.ones(2, 1) * BIAS, "row convention, not transposed"),
                WrongForm(
                    W32.T * X23.T + sp.ones(2, 1) * BIAS, "bias along the wrong axis (silent because M = N here)"
                ),
                WrongForm(W32.T * X23.T, "bias forgotten"),
            ),
        ),
        W32.T * X23.T + BIAS.T * sp.ones(1, 2),
    ),
    Item(
        Derivation(
            "d03_4",
            entries(P, W2, Q),
            shape=(1, 2),
            title="bias of the single layer equal to two affine layers",
            right=("py:(W2.T*P.T).T + Q", "[p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2]", "py:list(P*W2 + Q)"),
            wrong=(
                WrongForm(P + Q, "W2 not applied to b1"),
                WrongForm(P * W2, "b2 forgotten"),
                WrongForm(P * W2.T + Q, "W2 transposed"),
            ),
        ),
        P * W2 + Q,
    ),
    Item(
        Derivation(
            "d04_3",
            {"x": Interval(-2, 2), "y": Interval(-2, 2)},
            shape=(2, 2),
            title="Jacobian of (x,y) -> (x y, x + sin y)",
            right=(
                "py:Matrix([x*y, x + sin(y)]).jacobian([x, y])",
                "Matrix([[y, x], [1, cos(y)]])",
                "[[y, x], [1, sin(y + pi/2)]]",
            ),
            wrong=(
                WrongForm("[[y, 1], [x, cos(y)]]", "transposed: rows are outputs, columns are inputs"),
                WrongForm("[[y, 0], [0, cos(y)]]", "only the diagonal"),
                WrongForm("[[x, y], [1, cos(y)]]", "partials of x*y exchanged"),
            ),
        ),
        "Matrix([[y, x], [1, cos(y)]])",
    ),
    Item(
        Derivation(
            "d06_1",
            entries(X32, G32),
            shape=(2, 2),
            title="dL/dW for L = sum of G * (X W), X (3,2), W (2,2), G (3,2)",
            right=("py:(G.T*X3).T", "py:(X3.T*G).tolist()", "py:X3.T*(2*G)/2"),
            wrong=(
                WrongForm(G32.T * X32, "transposed (silent: W is square here)"),
                WrongForm(X32 * G32.T, "shape (3, 3)"),
                WrongForm(X32.T * G32 / 3, "divided by N"),
            ),
        ),
        X32.T * G32,
    ),
    Item(
        Derivation(
            "d06_2",
            {name: Interval(-2, 2) for name in ("g11", "g12", "g21", "g31")},
            title="dL/db_1 for three samples",
            right=("g31+g21+g11", "g11*1 + (g21 + g31)", "(2*g11 + 2*g21 + 2*g31)/2"),
            wrong=(
                WrongForm("(g11+g21+g31)/3", "mean"),
                WrongForm("g11+g12", "summed over the units"),
                WrongForm("g11", "first sample only"),
            ),
        ),
        "g11+g21+g31",
    ),
    Item(
        Derivation(
            "d06_3",
            {"z": Interval(-2, 2)},
            title="relu'(z) for z != 0",
            right=(
                "Heaviside(z)",
                "sign(z)/2 + 1/2",
                "z/(2*Abs(z)) + 1/2",
                "Piecewise((1, z > 0), (0, True))",
                "Heaviside(z, 0)",
                "Max(0, sign(z))",
                "Piecewise((0, z <= 0), (1, z > 0))",
                "(z + sqrt(z^2))/(2*z)",
            ),
            wrong=(
                WrongForm("Heaviside(-z)", "sides exchanged"),
                WrongForm("Max(0, z)", "the function, not its slope"),
                WrongForm("sign(z)", "slope -1 on the left: that is |z|"),
                WrongForm("1", "no mask"),
            ),
        ),
        "Piecewise((0, z < 0), (1, True))",
    ),
    Item(
        Derivation(
            "d02_1",
            {"a": Interval("0.2", 3), "b": Interval("0.2", 3), "c": Interval(-1, 1)},
            title="||u-v||^2 from a=u.u, b=v.v, c=u.v",
            right=(
                "a-c+b-c",
                "-(2*c-a-b)",
            ),
            wrong=(
                WrongForm("a+b", "cross term forgotten"),
                WrongForm("a-b", "difference of squares"),
                WrongForm("a+b-c", "cross term counted once"),
                WrongForm("sqrt(a+b-2*c)", "distance, not squared distance"),
            ),
        ),
        "a+b-2*c",
    ),
    Item(
        Derivation(
            "d02_2",
            {"d": Integers(2, 60)},
            title="standard deviation of q.k, d independent components of variance 1",
            right=(
                "d^(1/2)",
                "d/sqrt(d)",
                "exp(log(d)/2)",
            ),
            wrong=(
                WrongForm("d", "that is the variance"),
                WrongForm("1/sqrt(d)", "that is the scale that undoes it"),
                WrongForm("d^2", "squared"),
            ),
        ),
        "sqrt(d)",
    ),
    Item(
        Derivation(
            "d02_3",
            {"a": Interval("0.2", 3), "b": Interval("0.2", 3), "c": Interval(-1, 1)},
            title="coefficient of the projection of v on u, a=u.u, c=u.v",
            right=(
                "c*a^(-1)",
                "1/(a/c)",
            ),
            wrong=(
                WrongForm("c/sqrt(a)", "scalar projection: length along u, not the coefficient"),
                WrongForm("c/b", "divides by v.v"),
                WrongForm("c", "right only for unit u"),
                WrongForm("c/(a*b)", "mix with the cosine"),
            ),
        ),
        "c/a",
    ),
    Item(
        Derivation(
            "d03_3",
            {"m": Integers(1, 30), "k": Integers(1, 30), "n": Integers(1, 30), "p": Integers(1, 30)},
            title="multiplications of (AB)C, A (m,k), B (k,n), C (n,p)",
            right=(
                "m*n*(k+p)",
                "n*m*p+n*m*k",
            ),
            wrong=(
                WrongForm("m*k*p+k*n*p", "that is A(BC)"),
                WrongForm("m*k*n*p", "product of all sizes"),
                WrongForm("m*n+m*p", "counts entries, not multiplications"),
            ),
        ),
        "m*k*n+m*n*p",
    ),
    Item(
        Derivation(
            "d04_1",
            {"x": Interval(-2, 2), "y": Interval(-2, 2)},
            shape="pair",
            title="both partial derivatives of x^2 y + 3 x y^3",
            right=("[y*(2*x+3*y^2), x*(x+9*y^2)]", "[3*y^3 + 2*y*x, (x + 9*y^2)*x]"),
            wrong=(
                WrongForm("[x^2+9*x*y^2, 2*x*y+3*y^3]", "order exchanged"),
                WrongForm("[2*x*y+3*y^3, x^2+3*x*y^2]", "exponent of y not brought down"),
                WrongForm("[2*x+3, x^2+9*y^2]", "the other variable dropped"),
            ),
        ),
        "[2*x*y+3*y^3, x^2+9*x*y^2]",
    ),
    Item(
        Derivation(
            "d04_2",
            {"x": Interval(-2, 2), "h": Interval("0.01", 1)},
            title="leading error of the central difference of exp",
            right=(
                "E^x*h^2/6",
                "exp(x)/6*h*h",
                "exp(x+2*log(h))/6",
            ),
            wrong=(
                WrongForm("h*exp(x)/2", "that is the forward difference"),
                WrongForm("h^2*exp(x)/3", "one of the two equal terms not halved"),
                WrongForm("h^2*exp(x)/24", "half step"),
                WrongForm("h^2*exp(x)/2", "second-order Taylor term: it cancels"),
            ),
        ),
        "h^2*exp(x)/6",
    ),
    Item(
        Derivation(
            "d05_1",
            {"w": Interval(-2, 2), "x": Interval(-2, 2), "b": Interval(-2, 2)},
            title="dL/dw for L = log(1 + exp(w x + b))",
            right=(
                "x/(1+exp(-(w*x+b)))",
                "x*(1+tanh((w*x+b)/2))/2",
                "x - x/(1+exp(w*x+b))",
                "x*exp(w*x)/(exp(-b)+exp(w*x))",
            ),
            wrong=(
                WrongForm("exp(w*x+b)/(1+exp(w*x+b))", "inner factor x missing"),
                WrongForm("x/(1+exp(w*x+b))", "sign in the exponent"),
                WrongForm("x*exp(w*x+b)", "outer derivative 1/u missing"),
                WrongForm("w*exp(w*x+b)/(1+exp(w*x+b))", "derivative by x, not w"),
            ),
        ),
        "x*exp(w*x+b)/(1+exp(w*x+b))",
    ),
    Item(
        Derivation(
            "d05_2",
            {"x": Interval(-2, 2)},
            title="total derivative dL/dx, L = x y + x^2, y = sin x",
            right=(
                "x*(cos(x)+2)+sin(x)",
                "sqrt(2)*x*sin(x+pi/4) - x*sin(x) + sin(x) + 2*x",
            ),
            wrong=(
                WrongForm("sin(x)+2*x", "only the direct path"),
                WrongForm("x*cos(x)+2*x", "only the path through y plus 2x"),
                WrongForm("cos(x)+2*x", "product rule lost"),
            ),
        ),
        "sin(x)+x*cos(x)+2*x",
    ),
    Item(
        Derivation(
            "d05_3",
            {"s": Interval("0.01", "0.99"), "z": Interval(-2, 2)},
            letters=("s",),
            title="sigmoid'(z) written with s = sigmoid(z) only",
            right=(
                "s-s^2",
                "(1-(1-2*s)^2)/4",
                "1/(1/s+1/(1-s))",
            ),
            wrong=(
                WrongForm("s*(s-1)", "sign"),
                WrongForm("1-s^2", "that is tanh'"),
                WrongForm("s", "factor 1-s missing"),
                WrongForm("exp(-z)/(1+exp(-z))^2", "right value, but written with z"),
            ),
        ),
        "s*(1-s)",
    ),
    Item(
        Derivation(
            "d05_4",
            {"t": Interval("-0.99", "0.99")},
            letters=("t",),
            title="tanh'(z) written with t = tanh(z) only",
            right=(
                "(1-t)*(1+t)",
                "1-t*t",
            ),
            wrong=(
                WrongForm("t*(1-t)", "that is sigmoid'"),
                WrongForm("1-t", "square missing"),
                WrongForm("t^2-1", "sign"),
            ),
        ),
        "1-t^2",
    ),
    Item(
        Derivation(
            "d06_4",
            {name: Interval(-2, 2) for name in "vtwx"},
            condition=lambda point: point["w"] * point["x"] > 0,
            title="dL/dw, L = (v max(0, w x) - t)^2, for w x > 0",
            right=(
                "2*v*x*(v*w*x-t)",
                "2*v^2*w*x^2-2*v*x*t",
            ),
            wrong=(
                WrongForm("2*(v*w*x-t)*x", "factor v missing"),
                WrongForm("(v*w*x-t)*v*x", "factor 2 missing"),
                WrongForm("2*(t-v*w*x)*v*x", "sign"),
                WrongForm("2*(v*w*x-t)*v", "factor x missing"),
            ),
        ),
        "2*(v*w*x-t)*v*x",
    ),
    Item(
        Derivation(
            "d07_1",
            {
                "w": Interval(-2, 2),
                "x1": Interval(-2, 2),
                "x2": Interval(-2, 2),
                "y1": Interval(-2, 2),
                "y2": Interval(-2, 2),
            },
            title="d/dw of the mean of (w x_i - y_i)^2, two samples",
            right=(
                "w*(x1^2+x2^2)-x1*y1-x2*y2",
                "2/2*(x1*(w*x1-y1)+x2*(w*x2-y2))",
            ),
            wrong=(
                WrongForm("2*(x1*(w*x1-y1)+x2*(w*x2-y2))", "1/N missing"),
                WrongForm("(x1*(w*x1-y1)+x2*(w*x2-y2))/2", "factor 2 missing"),
                WrongForm("x1*(y1-w*x1)+x2*(y2-w*x2)", "sign"),
                WrongForm("(w*x1-y1)+(w*x2-y2)", "inner factor x_i missing"),
            ),
        ),
        "x1*(w*x1-y1)+x2*(w*x2-y2)",
    ),
    Item(
        Derivation(
            "d07_2",
            {"a": Interval("0.01", "0.4"), "lam": Interval("0.1", 2), "k": Integers(1, 8), "w0": Interval(-2, 2)},
            title="w_k for gradient descent on lam w^2/2",
            right=(
                "w0*(1-lam*a)^k",
                "w0*exp(k*log(1-a*lam))",
            ),
            wrong=(
                WrongForm("(1-a)^k*w0", "curvature forgotten"),
                WrongForm("(1-2*a*lam)^k*w0", "derivative of lam w^2 without the 1/2"),
                WrongForm("w0-k*a*lam*w0", "linear, not geometric: always the first gradient"),
                WrongForm("(1+a*lam)^k*w0", "ascent"),
            ),
        ),
        "(1-a*lam)^k*w0",
    ),
    Item(
        Derivation(
            "d07_3",
            {"lam": Interval("0.1", 5)},
            title="least upper bound of the stable learning rates",
            right=(
                "1/lam+1/lam",
                "2*lam^(-1)",
            ),
            wrong=(
                WrongForm("1/lam", "fastest step, not the limit"),
                WrongForm("lam/2", "inverted"),
                WrongForm("2*lam", "grows with curvature"),
            ),
        ),
        "2/lam",
    ),
    Item(
        Derivation(
            "d07_4",
            {"lam": Interval("0.1", 5)},
            title="learning rate that reaches the minimum in one step",
            right=(
                "lam^-1",
                "lam/lam^2",
            ),
            wrong=(
                WrongForm("2/lam", "jumps to the mirror point -w0"),
                WrongForm("1/(2*lam)", "half way"),
                WrongForm("lam", "inverted"),
            ),
        ),
        "1/lam",
    ),
    Item(
        Derivation(
            "d08_1",
            {"x": Interval(-2, 2), "mu": Interval(-2, 2), "sigma": Interval("0.2", 3)},
            title="d/dmu of log N(x; mu, sigma^2)",
            right=(
                "x/sigma^2-mu/sigma^2",
                "-(mu-x)/(sigma*sigma)",
            ),
            wrong=(
                WrongForm("(mu-x)/sigma^2", "sign"),
                WrongForm("(x-mu)/sigma", "sigma not squared"),
                WrongForm("-(x-mu)^2/(2*sigma^2)", "the exponent, not differentiated"),
                WrongForm("2*(x-mu)/sigma^2", "the 1/2 forgotten"),
            ),
        ),
        "(x-mu)/sigma^2",
    ),
    Item(
        Derivation(
            "d08_2",
            {"a": Interval(-3, 3), "b": Interval(-3, 3), "V": Interval("0.1", 3)},
            title="Var(a X + b), V = Var(X)",
            right=(
                "a*a*V",
                "Abs(a)^2*V",
            ),
            wrong=(
                WrongForm("a*V", "not squared"),
                WrongForm("a^2*V+b", "shift does not change the spread"),
                WrongForm("Abs(a)*V", "that rule is for the standard deviation"),
                WrongForm("a^2*V+b^2", "shift squared"),
            ),
        ),
        "a^2*V",
    ),
    Item(
        Derivation(
            "d08_3",
            {"m2": Interval(4, 9), "mu": Interval(-2, 2)},
            title="variance from m2 = E[X^2] and mu",
            right=("(sqrt(m2)-mu)*(sqrt(m2)+mu)", "-(mu^2-m2)", "(m2*2 - 2*mu^2)/2"),
            wrong=(
                WrongForm("m2-mu", "mean not squared"),
                WrongForm("m2+mu^2", "sign"),
                WrongForm("(m2-mu)^2", "square outside"),
                WrongForm("mu^2-m2", "sign: negative variance"),
            ),
        ),
        "m2-mu^2",
    ),
    Item(
        Derivation(
            "d08_4",
            {"x": Interval(-2, 2), "mu": Interval(-2, 2), "sigma": Interval("0.2", 3)},
            title="d/dsigma of log N(x; mu, sigma^2)",
            right=(
                "(x-mu)^2/sigma^3-1/sigma",
                "(((x-mu)/sigma)^2-1)/sigma",
            ),
            wrong=(
                WrongForm("(x-mu)^2/sigma^3", "log sigma of the normalising factor forgotten"),
                WrongForm("-(x-mu)^2/sigma^3-1/sigma", "sign of the power rule"),
                WrongForm("(x-mu)^2/(2*sigma^3)-1/sigma", "chain factor 2 forgotten"),
                WrongForm("((x-mu)^2-sigma^2)/sigma^4", "derivative by sigma^2 mixed in"),
            ),
        ),
        "((x-mu)^2-sigma^2)/sigma^3",
    ),
    Item(
        Derivation(
            "d09_1",
            {"n": Integers(1, 30), "s": Interval("0.1", 2), "m2": Interval("0.1", 3)},
            title="Var of sum of n products w_i x_i, Var(w)=s^2, E[x^2]=m2",
            right=("s*s*n*m2", "n*exp(2*log(s))*m2", "(s^2*m2)*n"),
            wrong=(
                WrongForm("n*s*m2", "standard deviation instead of variance"),
                WrongForm("s^2*m2", "number of terms forgotten"),
                WrongForm("n^2*s^2*m2", "n squared: terms are independent"),
                WrongForm("n*s^2*m2^2", "m2 already is a second moment"),
            ),
        ),
        "n*s^2*m2",
    ),
    Item(
        Derivation(
            "d09_2",
            {"n": Integers(1, 30)},
            title="weight variance that keeps E[x^2] through a ReLU layer",
            right=(
                "1/(n/2)",
                "4/(2*n)",
            ),
            wrong=(
                WrongForm("1/n", "the ReLU halving forgotten"),
                WrongForm("sqrt(2/n)", "standard deviation, not variance"),
                WrongForm("1/(2*n)", "halved twice"),
                WrongForm("2/n^2", "n squared"),
            ),
        ),
        "2/n",
    ),
    Item(
        Derivation(
            "d09_3",
            {"s": Interval("0.2", 3)},
            title="E[relu(z)^2], z ~ N(0, s^2)",
            right=(
                "s*s/2",
                "s**2/2",
            ),
            wrong=(
                WrongForm("s^2", "both halves counted"),
                WrongForm("s/sqrt(2*pi)", "that is E[relu(z)]"),
                WrongForm("s^2/4", "probability 1/2 squared"),
                WrongForm("s^2*(1/2-1/(2*pi))", "that is the variance of relu(z)"),
            ),
        ),
        "s^2/2",
    ),
    Item(
        Derivation(
            "d09_4",
            {"w": Interval("0.1", 6), "L": Integers(1, 8)},
            title="bound on |dz_L/dz_0| through L sigmoid layers, |weights| <= w (one unit each)",
            right=(
                "w^L/4^L",
                "w^L*2^(-2*L)",
                "exp(L*log(w/4))",
            ),
            wrong=(
                WrongForm("(1/4)^L", "weights forgotten"),
                WrongForm("w^L/4", "one sigmoid only"),
                WrongForm("L*w/4", "sum instead of product"),
                WrongForm("(w/2)^L", "maximum of the sigmoid, not of its slope"),
            ),
        ),
        "(w/4)^L",
    ),
    Item(
        Derivation(
            "d10_1",
            {"p": Interval("0.01", "0.99"), "s": Interval("0.05", "0.99"), "c": Interval("0.05", "0.99")},
            title="P(ill | positive): prevalence p, sensitivity s, specificity c",
            right=(
                "1/(1+(1-p)*(1-c)/(p*s))",
                "s*p/(s*p+1-p-c+p*c)",
            ),
            wrong=(
                WrongForm("s", "P(positive | ill): the conditional turned round"),
                WrongForm("p*s", "joint, not divided by P(positive)"),
                WrongForm("p*s/(p*s+(1-p)*c)", "specificity instead of 1 - specificity"),
                WrongForm("p*s/(p*s+(1-c))", "healthy people not weighted by 1-p"),
            ),
        ),
        "p*s/(p*s+(1-p)*(1-c))",
    ),
    Item(
        Derivation(
            "d10_2",
            {"n": Integers(1, 30), "m": Integers(1, 30), "V": Integers(1, 30), "alpha": Interval("0.1", 2)},
            title="add-alpha estimate: count n, row total m, vocabulary V",
            right=("(n/m+alpha/m)/(1+alpha*V/m)", "1/((m+alpha*V)/(n+alpha))", "n/(m+alpha*V)+alpha/(m+alpha*V)"),
            wrong=(
                WrongForm("(n+alpha)/(m+alpha)", "row no longer sums to 1"),
                WrongForm("(n+1)/(m+V)", "alpha = 1 only"),
                WrongForm("n/m+alpha", "added to the probability"),
                WrongForm("(n+alpha)/(m+V)", "alpha missing below"),
            ),
        ),
        "(n+alpha)/(m+alpha*V)",
    ),
    Item(
        Derivation(
            "d10_3",
            {"p": Interval("0.01", "0.99")},
            title="dH/dp, H = -p log p - (1-p) log(1-p)",
            right=(
                "log(1-p)-log(p)",
                "-log(p/(1-p))",
                "log(1/p-1)",
                "2*atanh(1-2*p)",
            ),
            wrong=(
                WrongForm("log(p/(1-p))", "sign"),
                WrongForm("-log(p)-log(1-p)", "sign of the inner derivative"),
                WrongForm("-log(p)-1", "second term forgotten"),
                WrongForm("log((1-p)/p)/log(2)", "bits instead of nats"),
            ),
        ),
        "log((1-p)/p)",
    ),
    Item(
        Derivation(
            "d10_4",
            {"h": Interval("0.5", 3), "e": Interval("0.1", "0.5")},
            title="KL(p||q) from h = cross-entropy(p,q) and e = entropy(p)",
            right=("-(e-h)", "h+(-1)*e", "log(exp(h)/exp(e))"),
            wrong=(
                WrongForm("e-h", "sign: KL would be negative"),
                WrongForm("h+e", "sum"),
                WrongForm("h/e", "ratio"),
            ),
        ),
        "h-e",
    ),
    Item(
        Derivation(
            "d11_1",
            {"p": Interval("0.05", "0.6"), "q": Interval("0.05", "0.35")},
            shape="pair",
            title="(dp_i/dz_i, dp_i/dz_j) of softmax with p = p_i, q = p_j",
            right=("[p-p^2, -q*p]", "(p - p**2, -(p*q))", "[p*(1-p), ((p-q)^2-p^2-q^2)/2]"),
            wrong=(
                WrongForm("[p*(1-p), p*q]", "sign of the off-diagonal"),
                WrongForm("[p*(1-p), 0]", "off-diagonal forgotten"),
                WrongForm("[1-p, -q]", "factor p missing (that is the derivative of log p)"),
                WrongForm("[p*(1-p), -p*(1-q)]", "1-q instead of q"),
            ),
        ),
        "[p*(1-p), -p*q]",
    ),
    Item(
        Derivation(
            "d11_2",
            {"z1": Interval(-2, 2), "z2": Interval(-2, 2), "z3": Interval(-2, 2)},
            title="dL/dz1, L = -log softmax(z)_1",
            right=(
                "-(exp(z2)+exp(z3))/(exp(z1)+exp(z2)+exp(z3))",
                "1/(1+exp(z2-z1)+exp(z3-z1))-1",
                "-1/(1+exp(z1)/(exp(z2)+exp(z3)))",
            ),
            wrong=(
                WrongForm("exp(z1)/(exp(z1)+exp(z2)+exp(z3))", "-1 missing (right for a wrong class)"),
                WrongForm("1-exp(z1)/(exp(z1)+exp(z2)+exp(z3))", "sign"),
                WrongForm("-(exp(z1)+exp(z2)+exp(z3))/exp(z1)", "-1/p: stops before the softmax"),
                WrongForm("(exp(z1)/(exp(z1)+exp(z2)+exp(z3))-1)*exp(z1)/(exp(z1)+exp(z2)+exp(z3))", "extra factor p"),
            ),
        ),
        "exp(z1)/(exp(z1)+exp(z2)+exp(z3))-1",
    ),
    Item(
        Derivation(
            "d11_3",
            {"l": Interval(-2, 2), "c": Interval(-2, 2)},
            title="LSE(z + c) from l = LSE(z) and c",
            right=("c+l", "log(exp(l)*exp(c))", "log(exp(l+c))"),
            wrong=(
                WrongForm("l", "that holds for softmax, not for LSE"),
                WrongForm("l*c", "product"),
                WrongForm("l+2*c", "two terms"),
                WrongForm("l*exp(c)", "before the logarithm"),
            ),
        ),
        "l+c",
    ),
    Item(
        Derivation(
            "d11_4",
            {"z": Interval(-3, 3), "y": Interval("0.01", "0.99")},
            title="binary cross-entropy as a function of the logit z and label y",
            right=(
                "y*log(1+exp(-z))+(1-y)*log(1+exp(z))",
                "-y*log(1/(1+exp(-z)))-(1-y)*log(1-1/(1+exp(-z)))",
                "Max(z,0)-y*z+log(1+exp(-Abs(z)))",
                "(1-y)*z+log(1+exp(-z))",
                "z/2-y*z+log(2*cosh(z/2))",
            ),
            wrong=(
                WrongForm("log(1+exp(-z))-y*z", "sign of z in the softplus"),
                WrongForm("log(1+exp(z))+y*z", "sign of the label term"),
                WrongForm("-y*log(z)-(1-y)*log(1-z)", "logit used as a probability"),
                WrongForm("log(1+exp(z))-y", "label not multiplied by z"),
            ),
        ),
        "log(1+exp(z))-y*z",
    ),
    Item(
        Derivation(
            "d11_5",
            {"z": Interval(-3, 3), "y": Interval("0.01", "0.99")},
            title="derivative of that by z",
            right=(
                "exp(z)/(1+exp(z))-y",
                "(1-y)/(1+exp(-z))-y/(1+exp(z))",
                "tanh(z/2)/2+1/2-y",
            ),
            wrong=(
                WrongForm("y-1/(1+exp(-z))", "sign"),
                WrongForm("(1/(1+exp(-z))-y)*exp(-z)/(1+exp(-z))^2", "extra sigmoid': that is squared error"),
                WrongForm("1/(1+exp(z))-y", "sigmoid of -z"),
            ),
        ),
        "1/(1+exp(-z))-y",
    ),
    Item(
        Derivation(
            "d12_1",
            {"D": Integers(1, 30), "H": Integers(1, 30), "C": Integers(1, 30)},
            title="number of parameters of the D-H-C network",
            right=(
                "H*(D+1)+C*(H+1)",
                "(D+1)*H+(H+1)*C",
            ),
            wrong=(
                WrongForm("D*H+H*C", "biases forgotten"),
                WrongForm("D*H*C", "product"),
                WrongForm("(D+1)*(H+1)*C", "product of layer sizes"),
                WrongForm("D*H+H*C+D+C", "bias per input"),
            ),
        ),
        "D*H+H+H*C+C",
    ),
    Item(
        Derivation(
            "d12_2",
            {
                "p1": Interval("0.1", "0.9"),
                "p2": Interval("0.1", "0.9"),
                "p3": Interval("0.1", "0.9"),
                "g1": Interval(-2, 2),
                "g2": Interval(-2, 2),
                "g3": Interval(-2, 2),
            },
            title="first component of the softmax backward pass",
            right=("p1*g1*(1-p1)-p1*p2*g2-p1*p3*g3", "p1*(g1*(1-p1)-g2*p2-g3*p3)", "g1*p1-p1*(g1*p1+g2*p2+g3*p3)"),
            wrong=(
                WrongForm("p1*g1", "coupling forgotten"),
                WrongForm("p1*(1-p1)*g1", "diagonal of the Jacobian only"),
                WrongForm("p1*(g1-(g1+g2+g3))", "weights p missing in the mean"),
                WrongForm("g1-(g1*p1+g2*p2+g3*p3)", "factor p1 missing"),
            ),
        ),
        "p1*(g1-(g1*p1+g2*p2+g3*p3))",
    ),
    Item(
        Derivation(
            "d12_3",
            {"C": Integers(2, 60)},
            title="cross-entropy of a network that predicts all C classes alike",
            right=(
                "-log(1/C)",
                "log(C^2)/2",
            ),
            wrong=(
                WrongForm("log(1/C)", "sign"),
                WrongForm("1/C", "probability, not loss"),
                WrongForm("log(C)/C", "averaged over classes"),
                WrongForm("C*log(C)", "summed over classes"),
            ),
        ),
        "log(C)",
    ),
]


def python_form(source: str, spec: Derivation) -> Any:
    """What a learner's line of Python gives; the source is this file's own."""
    letters = {name: sp.Symbol(name) for name in spec.domain}
    return eval(source, {**vars(sp), **letters, **MATRICES})
