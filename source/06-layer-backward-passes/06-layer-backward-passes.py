# %% [markdown]
# # 06 Layer backward passes
#
# A network is a chain of small layers. To train it we ask of every weight the same question: *if I turn you up a little, does the loss go up or down, and how fast?* The answer is the gradient.
#
# Finding all these answers at once sounds like a lot of work. It is not, because **each layer only has to know its own slope**. The layer is told how much the loss cares about its output (the *upstream gradient*), multiplies by its own slope (the *local derivative*), and passes the result on to the layer before. That is all of backpropagation:
#
# $$\text{gradient going out} \;=\; \text{gradient coming in} \times \text{local derivative}.$$
#
# At the end of this notebook you will have written the backward pass of each common layer, and put them together into every gradient of a two-layer network.
#
# <details><summary><b>Conventions of this course</b> (open me once; every check relies on them)</summary>
#
# - Rows are samples. `X` has shape (N, D), `W` (D, M), `b` (M,), and `Z = X @ W + b` has shape (N, M).
# - A gradient is named after what it belongs to and has its shape: `dW` has the shape of `W`, `db` of `b`, `dX` of `X`. `dZ` always means $\partial L/\partial Z$ for one number $L$, the loss.
# - The loss is an average over the batch. **The 1/N appears once, in the gradient of the loss; no layer divides by N.**
# - Activation backward functions take the *pre-activation* `Z` (what went into the activation), not its output.
# - ReLU has slope 0 at exactly 0.
# - Functions return new arrays and leave their arguments alone. Arrays of integers are welcome wherever numbers are; the answer may need fractions all the same.
# - Wanted are shapes and float64 numbers, accurate to about seven digits. How you get there is up to you.
# - Warnings of NumPy never cost marks.
#
# </details>

# %%
import contextlib

import matplotlib.pyplot as plt
import numpy as np
import sympy

from autograder import check

white = {"figure.facecolor": "white", "axes.facecolor": "white", "savefig.facecolor": "white"}
plt.rcParams.update({**white, "font.size": 12})  # readable in a dark theme, too

# %% [markdown]
# ## One small network, all the way through
#
# We stay with the grocer of unit 03 and the same four orders: each row of `X` says how many apples, loaves of bread and litres of milk a customer wants. This time nobody prints the weights on a price label. A small network guesses **how many minutes it takes to pack the order**, and `Y` holds the minutes that were measured.
#
# The network has D = 3 inputs, H = 2 hidden units with a ReLU, and M = 1 output:
#
# $$Z_1 = X W_1 + b_1, \qquad A_1 = \max(0, Z_1), \qquad \hat Y = A_1 W_2 + b_2, \qquad L = \frac1N \sum_n (\hat y_n - y_n)^2 .$$
#
# Its weights are a first guess, with round numbers so that you can follow everything with pencil and paper.

# %%
X = np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0], [1.0, 0.0, 2.0], [4.0, 2.0, 1.0]])  # (N, D) = (4, 3)
Y = np.array([[4.0], [5.0], [6.5], [9.0]])  # (N, M) = (4, 1), minutes
W1 = np.array([[1.0, -1.0], [-1.0, 1.0], [1.0, 0.5]])  # (D, H) = (3, 2)
b1 = np.array([0.0, 0.5])
W2 = np.array([[2.0], [1.0]])  # (H, M) = (2, 1)
b2 = np.array([1.0])

Z1 = X @ W1 + b1
A1 = np.maximum(Z1, 0.0)
Y_hat = A1 @ W2 + b2
print("Z1 =", Z1.tolist())
print("A1 =", A1.tolist())
print("Y_hat =", Y_hat.tolist(), " measured:", Y.tolist())

# %% [markdown]
# Four guesses: 3, 5, 7.5 and 7 minutes, where 4, 5, 6.5 and 9 were measured. Not bad for a first guess; the gradients will say how to do better.
#
# Here is the whole plan as a picture. The upper half is the **forward pass**, from left to right. The lower half is the **backward pass**, from right to left: each box below holds the gradient of the box above it, and the two have the same shape. The exercises of this notebook are the dashed arrows, one by one: each label tells which exercise walks that step.

# %% tags=["figure", "folded"]
FORWARD, BACKWARD, GREEN = "#0072B2", "#B35900", "#00765A"  # told apart by solid and dashed lines as well
PALE = {FORWARD: "#D9ECF7", BACKWARD: "#FCEBD5"}


def draw_graph(text, title, steps):
    """Draw the two-layer network; text maps the name of each box to what is written in it, steps label the way back."""
    columns = {"X": -0.4, "Z1": 3.1, "A1": 6.2, "Y_hat": 9.3, "L": 12.3}
    places = {name: (x, 2.0) for name, x in columns.items()}
    places |= {f"d{name}": (x, -1.2) for name, x in columns.items() if name != "X"}
    places |= {f"{side}{i}, {bias}{i}": (x, y) for side, bias, y in (("W", "b", 4.9), ("dW", "db", -4.1)) for i, x in ((1, 3.1), (2, 9.3))}
    figure, axes = plt.subplots(figsize=(11, 8.2))
    boxes = {}
    for name, place in places.items():
        color, line = (BACKWARD, "--") if name.startswith("d") else (FORWARD, "-")
        style = {"boxstyle": "round,pad=0.45", "facecolor": PALE[color], "edgecolor": color, "linestyle": line}
        boxes[name] = axes.text(*place, text[name], ha="center", va="center", family="monospace", fontsize=9.5, bbox=style)
    arrows = [
        ("X", "Z1", "affine"), ("Z1", "A1", "ReLU"), ("A1", "Y_hat", "affine"), ("Y_hat", "L", "loss"),
        ("W1, b1", "Z1", ""), ("W2, b2", "Y_hat", ""),
    ]
    back = [("dL", "dY_hat"), ("dY_hat", "dA1"), ("dA1", "dZ1"), ("dY_hat", "dW2, db2"), ("dZ1", "dW1, db1")]
    arrows += [(*ends, label) for ends, label in zip(back, steps, strict=True)]
    for start, end, label in arrows:
        color, line = (BACKWARD, "--") if start.startswith("d") else (FORWARD, "-")
        ends = {"patchA": boxes[start].get_bbox_patch(), "patchB": boxes[end].get_bbox_patch(), "shrinkA": 4, "shrinkB": 4}
        axes.annotate("", places[end], places[start], arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.8, "linestyle": line, **ends})
        (x0, y0), (x1, y1) = places[start], places[end]
        if y0 == y1:
            axes.text((x0 + x1) / 2 + 0.2 * (start == "X"), y0 + 0.32, label, ha="center", va="center", fontsize=10, color=color)
        else:
            axes.text(x0 + 0.15, (y0 + y1) / 2, label, va="center", fontsize=10, color=color)
    axes.text(-1.6, 4.9, "forward  →", fontsize=13, color=FORWARD, weight="bold", va="center")
    axes.text(-1.6, -4.1, "←  backward", fontsize=13, color=BACKWARD, weight="bold", va="center")
    axes.set_xlim(-1.8, 13.2)
    axes.set_ylim(-5.4, 6.2)
    axes.set_title(title, fontsize=13, color="black")
    axes.axis("off")
    plt.show()


