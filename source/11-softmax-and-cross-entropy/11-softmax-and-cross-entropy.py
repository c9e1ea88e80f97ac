# %% [markdown]
# # 11 Softmax and cross-entropy
#
# A network ends in a row of plain numbers, one for each class. They may be negative, they may be 1000, they sum to nothing in particular. They are called **logits**.
#
# This notebook answers three questions:
#
# 1. How do logits become probabilities? *(softmax)*
# 2. How wrong is a prediction, as one number? *(cross-entropy)*
# 3. Which way should each logit move? *(the gradient, which turns out to be $p - y$)*
#
# And one question runs through all of it: what does the computer make of these formulas when the numbers are large? A formula can be right on paper and give `nan` on a Tuesday afternoon.

# %% [markdown]
# <details>
# <summary><b>Conventions of this course</b> (open when in doubt)</summary>
#
# - Rows are samples. Logits `Z` have shape (N, C): N samples, C classes. Probabilities `P` too.
# - Labels `y` have shape (N,) and hold integers 0 … C−1. One-hot labels `Y` have shape (N, C).
# - `dZ` means the gradient $\partial L/\partial Z$ of a scalar loss; it has the shape of `Z`.
# - Losses are averaged over the batch, $L = \frac1N \sum_n \ell_n$. The $\frac1N$ appears once, in the gradient of the loss with respect to the logits.
# - Natural logarithm; results in float64.
# - Functions return new arrays and leave their arguments alone. Integer arrays are accepted as numbers: `[[0, 1, 2]]` may come as integers, and the result has fractions all the same.
# - In this notebook, logits contain no `nan` and no $+\infty$. A logit may be $-\infty$: that class is ruled out ("masked"). Every row has at least one finite logit, except in `log_sum_exp`, and the true class is never masked.
# - A warning that NumPy prints (say, about `log(0)`) never costs a mark.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import sympy

from autograder import check

plt.rcParams.update({"figure.facecolor": "white", "axes.facecolor": "white"})
plt.rcParams.update({"font.size": 12, "axes.spines.top": False, "axes.spines.right": False})
BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"

# %% [markdown]
# ## Two pictures and three classes
#
# Here is the example that we carry through the whole notebook. A small model has looked at two pictures and gives a logit to each of three classes: cat, dog, bird. The first picture shows a cat (class 0), the second a dog (class 1).

# %%
Z_example = np.array([[2.0, 1.0, 0.0],
                      [0.0, 1.0, 3.0]])
y_example = np.array([0, 1])

# %% [markdown]
# The first row is rather sure of "cat", and right. The second is rather sure of "bird", and wrong.
#
# ## From logits to weights
#
# We want to share out 100 % among the classes. Shares come from *weights*: positive numbers, of which each class gets its part of the total. Logits may be negative, so they are not weights yet. The exponential makes weights of them: $e^z$ is always positive, and a larger logit gets a larger weight.
#
# One step up in logits multiplies the weight by $e \approx 2.718$, wherever you start.

# %%
fig, ax = plt.subplots(figsize=(6.4, 3.6))
line = np.linspace(-1.5, 2.4, 200)
ax.plot(line, np.exp(line), color=BLUE)
for z_one, name in [(2.0, "cat"), (1.0, "dog"), (0.0, "bird")]:
    ax.plot([z_one, z_one], [0, np.exp(z_one)], color="0.6", linestyle=":")
    ax.plot(z_one, np.exp(z_one), "o", color=ORANGE)
    ax.text(z_one - 0.1, np.exp(z_one) + 0.2, f"{name}: weight {np.exp(z_one):.2f}", ha="right")
ax.set(xlabel="logit z", ylabel="weight $e^z$", ylim=(0, 11))
ax.set_title("First picture: logits become weights")
plt.show()

# %% [markdown]
# The three weights add up to $7.39 + 2.72 + 1 = 11.11$. This total will stand below the fraction line of softmax, and its logarithm turns up in every formula of this notebook. So we begin with it.
#
# ## 11.1 The logarithm of the total weight
#
# $$\operatorname{LSE}(z) = \log \sum_j e^{z_j}$$
#
# "Log-sum-exp" has the formula in its name. For the first picture it is $\log 11.11 = 2.41$.
#
# **The trap.** Take the logits $(1000, 1000)$. On paper the answer is $\log(2e^{1000}) = 1000 + \log 2$, nothing special. In the computer, $e^{1000}$ is larger than any float64 and becomes `inf`. At the other end, $e^{-1000}$ becomes 0, and $\log 0 = -\infty$.
#
# **The way out.** Take a common factor $e^m$ out of the sum:
#
# $$\log \sum_j e^{z_j} = \log\Big(e^m \sum_j e^{z_j - m}\Big) = m + \log \sum_j e^{z_j - m}$$
#
# This is true for every $m$. Choose $m$ as the row's largest logit: then the largest term is $e^0 = 1$, no term is larger, and nothing can overflow.
#
# ### Your turn: `log_sum_exp`
#
# - `Z` has shape (N, C); the result has shape (N,), one number for each row.
# - Logits of 1000 and of −1000 give the true value, also when both occur in one batch.
# - A logit may be −∞: its weight $e^{-\infty}$ is 0. If a whole row is −∞, there is no weight at all, and the result for that row is `-np.inf` (not `nan`).

# %% exercise="log_sum_exp" points=4
def log_sum_exp(Z):
    """Logarithm of each row's total weight, log Σ_j exp(Z[n, j]).

    Z: array (N, C), entries may be -inf. Returns an array (N,).
    Nothing overflows or underflows; a row of only -inf gives -inf.
    """
    ### BEGIN SOLUTION
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0.0)  # a row of only -inf: -inf - (-inf) would be nan
    with np.errstate(divide="ignore"):  # log 0 = -inf is the answer there
        return m + np.log(np.sum(np.exp(Z - m[:, np.newaxis]), axis=1))
    ### END SOLUTION

# %% checks="log_sum_exp"
totals = log_sum_exp(Z_example)
assert np.shape(totals) == (2,), "one number for each row"
assert np.allclose(totals[0], np.log(np.e**2 + np.e + 1)), "logarithm of the total weight"
large = log_sum_exp(np.array([[1000.0, 1000.0]]))
assert np.allclose(large, 1000 + np.log(2)), "two equal weights, far out"
check("log_sum_exp")

# %% [markdown] hint="log_sum_exp"
# Write the plain formula first and try it on `[[1000.0, 1000.0]]`. Which step gives `inf`? What would you have to subtract from the logits, and where must it come back?

