"""Hidden checks of `one_hot` (11.4)."""

import numpy as np

from autograder.checks import Failure, agree, case, check, labels, ladder, pure, right, steady, wrong

SIZES = [(1, 2), (3, 3), (1, 5), (5, 1), (4, 3), (7, 6)]
LOOK = {"letters": ("y", "num_classes"), "axes": ("samples N", "classes C")}


@check("values")
def test_by_hand(student, reference):
    """Labels whose rows you can write down"""
    cases = [case(np.array([1, 0]), 2), case(np.array([0, 2, 1]), 3), case(np.array([2, 2]), 3)]
    agree(student.one_hot, reference.one_hot, cases, show=True, **LOOK)


@check("sizes")
def test_sizes(student, reference):
    """Several numbers of samples and classes; classes that do not occur get a column too"""
    cases = ladder(lambda seed, n, c: [labels(seed, n, c), c], SIZES)
    cases += [case(np.array([0, 1, 0]), 4, label="classes 2 and 3 do not occur"), case(np.array([0]), 1)]
    agree(student.one_hot, reference.one_hot, cases, **LOOK)


@check("sizes")
def test_empty(student, reference):
    """An empty batch gives an array of shape (0, C)"""
    agree(student.one_hot, reference.one_hot, [case(np.array([], dtype=np.int64), 3, label="no labels")], **LOOK)


@check("types")
def test_float(student, reference):
    """The ones and zeros are float64 numbers"""
    kind = np.asarray(student.one_hot(np.array([1, 0]), 3)).dtype
    if kind != np.float64:
        raise Failure(
            f"The result has dtype {kind}; float64 is asked for, since it will be compared with probabilities."
        )


@check("errors")
def test_outside(student, reference):
    """A label below 0 or above C − 1 raises ValueError"""
    cases = [
        case(np.array([0, -1]), 3, label="label −1"),
        case(np.array([3, 0]), 3, label="label 3, with the classes 0, 1, 2"),
        case(np.array([2, 0, 1, 2, -1]), 3, label="label −1, at the end"),
        case(np.array([0, 1, 2, 3, 1]), 3, label="label 3, further back"),
        case(np.array([-4]), 3),
        case(np.array([1, 7, 1]), 2),
    ]
    agree(student.one_hot, reference.one_hot, cases, **LOOK)


@check("manners")
def test_manners(student, reference):
    """y is left alone, and calls do not influence each other"""
    pure(student.one_hot, [case(np.array([2, 0, 1]), 4)], ("y", "num_classes"))
    steady(student.one_hot, reference.one_hot, [case(np.array([0, 1]), 3), case(np.array([2, 1]), 3)])


