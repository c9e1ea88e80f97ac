"""Hidden checks of `bce_with_logits` (11.9)."""

import numpy as np

from autograder.checks import Failure, agree, case, check, ladder, normal, proves, pure, right, steady, symbols, wrong

LETTERS = ("z", "y")
NAMES = ("loss", "dz")
LOOK = {"letters": LETTERS, "names": NAMES}
EQUIVALENT = {
    "sigmoid = np.where(z >= 0, 1.0, small) / (1.0 + small)  →  sigmoid = np.where(z > 0, 1.0, small) / (1.0 + small)": (
        "at z = 0 both branches are 1, since e^0 = 1"
    ),
    "loss = np.mean(np.maximum(z, 0) - y * z + np.log1p(small))"
    "  →  loss = np.mean(np.maximum(0, z) - y * z + np.log1p(small))": "a maximum does not ask for the order",
}


def soft_labels(seed, n):
    return np.round(np.random.default_rng(seed).uniform(0.05, 0.95, n), 2)


@check("values")
def test_by_hand(student, reference):
    """Losses and slopes you can work out by hand"""
    cases = [
        case(np.array([0.0, 0.0]), np.array([1.0, 0.0]), label="two chances of one half"),
        case(np.log([3.0, 3.0]), np.array([1.0, 0.0]), label="σ(z) = 3/4, once right and once wrong"),
        case(np.array([0.0, np.log(3.0)]), np.array([0.25, 0.5]), label="soft labels"),
    ]
    agree(student.bce_with_logits, reference.bce_with_logits, cases, show=True, **LOOK)


@check("sizes")
def test_sizes(student, reference):
    """Batches of several sizes, one sample among them, with soft and with hard labels"""
    cases = ladder(lambda seed, n: [normal(seed, n, scale=3.0), soft_labels(seed, n)], [(1,), (2,), (3,), (5,), (7,)])
    cases += [case(normal(41, 4, scale=3.0), np.array([0.0, 1.0, 1.0, 0.0])), case(np.array([2.5]), np.array([0.0]))]
    agree(student.bce_with_logits, reference.bce_with_logits, cases, **LOOK)


@check("types")
def test_integers(student, reference):
    """Integer logits and labels give fractions all the same"""
    cases = [
        case(np.array([0, 1, -2]), np.array([1, 0, 1]), label="both hold integers"),
        case(np.array([0.5, -1.5]), np.array([1, 0]), label="y holds integers"),
    ]
    agree(student.bce_with_logits, reference.bce_with_logits, cases, show=True, **LOOK)


@check("errors")
def test_shapes(student, reference):
    """ValueError unless z and y have the same shape (N,)"""
    cases = [
        case(normal(51, 3, 1), np.array([0.0, 1.0, 1.0]), label="shapes (3, 1) and (3,)"),
        case(normal(52, 3), np.array([[0.0], [1.0], [1.0]]), label="shapes (3,) and (3, 1)"),
        case(normal(53, 3), np.array([1.0]), label="shapes (3,) and (1,)"),
        case(normal(54, 2, 1), np.array([[0.0], [1.0]]), label="shapes (2, 1) and (2, 1)"),
        case(normal(55, 3), np.array([0.0, 1.0]), label="shapes (3,) and (2,)"),
        case(np.array(0.5), np.array(1.0), label="shapes () and ()", raises=("TypeError", "IndexError")),
    ]
    agree(student.bce_with_logits, reference.bce_with_logits, cases, **LOOK)


@check("manners")
def test_manners(student, reference):
    """z and y are left alone, and calls do not influence each other"""
    pure(student.bce_with_logits, [case(normal(1, 3), soft_labels(1, 3))], LETTERS)
    again = [case(normal(seed, 3), soft_labels(seed, 3)) for seed in (2, 3)]
    steady(student.bce_with_logits, reference.bce_with_logits, again, names=NAMES)


@check("extremes")
def test_certain(student, reference):
    """Logits of ±1000: the right label costs 0, the wrong one 1000"""
    result = student.bce_with_logits(np.array([1000.0]), np.array([0.0]))
    loss = result[0] if isinstance(result, tuple | list) and len(result) == 2 else np.nan
    if np.ndim(loss) == 0 and np.isfinite(loss) and 0 < loss < 999:
        raise Failure(
            f"A logit of 1000 with the label 0 costs 1000; yours says {float(loss):.6g}. Something caps the loss: an eps "
            "inside the logarithm, or a clip."
        )
    cases = [
        case(np.array([1000.0]), np.array([1.0]), label="certain and right"),
        case(np.array([1000.0]), np.array([0.0]), label="certain and wrong"),
        case(np.array([-1000.0]), np.array([0.0]), label="certain and right"),
        case(np.array([-1000.0]), np.array([1.0]), label="certain and wrong"),
        case(np.array([1000.0, -1000.0, 0.0]), np.array([0.25, 0.5, 1.0]), label="soft labels"),
    ]
    agree(student.bce_with_logits, reference.bce_with_logits, cases, **LOOK)


