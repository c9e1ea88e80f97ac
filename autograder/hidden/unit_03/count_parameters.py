"""Hidden checks of `count_parameters` (03.7)."""

from autograder.checks import agree, case, check, pure, right, steady, wrong

LETTERS = ("layer_sizes",)


@check("values")
def test_by_hand(student, reference):
    """Small networks you can count by hand"""
    cases = [case([5, 1]), case([1, 4]), case([3, 2]), case([64, 32, 10])]
    agree(student.count_parameters, reference.count_parameters, cases, letters=LETTERS, show=True)


@check("sizes")
def test_depth(student, reference):
    """Three and four layers, equal sizes among them"""
    cases = [case([2, 3, 4, 5]), case([3, 3, 3, 3]), case([8, 6, 5, 4, 3])]
    agree(student.count_parameters, reference.count_parameters, cases, letters=LETTERS, show=True)


@check("manners")
def test_manners(student, reference):
    """layer_sizes is left alone, and calls do not influence each other"""
    pure(student.count_parameters, [case([5, 4, 3])], LETTERS)
    steady(student.count_parameters, reference.count_parameters, [case([5, 4, 3]), case([2, 6, 4])])


@check("extremes")
def test_no_layer(student, reference):
    """A single size: no layer, no parameters"""
    agree(student.count_parameters, reference.count_parameters, [case([64])], letters=LETTERS, show=True)


@check("extremes")
def test_large(student, reference):
    """Ten thousand million parameters, counted exactly"""
    agree(student.count_parameters, reference.count_parameters, [case([100_000, 100_000, 7])], letters=LETTERS, rtol=0)


@wrong("Count the biases too: one bias per output unit. You counted the weights only.")
def no_biases(layer_sizes):
    return sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:]))


@wrong("Inputs have no bias: count one per output unit of each layer, and leave the first size out.")
def biases_of_inputs(layer_sizes):
    return sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:])) + sum(layer_sizes)


@wrong("Each layer has one bias per output unit: you counted the inputs of each layer instead of its outputs.")
def bias_per_input(layer_sizes):
    return sum(i * o + i for i, o in zip(layer_sizes, layer_sizes[1:]))


@wrong("One bias per output unit, not one per layer: each of the layer's outputs has its own.")
def bias_per_layer(layer_sizes):
    return sum(i * o + 1 for i, o in zip(layer_sizes, layer_sizes[1:]))


@wrong("Add the layers up: multiplying all sizes counts paths through the network, not its parameters.")
def product_of_all(layer_sizes):
    total = 1
    for size in layer_sizes:
        total *= size
    return total + sum(layer_sizes[1:]) if len(layer_sizes) > 1 else 0


@wrong("Count every layer: you stopped after the first.")
def first_layer(layer_sizes):
    return layer_sizes[0] * layer_sizes[1] + layer_sizes[1] if len(layer_sizes) > 1 else 0


@wrong("Count every layer: you left out the last.")
def all_but_last(layer_sizes):
    return sum(i * o + o for i, o in zip(layer_sizes[:-2], layer_sizes[1:-1]))


@wrong(
    "Count what is learned: the sizes are numbers of units, and their sum counts activations, not weights and biases."
)
def counts_units(layer_sizes):
    return sum(layer_sizes[1:])


@wrong("A weight matrix has inputs × outputs entries: you added the two sizes.")
def adds_sizes(layer_sizes):
    return sum(i + o + o for i, o in zip(layer_sizes, layer_sizes[1:]))


@wrong("Walk over positions, not sizes: index finds the first layer of that size, and two layers may be equally large.")
def looks_sizes_up(layer_sizes):
    return sum((layer_sizes[layer_sizes.index(o) - 1] + 1) * o for o in layer_sizes[1:])


@wrong("Go through all neighbours: you counted the first and the last layer, and those between are missing.")
def first_and_last(layer_sizes):
    ends = [layer_sizes[:2], layer_sizes[-2:]] if len(layer_sizes) > 2 else [layer_sizes] * (len(layer_sizes) - 1)
    return sum((i + 1) * o for i, o in ends)


@wrong("A single size makes no layer: the answer is 0, an empty sum, and there is no second size to reach for.")
def at_least_one_layer(layer_sizes):
    total = layer_sizes[0] * layer_sizes[1] + layer_sizes[1]
    return total + sum(i * o + o for i, o in zip(layer_sizes[1:], layer_sizes[2:]))


@wrong("Count with Python's integers: np.int32 ends at 2147483647, and larger counts wrap around without an error.")
def short_integers(layer_sizes):
    sizes = np.array(layer_sizes).astype(np.int32)
    return int(np.sum(sizes[:-1] * sizes[1:] + sizes[1:], dtype=np.int32))


@wrong("Leave layer_sizes as it was: pop takes the sizes out of the caller's own list.")
def pops(layer_sizes):
    total = 0
    while len(layer_sizes) > 1:
        inputs = layer_sizes.pop(0)
        total += (inputs + 1) * layer_sizes[0]
    return total


@wrong("Begin with 0 in every call: a list as default value is made once, and your counts pile up from call to call.")
def list_as_default(layer_sizes, counts=[]):
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        counts.append(i * o + o)
    return sum(counts)


@right
def one_more_input(layer_sizes):
    return sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:]))


@right
def from_shapes(layer_sizes):
    import math

    return sum(math.prod(W) + math.prod(b) for W, b, _ in mlp_shapes(layer_sizes, 1))


@right
def index_loop(layer_sizes):
    total = 0
    for k in range(1, len(layer_sizes)):
        total += layer_sizes[k - 1] * layer_sizes[k]
        total += layer_sizes[k]
    return total


@right
def dot_product(layer_sizes):
    sizes = np.array(layer_sizes, dtype=np.int64)
    return np.dot(sizes[:-1] + 1, sizes[1:])


@right
def recursion(layer_sizes):
    if len(layer_sizes) == 1:
        return 0
    return (layer_sizes[0] + 1) * layer_sizes[1] + count_parameters(layer_sizes[1:])


@right
def as_float(layer_sizes):
    weights = sum(float(i) * o for i, o in zip(layer_sizes, layer_sizes[1:]))
    return np.asarray(weights + sum(layer_sizes) - layer_sizes[0])
