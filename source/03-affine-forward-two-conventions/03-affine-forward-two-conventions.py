# %% [markdown]
# # 03 The affine layer, and two ways to write it
#
# A neural network is a tall stack of one small idea: multiply by a matrix, add a vector. The article that this course grew from writes it as $Z = WX + b$. We write $Z = XW + b$. PyTorch stores its weights in a third way. All three are the same layer, and half of the confusion in deep learning comes from mixing them up.
#
# After this notebook you can
#
# - compute a matrix product by hand, and say which axis is summed away;
# - send a whole batch through a layer in one line, bias included;
# - move a layer between the article's columns, our rows and PyTorch's storage;
# - write down every shape in a network, and count what it has to learn;
# - see why two layers without an activation are only one layer.
#
# Take your time with the shapes. If you know every shape, the formulas follow almost by themselves.

# %% [markdown]
# <details>
# <summary><b>Conventions of this course</b> (open when you need them)</summary>
#
# - Rows are samples. <code>X</code> has shape (N, D), <code>W</code> (D, M), <code>b</code> (M,), and <code>Z = X @ W + b</code> has shape (N, M). N counts samples, D inputs (features), M outputs (units).
# - The article's layout, used in 03.3 and 03.4, has samples as columns: <code>X</code> (D, N), <code>W</code> (M, D), <code>b</code> (M, 1), <code>Z</code> (M, N).
# - Functions return new arrays and leave their arguments alone. Your function gets NumPy arrays, sometimes of integers; where any number is a fraction the result is float64.
# - Gradients carry the name of what they belong to: <code>dW</code> has the shape of <code>W</code>. Losses are averages over the batch, and their 1/N appears once, in the gradient of the loss with respect to the logits; no layer divides by N.
# - Logarithms are natural, variances divide by N (ddof = 0), ReLU has slope 0 at 0, and randomness comes from the generator that is passed in. None of these four is needed today.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import sympy

from autograder import check

white = {"figure.facecolor": "white", "axes.facecolor": "white", "savefig.facecolor": "white"}
plt.rcParams.update({**white, "font.size": 12})  # readable in a dark theme, too

# %% [markdown]
# ## A grocer's four baskets
#
# One example goes with us through the whole notebook. A small online grocer sells three things: apples, loaves of bread, and milk by the litre. Today there are four orders. Each order is a row of a matrix $X$, each product a column.
#
# The shop wants to know two things about every order: what it costs (in euros) and what it weighs (in kilograms). What *one* apple, *one* loaf and *one* litre contribute stands in a matrix $W$: a row for each input, a column for each output.
#
# On top come 2 euros for the delivery and 0.3 kg for the box, whatever is in it. That is the vector $b$, one number per output.

# %%
# apples, loaves, litres: (N, D) = (4 orders, 3 products)
X = np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0], [1.0, 0.0, 2.0], [4.0, 2.0, 1.0]])
# euros and kilograms of one piece: (D, M) = (3 products, 2 outputs)
W = np.array([[0.5, 0.2], [3.0, 0.8], [1.2, 1.0]])
# delivery and box: (M,) = (2 outputs,)
b = np.array([2.0, 0.3])

# %% [markdown]
# In a shop these numbers are printed on the price labels. In a neural network they are *learned*. The arithmetic is the same, and that arithmetic is today's topic.
#
# ## The matrix product
#
# What do the goods of order 1 (the second row; we count from 0) cost? No apples, three loaves, one litre: $0 \cdot 0.5 + 3 \cdot 3.0 + 1 \cdot 1.2 = 10.2$ euros. You walked along a **row** of $X$ and, at the same time, down a **column** of $W$; you multiplied the numbers that met, and added up. Every entry of a matrix product is made like this:
#
# $$(AB)_{ij} = \sum_k A_{ik} B_{kj}$$
#
# The index $k$ is the *inner* index. It is the one both matrices share (here: the products), and it is summed away. What remains is a row number $i$ from the left factor and a column number $j$ from the right one.
#
# A picture will show it. The cell below holds the drawing tools of this notebook: run it and go on, there is no need to read it.

# %% tags=["folded"]
# Drawing tools. The colours can be told apart by colour-blind readers, and what is marked has a thick frame as well.
INK, BLUE, ORANGE, GREEN = "#222222", "#0072B2", "#B35900", "#00765A"
PALE = {BLUE: "#D9ECF7", ORANGE: "#FCEBD5", GREEN: "#D8F0E6"}


def draw_matrix(ax, values, left, top, name, row=None, column=None, colour=BLUE):
    """A small matrix with its upper left corner at (left, top); a row, a column or their entry is marked."""
    any_mark = row is not None or column is not None
    centre = {"ha": "center", "va": "center", "color": INK, "zorder": 3}
    for (i, j), value in np.ndenumerate(values):
        marked = any_mark and row in (None, i) and column in (None, j)
        style = {"facecolor": PALE[colour] if marked else "white", "edgecolor": "#999999", "zorder": 1}
        ax.add_patch(plt.Rectangle((left + j, top - i - 1), 1, 1, **style))
        weight = "bold" if marked else "normal"
        ax.text(left + j + 0.5, top - i - 0.5, f"{value:.4g}", weight=weight, **centre)
    if any_mark:
        i, height = (0, values.shape[0]) if row is None else (row, 1)
        j, width = (0, values.shape[1]) if column is None else (column, 1)
        style = {"fill": False, "edgecolor": colour, "linewidth": 3.5, "zorder": 2}
        ax.add_patch(plt.Rectangle((left + j, top - i - height), width, height, **style))
    ax.text(left + 0.05, top + 0.12, name, va="bottom", color=INK, weight="bold", fontsize=14)


def arrow(ax, start, end, colour):
    """An arrow from start to end."""
    ax.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": colour, "lw": 2})


def draw_product(A, B, i, j, names, axes):
    """A to the left, B on top, A @ B where they cross; row i, column j and their entry are marked."""
    (m, k), n, gap = A.shape, B.shape[1], 1.3
    fig, ax = plt.subplots(figsize=(8.2, 7.2))
    draw_matrix(ax, A, 0, 0, names[0], row=i, colour=BLUE)
    draw_matrix(ax, B, k + gap, k + gap, names[1], column=j, colour=ORANGE)
    draw_matrix(ax, A @ B, k + gap, 0, names[2], row=i, column=j, colour=GREEN)
    arrow(ax, (k + 0.05, -i - 0.5), (k + gap - 0.05, -i - 0.5), BLUE)
    arrow(ax, (k + gap + j + 0.5, gap - 0.05), (k + gap + j + 0.5, 0.62), ORANGE)
    ax.text(-0.25, -m / 2, axes[0], ha="right", va="center", rotation=90)
    ax.text(k / 2, -m - 0.25, axes[1] + " →", ha="center", va="top", color=INK)
    ax.text(k + gap - 0.25, gap + k / 2, axes[1], ha="right", va="center", rotation=90)
    ax.text(k + gap + n / 2, -m - 0.25, axes[2] + " →", ha="center", va="top")
    terms = " + ".join(f"{a:g}·{c:g}" for a, c in zip(A[i], B[:, j]))
    ax.set_title(f"{names[2]}[{i}, {j}] = {terms} = {A[i] @ B[:, j]:g}", color=GREEN, weight="bold", pad=14)
    ax.set(xlim=(-1, k + gap + n + 0.4), ylim=(-m - 0.9, k + gap + 0.7), aspect="equal")
    ax.axis("off")
    plt.show()