draw_graph(
    {"X": "X\n(N, D)", "Z1": "Z1\n(N, H)", "A1": "A1\n(N, H)", "Y_hat": "Ŷ\n(N, M)", "L": "L\none\nnumber",
     "W1, b1": "W1 (D, H)\nb1 (H,)", "W2, b2": "W2 (H, M)\nb2 (M,)", "dL": "dL/dL\n= 1", "dY_hat": "dŶ\n(N, M)",
     "dA1": "dA1\n(N, H)", "dZ1": "dZ1\n(N, H)", "dW1, db1": "dW1 (D, H)\ndb1 (H,)", "dW2, db2": "dW2 (H, M)\ndb2 (M,)"},
    "Values flow to the right, gradients flow back",
    ["loss: 06.7", "affine: 06.5", "ReLU: 06.1", "affine: 06.5", "affine: 06.5"],
)

# %% [markdown]
# ## Part 1: layers that work entry by entry
#
# An activation such as ReLU changes every entry of `Z` on its own: entry $[n, m]$ of the output depends on entry $[n, m]$ of the input and on nothing else. So its backward pass needs no sum and no matrix product. If $a = f(z)$, then
#
# $$\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a}\cdot f'(z), \qquad\text{for arrays: } dZ = dA * f'(Z) \text{, entry by entry.}$$
#
# `dA` is what comes in from above, `f'(Z)` is the local slope. What is the slope of ReLU, $\max(0, z)$? On the right of 0 the graph is the line $z$, on the left it is flat.
#
# ### d06_3 The slope of ReLU
#
# Give the derivative of $\mathrm{relu}(z) = \max(0, z)$ for $z \ne 0$ as one expression in `z`.
#
# An answer is a SymPy expression, or the same as text in quotes; this holds for every derivation. Two tools for "one thing here, another there": `sympy.Piecewise((value, condition), (other_value, True))`, and `sympy.Heaviside(z)`, the step from 0 to 1.

# %% exercise="d06_3" points=2
z = sympy.Symbol("z", real=True)
### BEGIN SOLUTION
d06_3 = sympy.Piecewise((0, z < 0), (1, True))
### END SOLUTION

# %% [markdown] hint="d06_3"
# Draw max(0, z). How steep is it at z = −2, at z = 0.5, at z = 3?

# %% [markdown] hint="d06_3"
# Two numbers are enough, one for each side of 0. Put them into `sympy.Piecewise` with the condition `z < 0`.

# %% checks="d06_3"
check("d06_3")

# %% [markdown] solution="d06_3"
# On the left of 0 the function is the constant 0, so its slope is 0. On the right it is $z$, with slope 1. Hence $\mathrm{relu}'(z)$ is the step from 0 to 1, which is also `Heaviside(z)` or `(1 + sign(z))/2`. At $z = 0$ itself there is a kink and no derivative; this course takes 0 there.

# %% [markdown]
# ### 06.1 The backward pass of ReLU
#
# Write `relu_backward(dA, Z)`. It gets the upstream gradient `dA` and the pre-activation `Z`, and returns `dZ`: the upstream gradient where the unit was on, 0 where it was off.
#
# - `dA` and `Z` are arrays of equal shape. Any shape: one axis, two, more.
# - **At exactly 0 the slope is 0.** (The kink has no slope of its own; PyTorch chooses 0 as well.)
# - Return a new array. `dA` may be needed by another branch of the network.
# - One of the arrays may hold integers while the other holds fractions; the result holds fractions then.

# %% exercise="relu_backward" points=4
def relu_backward(dA, Z):
    """Send a gradient back through ReLU.

    dA: upstream gradient dL/dA, any shape. Z: pre-activation, same shape. Slope 0 where Z is exactly 0.
    Returns dZ = dL/dZ, a new array of the same shape.
    """
    ### BEGIN SOLUTION
    return dA * (Z > 0)  # True counts as slope 1, False as slope 0
    ### END SOLUTION

# %% [markdown] hint="relu_backward"
# Chain rule, entry by entry: what comes in, times the local slope. You know the slope from d06_3; only 0 itself needs a decision.

# %% [markdown] hint="relu_backward"
# A comparison such as `Z > …` gives an array of True and False, and in a product these count as 1 and 0.

# %% checks="relu_backward"
dZ = relu_backward(np.array([[5.0, -3.0], [2.0, 7.0]]), np.array([[1.0, 2.0], [-1.0, 0.0]]))
assert np.shape(dZ) == (2, 2), "dZ has the shape of Z"
assert np.allclose(dZ[0], [5.0, -3.0]), "units that were on pass the gradient through, negative ones too"
assert np.allclose(dZ[1], [0.0, 0.0]), "off at -1.0, and off at exactly 0"
check("relu_backward")

# %% [markdown] solution="relu_backward"
# For $z > 0$ the local slope is 1, so the upstream gradient passes unchanged; for $z \le 0$ it is 0, so nothing passes. The mask belongs to `Z`: the sign of the *gradient* says nothing about whether the unit was on.

# %% [markdown]
# > **What would you see if this were wrong?**
# > Without the mask, hidden units that were off would be trained as if they had taken part: the loss still falls at first, and then training settles at a worse place, without any error message. With a mask taken from `dA`, every negative gradient would be thrown away and weights could only ever move in one direction.

# %% [markdown]
# ### 06.2 The sigmoid, without overflow
#
# The sigmoid squeezes any number into (0, 1):
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}} .$$
#
# The two forms are equal on paper. In the computer they are not: $e^{1000}$ is too large for float64 and becomes `inf`, and `inf/inf` is `nan`. A form whose exponent is never positive is safe, since $e^{-1000}$ becomes 0, which is as close as can be.
#
# Write `sigmoid(Z)`.
#
# - `Z` is an array of any shape, or **a plain number**; the result has the same shape. Integers are welcome.
# - The right value for every $|z| \le 1000$, to within $10^{-12}$, and no `nan`. Warnings cost nothing.

# %% exercise="sigmoid" points=4
def sigmoid(Z):
    """Return 1/(1 + exp(-Z)), entry by entry, for an array of any shape or a plain number.

    No nan and no wrong value up to |z| = 1000.
    """
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(Z))  # never above 1, so nothing overflows
    return np.where(np.less(Z, 0), e, 1.0) / (1.0 + e)
    ### END SOLUTION

# %% [markdown] hint="sigmoid"
# Which of the two forms is safe for z = 1000? Which for z = −1000? Both belong to one function, so you may use each where it is good.

# %% [markdown] hint="sigmoid"
# With $e = \exp(-|z|)$ the exponent is never positive. For z ≥ 0 the value is $1/(1+e)$, for z < 0 it is $e/(1+e)$; `np.where` chooses entry by entry.