# %% [markdown] hint="log_sum_exp"
# Three steps. (1) The row maxima `m`, shape (N,). (2) The sum over axis 1 of the exponentials of "logit minus its row's maximum"; to subtract `m` from every column, it needs the shape (N, 1). (3) Logarithm, plus `m`.
#
# For a row of only −∞ the maximum is −∞, and −∞ − (−∞) is `nan`. Before you subtract, replace such an `m` by 0: `np.isfinite` tells which ones are fine, `np.where` chooses.

# %% [markdown] solution="log_sum_exp"
# **In words.** Every term contains the factor $e^{z_j} = e^m e^{z_j - m}$. The factor $e^m$ is the same for the whole row, so it leaves the sum; the logarithm turns the product into $m + \log(\dots)$. With $m$ the row's maximum, all remaining exponents are at most 0, and one of them is 0: the sum lies between 1 and C, and its logarithm is harmless.
#
# The row of only −∞ needs the one extra line. With $m = 0$ all terms are $e^{-\infty} = 0$, and $\log 0 = -\infty$ is the right answer: no weight.

# %% [markdown]
# > **What would you see if this were wrong?** `inf` for large logits: no shift. A result near 0 for every input: the maximum was subtracted but never added back. `-inf` for one row of a batch although its logits are finite: the shift came from another row.
#
# Why is this function so useful? Look at two classes with logits $z$ and 0. Log-sum-exp follows the larger of the two, but with a smooth bend where they meet. It is a *soft maximum*, and at its softest, with both at 0, it lies $\log 2$ above.

# %%
z_line = np.linspace(-5, 5, 201)
soft = log_sum_exp(np.stack([z_line, np.zeros_like(z_line)], axis=1))
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(z_line, np.maximum(z_line, 0), color=ORANGE, linestyle="--", label="max(z, 0)")
ax.plot(z_line, soft, color=BLUE, label="log_sum_exp of (z, 0)")
ax.annotate("log 2", xy=(0, np.log(2)), xytext=(-1.2, 1.5), arrowprops={"arrowstyle": "->"})
ax.set(xlabel="logit z", title="Log-sum-exp is a maximum with a soft corner")
ax.legend(frameon=False)
plt.show()

# %% [markdown]
# ### What a shift does: `d11_3`
#
# Add the same number $c$ to every logit of a row: $z_j \to z_j + c$. Call the log-sum-exp before the shift $l$, so $l = \operatorname{LSE}(z)$. **Give $\operatorname{LSE}(z + c)$ in terms of $l$ and $c$.**
#
# Answers to derivations are SymPy expressions, built from the letters that the cell defines. (In Python the letter $l$ is called `ell` here, because a lone l looks like a 1.) You may also give text in quotes, with the letters `l` and `c`; there `^` and `**` both mean a power. Any form that is equal for all values is right.

# %% exercise="d11_3" points=2
ell, c = sympy.symbols("l c")
### BEGIN SOLUTION
d11_3 = ell + c
### END SOLUTION

# %% checks="d11_3"
check("d11_3")

# %% [markdown] hint="d11_3"
# What happens to a single weight, $e^{z_j + c}$? Write it as a product.

# %% [markdown] hint="d11_3"
# The same factor multiplies every weight, so it multiplies the total. Then take the logarithm of that product.

# %% [markdown] solution="d11_3"
# $\log \sum_j e^{z_j + c} = \log\big(e^c \sum_j e^{z_j}\big) = c + \log \sum_j e^{z_j} = l + c.$ Log-sum-exp moves along with its logits, as a maximum does. This is the same step as the stable formula above, read from right to left.

# %% [markdown]
# ### A number to work out: `q11_4`
#
# What is `log_sum_exp` of the row $(1000, 1000)$? Give a number with three decimals. You may leave it to the computer, but try it on paper first.

# %% exercise="q11_4" points=1
### BEGIN SOLUTION
q11_4 = 1000 + np.log(2)
### END SOLUTION

# %% checks="q11_4"
check("q11_4")

# %% [markdown] solution="q11_4"
# Two equal weights have twice the weight of one: $\log(2 e^{1000}) = 1000 + \log 2 = 1000.693$.

# %% [markdown]
# ## 11.2 Softmax: each class gets its share
#
# Now divide each weight by the total:
#
# $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
#
# For the first picture: $7.39/11.11 = 0.67$ for cat, $0.24$ for dog, $0.09$ for bird. All positive, and together 1. That is the whole of softmax.
#
# The trap is the old one: `inf/inf` and `0/0` are both `nan`. The way out is the old one too. A factor $e^{-m}$ above and below the fraction line cancels, so you may subtract the same $m$ from all logits of a row before you exponentiate.
#
# ### Your turn: `softmax`
#
# - `Z` has shape (N, C); the result too. Every row is a distribution of its own: its entries sum to 1.
# - Rows may lie 1000 apart inside one batch, and all logits of a row may be −1000.
# - A logit of −∞ gets the probability 0. (Every row has at least one finite logit.)

# %% exercise="softmax" points=5 needs="log_sum_exp"
def softmax(Z):
    """Probabilities from logits, row by row: P[n, i] = exp(Z[n, i]) / Σ_j exp(Z[n, j]).

    Z: array (N, C), entries may be -inf. Returns an array (N, C) whose rows sum to 1.
    Large logits neither overflow nor turn into 0/0.
    """
    ### BEGIN SOLUTION
    weights = np.exp(Z - np.max(Z, axis=1, keepdims=True))  # the largest weight of each row is 1
    return weights / np.sum(weights, axis=1, keepdims=True)
    ### END SOLUTION

# %% checks="softmax"
P = softmax(Z_example)
assert np.shape(P) == (2, 3), "probabilities have the shape of the logits"
assert np.allclose(np.sum(P, axis=1), 1), "every row sums to 1"
quarters = softmax(np.array([[0.0, np.log(3.0)]]))
assert np.allclose(quarters, [[0.25, 0.75]]), "weights 1 and 3 give a quarter and three quarters"
check("softmax")

# %% [markdown] hint="softmax"
# What happens to the fraction when every logit of a row grows by the same number? So which number makes the exponentials safe?

# %% [markdown] hint="softmax"
# Two steps. (1) Weights: the exponential of each logit minus its own row's maximum. (2) Each weight divided by its row's total. In both steps a number per row meets a table (N, C): it needs the shape (N, 1), which `keepdims=True` gives.

# %% [markdown] solution="softmax"
# **In words.** Subtracting $m$ from all logits of a row multiplies every weight by $e^{-m}$, and the total as well; the fraction does not change. With $m$ the row's maximum, the largest weight is exactly 1: no overflow, and the total is at least 1, so no division by 0.
#
# It has to be each row's *own* maximum. With the maximum of the whole batch, a row that lies 1000 lower would become 0/0.
#
# Another way to the same numbers is `np.exp(Z - log_sum_exp(Z)[:, np.newaxis])`: the logarithm of a share is logit minus log-total.

