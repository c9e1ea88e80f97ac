"""Answers of unit 06, written from its notebook alone without a look at the hidden checks.

Right ones must get full marks, wrong ones never. Each block of text is one implementation, headed by kind and label.
"""

from __future__ import annotations

from typing import Any

import numpy as np

CODE = {
    "relu_backward": r"""
#= wrong rounding
def relu_backward(dA, Z):
    return np.round(dA * (Z > 0), 2)
#= wrong overwrite_Z
def relu_backward(dA, Z):
    Z[Z <= 0] = 0
    Z[Z > 0] = 1
    return dA * Z
#= wrong forward_times
def relu_backward(dA, Z):
    return dA * np.maximum(Z, 0)
#= wrong forward_only
def relu_backward(dA, Z):
    return np.maximum(Z, 0)
#= wrong both_positive
def relu_backward(dA, Z):
    return np.where((Z > 0) & (dA > 0), dA, 0.0)
#= wrong swapped_args
def relu_backward(dA, Z):
    return Z * (dA > 0)
#= wrong leaky
def relu_backward(dA, Z):
    return np.where(Z > 0, dA, 0.01 * dA)
#= wrong by_N
def relu_backward(dA, Z):
    return dA * (Z > 0) / len(Z)
#= wrong threshold_one
def relu_backward(dA, Z):
    return dA * (Z > 1)
#= wrong astype_int
def relu_backward(dA, Z):
    return dA.astype(int) * (Z > 0)
#= right lambda_
relu_backward = lambda dA, Z: dA * (np.sign(Z) == 1)
#= right longdouble_int
def relu_backward(dA, Z):
    return dA - dA * (Z <= 0)
#= right heaviside0
def relu_backward(dA, Z):
    return dA * np.heaviside(Z, 0)
#= right tolist
def relu_backward(dA, Z):
    return (dA * (Z > 0)).tolist()
#= right where
def relu_backward(dA, Z):
    return np.where(Z > 0, dA, 0.0)
#= right astype
def relu_backward(dA, Z):
    return dA * (Z > 0).astype(int)
#= right maximum_sign
def relu_backward(dA, Z):
    return np.maximum(np.sign(Z), 0) * dA
#= right maxrelu_neq
def relu_backward(dA, Z):
    A = np.maximum(0, Z)
    return dA * (A != 0)
""",
    "sigmoid": r"""
#= wrong mutates
def sigmoid(Z):
    if isinstance(Z, np.ndarray):
        np.clip(Z, -500, 500, out=Z)
    return 1 / (1 + np.exp(-Z))
#= wrong eps
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.asarray(Z, float)) + 1e-8)
#= wrong clip20
def sigmoid(Z):
    Z = np.clip(Z, -20, 20)
    return 1 / (1 + np.exp(-Z))
#= wrong tanh_plus1_noscale
def sigmoid(Z):
    return 1 + np.tanh(np.asarray(Z) / 2)
#= wrong negbranch_1
def sigmoid(Z):
    e = np.exp(-np.abs(Z))
    return np.where(np.asarray(Z) >= 0, 1 / (1 + e), 1 / (1 + 1 / np.maximum(e, 1e-9)))
#= wrong negative_branch_e
def sigmoid(Z):
    e = np.exp(-np.abs(Z))
    return np.where(np.asarray(Z) >= 0, 1 / (1 + e), e)
#= wrong missing_one
def sigmoid(Z):
    return 1 / np.exp(-np.asarray(Z, dtype=float))
#= wrong softmax
def sigmoid(Z):
    Z = np.asarray(Z, dtype=float)
    e = np.exp(Z - Z.max())
    return e / e.sum()
#= wrong float32
def sigmoid(Z):
    Z = np.asarray(Z, dtype=np.float32)
    return 1 / (1 + np.exp(-Z))
#= wrong scalar_becomes_1
def sigmoid(Z):
    Z = np.atleast_1d(Z).astype(float)
    return 0.5 * (1 + np.tanh(Z / 2))
#= right naive_scalar_np
def sigmoid(Z):
    return 1.0 / (1.0 + np.exp(-Z))
#= right naive
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.asarray(Z)))
#= right clip40
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -40, 40)))
#= right tanhform
def sigmoid(Z):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(Z)))
#= right clip500
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
#= right logaddexp
def sigmoid(Z):
    return np.exp(-np.logaddexp(0, -np.asarray(Z, dtype=float)))
#= right lambda_reciprocal
sigmoid = lambda Z: np.reciprocal(np.add(1.0, np.exp(np.negative(np.asarray(Z, dtype=float)))))
#= right abs
def sigmoid(Z):
    e = np.exp(-np.abs(Z))
    return np.where(np.asarray(Z) >= 0, 1, e) / (1 + e)
""",
    "sigmoid_backward": r"""
#= wrong z_one_minus_z
def sigmoid_backward(dA, Z):
    return dA * Z * (1 - Z)
#= wrong of_dA
def sigmoid_backward(dA, Z):
    s = sigmoid(dA)
    return dA * s * (1 - s)
#= wrong tanh_slope
def sigmoid_backward(dA, Z):
    return dA * (1 - np.tanh(Z) ** 2)
#= wrong overwrite_dA
def sigmoid_backward(dA, Z):
    s = sigmoid(Z)
    dA *= s * (1 - s)
    return dA
#= wrong overwrite_Z
def sigmoid_backward(dA, Z):
    s = sigmoid(Z)
    Z[...] = s * (1 - s)
    return dA * Z
#= wrong plus
def sigmoid_backward(dA, Z):
    s = sigmoid(Z)
    return dA + s * (1 - s)
#= wrong by_N
def sigmoid_backward(dA, Z):
    s = sigmoid(Z)
    return dA * s * (1 - s) / len(Z)
#= wrong exp_overflow_pos
def sigmoid_backward(dA, Z):
    e = np.exp(np.asarray(Z, float))
    return dA * e / (1 + e) ** 2
#= wrong precedence
def sigmoid_backward(dA, Z):
    s = sigmoid(Z)
    return dA * s * 1 - s
#= wrong float32
def sigmoid_backward(dA, Z):
    s = sigmoid(Z)
    return (dA * s * (1 - s)).astype(np.float32)
#= right symmetric
def sigmoid_backward(dA, Z):
    return dA * sigmoid(Z) * sigmoid(-Z)
#= right usual
def sigmoid_backward(dA, Z):
    s = sigmoid(Z)
    return dA * s * (1 - s)
#= right minus_square
def sigmoid_backward(dA, Z):
    s = sigmoid(Z)
    return (s - s ** 2) * dA
#= right quarter_minus
def sigmoid_backward(dA, Z):
    return dA * (0.25 - (sigmoid(Z) - 0.5) ** 2)
#= right exp_abs
def sigmoid_backward(dA, Z):
    e = np.exp(-np.abs(Z))
    return dA * e / (1 + e) ** 2
#= right lambda_
sigmoid_backward = lambda dA, Z: np.prod([dA, sigmoid(Z), 1 - np.asarray(sigmoid(Z))], axis=0)
#= right tanh
def sigmoid_backward(dA, Z):
    t = np.tanh(np.asarray(Z) / 2)
    return dA * (1 - t * t) / 4
#= right list
def sigmoid_backward(dA, Z):
    s = np.array(sigmoid(Z))
    return (dA * s * (1 - s)).tolist()
""",
    "tanh_backward": r"""
#= wrong one_minus_z2
def tanh_backward(dA, Z):
    return dA * (1 - Z ** 2)
#= wrong sigmoid_slope
def tanh_backward(dA, Z):
    s = sigmoid(Z)
    return dA * s * (1 - s)
#= wrong plus
def tanh_backward(dA, Z):
    return dA * (1 + np.tanh(Z) ** 2)
#= wrong of_dA
def tanh_backward(dA, Z):
    return dA * (1 - np.tanh(dA) ** 2)
#= wrong swapped
def tanh_backward(dA, Z):
    return Z * (1 - np.tanh(dA) ** 2)
#= wrong overwrite
def tanh_backward(dA, Z):
    dA *= 1 - np.tanh(Z) ** 2
    return dA
#= wrong overwriteZ
def tanh_backward(dA, Z):
    np.tanh(Z, out=Z)
    return dA * (1 - Z ** 2)
#= wrong one_minus_square_whole
def tanh_backward(dA, Z):
    return dA * (1 - np.tanh(Z)) ** 2
#= wrong factor2
def tanh_backward(dA, Z):
    return 2 * dA * (1 - np.tanh(Z) ** 2)
#= wrong minus_2t
def tanh_backward(dA, Z):
    return dA * (1 - 2 * np.tanh(Z))
#= right usual
def tanh_backward(dA, Z):
    return dA * (1 - np.tanh(Z) ** 2)
#= right factored
def tanh_backward(dA, Z):
    t = np.tanh(Z)
    return dA * (1 - t) * (1 + t)
#= right list
def tanh_backward(dA, Z):
    return (dA - dA * np.tanh(Z) * np.tanh(Z)).tolist()
#= right sigmoid_form
def tanh_backward(dA, Z):
    s = sigmoid(2 * np.asarray(Z))
    return 4 * dA * s * (1 - s)
#= right exp_form
def tanh_backward(dA, Z):
    e = np.exp(-2 * np.abs(Z))
    return 4 * dA * e / (1 + e) ** 2
#= right power
def tanh_backward(dA, Z):
    return np.einsum("...,...->...", dA, 1.0 - np.power(np.tanh(Z), 2))
#= right complex_step
def tanh_backward(dA, Z):
    h = 1e-20
    return dA * np.imag(np.tanh(np.asarray(Z) + 1j * h)) / h
#= right vectorize
import math
tanh_backward = np.vectorize(lambda a, z: a * (1 - math.tanh(z) ** 2), otypes=["float64"])
""",
    "affine_backward": r"""
#= wrong db_column
def affine_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0).reshape(-1, 1)
#= wrong dX_transpose_if_needed
def affine_backward(dZ, X, W):
    try:
        dX = dZ @ W
        if dX.shape != X.shape:
            raise ValueError
    except ValueError:
        dX = dZ @ W.T
    return dX, X.T @ dZ, dZ.sum(axis=0)
#= wrong dW_transposed_then_reshaped
def affine_backward(dZ, X, W):
    return dZ @ W.T, (dZ.T @ X).reshape(W.shape), dZ.sum(axis=0)
#= wrong dW_no_transpose
def affine_backward(dZ, X, W):
    return dZ @ W.T, X @ dZ, dZ.sum(axis=0)
#= wrong order_dW_first
def affine_backward(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T
#= wrong order_db_dW
def affine_backward(dZ, X, W):
    return dZ @ W.T, dZ.sum(axis=0), X.T @ dZ
#= wrong only_two
def affine_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ
#= wrong dict
def affine_backward(dZ, X, W):
    return {"dX": dZ @ W.T, "dW": X.T @ dZ, "db": dZ.sum(axis=0)}
#= wrong column_formulas
def affine_backward(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=1, keepdims=True)
#= wrong entrywise
def affine_backward(dZ, X, W):
    return dZ * W, X * dZ, dZ.sum(axis=0)
#= right usual
def affine_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
#= right ones
def affine_backward(dZ, X, W):
    return (W @ dZ.T).T, (dZ.T @ X).T, np.ones(len(dZ)) @ dZ
#= right list
def affine_backward(dZ, X, W):
    return [(dZ @ W.T).tolist(), (X.T @ dZ).tolist(), dZ.sum(axis=0).tolist()]
#= right matrix_class
def affine_backward(dZ, X, W):
    return np.dot(dZ, np.transpose(W)), np.inner(np.transpose(X), np.transpose(dZ)), sum(dZ)
#= right einsum
def affine_backward(dZ, X, W):
    return np.einsum("nm,dm->nd", dZ, W), np.einsum("nd,nm->dm", X, dZ), np.einsum("nm->m", dZ)
#= right tensordot
def affine_backward(dZ, X, W):
    return np.tensordot(dZ, W, axes=(1, 1)), np.tensordot(X, dZ, axes=(0, 0)), np.add.reduce(dZ)
#= right augmented
def affine_backward(dZ, X, W):
    Xb = np.hstack([X, np.ones((len(X), 1))])
    G = Xb.T @ dZ
    return dZ @ W.T, G[:-1], G[-1]
#= right broadcasting
def affine_backward(dZ, X, W):
    return (dZ[:, None, :] * W).sum(-1), (X[:, :, None] * dZ[:, None, :]).sum(0), dZ.mean(axis=0) * len(dZ)
""",
    "affine_backward_columns": r"""
#= wrong call_rows_no_transpose_back
def affine_backward_columns(dZ, X, W):
    return affine_backward(dZ.T, X.T, W.T)
#= wrong all_by_N
def affine_backward_columns(dZ, X, W):
    N = X.shape[1]
    return W.T @ dZ / N, dZ @ X.T / N, dZ.sum(axis=1, keepdims=True) / N
#= wrong dW_only_by_N
def affine_backward_columns(dZ, X, W):
    return W.T @ dZ, dZ @ X.T / X.shape[1], dZ.sum(axis=1, keepdims=True)
#= wrong by_len_X
def affine_backward_columns(dZ, X, W):
    N = X.shape[0]
    return W.T @ dZ, dZ @ X.T / N, dZ.sum(axis=1, keepdims=True) / N
#= wrong dX_square_silent
def affine_backward_columns(dZ, X, W):
    A = W if W.shape[0] == W.shape[1] else W.T
    return A @ dZ, dZ @ X.T, dZ.sum(axis=1, keepdims=True)
#= wrong dW_reshaped
def affine_backward_columns(dZ, X, W):
    return W.T @ dZ, (X @ dZ.T).reshape(W.shape), dZ.sum(axis=1, keepdims=True)
#= wrong order
def affine_backward_columns(dZ, X, W):
    return dZ @ X.T, dZ.sum(axis=1, keepdims=True), W.T @ dZ
#= wrong only_two
def affine_backward_columns(dZ, X, W):
    return W.T @ dZ, dZ @ X.T
#= wrong dict
def affine_backward_columns(dZ, X, W):
    return dict(dX=W.T @ dZ, dW=dZ @ X.T, db=dZ.sum(axis=1, keepdims=True))
#= wrong db_first
def affine_backward_columns(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ[:, :1]
#= right usual
def affine_backward_columns(dZ, X, W):
    return W.T @ dZ, dZ @ X.T, dZ.sum(axis=1, keepdims=True)
#= right inner
def affine_backward_columns(dZ, X, W):
    return np.inner(W.T, dZ.T), np.inner(dZ, X), np.c_[dZ.sum(1)]
#= right lists
def affine_backward_columns(dZ, X, W):
    return [(dZ.T @ W).T.tolist(), (X @ dZ.T).T.tolist(), [[float(row.sum())] for row in dZ]]
#= right einsum
def affine_backward_columns(dZ, X, W):
    return np.einsum("md,mn->dn", W, dZ), np.einsum("mn,dn->md", dZ, X), np.einsum("mn->m", dZ)[:, None]
#= right augmented
def affine_backward_columns(dZ, X, W):
    G = dZ @ np.vstack([X, np.ones((1, X.shape[1]))]).T
    return np.dot(W.T, dZ), G[:, :-1], G[:, -1:]
#= right mean_times_N
def affine_backward_columns(dZ, X, W):
    return np.tensordot(W, dZ, (0, 0)), np.tensordot(dZ, X, (1, 1)), dZ.mean(axis=-1)[..., np.newaxis] * X.shape[-1]
#= right via_rows
def affine_backward_columns(dZ, X, W):
    dX, dW, db = affine_backward(np.transpose(dZ), np.transpose(X), np.transpose(W))
    return np.transpose(dX), np.transpose(dW), np.reshape(db, (-1, 1))
#= right outer
def affine_backward_columns(dZ, X, W):
    dW = sum(np.outer(dZ[:, n], X[:, n]) for n in range(X.shape[1]))
    dX = np.stack([W.T @ dZ[:, n] for n in range(X.shape[1])], axis=1)
    return dX, dW, dZ @ np.ones((dZ.shape[1], 1))
""",
    "mse_loss": r"""
#= wrong missing_N_grad
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        raise ValueError("shape")
    d = Y_hat - Y
    return np.sum(d ** 2) / len(Y), 2 * d
#= wrong loss_sum
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        raise ValueError("shape")
    d = Y_hat - Y
    return np.sum(d ** 2), 2 * d / len(Y)
#= wrong both_sum
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        raise ValueError("shape")
    d = Y_hat - Y
    return np.sum(d ** 2), 2 * d
#= wrong size_grad_only
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        raise ValueError("shape")
    d = Y_hat - Y
    return np.sum(d ** 2) / len(d), 2 * d / d.size
#= wrong only_ndim_equal
def mse_loss(Y_hat, Y):
    if np.ndim(Y_hat) != np.ndim(Y) or np.ndim(Y) != 2:
        raise ValueError("ndim")
    d = Y_hat - Y
    return np.sum(d ** 2) / len(d), 2 * d / len(d)
#= wrong reshapes_silently
def mse_loss(Y_hat, Y):
    d = Y_hat - np.reshape(Y, np.shape(Y_hat))
    return np.sum(d ** 2) / len(d), 2 * d / len(d)
#= wrong returns_error
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        return ValueError("shape")
    d = Y_hat - Y
    return np.sum(d ** 2) / len(d), 2 * d / len(d)
#= wrong returns_none
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        print("ValueError")
        return None
    d = Y_hat - Y
    return np.sum(d ** 2) / len(d), 2 * d / len(d)
#= wrong raises_always_N1
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2 or len(Y) == 1:
        raise ValueError("shape")
    d = Y_hat - Y
    return np.sum(d ** 2) / len(d), 2 * d / len(d)
#= wrong type_error
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        raise TypeError("shape")
    d = Y_hat - Y
    return np.sum(d ** 2) / len(d), 2 * d / len(d)
#= right usual
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        raise ValueError("shape")
    d = Y_hat - Y
    return float(np.sum(d ** 2) / len(d)), 2 * d / len(d)
#= right mean_of_sums
def mse_loss(Y_hat, Y):
    Y_hat, Y = np.asarray(Y_hat, float), np.asarray(Y, float)
    if Y_hat.shape != Y.shape or Y.ndim != 2:
        raise ValueError("shape")
    d = Y_hat - Y
    return (d * d).sum(axis=1).mean(), d * (2.0 / d.shape[0])
#= right list
def mse_loss(Y_hat, Y):
    if Y_hat.shape != Y.shape or Y_hat.ndim != 2:
        raise ValueError
    d = Y_hat - Y
    return [np.array(np.mean(d ** 2) * d.shape[1]), (2 * np.mean(d[None], axis=0) / len(d)).tolist()]
#= right einsum
def mse_loss(Y_hat, Y):
    N, M = Y_hat.shape
    n, m = Y.shape
    if (N, M) != (n, m):
        raise ValueError("different")
    d = np.subtract(Y_hat, Y)
    return np.einsum("nm,nm->", d, d) / N, d / (N / 2)
#= right loops
def mse_loss(Y_hat, Y):
    if len(np.shape(Y)) != 2 or not np.array_equal(np.shape(Y_hat), np.shape(Y)):
        raise ValueError("two axes")
    L, G = 0.0, np.zeros(np.shape(Y))
    for i in np.ndindex(*np.shape(Y)):
        e = float(Y_hat[i]) - float(Y[i])
        L += e * e / len(Y)
        G[i] = 2 * e / len(Y)
    return L, G
#= right norm_sub_error
class ShapeError(ValueError):
    pass
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        raise ShapeError("shapes")
    d = Y_hat - Y
    return np.linalg.norm(d) ** 2 / len(d), (d + d) / len(d)
#= right trace
def mse_loss(Y_hat, Y):
    if not (np.ndim(Y_hat) == np.ndim(Y) == 2 and np.shape(Y_hat) == np.shape(Y)):
        raise ValueError()
    d = Y_hat - Y
    return np.trace(d.T @ d) / d.shape[0], -2 * (Y - Y_hat) / Y.shape[0]
#= right complex_step
def mse_loss(Y_hat, Y):
    if np.shape(Y_hat) != np.shape(Y) or np.ndim(Y) != 2:
        raise ValueError
    f = lambda P: np.sum((P - Y) ** 2) / len(Y)
    G = np.zeros(np.shape(Y))
    for i in np.ndindex(*G.shape):
        P = np.array(Y_hat, dtype=complex)
        P[i] += 1e-30j
        G[i] = f(P).imag / 1e-30
    return float(np.real(f(Y_hat))), G
""",
    "unbroadcast": r"""
#= wrong only_stretched
def unbroadcast(grad, shape):
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad
#= wrong list_index
def unbroadcast(grad, shape):
    while np.ndim(grad) > len(shape):
        grad = grad.sum(axis=0)
    for n in shape:
        if n == 1:
            grad = grad.sum(axis=list(shape).index(n), keepdims=True)
    return grad
#= wrong no_keepdims
def unbroadcast(grad, shape):
    while np.ndim(grad) > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i)
    return grad
#= wrong leading_keepdims
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    grad = grad.sum(axis=tuple(range(extra)), keepdims=True)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i + extra, keepdims=True)
    return grad
#= wrong always_sum0
def unbroadcast(grad, shape):
    return grad.sum(axis=0).reshape(shape)
#= wrong sum0_if_2d
def unbroadcast(grad, shape):
    if shape == ():
        return grad.sum()
    if len(shape) == 1:
        return grad.sum(axis=0)
    if shape[0] == 1:
        return grad.sum(axis=0, keepdims=True)
    if shape[1] == 1:
        return grad.sum(axis=1, keepdims=True)
    return grad
#= wrong first_one_only
def unbroadcast(grad, shape):
    while np.ndim(grad) > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            return grad.sum(axis=i, keepdims=True)
    return grad
#= wrong broadcast_back
def unbroadcast(grad, shape):
    g = grad
    while np.ndim(g) > len(shape):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=i, keepdims=True)
    return np.broadcast_to(g, grad.shape)
#= wrong scalar_crash
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    axes = tuple(i for i in range(grad.ndim) if i < extra or shape[i - extra] == 1)
    return grad.sum(axis=axes).reshape(shape[0], *shape[1:])
#= wrong alignment_left
def unbroadcast(grad, shape):
    padded = tuple(shape) + (1,) * (grad.ndim - len(shape))
    axes = tuple(i for i, n in enumerate(padded) if n == 1)
    return grad.sum(axis=axes, keepdims=True).reshape(shape)
#= right jacobian
def unbroadcast(grad, shape):
    size = int(np.prod(shape))
    J = [np.broadcast_to(e.reshape(shape), grad.shape) for e in np.eye(size)]
    return np.array([np.sum(j * grad) for j in J]).reshape(shape)
#= right usual
def unbroadcast(grad, shape):
    while np.ndim(grad) > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad
#= right axes_at_once
def unbroadcast(grad, shape):
    extra = np.ndim(grad) - len(shape)
    axes = tuple(range(extra)) + tuple(i + extra for i, n in enumerate(shape) if n == 1)
    return np.sum(grad, axis=axes, keepdims=True).reshape(shape)
#= right bincount
def unbroadcast(grad, shape):
    size = int(np.prod(shape))
    where = np.broadcast_to(np.arange(size).reshape(shape), np.shape(grad))
    return np.bincount(where.ravel(), weights=np.ravel(grad), minlength=size).reshape(shape)
#= right moveaxis
def unbroadcast(grad, shape):
    grad = np.asarray(grad)
    for back in range(1, grad.ndim + 1):
        if back > len(shape) or shape[-back] == 1:
            grad = grad.sum(axis=-back, keepdims=True)
    return grad.reshape(shape)
#= right einsum
def unbroadcast(grad, shape):
    letters = "abcdefghij"[:np.ndim(grad)]
    kept = letters[np.ndim(grad) - len(shape):]
    out = "".join(l for l, n in zip(kept, shape) if n != 1)
    return np.einsum(f"{letters}->{out}", grad).reshape(shape)
#= right add_at
def unbroadcast(grad, shape):
    out = np.zeros(shape)
    for index in np.ndindex(*grad.shape):
        target = tuple(0 if n == 1 else i for i, n in zip(index[grad.ndim - len(shape):], shape))
        out[target] += grad[index]
    return out
#= right scalar_float
def unbroadcast(grad, shape):
    if shape == ():
        return float(np.sum(grad))
    g = np.array(grad)
    g = g.reshape((-1,) + g.shape[g.ndim - len(shape):]).sum(0)
    for i in range(len(shape)):
        if shape[i] == 1:
            g = np.expand_dims(g.sum(i), i)
    return g
""",
    "two_layer_gradients": r"""
#= wrong mask_swapped
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    L, dY_hat = mse_loss(Y_hat, Y)
    dA1, dW2, db2 = affine_backward(dY_hat, A1, W2)
    dZ1 = relu_backward(Z1, dA1)
    dX, dW1, db1 = affine_backward(dZ1, X, W1)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= wrong mask_times_A1
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    dA1 = dY @ W2.T
    dZ1 = dA1 * A1
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= wrong mask_not
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    dA1 = dY @ W2.T
    dZ1 = dA1 * (Z1 <= 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= wrong relu_on_output
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = np.maximum(A1 @ W2 + b2, 0)
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    dA1 = dY @ W2.T
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= wrong dW1_uses_dA1
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    dA1 = dY @ W2.T
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T @ dA1
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= wrong W2_elementwise
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    dA1 = dY * W2.T
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= wrong db2_mean
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.mean(axis=0)
    dA1 = dY @ W2.T
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= wrong W2_updated_first
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    W2 = W2 - 0.1 * dW2
    dA1 = dY @ W2.T
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= wrong W2_mutated
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    dA1 = dY @ W2.T
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    W2 -= 0.1 * dW2
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= wrong sigmoid_hidden
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = sigmoid(Z1)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    dA1 = dY @ W2.T
    dZ1 = sigmoid_backward(dA1, Z1)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= right parts
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    L, dY_hat = mse_loss(Y_hat, Y)
    dA1, dW2, db2 = affine_backward(dY_hat, A1, W2)
    dZ1 = relu_backward(dA1, Z1)
    dX, dW1, db1 = affine_backward(dZ1, X, W1)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= right mask_of_A1
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    dA1 = dY @ W2.T
    dZ1 = dA1 * (A1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= right relu_backward_of_A1
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    L, dY_hat = mse_loss(Y_hat, Y)
    dA1, dW2, db2 = affine_backward(dY_hat, A1, W2)
    dZ1 = relu_backward(dA1, A1)
    dX, dW1, db1 = affine_backward(dZ1, X, W1)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= right lists
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = A1.T @ dY
    db2 = dY.sum(axis=0)
    dA1 = dY @ W2.T
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(axis=0)
    return {"db2": db2.tolist(), "dW2": dW2.tolist(), "db1": db1.tolist(), "dW1": dW1.tolist()}
#= right einsum
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    Y_hat = A1 @ W2 + b2
    dY = 2 * (Y_hat - Y) / N
    dW2 = np.einsum("nh,nm->hm", A1, dY)
    db2 = dY.sum(axis=0)
    dA1 = np.einsum("nm,hm->nh", dY, W2)
    dZ1 = dA1 * (Z1 > 0)
    dW1 = np.einsum("nd,nh->dh", X, dZ1)
    db1 = dZ1.sum(axis=0)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
#= right per_sample
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    g = {"dW1": np.zeros(W1.shape), "db1": np.zeros(b1.shape), "dW2": np.zeros(W2.shape), "db2": np.zeros(b2.shape)}
    for x, y in zip(X, Y):
        z = x @ W1 + b1
        a = z * (z > 0)
        e = 2 * (a @ W2 + b2 - y) / len(X)
        d = np.where(z > 0, W2 @ e, 0)
        g["dW2"] += np.outer(a, e)
        g["db2"] += e
        g["dW1"] += np.outer(x, d)
        g["db1"] += d
    return g
#= right columns
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    Z1 = W1.T @ X.T + b1[:, None]
    A1 = Z1.clip(0)
    E = 2 * (W2.T @ A1 + b2[:, None] - Y.T) / Y.shape[0]
    dA1, dW2, db2 = map(np.asarray, affine_backward_columns(E, A1, W2.T))
    dZ1 = np.asarray(relu_backward(dA1, Z1))
    _, dW1, db1 = map(np.asarray, affine_backward_columns(dZ1, X.T, W1.T))
    return {"dW1": dW1.T, "db1": db1.ravel(), "dW2": dW2.T, "db2": db2[:, 0]}
#= right augmented
def two_layer_gradients(X, Y, W1, b1, W2, b2):
    one = np.ones((len(X), 1))
    X1, V1, V2 = np.hstack([X, one]), np.vstack([W1, b1]), np.vstack([W2, b2])
    A = np.maximum(X1 @ V1, 0)
    A1 = np.hstack([A, one])
    E = (A1 @ V2 - Y) * 2 / len(X)
    G2 = A1.T @ E
    G1 = X1.T @ ((E @ V2.T)[:, :-1] * (A > 0))
    return dict(dW1=G1[:-1], db1=G1[-1], dW2=G2[:-1], db2=G2[-1])
""",
}  # fmt: skip

