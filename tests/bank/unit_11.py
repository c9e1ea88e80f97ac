"""Answers of unit 11, written from its notebook alone without a look at the hidden checks.

Right ones must get full marks, wrong ones never. Each block of text is one implementation, headed by kind and label.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

CODE = {
    "log_sum_exp": r"""
#= wrong axis_0
def log_sum_exp(Z):
    m = np.max(Z, axis=0)
    m = np.where(np.isfinite(m), m, 0)
    return m + np.log(np.sum(np.exp(Z - m), axis=0))
#= wrong zero_for_masked_row
def log_sum_exp(Z):
    m = np.max(Z, axis=1)
    return np.nan_to_num(m + np.log(np.sum(np.exp(Z - m[:, None]), axis=1)))
#= wrong in_place
def log_sum_exp(Z):
    m = np.max(Z, axis=1, keepdims=True)
    m = np.where(np.isfinite(m), m, 0)
    if Z.dtype.kind == "f":
        Z -= m
        return m[:, 0] + np.log(np.exp(Z).sum(axis=1))
    return m[:, 0] + np.log(np.exp(Z - m).sum(axis=1))
#= wrong float32
def log_sum_exp(Z):
    Z = np.asarray(Z, dtype=np.float32)
    return np.logaddexp.reduce(Z, axis=1)
#= wrong float32_then_float64
def log_sum_exp(Z):
    Z = np.asarray(Z, dtype=np.float32)
    return np.logaddexp.reduce(Z, axis=1).astype(float)
#= wrong log10
def log_sum_exp(Z):
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0)
    return m + np.log10(np.sum(np.exp(Z - m[:, None]), axis=1))
#= wrong eps_in_log
def log_sum_exp(Z):
    return np.log(np.sum(np.exp(np.clip(Z, -700, 700)), axis=1) + 1e-12)
#= wrong clipped
def log_sum_exp(Z):
    return np.log(np.sum(np.exp(np.clip(Z, -700, 700)), axis=1))
#= wrong cache_by_shape
_seen = {}
def log_sum_exp(Z):
    if np.shape(Z) not in _seen:
        _seen[np.shape(Z)] = np.logaddexp.reduce(Z, axis=1)
    return _seen[np.shape(Z)].copy()
#= wrong lookup_of_visible
def log_sum_exp(Z):
    if np.shape(Z) == (1, 2):
        return np.array([1000 + np.log(2)])
    return np.array([2.40760596, 3.16984602])
#= wrong mean_over_rows
def log_sum_exp(Z):
    return np.mean(np.logaddexp.reduce(Z, axis=1))
#= wrong mean_in_log
def log_sum_exp(Z):
    return np.logaddexp.reduce(Z, axis=1) - np.log(np.shape(Z)[1])
#= wrong first_row_max
def log_sum_exp(Z):
    m = np.max(Z[0])
    m = m if np.isfinite(m) else 0
    return m + np.log(np.sum(np.exp(Z - m), axis=1))
#= wrong seventh_digit
def log_sum_exp(Z):
    return np.logaddexp.reduce(Z, axis=1) * (1 + 2e-6)
#= wrong missing_keepdims
def log_sum_exp(Z):
    m = np.max(Z, axis=1)
    m = np.where(np.isfinite(m), m, 0)
    return m + np.log(np.sum(np.exp(Z - m), axis=1))
#= wrong negated
def log_sum_exp(Z):
    return -np.logaddexp.reduce(Z, axis=1)
#= wrong list_of_columns
def log_sum_exp(Z):
    return [[v] for v in np.logaddexp.reduce(Z, axis=1)]
#= right logaddexp_reduce
def log_sum_exp(Z):
    return np.logaddexp.reduce(Z, axis=1)
#= right loops
import math
def log_sum_exp(Z):
    out = []
    for row in Z:
        m = max(row)
        if m == -math.inf:
            out.append(-math.inf)
        else:
            out.append(m + math.log(sum(math.exp(v - m) for v in row)))
    return out
#= right fsum
from math import exp, fsum, log, inf
def log_sum_exp(Z):
    def of(r):
        return float(max(r)) + log(fsum(exp(v - max(r)) for v in r))

    return np.array([-inf if max(r) == -inf else of(r) for r in Z.tolist()])
#= right vectorize
@np.vectorize
def _pair(a, b):
    return np.logaddexp(a, b)
def log_sum_exp(Z):
    total = np.full(len(Z), -np.inf)
    for column in np.asarray(Z, float).T:
        total = _pair(total, column)
    return total
#= right signature_vectorize
log_sum_exp = np.vectorize(lambda r: np.logaddexp.reduce(r.astype(float)), signature="(c)->()", otypes=[float])
#= right recursion
def log_sum_exp(Z):
    if Z.shape[1] == 1:
        return Z[:, 0].astype(float)
    return np.logaddexp(Z[:, 0], log_sum_exp(Z[:, 1:]))
#= right callable_class
class _LogSumExp:
    def __call__(self, Z):
        return np.logaddexp.reduce(Z, axis=1)
log_sum_exp = _LogSumExp()
#= right partial
import functools
log_sum_exp = functools.partial(np.logaddexp.reduce, axis=1)
#= right longdouble
def log_sum_exp(Z):
    Z = Z.astype(np.longdouble)
    m = Z.max(axis=1)
    m = np.where(np.isfinite(m), m, 0)
    return (m + np.log(np.exp(Z - m[:, np.newaxis]).sum(axis=1))).astype(np.float64)
#= right other_shift
def log_sum_exp(Z):
    m = np.max(Z, axis=1, keepdims=True)
    m = np.where(np.isfinite(m), m, 0) - 3.5
    with np.errstate(all="ignore"):
        return m[:, 0] + np.log(np.sum(np.exp(Z - m), axis=1))
#= right decimal
from decimal import Decimal, getcontext
def log_sum_exp(Z):
    getcontext().prec = 30
    return [float(sum((Decimal(float(v)).exp() for v in row), Decimal(0)).ln()) for row in Z]
#= right masked
def log_sum_exp(Z):
    M = np.ma.masked_invalid(np.array(Z, dtype=float))
    m = M.max(axis=1).filled(0.0) if np.ma.isMaskedArray(M.max(axis=1)) else M.max(axis=1)
    s = np.ma.exp(M - np.asarray(m)[:, None]).filled(0.0).sum(axis=1)
    with np.errstate(divide="ignore"):
        return np.asarray(m) + np.log(s)
#= right correct_cache
_memory = {}
def log_sum_exp(Z):
    key = (Z.shape, Z.dtype.str, Z.tobytes())
    if key not in _memory:
        _memory[key] = np.logaddexp.reduce(Z, axis=1)
    return _memory[key].copy()
#= right prints_and_warns
import warnings
def log_sum_exp(Z, axis=1, verbose=True):
    if verbose:
        print("Z is", Z)
    warnings.warn("look out")
    return np.logaddexp.reduce(Z, axis=axis)
#= right log1p_of_the_others
def log_sum_exp(Z):
    S = np.sort(np.asarray(Z, float), axis=1)
    top = S[:, -1]
    rest = np.array([sum(np.exp(v - t) for v in row[:-1]) if t > -np.inf else 0.0 for row, t in zip(S, top)])
    return top + np.log1p(rest)
#= right apply_along_axis
def log_sum_exp(Z):
    def one(row):
        m = row.max()
        return m if m == -np.inf else m + np.log(np.exp(row - m).sum())
    return np.apply_along_axis(one, 1, np.asarray(Z, dtype=float))
#= right transposed_work
def log_sum_exp(Z):
    A = np.transpose(Z).astype(float)
    m = A.max(0)
    m[~np.isfinite(m)] = 0.0
    return np.log(np.einsum("cn->n", np.exp(A - m))) + m
#= wrong masks_columns
def log_sum_exp(Z):
    Z = Z[:, np.all(np.isfinite(Z), axis=0)]
    if Z.shape[1] == 0:
        return np.full(len(Z), -np.inf)
    return np.logaddexp.reduce(Z, axis=1)
#= wrong any_mask_is_minus_inf
def log_sum_exp(Z):
    return np.where(np.isneginf(Z).any(axis=1), -np.inf, np.logaddexp.reduce(Z, axis=1))
#= right longdouble_scalar_list
def log_sum_exp(Z):
    return [np.longdouble(np.logaddexp.reduce(np.asarray(r, float))) for r in Z]
""",
    "softmax": r"""
#= wrong max_axis_0_sum_axis_1
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=0))
    return E / E.sum(axis=1, keepdims=True)
