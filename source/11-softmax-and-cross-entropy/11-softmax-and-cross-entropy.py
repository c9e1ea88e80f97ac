# %% [markdown]
# # 11 Softmax and cross-entropy
#
# Rows are samples: logits `Z` have shape (N, C), probabilities `P` too.

# %%
import matplotlib.pyplot as plt
import numpy as np
import sympy as sp

from autograder import check

# %% [markdown]
# ## Softmax
#
# $p_i = e^{z_i} / \sum_j e^{z_j}$, row by row.

# %% exercise="softmax" points=4
def softmax(Z):
    """Turn logits Z (N, C) into probabilities (N, C), row by row; large logits must not overflow."""
    ### BEGIN SOLUTION
    shifted = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% checks="softmax"
P = softmax(np.array([[1.0, 2.0, 3.0]]))
assert P.shape == (1, 3)
check("softmax")

# %% [markdown] hint="softmax"
# What happens to the fraction when every logit of a row grows by the same number?

# %% [markdown] hint="softmax"
# Subtract each row's maximum before taking the exponential.

# %% [markdown] solution="softmax"
# Shifting a row by a constant multiplies numerator and denominator by the same factor, so the result stays the same.

# %%
z = np.linspace(-4.0, 4.0, 50)
plt.plot(z, softmax(np.stack([z, np.zeros_like(z)], axis=1))[:, 0])
plt.xlabel("z")
plt.show()

# %% exercise="d11_1" points=2
p, q = sp.symbols("p q")
### BEGIN SOLUTION
d11_1 = (p * (1 - p), -p * q)
### END SOLUTION

# %% checks="d11_1"
check("d11_1")
