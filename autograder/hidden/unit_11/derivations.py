"""Derivations of unit 11: where their letters live, other right forms, and what each wrong form shows."""

from autograder.checks import Derivation, Interval, WrongForm

LOGITS = {name: Interval(-2, 2) for name in ("z1", "z2", "z3")}
P1 = "exp(z1)/(exp(z1)+exp(z2)+exp(z3))"
BINARY = {"z": Interval(-3, 3), "y": Interval("0.01", "0.99")}

d11_1 = Derivation(
    "d11_1",
    {"p": Interval("0.05", "0.6"), "q": Interval("0.05", "0.35")},
    shape="pair",
    title="∂p_i/∂z_i and ∂p_i/∂z_j with p = p_i and q = p_j",
    right=("[p-p^2, -q*p]", "(p - p**2, -(p*q))", "[p*(1-p), ((p-q)^2-p^2-q^2)/2]"),
    wrong=(
        WrongForm("[p*(1-p), p*q]", "Look at the sign of the second: raising logit j takes probability from class i."),
        WrongForm("[p*(1-p), 0]", "The second is not 0: every logit is part of the total below the fraction line."),
        WrongForm("[1-p, -q]", "The factor p is missing: these are the derivatives of log p_i, not of p_i."),
        WrongForm(
            "[p*(1-p), -p*(1-q)]", "The second holds q itself, not 1 − q: only z_i has a share in the numerator."
        ),
        WrongForm("[p*(p-1), p*q]", "Both signs are turned: raising logit i raises p_i."),
        WrongForm("[-p*q, p*(1-p)]", "The two are exchanged: first ∂p_i/∂z_i, then ∂p_i/∂z_j."),
        WrongForm("[p, -p*q]", "The first has a second part: z_i stands in the total below the fraction line as well."),
        WrongForm("[p*(1-p), q*(1-p)]", "The second is −p·q: z_j stands below the fraction line only."),
        WrongForm("[p*(1-p), -q]", "The second lacks the factor p: −q is the derivative of log p_i."),
        WrongForm("[p*(1-p), -q*(1-q)]", "The second is a derivative of p_i, not of p_j: −p·q."),
        WrongForm(
            "[p, -q]", "These are not yet derivatives of p_i: start from log p_i = z_i − LSE(z) and multiply by p."
        ),
    ),
)

d11_2 = Derivation(
    "d11_2",
    LOGITS,
    title="∂L/∂z1 for L = −log softmax(z)_1",
    right=(
        "-(exp(z2)+exp(z3))/(exp(z1)+exp(z2)+exp(z3))",
        "1/(1+exp(z2-z1)+exp(z3-z1))-1",
        "-1/(1+exp(z1)/(exp(z2)+exp(z3)))",
    ),
    wrong=(
        WrongForm(P1, "The −1 is missing: this is the derivative for a class that is not the label."),
        WrongForm(f"1-{P1}", "The sign is turned: raising the true class's logit lowers the loss."),
        WrongForm("-(exp(z1)+exp(z2)+exp(z3))/exp(z1)", "That is −1/p: go on through softmax to the logit."),
        WrongForm(f"({P1}-1)*{P1}", "There is an extra factor p: it cancels against the 1/p of the logarithm."),
        WrongForm("exp(z2)/(exp(z1)+exp(z2)+exp(z3))", "That is the derivative by z2; z1 is asked for."),
        WrongForm("-1", "The log-sum-exp depends on z1 as well: its derivative is a probability."),
        WrongForm("exp(z2)/(exp(z1)+exp(z2)+exp(z3))-1", "The probability is that of class 1, whose logit is z1."),
        WrongForm(f"-log({P1})", "That is the loss itself; its derivative by z1 is asked for."),
        WrongForm("exp(z1)/(exp(z2)+exp(z3))-1", "The total has three weights: the one of class 1 belongs to it."),
        WrongForm("z1/(z1+z2+z3)-1", "Weights are exponentials: softmax divides e^z1 by the sum of all e^z."),
    ),
)