# %% checks="sigmoid"
assert np.isclose(sigmoid(0.0), 0.5), "sigmoid(0) is one half"
assert np.allclose(sigmoid(np.array([-2.0, 2.0])), [0.11920292, 0.88079708])
assert np.allclose(sigmoid(np.array([[-1000.0, 1000.0]])), [[0.0, 1.0]]), "far out it is 0 or 1, never nan"
check("sigmoid")

# %% [markdown] solution="sigmoid"
# Multiply numerator and denominator of $1/(1+e^{-z})$ by $e^{z}$ and you get $e^z/(1+e^z)$. With $e = e^{-|z|}$ the first form is $1/(1+e)$ for $z \ge 0$ and the second is $e/(1+e)$ for $z < 0$. In both cases $0 < e \le 1$.

# %% [markdown]
# ### 06.3 The backward pass of the sigmoid
#
# The slope of the sigmoid can be written with its own value: if $s = \sigma(z)$, then $\sigma'(z) = s\,(1-s)$.
#
# Write `sigmoid_backward(dA, Z)`.
#
# - It takes the **pre-activation** `Z`. Compute $s = \sigma(Z)$ inside; your `sigmoid` from above is at hand. (If that one is not right yet, this exercise is judged with a right one in its place: no mistake costs you twice.)
# - `dA` and `Z` have equal shapes, any shape. The result is a new array.
# - It stays finite up to $|z| = 1000$, to within $10^{-12}$. There the slope is next to 0, and 0 is accepted.

# %% exercise="sigmoid_backward" points=4 needs="sigmoid"
def sigmoid_backward(dA, Z):
    """Send a gradient back through the sigmoid.

    dA: upstream gradient dL/dA, any shape. Z: pre-activation, same shape.
    Returns dZ = dL/dZ, a new array of the same shape.
    """
    ### BEGIN SOLUTION
    S = sigmoid(Z)
    return dA * S * (1.0 - S)
    ### END SOLUTION

# %% [markdown] hint="sigmoid_backward"
# Three factors: what comes in, and the two of the slope. Check with z = 0: the slope there is 1/4.

# %% [markdown] hint="sigmoid_backward"
# First make S from Z, in a line of its own. Then everything else uses S, never Z.

# %% checks="sigmoid_backward"
dZ = sigmoid_backward(np.array([[4.0, -8.0, 1.0]]), np.array([[0.0, 0.0, 2.0]]))
assert np.shape(dZ) == (1, 3), "dZ has the shape of Z"
assert np.allclose(dZ[0][:2], [1.0, -2.0]), "the slope at 0 is 1/4"
assert np.isclose(dZ[0][2], 0.10499359)
check("sigmoid_backward")

# %% [markdown] solution="sigmoid_backward"
# From $s = (1+e^{-z})^{-1}$ the chain rule gives $s' = (1+e^{-z})^{-2}\,e^{-z} = s \cdot \frac{e^{-z}}{1+e^{-z}} = s\,(1-s)$. The upstream gradient multiplies it.

# %% [markdown]
# ### 06.4 The backward pass of tanh
#
# The hyperbolic tangent is a stretched sigmoid that runs from −1 to 1. With $t = \tanh(z)$ its slope is $1 - t^2$.
#
# Write `tanh_backward(dA, Z)`: pre-activation again, equal shapes of any kind, a new array. At $|z| = 1000$ the answer is 0.

# %% exercise="tanh_backward" points=3
def tanh_backward(dA, Z):
    """Send a gradient back through tanh.

    dA: upstream gradient dL/dA, any shape. Z: pre-activation, same shape.
    Returns dZ = dL/dZ, a new array of the same shape.
    """
    ### BEGIN SOLUTION
    return dA * (1.0 - np.tanh(Z) ** 2)
    ### END SOLUTION

# %% [markdown] hint="tanh_backward"
# Same shape of answer as for the sigmoid; only the local slope is another one. At z = 0 it is 1.

# %% [markdown] hint="tanh_backward"
# NumPy has `np.tanh`. What is squared is its value, not Z.

# %% checks="tanh_backward"
dZ = tanh_backward(np.array([3.0, -2.0, 10.0]), np.array([0.0, 1.0, 1000.0]))
assert np.isclose(dZ[0], 3.0), "the slope of tanh at 0 is 1"
assert np.isclose(dZ[1], -0.83994868)
assert np.isclose(dZ[2], 0.0), "far out tanh is flat"
check("tanh_backward")

# %% [markdown] solution="tanh_backward"
# $\tanh z = \sinh z / \cosh z$, so by the quotient rule $\tanh' z = (\cosh^2 z - \sinh^2 z)/\cosh^2 z = 1 - \tanh^2 z$.

# %% [markdown]
# Here are the three activations (left) with their slopes (right). Dots are *your* backward functions with upstream gradient 1, as soon as they are written; they should lie on the lines.

# %% tags=["figure", "folded"]
grid = np.linspace(-5.0, 5.0, 401)
logistic = 1.0 / (1.0 + np.exp(-grid))
curves = {
    "relu": (np.maximum(grid, 0.0), np.where(grid > 0, 1.0, 0.0), relu_backward, "-", FORWARD),
    "sigmoid": (logistic, logistic * (1.0 - logistic), sigmoid_backward, "--", BACKWARD),
    "tanh": (np.tanh(grid), 1.0 - np.tanh(grid) ** 2, tanh_backward, "-.", GREEN),
}
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8))
for name, (value, slope, backward, style, color) in curves.items():
    left.plot(grid, value, style, color=color, lw=2, label=name)
    right.plot(grid, slope, style, color=color, lw=2, label=f"slope of {name}")
    with contextlib.suppress(Exception):  # not written yet: no dots
        dots = np.arange(-4.75, 5.0, 0.5)
        right.plot(dots, backward(np.ones_like(dots), dots), "o", color=color, markersize=5)
left.set_ylim(-1.2, 2.2)
left.set_title("activation", fontsize=12)
right.set_title("slope", fontsize=12)
right.axhline(0.25, color="grey", lw=1, ls=":")
right.text(-4.9, 0.28, "1/4", fontsize=10, color="#444444")
for axes in (left, right):
    axes.set_xlabel("pre-activation z", fontsize=11)
    axes.legend(fontsize=10, loc="upper left")
    axes.grid(alpha=0.3)
plt.show()

# %% [markdown]
# ### q06_4
#
# What is the largest value that $\sigma'(z)$ takes? Answer with a number.

# %% exercise="q06_4" points=1
### BEGIN SOLUTION
q06_4 = 0.25
### END SOLUTION

# %% checks="q06_4"
check("q06_4")

# %% [markdown] solution="q06_4"
# $s(1-s)$ is largest in the middle, at $s = 1/2$ (that is $z = 0$): $1/4$. Ten sigmoid layers in a row multiply a gradient by at most $4^{-10} \approx 10^{-6}$, weights aside.

# %% [markdown]
# ### q06_5
#
# And $\sigma'(5)$? Answer with a number, to three significant digits or more. (`sigmoid` may help.)