RIGHT_VALUES: dict[str, list[Any]] = {
    "d06_1": ["py:(Matrix([[g11, g21, g31], [g12, g22, g32]]) * Matrix([[x11, x12], [x21, x22], [x31, x32]])).T"],
    "d06_2": ["g31 + (g21 + g11)", "3*(g11 + g21 + g31)/3", "1.0*g11 + g21 + g31", "(g11^2 - g21^2)/(g11 - g21) + g31"],
    "d06_3": [
        "Heaviside(z)",
        "(sign(z) + 1)/2",
        "Max(z, 0)/z",
        "(Abs(z) + z)/(2*z)",
        "1 - Heaviside(-z)",
        "(1 + z/sqrt(z^2))/2",
    ],
    "d06_4": ["2*v^2*w*x^2 - 2*t*v*x", "-2*v*x*(t - v*w*x)", "(v*x + v*x)*(v*w*x - t)", "2.0*v*x*(v*w*x - t)"],
    "q06_1": [((64, 10), (10,)), [[64, 10], [10]], ((64, 10), (np.int64(10),)), (np.array([64, 10]), np.array([10]))],
    "q06_2": ["c", " C "],
    "q06_3": ["a", "A"],
    "q06_4": [0.25, np.float64(0.25), np.array(0.25)],
    "q06_5": [0.00665, 0.006648, 6.65e-3, np.float64(0.0066480566707901)],
    "q06_6": [
        (False, ((2, 1), (2, 1))),
        [False, [[2, 3], [2, 3]]],
        (np.False_, ((3, 3), (3, 3))),
        (False, ((0, 0), (0, 0))),
    ],
    "q06_7": ["b", "B"],
}