@wrong(
    "The last classes may be missing in this batch: the number of columns is num_classes, not max(y) + 1.",
)
def classes_from_labels(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    return np.eye(np.max(y, initial=-1) + 1)[y]


@wrong(
    "Index −1 silently means the last class, and a label that is too large raises an IndexError: check the labels first "
    "and raise ValueError.",
    "np.any((y < 0) | (y >= num_classes)) finds both.",
)
def no_check(y, num_classes):
    return np.eye(num_classes)[y]


@wrong("Index −1 silently means the last class: a negative label has to raise ValueError as well.")
def negative_labels_pass(y, num_classes):
    if np.any(y >= num_classes):
        raise ValueError("label too large")
    return np.eye(num_classes)[y]


@wrong("A label that is too large should raise ValueError, too; the IndexError that came is NumPy's own.")
def large_labels_pass(y, num_classes):
    if np.any(y < 0):
        raise ValueError("negative label")
    return np.eye(num_classes)[y]


@wrong("The classes are 0 … C−1, so the label C is already outside: ask y >= num_classes, not y > num_classes.")
def off_by_one(y, num_classes):
    if np.any((y < 0) | (y > num_classes)):
        raise ValueError("label outside the classes")
    return np.eye(num_classes + 1)[y][:, :num_classes]


@wrong("A label outside the classes was moved to the nearest class. It is a mistake in the data: raise ValueError.")
def clipped(y, num_classes):
    return np.eye(num_classes)[np.clip(y, 0, num_classes - 1)]


@wrong("A label outside the classes gave a row of zeros. It is a mistake in the data: raise ValueError.")
def row_of_zeros(y, num_classes):
    return (y[:, None] == np.arange(num_classes)).astype(float)


@wrong("An empty batch failed: np.max of nothing raises. Ask np.any(…), which is False for no labels.")
def fails_when_empty(y, num_classes):
    if y.max() >= num_classes or y.min() < 0:
        raise ValueError("label outside the classes")
    return np.eye(num_classes)[y]


@wrong(
    "Use float64 for the ones and zeros, not integers or True and False: they will be subtracted from probabilities."
)
def integers(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    return np.eye(num_classes, dtype=int)[y]


@wrong("Rows are samples: the result has shape (N, C); yours has the samples in columns.")
def transposed(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    return np.eye(num_classes)[:, y]


@wrong("Labels begin at 0: class 0 belongs in column 0.")
def counted_from_one(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    return np.eye(num_classes)[y - 1]


@wrong("With Y[:, y] every row got a 1 at every label of the batch; pair row n with y[n]: Y[np.arange(N), y].")
def every_label_in_every_row(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    Y = np.zeros((len(y), num_classes))
    Y[:, y] = 1.0
    return Y


@wrong("Hot and cold are exchanged: 1.0 belongs in the label's column, 0.0 in the others.")
def cold(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    return 1.0 - np.eye(num_classes)[y]


@wrong("A batch of one label lost its axis: squeeze drops every axis of length 1. The result has shape (N, C).")
def squeezed(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    return np.squeeze(np.eye(num_classes)[y])


@wrong("You changed y itself. Compute into a new array.")
def changes_y(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    Y = np.zeros((len(y), num_classes))
    y += np.arange(len(y)) * num_classes
    Y.reshape(-1)[y] = 1.0
    return Y


@wrong(
    "Every call returns the same array, so a later call overwrites an earlier result. Make a new array in each call."
)
def one_buffer_for_all(y, num_classes, buffers={}):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    Y = buffers.setdefault((len(y), num_classes), np.empty((len(y), num_classes)))
    Y[...] = np.eye(num_classes)[y]
    return Y


@wrong("The last classes may be missing in this batch: the number of columns is num_classes, not max(y) + 1.")
def classes_from_labels_without_check(y, num_classes):
    return np.eye(np.max(y) + 1)[y]


@wrong("0 is a label like any other: refuse labels below 0 (y < 0), not 0 itself.")
def zero_refused(y, num_classes):
    if np.any((y <= 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    return np.eye(num_classes)[y]


@wrong("The column is the label itself, not its rank among the labels that occur in this batch.")
def rank_of_the_label(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")
    Y = np.zeros((len(y), num_classes))
    Y[np.arange(len(y)), np.unique(y, return_inverse=True)[1]] = 1.0
    return Y


@wrong("Not every class has to occur in a batch: refuse only labels that lie outside 0 … C−1.")
def absent_class_refused(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)) or len(np.unique(y)) != num_classes:
        raise ValueError("label outside the classes")
    return np.eye(num_classes)[y]


@wrong("An empty batch lost its second axis: for no labels the result has shape (0, C).")
def empty_without_columns(y, num_classes):
    rows = []
    for label in y:
        if label < 0 or label >= num_classes:
            raise ValueError("label outside the classes")
        rows.append([1.0 if column == label else 0.0 for column in range(num_classes)])
    return np.array(rows)


@right
def zeros_and_two_index_arrays(y, num_classes):
    if not np.all((0 <= y) & (y < num_classes)):
        raise ValueError("labels lie in 0 … C-1")
    Y = np.zeros((y.size, num_classes))
    Y[np.arange(y.size), y] = 1
    return Y


@right
def comparison(y, num_classes):
    if set(y.tolist()) - set(range(num_classes)):
        raise ValueError(y)
    return np.equal.outer(y, np.arange(num_classes)) * 1.0


@right
def loop_with_its_own_check(y, num_classes):
    Y = np.zeros((len(y), num_classes), dtype=np.float64)
    for n, label in enumerate(y):
        if label < 0 or label >= num_classes:
            raise ValueError(f"label {label} in row {n}")
        Y[n, label] = 1.0
    return Y


@right
def flat_positions(y, num_classes):
    if y.size and (y.min() < 0 or y.max() >= num_classes):
        raise ValueError("outside")
    Y = np.zeros(y.size * num_classes)
    Y[y + num_classes * np.arange(y.size)] = 1.0
    return Y.reshape(y.size, num_classes)


@right
def scattered(y, num_classes):
    if np.any(np.clip(y, 0, num_classes - 1) != y):
        raise ValueError("outside")
    Y = np.zeros((len(y), num_classes))
    np.put_along_axis(Y, y[:, None], 1.0, axis=1)
    return Y