# %% exercise="q06_5" points=1
### BEGIN SOLUTION
q06_5 = 0.006648056670790033
### END SOLUTION

# %% checks="q06_5"
check("q06_5")

# %% [markdown] solution="q06_5"
# $s = \sigma(5) = 0.9933$, so $s(1-s) = 0.9933 \cdot 0.0067 = 0.00665$. The unit is *saturated*: it passes less than a hundredth of the gradient.

# %% [markdown]
# ## Part 2: the affine layer
#
# $Z = XW + b$ mixes entries: each $z_{nm} = \sum_d x_{nd}\,w_{dm} + b_m$ depends on a whole row of `X` and a whole column of `W`. Turned round: each weight $w_{dm}$ takes part in $z_{1m}, z_{2m}, \dots, z_{Nm}$, once for each sample. If one thing acts on the loss along several paths, the paths **add up**:
#
# $$\frac{\partial L}{\partial w_{dm}} = \sum_{n} \frac{\partial L}{\partial z_{nm}} \cdot \frac{\partial z_{nm}}{\partial w_{dm}} = \sum_n dz_{nm}\; x_{nd}.$$
#
# A sum over the middle index of two tables: that is a matrix product. Which one?
#
# ### d06_1 The derivative of a matrix product
#
# Let X be a (3, 2), W a (2, 2) and G a (3, 2) matrix, and let $L = \sum_{n,m} G_{nm}\,(XW)_{nm}$: the sum of all entries of G times XW, entry by entry. Then $dZ = G$. Give the 2 × 2 matrix $dW = \partial L/\partial W$, with entries made of the letters of X and G: `x11` … `x32`, `g11` … `g32`.
#
# A SymPy matrix, nested lists, or text such as `"[[x11*g11, …], […]]"` all do. In the cell, `Xs` and `Gs` are ready to use; SymPy multiplies matrices with `*` and transposes with `.T`.

# %% exercise="d06_1" points=2
Xs = sympy.Matrix(3, 2, lambda n, d: sympy.Symbol(f"x{n + 1}{d + 1}"))
Gs = sympy.Matrix(3, 2, lambda n, m: sympy.Symbol(f"g{n + 1}{m + 1}"))
### BEGIN SOLUTION
d06_1 = Xs.T * Gs
### END SOLUTION

# %% [markdown] hint="d06_1"
# Do one entry by hand: in which of the six terms $G_{nm}(XW)_{nm}$ does $w_{12}$ occur, and what is it multiplied by there?

# %% [markdown] hint="d06_1"
# $\partial L/\partial w_{12} = x_{11}g_{12} + x_{21}g_{22} + x_{31}g_{32}$: column 1 of X times column 2 of G. A matrix product takes *rows* of its left factor, so one of the two has to be turned.

# %% checks="d06_1"
check("d06_1")

# %% [markdown] solution="d06_1"
# $L = \sum_{n,d,m} g_{nm}\,x_{nd}\,w_{dm}$, hence $\partial L/\partial w_{dm} = \sum_n x_{nd}\,g_{nm} = (X^\mathsf{T} G)_{dm}$. Shapes agree: (2, 3) times (3, 2) is (2, 2), the shape of W. Here W is square, so $G^\mathsf{T}X$ has a right-looking shape as well, and is wrong.

# %% [markdown]
# ### Why the gradient of the bias is a sum
#
# The bias $b_m$ is added to *every* row. One number, N copies, N paths to the loss.

# %% tags=["figure", "folded"]
figure, axes = plt.subplots(figsize=(9.5, 3.6))
for row, y in enumerate([3.0, 2.0, 1.0, 0.0]):
    axes.text(4.6, y, f"z$_{{{row + 1}m}}$ = … + b$_m$", ha="center", va="center", fontsize=12, bbox={"boxstyle": "round,pad=0.35", "facecolor": PALE[FORWARD], "edgecolor": FORWARD})
    axes.annotate("", xy=(3.55, y + 0.08), xytext=(0.75, 1.58), arrowprops={"arrowstyle": "-|>", "color": FORWARD, "lw": 1.5})
    axes.annotate("", xy=(0.75, 1.42), xytext=(3.55, y - 0.08), arrowprops={"arrowstyle": "-|>", "color": BACKWARD, "lw": 1.5, "linestyle": "--"})
    axes.text(5.75, y, f"dz$_{{{row + 1}m}}$ comes back", va="center", fontsize=11, color=BACKWARD)
axes.text(0.3, 1.5, "b$_m$", ha="center", va="center", fontsize=14, bbox={"boxstyle": "round,pad=0.4", "facecolor": PALE[FORWARD], "edgecolor": FORWARD})
axes.text(0.3, 0.45, "db$_m$ = sum of\nall that comes back", ha="center", va="center", fontsize=11, color=BACKWARD)
axes.set_xlim(-1.0, 8.0)
axes.set_ylim(-0.5, 3.5)
axes.set_title("Copied on the way forward (solid), added up on the way back (dashed)", fontsize=12)
axes.axis("off")
plt.show()

# %% [markdown]
# ### d06_2 The gradient of one bias
#
# Three samples, $Z = XW + b$, and $dZ = G$ with entries `g11`, `g12`, `g21`, `g22`, `g31`, `g32` (first index: sample, second: unit). Give $\partial L/\partial b_1$.

# %% exercise="d06_2" points=2
g11, g12, g21, g22, g31, g32 = sympy.symbols("g11 g12 g21 g22 g31 g32")
### BEGIN SOLUTION
d06_2 = g11 + g21 + g31
### END SOLUTION

# %% [markdown] hint="d06_2"
# Follow the arrows of the picture for m = 1. Which entries of G come back?

# %% [markdown] hint="d06_2"
# Raise $b_1$ by a tiny ε: every entry of column 1 of Z rises by ε, and nothing else. By how much does L rise?

# %% checks="d06_2"
check("d06_2")

# %% [markdown] solution="d06_2"
# Raising $b_1$ by ε raises $z_{11}, z_{21}, z_{31}$ by ε each, so L rises by $\varepsilon\,(g_{11}+g_{21}+g_{31})$. A sum, not a mean: the 1/N of the loss is already inside G.

# %% [markdown]
# ### q06_2
#
# Why is `db` a sum over the batch?
#
# - a) Because the loss is a mean, and the sum undoes it.
# - b) To keep the shape (1, M).
# - c) `b` is added to every row, so it has one path to the loss per sample.
# - d) By convention only; a mean would do as well.

# %% exercise="q06_2" points=1
### BEGIN SOLUTION
q06_2 = "c"
### END SOLUTION

# %% checks="q06_2"
check("q06_2")

# %% [markdown] solution="q06_2"
# c) Every path counts. The mean of the loss is in `dZ` already.