AXIS = {"N": (4, "N = 4"), "D": (3, "D = 3"), "M": (2, "M = 2"), "1": (0.55, "1")}


def draw_block(ax, left, middle, name, rows, columns, colour):
    """A rectangle with named sides; gives its right edge. A side without a name is that of a vector."""
    height, width = AXIS[rows or "1"][0], AXIS[columns][0]
    style = {"facecolor": PALE[colour], "edgecolor": colour, "linewidth": 2}
    style["linestyle"] = "-" if rows else "--"
    ax.add_patch(plt.Rectangle((left, middle - height / 2), width, height, **style))
    centre = left + width / 2
    ax.text(centre, middle, name, ha="center", va="center", weight="bold", color=INK, fontsize=13)
    ax.text(centre, middle + height / 2 + 0.1, AXIS[columns][1], ha="center", va="bottom", fontsize=11)
    if rows:
        ax.text(left - 0.12, middle, AXIS[rows][1], ha="right", va="center", rotation=90, fontsize=11)
    return left + width


def draw_layer(ax, middle, title, blocks):
    """One way to write the layer: blocks and the signs between them, from left to right."""
    ax.text(0, middle, title, ha="left", va="center", color=INK, fontsize=12)
    x = 6.2
    for block in blocks:
        if isinstance(block, str):
            ax.text(x + 0.42, middle, block, ha="center", va="center", fontsize=15)
            x += 0.84
        else:
            x = draw_block(ax, x + (0.45 if block[1] else 0.1), middle, *block)

# %% [markdown]
# The next picture puts $X$ to the left and $W$ on top, so that each entry of the result stands where its row and its column cross.

# %%
draw_product(X, W, 1, 0, ("X", "W", "XW"), ("N = 4 orders", "D = 3 products", "M = 2 outputs"))

# %% [markdown]
# Read three things from the picture:
#
# - $X$ is as wide as $W$ is tall: both have the axis "products". **The inner sizes must be equal.**
# - The result is as tall as $X$ and as wide as $W$: (4, 3) times (3, 2) gives (4, 2). The 3 has gone.
# - A row of the result needs one row of $X$ only. The orders do not know of each other; we could send them one by one, or a million at once.

# %% [markdown]
# ### 03.1 The matrix product from its definition
#
# Write `matmul_from_scratch(A, B)` for `A` of shape (m, k) and `B` of shape (k, n). It returns a new array of shape (m, n).
#
# - Please write the loops yourself this once, without `@`, `np.dot` and their relatives. (This is a wish, not a check: your hands learn something here.)
# - If the inner sizes differ, raise a `ValueError`. Do not count on NumPy to notice: a row with a single number is stretched over a whole column without a word.
# - The inner size may be 0. Then every entry is an empty sum, which is 0: the result is all zeros.
# - `A` may hold whole numbers while `B` holds fractions, or the other way round. The result must have room for fractions (float64).
# - `A` and `B` always have two axes, and they stay as they are.

# %% exercise="matmul_from_scratch" points=5
def matmul_from_scratch(A, B):
    """Return the matrix product of A (m, k) and B (k, n) as a new array (m, n).

    Raises ValueError if the inner sizes differ. An inner size of 0 gives zeros.
    """
    ### BEGIN SOLUTION
    m, k = A.shape
    rows, n = B.shape
    if k != rows:
        raise ValueError(f"inner sizes differ: A has {k} columns, B has {rows} rows")
    C = np.zeros((m, n))  # float64, and already right when there is nothing to add
    for i in range(m):
        for j in range(n):
            for inner in range(k):
                C[i, j] += A[i, inner] * B[inner, j]
    return C
    ### END SOLUTION

# %% [markdown] hint="matmul_from_scratch"
# Two loops choose an entry of the result: a row `i` of `A`, a column `j` of `B`. A third one walks along that row and down that column at the same time. Which array can you prepare before the loops begin, and what should be in it?

# %% [markdown] hint="matmul_from_scratch"
# Read both shapes first: `m, k = A.shape`, and the same for `B`. Compare the two inner sizes and raise if they differ. Make an array of zeros of shape (m, n). In the innermost loop *add* one product to entry `[i, j]`; in `A` the inner index comes second, in `B` it comes first.

# %% checks="matmul_from_scratch"
C = matmul_from_scratch(np.array([[1.0, 2.0, 3.0]]), np.array([[4.0], [5.0], [6.0]]))
assert np.shape(C) == (1, 1), f"a row times a column is one number in a (1, 1) array, not shape {np.shape(C)}"
assert np.allclose(C, [[32.0]]), f"1·4 + 2·5 + 3·6 = 32, not {C}"
C = matmul_from_scratch(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [7.0, 8.0]]))
assert np.allclose(C, [[19.0, 22.0], [43.0, 50.0]]), f"the entries should be 19, 22, 43, 50, not {C}"
check("matmul_from_scratch")

# %% [markdown] solution="matmul_from_scratch"
# The definition has one free index for each axis of the result, $i$ and $j$, and one summed index $k$: hence three loops. Starting from `np.zeros` does three jobs at once. It fixes the shape (m, n), it makes room for fractions, and it is already the right answer when the inner size is 0. In daily life you write `A @ B`, which does the same some thousand times faster.

# %% [markdown]
# > **What would you see if this were wrong?** With the inner index on the wrong side, `B[j, k]`, non-square matrices end in an `IndexError`: good luck, you notice at once. With *square* matrices nothing crashes, and you get $AB^\top$ instead of $AB$. Try non-square shapes first, always.

# %% [markdown]
# ### The price of a product
#
# Multiplications are what a graphics card is bought for, so let us count them. Each of the $m \cdot n$ entries of $AB$ is a sum of $k$ products: $m \cdot k \cdot n$ multiplications.
#
# Now take three matrices: $A$ (m, k), $B$ (k, n), $C$ (n, p). Brackets do not change the result, $(AB)C = A(BC)$, yet they change the bill.

