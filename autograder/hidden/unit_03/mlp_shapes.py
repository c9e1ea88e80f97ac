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


@wrong("n sizes make n − 1 layers: you made one more behind the last size, from the outputs to the outputs.")
def one_more_at_the_end(layer_sizes, batch):
    sizes = [*layer_sizes, layer_sizes[-1]]
    return [((i, o), (o,), (batch, o)) for i, o in zip(sizes, sizes[1:])]


@wrong(
    "n sizes make n − 1 layers: for k = 0, layer_sizes[k - 1] is the last size, so you made a layer from end to start."
)
def wraps_around(layer_sizes, batch):
    sizes = layer_sizes
    return [((sizes[k - 1], sizes[k]), (sizes[k],), (batch, sizes[k])) for k in range(len(sizes))]


@wrong("n sizes make n − 1 layers: stop at range(len(layer_sizes) - 1), for the last size has no neighbour behind it.")
def reaches_too_far(layer_sizes, batch):
    shapes = []
    for k in range(len(layer_sizes)):
        i, o = layer_sizes[k], layer_sizes[k + 1]
        shapes.append(((i, o), (o,), (batch, o)))
    return shapes


@wrong("Begin with the first pair of sizes: you left the first layer out.")
def first_layer_missing(layer_sizes, batch):
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes[1:], layer_sizes[2:])]


@wrong("List the layers in order, from the inputs on: yours begin at the output.")
def backwards(layer_sizes, batch):
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])][::-1]


@wrong("b has one axis, shape (outputs,): yours is a column, (outputs, 1), as in the article.")
def bias_as_column(layer_sizes, batch):
    return [((i, o), (o, 1), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("Give each layer's shapes in the order W, b, Z: yours come as W, Z, b.")
def bias_last(layer_sizes, batch):
    return [((i, o), (batch, o), (o,)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("One entry per layer, a tuple of three shapes: use append. += puts the three shapes into the list one by one.")
def flattened(layer_sizes, batch):
    shapes = []
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        shapes += [(i, o), (o,), (batch, o)]
    return shapes


@wrong("One entry per layer: you returned all W, then all b, then all Z.")
def grouped_by_kind(layer_sizes, batch):
    pairs = list(zip(layer_sizes, layer_sizes[1:]))
    return [tuple(pairs), tuple((o,) for _, o in pairs), tuple((batch, o) for _, o in pairs)]


@wrong("Shapes are asked for, not arrays: give (inputs, outputs) itself, or the .shape of your arrays.")
def arrays_themselves(layer_sizes, batch):
    return [(np.zeros((i, o)), np.zeros(o), np.zeros((batch, o))) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("Walk over positions, not sizes: index finds the first unit of that size, and takes the size behind that one.")
def looks_next_size_up(layer_sizes, batch):
    shapes = []
    for i in layer_sizes[:-1]:
        o = layer_sizes[layer_sizes.index(i) + 1]
        shapes.append(((i, o), (o,), (batch, o)))
    return shapes


@wrong("Do not key layers by their size: a dict keeps one layer for each size, and two layers may be equally large.")
def dict_of_sizes(layer_sizes, batch):
    pairs = dict(zip(layer_sizes, layer_sizes[1:]))
    return [((i, o), (o,), (batch, o)) for i, o in pairs.items()]


@wrong("Neighbouring layers share a size: after (8, 6) comes (6, 5). You cut the sizes into separate pairs.")
def separate_pairs(layer_sizes, batch):
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes[::2], layer_sizes[1::2])]


@wrong("Return after the loop: your return stands inside it, so only the first layer gets done.")
def returns_in_the_loop(layer_sizes, batch):
    shapes = []
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        shapes.append(((i, o), (o,), (batch, o)))
        return shapes
    return shapes


@wrong("A single size is allowed and makes no layer: return the empty list, [], instead of raising an error.")
def refuses_a_single_size(layer_sizes, batch):
    if len(layer_sizes) < 2:
        raise ValueError("two sizes at least")
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("A single size makes no layer: return the empty list, [], not a list with an empty layer in it.")
def an_empty_layer(layer_sizes, batch):
    return [((i, o), (o,), (batch, o)) for i, o in zip(layer_sizes, layer_sizes[1:])] or [()]


@wrong("Take the batch from the argument: you wrote the 5 of the example into your answer.")
def batch_of_five(layer_sizes, batch):
    return [((i, o), (o,), (5, o)) for i, o in zip(layer_sizes, layer_sizes[1:])]


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