# %% [markdown]
# > **What would you see if this were wrong?** Columns that sum to 1 in place of rows: the sum went over the batch (axis 0). An error about shapes for most batches, but silence when N = C: a total of shape (N,) met the columns. `nan` in some rows only: they were shifted by another row's maximum.
#
# Now watch the classes compete. Keep dog at 1 and bird at 0, and turn up the logit of cat:

# %%
cat = np.linspace(-4, 6, 201)
shares = np.asarray(softmax(np.stack([cat, np.ones_like(cat), np.zeros_like(cat)], axis=1)))
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(cat, shares[:, 0], color=BLUE, label="cat")
ax.plot(cat, shares[:, 1], color=ORANGE, linestyle="--", label="dog")
ax.plot(cat, shares[:, 2], color=GREEN, linestyle="-.", label="bird")
ax.axvline(2, color="0.6", linestyle=":")
ax.text(1.9, 0.95, "first picture", ha="right")
ax.set(xlabel="logit of cat", ylabel="probability", ylim=(0, 1.05))
ax.set_title("What one class gains, the others lose")
ax.legend(frameon=False, loc="center right")
plt.show()

# %% [markdown]
# ### `q11_1`
#
# Add 5 to all logits of a row. Compared with softmax(z), softmax(z + 5) …
#
# - **a)** has larger entries
# - **b)** is sharper: the largest entry grows, the others shrink
# - **c)** is equal
# - **d)** is five times as large
#
# Answer with one letter in quotes.

# %% exercise="q11_1" points=1
### BEGIN SOLUTION
q11_1 = "c"
### END SOLUTION

# %% checks="q11_1"
check("q11_1")

# %% [markdown] solution="q11_1"
# Every weight is multiplied by $e^5$ and the total as well: the factor cancels. Softmax knows only the *differences* of logits. That freedom is what makes the stable formula possible.

# %% [markdown]
# ### `q11_2`
#
# Double all logits of the row z = (2, 1, 0). Compared with softmax(z), softmax(2z) is …
#
# - **a)** sharper: the first entry rises to 0.867
# - **b)** equal
# - **c)** flatter: the entries move closer to 1/3
# - **d)** no distribution: it sums to 2

# %% exercise="q11_2" points=1
### BEGIN SOLUTION
q11_2 = "a"
### END SOLUTION

# %% checks="q11_2"
check("q11_2")

# %% [markdown] solution="q11_2"
# The ratio of two probabilities is $e^{z_i - z_j}$. Doubling the logits doubles the difference, so each ratio is squared: whoever was ahead is further ahead. Dividing logits by a "temperature" above 1 does the opposite.

# %% [markdown]
# ### True or false? `q11_5`
#
# "Softmax probabilities always sum to exactly 1.0 in floating point."
#
# A statement with "always" falls with one counterexample. If you think it is false, answer with a pair: `False` and a row of logits for which the computed probabilities do not sum to exactly `1.0`. The form is `(False, [0.0, 0.0])`, with logits of your own; at most 1000 of them, all finite. If you think it is true, answer `True`.
#
# Your `softmax` can help you search. The sum is computed by `np.sum` or by adding one after the other; either may miss 1.0.

# %% exercise="q11_5" points=1
### BEGIN SOLUTION
q11_5 = (False, [0.0] * 6)
### END SOLUTION

# %% checks="q11_5"
check("q11_5")

# %% [markdown] solution="q11_5"
# Six equal logits give six times $1/6$. But $1/6$ has no finite binary form, so the computer stores the nearest float64, and six of those add up to 0.9999999999999999. So never test `p.sum() == 1`; test with a tolerance, as `np.allclose` does.

# %% [markdown]
# ## 11.3 The logarithm of softmax
#
# Losses need the *logarithm* of a probability. Why not take `np.log(softmax(Z))`?
#
# Because a probability can be too small for float64. With logits $(0, -2000)$ the second probability is $e^{-2000}$, a perfectly good number on paper, and 0 in the computer. Its logarithm comes out as −∞, though the true value is −2000. A model that is very wrong would get an infinite loss and a useless gradient.
#
# Take the logarithm on paper first, and the fraction disappears:
#
# $$\log p_i = \log \frac{e^{z_i}}{\sum_j e^{z_j}} = z_i - \operatorname{LSE}(z)$$
#
# ### Your turn: `log_softmax`
#
# - `Z` has shape (N, C); the result too.
# - Logits that lie 2000 apart give finite values: nothing underflows.
# - A logit of −∞ gives exactly −∞ (its probability is 0).

# %% exercise="log_softmax" points=4 needs="log_sum_exp softmax"
def log_softmax(Z):
    """Logarithms of the softmax probabilities, row by row: log P[n, i].

    Z: array (N, C), entries may be -inf. Returns an array (N, C).
    Finite logits give finite values, however far apart they are; -inf gives -inf.
    """
    ### BEGIN SOLUTION
    return Z - log_sum_exp(Z)[:, np.newaxis]  # the log of a share: logit minus log-total
    ### END SOLUTION

# %% checks="log_softmax"
logs = log_softmax(Z_example)
assert np.shape(logs) == (2, 3), "one logarithm for each logit"
assert np.allclose(np.sum(np.exp(logs), axis=1), 1), "their exponentials are probabilities"
far_apart = log_softmax(np.array([[0.0, -2000.0]]))
assert np.allclose(far_apart, [[0.0, -2000.0]]), "−2000 must not become −inf"
check("log_softmax")

# %% [markdown] hint="log_softmax"
# You never need the probabilities themselves. Which function of this notebook gives the logarithm of the total?

# %% [markdown] hint="log_softmax"
# Each logit minus its row's log-sum-exp. The log-sum-exp has shape (N,): give it a second axis, so that it meets the rows and not the columns. If you write it out with a shift `m`, the same `m` leaves the sum and comes back outside the logarithm.

# %% [markdown] solution="log_softmax"
# **In words.** The logarithm turns the fraction into a difference: log of the weight, which is $z_i$ itself, minus log of the total. No small number is ever formed, so nothing underflows; a spread of 2000 stays a difference of 2000.
#
# The `[:, np.newaxis]` matters. Without it, `(N, C) - (N,)` matches row totals with columns: an error for most shapes, and silent nonsense when N = C.

# %% [markdown]
# Here is the difference in a picture. The logits are $(0, -s)$; the true logarithm of the second probability is almost $-s$. Your `log_softmax` follows it all the way. The logarithm of your `softmax` falls off a cliff where float64 ends, near $s = 745$.