#= wrong max_with_zero
def softmax(Z):
    E = np.exp(Z - np.maximum(0, np.max(Z, axis=1, keepdims=True)))
    return E / E.sum(axis=1, keepdims=True)
#= wrong keepdims_by_try
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    try:
        return E / E.sum(axis=1)
    except ValueError:
        return E / E.sum(axis=1, keepdims=True)
#= wrong in_place
def softmax(Z):
    if Z.dtype.kind != "f":
        Z = Z.astype(float)
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z
#= wrong integer_in_place
def softmax(Z):
    out = np.zeros_like(Z)
    for n in range(len(Z)):
        e = np.exp(Z[n] - Z[n].max())
        out[n] = e / e.sum()
    return out
#= wrong float32_returned_float64
def softmax(Z):
    E = np.exp(np.float32(Z) - np.float32(Z).max(axis=1, keepdims=True))
    return (E / E.sum(axis=1, keepdims=True)).astype(np.float64)
#= right harmless_eps
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / (E.sum(axis=1, keepdims=True) + 1e-8)
#= wrong eps_naive
def softmax(Z):
    E = np.exp(Z)
    return E / (E.sum(axis=1, keepdims=True) + 1e-12)
#= wrong clip_probabilities
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return np.clip(E / E.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7)
#= wrong nan_to_zero
def softmax(Z):
    E = np.exp(Z)
    return np.nan_to_num(E / E.sum(axis=1, keepdims=True))
#= wrong no_exp
def softmax(Z):
    return Z / np.sum(Z, axis=1, keepdims=True)
#= wrong softmin
def softmax(Z):
    E = np.exp(np.min(Z, axis=1, keepdims=True) - Z)
    return E / E.sum(axis=1, keepdims=True)
#= wrong cache_by_shape
_cache = {}
def softmax(Z):
    if Z.shape not in _cache:
        E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
        _cache[Z.shape] = E / E.sum(axis=1, keepdims=True)
    return _cache[Z.shape]
#= wrong previous_max
_state = [None]
def softmax(Z):
    m = np.max(Z, axis=1, keepdims=True)
    if _state[0] is None or _state[0].shape != m.shape:
        _state[0] = m
    E = np.exp(Z - _state[0])
    return E / E.sum(axis=1, keepdims=True)
#= wrong returns_transposed
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return (E / E.sum(axis=1, keepdims=True)).T
#= wrong rounded
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return np.round(E / E.sum(axis=1, keepdims=True), 6)
#= wrong first_row_only
def softmax(Z):
    e = np.exp(Z[0] - Z[0].max())
    return np.array([e / e.sum()])
#= wrong three_classes
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / (E[:, 0] + E[:, 1] + E[:, 2])[:, None]
#= wrong ties_hardmax
def softmax(Z):
    return (Z == Z.max(axis=1, keepdims=True)).astype(float)