# %% [markdown]
# ### d03_3 Count the multiplications
#
# How many multiplications does $(AB)C$ take, first $AB$ and then the result times $C$? Answer in the letters m, k, n, p.
#
# This is a *derivation*: your answer is a formula. You may build it from the symbols below, as in `m**2 + k`, or write it as text in quotes, as in `"m^2 + k"`. Any correct form counts. (With the symbols a power is `**`, never `^`.) This holds for all derivations of the course.

# %% exercise="d03_3" points=2
m, k, n, p = sympy.symbols("m k n p")
### BEGIN SOLUTION
d03_3 = m * k * n + m * n * p
### END SOLUTION

# %% [markdown] hint="d03_3"
# What shape has $AB$? That is the left factor of the second product.

# %% [markdown] hint="d03_3"
# Count twice by the rule "rows × inner size × columns": once for (m, k) times (k, n), once for (m, n) times (n, p). Then add the two counts.

# %% checks="d03_3"
check("d03_3")

# %% [markdown] solution="d03_3"
# $AB$ has $mn$ entries, each a sum of $k$ products: $mkn$. It has shape (m, n); times $C$ it gives $mp$ entries, each a sum of $n$ products: $mnp$. Together $mn(k + p)$. The other brackets cost $knp + mkp$. Question 7 at the end shows how far the two can lie apart.

# %% [markdown]
# ## The affine layer
#
# The product $XW$ gives the goods of each order: euros and kilograms. Delivery and box are missing. They do not depend on the order, so the same row $b$ is added to *every* row:
#
# $$Z = XW + b, \qquad Z_{nm} = \sum_d X_{nd} W_{dm} + b_m$$
#
# A product alone is called *linear*; with an added constant it is called *affine*. Note the index of the bias: $b_m$, a number for each **output**. No sample has a bias of its own.
#
# Why does `X @ W + b` work, when `X @ W` is (4, 2) and `b` is (2,)? Broadcasting lines shapes up at their right ends: the 2 of `b` meets the last axis, the outputs. That is what we want, and it is why we keep `b` as (M,).

# %% [markdown]
# ### 03.2 The layer on a batch
#
# Write `affine_forward(X, W, b)` for `X` (N, D), `W` (D, M), `b` (M,). It returns $XW + b$, of shape (N, M).
#
# The result always has two axes: a single sample gives (1, M), a single output gives (N, 1). Whole numbers may meet fractions. Arguments stay as they are.

# %% exercise="affine_forward" points=5 needs="matmul_from_scratch"
def affine_forward(X, W, b):
    """Return X W + b of shape (N, M), for X (N, D), W (D, M) and b (M,)."""
    ### BEGIN SOLUTION
    return X @ W + b  # b (M,) meets the last axis: every row gets the whole vector
    ### END SOLUTION

# %% [markdown] hint="affine_forward"
# Write the shapes one below the other: (N, D), (D, M), (M,). Which two meet first, what is left, and where does the third fit?

# %% [markdown] hint="affine_forward"
# First the product (with `@`, or with your own function from 03.1), then add the bias as it is. No transposing, no reshaping, no loop: broadcasting takes `b` to each row.

# %% checks="affine_forward"
Z = affine_forward(X, W, b)
assert np.shape(Z) == (4, 2), f"four orders with two outputs have shape (4, 2), not {np.shape(Z)}"
assert np.allclose(Z[0], [6.0, 1.5]), f"order 0: 2·0.5 + 3.0 + 2.0 = 6.0 euros, and 1.5 kg; not {Z[0]}"
assert np.shape(affine_forward(X[:1], W, b)) == (1, 2), "a batch of one order is still a batch: shape (1, 2)"
check("affine_forward")

# %% [markdown] solution="affine_forward"
# One line for the whole batch. $X$ meets $W$ along the features (D), which are summed away; (N, M) remains. The bias (M,) lines up with the last axis, the outputs, and is repeated for each of the N rows.

# %% [markdown]
# Here is your layer at work. The plain part of each bar comes from the product, the hatched part from the bias: the same for everyone, even for an empty basket.

# %%
def draw_orders(goods, total):
    """One bar per order and output: the product, then the bias on top."""
    fig, panels = plt.subplots(1, 2, figsize=(9, 3.4), sharey=True)
    orders = [f"order {i}" for i in range(len(goods))]
    for column, (ax, title) in enumerate(zip(panels, ("euros (output 0)", "kilograms (output 1)"))):
        added = total[:, column] - goods[:, column]
        ax.barh(orders, goods[:, column], color=BLUE, label="from X W")
        hatched = {"color": PALE[ORANGE], "edgecolor": ORANGE, "hatch": "///"}
        ax.barh(orders, added, left=goods[:, column], label="from b", **hatched)
        for i, value in enumerate(total[:, column]):
            ax.text(value, i, f" {value:.3g}", va="center", color=INK)
        ax.set(title=title, xlim=(0, 1.25 * max(total[:, column].max(), 1)))
        ax.spines[["top", "right"]].set_visible(False)
    panels[0].invert_yaxis()
    panels[1].legend(loc="upper center", bbox_to_anchor=(-0.05, -0.12), ncols=2, frameon=False)
    plt.show()


goods, total = affine_forward(X, W, 0 * b), affine_forward(X, W, b)
if np.shape(goods) == np.shape(total) == (4, 2):
    draw_orders(np.asarray(goods), np.asarray(total))
else:
    print(f"No picture yet: it needs shape (4, 2), and your result has shape {np.shape(total)}.")

# %% [markdown]
# ### When a mistake does not crash
#
# The article says that with shapes that do not fit "your script will crash instantly". Often it does. The dangerous cases are those where it does not. Suppose the bias has become a *column*, shape (M, 1), and by chance the batch has as many samples as the layer has outputs. The next picture adds the same three numbers both ways.

# %%
def draw_two_biases(Z, b):
    """The same product with the bias as a row and as a column."""
    fig, ax = plt.subplots(figsize=(8.6, 4.4))
    draw_matrix(ax, Z + b, 0, 0, "X W + b, b of shape (3,)", row=0, colour=GREEN)
    draw_matrix(ax, Z + b[:, None], 5.2, 0, "X W + b, b of shape (3, 1)", column=0, colour=ORANGE)
    below = {"ha": "center", "va": "top"}
    ax.text(1.5, -3.3, "every sample (row) gets b\nright: outputs have a bias", color=GREEN, **below)
    ax.text(6.7, -3.3, "b runs down the samples\nwrong, and nothing crashed", color=ORANGE, **below)
    ax.set(xlim=(-0.3, 9.3), ylim=(-4.7, 0.9), aspect="equal")
    ax.axis("off")
    plt.show()


draw_two_biases(np.zeros((3, 3)), np.array([1.0, 2.0, 3.0]))

