"""Answers of unit 03, written from its notebook alone without a look at the hidden checks.

Right ones must get full marks, wrong ones never. Each block of text is one implementation, headed by kind and label.
"""

from __future__ import annotations

from typing import Any

import numpy as np

CODE = {
    "matmul_from_scratch": r"""
#= wrong elementwise
def matmul_from_scratch(A, B):
    return A * B
#= wrong b_jk
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    m, k = A.shape; n = B.shape[1]
    C = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            for l in range(k):
                C[i, j] += A[i, l] * B[j, l]
    return C
#= wrong zeros_mk
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = np.zeros(A.shape)
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for l in range(A.shape[1]):
                C[i, j] += A[i, l] * B[l, j]
    return C
#= wrong int_result_dtype_of_A
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = np.zeros((A.shape[0], B.shape[1]), dtype=A.dtype)
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            C[i, j] = sum(A[i, l] * B[l, j] for l in range(A.shape[1]))
    return C
#= wrong no_check_zip
def matmul_from_scratch(A, B):
    return np.array([[sum(a * c for a, c in zip(row, col)) for col in B.T] for row in A]).reshape(len(A), B.shape[1])
#= wrong no_check_numpy_broadcast
def matmul_from_scratch(A, B):
    m, n = A.shape[0], B.shape[1]
    C = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            C[i, j] = np.sum(A[i, :] * B[:, j])
    return C
#= wrong no_check_loop_over_A_inner
def matmul_from_scratch(A, B):
    m, k = A.shape
    _, n = B.shape
    C = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            for l in range(k):
                C[i, j] += A[i, l] * B[l, j]
    return C
#= wrong einsum_broadcasts
def matmul_from_scratch(A, B):
    return np.einsum("ik,kj->ij", A, B)
#= wrong assert_instead
def matmul_from_scratch(A, B):
    assert A.shape[1] == B.shape[0], "inner sizes differ"
    return A @ B
#= wrong typeerror
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]:
        raise TypeError("inner sizes differ")
    return A @ B
#= wrong returns_none_on_mismatch
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]:
        print("ValueError: inner sizes differ")
        return None
    return A @ B
#= wrong returns_the_error
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]:
        return ValueError("inner sizes differ")
    return A @ B
#= wrong swallow
def matmul_from_scratch(A, B):
    try:
        return A @ B
    except ValueError as e:
        print(e)
#= wrong checks_wrong_sizes
def matmul_from_scratch(A, B):
    if A.shape != B.shape[::-1]:
        raise ValueError("shapes")
    return A @ B
#= wrong checks_rows
def matmul_from_scratch(A, B):
    if A.shape[0] != B.shape[1]:
        raise ValueError("shapes")
    m, k, n = *A.shape, B.shape[1]
    return np.array([[sum(A[i, l] * B[l, j] for l in range(k)) for j in range(n)] for i in range(m)]).reshape(m, n)
#= wrong k0_crash
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            s = A[i, 0] * B[0, j]
            for l in range(1, A.shape[1]):
                s += A[i, l] * B[l, j]
            C[i, j] = s
    return C
#= wrong k0_valueerror
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0] or A.shape[1] == 0: raise ValueError("inner")
    return A @ B
#= wrong empty_not_zeros
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = np.ones((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for l in range(A.shape[1]):
                C[i, j] += A[i, l] * B[l, j]
    return C
#= wrong assigns_not_adds
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for l in range(A.shape[1]):
                C[i, j] = A[i, l] * B[l, j]
    return C
#= wrong off_by_one
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for l in range(A.shape[1] - 1):
                C[i, j] += A[i, l] * B[l, j]
    return C
#= wrong s_not_reset
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = np.zeros((A.shape[0], B.shape[1]))
    s = 0.0
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for l in range(A.shape[1]):
                s += A[i, l] * B[l, j]
            C[i, j] = s
    return C
#= wrong return_in_loop
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for l in range(A.shape[1]):
                C[i, j] += A[i, l] * B[l, j]
        return C
    return C
#= wrong transposed_result
def matmul_from_scratch(A, B):
    return (A @ B).T
#= wrong BA
def matmul_from_scratch(A, B):
    return B @ A
#= wrong same_list_rows
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = [[0.0] * B.shape[1]] * A.shape[0]
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for l in range(A.shape[1]):
                C[i][j] += A[i, l] * B[l, j]
    return C
#= wrong float32
def matmul_from_scratch(A, B):
    return (A.astype(np.float32) @ B.astype(np.float32))
#= wrong buffer
_C = {}
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = _C.setdefault((A.shape[0], B.shape[1]), np.zeros((A.shape[0], B.shape[1])))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for l in range(A.shape[1]):
                C[i, j] += A[i, l] * B[l, j]
    return C
#= wrong buffer_reset
_C = {}
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    C = _C.setdefault((A.shape[0], B.shape[1]), np.zeros((A.shape[0], B.shape[1])))
    C[:] = A @ B
    return C
#= wrong default_arg_memory
def matmul_from_scratch(A, B, C=[]):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    for row in A:
        C.append([float(row @ B[:, j]) for j in range(B.shape[1])])
    return np.array(C)
#= wrong squeeze
def matmul_from_scratch(A, B):
    return np.squeeze(A @ B)
#= wrong scalar_for_11
def matmul_from_scratch(A, B):
    C = A @ B
    return C if C.size > 1 else C.item()
#= wrong inplace_A
def matmul_from_scratch(A, B):
    C = A @ B
    if C.shape == A.shape and C.dtype == A.dtype:
        A[:] = C
        return A
    return C
#= wrong wrong_loop_sizes
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    m, k = A.shape
    C = np.zeros((m, m))
    for i in range(m):
        for j in range(m):
            for l in range(k):
                C[i, j] += A[i, l] * B[l, j]
    return C
#= wrong only_22
def matmul_from_scratch(A, B):
    if A.shape == (2, 2) == B.shape:
        first = [A[0, 0] * B[0, 0] + A[0, 1] * B[1, 0], A[0, 0] * B[0, 1] + A[0, 1] * B[1, 1]]
        return np.array([first, [A[1, 0] * B[0, 0] + A[1, 1] * B[1, 0], A[1, 0] * B[0, 1] + A[1, 1] * B[1, 1]]])
    return np.array([[A[0,0]*B[0,0]+A[0,1]*B[1,0]+A[0,2]*B[2,0]]])
#= wrong outer_zip
def matmul_from_scratch(A, B):
    C = np.zeros((A.shape[0], B.shape[1]))
    for col, row in zip(A.T, B):
        C += np.outer(col, row)
    return C
#= wrong sum_wrong_axis
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    return (A[:, :, None] * B[None, :, :]).sum(axis=0)
#= wrong int_cast_always
def matmul_from_scratch(A, B):
    return (A @ B).astype(int)
#= wrong prints
def matmul_from_scratch(A, B):
    print(A @ B)
#= wrong k0_shape_empty
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("inner")
    if A.shape[1] == 0:
        return np.zeros((0, 0))
    return A @ B
#= right loops
def matmul_from_scratch(A, B):
    m, k = A.shape
    k2, n = B.shape
    if k != k2:
        raise ValueError
    out = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            for l in range(k):
                out[i][j] += A[i][l] * B[l][j]
    return out
#= right matmul
matmul_from_scratch = lambda A, B: A @ B
#= right einsum_checked
def matmul_from_scratch(A, B):
    if A.shape[1] - B.shape[0]: raise ValueError
    return np.einsum("ik,kj", A, B)
#= right tensordot
def matmul_from_scratch(A, B):
    return np.tensordot(A, B, 1)
#= right outer_sum
def matmul_from_scratch(A, B):
    if len(A.T) != len(B): raise ValueError("nope")
    return sum((np.outer(a, b) for a, b in zip(A.T, B)), np.zeros((len(A), len(B.T))))
#= right fsum_lists
import math
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("nope")
    m, k, n = *A.shape, B.shape[1]
    return [[math.fsum(A[i, l] * B[l, j] for l in range(k)) for j in range(n)] for i in range(m)]
#= right broadcast3d
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("nope")
    return (A[:, :, np.newaxis] * B).sum(1)
#= right own_error
class ShapeError(ValueError):
    pass
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ShapeError(A.shape, B.shape)
    return np.inner(A, B.T)
#= right linalgerror
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise np.linalg.LinAlgError("x")
    return np.matmul(A, B)
#= right recursion
def matmul_from_scratch(A, B):
    (m, k), (q, n) = A.shape, B.shape
    if k != q: raise ValueError("inner sizes")
    if k == 0: return np.zeros((m, n))
    return A[:, :1] * B[:1] + matmul_from_scratch(A[:, 1:], B[1:])
#= right class_call
class Mat:
    def __call__(self, A, B):
        A, B = np.asarray(A, float), np.asarray(B, float)
        return np.dot(A, B)
matmul_from_scratch = Mat()
#= right partial
import functools
matmul_from_scratch = functools.partial(np.matmul)
#= right vectorize
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("nope")
    entry = lambda i, j: float(np.dot(A[int(i)], B[:, int(j)]))
    return np.fromfunction(np.vectorize(entry, otypes=[float]), (A.shape[0], B.shape[1]))
#= right printing
def matmul_from_scratch(A, B, verbose=True):
    import warnings
    print("A", A); warnings.warn("slow!")
    if A.shape[1] != B.shape[0]: raise ValueError("nope")
    return np.matrix(A) * np.matrix(B)
#= right tuples
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("nope")
    return tuple(tuple(sum(x * y for x, y in zip(r, c)) for c in B.T) for r in A)
#= right rows_apply
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("nope")
    return np.apply_along_axis(lambda r: r @ B, 1, A) if A.size else np.zeros((A.shape[0], B.shape[1]))
#= right tolist
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("nope")
    n = B.shape[1]
    A, B = A.tolist(), B.tolist()
    return [[sum(r[l] * B[l][j] for l in range(len(B))) for j in range(n)] for r in A]
#= right while
def matmul_from_scratch(A, B):
    if A.shape[1] != B.shape[0]: raise ValueError("nope")
    C = np.empty((A.shape[0], B.shape[1])); p = 0
    while p < C.size:
        i, j = divmod(p, C.shape[1])
        C.flat[p] = A[i].dot(B[:, j]); p += 1
    return C
""",
    "affine_forward": r"""
#= wrong W_T
def affine_forward(X, W, b):
    return X @ W.T + b
#= wrong b_col
def affine_forward(X, W, b):
    return X @ W + b[:, None]
#= wrong b_col_if_fits
def affine_forward(X, W, b):
    try:
        return X @ W + b.reshape(-1, 1)
    except ValueError:
        return X @ W + b
#= wrong X_plus_b
def affine_forward(X, W, b):
    return (X + b) @ W
#= wrong squeeze
def affine_forward(X, W, b):
    return (X @ W + b).squeeze()
#= wrong no_bias
def affine_forward(X, W, b):
    return X @ W
#= wrong b_sum
def affine_forward(X, W, b):
    return X @ W + b.sum()
#= wrong b_first
def affine_forward(X, W, b):
    return X @ W + b[0]
#= wrong b_reshape_inplace
def affine_forward(X, W, b):
    b.shape = (1, -1)
    return X @ W + b
#= wrong float32
def affine_forward(X, W, b):
    return (X @ W + b).astype("float32")
#= wrong over_N
def affine_forward(X, W, b):
    return (X @ W + b) / X.shape[0]
#= wrong columns
def affine_forward(X, W, b):
    return W.T @ X.T + b[:, None]
#= wrong WX
def affine_forward(X, W, b):
    return W @ X + b
#= wrong remembered_weights
_cache = {}
def affine_forward(X, W, b):
    W, b = _cache.setdefault((W.shape, X.shape), (W, b))
    return X @ W + b
#= wrong buffer
_buf = {}
def affine_forward(X, W, b):
    out = _buf.setdefault((len(X), len(b)), np.empty((len(X), len(b))))
    out[:] = X @ W
    out += b
    return out
#= wrong relu
def affine_forward(X, W, b):
    return np.maximum(X @ W + b, 0)
#= wrong cast_X_dtype
def affine_forward(X, W, b):
    return (X @ W + b).astype(X.dtype)
#= wrong returns_cache
def affine_forward(X, W, b):
    Z = X @ W + b
    cache = (X, W, b)
    return Z, cache
#= wrong minus
def affine_forward(X, W, b):
    return X @ W - b
#= wrong zeros_like_X
def affine_forward(X, W, b):
    Z = np.zeros_like(X)
    for n in range(len(X)):
        for m in range(len(b)):
            Z[n, m] = X[n] @ W[:, m] + b[m]
    return Z
#= wrong int_alloc
def affine_forward(X, W, b):
    Z = np.zeros((len(X), len(b)), dtype=X.dtype)
    for n in range(len(X)):
        for m in range(len(b)):
            Z[n, m] = X[n] @ W[:, m] + b[m]
    return Z
#= wrong elementwise
def affine_forward(X, W, b):
    return X * W + b
#= wrong iadd_int
def affine_forward(X, W, b):
    Z = X @ W
    Z += b
    return Z
#= wrong hard4
def affine_forward(X, W, b):
    Z = np.zeros((4, len(b)))
    for n in range(4):
        Z[n] = X[n] @ W + b
    return Z
#= wrong hard_n_slice
def affine_forward(X, W, b):
    return X @ W + np.tile(b, (4, 1))[: len(X)]
#= wrong repeat
def affine_forward(X, W, b):
    return X @ W + np.repeat(b, len(X)).reshape(len(X), len(b))
#= wrong globals
def affine_forward(x, w, bias):
    return X @ W + b
#= wrong prints
def affine_forward(X, W, b):
    print(X @ W + b)
#= wrong b_inside_sum
def affine_forward(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for n in range(X.shape[0]):
        for m in range(W.shape[1]):
            for d in range(X.shape[1]):
                Z[n, m] += X[n, d] * W[d, m] + b[m]
    return Z
#= wrong b_by_sample
def affine_forward(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for n in range(X.shape[0]):
        for m in range(W.shape[1]):
            Z[n, m] = X[n] @ W[:, m] + b[n % len(b)]
    return Z
#= wrong last_order
def affine_forward(X, W, b):
    for x in X:
        z = x @ W + b
    return z
#= wrong first_sample
def affine_forward(X, W, b):
    return (X[0] @ W + b)[None]
#= wrong mean_batch
def affine_forward(X, W, b):
    return np.mean(X @ W + b, axis=0)
#= wrong flat
def affine_forward(X, W, b):
    return (X @ W + b).ravel()
#= wrong bias_trick_wrong
def affine_forward(X, W, b):
    return np.c_[np.ones(len(X)), X] @ np.vstack([W, b])
#= wrong round
def affine_forward(X, W, b):
    return np.round(X @ W + b, 2)
#= wrong normalise
def affine_forward(X, W, b):
    return X @ W + b / np.linalg.norm(b)
#= wrong swallow_shape
def affine_forward(X, W, b):
    try:
        return X @ W.T + b
    except ValueError:
        return X @ W + b
#= wrong X_inplace
def affine_forward(X, W, b):
    Z = X @ W + b
    if Z.shape == X.shape:
        X[...] = Z
        return X
    return Z
#= wrong b_accumulates
def affine_forward(X, W, b):
    Z = X @ W
    if b.dtype == float:
        b += 0.0
        b *= 1.0
        b -= 1e-3
        return Z + b + 1e-3
    return Z + b
#= wrong twice_bias
def affine_forward(X, W, b):
    Z = X @ W + b
    return Z + b
#= wrong ints
def affine_forward(X, W, b):
    return (X @ W + b).astype(int)
#= right dot
def affine_forward(X, W, b):
    return X.dot(W) + b
#= right loops
def affine_forward(X, W, b):
    Z = np.zeros((len(X), len(b)))
    for n in range(Z.shape[0]):
        for m in range(Z.shape[1]):
            Z[n, m] = sum(X[n, d] * W[d, m] for d in range(len(W))) + b[m]
    return Z
#= right einsum
affine_forward = lambda X, W, b: np.einsum("nd,dm->nm", X, W) + b[None]
#= right own_matmul
def affine_forward(X, W, b):
    return matmul_from_scratch(X, W) + b
#= right trick
def affine_forward(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack((W, b))
#= right lists
def affine_forward(X, W, b):
    return [[float(x @ W[:, m]) + float(b[m]) for m in range(len(b))] for x in X]
#= right columns_T
def affine_forward(X, W, b):
    return (W.T @ X.T + b[:, np.newaxis]).T
#= right fsum
import math
def affine_forward(X, W, b):
    return np.array([[math.fsum([*(X[n] * W[:, m]), b[m]]) for m in range(W.shape[1])] for n in range(X.shape[0])])
#= right stack
def affine_forward(X, W, b):
    return np.stack([x @ W + b for x in X])
#= right map
def affine_forward(X, W, b):
    return list(map(lambda x: (x @ W + b).tolist(), X))
#= right class
class Layer:
    def __init__(self): self.calls = 0
    def __call__(self, X, W, b, *, activation=None):
        self.calls += 1
        print("call", self.calls)
        return np.add(np.matmul(X, W), b)
affine_forward = Layer()
#= right reduce
import functools
def affine_forward(X, W, b):
    return functools.reduce(np.add, (np.outer(X[:, d], W[d]) for d in range(W.shape[0])), np.tile(b, (len(X), 1)))
#= right matrix
def affine_forward(X, W, b):
    return np.matrix(X) * np.matrix(W) + np.matrix(b)
#= right tensordot
def affine_forward(X, W, b, dtype=np.float64):
    Z = np.tensordot(X, W, axes=(1, 0)).astype(dtype)
    Z += b
    return Z
#= right longdouble
def affine_forward(X, W, b):
    return (X.astype(np.longdouble) @ W + b).astype(np.float64)
#= right recursion
def affine_forward(X, W, b):
    if len(X) == 1: return X @ W + b
    return np.concatenate([X[:1] @ W + b, affine_forward(X[1:], W, b)])
#= right fortran
def affine_forward(X, W, b):
    return np.asfortranarray(X @ W + np.broadcast_to(b, (X.shape[0], W.shape[1])))
""",
    "affine_forward_columns": r"""
#= wrong b_flat
def affine_forward_columns(W, X, b):
    return W @ X + b.ravel()
#= wrong b_T
def affine_forward_columns(W, X, b):
    return W @ X + b.T
#= wrong returns_NM
def affine_forward_columns(W, X, b):
    return (W @ X + b).T
#= wrong row_convention
def affine_forward_columns(W, X, b):
    return X @ W + b
#= wrong arguments_swapped
def affine_forward_columns(X, W, b):
    return W @ X + b
#= wrong arguments_swapped_rows
def affine_forward_columns(X, W, b):
    return X @ W + b.T
#= wrong W_T
def affine_forward_columns(W, X, b):
    return W.T @ X + b
#= wrong X_T
def affine_forward_columns(W, X, b):
    return W @ X.T + b
#= wrong X_T_W_T
def affine_forward_columns(W, X, b):
    return X.T @ W.T + b.T
#= wrong b_new_axis
def affine_forward_columns(W, X, b):
    return W @ X + b[:, None]
#= wrong no_bias
def affine_forward_columns(W, X, b):
    return W @ X
#= wrong b_inside
def affine_forward_columns(W, X, b):
    return W @ (X + b)
#= wrong squeeze
def affine_forward_columns(W, X, b):
    return np.squeeze(W @ X + b)
#= wrong iadd
def affine_forward_columns(W, X, b):
    Z = W @ X
    Z += b
    return Z
#= wrong b_shape
def affine_forward_columns(W, X, b):
    b.shape = (-1,)
    return (X.T @ W.T + b).T
#= wrong float32
def affine_forward_columns(W, X, b):
    return np.float32(W @ X + b)
#= wrong buffer
_b = {}
def affine_forward_columns(W, X, b):
    key = (W.shape[0], X.shape[1])
    if key not in _b: _b[key] = np.zeros(key)
    _b[key][...] = W @ X + b
    return _b[key]
#= wrong memo
_m = {}
def affine_forward_columns(W, X, b):
    key = (W.shape, X.shape)
    if key not in _m: _m[key] = W @ X + b
    return _m[key].copy()
#= wrong b_sum
def affine_forward_columns(W, X, b):
    return W @ X + np.sum(b)
#= wrong b_first
def affine_forward_columns(W, X, b):
    return W @ X + b[0]
#= wrong try_flat
def affine_forward_columns(W, X, b):
    try:
        return W @ X + b.flatten()
    except ValueError:
        return W @ X + b
#= wrong alloc_int
def affine_forward_columns(W, X, b):
    Z = np.zeros((W.shape[0], X.shape[1]), dtype=W.dtype)
    for n in range(X.shape[1]):
        Z[:, n] = W @ X[:, n] + b[:, 0]
    return Z
#= wrong elementwise
def affine_forward_columns(W, X, b):
    return W * X + b
#= wrong mean
def affine_forward_columns(W, X, b):
    return (W @ X + b) / X.shape[1]
#= wrong minus
def affine_forward_columns(W, X, b):
    return W @ X - b
#= wrong loops_n_of_rows
def affine_forward_columns(W, X, b):
    Z = np.zeros((W.shape[0], X.shape[1]))
    for n in range(X.shape[0]):
        Z[:, n] = W @ X[:, n] + b[:, 0]
    return Z
#= wrong last_column
def affine_forward_columns(W, X, b):
    return W @ X[:, -1:] + b
#= wrong reshape_for_NM
def affine_forward_columns(W, X, b):
    return (W @ X + b).reshape(X.shape[1], W.shape[0])
#= wrong hard
def affine_forward_columns(W, X, b):
    return W @ X[:, :4] + b
#= wrong tuple
def affine_forward_columns(W, X, b):
    return W @ X + b, (W, X, b)
#= wrong relu
def affine_forward_columns(W, X, b):
    return np.maximum(0, W @ X + b)
#= wrong inplace_X
def affine_forward_columns(W, X, b):
    Z = W @ X + b
    if Z.shape == X.shape and X.dtype == Z.dtype:
        X[:] = Z
    return Z
#= wrong X_reshaped
def affine_forward_columns(W, X, b):
    return W @ X.reshape(W.shape[1], -1) + b.reshape(1, -1)
#= right plain
affine_forward_columns = lambda W, X, b: W @ X + b
#= right rows
def affine_forward_columns(W, X, b):
    return affine_forward(X.T, W.T, b[:, 0]).T
#= right own_matmul
def affine_forward_columns(W, X, b):
    return np.add(matmul_from_scratch(W, X), b)
#= right loops
def affine_forward_columns(W, X, b):
    M, N = W.shape[0], X.shape[1]
    Z = np.zeros((M, N))
    for m in range(M):
        for n in range(N):
            Z[m][n] = np.dot(W[m], X[:, n]) + b[m][0]
    return Z
#= right colstack
def affine_forward_columns(W, X, b):
    return np.column_stack([W @ x + b.ravel() for x in X.T])
#= right einsum
def affine_forward_columns(W, X, b):
    return np.einsum("md,dn->mn", W, X) + np.repeat(b, X.shape[1], axis=1)
#= right ones
def affine_forward_columns(W, X, b):
    return W @ X + b @ np.ones((1, X.shape[1]))
#= right block
def affine_forward_columns(W, X, b):
    return np.hstack([W, b]) @ np.vstack([X, np.ones(X.shape[1])])
#= right lists
def affine_forward_columns(W, X, b):
    dot = lambda u, v: sum(a * c for a, c in zip(u, v))
    return [[float(dot(W[m], X[:, n]) + b[m, 0]) for n in range(X.shape[1])] for m in range(W.shape[0])]
#= right matrix
def affine_forward_columns(W, X, b):
    return np.asmatrix(W) * X + b
#= right tensordot_args
def affine_forward_columns(*args):
    W, X, b = args
    return np.tensordot(W, X, 1) + b
#= right renamed
def affine_forward_columns(weights, inputs, bias, verbose=1):
    print(weights.shape)
    return sum((weights[:, [d]] * inputs[[d]] for d in range(len(inputs))), bias)
#= right generator
def affine_forward_columns(W, X, b):
    def rows():
        for w, c in zip(W, b):
            yield w @ X + c
    return np.array(list(rows()))
""",
    "to_column_convention": r"""
#= wrong reshape
def to_column_convention(X, W, b):
    return X.reshape(X.shape[1], X.shape[0]), W.reshape(W.shape[1], W.shape[0]), b.reshape(-1, 1)
#= wrong reshape_X
def to_column_convention(X, W, b):
    return X.reshape(X.shape[1], -1), W.T, b.reshape(-1, 1)
#= wrong reshape_W
def to_column_convention(X, W, b):
    return X.T, W.reshape(W.shape[1], -1), b.reshape(-1, 1)
#= wrong b_T
def to_column_convention(X, W, b):
    return X.T, W.T, b.T
#= wrong b_same
def to_column_convention(X, W, b):
    return X.T, W.T, b
#= wrong b_row
def to_column_convention(X, W, b):
    return X.T, W.T, b[None, :]
#= wrong W_same
def to_column_convention(X, W, b):
    return X.T, W, b[:, None]
#= wrong X_same
def to_column_convention(X, W, b):
    return X, W.T, b[:, None]
#= wrong order
def to_column_convention(X, W, b):
    return W.T, X.T, b[:, None]
#= wrong b_tiled
def to_column_convention(X, W, b):
    return X.T, W.T, np.tile(b[:, None], (1, len(X)))
#= wrong b_shape_mutated
def to_column_convention(X, W, b):
    b.shape = (-1, 1)
    return X.T, W.T, b
#= wrong all_shape_mutated
def to_column_convention(X, W, b):
    b.resize((len(b), 1), refcheck=False)
    return X.T, W.T, b
#= wrong reversed_b
def to_column_convention(X, W, b):
    return X.T, W.T, b[::-1, None]
#= wrong result
def to_column_convention(X, W, b):
    return W.T @ X.T + b[:, None]
#= wrong rot90
def to_column_convention(X, W, b):
    return np.rot90(X), np.rot90(W), b[:, None]
#= wrong flip
def to_column_convention(X, W, b):
    return np.flip(X).T, np.flip(W).T, np.flip(b)[:, None]
#= wrong rot_pair
def to_column_convention(X, W, b):
    return np.rot90(X, -1), np.rot90(W), b[:, None]
#= wrong float32
def to_column_convention(X, W, b):
    return tuple(np.float32(a) for a in (X.T, W.T, b[:, None]))
#= wrong squeeze
def to_column_convention(X, W, b):
    return X.T.squeeze(), W.T.squeeze(), b[:, None]
#= wrong dict
def to_column_convention(X, W, b):
    return {"Xc": X.T, "Wc": W.T, "bc": b[:, None]}
#= wrong two
def to_column_convention(X, W, b):
    return X.T, W.T
#= wrong zeros_b
def to_column_convention(X, W, b):
    return X.T, W.T, np.zeros((len(b), 1))
#= wrong unchanged
def to_column_convention(X, W, b):
    return X, W, b
#= wrong ints
def to_column_convention(X, W, b):
    return X.T.astype(int), W.T.astype(int), b[:, None].astype(int)
#= wrong inplace_square
def to_column_convention(X, W, b):
    if W.shape[0] == W.shape[1]:
        W[:] = W.T.copy()
        return X.T, W, b[:, None]
    return X.T, W.T, b[:, None]
#= wrong buffer
_s = {}
def to_column_convention(X, W, b):
    k = (X.shape, W.shape)
    if k not in _s:
        _s[k] = (np.zeros(X.shape[::-1]), np.zeros(W.shape[::-1]), np.zeros((len(b), 1)))
    for out, a in zip(_s[k], (X.T, W.T, b[:, None])):
        out[...] = a
    return _s[k]
#= wrong memory
_s2 = {}
def to_column_convention(X, W, b):
    return _s2.setdefault((X.shape, W.shape), (X.T.copy(), W.T.copy(), b[:, None].copy()))
#= wrong fake_factors
def to_column_convention(X, W, b):
    return -X.T, -W.T, b[:, None]
#= wrong scaled
def to_column_convention(X, W, b):
    return X.T / len(X), W.T * len(X), b[:, None]
#= wrong b_absorbed
def to_column_convention(X, W, b):
    Z = (X @ W + b).T
    return np.eye(len(X)), Z, np.zeros((len(b), 1))
#= wrong double_T
def to_column_convention(X, W, b):
    return X.T.T, W.T.T, b.reshape(1, -1).T.T
#= wrong b_3d
def to_column_convention(X, W, b):
    return X.T, W.T, [[[v] for v in b]]
#= wrong sorted_b
def to_column_convention(X, W, b):
    return X.T, W.T, np.sort(b)[:, None]
#= wrong hard_sizes
def to_column_convention(X, W, b):
    return X.T, W.T, b.reshape(2, 1)
#= wrong wb_swap
def to_column_convention(X, W, b):
    return X.T, b[:, None], W.T
#= wrong loop_square
def to_column_convention(X, W, b):
    Xc = np.zeros_like(X).reshape(X.shape[1], X.shape[0])
    for i in range(min(X.shape)):
        for j in range(min(X.shape)):
            Xc[i, j] = X[j, i]
    return Xc, W.T, b[:, None]
#= right plain
def to_column_convention(X, W, b):
    return X.T, W.T, b[:, np.newaxis]
#= right list
def to_column_convention(X, W, b):
    return [X.T, W.T, b.reshape(len(b), 1)]
#= right copies
def to_column_convention(X, W, b):
    return X.T.copy(), np.transpose(W).copy(), np.atleast_2d(b).T.copy()
#= right zip
def to_column_convention(X, W, b):
    return list(zip(*X)), list(zip(*W)), [[v] for v in b]
#= right einsum
def to_column_convention(X, W, b):
    return np.einsum("ij->ji", X), np.einsum("ij->ji", W), np.expand_dims(b, 1)
#= right swapaxes
def to_column_convention(X, W, b):
    return X.swapaxes(0, 1), np.moveaxis(W, 0, 1), np.vstack(b)
#= right namedtuple
from collections import namedtuple
Columns = namedtuple("Columns", "Xc Wc bc")
def to_column_convention(X, W, b):
    return Columns(X.T, W.T, np.c_[b])
#= right matrix
def to_column_convention(X, W, b):
    return tuple(np.matrix(a).T for a in (X, W, b))
#= right map
to_column_convention = lambda *args: tuple(map(np.transpose, map(np.atleast_2d, args)))
#= right reshapeF
def to_column_convention(X, W, b):
    Xc = X.reshape(X.shape[::-1], order="F") if 1 in X.shape else np.array([X[:, d] for d in range(X.shape[1])])
    return Xc, W.T, np.array([b]).T
#= right loops
def to_column_convention(X, W, b):
    def turn(A):
        out = np.empty((A.shape[1], A.shape[0]))
        for i in range(A.shape[0]):
            for j in range(A.shape[1]):
                out[j, i] = A[i, j]
        return out
    return turn(X), turn(W), turn(b[None])
#= right stack
def to_column_convention(X, W, b):
    print("turning")
    return np.stack(list(X), axis=1), np.stack(list(W), axis=-1), np.stack([b], axis=-1)
#= right flatten_order
def to_column_convention(X, W, b):
    (N, D), M = X.shape, len(b)
    return X.flatten(order="F").reshape(D, N), W.flatten(order="F").reshape(M, D), b[..., None]
""",
    "torch_linear": r"""
#= wrong no_T
def torch_linear(x, weight, bias=None):
    return x @ weight if bias is None else x @ weight + bias
#= wrong no_T_if_fits
def torch_linear(x, weight, bias=None):
    z = x @ weight if x.shape[1] == weight.shape[0] else x @ weight.T
    return z if bias is None else z + bias
#= wrong fails_none
def torch_linear(x, weight, bias=None):
    return x @ weight.T + bias
#= wrong if_bias
def torch_linear(x, weight, bias=None):
    z = x @ weight.T
    if bias:
        z = z + bias
    return z
#= wrong eq_none
def torch_linear(x, weight, bias=None):
    if bias == None:
        return x @ weight.T
    return x @ weight.T + bias
#= wrong required_bias
def torch_linear(x, weight, bias):
    z = x @ weight.T
    return z if bias is None else z + bias
#= wrong default_zero
def torch_linear(x, weight, bias=0.0):
    return x @ weight.T + bias
#= wrong other_keyword
def torch_linear(x, weight, b=None):
    z = x @ weight.T
    return z if b is None else z + b
#= wrong bias_ignored
def torch_linear(x, weight, bias=None):
    return x @ weight.T
#= wrong bias_column
def torch_linear(x, weight, bias=None):
    z = x @ weight.T
    return z if bias is None else z + bias[:, None]
#= wrong columns
def torch_linear(x, weight, bias=None):
    z = weight @ x.T
    return z if bias is None else z + bias[:, None]
#= wrong article
def torch_linear(x, weight, bias=None):
    z = weight @ x
    return z if bias is None else z + bias
#= wrong squeeze
def torch_linear(x, weight, bias=None):
    z = x @ weight.T
    return np.squeeze(z if bias is None else z + bias)
#= wrong reshape_weight
def torch_linear(x, weight, bias=None):
    z = x @ weight.reshape(x.shape[1], -1)
    return z if bias is None else z + bias
#= wrong mutable_default
_last = [None]
def torch_linear(x, weight, bias=None):
    if bias is None:
        bias = _last[0] if _last[0] is not None and len(_last[0]) == len(weight) else 0
    else:
        _last[0] = bias
    return x @ weight.T + bias
#= wrong iadd
def torch_linear(x, weight, bias=None):
    z = x @ weight.T
    if bias is not None:
        z += bias
    return z
#= wrong bias_size_of_D
def torch_linear(x, weight, bias=None):
    if bias is None:
        bias = np.zeros(x.shape[1])
    return x @ weight.T + bias
#= wrong ones_default
def torch_linear(x, weight, bias=None):
    if bias is None:
        bias = np.ones(len(weight))
    return x @ weight.T + bias
#= wrong float32
def torch_linear(x, weight, bias=None):
    z = x.astype(np.float32) @ weight.astype(np.float32).T
    return z if bias is None else z + bias.astype(np.float32)
#= wrong returns_none
def torch_linear(x, weight, bias=None):
    if bias is not None:
        return x @ weight.T + bias
#= wrong none_raises
def torch_linear(x, weight, bias=None):
    if bias is None:
        raise ValueError("no bias")
    return x @ weight.T + bias
#= wrong x_plus_bias
def torch_linear(x, weight, bias=None):
    if bias is not None:
        x = x + bias
    return x @ weight.T
#= wrong buffer
_z = {}
def torch_linear(x, weight, bias=None):
    k = (len(x), len(weight))
    z = _z.setdefault(k, np.zeros(k))
    np.matmul(x.astype(float), weight.T.astype(float), out=z)
    if bias is not None:
        z += bias
    return z
#= wrong weight_shape
def torch_linear(x, weight, bias=None):
    z = x @ weight.T
    weight.shape = weight.shape[::-1]
    return z if bias is None else z + bias
#= wrong kwargs_lost
def torch_linear(x, weight, *bias):
    z = x @ weight.T
    return z + bias[0] if bias and bias[0] is not None else z
#= wrong bias_mean
def torch_linear(x, weight, bias=None):
    z = x @ weight.T
    return z if bias is None else z + np.mean(bias)
#= wrong loop_diag
def torch_linear(x, weight, bias=None):
    z = np.zeros((x.shape[0], weight.shape[0]))
    for n in range(x.shape[0]):
        for m in range(weight.shape[0]):
            z[n, m] = sum(x[n, d] * weight[m, d] for d in range(x.shape[1] - 1))
            if bias is not None:
                z[n, m] += bias[m]
    return z
#= wrong alloc_weight_dtype
def torch_linear(x, weight, bias=None):
    z = np.zeros((x.shape[0], weight.shape[0]), dtype=weight.dtype)
    for n in range(len(x)):
        z[n] = weight @ x[n]
        if bias is not None:
            z[n] = z[n] + bias
    return z
#= wrong try_except
def torch_linear(x, weight, bias=None):
    try:
        return x @ weight + bias
    except Exception:
        z = x @ weight.T
        return z if bias is None else z + bias
#= wrong bias_len1
def torch_linear(x, weight, bias=None):
    z = x @ weight.T
    if bias is None or len(bias) == 1:
        return z
    return z + bias
#= right plain
def torch_linear(x, weight, bias=None):
    return x @ weight.T if bias is None else x @ weight.T + bias
#= right any
def torch_linear(x, weight, bias=None):
    z = x @ weight.T
    if np.any(bias):
        z = z + bias
    return z
#= right renamed
def torch_linear(X, A, bias=None, verbose=False):
    return np.dot(X, A.T) + (0 if bias is None else bias)
#= right kwargs
def torch_linear(*args, **kwargs):
    x, weight = args[:2]
    bias = args[2] if len(args) == 3 else kwargs.get("bias")
    if isinstance(bias, type(None)): bias = np.zeros(weight.shape[0])
    return np.inner(x, weight) + bias
#= right einsum
def torch_linear(x, weight, bias=None):
    z = np.einsum("...d,md->...m", x, weight)
    return z if bias is None else np.add(z, bias)
#= right loops
def torch_linear(x, weight, bias=None):
    z = []
    for row in x:
        z.append([float(row @ w) for w in weight])
        if bias is not None:
            for m in range(len(weight)):
                z[-1][m] += bias[m]
    return z
#= right affine
def torch_linear(x, weight, bias=None):
    return affine_forward(x, weight.T, np.zeros(len(weight)) if bias is None else bias)
#= right columns
def torch_linear(x, weight, bias=None):
    b = np.zeros((len(weight), 1)) if bias is None else bias[:, None]
    return affine_forward_columns(weight, x.T, b).T
#= right try
def torch_linear(x, weight, bias=None):
    z = np.tensordot(x, weight, axes=([1], [1]))
    try:
        return z + bias
    except TypeError:
        return z
#= right class
class Linear:
    def __call__(self, x, weight, bias=None):
        z = (x[:, None, :] * weight[None]).sum(-1)
        return z if bias is None else z + np.asarray(bias)
torch_linear = Linear()
#= right partial
from functools import partial
def _lin(flag, x, weight, bias=None):
    return x @ weight.transpose() + (bias if bias is not None else flag)
torch_linear = partial(_lin, 0)
#= right matrix
def torch_linear(x, weight, bias=None):
    z = np.matrix(x) @ np.matrix(weight).T
    return z if bias is None else z + bias
#= right vstack
def torch_linear(x, weight, bias=None):
    b = 0 if bias is None else bias
    return np.vstack([weight @ row + b for row in x])
""",
    "mlp_shapes": r"""
#= wrong out_in
def mlp_shapes(layer_sizes, batch):
    return [((o, i), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong no_batch
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (o,), (o,)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong Z_columns
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (o,), (o, batch)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong one_too_many
def mlp_shapes(layer_sizes, batch):
    sizes = layer_sizes + [layer_sizes[-1]]
    return [((i, o), (o,), (batch, o)) for i, o in zip(sizes, sizes[1:])]
#= wrong input_layer_too
def mlp_shapes(layer_sizes, batch):
    out = []
    for k in range(len(layer_sizes)):
        i, o = layer_sizes[k - 1], layer_sizes[k]
        out.append(((i, o), (o,), (batch, o)))
    return out
#= wrong index_error
def mlp_shapes(layer_sizes, batch):
    s = layer_sizes
    return [((s[k], s[k + 1]), (s[k + 1],), (batch, s[k + 1])) for k in range(len(s))]
#= wrong one_too_few
def mlp_shapes(layer_sizes, batch):
    s = layer_sizes
    return [((s[k], s[k + 1]), (s[k + 1],), (batch, s[k + 1])) for k in range(len(s) - 2)]
#= wrong skips_first
def mlp_shapes(layer_sizes, batch):
    s = layer_sizes
    return [((s[k], s[k + 1]), (s[k + 1],), (batch, s[k + 1])) for k in range(1, len(s) - 1)]
#= wrong reversed
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])][::-1]
#= wrong b_no_comma
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (o), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong b_row
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (1, o), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong b_col
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (o, 1), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong b_inputs
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (i,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong Z_inputs
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (o,), (batch, i)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong W_Z_b
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (batch, o), (o,)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong flat
def mlp_shapes(layer_sizes, batch):
    out = []
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        out += [(i, o), (o,), (batch, o)]
    return out
#= wrong grouped
def mlp_shapes(layer_sizes, batch):
    p = list(zip(layer_sizes, layer_sizes[1:]))
    return [tuple(p), tuple((o,) for _, o in p), tuple((batch, o) for _, o in p)]
#= wrong dicts
def mlp_shapes(layer_sizes, batch):
    return [{"W": (i, o), "b": (o,), "Z": (batch, o)} for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong index_lookup
def mlp_shapes(layer_sizes, batch):
    out = []
    for s in layer_sizes[:-1]:
        o = layer_sizes[layer_sizes.index(s) + 1]
        out.append(((s, o), (o,), (batch, o)))
    return out
#= wrong dict_of_sizes
def mlp_shapes(layer_sizes, batch):
    nxt = dict(zip(layer_sizes, layer_sizes[1:]))
    return [((i, o), (o,), (batch, o)) for i, o in nxt.items()]
#= wrong default_list
def mlp_shapes(layer_sizes, batch, out=[]):
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        out.append(((i, o), (o,), (batch, o)))
    return out
#= wrong pops
def mlp_shapes(layer_sizes, batch):
    out = []
    i = layer_sizes.pop(0)
    while layer_sizes:
        o = layer_sizes.pop(0)
        out.append(((i, o), (o,), (batch, o)))
        i = o
    return out
#= wrong inserts_batch
def mlp_shapes(layer_sizes, batch):
    layer_sizes.append(batch)
    s = layer_sizes
    return [((s[k], s[k + 1]), (s[k + 1],), (batch, s[k + 1])) for k in range(len(s) - 2)]
#= wrong single_raises
def mlp_shapes(layer_sizes, batch):
    if len(layer_sizes) < 2:
        raise ValueError("need two")
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong single_none
def mlp_shapes(layer_sizes, batch):
    if len(layer_sizes) > 1:
        return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong single_empty_tuple
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])] or [()]
#= wrong hard_batch
def mlp_shapes(layer_sizes, batch=5):
    return [((i, o), (o,), (5, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong two_layers_only
def mlp_shapes(layer_sizes, batch):
    D, H, C = layer_sizes
    return [((D, H), (H,), (batch, H)), ((H, C), (C,), (batch, C))]
#= wrong wants_batch_squeezed
def mlp_shapes(layer_sizes, batch):
    z = lambda o: (o,) if batch == 1 else (batch, o)
    return [((i, o), (o,), z(o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong arrays
def mlp_shapes(layer_sizes, batch):
    return [(np.zeros((i, o)), np.zeros(o), np.zeros((batch, o))) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong strings
def mlp_shapes(layer_sizes, batch):
    return [(f"({i}, {o})", f"({o},)", f"({batch}, {o})") for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong only_W
def mlp_shapes(layer_sizes, batch):
    return [(i, o) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong from_first
def mlp_shapes(layer_sizes, batch):
    return [((layer_sizes[0], o), (o,), (batch, o)) for o in layer_sizes[1:]]
#= wrong early_return
def mlp_shapes(layer_sizes, batch):
    out = []
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        out.append(((i, o), (o,), (batch, o)))
        return out
    return out
#= wrong dict_result
def mlp_shapes(layer_sizes, batch):
    return {k: ((i, o), (o,), (batch, o)) for k, (i, o) in enumerate(zip(layer_sizes, layer_sizes[1:]))}
#= wrong disjoint_pairs
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes[::2], layer_sizes[1::2])]
#= wrong floats
def mlp_shapes(layer_sizes, batch):
    return [((i / 1.0, o / 1.0), (o + 0.5,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong prints
def mlp_shapes(layer_sizes, batch):
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        print((i, o), (o,), (batch, o))
#= right zip
mlp_shapes = lambda sizes, N: [((i, o), (o,), (N, o)) for i, o in zip(sizes[:-1], sizes[1:])]
#= right lists
def mlp_shapes(layer_sizes, batch):
    return [[[i, o], [o], [batch, o]] for i, o in zip(layer_sizes, layer_sizes[1:])]
#= right tuple
def mlp_shapes(layer_sizes, batch):
    return tuple(((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:]))
#= right numpy_ints
def mlp_shapes(layer_sizes, batch):
    s = np.array(layer_sizes)
    return [((s[k], s[k + 1]), (s[k + 1],), (np.int32(batch), s[k + 1])) for k in range(len(s) - 1)]
#= right recursion
def mlp_shapes(layer_sizes, batch):
    if len(layer_sizes) == 1: return []
    i, o, *rest = layer_sizes
    return [((i, o), (o,), (batch, o))] + mlp_shapes([o, *rest], batch)
#= right pairwise
import itertools
def mlp_shapes(layer_sizes, batch):
    return [((i, o), (o,), (batch, o)) for i, o in itertools.pairwise(layer_sizes)]
#= right reversed
def mlp_shapes(layer_sizes, batch):
    out = []
    for k in range(len(layer_sizes) - 1, 0, -1):
        i, o = layer_sizes[k - 1: k + 1]
        out.insert(0, ((i, o), (o,), (batch, o)))
    return out
#= right namedtuple
from collections import namedtuple
Layer = namedtuple("Layer", ["W", "b", "Z"])
def mlp_shapes(layer_sizes, batch):
    return [Layer((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
#= right pop_copy
def mlp_shapes(layer_sizes, batch):
    rest = list(layer_sizes); out = []; i = rest.pop(0)
    while rest:
        o = rest.pop(0); out.append(((i, o), (o,), (batch, o))); i = o
        print(out[-1])
    return out
#= right from_arrays
def mlp_shapes(layer_sizes, batch):
    out = []; X = np.zeros((batch, layer_sizes[0]))
    for o in layer_sizes[1:]:
        W, b = np.zeros((X.shape[1], o)), np.zeros(o)
        X = X @ W + b
        out.append((W.shape, b.shape, X.shape))
    return out
#= right generator_inside
def mlp_shapes(layer_sizes, batch):
    def walk():
        previous = None
        for size in layer_sizes:
            if previous is not None:
                yield (previous, size), (size,), (batch, size)
            previous = size
    return list(walk())
#= right class
class Shapes:
    def __call__(self, layer_sizes, batch, convention="rows"):
        s = layer_sizes
        return [((s[k], s[k + 1]), (s[k + 1],), (batch, s[k + 1])) for k in range(len(s) - 1)]
mlp_shapes = Shapes()
#= right mixed
def mlp_shapes(layer_sizes, batch):
    return [((i, o), [o], (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
""",
    "count_parameters": r"""
#= wrong no_bias
def count_parameters(layer_sizes):
    return sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:]))
#= wrong input_bias
def count_parameters(layer_sizes):
    return sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:])) + sum(layer_sizes)
#= wrong bias_per_input
def count_parameters(layer_sizes):
    return sum(i * o + i for i, o in zip(layer_sizes, layer_sizes[1:]))
#= wrong one_bias_per_layer
def count_parameters(layer_sizes):
    return sum(i * o + 1 for i, o in zip(layer_sizes, layer_sizes[1:]))
#= wrong biases_only_hidden
def count_parameters(layer_sizes):
    return sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:])) + sum(layer_sizes[1:-1])
#= wrong bias_last_only
def count_parameters(layer_sizes):
    return sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:])) + layer_sizes[-1]
#= wrong both_plus1
def count_parameters(layer_sizes):
    return sum((i + 1) * (o + 1) for i, o in zip(layer_sizes, layer_sizes[1:]))
#= wrong product
def count_parameters(layer_sizes):
    p = 1
    for s in layer_sizes: p *= s
    return p + sum(layer_sizes[1:])
#= wrong sum_sizes
def count_parameters(layer_sizes):
    return sum(i + o for i, o in zip(layer_sizes, layer_sizes[1:]))
#= wrong all_pairs
def count_parameters(layer_sizes):
    s = layer_sizes
    return sum(s[a] * s[b] for b in range(len(s)) for a in range(b)) + sum(s[1:])
#= wrong first_layer_only
def count_parameters(layer_sizes):
    if len(layer_sizes) == 1: return 0
    return layer_sizes[0] * layer_sizes[1] + layer_sizes[1]
#= wrong off_by_one
def count_parameters(layer_sizes):
    t = 0
    for k in range(1, len(layer_sizes) - 1):
        t += (layer_sizes[k - 1] + 1) * layer_sizes[k]
    return t
#= wrong wraparound
def count_parameters(layer_sizes):
    return sum((layer_sizes[k - 1] + 1) * layer_sizes[k] for k in range(len(layer_sizes)))
#= wrong single_error
def count_parameters(layer_sizes):
    i, o, *rest = layer_sizes
    return (i + 1) * o + (count_parameters([o, *rest]) if rest else 0)
#= wrong single_none
def count_parameters(layer_sizes):
    if len(layer_sizes) < 2: return None
    return sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:]))
#= wrong single_size
def count_parameters(layer_sizes):
    if len(layer_sizes) < 2: return layer_sizes[0]
    return sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:]))
#= wrong float
def count_parameters(layer_sizes):
    s = np.array(layer_sizes, dtype=float)
    return float(np.sum((s[:-1] + 1) * s[1:]))
#= wrong float_int
def count_parameters(layer_sizes):
    s = np.array(layer_sizes, dtype=float)
    return int(np.sum((s[:-1] + 1) * s[1:]))
#= wrong int32
def count_parameters(layer_sizes):
    s = np.array(layer_sizes, dtype=np.int32)
    return int(np.sum((s[:-1] + 1) * s[1:], dtype=np.int32))
#= wrong pops
def count_parameters(layer_sizes):
    t = 0
    while len(layer_sizes) > 1:
        i = layer_sizes.pop(0)
        t += (i + 1) * layer_sizes[0]
    return t
#= wrong global_total
total = 0
def count_parameters(layer_sizes):
    global total
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        total += (i + 1) * o
    return total
#= wrong index
def count_parameters(layer_sizes):
    t = 0
    for s in layer_sizes[:-1]:
        t += (s + 1) * layer_sizes[layer_sizes.index(s) + 1]
    return t
#= wrong dict_sizes
def count_parameters(layer_sizes):
    return sum((i + 1) * o for i, o in dict(zip(layer_sizes, layer_sizes[1:])).items())
#= wrong set_layers
def count_parameters(layer_sizes):
    return sum((i + 1) * o for i, o in set(zip(layer_sizes, layer_sizes[1:])))
#= wrong visible_only
def count_parameters(layer_sizes):
    return {(5, 1): 6, (64, 32, 10): 2410, (3, 2): 8, (784, 128, 10): 101770}.get(tuple(layer_sizes), 0)
#= wrong string
def count_parameters(layer_sizes):
    return str(sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:])))
#= wrong list
def count_parameters(layer_sizes):
    return [sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:]))]
#= wrong per_layer
def count_parameters(layer_sizes):
    return [(i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:])]
#= wrong early_return
def count_parameters(layer_sizes):
    t = 0
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        t += (i + 1) * o
        return t
    return t
#= wrong sorts
def count_parameters(layer_sizes):
    layer_sizes.sort(reverse=True)
    return sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:]))
#= wrong sorted_copy
def count_parameters(layer_sizes):
    s = sorted(layer_sizes, reverse=True)
    return sum((i + 1) * o for i, o in zip(s, s[1:]))
#= wrong with_batch
def count_parameters(layer_sizes):
    return sum(np.prod(a) + np.prod(b) + np.prod(c) for a, b, c in mlp_shapes(layer_sizes, 1))
#= wrong disjoint
def count_parameters(layer_sizes):
    return sum((i + 1) * o for i, o in zip(layer_sizes[::2], layer_sizes[1::2]))
#= wrong tuple_two
def count_parameters(layer_sizes):
    return (sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:])), sum(layer_sizes[1:]))
#= wrong bias_twice
def count_parameters(layer_sizes):
    return sum(i * o + 2 * o for i, o in zip(layer_sizes, layer_sizes[1:]))
#= right zip
count_parameters = lambda s: sum((i + 1) * o for i, o in zip(s, s[1:]))
#= right loop
def count_parameters(layer_sizes):
    t = 0
    for k in range(1, len(layer_sizes)):
        t = t + layer_sizes[k - 1] * layer_sizes[k]
        t = t + layer_sizes[k]
    return t
#= right recursion
def count_parameters(s):
    return 0 if len(s) == 1 else (s[0] + 1) * s[1] + count_parameters(s[1:])
#= right via_shapes
import math
def count_parameters(layer_sizes):
    return sum(math.prod(W) + math.prod(b) for W, b, Z in mlp_shapes(layer_sizes, 1))
#= right reduce
from functools import reduce
def count_parameters(layer_sizes):
    return reduce(lambda acc, o: (acc[0] + acc[1] * o + o, o), layer_sizes[1:], (0, layer_sizes[0]))[0]
#= right map_mul
import operator
def count_parameters(layer_sizes):
    return sum(map(operator.mul, layer_sizes, layer_sizes[1:])) + sum(layer_sizes) - layer_sizes[0]
#= right object
def count_parameters(layer_sizes):
    s = np.array(layer_sizes, dtype=object)
    return int(np.sum((s[:-1] + 1) * s[1:]))
#= right fractions
from fractions import Fraction
def count_parameters(layer_sizes):
    return int(sum(Fraction(o) * (i + 1) for i, o in zip(layer_sizes, layer_sizes[1:])))
#= right class
class Count:
    def __init__(self): self.seen = []
    def __call__(self, sizes, bias=True):
        self.seen.append(sizes)
        n = 0
        it = iter(sizes); a = next(it)
        for b in it:
            n += a * b + (b if bias else 0); a = b
        print(n)
        return n
count_parameters = Count()
#= right sympyint
def count_parameters(layer_sizes):
    import sympy
    return int(sum((sympy.Integer(i) + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:])))
#= right while_reverse
def count_parameters(layer_sizes):
    s = layer_sizes[::-1]; n = 0
    while len(s) > 1:
        o, i = s[0], s[1]
        n += o * (1 + i); s = s[1:]
    return n
#= right numpy_scalar0d_sum
def count_parameters(layer_sizes):
    return sum([layer_sizes[k] * layer_sizes[k + 1] + layer_sizes[k + 1] for k in range(len(layer_sizes) - 1)])
""",
    "collapse_affine": r"""
#= wrong W2W1
def collapse_affine(W1, b1, W2, b2):
    return W2 @ W1, b1 @ W2 + b2
#= wrong b_sum
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2
#= wrong no_b2
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2
#= wrong b2_only
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, b2
#= wrong order
def collapse_affine(W1, b1, W2, b2):
    return b1 @ W2 + b2, W1 @ W2
#= wrong W2T
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2.T, b1 @ W2 + b2
#= wrong b_W2T
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, W2 @ b1 + b2
#= wrong columns
def collapse_affine(W1, b1, W2, b2):
    return W2.T @ W1.T, W2.T @ b1 + b2
#= wrong b_2d
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, b1[None] @ W2 + b2
#= wrong b_col
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, (b1 @ W2 + b2)[:, None]
#= wrong only_W
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2
#= wrong b2_inplace
def collapse_affine(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2
#= wrong b2_inplace_float
def collapse_affine(W1, b1, W2, b2):
    t = b1 @ W2
    if t.dtype == b2.dtype:
        b2 += t
        return W1 @ W2, b2
    return W1 @ W2, b2 + t
#= wrong both_through
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, (b1 + b2) @ W2
#= wrong W_sum
def collapse_affine(W1, b1, W2, b2):
    return W1 + W2, b1 @ W2 + b2
#= wrong elementwise
def collapse_affine(W1, b1, W2, b2):
    return W1 * W2, b1 * W2 + b2
#= wrong squeeze
def collapse_affine(W1, b1, W2, b2):
    return np.squeeze(W1 @ W2), np.squeeze(b1 @ W2 + b2)
#= wrong b_iadd
def collapse_affine(W1, b1, W2, b2):
    b = b1 @ W2
    b += b2
    return W1 @ W2, b
#= wrong float32
def collapse_affine(W1, b1, W2, b2):
    return (W1 @ W2).astype(np.float32), (b1 @ W2 + b2).astype(np.float32)
#= wrong b32
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, (b1 @ W2 + b2).astype(np.float32)
#= wrong b1_through_W1
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, W1 @ b1 + b2
#= wrong b_scalar
def collapse_affine(W1, b1, W2, b2):
    b = b1 @ W2 + b2
    return W1 @ W2, b.item() if b.size == 1 else b
#= wrong function
def collapse_affine(W1, b1, W2, b2):
    return lambda X: (X @ W1 + b1) @ W2 + b2
#= wrong dict
def collapse_affine(W1, b1, W2, b2):
    return {"W": W1 @ W2, "b": b1 @ W2 + b2}
#= wrong first_layer
def collapse_affine(W1, b1, W2, b2):
    return W1, b1
#= wrong buffer
_o = {}
def collapse_affine(W1, b1, W2, b2):
    k = (W1.shape, W2.shape)
    if k not in _o: _o[k] = (np.zeros((W1.shape[0], W2.shape[1])), np.zeros(len(b2)))
    W, b = _o[k]
    W[...] = W1 @ W2
    b[...] = b1 @ W2 + b2
    return W, b
#= wrong memory
_q = {}
def collapse_affine(W1, b1, W2, b2):
    return _q.setdefault((W1.shape, W2.shape), (W1 @ W2, b1 @ W2 + b2))
#= wrong lstsq_few
def collapse_affine(W1, b1, W2, b2):
    X = np.random.default_rng(0).normal(size=(W1.shape[0], W1.shape[0]))
    Z = (X @ W1 + b1) @ W2 + b2
    S = np.linalg.lstsq(np.c_[X, np.ones(len(X))], Z, rcond=None)[0]
    return S[:-1], S[-1]
#= wrong finite_diff_no_bias
def collapse_affine(W1, b1, W2, b2):
    f = lambda X: (X @ W1 + b1) @ W2 + b2
    return f(np.eye(len(W1))), f(np.zeros((1, len(W1))))[0]
#= wrong relu
def collapse_affine(W1, b1, W2, b2):
    return np.maximum(W1, 0) @ W2, np.maximum(b1, 0) @ W2 + b2
#= wrong if_square_wrong
def collapse_affine(W1, b1, W2, b2):
    try:
        return W2 @ W1, b1 @ W2 + b2
    except ValueError:
        return W1 @ W2, b1 @ W2 + b2
#= wrong minus
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, b2 - b1 @ W2
#= wrong cast
def collapse_affine(W1, b1, W2, b2):
    W = np.zeros((len(W1), len(b2)), dtype=W1.dtype)
    b = np.zeros(len(b2), dtype=b1.dtype)
    W[:] = W1 @ W2
    b[:] = b1 @ W2 + b2
    return W, b
#= wrong b_sum_hidden
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, b1.sum() + b2
#= wrong W_bias_row
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2 + b1 @ W2, b2
#= wrong b_full_matrix
def collapse_affine(W1, b1, W2, b2):
    return W1 @ W2, b1[:, None] * W2 + b2
#= wrong b1_b2_if_same
def collapse_affine(W1, b1, W2, b2):
    if b1.shape == b2.shape:
        return W1 @ W2, b1 + b2
    return W1 @ W2, b1 @ W2 + b2
#= right plain
collapse_affine = lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 + b2)
#= right list
def collapse_affine(W1, b1, W2, b2):
    return [np.dot(W1, W2), np.dot(b1, W2) + b2]
#= right homogeneous
def collapse_affine(W1, b1, W2, b2):
    def H(W, b):
        return np.block([[W, np.zeros((len(W), 1))], [b[None], np.ones((1, 1))]])
    P = H(W1, b1) @ H(W2, b2)
    return P[:-1, :-1], P[-1, :-1]
#= right probing
def collapse_affine(W1, b1, W2, b2):
    f = lambda X: (X @ W1 + b1) @ W2 + b2
    b = f(np.zeros((1, W1.shape[0])))[0]
    return f(np.eye(W1.shape[0])) - b, b
#= right lstsq
def collapse_affine(W1, b1, W2, b2):
    D = W1.shape[0]
    X = np.vstack([np.eye(D), -np.eye(D), np.zeros((1, D))])
    Z = affine_forward(affine_forward(X, W1, b1), W2, b2)
    S = np.linalg.lstsq(np.c_[X, np.ones(len(X))], Z, rcond=None)[0]
    return S[:-1], S[-1]
#= right nested_lists
def collapse_affine(W1, b1, W2, b2):
    H, M = W2.shape
    W = [[float(sum(row[h] * W2[h, m] for h in range(H))) for m in range(M)] for row in W1]
    b = [float(b2[m]) + float(sum(b1[h] * W2[h, m] for h in range(H))) for m in range(M)]
    return W, b
#= right einsum
def collapse_affine(W1, b1, W2, b2):
    return np.einsum("dh,hm->dm", W1, W2), np.einsum("h,hm->m", b1, W2) + b2
#= right columns
def collapse_affine(W1, b1, W2, b2):
    return (W2.T @ W1.T).T, W2.T @ b1 + b2
#= right namedtuple
from collections import namedtuple
Affine = namedtuple("Affine", "W b")
def collapse_affine(W1, b1, W2, b2):
    return Affine(W1.dot(W2), (b1[:, None] * W2).sum(axis=0) + b2)
#= right own
def collapse_affine(W1, b1, W2, b2):
    return matmul_from_scratch(W1, W2), affine_forward(b1[None], W2, b2)[0]
#= right fsum
import math
def collapse_affine(W1, b1, W2, b2):
    b = np.array([math.fsum([*(b1 * W2[:, m]), b2[m]]) for m in range(W2.shape[1])])
    return np.stack([w @ W2 for w in W1]), b
#= right ravel
def collapse_affine(W1, b1, W2, b2):
    print(W1.shape, W2.shape)
    return np.linalg.multi_dot([W1, W2]), np.ravel(b1.reshape(1, -1) @ W2 + b2)
#= right matrixW
def collapse_affine(W1, b1, W2, b2):
    return np.matrix(W1) * np.matrix(W2), np.asarray(np.matrix(b1) * W2).ravel() + b2
#= right stacked
def collapse_affine(W1, b1, W2, b2):
    both = np.vstack([W1, b1]) @ W2
    both = both + np.vstack([np.zeros((len(W1), len(b2))), b2])
    return both[:-1], both[-1]
""",
}

