"""Hidden checks of `torch_linear` (03.5)."""

import numpy as np

from autograder.checks import Case, agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

WEIGHT = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]])
BY_HAND = [
    case(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]]), WEIGHT, np.array([10.0, 20.0])),
    case(
        np.array([[1.0, 0.0], [0.0, 1.0]]),
        np.array([[1.0, 2.0], [3.0, 4.0]]),
        np.array([0.5, -0.5]),
        label="a square weight",
    ),
]
WITHOUT = [
    case(np.array([[1.0, 2.0, 3.0]]), WEIGHT, label="no bias given"),
    case(np.array([[1.0, 2.0, 3.0]]), WEIGHT, None, label="bias is None"),
    case(np.array([[1.0, 2.0, 3.0]]), WEIGHT, bias=None, label="bias=None"),
]
LETTERS, AXES = ("x", "weight", "bias"), ("samples N", "outputs M")


def layer(seed, n, d, m):
    return [normal(seed, n, d), normal(seed + 50, m, d), normal(seed + 90, m) + 0.5]


@check("values")
def test_by_hand(student, reference):
    """Small batches you can work out by hand"""
    agree(student.torch_linear, reference.torch_linear, BY_HAND, letters=LETTERS, axes=AXES, show=True)


@check("sizes")
def test_sizes(student, reference):
    """One sample, one feature, one output, a square weight, and larger ones"""
    agree(student.torch_linear, reference.torch_linear, ladder(layer), letters=LETTERS, axes=AXES)


@check("sizes")
def test_without_bias(student, reference):
    """Layers without a bias, and a bias given by its name"""
    x, weight, bias = layer(7, 2, 3, 4)
    cases = [*WITHOUT, *(Case(item.args[:2]) for item in ladder(layer)), case(x, weight, bias=bias, label="bias=…")]
    agree(student.torch_linear, reference.torch_linear, cases, letters=LETTERS, axes=AXES)


@check("types")
def test_integers(student, reference):
    """Whole-number inputs, alone and together with fractions"""
    x, weight, bias = np.array([[1, 2], [3, 4]]), np.array([[1, 0], [2, 1], [1, 3]]), np.array([1, 2, 3])
    cases = [case(x, weight, bias), case(x, weight / 4, bias / 2), case(x, weight, bias / 4), case(x / 2, weight, bias)]
    agree(student.torch_linear, reference.torch_linear, cases, letters=LETTERS, axes=AXES, show=True)


@check("manners")
def test_manners(student, reference):
    """x, weight and bias are left alone, and calls do not influence each other"""
    square = layer(4, 3, 3, 3)
    pure(student.torch_linear, [case(*layer(1, 2, 3, 4)), case(*layer(1, 2, 3, 4)[:2]), case(*square)], LETTERS)
    steady(student.torch_linear, reference.torch_linear, [case(*layer(2, 2, 3, 4)), case(*layer(3, 2, 3, 4))])


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    args = (symbols("x", 2, 3), symbols("weight", 4, 3), symbols("bias", 4))
    scope = "every real 2 × 3 batch and every layer from 3 to 4 units"
    proves(student.torch_linear, reference.torch_linear, args, scope)


@wrong("Transpose the weight: Linear(in, out) stores (out, in), and the layer computes x Aᵀ + b.", "x @ weight.T")
def as_stored(x, weight, bias=None):
    z = x @ weight
    return z if bias is None else z + bias


@wrong(
    "Transpose the weight, do not reshape it: reshape keeps the reading order, and the numbers land in other places.",
    "weight.T",
)
def weight_reshaped(x, weight, bias=None):
    z = x @ weight.reshape(weight.shape[::-1])
    return z if bias is None else z + bias


@wrong("bias=False layers have no bias: when `bias` is None, return x Aᵀ alone.", "if bias is None: …")
def needs_a_bias(x, weight, bias=None):
    return x @ weight.T + bias


@wrong("Ask `bias is None`, not `if bias`: an array of several numbers is neither true nor false, and Python refuses.")
def truth_of_an_array(x, weight, bias=None):
    z = x @ weight.T
    if bias:
        z = z + bias
    return z


@wrong("Add the bias when there is one: yours leaves it out always.")
def never_a_bias(x, weight, bias=None):
    return x @ weight.T


@wrong("Without a bias the product itself is the answer: yours returned nothing when bias is None.")
def forgets_to_return(x, weight, bias=None):
    if bias is not None:
        return x @ weight.T + bias


@wrong("The bias belongs to the M outputs, not to the N samples: add it as it is, without a new axis.")
def bias_as_column(x, weight, bias=None):
    z = x @ weight.T
    return z if bias is None else z + bias[:, None]


@wrong("Rows are samples in PyTorch too: the result has shape (N, M), and yours is its transpose.")
def columns_out(x, weight, bias=None):
    z = weight @ x.T
    return z if bias is None else z + bias[:, None]