# %% [markdown]
# > **What would you see if this were wrong?** Nothing at first. The loss falls a little, then stops too early, because each output gets a bias that depends on the *place* of a sample in the batch. Then the last batch of the epoch, with fewer samples, crashes. If a network crashes in its last batch only, look for a bias along the wrong axis.

# %% [markdown]
# ### d03_1 One entry, written out
#
# Let $X$ have shape (2, 3), $W$ shape (3, 2) and $b$ two entries. On paper the entries are counted from 1: $x_{11}, x_{12}, \dots$ Write out the entry $Z_{12}$ of $Z = XW + b$: first row, second column. In code the letters are `x11` … `x23`, `w11` … `w32`, `b1`, `b2`.

# %% exercise="d03_1" points=2
x11, x12, x13, x21, x22, x23 = sympy.symbols("x11 x12 x13 x21 x22 x23")
w11, w12, w21, w22, w31, w32 = sympy.symbols("w11 w12 w21 w22 w31 w32")
b1, b2 = sympy.symbols("b1 b2")
### BEGIN SOLUTION
d03_1 = x11 * w12 + x12 * w22 + x13 * w32 + b2
### END SOLUTION

# %% [markdown] hint="d03_1"
# The first index of $Z_{12}$ chooses a row of $X$. The second one chooses a column of $W$, and an entry of $b$.

# %% [markdown] hint="d03_1"
# Row 1 of $X$ has three entries, and so has column 2 of $W$. Multiply them pairwise, add the three products, then add the bias of output 2.

# %% checks="d03_1"
check("d03_1")

# %% [markdown] solution="d03_1"
# Row 1 of $X$ is $(x_{11}, x_{12}, x_{13})$, column 2 of $W$ is $(w_{12}, w_{22}, w_{32})$. Hence $Z_{12} = x_{11}w_{12} + x_{12}w_{22} + x_{13}w_{32} + b_2$. The bias carries the index of the output, 2, not that of the sample.

# %% [markdown]
# ## One layer, three ways to write it
#
# Mathematicians like column vectors. A sample is then a column, a batch is a matrix of columns, and the weights stand to the *left*: $Z = WX + b$. That is the article's way. Programmers like rows, because data come as tables with a sample per line, and because a row lies in one piece in memory: $Z = XW + b$. PyTorch takes rows as well, but stores the weights as the mathematicians do.
#
# | | the article | this course | `torch.nn.Linear` |
# |---|---|---|---|
# | the layer | $Z = WX + b$ | $Z = XW + b$ | $z = x A^\top + b$ |
# | samples are | columns | rows | rows |
# | input | X (D, N) | X (N, D) | x (N, D) |
# | weights | W (M, D) | W (D, M) | weight A (M, D) |
# | bias | b (M, 1) | b (M,) | bias (M,) |
# | result | Z (M, N) | Z (N, M) | z (N, M) |
# | our grocer's weights | (2, 3): outputs first | (3, 2): inputs first | (2, 3): outputs first |
#
# The same as a picture, with the grocer's sizes. Follow one axis, say D: it is written at the two sides that meet and vanish.

# %%
W_block, X_block, Z_block = ("W", "M", "D", ORANGE), ("X", "D", "N", BLUE), ("Z", "M", "N", BLUE)
article = [W_block, "·", X_block, "+", ("b", "M", "1", GREEN), "=", Z_block]
X_block, W_block, Z_block = ("X", "N", "D", BLUE), ("W", "D", "M", ORANGE), ("Z", "N", "M", BLUE)
course = [X_block, "·", W_block, "+", ("b", None, "M", GREEN), "=", Z_block]
X_block, A_block, Z_block = ("x", "N", "D", BLUE), ("Aᵀ", "D", "M", ORANGE), ("z", "N", "M", BLUE)
pytorch = [X_block, "·", A_block, "+", ("b", None, "M", GREEN), "=", Z_block]

fig, ax = plt.subplots(figsize=(10.5, 9.4))
draw_layer(ax, 0, "the article\n$Z = WX + b$\nsamples are columns", article)
draw_layer(ax, -4.9, "this course\n$Z = XW + b$\nsamples are rows", course)
draw_layer(ax, -10.3, "PyTorch\n$z = x\\,A^{T} + b$\nsamples are rows", pytorch)
draw_layer(ax, -14.4, "what PyTorch stores:\nthe weight A", [("A", "M", "D", ORANGE)])
ax.text(10.4, -14.4, "← the shape of the article's W;\n    our W, transposed", va="center", color=ORANGE)
ax.set(xlim=(-0.1, 22.4), ylim=(-15.7, 2.6), aspect="equal")
ax.axis("off")
plt.show()

# %% [markdown]
# (The dashed box is a vector, with one axis only.) Nothing new is computed in any of the three. Turning a product around turns each factor and exchanges their places:
#
# $$(XW)^\top = W^\top X^\top$$
#
# So if $X_c = X^\top$, $W_c = W^\top$, and $b_c$ is $b$ written as a column, then $Z_c = W_c X_c + b_c$ is $Z^\top$.

# %% [markdown]
# ### 03.3 The article's layer
#
# Write `affine_forward_columns(W, X, b)`: mind the order of the arguments, the weights come first, as in the formula $WX + b$. The shapes are `W` (M, D), `X` (D, N), `b` (M, 1), and the result has shape (M, N). Samples are columns. The result always has two axes.

# %% exercise="affine_forward_columns" points=4 needs="matmul_from_scratch, affine_forward"
def affine_forward_columns(W, X, b):
    """Return W X + b of shape (M, N), for W (M, D), X (D, N) and b (M, 1): samples are columns."""
    ### BEGIN SOLUTION
    return W @ X + b  # b (M, 1) is a column: it is repeated for each of the N samples
    ### END SOLUTION

# %% [markdown] hint="affine_forward_columns"
# Broadcasting lines shapes up at the right: `b` (M, 1) under the product (M, N). Which axis is stretched, and is it the one you want?

# %% [markdown] hint="affine_forward_columns"
# The weights multiply from the left this time. The bias is a column already and fits as it is; flattening it would make it meet the samples.

# %% checks="affine_forward_columns"
Zc = affine_forward_columns(W.T, X.T, b[:, None])
assert np.shape(Zc) == (2, 4), f"two outputs for four orders have shape (2, 4), not {np.shape(Zc)}"
assert np.allclose(np.asarray(Zc)[:, 0], [6.0, 1.5]), "order 0 is now the first column: 6.0 euros, 1.5 kg"
check("affine_forward_columns")

# %% [markdown] solution="affine_forward_columns"
# $W$ (M, D) meets $X$ (D, N) along the features; (M, N) remains. The bias has shape (M, 1): its second axis, of length 1, is stretched over the N samples, so each column gets the whole bias.

# %% [markdown]
# > **What would you see if this were wrong?** With `b` of shape (M,) in the column layout, NumPy tries to add a number to each *sample*. As a rule that is a `ValueError`, because M and N differ. For M = N it is the silent mistake of the picture above, mirrored.