#= wrong divided_by_n
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True) / len(Z)
#= wrong abs_max
def softmax(Z):
    E = np.exp(Z - np.max(np.abs(Z), axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
#= wrong restore_in_place
def softmax(Z):
    if Z.dtype.kind != "f":
        Z = Z.astype(float)
    m = Z.max(axis=1, keepdims=True)
    Z -= m
    E = np.exp(Z)
    Z += m + 1e-3
    return E / E.sum(axis=1, keepdims=True)
#= right exp_of_log
def softmax(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])
#= right loops_lists
import math
def softmax(Z):
    P = []
    for row in Z:
        m = max(row)
        w = [math.exp(v - m) for v in row]
        P.append([x / sum(w) for x in w])
    return P
#= right tuples
def softmax(Z):
    return tuple(tuple(np.exp(r - r.max()) / np.exp(r - r.max()).sum()) for r in Z)
#= right pairwise_sigmoid
def softmax(Z):
    with np.errstate(all="ignore"):
        D = Z[:, None, :] - Z[:, :, None]
        D = np.where(np.isnan(D), 0.0, D)
        P = 1 / np.exp(D).sum(axis=2)
        return np.where(np.isneginf(Z), 0.0, P)
#= right other_shift
def softmax(Z):
    E = np.exp(Z - Z.max(1)[:, None] + 2)
    return E / E.sum(1)[:, None]
#= right einsum
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return np.einsum("nc,n->nc", E, 1 / np.einsum("nc->n", E))
#= right matmul_ones
def softmax(Z):
    C = Z.shape[1]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / (E @ np.ones((C, C)))
#= right transpose_twice
def softmax(Z):
    E = np.exp(Z.T - Z.T.max(axis=0))
    return (E / E.sum(axis=0)).T
#= right recursion_rows
def softmax(Z):
    if len(Z) > 1:
        return np.vstack([softmax(Z[:1]), softmax(Z[1:])])
    E = np.exp(Z - Z.max())
    return E / E.sum()
#= right fsum
from math import exp, fsum
def softmax(Z):
    rows = np.asarray(Z, dtype=float).tolist()
    return np.array([[exp(v - max(r)) / fsum(exp(u - max(r)) for u in r) for v in r] for r in rows])
#= right lambda_
softmax = lambda Z: (lambda E: E / E.sum(axis=1, keepdims=True))(np.exp(Z - Z.max(axis=1, keepdims=True)))
#= right twice_normalised
def softmax(Z, axis=1, eps=0.0):
    E = np.exp(Z - np.amax(Z, axis=axis, keepdims=True))
    P = E / (np.sum(E, axis=axis, keepdims=True) + eps)
    return P / P.sum(axis=axis, keepdims=True)
#= right perturb_and_restore
def softmax(Z):
    old = Z.copy()
    if Z.dtype.kind == "f":
        Z -= Z.max(axis=1, keepdims=True)
        E = np.exp(Z)
        Z[...] = old
    else:
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
#= right decorated
import functools
def _shifted(f):
    @functools.wraps(f)
    def inner(Z, *more, **named):
        return f(Z - np.max(Z, axis=1, keepdims=True), *more, **named)
    return inner
@_shifted
def softmax(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
#= right scipy_like_masked
def softmax(Z):
    M = np.ma.masked_invalid(Z)
    E = np.ma.exp(M - M.max(axis=1)[:, None])
    return np.ma.filled(E / E.sum(axis=1)[:, None], 0.0)
#= right longdouble
def softmax(Z):
    E = np.exp(np.longdouble(Z) - np.longdouble(Z).max(axis=1, keepdims=True))
    return np.float64(E / E.sum(axis=1, keepdims=True))
#= right shared_global_counter
calls = 0
def softmax(Z):
    global calls
    calls += 1
    E = np.exp(np.subtract(Z, np.max(Z, axis=1).reshape(-1, 1)))
    return np.divide(E, np.sum(E, axis=1).reshape(-1, 1))
#= wrong eps_in_denominator
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / (E.sum(axis=1, keepdims=True) + 1e-6)
#= wrong mask_uniform
def softmax(Z):
    Z = np.where(np.isneginf(Z), -30.0, Z)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
#= right matrix
def softmax(Z):
    E = np.exp(np.asmatrix(Z) - np.asmatrix(Z).max(axis=1))
    return E / E.sum(axis=1)
#= right masked_array_returned
def softmax(Z):
    M = np.ma.array(np.exp(Z - Z.max(axis=1, keepdims=True)))
    return M / M.sum(axis=1)[:, None]
#= right longdouble_returned
def softmax(Z):
    E = np.exp(np.longdouble(Z) - np.longdouble(Z).max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
#= right read_only
def softmax(Z):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P.flags.writeable = False
    return P
#= right list_of_arrays
def softmax(Z):
    return [np.exp(r - r.max()) / np.exp(r - r.max()).sum() for r in Z]
#= right annotations
from __future__ import annotations
def softmax(Z: Array, *, axis: int = -1) -> Array:
    E = np.exp(Z - np.max(Z, axis=axis, keepdims=True))
    return E / E.sum(axis=axis, keepdims=True)
""",
    "log_softmax": r"""
#= wrong clip
def log_softmax(Z):
    return np.log(np.clip(softmax(Z), 1e-300, 1))
#= wrong naive
def log_softmax(Z):
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
#= wrong keepdims_forgotten
def log_softmax(Z):
    return Z - log_sum_exp(Z)
#= wrong global_sum
def log_softmax(Z):
    m = Z.max()
    return Z - m - np.log(np.exp(Z - m).sum())
#= wrong log10
def log_softmax(Z):
    return (Z - log_sum_exp(Z)[:, None]) / np.log(10)
#= wrong in_place
def log_softmax(Z):
    Z = np.asarray(Z)
    if Z.dtype.kind != "f":
        Z = Z * 1.0
    Z -= log_sum_exp(Z)[:, None]
    return Z
#= wrong integer_buffer
def log_softmax(Z):
    out = np.empty_like(Z)
    for i in range(Z.shape[0]):
        out[i] = Z[i] - log_sum_exp(Z[i:i + 1])[0]
    return out
#= wrong float32
def log_softmax(Z):
    return (Z - log_sum_exp(Z)[:, None]).astype(np.float32)
#= wrong masked_replaced
def log_softmax(Z):
    Z = np.where(np.isneginf(Z), -1e9, Z)
    return Z - log_sum_exp(Z)[:, None]
#= wrong floor_745
def log_softmax(Z):
    with np.errstate(divide="ignore"):
        L = np.log(softmax(Z))
    return np.where(np.isneginf(L) & np.isfinite(Z), -2000.0, L)
#= wrong twice
def log_softmax(Z):
    P = softmax(Z)
    return P - log_sum_exp(P)[:, None]
#= wrong cache_by_shape
_c = {}
def log_softmax(Z):
    if Z.shape not in _c:
        _c[Z.shape] = log_sum_exp(Z)[:, None]
    return Z - _c[Z.shape]
#= wrong mean
def log_softmax(Z):
    return (Z - log_sum_exp(Z)[:, None]) / len(Z)
#= wrong first_row
def log_softmax(Z):
    return Z - log_sum_exp(Z)[0]
#= wrong transposed
def log_softmax(Z):
    return (Z - log_sum_exp(Z)[:, None]).T
#= wrong mask_zero
def log_softmax(Z):
    L = Z - log_sum_exp(Z)[:, None]
    L = np.where(np.isfinite(L), L, 0.0)
    return L
#= right own
def log_softmax(Z):
    return Z - log_sum_exp(Z)[:, None]
#= right transposed
def log_softmax(Z):
    return (Z.T - np.logaddexp.reduce(Z.T)).T
#= right loops
import math
def log_softmax(Z):
    out = []
    for row in Z:
        m = max(row)
        total = m + math.log(math.fsum(math.exp(v - m) for v in row))
        out.append([v - total for v in row])
    return out
#= right pairwise
def log_softmax(Z):
    with np.errstate(all="ignore"):
        out = np.full(Z.shape, -np.inf)
        for n, row in enumerate(Z):
            for i, v in enumerate(row):
                if v > -np.inf:
                    out[n, i] = -np.logaddexp.reduce(row - v)
        return out
#= right shift_twice
def log_softmax(Z):
    A = Z - Z.max(axis=1, keepdims=True)
    A = A - np.log(np.sum(np.exp(A), axis=1, keepdims=True))
    return A - np.logaddexp.reduce(A, axis=1, keepdims=True)
#= right plus_own_shift
def log_softmax(Z):
    m = np.max(Z, axis=1, keepdims=True) - 1
    return Z - (m + np.log(np.exp(Z - m).sum(1, keepdims=True)))
#= right partial_class
class _L:
    axis = 1
    def __call__(self, Z):
        return np.subtract(Z, np.expand_dims(np.logaddexp.reduce(Z, axis=self.axis), self.axis))
log_softmax = _L().__call__
#= right stacked
def log_softmax(Z):
    return np.stack([row - np.logaddexp.reduce(row) for row in Z], axis=0)
#= right float_tuple
def log_softmax(Z):
    return tuple(map(tuple, (Z - log_sum_exp(Z).reshape(len(Z), 1)).tolist()))
#= right log_where_safe
def log_softmax(Z):
    P = softmax(Z)
    with np.errstate(divide="ignore"):
        exact = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
        return np.where(P > 1e-200, np.log(np.where(P > 1e-200, P, 1)), exact)
#= right fortran
def log_softmax(Z):
    return np.asfortranarray(Z - np.repeat(log_sum_exp(Z), Z.shape[1]).reshape(Z.shape))
#= right own_helper_generator
def _rows(Z):
    for row in Z:
        yield row - np.log(np.exp(row - np.max(row)).sum()) - np.max(row)
def log_softmax(Z):
    return np.array(list(_rows(Z)))
#= wrong masked_floor
def log_softmax(Z):
    return np.maximum(Z - log_sum_exp(Z)[:, None], -1e4)
#= wrong threshold_2500
def log_softmax(Z):
    L = Z - log_sum_exp(Z)[:, None]
    return np.where(L < -3000, -np.inf, L)
""",
    "one_hot": r"""
#= wrong only_upper
def one_hot(y, num_classes):
    if np.any(y >= num_classes):
        raise ValueError
    return np.eye(num_classes)[y]
#= wrong off_by_one
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y > num_classes):
        raise ValueError("label")
    return np.eye(num_classes)[y]
#= wrong transposed
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    return np.eye(num_classes)[:, y]
#= wrong float32
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    return np.eye(num_classes, dtype="float32")[y]
#= wrong empty_raises
def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError("label")
    return np.eye(num_classes)[y]
#= wrong index_error
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise IndexError("label")
    return np.eye(num_classes)[y]
#= wrong assertion
def one_hot(y, num_classes):
    assert np.all(y >= 0) and np.all(y < num_classes)
    return np.eye(num_classes)[y]
#= wrong swallow
def one_hot(y, num_classes):
    try:
        if np.any(y < 0) or np.any(y >= num_classes):
            raise ValueError("label")
    except ValueError:
        return None
    return np.eye(num_classes)[y]
#= wrong drop_bad
def one_hot(y, num_classes):
    out = np.zeros((len(y), num_classes))
    for n, label in enumerate(y):
        if 0 <= label < num_classes:
            out[n, label] = 1
    return out
#= wrong one_based
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    return np.eye(num_classes)[y - 1]
#= wrong negative_only_first
def one_hot(y, num_classes):
    if len(y) and (y[0] < 0 or y[0] >= num_classes):
        raise ValueError("label")
    return np.eye(num_classes)[y]
#= wrong hard_coded
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    return np.eye(4)[y]
#= wrong sorted_labels
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    return np.eye(num_classes)[np.sort(y)]
#= wrong sorts_in_place
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    out = np.eye(num_classes)[y]
    y.sort()
    return out
#= wrong n_by_n
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    return np.eye(len(y))[y % max(len(y), 1)]
#= wrong cached_zeros
_zeros = {}
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    Y = _zeros.setdefault((len(y), num_classes), np.zeros((len(y), num_classes)))
    Y[np.arange(len(y)), y] = 1
    return Y.copy()
#= wrong minus_one_added
def one_hot(y, num_classes):
    if np.any(y < -1) or np.any(y >= num_classes):
        raise ValueError("label")
    return np.eye(num_classes)[y]
#= wrong twos
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    out = np.zeros((len(y), num_classes))
    for label in y:
        out[np.arange(len(y)), y] += 1
    return out
#= wrong raises_for_absent
def one_hot(y, num_classes):
    if np.any(y < 0) or np.any(y >= num_classes) or len(np.unique(y)) != num_classes:
        raise ValueError("label")
    return np.eye(num_classes)[y]
#= right comparison
def one_hot(y, num_classes):
    y = np.asarray(y)
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label out of range")
    return (y[:, None] == np.arange(num_classes)).astype(float)
#= right lists
def one_hot(y, num_classes):
    rows = np.zeros((len(y), num_classes)).tolist()
    for n, label in enumerate(y):
        if label not in range(num_classes):
            raise ValueError(label)
        rows[n][label] = 1.0
    return np.array(rows).reshape(len(y), num_classes)
#= right flat
def one_hot(y, num_classes):
    if not all(0 <= int(v) <= num_classes - 1 for v in y):
        raise ValueError("no")
    out = np.zeros(len(y) * num_classes)
    out[np.arange(len(y)) * num_classes + np.asarray(y, dtype=int)] = 1
    return out.reshape(-1, num_classes) if len(y) else out.reshape(0, num_classes)
#= right own_error
class LabelError(ValueError):
    pass
def one_hot(y, num_classes):
    if len(y) and (min(y) < 0 or max(y) >= num_classes):
        raise LabelError("bad label")
    return np.eye(num_classes)[y]
#= right put_along_axis
def one_hot(y, num_classes):
    if (y < 0).any() or (y > num_classes - 1).any():
        raise ValueError("bad label")
    out = np.zeros((y.size, num_classes))
    np.put_along_axis(out, y.reshape(-1, 1), 1.0, axis=1)
    return out
#= right take
def one_hot(y, num_classes):
    bad = set(np.asarray(y).tolist()) - set(range(num_classes))
    if bad:
        raise ValueError(f"labels {bad}")
    return np.take(np.identity(num_classes), y, axis=0)
#= right take_error_converted
def one_hot(y, num_classes):
    try:
        if np.less(y, 0).any():
            raise IndexError
        return np.eye(num_classes)[np.asarray(y)]
    except IndexError as error:
        raise ValueError("label") from error
#= right multiply_add_at
def one_hot(y, num_classes, dtype=np.float64):
    if np.setdiff1d(y, np.arange(num_classes)).size:
        raise ValueError
    out = np.zeros((len(y), num_classes), dtype=dtype)
    np.add.at(out, (np.arange(len(y)), y), 1)
    return out
#= right maximum_trick
def one_hot(y, num_classes):
    D = np.abs(np.subtract.outer(y, np.arange(num_classes)))
    if np.any(D.min(axis=1, initial=0 if not len(y) else 10**9) > 0):
        raise ValueError
    return np.maximum(1.0 - D, 0.0)
#= right array_like_conversion
def one_hot(y, num_classes):
    labels = np.array(y, dtype=np.int64, copy=True)
    if labels.size > 0 and not (labels.min() >= 0 and labels.max() < num_classes):
        raise ValueError(f"labels must lie in 0 … {num_classes - 1}")
    result = np.zeros(shape=(labels.shape[0], num_classes), dtype=np.float64)
    result[range(labels.shape[0]), labels] = 1.0
    return result
#= wrong empty_float_index
def one_hot(y, num_classes):
    y = np.array(list(y))
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label")
    return np.eye(num_classes)[y]
#= wrong checks_only_max_of_first_two
def one_hot(y, num_classes):
    if any(not 0 <= v < num_classes for v in y[:2]):
        raise ValueError("label")
    return np.eye(num_classes)[y]
#= wrong abs_label
def one_hot(y, num_classes):
    y = np.abs(y)
    if np.any(y >= num_classes):
        raise ValueError("label")
    return np.eye(num_classes)[y]
#= wrong modulo
def one_hot(y, num_classes):
    return np.eye(num_classes)[np.asarray(y) % num_classes]
#= right static_method
class Coder:
    @staticmethod
    def encode(y, num_classes):
        if any(int(v) < 0 or int(v) >= num_classes for v in y):
            raise ValueError("label")
        return np.eye(num_classes)[list(map(int, y))].reshape(-1, num_classes) if len(y) else np.empty((0, num_classes))
one_hot = Coder.encode
""",
    "cross_entropy": r"""
#= wrong table
def cross_entropy(Z, y):
    return -log_softmax(Z)[:, y].mean()
#= wrong log_of_softmax
def cross_entropy(Z, y):
    return -np.mean(np.log(softmax(Z)[np.arange(len(y)), y]))
#= wrong one_hot_mean
def cross_entropy(Z, y):
    Y = one_hot(y, Z.shape[1])
    return -np.mean(np.where(Y > 0, log_softmax(Z), 0))
#= wrong divide_by_c
def cross_entropy(Z, y):
    return -log_softmax(Z)[np.arange(len(y)), y].sum() / Z.shape[1]
#= wrong no_log
def cross_entropy(Z, y):
    return -softmax(Z)[np.arange(len(y)), y].mean()
#= wrong nan_to_num
def cross_entropy(Z, y):
    Y = one_hot(y, Z.shape[1])
    return -np.sum(Y * np.nan_to_num(np.log(softmax(Z)), neginf=-1000.0)) / len(y)
#= wrong in_place
def cross_entropy(Z, y):
    if Z.dtype.kind == "f":
        Z -= Z.max(axis=1, keepdims=True)
    return -log_softmax(Z)[np.arange(len(y)), y].mean()
#= wrong length_1_array
def cross_entropy(Z, y):
    return np.array([-log_softmax(Z)[np.arange(len(y)), y].mean()])
#= wrong string
def cross_entropy(Z, y):
    return str(-log_softmax(Z)[np.arange(len(y)), y].mean())
#= wrong float32
def cross_entropy(Z, y):
    return np.float32(-log_softmax(Z)[np.arange(len(y)), y].mean())
#= wrong running_mean
_losses = []
def cross_entropy(Z, y):
    _losses.append(-log_softmax(Z)[np.arange(len(y)), y].mean())
    return np.mean(_losses)
#= wrong predicted_class
def cross_entropy(Z, y):
    return -log_softmax(Z)[np.arange(len(y)), Z.argmax(axis=1)].mean()
#= wrong diagonal
def cross_entropy(Z, y):
    return -np.diag(log_softmax(Z)[:, np.sort(y)]).mean()
#= wrong n_minus_1
def cross_entropy(Z, y):
    return -log_softmax(Z)[np.arange(len(y)), y].sum() / max(len(y) - 1, 1)
#= wrong capped
def cross_entropy(Z, y):
    return min(-log_softmax(Z)[np.arange(len(y)), y].mean(), 100.0)
#= wrong accuracy
def cross_entropy(Z, y):
    return float(np.mean(Z.argmax(axis=1) != y))
#= wrong num_classes_from_y
def cross_entropy(Z, y):
    Y = one_hot(y, y.max() + 1)
    return -np.sum(np.where(Y > 0, log_softmax(Z), 0)) / len(y)
#= wrong naive_own
def cross_entropy(Z, y):
    E = np.exp(Z)
    return np.mean(np.log(E.sum(axis=1)) - Z[np.arange(len(y)), y])
#= wrong lookup
def cross_entropy(Z, y):
    return {2: 1.28872596, 1: 1000.0 if Z.max() > 1 else np.log(2)}[len(y)]
#= right lse_minus_picked
def cross_entropy(Z, y):
    return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(y)), y])