# %%
spread = np.linspace(0, 1200, 121)
rows = np.stack([np.zeros_like(spread), -spread], axis=1)
with np.errstate(divide="ignore"):
    naive = np.log(np.asarray(softmax(rows)))[:, 1]
careful = np.asarray(log_softmax(rows))[:, 1]
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(spread, careful, color=BLUE, label="log_softmax")
ax.plot(spread, naive, color=ORANGE, linestyle="--", linewidth=3, label="log of softmax")
last = np.flatnonzero(np.isfinite(naive))[-1]
ax.plot(spread[last], naive[last], "X", color=ORANGE, markersize=11)
ax.text(spread[last] - 30, naive[last] - 180, "−inf from here on", ha="right")
ax.set(xlabel="spread s", ylabel="log of the second probability")
ax.set_title("Taking the logarithm too late")
ax.legend(frameon=False)
plt.show()

# %% [markdown]
# ## 11.4 One-hot: a label as a distribution
#
# The label 1 means "dog, for certain". As a distribution over cat, dog and bird that is $(0, 1, 0)$: a single hot entry. In this form, labels and probabilities can be compared entry by entry.
#
# ### Your turn: `one_hot`
#
# - `y` is an integer array of shape (N,), also of length 0 (then the result has shape (0, C)).
# - `num_classes` is C. The result is a float64 array of shape (N, C): row n has a 1.0 in column `y[n]` and 0.0 elsewhere.
# - A label outside 0 … C−1 raises a `ValueError`. NumPy would not warn you about −1: as an index, it silently means the last column.

# %% exercise="one_hot" points=3
def one_hot(y, num_classes):
    """Labels as rows of zeros with a single one.

    y: integer array (N,), also empty. Returns a float64 array (N, num_classes).
    Raises ValueError if a label is below 0 or above num_classes - 1.
    """
    ### BEGIN SOLUTION
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError(f"labels must be at least 0 and below {num_classes}")
    return np.eye(num_classes)[y]  # row k of the identity matrix is the one-hot row of label k
    ### END SOLUTION

# %% checks="one_hot"
Y = one_hot(y_example, 3)
assert np.shape(Y) == (2, 3), "N rows, C columns"
assert np.allclose(Y, [[1, 0, 0], [0, 1, 0]]), "cat, dog"
assert np.shape(one_hot(np.array([0, 0]), 4)) == (2, 4), "absent classes get a column, too"
check("one_hot")

# %% [markdown] hint="one_hot"
# Check the labels first. Then: in which well-known matrix is every row a one-hot row?

# %% [markdown] hint="one_hot"
# One way: start from zeros of shape (N, C) and set the entries [row number, label] to 1, all at once with two index arrays. Another: pick rows of the identity matrix by label. C is `num_classes`; the labels of one batch may not show all classes.

# %% [markdown] solution="one_hot"
# **In words.** Row k of the identity matrix is the one-hot row for label k; indexing with `y` picks such a row for every sample. The check comes first because NumPy accepts −1 as an index and would call every such label "the last class", without a word.

# %% [markdown]
# ## 11.5 Cross-entropy: what an error costs
#
# The model gave the true class a probability $p$. How bad is that? We take
#
# $$\ell = -\log p$$
#
# Certain and right, $p = 1$, costs 0. The less probability the truth got, the more it costs, without limit. And for independent samples, where probabilities multiply, the losses add.

# %%
p_line = np.linspace(0.005, 1, 300)
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(p_line, -np.log(p_line), color=BLUE)
for n, name in enumerate(["cat", "dog"]):
    weights = np.exp(Z_example[n])
    p_true = weights[y_example[n]] / weights.sum()
    ax.plot(p_true, -np.log(p_true), "o", color=ORANGE)
    ax.text(p_true + 0.02, 0.15 - np.log(p_true), f"{name} got {p_true:.2f}: loss {-np.log(p_true):.2f}")
ax.set(xlabel="probability p of the true class", ylabel="loss −log p", xlim=(0, 1.2), ylim=(0, 5))
ax.set_title("The loss is the surprise")
plt.show()

# %% [markdown]
# For a batch, take the mean. With logits $Z$ and labels $y$:
#
# $$L = -\frac1N \sum_n \log \operatorname{softmax}(Z_n)_{y_n}$$
#
# ### Your turn: `cross_entropy`
#
# - `Z` has shape (N, C) and holds **logits**, not probabilities. `y` has shape (N,), integers in 0 … C−1.
# - The result is a single number (`float`, `np.float64` or a 0-d array): the mean over the batch.
# - A prediction that is certain and wrong, such as logits (1000, 0) with label 1, costs 1000. Nothing caps it.
# - A logit of −∞ may stand at a class that is not the label. It must not turn the loss into `nan`.

# %% exercise="cross_entropy" points=6 needs="log_softmax log_sum_exp softmax one_hot"
def cross_entropy(Z, y):
    """Mean cross-entropy of a batch, from logits and labels.

    Z: array (N, C), logits. y: integer array (N,), the true classes.
    Returns a number: the mean over n of -log softmax(Z)[n, y[n]].
    """
    ### BEGIN SOLUTION
    rows = np.arange(len(y))
    return -np.mean(log_softmax(Z)[rows, y])  # row n together with its own label y[n]
    ### END SOLUTION

# %% checks="cross_entropy"
loss = cross_entropy(Z_example, y_example)
assert np.shape(loss) == (), "a single number"
label = np.array([1])
assert np.allclose(cross_entropy(np.zeros((1, 2)), label), np.log(2)), "two equal classes cost log 2"
assert np.allclose(cross_entropy(np.array([[1000.0, 0.0]]), label), 1000), "certain and wrong"
check("cross_entropy")

# %% [markdown] hint="cross_entropy"
# You need N numbers: from each row, the log-probability of that row's own label. Try on paper what `A[:, y]` picks, and what `A[[0, 1], [2, 0]]` picks.

# %% [markdown] hint="cross_entropy"
# Start from `log_softmax(Z)`. Two index arrays of the same length go through a table together: row numbers 0 … N−1 and labels `y` pick the entries (n, y[n]). Minus their mean is the loss. Picking is safer than multiplying by one-hot rows: 0 · (−∞) is `nan`.

# %% [markdown] solution="cross_entropy"
# **In words.** `log_softmax` gives all log-probabilities, computed so that nothing underflows. The pair of index arrays picks one entry per row, the one of the true class. Minus the mean makes a loss of it.
#
# There is no `eps` anywhere. People write `np.log(p + 1e-12)` to avoid log 0; then a terrible prediction costs 27.6 at most, and the difference between bad and hopeless is gone. Starting from logits, there is no log 0 to avoid.