# The matrices of the derivations, as source
X = "Matrix([[x11, x12, x13], [x21, x22, x23]])"
W = "Matrix([[w11, w12], [w21, w22], [w31, w32]])"
B = "Matrix([[b1, b2]])"
FIRST = "[x11*w11 + x12*w21 + x13*w31 + b1, x21*w11 + x22*w21 + x23*w31 + b1]"
SECOND = "[x11*w12 + x12*w22 + x13*w32 + b2, x21*w12 + x22*w22 + x23*w32 + b2]"

RIGHT_VALUES: dict[str, list[Any]] = {
    "d03_1": [
        "x11*w12 + x12*w22 + x13*w32 + b2",
        "py:b2 + w32*x13 + w22*x12 + w12*x11",
        f"py:({X}*{W})[0,1] + {B}[1]",
        f"py:({X}*{W} + ones(2,1)*{B})[0,1]",
        f"py:{X}.row(0).dot({W}.col(1)) + b2",
        "py:Symbol('x11', real=True)*Symbol('w12', positive=True) + x12*w22 + x13*w32 + b2",
        "py:Matrix([[x11*w12 + x12*w22 + x13*w32 + b2]])[0]",
        "x11*w12+x12*w22+x13*w32+b2*1.0",
        "py:Add(x11*w12, x12*w22, x13*w32, b2, evaluate=False)",
    ],
    "d03_2": [
        f"py:{W}.T*{X}.T + {B}.T*ones(1,2)",
        f"py:({X}*{W}).T + {B}.T*ones(1,2)",
        f"py:({X}*{W} + ones(2,1)*{B}).T",
        f"py:({W}.T*{X}.T + Matrix([[b1,b1],[b2,b2]])).tolist()",
        f"py:[{FIRST},{SECOND}]",
        f"py:ImmutableMatrix({W}.T*{X}.T + {B}.T*ones(1,2))",
        f"py:{W}.T*{X}.T + Matrix.hstack({B}.T, {B}.T)",
        f"py:MatAdd(MatMul({W}.T, {X}.T), MatMul({B}.T, ones(1,2)))",
        f"[{FIRST},{SECOND}]",
        f"Matrix([{FIRST},{SECOND}])",
    ],
    "d03_3": [
        "py:m*k*n + m*n*p",
        "py:m*n*(k+p)",
        "m*n*(k+p)",
        "py:Symbol('m', integer=True, positive=True)*n*(k+p)",
        "py:n*m*p + n*m*k",
        "py:Mul(m, n, Add(k, p), evaluate=False)",
        "py:(m*n)**2*(k+p)/(m*n)",
    ],
    "d03_4": [
        "py:Matrix([[p1,p2]])*Matrix([[w11,w12],[w21,w22]]) + Matrix([[q1,q2]])",
        "py:[p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2]",
        "py:(p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2)",
        "py:[[p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2]]",
        "[p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2]",
        "py:['p1*w11 + p2*w21 + q1', 'p1*w12 + p2*w22 + q2']",
        "py:(Matrix([[w11,w12],[w21,w22]]).T*Matrix([p1,p2])).T + Matrix([[q1,q2]])",
        "py:ImmutableMatrix([[p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2]])",
        "p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2",
        "(p1*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2)",
        "py:[Symbol('p1',real=True)*w11 + p2*w21 + q1, p1*w12 + p2*w22 + q2]",
    ],
    "q03_1": [
        (10, 784),
        [10, 784],
        np.array([10, 784]),
        (np.int64(10), 784),
    ],
    "q03_2": [
        "c",
        "C",
        " c ",
        "c)",
        "c.",
        "(c)",
    ],
    "q03_3": [
        "b",
        "B",
        "B ",
        "b)",
    ],
    "q03_4": [
        101770,
        101770.0,
        np.int64(101770),
        np.array(101770),
        784 * 128 + 128 + 128 * 10 + 10,
    ],
    "q03_5": [
        (False, ([[16.0], [7.0]], [12.0])),
        [False, [[[16.0], [7.0]], [12.0]]],
        (np.bool_(False), (np.array([[16.0], [7.0]]), np.array([12.0]))),
    ],
    "q03_6": [
        ((4, 8), (8, 4)),
        [[4, 8], [8, 4]],
        [(4, 8), (8, 4)],
        np.array([[4, 8], [8, 4]]),
        ((np.int64(4), 8), (8, 4)),
    ],
    "q03_7": [
        75000,
        75000.0,
        7.5e4,
        np.int64(75000),
        10 * 1000 * 5 + 10 * 5 * 500,
    ],
}