# %% [markdown]
# ### 06.5 The backward pass of the affine layer
#
# Write `affine_backward(dZ, X, W)` for $Z = XW + b$. It returns three gradients, in this order: `(dX, dW, db)`.
#
# | gradient | shape | in words |
# |---|---|---|
# | `dX` | (N, D), as `X` | how much the loss cares about each input: the upstream gradient for the layer before |
# | `dW` | (D, M), as `W` | over all samples: input times upstream gradient |
# | `db` | **(M,)**, as `b` | over all samples: upstream gradient |
#
# - `dZ` has shape (N, M), `X` (N, D), `W` (D, M). Nothing here divides by N: **the 1/N is already in `dZ`**.
# - `X` may hold integers.
# - The shapes nearly tell you the answer. But keep your derivation at hand: for a square `W`, wrong products have right shapes.

# %% tags=["figure", "folded"]
def draw_product(axes, left, right, result, colors):
    """Three rectangles with named axes: left times right is result."""
    x = 0.0
    for (name, rows, columns), sign, color in zip((left, right, result), ("·", "=", ""), colors, strict=True):
        sizes = {"N": 2.0, "D": 1.5, "M": 1.0}
        width, height = sizes[columns], sizes[rows]
        axes.add_patch(plt.Rectangle((x, -height / 2), width, height, facecolor=color, edgecolor="black", lw=1.3))
        axes.text(x + width / 2, 0, name, ha="center", va="center", fontsize=13)
        axes.text(x + width / 2, height / 2 + 0.1, columns, ha="center", va="bottom", fontsize=11, color="#444444")
        axes.text(x - 0.1, 0, rows, ha="right", va="center", fontsize=11, color="#444444")
        axes.text(x + width + 0.25, 0, sign, ha="center", va="center", fontsize=15)
        x += width + 0.8
    axes.set_xlim(-0.5, 6.4)
    axes.set_ylim(-1.35, 1.5)
    axes.set_aspect("equal")
    axes.axis("off")


figure, both = plt.subplots(1, 2, figsize=(11, 2.9))
draw_product(both[0], ("dZ", "N", "M"), ("?", "M", "D"), ("dX", "N", "D"), (PALE[BACKWARD], PALE[FORWARD], PALE[BACKWARD]))
draw_product(both[1], ("?", "D", "N"), ("dZ", "N", "M"), ("dW", "D", "M"), (PALE[FORWARD], PALE[BACKWARD], PALE[BACKWARD]))
figure.suptitle("Rows at the left of each box, columns on top: inner names meet. What stands for the question marks?", fontsize=12)
plt.show()

# %% exercise="affine_backward" points=6
def affine_backward(dZ, X, W):
    """Send a gradient back through Z = X @ W + b.

    dZ: upstream gradient dL/dZ, (N, M). X: the layer's input, (N, D). W: its weights, (D, M).
    Returns (dX, dW, db) with shapes (N, D), (D, M) and (M,). Does not divide by N.
    """
    ### BEGIN SOLUTION
    dX = dZ @ W.T  # each input meets every output through its row of W
    dW = X.T @ dZ  # the sum over the samples is the inner sum of the product
    db = dZ.sum(axis=0)  # one path per sample
    return dX, dW, db
    ### END SOLUTION

# %% [markdown] hint="affine_backward"
# Fill in the question marks of the picture: which of X and W, turned or not, has the shape that fits? d06_1 told you `dW`, d06_2 told you `db`.

# %% [markdown] hint="affine_backward"
# For `dX` ask the question of d06_1 again: $x_{nd}$ takes part in $z_{n1}, \dots, z_{nM}$ and is multiplied by $w_{d1}, \dots, w_{dM}$ there. So $dx_{nd} = \sum_m dz_{nm}\,w_{dm}$: row n of dZ with *row* d of W. For `db`, add along the axis of the samples.

# %% checks="affine_backward"
one_row, weights = np.array([[3.0, 4.0, 5.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 2.0]])
dX, dW, db = affine_backward(np.array([[1.0, 2.0]]), one_row, weights)
assert [np.shape(dX), np.shape(dW), np.shape(db)] == [(1, 3), (3, 2), (2,)], "shapes: as X, as W, and (M,)"
assert np.allclose(dX, [[1.0, 2.0, 6.0]])
assert np.allclose(dW, [[3.0, 6.0], [4.0, 8.0], [5.0, 10.0]])
three_rows = affine_backward(np.array([[1.0], [2.0], [4.0]]), np.ones((3, 1)), np.ones((1, 1)))
assert np.allclose(three_rows[2], [7.0]), "db adds up the samples"
check("affine_backward")

# %% [markdown] solution="affine_backward"
# From $z_{nm} = \sum_d x_{nd}w_{dm} + b_m$:
# $dx_{nd} = \sum_m dz_{nm} w_{dm} = (dZ\,W^\mathsf{T})_{nd}$, $\;dw_{dm} = \sum_n x_{nd} dz_{nm} = (X^\mathsf{T} dZ)_{dm}$, $\;db_m = \sum_n dz_{nm}$.
# In each case one sums over every entry of Z that the variable takes part in.

# %% [markdown]
# > **What would you see if this were wrong?**
# > - Dividing by N again: nothing crashes, the direction is right, and training is N times too slow. With a batch of 64 you would be puzzled for an afternoon.
# > - `db` of shape (1, M): the next `b - lr * db` quietly turns your bias into a (1, M) array, and somewhere much later a shape does not fit.
# > - A missing transpose in a square layer: the loss wanders instead of falling. Only a comparison of numbers finds it.

# %% [markdown]
# ### q06_1
#
# `dZ` has shape (32, 10) and `X` has shape (32, 64). Which shapes do `dW` and `db` have? Answer with a pair of two tuples: `((…, …), (…,))`.

# %% exercise="q06_1" points=1
### BEGIN SOLUTION
q06_1 = ((64, 10), (10,))
### END SOLUTION

# %% checks="q06_1"
check("q06_1")

# %% [markdown] solution="q06_1"
# `W` leads from 64 inputs to 10 outputs, so `dW` has its shape (64, 10), and `db` has the shape (10,) of `b`. The 32 samples are summed away.

# %% [markdown]
# ### q06_3
#
# Four lines from the backward pass of a network $X \to Z_1 \to A_1 = \mathrm{relu}(Z_1) \to \dots$ in our conventions. Which one is wrong?
#
# - a) `db = dZ.mean(axis=0)`
# - b) `dX = dZ @ W.T`
# - c) `dW = X.T @ dZ`
# - d) `dZ1 = dA1 * (Z1 > 0)`

# %% exercise="q06_3" points=1
### BEGIN SOLUTION
q06_3 = "a"
### END SOLUTION

# %% checks="q06_3"
check("q06_3")

# %% [markdown] solution="q06_3"
# a) The mean divides by N a second time; it must be a sum.

# %% [markdown]
# ### 06.6 The same with samples as columns
#
# The article that this course goes with writes $Z = WX + b$: samples are *columns*. There `X` has shape (D, N), `W` (M, D), `b` (M, 1) and `Z` (M, N). Everything is the transpose of what we have, and so are the gradients.
#
# Write `affine_backward_columns(dZ, X, W)` that returns `(dX, dW, db)` for this layout.
#
# - Shapes: `dZ` (M, N), `X` (D, N), `W` (M, D) → `dX` (D, N), `dW` (M, D), `db` **(M, 1)**, a column as `b` is.
# - The 1/N stays where *we* have it: it is already in `dZ`, so nothing is divided here. (Some courses in this layout put it into `dW` and `db`; ours does not.)
# - You may work it out anew, or turn everything round and use your `affine_backward`.