# %% [markdown]
# > **What would you see if this were wrong?** A loss that hardly ever goes below 0.55 for three classes although the predictions are right: softmax was applied twice. A loss that grows with the batch: a sum in place of a mean. A loss that is right for N = 1 only: `[:, y]` picked an N × N table.
#
# ### `q11_3`
#
# A model for 10 classes knows nothing and gives every class the same probability. What is its loss? Give a number with three significant digits.

# %% exercise="q11_3" points=1
### BEGIN SOLUTION
q11_3 = np.log(10)
### END SOLUTION

# %% checks="q11_3"
check("q11_3")

# %% [markdown] solution="q11_3"
# $-\log \frac{1}{10} = \log 10 = 2.303$. It is worth remembering: an untrained network for C classes should start near $\log C$. A first loss far above it means that something is wrong before training has begun.

# %% [markdown]
# ### `q11_6`
#
# The X-ray model of unit 10 gave the true class the probability 0.884. What is its loss on this sample? Give a number with three significant digits.

# %% exercise="q11_6" points=1
### BEGIN SOLUTION
q11_6 = -np.log(0.884)
### END SOLUTION

# %% checks="q11_6"
check("q11_6")

# %% [markdown] solution="q11_6"
# $-\log 0.884 = 0.123$. Close to $1 - p = 0.116$, and not by chance: near $p = 1$, $-\log p \approx 1 - p$.

# %% [markdown]
# ## 11.6 The formula with all classes
#
# Articles write the loss with a sum over all classes:
#
# $$\ell = -\sum_j y_j \log \hat p_j$$
#
# With a one-hot $y$ only one term survives, and we are back at $-\log p$. But the formula can do more: $y$ may be any distribution. If three of four doctors say "ill", the label $(0.75, 0.25)$ says so. These are **soft labels**.
#
# Two terms need care:
#
# - $y_j = 0$: the class does not count, whatever $\hat p_j$ is. So $0 \cdot \log 0 = 0$.
# - $y_j > 0$ and $\hat p_j = 0$: the model called something impossible that happens. The loss is $+\infty$, and that is the true answer.
#
# ### Your turn: `soft_cross_entropy`
#
# - `Y` and `P_hat` both have shape (N, C); the rows of both are distributions (entries ≥ 0, sum 1). `P_hat` holds **probabilities** this time, not logits.
# - The result is a single number: the mean over the N samples of $-\sum_j y_j \log \hat p_j$.
# - "y > 0" means exactly that. There is no threshold: a weight of 1e-12 on an impossible class gives `np.inf`.

# %% exercise="soft_cross_entropy" points=4
def soft_cross_entropy(Y, P_hat):
    """Mean cross-entropy between rows of Y (the truth) and rows of P_hat (the prediction).

    Y, P_hat: arrays (N, C), rows are distributions. Returns a number.
    Terms with Y = 0 count 0; the result is inf where Y > 0 meets P_hat = 0.
    """
    ### BEGIN SOLUTION
    counted = np.where(Y > 0, P_hat, 1.0)  # log 1 = 0: a class without weight adds nothing
    with np.errstate(divide="ignore"):  # log 0 = -inf is meant where Y > 0
        return -np.mean(np.sum(Y * np.log(counted), axis=1))
    ### END SOLUTION

# %% checks="soft_cross_entropy"
doctors = np.array([[0.75, 0.25]])
certain = np.array([[1.0, 0.0]])
undecided = np.array([[0.5, 0.5]])
assert np.allclose(soft_cross_entropy(doctors, undecided), np.log(2)), "one half costs log 2 either way"
assert np.allclose(soft_cross_entropy(certain, certain), 0), "0 · log 0 counts as 0"
assert soft_cross_entropy(doctors, certain) == np.inf, "called impossible, and yet it happens"
check("soft_cross_entropy")

# %% [markdown] hint="soft_cross_entropy"
# Write the formula as it stands and try it on one-hot rows. NumPy computes 0 · (−∞) as `nan`. How can a class with y = 0 be kept from ever meeting log 0?

# %% [markdown] hint="soft_cross_entropy"
# Before taking the logarithm, replace the prediction by 1 wherever Y is 0 (`np.where` chooses entry by entry): log 1 = 0, and the term vanishes. Then sum over the classes (axis 1), and take the mean over the samples, with a minus.

# %% [markdown] solution="soft_cross_entropy"
# **In words.** Where the truth has no weight, the prediction is replaced by 1, whose logarithm is 0: the term is 0 without a `nan` on the way. Everywhere else the logarithm is taken honestly, and −∞ is allowed to come out: it is the answer there.
#
# Sum over classes, mean over samples. `np.mean` over the whole table would divide by N · C.
#
# For $\hat P = Y$ the loss is not 0 but the mean *entropy* of the labels: soft labels cannot be predicted with certainty.

# %% [markdown]
# > **What would you see if this were wrong?** `nan` on one-hot rows: 0 · log 0. A loss that is C times too small: a mean over all entries. The same loss for labels (0.75, 0.25) and (1, 0): only the largest entry of the label was used.
#
# ## 11.7 How probabilities react to logits
#
# We want to know which way to move the logits. First: how do the *probabilities* move?
#
# Every probability depends on every logit, since each logit is part of the total. So the derivatives form a table, the **Jacobian**: entry $[i, j]$ is $\partial p_i / \partial z_j$, row i for the probability, column j for the logit.
#
# ### Two derivatives: `d11_1`
#
# Take two different classes $i \ne j$ and write $p = p_i$ and $q = p_j$. **Give the pair $\big(\partial p_i/\partial z_i,\ \partial p_i/\partial z_j\big)$ in terms of $p$ and $q$ only**, as a list or tuple of two expressions, or as text such as `"[…, …]"`.

# %% exercise="d11_1" points=2
p, q = sympy.symbols("p q")
### BEGIN SOLUTION
d11_1 = [p * (1 - p), -p * q]
### END SOLUTION

# %% checks="d11_1"
check("d11_1")

# %% [markdown] hint="d11_1"
# Work with the logarithm: $\log p_i = z_i - \operatorname{LSE}(z)$. And the derivative of log-sum-exp by $z_j$ is an old friend. Which one?

# %% [markdown] hint="d11_1"
# $\partial \operatorname{LSE}/\partial z_j = e^{z_j}/\sum_k e^{z_k} = p_j$. So you know the derivatives of $\log p_i$ by $z_i$ and by $z_j$. To come back from $\log p_i$ to $p_i$, use $\partial p_i = p_i \cdot \partial \log p_i$.

