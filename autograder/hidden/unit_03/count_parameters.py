"""Hidden checks of `count_parameters` (03.7)."""

import numpy as np

from autograder.checks import Failure, agree, case, check, pure, right, steady, wrong

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
    """Very large networks, counted exactly"""
    sizes = [123_456_788, 98_765_433, 4]  # more than 2**53 parameters, where floats go in steps of 2
    cases = [case([100_000, 100_000, 7]), case(sizes)]
    agree(student.count_parameters, reference.count_parameters, cases, letters=LETTERS, rtol=0)
    count, exact = np.asarray(student.count_parameters(sizes)).item(), reference.count_parameters(sizes)
    if count != exact:  # Python compares whole numbers with floats exactly
        raise Failure(f"For {sizes} the count is off by {abs(int(count) - exact)}: it has to be exact.")


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


@wrong(
    "Begin with 0 in every call: what you count in is made once (a global, or a list as default value), and the counts pile up from call to call."
)
def list_as_default(layer_sizes, counts=[]):
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        counts.append(i * o + o)
    return sum(counts)


@wrong("Count with whole numbers: a float holds 15 to 16 digits, and larger counts are rounded.")
def in_floats(layer_sizes):
    sizes = np.array(layer_sizes, dtype=float)
    return float(np.sum((sizes[:-1] + 1) * sizes[1:]))


@wrong("The output units have a bias too: you counted those of the hidden layers only.")
def no_bias_at_the_output(layer_sizes):
    return sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:])) + sum(layer_sizes[1:-1])


@wrong("The hidden units have a bias too: you counted those of the last layer only.")
def bias_at_the_output_only(layer_sizes):
    weights = sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:]))
    return weights + layer_sizes[-1]


@wrong("A layer has (inputs + 1) × outputs parameters: you added 1 to the outputs as well.")
def one_more_on_both_sides(layer_sizes):
    return sum((i + 1) * (o + 1) for i, o in zip(layer_sizes, layer_sizes[1:]))


@wrong("A layer has inputs × outputs weights and as many biases as outputs: yours adds its outputs once more.")
def biases_twice(layer_sizes):
    return sum(i * o + 2 * o for i, o in zip(layer_sizes, layer_sizes[1:]))


@wrong("Activations are not learned: you counted the entries of Z along with those of W and b.")
def counts_activations(layer_sizes):
    return sum(i * o + o + o for i, o in zip(layer_sizes, layer_sizes[1:])) + (layer_sizes[0] if layer_sizes[1:] else 0)


@wrong("Add the layers up: multiplying all sizes counts paths through the network; and a single size makes 0.")
def product_of_any(layer_sizes):
    total = 1
    for size in layer_sizes:
        total *= size
    return total + sum(layer_sizes[1:])


@wrong("A weight matrix has inputs × outputs entries: you added the two sizes, and the biases are missing.")
def sums_of_pairs(layer_sizes):
    return sum(i + o for i, o in zip(layer_sizes, layer_sizes[1:]))


@wrong("Only neighbouring sizes share a layer: you connected each size with all that come after it.")
def all_pairs(layer_sizes):
    pairs = [(a, b) for k, b in enumerate(layer_sizes) for a in layer_sizes[:k]]
    return sum(a * b for a, b in pairs) + sum(layer_sizes[1:])


@wrong(
    "n sizes make n − 1 layers: for k = 0, layer_sizes[k - 1] is the last size, so you counted a layer from end to start."
)
def wraps_around(layer_sizes):
    return sum((layer_sizes[k - 1] + 1) * layer_sizes[k] for k in range(len(layer_sizes)))


@wrong("n sizes make n − 1 layers: stop at range(len(layer_sizes) - 1), for the last size has no neighbour behind it.")
def reaches_too_far(layer_sizes):
    total = 0
    for k in range(len(layer_sizes)):
        total += (layer_sizes[k] + 1) * layer_sizes[k + 1]
    return total


@wrong("A single size makes no layer and no parameters: return 0, and do not unpack two sizes where one is allowed.")
def unpacks_two(layer_sizes):
    inputs, outputs, *rest = layer_sizes
    return (inputs + 1) * outputs + (count_parameters([outputs, *rest]) if rest else 0)


@wrong("A single size makes no layer and no parameters: return 0, not the size itself.")
def a_single_size_counts(layer_sizes):
    if len(layer_sizes) < 2:
        return layer_sizes[0]
    return sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:]))


@wrong("Walk over positions, not sizes: index finds the first unit of that size, and takes the size behind that one.")
def looks_next_size_up(layer_sizes):
    return sum((i + 1) * layer_sizes[layer_sizes.index(i) + 1] for i in layer_sizes[:-1])


@wrong("Do not key layers by their size: a dict keeps one layer for each size, and two layers may be equally large.")
def dict_of_sizes(layer_sizes):
    return sum((i + 1) * o for i, o in dict(zip(layer_sizes, layer_sizes[1:])).items())


@wrong("Count equal layers each time: a set keeps one of them only.")
def set_of_layers(layer_sizes):
    return sum((i + 1) * o for i, o in set(zip(layer_sizes, layer_sizes[1:])))


@wrong("Keep the sizes in their order: sorted, other sizes become neighbours.")
def sorts(layer_sizes):
    sizes = sorted(layer_sizes, reverse=True)
    return sum((i + 1) * o for i, o in zip(sizes, sizes[1:]))


@wrong("Keep the sizes in their order, and leave the caller's list as it was: sort changes both.")
def sorts_in_place(layer_sizes):
    layer_sizes.sort(reverse=True)
    return sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:]))


@wrong("Neighbouring layers share a size: you cut the sizes into separate pairs.")
def separate_pairs(layer_sizes):
    return sum((i + 1) * o for i, o in zip(layer_sizes[::2], layer_sizes[1::2]))


@wrong("One number is asked for: add up the counts of the layers.")
def one_count_per_layer(layer_sizes):
    return [(i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:])]


@wrong("One number is asked for: add weights and biases up instead of returning the two.")
def weights_and_biases(layer_sizes):
    return sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:])), sum(layer_sizes[1:])


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
