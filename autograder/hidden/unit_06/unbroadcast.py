"""Hidden checks of `unbroadcast` (06.9)."""

import numpy as np

from autograder.checks import agree, case, check, normal, proves, pure, right, steady, symbols, wrong

LETTERS = ("grad", "shape")
TABLE = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])


@check("values")
def test_new_axes(student, reference):
    """New axes in front: (3,) from (2, 3), and (4,) from (2, 3, 4)"""
    cases = [
        case(TABLE, (3,)),
        case(normal(1, 3, 2), (2,)),
        case(normal(2, 2, 3, 4), (4,)),
        case(normal(3, 2, 3, 4), (3, 4)),
    ]
    agree(student.unbroadcast, reference.unbroadcast, cases, letters=LETTERS, show=True)


@check("sizes")
def test_stretched(student, reference):
    """Stretched axes: (1, 3), (2, 1) and (1, 1) from (2, 3), and (2, 1, 4) from (2, 3, 4)"""
    cases = [case(TABLE, (1, 3)), case(TABLE, (2, 1)), case(TABLE, (1, 1)), case(normal(4, 2, 3, 4), (2, 1, 4))]
    agree(student.unbroadcast, reference.unbroadcast, cases, letters=LETTERS, show=True)


@check("sizes")
def test_both(student, reference):
    """Both at once: (1, 1, 3) from (2, 4, 3), (2, 1, 3) from (5, 1, 2, 4, 3)"""
    cases = [
        case(normal(5, 2, 4, 3), (1, 1, 3)),
        case(normal(6, 4, 2, 3), (1, 3)),
        case(normal(7, 3, 2, 2), (2, 1)),
        case(normal(8, 5, 1, 2, 4, 3), (2, 1, 3)),
        case(normal(9, 3, 3, 3), (3, 1, 1)),
        case(normal(19, 2, 3, 2) / 7, (3, 1)),
    ]
    agree(student.unbroadcast, reference.unbroadcast, cases, letters=LETTERS)


@check("types")
def test_integers(student, reference):
    """Whole numbers"""
    cases = [case(np.array([[1, 2], [3, 4]]), (2,)), case(np.array([[1, 2], [3, 4]]), (2, 1))]
    agree(student.unbroadcast, reference.unbroadcast, cases, letters=LETTERS, show=True)


@check("manners")
def test_manners(student, reference):
    """grad is left alone, and calls do not influence each other"""
    pure(student.unbroadcast, [case(normal(10, 2, 3), (3,)), case(normal(11, 2, 3), (1, 3))], LETTERS)
    steady(student.unbroadcast, reference.unbroadcast, [case(normal(12, 2, 3), (3,)), case(normal(13, 2, 3), (3,))])


@check("extremes")
def test_number(student, reference):
    """() from any shape: a single number was copied everywhere"""
    cases = [case(TABLE, ()), case(normal(14, 4), ()), case(normal(15, 2, 1, 3), ())]
    agree(student.unbroadcast, reference.unbroadcast, cases, letters=LETTERS, show=True)


@check("extremes")
def test_nothing_to_do(student, reference):
    """Equal shapes: nothing to add up"""
    cases = [
        case(TABLE, (2, 3)),
        case(normal(16, 1, 3), (1, 3)),
        case(normal(17, 4), (4,)),
        case(normal(18, 1, 1), (1, 1)),
    ]
    agree(student.unbroadcast, reference.unbroadcast, cases, letters=LETTERS, show=True)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    scope = "every real array of shape (2, 2, 4, 3) and the shape (2, 1, 3)"
    proves(student.unbroadcast, reference.unbroadcast, (symbols("G", 2, 2, 4, 3), (2, 1, 3)), scope)