# %% [markdown] solution="d11_1"
# From $\log p_i = z_i - \operatorname{LSE}(z)$ and $\partial \operatorname{LSE}/\partial z_j = p_j$:
#
# $$\frac{\partial \log p_i}{\partial z_i} = 1 - p_i, \qquad \frac{\partial \log p_i}{\partial z_j} = -p_j \quad (j \ne i).$$
#
# Multiply by $p_i$: $\ \partial p_i/\partial z_i = p(1-p)$ and $\ \partial p_i/\partial z_j = -pq$. Raising its own logit raises a probability; raising another's lowers it.

# %% [markdown]
# Both cases fit into one line: $\ \partial p_i/\partial z_j = p_i\,(\delta_{ij} - p_j)$, with $\delta_{ij} = 1$ for $i = j$ and 0 otherwise. As a matrix:
#
# $$J = \operatorname{diag}(p) - p\,p^\top$$
#
# ### Your turn: `softmax_jacobian`
#
# - `z` has shape (C,): the logits of **one** sample. The result has shape (C, C), with entry $[i, j] = \partial p_i/\partial z_j$.
# - Logits of ±1000 give finite entries. C = 1 gives `[[0.0]]`: a single class has probability 1 whatever its logit.

# %% exercise="softmax_jacobian" points=4 needs="softmax log_sum_exp"
def softmax_jacobian(z):
    """Jacobian of softmax at the logits of one sample.

    z: array (C,). Returns an array (C, C) with entry [i, j] = ∂p_i/∂z_j.
    """
    ### BEGIN SOLUTION
    p = softmax(z[np.newaxis, :])[0]  # softmax wants a batch: one row in, one row out
    return np.diag(p) - np.outer(p, p)
    ### END SOLUTION

# %% checks="softmax_jacobian"
J = softmax_jacobian(Z_example[0])
assert np.shape(J) == (3, 3), "one row for each probability, one column for each logit"
assert np.allclose(np.sum(J, axis=1), 0), "a shift changes nothing, so each row sums to 0"
assert np.allclose(softmax_jacobian(np.zeros(2)), [[0.25, -0.25], [-0.25, 0.25]]), "p = (1/2, 1/2)"
check("softmax_jacobian")

# %% [markdown] hint="softmax_jacobian"
# Which entries of the table are products $p_i p_j$? And what is added on the diagonal?

# %% [markdown] hint="softmax_jacobian"
# Get p from your `softmax`: it takes a batch, so give it one row and take the one row back. `np.outer` makes the table of all products, `np.diag` puts a vector on the diagonal.

# %% [markdown] solution="softmax_jacobian"
# **In words.** Off the diagonal stands $-p_i p_j$; on the diagonal $p_i - p_i^2$. So all entries have $-p_i p_j$, and the diagonal has $p_i$ on top: $\operatorname{diag}(p) - p p^\top$.
#
# The table is symmetric, and its rows sum to 0: adding the same number to all logits moves no probability.

# %% [markdown]
# Here is the table for the first picture. What cat gains from its own logit, dog and bird lose.

# %%
table = np.asarray(softmax_jacobian(Z_example[0]), dtype=float)
names = ["cat", "dog", "bird"]
fig, ax = plt.subplots(figsize=(4.6, 4))
ax.imshow(table, cmap="PuOr_r", vmin=-0.4, vmax=0.4)
for i in range(3):
    for j in range(3):
        ax.text(j, i, f"{table[i, j]:+.3f}", ha="center", va="center")
ax.set_xticks(range(3), names)
ax.set_yticks(range(3), names)
ax.set(xlabel="logit that is raised", ylabel="probability that reacts")
ax.set_title("∂p / ∂z for the first picture")
plt.show()

# %% [markdown]
# > **What would you see if this were wrong?** A diagonal table: the competition is missing, and the rows do not sum to 0. Only positive entries: the sign off the diagonal.
#
# ## 11.8 The gradient of the loss
#
# Now softmax and logarithm together. One sample, three classes, and the true class is the first:
#
# $$L = -\log \frac{e^{z_1}}{e^{z_1} + e^{z_2} + e^{z_3}}$$
#
# ### On paper first: `d11_2`
#
# **Give $\partial L/\partial z_1$ in terms of $z_1, z_2, z_3$.** (SymPy writes $e^x$ as `sympy.exp(x)`; in text, `exp(x)`.)

# %% exercise="d11_2" points=2
z1, z2, z3 = sympy.symbols("z1 z2 z3")
### BEGIN SOLUTION
d11_2 = sympy.exp(z1) / (sympy.exp(z1) + sympy.exp(z2) + sympy.exp(z3)) - 1
### END SOLUTION

# %% checks="d11_2"
check("d11_2")

# %% [markdown] hint="d11_2"
# Take the logarithm apart before you differentiate: $L = \operatorname{LSE}(z) - z_1$.

# %% [markdown] hint="d11_2"
# The derivative of $\operatorname{LSE}$ by $z_1$ is the first softmax probability, and the derivative of $-z_1$ is −1. The sign tells you whether it can be right: raising the true class's logit must lower the loss.

# %% [markdown] solution="d11_2"
# $L = \operatorname{LSE}(z) - z_1$, so $\ \partial L/\partial z_1 = p_1 - 1$ with $p_1 = e^{z_1}/(e^{z_1} + e^{z_2} + e^{z_3})$. For another class the second part has no $z_j$ in it: $\ \partial L/\partial z_j = p_j$. Together, with the one-hot label $y$: $\ \partial L/\partial z = p - y$.
#
# The long way gives the same: $\partial L/\partial p_1 = -1/p_1$, times $\partial p_1/\partial z_1 = p_1(1 - p_1)$. The $p_1$ cancels.

# %% [markdown]
# All the exponentials and logarithms cancel, and what remains can be said in one breath:
#
# $$\frac{\partial \ell}{\partial z} = p - y \qquad\text{(prediction minus truth)}$$
#
# The loss of a batch is a *mean* of N losses. Row n of Z appears in one of them only, with the factor $\frac1N$. So $\ dZ = (P - Y)/N$. This is the one place in the course where the $\frac1N$ enters.
#
# ### Your turn: `softmax_cross_entropy_grad`
#
# - `Z` has shape (N, C), logits; `y` has shape (N,), labels in 0 … C−1. Not every class needs to occur in `y`.
# - The result is `dZ`, the gradient of `cross_entropy(Z, y)`, with the shape of `Z`. The loss is a mean, so the $\frac1N$ is in it.
# - Large logits and −∞ are as in `softmax`. `Z` and `y` stay as they were.