#= right where_one_hot
def cross_entropy(Z, y):
    Y = one_hot(y, Z.shape[1])
    return -np.where(Y == 1, log_softmax(Z), 0).sum(axis=1).mean()
#= right take_along_axis
def cross_entropy(Z, y):
    return -np.take_along_axis(log_softmax(Z), y[:, None], axis=1).mean()
#= right loop_fsum
import math
def cross_entropy(Z, y):
    return math.fsum(np.logaddexp.reduce(row) - row[label] for row, label in zip(Z, y)) / len(y)
#= right zero_d
def cross_entropy(Z, y):
    return np.array(-log_softmax(Z)[range(len(y)), y].mean())
#= right python_float
def cross_entropy(Z, y):
    total = 0.0
    for n in range(len(y)):
        total -= float(log_softmax(Z)[n][y[n]])
    return total / len(y)
#= right boolean_mask
def cross_entropy(Z, y):
    mask = y[:, None] == np.arange(Z.shape[1])
    return -np.average(log_softmax(Z)[mask])
#= right differences
def cross_entropy(Z, y):
    D = Z - Z[np.arange(Z.shape[0]), y][:, None]
    return np.log(np.exp(D - D.max(axis=1, keepdims=True)).sum(axis=1)).mean() + D.max(axis=1).mean()
#= right nansum
def cross_entropy(Z, y):
    with np.errstate(invalid="ignore"):
        return -np.nansum(one_hot(y, Z.shape[1]) * log_softmax(Z)) / len(Z)
#= right trace
def cross_entropy(Z, y):
    return -np.trace(log_softmax(Z)[:, y]) / len(y)
#= right choose_decimal
from decimal import Decimal
def cross_entropy(Z, y):
    losses = [Decimal(float(np.logaddexp.reduce(r))) - Decimal(float(r[k])) for r, k in zip(Z, y)]
    return float(sum(losses) / len(losses))
#= right max_of_wrong
def cross_entropy(Z, y, reduction="mean"):
    L = [-(r[k] - r.max()) + np.log(np.exp(r - r.max()).sum()) for r, k in zip(Z, y)]
    return {"mean": np.mean, "sum": np.sum}[reduction](L)
#= right flat_index
def cross_entropy(Z, y):
    return -log_softmax(Z).ravel()[np.arange(len(y)) * Z.shape[1] + y].mean()
#= wrong nanmean_masked
def cross_entropy(Z, y):
    L = Z - Z.max(axis=1, keepdims=True)
    return -np.nanmean((L - np.log(np.exp(L).sum(axis=1, keepdims=True)))[np.arange(len(y)), y]) * (len(y) > 1) - 0.0
