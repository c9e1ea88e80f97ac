"""Hidden checks of `matmul_from_scratch` (03.1)."""

import numpy as np

from autograder.checks import agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

BY_HAND = [
    case(np.array([[1.0], [2.0]]), np.array([[3.0, 4.0, 5.0]]), label="a column times a row"),
    case(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [7.0, 8.0]])),
    case(np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]]), np.array([[1.0, 2.0], [0.5, 0.0], [4.0, 1.0]])),
]
SIZES = [(1, 3, 1), (2, 3, 4), (4, 3, 2), (1, 3, 5), (5, 1, 1), (3, 1, 2), (3, 3, 3), (7, 2, 6)]
AXES = ("rows of A", "columns of B")


def factors(seed, m, k, n):
    return [normal(seed, m, k), normal(seed + 50, k, n)]


@check("values")
def test_by_hand(student, reference):
    """Small products you can work out by hand"""
    agree(student.matmul_from_scratch, reference.matmul_from_scratch, BY_HAND, letters=("A", "B"), axes=AXES, show=True)


@check("sizes")
def test_sizes(student, reference):
    """Tall, wide and square matrices, an inner size of 1 among them"""
    cases = ladder(factors, SIZES)
    agree(student.matmul_from_scratch, reference.matmul_from_scratch, cases, letters=("A", "B"), axes=AXES)


@check("types")
def test_integers(student, reference):
    """Whole numbers times fractions, whichever side they stand on"""
    whole, halves = np.array([[1, 2], [3, 5]]), np.array([[0.5, 1.5], [0.25, 2.0]])
    cases = [case(whole, halves), case(halves, whole), case(whole, whole + 1)]
    agree(student.matmul_from_scratch, reference.matmul_from_scratch, cases, letters=("A", "B"), axes=AXES, show=True)


@check("errors")
def test_inner_sizes(student, reference):
    """A ValueError when the inner sizes differ"""
    cases = [
        case(normal(1, 2, 3), normal(2, 2, 3), label="A has 3 columns, B has 2 rows"),
        case(normal(3, 2, 2), normal(4, 3, 2), label="A has 2 columns, B has 3 rows"),
        case(normal(5, 3, 1), normal(6, 4, 3), label="A has 1 column, B has 4 rows"),
        case(normal(7, 2, 3), normal(8, 1, 2), label="A has 3 columns, B has 1 row"),
    ]
    agree(student.matmul_from_scratch, reference.matmul_from_scratch, cases, letters=("A", "B"))


@check("manners")
def test_manners(student, reference):
    """A and B are left alone, and calls do not influence each other"""
    pure(student.matmul_from_scratch, [case(*factors(1, 2, 3, 4)), case(*factors(4, 3, 3, 3))], ("A", "B"))
    cases = [case(*factors(2, 2, 3, 4)), case(*factors(3, 2, 3, 4))]
    steady(student.matmul_from_scratch, reference.matmul_from_scratch, cases)


@check("extremes")
def test_empty_sum(student, reference):
    """An inner size of 0: every entry is an empty sum, which is 0"""
    # Whole numbers, because the empty sum of Python is the integer 0: nobody loses a mark for its type.
    cases = [case(np.zeros((2, 0), dtype=int), np.zeros((0, 3), dtype=int), label="A (2, 0), B (0, 3)")]
    agree(student.matmul_from_scratch, reference.matmul_from_scratch, cases, letters=("A", "B"), axes=AXES)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    args = (symbols("A", 2, 3), symbols("B", 3, 4))
    proves(
        student.matmul_from_scratch, reference.matmul_from_scratch, args, "every real 2 × 3 matrix A and 3 × 4 matrix B"
    )


@wrong(
    "Sum over the inner index: A * B multiplies matching entries, a matrix product takes a row of A with a column of B.",
    "Z[0, 1] = A[0, 0]·B[0, 1] + A[0, 1]·B[1, 1] + …",
)
def elementwise(A, B):
    return A * B


@wrong("Take a row of A with a column of B: you walked along a row of B. The inner index k comes first in B: B[k, j].")
def row_with_row(A, B):
    m, k = A.shape
    n = B.shape[1]
    if k != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            for inner in range(k):
                C[i, j] += A[i, inner] * B[j, inner]
    return C