# %% exercise="softmax_cross_entropy_grad" points=6 needs="softmax one_hot log_softmax log_sum_exp"
def softmax_cross_entropy_grad(Z, y):
    """Gradient of the mean cross-entropy with respect to the logits.

    Z: array (N, C), logits. y: integer array (N,), the true classes.
    Returns dZ, an array (N, C).
    """
    ### BEGIN SOLUTION
    N, C = Z.shape
    return (softmax(Z) - one_hot(y, C)) / N
    ### END SOLUTION

# %% checks="softmax_cross_entropy_grad"
dZ = softmax_cross_entropy_grad(Z_example, y_example)
assert np.shape(dZ) == (2, 3), "a gradient has the shape of what it belongs to"
assert np.allclose(np.sum(dZ, axis=1), 0), "what one class gives, the others take"
undecided = softmax_cross_entropy_grad(np.zeros((2, 2)), np.array([0, 1]))
assert np.allclose(undecided, [[-0.25, 0.25], [0.25, -0.25]]), "(1/2 − 1)/2 and (1/2 − 0)/2"
check("softmax_cross_entropy_grad")

# %% [markdown] hint="softmax_cross_entropy_grad"
# You have all the parts: probabilities, and labels as distributions. How many classes does `Z` have, and how many samples?

# %% [markdown] hint="softmax_cross_entropy_grad"
# Prediction minus truth, divided by the number of rows. For the truth, either one-hot rows with as many columns as `Z`, or subtract 1 from the entries (n, y[n]) of a *copy* of the probabilities. Divide at the end, so that the 1/N reaches both parts.

# %% [markdown] solution="softmax_cross_entropy_grad"
# **In words.** For a single sample, $\ell = \operatorname{LSE}(z) - z_y$. The derivative of the first part by $z_j$ is $p_j$; that of the second is 1 for $j = y$ and 0 otherwise, which is the one-hot row. So $\partial \ell/\partial z = p - y$. The mean over the batch divides by N.
#
# Each row sums to 0, because p and y both sum to 1. And the size of an entry says how wrong the model is there: a perfect prediction has gradient 0.

# %% [markdown]
# Gradient descent moves against the gradient. The bars show where your gradient would push each logit of the two pictures: up for the true class, down for the others (hatched), and harder where the model was more wrong.

# %%
push = -np.asarray(softmax_cross_entropy_grad(Z_example, y_example), dtype=float)
fig, axes = plt.subplots(1, 2, figsize=(8, 3.6), sharey=True)
for n, ax in enumerate(axes):
    for j in range(3):
        color, hatch = (BLUE, "") if j == y_example[n] else (ORANGE, "//")
        ax.bar(j, push[n, j], color=color, hatch=hatch, edgecolor="white")
        beyond = push[n, j] + np.copysign(0.05, push[n, j])
        ax.text(j, beyond, f"{push[n, j]:+.2f}", ha="center", va="center")
    ax.axhline(0, color="black", linewidth=0.8)
    ax.set_xticks(range(3), ["cat", "dog", "bird"])
    ax.set(title=["first picture: a cat", "second picture: a dog"][n], ylim=(-0.6, 0.6))
axes[0].set_ylabel("push on the logit, −dZ")
fig.tight_layout()
plt.show()

# %% [markdown]
# > **What would you see if this were wrong?** Training that depends on the batch size, as if the learning rate grew with N: the 1/N is missing. A loss that climbs: the sign. Learning that stalls although predictions are badly wrong: an extra factor $p(1-p)$, which is tiny when the model is sure of itself.
#
# ### `q11_7`
#
# A batch of N = 4 samples; in every row the true class got p = 0.7. What is dL/dz for the logit of the true class? Give a number.

# %% exercise="q11_7" points=1
### BEGIN SOLUTION
q11_7 = -0.075
### END SOLUTION

# %% checks="q11_7"
check("q11_7")

# %% [markdown] solution="q11_7"
# $(p - 1)/N = (0.7 - 1)/4 = -0.075$. Negative: raising this logit lowers the loss.

# %% [markdown]
# ## 11.9 Two classes: one logit is enough
#
# Ill or healthy, spam or not: with two classes, only the difference of the two logits matters. So keep one logit $z$ for "yes" and fix the other at 0.
#
# ### `q11_8`
#
# Softmax over the two logits (z, 0) gives the first class the probability …
#
# - **a)** $\sigma(2z)$
# - **b)** $\sigma(z)$
# - **c)** $\tanh(z)$
# - **d)** $z$
#
# where $\sigma(z) = 1/(1 + e^{-z})$ is the sigmoid.

# %% exercise="q11_8" points=1
### BEGIN SOLUTION
q11_8 = "b"
### END SOLUTION

# %% checks="q11_8"
check("q11_8")

# %% [markdown] solution="q11_8"
# $\dfrac{e^z}{e^z + e^0} = \dfrac{1}{1 + e^{-z}} = \sigma(z)$, after dividing above and below by $e^z$. The sigmoid is softmax for two.

# %% [markdown]
# The label $y$ is 1 for "yes" and 0 for "no", or something between, if it is soft. The loss is the formula of 11.6 with two classes:
#
# $$\ell = -y \log \sigma(z) - (1 - y) \log\big(1 - \sigma(z)\big)$$
#
# ### Simplify it: `d11_4`
#
# **Give $\ell$ as a function of the logit $z$ and the label $y$**, without σ. Every equal form is right; a short one will help you in the code below.

# %% exercise="d11_4" points=2
z, y = sympy.symbols("z y")
### BEGIN SOLUTION
d11_4 = sympy.log(1 + sympy.exp(z)) - y * z
### END SOLUTION

# %% checks="d11_4"
check("d11_4")

# %% [markdown] hint="d11_4"
# Write both probabilities as softmax shares: $\sigma(z) = e^z/(1 + e^z)$ and $1 - \sigma(z) = 1/(1 + e^z)$.

# %% [markdown] hint="d11_4"
# The logarithms are $z - \log(1 + e^z)$ and $-\log(1 + e^z)$. Put them in and collect: the terms with $\log(1 + e^z)$ have the weights $y$ and $1 - y$.

# %% [markdown] solution="d11_4"
# $\ell = -y\,\big(z - \log(1 + e^z)\big) + (1 - y)\log(1 + e^z) = \log(1 + e^z) - y z.$
#
# It is the old pattern: $\operatorname{LSE}(z, 0)$ minus the logit of the truth.

# %% [markdown]
# ### And its slope: `d11_5`
#
# **Give $\partial \ell/\partial z$, the derivative of the loss of `d11_4` by the logit**, in terms of $z$ and $y$.

# %% exercise="d11_5" points=2
z, y = sympy.symbols("z y")
### BEGIN SOLUTION
d11_5 = 1 / (1 + sympy.exp(-z)) - y
### END SOLUTION