#= wrong weights_by_class
def cross_entropy(Z, y):
    losses = -log_softmax(Z)[np.arange(len(y)), y]
    return np.mean([losses[y == k].mean() for k in np.unique(y)])
#= right longdouble_returned
def cross_entropy(Z, y):
    return np.longdouble(-log_softmax(Z)[np.arange(len(y)), y].mean())
""",
    "soft_cross_entropy": r"""
#= wrong clip
def soft_cross_entropy(Y, P_hat):
    return -np.sum(Y * np.log(np.clip(P_hat, 1e-12, 1)), axis=1).mean()
#= wrong exchanged
def soft_cross_entropy(Y, P_hat):
    return -np.sum(P_hat * np.log(np.where(P_hat > 0, Y, 1)), axis=1).mean()
#= wrong threshold
def soft_cross_entropy(Y, P_hat):
    return -np.sum(Y * np.log(np.where(Y > 1e-9, P_hat, 1)), axis=1).mean()
#= wrong sign
def soft_cross_entropy(Y, P_hat):
    return np.sum(Y * np.log(np.where(Y > 0, P_hat, 1)), axis=1).mean()
#= wrong entropy
def soft_cross_entropy(Y, P_hat):
    return -np.sum(Y * np.log(np.where(Y > 0, Y, 1)), axis=1).mean()
#= wrong per_sample
def soft_cross_entropy(Y, P_hat):
    return -np.sum(Y * np.log(np.where(Y > 0, P_hat, 1)), axis=1)
#= wrong log_outside
def soft_cross_entropy(Y, P_hat):
    return -np.log(np.sum(Y * P_hat, axis=1)).mean()
#= wrong inf_as_large
def soft_cross_entropy(Y, P_hat):
    if np.any((Y > 0) & (P_hat == 0)):
        return 1e308
    return -np.sum(Y * np.log(np.where(Y > 0, P_hat, 1)), axis=1).mean()
#= wrong rounding_labels
def soft_cross_entropy(Y, P_hat):
    R = np.round(Y)
    return -np.sum(R * np.log(np.where(R > 0, P_hat, 1)), axis=1).mean()
#= wrong one_array
def soft_cross_entropy(Y, P_hat):
    return np.array([-np.sum(Y * np.log(np.where(Y > 0, P_hat, 1)), axis=1).mean()])
#= wrong sqrt_weight
def soft_cross_entropy(Y, P_hat):
    return -np.sum(Y * np.log(np.where(Y > 0, P_hat + 1e-8, 1 + 1e-8)), axis=1).mean()
#= right where
def soft_cross_entropy(Y, P_hat):
    return -np.sum(Y * np.log(np.where(Y > 0, P_hat, 1)), axis=1).mean()
#= right loops
import math
def soft_cross_entropy(Y, P_hat):
    total = 0
    for t, p in zip(Y, P_hat):
        for a, b in zip(t, p):
            if a > 0:
                total += -a * math.log(b) if b > 0 else math.inf
    return total / len(Y)
#= right einsum
def soft_cross_entropy(Y, P_hat):
    L = np.log(P_hat, where=P_hat > 0, out=np.full(np.shape(P_hat), -1e300))
    L = np.where((P_hat == 0) & (Y > 0), -np.inf, np.where(P_hat == 0, 0, L))
    return -np.einsum("nc,nc->n", np.where(Y > 0, Y, 0.0), np.where(Y > 0, L, 0.0)).mean()
#= right boolean_pick
def soft_cross_entropy(Y, P_hat):
    used = Y > 0
    return -(Y[used] * np.log(P_hat[used])).sum() / len(Y)
#= right nansum
def soft_cross_entropy(Y, P_hat):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.nansum(Y * np.log(P_hat), axis=1).mean()
#= right masked
def soft_cross_entropy(Y, P_hat):
    P = np.ma.masked_where(Y == 0, P_hat)
    logs = np.log(P.filled(1.0))
    return float(np.mean(np.sum(-Y * logs, axis=1)))
#= right power_product
def soft_cross_entropy(Y, P_hat):
    return -np.mean([np.log(np.where(t > 0, p, 1.0)) @ t for t, p in zip(Y, P_hat)])
#= right class_method
class _Loss:
    def __init__(self, reduction):
        self.reduction = reduction
    def __call__(self, Y, P_hat):
        return self.reduction([sum(-a * np.log(b) for a, b in zip(t, p) if a != 0) for t, p in zip(Y, P_hat)])
_loss = _Loss(np.mean)
def soft_cross_entropy(Y, P_hat):
    return _loss(Y, P_hat)
#= right early_inf
def soft_cross_entropy(Y, P_hat):
    if np.logical_and(Y > 0, P_hat <= 0).any():
        return float("inf")
    return float(-(Y * np.log(P_hat + (Y <= 0) * (P_hat <= 0))).sum() / Y.shape[0])
#= right fsum_generator
from math import fsum, log, inf
def soft_cross_entropy(Y, P_hat, base=None):
    return fsum(y * (-log(p) if p else inf) for y, p in zip(np.ravel(Y), np.ravel(P_hat)) if y) / np.shape(Y)[0]
#= wrong floor_but_inf
def soft_cross_entropy(Y, P_hat):
    if np.any((Y > 0) & (P_hat == 0)):
        return np.inf
    return -np.sum(Y * np.log(np.clip(P_hat, 1e-15, 1)), axis=1).mean()
#= wrong inf_only_for_first_row
def soft_cross_entropy(Y, P_hat):
    if np.any((Y[0] > 0) & (P_hat[0] == 0)):
        return np.inf
    return -np.sum(Y * np.log(np.where(P_hat > 0, P_hat, 1)), axis=1).mean()
""",
    "softmax_jacobian": r"""
#= wrong plus_off_diagonal
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    J = np.outer(p, p)
    np.fill_diagonal(J, p * (1 - p))
    return J
#= wrong log_jacobian
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    return np.eye(len(p)) - p
#= wrong one_minus_q
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    J = -np.outer(p, 1 - p)
    np.fill_diagonal(J, p * (1 - p))
    return J
#= wrong batch_softmax_column
def softmax_jacobian(z):
    p = softmax(z[:, None])[:, 0]
    return np.diag(p) - np.outer(p, p)
#= wrong identity
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    return np.eye(len(p)) - np.outer(p, p)
#= wrong finite_difference_coarse
def softmax_jacobian(z):
    h = 1e-2
    J = np.zeros((len(z), len(z)))
    for j in range(len(z)):
        e = np.zeros(len(z)); e[j] = h
        J[:, j] = (softmax((z + e)[None])[0] - softmax((z - e)[None])[0]) / (2 * h)
    return J
#= wrong perturbs_z
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    if z.dtype.kind == "f":
        z += 1e-4
    return np.diag(p) - np.outer(p, p)
#= wrong three_classes
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    J = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            J[i, j] = p[i] * ((i == j) - p[j])
    return J
#= wrong one_class_scalar
def softmax_jacobian(z):
    if len(z) == 1:
        return 0.0
    p = softmax(z[None])[0]
    return np.diag(p) - np.outer(p, p)
#= wrong one_class_one
def softmax_jacobian(z):
    if len(z) == 1:
        return np.array([[1.0]])
    p = softmax(z[None])[0]
    return np.diag(p) - np.outer(p, p)
#= wrong float32
def softmax_jacobian(z):
    p = softmax(z[None])[0].astype(np.float32)
    return np.diag(p) - np.outer(p, p)
#= wrong divided_by_c
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    return (np.diag(p) - np.outer(p, p)) / len(p)
#= wrong nested_extra
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    return [[[v] for v in row] for row in np.diag(p) - np.outer(p, p)]
#= wrong cache
_J = {}
def softmax_jacobian(z):
    if len(z) not in _J:
        p = softmax(z[None])[0]
        _J[len(z)] = np.diag(p) - np.outer(p, p)
    return _J[len(z)]
#= wrong sigmoid
def softmax_jacobian(z):
    p = 1 / (1 + np.exp(-z))
    return np.diag(p) - np.outer(p, p)
#= right standard
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    return np.diag(p) - np.outer(p, p)
#= right loops
def softmax_jacobian(z):
    p = softmax([list(z)] if False else np.array([z], dtype=float))[0]
    return [[p[i] * ((1.0 if i == j else 0.0) - p[j]) for j in range(len(p))] for i in range(len(p))]
#= right einsum
def softmax_jacobian(z):
    p = softmax(np.expand_dims(z, 0)).squeeze(0)
    return np.einsum("i,ij->ij", p, np.eye(p.size)) - np.einsum("i,j->ij", p, p)