# %% exercise="affine_backward_columns" points=3 needs="affine_backward"
def affine_backward_columns(dZ, X, W):
    """Send a gradient back through Z = W @ X + b, with samples as columns.

    dZ: (M, N). X: (D, N). W: (M, D). Returns (dX, dW, db) with shapes (D, N), (M, D) and (M, 1).
    Does not divide by N.
    """
    ### BEGIN SOLUTION
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% [markdown] hint="affine_backward_columns"
# Transpose the three formulas of 06.5. Remember that $(AB)^\mathsf{T} = B^\mathsf{T}A^\mathsf{T}$: the factors change places.

# %% [markdown] hint="affine_backward_columns"
# Samples are columns now, so `db` adds along the other axis; `keepdims=True` keeps the column.

# %% checks="affine_backward_columns"
one_column, weights = np.array([[3.0], [4.0], [5.0]]), np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 2.0]])
dX, dW, db = affine_backward_columns(np.array([[1.0], [2.0]]), one_column, weights)
assert np.shape(dX) == (3, 1), "dX has the shape of X"
assert np.shape(dW) == (2, 3), "dW has the shape of W"
assert np.shape(db) == (2, 1), "b is a column here, and so is db"
assert np.allclose(dX, [[1.0], [2.0], [6.0]])
assert np.allclose(dW, [[3.0, 4.0, 5.0], [6.0, 8.0, 10.0]])
check("affine_backward_columns")

# %% [markdown] solution="affine_backward_columns"
# With $X_c = X^\mathsf{T}$, $W_c = W^\mathsf{T}$ and $dZ_c = dZ^\mathsf{T}$: $dX_c = (dZ\,W^\mathsf{T})^\mathsf{T} = W\,dZ^\mathsf{T} = W_c^\mathsf{T} dZ_c$, $dW_c = (X^\mathsf{T}dZ)^\mathsf{T} = dZ_c X_c^\mathsf{T}$, and $db_c$ is the sum over the columns.

# %% [markdown]
# ## Part 3: where gradients begin
#
# The backward pass starts at the loss. Ours is the squared error, **added over the outputs and averaged over the samples**:
#
# $$L = \frac1N \sum_{n=1}^{N} \sum_{m=1}^{M} (\hat y_{nm} - y_{nm})^2 .$$
#
# ### 06.7 The squared error and its gradient
#
# Write `mse_loss(Y_hat, Y)` that returns the pair `(L, dY_hat)`: the loss, one number, and its gradient $\partial L/\partial \hat Y$ of shape (N, M).
#
# - Divide by N, not by N · M.
# - Here the 1/N comes in, and nowhere else.
# - Raise `ValueError` unless both have the same shape (N, M), with two axes. Otherwise (N, 1) and (N,) would be broadcast to an (N, N) table of differences, and nobody would notice.

# %% exercise="mse_loss" points=4
def mse_loss(Y_hat, Y):
    """Return the squared error, summed over outputs and averaged over samples, and its gradient.

    Y_hat, Y: predictions and targets, both (N, M). Returns (L, dY_hat): a number and an (N, M) array.
    Raises ValueError unless both have the same shape (N, M).
    """
    ### BEGIN SOLUTION
    if np.ndim(Y) != 2 or np.shape(Y_hat) != np.shape(Y):
        raise ValueError(f"both must have one shape (N, M), not {np.shape(Y_hat)} and {np.shape(Y)}")
    N = len(Y)
    difference = Y_hat - Y
    return np.sum(difference**2) / N, 2.0 * difference / N
    ### END SOLUTION

# %% [markdown] hint="mse_loss"
# For one entry: what is the derivative of $(\hat y - y)^2$ by $\hat y$? Each $\hat y_{nm}$ occurs in one term of the sum only.

# %% [markdown] hint="mse_loss"
# Check the shapes first and raise. Then compute the difference once, and use it for both results; do not forget the 2 that comes down from the square, and the 1/N in front of the sum.

# %% checks="mse_loss"
L, dY_hat = mse_loss(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, 2.0], [3.0, 1.0]]))
assert np.isclose(L, 5.0), "(1 + 0 + 0 + 9) / 2"
assert np.allclose(dY_hat, [[1.0, 0.0], [0.0, 3.0]]), "2 (Y_hat - Y) / N with N = 2"
try:
    mse_loss(np.zeros((3, 1)), np.zeros(3))
except ValueError:
    pass
else:
    raise AssertionError("shapes (3, 1) and (3,) should raise ValueError")
check("mse_loss")

# %% [markdown] solution="mse_loss"
# $\hat y_{nm}$ occurs in one term, $\frac1N(\hat y_{nm}-y_{nm})^2$, whose derivative is $\frac2N(\hat y_{nm}-y_{nm})$.

# %% [markdown]
# > **What would you see if this were wrong?**
# > Give `Y` as (4,) and `Y_hat` as (4, 1), without the shape check: NumPy makes a 4 × 4 table of differences. The loss is a number, the gradient an array, training runs, and the network learns to predict the *average* of Y for every order.

# %% [markdown]
# ## Part 4: all together
#
# First the smallest two-layer network there is, with one number in each place: input $x$, weight $w$, ReLU, weight $v$, target $t$.
#
# ### d06_4 The smallest network
#
# $L = (v \cdot \max(0,\, w x) - t)^2$, and the hidden unit is on: $wx > 0$ (w and x are both positive or both negative). Give $\partial L/\partial w$ in the letters `v`, `w`, `x`, `t`.

# %% exercise="d06_4" points=2
v, w, x, t = sympy.symbols("v w x t", real=True)
### BEGIN SOLUTION
d06_4 = 2 * (v * w * x - t) * v * x
### END SOLUTION

# %% [markdown] hint="d06_4"
# With the unit on, max(0, wx) is wx. Walk back from the loss: the square, then v, then the ReLU, then x. One factor for each step.

# %% [markdown] hint="d06_4"
# $\partial L/\partial \hat y = 2(\hat y - t)$; then times $v$; then times the slope of ReLU, which is 1 here; then times $x$. Write $\hat y$ out in the letters.

# %% checks="d06_4"
check("d06_4")

# %% [markdown] solution="d06_4"
# $\underbrace{2(vwx - t)}_{\text{loss}} \cdot \underbrace{v}_{\text{second layer}} \cdot \underbrace{1}_{\text{ReLU, on}} \cdot \underbrace{x}_{\text{first layer}}$. Each factor is one dashed arrow of the graph.