# %% checks="d11_5"
check("d11_5")

# %% [markdown] hint="d11_5"
# You have two parts to differentiate: $\log(1 + e^z)$ and $-yz$.

# %% [markdown] hint="d11_5"
# The chain rule on $\log(1 + e^z)$ gives $e^z/(1 + e^z)$. You have met this fraction.

# %% [markdown] solution="d11_5"
# $\dfrac{\partial \ell}{\partial z} = \dfrac{e^z}{1 + e^z} - y = \sigma(z) - y.$ Prediction minus truth, once more.

# %% [markdown]
# For the computer, $\log(1 + e^z)$ has the old trap: $e^{1000}$ is `inf`. Take the larger of $e^z$ and $e^0$ out, as in 11.1:
#
# $$\log(1 + e^z) = \max(z, 0) + \log\big(1 + e^{-|z|}\big)$$
#
# The exponent $-|z|$ is never positive, so nothing overflows.
#
# ### Your turn: `bce_with_logits`
#
# - `z` holds logits and `y` labels between 0 and 1 (soft labels allowed); both have shape (N,).
# - The result is a pair `(loss, dz)`: the mean loss, a single number, and its gradient $(\sigma(z) - y)/N$, an array (N,).
# - If `z` and `y` do not both have the same shape (N,), raise a `ValueError`. Say, (N, 1) with (N,): NumPy would make a silent N × N table of them.
# - z = ±1000 gives a loss of 0 with the right label and 1000 with the wrong one.

# %% exercise="bce_with_logits" points=5
def bce_with_logits(z, y):
    """Mean binary cross-entropy from logits, and its gradient.

    z: array (N,), logits. y: array (N,), labels in [0, 1].
    Returns (loss, dz): a number and an array (N,).
    Raises ValueError unless z and y have the same shape (N,).
    """
    ### BEGIN SOLUTION
    if np.ndim(z) != 1 or np.shape(z) != np.shape(y):
        raise ValueError(f"z and y need the same shape (N,), not {np.shape(z)} and {np.shape(y)}")
    small = np.exp(-np.abs(z))  # between 0 and 1, whatever the logit
    loss = np.mean(np.maximum(z, 0) - y * z + np.log1p(small))
    sigmoid = np.where(z >= 0, 1.0, small) / (1.0 + small)
    return loss, (sigmoid - y) / len(z)
    ### END SOLUTION

# %% checks="bce_with_logits"
loss, dz = bce_with_logits(np.array([0.0, 0.0]), np.array([1.0, 0.0]))
assert np.allclose(loss, np.log(2)), "a logit of 0 means one half, and costs log 2"
assert np.shape(dz) == (2,), "one slope for each sample"
assert np.allclose(dz, [-0.25, 0.25]), "(1/2 − 1)/2 and (1/2 − 0)/2"
large_loss, _ = bce_with_logits(np.array([1000.0]), np.array([0.0]))
assert np.allclose(large_loss, 1000), "certain and wrong"
check("bce_with_logits")

# %% [markdown] hint="bce_with_logits"
# Three parts: the check of the shapes, the loss, the gradient. For the loss, use your short form of `d11_4`, with the stable way to write $\log(1 + e^z)$.

# %% [markdown] hint="bce_with_logits"
# Mean of $\max(z, 0) - yz + \log(1 + e^{-|z|})$; `np.log1p(x)` is $\log(1 + x)$. For the sigmoid, $e^{-|z|}$ is safe as well: for $z \ge 0$, $\sigma(z) = 1/(1 + e^{-|z|})$; for $z < 0$, $\sigma(z) = e^{-|z|}/(1 + e^{-|z|})$. The gradient carries the 1/N, because the loss is a mean.

# %% [markdown] solution="bce_with_logits"
# **In words.** $\log(1 + e^z)$ is the log-sum-exp of $(z, 0)$; with the larger of the two taken out, the exponent is $-|z|$. The loss subtracts $yz$, the logit of the truth. The gradient is prediction minus truth, over N. The sigmoid is written with the same $e^{-|z|}$ on both sides of 0, so that it never overflows either.
#
# The check of the shapes comes first: a column (N, 1) and a row (N,) would broadcast to a table, whose mean looks like a loss and is not one.

# %%
z_line = np.linspace(-6, 6, 121)
for_yes = [bce_with_logits(np.array([z_one]), np.array([1.0]))[0] for z_one in z_line]
for_no = [bce_with_logits(np.array([z_one]), np.array([0.0]))[0] for z_one in z_line]
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(z_line, for_yes, color=BLUE, label="y = 1")
ax.plot(z_line, for_no, color=ORANGE, linestyle="--", label="y = 0")
ax.set(xlabel="logit z", ylabel="loss")
ax.set_title("Going the wrong way costs more and more")
ax.legend(frameon=False, loc="upper center")
plt.show()

# %% [markdown]
# > **What would you see if this were wrong?** `nan` or `inf` for a logit of 1000: log of a sigmoid that was rounded to 0. A loss that never exceeds 27.6: an eps inside the logarithm. Very slow learning from confident mistakes: an extra factor $\sigma'(z)$ in the gradient.
#
# ## Where this lives in PyTorch
#
# You have written the core of what runs at the end of almost every classifier. With `import torch` and `import torch.nn.functional as F`, and tensors in place of arrays:
#
# | Yours | PyTorch |
# |---|---|
# | `log_sum_exp(Z)` | `torch.logsumexp(Z, dim=1)` |
# | `softmax(Z)` | `torch.softmax(Z, dim=1)` |
# | `log_softmax(Z)` | `torch.log_softmax(Z, dim=1)` |
# | `one_hot(y, C)` | `F.one_hot(y, C)` (it gives integers) |
# | `cross_entropy(Z, y)` | `F.cross_entropy(Z, y)`: logits go in, not probabilities |
# | `soft_cross_entropy(Y, softmax(Z))` | `F.cross_entropy(Z, Y)`: labels may be distributions, logits go in |
# | `softmax_jacobian(z)` | `torch.autograd.functional.jacobian(lambda t: torch.softmax(t, dim=0), z)` |
# | `softmax_cross_entropy_grad(Z, y)` | `F.cross_entropy(Z, y).backward()`, then `Z.grad` |
# | `bce_with_logits(z, y)` | `F.binary_cross_entropy_with_logits(z, y)`, then `.backward()` and `z.grad` |
#
# Note the `dim=1`: rows are samples there too. And note that both losses want *logits*. Whoever puts a softmax layer in front of `F.cross_entropy` has applied softmax twice, a mistake that you can now recognise by its loss.