@check("proof")
def test_proof(student, reference):
    """The formula itself"""
    arguments = (symbols("z", 2), np.array([1.0, 0.25]))
    proves(
        student.bce_with_logits, reference.bce_with_logits, arguments, "every two real logits with the labels 1 and 1/4"
    )


@wrong(
    "The sigmoid was rounded to 0 or 1, and log 0 spoiled the loss; use max(z, 0) − z·y + log(1 + e^(−|z|)).",
    "np.log1p(np.exp(-np.abs(z))) is the last part.",
)
def log_of_sigmoid(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    s = 1.0 / (1.0 + np.exp(-z))
    return -np.mean(y * np.log(s) + (1 - y) * np.log(1 - s)), (s - y) / len(z)


@wrong("An error of 1000 costs about 1000; your eps inside the logarithm caps it.")
def eps_in_the_logarithm(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    s = 1.0 / (1.0 + np.exp(-z))
    return -np.mean(y * np.log(s + 1e-12) + (1 - y) * np.log(1 - s + 1e-12)), (s - y) / len(z)


@wrong("An error of 1000 costs about 1000; your eps of 1e-8 caps it, and it shifts every other loss a little.")
def large_eps_in_the_logarithm(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    s = 1.0 / (1.0 + np.exp(-z))
    return -np.mean(y * np.log(s + 1e-8) + (1 - y) * np.log(1 - s + 1e-8)), (s - y) / len(z)


@wrong("An error of 1000 costs about 1000; clipping the sigmoid caps it.")
def clipped(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    s = 1.0 / (1.0 + np.exp(-z))
    kept = np.clip(s, 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(kept) + (1 - y) * np.log(1 - kept)), (s - y) / len(z)


@wrong("log(1 + e^z) overflows for z = 1000: write it as max(z, 0) + log(1 + e^(−|z|)).")
def softplus_overflows(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.mean(np.log(1 + np.exp(z)) - y * z), (1.0 / (1.0 + np.exp(-z)) - y) / len(z)


@wrong("The loss is right, but the gradient is nan for z = 1000: e^z/(1 + e^z) is inf/inf there. Use e^(−|z|).")
def sigmoid_overflows(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.mean(np.logaddexp(0, z) - y * z), (np.exp(z) / (1 + np.exp(z)) - y) / len(z)


@wrong("Leave the factor σ′(z) out of the gradient: that belongs to squared error; here it cancels.")
def extra_sigmoid_derivative(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    s = 1.0 / (1.0 + np.exp(-z))
    return np.mean(np.logaddexp(0, z) - y * z), (s - y) * s * (1 - s) / len(z)


@wrong("Your gradient is N times too large: the loss is a mean, so its gradient carries 1/N.")
def gradient_without_mean(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.mean(np.logaddexp(0, z) - y * z), 1.0 / (1.0 + np.exp(-z)) - y


@wrong("Average the loss over the batch: you returned the sum.")
def loss_summed(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.sum(np.logaddexp(0, z) - y * z), (1.0 / (1.0 + np.exp(-z)) - y) / len(z)


@wrong("The mean is missing in both: divide the summed loss by N, and the gradient too.")
def no_mean_at_all(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.sum(np.logaddexp(0, z) - y * z), 1.0 / (1.0 + np.exp(-z)) - y


@wrong("The loss is one number, their mean over the batch; yours is one loss per sample.")
def loss_per_sample(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.logaddexp(0, z) - y * z, (1.0 / (1.0 + np.exp(-z)) - y) / len(z)


@wrong("The gradient's sign is turned: it is (σ(z) − y)/N, prediction minus truth.")
def gradient_sign(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.mean(np.logaddexp(0, z) - y * z), (y - 1.0 / (1.0 + np.exp(-z))) / len(z)


@wrong("The sign of the loss is turned: logarithms of probabilities are negative, and the loss is minus their mean.")
def loss_sign(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return -np.mean(np.logaddexp(0, z) - y * z), (1.0 / (1.0 + np.exp(-z)) - y) / len(z)


@wrong("Labels may be soft: use y as it is, not rounded to 0 or 1.")
def hard_labels(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    y = (y > 0.5).astype(float)
    return np.mean(np.logaddexp(0, z) - y * z), (1.0 / (1.0 + np.exp(-z)) - y) / len(z)


@wrong("Only the label 1 costs anything: add (1 − y) times the loss of predicting 0.")
def second_term_forgotten(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.mean(y * np.logaddexp(0, -z)), (1.0 / (1.0 + np.exp(-z)) - y) / len(z)


@wrong("The classes are exchanged: the label 1 goes with σ(z), so a large logit must be cheap for y = 1.")
def classes_exchanged(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.mean(np.logaddexp(0, z) - (1 - y) * z), (1.0 / (1.0 + np.exp(-z)) - (1 - y)) / len(z)


@wrong("Shapes (N, 1) and (N,) broadcast to an N × N table: compare the shapes first, and raise ValueError.")
def no_shape_check(z, y):
    s = np.where(z >= 0, 1.0, np.exp(-np.abs(z))) / (1.0 + np.exp(-np.abs(z)))
    return np.mean(np.logaddexp(0, z) - y * z), (s - y) / len(z)


@wrong(
    "Equal lengths are not enough: (N, 1) and (N,) have the same length and broadcast to a table. Compare the shapes."
)
def length_compared(z, y):
    if len(z) != len(y):
        raise ValueError("lengths")
    return np.mean(np.logaddexp(0, z) - y * z), (np.exp(-np.logaddexp(0, -z)) - y) / len(z)


@wrong("Two columns (N, 1) have equal shapes, but the shape is to be (N,): raise ValueError unless there is one axis.")
def columns_accepted(z, y):
    if z.shape != y.shape:
        raise ValueError("shapes")
    return np.mean(np.logaddexp(0, z) - y * z), (np.exp(-np.logaddexp(0, -z)) - y) / len(z)


@wrong("The refusal has to be a ValueError: an assert raises AssertionError.")
def assertion(z, y):
    assert z.shape == y.shape
    assert z.ndim == 1
    return np.mean(np.logaddexp(0, z) - y * z), (np.exp(-np.logaddexp(0, -z)) - y) / len(z)


@wrong("Two results are asked for: return loss, dz. Yours is the loss alone.")
def loss_only(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.mean(np.logaddexp(0, z) - y * z)


@wrong("The order is loss, then gradient: return loss, dz.")
def order_exchanged(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return (np.exp(-np.logaddexp(0, -z)) - y) / len(z), np.mean(np.logaddexp(0, z) - y * z)


@wrong("You changed z itself. Compute into a new array.")
def changes_z(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    loss = np.mean(np.logaddexp(0, z) - y * z)
    s = np.exp(-np.logaddexp(0, -z))
    z *= 0
    return loss, (s - y) / len(z)


@wrong("Your gradient array took over the integer type of z, so the fractions were cut off. Allocate it as float.")
def integer_buffer(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    dz = np.zeros_like(z)
    dz[...] = (np.exp(-np.logaddexp(0, -z)) - y) / len(z)
    return np.mean(np.logaddexp(0, z) - y * z), dz


@wrong(
    "Every call returns the same array, so a later call overwrites an earlier result. Make a new array in each call."
)
def one_buffer_for_all(z, y, buffers={}):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    dz = buffers.setdefault(len(z), np.empty(len(z)))
    dz[...] = (np.exp(-np.logaddexp(0, -z)) - y) / len(z)
    return np.mean(np.logaddexp(0, z) - y * z), dz


@wrong("Shapes (N, 1) and (N,) broadcast to a table: compare the shapes first. Then mind log 0 of a rounded sigmoid.")
def log_of_sigmoid_without_check(z, y):
    s = 1.0 / (1.0 + np.exp(-z))
    return -np.mean(y * np.log(s) + (1 - y) * np.log(1 - s)), (s - y) / len(z)


@wrong(
    "Shapes (N, 1) and (N,) broadcast to a table: compare the shapes first. Then leave out the eps, which caps the loss."
)
def eps_without_check(z, y):
    s = 1.0 / (1.0 + np.exp(-z))
    return -np.mean(y * np.log(s + 1e-12) + (1 - y) * np.log(1 - s + 1e-12)), (s - y) / len(z)


@wrong("Your gradient is N times too large: divide by N. Then mind log 0 of a rounded sigmoid.")
def log_of_sigmoid_without_mean(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    s = 1.0 / (1.0 + np.exp(-z))
    return -np.mean(y * np.log(s) + (1 - y) * np.log(1 - s)), s - y


@wrong("Leave the factor σ′(z) out of the gradient: here it cancels. Then mind log 0 of a rounded sigmoid.")
def log_of_sigmoid_with_extra_derivative(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    s = 1.0 / (1.0 + np.exp(-z))
    return -np.mean(y * np.log(s) + (1 - y) * np.log(1 - s)), (s - y) * s * (1 - s) / len(z)


@wrong("z holds logits, not probabilities: put σ(z) into the logarithms.")
def logits_for_probabilities(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z)), (z - y) / len(z)


@wrong("The exponent's sign is turned: σ(z) = 1/(1 + e^(−z)). Yours is σ(−z), in the gradient.")
def sigmoid_turned_round(z, y):
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError("shapes")
    return np.mean(np.logaddexp(0, z) - y * z), (np.exp(-np.logaddexp(0, z)) - y) / len(z)


@wrong("Look at the label's sign in the loss: it is log(1 + e^z) − y·z. For y = 1 a large z must cost nothing.")
def label_term_added(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("z and y need the same shape (N,)")
    return np.mean(np.logaddexp(0, z) + y * z), (np.exp(-np.logaddexp(0, -z)) - y) / len(z)


@wrong("Look at the exponent in the loss: it is log(1 + e^z) − y·z, not log(1 + e^(−z)) − y·z.")
def exponent_turned_round(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("z and y need the same shape (N,)")
    return np.mean(np.logaddexp(0, -z) - y * z), (np.exp(-np.logaddexp(0, -z)) - y) / len(z)


@wrong("max(z, 0) goes with log(1 + e^(−|z|)): without the absolute value it is right for z ≥ 0 only.")
def absolute_value_forgotten(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("z and y need the same shape (N,)")
    loss = np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-z)))
    return loss, (np.exp(-np.logaddexp(0, -z)) - y) / len(z)


@wrong("You added the slopes up. dz has the shape of z: one slope for each sample, (σ(z) − y)/N.")
def slopes_added(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("z and y need the same shape (N,)")
    return np.mean(np.logaddexp(0, z) - y * z), np.mean(np.exp(-np.logaddexp(0, -z)) - y)


@wrong("Your loss is the squared error; cross-entropy is asked for. The gradient is right already.")
def squared_error(z, y):
    if np.shape(z) != np.shape(y) or np.ndim(z) != 1:
        raise ValueError("z and y need the same shape (N,)")
    p = np.exp(-np.logaddexp(0, -z))
    return np.mean((p - y) ** 2), (p - y) / len(z)


@wrong("Equal sizes are not enough, and flattening hides the difference: raise ValueError unless both have shape (N,).")
def flattened(z, y):
    if np.size(z) != np.size(y):
        raise ValueError("z and y need the same shape (N,)")
    z, y = np.ravel(z), np.ravel(y)
    return np.mean(np.logaddexp(0, z) - y * z), (np.exp(-np.logaddexp(0, -z)) - y) / len(z)


@right
def two_branches(z, y):
    if np.shape(z) != np.shape(y) or len(np.shape(z)) != 1:
        raise ValueError("z and y need the same shape (N,)")
    e = np.exp(-np.abs(z))
    loss = np.where(z > 0, z - y * z + np.log1p(e), -y * z + np.log1p(e))
    return loss.mean(), (np.where(z > 0, 1 / (1 + e), e / (1 + e)) - y) / z.size


@right
def logaddexp(z, y):
    if z.ndim != 1 or z.shape != y.shape:
        raise ValueError("shapes")
    losses = y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
    return float(losses.sum()) / len(losses), (1 / (1 + np.exp(-z)) - y) / len(losses)


@right
def loop_with_math(z, y):
    import math

    if z.shape != y.shape or z.ndim > 1:
        raise ValueError("shapes")
    loss, dz = 0.0, []
    for a, t in zip(z.tolist(), y.tolist()):
        small = math.exp(-abs(a))
        loss += max(a, 0.0) - a * t + math.log1p(small)
        dz.append(((1.0 if a >= 0 else small) / (1.0 + small) - t) / len(z))
    return [loss / len(z), dz]


@right
def softmax_of_two(z, y):
    if z.ndim != 1 or z.shape != y.shape:
        raise ValueError("shapes")
    Z = np.stack([z, np.zeros(len(z))], axis=1)
    logs = log_softmax(Z)
    loss = -np.mean(y * logs[:, 0] + (1 - y) * logs[:, 1])
    return np.array(loss), (np.exp(logs[:, 0]) - y) / len(z)


@right
def tanh_for_sigmoid(z, y):
    if (z.shape, z.ndim) != (y.shape, 1):
        raise ValueError("shapes")
    loss = np.einsum("n->", np.clip(z, 0, None) - z * y + np.log(1 + np.exp(-abs(z)))) / len(z)
    return (loss, (0.5 * np.tanh(0.5 * z) + 0.5 - y) / len(z))