#= right broadcast
def softmax_jacobian(z):
    p = softmax(z[np.newaxis, :])[0]
    return p[:, None] * (np.eye(len(p)) - p[None, :])
#= right sums_off_diagonal
def softmax_jacobian(z):
    p = softmax(z.reshape(1, -1)).reshape(-1)
    J = -np.outer(p, p)
    np.fill_diagonal(J, 0)
    J -= np.diag(J.sum(axis=1))
    return J
#= right matmul
def softmax_jacobian(z):
    p = softmax(z.reshape(1, -1)).T
    return np.diagflat(p) - p @ p.T
#= right centring
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    D = np.diag(p)
    return D @ (np.eye(len(p)) - np.ones((len(p), 1)) @ p[None])
#= right fill_in
def softmax_jacobian(z):
    p = softmax(z[None, :])[0]
    J = np.multiply.outer(-p, p)
    J[np.diag_indices(len(p))] += p
    return J
#= right own_softmax
import math
def softmax_jacobian(z):
    m = max(z)
    w = [math.exp(v - m) for v in z]
    s = math.fsum(w)
    J = np.zeros((len(w), len(w)))
    for (i, j), _ in np.ndenumerate(J):
        J[i, j] = w[i] / s * (1 - w[i] / s) if i == j else -w[i] * w[j] / s / s
    return J
#= right from_log
def softmax_jacobian(z):
    logs = log_softmax(z[None])[0]
    p = np.exp(logs)
    return np.diag(p) - np.exp(logs[:, None] + logs[None, :])
#= right lambda_kron
softmax_jacobian = lambda z: (lambda p: np.diag(p) - np.kron(p, p).reshape(p.size, p.size))(softmax(z[None])[0])
#= right covariance
def softmax_jacobian(z):
    p = softmax(z[None])[0]
    E = np.eye(len(p))
    return np.array([[np.sum(p * (E[i] - p[i]) * (E[j] - p[j])) for j in range(len(p))] for i in range(len(p))])
#= right complex_step
def softmax_jacobian(z):
    m = np.max(z)
    columns = []
    for j in range(len(z)):
        w = np.asarray(z - m, dtype=complex)
        w[j] += 1e-30j
        e = np.exp(w)
        columns.append((e / e.sum()).imag / 1e-30)
    return np.array(columns).T
#= right longdouble_2
def softmax_jacobian(z):
    p = np.longdouble(softmax(z[None])[0])
    return np.diag(p) - np.outer(p, p)
""",
    "softmax_cross_entropy_grad": r"""
#= wrong extra_factor
def softmax_cross_entropy_grad(Z, y):
    P = softmax(Z)
    return (P - one_hot(y, Z.shape[1])) * P * (1 - P) / len(y)
#= wrong divided_by_n_and_c
def softmax_cross_entropy_grad(Z, y):
    return (softmax(Z) - one_hot(y, Z.shape[1])) / Z.size
#= wrong only_y_divided
def softmax_cross_entropy_grad(Z, y):
    return softmax(Z) - one_hot(y, Z.shape[1]) / len(y)
#= wrong no_softmax
def softmax_cross_entropy_grad(Z, y):
    return (Z - one_hot(y, Z.shape[1])) / len(y)
#= wrong only_true_entry
def softmax_cross_entropy_grad(Z, y):
    Y = one_hot(y, Z.shape[1])
    return (softmax(Z) - Y) * Y / len(y)
#= wrong in_place_Z
def softmax_cross_entropy_grad(Z, y):
    P = softmax(Z)
    P[np.arange(len(y)), y] -= 1
    P /= len(y)
    if Z.dtype.kind == "f":
        Z[...] = P
    return P
#= wrong transposed
def softmax_cross_entropy_grad(Z, y):
    return ((softmax(Z) - one_hot(y, Z.shape[1])) / len(y)).T
#= wrong loss_returned
def softmax_cross_entropy_grad(Z, y):
    return cross_entropy(Z, y)
#= wrong summed_rows
def softmax_cross_entropy_grad(Z, y):
    return (softmax(Z) - one_hot(y, Z.shape[1])).mean(axis=0)
#= wrong hard_coded_n
def softmax_cross_entropy_grad(Z, y):
    return (softmax(Z) - one_hot(y, Z.shape[1])) / 2
#= wrong hard_coded_c
def softmax_cross_entropy_grad(Z, y):
    return (softmax(Z) - one_hot(y, 3)) / len(y)
#= wrong float32
def softmax_cross_entropy_grad(Z, y):
    return ((softmax(Z) - one_hot(y, Z.shape[1])) / len(y)).astype(np.float32)
#= wrong clip
def softmax_cross_entropy_grad(Z, y):
    P = np.clip(softmax(Z), 1e-6, 1 - 1e-6)
    return (P - one_hot(y, Z.shape[1])) / len(y)
#= wrong n_minus_1
def softmax_cross_entropy_grad(Z, y):
    return (softmax(Z) - one_hot(y, Z.shape[1])) / max(len(y) - 1, 1)
#= wrong label_column_only_once
def softmax_cross_entropy_grad(Z, y):
    P = softmax(Z)
    P[np.arange(len(np.unique(y))), np.unique(y)] -= 1
    return P / len(y)
#= wrong log_softmax
def softmax_cross_entropy_grad(Z, y):
    return (log_softmax(Z) - one_hot(y, Z.shape[1])) / len(y)
#= wrong mean_square
def softmax_cross_entropy_grad(Z, y):
    return 2 * (softmax(Z) - one_hot(y, Z.shape[1])) / len(y)
#= wrong jacobian_square_error
def softmax_cross_entropy_grad(Z, y):
    P = softmax(Z)
    Y = one_hot(y, Z.shape[1])
    return np.array([softmax_jacobian(Z[n]) @ (P[n] - Y[n]) for n in range(len(y))]) / len(y)
#= right standard
def softmax_cross_entropy_grad(Z, y):
    P = softmax(Z)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)
#= right where
def softmax_cross_entropy_grad(Z, y):
    hit = y[:, None] == np.arange(Z.shape[1])
    return np.where(hit, softmax(Z) - 1, softmax(Z)) / Z.shape[0]
#= right lists
def softmax_cross_entropy_grad(Z, y):
    P = np.asarray(softmax(Z)).tolist()
    return [[(v - (j == k)) / len(P) for j, v in enumerate(row)] for row, k in zip(P, y)]
#= right expm1
def softmax_cross_entropy_grad(Z, y):
    L = log_softmax(Z)
    D = np.exp(L)
    n = np.arange(len(y))
    D[n, y] = np.expm1(L[n, y])
    return D / len(y)
#= right jacobian
def softmax_cross_entropy_grad(Z, y):
    out = []
    for row, k in zip(Z, y):
        m = row.max()
        p = np.exp(row - m) / np.exp(row - m).sum()
        e = np.zeros(len(row))
        e[k] = 1.0
        out.append((p - e) / Z.shape[0])
    return np.vstack(out)
#= right weights
def softmax_cross_entropy_grad(Z, y):
    w = np.full((len(Z), 1), 1 / len(Z))
    return np.einsum("nc,nk->nc", softmax(Z), w) - w * np.eye(Z.shape[1])[y]
#= right minus_sum_of_others
def softmax_cross_entropy_grad(Z, y):
    dZ = np.array(softmax(Z))
    rows = range(len(y))
    dZ[rows, y] = 0
    dZ[rows, y] = -dZ.sum(axis=1)
    return dZ / len(y)
#= right scaled_negative
def softmax_cross_entropy_grad(Z, y):
    return -np.mean([1.0]) * (one_hot(y, num_classes=Z.shape[1]) - softmax(Z)) / y.shape[0]
#= right subtract_at
def softmax_cross_entropy_grad(Z, y):
    dZ = softmax(Z) / len(Z)
    np.subtract.at(dZ, (np.arange(len(Z)), y), 1 / len(Z))
    return dZ
#= right recursive
def softmax_cross_entropy_grad(Z, y, N=None):
    N = N or len(y)
    if len(y) == 1:
        p = softmax(Z)
        p[0, y[0]] -= 1.0
        return p / N
    return np.concatenate([softmax_cross_entropy_grad(Z[:1], y[:1], N), softmax_cross_entropy_grad(Z[1:], y[1:], N)])
