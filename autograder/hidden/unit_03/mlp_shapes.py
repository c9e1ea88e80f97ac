"""Hidden checks of `mlp_shapes` (03.6)."""

from autograder.checks import agree, case, check, pure, right, steady, wrong

LETTERS = ("layer_sizes", "batch")


def layers(count):
    """What messages call the parts of the result: each layer, and in it the three shapes."""
    return tuple(
        (f"layer {k}", f"W's shape in layer {k}", f"b's shape in layer {k}", f"Z's shape in layer {k}")
        for k in range(1, count + 1)
    )


@check("values")
def test_one_layer(student, reference):
    """One layer: the shapes of W, b and Z"""
    cases = [case([3, 2], 4), case([7, 5], 11)]
    agree(student.mlp_shapes, reference.mlp_shapes, cases, letters=LETTERS, names=layers(1), show=True)


@check("values")
def test_two_layers(student, reference):
    """Two layers: what the first gives, the second takes"""
    agree(
        student.mlp_shapes, reference.mlp_shapes, [case([64, 32, 10], 5)], letters=LETTERS, names=layers(2), show=True
    )


@check("sizes")
def test_four_layers(student, reference):
    """Four layers, equal sizes among them"""
    cases = [case([8, 6, 5, 4, 3], 7), case([3, 3, 3, 3, 3], 3), case([1, 9, 1, 2, 1], 6)]
    agree(student.mlp_shapes, reference.mlp_shapes, cases, letters=LETTERS, names=layers(4), show=True)


@check("sizes")
def test_batch_of_one(student, reference):
    """A batch of one keeps its axis"""
    agree(student.mlp_shapes, reference.mlp_shapes, [case([4, 3, 2], 1)], letters=LETTERS, names=layers(2), show=True)


@check("manners")
def test_manners(student, reference):
    """layer_sizes is left alone, and calls do not influence each other"""
    pure(student.mlp_shapes, [case([5, 4, 3], 2)], LETTERS)
    steady(student.mlp_shapes, reference.mlp_shapes, [case([5, 4, 3], 2), case([2, 6, 4], 3)], names=layers(2))


@check("extremes")
def test_no_layer(student, reference):
    """A single size: inputs, but no layer, hence the empty list"""
    agree(student.mlp_shapes, reference.mlp_shapes, [case([5], 3)], letters=LETTERS, show=True)