# %% [markdown]
# ### 03.4 From rows to columns
#
# Write `to_column_convention(X, W, b)`. It takes the arguments of *our* layer, `X` (N, D), `W` (D, M), `b` (M,), and returns the three arguments of the article's layer as a tuple `(Xc, Wc, bc)` in this order, with shapes (D, N), (M, D) and (M, 1).
#
# The numbers are the same, only their places change, so that `Wc @ Xc + bc` equals `(X @ W + b).T`. (Views of the arguments are fine; changing the arguments themselves is not.)

# %% exercise="to_column_convention" points=4
def to_column_convention(X, W, b):
    """Return (Xc, Wc, bc) of shapes (D, N), (M, D), (M, 1) such that Wc @ Xc + bc equals (X @ W + b).T."""
    ### BEGIN SOLUTION
    return X.T, W.T, b[:, None]  # a vector has one axis: .T leaves it alone, a new axis makes the column
    ### END SOLUTION

# %% [markdown] hint="to_column_convention"
# For each of the three: which axis has to go where? One of them has only one axis so far. What does `.T` do to it?

# %% [markdown] hint="to_column_convention"
# Transpose the two matrices (reshaping would keep the reading order and put the numbers in wrong places). For the bias, add a second axis of length 1: indexing with `None`, `np.newaxis` or `reshape(-1, 1)` all do that.

# %% checks="to_column_convention"
Xc, Wc, bc = to_column_convention(X, W, b)
assert np.shape(Xc) == (3, 4), f"Xc has shape (D, N) = (3, 4), not {np.shape(Xc)}"
assert np.shape(Wc) == (2, 3), f"Wc has shape (M, D) = (2, 3), not {np.shape(Wc)}"
assert np.shape(bc) == (2, 1), f"bc has shape (M, 1) = (2, 1), not {np.shape(bc)}"
Zc = np.asarray(Wc) @ np.asarray(Xc) + bc
assert np.allclose(Zc, (X @ W + b).T), "Wc @ Xc + bc should be the transpose of X @ W + b"
check("to_column_convention")

# %% [markdown] solution="to_column_convention"
# From $Z = XW + b$ we get $Z^\top = (XW)^\top + (\dots)^\top = W^\top X^\top + b_c$. So both matrices are transposed and change places, and the bias, which was repeated down the rows, must now be repeated along the columns: as a column of shape (M, 1). `b.T` would not do: a vector with one axis has nothing to exchange.

# %% [markdown]
# ### d03_2 The article's result, entry by entry
#
# Again $X$ (2, 3), $W$ (3, 2) and $b = (b_1, b_2)$ in *our* convention. Give the 2 × 2 matrix $Z_c = W_c X_c + b_c$ of the column convention, in the letters of $X$, $W$ and $b$. The cell below makes the three as SymPy matrices; `Xs.T` is a transpose, `Xs * Ws` a matrix product, `sympy.ones(1, 2)` a row of two ones. A list of two rows is fine as well.

# %% exercise="d03_2" points=2
Xs = sympy.Matrix(sympy.symbols("x11 x12 x13 x21 x22 x23")).reshape(2, 3)
Ws = sympy.Matrix(sympy.symbols("w11 w12 w21 w22 w31 w32")).reshape(3, 2)
bs = sympy.Matrix([sympy.symbols("b1 b2")])  # a row, shape (1, 2)
### BEGIN SOLUTION
d03_2 = Ws.T * Xs.T + bs.T * sympy.ones(1, 2)
### END SOLUTION

# %% [markdown] hint="d03_2"
# SymPy does not broadcast: the bias has to become a full 2 × 2 matrix before you can add it. What should its first row be, if rows are outputs?

# %% [markdown] hint="d03_2"
# The product is `Ws.T * Xs.T`. For the bias, multiply a column (2, 1) by a row of ones (1, 2): that repeats the column. In the first row of the result every entry ends in `+ b1`.

# %% checks="d03_2"
check("d03_2")

# %% [markdown] solution="d03_2"
# $Z_c = W^\top X^\top + b_c (1\;\;1)$. Row $m$ belongs to output $m$, so all its entries carry $b_m$; column $n$ belongs to sample $n$. With two samples and two outputs a bias along the wrong axis gives a matrix of the same shape, and only the entries tell.

# %% [markdown]
# ### 03.5 PyTorch's layer
#
# `torch.nn.Linear(D, M)` has a `weight` of shape (M, D), outputs first, and a `bias` of shape (M,). It takes rows and computes $x A^\top + b$, where $A$ is the weight. With `bias=False` there is no bias at all.
#
# Write `torch_linear(x, weight, bias=None)` for `x` (N, D), `weight` (M, D), `bias` (M,) or `None`. It returns an array of shape (N, M), always with two axes. The bias may be passed by its name.

# %% exercise="torch_linear" points=4 needs="matmul_from_scratch, affine_forward"
def torch_linear(x, weight, bias=None):
    """Return x Aᵀ + bias of shape (N, M), for x (N, D), weight A (M, D) and bias (M,) or None."""
    ### BEGIN SOLUTION
    z = x @ weight.T
    return z if bias is None else z + bias
    ### END SOLUTION

# %% [markdown] hint="torch_linear"
# (N, D) should meet (D, M), but what is stored is (M, D). And what can you add when there is nothing to add?

# %% [markdown] hint="torch_linear"
# Turn the weight with `.T` before you multiply. Then ask `bias is None`; a plain `if bias:` fails, because an array of several numbers is neither true nor false.

# %% checks="torch_linear"
z = torch_linear(X, W.T, b)
assert np.shape(z) == (4, 2), f"rows in, rows out: shape (4, 2), not {np.shape(z)}"
assert np.allclose(z, X @ W + b), "our W transposed is PyTorch's weight, so the result should be X @ W + b"
assert np.allclose(torch_linear(X, W.T), X @ W), "without a bias the product alone is the answer"
check("torch_linear")

# %% [markdown] solution="torch_linear"
# PyTorch's weight is our $W$ transposed, so `weight.T` is our $W$, and the rest is our layer. The bias keeps its shape (M,). With NumPy's `@` and broadcasting the same line also takes inputs with more axes in front, (…, D), as PyTorch does.

# %% [markdown]
# > **What would you see if this were wrong?** Loading weights from PyTorch into `X @ W + b` without turning them raises an error, unless the layer is *square*, as the projections in a transformer's attention often are. Then the network runs, and its answers are noise. If a copied model gives nonsense without an error, look at the square layers first.
#
# The grocer's totals, all three ways, by your own functions:

# %%
rows = affine_forward(X, W, b)
Xc, Wc, bc = to_column_convention(X, W, b)
columns = affine_forward_columns(Wc, Xc, bc)
stored = torch_linear(X, W.T, b)
named = {"rows  X W + b": rows, "columns  (W X + b)ᵀ": np.transpose(columns), "PyTorch  x Aᵀ + b": stored}
for name, result in named.items():
    agrees = np.shape(result) == (4, 2) and np.allclose(result, X @ W + b)
    print(f"{name:<20} shape {np.shape(result)}   {'the same totals' if agrees else 'other totals'}")

# %% [markdown]
# ## A network is a chain of shapes
#
# Let us stack layers. A network with sizes `[64, 32, 10]` takes 64 inputs, has a hidden layer of 32 units, and gives 10 outputs. Between neighbouring sizes there is one layer: here two. (Between the layers stands an activation such as ReLU. It works entry by entry and changes no shape.)
#
# The batch axis runs through all of it: N samples go in, N rows come out, at every level.
#
# ### 03.6 All the shapes
#
# Write `mlp_shapes(layer_sizes, batch)`. For sizes `[D, H1, …, C]` it returns a list with one entry per layer, in order: a tuple of three shapes, those of `W`, `b` and `Z`, in *our* convention: (inputs, outputs), (outputs,), (batch, outputs).
#
# `layer_sizes` is a list of whole numbers with at least one entry; a single size has no layer, so the list is empty. The list you are given stays as it is. (Lists in place of tuples, and NumPy's integers, count as well.)

# %% exercise="mlp_shapes" points=4
def mlp_shapes(layer_sizes, batch):
    """Return, for each layer, the shapes of W, b and Z: [((inputs, outputs), (outputs,), (batch, outputs)), …]."""
    ### BEGIN SOLUTION
    pairs = zip(layer_sizes[:-1], layer_sizes[1:])  # neighbours: (D, H1), (H1, H2), …
    return [((inputs, outputs), (outputs,), (batch, outputs)) for inputs, outputs in pairs]
    ### END SOLUTION

# %% [markdown] hint="mlp_shapes"
# A layer stands between two neighbouring sizes. How many neighbouring pairs has a list of n numbers?

# %% [markdown] hint="mlp_shapes"
# `zip(layer_sizes[:-1], layer_sizes[1:])` walks over the pairs (inputs, outputs). For each pair write the three shapes down. A shape with one axis needs its comma: `(outputs,)`.

# %% checks="mlp_shapes"
shapes = mlp_shapes([64, 32, 10], 5)
assert len(shapes) == 2, f"three sizes make two layers, not {len(shapes)}"
first, second = [[tuple(shape) for shape in layer] for layer in shapes]
assert first == [(64, 32), (32,), (5, 32)], f"W, b and Z of the first layer, not {first}"
assert second == [(32, 10), (10,), (5, 10)], f"W, b and Z of the second layer, not {second}"
check("mlp_shapes")

# %% [markdown] solution="mlp_shapes"
# n sizes have n − 1 neighbouring pairs, and each pair is a layer: what one layer gives, the next one takes. The weights know nothing of the batch; the activations carry it as their first axis, and the bias has neither batch nor input.

# %% [markdown]
# Here is the chain, drawn from what your function returns. The inner sizes meet at each layer; the batch (in bold) is never touched.

# %%
def draw_chain(sizes, batch, shapes):
    """Boxes for the activations, arrows with W and b between them."""
    fig, ax = plt.subplots(figsize=(2.2 + 3.4 * len(shapes), 2.9))
    names = ["X"] + [f"Z{i}" for i in range(1, len(shapes) + 1)]
    activations = [(batch, sizes[0])] + [shape[2] for shape in shapes]
    for i, (name, shape) in enumerate(zip(names, activations)):
        colour = BLUE if i < len(shapes) else GREEN
        box = {"boxstyle": "round,pad=0.5", "facecolor": PALE[colour], "edgecolor": colour, "linewidth": 2}
        lengths = [f"$\\bf{{{shape[0]}}}$", *map(str, shape[1:])]  # the batch in bold
        text = name + "\n(" + ", ".join(lengths) + ")"
        ax.text(3.4 * i, 0, text, ha="center", va="center", bbox=box, color=INK, linespacing=1.5)
    for i, (weight, bias, _) in enumerate(shapes):
        arrow(ax, (3.4 * i + 0.9, 0), (3.4 * i + 2.5, 0), INK)
        middle = 3.4 * i + 1.7
        ax.text(middle, 0.25, f"W{i + 1} {tuple(weight)}", ha="center", va="bottom", color=ORANGE)
        ax.text(middle, -0.25, f"b{i + 1} {tuple(bias)}", ha="center", va="top", color=ORANGE)
    ax.set(xlim=(-1.1, 3.4 * len(shapes) + 1.1), ylim=(-1, 1))
    ax.axis("off")
    plt.show()


your_shapes = mlp_shapes([64, 32, 16, 10], 5)
if [list(map(np.size, layer)) for layer in your_shapes] == [[2, 1, 2]] * 3:
    draw_chain([64, 32, 16, 10], 5, your_shapes)
else:
    print("No picture yet: it needs three layers, each with the shapes of W, b and Z.")

# %% [markdown]
# ### 03.7 How much there is to learn
#
# Every entry of every `W` and `b` is a number that training has to find: a *parameter*. Write `count_parameters(layer_sizes)` for the same kind of list. It returns one whole number, exact even for very large networks, and 0 for a single size. Inputs are data and have no bias. The list stays as it is.

# %% exercise="count_parameters" points=3 needs="mlp_shapes"
def count_parameters(layer_sizes):
    """Return the number of weights and biases of a network with these layer sizes."""
    ### BEGIN SOLUTION
    # one weight per input and one bias: (inputs + 1) numbers for each output unit
    return sum((inputs + 1) * outputs for inputs, outputs in zip(layer_sizes[:-1], layer_sizes[1:]))
    ### END SOLUTION

# %% [markdown] hint="count_parameters"
# How many numbers does *one* output unit need, if it listens to `inputs` numbers and has a bias of its own?

# %% [markdown] hint="count_parameters"
# Go over the pairs of neighbours as in 03.6. Each layer has inputs × outputs weights and as many biases as outputs. Add everything up; Python's own integers never overflow.

# %% checks="count_parameters"
assert count_parameters([5, 1]) == 6, "five weights and one bias make 6"
assert count_parameters([64, 32, 10]) == 2410, "64·32 + 32 + 32·10 + 10 = 2410"
assert count_parameters([3, 2]) == np.size(W) + np.size(b), "the grocer's layer has 6 weights and 2 biases"
check("count_parameters")

# %% [markdown] solution="count_parameters"
# A layer from I inputs to O outputs has $I \cdot O$ weights and $O$ biases, together $(I + 1) \cdot O$. The sum over no layers is 0.