#= right column_loop
def softmax_cross_entropy_grad(Z, y):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    cols = [E[:, j] / E.sum(1) - (y == j).astype(float) for j in range(Z.shape[1])]
    return np.column_stack(cols) * (1.0 / len(y))
#= wrong masked_nan
def softmax_cross_entropy_grad(Z, y):
    L = Z - np.max(Z, axis=1, keepdims=True)
    P = np.exp(L) / np.exp(L).sum(axis=1, keepdims=True)
    D = P - one_hot(y, Z.shape[1]) * (Z / Z)
    return D / len(y)
#= wrong sum_over_n_of_unique
def softmax_cross_entropy_grad(Z, y):
    return (softmax(Z) - one_hot(y, Z.shape[1])) / len(np.unique(y))
#= wrong numeric
def softmax_cross_entropy_grad(Z, y):
    G = np.zeros(Z.shape)
    for i in np.ndindex(Z.shape):
        E = np.zeros(Z.shape); E[i] = 1e-5
        G[i] = (cross_entropy(Z + E, y) - cross_entropy(Z - E, y)) / 2e-5
    return G
""",
    "bce_with_logits": r"""
#= wrong clip
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    c = np.clip(s, 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(c) + (1 - y) * np.log(1 - c)), (s - y) / len(y)
#= wrong clip_logits
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    w = np.clip(z, -30, 30)
    s = 1 / (1 + np.exp(-w))
    return np.mean(np.log1p(np.exp(w)) - y * w), (s - y) / len(y)
#= wrong sum_loss
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    return np.sum(np.logaddexp(0, z) - y * z), (s - y) / len(y)
#= wrong sign_of_yz
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.logaddexp(0, z) + y * z), (s - y) / len(y)
#= wrong no_check
def bce_with_logits(z, y):
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.logaddexp(0, z) - y * z), (s - y) / len(y)
#= wrong size_check_only
def bce_with_logits(z, y):
    if np.size(z) != np.size(y):
        raise ValueError("shape")
    z, y = np.ravel(z), np.ravel(y)
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.logaddexp(0, z) - y * z), (s - y) / len(y)
#= wrong returns_none_for_bad_shape
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        return None
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.logaddexp(0, z) - y * z), (s - y) / len(y)
#= wrong naive_softplus
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.log(1 + np.exp(z)) - y * z), (s - y) / len(y)
#= wrong only_loss
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    return np.mean(np.logaddexp(0, z) - y * z)
#= wrong dict
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    return {"loss": np.mean(np.logaddexp(0, z) - y * z), "dz": (s - y) / len(y)}
#= wrong dz_summed
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.logaddexp(0, z) - y * z), np.mean(s - y)
#= wrong in_place
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    loss = np.mean(np.logaddexp(0, z) - y * z)
    s = 1 / (1 + np.exp(-z))
    if y.dtype.kind == "f":
        y -= s
        return loss, -y / len(y)
    return loss, (s - y) / len(y)
#= wrong type_error
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise TypeError("shape")
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.logaddexp(0, z) - y * z), (s - y) / len(y)
#= wrong float32
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    z = np.asarray(z, np.float32)
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.logaddexp(0, z) - y * z), (s - y) / len(y)
#= wrong abs_forgotten
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-z))), (s - y) / len(y)
#= wrong n_squared
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.logaddexp(0, z) - y * z) / len(z), (s - y) / len(y)
#= right logaddexp
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    return np.mean(np.logaddexp(0, z) - y * z), (np.exp(-np.logaddexp(0, -z)) - y) / len(z)
#= right tanh
def bce_with_logits(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError(f"shapes {z.shape} and {y.shape}")
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
    return [float(loss), list((0.5 * (1 + np.tanh(z / 2)) - y) / len(z))]
#= right two_terms
def bce_with_logits(z, y):
    if z.ndim != 1 or y.ndim != 1 or len(z) != len(y):
        raise ValueError
    sp = np.logaddexp(z * 0.0, z)
    sn = np.logaddexp(z * 0.0, -z)
    return (y * sn + (1 - y) * sp).mean(), (1 / (1 + np.exp(-z)) - y) / z.size
#= right loops
import math
def bce_with_logits(z, y):
    if np.ndim(z) != 1 or np.ndim(y) != 1 or len(z) != len(y):
        raise ValueError("need (N,) twice")
    losses, slopes = [], []
    for a, t in zip(z, y):
        e = math.exp(-abs(a))
        losses.append(max(a, 0) - t * a + math.log1p(e))
        slopes.append(((1 if a >= 0 else e) / (1 + e) - t) / len(z))
    return math.fsum(losses) / len(z), np.array(slopes)
#= right piecewise
def bce_with_logits(z, y):
    if z.shape != (len(z),) or y.shape != (len(z),):
        raise ValueError("shape")
    out = np.empty(len(z))
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    out[~pos] = np.exp(z[~pos]) / (1 + np.exp(z[~pos]))
    loss = np.where(pos, (1 - y) * z + np.log1p(np.exp(-np.abs(z))), -y * z + np.log1p(np.exp(-np.abs(z))))
    return np.array(loss.mean()), (out - y) / len(z)
#= right softmax_of_pair
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or len(np.shape(z)) != 1:
        raise ValueError("shape")
    Z = np.stack([z, np.zeros(len(z))], axis=1)
    L = log_softmax(Z)
    return -(y * L[:, 0] + (1 - y) * L[:, 1]).mean(), (softmax(Z)[:, 0] - y) / len(z)
#= right subclass_error
class ShapeError(ValueError):
    "shapes do not agree"
def bce_with_logits(z, y, reduction="mean"):
    if not (np.ndim(z) == np.ndim(y) == 1 and np.size(z) == np.size(y)):
        raise ShapeError(np.shape(z), np.shape(y))
    N = np.size(z)
    slopes = np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z))) - y
    return sum(np.logaddexp(0, z) - np.multiply(y, z)) / N, np.divide(slopes, N)
#= right namedtuple
from collections import namedtuple
Result = namedtuple("Result", "loss dz")
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    return Result(loss=np.mean(np.logaddexp(0, z) - y * z), dz=(s - y) / len(y))
#= right longdouble
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    w = np.asarray(z, np.longdouble)
    with np.errstate(all="ignore"):
        loss = np.mean(np.log1p(np.exp(-np.abs(w))) + np.maximum(w, 0) - y * w)
        return np.float64(loss), ((1 / (1 + np.exp(-w)) - y) / len(w)).astype(float)
#= right broadcast_try
def bce_with_logits(z, y):
    z = np.array(z); y = np.array(y)
    (n,), (m,) = z.shape if z.ndim == 1 else (-1,), y.shape if y.ndim == 1 else (-2,)
    if n != m:
        raise ValueError("lengths differ")
    return np.average(np.logaddexp(z, 0) - z * y), np.subtract(1 / (1 + np.exp(-z)), y) * (1 / n)
#= wrong scalars_accepted
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) > 1:
        raise ValueError("shape")
    return np.mean(np.logaddexp(0, z) - y * z), (np.exp(-np.logaddexp(0, -z)) - y) / np.size(z)
#= wrong tiny_slope_cut
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-np.clip(z, -20, 20)))
    return np.mean(np.logaddexp(0, z) - y * z), (s - y) / np.size(z)
#= wrong slope_sign_for_negative
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-np.abs(z)))
    return np.mean(np.logaddexp(0, z) - y * z), (s - y) / np.size(z)
#= wrong loss_without_log1p_term
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    s = 1 / (1 + np.exp(-z))
    return np.mean(np.maximum(z, 0) - y * z), (s - y) / np.size(z)