@wrong("Every copy contributes: take the sum, not the mean.")
def mean(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.mean(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.mean(axis=axis, keepdims=True)
    return grad


@wrong("Axes of length 1 were stretched too: after the leading axes, sum these with keepdims.")
def leading_axes_only(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)
    return grad


@wrong(
    "An axis's length is not its number: you summed axis 1 wherever a length is 1.",
    "Two different numbers were both 1 in your test; try the shape (1, 1, 3).",
)
def length_as_index(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)
    for length in shape:
        if length == 1:
            grad = grad.sum(axis=length if grad.ndim > 1 else 0, keepdims=True)
    return grad


@wrong("Keep the axes of length 1: (1, 3) must come back as (1, 3). Sum them with keepdims=True.")
def keepdims_forgotten(grad, shape):
    extra = grad.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(extra + axis for axis, length in enumerate(shape) if length == 1)
    return grad.sum(axis=axes)


@wrong("Axes of one copy are not enough: you took the first copy's gradient and left the others out.")
def first_copy(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad[0]
    for axis, length in enumerate(shape):
        if length == 1:
            grad = np.take(grad, [0], axis=axis)
    return grad


@wrong("New axes stand in front: broadcasting aligns shapes at the right end. You summed the last axes.")
def trailing_axes(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=-1)
    for axis, length in enumerate(shape):
        if length == 1 and axis < grad.ndim:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@wrong("There may be several new axes in front, not only one: sum as many as grad has more than shape.")
def one_axis_only(grad, shape):
    if grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1 and axis < grad.ndim:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@wrong("Add only what was copied: with equal shapes nothing was, and grad comes back as it is.")
def always_axis_0(grad, shape):
    grad = grad.sum(axis=0, keepdims=True)
    while grad.ndim > max(1, len(shape)):
        grad = grad.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad if shape else grad.sum()


@wrong("Sum the axes that were copied, each for itself: you added up everything and spread it out again.")
def everything(grad, shape):
    return np.full(shape, grad.sum())


@wrong("Reshaping does not add anything up: the copies' gradients have to be summed.")
def reshaped(grad, shape):
    return np.resize(grad, shape)


@wrong("You added into grad itself: grad[0] is a view, and += writes through it. Start from a copy, or use sum.")
def adds_into_grad(grad, shape):
    while grad.ndim > len(shape):
        total = grad[0] if grad.ndim > 1 else np.array(grad[0])
        for part in grad[1:]:
            total += part
        grad = total
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@wrong("Make a new array in each call: yours is kept between calls, so a later call overwrites an earlier result.")
def one_buffer(grad, shape, kept={}):
    extra = grad.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(extra + axis for axis, length in enumerate(shape) if length == 1)
    total = kept.setdefault(tuple(shape), np.zeros(shape))
    total[...] = grad.sum(axis=axes).reshape(shape)
    return total


@wrong("For the shape () the result is a number: yours is an array of length 1.")
def array_for_a_number(grad, shape):
    extra = grad.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(extra + axis for axis, length in enumerate(shape) if length == 1)
    return grad.sum(axis=axes).reshape(shape or (1,))


@wrong("The sum must hold fractions: you added into an array of integers.")
def integer_buffer(grad, shape):
    total = np.zeros(shape, dtype=int)
    extra = grad.ndim - len(shape)
    for place in np.ndindex(*grad.shape):
        kept = tuple(0 if length == 1 else i for i, length in zip(place[extra:], shape))
        total[kept] += int(grad[place])
    return total


@wrong("Axes of length 1 in grad are not a problem, but you removed them: only the axes in front disappear.")
def squeezes(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1 and grad.shape[axis] > 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return np.squeeze(grad) if 1 in grad.shape and np.shape(grad) == tuple(shape) and grad.size == max(shape) else grad


@wrong(
    "Sum along axis 0 only removes one axis: the axes are counted anew after each sum, so your second one hit a wrong axis."
)
def axes_shift(grad, shape):
    for axis in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=min(axis, grad.ndim - 1))
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@wrong("Whole numbers are numbers too: your code accepts float64 only.")
def floats_only(grad, shape):
    if grad.dtype != np.float64:
        raise TypeError("float64 wanted")
    extra = grad.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(extra + axis for axis, length in enumerate(shape) if length == 1)
    return grad.sum(axis=axes).reshape(shape)


@wrong("Every copy contributes: you took the mean over the new axes. Take the sum.")
def mean_of_new_axes(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.mean(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@wrong("Every copy contributes: you took the mean over the stretched axes. Take the sum.")
def mean_of_stretched_axes(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.mean(axis=axis, keepdims=True)
    return grad


@wrong("Only the first stretched axis was summed, and there may be more: go over all of them with enumerate.")
def index_finds_the_first(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)
    for length in shape:
        if length == 1:
            grad = grad.sum(axis=list(shape).index(1), keepdims=True)
    return grad


@wrong("Sum the new axes in front away first: grad has more axes than shape.")
def stretched_axes_only(grad, shape):
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@wrong("Sum stretched axes with keepdims=True: without it the axis disappears, and the ones behind it move up.")
def axes_disappear(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis)
    return grad


@wrong("The new axes in front disappear in the sum: leave keepdims out for them.")
def new_axes_kept(grad, shape):
    extra = grad.ndim - len(shape)
    grad = grad.sum(axis=tuple(range(extra)), keepdims=True)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis + extra, keepdims=True)
    return grad


@wrong("Which axes were copied depends on shape: axis 0 alone is not always the one.")
def axis_0_and_reshape(grad, shape):
    return grad.sum(axis=0).reshape(shape)


@wrong("Return the sums with the shape asked for: you broadcast them to grad's shape again.")
def spread_out_again(grad, shape):
    whole = grad.shape
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return np.broadcast_to(grad, whole)


@wrong("Broadcasting aligns shapes at the right end: new axes stand in front, not behind.")
def aligned_at_the_left(grad, shape):
    padded = tuple(shape) + (1,) * (grad.ndim - len(shape))
    return grad.sum(axis=tuple(i for i, length in enumerate(padded) if length == 1), keepdims=True).reshape(shape)


@wrong("Sum the new axes first: before that, axis i of shape is not axis i of grad.")
def stretched_before_new(grad, shape):
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)
    return grad


@wrong("Copies add up: take the sum, not the largest.")
def largest_copy(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.max(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.max(axis=axis, keepdims=True)
    return grad


@wrong("Do both steps: after the new axes in front, axes of length 1 may still be stretched. You do one or the other.")
def either_or(grad, shape):
    if grad.ndim > len(shape):
        return grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    return grad.sum(axis=tuple(i for i, length in enumerate(shape) if length == 1), keepdims=True)


@wrong("Axis 0 may have been stretched as well: your loop begins at 1.")
def axis_0_skipped(grad, shape):
    for _ in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=0)
    for axis in range(1, len(shape)):
        if shape[axis] == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@wrong("Sum over the copies: you returned grad as it is.")
def unchanged(grad, shape):
    return grad


@wrong("After each sum the next new axis is axis 0 again: your axis number runs away from it.")
def moving_axis(grad, shape):
    for axis in range(grad.ndim - len(shape)):
        grad = grad.sum(axis=axis)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@wrong("Compare lengths axis by axis from the right: you asked whether a length occurs anywhere in shape.")
def lengths_compared_as_a_set(grad, shape):
    return grad.sum(axis=tuple(i for i, length in enumerate(grad.shape) if length not in shape)).reshape(shape)


@wrong("Write for any number of axes: your cases end at tables.")
def two_axes_only(grad, shape):
    if shape == ():
        return grad.sum()
    if len(shape) == 1:
        return grad.sum(axis=0)
    if shape[0] == 1:
        return grad.sum(axis=0, keepdims=True)
    return grad.sum(axis=1, keepdims=True) if shape[1] == 1 else grad


@right
def all_axes_then_reshape(grad, shape):
    extra = grad.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(extra + axis for axis, length in enumerate(shape) if length == 1)
    return grad.sum(axis=axes).reshape(shape)


@right
def padded_shape(grad, shape):
    padded = (1,) * (np.ndim(grad) - len(shape)) + tuple(shape)
    for axis in range(len(padded)):
        if padded[axis] != grad.shape[axis]:
            grad = np.add.reduce(grad, axis=axis, keepdims=True)
    return np.reshape(grad, shape)


@right
def entry_by_entry(grad, shape):
    total = np.zeros(shape)
    extra = grad.ndim - len(shape)
    for place in np.ndindex(*grad.shape):
        total[tuple(min(i, length - 1) for i, length in zip(place[extra:], shape))] += grad[place]
    return total


@right
def by_labels(grad, shape):
    place = np.broadcast_to(np.arange(int(np.prod(shape, dtype=int))).reshape(shape), grad.shape)
    return np.bincount(place.ravel(), weights=grad.ravel(), minlength=int(np.prod(shape, dtype=int))).reshape(shape)


@right
def recursive(grad, shape):
    if np.ndim(grad) > len(shape):
        return unbroadcast(np.sum(grad, axis=0), shape)
    for axis in range(len(shape)):
        if shape[axis] == 1 and grad.shape[axis] > 1:
            return unbroadcast(np.sum(grad, axis=axis, keepdims=True), shape)
    return grad


@right
def add_at(grad, shape):
    total = np.zeros(shape)
    index = np.indices(grad.shape)[grad.ndim - len(shape) :]
    np.add.at(total, tuple(i * (length > 1) for i, length in zip(index, shape)), grad if shape else grad.sum())
    return total


@right
def einsum(grad, shape):
    letters = "abcdefgh"[: grad.ndim]
    kept = [letter for letter, length in zip(letters[grad.ndim - len(shape) :], shape) if length != 1]
    return np.einsum(f"{letters}->{''.join(kept)}", grad).reshape(shape)