# %% [markdown]
# ### 06.8 Every gradient of a two-layer network
#
# Now with matrices. Write `two_layer_gradients(X, Y, W1, b1, W2, b2)` for the network of this notebook,
#
# $$Z_1 = X W_1 + b_1, \quad A_1 = \max(0, Z_1), \quad \hat Y = A_1 W_2 + b_2, \quad L \text{ as in 06.7},$$
#
# and return a dict with exactly the keys `"dW1"`, `"db1"`, `"dW2"`, `"db2"`, each gradient of the shape of its parameter.
#
# - Shapes: `X` (N, D), `Y` (N, M), `W1` (D, H), `b1` (H,), `W2` (H, M), `b2` (M,).
# - Slope 0 at 0 holds for `Z1` too.
# - Use your `mse_loss`, `affine_backward` and `relu_backward`; if one of them is not right yet, a right one stands in when this exercise is judged.
# - When something is off, the feedback lists the four gradients one by one, in the order of the way back: dW2, db2, dW1, db1. (The order of your keys does not matter.) The first wrong one tells you which step to look at.

# %% exercise="two_layer_gradients" points=6 needs="relu_backward affine_backward mse_loss"
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    """Return the gradients of the mean squared error of a two-layer ReLU network.

    X: (N, D). Y: (N, M). W1: (D, H). b1: (H,). W2: (H, M). b2: (M,).
    Returns a dict with the keys "dW1", "db1", "dW2", "db2"; each gradient has the shape of its parameter.
    """
    ### BEGIN SOLUTION
    Z1 = X @ W1 + b1  # forward: keep what the way back needs
    A1 = np.maximum(Z1, 0.0)
    Y_hat = A1 @ W2 + b2

    _, dY_hat = mse_loss(Y_hat, Y)  # backward: the same steps from the end
    dA1, dW2, db2 = affine_backward(dY_hat, A1, W2)
    dZ1 = relu_backward(dA1, Z1)
    _, dW1, db1 = affine_backward(dZ1, X, W1)
    return {"dW2": dW2, "db2": db2, "dW1": dW1, "db1": db1}  # in the order of the way back
    ### END SOLUTION

# %% [markdown] hint="two_layer_gradients"
# Three lines forward, four lines back. The lines back are the dashed arrows of the graph from right to left; each of them is one call of a function you have written.

# %% [markdown] hint="two_layer_gradients"
# Start with `mse_loss`. The second layer's input is `A1`, the first layer's is `X`: `affine_backward` is called once with each. Between the two calls stands `relu_backward`, which wants `Z1`. And the `dX` of the second layer is the gradient of `A1`.

# %% checks="two_layer_gradients"
gradients = two_layer_gradients(X, Y, W1, b1, W2, b2)
assert set(gradients) == {"dW1", "db1", "dW2", "db2"}, "exactly these four keys"
assert np.allclose(gradients["db2"], [-1.0]), "the sum of dY_hat = [-0.5, 0, 0.5, -1]"
assert np.allclose(gradients["dW2"], [[-2.0], [0.25]]), "A1 transposed, times dY_hat"
assert np.allclose(gradients["db1"], [-2.0, 0.5])
assert np.allclose(gradients["dW1"], [[-9.0, 0.5], [-5.0, 0.0], [0.0, 1.0]])
check("two_layer_gradients")

# %% [markdown] solution="two_layer_gradients"
# On the running example: $\hat Y - Y = (-1, 0, 1, -2)$, so $d\hat Y = \frac24(\dots) = (-0.5, 0, 0.5, -1)$. Then $dW_2 = A_1^\mathsf{T} d\hat Y = (-2, 0.25)$ and $db_2 = -1$. Back through $W_2$: $dA_1 = d\hat Y\,W_2^\mathsf{T}$ with rows $(-1, -0.5), (0, 0), (1, 0.5), (-2, -1)$. The mask of $Z_1$ removes the entries of units that were off: $dZ_1$ has the rows $(-1, 0), (0, 0), (1, 0.5), (-2, 0)$. Finally $dW_1 = X^\mathsf{T} dZ_1$ and $db_1 = (-2, 0.5)$.
#
# The second order was predicted exactly, so it sends back nothing.

# %% [markdown]
# The graph once more, now with numbers: the forward values from above, and below them **your** gradients, made by your own functions. A question mark stands for what is not written yet.

# %% tags=["figure", "folded"]
def table(name, value):
    """What a box shows: the name and the numbers, or a question mark."""
    if value is None:
        return f"{name}\n?"
    rows = np.round(np.atleast_2d(np.asarray(value, dtype=float)), 2) + 0.0
    return f"{name}\n" + "\n".join(" ".join(f"{entry:5.2f}" for entry in row) for row in rows)


mine = dict.fromkeys(["L", "dY_hat", "dA1", "dW2", "db2", "dZ1", "dW1", "db1"])
with contextlib.suppress(Exception):  # what is not written yet stays a question mark
    mine["L"], mine["dY_hat"] = mse_loss(Y_hat, Y)
    mine["dA1"], mine["dW2"], mine["db2"] = affine_backward(mine["dY_hat"], A1, W2)
    mine["dZ1"] = relu_backward(mine["dA1"], Z1)
    _, mine["dW1"], mine["db1"] = affine_backward(mine["dZ1"], X, W1)
draw_graph(
    {"X": table("X", X), "Z1": table("Z1", Z1), "A1": table("A1", A1), "Y_hat": table("Ŷ", Y_hat), "L": table("L", mine["L"]),
     "W1, b1": table("W1", W1) + "\n" + table("b1", b1), "W2, b2": table("W2", W2) + "\n" + table("b2", b2),
     "dL": "dL/dL\n1", "dY_hat": table("dŶ", mine["dY_hat"]), "dA1": table("dA1", mine["dA1"]), "dZ1": table("dZ1", mine["dZ1"]),
     "dW1, db1": table("dW1", mine["dW1"]) + "\n" + table("db1", mine["db1"]),
     "dW2, db2": table("dW2", mine["dW2"]) + "\n" + table("db2", mine["db2"])},
    "The running example: values above, your gradients below",
    ["2(Ŷ−Y)/N", "· W2ᵀ", "· (Z1 > 0)", "A1ᵀ ·  and sum of rows", "Xᵀ ·  and sum of rows"],
)

# %% [markdown]
# Look for three things in the numbers. The second order was predicted exactly: its row is 0 on the whole way back. Where a hidden unit was off (a 0 in A1), `dZ1` is 0, whatever came in. And `dW1` has one column per hidden unit: the first unit learns from three orders, the second from one.

# %% [markdown]
# > **What would you see if this were wrong?**
# > | you see | the step to look at |
# > |---|---|
# > | all four gradients off by the same factor | `mse_loss`: the 2 or the 1/N |
# > | dW2 and db2 right, dW1 and db1 wrong | the way through W2, or the ReLU mask |
# > | the biases right, the weights wrong | the product with the layer's input: which input, which transpose |
# > | dW1 too large, some columns not 0 that should be | the mask: hidden units that were off must pass nothing |