# %% [markdown]
# > **What would you see if this were wrong?** Counts that are off by a few hundred in a hundred thousand look right at a glance. Compare with the framework: `sum(p.numel() for p in model.parameters())`. A difference of exactly the sum of the hidden and output sizes means forgotten biases; of exactly the input size, biases given to the inputs.

# %% [markdown]
# ## Why two affine layers are one
#
# The courier adds a second layer to the grocer's network. What a customer pays in the end is the price plus 1.50 euros per kilogram, less a voucher of 0.50 euros. That is an affine layer from (euros, kilograms) to one number:

# %%
W_courier = np.array([[1.0], [1.5]])  # (2, 1): euros count once, each kilogram costs 1.50
b_courier = np.array([-0.5])  # (1,): the voucher

# %% [markdown]
# Now look at what one apple contributes to the final bill. It costs 0.50 and weighs 0.2 kg, and 0.2 kg cost 0.30 to carry: together 0.80 euros, always, whatever else is in the basket. We could print *that* on the label, and the same for bread and milk, and forget the layer in the middle. As a formula:
#
# $$(XW_1 + b_1)W_2 + b_2 = X\,(W_1 W_2) + (b_1 W_2 + b_2)$$
#
# On the right stands one affine layer. The fixed costs $b_1$ (delivery, box) do not stay as they are: the box has a weight, and the weight has to be carried. The first bias goes through the second layer, too.

# %% [markdown]
# ### d03_4 The bias of the single layer
#
# The first layer has the bias $(p_1, p_2)$. The second has the 2 × 2 weight matrix $W_2$ with entries $w_{11}, w_{12}, w_{21}, w_{22}$ and the bias $(q_1, q_2)$. Give the bias of the single layer that equals both, as a list of two formulas or as a 1 × 2 matrix, in the letters p1, p2, q1, q2, w11, w12, w21, w22.

# %% exercise="d03_4" points=2
p1, p2, q1, q2 = sympy.symbols("p1 p2 q1 q2")
w11, w12, w21, w22 = sympy.symbols("w11 w12 w21 w22")
### BEGIN SOLUTION
d03_4 = [p1 * w11 + p2 * w21 + q1, p1 * w12 + p2 * w22 + q2]
### END SOLUTION

# %% [markdown] hint="d03_4"
# Send an order of nothing through both layers: $X = 0$. What comes out of the first layer, and what does the second make of it?

# %% [markdown] hint="d03_4"
# You need the row $(p_1, p_2)$ times $W_2$, plus $(q_1, q_2)$. The first entry of the product takes the first *column* of $W_2$.

# %% checks="d03_4"
check("d03_4")

# %% [markdown] solution="d03_4"
# With $X = 0$ the first layer gives its bias $(p_1, p_2)$, and the second turns it into $(p_1, p_2)\,W_2 + (q_1, q_2)$. Entry by entry: $p_1 w_{11} + p_2 w_{21} + q_1$ and $p_1 w_{12} + p_2 w_{22} + q_2$.

# %% [markdown]
# ### 03.8 Two layers into one
#
# Write `collapse_affine(W1, b1, W2, b2)` for `W1` (D, H), `b1` (H,), `W2` (H, M), `b2` (M,). It returns a tuple `(W, b)` with shapes (D, M) and (M,), such that `X @ W + b` equals `(X @ W1 + b1) @ W2 + b2` for every `X`.

# %% exercise="collapse_affine" points=4 needs="matmul_from_scratch, affine_forward"
def collapse_affine(W1, b1, W2, b2):
    """Return (W, b) of the one layer that equals layer 1 followed by layer 2, without activation."""
    ### BEGIN SOLUTION
    return W1 @ W2, b1 @ W2 + b2  # X meets W1 first; b1 passes through the second layer, too
    ### END SOLUTION

# %% [markdown] hint="collapse_affine"
# Multiply the brackets of $(XW_1 + b_1)W_2 + b_2$ out. Which part has an $X$ in it, and which has none?

# %% [markdown] hint="collapse_affine"
# What stands to the right of $X$ is the new weight matrix: the two matrices in the order in which $X$ meets them. Everything without $X$ is the new bias; `b1` is a row of H numbers and meets `W2` from the left.

# %% checks="collapse_affine"
W_both, b_both = collapse_affine(W, b, W_courier, b_courier)
assert np.shape(W_both) == (3, 1), f"W leads from 3 products to 1 bill: (3, 1), not {np.shape(W_both)}"
assert np.shape(b_both) == (1,), f"b has one number, shape (1,), not {np.shape(b_both)}"
labels = np.ravel(W_both)  # an apple costs 0.50, and carrying its 0.2 kg costs 0.30
assert np.allclose(labels, [0.8, 4.2, 2.7]), f"the labels are 0.80, 4.20, 2.70, not {labels}"
assert np.allclose(b_both, [1.95]), f"delivery 2.00, carrying the box 0.45, voucher −0.50; not {b_both}"
check("collapse_affine")

# %% [markdown] solution="collapse_affine"
# $(XW_1 + b_1)W_2 + b_2 = X W_1 W_2 + b_1 W_2 + b_2$. In the row convention the order is that of reading: $W_1$ first, then $W_2$. (In the article's convention the same layers give $W_2 W_1$, because there the last layer stands on the left.)

# %% [markdown]
# So depth alone buys nothing: a hundred affine layers are one affine layer. What makes a second layer worth its parameters is a bend between the two. The picture has one input, two hidden units, one output: without an activation a straight line, which your collapsed layer repeats exactly; with ReLU in between (negative numbers become 0) the line gets its corners.

# %%
V, v = np.array([[1.0, -1.0]]), np.array([0.5, 1.0])  # one input, two hidden units
U, u = np.array([[1.0], [0.5]]), np.array([-1.0])  # two hidden units, one output
x = np.linspace(-3, 3, 121)[:, None]
W_one, b_one = collapse_affine(V, v, U, u)
fig, ax = plt.subplots(figsize=(8, 4))
ax.plot(x, (x @ V + v) @ U + u, color=PALE[ORANGE], linewidth=9, label="two affine layers")
if np.shape(W_one) == (1, 1) and np.shape(b_one) == (1,):
    single = x @ W_one + b_one
    ax.plot(x, single, color=ORANGE, linestyle="--", linewidth=2, label="your single layer")
bent = np.maximum(x @ V + v, 0) @ U + u
ax.plot(x, bent, color=BLUE, linewidth=3, label="the same two, with ReLU between them")
ax.set(xlabel="input x", ylabel="output")
ax.spines[["top", "right"]].set_visible(False)
ax.legend(frameon=False)
plt.show()

# %% [markdown]
# > **What would you see if this were wrong?** A network whose activations were forgotten trains, and reaches what a single linear layer reaches, no matter how many layers you add. If making a network deeper changes nothing at all, look for the missing activation.