d11_3 = Derivation(
    "d11_3",
    {"l": Interval(-2, 2), "c": Interval(-2, 2)},
    title="LSE(z + c) from l = LSE(z) and c",
    right=("c+l", "log(exp(l)*exp(c))", "log(exp(l+c))"),
    wrong=(
        WrongForm("l", "That holds for softmax, where the shift cancels; log-sum-exp moves along with its logits."),
        WrongForm("l*c", "Every weight is multiplied by e^c, and the logarithm turns that product into a sum."),
        WrongForm("l+2*c", "The common factor e^c leaves the sum once, however many classes there are."),
        WrongForm("l*exp(c)", "e^c multiplies the total weight; l is the logarithm of that total."),
        WrongForm("l-c", "The sign is turned: larger logits have a larger total weight."),
        WrongForm("c", "What was there before does not vanish: the old l stays."),
        WrongForm("l+exp(c)", "e^c multiplies the total weight; its logarithm, which is added, is c."),
        WrongForm("log(l+c)", "l is a logarithm already: do not take it twice."),
        WrongForm("log(l)+c", "l is a logarithm already: do not take it twice."),
        WrongForm("exp(l+c)", "That is the total weight; its logarithm is asked for."),
        WrongForm("l+3*c", "The common factor e^c leaves the sum once, however many classes there are."),
    ),
)

d11_4 = Derivation(
    "d11_4",
    BINARY,
    title="binary cross-entropy from the logit z and the label y",
    right=(
        "y*log(1+exp(-z))+(1-y)*log(1+exp(z))",
        "-y*log(1/(1+exp(-z)))-(1-y)*log(1-1/(1+exp(-z)))",
        "Max(z,0)-y*z+log(1+exp(-Abs(z)))",
        "(1-y)*z+log(1+exp(-z))",
        "z/2-y*z+log(2*cosh(z/2))",
    ),
    wrong=(
        WrongForm("log(1+exp(-z))-y*z", "Look at the exponent: without the label the loss is log(1 + e^z)."),
        WrongForm("log(1+exp(z))+y*z", "Look at the label's sign: for y = 1 a large z must cost nothing."),
        WrongForm("-y*log(z)-(1-y)*log(1-z)", "z is a logit, not a probability: put σ(z) where you wrote z."),
        WrongForm("log(1+exp(z))-y", "The label is multiplied by z: y·z, not y."),
        WrongForm("log(1+exp(z))", "The label is missing: that is the loss for y = 0."),
        WrongForm("log(1+exp(z))-z", "The label is missing: that is the loss for y = 1."),
        WrongForm("Max(z,0)-y*z", "A part is missing: log(1 + e^z) is max(z, 0) + log(1 + e^(−|z|))."),
        WrongForm("z-y*z", "log(1 + e^z) is not z: the 1 in the sum counts."),
        WrongForm("y*log(1+exp(-z))", "The second class is missing: add (1 − y) times the loss of predicting 0."),
        WrongForm("y*log(1+exp(z))+(1-y)*log(1+exp(-z))", "The two classes are exchanged: y = 1 goes with σ(z)."),
        WrongForm(
            "y*z-log(1+exp(z))", "The whole sign is turned: that is the log-likelihood, and the loss is minus it."
        ),
    ),
)

d11_5 = Derivation(
    "d11_5",
    BINARY,
    title="its derivative by the logit z",
    right=("exp(z)/(1+exp(z))-y", "(1-y)/(1+exp(-z))-y/(1+exp(z))", "tanh(z/2)/2+1/2-y"),
    wrong=(
        WrongForm("y-1/(1+exp(-z))", "The sign is turned: for y = 0 a larger logit costs more."),
        WrongForm(
            "(1/(1+exp(-z))-y)*exp(-z)/(1+exp(-z))^2",
            "Leave out the factor σ′(z): it cancels here. It belongs to the squared error.",
        ),
        WrongForm("1/(1+exp(z))-y", "That is σ(−z): look at the sign in the exponent."),
        WrongForm("1/(1+exp(-z))", "The label's term −y·z has a derivative too: −y."),
        WrongForm("exp(z)/(1+exp(z))-y*z", "The derivative of y·z by z is y."),
        WrongForm("1/(1+exp(-z))-1", "The label is missing: that is the derivative for y = 1."),
        WrongForm("z-y", "The prediction is a probability: σ(z) − y, not z − y."),
        WrongForm("exp(z)-y", "The chain rule on log(1 + e^z) divides by 1 + e^z."),
        WrongForm("log(1+exp(z))-y", "The first part is not differentiated yet: log(1 + e^z) becomes σ(z)."),
        WrongForm("1/(1+exp(-z))+y", "Look at the sign of the label: the loss has −y·z."),
        WrongForm("tanh(z)-y", "σ(z) is not tanh(z): it is (1 + tanh(z/2))/2."),
        WrongForm("-y/(1+exp(z))", "Only the label 1 is in it: the second class adds (1 − y)·σ(z)."),
    ),
)