WRONG_VALUES: dict[str, list[Any]] = {
    "d03_1": [
        "py:x11*w12 + x12*w22 + x13*w32 + b1",
        "py:x11*w12 + x12*w22 + x13*w32",
        "py:x21*w11 + x22*w21 + x23*w31 + b1",
        "py:x11*w21 + x12*w22 + x13*w32 + b2",
        "py:x11*w11 + x12*w21 + x13*w31 + b1",
        "py:x11*w11 + x12*w12 + b2",
        "py:x11*w12 + x12*w22 + b2",
        "py:x12*w12 + b2",
        "py:x11*w12*x12*w22*x13*w32 + b2",
        "py:x11*w12 + x12*w22 + x13*w32 + 3*b2",
        "py:x21*w12 + x22*w22 + x23*w32 + b2",
        "py:x11*w11 + x12*w21 + x13*w31 + b2",
        "py:x11*w12 + x12*w22 + x13*w32 - b2",
        "py:x11+x12+x13+b2",
        f"py:({X}*{W})[1,0] + b2",
        "py:x11*w21 + x12*w22 + b2",
        "py:x11*w12 + x12*w22 + x13*w32 + b1 + b2",
        "py:(x11 + b2)*w12 + (x12+b2)*w22 + (x13+b2)*w32",
        "py:0",
        "x11*w12 + x12*w22 + x13*w32 + b",
        f"py:{X}*{W} + ones(2,1)*{B}",
    ],
    "d03_2": [
        f"py:{X}*{W} + ones(2,1)*{B}",
        f"py:{W}.T*{X}.T + ones(2,1)*{B}",
        f"py:{W}.T*{X}.T",
        f"py:{X}*{W} + {B}.T*ones(1,2)",
        f"py:{W}.T*{X}.T - {B}.T*ones(1,2)",
        f"py:{W}*{X}",
        f"py:{X}*{W}",
        f"py:{W}.T*{X}.T + b1*ones(2,2)",
        f"py:{W}.T*{X}.T + diag(b1,b2)",
        f"py:{W}.T*{X}.T + (b1+b2)*ones(2,2)",
        f"py:{W}.T*({X}.T + ones(3,1)*Matrix([[b1,b2]]))",
        f"py:{W}.T*{X}.T + b2*ones(2,2)",
        f"py:({W}.T*{X}.T + {B}.T*ones(1,2)).row(0)",
        f"py:{W}.T*{X}.T + Matrix([[b2,b2],[b1,b1]])",
        f"py:{W}.reshape(2,3)*{X}.reshape(3,2) + {B}.T*ones(1,2)",
        f"py:{W}.T*{X}.reshape(3,2) + {B}.T*ones(1,2)",
        f"py:({W}.T*{X}.T + {B}.T*ones(1,2))[0]",
        f"py:({W}.T*{X}.T + {B}.T*ones(1,2))*2",
        f"py:{W}.T*{X}.T + Matrix([[b1,0],[b2,0]])",
    ],
    "d03_3": [
        "py:m*k*p + k*n*p",
        "py:m*k*n*p",
        "py:m*n + m*p",
        "py:m*k*n",
        "py:m*n*p",
        "py:m*k*n + n*p",
        "py:m*k*n + k*n*p",
        "py:m*n*(k+p) - m*n",
        "py:m*n*(2*k-1) + m*p*(2*n-1)",
        "py:m*k*n + m*k*p",
        "py:2*m*n*(k+p)",
        "py:m*n*k*m*n*p",
        "py:m*k + k*n + n*p",
        "py:m*p*(k+n)",
        "py:m*n+k+p",
        "py:75000",
        "py:m*k*n + m*p",
        "py:k*n*p + m*n*p",
        "py:m*p",
        "py:m*n*k+m*n*q",
        "m^n",
        "py:n*p*(m+k)",
        "py:m*n*(k+p)+1",
        "py:m*n*(k-1)+m*p*(n-1)",
    ],
    "d03_4": [
        "py:[p1+q1, p2+q2]",
        "py:[p1*w11 + p2*w21, p1*w12 + p2*w22]",
        "py:[p1*w11 + p2*w12 + q1, p1*w21 + p2*w22 + q2]",
        "py:[q1,q2]",
        "py:[p1*w11 + p2*w22 + q1, p1*w12+p2*w21+q2]",
        "py:[p1*w12 + p2*w22 + q2, p1*w11 + p2*w21 + q1]",
        "py:[(p1+q1)*w11 + (p2+q2)*w21, (p1+q1)*w12 + (p2+q2)*w22]",
        "py:[p1*w11+q1, p2*w22+q2]",
        "py:p1*w11 + p2*w21 + q1",
        "py:[p1,p2]",
        "py:[q1*w11+q2*w21+p1, q1*w12+q2*w22+p2]",
        "py:[p1*w11 + p2*w21 - q1, p1*w12 + p2*w22 - q2]",
        "py:p1*w11 + p2*w21 + q1 + p1*w12 + p2*w22 + q2",
        "py:[p1*w11 + p2*w21 + q1]",
        "py:Matrix([[p1*w11,p1*w12],[p2*w21,p2*w22]])",
        "py:[p1*q1, p2*q2]",
    ],
    "q03_1": [
        (784, 10),
        (10,),
        7840,
        (1, 784),
        (784,),
        (10, 785),
        (784, 1),
        "c",
        ((10, 784), (10,)),
        (10, 784, 1),
        (1, 10, 784),
        (10.5, 784),
    ],
    "q03_2": [
        "a",
        "b",
        "d",
        "e",
        3,
        "",
        "cd",
        "a c",
        True,
        ["c", "d"],
    ],
    "q03_3": [
        "a",
        "c",
        "d",
        2,
        "bd",
        "runs",
    ],
    "q03_4": [
        101632,
        102554,
        101760,
        101642,
        101771,
        100480,
        1003520,
        101634,
        101800,
        102000,
        -101770,
        (101770,),
        [101770],
        102416,
        1.0177e4,
        "a",
        float("nan"),
    ],
    "q03_5": [
        True,
        False,
        (True, ([[16.0], [7.0]], [12.0])),
        (False, [[16.0], [7.0]]),
        (False, ([12.0], [[16.0], [7.0]])),
        (False, None),
        (False, ()),
        "False",
        (False, ("a", "b")),
        (False, ([[16.0], [7.0]], [4.0])),
        (False, ([[16.0], [7.0]], [6.0])),
        (False, ([[16.0], [7.0]], [13.0])),
        (False, ([[8.0], [13.0]], [12.0])),
        (False, ([[float("nan")], [7.0]], [12.0])),
        (False, ([[16.0, 7.0]], [12.0])),
        "a",
    ],
    "q03_6": [
        ((8, 4), (4, 8)),
        (4, 8),
        ((4, 8), (4, 8)),
        ((3, 8), (8, 3)),
        (4, 8, 8, 4),
        ((4, 3), (3, 8)),
        ((8, 4), (8, 4)),
        ((4, 8), (8, 3)),
        (8, 4),
        ((4, 8),),
        "((4,8),(8,4)",
        ((4, 8), (8, 4), (4,)),
    ],
    "q03_7": [
        7500000,
        50000,
        25000,
        75001,
        5050,
        25000000000,
        2505000,
        74900,
        150000,
        (75000,),
        1250000000,
    ],
}