# %% [markdown]
# ## Quiz
#
# Seven short questions. Write your answer where the cell says `None`. Choices are one letter in quotes; shapes are tuples, and a shape with one axis needs its comma, as in `(7,)`.
#
# ### q03_1
#
# What is the shape of `torch.nn.Linear(784, 10).weight`? Answer with a tuple.

# %% exercise="q03_1" points=1
### BEGIN SOLUTION
q03_1 = (10, 784)
### END SOLUTION

# %% checks="q03_1"
check("q03_1")

# %% [markdown] solution="q03_1"
# Linear(in, out) stores (out, in): (10, 784). It computes $x A^\top + b$.

# %% [markdown]
# ### q03_2
#
# `X` has shape (32, 64), `W` (64, 10), `b` (10,). Which line raises an error?
#
# - a) `X @ W + b`
# - b) `X @ W + b[None]`
# - c) `X @ W.T + b`
# - d) `(X @ W) + b.reshape(1, -1)`

# %% exercise="q03_2" points=1
### BEGIN SOLUTION
q03_2 = "c"
### END SOLUTION

# %% checks="q03_2"
check("q03_2")

# %% [markdown] solution="q03_2"
# `W.T` has shape (10, 64), and (32, 64) does not meet (10, 64): 64 ≠ 10. The other three add the same row to each sample.

# %% [markdown]
# ### q03_3
#
# The same `X` and `W`, but `b` has shape (32, 1). What does `X @ W + b` do?
#
# - a) It raises an error, because 32 is not 10.
# - b) It runs, and adds to each sample one number of its own, the same for all units.
# - c) It runs, and adds nothing.
# - d) It runs, and adds to each unit one number of its own, as a bias should.

# %% exercise="q03_3" points=1
### BEGIN SOLUTION
q03_3 = "b"
### END SOLUTION

# %% checks="q03_3"
check("q03_3")

# %% [markdown] solution="q03_3"
# (32, 10) and (32, 1): the axis of length 1 is stretched over the units. Entry [n, j] gets `b[n, 0]`, a constant per sample. No crash, and no bias either.

# %% [markdown]
# ### q03_4
#
# How many parameters has a network with sizes 784, 128, 10 (weights and biases)? Answer with a number.

# %% exercise="q03_4" points=1
### BEGIN SOLUTION
q03_4 = 101770
### END SOLUTION

# %% checks="q03_4"
check("q03_4")

# %% [markdown] solution="q03_4"
# 784 · 128 + 128 = 100480, and 128 · 10 + 10 = 1290; together 101770.

# %% [markdown]
# ### q03_5
#
# True or false? "Three affine layers without activation can fit functions that one affine layer cannot."
#
# If you think it is true, answer `True`. If you think it is false, prove it on the three layers below: answer `(False, (W, b))`, where `W` (shape (2, 1)) and `b` (shape (1,)) make the single layer that equals all three, one after the other. Nested lists are fine, and you may let Python compute them.

# %% exercise="q03_5" points=1
V1, c1 = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, 1.0])  # first layer, 2 → 2
V2, c2 = np.array([[1.0, 0.0], [3.0, 1.0]]), np.array([0.0, -1.0])  # second layer, 2 → 2
V3, c3 = np.array([[2.0], [1.0]]), np.array([4.0])  # third layer, 2 → 1
### BEGIN SOLUTION
q03_5 = (False, (V1 @ V2 @ V3, (c1 @ V2 + c2) @ V3 + c3))
### END SOLUTION

# %% checks="q03_5"
check("q03_5")

# %% [markdown] solution="q03_5"
# False: any three collapse. The weights are $V_1 V_2 V_3 = (16, 7)^\top$, and the bias is $(c_1 V_2 + c_2) V_3 + c_3 = 12$. Collapsing two layers, and then the result with the third, gives the same.

# %% [markdown]
# ### q03_6
#
# In the article's convention `W` has shape (4, 3) and `X` has shape (3, 8). What is the shape of `Z` there, and what is the shape of `Z` for the same layer and the same batch in our convention? Answer with two shapes, the article's first: `((…, …), (…, …))`.

# %% exercise="q03_6" points=1
### BEGIN SOLUTION
q03_6 = ((4, 8), (8, 4))
### END SOLUTION

# %% checks="q03_6"
check("q03_6")

# %% [markdown] solution="q03_6"
# The article: (4, 3) times (3, 8) is (4, 8), outputs by samples. Ours is the transpose: 8 samples with 4 outputs each, (8, 4).

# %% [markdown]
# ### q03_7
#
# `A` has shape (10, 1000), `B` (1000, 5), `C` (5, 500). How many multiplications does $(AB)C$ take? Answer with a number. (Your formula from d03_3 knows. For curiosity, count $A(BC)$ as well.)

# %% exercise="q03_7" points=1
### BEGIN SOLUTION
q03_7 = 75000
### END SOLUTION

# %% checks="q03_7"
check("q03_7")

# %% [markdown] solution="q03_7"
# 10 · 1000 · 5 + 10 · 5 · 500 = 50000 + 25000 = 75000. The other brackets take 7 500 000, a hundred times as many, for the same result. Start where the narrow matrix is.

# %% [markdown]
# ## Where this lives in PyTorch
#
# | you wrote | PyTorch's line | mind |
# |---|---|---|
# | `matmul_from_scratch(A, B)` | `A @ B`, that is [`torch.matmul`](https://pytorch.org/docs/stable/generated/torch.matmul.html) | further axes in front are a batch of products |
# | `affine_forward(X, W, b)` | [`torch.addmm(b, X, W)`](https://pytorch.org/docs/stable/generated/torch.addmm.html) | the bias comes first |
# | `affine_forward_columns(W, X, b)` | `W @ X + b` with `b` of shape (M, 1) | papers write this, few programs do |
# | `to_column_convention(X, W, b)` | `X.T, W.T, b.unsqueeze(1)` | views, no copies |
# | `torch_linear(x, weight, bias)` | [`torch.nn.functional.linear(x, weight, bias)`](https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html), called by [`torch.nn.Linear`](https://pytorch.org/docs/stable/generated/torch.nn.Linear.html) | weight is (out, in); takes (…, D) |
# | `mlp_shapes(sizes, batch)` | `[tuple(p.shape) for p in model.parameters()]` | lists W and b; weights are (out, in) |
# | `count_parameters(sizes)` | `sum(p.numel() for p in model.parameters())` | exact, too |
# | `collapse_affine(W1, b1, W2, b2)` | two `torch.nn.Linear` in a row, without an activation | frameworks do not do it for you; fusing a batch norm into a layer is the same trick |
#
# Next comes the question how the numbers in `W` and `b` are found. For that we need derivatives.