@wrong("Keep both axes: a single output still has a column, shape (N, 1), and a single sample still has a row.")
def squeezes(x, weight, bias=None):
    z = x @ weight.T
    return np.squeeze(z if bias is None else z + bias)


@wrong(
    "The result must hold fractions: you gave it x's integer type, and every fraction was cut off.", "np.zeros((N, M))"
)
def type_of_x(x, weight, bias=None):
    z = x @ weight.T
    return (z if bias is None else z + bias).astype(x.dtype)


@wrong("Leave the bias as it was: setting bias.shape changes the caller's own array. Plain `+ bias` will do.")
def reshapes_bias(x, weight, bias=None):
    z = x @ weight.T
    if bias is None:
        return z
    bias.shape = (1, -1)
    return z + bias


@wrong("Make a new result in every call: you write into one array that you keep, so an earlier result changes later.")
def keeps_its_result(x, weight, bias=None, kept={}):
    z = kept.setdefault((len(x), len(weight)), np.zeros((len(x), len(weight))))
    z[:] = x @ weight.T
    if bias is not None:
        z += bias
    return z


@wrong(
    "Transpose the weight, always: yours leaves it as stored where the sizes allow it, and a square layer comes out wrong "
    "without a crash.",
    "x @ weight.T",
)
def as_stored_where_it_fits(x, weight, bias=None):
    z = x @ weight if x.shape[1] == weight.shape[0] else x @ weight.T
    return z if bias is None else z + bias


@wrong(
    "Give bias the default None: your function cannot be called without a bias.",
    "def torch_linear(x, weight, bias=None)",
)
def no_default(x, weight, bias):
    z = x @ weight.T
    return z if bias is None else z + bias


@wrong("A default of 0 helps only when no bias is given: `bias=None` may be said aloud, and None cannot be added.")
def default_of_zero(x, weight, bias=0.0):
    return x @ weight.T + bias


@wrong("Call the third argument `bias`: it may be passed by its name.")
def other_name(x, weight, b=None):
    z = x @ weight.T
    return z if b is None else z + b


@wrong("x comes first and the weight is turned, x Aᵀ: you multiplied A x, as for a single column.")
def weight_first(x, weight, bias=None):
    z = weight @ x
    return z if bias is None else z + bias


@wrong("Add the bias after the product: it belongs to the M outputs, while x still holds the inputs.")
def bias_before(x, weight, bias=None):
    return (x if bias is None else x + bias) @ weight.T


@wrong("A bias has one number per output, M: your zeros for a missing one have the length of the inputs, D.")
def zeros_of_inputs(x, weight, bias=None):
    bias = np.zeros(x.shape[1]) if bias is None else bias
    return x @ weight.T + bias


@wrong("No bias means nothing is added: yours adds ones when bias is None.")
def ones_for_none(x, weight, bias=None):
    return x @ weight.T + (np.ones(len(weight)) if bias is None else bias)


@wrong("bias=None is allowed: bias=False layers have no bias. Return x Aᵀ alone instead of raising an error.")
def refuses_none(x, weight, bias=None):
    if bias is None:
        raise ValueError("no bias")
    return x @ weight.T + bias


@wrong("Each output has its own bias; you added the mean of all of them to every entry.")
def bias_mean(x, weight, bias=None):
    z = x @ weight.T
    return z if bias is None else z + np.mean(bias)


@wrong("Write x @ weight.T + bias: with whole numbers in x and weight, z += bias cannot put fractions into integers.")
def adds_into_integers(x, weight, bias=None):
    z = x @ weight.T
    if bias is not None:
        z += bias
    return z


@wrong("No bias means nothing is added: yours keeps the bias of an earlier call and adds it again.")
def remembers_bias(x, weight, bias=None, kept={}):
    if bias is None:
        return x @ weight.T + kept.get(len(weight), 0)
    kept[len(weight)] = bias
    return x @ weight.T + bias


@right
def through_our_layer(x, weight, bias=None):
    return affine_forward(x, weight.T, np.zeros(len(weight)) if bias is None else bias)


@right
def zero_for_none(x, weight, bias=None):
    return np.dot(x, weight.transpose()) + (0.0 if bias is None else bias)


@right
def einsum(x, weight, bias=None):
    z = np.einsum("...d,md->...m", x, weight)
    if bias is not None:
        z = z + bias
    return z


@right
def row_products(x, weight, bias=None):
    bias = [0.0] * len(weight) if bias is None else bias
    return [[float(sum(a * b for a, b in zip(sample, unit)) + c) for unit, c in zip(weight, bias)] for sample in x]


@right
def unit_by_unit(x, weight, bias=None):
    z = np.empty((x.shape[0], weight.shape[0]))
    for m, unit in enumerate(weight):
        z[:, m] = x @ unit
        if bias is not None:
            z[:, m] += bias[m]
    return z


@right
def through_columns(x, weight, bias=None):
    z = (weight @ x.T).T.astype(float)
    if bias is not None:
        z += np.broadcast_to(bias, z.shape)
    return z