@wrong("Row convention: W is (inputs, outputs). Yours is (outputs, inputs), as PyTorch stores it.")
def outputs_first(layer_sizes, batch):
    return [((o, i), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("Every activation carries the batch axis: Z has shape (batch, outputs).")
def no_batch(layer_sizes, batch):
    return [((i, o), (o,), (o,)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("n sizes make n − 1 layers: a layer stands between two sizes, and you made one layer for each size.")
def layer_per_size(layer_sizes, batch):
    before = [layer_sizes[0], *layer_sizes[:-1]]
    return [((i, o), (o,), (batch, o)) for i, o in zip(before, layer_sizes)]


@wrong("Do not leave out the last layer: n sizes make n − 1 layers, and yours are n − 2.")
def last_layer_missing(layer_sizes, batch):
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes[:-2], layer_sizes[1:-1])]


@wrong("b has one axis, shape (outputs,): yours is a row matrix, (1, outputs).")
def bias_as_row(layer_sizes, batch):
    return [((i, o), (1, o), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong(
    "A comma makes it a shape: (5) is the number 5, (5,) is the shape of a vector with 5 entries. Write b's as (outputs,)."
)
def no_comma(layer_sizes, batch):
    return [((i, o), (o), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("The bias belongs to the outputs: b has shape (outputs,), and yours has one entry per input.")
def bias_of_inputs(layer_sizes, batch):
    return [((i, o), (i,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("Z is what the layer gives, shape (batch, outputs): you wrote down its input, (batch, inputs).")
def input_for_output(layer_sizes, batch):
    return [((i, o), (o,), (batch, i)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("Samples are rows: Z has shape (batch, outputs). Yours is (outputs, batch), the article's layout.")
def batch_last(layer_sizes, batch):
    return [((i, o), (o,), (o, batch)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("A batch of one is still a batch: keep the axis, shape (1, outputs).")
def no_batch_of_one(layer_sizes, batch):
    return [((i, o), (o,), (batch, o) if batch > 1 else (o,)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("Each layer takes what the one before gave: you connected every layer to the network's input.")
def always_from_input(layer_sizes, batch):
    return [((layer_sizes[0], o), (o,), (batch, o)) for o in layer_sizes[1:]]


@wrong("Walk over positions, not sizes: index finds the first layer of that size, and two layers may be equally large.")
def looks_sizes_up(layer_sizes, batch):
    shapes = []
    for o in layer_sizes[1:]:
        i = layer_sizes[layer_sizes.index(o) - 1]
        shapes.append(((i, o), (o,), (batch, o)))
    return shapes


@wrong("Go through all neighbours: you made the first and the last layer, and those between are missing.")
def first_and_last(layer_sizes, batch):
    ends = [layer_sizes[:2], layer_sizes[-2:]] if len(layer_sizes) > 2 else [layer_sizes] * (len(layer_sizes) - 1)
    return [((i, o), (o,), (batch, o)) for i, o in ends]


@wrong("A single size makes no layer: return the empty list, [], and do not reach for a second size.")
def at_least_one_layer(layer_sizes, batch):
    D, H = layer_sizes[0], layer_sizes[1]
    return [((D, H), (H,), (batch, H))] + [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes[1:], layer_sizes[2:])]


@wrong("Leave layer_sizes as it was: pop takes the sizes out of the caller's own list.")
def pops(layer_sizes, batch):
    shapes = []
    while len(layer_sizes) > 1:
        i = layer_sizes.pop(0)
        o = layer_sizes[0]
        shapes.append(((i, o), (o,), (batch, o)))
    return shapes


@wrong("Begin with a new list in every call: a list as default value is made once, and grows from call to call.")
def list_as_default(layer_sizes, batch, shapes=[]):
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        shapes.append(((i, o), (o,), (batch, o)))
    return shapes


@wrong("Make a new list in every call: you return one that you keep and overwrite, so an earlier result changes later.")
def keeps_its_result(layer_sizes, batch, kept=[]):
    kept[:] = [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]
    return kept


@right
def index_loop(layer_sizes, batch):
    shapes = []
    for k in range(len(layer_sizes) - 1):
        i, o = layer_sizes[k], layer_sizes[k + 1]
        shapes.append(((i, o), (o,), (batch, o)))
    return shapes


@right
def nested_lists(layer_sizes, batch):
    return [[[i, o], [o], [batch, o]] for i, o in zip(layer_sizes[:-1], layer_sizes[1:])]


@right
def real_arrays(layer_sizes, batch):
    shapes, Z = [], np.zeros((batch, layer_sizes[0]))
    for o in layer_sizes[1:]:
        W, b = np.zeros((Z.shape[1], o)), np.zeros(o)
        Z = Z @ W + b
        shapes.append((W.shape, b.shape, Z.shape))
    return shapes


@right
def recursion(layer_sizes, batch):
    if len(layer_sizes) < 2:
        return []
    i, o, *rest = layer_sizes
    return [((i, o), (o,), (batch, o)), *mlp_shapes([o, *rest], batch)]


@right
def numpy_integers(layer_sizes, batch):
    sizes = np.array(layer_sizes)
    return tuple((np.array([i, o]), np.array([o]), np.array([batch, o])) for i, o in zip(sizes, sizes[1:]))


@right
def generator(layer_sizes, batch):
    from itertools import pairwise

    return list(map(lambda pair: (pair, pair[1:], (batch, pair[1])), pairwise(layer_sizes)))