WRONG_VALUES: dict[str, list[Any]] = {
    "d06_1": [
        "[[x11*g11, x12*g12], [x21*g21, x22*g22]]",
        "py:Matrix([[x11, x12], [x21, x22], [x31, x32]])",
        "x11*g11",
        "X.T*G",
    ],
    "d06_2": [
        "g11*g21*g31",
        "(g11 + g21 + g31)/2",
        "-(g11 + g21 + g31)",
        "g11*x11 + g21*x21 + g31*x31",
        "1",
        "sqrt(g11^2)",
    ],
    "d06_3": ["z*sign(z)", "-Heaviside(z)", "2*Heaviside(z)", "z > 0", "Min(1, z)", "Piecewise((z, z > 0), (0, True))"],
    "d06_4": ["2*(v*w*x - t)*v*Abs(x)", "-2*t*v*x", "0", "2*(v*w*x + t)*v*x", "(v*w*x - t)*v*x/2", "2*v^2*w*x^2"],
    "q06_1": [
        ((10, 64), (10,)),
        ((64, 10), 10),
        ((64.5, 10), (10,)),
        ((64, 10),),
        "((64, 10), (10,))",
        ((10,), (64, 10)),
    ],
    "q06_2": ["a", "b", "d", "e", "", "ac", 3, True, ["c", "a"]],
    "q06_3": ["b", "c", "d", "ab", 0],
    "q06_4": [1, 0.5, 0, 0.24, 0.26, -0.25, float("nan"), float("inf"), [0.25, 0.5]],
    "q06_5": [0.993, 0.00669, 0.0066, 0.0067, 0.007, -0.00665, 0.665, 0.0067379],
    "q06_6": [
        True,
        False,
        (False, None),
        (False, ((1, 1), (1, 1))),
        (True, ((2, 1), (2, 1))),
        (False, ((2, 3), (3, 2))),
    ],
    "q06_7": ["a", "c", "d", "bc", 0],
}