@wrong("The result has A's rows and B's columns: allocate (m, n). You allocated the shape of A, (m, k).")
def allocates_like_a(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros(A.shape)
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            C[i, j] = sum(A[i, k] * B[k, j] for k in range(A.shape[1]))
    return C


@wrong(
    "The result must hold fractions: you gave it A's integer type, and every fraction was cut off.", "np.zeros((m, n))"
)
def type_of_a(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((A.shape[0], B.shape[1]), dtype=A.dtype)
    C[:] = (A @ B).astype(A.dtype)
    return C


@wrong(
    "The result must hold fractions: you gave it B's integer type, and every fraction was cut off.", "np.zeros((m, n))"
)
def type_of_b(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    return (A @ B).astype(B.dtype)


@wrong(
    "Compare the inner sizes first and raise ValueError: where A has fewer columns than B has rows, "
    "your loops leave rows of B out without telling."
)
def no_check(A, B):
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                C[i, j] += A[i, k] * B[k, j]
    return C


@wrong(
    "Compare the inner sizes yourself: a single number in A's row was stretched over a whole column of B. "
    "Broadcasting made an answer where there is none."
)
def broadcasting_check(A, B):
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            C[i, j] = np.sum(A[i, :] * B[:, j])
    return C


@wrong("Compare the inner sizes first and raise ValueError: zip stops at the shorter of the two without telling.")
def zip_stops_early(A, B):
    return np.array([[sum(a * b for a, b in zip(row, column)) for column in B.T] for row in A])


@wrong(
    "Raise ValueError where the inner sizes differ: assert raises another exception, and is left out under python -O."
)
def asserts(A, B):
    assert A.shape[1] == B.shape[0], "inner sizes differ"
    return A @ B


@wrong("Add the products up: with = each product overwrites the one before, and only the last is left. Use +=.")
def last_product(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                C[i, j] = A[i, k] * B[k, j]
    return C


@wrong("Start each entry's sum at 0: your running total goes on from the entry before.")
def total_runs_on(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((A.shape[0], B.shape[1]))
    total = 0.0
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                total += A[i, k] * B[k, j]
            C[i, j] = total
    return C


@wrong("Go on to the last inner index: range(k) already stops before k, so range(k - 1) leaves the last product out.")
def stops_early(A, B):
    m, k = A.shape
    if k != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((m, B.shape[1]))
    for i in range(m):
        for j in range(B.shape[1]):
            for inner in range(k - 1):
                C[i, j] += A[i, inner] * B[inner, j]
    return C


@wrong("Keep the order: you computed B A. Rows come from the left factor, A; columns come from the right factor, B.")
def other_order(A, B):
    return B @ A


@wrong("Rows come from A and columns from B: your entries are right, but the result is transposed.")
def transposed(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    return (A @ B).T


@wrong(
    "Keep both axes: a row times a column is still a matrix, of shape (1, 1), and a matrix times a column has shape (m, 1)."
)
def squeezes(A, B):
    return np.squeeze(A @ B)


@wrong("Leave A as it was: setting A.shape reshapes the caller's own array. A[:, :, None] makes a new view instead.")
def reshapes_a(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    A.shape = (*A.shape, 1)
    return (A * B).sum(axis=1)


@wrong("Make a new result in every call: you write into one array that you keep, so an earlier result changes later.")
def keeps_its_result(A, B, kept={}):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = kept.setdefault((A.shape[0], B.shape[1]), np.zeros((A.shape[0], B.shape[1])))
    C[:] = A @ B
    return C


@wrong("Begin each sum with 0, not with its first product: for an inner size of 0 there is no first product.")
def begins_with_first(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            C[i, j] = A[i, 0] * B[0, j]
            for k in range(1, A.shape[1]):
                C[i, j] += A[i, k] * B[k, j]
    return C


@wrong(
    "Take the size of the result from A and B, not from lists of entries: with an inner size of 0 the columns of B vanished."
)
def columns_by_zip(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    columns = list(zip(*B.tolist()))
    return np.array([[sum(a * b for a, b in zip(row, column)) for column in columns] for row in A.tolist()])


@wrong("Keep both axes: a row times a column is still a matrix, of shape (1, 1), and not a plain number.")
def number_for_one_entry(A, B):
    C = A @ B
    return C if C.size > 1 else C.item()


@wrong("Leave A as it was: where A and the result have one shape, you wrote the result into the caller's own array.")
def overwrites_a(A, B):
    C = A @ B
    if C.shape == A.shape and C.dtype == A.dtype:
        A[:] = C
        return A
    return C


@wrong("The result has A's rows and B's columns: allocate (m, n). You allocated the shape of A, (m, k).")
def adds_into_shape_of_a(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros(A.shape)
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                C[i, j] += A[i, k] * B[k, j]
    return C


@wrong("Compare the inner sizes only, A's columns with B's rows: m and n may differ, and you refused such products.")
def refuses_unequal_outer_sizes(A, B):
    if A.shape != B.shape[::-1]:
        raise ValueError("sizes differ")
    return A @ B


@wrong("Compare A.shape[1] with B.shape[0], the inner sizes: you compared the outer ones, A.shape[0] and B.shape[1].")
def compares_outer_sizes(A, B):
    if A.shape[0] != B.shape[1]:
        raise ValueError("sizes differ")
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                C[i, j] += A[i, k] * B[k, j]
    return C


@wrong("An inner size of 0 is no mistake: the sizes agree, every sum is empty, and the result is all zeros.")
def refuses_empty(A, B):
    if A.shape[1] != B.shape[0] or A.shape[1] == 0:
        raise ValueError("inner sizes differ")
    return A @ B


@wrong("Return after the loops: your return stands inside the loop over the rows, so only the first row gets done.")
def returns_after_first_row(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                C[i, j] += A[i, k] * B[k, j]
        return C


@wrong("Make each row anew: [[0] * n] * m is one and the same row m times, so all rows add up in it.")
def one_row_many_times(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = [[0.0] * B.shape[1]] * A.shape[0]
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                C[i][j] += A[i, k] * B[k, j]
    return C


@wrong("Begin with zeros in every call: you add to an array that you keep, so the products of earlier calls are in it.")
def adds_to_earlier_calls(A, B, kept={}):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = kept.setdefault((A.shape[0], B.shape[1]), np.zeros((A.shape[0], B.shape[1])))
    C += A @ B
    return C


@wrong("Sum over the inner index k, the axis that both share: you summed over the rows of A.")
def sums_over_rows(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    return (A[:, :, None] * B[None, :, :]).sum(axis=0)


@wrong("Sum over the inner index k, the axis that both share: you summed over the columns of B.")
def sums_over_columns(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    return (A[:, :, None] * B[None, :, :]).sum(axis=2)


@right
def at_sign(A, B):
    return A @ B


@right
def einsum_with_check(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    return np.einsum("ik,kj->ij", A, B)


@right
def nested_lists(A, B):
    if len(A[0]) != len(B):
        raise ValueError("inner sizes differ")
    return [[sum(A[i][k] * B[k][j] for k in range(len(B))) for j in range(B.shape[1])] for i in range(len(A))]


@right
def sum_of_outer_products(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.zeros((A.shape[0], B.shape[1]))
    for k in range(A.shape[1]):
        C = C + np.outer(A[:, k], B[k])
    return C


@right
def row_by_row(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("inner sizes differ")
    C = np.empty((A.shape[0], B.shape[1]))
    for i, row in enumerate(A):
        C[i] = (row[:, None] * B).sum(axis=0)
    return C


@right
def halving(A, B):
    k = A.shape[1]
    if k != B.shape[0]:
        raise ValueError("inner sizes differ")
    if k == 0:
        return np.zeros((A.shape[0], B.shape[1]))
    if k == 1:
        return A * B * 1.0
    return matmul_from_scratch(A[:, : k // 2], B[: k // 2]) + matmul_from_scratch(A[:, k // 2 :], B[k // 2 :])


@right
def fsum(A, B):
    import math

    (m, k), (rows, n) = A.shape, B.shape
    if k != rows:
        raise ValueError("inner sizes differ")
    entry = [math.fsum(float(A[i, h]) * float(B[h, j]) for h in range(k)) for i in range(m) for j in range(n)]
    return np.array(entry).reshape(m, n)