# %% [markdown]
# ### q06_7
#
# A ReLU unit has a negative pre-activation for *every* sample of a batch. Its incoming weights get the gradient
#
# - a) a small number
# - b) 0
# - c) that of the bias only
# - d) NaN

# %% exercise="q06_7" points=1
### BEGIN SOLUTION
q06_7 = "b"
### END SOLUTION

# %% checks="q06_7"
check("q06_7")

# %% [markdown] solution="q06_7"
# b) Its column of `dZ1` is 0, so its column of `dW1` and its entry of `db1` are 0. For this batch the unit cannot learn; if that holds for every batch, it is called *dead*.

# %% [markdown]
# ### Is a gradient check enough?
#
# A popular test compares a backward pass with numerical differences of **its own** forward pass. Here is a family of layers, with four numbers in them:
#
# $$\text{forward: } Z = a\,XW + c\,b \qquad\qquad \text{backward: } dW = p\,X^\mathsf{T}dZ, \quad db = q \sum_n dZ_n .$$
#
# The affine layer is the one with $a = c = p = q = 1$.
#
# ### q06_6
#
# True or false? *"If a numerical gradient of my forward agrees with my backward, then the layer is right."*
#
# Answer `True`, or `(False, witness)`. The witness is a pair of pairs `((a, c), (p, q))`: a forward and a backward that agree with each other, while the layer is not the affine layer.

# %% exercise="q06_6" points=1
### BEGIN SOLUTION
q06_6 = (False, ((1, -1), (1, -1)))
### END SOLUTION

# %% checks="q06_6"
check("q06_6")

# %% [markdown] solution="q06_6"
# False. Take $Z = XW - b$ with $db = -\sum_n dZ_n$: forward and backward agree perfectly, and the layer subtracts its bias. A gradient check says that two pieces of code belong together; it does not say that they are what you meant. That is why the checks here compare your gradients with those of the true layer.

# %% [markdown]
# ## Part 5: undoing a broadcast
#
# `X @ W + b` added a (M,) bias to an (N, M) table: NumPy *broadcast* it, one copy per row. Going back, the copies' gradients were added up. That rule is general, and it is the last piece that an automatic differentiation library needs:
#
# **Copied forward means summed backward.**
#
# There are two ways in which broadcasting copies. It may put **new axes in front**: (M,) → (N, M). And it may **stretch an axis of length 1**: (1, M) → (N, M). Going back, the first kind of axis disappears in the sum, the second is summed and stays, with length 1.
#
# ### 06.9 `unbroadcast`
#
# Write `unbroadcast(grad, shape)`: `grad` is the gradient of the broadcast array, `shape` (a tuple) the shape that it had before. Return the gradient with that shape.
#
# - `shape` can always be broadcast to `grad.shape`; you need not check that.
# - `shape` may be `()`: a single number was copied everywhere. The result is a number then.
# - With `shape` equal to `grad.shape` there is nothing to add up.
#
# | `grad.shape` | `shape` | what happens |
# |---|---|---|
# | (4, 3) | (3,) | axis 0 is summed away |
# | (4, 3) | (1, 3) | axis 0 is summed and stays |
# | (2, 4, 3) | (1, 1, 3) | axes 0 and 1 are summed and stay |
# | (5, 1, 2, 4, 3) | (2, 1, 3) | axes 0 and 1 disappear, then the 4 becomes a 1 |

# %% exercise="unbroadcast" points=3
def unbroadcast(grad, shape):
    """Sum a gradient back to the shape that was broadcast.

    grad: gradient of the broadcast array. shape: tuple, the shape before; it can be broadcast to grad.shape.
    Returns an array of that shape (a number for the shape ()).
    """
    ### BEGIN SOLUTION
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)  # axes that broadcasting put in front
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)  # axes that it stretched
    return grad
    ### END SOLUTION

# %% [markdown] hint="unbroadcast"
# Two steps: first get the number of axes right, then the lengths. How many axes are too many, and at which end?

# %% [markdown] hint="unbroadcast"
# `sum(axis=0)` removes one axis in front: repeat it as often as needed. Then go over `shape` with `enumerate`: where the length is 1, sum *that axis* and keep it with `keepdims=True`. The axis's number and its length are two different things.

# %% checks="unbroadcast"
grad = np.arange(12.0).reshape(4, 3)
assert np.allclose(unbroadcast(grad, (3,)), [18.0, 22.0, 26.0])
assert np.shape(unbroadcast(grad, (1, 3))) == (1, 3), "an axis of length 1 stays"
assert np.allclose(unbroadcast(grad, (4, 1)), [[3.0], [12.0], [21.0], [30.0]])
assert np.isclose(unbroadcast(grad, ()), 66.0), "one number, copied twelve times"
check("unbroadcast")

# %% [markdown] solution="unbroadcast"
# If $y_{nm} = x_m$ for every n, then $\partial L/\partial x_m = \sum_n \partial L/\partial y_{nm}$: each copy is a path to the loss. New axes stand in front, since broadcasting aligns shapes at the right end.

# %% [markdown]
# > **What would you see if this were wrong?**
# > With a mean in place of the sum, every bias learns N times too slowly, while the weights learn at the right pace. Without the second step, shapes such as (1, M) come back as (N, M), and the next update either crashes or silently grows your parameter.

# %% [markdown]
# ## Where this lives in PyTorch
#
# PyTorch is not needed here; this is where you will meet your functions again.
#
# | yours | in PyTorch |
# |---|---|
# | `relu_backward` | what `loss.backward()` does at [`torch.relu(z)`](https://pytorch.org/docs/stable/generated/torch.relu.html); slope 0 at 0 there too |
# | `sigmoid`, `sigmoid_backward` | [`torch.sigmoid(z)`](https://pytorch.org/docs/stable/generated/torch.sigmoid.html) and its backward step |
# | `tanh_backward` | the backward step of [`torch.tanh(z)`](https://pytorch.org/docs/stable/generated/torch.tanh.html) |
# | `affine_backward` | the backward step of [`torch.nn.Linear`](https://pytorch.org/docs/stable/generated/torch.nn.Linear.html): `dW` arrives in `layer.weight.grad` (stored transposed, (M, D)), `db` in `layer.bias.grad` |
# | `affine_backward_columns` | `W.grad`, `X.grad` and `b.grad` after `Z = W @ X + b` on tensors, with `b` of shape (M, 1) |
# | `mse_loss` | [`torch.nn.functional.mse_loss(y_hat, y, reduction="sum") / N`](https://pytorch.org/docs/stable/generated/torch.nn.functional.mse_loss.html); mind that the default, `reduction="mean"`, divides by N · M |
# | `two_layer_gradients` | `loss.backward()` for `nn.Sequential(nn.Linear(D, H), nn.ReLU(), nn.Linear(H, M))` |
# | `unbroadcast` | [`grad.sum_to_size(shape)`](https://pytorch.org/docs/stable/generated/torch.Tensor.sum_to_size.html), which autograd applies behind every broadcast `+` |
#
# What you have now is every gradient of a network, from a handful of short functions. Unit 07 uses them: a step against the gradient, and the packing times get better.