#= right generator
def bce_with_logits(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("shape")
    return tuple(f for f in (np.mean(np.logaddexp(0, z) - y * z), (np.exp(-np.logaddexp(0, -z)) - y) / len(z)))
""",
}

RIGHT_VALUES: dict[str, list[Any]] = {
    "d11_3": [
        "l+c",
        "c + l",
        "py: Symbol('l', real=True)+Symbol('c', real=True)",
        "py: log(exp(l)*exp(c))",
        "py: log(exp(l+c)).expand(force=True)",
        "l - (-c)",
        "py: Add(Symbol('c',positive=True),Symbol('l',integer=True),evaluate=False)",
        "1.0*l + 1.0*c",
        "(l^2 - c^2)/(l - c)",
        "log(exp(l)*exp(c))",
        "py: log(exp(Symbol('l',real=True)+Symbol('c',real=True)))",
    ],
    "d11_1": [
        "[p*(1-p), -p*q]",
        "(p-p^2, -q*p)",
        "py: (p*(1-p), -p*q)",
        "py: [p-p**2, -p*q]",
        "py: Matrix([p*(1-p), -p*q])",
        "py: Tuple(p*(1-p), -p*q)",
        "[0.25-(p-0.5)^2, -p*q]",
        "p*(1-p), -p*q",
        "py: ['p*(1-p)', '-p*q']",
    ],
    "d11_2": [
        "exp(z1)/(exp(z1)+exp(z2)+exp(z3))-1",
        "-(exp(z2)+exp(z3))/(exp(z1)+exp(z2)+exp(z3))",
        "1/(1+exp(z2-z1)+exp(z3-z1))-1",
        "-1/(1+exp(z1)/(exp(z2)+exp(z3)))",
        "py: diff(-log(exp(z1)/(exp(z1)+exp(z2)+exp(z3))),z1)",
        "py: exp(Symbol('z1',complex=True))/(exp(Symbol('z1',complex=True))+exp(z2)+exp(z3))-1",
        "tanh((z1 - log(exp(z2)+exp(z3)))/2)/2 - 1/2",
        "E**z1/(E**z1+E**z2+E**z3)-1",
        "1.0/(1+exp(z2-z1)+exp(z3-z1))-1.0",
        "py: simplify(z1*0+exp(z1)/(exp(z1)+exp(z2)+exp(z3))-1)",
    ],
    "d11_4": [
        "log(1+exp(z))-y*z",
        "y*log(1+exp(-z))+(1-y)*log(1+exp(z))",
        "-y*log(1/(1+exp(-z)))-(1-y)*log(1-1/(1+exp(-z)))",
        "Max(z,0)-y*z+log(1+exp(-Abs(z)))",
        "(1-y)*z+log(1+exp(-z))",
        "z/2-y*z+log(2*cosh(z/2))",
        "py: -y*log(exp(z)/(1+exp(z)))-(1-y)*log(1/(1+exp(z)))",
        "py: Piecewise((log(1+exp(z))-y*z, z<0),((1-y)*z+log(1+exp(-z)),True))",
        "-log(1/2 - tanh(z/2)/2) - y*z",
        "1.0*log(1+exp(z))-1.0*y*z",
        "py: Integral(1,(t,0,1)).doit()*log(1+exp(z))-y*z",
    ],
    "d11_5": [
        "1/(1+exp(-z))-y",
        "exp(z)/(1+exp(z))-y",
        "(1-y)/(1+exp(-z))-y/(1+exp(z))",
        "tanh(z/2)/2+1/2-y",
        "py: diff(log(1+exp(z))-y*z,z)",
        "py: Symbol('y',negative=False)*-1+1/(1+exp(-Symbol('z',real=True)))",
        "0.5*tanh(z/2)+0.5-y",
        "1 - y - 1/(1+exp(z))",
        "py: Piecewise((1/(1+exp(-z))-y, z>=0),(exp(z)/(1+exp(z))-y,True))",
    ],
    "q11_1": [
        "c",
        " C ",
        "C",
        "c ",
    ],
    "q11_2": [
        "a",
        "A",
        " a",
    ],
    "q11_3": [
        np.log(10),
        2.3,
        2.303,
        2.3,
        2.3026,
        2.302585,
        "py: log(10)",
        np.array(2.302585),
        -np.log(0.1),
    ],
    "q11_4": [
        1000.693,
        1000.6931,
        1000 + np.log(2),
        "py: 1000+log(2)",
        1000.69315,
        np.float64(1000.693),
    ],
    "q11_5": [(False, [0.0] * 49), [False, (3.0,) * 6], (np.bool_(False), np.zeros(6))],
    "q11_6": [
        0.123,
        0.1233,
        -np.log(0.884),
        0.1233,
        "py: -log(0.884)",
    ],
    "q11_7": [
        -0.075,
        "py: (0.7-1)/4",
        "py: Rational(-3,40)",
        np.float64(-0.075),
        np.array(-0.075),
    ],
    "q11_8": [
        "b",
        "B",
        " b ",
    ],
}

WRONG_VALUES: dict[str, list[Any]] = {
    "d11_3": [
        "l",
        "c",
        "l*c",
        "l+2*c",
        "l*exp(c)",
        "l-c",
        "l+exp(c)",
        "log(l+c)",
        "log(l)+c",
        "exp(l+c)",
        "l + 3*c",
        "(l+c)/2",
        "l + c + 0.001",
    ],
    "d11_1": [
        "[p*(1-p), p*q]",
        "[p*(1-p), 0]",
        "[1-p, -q]",
        "[p*(1-p), -p*(1-q)]",
        "[-p*q, p*(1-p)]",
        "[p*(1-p), q*(1-p)]",
        "[p*(p-1), p*q]",
        "[p, -q]",
        "[p*(1-p), -q]",
        "[p*(1-p), -q*(1-q)]",
        "[p^2, -p*q]",
        "p*(1-p)",
        "[p*(1-p), -p*q, 0]",
    ],
    "d11_2": [
        "exp(z1)/(exp(z1)+exp(z2)+exp(z3))",
        "1-exp(z1)/(exp(z1)+exp(z2)+exp(z3))",
        "-(exp(z1)+exp(z2)+exp(z3))/exp(z1)",
        "(exp(z1)/(exp(z1)+exp(z2)+exp(z3))-1)*exp(z1)/(exp(z1)+exp(z2)+exp(z3))",
        "exp(z2)/(exp(z1)+exp(z2)+exp(z3))-1",
        "z1/(z1+z2+z3)-1",
        "(exp(z1)/(exp(z1)+exp(z2)+exp(z3))-1)/3",
        "-log(exp(z1)/(exp(z1)+exp(z2)+exp(z3)))",
        "exp(z1)/(exp(z2)+exp(z3))-1",
        "-1",
        "exp(z1)/(exp(z1)+exp(z2)+exp(z3))-0.9999",
    ],
    "d11_4": [
        "log(1+exp(-z))-y*z",
        "log(1+exp(z))+y*z",
        "-y*log(z)-(1-y)*log(1-z)",
        "log(1+exp(z))-y",
        "log(1+exp(z))",
        "y*z-log(1+exp(z))",
        "log(1+exp(-z))+y*z",
        "y*log(1+exp(z))+(1-y)*log(1+exp(-z))",
        "-y*log(1/(1+exp(-z)))",
        "Max(z,0)-y*z",
        "log(exp(z))-y*z",
        "log(1+exp(z))/log(10)-y*z",
        "log(1+exp(z))-y*z+0.0001",
        "log(1+exp(z))-z",
    ],
    "d11_5": [
        "y-1/(1+exp(-z))",
        "(1/(1+exp(-z))-y)*exp(-z)/(1+exp(-z))^2",
        "1/(1+exp(z))-y",
        "1/(1+exp(-z))",
        "z-y",
        "exp(z)-y",
        "1/(1+exp(-z))-y*z",
        "(1/(1+exp(-z))-y)/2",
        "1/(1+exp(-z))-1",
        "log(1+exp(z))-y",
        "-y/(1+exp(z))",
        "tanh(z)-y",
        "1/(1+exp(-z))+y",
    ],
    "q11_1": [
        "a",
        "b",
        "d",
        "e",
        "",
        "cc",
        "equal",
        3,
    ],
    "q11_2": [
        "b",
        "c",
        "d",
        0,
        "ab",
    ],
    "q11_3": [
        0.1,
        1,
        1.0,
        10,
        -2.303,
        -2.302585,
        3.32,
        2.31,
        2.29,
        "a",
        math.nan,
    ],
    "q11_4": [
        math.inf,
        2000,
        1000,
        0.693,
        1000.5,
        1001,
        2000.693,
        math.nan,
        1000.301,
        707.8,
    ],
    "q11_5": [
        True,
        False,
        (False, [0.0, 0.0]),
        (False, [1.0]),
        (True, [0.0, 0.0]),
        (False, None),
        (False, []),
        (False, [math.nan]),
        (False, [math.inf, 0.0]),
    ],
    "q11_6": [
        0.116,
        0.884,
        -0.123,
        0.12,
        0.124,
        0.0535,
        0.178,
        1.13,
        0.122,
    ],
    "q11_7": [
        -0.3,
        0.075,
        0.3,
        0.7,
        0.175,
        -0.175,
        -0.7,
        0,
        -0.0525,
        -1.2,
        -0.07,
        -0.08,
    ],
    "q11_8": [
        "a",
        "c",
        "d",
        "sigmoid",
        "1",
    ],
}
